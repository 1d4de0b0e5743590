"""Tables and handlers of the calendar: a row per meeting, and a row per person present."""

from datetime import date
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
    Recorded,
)
from rso_core.projection import Column, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, flag, found, key, number, of, patch, put, table, text

_METADATA = sa.MetaData()
MEETINGS = table(
    "calendar_meetings",
    _METADATA,
    "a row per meeting",
    key("meeting", "identifier of the meeting"),
    text("body", "body that meets"),
    text("title", "title"),
    day("on", "day of the meeting"),
    sa.Column("starts", sa.Time, comment="start (Europe/Amsterdam)"),
    sa.Column("ends", sa.Time, comment="end (Europe/Amsterdam)"),
    text("place", "where it is held"),
    flag("extra", "whether it stands beside the rhythm"),
    text("state", "planned, held, cancelled or skipped"),
    text("reason", "why it was moved, cancelled or skipped"),
    day("former_day", "day before it was moved"),
    text("chair", "person who chaired"),
    number("parties_present", "member parties that were represented"),
    number("persons_present", "persons present, guests included"),
    flag("opened_with_overview", "whether it opened with the progress overview"),
    text("without_overview", "motive for starting without"),
    text("minutes", "document of the minutes"),
    day("minutes_on", "day on which the minutes were drawn up"),
    text("approved_in", "meeting that approved the minutes"),
    text("correction", "what was corrected in the minutes"),
)
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


def _held(rows: Rows, recorded: Recorded) -> None:
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


def _corrected(rows: Rows, recorded: Recorded) -> None:
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
    query = sa.select(
        MEETINGS,
        NAMES.of("body", MEETINGS.c.body).label("body_name"),
        NAMES.of("person", MEETINGS.c.chair).label("chair_name"),
    ).order_by(MEETINGS.c.on, MEETINGS.c.starts.is_(None), MEETINGS.c.starts, MEETINGS.c.meeting)
    rows: list[dict[str, Any]] = []
    for row in found(connection, query):
        state = "unrecorded" if row["state"] == "planned" and row["on"] < valid_on else row["state"]
        told = dutch(state)
        if row["former_day"] is not None and state == "planned":
            told = f"{told}, verzet van {row['former_day']}"
        if row["state"] == "held":
            row["parties_present"] = present.get(row["meeting"], 0)
        rows.append(
            {
                **row,
                "title": row["title"] or row["body_name"],
                "state": state,
                "state_nl": told,
                "minutes_nl": _minutes(row),
            }
        )
    return Register(title=CALENDAR.title, columns=_COLUMNS, rows=tuple(rows))


def _minutes(row: dict[str, Any]) -> str:
    if row["minutes"] is None:
        return ""
    state = "vastgesteld" if row["approved_in"] else "concept"
    return f"{state}, gecorrigeerd" if row["correction"] else state


_COLUMNS = (
    Column("on", "Datum"),
    Column("starts", "Van"),
    Column("ends", "Tot"),
    Column("title", "Vergadering"),
    Column("place", "Plaats"),
    Column("state_nl", "Stand"),
    Column("parties_present", "Partijen aanwezig"),
    Column("chair_name", "Voorzitter"),
    Column("minutes_nl", "Verslag"),
)
CALENDAR = ReadModel(
    name="calendar",
    version=2,
    title="Vergaderkalender",
    tables=(MEETINGS, ATTENDANCE, NAMES.table),
    handlers=merge_handlers(
        {
            MeetingPlanned: put(MEETINGS, state="planned"),
            MeetingMoved: patch(MEETINGS),
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
