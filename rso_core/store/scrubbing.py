"""Scrubbing: what was deleted or overwritten in a database is still in its files until they are written anew."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from rso_core.database_errors import told_by_database
from rso_core.store.errors import StoreError


def scrub(engine: sa.Engine, tables: Iterable[str] = ()) -> None:
    """Write the files of a database anew, so that nothing is left in them of what was deleted.

    On SQLite the whole file, and the write-ahead log is emptied; on PostgreSQL the tables named (``VACUUM FULL``). Copies
    outside the database (backups, archived write-ahead logs of a server) are for who keeps them.

    Args:
        engine: of the database.
        tables: names of tables, for PostgreSQL.

    Raises:
        StoreError: another program holds the database; nothing is lost, try again.
    """
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if connection.dialect.name == "postgresql":
                quote = connection.dialect.identifier_preparer.quote
                for table in tables:
                    connection.exec_driver_sql(f"VACUUM FULL {quote(table)}")
            else:
                _rewrite(connection)
    except DBAPIError as error:
        raise StoreError(f"the files could not be written anew ({told_by_database(error)}); {_REMEDY}") from error


_REMEDY = "stop other programs that use this record and try again, for what was deleted is still in its files"


def _rewrite(connection: sa.Connection) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    cursor = driver.cursor()
    cursor.execute("VACUUM")
    busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise StoreError(f"another program reads the record just now; {_REMEDY}")
