"""One address for everything that is stored: which database, and how to open it.

A URL says it all: ``sqlite:///path/to/rso.db`` or ``postgresql://user:password@host:port/database``,
optionally with ``?schema=name``. The event store and the read models live in the same database.
"""

from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from rso_core.store.errors import StoreError

LOCK_TIMEOUT = 30
"""Seconds that a writer waits for another before it gives up."""


def parse_url(url: str) -> URL:
    """Read a store URL.

    Raises:
        StoreError: when it is not one of the two kinds, or names no database.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError(f"{url!r} is not a store address; {_EXAMPLES}") from None
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise StoreError(f"stores on {backend!r} are not supported; {_EXAMPLES}")
    if not parsed.database or parsed.database == ":memory:":
        raise StoreError(f"the store address {hidden(url)!r} names no database; {_EXAMPLES}")
    return parsed


_EXAMPLES = "use 'sqlite:///rso.db' or 'postgresql://user:password@host/database'"


def hidden(url: str) -> str:
    """The URL with its password masked, for messages and lists."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url


def engine_for(url: str, **options: Any) -> sa.Engine:
    """A SQLAlchemy engine on the store's database, for read models.

    On SQLite every transaction begins explicitly, so that tables are created and swapped within it.
    On PostgreSQL the schema of the URL is the search path.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = sa.create_engine(
            parsed.set(drivername="sqlite+pysqlite"), connect_args={"timeout": LOCK_TIMEOUT}, **options
        )
        transact_explicitly(engine)
        return engine
    query = dict(parsed.query)
    schema = query.pop("schema", None)
    connect_args = {"options": f"-csearch_path={schema}"} if schema else {}
    return sa.create_engine(
        parsed.set(drivername="postgresql+psycopg", query=query), connect_args=connect_args, **options
    )


def insert_into(dialect: str, table: sa.Table) -> Any:
    """An INSERT that knows ``on_conflict_do_…``, as a plain `sa.insert` does not; for ``sqlite`` or ``postgresql``."""
    # Only that of the database at hand: the other costs every start as much as reading a register.
    dialects = import_module(f"sqlalchemy.dialects.{'postgresql' if dialect == 'postgresql' else 'sqlite'}")
    return dialects.insert(table)


def transact_explicitly(engine: sa.Engine) -> None:
    """Make an SQLite engine begin its transactions itself: the driver's own habit leaves DDL outside them."""

    @sa.event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")
