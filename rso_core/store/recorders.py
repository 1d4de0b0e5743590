"""Recorders that write, in the transaction of the events, the log and two guards: act keys, and streams that were read.

An act is decided on facts from several streams but writes only some of them. The database refuses a second
event at the same place of a stream; these recorders also refuse when a stream that was only *read* has moved
since, and when the act's key was used meanwhile. So no rule is broken by two writers passing each other.

The log has a row per event in recorded order, under an index of its own (from 0, without gaps), with the hash of its leaf:
written with the event, it tells later which event was changed, taken away, put in or put elsewhere.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import Any

import attrs
from eventsourcing.persistence import IntegrityError, Notification, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor

from rso_core.database import LOCK_TIMEOUT
from rso_core.store.errors import KeyTakenError
from rso_core.store.read_back import Row, SQLiteReadBack, require_number
from rso_core.store.stored import StoredRow
from rso_core.store.turns import Turns

EVENTS_TABLE = "rso_events"
KEYS_TABLE = "rso_act_keys"
LOG_TABLE = "rso_log"
TILES_TABLE = "rso_log_tiles"
CHECKPOINTS_TABLE = "rso_checkpoints"
RECORD_TABLE = "rso_record"
FORMAT = 2
MARK = f"format_{FORMAT}_of_rso_0_3"
"""Name of the column that carries the format of the store: see `rso_core.store.store_format`."""
AT_A_TIME = 1_000
"""So many streams are asked about in one query."""


RawEvent = tuple[int, str, int, str, bytes]
"""Position, stream, version, topic and bytes of an event, as the driver gives them."""


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


def leaf_of(event: StoredEvent) -> tuple[str, bytes]:
    """Id of an event and the hash of its leaf."""
    row = StoredRow(str(event.originator_id), event.originator_version, event.topic, event.state)
    return row.id, row.leaf_hash()


class StaleError(IntegrityError):
    """A stream moved after it was read."""


def stale(stream: str, read: int, now: int) -> StaleError:
    """The error for a stream that moved after it was read."""
    return StaleError(f"stream {stream} was read at version {read} and is now at {now}")


class SQLiteGuardedRecorder(SQLiteApplicationRecorder):
    """SQLite recorder with guards; the insert comes first, so that the write lock is held when they look."""

    def __init__(self, datastore: Any, events_table_name: str = EVENTS_TABLE) -> None:
        super().__init__(datastore, events_table_name)
        self._read_back = SQLiteReadBack(events_table_name, LOG_TABLE, KEYS_TABLE)
        self.turns = Turns(Path(datastore.pool.db_name), LOCK_TIMEOUT)

    def construct_create_table_statements(self) -> list[str]:
        """Tables of events, of act keys, of the log and what is derived from it (`rso_core.proof`), and of what the store says of itself."""
        keys = (
            f"CREATE TABLE IF NOT EXISTS {KEYS_TABLE} (key TEXT PRIMARY KEY, digest TEXT NOT NULL, "
            "correlation TEXT NOT NULL, first_event TEXT NOT NULL, events INTEGER NOT NULL) WITHOUT ROWID"
        )
        log = (
            f"CREATE TABLE IF NOT EXISTS {LOG_TABLE} (idx INTEGER PRIMARY KEY, event TEXT NOT NULL, hash BLOB NOT NULL)"
        )
        tiles = (
            f"CREATE TABLE IF NOT EXISTS {TILES_TABLE} "
            "(level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, idx)) WITHOUT ROWID"
        )
        checkpoints = (
            f"CREATE TABLE IF NOT EXISTS {CHECKPOINTS_TABLE} "
            "(size INTEGER NOT NULL, key TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (size, key)) WITHOUT ROWID"
        )
        facts = f"CREATE TABLE IF NOT EXISTS {RECORD_TABLE} (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
        return [*super().construct_create_table_statements(), keys, log, tiles, checkpoints, facts]

    def mark_format(self) -> None:
        """Say the format with each event, as a store of this format asks."""
        columns = f"originator_id, originator_version, topic, state, {MARK}"
        self.insert_events_statement = f"INSERT INTO {self.events_table_name} ({columns}) VALUES (?,?,?,?,{FORMAT})"

    def in_turn(self) -> AbstractContextManager[None]:
        """Within it, what is inserted comes before what any other writer inserts."""
        return self.turns.taken()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Insert events in one transaction; in turn, where writers are in each other's way."""
        if not self.turns.are_taken():
            return super().insert_events(stored_events, **kwargs)
        with self.turns.taken():
            return super().insert_events(stored_events, **kwargs)

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        if not stored_events:
            return []
        cursor = c.sqlite_cursor
        *rows, end = ((e.originator_id, e.originator_version, e.topic, e.state) for e in stored_events)
        if rows:
            c.executemany(self.insert_events_statement, rows)
            require_number(cursor, len(rows), "events")
        # Each takes the next place after the last one, and nobody else writes in between.
        c.execute(self.insert_events_statement, end)
        require_number(cursor, 1, f"event {end[0]}")
        last: int = c.lastrowid
        positions = range(last - len(rows), last + 1)
        keys = [(k.key, k.digest, k.correlation, k.first_event, k.events) for k in kwargs.get("keys", ())]
        self._insert_keys(c, kwargs.get("keys", ()), keys)
        self._require_versions(c, kwargs.get("expected_versions", {}))
        leaves = list(map(leaf_of, stored_events))
        # One by one, so that each finds the index after that of the one before it.
        c.executemany(
            f"INSERT INTO {LOG_TABLE} SELECT COALESCE(MAX(idx) + 1, 0), ?, ? FROM {LOG_TABLE}",
            leaves,
        )
        require_number(cursor, len(leaves), "lines of the log")
        self._read_back.require_kept(cursor, positions[0], [*rows, end], leaves, keys)
        return positions

    def _insert_keys(self, c: SQLiteCursor, keys: Sequence[ActKey], rows: Sequence[Row]) -> None:
        if not keys:
            return
        try:
            c.executemany(f"INSERT INTO {KEYS_TABLE} VALUES (?,?,?,?,?)", rows)
        except sqlite3.IntegrityError as error:
            raise KeyTakenError(self._taken(c, keys)) from error
        require_number(c.sqlite_cursor, len(rows), "keys of acts")

    @staticmethod
    def _taken(c: SQLiteCursor, keys: Sequence[ActKey]) -> str:
        """The first key that was there before; those of this transaction are there too, with their own correlation."""
        for key in keys:
            c.execute(f"SELECT correlation FROM {KEYS_TABLE} WHERE key = ?", (key.key,))
            found = c.fetchone()
            if found is not None and found[0] != key.correlation:
                return key.key
        return keys[-1].key

    def _require_versions(self, c: SQLiteCursor, expected: Mapping[str, int]) -> None:
        """Streams that were only read stand where they stood; many are asked at a time."""
        left = iter(expected.items())
        while some := dict(islice(left, AT_A_TIME)):
            c.execute(
                f"SELECT originator_id, MAX(originator_version) FROM {self.events_table_name} "
                f"WHERE originator_id IN ({','.join('?' * len(some))}) GROUP BY originator_id",
                tuple(some),
            )
            now = {row[0]: row[1] for row in c.fetchall()}
            for stream, read in some.items():
                if now.get(stream, 0) != read:
                    raise stale(stream, read, now.get(stream, 0))

    def find_keys(self, keys: Sequence[str]) -> list[ActKey]:
        """What was recorded under these keys (at most some thousands)."""
        with self.datastore.transaction(commit=False) as c:
            marks = ",".join("?" * len(keys))
            columns = "key, digest, correlation, first_event, events"
            c.execute(f"SELECT {columns} FROM {KEYS_TABLE} WHERE key IN ({marks})", tuple(keys))
            return [ActKey(*row) for row in c.fetchall()]

    def select_raw(self, after: int, limit: int) -> list[RawEvent]:
        """Events as they are stored, in recorded order, after a position."""
        with self.datastore.transaction(commit=False) as c:
            c.execute(f"{self._raw} WHERE rowid > ? ORDER BY rowid LIMIT ?", (after, limit))
            return [tuple(row) for row in c.fetchall()]

    def select_raw_of(self, streams: Sequence[str], topics: Sequence[str], mark: bytes) -> list[RawEvent]:
        """Of these streams (at most some thousands) their first events, those under these topics, and with this mark."""
        with self.datastore.transaction(commit=False) as c:
            within, under = ",".join("?" * len(streams)), ",".join("?" * len(topics))
            c.execute(
                f"{self._raw} WHERE originator_id IN ({within}) AND "
                f"(originator_version = 1 OR topic IN ({under}) OR instr(state, ?) > 0)",
                (*streams, *topics, mark),
            )
            return [tuple(row) for row in c.fetchall()]

    def select_raw_streams(self, streams: Sequence[str]) -> list[RawEvent]:
        """All events of these streams (at most some thousands)."""
        with self.datastore.transaction(commit=False) as c:
            c.execute(f"{self._raw} WHERE originator_id IN ({','.join('?' * len(streams))})", tuple(streams))
            return [tuple(row) for row in c.fetchall()]

    @property
    def _raw(self) -> str:
        return f"SELECT rowid, originator_id, originator_version, topic, state FROM {self.events_table_name}"

    def select_at(self, positions: Sequence[int]) -> list[Notification]:
        """The stored events at these positions (at most some thousands), in recorded order."""
        with self.datastore.transaction(commit=False) as c:
            marks = ",".join("?" * len(positions))
            columns = "rowid, originator_id, originator_version, topic, state"
            c.execute(
                f"SELECT {columns} FROM {self.events_table_name} WHERE rowid IN ({marks}) ORDER BY rowid",
                tuple(positions),
            )
            return _notifications(c)

    def select_holding(self, streams: Sequence[str], texts: Sequence[bytes], after: int) -> list[Notification]:
        """The stored events after a position that stand in one of these streams or hold one of these texts in their bytes.

        In recorded order. Streams and texts may be some hundreds together.
        """
        with self.datastore.transaction(commit=False) as c:
            marks = ",".join("?" * len(streams))
            holding = "".join(" OR instr(state, ?) > 0" for _ in texts)
            c.execute(
                f"SELECT rowid, originator_id, originator_version, topic, state FROM {self.events_table_name} "
                f"WHERE rowid > ? AND (originator_id IN ({marks}){holding}) ORDER BY rowid",
                (after, *streams, *texts),
            )
            return _notifications(c)

    def holds(self, text: bytes) -> bool:
        """Whether a text stands in the bytes of any event."""
        with self.datastore.transaction(commit=False) as c:
            c.execute(f"SELECT EXISTS (SELECT 1 FROM {self.events_table_name} WHERE instr(state, ?) > 0)", (text,))
            return bool(c.fetchone()[0])

    def select_streams_with(self, streams: Sequence[str], topics: Sequence[str]) -> list[str]:
        """Those of these streams (at most some thousands) in which an event stands under one of these topics."""
        with self.datastore.transaction(commit=False) as c:
            within, under = ",".join("?" * len(streams)), ",".join("?" * len(topics))
            c.execute(
                f"SELECT DISTINCT originator_id FROM {self.events_table_name} "
                f"WHERE originator_id IN ({within}) AND topic IN ({under})",
                (*streams, *topics),
            )
            return [row[0] for row in c.fetchall()]

    def latest_effective(self, after: int) -> tuple[int, str] | None:
        """Of the events after a position: the last position, and the latest day (ISO) from which one holds."""
        with self.datastore.transaction(commit=False) as c:
            query = f"SELECT MAX(rowid), MAX({_DAY}) FROM {self.events_table_name} WHERE rowid > ?"
            c.execute(query, (*_DAY_AT, after))
            head, day = c.fetchone()
            return None if head is None else (head, bytes(day).decode())

    def select_effective_after(self, day: str) -> list[Notification]:
        """The stored events that hold only after a day (ISO), in recorded order."""
        with self.datastore.transaction(commit=False) as c:
            columns = "rowid, originator_id, originator_version, topic, state"
            c.execute(
                f"SELECT {columns} FROM {self.events_table_name} WHERE {_DAY} > ? ORDER BY rowid",
                (*_DAY_AT, day.encode()),
            )
            return _notifications(c)


EFFECTIVE = b'"effective":"'
"""What stands before the day from which an event holds, and nowhere before it: in a text its quotes are escaped."""
_DAY = "substr(CAST(state AS BLOB), instr(CAST(state AS BLOB), ?) + ?, 10)"
_DAY_AT = (EFFECTIVE, len(EFFECTIVE))


def _notifications(c: SQLiteCursor) -> list[Notification]:
    return [
        Notification(
            id=row["rowid"],
            originator_id=row["originator_id"],
            originator_version=row["originator_version"],
            topic=row["topic"],
            state=row["state"],
        )
        for row in c.fetchall()
    ]
