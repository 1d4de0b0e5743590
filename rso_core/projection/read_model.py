"""What a plugin declares: tables, handlers that fill them, and the register that a person sees."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import attrs
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
    version: int
    title: str
    tables: tuple[Table, ...] = attrs.field(validator=_named)
    handlers: Mapping[type[Event], Handler]
    _read: Callable[[Connection, date], Register] = attrs.field(alias="register")
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
            if not isinstance(found, Register):
                raise TypeError(f"it gave {type(found).__name__} and no Register")
        except (RegisterFailedError, StoreError):
            raise
        except Exception as error:
            if isinstance(error, OperationalError) and not _is_wrong_sql(error):
                raise
            raise RegisterFailedError(self.name, self.plugin, error) from error
        return found


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

    return both
