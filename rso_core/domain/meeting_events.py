"""Everything that happens to a meeting, and the values these events hold; days and times are those of Europe/Amsterdam."""

from datetime import date, time
from enum import StrEnum

import attrs

from rso_core.domain.event import Event, event, subject
from rso_core.domain.references import AgendaItemId, BodyId, MeetingId, PartyId, PersonId


class ItemKind(StrEnum):
    """What a body does with an item of the agenda; the overview is the progress overview that opens it."""

    OVERVIEW = "overview"
    INFORM = "inform"
    DISCUSS = "discuss"
    ADVISE = "advise"
    DECIDE = "decide"


@attrs.frozen(kw_only=True)
class AgendaItem:
    """An item of the agenda: its place (1 first), what is asked, how long, with which papers."""

    id: AgendaItemId
    place: int
    kind: ItemKind
    title: str
    minutes: int | None = None
    papers: tuple[str, ...] = ()
    confidential: bool = False


@attrs.frozen(kw_only=True)
class Attendee:
    """A person present on behalf of a party; a guest takes no part in decisions."""

    person: PersonId
    party: PartyId
    guest: bool = False


@event("meeting.planned")
class MeetingPlanned(Event):
    """A body plans to meet; times of day are local (Europe/Amsterdam)."""

    meeting: MeetingId = subject()
    body: BodyId
    title: str
    on: date
    starts: time
    ends: time
    place: str
    extra: bool = False


@event("meeting.moved")
class MeetingMoved(Event):
    """The meeting will be on another day, at another time or in another place."""

    meeting: MeetingId = subject()
    body: BodyId
    on: date
    starts: time | None
    ends: time | None
    place: str | None
    moved_on: date
    former_day: date
    reason: str


@event("meeting.skipped")
class MeetingSkipped(Event):
    """The body leaves out, on purpose, the meeting that its rhythm asks for around ``on``."""

    meeting: MeetingId = subject()
    body: BodyId
    on: date
    skipped_on: date
    reason: str


@event("meeting.agenda_item_added")
class AgendaItemAdded(Event):
    """An item stands on the agenda."""

    meeting: MeetingId = subject()
    body: BodyId
    item: AgendaItem


@event("meeting.agenda_item_removed")
class AgendaItemRemoved(Event):
    """An item is taken off the agenda."""

    meeting: MeetingId = subject()
    body: BodyId
    item: AgendaItemId
    reason: str


@event("meeting.minutes_drawn_up")
class MinutesDrawnUp(Event):
    """The minutes of a held meeting exist as a draft."""

    meeting: MeetingId = subject()
    body: BodyId
    document: str
    sha256: str | None
    drawn_up_on: date


@event("meeting.minutes_approved")
class MinutesApproved(Event):
    """A later meeting approved the minutes."""

    meeting: MeetingId = subject()
    body: BodyId
    approved_in: MeetingId
    approved_on: date


@event("meeting.minutes_corrected")
class MinutesCorrected(Event):
    """What the minutes say is corrected; ``missed`` were present and had been left out of the attendance."""

    meeting: MeetingId = subject()
    body: BodyId
    correction: str
    missed: tuple[Attendee, ...]
    document: str | None
    sha256: str | None


@event("meeting.held")
class MeetingHeld(Event):
    """The meeting took place, with these present."""

    meeting: MeetingId = subject()
    body: BodyId
    held_on: date
    chair: PersonId | None
    attendance: tuple[Attendee, ...]
    opened_with_overview: bool = False
    without_overview: str | None = None


@event("meeting.cancelled")
class MeetingCancelled(Event):
    """The meeting will not take place."""

    meeting: MeetingId = subject()
    body: BodyId
    cancelled_on: date
    reason: str
