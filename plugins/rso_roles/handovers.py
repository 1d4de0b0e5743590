"""Overdrachten: who hands which role over to whom, and which open matters are still to be handed over (S6)."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    HandoverAccepted,
    HandoverAnnounced,
    HandoverCalledOff,
    HandoverStarted,
    MatterHandedOver,
    RecordedEvent,
)
from rso_core.projection import Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, found, in_turn, key, of, patch, put, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()


class HandoverRow(RegisterRow, columns="role_name holder_name successor_name takes_over_on stage_nl matters open_nl"):
    """A handover of a role."""

    handover: str = column("identifier of the handover", key=True)
    role: str = column("role that is handed over")
    holder: str = column("person who leaves the role")
    successor: str = column("person who takes over")
    party: str = column("party of the successor")
    announced_on: date = column("day of the announcement")
    takes_over_on: date = column("first day of the successor", heading="Per")
    stage: str = column("announced, in_progress, accepted or called_off")
    ended_on: date | None = column("day on which it was accepted or called off")
    matters: int | None = column("how many matters stand on the checklist", heading="Zaken")
    role_name: str = named("role", heading="Rol")
    holder_name: str = named("person", "name of the person who leaves", of="holder", heading="Van")
    successor_name: str = named("person", "name of the person who takes over", of="successor", heading="Aan")
    party_name: str = named("party")
    open_matters: list[str] = derived("matters that were not handed over yet")
    open_nl: str = derived("matters that were not handed over yet, in words", heading="Nog over te dragen")
    stage_nl: str = derived("how far it is, in words", heading="Stand")


HANDOVERS = table_of(HandoverRow, "handovers_register", _METADATA, "a row per handover of a role")
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


def _checklist(rows: Rows, recorded: RecordedEvent) -> None:
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
    handovers = sa.select(HANDOVERS, *NAMES.columns(HandoverRow, HANDOVERS)).order_by(
        HANDOVERS.c.takes_over_on, HANDOVERS.c.handover
    )

    def tell(row: dict[str, Any]) -> HandoverRow:
        left = open_.get(row["handover"], [])
        return HandoverRow(**row, open_matters=left, open_nl=", ".join(left), stage_nl=dutch(row["stage"]))

    return told_register(HandoverRow, HANDOVERS_REGISTER.title, found(connection, handovers), tell)


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
