"""Tables of the snapshots, in the store's database: derived, so that they may be dropped at any time."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Table

from rso_core.projection.generation import changing_tables
from rso_core.projection.read_model import ReadModel

PREFIX = "rso_snapshots"
COMPONENT = "rso_component"
PRESENT = "rso_present"
MODELS = 128
"""Of so many read models the tables are kept: statements on the same tables are compiled once."""
_METADATA = sa.MetaData()
CATALOG = sa.Table(
    PREFIX,
    _METADATA,
    sa.Column("model", sa.String, primary_key=True, comment="name of the read model"),
    sa.Column("snapshot", sa.BigInteger, nullable=False, comment="number at random: another one is another snapshot"),
    sa.Column("version", sa.Integer, nullable=False, comment="version of the read model"),
    sa.Column("position", sa.BigInteger, nullable=False, comment="up to which event of the record it is"),
    sa.Column("mark", sa.String, comment="what tells the event at that position from another one"),
    sa.Column("tables", sa.String, nullable=False, comment="its tables of rows, a name per line"),
    sa.Column("failed", sa.Boolean, nullable=False, comment="whether a handler refused an event, so that it ends here"),
)
EVENTS = sa.Table(
    f"{PREFIX}_events",
    _METADATA,
    sa.Column("snapshot", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("component", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("effective", sa.Integer, nullable=False),
    sa.Column("recorded_at", sa.BigInteger, nullable=False),
    comment="a row per event that touched a row of the read model",
    sqlite_with_rowid=False,
)
COMPONENTS = sa.Table(
    f"{PREFIX}_components",
    _METADATA,
    sa.Column("snapshot", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("component", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("last_position", sa.BigInteger, nullable=False),
    sa.Column("first_effective", sa.Integer, nullable=False),
    sa.Column("last_effective", sa.Integer, nullable=False),
    sa.Column("first_recorded", sa.BigInteger, nullable=False),
    sa.Column("last_recorded", sa.BigInteger, nullable=False),
    comment="a row per component: between which moments its events lie",
    sqlite_with_rowid=False,
)


@lru_cache(MODELS)
def row_tables(model: ReadModel) -> Mapping[str, Table]:
    """For each declared table name, the table that keeps the full state.

    Beside the declared columns it has the component of the row, and whether the row is there: one that was removed,
    or asked for in vain, belongs to a component too.
    """
    metadata = sa.MetaData()
    return {
        table.name: sa.Table(
            f"{PREFIX}_{table.name}",
            metadata,
            *(
                sa.Column(c.name, c.type, primary_key=c.primary_key, autoincrement=False, nullable=not c.primary_key)
                for c in table.columns
            ),
            sa.Column(COMPONENT, sa.BigInteger, nullable=False, index=True),
            sa.Column(PRESENT, sa.Boolean, nullable=False),
        )
        for table in model.tables
    }


def temporary_tables(connection: Connection, model: ReadModel) -> Mapping[str, Table]:
    """Make the declared tables, empty, for this connection alone; a query on it finds them before the live ones."""
    copies = _copies(model, "pg_temp" if connection.dialect.name == "postgresql" else "temp")
    for copy in copies.values():
        copy.create(connection)
    return copies


@lru_cache(MODELS)
def _copies(model: ReadModel, schema: str) -> Mapping[str, Table]:
    return {table.name: table.to_metadata(sa.MetaData(), schema=schema) for table in model.tables}


def create_catalog(connection: Connection) -> None:
    """Make the tables that all snapshots share, where they are missing."""
    _METADATA.create_all(connection)


def drop_rows(connection: Connection, names: Iterable[str]) -> None:
    """Drop tables of rows by their names in the database, where they are there."""
    quote = connection.dialect.identifier_preparer.quote
    for name in names:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {quote(name)}")


def missing(engine: Engine, model: ReadModel) -> bool:
    """Whether a table of this read model's snapshot is not there."""
    wanted = {*_METADATA.tables, *(table.name for table in row_tables(model).values())}
    return not wanted <= set(sa.inspect(engine).get_table_names())


def analyze(engine: Engine, model: ReadModel) -> None:
    """Let PostgreSQL look anew at what is in the tables of a snapshot, so that it plans its queries well."""
    if engine.dialect.name == "postgresql":
        quote = engine.dialect.identifier_preparer.quote
        with engine.begin() as connection:
            for table in (EVENTS, COMPONENTS, *row_tables(model).values()):
                connection.exec_driver_sql(f"ANALYZE {quote(table.name)}")


def forget(engine: Engine) -> None:
    """Remove every snapshot, and all names of persons in them; they are made again when they are asked for.

    On SQLite the pages they stood in are overwritten. Of the write-ahead log and of backups this says nothing.

    Args:
        engine: on the store's database.
    """
    with changing_tables(engine) as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        names = [n for n in sa.inspect(connection).get_table_names() if n == PREFIX or n.startswith(f"{PREFIX}_")]
        drop_rows(connection, names)
