"""What a store says of itself, beside its events: which record it is, and whether it goes without the keys of its persons.

The identity is drawn when the store is made, or when a store of before is opened for the first time; no event, no byte of
the log and no root depends on it. A backup has the identity of its record, and so has the store that it is put back
into. The keys of persons say to which identity they belong (`rso_core.store.person_keys`).
"""

import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from rso_core.database import engine_for, insert_into
from rso_core.store.error_messages import unusable
from rso_core.store.errors import StoreError
from rso_core.store.tables import RECORD

IDENTITY = "identity"
WITHOUT_KEYS = "without_keys"
KEYS_AT = "keys_at"
RESTORING = "restoring"
IDENTITY_BYTES = 16


def new_identity() -> str:
    """A random identity of a record, 32 hexadecimal digits."""
    return secrets.token_hex(IDENTITY_BYTES)


def is_identity(text: str) -> bool:
    """Whether a text can be the identity of a record."""
    return len(text) == 2 * IDENTITY_BYTES and set(text) <= set("0123456789abcdef")


def facts_in(connection: sa.Connection, table: sa.Table) -> dict[str, str]:
    """What a table of facts says, by name."""
    return {row.name: row.value for row in connection.execute(sa.select(table))}


def note_fact(connection: sa.Connection, table: sa.Table, name: str, value: str) -> None:
    """Say something in a table of facts, whatever it said of it before."""
    insert = insert_into(connection.dialect.name, table).values(name=name, value=value)
    connection.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def begin_identity(engine: sa.Engine) -> str:
    """The identity of the record in a store; one is drawn where there is none yet."""
    of_record = sa.select(RECORD.c.value).where(RECORD.c.name == IDENTITY)
    with engine.connect() as connection:
        if (found := connection.scalar(of_record)) is not None:
            return str(found)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        drawn = insert_into(connection.dialect.name, RECORD).values(name=IDENTITY, value=new_identity())
        # Another process may have been first.
        connection.execute(drawn.on_conflict_do_nothing())
        return str(connection.scalar(of_record))


def identity_in_file(path: Path, table: str = RECORD.name, name: str = IDENTITY) -> str | None:
    """Which record an SQLite file says it is, without opening it as one; None where it says nothing, or is no store.

    Args:
        path: of the file.
        table, name: where it is said, of keys (`rso_core.store.keys_place`) another than of a store.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute(f"SELECT value FROM {table} WHERE name = ?", (name,)).fetchone()
    except sqlite3.Error:
        return None
    return str(found[0]) if found and is_identity(str(found[0])) else None


class RecordFacts:
    """What the store at an address says of itself.

    Args:
        url: address of an open store.
        identity: what it said its identity is, when it was opened.

    Raises:
        StoreError: by every method, when the store cannot be used.
    """

    def __init__(self, url: str, identity: str) -> None:
        self.url = url
        self.identity = identity

    def take_identity(self, identity: str) -> None:
        """Be this record from now on: its backup is put back here, or its keys showed that it is.

        Raises:
            StoreError: it can be no identity.
        """
        if not is_identity(identity):
            raise StoreError(f"{identity!r} is no identity of a record: that is 32 hexadecimal digits")
        self._note(IDENTITY, identity)
        self.identity = identity

    def goes_without_keys(self) -> bool:
        """Whether it was said that the keys of persons are not at hand here, so that their names cannot be read."""
        return WITHOUT_KEYS in self._said()

    def go_without_keys(self) -> None:
        """Say so: a backup without keys was put back, or somebody decided to go on without them."""
        self._note(WITHOUT_KEYS, datetime.now(UTC).isoformat())

    def restoring(self) -> str | None:
        """Root (hexadecimal) of the events that a run began to put back here, and did not end; None where none did."""
        return self._said().get(RESTORING)

    def begin_restoring(self, root: str) -> None:
        """Note that a run begins to put events with this root (hexadecimal) back here."""
        self._note(RESTORING, root)

    def end_restoring(self) -> None:
        """Note that they are there, with all that belongs to them."""
        self._take_back(RESTORING)

    def keys_at(self) -> str | None:
        """Where the keys are that somebody said are those of this record (`rso_core.store.whereabouts`); None where nobody did."""
        return self._said().get(KEYS_AT)

    def note_keys_at(self, where: str) -> None:
        """Note it."""
        self._note(KEYS_AT, where)

    def have_keys(self) -> None:
        """Take that back: there are keys again, and where they are not found that is an error."""
        self._take_back(WITHOUT_KEYS)

    def _take_back(self, name: str) -> None:
        with self._opened(writes=True) as connection:
            connection.execute(sa.delete(RECORD).where(RECORD.c.name == name))

    def _said(self) -> Mapping[str, str]:
        with self._opened() as connection:
            return facts_in(connection, RECORD)

    def _note(self, name: str, value: str) -> None:
        with self._opened(writes=True) as connection:
            note_fact(connection, RECORD, name, value)

    @contextmanager
    def _opened(self, *, writes: bool = False) -> Iterator[sa.Connection]:
        engine = engine_for(self.url)
        try:
            with engine.connect().execution_options(writes=writes) as connection, connection.begin():
                yield connection
        except sa.exc.SQLAlchemyError as error:
            raise unusable(self.url, getattr(error, "orig", None) or error) from error
        finally:
            engine.dispose()
