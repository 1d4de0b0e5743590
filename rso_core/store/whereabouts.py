"""Where a database really is, whatever address, link or name of a server led to it."""

from pathlib import Path

import sqlalchemy as sa

from rso_core.database import engine_for, parse_url
from rso_core.store.error_messages import unusable
from rso_core.store.record_facts import identity_in_file

ASKED = (
    "SELECT (SELECT system_identifier FROM pg_control_system()), "
    "(SELECT oid FROM pg_database WHERE datname = current_database()), current_schema()"
)
"""Asks a server which it is, which database, and which schema; everybody may."""


def whereabouts(url: str) -> str:
    """Where the database at an address is: the file itself, or the server, database and schema as the server names them.

    A server that takes over from another of which it is a replica is in the same place; a database that was dumped and
    loaded elsewhere is not.

    Raises:
        StoreError: the server cannot be asked.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return f"sqlite:{Path(str(parsed.database)).resolve()}"
    engine = engine_for(url)
    try:
        with engine.connect() as connection:
            return "postgresql:" + "/".join(map(str, connection.exec_driver_sql(ASKED).one()))
    except sa.exc.SQLAlchemyError as error:
        raise unusable(url, getattr(error, "orig", None) or error) from error
    finally:
        engine.dispose()


def is_still_at(where: str, identity: str, *said: str) -> bool:
    """Whether a record, or its keys, are still where they were; on a server that cannot be seen, and is taken to be so.

    Args:
        where: as `whereabouts` gave it.
        identity: of the record.
        said: table and name under which a file says it; those of a store when left out.
    """
    path = where.removeprefix("sqlite:")
    return path == where or (Path(path).is_file() and identity_in_file(Path(path), *said) == identity)
