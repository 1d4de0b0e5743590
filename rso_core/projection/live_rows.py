"""Rows of the live tables during one batch: which are touched, to which component they belong, and what is written."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Table

from rso_core.projection.components import RowKey, Touch
from rso_core.projection.generation import COMPONENT, Tables
from rso_core.projection.handling import called
from rso_core.projection.read_model import ReadModel
from rso_core.projection.row_keys import as_stored, key_kind, key_text
from rso_core.projection.rows import Key, Kind, Rows, Write
from rso_core.store.holding import Known

LOOKED_UP = 500
"""Rows looked up in one query; databases limit the parameters."""
RowText = tuple[str, str]
"""A row: the declared name of its table, and its key as text."""


@attrs.frozen
class Place:
    """Where a row belongs, and whether it is there."""

    component: int
    present: bool


class LiveRows(Rows):
    """Rows that note what is touched, and are written with the component to which they belong."""

    def __init__(self, connection: Connection, tables: Tables) -> None:
        super().__init__(connection, tables.rows)
        self._absent = tables.absent
        self._touched: set[RowKey] = set()
        self._kinds = {name: tuple(map(key_kind, t.primary_key.columns)) for name, t in tables.rows.items()}

    def _key(self, table: Table, row: Mapping[str, Any]) -> Key:
        key = super()._key(table, row)
        if tuple(map(type, key)) != self._kinds[table.name]:
            key = as_stored(table.name, key, self._kinds[table.name])
        self._touched.add((table.name, key))
        return key

    def _stored(self, table: Table, key: Key) -> dict[str, Any] | None:
        found = super()._stored(table, key)
        if found is not None:
            del found[COMPONENT]
        return found

    def run(self, model: ReadModel, events: Iterable[Known], touches: list[Touch]) -> None:
        """Call the handlers for events in the order given, and add what each touched.

        Raises:
            HandlerFailedError: a handler raised; what it touched until then is added too.
        """
        for index, (position, recorded) in enumerate(events):
            handler = model.handlers.get(type(recorded.event))
            if handler is None:
                continue
            self._touched = set()
            try:
                called(model, handler, self, position, recorded, index)
            finally:
                touches.append(Touch(position, frozenset(self._touched)))

    def places(self, touched: Iterable[RowKey]) -> dict[RowKey, Place]:
        """The place of each of these rows that was touched before."""
        of_table: dict[str, set[Key]] = defaultdict(set)
        for name, key in touched:
            of_table[name].add(key)
        found: dict[RowKey, Place] = {}
        for name, keys in of_table.items():
            found |= self._present_among(name, keys)
            found |= self._absent_among(name, [key for key in keys if (name, key) not in found])
        return found

    def _present_among(self, name: str, keys: Iterable[Key]) -> dict[RowKey, Place]:
        table, alone = self._physical[name], len(self._keys[name]) == 1
        query, found = _with_keys(table), {}
        for some in _some(keys):
            for row in self._connection.execute(query, {"keys": [key[0] for key in some] if alone else some}):
                found[name, self._key_of(name, row)] = Place(row[-1], present=True)
        return found

    def _key_of(self, name: str, row: Any) -> Key:
        return as_stored(name, tuple(row[:-1]), self._kinds[name])

    def _absent_among(self, name: str, keys: Iterable[Key]) -> dict[RowKey, Place]:
        texts, query = {key_text(key): key for key in keys}, _noted(self._absent)
        return {
            (name, texts[row[0]]): Place(row[1], present=False)
            for some in _some(texts)
            for row in self._connection.execute(query, {"table": name, "keys": some})
        }

    def take_out(self, components: Collection[int]) -> tuple[dict[RowKey, int], dict[RowText, int]]:
        """Take the rows of these components out of the tables.

        Returns:
            The component of every row that was there, and of every one that was noted as not there.
        """
        wanted = sorted(components)
        found: dict[RowKey, int] = {}
        for name, table in self._physical.items():
            select, delete = _of_components(table)
            there = self._connection.execute(select, {"components": wanted}).all()
            if there:
                found |= {(name, self._key_of(name, row)): row[-1] for row in there}
                self._connection.execute(delete, {"components": wanted})
        select, delete = _of_components(self._absent)
        noted = {(row[0], row[1]): row[2] for row in self._connection.execute(select, {"components": wanted})}
        if noted:
            self._connection.execute(delete, {"components": wanted})
        return found, noted

    def write(self, components: Mapping[RowKey, int], places: Mapping[RowKey, Place]) -> None:
        """Write what was kept back, and of every row to which component it belongs.

        Args:
            components: of every row touched, and of those that were taken out.
            places: of those that are in the tables.
        """
        absent: dict[RowText, int] = {}
        came: list[RowText] = []
        for (name, key), component in components.items():
            writes, before = self._writes[name], places.get((name, key))
            write = writes.get(key)
            if write is not None and write.kind is Kind.PUT:
                writes[key] = Write(Kind.PUT, {**write.values, COMPONENT: component})
                if before is not None and not before.present:
                    came.append((name, key_text(key)))
            elif before is not None and before.present:
                if write is not None and write.kind is Kind.REMOVE:
                    absent[name, key_text(key)] = component
            else:
                writes.pop(key, None)
                if before is None:
                    absent[name, key_text(key)] = component
        if came:
            here = (self._absent.c.of_table == sa.bindparam("name_")) & (self._absent.c.key == sa.bindparam("key_"))
            gone = [{"name_": name, "key_": key} for name, key in came]
            self._connection.execute(sa.delete(self._absent).where(here), gone)
        self.note_absent(absent)
        self.flush()

    def note_absent(self, rows: Mapping[RowText, int]) -> None:
        """Note of rows that are not there to which component they belong."""
        if rows:
            values = [{"of_table": name, "key": key, COMPONENT: c} for (name, key), c in rows.items()]
            self._connection.execute(sa.insert(self._absent), values)

    def move(self, merged: Mapping[int, int]) -> None:
        """Let the rows of components that went up into another follow."""
        if merged:
            moves = [{"from_": old, "to": new} for old, new in merged.items()]
            for table in (*self._physical.values(), self._absent):
                here = table.c[COMPONENT] == sa.bindparam("from_")
                self._connection.execute(sa.update(table).where(here).values({COMPONENT: sa.bindparam("to")}), moves)


@lru_cache(maxsize=1_000)
def _with_keys(table: Table) -> "sa.Select[Any]":
    """The rows with some keys; made once, for that takes longer than asking it."""
    columns = list(table.primary_key.columns)
    keys: sa.BindParameter[Any] = sa.bindparam("keys", expanding=True)
    wanted = columns[0].in_(keys) if len(columns) == 1 else sa.tuple_(*columns).in_(keys)
    return sa.select(*columns, table.c[COMPONENT]).where(wanted)


@lru_cache(maxsize=1_000)
def _noted(absent: Table) -> "sa.Select[Any]":
    """The rows with some keys that are noted as not there."""
    keys: sa.BindParameter[Any] = sa.bindparam("keys", expanding=True)
    query = sa.select(absent.c.key, absent.c[COMPONENT])
    return query.where(absent.c.of_table == sa.bindparam("table"), absent.c.key.in_(keys))


@lru_cache(maxsize=2_000)
def _of_components(table: Table) -> "tuple[sa.Select[Any], sa.Delete]":
    """What asks for the keys and components of the rows of some components, and what takes them away."""
    here = table.c[COMPONENT].in_(sa.bindparam("components", expanding=True))
    return sa.select(*table.primary_key.columns, table.c[COMPONENT]).where(here), sa.delete(table).where(here)


def _some(keys: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(keys)
    while some := list(islice(left, LOOKED_UP)):
        yield some
