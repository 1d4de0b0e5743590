"""Everything that happens to a meeting, and the values these events hold; days and times are those of Europe/Amsterdam."""

from datetime import date, time
from enum import StrEnum

import attrs

from rso_core.domain.event import Event, named


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

    id: str
    place: int
    kind: ItemKind
    title: str
    minutes: int | None = None
    papers: tuple[str, ...] = ()
    confidential: bool = False


@attrs.frozen(kw_only=True)
class Attendee:
    """A person present on behalf of a party; a guest takes no part in decisions."""

    person: str
    party: str
    guest: bool = False


@named("meeting.planned")
@attrs.frozen(kw_only=True)
class MeetingPlanned(Event):
    """A body plans to meet; times of day are local (Europe/Amsterdam)."""

    meeting: str
    body: str
    title: str
    on: date
    starts: time
    ends: time
    place: str
    extra: bool = False


@named("meeting.moved")
@attrs.frozen(kw_only=True)
class MeetingMoved(Event):
    """The meeting will be on another day, at another time or in another place."""

    meeting: str
    body: str
    on: date
    starts: time | None
    ends: time | None
    place: str | None
    moved_on: date
    former_day: date
    reason: str


@named("meeting.skipped")
@attrs.frozen(kw_only=True)
class MeetingSkipped(Event):
    """The body leaves out, on purpose, the meeting that its rhythm asks for around ``on``."""

    meeting: str
    body: str
    on: date
    skipped_on: date
    reason: str


@named("meeting.agenda_item_added")
@attrs.frozen(kw_only=True)
class AgendaItemAdded(Event):
    """An item stands on the agenda."""

    meeting: str
    body: str
    item: AgendaItem


@named("meeting.agenda_item_removed")
@attrs.frozen(kw_only=True)
class AgendaItemRemoved(Event):
    """An item is taken off the agenda."""

    meeting: str
    body: str
    item: str
    reason: str


@named("meeting.minutes_drawn_up")
@attrs.frozen(kw_only=True)
class MinutesDrawnUp(Event):
    """The minutes of a held meeting exist as a draft."""

    meeting: str
    body: str
    document: str
    sha256: str | None
    drawn_up_on: date


@named("meeting.minutes_approved")
@attrs.frozen(kw_only=True)
class MinutesApproved(Event):
    """A later meeting approved the minutes."""

    meeting: str
    body: str
    approved_in: str
    approved_on: date


@named("meeting.minutes_corrected")
@attrs.frozen(kw_only=True)
class MinutesCorrected(Event):
    """What the minutes say is corrected; ``missed`` were present and had been left out of the attendance."""

    meeting: str
    body: str
    correction: str
    missed: tuple[Attendee, ...]
    document: str | None
    sha256: str | None


@named("meeting.held")
@attrs.frozen(kw_only=True)
class MeetingHeld(Event):
    """The meeting took place, with these present."""

    meeting: str
    body: str
    held_on: date
    chair: str | None
    attendance: tuple[Attendee, ...]
    opened_with_overview: bool = False
    without_overview: str | None = None


@named("meeting.cancelled")
@attrs.frozen(kw_only=True)
class MeetingCancelled(Event):
    """The meeting will not take place."""

    meeting: str
    body: str
    cancelled_on: date
    reason: str
