"""Recorders with two guards in the same transaction as the events: act keys, and streams that were read.

An act is decided on facts from several streams but writes only some of them. The database refuses a second
event at the same place of a stream; these recorders also refuse when a stream that was only *read* has moved
since, and when the act's key was used meanwhile. So no rule is broken by two writers passing each other.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor

from rso_core.store.errors import KeyTakenError

EVENTS_TABLE = "rso_events"
KEYS_TABLE = "rso_act_keys"


@attrs.frozen
class ActKey:
    """An idempotency key with the fingerprint of its act and the act's correlation id.

    ``first_event`` is the id of the first event that the act recorded, ``events`` how many it recorded.
    """

    key: str
    digest: str
    correlation: str
    first_event: str
    events: int


def stale(stream: str, read: int, now: int) -> IntegrityError:
    """The error for a stream that moved after it was read."""
    return IntegrityError(f"stream {stream} was read at version {read} and is now at {now}")


class SQLiteGuardedRecorder(SQLiteApplicationRecorder):
    """SQLite recorder with guards; the insert comes first, so that the write lock is held when they look."""

    def __init__(self, datastore: Any, events_table_name: str = EVENTS_TABLE) -> None:
        super().__init__(datastore, events_table_name)

    def construct_create_table_statements(self) -> list[str]:
        """Tables of events and of act keys."""
        keys = (
            f"CREATE TABLE IF NOT EXISTS {KEYS_TABLE} (key TEXT PRIMARY KEY, digest TEXT NOT NULL, "
            "correlation TEXT NOT NULL, first_event TEXT NOT NULL, events INTEGER NOT NULL) WITHOUT ROWID"
        )
        return [*super().construct_create_table_statements(), keys]

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        ids = super()._insert_events(c, stored_events)
        keys: Sequence[ActKey] = kwargs.get("keys", ())
        for key in keys:
            c.execute(f"INSERT OR IGNORE INTO {KEYS_TABLE} VALUES (?,?,?,?,?)", attrs.astuple(key))
            if c.sqlite_cursor.rowcount == 0:
                raise KeyTakenError(key.key)
        guards: Mapping[str, int] = kwargs.get("guards", {})
        for stream, read in guards.items():
            c.execute(
                f"SELECT MAX(originator_version) FROM {self.events_table_name} WHERE originator_id=?",
                (stream,),
            )
            now = c.fetchone()[0] or 0
            if now != read:
                raise stale(stream, read, now)
        return ids

    def find_keys(self, keys: Sequence[str]) -> list[ActKey]:
        """What was recorded under these keys (at most some thousands)."""
        with self.datastore.transaction(commit=False) as c:
            marks = ",".join("?" * len(keys))
            columns = "key, digest, correlation, first_event, events"
            c.execute(f"SELECT {columns} FROM {KEYS_TABLE} WHERE key IN ({marks})", tuple(keys))
            return [ActKey(*row) for row in c.fetchall()]
