"""The bare parts: `eventsourcing` as it comes, with its own save, mapper and projection runner."""

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
from sqlalchemy.engine import make_url

from rso_core.store import event_store
from rso_core.store.event_store import EventStore


def bare_recorder(store: EventStore) -> Any:
    """The library's own recorder on the same database, with a table of its own: no guards, no keys of acts, no log."""
    recorder: Any = store._log.recorder
    library: Any = next(cls for cls in type(recorder).__mro__ if cls.__module__.startswith("eventsourcing."))
    bare = library(recorder.datastore, events_table_name="bare_events")
    bare.create_table()
    return bare


def save_same_bytes(bare: Any, template: StoredEvent, number: int) -> int:
    """Insert the same bytes under new streams, one commit each, through the library's recorder."""
    for _ in range(number):
        bare.insert_events([StoredEvent(f"bare:{uuid4().hex}", 1, template.topic, template.state)])
    return number


def stock_mapper() -> Mapper[str]:
    """The stock mapper with the stock JSON transcoder."""
    transcoder = JSONTranscoder()
    transcoder.register(DatetimeAsISO())
    return Mapper(transcoder)


class Counting(Projection[Any]):
    """Counts events: the least a projection can do."""

    name = "counting"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Track it, in a transaction of its own, as the library does."""
        self.view.insert_tracking(tracking)


def project_stock(url: str, store: EventStore, events: int) -> int:
    """Run the stock runner over the first events of a store.

    On SQLite the library has no subscription; there the runner's own loop is done without its threads and
    queue, which favours the stock side.
    """
    last = store.read(0, events)[-1][0]
    if make_url(url).get_backend_name() == "postgresql":
        environment = event_store._postgres(make_url(url))
        runner = ProjectionRunner(
            application_class=event_store._Log,
            projection_class=Counting,
            view_class=_view_class(),
            env={**environment, "COUNTING_POSTGRES_SCHEMA": environment["POSTGRES_SCHEMA"]},
        )
        with runner:
            runner.wait(last, timeout=600)
        return events
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


def _view_class() -> Any:
    from eventsourcing.postgres import PostgresTrackingRecorder  # noqa: PLC0415

    return PostgresTrackingRecorder
