"""Registers held to the record: where each says to stand, and whether its tables hold what follows from the events until there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from rso_core.derived.bookkeeping_check import Bookkeeping
from rso_core.derived.causes import Cause, causes_of
from rso_core.derived.deviation import KEPT, Deviation
from rso_core.derived.live_tables import LiveTable
from rso_core.derived.reading import reading
from rso_core.derived.replay import Order, Replayed, replayed
from rso_core.derived.row_check import row_deviations, row_differences
from rso_core.projection import ReadModel
from rso_core.projection.build import without_collecting
from rso_core.projection.components import RowKey
from rso_core.projection.generation import CATALOG, beside_rows, stored_version
from rso_core.store.event_store import EventStore

ROWS_AT_ONCE = 200_000
"""About so many rows are held in memory: of a long record the registers are made anew some at a time."""


@attrs.frozen(kw_only=True)
class RegisterChecked:
    """What came of holding one register to the record.

    Attributes:
        name: of the register.
        rows: how many its tables hold.
        deviations: where they are not what follows from the record.
        more: how many places there are that were not kept.
        note: what there is to know that is no deviation (Dutch); None where nothing is.
    """

    name: str
    rows: int = 0
    deviations: tuple[Deviation, ...] = ()
    more: int = 0
    note: str | None = None


@attrs.frozen
class RegisterCheck:
    """Holds registers to the record.

    Args:
        store: of the record.
        engine: on its database.
        models: the read models; of others nothing is said.
    """

    store: EventStore
    engine: Engine
    models: Sequence[ReadModel]

    def run(self) -> list[RegisterChecked]:
        """Hold every register to the record. One that differs is looked at twice: it may have been at work meanwhile."""
        with without_collecting():
            checked = self._once(self.models)
            again = [model for model in self.models if checked[model.name].deviations]
            if again:
                checked |= self._once(again)
        return [checked[model.name] for model in self.models]

    def _once(self, models: Sequence[ReadModel]) -> dict[str, RegisterChecked]:
        found: dict[str, RegisterChecked] = {}
        with reading(self.engine) as connection:
            head = self.store.head()
            catalog = _catalog(connection)
            standing: dict[int, list[ReadModel]] = defaultdict(list)
            for model in models:
                checked = _stands(model, catalog.get(model.name), head)
                if checked is not None:
                    found[model.name] = checked
                else:
                    standing[catalog[model.name].position].append(model)
            for position, there in standing.items():
                order = Order.of(self.store, position)
                for some in self._some(connection, catalog, there):
                    for each in replayed(self.store, some, order):
                        row = catalog[each.model.name]
                        found[each.model.name] = self._held(connection, row, each, order, head)
        return found

    @staticmethod
    def _some(
        connection: Connection, catalog: Mapping[str, Any], models: Iterable[ReadModel]
    ) -> Iterable[list[ReadModel]]:
        """So many read models at a time that their rows fit in memory."""
        some: list[ReadModel] = []
        rows = 0
        for model in models:
            number = _number_of_rows(connection, model, catalog[model.name].generation)
            if some and rows + number > ROWS_AT_ONCE:
                yield some
                some, rows = [], 0
            some.append(model)
            rows += number
        if some:
            yield some

    def _held(self, connection: Connection, row: Any, each: Replayed, order: Order, head: int) -> RegisterChecked:
        model = each.model
        if each.failed is not None:
            return RegisterChecked(name=model.name, note=f"is niet na te rekenen: {each.failed}")
        tables = [LiveTable.with_rows(table, row.generation) for table in model.tables]
        events, absent = map(LiveTable.itself, beside_rows(model.name, row.generation, sa.MetaData()))

        def causes(wanted: Iterable[RowKey]) -> Mapping[RowKey, Cause]:
            asked = list(wanted)
            return causes_of(self.store, model, order, asked) if asked else {}

        rows = {table.declared.name: row_differences(connection, table, each.rows) for table in tables}
        deviations = _latest(model, row, each, order)
        for found in rows.values():
            if found.number or found.live.problem is not None:
                deviations += row_deviations(model.name, found, causes)
        deviations += Bookkeeping(connection, events, absent, order, each, rows).deviations()
        return RegisterChecked(
            name=model.name,
            rows=sum(len(found.live.rows) for found in rows.values()),
            deviations=tuple(deviations[:KEPT]),
            more=max(0, len(deviations) - KEPT),
            note=_behind(row, head),
        )


def _catalog(connection: Connection) -> Mapping[str, Any]:
    if not sa.inspect(connection).has_table(CATALOG.name):
        return {}
    return {row.name: row for row in connection.execute(sa.select(CATALOG))}


def _stands(model: ReadModel, row: Any, head: int) -> RegisterChecked | None:
    """What there is to say of a register before its rows are looked at; None where these can be."""
    if row is None:
        return RegisterChecked(name=model.name, note="is er nog niet")
    if row.version != stored_version(model):
        return RegisterChecked(
            name=model.name, note="is van een andere versie, en wordt bij de volgende vraag opnieuw gemaakt"
        )
    if not 0 <= row.position <= head:
        told = f"register {model.name}: staat op {row.position}, en het dossier gaat tot {head}"
        return RegisterChecked(name=model.name, deviations=(_of_catalog(model, "position", row.position, head, told),))
    return None


def _behind(row: Any, head: int) -> str | None:
    if row.status == "failed":
        return f"is gestopt bij gebeurtenis {row.failed_event} (rso plugins)"
    waiting = row.position < head
    return "loopt achter, en wordt bij de volgende vraag bijgewerkt" if waiting else None


def _latest(model: ReadModel, row: Any, each: Replayed, order: Order) -> list[Deviation]:
    """A register of which something only holds later is not read as it stands; so it must know until which day.

    Of what no longer holds it may remember a later day, which only costs time.
    """
    latest, least, most = row.latest_effective, each.latest or date.min, order.latest or date.min
    if (latest is None and each.latest is None) or (latest is not None and least <= latest <= most):
        return []
    told = f"register {model.name}: de laatste dag waarop iets ingaat zou {latest} zijn; uit het dossier volgt {each.latest}"
    return [_of_catalog(model, "latest_effective", latest, each.latest, told)]


def _of_catalog(model: ReadModel, column: str, found: Any, expected: Any, told: str) -> Deviation:
    return Deviation(
        of=model.name,
        table=CATALOG.name,
        row={"name": model.name},
        column=column,
        found=found,
        expected=expected,
        told=told,
    )


def _number_of_rows(connection: Connection, model: ReadModel, generation: int) -> int:
    events, _ = beside_rows(model.name, generation, sa.MetaData())
    try:
        with connection.begin_nested():
            return connection.scalar(sa.select(sa.func.count()).select_from(events)) or 0
    except sa.exc.SQLAlchemyError:
        return 0
