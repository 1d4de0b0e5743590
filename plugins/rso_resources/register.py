"""Tables and handlers of the register of effort; amounts are exact decimals."""

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import CommitmentTakenBack, EffortAgreed, EffortChanged, EffortCommitted
from rso_core.projection import Column, Names, ReadModel, Register, merge_handlers
from rso_core.projection.declaring import amount, day, found, key, of, patch, put, table, text

_METADATA = sa.MetaData()
AGREED = table(
    "resources_agreed",
    _METADATA,
    "a row per agreement on effort",
    key("effort", "identifier of the agreement"),
    text("role", "role for which it is"),
    text("party", "party that puts it in"),
    text("unit", "hours, euro or fte"),
    amount("amount", "how much was agreed, an exact decimal"),
    day("start", "first day of the period"),
    day("until", "last day of the period"),
    text("purpose", "what it is for"),
)
COMMITTED = table(
    "resources_committed",
    _METADATA,
    "a row per commitment of effort",
    key("effort", "identifier of the agreement"),
    key("commitment", "identifier of the commitment"),
    amount("amount", "how much was committed, an exact decimal"),
    text("ground", "statutory_task, fixed_contribution or service_agreement"),
    text("document", "article, budget or agreement that it rests on"),
    day("committed_on", "day of the commitment"),
    day("taken_back_on", "day on which it was taken back"),
)
NAMES = Names("resources", _METADATA)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    committed: dict[str, list[dict[str, Any]]] = {}
    query = sa.select(COMMITTED).where(
        sa.or_(COMMITTED.c.taken_back_on.is_(None), COMMITTED.c.taken_back_on > valid_on)
    )
    for row in found(connection, query.order_by(COMMITTED.c.commitment)):
        committed.setdefault(row["effort"], []).append(row)
    rows = found(
        connection,
        sa.select(
            AGREED,
            NAMES.of("party", AGREED.c.party).label("party_name"),
            NAMES.of("role", AGREED.c.role).label("role_name"),
        ).order_by(AGREED.c.start, AGREED.c.party, AGREED.c.effort),
    )
    for row in rows:
        mine = committed.get(row["effort"], [])
        total = sum((c["amount"] for c in mine), Decimal(0))
        row |= {
            "committed": total,
            "gap": row["amount"] - total,
            "unit_nl": dutch(row["unit"]),
            "grounds": "; ".join(f"{dutch(c['ground'])}: {c['document']}" for c in mine),
        }
    return Register(title=RESOURCES.title, columns=_COLUMNS, rows=tuple(rows))


_COLUMNS = (
    Column("party_name", "Partij"),
    Column("role_name", "Rol"),
    Column("start", "Vanaf"),
    Column("until", "Tot en met"),
    Column("unit_nl", "Eenheid"),
    Column("amount", "Afgesproken"),
    Column("committed", "Toegezegd"),
    Column("gap", "Verschil"),
    Column("grounds", "Grond"),
)
RESOURCES = ReadModel(
    name="resources",
    version=1,
    title="Inzetregister",
    tables=(AGREED, COMMITTED, NAMES.table),
    handlers=merge_handlers(
        {
            EffortAgreed: put(AGREED),
            EffortChanged: patch(AGREED),
            EffortCommitted: put(COMMITTED),
            CommitmentTakenBack: patch(COMMITTED, taken_back_on=of("taken_back_on")),
        },
        NAMES.handlers,
    ),
    register=_register,
)
