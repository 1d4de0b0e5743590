"""Action items as tasks: who does what before when, where it was agreed, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rso_core.dutch.vocabulary import dutch
from rso_pleio.documents import Document, doc
from rso_pleio.model import DesiredItem, TaskState, title
from rso_pleio.rows import ACTIONS
from rso_pleio.texts.meetings import meeting_link
from rso_pleio.texts.visibility import VisibleRegisters
from rso_pleio.texts.words import facts, in_words, line, person_name

if TYPE_CHECKING:
    from rso_actions.register import ActionRow

STATES: dict[str, TaskState] = {"new": "NEW", "busy": "BUSY", "done": "DONE", "dropped": "DONE"}


def actions(visible: VisibleRegisters) -> Iterator[DesiredItem]:
    """A task per action item that the body follows; one that was dropped is done for and out of sight."""
    for row in visible.own(ACTIONS):
        if visible.action(row.action) is not None:
            dropped = row.state == "dropped"
            yield DesiredItem(
                key=f"action-{row.action}",
                kind="task",
                title=title(f"{'Vervallen: ' if dropped else ''}{line(row.title) or line(row.action)}"),
                text=_text(visible, row),
                state=STATES.get(row.state, "NEW"),
                archived=dropped,
            )


def _text(visible: VisibleRegisters, row: ActionRow) -> Document:
    decision = visible.decision(row.decision)
    return doc(
        *facts(
            ("Wie", _holder(visible, row)),
            ("Gereed voor", in_words(row.due)),
            ("Stand", _state(row)),
            ("Overleg", visible.body_name(row.body)),
            ("Overgekomen van", visible.body_name(row.from_body)),
            ("Afgesproken op", in_words(row.agreed_on)),
            ("Afgesproken in", meeting_link(visible, visible.meeting(row.meeting))),
            ("Voert uit", visible.decision_link(decision) if decision is not None else ""),
            ("Reden" if row.state == "dropped" else "Resultaat", line(row.result)),
        )
    )


def _holder(visible: VisibleRegisters, row: ActionRow) -> str:
    party = line(row.party_name) or visible.party(row.party)
    person = person_name(row.person, row.person_name)
    return f"{person} ({party})" if person and party else person or party


def _state(row: ActionRow) -> str:
    if row.state in ("done", "dropped"):
        on = f" op {in_words(row.ended_on)}" if row.ended_on else ""
        return f"{dutch(row.state)}{on}"
    return dutch(row.state) + (", te laat" if row.overdue else "")
