"""How a PostgreSQL server is reached: the one place where parameters of a connection are made and connections opened.

Event store, read models, keys of persons and ledgers all connect by this, so that an option of the address (``sslmode``,
``target_session_attrs``, several hosts, ``options``, ``passfile``…) counts for each of them.
"""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from rso_core.store.errors import StoreError

if TYPE_CHECKING:
    import psycopg

PATIENCE = 30.0
"""Seconds that a program which was connected before waits for a server that restarts or fails over."""
CONNECT_TIMEOUT = 10
"""Seconds for one try to connect, per host, unless the address says otherwise."""
_PAUSE = 0.2
_STARTING = "57P03"
_GONE = ("08", "57P01", "57P02", _STARTING)
"""The states (or their beginning) by which a server says that the connection ends: PostgreSQL, appendix A."""
_OF_THE_DRIVER = {"row_factory", "autocommit"}
_reached: set[str] = set()


def parameters_of(url: URL) -> dict[str, Any]:
    """What psycopg and libpq are told for an address: everything that it says, and nothing that it does not.

    What is left out follows libpq's own rules (``PGHOST``, ``PGPASSFILE``, ``PGSSLMODE``, the service file).

    Args:
        url: of a store on PostgreSQL; its ``schema`` becomes the search path.

    Raises:
        StoreError: hosts and ports do not go together.
    """
    from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg  # noqa: PLC0415

    query = {name: value for name, value in url.query.items() if name != "schema"}
    try:
        dialect: Any = PGDialect_psycopg
        _, found = dialect().create_connect_args(url.set(query=query))
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"the hosts and ports of the store address do not go together: {error}") from None
    parameters: dict[str, Any] = {"connect_timeout": CONNECT_TIMEOUT, **found}
    for name, value in parameters.items():
        if isinstance(value, tuple):
            # Of an option that is given more than once, libpq takes the last.
            parameters[name] = value[-1]
    if schema := schema_of(url):
        path = '"' + schema.replace('"', '""') + '"'
        given = [parameters["options"]] if parameters.get("options") else []
        parameters["options"] = " ".join([*given, f"-csearch_path={_escaped(path)}"])
    return parameters


def schema_of(url: URL) -> str:
    """The schema that an address names; empty where it leaves that to the server."""
    schema = url.query.get("schema") or ""
    return schema if isinstance(schema, str) else schema[-1]


def _escaped(value: str) -> str:
    """A value within ``options``: a blank or backslash would end it."""
    return value.replace("\\", "\\\\").replace(" ", "\\ ")


def connect(
    parameters: Mapping[str, Any], how: "Callable[..., psycopg.Connection[Any]] | None" = None
) -> "psycopg.Connection[Any]":
    """A new connection; a server that this process reached before, or that is starting, is waited for.

    Args:
        parameters: see `parameters_of`.
        how: what opens it; psycopg itself when left out.

    Raises:
        psycopg.Error: the server refused, or did not come back in `PATIENCE` seconds.
    """
    import psycopg  # noqa: PLC0415

    how = how or psycopg.connect
    server = repr(sorted((name, str(value)) for name, value in parameters.items() if name not in _OF_THE_DRIVER))
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection = how(**parameters)
        except psycopg.OperationalError as error:
            waited_for = server in _reached or _is_starting(error)
            if not waited_for or time.monotonic() >= until:
                raise
            time.sleep(_PAUSE)
        else:
            _reached.add(server)
            if _by_a_pooler(connection):
                # It may hand each transaction to another session, which knows no prepared statement.
                connection.prepare_threshold = None
            return connection


def _by_a_pooler(connection: "psycopg.Connection[Any]") -> bool:
    """Whether a pooler (PgBouncer) stands before the server: it gives clients a process number of its own."""
    answer = connection.pgconn.exec_(b"SELECT pg_backend_pid()").get_value(0, 0)
    return answer is not None and int(answer) != connection.info.backend_pid


def _is_starting(error: Exception) -> bool:
    # Before a session begins libpq gives no state, only the words; those come with the state in later releases.
    return getattr(error, "sqlstate", None) == _STARTING or "the database system is starting up" in str(error)


def is_gone(error: BaseException | None) -> bool:
    """Whether an error of psycopg says that the connection, or the server, is no longer there."""
    import psycopg  # noqa: PLC0415

    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    return error.sqlstate is None or error.sqlstate.startswith(_GONE)


def told(error: BaseException) -> str:
    """What the server or libpq said, on one line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(dict.fromkeys(lines)) or type(error).__name__
