"""What a database says when it refuses, and what would mend it."""

import sqlite3

from eventsourcing.persistence import PersistenceError

from rso_core.database import hidden
from rso_core.database_errors import told_by_database
from rso_core.postgres_server import is_gone
from rso_core.store.errors import StoreError, UnreachableStoreError


class ServerGoneError(PersistenceError):
    """The server cannot be reached; it was waited for, so trying again at once leads to nothing."""


DATABASE_ERRORS = (PersistenceError, sqlite3.Error)
"""The recorders wrap most errors of the drivers; a connection that fails at once comes through as it is."""
_REMEDIES = (
    ("readonly", "the store is read-only; check the rights on the file and its folder"),
    ("unable to open", "check that the folder exists and may be written"),
    ("disk is full", "the disk is full; make room and try again, nothing was half-recorded"),
    ("no space", "the disk is full; make room and try again, nothing was half-recorded"),
    ("disk i/o", "the disk refuses; check its room and rights, nothing was half-recorded"),
    ("not a database", "this file is not an rso store; name another file"),
    ("malformed", "this store is damaged; restore a backup"),
    (
        "ssl",
        "server and address do not agree on encryption; check sslmode, sslrootcert and the certificate of the server",
    ),
    ("invalid connection option", "the address has an option that PostgreSQL does not know; check how it is written"),
    (
        "session is read-only",
        "no server of the address takes writes; wait for the failover to end, or name the primary",
    ),
    ("read-only transaction", "this server takes no writes; name the primary, or target_session_attrs=read-write"),
    (
        "unsupported startup parameter",
        "a pooler refuses the schema in the address; give the user its search path instead: "
        "ALTER ROLE … SET search_path",
    ),
    ("format_", "the store was given the format of a later release meanwhile; nothing was recorded, use that release"),
    ("lock timeout", "another program holds the store; wait for it to finish and try again"),
    ("locked", "another program holds the store; wait for it to finish and try again"),
    ("connection", "check that the server runs and that address, user and password are right"),
    ("password", "check user and password"),
)


def unusable(url: str, error: Exception) -> StoreError:
    """The error to show for what the database said about a store: with the remedy, and without the password."""
    said = told_by_database(error)
    remedy = next((text for sign, text in _REMEDIES if sign in said.lower()), "see the message of the database")
    kind = UnreachableStoreError if _server_gone(error) else StoreError
    return kind(f"the store {hidden(url)} cannot be used ({said}): {remedy}")


def _server_gone(error: BaseException) -> bool:
    if isinstance(error, ServerGoneError):
        return True
    cause = error.__cause__ if isinstance(error, PersistenceError) else None
    return cause is not None and type(cause).__module__.startswith("psycopg") and is_gone(cause)
