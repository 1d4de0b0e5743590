"""Handlers: per event, who did what from when, and who no longer does."""

from datetime import date, timedelta

from rso_core.calendar_days import shifted
from rso_core.events import (
    ActionAgreed,
    ActionDone,
    ActionDropped,
    ActionHandedOn,
    CovenantSigned,
    DecisionTaken,
    DeputyNamed,
    Event,
    HandoverAccepted,
    HandoverAnnounced,
    HandoverCalledOff,
    MandateGranted,
    MandateWithdrawn,
    MeetingHeld,
    MinutesCorrected,
    RecordedEvent,
    RoleAssigned,
    RoleAssignmentEnded,
    SeatLeft,
    SeatTaken,
    SignalRaised,
    event_classes,
)
from rso_core.projection import Handler, Rows, merge_handlers
from rso_core.projection.declaring import put
from rso_core.time_zone import AMSTERDAM
from rso_persons.tables import HELD, INVOLVED, MEETINGS, RECORDED

_ACTOR = "person:"


def _did(
    rows: Rows, person: str, kind: str, subject: str, start: date, until: date | None, **about: str | None
) -> None:
    """Write that a person did, or from now on does, something; who comes back keeps the first day."""
    key = {"person": person, "kind": kind, "subject": subject}
    before = rows.get(INVOLVED, key)
    first = min(start, before["start"]) if before else start
    rows.put(INVOLVED, {"role": "", **key, **about, "start": first, "until": until})


def _holds(
    rows: Rows, person: str, kind: str, subject: str, start: date, until: date | None, **about: str | None
) -> None:
    """The same for something that one person holds, so that its end is found by what is held."""
    _did(rows, person, kind, subject, start, until, **about)
    rows.put(HELD, {"kind": kind, "subject": subject, "person": person})


def _ends(rows: Rows, kind: str, subject: str, last_day: date) -> None:
    held = rows.get(HELD, {"kind": kind, "subject": subject})
    if held is not None:
        rows.patch(INVOLVED, {"person": held["person"], "kind": kind, "subject": subject}, until=last_day)


def _granted(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, MandateGranted)
    subject = f"{event.party}/{event.mandate}"
    _holds(rows, event.person, "mandate", subject, event.start, event.until, party=event.party)


def _withdrawn(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, MandateWithdrawn)
    _ends(rows, "mandate", f"{event.party}/{event.mandate}", event.last_day)


def _assigned(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, RoleAssigned)
    subject, about = f"{event.role}/{event.assignment}", {"role": event.role, "party": event.party}
    _holds(rows, event.person, "role", subject, event.start, event.until, **about)
    if event.deputy is not None:
        _holds(rows, event.deputy, "deputy", subject, event.start, event.until, **about)


def _deputy_named(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, DeputyNamed)
    subject = f"{event.role}/{event.assignment}"
    _ends(rows, "deputy", subject, shifted(event.since, timedelta(days=-1)))
    holder = rows.get(HELD, {"kind": "role", "subject": subject})
    key = {"person": holder["person"], "kind": "role", "subject": subject} if holder else None
    assignment = rows.get(INVOLVED, key) if key else None
    until, party = (assignment["until"], assignment["party"]) if assignment else (None, None)
    _holds(rows, event.deputy, "deputy", subject, event.since, until, role=event.role, party=party)


def _assignment_ended(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, RoleAssignmentEnded)
    for kind in ("role", "deputy"):
        _ends(rows, kind, f"{event.role}/{event.assignment}", event.last_day)


def _seated(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, SeatTaken)
    about = {"party": event.party, "body": event.body}
    _holds(rows, event.person, "seat", f"{event.body}/{event.seat}", event.start, event.until, **about)


def _seat_left(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, SeatLeft)
    _ends(rows, "seat", f"{event.body}/{event.seat}", event.last_day)


def _met(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, MeetingHeld | MinutesCorrected)
    if isinstance(event, MeetingHeld):
        put(MEETINGS)(rows, recorded)
    meeting = rows.get(MEETINGS, {"meeting": event.meeting})
    # A correction holds from a later day than the meeting of which it says who was there.
    on = meeting["held_on"] if meeting else recorded.meta.effective
    for attendee in event.attendance if isinstance(event, MeetingHeld) else event.missed:
        _did(rows, attendee.person, "attendance", event.meeting, on, on, party=attendee.party)


def _voted(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, DecisionTaken)
    for vote in event.votes:
        _did(rows, vote.person, "vote", event.decision, event.taken_on, event.taken_on, party=vote.party)


def _signed(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, CovenantSigned)
    subject = f"{event.covenant}/{event.amendment or ''}/{event.party}"
    _did(rows, event.person, "signature", subject, event.signed_on, event.signed_on, party=event.party)


def _announced(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, HandoverAnnounced)
    role = rows.get(HELD, {"kind": "role", "subject": f"{event.role}/{event.assignment}"}) or {}
    for side, person in (("from", role.get("person")), ("to", event.successor)):
        if person is not None:
            subject = f"{event.handover}/{side}"
            _holds(rows, person, "handover", subject, event.announced_on, None, role=event.role)


def _handed_over(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, HandoverAccepted | HandoverCalledOff)
    on = event.accepted_on if isinstance(event, HandoverAccepted) else event.called_off_on
    for side in ("from", "to"):
        _ends(rows, "handover", f"{event.handover}/{side}", on)


def _acts(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, ActionAgreed | ActionHandedOn)
    since = event.agreed_on if isinstance(event, ActionAgreed) else event.since
    if isinstance(event, ActionHandedOn):
        _ends(rows, "action", event.action, since)
        rows.remove(HELD, {"kind": "action", "subject": event.action})
    if event.person is not None:
        _holds(rows, event.person, "action", event.action, since, None, party=event.party)


def _acted(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, ActionDone | ActionDropped)
    _ends(rows, "action", event.action, event.done_on if isinstance(event, ActionDone) else event.dropped_on)


def _raised(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, SignalRaised)
    if event.person is not None:
        on = recorded.meta.effective
        _did(rows, event.person, "signal", event.signal, on, on, party=event.party)


def _recorded(rows: Rows, recorded: RecordedEvent) -> None:
    """Whoever records is involved on that day; a row of its own, or everything that somebody recorded would hang together."""
    if recorded.meta.actor.startswith(_ACTOR):
        on = recorded.meta.recorded_at.astimezone(AMSTERDAM).date()
        rows.put(RECORDED, {"person": recorded.meta.actor.removeprefix(_ACTOR), "event": recorded.id, "on": on})


def _of_every_event() -> dict[type[Event], Handler]:
    return dict.fromkeys(event_classes().values(), _recorded)


INVOLVEMENT = merge_handlers(
    {
        MandateGranted: _granted,
        MandateWithdrawn: _withdrawn,
        RoleAssigned: _assigned,
        DeputyNamed: _deputy_named,
        RoleAssignmentEnded: _assignment_ended,
        SeatTaken: _seated,
        SeatLeft: _seat_left,
        MeetingHeld: _met,
        MinutesCorrected: _met,
        DecisionTaken: _voted,
        CovenantSigned: _signed,
        HandoverAnnounced: _announced,
        HandoverAccepted: _handed_over,
        HandoverCalledOff: _handed_over,
        ActionAgreed: _acts,
        ActionHandedOn: _acts,
        ActionDone: _acted,
        ActionDropped: _acted,
        SignalRaised: _raised,
    },
    _of_every_event(),
)
"""What each event says of who is involved in what."""
