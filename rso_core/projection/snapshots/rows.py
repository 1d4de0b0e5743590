"""Rows that note which of them an event touches; and those of the full state, each with its component."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Table

from rso_core.projection.errors import ProjectionError
from rso_core.projection.feed import Batch, run_handlers
from rso_core.projection.read_model import ReadModel
from rso_core.projection.rows import Key, Kind, Rows, Write
from rso_core.projection.snapshots.components import RowKey, Touch
from rso_core.projection.snapshots.tables import COMPONENT, PRESENT
from rso_core.store.recorded import RecordedEvent

LOOKED_UP = 500
"""Rows looked up in one query; databases limit the parameters."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970, UTC, of an aware moment."""
    passed = moment - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


class TouchedRows(Rows):
    """Rows that note what is touched."""

    def __init__(self, connection: Connection, physical: Mapping[str, Table]) -> None:
        super().__init__(connection, physical)
        self._touched: set[RowKey] = set()
        self._kinds = {name: tuple(map(_kind, t.primary_key.columns)) for name, t in physical.items()}

    def _key(self, table: Table, row: Mapping[str, Any]) -> Key:
        key = super()._key(table, row)
        if (table.name, key) not in self._touched:
            for part, kind in zip(key, self._kinds[table.name], strict=True):
                # What the database would make something else of would be two rows here, and one there.
                if not isinstance(part, kind) or (kind is date and isinstance(part, datetime)):
                    raise ProjectionError(f"key {key} of {table.name!r} is not of its columns' types")
            self._touched.add((table.name, key))
        return key

    def run(self, model: ReadModel, batch: Batch) -> list[Touch]:
        """Call the handlers for events of the read model; gives what each event touched.

        Raises:
            HandlerFailedError: a handler raised.
        """
        touches = []
        for position, recorded in batch:
            self._touched = set()
            run_handlers(model, self, [(position, recorded)])
            touches.append(_touch(position, recorded, self._touched))
        return touches


def _kind(column: "sa.Column[Any]") -> type:
    try:
        return column.type.python_type
    except NotImplementedError:
        return object


def _touch(position: int, recorded: RecordedEvent, rows: set[RowKey]) -> Touch:
    meta = recorded.meta
    return Touch(position, meta.effective.toordinal(), microseconds(meta.recorded_at), frozenset(rows))


@attrs.frozen
class Place:
    """Where a row of the full state belongs, and whether it is there."""

    component: int
    present: bool


class FullRows(TouchedRows):
    """The rows of the full state; those that are not there are kept too, for the component they belong to."""

    def places(self, touched: Iterable[RowKey]) -> dict[RowKey, Place]:
        """The place of each of these rows that was touched before."""
        of_table: dict[str, set[Key]] = defaultdict(set)
        for name, key in touched:
            of_table[name].add(key)
        return {
            (name, tuple(row[:-2])): Place(row[-2], row[-1])
            for name, keys in of_table.items()
            for row in self._looked_up(self._physical[name], keys)
        }

    def _looked_up(self, table: Table, keys: set[Key]) -> Iterator[Any]:
        columns = [table.c[name] for name in table.primary_key.columns.keys()]  # noqa: SIM118
        query = sa.select(*columns, table.c[COMPONENT], table.c[PRESENT])
        left = iter(keys)
        while some := list(islice(left, LOOKED_UP)):
            wanted = columns[0].in_([key[0] for key in some]) if len(columns) == 1 else sa.tuple_(*columns).in_(some)
            yield from self._connection.execute(query.where(wanted))

    def _stored(self, table: Table, key: Key) -> dict[str, Any] | None:
        found = super()._stored(table, key)
        if found is None or not found.pop(PRESENT):
            return None
        del found[COMPONENT]
        return found

    def write(self, components: Mapping[RowKey, int], places: Mapping[RowKey, Place]) -> None:
        """Write what was kept back, and every touched row's component.

        Args:
            components: of every row touched.
            places: as they were before.
        """
        for (name, key), component in components.items():
            write = self._writes[name].get(key)
            before = places.get((name, key))
            there = {**dict(zip(self._keys[name], key, strict=True)), COMPONENT: component, PRESENT: True}
            if write is not None and write.kind is Kind.PUT:
                self._writes[name][key] = Write(Kind.PUT, {**write.values, **there})
            elif write is not None and write.kind is Kind.PATCH and before is not None and before.present:
                continue
            elif before is None or (write is not None and write.kind is Kind.REMOVE):
                self._writes[name][key] = Write(Kind.PUT, {**there, PRESENT: False})
            else:
                self._writes[name].pop(key, None)
        self.flush()

    def move(self, merged: Mapping[int, int]) -> None:
        """Let the rows of components that went up into another follow."""
        if merged:
            moves = [{"from_": old, "to": new} for old, new in merged.items()]
            for table in self._physical.values():
                here = table.c[COMPONENT] == sa.bindparam("from_")
                self._connection.execute(sa.update(table).where(here).values({COMPONENT: sa.bindparam("to")}), moves)
