"""Meetings, agenda and minutes (S4, S5)."""

from datetime import date, time

from rso_core.domain.act import Act, act, field, later_field
from rso_core.domain.meeting_events import Attendee, ItemKind
from rso_core.domain.references import AgendaItemId, BodyId, MeetingId, PersonId


@act("plan-meeting", source="S5")
class PlanMeeting(Act):
    """Plan a meeting of a body; times of day are those of Europe/Amsterdam."""

    meeting: MeetingId = field("identifier of the meeting, such as b-pso-2026-03-12")
    body: BodyId = field("body that meets")
    on: date = field("day of the meeting")
    starts: time = field("start, such as 10:00")
    ends: time = field("end, such as 12:00")
    place: str = field("where it is held", default="")
    title: str = field("title; the name of the body when left out", default="")
    extra: bool = later_field("whether it stands beside the rhythm", default=False)


@act("move-meeting", source="S5")
class MoveMeeting(Act):
    """Move a planned meeting; times and place that are left out stay."""

    meeting: MeetingId = field("identifier of the meeting")
    to: date = field("day on which it will be")
    on: date = field("day on which this was decided")
    reason: str = field("why it is moved")
    starts: time | None = field("start", default=None)
    ends: time | None = field("end", default=None)
    place: str | None = field("where it is held", default=None)


@act("cancel-meeting", source="S5")
class CancelMeeting(Act):
    """Cancel a planned meeting."""

    meeting: MeetingId = field("identifier of the meeting")
    on: date = field("day of the cancellation")
    reason: str = field("why it is cancelled")


@act("skip-meeting", source="S5")
class SkipMeeting(Act):
    """Leave out, on purpose, the meeting that the rhythm of a body asks for around a day."""

    meeting: MeetingId = field("identifier under which this is recorded")
    body: BodyId = field("body that does not meet")
    day: date = field("day that the rhythm gives")
    on: date = field("day on which this was decided")
    reason: str = field("why it is skipped")


@act("add-agenda-item", source="S4")
class AddAgendaItem(Act):
    """Put an item on the agenda of a planned meeting."""

    meeting: MeetingId = field("identifier of the meeting")
    item: AgendaItemId = field("identifier of the item, unique within the meeting")
    place: int = field("place on the agenda, 1 first")
    kind: ItemKind = field("overview, inform, discuss, advise or decide")
    title: str = field("title of the item")
    on: date = field("day on which the agenda says so")
    minutes: int | None = field("how long it takes", default=None)
    papers: tuple[str, ...] = field("papers that come with it", default=())
    confidential: bool = field("whether it stays among the members of the body", default=False)


@act("remove-agenda-item", source="S4")
class RemoveAgendaItem(Act):
    """Take an item off the agenda of a planned meeting."""

    meeting: MeetingId = field("identifier of the meeting")
    item: AgendaItemId = field("identifier of the item")
    on: date = field("day on which it is taken off")
    reason: str = field("why it is taken off")


@act("hold-meeting", source="S5")
class HoldMeeting(Act):
    """Record that a planned meeting took place, and who was present on whose behalf."""

    meeting: MeetingId = field("identifier of the meeting")
    held_on: date = field("day on which it took place")
    attendance: tuple[Attendee, ...] = field("persons present, the party of each, and whether a guest")
    chair: PersonId | None = field("person who chaired", default=None)
    without_overview: str | None = later_field("motive for starting without the progress overview", default=None)


@act("draw-up-minutes", source="S5")
class DrawUpMinutes(Act):
    """Record that the minutes of a held meeting exist."""

    meeting: MeetingId = field("identifier of the meeting")
    document: str = field("name of the document")
    on: date = field("day on which they were drawn up")
    sha256: str | None = field("SHA-256 of the document", default=None)


@act("approve-minutes", source="S5")
class ApproveMinutes(Act):
    """A later meeting approves the minutes of an earlier one."""

    meeting: MeetingId = field("identifier of the meeting")
    in_meeting: MeetingId = field("meeting that approves them")


@act("correct-minutes", source="S5")
class CorrectMinutes(Act):
    """Correct the minutes of a meeting, and who was present."""

    meeting: MeetingId = field("identifier of the meeting")
    correction: str = field("what is corrected")
    missed: tuple[Attendee, ...] = field("persons who were present and had been left out", default=())
    document: str | None = field("name of the corrected document", default=None)
    sha256: str | None = field("SHA-256 of the corrected document", default=None)
