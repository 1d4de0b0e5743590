"""Rows: what handlers write to. A batch is gathered per row and written in a few statements."""

from collections.abc import Mapping
from enum import Enum, auto
from functools import lru_cache
from typing import Any

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Table

from rso_core.database import insert_into
from rso_core.projection.errors import ProjectionError

Key = tuple[Any, ...]


class Kind(Enum):
    """What is to happen to a row."""

    PUT = auto()
    PATCH = auto()
    REMOVE = auto()


@attrs.frozen
class Write:
    """What was kept back for a row; of a patch, the columns that change."""

    kind: Kind
    values: dict[str, Any]


class TableColumns:
    """What may be said of a row of one table: its columns, and no others.

    A column that is written wrongly would be empty in every row, and nobody would know.
    """

    def __init__(self, table: Table) -> None:
        self._table = table.name
        self.names = tuple(column.name for column in table.columns)
        self.all = frozenset(self.names)
        self.changing = self.all - {column.name for column in table.primary_key.columns}

    def require_row(self, row: Mapping[str, Any]) -> None:
        """Raises ProjectionError: the row says something that is no column."""
        if not row.keys() <= self.all:
            raise ProjectionError(f"{self._unknown(row)}; its columns are {', '.join(self.names)}")

    def require_changes(self, values: Mapping[str, Any]) -> None:
        """Raises ProjectionError: what is to be changed is no column, or part of the key."""
        if not values.keys() <= self.changing:
            self.require_row(values)
            key = sorted(values.keys() - self.changing)
            raise ProjectionError(f"{key} of {self._table!r} is part of its key, which a patch does not change")

    def _unknown(self, row: Mapping[str, Any]) -> str:
        return f"{self._table!r} has no columns {sorted(map(str, row.keys() - self.all))}"


@lru_cache(maxsize=1_000)
def columns_of(table: Table) -> TableColumns:
    """The same for every batch: walking the columns takes longer than reading an event."""
    return TableColumns(table)


class Rows:
    """The tables of one read model during one batch of events.

    Writes are kept back and merged per row until `flush`, because one statement per event is what makes
    projections slow; `get` sees what was kept back.

    Args:
        connection: with an open transaction.
        physical: for each declared table name, the table that really holds the rows.
    """

    def __init__(self, connection: Connection, physical: Mapping[str, Table]) -> None:
        self._connection = connection
        self._physical = physical
        self._writes: dict[str, dict[Key, Write]] = {name: {} for name in physical}
        # Asked once here, not once per row: walking the columns is what a put would spend most of its time on.
        self._keys = {name: tuple(column.name for column in t.primary_key.columns) for name, t in physical.items()}
        self._selects: dict[str, sa.Select[Any]] = {}

    def put(self, table: Table, row: Mapping[str, Any]) -> None:
        """Write a whole row: a new one, or in place of the one with the same key."""
        columns_of(table).require_row(row)
        self._writes[table.name][self._key(table, row)] = Write(Kind.PUT, dict(row))

    def patch(self, table: Table, key: Mapping[str, Any], **values: Any) -> None:
        """Change some columns of a row; does nothing when there is no such row."""
        columns_of(table).require_changes(values)
        writes, at = self._writes[table.name], self._key(table, key)
        before = writes.get(at)
        if before is None:
            writes[at] = Write(Kind.PATCH, values)
        elif before.kind is not Kind.REMOVE:
            writes[at] = Write(before.kind, {**before.values, **values})

    def remove(self, table: Table, key: Mapping[str, Any]) -> None:
        """Remove a row; does nothing when there is no such row."""
        self._writes[table.name][self._key(table, key)] = Write(Kind.REMOVE, {})

    def get(self, table: Table, key: Mapping[str, Any]) -> dict[str, Any] | None:
        """A row as it stands now, with all its columns, or None."""
        at = self._key(table, key)
        write = self._writes[table.name].get(at)
        if write is not None and write.kind is Kind.REMOVE:
            return None
        empty = {column.name: None for column in table.columns}
        if write is not None and write.kind is Kind.PUT:
            return {**empty, **write.values}
        found = self._stored(table, at)
        return None if found is None else {**found, **(write.values if write else {})}

    def flush(self) -> None:
        """Write everything that was kept back."""
        for name, writes in self._writes.items():
            if writes:
                self._flush_table(self._physical[name], writes)
                self._writes[name] = {}

    def _stored(self, table: Table, key: Key) -> dict[str, Any] | None:
        """The row as the database has it."""
        names = self._keys[table.name]
        if table.name not in self._selects:
            # Made once per batch: building the query took longer than answering it.
            physical = self._physical[table.name]
            matches = (physical.c[name] == sa.bindparam(f"key_{name}") for name in names)
            self._selects[table.name] = sa.select(physical).where(*matches)
        parts = {f"key_{name}": part for name, part in zip(names, key, strict=True)}
        found = self._connection.execute(self._selects[table.name], parts).mappings().first()
        return None if found is None else dict(found)

    def _flush_table(self, table: Table, writes: Mapping[Key, Write]) -> None:
        names = [column.name for column in table.primary_key.columns]
        empty = {column.name: None for column in table.columns}
        puts: list[dict[str, Any]] = []
        removes: list[dict[str, Any]] = []
        patches: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for key, write in writes.items():
            if write.kind is Kind.PUT:
                puts.append({**empty, **write.values})
            else:
                where = {f"key_{name}": part for name, part in zip(names, key, strict=True)}
                if write.kind is Kind.REMOVE:
                    removes.append(where)
                elif write.values:
                    patches.setdefault(tuple(sorted(write.values)), []).append({**where, **write.values})
        matches = [table.c[name] == sa.bindparam(f"key_{name}") for name in names]
        if removes:
            self._connection.execute(sa.delete(table).where(*matches), removes)
        if puts:
            self._connection.execute(_upsert(self._connection.dialect.name, table), puts)
        for columns, values in patches.items():
            change = sa.update(table).where(*matches).values({c: sa.bindparam(c) for c in columns})
            self._connection.execute(change, values)

    def _key(self, table: Table, row: Mapping[str, Any]) -> Key:
        try:
            return tuple([row[name] for name in self._keys[table.name]])
        except KeyError as missing:
            raise ProjectionError(f"a row of {table.name!r} lacks its key column {missing}") from None


@lru_cache(maxsize=1_000)
def _upsert(dialect: str, table: Table) -> Any:
    """A statement that inserts a row, or writes it over the one with the same key; made once, for that takes long."""
    names = [column.name for column in table.primary_key.columns]
    statement = insert_into(dialect, table)
    others = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in names}
    if others:
        return statement.on_conflict_do_update(index_elements=names, set_=others)
    return statement.on_conflict_do_nothing(index_elements=names)
