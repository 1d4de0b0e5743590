"""Tables and handlers of the policy cycle: a row per moment, and by what it was served."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    MeetingCancelled,
    MeetingHeld,
    MomentLinked,
    MomentMoved,
    MomentSet,
    Recorded,
)
from rso_core.projection import Column, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, found, key, patch, put, table, text

_METADATA = sa.MetaData()
MOMENTS = table(
    "cycle_moments",
    _METADATA,
    "a row per moment of a policy cycle",
    key("cycle", "identifier of the cycle"),
    key("moment", "identifier of the moment"),
    text("name", "name"),
    day("opens", "first day of the window"),
    day("closes", "last day of the window"),
    text("body", "body that serves it"),
    text("needs", "meeting or decision"),
)
LINKS = table(
    "cycle_links",
    _METADATA,
    "a row per meeting or decision that serves a moment",
    key("cycle", "identifier of the cycle"),
    key("moment", "identifier of the moment"),
    key("subject", "meeting or decision, by kind and identifier"),
    day("on", "day of the meeting or decision"),
)
MEETINGS = table(
    "cycle_meetings",
    _METADATA,
    "a row per meeting that was held or cancelled",
    key("meeting", "identifier of the meeting"),
    text("state", "held or cancelled"),
    day("held_on", "day on which it was held"),
)
NAMES = Names("cycle", _METADATA)


def _linked(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, MomentLinked)
    subject = f"meeting:{event.meeting}" if event.meeting else f"decision:{event.decision}"
    rows.put(LINKS, {"cycle": event.cycle, "moment": event.moment, "subject": subject, "on": event.on})


def _register(connection: sa.Connection, valid_on: date) -> Register:
    meetings = {f"meeting:{row['meeting']}": row for row in found(connection, sa.select(MEETINGS))}
    links: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for link in found(connection, sa.select(LINKS).order_by(LINKS.c.on, LINKS.c.subject)):
        links.setdefault((link["cycle"], link["moment"]), []).append(link)
    rows = found(
        connection,
        sa.select(MOMENTS, NAMES.of("body", MOMENTS.c.body).label("body_name")).order_by(
            MOMENTS.c.closes, MOMENTS.c.cycle, MOMENTS.c.moment
        ),
    )
    for row in rows:
        mine = links.get((row["cycle"], row["moment"]), [])
        days = [day_ for link in mine if (day_ := _served_on(link, meetings, valid_on)) is not None]
        row["served_on"] = min(days, default=None)
        row["linked"] = [link["subject"] for link in mine]
        row["state"] = _state(row, valid_on)
        row["needs_nl"] = dutch(row["needs"])
        row["state_nl"] = dutch(row["state"]) + (", na het venster" if _late(row) else "")
        row["served_by"] = ", ".join(link["subject"].partition(":")[2] for link in mine)
    return Register(title=CYCLE.title, columns=_COLUMNS, rows=tuple(rows))


def _served_on(link: dict[str, Any], meetings: dict[str, dict[str, Any]], valid_on: date) -> date | None:
    """When a link served its moment: a meeting serves once it was held."""
    if link["subject"].startswith("decision:"):
        return link["on"] if link["on"] <= valid_on else None
    meeting = meetings.get(link["subject"])
    return meeting["held_on"] if meeting is not None and meeting["state"] == "held" else None


def _late(row: dict[str, Any]) -> bool:
    return row["served_on"] is not None and bool(row["served_on"] > row["closes"])


def _state(row: dict[str, Any], on: date) -> str:
    if row["served_on"] is not None:
        return "served"
    if on > row["closes"]:
        return "missed"
    return "window_open" if on >= row["opens"] else "upcoming"


_COLUMNS = (
    Column("cycle", "Cyclus"),
    Column("name", "Moment"),
    Column("opens", "Van"),
    Column("closes", "Tot en met"),
    Column("body_name", "Overleg"),
    Column("needs_nl", "Vraagt"),
    Column("served_by", "Bediend door"),
    Column("state_nl", "Stand"),
)
CYCLE = ReadModel(
    name="cycle",
    version=1,
    title="Beleidscyclus",
    tables=(MOMENTS, LINKS, MEETINGS, NAMES.table),
    handlers=merge_handlers(
        {
            MomentSet: put(MOMENTS),
            MomentMoved: patch(MOMENTS),
            MomentLinked: _linked,
            MeetingHeld: put(MEETINGS, state="held"),
            MeetingCancelled: put(MEETINGS, state="cancelled", held_on=None),
        },
        NAMES.handlers,
    ),
    register=_register,
)
