"""Open matters of bodies: what is recorded elsewhere whenever one is opened, or a body goes up into another.

It follows from events, and not from acts: whatever opens a matter of a body that went up into another lets it move
along. How far that goes is only known while it is followed, so no act can ask for it beforehand.
"""

from collections.abc import Sequence
from datetime import date

from rso_core.domain.action.course import ActionMovedAlong
from rso_core.domain.body.closing import BodyClosed
from rso_core.domain.body.state import Body
from rso_core.domain.docket import (
    Docket,
    Matter,
    MatterClosed,
    MatterKind,
    MatterOpened,
    MattersTakenOver,
    require_keeper,
)
from rso_core.domain.event import Event
from rso_core.domain.project.course import ProjectMovedAlong
from rso_core.domain.signal.answering import SignalMovedAlong
from rso_core.unit_of_work import UnitOfWork, follows, redirects


@follows(MatterOpened)
def move_along_with_body(work: UnitOfWork, event: MatterOpened, on: date) -> None:
    """Where it is known already that the body goes up into another, the matter will move along with the rest.

    Raises:
        Refused: DOCKET_NOTHING_LOST, when nobody would follow it.
    """
    state = keeper = work.get(Body, event.body)
    while keeper.merged_into is not None:
        keeper = work.get(Body, keeper.merged_into)
    require_keeper(keeper)
    if state.merged_into is not None and state.closed_on is not None:
        move_matters(work, event.body, state.merged_into, (event.matter,), state.closed_on)


@follows(BodyClosed)
def move_matters_of_body(work: UnitOfWork, event: BodyClosed, on: date) -> None:
    """The open matters of a body that goes up into another move along."""
    docket = work.find(Docket, event.body)
    if event.merged_into is not None and docket is not None and docket.open:
        move_matters(work, event.body, event.merged_into, docket.open, on)


def move_matters(work: UnitOfWork, from_body: str, to_body: str, matters: Sequence[Matter], on: date) -> None:
    """Let open matters move along with a body that goes up into another, and with that one where it went up too."""
    for matter in matters:
        work.record(MatterClosed(body=from_body, matter=matter), on)
        moved = _moved_along(matter, from_body, to_body, on)
        if moved is not None:
            work.record(moved, on)
    work.record(MattersTakenOver(body=to_body, from_body=from_body, matters=tuple(matters)), on)
    into = work.get(Body, to_body)
    if into.merged_into is not None and into.closed_on is not None:
        move_matters(work, to_body, into.merged_into, matters, max(on, into.closed_on))


@redirects(MatterClosed)
def close_where_it_lies(work: UnitOfWork, event: MatterClosed) -> MatterClosed:
    """A matter that was closed before its body went up into another lies, by what is known now, with that one."""
    body: str | None = event.body
    while body is not None:
        docket = work.find(Docket, body)
        if docket is not None and event.matter in docket.open:
            return MatterClosed(body=body, matter=event.matter)
        state = work.find(Body, body)
        body = state.merged_into if state is not None else None
    return event


def _moved_along(matter: Matter, from_body: str, body: str, since: date) -> Event | None:
    """How a matter tells in its own stream that it moved; a place of the portfolio is told by its project."""
    match matter.kind:
        case MatterKind.ACTION:
            return ActionMovedAlong(action=matter.id, from_body=from_body, body=body, since=since)
        case MatterKind.SIGNAL:
            return SignalMovedAlong(signal=matter.id, from_body=from_body, body=body, since=since)
        case MatterKind.PROJECT:
            return ProjectMovedAlong(project=matter.id, from_body=from_body, body=body, since=since)
        case MatterKind.PLACE:
            return None
