"""Tables and handlers declared in a line each, for read models whose rows follow their events field by field.

    SIGNALS = table("signals_register", METADATA, "a row per signal", key("signal", "identifier"), day("raised_on", "…"))
    HANDLERS = {SignalRaised: put(SIGNALS, state="open"), SignalAnswered: patch(SIGNALS, state="answered")}

`put` and `patch` take what a column holds from the field of the event with the same name, unless it is given: as a
value, or as `of("field")` for a field with another name. A `patch` passes over what an event only copies from what was
known when it was recorded (`context`): an event that comes late would put it over what holds by then.
"""

from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import UnionType
from typing import Any, get_type_hints

import attrs
import sqlalchemy as sa
from sqlalchemy import Column, Connection, Table

from rso_core.domain.event import context_fields
from rso_core.projection.errors import in_a_line
from rso_core.projection.read_model import Handler, fields_read, reading
from rso_core.projection.register_row import PartlyReadRow, RegisterRow
from rso_core.projection.rows import Rows, columns_of
from rso_core.store.recorded import RecordedEvent


class ExactDecimal(sa.types.TypeDecorator[Decimal]):
    """A decimal kept as text: SQLite would make a float of it, and money is exact."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: Any, _: Any) -> str | None:
        """As stored."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any, _: Any) -> Decimal | None:
        """As read."""
        return None if value is None else Decimal(value)


_SQL_TYPES: Mapping[type, Any] = {
    str: sa.String,
    int: sa.Integer,
    bool: sa.Boolean,
    date: sa.Date,
    time: sa.Time,
    Decimal: ExactDecimal,
}


def table(name: str, metadata: sa.MetaData, meaning: str, *columns: "Column[Any]") -> Table:
    """A table of a read model; ``meaning`` says what a row is, and goes into the documentation of the registers."""
    return sa.Table(name, metadata, *columns, comment=meaning)


def table_of(row: type[RegisterRow], name: str, metadata: sa.MetaData, meaning: str) -> Table:
    """The main table of a register: the columns that the class of its rows declares as stored, in their order.

    Raises:
        KeyError: a stored column has a type that no column of a table holds.
    """
    hints = get_type_hints(row)
    columns = [
        Column(name, _sql_type(hints[name]), primary_key=declared.key, comment=declared.meaning)
        for name, declared in row.declared.items()
        if declared.stored
    ]
    return table(name, metadata, meaning, *columns)


def _sql_type(hint: Any) -> Any:
    """For ``date`` and for ``date | None``."""
    (kind,) = {*(hint.__args__ if isinstance(hint, UnionType) else (hint,))} - {type(None)}
    return _SQL_TYPES[kind]


def key(name: str, meaning: str) -> "Column[str]":
    """A column of the primary key, with an identifier or another text."""
    return Column(name, sa.String, primary_key=True, comment=meaning)


def day_key(name: str, meaning: str) -> "Column[Any]":
    """A column of the primary key with a day (Europe/Amsterdam)."""
    return Column(name, sa.Date, primary_key=True, comment=meaning)


def text(name: str, meaning: str) -> "Column[str]":
    """A column with a text."""
    return Column(name, sa.String, comment=meaning)


def day(name: str, meaning: str) -> "Column[Any]":
    """A column with a day (Europe/Amsterdam)."""
    return Column(name, sa.Date, comment=meaning)


def number(name: str, meaning: str) -> "Column[int]":
    """A column with a whole number."""
    return Column(name, sa.Integer, comment=meaning)


def flag(name: str, meaning: str) -> "Column[bool]":
    """A column with true or false."""
    return Column(name, sa.Boolean, comment=meaning)


def amount(name: str, meaning: str) -> "Column[Decimal]":
    """A column with an exact decimal."""
    return Column(name, ExactDecimal, comment=meaning)


@attrs.frozen
class _Field:
    """Stands for a field of the event; ``copied`` is whether one that it only copies is meant."""

    name: str
    copied: bool = False


def of(field: str) -> Any:
    """What a column holds is the field of the event with this name."""
    return _Field(field)


def as_known_then(field: str) -> Any:
    """What a column holds is the field of the event with this name, even where the event only copies it.

    For a column that is meant to say what was known when the event was recorded, and not what holds.
    """
    return _Field(field, copied=True)


def put(into: Table, **given: Any) -> Handler:
    """A handler that writes a whole row.

    Raises:
        ProjectionError: the table has no such column.
    """
    columns_of(into).require_row(given)
    plan = [(name, *_plan(name, given)) for name in _columns(into)]

    def handler(rows: Rows, recorded: RecordedEvent) -> None:
        event = recorded.event
        rows.put(into, {n: v if field is None else _plain(getattr(event, field, None)) for n, field, v in plan})

    return _reading(handler, into, given)


def patch(into: Table, **given: Any) -> Handler:
    """A handler that changes a row: the columns given, and those of which the event has a field that says something.

    A field that the event only copies changes nothing, unless it is asked for with `as_known_then`; as part of the key it
    does say which row is meant.

    Raises:
        ProjectionError: the table has no such column.
    """
    columns_of(into).require_row(given)
    keys = _keys(into)
    plan = [(name, *_plan(name, given)) for name in _columns(into)]
    at = [each for each in plan if each[0] in keys]
    others = [(*each, getattr(given.get(each[0]), "copied", False)) for each in plan if each[0] not in keys]

    def handler(rows: Rows, recorded: RecordedEvent) -> None:
        event = recorded.event
        copied = context_fields(type(event))
        changes = {}
        for name, field, value, as_known in others:
            if field is None:
                changes[name] = value
            elif as_known or field not in copied:
                found = getattr(event, field, _NOTHING)
                if found is not _NOTHING and (found is not None or name in given):
                    changes[name] = _plain(found)
        key = {n: v if field is None else _plain(getattr(event, field, None)) for n, field, v in at}
        rows.patch(into, key, **changes)

    return _reading(handler, into, given)


def where(into: Table, column: str, said: Any, handler: Handler, **given: Any) -> Handler:
    """A handler that is only called where a row holds, in a column, what a field of the event says.

    Args:
        into: the table.
        column: of the row.
        said: ``of("field")``.
        handler: what is done then.
        given: the key of the row, as in `patch`, where its fields have other names.

    Raises:
        ProjectionError: the table has no such column.
    """
    columns_of(into).require_row({column: said, **given})
    at = [(name, *_plan(name, given)) for name in _keys(into)]

    def only_there(rows: Rows, recorded: RecordedEvent) -> None:
        event = recorded.event
        row = rows.get(into, {n: v if field is None else _plain(getattr(event, field, None)) for n, field, v in at})
        if row is not None and row[column] == getattr(event, said.name):
            handler(rows, recorded)

    return _reading(only_there, into, {**given, _SAID: said}, handler)


def remove(from_: Table, **given: Any) -> Handler:
    """A handler that removes a row.

    Raises:
        ProjectionError: the table has no such column.
    """
    columns_of(from_).require_row(given)
    at = [(name, *_plan(name, given)) for name in _keys(from_)]

    def handler(rows: Rows, recorded: RecordedEvent) -> None:
        event = recorded.event
        key = {n: v if field is None else _plain(getattr(event, field, None)) for n, field, v in at}
        rows.remove(from_, key)

    return _reading(handler, from_, given)


def in_turn(*handlers: Handler) -> Handler:
    """One handler that calls several in order."""

    def handler(rows: Rows, recorded: RecordedEvent) -> None:
        for each in handlers:
            each(rows, recorded)

    return reading(handler, *(fields_read(each) for each in handlers))


def _reading(handler: Handler, table: Table, given: Mapping[str, Any], *others: Handler) -> Handler:
    """The handler, with the fields that an event must have for it: those that are named, and those of the key."""
    named = {value.name for value in given.values() if isinstance(value, _Field)}
    return reading(handler, named | (_keys(table) - given.keys()), *map(fields_read, others))


def found(connection: Connection, query: "sa.Select[Any]") -> list[dict[str, Any]]:
    """The rows of a query, each as a dict of its columns.

    One that holds what the type of its column cannot read, such as a day that does not exist, is a `PartlyReadRow`.
    """
    result = connection.execute(query)
    names = list(result.keys())
    try:
        rows = result.all()
    except (ValueError, TypeError, ArithmeticError):
        return list(_column_by_column(connection, query))
    return [dict(zip(names, row, strict=True)) for row in rows]


def _column_by_column(connection: Connection, query: "sa.Select[Any]") -> Iterator[dict[str, Any]]:
    """The rows of a query as the database holds them, and of each what can be read."""
    columns = list(query.selected_columns)
    dialect = connection.dialect
    readers = {c.name: c.type.dialect_impl(dialect).result_processor(dialect, None) for c in columns}
    as_held = query.with_only_columns(*(sa.type_coerce(c, sa.types.NullType()).label(c.name) for c in columns))
    for held in connection.execute(as_held).mappings():
        read: dict[str, Any] = {}
        unreadable: dict[str, str] = {}
        for name, reader in readers.items():
            try:
                read[name] = held[name] if reader is None else reader(held[name])
            except (ValueError, TypeError, ArithmeticError) as error:
                unreadable[name] = f"holds {held[name]!r}, which cannot be read ({in_a_line(error)})"
        yield PartlyReadRow(read, unreadable) if unreadable else read


_SAID = ""
"""Stands for what no column is called, beside columns."""
_NOTHING = object()
_ABSENT = object()


@lru_cache(maxsize=1_000)
def _columns(table: Table) -> tuple[str, ...]:
    """Names of the columns, asked once: walking them takes longer than reading the event."""
    return tuple(column.name for column in table.columns)


@lru_cache(maxsize=1_000)
def _keys(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.primary_key.columns)


def _plan(name: str, given: Mapping[str, Any]) -> tuple[str | None, Any]:
    """From which field of an event a column takes what it holds, or None and what it is given."""
    value = given.get(name, _ABSENT)
    if value is _ABSENT:
        return name, None
    return (value.name, None) if isinstance(value, _Field) else (None, _plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return "; ".join(map(str, value)) if isinstance(value, tuple) else value
