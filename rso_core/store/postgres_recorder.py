"""The guarded recorder on PostgreSQL; apart, because it needs psycopg (extra ``postgres``)."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

import attrs
import psycopg
from eventsourcing.persistence import InterfaceError, Notification, OperationalError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from eventsourcing.utils import retry
from psycopg import Connection, Cursor, Pipeline, Rollback
from psycopg.rows import DictRow, tuple_row
from psycopg.sql import SQL, Composed, Identifier, Literal

from rso_core.database import LOCK_TIMEOUT
from rso_core.postgres_server import is_gone
from rso_core.store.errors import KeyTakenError, NotKeptError
from rso_core.store.read_back import require_same
from rso_core.store.recorders import (
    AT_A_TIME,
    CHECKPOINTS_TABLE,
    EFFECTIVE,
    EVENTS_TABLE,
    FORMAT,
    KEYS_TABLE,
    LOG_TABLE,
    MARK,
    RECORD_TABLE,
    TILES_TABLE,
    ActKey,
    RawEvent,
    leaf_of,
    stale,
)

PIPELINED_BYTES = 32_000
CREATION_LOCK = 7_221_016
"""Number of the advisory lock under which the tables of a store are made."""
IDLE = 5
"""Seconds after which a transaction that inserts and says nothing more is ended by the server."""
TURN_LOCK = 7_221_019
"""Number of the advisory lock, one per schema, for which writers wait in line."""
again_where_gone = retry((InterfaceError, OperationalError), max_attempts=3, wait=0.2)
"""For a question: it is asked again where the connection ended in the middle, over a new one."""


class PostgresGuardedRecorder(PostgresApplicationRecorder):
    """PostgreSQL recorder with guards; the events table is locked before they look."""

    def __init__(self, datastore: Any, *, events_table_name: str = EVENTS_TABLE) -> None:
        super().__init__(datastore, events_table_name=events_table_name)
        names = {
            "schema": Identifier(datastore.schema),
            "keys": Identifier(KEYS_TABLE),
            "log": Identifier(LOG_TABLE),
            "tiles": Identifier(TILES_TABLE),
            "checkpoints": Identifier(CHECKPOINTS_TABLE),
            "record": Identifier(RECORD_TABLE),
        }
        self.sql_create_statements.append(
            SQL(
                "CREATE TABLE IF NOT EXISTS {schema}.{keys} (key text PRIMARY KEY, digest text NOT NULL, "
                "correlation text NOT NULL, first_event text NOT NULL, events integer NOT NULL)"
            ).format(**names)
        )
        self.sql_create_statements.append(
            SQL(
                "CREATE TABLE IF NOT EXISTS {schema}.{log} "
                "(idx bigint PRIMARY KEY, event text NOT NULL, hash bytea NOT NULL)"
            ).format(**names)
        )
        self.sql_create_statements.append(
            SQL(
                "CREATE TABLE IF NOT EXISTS {schema}.{tiles} "
                "(level integer NOT NULL, idx bigint NOT NULL, hash bytea NOT NULL, PRIMARY KEY (level, idx))"
            ).format(**names)
        )
        self.sql_create_statements.append(
            SQL(
                "CREATE TABLE IF NOT EXISTS {schema}.{checkpoints} "
                "(size bigint NOT NULL, key text NOT NULL, note text NOT NULL, PRIMARY KEY (size, key))"
            ).format(**names)
        )
        self.sql_create_statements.append(
            SQL("CREATE TABLE IF NOT EXISTS {schema}.{record} (name text PRIMARY KEY, value text NOT NULL)").format(
                **names
            )
        )
        self._append_leaves = SQL(
            "INSERT INTO {schema}.{log} (idx, event, hash) SELECT size + place - 1, event, hash "
            "FROM (SELECT COALESCE(MAX(idx) + 1, 0) AS size FROM {schema}.{log}) AS so_far, "
            "unnest(%s::text[], %s::bytea[]) WITH ORDINALITY AS leaves (event, hash, place)"
        ).format(**names)
        oids = SQL(", ").join(
            Literal(Identifier(datastore.schema, table).as_string()) + SQL("::regclass")
            for table in (events_table_name, LOG_TABLE, KEYS_TABLE)
        )
        self._not_plain = SQL(
            "SELECT count(*) FROM pg_catalog.pg_class WHERE oid IN ({oids}) AND "
            "(relkind <> 'r' OR relhastriggers OR relhasrules OR relrowsecurity)"
        ).format(oids=oids)
        self._last_leaves = SQL("SELECT event, hash FROM {schema}.{log} ORDER BY idx DESC LIMIT %s").format(**names)
        self._insert_keys = SQL(
            "INSERT INTO {schema}.{keys} SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::int[]) "
            "ON CONFLICT DO NOTHING RETURNING key"
        ).format(**names)
        self._select_keys = SQL(
            "SELECT key, digest, correlation, first_event, events FROM {schema}.{keys} WHERE key = ANY(%s)"
        ).format(**names)
        self._select_place = SQL(
            "SELECT notification_id, state FROM {schema}.{table} WHERE originator_id = %s AND originator_version = %s"
        ).format(schema=names["schema"], table=Identifier(events_table_name))
        turn = SQL("pg_advisory_xact_lock({}, hashtext({}))").format(TURN_LOCK, datastore.schema)
        # A writer that was stopped while it holds a lock gives it back.
        limits = SQL(
            "SELECT set_config('lock_timeout', '{0}s', true), set_config('idle_in_transaction_session_timeout', '{1}s', true)"
        )
        self._with_turn = limits.format(LOCK_TIMEOUT, IDLE)
        self._take_turn = SQL("{}, {}").format(self._with_turn, turn)
        self._keep_turn = SQL("{}, {}").format(limits.format(LOCK_TIMEOUT, LOCK_TIMEOUT), turn)
        *_, self._lock_events = self.lock_table_statements
        # Done here, once, and not by the library at each of its steps.
        self.lock_table_statements = []
        self._mine = threading.local()
        self._select_versions = SQL(
            "SELECT originator_id, MAX(originator_version) AS version FROM {schema}.{table} "
            "WHERE originator_id = ANY(%s) GROUP BY originator_id"
        ).format(schema=names["schema"], table=Identifier(events_table_name))
        raw = SQL(
            "SELECT notification_id, originator_id, originator_version, topic, state FROM {schema}.{table} "
        ).format(schema=names["schema"], table=Identifier(events_table_name))
        self._select_raw = raw + SQL("WHERE notification_id > %s ORDER BY notification_id LIMIT %s")
        self._select_raw_of = raw + SQL(
            "WHERE originator_id = ANY(%s) AND (originator_version = 1 OR topic = ANY(%s) OR position(%s in state) > 0)"
        )
        self._select_raw_streams = raw + SQL("WHERE originator_id = ANY(%s)")
        self._holds = SQL(
            "SELECT EXISTS (SELECT FROM {schema}.{table} WHERE position(%s IN state) > 0) AS found"
        ).format(schema=names["schema"], table=Identifier(events_table_name))
        self._select_streams_with = SQL(
            "SELECT DISTINCT originator_id FROM {schema}.{table} WHERE originator_id = ANY(%s) AND topic = ANY(%s)"
        ).format(schema=names["schema"], table=Identifier(events_table_name))
        self._select_written = SQL(
            "SELECT originator_id, originator_version, topic, state FROM {schema}.{table} "
            "WHERE notification_id = ANY(%s) ORDER BY notification_id"
        ).format(schema=names["schema"], table=Identifier(events_table_name))
        self._select_at = SQL(
            "SELECT * FROM {schema}.{table} WHERE notification_id = ANY(%s) ORDER BY notification_id"
        ).format(schema=names["schema"], table=Identifier(events_table_name))
        day = SQL("substr(convert_from(state, 'UTF8'), position({} IN convert_from(state, 'UTF8')) + {}, 10)").format(
            EFFECTIVE.decode(), len(EFFECTIVE)
        )
        self._latest_effective = SQL(
            'SELECT MAX(notification_id) AS head, MAX({day} COLLATE "C") AS day FROM {schema}.{table} WHERE notification_id > %s'
        ).format(schema=names["schema"], table=Identifier(events_table_name), day=day)
        self._select_effective_after = SQL(
            'SELECT * FROM {schema}.{table} WHERE {day} COLLATE "C" > %s ORDER BY notification_id'
        ).format(schema=names["schema"], table=Identifier(events_table_name), day=day)
        self._select_holding = SQL(
            "SELECT * FROM {schema}.{table} WHERE notification_id > %(after)s AND (originator_id = ANY(%(streams)s) "
            "OR EXISTS (SELECT FROM unnest(%(texts)s::bytea[]) AS sought (text) WHERE position(text IN state) > 0)) "
            "ORDER BY notification_id"
        ).format(schema=names["schema"], table=Identifier(events_table_name))

    def _create_table(self, curs: Cursor[DictRow]) -> None:
        # Two that open at the same moment would alter the same row of the catalog ("tuple concurrently updated").
        curs.execute("SELECT pg_advisory_xact_lock(%s)", (CREATION_LOCK,))
        super()._create_table(curs)

    def mark_format(self) -> None:
        """Say the format with each event, as a store of this format asks."""
        columns = SQL("originator_id, originator_version, topic, state")
        self.insert_events_statement = SQL(
            "INSERT INTO {table} AS t ({columns}, {mark}) SELECT {columns}, {format} FROM unnest(%s::{row}[]) "
            "RETURNING notification_id"
        ).format(
            table=Identifier(self.datastore.schema, self.events_table_name),
            columns=columns,
            mark=Identifier(MARK),
            format=FORMAT,
            row=Identifier(self.datastore.schema, self.stored_event_type_name),
        )

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """Within it, what is inserted comes before what any other writer inserts.

        The turn is a lock of a transaction of its own, which ends with it: behind a pooler a session is not ours to keep.
        """
        if self._has_turn():
            yield
            return
        with self.datastore.get_connection() as connection:
            connection.execute("BEGIN")
            connection.execute(self._keep_turn)
            self._mine.had = True
            try:
                yield
            finally:
                self._mine.had = False
                # One that is gone gave the turn back by itself; what was inserted meanwhile is in.
                with suppress(psycopg.Error):
                    connection.execute("ROLLBACK")

    def _has_turn(self) -> bool:
        return getattr(self._mine, "had", False)

    def _wait_in_line(self, curs: Cursor[DictRow]) -> None:
        """From here on nobody else inserts events until the transaction ends, nor into the log, which goes on where it ends."""
        curs.execute(self._with_turn if self._has_turn() else self._take_turn, prepare=True)
        curs.execute(self._lock_events, prepare=True)

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Insert events in one transaction, and read them back in it.

        Where the connection ends before the server said that they are in, they may be in or not: that is looked at over a new
        one, once the lock of the table tells that the old transaction is over. So nothing is inserted twice.
        """
        try:
            return self._insert_in_one(stored_events, **kwargs)
        except (OperationalError, InterfaceError) as error:
            if not is_gone(error.__cause__):
                raise
        return self._insert_in_one(stored_events, unless_there=True, **kwargs)

    def _insert_in_one(
        self, stored_events: Sequence[StoredEvent], *, unless_there: bool = False, **kwargs: Any
    ) -> Sequence[int]:
        """Insert events, or give the positions of these very events where they are in already.

        As the library does it, everything goes in a pipeline, which saves round trips. A statement larger than the
        socket's buffer can leave client and server waiting for each other there, so large batches go without. The
        library commits where something is refused after the insert without the database having refused it.
        """
        small = not unless_there and sum(len(event.state) for event in stored_events) <= PIPELINED_BYTES
        positions: Sequence[int] = ()
        failed: Exception | None = None
        with self.datastore.get_connection() as connection:
            with (
                connection.pipeline() if small else nullcontext() as pipeline,
                connection.transaction() as transaction,
                connection.cursor() as curs,
                connection.cursor(row_factory=tuple_row) as plain,
            ):
                if unless_there:
                    self._wait_in_line(curs)
                    if (ids := self._there(curs, stored_events)) is not None:
                        return ids
                self._insert_events(curs, stored_events, **kwargs)
                # By now nobody can put a trigger or rule on the tables until the commit.
                plain.execute(self._not_plain)
                try:
                    if stored_events:
                        positions = self._inserted(connection, pipeline, stored_events)
                        if plain.fetchone() != (0,):
                            self._require_kept(connection, positions, stored_events, kwargs.get("keys", ()))
                except Exception as error:
                    # An error that leaves a pipeline is told twice.
                    failed = error
                    raise Rollback(transaction) from error
            if failed is not None:
                raise failed
        return positions

    def _inserted(
        self,
        connection: Connection[DictRow],
        pipeline: Pipeline | None,
        stored_events: Sequence[StoredEvent],
    ) -> Sequence[int]:
        with connection.cursor() as curs:
            self._insert_stored_events(curs, stored_events)
            if pipeline is not None:
                # Here an event that is there already is refused, and not at some later statement.
                pipeline.sync()
            positions = self._fetch_ids_after_insert_events(curs, stored_events) or ()
        if len(positions) != len(stored_events):
            raise NotKeptError(f"{len(positions)} of {len(stored_events)} events inserted")
        return positions

    def _require_kept(
        self,
        connection: Connection[DictRow],
        positions: Sequence[int],
        stored_events: Sequence[StoredEvent],
        keys: Sequence[ActKey],
    ) -> None:
        """Read back what was written, where a table is no plain one: then what the database says it did is not what it did."""
        with (
            connection.cursor(row_factory=tuple_row) as log,
            connection.cursor(row_factory=tuple_row) as there,
            connection.cursor(row_factory=tuple_row) as events,
        ):
            # What somebody put off until the commit has to happen before we look.
            log.execute("SET CONSTRAINTS ALL IMMEDIATE")
            log.execute(self._last_leaves, (len(stored_events),))
            there.execute(self._select_keys, ([key.key for key in keys],))
            for start in range(0, len(positions), AT_A_TIME):
                some = stored_events[start : start + AT_A_TIME]
                events.execute(self._select_written, (list(positions[start : start + AT_A_TIME]),))
                written = ((e.originator_id, e.originator_version, e.topic, e.state) for e in some)
                require_same(written, ((*row[:3], bytes(row[3])) for row in events), "event")
            last = [(event, bytes(leaf)) for event, leaf in reversed(log.fetchall())]
            require_same(map(leaf_of, stored_events), last, "the line in the log of event")
            kept = {row[0]: row for row in there}
            require_same((attrs.astuple(key) for key in keys), (kept.get(key.key, ()) for key in keys), "the key")

    def _there(self, curs: Cursor[DictRow], events: Sequence[StoredEvent]) -> list[int] | None:
        """Positions of these very events, where they are in; None where the first is not, or another is in its place."""
        ids = []
        for event in events:
            found = curs.execute(self._select_place, (event.originator_id, event.originator_version)).fetchone()
            if found is None or bytes(found["state"]) != event.state:
                return None
            ids.append(found["notification_id"])
        return ids

    def _insert_events(self, curs: Cursor[DictRow], stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:
        keys: Sequence[ActKey] = kwargs.get("keys", ())
        expected_versions: Mapping[str, int] = kwargs.get("expected_versions", {})
        if not stored_events:
            return
        self._wait_in_line(curs)
        if keys:
            columns = zip(*(attrs.astuple(key) for key in keys), strict=True)
            curs.execute(self._insert_keys, [list(column) for column in columns])
            there = {row["key"] for row in curs.fetchall()}
            if (taken := next((key.key for key in keys if key.key not in there), None)) is not None:
                if curs.execute(self._select_keys, ([taken],)).fetchone() is None:
                    raise NotKeptError(f"the key {taken}")
                raise KeyTakenError(taken)
        if expected_versions:
            curs.execute(self._select_versions, (list(expected_versions),))
            now = {row["originator_id"]: row["version"] for row in curs.fetchall()}
            for stream, read in expected_versions.items():
                if now.get(stream, 0) != read:
                    raise stale(stream, read, now.get(stream, 0))
        leaves = [leaf_of(event) for event in stored_events]
        curs.execute(self._append_leaves, ([event for event, _ in leaves], [leaf for _, leaf in leaves]))

    @again_where_gone
    def find_keys(self, keys: Sequence[str]) -> list[ActKey]:
        """What was recorded under these keys."""
        with self.datastore.get_connection() as connection, connection.cursor() as curs:
            rows = curs.execute(self._select_keys, (list(keys),)).fetchall()
            return [ActKey(**row) for row in rows]

    def select_raw(self, after: int, limit: int) -> list[RawEvent]:
        """Events as they are stored, in recorded order, after a position."""
        return self._raw_rows(self._select_raw, (after, limit))

    def select_raw_of(self, streams: Sequence[str], topics: Sequence[str], mark: bytes) -> list[RawEvent]:
        """Of these streams (at most some thousands) their first events, those under these topics, and with this mark."""
        return self._raw_rows(self._select_raw_of, (list(streams), list(topics), mark))

    def select_raw_streams(self, streams: Sequence[str]) -> list[RawEvent]:
        """All events of these streams (at most some thousands)."""
        return self._raw_rows(self._select_raw_streams, (list(streams),))

    def _raw_rows(self, query: Composed, values: tuple[Any, ...]) -> list[RawEvent]:
        return list(self._driver_rows(query, values))

    @again_where_gone
    def _driver_rows(self, query: Composed, values: tuple[Any, ...]) -> list[RawEvent]:
        with self.datastore.get_connection() as connection, connection.cursor(row_factory=tuple_row) as curs:
            return [(*row[:4], bytes(row[4])) for row in curs.execute(query, values).fetchall()]

    @again_where_gone
    def select_at(self, positions: Sequence[int]) -> list[Notification]:
        """The stored events at these positions (at most some thousands), in recorded order."""
        with self.datastore.get_connection() as connection, connection.cursor() as curs:
            return _notifications(curs.execute(self._select_at, (list(positions),)).fetchall())

    @again_where_gone
    def select_holding(self, streams: Sequence[str], texts: Sequence[bytes], after: int) -> list[Notification]:
        """The stored events after a position that stand in one of these streams or hold one of these texts in their bytes.

        In recorded order. Streams and texts may be some hundreds together.
        """
        with self.datastore.get_connection() as connection, connection.cursor() as curs:
            wanted = {"after": after, "streams": list(streams), "texts": list(texts)}
            return _notifications(curs.execute(self._select_holding, wanted).fetchall())

    @again_where_gone
    def holds(self, text: bytes) -> bool:
        """Whether a text stands in the bytes of any event."""
        with self.datastore.get_connection() as connection, connection.cursor() as curs:
            found = curs.execute(self._holds, (text,)).fetchone()
            return found is not None and bool(found["found"])

    @again_where_gone
    def select_streams_with(self, streams: Sequence[str], topics: Sequence[str]) -> list[str]:
        """Those of these streams in which an event stands under one of these topics."""
        with self.datastore.get_connection() as connection, connection.cursor() as curs:
            rows = curs.execute(self._select_streams_with, (list(streams), list(topics))).fetchall()
            return [row["originator_id"] for row in rows]

    @again_where_gone
    def latest_effective(self, after: int) -> tuple[int, str] | None:
        """Of the events after a position: the last position, and the latest day (ISO) from which one holds."""
        with self.datastore.get_connection() as connection, connection.cursor() as curs:
            found = curs.execute(self._latest_effective, (after,)).fetchone()
            return None if found is None or found["head"] is None else (found["head"], str(found["day"]))

    @again_where_gone
    def select_effective_after(self, day: str) -> list[Notification]:
        """The stored events that hold only after a day (ISO), in recorded order."""
        with self.datastore.get_connection() as connection, connection.cursor() as curs:
            return _notifications(curs.execute(self._select_effective_after, (day,)).fetchall())


def _notifications(rows: Sequence[DictRow]) -> list[Notification]:
    return [
        Notification(
            id=row["notification_id"],
            originator_id=row["originator_id"],
            originator_version=row["originator_version"],
            topic=row["topic"],
            state=bytes(row["state"]),
        )
        for row in rows
    ]
