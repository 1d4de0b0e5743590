"""The agenda of a meeting: items to inform, discuss, advise or decide, with papers; the overview first (S4)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field, needed
from rso_core.domain.body.state import Body
from rso_core.domain.checked_types import Count, Text, Title
from rso_core.domain.event import Event, context, event, subject
from rso_core.domain.meeting.state import MEETING_OVERVIEW_FIRST, AgendaItem, ItemKind, Meeting
from rso_core.domain.names import NameIndex
from rso_core.domain.references import AgendaItemId, BodyId, MeetingId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import require_known_parts, require_new_part
from rso_core.dutch.sentences import because, in_sentences, listed, quoted

AGENDA_NUMBERS = Rule(
    id="agenda.numbers",
    source="S4",
    en="An item of the agenda has a place from 1 that no other item has, and lasts at least a minute.",
    nl="Een agendapunt heeft een plaats vanaf 1 die geen ander punt heeft, en duurt ten minste een minuut.",
    remedy_en="Choose a free place, or correct the number of minutes.",
    remedy_nl="Kies een vrije plaats, of verbeter het aantal minuten.",
)
_ASKED = {
    ItemKind.OVERVIEW: "het voortgangsoverzicht",
    ItemKind.INFORM: "ter informatie",
    ItemKind.DISCUSS: "ter bespreking",
    ItemKind.ADVISE: "om advies",
    ItemKind.DECIDE: "ter besluitvorming",
}


@event("meeting.agenda_item_added")
class AgendaItemAdded(Event):
    """An item stands on the agenda."""

    meeting: MeetingId = subject()
    body: BodyId = context()
    item: AgendaItem

    def apply(self, state: Meeting) -> Meeting:
        """One item more."""
        return attrs.evolve(state, agenda=(*state.agenda, self.item))

    def sentence(self, names: NameIndex) -> str:
        """What is asked, how long, and with which papers."""
        item = self.item
        asked = "" if item.kind is ItemKind.OVERVIEW and "voortgang" in item.title.casefold() else _ASKED[item.kind]
        minutes = f"{item.minutes} minuten" if item.minutes else ""
        extra = ", ".join(filter(None, (asked, minutes, "vertrouwelijk" if item.confidential else "")))
        return in_sentences(
            f"punt {item.place} op de agenda van {names.meeting(self.meeting)} is {quoted(item.title)}"
            + (f" ({extra})" if extra else ""),
            f"Stukken: {listed(map(quoted, item.papers))}" if item.papers else "",
        )


@act("add-agenda-item", source="S4")
class AddAgendaItem(Act):
    """Put an item on the agenda of a planned meeting."""

    meeting: MeetingId = field("identifier of the meeting")
    item: AgendaItemId = field("identifier of the item, unique within the meeting", told="item.id")
    place: Count = field("place on the agenda, 1 first")
    kind: ItemKind = field("overview, inform, discuss, advise or decide")
    title: Title = field("title of the item")
    on: date = effective("day on which the agenda says so")
    minutes: Count | None = field("how long it takes", default=None)
    papers: tuple[str, ...] = field("papers that come with it", default=())
    confidential: bool = field("whether it stays among the members of the body", default=False)

    def decide(self, meeting: Meeting, body: Body = needed(lambda meeting: meeting.body)) -> AgendaItemAdded:
        """In a body that opens with the progress overview, only the overview takes the first place."""
        meeting.require_planned()
        require_new_part(self.item, [item.id for item in meeting.agenda], "item")
        taken = [item.title for item in meeting.agenda if item.place == self.place]
        if self.place < 1 or taken or (self.minutes is not None and self.minutes < 1):
            raise AGENDA_NUMBERS.refused(meeting=self.meeting, place=self.place, taken_by=taken, minutes=self.minutes)
        if body.profile_on(meeting.on).overview_first and self.place == 1 and self.kind is not ItemKind.OVERVIEW:
            raise MEETING_OVERVIEW_FIRST.refused(meeting=self.meeting, body=body.id, first_item=self.title)
        item = AgendaItem(
            id=self.item,
            place=self.place,
            kind=self.kind,
            title=self.title,
            minutes=self.minutes,
            papers=self.papers,
            confidential=self.confidential,
        )
        return AgendaItemAdded(meeting=self.meeting, body=meeting.body, item=item)


@event("meeting.agenda_item_removed")
class AgendaItemRemoved(Event):
    """An item is taken off the agenda."""

    meeting: MeetingId = subject()
    body: BodyId = context()
    item: AgendaItemId
    reason: str

    def apply(self, state: Meeting) -> Meeting:
        """One item less."""
        return attrs.evolve(state, agenda=tuple(item for item in state.agenda if item.id != self.item))

    def sentence(self, names: NameIndex) -> str:
        """Which item, and why."""
        item = names.part("item", self.meeting, self.item)
        return in_sentences(
            f"het punt {item} ging van de agenda van {names.meeting(self.meeting)} af", because(self.reason)
        )


@act("remove-agenda-item", source="S4")
class RemoveAgendaItem(Act):
    """Take an item off the agenda of a planned meeting."""

    meeting: MeetingId = field("identifier of the meeting")
    item: AgendaItemId = field("identifier of the item")
    on: date = effective("day on which it is taken off")
    reason: Text = field("why it is taken off")

    def decide(self, meeting: Meeting) -> AgendaItemRemoved:
        """It stands on the agenda of a meeting that still has to be held."""
        meeting.require_planned()
        require_known_parts([self.item], [item.id for item in meeting.agenda], "item")
        return AgendaItemRemoved(meeting=self.meeting, body=meeting.body, item=self.item, reason=self.reason)
