"""Meetings of a body: planned, moved, held with attendance, cancelled, or skipped on purpose (S5).

What is on the agenda is in `rso_core.domain.agenda`, what becomes of the minutes in `rso_core.domain.minutes`.
"""

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import assert_never

import attrs

from rso_core.domain.body.state import Body
from rso_core.domain.concept import concept
from rso_core.domain.meeting_events import (
    AgendaItem,
    AgendaItemAdded,
    AgendaItemRemoved,
    Attendee,
    ItemKind,
    MeetingCancelled,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    MeetingSkipped,
    MinutesApproved,
    MinutesCorrected,
    MinutesDrawnUp,
)
from rso_core.domain.party import Party, require_representation
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_NEW, require_happened, require_id, require_text

MEETING_OPEN = Rule(
    id="meeting.open",
    source="S5",
    en="Only a meeting that was planned and neither held nor cancelled is held, moved or cancelled.",
    nl="Alleen een geplande vergadering die niet is gehouden of geannuleerd, wordt gehouden, verzet of geannuleerd.",
    remedy_en="Plan another meeting, or correct the identifier.",
    remedy_nl="Plan een andere vergadering, of verbeter het kenmerk.",
)
MEETING_TIMES_IN_ORDER = Rule(
    id="meeting.times_in_order",
    source="S5",
    en="A meeting ends after it starts.",
    nl="Een vergadering eindigt nadat zij begint.",
    remedy_en="Correct start or end of the meeting.",
    remedy_nl="Verbeter begin of einde van de vergadering.",
)
MEETING_ATTENDEE_BELONGS = Rule(
    id="meeting.attendee_belongs",
    source="S3",
    en="A meeting is attended once per person, on behalf of a member party or as a guest; where a party has "
    "recorded seats, by who holds one.",
    nl="Een vergadering wordt per persoon één keer bijgewoond, namens een deelnemende partij of als gast; "
    "heeft een partij vaste deelnemers, dan door een van hen.",
    remedy_en="Name a member party of the body, or record the person as a guest.",
    remedy_nl="Noem een deelnemende partij van het overleg, of leg de persoon vast als gast.",
)
MEETING_CHAIR = Rule(
    id="meeting.chair",
    source="S6",
    en="A meeting is chaired by someone present on behalf of the party that the covenant names as chair.",
    nl="Een vergadering wordt voorgezeten door een aanwezige namens de partij die het convenant als voorzitter noemt.",
    remedy_en="Name a chair who attended on behalf of that party, or record the chair's attendance.",
    remedy_nl="Noem een voorzitter die namens die partij aanwezig was, of leg diens aanwezigheid vast.",
)


MEETING_OVERVIEW_FIRST = Rule(
    id="meeting.overview_first",
    source="S4",
    en="A meeting of this body opens with the progress overview; starting without it needs a motive.",
    nl="Een vergadering van dit overleg begint met het voortgangsoverzicht; anders beginnen vraagt een motivering.",
    remedy_en="Put the progress overview first on the agenda, or record why the meeting started without it.",
    remedy_nl="Zet het voortgangsoverzicht als eerste op de agenda, of leg vast waarom zonder is begonnen.",
)


class MeetingState(StrEnum):
    """Where a meeting is in its life."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


@attrs.frozen(kw_only=True)
class Minutes:
    """The minutes of a meeting: the document, and in which later meeting they were approved."""

    document: str
    sha256: str | None
    drawn_up_on: date
    approved_in: str | None = None


@concept("meeting")
@attrs.frozen(kw_only=True)
class Meeting:
    """State of one meeting; days and times of day are those of Europe/Amsterdam."""

    id: str
    body: str
    on: date
    state: MeetingState = MeetingState.PLANNED
    chair: str | None = None
    attendance: tuple[Attendee, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    minutes: Minutes | None = None

    @property
    def opens_with_overview(self) -> bool:
        """Whether the first item of the agenda is the progress overview."""
        first = min(self.agenda, key=lambda item: item.place, default=None)
        return first is not None and first.kind is ItemKind.OVERVIEW

    @property
    def parties_present(self) -> tuple[str, ...]:
        """Member parties that were represented, in order of attendance, each once."""
        return tuple(dict.fromkeys(a.party for a in self.attendance if not a.guest))


MeetingEvent = (
    MeetingPlanned
    | MeetingMoved
    | MeetingSkipped
    | MeetingHeld
    | MeetingCancelled
    | AgendaItemAdded
    | AgendaItemRemoved
    | MinutesDrawnUp
    | MinutesApproved
    | MinutesCorrected
)


def evolve(state: Meeting | None, event: MeetingEvent) -> Meeting:
    """Fold one event into the meeting."""
    if isinstance(event, MeetingPlanned):
        return Meeting(id=event.meeting, body=event.body, on=event.on)
    if isinstance(event, MeetingSkipped):
        return Meeting(id=event.meeting, body=event.body, on=event.on, state=MeetingState.SKIPPED)
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
        case MeetingMoved():
            return attrs.evolve(state, on=event.on)
        case AgendaItemAdded():
            return attrs.evolve(state, agenda=(*state.agenda, event.item))
        case AgendaItemRemoved():
            return attrs.evolve(state, agenda=tuple(i for i in state.agenda if i.id != event.item))
        case MinutesDrawnUp() | MinutesApproved() | MinutesCorrected():
            return attrs.evolve(
                state, minutes=_minutes(state.minutes, event), attendance=(*state.attendance, *_missed(event))
            )
        case _:
            assert_never(event)


MinutesEvent = MinutesDrawnUp | MinutesApproved | MinutesCorrected


def _minutes(minutes: Minutes | None, event: MinutesEvent) -> Minutes | None:
    if isinstance(event, MinutesDrawnUp):
        return Minutes(document=event.document, sha256=event.sha256, drawn_up_on=event.drawn_up_on)
    assert minutes is not None
    if isinstance(event, MinutesApproved):
        return attrs.evolve(minutes, approved_in=event.approved_in)
    return attrs.evolve(minutes, document=event.document or minutes.document, sha256=event.sha256 or minutes.sha256)


def _missed(event: MinutesEvent) -> tuple[Attendee, ...]:
    return event.missed if isinstance(event, MinutesCorrected) else ()


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
    extra: bool = False,
) -> MeetingPlanned:
    """Plan a meeting of a body that exists on that day (S5); an extra one stands beside the rhythm."""
    require_id(meeting, "meeting")
    if state is not None:
        raise RECORD_NEW.refused(meeting=meeting, body=state.body, on=state.on)
    if ends <= starts:
        raise MEETING_TIMES_IN_ORDER.refused(meeting=meeting, starts=starts, ends=ends)
    profile = body.profile_on(on)
    return MeetingPlanned(
        meeting=meeting,
        body=body.id,
        title=title.strip() or profile.name,
        on=on,
        starts=starts,
        ends=ends,
        place=place,
        extra=extra,
    )


def move(
    state: Meeting,
    body: Body,
    *,
    to: date,
    starts: time | None,
    ends: time | None,
    place: str | None,
    on: date,
    reason: str,
) -> MeetingMoved:
    """Move a planned meeting (S5); times and place that are left out stay."""
    _require_open(state)
    require_text(reason, "reason of the move")
    body.profile_on(to)
    if (starts is None) is not (ends is None) or (starts is not None and ends is not None and ends <= starts):
        raise MEETING_TIMES_IN_ORDER.refused(meeting=state.id, starts=starts, ends=ends)
    return MeetingMoved(
        meeting=state.id,
        body=state.body,
        on=to,
        starts=starts,
        ends=ends,
        place=place,
        moved_on=on,
        former_day=state.on,
        reason=reason,
    )


def skip(state: Meeting | None, body: Body, *, meeting: str, day: date, on: date, reason: str) -> MeetingSkipped:
    """Leave out, on purpose, the meeting that the rhythm asks for around a day (S5)."""
    require_id(meeting, "meeting")
    require_text(reason, "reason of the skipping")
    if state is not None:
        raise RECORD_NEW.refused(meeting=meeting, body=state.body, on=state.on)
    body.profile_on(day)
    return MeetingSkipped(meeting=meeting, body=body.id, on=day, skipped_on=on, reason=reason)


def hold(
    state: Meeting,
    body: Body,
    parties: Mapping[str, Party],
    *,
    held_on: date,
    chair: str | None,
    attendance: tuple[Attendee, ...],
    today: date,
    without_overview: str | None = None,
) -> MeetingHeld:
    """Record that a meeting took place, who was present on whose behalf, and who chaired (S3, S4, S5, S6).

    Facts: the body, every party named in the attendance, and the day of recording.
    Where the covenant names a party as chair, the chair must be present on behalf of it. Where it asks for the
    progress overview first, the agenda opens with it, or ``without_overview`` gives the motive for starting without.
    """
    _require_open(state)
    require_happened(held_on, today, "meeting")
    profile = body.profile_on(held_on)
    if without_overview is not None:
        require_text(without_overview, "motive for starting without progress overview")
    if profile.overview_first and not state.opens_with_overview and without_overview is None:
        raise MEETING_OVERVIEW_FIRST.refused(meeting=state.id, body=body.id, agenda=[i.title for i in state.agenda])
    require_attendance(state.id, body, parties, attendance=attendance, held_on=held_on)
    _require_chair(state, profile.chair, chair, attendance)
    return MeetingHeld(
        meeting=state.id,
        body=state.body,
        held_on=held_on,
        chair=chair,
        attendance=attendance,
        opened_with_overview=state.opens_with_overview and without_overview is None,
        without_overview=without_overview,
    )


def require_attendance(
    meeting: str, body: Body, parties: Mapping[str, Party], *, attendance: tuple[Attendee, ...], held_on: date
) -> None:
    """Refuse attendance of who does not belong there: twice, for no member, without a seat or without mandate.

    Where the seats of a party are recorded, it is represented by who has one, deputies included.

    Raises:
        Refused: MEETING_ATTENDEE_BELONGS, PARTY_REPRESENTED.
    """
    members = body.profile_on(held_on).members
    seen: set[str] = set()
    for attendee in attendance:
        seats = [seat.person for seat in body.seats_of(attendee.party, held_on)]
        may = attendee.guest or (attendee.party in members and (not seats or attendee.person in seats))
        if attendee.person in seen or not may:
            raise MEETING_ATTENDEE_BELONGS.refused(
                meeting=meeting, person=attendee.person, party=attendee.party, seats=seats, members=members
            )
        seen.add(attendee.person)
        require_representation(parties[attendee.party], attendee.person, held_on)


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
        raise MEETING_CHAIR.refused(
            meeting=state.id,
            chair=chair,
            chair_present_for=on_behalf_of.get(chair or ""),
            chair_party=chair_party,
        )
