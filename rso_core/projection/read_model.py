"""What a plugin declares: tables, handlers that fill them, and the register that a person sees."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Table
from sqlalchemy.exc import OperationalError

from rso_core.domain.event import Event
from rso_core.guard import all_of, guarded
from rso_core.projection.errors import ProjectionError, RegisterFailedError
from rso_core.projection.rows import Rows
from rso_core.store.errors import StoreError
from rso_core.store.recorded import RecordedEvent

Handler = Callable[[Rows, RecordedEvent], None]
"""Writes what one event means for the tables, through the rows it is given and nothing else.

Called in the order in which the events hold. When one comes late, those that hang together with it are handled again, on
tables without their rows; so it must do the same each time.
"""


_READS = "rso_reads"


@attrs.frozen
class Column:
    """A column of a register: its key in JSON and CSV (English), its title for a reader (Dutch)."""

    key: str
    title: str


@attrs.frozen
class UntoldRow:
    """A row that belongs in a register and could not be told; the others are.

    Attributes:
        record: what it is about: key columns with what they hold.
        why: what went wrong, in a line.
    """

    record: Mapping[str, Any] = attrs.field(hash=False)
    why: str

    def is_of(self, row: Mapping[str, Any]) -> bool:
        """Whether a row is about the same."""
        return bool(self.record) and all(name in row and row[name] == value for name, value in self.record.items())

    def cells(self, columns: Iterable[Column]) -> list[Any]:
        """As a row for a reader: what is known of it in its own columns, and in the first of the others the mark (Dutch)."""
        keys = [column.key for column in columns]
        marked = next((key for key in keys if key not in self.record), None)
        return [f"NIET TE VERTELLEN: {self}" if key == marked else self.record.get(key) for key in keys]

    def __str__(self) -> str:
        return f"{', '.join(f'{name} {value}' for name, value in self.record.items()) or '?'}: {self.why}"


def _at_once(rows: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """What a generator of rows raises, it raises while the register is read, and not in who shows it."""
    return tuple(rows if isinstance(rows, tuple | list) else all_of(rows))


@attrs.frozen(kw_only=True)
class Register:
    """Rows as a person sees them: those that hold on the date asked.

    Attributes:
        untold: those that could not be told. They are no rows, because who reads a row may rest on all of its columns.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...] = attrs.field(converter=_at_once)
    untold: tuple[UntoldRow, ...] = ()


_NAME = re.compile(r"(?!rso(_|$))[a-z][a-z0-9_]{0,39}")
_OURS = re.compile(r".*(_rso_events|_rso_absent|__g\d+)")


def _called(_: "ReadModel", __: object, name: str) -> None:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ProjectionError(
            f"a read model cannot have the name {name!r}: at most 40 lower-case letters, digits and '_', a letter first, "
            "and not 'rso' or 'rso_…', which are the tables of the record"
        )


_KINDS = (
    sa.String,
    sa.Integer,
    sa.Boolean,
    sa.Date,
    sa.Time,
    sa.DateTime,
    sa.Numeric,
    sa.LargeBinary,
)
_NOT_IN_BOTH = (sa.Enum,)


def reading(handler: Handler, *fields: Iterable[str]) -> Handler:
    """Note of a handler which fields an event must have for it; a read model is held to it when it is declared."""
    setattr(handler, _READS, frozenset(name for some in fields for name in some))
    return handler


def fields_read(handler: Handler) -> frozenset[str]:
    """The fields that an event must have for a handler, as far as it is known."""
    return getattr(handler, _READS, frozenset())


def _require_kind(table: Table, column: "sa.Column[Any]") -> None:
    kind = column.type.impl if isinstance(column.type, sa.types.TypeDecorator) else column.type
    generic = type(kind).__module__ == "sqlalchemy.sql.sqltypes"
    if not (generic and isinstance(kind, _KINDS)) or isinstance(kind, _NOT_IN_BOTH):
        raise ProjectionError(
            f"column {column.name!r} of {table.name!r} is of type {type(column.type).__name__}, which not both databases keep "
            f"alike; possible are {', '.join(each.__name__ for each in _KINDS)}, and types made of those (TypeDecorator)"
        )


def _handled(instance: "ReadModel", _: object, handlers: object) -> None:
    if not isinstance(handlers, Mapping):
        raise ProjectionError(f"handlers of read model {instance.name!r} are no mapping of event classes to handlers")
    for event, handler in handlers.items():
        if not (isinstance(event, type) and issubclass(event, Event) and hasattr(event, "event_name")):
            raise ProjectionError(
                f"read model {instance.name!r} has a handler of {event!r}, which is no event of the record"
            )
        if not callable(handler):
            raise ProjectionError(f"the handler of {event.__name__} in read model {instance.name!r} cannot be called")
        absent = sorted(
            name for name in fields_read(handler) if name not in attrs.fields_dict(event) and not hasattr(event, name)
        )
        if absent:
            raise ProjectionError(
                f"the handler of {event.__name__} in read model {instance.name!r} takes {absent} from it, and it has no such field"
            )


def _counted(instance: "ReadModel", _: object, version: Any) -> None:
    if type(version) is not int or not 1 <= version < 1_000_000:
        raise ProjectionError(
            f"version {version!r} of read model {instance.name!r} is not a whole number from 1 to 999999"
        )


def _named(instance: "ReadModel", _: object, tables: tuple[Table, ...]) -> None:
    if not tables:
        raise ProjectionError(f"read model {instance.name!r} declares no table")
    for table in tables:
        if not table.name.startswith(f"{instance.name}_"):
            raise ProjectionError(
                f"table {table.name!r} of read model {instance.name!r} must be called '{instance.name}_…', "
                "so that plugins do not meet in one table"
            )
        if _OURS.fullmatch(table.name):
            raise ProjectionError(f"table {table.name!r} has a name that is kept for what stands beside its rows")
        if not table.primary_key.columns:
            raise ProjectionError(f"table {table.name!r} of read model {instance.name!r} needs a primary key")
        if table.foreign_keys:
            raise ProjectionError(
                f"table {table.name!r} refers to another (a foreign key); rows of read models stand alone"
            )
        for column in table.columns:
            _require_kind(table, column)


@attrs.frozen(kw_only=True, eq=False)
class ReadModel:
    """A read model: derived from the record alone, and so always possible to build again.

    Attributes:
        name: lower-case name, unique among all plugins; the register is asked for by it.
        version: raise it when tables or handlers change; the new version is built beside the old one.
        title: what the register is called (Dutch).
        tables: SQLAlchemy tables, each called ``<name>_…`` and with a primary key. The first is the main one.
        handlers: per event class, what it means for the tables. Other events are passed over.
        register: gives the register on a connection and a date (Europe/Amsterdam). Events that only hold
            from a later date are not in the tables it reads; periods that ended before are its own to judge.
        plugin: name of the plugin that brings it, for who has to mend it; the package of `register` when left out.
    """

    name: str = attrs.field(validator=_called)
    version: int = attrs.field(validator=_counted)
    title: str = attrs.field(validator=attrs.validators.instance_of(str))
    tables: tuple[Table, ...] = attrs.field(validator=_named)
    handlers: Mapping[type[Event], Handler] = attrs.field(validator=_handled)
    _read: Callable[[Connection, date], Register] = attrs.field(
        alias="register", validator=attrs.validators.is_callable()
    )
    plugin: str = attrs.field()

    @plugin.default
    def _package(self) -> str:
        return str(getattr(self._read, "__module__", self.name)).partition(".")[0]

    def register(self, connection: Connection, valid_on: date) -> Register:
        """The register as the tables on a connection tell it on a date (Europe/Amsterdam).

        Whoever reads a register comes by here, so that one that fails is named wherever it is read.

        Raises:
            RegisterFailedError: it could not be read.
            OperationalError: the database itself does not answer, which is no fault of a register.
            StoreError: the server cannot be reached, which is none either.
        """
        try:
            found = guarded(self.plugin, f"register {self.name!r}", lambda: self._read(connection, valid_on))
            _require_register(found)
        except (RegisterFailedError, StoreError):
            raise
        except Exception as error:
            if isinstance(error, OperationalError) and not _is_wrong_sql(error):
                raise
            raise RegisterFailedError(self.name, self.plugin, error) from error
        return (
            found
            if dict not in set(map(type, found.rows))
            else attrs.evolve(found, rows=map(_row_of_its_own, found.rows))
        )


def _require_register(found: object) -> None:
    if not isinstance(found, Register):
        raise TypeError(f"it gave {type(found).__name__} and no Register")
    if not isinstance(found.title, str):
        raise TypeError(f"its title is {found.title!r} and no text")
    for what, things, kind in (
        ("rows", found.rows, Mapping),
        ("columns", found.columns, Column),
        ("untold", found.untold, UntoldRow),
    ):
        wrong = next((each for each in set(map(type, things)) if not issubclass(each, kind)), None)
        if wrong is not None:
            raise TypeError(f"among its {what} is a {wrong.__name__} and no {kind.__name__}")


def _row_of_its_own(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A copy of a plain row: who gave it, or reads it too, may change theirs."""
    return dict(row) if type(row) is dict else row


def _is_wrong_sql(error: OperationalError) -> bool:
    """SQLite has one error for a column that does not exist and for a disk that is gone; the number tells them apart."""
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR


def merge_handlers(*several: Mapping[type[Event], Handler]) -> dict[type[Event], Handler]:
    """One mapping of handlers out of several; where two speak of one event, they are called in order."""
    merged: dict[type[Event], Handler] = {}
    for handlers in several:
        for event, handler in handlers.items():
            merged[event] = _in_turn(merged[event], handler) if event in merged else handler
    return merged


def _in_turn(first: Handler, second: Handler) -> Handler:
    def both(rows: Rows, recorded: RecordedEvent) -> None:
        first(rows, recorded)
        second(rows, recorded)

    return reading(both, fields_read(first), fields_read(second))
