"""Meetings of a body: planned, held with attendance, or cancelled (S4, S5)."""

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import assert_never

import attrs

from rso_core.domain.body import Body
from rso_core.domain.event import Event, named
from rso_core.domain.party import Party, require_representation
from rso_core.domain.refusal import Rule
from rso_core.domain.values import NEW, require_happened, require_id, require_text

MEETING_OPEN = Rule(
    id="meeting.open",
    source="S5",
    en="Only a meeting that was planned and neither held nor cancelled is held, moved or cancelled.",
    nl="Alleen een geplande vergadering die niet is gehouden of geannuleerd, wordt gehouden, verzet of geannuleerd.",
    remedy_en="Plan another meeting, or correct the identifier.",
    remedy_nl="Plan een andere vergadering, of verbeter het kenmerk.",
)
TIMES_IN_ORDER = Rule(
    id="meeting.times_in_order",
    source="S5",
    en="A meeting ends after it starts.",
    nl="Een vergadering eindigt nadat zij begint.",
    remedy_en="Correct start or end of the meeting.",
    remedy_nl="Verbeter begin of einde van de vergadering.",
)
ATTENDEE_BELONGS = Rule(
    id="meeting.attendee_belongs",
    source="S3",
    en="A meeting is attended once per person, on behalf of a member party or as a guest.",
    nl="Een vergadering wordt per persoon één keer bijgewoond, namens een deelnemende partij of als gast.",
    remedy_en="Name a member party of the body, or record the person as a guest.",
    remedy_nl="Noem een deelnemende partij van het overleg, of leg de persoon vast als gast.",
)
CHAIR_OF_PARTY = Rule(
    id="meeting.chair",
    source="S6",
    en="A meeting is chaired by someone present on behalf of the party that the covenant names as chair.",
    nl="Een vergadering wordt voorgezeten door een aanwezige namens de partij die het convenant als voorzitter noemt.",
    remedy_en="Name a chair who attended on behalf of that party, or record the chair's attendance.",
    remedy_nl="Noem een voorzitter die namens die partij aanwezig was, of leg diens aanwezigheid vast.",
)


class MeetingState(StrEnum):
    """Where a meeting is in its life."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


@attrs.frozen(kw_only=True)
class Attendee:
    """A person present on behalf of a party; a guest takes no part in decisions."""

    person: str
    party: str
    guest: bool = False


@attrs.frozen(kw_only=True)
class Meeting:
    """State of one meeting; days and times of day are those of Europe/Amsterdam."""

    id: str
    body: str
    on: date
    state: MeetingState = MeetingState.PLANNED
    chair: str | None = None
    attendance: tuple[Attendee, ...] = ()

    @property
    def parties_present(self) -> tuple[str, ...]:
        """Member parties that were represented, in order of attendance, each once."""
        return tuple(dict.fromkeys(a.party for a in self.attendance if not a.guest))


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


@named("meeting.held")
@attrs.frozen(kw_only=True)
class MeetingHeld(Event):
    """The meeting took place, with these present."""

    meeting: str
    body: str
    held_on: date
    chair: str | None
    attendance: tuple[Attendee, ...]


@named("meeting.cancelled")
@attrs.frozen(kw_only=True)
class MeetingCancelled(Event):
    """The meeting will not take place."""

    meeting: str
    body: str
    cancelled_on: date
    reason: str


MeetingEvent = MeetingPlanned | MeetingHeld | MeetingCancelled


def evolve(state: Meeting | None, event: MeetingEvent) -> Meeting:
    """Fold one event into the meeting."""
    if isinstance(event, MeetingPlanned):
        return Meeting(id=event.meeting, body=event.body, on=event.on)
    assert state is not None
    match event:
        case MeetingHeld():
            return attrs.evolve(
                state,
                state=MeetingState.HELD,
                on=event.held_on,
                chair=event.chair,
                attendance=event.attendance,
            )
        case MeetingCancelled():
            return attrs.evolve(state, state=MeetingState.CANCELLED)
        case _:
            assert_never(event)


def plan(
    state: Meeting | None,
    body: Body,
    *,
    meeting: str,
    title: str,
    on: date,
    starts: time,
    ends: time,
    place: str,
) -> MeetingPlanned:
    """Plan a meeting of a body that exists on that day (S5)."""
    require_id(meeting, "meeting")
    if state is not None:
        raise NEW.refused(meeting=meeting, body=state.body, on=state.on)
    if ends <= starts:
        raise TIMES_IN_ORDER.refused(meeting=meeting, starts=starts, ends=ends)
    profile = body.profile_on(on)
    return MeetingPlanned(
        meeting=meeting,
        body=body.id,
        title=title.strip() or profile.name,
        on=on,
        starts=starts,
        ends=ends,
        place=place,
    )


def hold(
    state: Meeting,
    body: Body,
    parties: Mapping[str, Party],
    *,
    held_on: date,
    chair: str | None,
    attendance: tuple[Attendee, ...],
    today: date,
) -> MeetingHeld:
    """Record that a meeting took place, who was present on whose behalf, and who chaired (S3, S5, S6).

    Facts: the body, every party named in the attendance, and the day of recording.
    Where the covenant names a party as chair, the chair must be present on behalf of it.
    """
    _require_open(state)
    require_happened(held_on, today, "meeting")
    profile = body.profile_on(held_on)
    seen: set[str] = set()
    for attendee in attendance:
        if attendee.person in seen or (attendee.party not in profile.members and not attendee.guest):
            raise ATTENDEE_BELONGS.refused(
                meeting=state.id, person=attendee.person, party=attendee.party, members=profile.members
            )
        seen.add(attendee.person)
        require_representation(parties[attendee.party], attendee.person, held_on)
    _require_chair(state, profile.chair, chair, attendance)
    return MeetingHeld(meeting=state.id, body=state.body, held_on=held_on, chair=chair, attendance=attendance)


def cancel(state: Meeting, *, on: date, reason: str) -> MeetingCancelled:
    """Cancel a planned meeting (S5)."""
    _require_open(state)
    require_text(reason, "reason of the cancellation")
    return MeetingCancelled(meeting=state.id, body=state.body, cancelled_on=on, reason=reason)


def _require_open(state: Meeting) -> None:
    if state.state is not MeetingState.PLANNED:
        raise MEETING_OPEN.refused(meeting=state.id, state=state.state, on=state.on)


def _require_chair(
    state: Meeting, chair_party: str | None, chair: str | None, attendance: tuple[Attendee, ...]
) -> None:
    on_behalf_of = {a.person: a.party for a in attendance if not a.guest}
    if chair is None:
        wrong = chair_party is not None
    else:
        wrong = chair not in on_behalf_of or chair_party not in (None, on_behalf_of[chair])
    if wrong:
        raise CHAIR_OF_PARTY.refused(
            meeting=state.id,
            chair=chair,
            chair_present_for=on_behalf_of.get(chair or ""),
            chair_party=chair_party,
        )
