"""Tables and handlers of the register of effort; amounts are exact decimals."""

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import CommitmentTakenBack, EffortAgreed, EffortChanged, EffortCommitted
from rso_core.projection import Names, ReadModel, Register, merge_handlers
from rso_core.projection.declaring import amount, day, found, key, of, patch, put, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()


class EffortRow(RegisterRow, columns="party_name role_name start until unit_nl amount committed gap grounds"):
    """An agreement on effort."""

    effort: str = column("identifier of the agreement", key=True)
    role: str | None = column("role for which it is")
    party: str = column("party that puts it in")
    unit: str = column("hours, euro or fte")
    amount: Decimal = column("how much was agreed, an exact decimal", heading="Afgesproken")
    start: date = column("first day of the period", heading="Vanaf")
    until: date = column("last day of the period", heading="Tot en met")
    purpose: str | None = column("what it is for")
    party_name: str = named("party", heading="Partij")
    role_name: str | None = named("role", heading="Rol")
    committed: Decimal = derived("how much was committed", heading="Toegezegd")
    gap: Decimal = derived("how much was not committed yet", heading="Verschil")
    unit_nl: str = derived("the unit, in words", heading="Eenheid")
    grounds: str = derived("what the commitments rest on", heading="Grond")


AGREED = table_of(EffortRow, "resources_agreed", _METADATA, "a row per agreement on effort")
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
    agreed = sa.select(AGREED, *NAMES.columns(EffortRow, AGREED)).order_by(
        AGREED.c.start, AGREED.c.party, AGREED.c.effort
    )

    def tell(row: dict[str, Any]) -> EffortRow:
        mine = committed.get(row["effort"], [])
        total = sum((c["amount"] for c in mine), Decimal(0))
        grounds = "; ".join(f"{dutch(c['ground'])}: {c['document']}" for c in mine)
        gap = row["amount"] - total
        return EffortRow(**row, committed=total, gap=gap, unit_nl=dutch(row["unit"]), grounds=grounds)

    return told_register(EffortRow, RESOURCES.title, found(connection, agreed), tell)


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
