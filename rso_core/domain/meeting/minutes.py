"""Minutes: drawn up after a meeting, approved in a later one, corrected where they were wrong (S5, S14)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import attrs

from rso_core.domain.act import Act, act, effective, field, needed
from rso_core.domain.body.state import Body
from rso_core.domain.checked_types import Sha256, Text, Title
from rso_core.domain.event import Effective, Event, context, event, subject
from rso_core.domain.meeting.holding import require_attendance
from rso_core.domain.meeting.state import Attendee, Meeting, MeetingState, Minutes, parties_of, persons_of
from rso_core.domain.names import NameIndex
from rso_core.domain.party.state import Party
from rso_core.domain.person import Person
from rso_core.domain.references import BodyId, EmptyIsNone, MeetingId, PartyId, PersonId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import require_happened
from rso_core.dutch.sentences import in_sentences, labelled, quoted

MINUTES_OF_HELD_MEETING = Rule(
    id="minutes.of_held_meeting",
    source="S14",
    en="Minutes are drawn up once, of a meeting that was held, and not before its day.",
    nl="Een verslag wordt één keer opgemaakt, van een vergadering die is gehouden, en niet voor die dag.",
    remedy_en="Record the meeting as held first; minutes that exist are corrected.",
    remedy_nl="Leg eerst vast dat de vergadering is gehouden; een bestaand verslag wordt gecorrigeerd.",
)
MINUTES_APPROVED_LATER = Rule(
    id="minutes.approved_later",
    source="S14",
    en="Minutes are approved once, in a later meeting of the same body or of the body that it went up into.",
    nl="Een verslag wordt één keer vastgesteld, in een latere vergadering van hetzelfde overleg of van het overleg "
    "waarin het opging.",
    remedy_en="Name a held meeting after this one, or draw the minutes up first.",
    remedy_nl="Noem een gehouden vergadering na deze, of maak eerst het verslag op.",
)


@event("meeting.minutes_drawn_up")
class MinutesDrawnUp(Event):
    """The minutes of a held meeting exist as a draft."""

    meeting: MeetingId = subject()
    body: BodyId = context()
    document: str
    sha256: str | None
    drawn_up_on: date

    def apply(self, state: Meeting) -> Meeting:
        """A meeting with minutes."""
        minutes = Minutes(document=self.document, sha256=self.sha256, drawn_up_on=self.drawn_up_on)
        return attrs.evolve(state, minutes=minutes)

    def sentence(self, names: NameIndex) -> str:
        """Which document."""
        return in_sentences(f"het conceptverslag van {names.meeting(self.meeting)} was gereed: {quoted(self.document)}")


@act("draw-up-minutes", source="S5")
class DrawUpMinutes(Act):
    """Record that the minutes of a held meeting exist."""

    meeting: MeetingId = field("identifier of the meeting")
    document: Title = field("name of the document")
    on: date = effective("day on which they were drawn up")
    sha256: Annotated[Sha256, EmptyIsNone()] | None = field("SHA-256 of the document", default=None)

    def decide(self, meeting: Meeting, today: date) -> MinutesDrawnUp:
        """It was held by then, and has no minutes yet."""
        require_happened(self.on, today, "minutes")
        held = meeting.state is MeetingState.HELD and meeting.on <= self.on
        if not held or meeting.minutes is not None:
            raise MINUTES_OF_HELD_MEETING.refused(
                meeting=self.meeting, state=meeting.state, held_on=meeting.on, drawn_up_on=self.on
            )
        return MinutesDrawnUp(
            meeting=self.meeting,
            body=meeting.body,
            document=self.document,
            sha256=self.sha256,
            drawn_up_on=self.on,
        )


@event("meeting.minutes_approved", never_precedes=("meeting.minutes_drawn_up",))
class MinutesApproved(Event):
    """A later meeting approved the minutes."""

    meeting: MeetingId = subject()
    body: BodyId = context()
    approved_in: MeetingId
    approved_on: date = context()

    def apply(self, state: Meeting) -> Meeting:
        """Its minutes are approved."""
        assert state.minutes is not None
        return attrs.evolve(state, minutes=attrs.evolve(state.minutes, approved_in=self.approved_in))

    def sentence(self, names: NameIndex) -> str:
        """Of which meeting, and in which."""
        return in_sentences(
            f"het verslag van {names.meeting(self.meeting)} werd vastgesteld, in {names.meeting(self.approved_in)}"
        )


@act("approve-minutes", source="S5")
class ApproveMinutes(Act):
    """A later meeting approves the minutes of an earlier one."""

    meeting: MeetingId = field("identifier of the meeting")
    in_meeting: MeetingId = field("meeting that approves them", told="approved_in")

    def decide(
        self, meeting: Meeting, in_meeting: Meeting, body: Body = needed(lambda meeting: meeting.body)
    ) -> Effective:
        """They were drawn up and not approved before; the approval holds from the day of the later meeting."""
        minutes = meeting.minutes
        same = in_meeting.body in (meeting.body, body.merged_into)
        held = in_meeting.state is MeetingState.HELD and in_meeting.on > meeting.on
        if minutes is None or minutes.approved_in is not None or not same or not held:
            raise MINUTES_APPROVED_LATER.refused(
                meeting=self.meeting,
                drawn_up_on=minutes and minutes.drawn_up_on,
                approved_in=minutes and minutes.approved_in,
                later_meeting=in_meeting.id,
                of_body=in_meeting.body,
                state=in_meeting.state,
                on=in_meeting.on,
            )
        approved = MinutesApproved(
            meeting=self.meeting, body=meeting.body, approved_in=self.in_meeting, approved_on=in_meeting.on
        )
        return Effective(approved, in_meeting.on)


@event("meeting.minutes_corrected", never_precedes=("meeting.minutes_drawn_up",), sets_right=True)
class MinutesCorrected(Event):
    """What the minutes say is corrected; ``missed`` were present and had been left out of the attendance."""

    meeting: MeetingId = subject()
    body: BodyId = context()
    correction: str
    missed: tuple[Attendee, ...]
    document: str | None
    sha256: str | None

    def apply(self, state: Meeting) -> Meeting:
        """Its minutes are another document, where one is named; who was missed was present, on the day itself."""
        minutes = state.minutes and attrs.evolve(
            state.minutes,
            document=self.document or state.minutes.document,
            sha256=self.sha256 or state.minutes.sha256,
        )
        return attrs.evolve(state, minutes=minutes, attendance=(*state.attendance, *self.missed))

    def sentence(self, names: NameIndex) -> str:
        """What was corrected, and who was present as well."""
        missed = [(who.person, who.party) for who in self.missed]
        return in_sentences(
            f"het verslag van {names.meeting(self.meeting)} werd verbeterd: {quoted(self.correction)}",
            f"ook aanwezig {'was' if len(missed) == 1 else 'waren'} {names.persons(missed)}" if missed else "",
            labelled("verbeterd stuk", self.document),
        )


@act("correct-minutes", source="S5")
class CorrectMinutes(Act):
    """Correct the minutes of a meeting, and who was present."""

    meeting: MeetingId = field("identifier of the meeting")
    correction: Text = field("what is corrected")
    missed: tuple[Attendee, ...] = field("persons who were present and had been left out", default=())
    document: str | None = field("name of the corrected document", default=None)
    sha256: Annotated[Sha256, EmptyIsNone()] | None = field("SHA-256 of the corrected document", default=None)

    def decide(
        self,
        meeting: Meeting,
        persons: Mapping[PersonId, Person] = needed(lambda act: persons_of(act.missed)),
        body: Body = needed(lambda meeting: meeting.body),
        parties: Mapping[PartyId, Party] = needed(
            lambda act, meeting: parties_of((*meeting.attendance, *act.missed)),
        ),
    ) -> Effective:
        """Approved minutes are corrected too; the correction holds from the day on which they were drawn up.

        Who was recorded as present stays: a vote may rest on it.
        """
        if meeting.minutes is None:
            raise MINUTES_OF_HELD_MEETING.refused(
                meeting=self.meeting, state=meeting.state, held_on=meeting.on, drawn_up_on=None
            )
        attendance = (*meeting.attendance, *self.missed)
        require_attendance(self.meeting, body, parties, attendance=attendance, held_on=meeting.on)
        corrected = MinutesCorrected(
            meeting=self.meeting,
            body=meeting.body,
            correction=self.correction,
            missed=self.missed,
            document=self.document,
            sha256=self.sha256,
        )
        return Effective(corrected, max(meeting.on, meeting.minutes.drawn_up_on))
