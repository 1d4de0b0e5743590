"""Tables and handlers of the calendar: a row per meeting, and a row per person present."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.events import MeetingCancelled, MeetingHeld, MeetingPlanned, Recorded
from rso_core.projection import Column, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.dutch import dutch

_METADATA = sa.MetaData()
MEETINGS = sa.Table(
    "calendar_meetings",
    _METADATA,
    sa.Column("meeting", sa.String, primary_key=True),
    sa.Column("body", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("on", sa.Date, nullable=False),
    sa.Column("starts", sa.Time, nullable=False),
    sa.Column("ends", sa.Time, nullable=False),
    sa.Column("place", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("reason", sa.String),
    sa.Column("chair", sa.String),
    sa.Column("parties_present", sa.Integer),
    sa.Column("persons_present", sa.Integer),
)
ATTENDANCE = sa.Table(
    "calendar_attendance",
    _METADATA,
    sa.Column("meeting", sa.String, primary_key=True),
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("party", sa.String, nullable=False),
    sa.Column("guest", sa.Boolean, nullable=False),
)
NAMES = Names("calendar", _METADATA)


def _planned(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, MeetingPlanned)
    rows.put(
        MEETINGS,
        {
            "meeting": event.meeting,
            "body": event.body,
            "title": event.title,
            "on": event.on,
            "starts": event.starts,
            "ends": event.ends,
            "place": event.place,
            "state": "planned",
        },
    )


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
    )
    for attendee in event.attendance:
        rows.put(
            ATTENDANCE,
            {
                "meeting": event.meeting,
                "person": attendee.person,
                "party": attendee.party,
                "guest": attendee.guest,
            },
        )


def _cancelled(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, MeetingCancelled)
    rows.patch(MEETINGS, {"meeting": event.meeting}, state="cancelled", reason=event.reason)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    query = sa.select(
        MEETINGS,
        NAMES.of("body", MEETINGS.c.body).label("body_name"),
        NAMES.of("person", MEETINGS.c.chair).label("chair_name"),
    ).order_by(MEETINGS.c.on, MEETINGS.c.starts, MEETINGS.c.meeting)
    rows: list[dict[str, Any]] = []
    for row in connection.execute(query).mappings():
        state = "unrecorded" if row["state"] == "planned" and row["on"] < valid_on else row["state"]
        rows.append({**row, "state": state, "state_nl": dutch(state)})
    return Register(title=CALENDAR.title, columns=_COLUMNS, rows=tuple(rows))


_COLUMNS = (
    Column("on", "Datum"),
    Column("starts", "Van"),
    Column("ends", "Tot"),
    Column("title", "Vergadering"),
    Column("place", "Plaats"),
    Column("state_nl", "Stand"),
    Column("parties_present", "Partijen aanwezig"),
    Column("chair_name", "Voorzitter"),
)
CALENDAR = ReadModel(
    name="calendar",
    version=1,
    title="Vergaderkalender",
    tables=(MEETINGS, ATTENDANCE, NAMES.table),
    handlers=merge_handlers(
        {MeetingPlanned: _planned, MeetingHeld: _held, MeetingCancelled: _cancelled}, NAMES.handlers
    ),
    register=_register,
)
