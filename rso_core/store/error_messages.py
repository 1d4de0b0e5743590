"""What a database says when it refuses, and what would mend it."""

import sqlite3

from eventsourcing.persistence import PersistenceError

from rso_core.database import hidden
from rso_core.store.errors import StoreError

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
    ("locked", "another program holds the store; wait for it to finish and try again"),
    ("connection", "check that the server runs and that address, user and password are right"),
    ("password", "check user and password"),
)


def unusable(url: str, error: Exception) -> StoreError:
    """The error to show for what the database said about a store: with the remedy, and without the password."""
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    remedy = next((text for sign, text in _REMEDIES if sign in said.lower()), "see the message of the database")
    return StoreError(f"the store {hidden(url)} cannot be used ({said}): {remedy}")
