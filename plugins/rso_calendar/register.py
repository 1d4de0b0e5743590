"""Tables and handlers of the calendar: a row per meeting, and a row per person present."""

from datetime import date, time
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    Attendee,
    MeetingCancelled,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    MeetingSkipped,
    MinutesApproved,
    MinutesCorrected,
    MinutesDrawnUp,
    RecordedEvent,
)
from rso_core.projection import Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import flag, found, key, of, patch, put, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()


class MeetingRow(RegisterRow, columns="on starts ends title place state_nl parties_present chair_name minutes_nl"):
    """A meeting."""

    meeting: str = column("identifier of the meeting", key=True)
    body: str = column("body that meets")
    title: str = column("title", heading="Vergadering")
    on: date = column("day of the meeting", heading="Datum")
    starts: time | None = column("start (Europe/Amsterdam)", heading="Van")
    ends: time | None = column("end (Europe/Amsterdam)", heading="Tot")
    place: str | None = column("where it is held", heading="Plaats")
    extra: bool | None = column("whether it stands beside the rhythm")
    state: str = column("planned, held, cancelled or skipped")
    reason: str | None = column("why it was moved, cancelled or skipped")
    former_day: date | None = column("day before it was moved")
    chair: str | None = column("person who chaired")
    parties_present: int | None = column("member parties that were represented", heading="Partijen aanwezig")
    persons_present: int | None = column("persons present, guests included")
    opened_with_overview: bool | None = column("whether it opened with the progress overview")
    without_overview: str | None = column("motive for starting without")
    minutes: str | None = column("document of the minutes")
    minutes_on: date | None = column("day on which the minutes were drawn up")
    approved_in: str | None = column("meeting that approved the minutes")
    correction: str | None = column("what was corrected in the minutes")
    body_name: str = named("body")
    chair_name: str | None = named("person", "name of the person who chaired", of="chair", heading="Voorzitter")
    state_nl: str = derived("how it stands, in words", heading="Stand")
    minutes_nl: str = derived("how the minutes stand, in words", heading="Verslag")


MEETINGS = table_of(MeetingRow, "calendar_meetings", _METADATA, "a row per meeting")
ATTENDANCE = table(
    "calendar_attendance",
    _METADATA,
    "a row per person present",
    key("meeting", "identifier of the meeting"),
    key("person", "identifier of the person"),
    text("party", "party that the person was there for"),
    flag("guest", "whether as a guest"),
)
NAMES = Names("calendar", _METADATA)


def _moved(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, MeetingMoved)
    before = rows.get(MEETINGS, {"meeting": event.meeting})
    patch(MEETINGS, former_day=before["on"] if before else None)(rows, recorded)


def _held(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, MeetingHeld)
    rows.patch(
        MEETINGS,
        {"meeting": event.meeting},
        state="held",
        on=event.held_on,
        chair=event.chair,
        parties_present=len({a.party for a in event.attendance if not a.guest}),
        persons_present=len(event.attendance),
        opened_with_overview=event.opened_with_overview,
        without_overview=event.without_overview,
    )
    for attendee in event.attendance:
        _present(rows, event.meeting, attendee)


def _present(rows: Rows, meeting: str, attendee: Attendee) -> None:
    row = {"meeting": meeting, "person": attendee.person, "party": attendee.party, "guest": attendee.guest}
    rows.put(ATTENDANCE, row)


def _corrected(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, MinutesCorrected)
    at = {"meeting": event.meeting}
    row = rows.get(MEETINGS, at) or {}
    changes: dict[str, Any] = {"correction": event.correction}
    if event.document:
        changes["minutes"] = event.document
    if event.missed:
        changes["persons_present"] = (row.get("persons_present") or 0) + len(event.missed)
    rows.patch(MEETINGS, at, **changes)
    for attendee in event.missed:
        _present(rows, event.meeting, attendee)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    present = {
        row["meeting"]: row["parties"]
        for row in found(
            connection,
            sa.select(ATTENDANCE.c.meeting, sa.func.count(ATTENDANCE.c.party.distinct()).label("parties"))
            .where(ATTENDANCE.c.guest.is_(False))
            .group_by(ATTENDANCE.c.meeting),
        )
    }
    query = sa.select(MEETINGS, *NAMES.columns(MeetingRow, MEETINGS)).order_by(
        MEETINGS.c.on, MEETINGS.c.starts.is_(None), MEETINGS.c.starts, MEETINGS.c.meeting
    )

    def tell(row: dict[str, Any]) -> MeetingRow:
        state = "unrecorded" if row["state"] == "planned" and row["on"] < valid_on else row["state"]
        told = dutch(state)
        if row["former_day"] is not None and state == "planned":
            told = f"{told}, verzet van {row['former_day']}"
        if row["state"] == "held":
            row["parties_present"] = present.get(row["meeting"], 0)
        row |= {"title": row["title"] or row["body_name"], "state": state}
        return MeetingRow(**row, state_nl=told, minutes_nl=_minutes(row))

    return told_register(MeetingRow, CALENDAR.title, found(connection, query), tell)


def _minutes(row: dict[str, Any]) -> str:
    if row["minutes"] is None:
        return ""
    state = "vastgesteld" if row["approved_in"] else "concept"
    return f"{state}, gecorrigeerd" if row["correction"] else state


CALENDAR = ReadModel(
    name="calendar",
    version=2,
    title="Vergaderkalender",
    tables=(MEETINGS, ATTENDANCE, NAMES.table),
    handlers=merge_handlers(
        {
            MeetingPlanned: put(MEETINGS, state="planned"),
            MeetingMoved: _moved,
            MeetingSkipped: put(MEETINGS, state="skipped"),
            MeetingHeld: _held,
            MeetingCancelled: patch(MEETINGS, state="cancelled"),
            MinutesDrawnUp: patch(MEETINGS, minutes=of("document"), minutes_on=of("drawn_up_on")),
            MinutesApproved: patch(MEETINGS),
            MinutesCorrected: _corrected,
        },
        NAMES.handlers,
    ),
    register=_register,
)
