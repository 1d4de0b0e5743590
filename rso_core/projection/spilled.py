"""Rows of a build that had to be written before it was done, because memory is bounded."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from rso_core.projection.components import Union
from rso_core.projection.fold import FoldedRows, Kept
from rso_core.projection.generation import COMPONENT, Tables
from rso_core.projection.rows import Key

_BITS = 1 << 27
_MASK = _BITS - 1


class Seen:
    """Which keys were written out: says no of nearly all that were not, and never of one that was; 16 MB, however many."""

    def __init__(self) -> None:
        self._bits = bytearray(_BITS >> 3)

    def add(self, salt: int, keys: Iterable[Key]) -> None:
        """Add the keys of a table, which is told from others by the salt."""
        bits = self._bits
        for key in keys:
            value = (hash(key) ^ salt) & _MASK
            bits[value >> 3] |= 1 << (value & 7)

    def maybe(self, salt: int, key: Key) -> int:
        """Whether a key may be there."""
        value = (hash(key) ^ salt) & _MASK
        return self._bits[value >> 3] >> (value & 7) & 1


class Spilled:
    """The rows of a read model that were written out; asked for again when an event touches them.

    Args:
        connection: without a transaction, for asking.
        tables: in which they were written.
        seen: of which rows that may be said; shared by the read models of a build.
    """

    def __init__(self, connection: Connection, tables: Tables, seen: Seen) -> None:
        self._connection = connection
        self._tables = tables
        self._seen = seen
        self._salts = {name: hash(name) for name in tables.rows}
        self._back: dict[str, list[Key]] = {name: [] for name in tables.rows}
        self._selects: dict[str, sa.Select[Any]] = {}

    def get(self, table: str, key: Key) -> Kept | None:
        """A row that was written out, with its component; None where there is none."""
        if not self._seen.maybe(self._salts[table], key):
            return None
        if table not in self._selects:
            physical = self._tables.rows[table]
            at = [column == sa.bindparam(f"key_{column.name}") for column in physical.primary_key.columns]
            self._selects[table] = sa.select(physical).where(*at)
        names = [f"key_{column.name}" for column in self._tables.rows[table].primary_key.columns]
        found = self._connection.execute(self._selects[table], dict(zip(names, key, strict=True))).one_or_none()
        # A statement later has to see what is written meanwhile.
        self._connection.rollback()
        if found is None:
            return None
        self._back[table].append(key)
        return list(found)

    def take_back(self, connection: Connection) -> None:
        """Take out of the tables what stands in memory again, before it is written anew."""
        for name, keys in self._back.items():
            if keys:
                table = self._tables.rows[name]
                names = [column.name for column in table.primary_key.columns]
                here = [table.c[each] == sa.bindparam(f"key_{each}") for each in names]
                values = [{f"key_{each}": part for each, part in zip(names, key, strict=True)} for key in keys]
                connection.execute(sa.delete(table).where(*here), values)
                self._back[name] = []

    def forget(self, rows: FoldedRows) -> None:
        """Take the rows that were written out of memory; what is not there stays."""
        for name, folded in rows.tables.items():
            self._seen.add(self._salts[name], folded.rows)
            folded.rows = {key: row for key, row in folded.rows.items() if len(row) == 1}
        rows.count = 0

    def follow(self, connection: Connection, union: Union) -> None:
        """Let the rows that were written out follow the components that were joined since."""
        moves = ({"from_": old, "to": union.top(old)} for old in union.above)
        while some := list(islice(_different(moves), 5_000)):
            for table in self._tables.rows.values():
                here = table.c[COMPONENT] == sa.bindparam("from_")
                connection.execute(sa.update(table).where(here).values({COMPONENT: sa.bindparam("to")}), some)


def _different(moves: Iterator[dict[str, int]]) -> Iterator[dict[str, int]]:
    return (move for move in moves if move["from_"] != move["to"])
