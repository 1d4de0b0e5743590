"""The rows of a register's tables against those that the record leads to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs
from sqlalchemy import Connection

from rso_core.derived.causes import Cause
from rso_core.derived.deviation import Deviation
from rso_core.derived.live_tables import Key, LiveTable, Read, Row, as_kept, as_written, read
from rso_core.projection.components import RowKey
from rso_core.projection.fold import FoldedRows

Causes = Callable[[Iterable[RowKey]], Mapping[RowKey, Cause]]
"""Gives the causes of rows."""
TRACED = 50
"""Of so many rows of a table it is worked out from which event they follow."""
CLIPPED = 160


@attrs.frozen
class _Expected:
    """A row that the record leads to: as the database should hold it, its component, and its key in memory."""

    row: Row
    component: int
    key: Key


@attrs.frozen
class RowDifferences:
    """How the rows of a table differ from those that the record leads to.

    Attributes:
        table: with the rows.
        live: the rows that are there.
        expected: those that should be, by key.
        same: keys of rows that are there and hold what they should.
        missing, extra, different: keys of the others.
    """

    table: LiveTable
    live: Read
    expected: Mapping[Key, _Expected]
    same: Sequence[Key]
    missing: Sequence[Key]
    extra: Sequence[Key]
    different: Sequence[Key]

    @property
    def number(self) -> int:
        """How many rows differ."""
        return len(self.missing) + len(self.extra) + len(self.different) + len(self.live.twice)


def row_differences(connection: Connection, table: LiveTable, rows: FoldedRows) -> RowDifferences:
    """Compare the rows of a table.

    Args:
        connection: in the transaction in which all is read.
        table: with the rows, each with its component behind it.
        rows: what the record leads to.
    """
    live, name = read(connection, table), table.declared.name
    keys = [key for key, row in rows.tables[name].rows.items() if len(row) > 1]
    made = [*rows.present(name)]
    written = as_written(connection, table, made)
    places = table.places
    expected = {
        tuple([row[at] for at in places]): _Expected(row, row[-1], key) for key, row in zip(keys, written, strict=True)
    }
    found = _compared(table, live, expected)
    if found.missing or found.different:
        # The database may write a value otherwise than it was given: then what it makes of it is what should be there.
        asked = [index for index, each in enumerate(expected) if each in {*found.missing, *found.different}]
        kept = as_kept(connection, table.declared, [made[index][:-1] for index in asked])
        if kept is not None:
            before = list(expected)
            for index, row in zip(asked, kept, strict=True):
                one = expected.pop(before[index])
                whole = (*row, one.component)
                expected[tuple([row[at] for at in places])] = _Expected(whole, one.component, one.key)
            found = _compared(table, live, expected)
    return found


def _compared(table: LiveTable, live: Read, expected: Mapping[Key, _Expected]) -> RowDifferences:
    there = live.rows
    same, different, missing = [], [], []
    for key, one in expected.items():
        row = there.get(key)
        if row is None:
            missing.append(key)
        elif row == one.row or row[:-1] == one.row[:-1]:
            same.append(key)
        else:
            different.append(key)
    extra = [key for key in there if key not in expected] if len(there) != len(same) + len(different) else []
    return RowDifferences(table, live, expected, same, missing, extra, different)


def row_deviations(register: str, found: RowDifferences, causes: Causes) -> list[Deviation]:
    """What differs, place by place; a place is told with the event from which it follows what should be there."""
    if found.live.problem is not None:
        return [Deviation.unreadable(register, found.table.declared.name, found.live.problem)]
    telling = _Telling(register, found, causes)
    return [*telling.different(), *telling.missing(), *telling.extra(), *telling.twice()]


@attrs.frozen
class _Telling:
    register: str
    found: RowDifferences
    causes: Causes

    @property
    def name(self) -> str:
        """The declared name of the table."""
        return self.found.table.declared.name

    def different(self) -> Iterable[Deviation]:
        some = self.found.different
        causes = self.causes([(self.name, self.found.expected[key].key) for key in some[:TRACED]])
        for key in some:
            one, live = self.found.expected[key], self.found.live.rows[key]
            cause = causes.get((self.name, one.key), Cause())
            for column, is_, should in zip(self._columns, live[:-1], one.row[:-1], strict=False):
                if is_ != should:
                    event = cause.columns.get(column)
                    told = f"er staat {shown(is_)}, het moet {shown(should)} zijn{_follows(event)}"
                    yield Deviation.at(self.register, self.name, self._row(key), told, column, is_, should, event)

    def missing(self) -> Iterable[Deviation]:
        some = self.found.missing
        causes = self.causes([(self.name, self.found.expected[key].key) for key in some[:TRACED]])
        for key in some:
            one = self.found.expected[key]
            event = causes.get((self.name, one.key), Cause()).row
            values = dict(zip(self._columns, one.row[:-1], strict=False))
            yield Deviation.at(
                self.register, self.name, self._row(key), f"ontbreekt{_follows(event)}", None, None, values, event
            )

    def extra(self) -> Iterable[Deviation]:
        some = self.found.extra
        keys = {key: self._in_memory(key) for key in some[:TRACED]}
        causes = self.causes([(self.name, each) for each in keys.values()])
        for key in some:
            event = causes.get((self.name, keys.get(key, ())), Cause()).row
            why = f"weggehaald door gebeurtenis {event}" if event else "geen gebeurtenis leidt ertoe"
            values = dict(zip(self._columns, self.found.live.rows[key][:-1], strict=False))
            told = f"hoort er niet te staan ({why})" if key in keys else "hoort er niet te staan"
            yield Deviation.at(self.register, self.name, self._row(key), told, None, values, None, event)

    def twice(self) -> Iterable[Deviation]:
        for key in self.found.live.twice:
            yield Deviation.at(
                self.register, self.name, self._row(key), "staat er meer dan eens, en hoort er hoogstens eens te staan"
            )

    @property
    def _columns(self) -> list[str]:
        return self.found.table.columns[:-1]

    def _in_memory(self, key: Key) -> Key:
        """The key of a row as it is in memory; as it stands in the database where that is no value of its type."""
        return tuple(
            _read_back(column, part)
            for column, part in zip(self.found.table.declared.primary_key.columns, key, strict=False)
        )

    def _row(self, key: Key) -> dict[str, Any]:
        return dict(zip(self.found.table.keys, key, strict=False))


def _read_back(column: Any, value: Any) -> Any:
    kind = getattr(column.type, "python_type", object)
    if isinstance(value, str) and hasattr(kind, "fromisoformat"):
        try:
            return kind.fromisoformat(value)
        except ValueError:
            return value
    return value


def _follows(event: str | None) -> str:
    return f" (volgt uit gebeurtenis {event})" if event else ""


def shown(value: Any) -> str:
    """A value in a sentence (Dutch): texts between quotes, and no longer than a line."""
    if value is None:
        return "niets"
    told = repr(value) if isinstance(value, str | bytes) else str(value)
    return told if len(told) <= CLIPPED else f"{told[:CLIPPED]}…"
