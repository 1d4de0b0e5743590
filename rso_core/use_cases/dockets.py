"""Open matters of bodies: what is recorded elsewhere whenever one is opened, or a body goes up into another.

It follows from events, and not from acts: whatever opens a matter of a body that went up into another lets it move
along. How far that goes is only known while it is followed, so no act can ask for it beforehand.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from rso_core.domain.action.course import ActionMovedAlong
from rso_core.domain.body.closing import BodyClosed
from rso_core.domain.docket import Matter, MatterClosed, MatterKind, MatterOpened, MattersTakenOver, require_keeper
from rso_core.domain.event import Event
from rso_core.domain.project.course import ProjectMovedAlong
from rso_core.domain.signal.answering import SignalMovedAlong
from rso_core.use_cases.facts import ACTION, BODY, DOCKET, PROJECT, SIGNAL, Concept, Facts, follows


@follows(MatterOpened)
def move_along_with_body(facts: Facts, event: MatterOpened, on: date) -> None:
    """Where it is known already that the body goes up into another, the matter will move along with the rest.

    Raises:
        Refused: DOCKET_NOTHING_LOST, when nobody would follow it.
    """
    state = keeper = facts.get(BODY, event.body)
    while keeper.merged_into is not None:
        keeper = facts.get(BODY, keeper.merged_into)
    require_keeper(keeper)
    if state.merged_into is not None and state.closed_on is not None:
        move_matters(facts, event.body, state.merged_into, (event.matter,), state.closed_on)


@follows(BodyClosed)
def move_matters_of_body(facts: Facts, event: BodyClosed, on: date) -> None:
    """The open matters of a body that goes up into another move along."""
    docket = facts.find(DOCKET, event.body)
    if event.merged_into is not None and docket is not None and docket.open:
        move_matters(facts, event.body, event.merged_into, docket.open, on)


def move_matters(facts: Facts, from_body: str, to_body: str, matters: Sequence[Matter], on: date) -> None:
    """Let open matters move along with a body that goes up into another, and with that one where it went up too."""
    for matter in matters:
        facts.record(DOCKET, from_body, MatterClosed(body=from_body, matter=matter), on)
        if matter.kind in MOVED:
            concept, event = MOVED[matter.kind]
            moved = event(**{matter.kind.value: matter.id, "from_body": from_body, "body": to_body, "since": on})
            facts.record(concept, matter.id, moved, on)
    taken_over = MattersTakenOver(body=to_body, from_body=from_body, matters=tuple(matters))
    facts.record(DOCKET, to_body, taken_over, on)
    into = facts.get(BODY, to_body)
    if into.merged_into is not None and into.closed_on is not None:
        move_matters(facts, to_body, into.merged_into, matters, max(on, into.closed_on))


MOVED: Mapping[MatterKind, tuple[Concept[Any], Callable[..., Event]]] = {
    MatterKind.ACTION: (ACTION, ActionMovedAlong),
    MatterKind.SIGNAL: (SIGNAL, SignalMovedAlong),
    MatterKind.PROJECT: (PROJECT, ProjectMovedAlong),
}
"""How a matter of each kind is told that it moved; a place of the portfolio is told by its project."""
