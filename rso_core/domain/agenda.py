"""The agenda of a meeting: items to inform, discuss, advise or decide, with papers; the overview first (S4)."""

from rso_core.domain.body.state import Body
from rso_core.domain.meeting import MEETING_OPEN, MEETING_OVERVIEW_FIRST, Meeting, MeetingState
from rso_core.domain.meeting_events import AgendaItem, AgendaItemAdded, AgendaItemRemoved, ItemKind
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_KNOWN, RECORD_NEW, require_id, require_text

AGENDA_NUMBERS = Rule(
    id="agenda.numbers",
    source="S4",
    en="An item of the agenda has a place from 1 that no other item has, and lasts at least a minute.",
    nl="Een agendapunt heeft een plaats vanaf 1 die geen ander punt heeft, en duurt ten minste een minuut.",
    remedy_en="Choose a free place, or correct the number of minutes.",
    remedy_nl="Kies een vrije plaats, of verbeter het aantal minuten.",
)


def add(state: Meeting, body: Body, *, item: AgendaItem) -> AgendaItemAdded:
    """Put an item on the agenda of a planned meeting (S4).

    In a body that opens with the progress overview, only the overview takes the first place.
    """
    _require_planned(state)
    require_id(item.id, "item")
    require_text(item.title, "title of the item")
    if any(known.id == item.id for known in state.agenda):
        raise RECORD_NEW.refused(item=item.id, meeting=state.id)
    taken = [known.title for known in state.agenda if known.place == item.place]
    if item.place < 1 or taken or (item.minutes is not None and item.minutes < 1):
        raise AGENDA_NUMBERS.refused(meeting=state.id, place=item.place, taken_by=taken, minutes=item.minutes)
    if body.profile_on(state.on).overview_first and item.place == 1 and item.kind is not ItemKind.OVERVIEW:
        raise MEETING_OVERVIEW_FIRST.refused(meeting=state.id, body=body.id, first_item=item.title)
    return AgendaItemAdded(meeting=state.id, body=state.body, item=item)


def remove(state: Meeting, *, item: str, reason: str) -> AgendaItemRemoved:
    """Take an item off the agenda of a planned meeting (S4)."""
    _require_planned(state)
    require_text(reason, "reason")
    if all(known.id != item for known in state.agenda):
        raise RECORD_KNOWN.refused(unknown_item=item, meeting=state.id)
    return AgendaItemRemoved(meeting=state.id, body=state.body, item=item, reason=reason)


def _require_planned(state: Meeting) -> None:
    if state.state is not MeetingState.PLANNED:
        raise MEETING_OPEN.refused(meeting=state.id, state=state.state, on=state.on)
