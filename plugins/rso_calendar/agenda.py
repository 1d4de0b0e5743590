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
    RecordedEvent,
)
from rso_core.projection import Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, found, key, of, patch, put, remove, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()


class AgendaItemRow(RegisterRow, columns="on meeting_title place at title kind_nl papers"):
    """An item on the agenda of a meeting."""

    meeting: str = column("identifier of the meeting", key=True)
    item: str = column("identifier of the item", key=True)
    place: int = column("place on the agenda, 1 first", heading="Nr")
    kind: str = column("overview, inform, discuss, advise or decide")
    title: str = column("title", heading="Agendapunt")
    minutes: int | None = column("how long it takes")
    papers: str = column("papers that come with it", heading="Stukken")
    confidential: bool = column("whether it stays among the members of the body")
    body: str = derived("body that meets")
    on: date = derived("day of the meeting", heading="Datum")
    starts: time | None = derived("start of the meeting (Europe/Amsterdam)")
    meeting_title: str | None = derived("title of the meeting", heading="Vergadering")
    body_name: str = named("body")
    at: time | None = derived("when the item starts (Europe/Amsterdam), where that is known", heading="Tijd")
    kind_nl: str = derived("its kind, in words", heading="Aard")


ITEMS = table_of(AgendaItemRow, "agenda_items", _METADATA, "a row per item on the agenda of a meeting")
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


def _added(rows: Rows, recorded: RecordedEvent) -> None:
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
            *NAMES.columns(AgendaItemRow, MEETINGS),
        )
        .join(MEETINGS, MEETINGS.c.meeting == ITEMS.c.meeting)
        .order_by(MEETINGS.c.on, ITEMS.c.meeting, ITEMS.c.place, ITEMS.c.item)
    )
    at: dict[str, time | None] = {}

    def tell(row: dict[str, Any]) -> AgendaItemRow:
        starts = at.get(row["meeting"], row["starts"])
        # Where this one cannot be told, nobody knows when the next one starts.
        at[row["meeting"]] = None
        told = AgendaItemRow(**row, at=starts, kind_nl=dutch(row["kind"]))
        at[row["meeting"]] = _later(starts, row["minutes"])
        return told

    return told_register(AgendaItemRow, AGENDA.title, found(connection, query), tell)


def _later(starts: time | None, minutes: Any) -> time | None:
    """When the next item starts; not known after an item of unknown length."""
    if starts is None or minutes is None:
        return None
    return (datetime.combine(date.min, starts) + timedelta(minutes=minutes)).time()


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
