"""One address for everything that is stored: which database, and how to open it.

A URL says it all: ``sqlite:///path/to/rso.db`` or ``postgresql://user:password@host:port/database``,
optionally with ``?schema=name`` and every option of libpq (``sslmode=verify-full``, ``target_session_attrs=read-write``,
``application_name=…``), and with several hosts (``host1:5432,host2:5432``). The event store and the read models live in the
same database, and every connection is made with the same options (see `rso_core.postgres_server`).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from rso_core.postgres_server import connect, is_gone, parameters_of, told
from rso_core.store.errors import StoreError

LOCK_TIMEOUT = 30
"""Seconds that a writer waits for another before it gives up."""


def parse_url(url: str) -> URL:
    """Read a store URL.

    Raises:
        StoreError: when it is not one of the two kinds, or names no database.
    """
    try:
        parsed = _read(url)
    except (ArgumentError, ValueError):
        raise StoreError(f"{hidden(url)!r} is not a store address; {_EXAMPLES}") from None
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise StoreError(f"stores on {backend!r} are not supported; {_EXAMPLES}")
    if not parsed.database or parsed.database == ":memory:":
        raise StoreError(f"the store address {hidden(url)!r} names no database; {_EXAMPLES}")
    return parsed


_EXAMPLES = "use 'sqlite:///rso.db' or 'postgresql://user:password@host/database'"


_SEVERAL_HOSTS = re.compile(
    r"^(?P<scheme>postgres\w*(?:\+\w+)?)://(?P<who>[^/?]*@)?(?P<hosts>[^/?@]*,[^/?@]*)(?P<rest>.*)$"
)
"""``user@host1:5432,host2:5432/database``, as libpq writes it and SQLAlchemy does not."""
_SECRETS = ("password", "sslpassword")
_PASSWORD = re.compile(r"(?<=://)([^/?@:]*):[^/@]*@")


def _read(url: str) -> URL:
    several = _SEVERAL_HOSTS.match(url)
    if several is None:
        return make_url(url)
    bare = make_url(f"{several['scheme']}://{several['who'] or ''}{several['rest']}")
    pairs = [
        host.rpartition(":") if ":" in host.rpartition("]")[2] else (host, "", "")
        for host in several["hosts"].split(",")
    ]
    hosts = {"host": ",".join(host for host, _, _ in pairs), "port": ",".join(port or "5432" for _, _, port in pairs)}
    return bare.update_query_dict(hosts)


def hidden(url: str) -> str:
    """The URL with its passwords masked, for messages and lists."""
    try:
        parsed = _read(url)
    except (ArgumentError, ValueError):
        return _PASSWORD.sub(r"\1:***@", url)
    masked = {name: "***" for name in _SECRETS if name in parsed.query}
    return (parsed.update_query_dict(masked) if masked else parsed).render_as_string(hide_password=True)


def without_password(url: str) -> str:
    """The URL as it may stand where others read it: without a password. The server finds one otherwise: PGPASSFILE, PGPASSWORD.

    Raises:
        StoreError: it is no store address.
    """
    parsed = parse_url(url)
    kept = {name: value for name, value in parsed.query.items() if name not in _SECRETS}
    if not parsed.password and len(kept) == len(parsed.query):
        return url
    # `set` takes None for what is left as it is.
    return parsed.set(query=kept)._replace(password=None).render_as_string(hide_password=False)


def engine_for(url: str, **options: Any) -> sa.Engine:
    """A SQLAlchemy engine on the store's database, for read models.

    On SQLite every transaction begins explicitly, so that tables are created and swapped within it.
    On PostgreSQL the schema of the URL is the search path.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = sa.create_engine(
            parsed.set(drivername="sqlite+pysqlite"),
            connect_args={"timeout": LOCK_TIMEOUT},
            # What is told of an error is read by more people than what was to be written.
            hide_parameters=True,
            **options,
        )
        transact_explicitly(engine)
        return engine
    parameters = parameters_of(parsed)
    engine = sa.create_engine(
        "postgresql+psycopg://",
        creator=lambda: connect(parameters),
        hide_parameters=True,
        **{"pool_pre_ping": True, **options},
    )
    _tell_what_is_gone(engine, url)
    return engine


def _tell_what_is_gone(engine: sa.Engine, url: str) -> None:
    """A server that cannot be reached any more is told in words, whoever asked."""

    @sa.event.listens_for(engine, "handle_error")
    def _tell(context: sa.ExceptionContext) -> None:
        # Which tells addresses as this module does.
        from rso_core.store.error_messages import ServerGoneError, unusable  # noqa: PLC0415

        error = context.original_exception
        gone = context.is_disconnect or context.connection is None or is_gone(error)
        # Of a ping, SQLAlchemy itself makes a new connection.
        if gone and not context.is_pre_ping:
            raise unusable(url, ServerGoneError(told(error))) from error


def insert_into(dialect: str, table: sa.Table) -> Any:
    """An INSERT that knows ``on_conflict_do_…``, as a plain `sa.insert` does not; for ``sqlite`` or ``postgresql``."""
    # Only that of the database at hand: the other costs every start as much as reading a register.
    dialects = import_module(f"sqlalchemy.dialects.{'postgresql' if dialect == 'postgresql' else 'sqlite'}")
    return dialects.insert(table)


@contextmanager
def at_one_moment(connection: sa.Connection) -> Iterator[None]:
    """A transaction in which everything is seen as it is at one moment, and that leaves nothing behind.

    Args:
        connection: on which no transaction was begun.
    """
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ")
    transaction = connection.begin()
    try:
        yield
    finally:
        transaction.rollback()


def transact_explicitly(engine: sa.Engine) -> None:
    """Make an SQLite engine begin its transactions itself: the driver's own habit leaves DDL outside them."""

    @sa.event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")
