"""Rows folded in memory: what handlers write, and which rows hang together, written to the database once at the end."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from operator import itemgetter
from typing import Any, Protocol

from sqlalchemy import Table

from rso_core.projection.components import Union
from rso_core.projection.errors import HandlerFailedError, ProjectionError
from rso_core.projection.handling import called
from rso_core.projection.read_model import ReadModel
from rso_core.projection.row_keys import as_stored, key_kind
from rso_core.projection.rows import Key, Rows, columns_of
from rso_core.store.recorded import RecordedEvent

Kept = list[Any]
"""The values of a row in the order of its columns, and its component behind them; of a row that is not there, that alone."""


class Elsewhere(Protocol):
    """Where rows are that do not stand in memory."""

    def get(self, table: str, key: Key) -> Kept | None:
        """A row that was written there, or None."""
        ...


class FoldedTable:
    """The rows of one table in memory.

    Attributes:
        rows: by key.
        name: of the table.
        columns: what may be said of its rows.
        names: of the columns, in order.
        places: the place of each column among them.
        kinds: the types of the columns of the key.
    """

    def __init__(self, table: Table) -> None:
        self.rows: dict[Key, Kept] = {}
        self.name = table.name
        self.columns = columns_of(table)
        self.names = self.columns.names
        self.places = {name: index for index, name in enumerate(self.names)}
        self.kinds = tuple(key_kind(column) for column in table.primary_key.columns)
        self._keys = tuple(column.name for column in table.primary_key.columns)
        self._several = itemgetter(*self._keys) if len(self._keys) > 1 else None
        self._shapes: dict[tuple[str, ...], bool] = {}

    def key(self, row: Mapping[str, Any]) -> Key:
        """The key of a row."""
        try:
            return self._several(row) if self._several else (row[self._keys[0]],)
        except KeyError as missing:
            raise ProjectionError(f"a row of {self.name!r} lacks its key column {missing}") from None

    def kept(self, row: Mapping[str, Any], component: int) -> Kept:
        """A row as it is kept: None in the columns of which it says nothing."""
        shape = tuple(row)
        in_order = self._shapes.get(shape)
        if in_order is None:
            self.columns.require_row(row)
            in_order = self._shapes[shape] = shape == self.names
        return [*(row.values() if in_order else map(row.get, self.names)), component]


class FoldedRows(Rows):
    """The tables of one read model in memory, filled by handlers.

    Args:
        tables: the declared tables.
        elsewhere: where rows are that were written already; None where none were.

    Attributes:
        events: positions of the events that touched a row, and beside each the component it belonged to when it did.
        union: what became of components since.
        count: how many rows stand here.
    """

    def __init__(self, tables: Iterable[Table], elsewhere: Elsewhere | None = None) -> None:
        self.tables = {table.name: FoldedTable(table) for table in tables}
        self.elsewhere = elsewhere
        self.events = array("q"), array("q")
        self.union = Union()
        self.count = 0
        self._component = 0
        self._named = False
        self._touched = False

    def begin(self, position: int, component: int | None = None) -> None:
        """From here on, the handler of this event is at work; the component is given where it is known."""
        self._component = position if component is None else component
        self._named = component is not None
        self._touched = False

    def end(self, position: int) -> None:
        """The handler of this event is done."""
        if self._touched:
            self.events[0].append(position)
            self.events[1].append(self._component)

    def put(self, table: Table, row: Mapping[str, Any]) -> None:
        """Write a whole row: a new one, or in place of the one with the same key."""
        folded = self.tables[table.name]
        key, found = self._found(folded, row)
        if found is None:
            self._named = True
            folded.rows[key] = folded.kept(row, self._component)
            self.count += 1
        else:
            found[:] = folded.kept(row, self._join(found[-1]))

    def patch(self, table: Table, key: Mapping[str, Any], **values: Any) -> None:
        """Change some columns of a row; does nothing when there is no such row."""
        folded = self.tables[table.name]
        folded.columns.require_changes(values)
        at, found = self._found(folded, key)
        if found is None:
            folded.rows[at] = [self._of_new_row()]
            return
        found[-1] = self._join(found[-1])
        if len(found) > 1:
            for name, value in values.items():
                found[folded.places[name]] = value

    def remove(self, table: Table, key: Mapping[str, Any]) -> None:
        """Remove a row; does nothing when there is no such row."""
        folded = self.tables[table.name]
        at, found = self._found(folded, key)
        component = self._of_new_row() if found is None else self._join(found[-1])
        folded.rows[at] = [component]

    def get(self, table: Table, key: Mapping[str, Any]) -> dict[str, Any] | None:
        """A row as it stands now, with all its columns, or None."""
        folded = self.tables[table.name]
        at, found = self._found(folded, key)
        if found is None:
            folded.rows[at] = [self._of_new_row()]
            return None
        found[-1] = self._join(found[-1])
        return dict(zip(folded.names, found, strict=False)) if len(found) > 1 else None

    def flush(self) -> None:
        """Nothing was kept back."""

    def look(self, model: ReadModel, position: int, recorded: RecordedEvent) -> None:
        """Note which rows an event would touch, without what it would write; that it raises says nothing."""
        self.begin(position)
        with suppress(HandlerFailedError):
            called(model, model.handlers[type(recorded.event)], _Looking(self), position, recorded)
        self._touched = True
        self.end(position)

    def would_touch(self, model: ReadModel, recorded: RecordedEvent) -> bool:
        """Whether the handler of an event would touch a row, also of one that does not hold; nothing changes by it."""
        looking = _Touching(self)
        with suppress(Exception):
            model.handlers[type(recorded.event)](looking, recorded)
        return looking.touched

    def present(self, table: str) -> Iterator[Kept]:
        """The rows of a table that are there, each with its component behind it."""
        top, joined = self.union.top, self.union.above
        for row in self.tables[table].rows.values():
            if len(row) > 1:
                if row[-1] in joined:
                    row[-1] = top(row[-1])
                yield row

    def values(self, table: str, key: Key) -> list[Any] | None:
        """What a row holds now, in the order of its columns; None where there is none."""
        row = self.tables[table].rows.get(key)
        return row[:-1] if row is not None and len(row) > 1 else None

    def absent(self, table: str) -> Iterator[tuple[Key, int]]:
        """The keys that were touched and have no row, with their components."""
        for key, row in self.tables[table].rows.items():
            if len(row) == 1:
                yield key, self.union.top(row[0])

    def components(self) -> Iterator[tuple[int, int]]:
        """Every event that touched a row, with its component."""
        for position, component in zip(*self.events, strict=True):
            yield position, self.union.top(component)

    def _found(self, folded: FoldedTable, row: Mapping[str, Any]) -> tuple[Key, Kept | None]:
        """The key of a row, and what is known of it."""
        self._touched = True
        key = folded.key(row)
        found = folded.rows.get(key)
        if found is None:
            if tuple(map(type, key)) != folded.kinds:
                key = as_stored(folded.name, key, folded.kinds)
                found = folded.rows.get(key)
            if found is None and self.elsewhere is not None:
                found = self.elsewhere.get(folded.name, key)
                if found is not None:
                    folded.rows[key] = found
                    self.count += 1
        return key, found

    def _of_new_row(self) -> int:
        self._named = True
        return self._component

    def _join(self, component: int) -> int:
        """The row's component and the event's become one; gives it."""
        if self.union.above:
            component = self.union.top(component)
        if component != self._component:
            if self._named:
                self._component = self.union.join(component, self.union.top(self._component))
            else:
                self._component = component
        self._named = True
        return self._component


class _Looking(Rows):
    """Rows that are touched and not written."""

    def __init__(self, rows: FoldedRows) -> None:
        self._rows = rows

    def put(self, table: Table, row: Mapping[str, Any]) -> None:
        self._rows.get(table, row)

    def patch(self, table: Table, key: Mapping[str, Any], **_: Any) -> None:
        self._rows.get(table, key)

    def remove(self, table: Table, key: Mapping[str, Any]) -> None:
        self._rows.get(table, key)

    def get(self, table: Table, key: Mapping[str, Any]) -> dict[str, Any] | None:
        return self._rows.get(table, key)


class _Touching(Rows):
    """Rows of which it is only noted that one is touched."""

    def __init__(self, rows: FoldedRows) -> None:
        self._tables = rows.tables
        self.touched = False

    def put(self, table: Table, row: Mapping[str, Any]) -> None:
        self.touched = True

    def patch(self, table: Table, key: Mapping[str, Any], **_: Any) -> None:
        self.touched = True

    def remove(self, table: Table, key: Mapping[str, Any]) -> None:
        self.touched = True

    def get(self, table: Table, key: Mapping[str, Any]) -> dict[str, Any] | None:
        self.touched = True
        folded = self._tables[table.name]
        found = folded.rows.get(as_stored(folded.name, folded.key(key), folded.kinds))
        return dict(zip(folded.names, found, strict=False)) if found is not None and len(found) > 1 else None


def handle(
    model: ReadModel, rows: FoldedRows, position: int, recorded: RecordedEvent, component: int | None = None
) -> None:
    """Call the handler of a read model for an event.

    Args:
        component: to which it is known to belong.

    Raises:
        HandlerFailedError: it raised; its error is the cause.
    """
    handler: Callable[[Rows, RecordedEvent], None] | None = model.handlers.get(type(recorded.event))
    if handler is None:
        return
    rows.begin(position, component)
    called(model, handler, rows, position, recorded)
    rows.end(position)
