"""Overdrachten: who hands which role over to whom, and which open matters are still to be handed over (S6)."""

from datetime import date

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    HandoverAccepted,
    HandoverAnnounced,
    HandoverCalledOff,
    HandoverStarted,
    MatterHandedOver,
    Recorded,
)
from rso_core.projection import Column, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, found, in_turn, key, number, of, patch, put, table, text

_METADATA = sa.MetaData()
HANDOVERS = table(
    "handovers_register",
    _METADATA,
    "a row per handover of a role",
    key("handover", "identifier of the handover"),
    text("role", "role that is handed over"),
    text("holder", "person who leaves the role"),
    text("successor", "person who takes over"),
    text("party", "party of the successor"),
    day("announced_on", "day of the announcement"),
    day("takes_over_on", "first day of the successor"),
    text("stage", "announced, in_progress, accepted or called_off"),
    day("ended_on", "day on which it was accepted or called off"),
    number("matters", "how many matters stand on the checklist"),
)
CHECKLIST = table(
    "handovers_checklist",
    _METADATA,
    "a row per matter on the checklist of a handover",
    key("handover", "identifier of the handover"),
    key("matter", "the matter"),
    day("handed_over_on", "day on which it was handed over"),
    text("note", "where it stood"),
)
NAMES = Names("handovers", _METADATA)


def _checklist(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, HandoverStarted)
    for matter in event.checklist:
        rows.put(CHECKLIST, {"handover": event.handover, "matter": matter})
    rows.patch(HANDOVERS, {"handover": event.handover}, matters=len(event.checklist))


def _register(connection: sa.Connection, valid_on: date) -> Register:
    open_: dict[str, list[str]] = {}
    query = sa.select(CHECKLIST).where(CHECKLIST.c.handed_over_on.is_(None)).order_by(CHECKLIST.c.matter)
    for row in found(connection, query):
        open_.setdefault(row["handover"], []).append(row["matter"])
    rows = found(
        connection,
        sa.select(
            HANDOVERS,
            NAMES.of("role", HANDOVERS.c.role).label("role_name"),
            NAMES.of("person", HANDOVERS.c.holder).label("holder_name"),
            NAMES.of("person", HANDOVERS.c.successor).label("successor_name"),
            NAMES.of("party", HANDOVERS.c.party).label("party_name"),
        ).order_by(HANDOVERS.c.takes_over_on, HANDOVERS.c.handover),
    )
    for row in rows:
        row["open_matters"] = open_.get(row["handover"], [])
        row["open_nl"] = ", ".join(row["open_matters"])
        row["stage_nl"] = dutch(row["stage"])
    return Register(title=HANDOVERS_REGISTER.title, columns=_COLUMNS, rows=tuple(rows))


_COLUMNS = (
    Column("role_name", "Rol"),
    Column("holder_name", "Van"),
    Column("successor_name", "Aan"),
    Column("takes_over_on", "Per"),
    Column("stage_nl", "Stand"),
    Column("matters", "Zaken"),
    Column("open_nl", "Nog over te dragen"),
)
HANDOVERS_REGISTER = ReadModel(
    name="handovers",
    version=1,
    title="Overdrachten",
    tables=(HANDOVERS, CHECKLIST, NAMES.table),
    handlers=merge_handlers(
        {
            HandoverAnnounced: put(HANDOVERS, stage="announced"),
            HandoverStarted: in_turn(patch(HANDOVERS, stage="in_progress"), _checklist),
            MatterHandedOver: patch(CHECKLIST, handed_over_on=of("on")),
            HandoverAccepted: patch(HANDOVERS, stage="accepted", ended_on=of("accepted_on")),
            HandoverCalledOff: patch(HANDOVERS, stage="called_off", ended_on=of("called_off_on")),
        },
        NAMES.handlers,
    ),
    register=_register,
)
