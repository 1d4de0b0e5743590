"""A meeting is planned, moved or cancelled; or skipped, on purpose, where the rhythm asks for one (S5)."""

from datetime import date, time

import attrs

from rso_core.domain.act import Act, act, effective, field, later_field, needed, new
from rso_core.domain.body.state import Body
from rso_core.domain.checked_types import Text
from rso_core.domain.event import Effective, Event, context, event, subject
from rso_core.domain.meeting.state import Meeting, MeetingState
from rso_core.domain.names import NameIndex
from rso_core.domain.references import BodyId, MeetingId
from rso_core.domain.refusal import Rule
from rso_core.dutch.days import clock, in_words
from rso_core.dutch.sentences import because, in_sentences, quoted

MEETING_TIMES_IN_ORDER = Rule(
    id="meeting.times_in_order",
    source="S5",
    en="A meeting ends after it starts.",
    nl="Een vergadering eindigt nadat zij begint.",
    remedy_en="Correct start or end of the meeting.",
    remedy_nl="Verbeter begin of einde van de vergadering.",
)


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

    def apply(self, state: Meeting | None) -> Meeting:
        """A meeting that has to be held."""
        return Meeting(id=self.meeting, body=self.body, on=self.on)

    def sentence(self, names: NameIndex) -> str:
        """When and where a body meets."""
        kind = "extra vergadering" if self.extra else "vergadering"
        place = f", in {self.place}" if self.place.strip() else ""
        return in_sentences(
            f"{names.body(self.body)} plande de {kind} {quoted(self.title)} op {in_words(self.on)}, van "
            f"{clock(self.starts)} tot {clock(self.ends)}{place}"
        )


@act("plan-meeting", source="S5")
class PlanMeeting(Act):
    """Plan a meeting of a body; times of day are those of Europe/Amsterdam."""

    meeting: MeetingId = new("identifier of the meeting, such as b-pso-2026-03-12")
    body: BodyId = field("body that meets")
    on: date = field("day of the meeting")
    starts: time = field("start, such as 10:00")
    ends: time = field("end, such as 12:00")
    place: str = field("where it is held", default="")
    title: str = field("title; the name of the body when left out", default="")
    extra: bool = later_field("whether it stands beside the rhythm", default=False)

    def decide(self, body: Body, today: date) -> Effective:
        """The body exists on that day; the plan holds from today, or from the meeting if that was earlier."""
        MEETING_TIMES_IN_ORDER.unless(self.starts < self.ends, meeting=self.meeting, starts=self.starts, ends=self.ends)
        profile = body.profile_on(self.on)
        planned = MeetingPlanned(
            meeting=self.meeting,
            body=self.body,
            title=self.title.strip() or profile.name,
            on=self.on,
            starts=self.starts,
            ends=self.ends,
            place=self.place,
            extra=self.extra,
        )
        return Effective(planned, min(today, self.on))


@event("meeting.moved")
class MeetingMoved(Event):
    """The meeting will be on another day, at another time or in another place."""

    meeting: MeetingId = subject()
    body: BodyId = context()
    on: date
    starts: time | None
    ends: time | None
    place: str | None
    moved_on: date
    former_day: date = context()
    reason: str

    def apply(self, state: Meeting) -> Meeting:
        """It is on another day."""
        return attrs.evolve(state, on=self.on)

    def sentence(self, names: NameIndex) -> str:
        """From which day, to when and where."""
        titled = names.get("meeting", self.meeting)
        which = names.meeting(self.meeting) if names.own or not titled else f"de vergadering {quoted(titled)}"
        day = f" van {in_words(self.former_day)} naar {in_words(self.on)}" if self.on != self.former_day else ""
        begins = f"van {clock(self.starts)}" if self.starts else ""
        ends = f"tot {clock(self.ends)}" if self.ends else ""
        place = f"in {self.place}" if self.place else ""
        now = ", ".join(filter(None, (" ".join(filter(None, (begins, ends))), place)))
        return in_sentences(f"{which} werd verzet{day}{f'; zij is nu {now}' if now else ''}", because(self.reason))


@act("move-meeting", source="S5")
class MoveMeeting(Act):
    """Move a planned meeting; times and place that are left out stay."""

    meeting: MeetingId = field("identifier of the meeting")
    to: date = field("day on which it will be", told="on")
    on: date = effective("day on which this was decided")
    reason: Text = field("why it is moved")
    starts: time | None = field("start", default=None)
    ends: time | None = field("end", default=None)
    place: str | None = field("where it is held", default=None)

    def decide(self, meeting: Meeting, body: Body = needed(lambda meeting: meeting.body)) -> MeetingMoved:
        """It still has to be held, and the body exists on the new day."""
        meeting.require_planned()
        body.profile_on(self.to)
        neither = self.starts is None and self.ends is None
        in_order = self.starts is not None and self.ends is not None and self.starts < self.ends
        MEETING_TIMES_IN_ORDER.unless(neither or in_order, meeting=self.meeting, starts=self.starts, ends=self.ends)
        return MeetingMoved(
            meeting=self.meeting,
            body=meeting.body,
            on=self.to,
            starts=self.starts,
            ends=self.ends,
            place=self.place,
            moved_on=self.on,
            former_day=meeting.on,
            reason=self.reason,
        )


@event("meeting.skipped")
class MeetingSkipped(Event):
    """The body leaves out, on purpose, the meeting that its rhythm asks for around ``on``."""

    meeting: MeetingId = subject()
    body: BodyId
    on: date
    skipped_on: date
    reason: str

    def apply(self, state: Meeting | None) -> Meeting:
        """A meeting that will not be."""
        return Meeting(id=self.meeting, body=self.body, on=self.on, state=MeetingState.SKIPPED)

    def sentence(self, names: NameIndex) -> str:
        """Which meeting of the rhythm is left out."""
        return in_sentences(
            f"{names.body(self.body)} slaat de vergadering van rond {in_words(self.on)} over", because(self.reason)
        )


@act("skip-meeting", source="S5")
class SkipMeeting(Act):
    """Leave out, on purpose, the meeting that the rhythm of a body asks for around a day."""

    meeting: MeetingId = new("identifier under which this is recorded")
    body: BodyId = field("body that does not meet")
    day: date = field("day that the rhythm gives", told="on")
    on: date = effective("day on which this was decided")
    reason: Text = field("why it is skipped")

    def decide(self, body: Body) -> MeetingSkipped:
        """The body exists on that day."""
        body.profile_on(self.day)
        return MeetingSkipped(meeting=self.meeting, body=self.body, on=self.day, skipped_on=self.on, reason=self.reason)


@event("meeting.cancelled", never_precedes=("meeting.moved",))
class MeetingCancelled(Event):
    """The meeting will not take place."""

    meeting: MeetingId = subject()
    body: BodyId = context()
    cancelled_on: date
    reason: str

    def apply(self, state: Meeting) -> Meeting:
        """A meeting that will not be held."""
        return attrs.evolve(state, state=MeetingState.CANCELLED)

    def sentence(self, names: NameIndex) -> str:
        """Which meeting, and why."""
        return in_sentences(f"{names.meeting(self.meeting)} gaat niet door", because(self.reason))


@act("cancel-meeting", source="S5")
class CancelMeeting(Act):
    """Cancel a planned meeting."""

    meeting: MeetingId = field("identifier of the meeting")
    on: date = effective("day of the cancellation")
    reason: Text = field("why it is cancelled")

    def decide(self, meeting: Meeting) -> MeetingCancelled:
        """It still has to be held."""
        meeting.require_planned()
        return MeetingCancelled(meeting=self.meeting, body=meeting.body, cancelled_on=self.on, reason=self.reason)
