"""Tables and handlers of the list of action items."""

from datetime import date

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    ActionAgreed,
    ActionDone,
    ActionDropped,
    ActionHandedOn,
    ActionMovedAlong,
    ActionPutOff,
    ActionStarted,
)
from rso_core.projection import Column, Names, ReadModel, Register, merge_handlers
from rso_core.projection.declaring import day, found, key, of, patch, put, table, text

_METADATA = sa.MetaData()
ITEMS = table(
    "actions_items",
    _METADATA,
    "a row per action item",
    key("action", "identifier of the action item"),
    text("body", "body that follows it now"),
    text("title", "what will be done"),
    text("party", "party that does it"),
    text("person", "person who does it"),
    day("agreed_on", "day on which it was agreed"),
    day("due", "day before which it is done"),
    text("meeting", "meeting in which it was agreed"),
    text("decision", "decision that it carries out"),
    text("state", "new, busy, done or dropped"),
    day("ended_on", "day on which it was done or dropped"),
    text("result", "what came of it, or why it was dropped"),
    text("from_body", "body that it came from, where bodies merged"),
)
NAMES = Names("actions", _METADATA)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    rows = found(
        connection,
        sa.select(
            ITEMS,
            NAMES.of("body", ITEMS.c.body).label("body_name"),
            NAMES.of("party", ITEMS.c.party).label("party_name"),
            NAMES.of("person", ITEMS.c.person).label("person_name"),
        ).order_by(ITEMS.c.due, ITEMS.c.action),
    )
    for row in rows:
        row["open"] = row["state"] in ("new", "busy")
        row["overdue"] = row["open"] and row["due"] < valid_on
        row["state_nl"] = dutch(row["state"]) + (", te laat" if row["overdue"] else "")
        row["follows"] = [f"decision:{row['decision']}"] if row["decision"] else []
    return Register(title=ACTIONS.title, columns=_COLUMNS, rows=tuple(rows))


_COLUMNS = (
    Column("due", "Voor"),
    Column("title", "Actiepunt"),
    Column("party_name", "Partij"),
    Column("person_name", "Wie"),
    Column("body_name", "Overleg"),
    Column("decision", "Besluit"),
    Column("state_nl", "Stand"),
    Column("ended_on", "Op"),
    Column("result", "Resultaat"),
)
ACTIONS = ReadModel(
    name="actions",
    version=1,
    title="Actielijst",
    tables=(ITEMS, NAMES.table),
    handlers=merge_handlers(
        {
            ActionAgreed: put(ITEMS, state="new"),
            ActionStarted: patch(ITEMS, state="busy"),
            ActionPutOff: patch(ITEMS),
            ActionHandedOn: patch(ITEMS, person=of("person")),
            ActionDone: patch(ITEMS, state="done", ended_on=of("done_on")),
            ActionDropped: patch(ITEMS, state="dropped", ended_on=of("dropped_on"), result=of("reason")),
            ActionMovedAlong: patch(ITEMS),
        },
        NAMES.handlers,
    ),
    register=_register,
)
