"""As-of: every register at any earlier moment, valid on × known on.

*Known on* takes the events that had been recorded by then; *valid on* takes of those the ones that hold by
then. They are replayed in recorded order into a database in memory, so later knowledge about the same thing wins.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from rso_core.projection.errors import UnknownReadModelError
from rso_core.projection.feed import run_handlers
from rso_core.projection.read_model import ReadModel, Register
from rso_core.projection.rows import Rows
from rso_core.store.event_store import EventStore
from rso_core.store.recorded import Recorded

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BATCH = 1_000


def known_by(known_on: date | datetime | None) -> datetime | None:
    """The moment up to which is known: a date means the end of that day in Europe/Amsterdam (result in UTC)."""
    if known_on is None or isinstance(known_on, datetime):
        return known_on
    midnight = datetime.combine(known_on + timedelta(days=1), time(), AMSTERDAM)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


def events_as_of(
    store: EventStore, valid_on: date | None, known_on: date | datetime | None
) -> Iterator[tuple[int, Recorded]]:
    """Events that were recorded by `known_on` and hold by `valid_on`, with positions, in recorded order."""
    return _of_moment(_all_events(store), valid_on, known_on)


def _all_events(store: EventStore, after: int = 0) -> Iterator[tuple[int, Recorded]]:
    while batch := store.read(after, BATCH):
        yield from batch
        after = batch[-1][0]


def _of_moment(
    events: Iterable[tuple[int, Recorded]], valid_on: date | None, known_on: date | datetime | None
) -> Iterator[tuple[int, Recorded]]:
    moment = known_by(known_on)
    for position, recorded in events:
        meta = recorded.meta
        if (moment is None or meta.recorded_at <= moment) and (valid_on is None or meta.effective <= valid_on):
            yield position, recorded


def registers_on(store: EventStore, model: ReadModel, days: Iterable[date]) -> dict[date, Register]:
    """A register as it stood on several days, each by what was known at the end of that day.

    The record is read once, whatever the number of days.

    Raises:
        HandlerFailedError: the handler of the read model raised.
    """
    events = [item for item in _all_events(store) if type(item[1].event) in model.handlers]
    found = {}
    for day in sorted(set(days)):
        with AsOf(store, [model], day, day, events=events) as moment:
            found[day] = moment.register(model.name)
    return found


class AsOf:
    """Registers at one moment, replayed once for all of them; a context manager.

    Args:
        store: the event store.
        read_models: what to replay.
        valid_on: day on which the rows hold (Europe/Amsterdam).
        known_on: day or moment up to which is known; None for all that is known.
        events: the whole record with positions, where it was read already.

    Raises:
        HandlerFailedError: a plugin's handler raised.
    """

    def __init__(
        self,
        store: EventStore,
        read_models: Sequence[ReadModel],
        valid_on: date,
        known_on: date | datetime | None = None,
        events: Iterable[tuple[int, Recorded]] | None = None,
    ) -> None:
        self.valid_on = valid_on
        self._models = {model.name: model for model in read_models}
        self._engine = sa.create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        self.events = 0
        with self._engine.begin() as connection:
            for table in (table for model in read_models for table in model.tables):
                table.to_metadata(sa.MetaData()).create(connection)
            batch: list[tuple[int, Recorded]] = []
            for item in _of_moment(_all_events(store) if events is None else events, valid_on, known_on):
                batch.append(item)
                if len(batch) == BATCH:
                    self._feed(connection, batch)
                    batch = []
            self._feed(connection, batch)

    def _feed(self, connection: sa.Connection, batch: list[tuple[int, Recorded]]) -> None:
        self.events += len(batch)
        for model in self._models.values():
            rows = Rows(connection, {table.name: table for table in model.tables})
            run_handlers(model, rows, batch)
            rows.flush()

    def register(self, name: str) -> Register:
        """A register at this moment.

        Raises:
            UnknownReadModelError: there is no such register here.
        """
        if name not in self._models:
            raise UnknownReadModelError(name, self._models)
        with self._engine.connect() as connection:
            return self._models[name].register(connection, self.valid_on)

    def __enter__(self) -> "AsOf":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()
