"""Generations: the tables of a read model stand beside each other under a number; a view names the live one.

A view carries the declared name, so any tool that can query the database finds ``signatures_register``,
whichever generation it is. Swapping is a change of views and of one row, in one transaction. Beside the rows it is kept
which event touched them, so that a late event can be put in its place, and an earlier moment be told.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Table
from sqlalchemy.schema import CreateIndex, CreateTable

from rso_core.projection.read_model import ReadModel

CATALOG = sa.Table(
    "rso_read_models",
    sa.MetaData(),
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("generation", sa.Integer, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("failed_event", sa.String),
    sa.Column("error", sa.String),
    sa.Column("traceback", sa.String),
    sa.Column("latest_effective", sa.Date),
    sa.Column("builder", sa.String),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
)
_DDL_LOCK = 7_221_015
"""Number of the PostgreSQL advisory lock under which tables are made and swapped."""
KEPT = 1
"""How rows are kept: raise it when that changes, and every read model is built anew, also those of others.

    1. In the order in which events hold, with the component of each row.
"""
_PER_KEPT = 1_000_000
_OF_0_2 = "rso_snapshots"
COMPONENT = "rso_component"
"""The column, beside the declared ones, with the component to which a row belongs (see `rso_core.projection.components`)."""


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that takes the write lock at once (on SQLite a later upgrade could fail)."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def changing_tables(engine: Engine) -> Iterator[Connection]:
    """A transaction in which tables are made or swapped; one at a time over all processes."""
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_DDL_LOCK)))
        yield connection


def stored_version(model: ReadModel) -> int:
    """The version of a read model as the catalog has it: what it declares, and how its rows are kept (`KEPT`)."""
    return model.version + KEPT * _PER_KEPT


def declared_version(stored: int) -> int:
    """The version that a read model declared, of one as the catalog has it."""
    return stored % _PER_KEPT


@attrs.frozen
class Tables:
    """The tables of a read model under one number.

    Attributes:
        rows: for each declared table name, the table that holds the rows: its columns and `COMPONENT`.
        events: a row per event that touched a row; days as proleptic ordinals, moments in microseconds since 1970 (UTC).
        absent: a row per row that is not there, and was touched: one that was removed, or asked for in vain.
    """

    rows: Mapping[str, Table]
    events: Table
    absent: Table

    @property
    def all(self) -> tuple[Table, ...]:
        """Every one of them."""
        return (*self.rows.values(), self.events, self.absent)


def physical_tables(model: ReadModel, generation: int) -> Tables:
    """The tables of a read model under this number."""
    return _physical_tables(model.name, tuple(model.tables), generation)


@lru_cache(maxsize=1_000)
def _physical_tables(model: str, tables: tuple[Table, ...], generation: int) -> Tables:
    # Copied once: a copy takes longer than asking whether a read model is up with the record.
    metadata = sa.MetaData()
    physical = {}
    for table in tables:
        copy = table.to_metadata(metadata, name=name_of_rows(table, generation))
        for index in copy.indexes:
            index.name = sa.quoted_name(f"{index.name}__g{generation}", None)
        copy.append_column(sa.Column(COMPONENT, sa.BigInteger, nullable=False, index=True))
        copy.dialect_options["sqlite"]["with_rowid"] = False
        physical[table.name] = copy
    events, absent = beside_rows(model, generation, metadata)
    return Tables(physical, events, absent)


def name_of_rows(table: Table, generation: int) -> str:
    """What the table that holds the rows of a declared one is called under a number."""
    return f"{table.name}__g{generation}"


def beside_rows(model: str, generation: int, metadata: sa.MetaData) -> tuple[Table, Table]:
    """The tables of events and of absent rows of a read model under a number, in this collection of tables."""
    events = sa.Table(
        f"{model}_rso_events__g{generation}",
        metadata,
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column(COMPONENT, sa.BigInteger, nullable=False, index=True),
        sa.Column("holds", sa.Boolean, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("waited", sa.Boolean, nullable=False),
        sa.Column("said", sa.Integer, nullable=False),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("settled_at", sa.BigInteger, nullable=False),
        sa.Column("settled_on", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    absent = sa.Table(
        f"{model}_rso_absent__g{generation}",
        metadata,
        sa.Column("of_table", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column(COMPONENT, sa.BigInteger, nullable=False, index=True),
    )
    return events, absent


def create(connection: Connection, tables: Tables, *, indexed: bool = True) -> None:
    """Make the tables of a generation anew; what a killed build left there is dropped.

    Args:
        indexed: with their indexes; otherwise `create_indexes` makes them, which is quicker when the rows are there.
    """
    quote = connection.dialect.identifier_preparer.quote
    for table in tables.all:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {quote(table.name)}")
        connection.exec_driver_sql(create_statement(table, connection.dialect))
    if indexed:
        create_indexes(connection, tables)


def create_indexes(connection: Connection, tables: Tables) -> None:
    """Make the indexes of tables that were made without."""
    for table in tables.all:
        for statement in index_statements(table, connection.dialect):
            connection.exec_driver_sql(statement)


def analyze(connection: Connection, tables: Tables) -> None:
    """Let PostgreSQL look at what is in new tables, so that it plans its queries well."""
    if connection.dialect.name == "postgresql":
        quote = connection.dialect.identifier_preparer.quote
        for table in tables.all:
            connection.exec_driver_sql(f"ANALYZE {quote(table.name)}")


@lru_cache(maxsize=4_000)
def create_statement(table: Table, dialect: sa.Dialect) -> str:
    """The statement that makes a table, without its indexes; compiled once."""
    return str(CreateTable(table).compile(dialect=dialect))


@lru_cache(maxsize=4_000)
def index_statements(table: Table, dialect: sa.Dialect) -> tuple[str, ...]:
    """The statements that make the indexes of a table."""
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    return tuple(str(CreateIndex(index).compile(dialect=dialect)) for index in indexes)


def drop_generation(connection: Connection, read_model: str, generation: int, *, others: Collection[str]) -> None:
    """Drop the tables of a generation and the views on them, also those that a newer version no longer declares.

    Args:
        read_model: name of the read model.
        generation: number of the generation to drop.
        others: names of all read models, so that ``roles`` does not take the tables of ``roles_extra``.
    """
    drop_generations(connection, {read_model: generation}, others=others)


def drop_generations(connection: Connection, generations: Mapping[str, int], *, others: Collection[str]) -> None:
    """The same for several read models, by name."""
    quote = connection.dialect.identifier_preparer.quote
    there = sa.inspect(connection).get_table_names()
    for read_model, number in generations.items():
        longer = tuple(f"{name}_" for name in others if name.startswith(f"{read_model}_"))
        for name in there:
            if not (name.startswith(f"{read_model}_") and name.endswith(f"__g{number}")):
                continue
            if not (longer and name.startswith(longer)):
                connection.exec_driver_sql(f"DROP VIEW IF EXISTS {quote(name.removesuffix(f'__g{number}'))}")
                connection.exec_driver_sql(f"DROP TABLE {quote(name)}")


def point_views(connection: Connection, tables: Tables) -> None:
    """Let the declared names show this generation: the declared columns, and no other."""
    quote = connection.dialect.identifier_preparer.quote
    for name, table in tables.rows.items():
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {quote(name)}")
        columns = (column.name for column in table.columns if column.name != COMPONENT)
        connection.exec_driver_sql(f"CREATE VIEW {quote(name)} AS {shown_by_view(connection, table.name, columns)}")


def shown_by_view(connection: Connection, table: str, columns: Iterable[str]) -> str:
    """The query of the view on a table of a generation: the declared columns, and no other."""
    quote = connection.dialect.identifier_preparer.quote
    return f"SELECT {', '.join(map(quote, columns))} FROM {quote(table)}"


def drop_tables_of_0_2(connection: Connection) -> None:
    """Drop what release 0.2 kept to answer questions about earlier moments: names of persons stand in it too."""
    quote = connection.dialect.identifier_preparer.quote
    for name in sa.inspect(connection).get_table_names():
        if name == _OF_0_2 or name.startswith(f"{_OF_0_2}_"):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {quote(name)}")
