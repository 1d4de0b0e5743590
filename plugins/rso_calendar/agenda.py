"""Agenda: the items of each meeting, with the time at which each starts (S4)."""

from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    AgendaItemAdded,
    AgendaItemRemoved,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    Recorded,
)
from rso_core.projection import Column, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, flag, found, key, number, of, patch, put, remove, table, text

_METADATA = sa.MetaData()
ITEMS = table(
    "agenda_items",
    _METADATA,
    "a row per item on the agenda of a meeting",
    key("meeting", "identifier of the meeting"),
    key("item", "identifier of the item"),
    number("place", "place on the agenda, 1 first"),
    text("kind", "overview, inform, discuss, advise or decide"),
    text("title", "title"),
    number("minutes", "how long it takes"),
    text("papers", "papers that come with it"),
    flag("confidential", "whether it stays among the members of the body"),
)
MEETINGS = table(
    "agenda_meetings",
    _METADATA,
    "a row per meeting",
    key("meeting", "identifier of the meeting"),
    text("body", "body that meets"),
    text("title", "title of the meeting"),
    day("on", "day of the meeting"),
    sa.Column("starts", sa.Time, comment="start (Europe/Amsterdam)"),
)
NAMES = Names("agenda", _METADATA)


def _added(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, AgendaItemAdded)
    item = event.item
    rows.put(
        ITEMS,
        {
            "meeting": event.meeting,
            "item": item.id,
            "place": item.place,
            "kind": item.kind.value,
            "title": item.title,
            "minutes": item.minutes,
            "papers": "; ".join(item.papers),
            "confidential": item.confidential,
        },
    )


def _register(connection: sa.Connection, valid_on: date) -> Register:
    query = (
        sa.select(
            ITEMS,
            MEETINGS.c.body,
            MEETINGS.c.on,
            MEETINGS.c.starts,
            MEETINGS.c.title.label("meeting_title"),
            NAMES.of("body", MEETINGS.c.body).label("body_name"),
        )
        .join(MEETINGS, MEETINGS.c.meeting == ITEMS.c.meeting)
        .order_by(MEETINGS.c.on, ITEMS.c.meeting, ITEMS.c.place, ITEMS.c.item)
    )
    rows = found(connection, query)
    at: dict[str, time | None] = {}
    for row in rows:
        starts = at.get(row["meeting"], row["starts"])
        row["at"], row["kind_nl"] = starts, dutch(row["kind"])
        at[row["meeting"]] = _later(starts, row["minutes"])
    return Register(title=AGENDA.title, columns=_COLUMNS, rows=tuple(rows))


def _later(starts: time | None, minutes: Any) -> time | None:
    """When the next item starts; not known after an item of unknown length."""
    if starts is None or minutes is None:
        return None
    return (datetime.combine(date.min, starts) + timedelta(minutes=minutes)).time()


_COLUMNS = (
    Column("on", "Datum"),
    Column("meeting_title", "Vergadering"),
    Column("place", "Nr"),
    Column("at", "Tijd"),
    Column("title", "Agendapunt"),
    Column("kind_nl", "Aard"),
    Column("papers", "Stukken"),
)
AGENDA = ReadModel(
    name="agenda",
    version=1,
    title="Agenda",
    tables=(ITEMS, MEETINGS, NAMES.table),
    handlers=merge_handlers(
        {
            MeetingPlanned: put(MEETINGS),
            MeetingMoved: patch(MEETINGS),
            MeetingHeld: patch(MEETINGS, on=of("held_on")),
            AgendaItemAdded: _added,
            AgendaItemRemoved: remove(ITEMS),
        },
        NAMES.handlers,
    ),
    register=_register,
)
