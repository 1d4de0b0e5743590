"""The connections of the event store on PostgreSQL: kept by the library's pool, made as all others of a store are.

The library takes host, port, user and password only. Here every option of the address counts, a connection that the
server ended is noticed before it is used, and one that cannot be made is told with the server's own words.
"""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import psycopg
from eventsourcing.persistence import BaseInfrastructureFactory, OperationalError, PersistenceError
from eventsourcing.postgres import ConnectionPool, PostgresDatastore, PostgresFactory
from psycopg import Connection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import PoolTimeout

from rso_core.database import LOCK_TIMEOUT, parse_url
from rso_core.postgres_server import PATIENCE, connect, parameters_of, schema_of, told
from rso_core.store.error_messages import ServerGoneError
from rso_core.store.recorders import EVENTS_TABLE

ADDRESS = "POSTGRES_ADDRESS"
"""Name, in the environment of the library, of the address of the store."""
_WHERE = (
    "SELECT coalesce((SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.oid = to_regclass(%s)), current_schema())"
)


_PREPARED_BEFORE = "the table of events was changed after this connection prepared its questions"


class _RecordConnection(Connection[DictRow]):
    """A connection of the pool, made as all others are."""

    @classmethod
    def connect(cls, _: str = "", **parameters: Any) -> Self:  # type: ignore[override]
        return connect(parameters, super().connect)  # type: ignore[return-value]


def _require_open(connection: Connection[Any]) -> None:
    """Notice that the server ended a connection, without asking it: of an idle one there is nothing to read.

    Raises:
        psycopg.OperationalError: it did.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        # A notice, or the end: an empty statement tells which.
        connection.execute("")


class RecordDatastore(PostgresDatastore):
    """Keeps the connections of one event store.

    Args:
        address: of the store.

    Raises:
        PersistenceError: the server cannot be reached with these options.
    """

    def __init__(self, address: str) -> None:
        url = parse_url(address)
        self._parameters = parameters_of(url)
        schema = schema_of(url) or self._schema_there()
        super().__init__("", "", "", "", "", schema=schema, originator_id_type="text", lock_timeout=LOCK_TIMEOUT)
        self.pool = ConnectionPool(
            connection_class=_RecordConnection,
            kwargs={**self._parameters, "row_factory": dict_row, "autocommit": True},
            min_size=1,
            max_size=11,
            open=False,
            timeout=PATIENCE,
            check=_require_open,
            num_workers=1,
        )

    def _schema_there(self) -> str:
        """Where a name without a schema leads: the read models, which name none, are to stand beside the events."""
        try:
            with connect(self._parameters) as connection:
                found = connection.execute(_WHERE, (EVENTS_TABLE,)).fetchone()
        except psycopg.Error as error:
            raise ServerGoneError(told(error)) from error
        if found is None or found[0] is None:
            raise PersistenceError("no schema on the search path of this user exists; make one, or name one: ?schema=…")
        return str(found[0])

    @contextmanager
    def get_connection(self) -> Iterator[Connection[DictRow]]:
        """A connection that is alive, from the pool.

        Raises:
            ServerGoneError: the server was waited for and did not come.
            PersistenceError: what the server said of a statement.
        """
        try:
            with super().get_connection() as connection:
                try:
                    yield connection
                except psycopg.errors.FeatureNotSupported:
                    # What was prepared before the store got its format is of no use any more; it is asked again over a new one.
                    connection.close()
                    raise psycopg.OperationalError(_PREPARED_BEFORE) from None
        except OperationalError as error:
            if isinstance(error.__cause__, PoolTimeout):
                raise ServerGoneError(self._reason(error)) from error
            raise

    def _reason(self, error: Exception) -> str:
        """Why there is no connection: the pool, which tries in the background, only says that there is none."""
        try:
            psycopg.connect(**self._parameters).close()
        except psycopg.Error as reason:
            return told(reason)
        return told(error)


class Factory(PostgresFactory):
    """Makes the recorder of a store from its address alone."""

    def __init__(self, env: Any) -> None:
        # What the library would read from its own names is in the address.
        BaseInfrastructureFactory.__init__(self, env)
        self.datastore = RecordDatastore(str(self.env.get(ADDRESS)))
