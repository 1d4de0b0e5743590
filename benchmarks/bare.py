"""The bare parts: `eventsourcing` as it comes, with its own save, mapper and projection runner."""

from collections.abc import Mapping
from itertools import count
from typing import Any
from uuid import uuid4

from eventsourcing.persistence import (
    DatetimeAsISO,
    JSONTranscoder,
    Mapper,
    StoredEvent,
    Tracking,
)
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL
from sqlalchemy.engine import make_url

from rso_core.store import event_store
from rso_core.store.event_store import EventStore

PATIENCE = 60
"""Seconds in which the stock runner has to take at least one event."""


_KEY_ROW = (
    "key text PRIMARY KEY, digest text NOT NULL, correlation text NOT NULL, first_event text NOT NULL, events int"
)
_COUNTER = count(1)


def bare_recorder(store: EventStore) -> Any:
    """The library's own recorder on the same database, in tables of its own, with what it needs to write the same rows.

    A row of an event, one of a log and one of a key of an act; but nothing is looked at: no guards, no hash, no index.
    """
    recorder: Any = store._log.recorder
    library: Any = next(cls for cls in type(recorder).__mro__ if cls.__module__.startswith("eventsourcing."))
    sqlite = "sqlite" in library.__module__
    mark, blob = ("?", "blob") if sqlite else ("%s", "bytea")

    class Bare(library):  # type: ignore[misc]
        def _insert_events(self, curs: Any, events: Any, **rows: Any) -> Any:
            found = super()._insert_events(curs, events)
            curs.execute(f"INSERT INTO bare_keys VALUES ({', '.join([mark] * 5)})", rows["key"])
            curs.execute(f"INSERT INTO bare_log VALUES ({mark}, {mark}, {mark})", rows["log"])
            return found

    bare = Bare(recorder.datastore, events_table_name="bare_events")
    more = [
        f"CREATE TABLE IF NOT EXISTS bare_keys ({_KEY_ROW})",
        f"CREATE TABLE IF NOT EXISTS bare_log (idx int PRIMARY KEY, event text NOT NULL, hash {blob} NOT NULL)",
    ]
    if sqlite:
        bare.create_table_statements += more
    else:
        bare.sql_create_statements += [SQL(statement) for statement in more]
    bare.create_table()
    return bare


def save_same_rows(bare: Any, template: StoredEvent, number: int, *, known: bool) -> int:
    """Insert the same bytes, with a row of the log and a key, one commit each, through the library's recorder.

    Args:
        bare: of `bare_recorder`.
        template: the event whose bytes they are.
        number: how many.
        known: in one stream that grows; else each in a new one.
    """
    leaf = b"x" * 32
    for _ in range(number):
        n = next(_COUNTER)
        event = StoredEvent("bare:known" if known else f"bare:{n}", n, template.topic, template.state)
        name = f"{event.originator_id}@{n}"
        bare.insert_events([event], key=(f"key-{n}", "d" * 32, "c" * 32, name, 1), log=(n, name, leaf))
    return number


def stock_mapper() -> Mapper[str]:
    """The stock mapper with the stock JSON transcoder."""
    transcoder = JSONTranscoder()
    transcoder.register(DatetimeAsISO())
    return Mapper(transcoder)


class Counting(Projection[Any]):
    """Counts events: the least a projection can do."""

    def __init__(self, view: Any) -> None:
        super().__init__(view)
        self.counted = 0

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Track it, in a transaction of its own, as the library does."""
        self.view.insert_tracking(tracking)
        self.counted += 1


def project_stock(url: str, store: EventStore, events: int) -> int:
    """Run the stock runner over at least the first events of a store; gives how many it took.

    On SQLite the library has no subscription; there the runner's own loop is done without its threads and
    queue, which favours the stock side.

    Raises:
        TimeoutError: the runner took none in `PATIENCE` seconds.
    """
    last = store.read(0, events)[-1][0]
    if make_url(url).get_backend_name() == "postgresql":
        runner: Any = ProjectionRunner(
            application_class=_log_of(store),
            projection_class=_counting_anew(),
            view_class=_view_class(),
            env=event_store._postgres(make_url(url)),
        )
        with runner:
            _wait_for(runner, last)
        return int(runner.projection.counted)
    from eventsourcing.sqlite import SQLiteFactory  # noqa: PLC0415

    factory = SQLiteFactory({"SQLITE_DBNAME": f"{make_url(url).database}.{uuid4().hex}.tracking"})
    view = factory.tracking_recorder()
    done, after = 0, 0
    while done < events:
        for position, _ in store.read(after, min(500, events - done)):
            view.insert_tracking(Tracking("rso", position))
            done, after = done + 1, position
    factory.close()
    return done


def _wait_for(runner: Any, last: int) -> None:
    """Wait until the runner took the event at this position, as long as it goes on."""
    before = -1
    while True:
        try:
            return runner.wait(last, timeout=PATIENCE)  # type: ignore[no-any-return]
        except TimeoutError:
            if runner.projection.counted == before:
                raise
            before = runner.projection.counted


def _log_of(store: EventStore) -> Any:
    """The log of a store as the runner opens it: a class that needs nothing but its environment."""

    class Log(event_store._Log):
        # The library names the table of events after this, and a subclass after itself unless it says so: without it
        # the runner waits for events in a new and empty table, for ever.
        name = event_store._Log.name

        def __init__(self, environment: Mapping[str, str]) -> None:
            super().__init__(environment, store.keys)

    return Log


def _counting_anew() -> type[Counting]:
    """The projection under a name of its own: the library goes on where one of that name was."""
    return type("CountingAnew", (Counting,), {"name": f"counting_{uuid4().hex[:8]}"})


def _view_class() -> Any:
    from eventsourcing.postgres import PostgresTrackingRecorder  # noqa: PLC0415

    return PostgresTrackingRecorder
