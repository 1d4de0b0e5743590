"""Tables as they stand in the database, read by the driver itself: nothing between hides what is in them."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Table

from rso_core.projection.as_of import memory
from rso_core.projection.bulk import as_driver_takes, insert_all
from rso_core.projection.errors import ProjectionError
from rso_core.projection.generation import COMPONENT, create_statement, name_of_rows

Row = tuple[Any, ...]
Key = tuple[Any, ...]
ROUND_TRIPS = 20_000
"""Of a table of which more rows than this differ, nobody asks whether the database writes their values otherwise."""


@attrs.frozen
class LiveTable:
    """A table as it stands in the database; to copy the declaration of it takes longer than to read its rows.

    Attributes:
        name: in the database.
        declared: what says of which types its columns are.
        more: columns behind the declared ones, of which the values are whole numbers.
    """

    name: str
    declared: Table
    more: tuple[str, ...] = ()

    @classmethod
    def with_rows(cls, declared: Table, generation: int) -> "LiveTable":
        """The table with the rows of a declared one, each with its component behind it."""
        return cls(name_of_rows(declared, generation), declared, (COMPONENT,))

    @classmethod
    def itself(cls, declared: Table) -> "LiveTable":
        """A table that is called in the database as it is declared."""
        return cls(declared.name, declared)

    @property
    def columns(self) -> list[str]:
        """The names of all columns, in order."""
        return [*(column.name for column in self.declared.columns), *self.more]

    @property
    def keys(self) -> list[str]:
        """The names of the columns of the key."""
        return [column.name for column in self.declared.primary_key.columns]

    @property
    def places(self) -> list[int]:
        """Where the columns of the key stand among all."""
        columns = self.columns
        return [columns.index(name) for name in self.keys]


@attrs.frozen
class Read:
    """The rows of a table.

    Attributes:
        rows: by key; as the driver gives them.
        twice: keys that more than one row has, which no table of ours allows.
        problem: why it could not be read; None where it could.
    """

    rows: dict[Key, Row] = attrs.field(factory=dict)
    twice: tuple[Key, ...] = ()
    problem: str | None = None


def read(connection: Connection, table: LiveTable) -> Read:
    """The rows of a table, in a transaction that goes on where it cannot be read."""
    try:
        with connection.begin_nested():
            found = _fetched(connection, table)
    except _errors(connection) as error:
        said = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        return Read(problem=said)
    places = table.places
    rows = {tuple([row[place] for place in places]): row for row in found}
    twice: dict[Key, None] = {}
    if len(rows) != len(found):
        seen: set[Key] = set()
        for row in found:
            key = tuple([row[place] for place in places])
            if key in seen:
                twice[key] = None
            seen.add(key)
    return Read(rows, (*twice,))


def _errors(connection: Connection) -> tuple[type[Exception], ...]:
    driver: Any = connection.dialect.loaded_dbapi
    return sa.exc.SQLAlchemyError, driver.Error


def _fetched(connection: Connection, table: LiveTable) -> list[Row]:
    quote = connection.dialect.identifier_preparer.quote
    query = f"SELECT {', '.join(map(quote, table.columns))} FROM {quote(table.name)}"
    driver: Any = connection.connection.driver_connection
    try:
        return [tuple(row) for row in driver.execute(query).fetchall()]
    except sqlite3.OperationalError:
        # A text that is no UTF-8 was put there by something else than this library; to read it is to find it.
        before, driver.text_factory = driver.text_factory, _any_bytes
        try:
            return [tuple(row) for row in driver.execute(query).fetchall()]
        finally:
            driver.text_factory = before


def _any_bytes(text: bytes) -> str:
    return text.decode("utf-8", "backslashreplace")


def as_written(connection: Connection, table: LiveTable, rows: Iterable[Sequence[Any]]) -> list[Row]:
    """Rows as the driver takes them, in the order given; dates as text on SQLite, for one."""
    return [tuple(row) for row in as_driver_takes(table.declared, connection.dialect, ([*row] for row in rows))]


def as_kept(connection: Connection, declared: Table, rows: Sequence[Sequence[Any]]) -> list[Row] | None:
    """Rows of declared columns as the database gives them back, in the order given: what it makes of another type.

    They are written to an empty table that nobody else sees. None where it refuses them, or they are too many to ask.
    """
    if not rows or len(rows) > ROUND_TRIPS:
        return None
    if connection.dialect.name == "sqlite":
        with memory().connect() as apart, apart.begin():
            return _round_trip(apart, _copy(declared, "main"), rows)
    transaction = connection.begin_nested()
    try:
        return _round_trip(connection, _copy(declared, "pg_temp"), rows)
    finally:
        transaction.rollback()


def _copy(table: Table, schema: str) -> Table:
    copy = table.to_metadata(sa.MetaData(), name="rso_kept", schema=schema)
    copy.append_column(sa.Column(_ORDER, sa.BigInteger))
    return copy


_ORDER = "rso_order"


def _round_trip(connection: Connection, copy: Table, rows: Sequence[Sequence[Any]]) -> list[Row] | None:
    try:
        connection.exec_driver_sql(create_statement(copy, connection.dialect))
        insert_all(connection, copy, ([*row, number] for number, row in enumerate(rows)))
    except (sa.exc.SQLAlchemyError, ProjectionError):
        return None
    columns = [sa.type_coerce(column, sa.types.NullType()) for column in copy.columns if column.name != _ORDER]
    return [tuple(row) for row in connection.execute(sa.select(*columns).order_by(copy.c[_ORDER]))]
