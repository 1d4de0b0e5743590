"""What differs between two states of one register: rows that appeared, disappeared or changed."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from typing import Any

import attrs
import sqlalchemy as sa

from rso_core.dutch.vocabulary import fact_in_dutch
from rso_core.projection import ReadModel, Register

Row = Mapping[str, Any]
WIDEST_KEY = 3
"""A key that is looked for has at most so many columns."""


class Change(StrEnum):
    """What became of a row between the earlier and the later moment."""

    APPEARED = "appeared"
    DISAPPEARED = "disappeared"
    CHANGED = "changed"


@attrs.frozen
class CellChange:
    """A cell that differs; ``shown`` says whether readers of the register see the column."""

    key: str
    title: str
    old: Any
    new: Any
    shown: bool


@attrs.frozen(kw_only=True)
class RowChange:
    """A row that differs.

    Attributes:
        change: what became of it.
        key: what the row is known by, column by column; empty where rows have nothing of their own.
        old, new: the row at the earlier and at the later moment; None where it was not there.
        cells: for a changed row, what differs.
        acts: correlation ids of the acts in between that this follows from, in recorded order.
        named: whether those acts name the row itself, and not only something that stands in it.
    """

    change: Change
    key: Mapping[str, Any]
    old: Row | None
    new: Row | None
    cells: tuple[CellChange, ...] = ()
    acts: tuple[str, ...] = ()
    named: bool = True


def row_changes(model: ReadModel, earlier: Register, later: Register) -> list[RowChange]:
    """The rows that differ, those of the later register in its order, then those that disappeared."""
    key = natural_key(model, earlier.rows, later.rows)
    pairs = _by_key(earlier.rows, later.rows, key) if key else _by_likeness(earlier.rows, later.rows)
    found = (_compared(later, old, new, key) for old, new in pairs)
    return [change for change in found if change is not None]


def natural_key(model: ReadModel, earlier: Sequence[Row], later: Sequence[Row]) -> tuple[str, ...]:
    """The columns that a row is known by.

    Those are the key of the main table where the register shows it, without its days where these are not needed to
    tell rows apart (the day from which a profile holds is then something that changes). Otherwise it is the smallest
    group of columns with texts that tells rows apart at both moments and finds most of them back.

    Returns:
        names of columns; none when nothing tells the rows apart.
    """
    primary = model.tables[0].primary_key.columns
    lasting = tuple(column.name for column in primary if not isinstance(column.type, sa.Date))
    for columns in (lasting, tuple(column.name for column in primary)):
        if columns and _tells_apart(earlier, columns) and _tells_apart(later, columns):
            return columns
    texts = [
        name
        for name in dict.fromkeys(name for row in (*earlier, *later) for name in row)
        if all(isinstance(row.get(name, None), str) for row in (*earlier, *later))
    ]
    groups = (group for size in range(1, WIDEST_KEY + 1) for group in combinations(texts, size))
    fitting = [group for group in groups if _tells_apart(earlier, group) and _tells_apart(later, group)]
    return max(fitting, key=lambda group: _found_back(earlier, later, group), default=())


def _tells_apart(rows: Sequence[Row], columns: tuple[str, ...]) -> bool:
    seen = {_values(row, columns) for row in rows if all(name in row for name in columns)}
    return len(seen) == len(rows)


def _found_back(earlier: Sequence[Row], later: Sequence[Row], columns: tuple[str, ...]) -> int:
    return len({_values(row, columns) for row in earlier} & {_values(row, columns) for row in later})


def _values(row: Row, columns: Iterable[str]) -> tuple[Hashable, ...]:
    return tuple(_hashable(row.get(name, None)) for name in columns)


def _hashable(value: Any) -> Hashable:
    if isinstance(value, list | tuple):
        return tuple(_hashable(part) for part in value)
    return tuple((key, _hashable(part)) for key, part in value.items()) if isinstance(value, Mapping) else value


Pairs = list[tuple[Row | None, Row | None]]


def _by_key(earlier: Sequence[Row], later: Sequence[Row], key: tuple[str, ...]) -> Pairs:
    old = {_values(row, key): row for row in earlier}
    pairs: Pairs = [(old.pop(_values(row, key), None), row) for row in later]
    return [*pairs, *((row, None) for row in old.values())]


def _by_likeness(earlier: Sequence[Row], later: Sequence[Row]) -> Pairs:
    """Rows that are equal go first; of the rest, those with most in common are taken for the same row."""
    left = Counter(_values(row, sorted(row)) for row in later)
    old = []
    for row in earlier:
        if left[_values(row, sorted(row))]:
            left[_values(row, sorted(row))] -= 1
        else:
            old.append(row)
    new = []
    for row in later:
        if left[_values(row, sorted(row))]:
            left[_values(row, sorted(row))] -= 1
            new.append(row)
    alike = sorted(((_likeness(o, n), i, j) for i, o in enumerate(old) for j, n in enumerate(new)), reverse=True)
    partner: dict[int, int] = {}
    for likeness, i, j in alike:
        if likeness * 2 >= len(new[j]) and i not in partner.values() and j not in partner:
            partner[j] = i
    pairs: Pairs = [(old[partner[j]] if j in partner else None, row) for j, row in enumerate(new)]
    return [*pairs, *((row, None) for i, row in enumerate(old) if i not in partner.values())]


def _likeness(one: Row, other: Row) -> int:
    return sum(name in other and value == other[name] for name, value in one.items())


def _compared(register: Register, old: Row | None, new: Row | None, key: tuple[str, ...]) -> RowChange | None:
    known_by = {name: (new or old or {}).get(name) for name in key}
    if old is None or new is None:
        change = Change.APPEARED if old is None else Change.DISAPPEARED
        return RowChange(change=change, key=known_by, old=old, new=new)
    titles = {column.key: column.title for column in register.columns}
    cells = tuple(
        CellChange(name, titles.get(name) or fact_in_dutch(name), old.get(name), new.get(name), name in titles)
        for name in dict.fromkeys((*titles, *new, *old))
        if old.get(name) != new.get(name) and not _told_by_another(name, titles)
    )
    return RowChange(change=Change.CHANGED, key=known_by, old=old, new=new, cells=cells) if cells else None


def _told_by_another(name: str, titles: Mapping[str, str]) -> bool:
    """A column that is not shown, because its Dutch word or its name is."""
    return name not in titles and (f"{name}_nl" in titles or f"{name}_name" in titles)
