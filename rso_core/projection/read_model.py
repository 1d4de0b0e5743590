"""What a plugin declares: tables, handlers that fill them, and the register that a person sees."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import attrs
from sqlalchemy import Connection, Table

from rso_core.domain.event import Event
from rso_core.projection.errors import ProjectionError
from rso_core.projection.rows import Rows
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


@attrs.frozen(kw_only=True)
class Register:
    """Rows as a person sees them: those that hold on the date asked."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]


def _named(instance: "ReadModel", _: object, tables: tuple[Table, ...]) -> None:
    if not tables:
        raise ProjectionError(f"read model {instance.name!r} declares no table")
    for table in tables:
        if not table.name.startswith(f"{instance.name}_"):
            raise ProjectionError(
                f"table {table.name!r} of read model {instance.name!r} must be called '{instance.name}_…', "
                "so that plugins do not meet in one table"
            )
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
    """

    name: str
    version: int
    title: str
    tables: tuple[Table, ...] = attrs.field(validator=_named)
    handlers: Mapping[type[Event], Handler]
    register: Callable[[Connection, date], Register]


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
