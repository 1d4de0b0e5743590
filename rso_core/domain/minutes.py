"""Minutes: drawn up after a meeting, approved in a later one, corrected where they were wrong (S5, S14)."""

from collections.abc import Mapping
from datetime import date

from rso_core.domain.body.state import Body
from rso_core.domain.meeting import Meeting, MeetingState, require_attendance
from rso_core.domain.meeting_events import Attendee, MinutesApproved, MinutesCorrected, MinutesDrawnUp
from rso_core.domain.party import Party
from rso_core.domain.refusal import Rule
from rso_core.domain.values import require_happened, require_hash, require_text

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


def draw_up(state: Meeting, *, document: str, sha256: str | None, on: date, today: date) -> MinutesDrawnUp:
    """Record that the minutes of a held meeting exist (S14)."""
    require_text(document, "document of the minutes")
    require_happened(on, today, "minutes")
    if state.state is not MeetingState.HELD or state.minutes is not None or on < state.on:
        raise MINUTES_OF_HELD_MEETING.refused(meeting=state.id, state=state.state, held_on=state.on, drawn_up_on=on)
    return MinutesDrawnUp(
        meeting=state.id,
        body=state.body,
        document=document,
        sha256=require_hash(sha256) if sha256 else None,
        drawn_up_on=on,
    )


def approve(state: Meeting, later: Meeting, body: Body) -> MinutesApproved:
    """Approve the minutes in a later meeting (S14); ``body`` is that of the minutes."""
    same = later.body in (state.body, body.merged_into)
    held = later.state is MeetingState.HELD and later.on > state.on
    if state.minutes is None or state.minutes.approved_in is not None or not same or not held:
        raise MINUTES_APPROVED_LATER.refused(
            meeting=state.id,
            drawn_up_on=state.minutes and state.minutes.drawn_up_on,
            approved_in=state.minutes and state.minutes.approved_in,
            later_meeting=later.id,
            of_body=later.body,
            state=later.state,
            on=later.on,
        )
    return MinutesApproved(meeting=state.id, body=state.body, approved_in=later.id, approved_on=later.on)


def correct(
    state: Meeting,
    body: Body,
    parties: Mapping[str, Party],
    *,
    correction: str,
    missed: tuple[Attendee, ...],
    document: str | None,
    sha256: str | None,
) -> MinutesCorrected:
    """Correct minutes, also approved ones (S14); ``missed`` adds who was present and had been left out.

    Who was recorded as present stays: a vote may rest on it.
    """
    require_text(correction, "correction")
    if state.minutes is None:
        raise MINUTES_OF_HELD_MEETING.refused(meeting=state.id, state=state.state, held_on=state.on, drawn_up_on=None)
    require_attendance(state.id, body, parties, attendance=(*state.attendance, *missed), held_on=state.on)
    return MinutesCorrected(
        meeting=state.id,
        body=state.body,
        correction=correction,
        missed=missed,
        document=document,
        sha256=require_hash(sha256) if sha256 else None,
    )
