"""Generations: the tables of a read model stand beside each other under a number; a view names the live one.

A view carries the declared name, so any tool that can query the database finds ``signatures_register``,
whichever generation it is. Swapping is a change of views and of one row, in one transaction.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Table

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


def physical_tables(model: ReadModel, generation: int) -> dict[str, Table]:
    """For each declared table name, the table of this generation."""
    return dict(_physical_tables(tuple(model.tables), generation))


@lru_cache(maxsize=1_000)
def _physical_tables(tables: tuple[Table, ...], generation: int) -> Mapping[str, Table]:
    # Copied once: a copy takes longer than asking whether a read model is up with the record.
    metadata = sa.MetaData()
    physical = {}
    for table in tables:
        copy = table.to_metadata(metadata, name=f"{table.name}__g{generation}")
        for index in copy.indexes:
            index.name = sa.quoted_name(f"{index.name}__g{generation}", None)
        physical[table.name] = copy
    return physical


def create(connection: Connection, physical: Mapping[str, Table]) -> None:
    """Make the tables of a generation anew; what a killed build left there is dropped."""
    for table in physical.values():
        table.drop(connection, checkfirst=True)
        table.create(connection)


def drop_generation(connection: Connection, read_model: str, generation: int, *, others: Collection[str]) -> None:
    """Drop the tables of a generation and the views on them, also those that a newer version no longer declares.

    Args:
        read_model: name of the read model.
        generation: number of the generation to drop.
        others: names of all read models, so that ``roles`` does not take the tables of ``roles_extra``.
    """
    longer = tuple(f"{name}_" for name in others if name.startswith(f"{read_model}_"))
    inspector = sa.inspect(connection)
    quote = connection.dialect.identifier_preparer.quote
    old = [
        name
        for name in inspector.get_table_names()
        if name.startswith(f"{read_model}_") and name.endswith(f"__g{generation}")
        if not (longer and name.startswith(longer))
    ]
    for name in old:
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {quote(name.removesuffix(f'__g{generation}'))}")
        connection.exec_driver_sql(f"DROP TABLE {quote(name)}")


def point_views(connection: Connection, physical: Mapping[str, Table]) -> None:
    """Let the declared names show this generation."""
    quote = connection.dialect.identifier_preparer.quote
    for name, table in physical.items():
        columns = ", ".join(quote(column.name) for column in table.columns)
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {quote(name)}")
        connection.exec_driver_sql(f"CREATE VIEW {quote(name)} AS SELECT {columns} FROM {quote(table.name)}")
