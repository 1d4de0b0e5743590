"""As-of: every register at any earlier moment, valid on × known on.

*Known on* takes the events that are said to have been known by then (or, asked by entry, that had been entered by
then); *valid on* takes of those the ones that hold by then. They are replayed in recorded order into a database in memory, so later knowledge about the same thing wins.
Where the record is long, snapshots tell the same without a replay (see `rso_core.projection.snapshots`).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from rso_core.projection.errors import UnknownReadModelError
from rso_core.projection.feed import run_handlers
from rso_core.projection.knowledge import Knowledge
from rso_core.projection.read_model import ReadModel, Register
from rso_core.projection.rows import Rows
from rso_core.projection.snapshots import NoAnswerError, Question, Snapshots
from rso_core.store.event_store import EventStore
from rso_core.store.mapper import topics_of
from rso_core.store.recorded import RecordedEvent

BATCH = 1_000


def events_as_of(
    store: EventStore,
    valid_on: date | None,
    known_on: date | datetime | None,
    entered_on: date | datetime | None = None,
) -> Iterator[tuple[int, RecordedEvent]]:
    """Events that were known by `known_on`, entered by `entered_on` and hold by `valid_on`, with positions, in recorded order."""
    return _of_moment(_all_events(store), valid_on, Knowledge.by(known_on, entered_on))


def _all_events(store: EventStore) -> Iterator[tuple[int, RecordedEvent]]:
    after = 0
    while batch := store.read(after, BATCH):
        yield from batch
        after = batch[-1][0]


def _events_of(store: EventStore, model: ReadModel, until: int) -> Iterator[tuple[int, RecordedEvent]]:
    """The events that a read model handles, up to and including a position."""
    after, topics = 0, topics_of(model.handlers)
    while topics and (batch := store.read(after, BATCH, topics)):
        yield from (item for item in batch if item[0] <= until)
        after = batch[-1][0]


def _of_moment(
    events: Iterable[tuple[int, RecordedEvent]], valid_on: date | None, knowledge: Knowledge
) -> Iterator[tuple[int, RecordedEvent]]:
    for position, recorded in events:
        if knowledge.includes(recorded.meta) and (valid_on is None or recorded.meta.effective <= valid_on):
            yield position, recorded


def registers_on(
    store: EventStore, model: ReadModel, days: Iterable[date], snapshots: Snapshots | None = None
) -> dict[date, Register]:
    """A register as it stood on several days, each by what was known at the end of that day.

    The record is read once, whatever the number of days; or not at all, where snapshots tell.

    Raises:
        HandlerFailedError: the handler of the read model raised.
    """
    wanted = sorted(set(days))
    if snapshots is None or store.head() < snapshots.from_events:
        events = [item for item in _all_events(store) if type(item[1].event) in model.handlers]
        snapshots = None
    else:
        events = None
    found = {}
    for day in wanted:
        with AsOf(store, [model], day, day, events=events, snapshots=snapshots) as moment:
            found[day] = moment.register(model.name)
    return found


class AsOf:
    """Registers at one moment; a context manager. What comes into the record meanwhile does not count.

    They are replayed once for all of them when this is made; with snapshots, each is asked for when it is wanted.

    Args:
        store: the event store.
        read_models: what to replay.
        valid_on: day on which the rows hold (Europe/Amsterdam).
        known_on: day or moment up to which is known; None for all that is known.
        entered_on: day or moment up to which what counts was entered, by the store's own clock; None for all.
        events: the whole record with positions, where it was read already.
        snapshots: where the record is long enough, ask these.

    Raises:
        HandlerFailedError: a plugin's handler raised; with snapshots, when its register is asked for.
    """

    def __init__(
        self,
        store: EventStore,
        read_models: Sequence[ReadModel],
        valid_on: date,
        known_on: date | datetime | None = None,
        events: Iterable[tuple[int, RecordedEvent]] | None = None,
        snapshots: Snapshots | None = None,
        entered_on: date | datetime | None = None,
    ) -> None:
        if entered_on is not None:
            snapshots = None  # they are kept by the moment claimed
        self.valid_on = valid_on
        self._store = store
        self._models = {model.name: model for model in read_models}
        self._knowledge = Knowledge.by(known_on, entered_on)
        self._snapshots = snapshots
        self._until = store.head() if snapshots is not None else 0
        self._told: dict[str, Register] = {}
        self._replay: _Replay | None = None
        if snapshots is None or self._until < snapshots.from_events:
            self._snapshots = None
            included = _of_moment(_all_events(store) if events is None else events, valid_on, self._knowledge)
            self._replay = _Replay(read_models, included)

    def register(self, name: str) -> Register:
        """A register at this moment.

        Raises:
            UnknownReadModelError: there is no such register here.
            HandlerFailedError: its handler raised.
        """
        if name not in self._models:
            raise UnknownReadModelError(name, self._models)
        model = self._models[name]
        if self._replay is not None:
            return self._replay.register(model, self.valid_on)
        if name not in self._told:
            self._told[name] = self._from_snapshot(model)
        return self._told[name]

    def _from_snapshot(self, model: ReadModel) -> Register:
        assert self._snapshots is not None
        try:
            question = Question(self.valid_on, self._knowledge.known, self._until)
            return self._snapshots.register(model, question)
        except NoAnswerError:
            events = _events_of(self._store, model, self._until)
            replay = _Replay([model], _of_moment(events, self.valid_on, self._knowledge))
            try:
                return replay.register(model, self.valid_on)
            finally:
                replay.close()

    def __enter__(self) -> "AsOf":
        return self

    def __exit__(self, *_: object) -> None:
        if self._replay is not None:
            self._replay.close()


class _Replay:
    """Events replayed into a database in memory."""

    def __init__(self, read_models: Sequence[ReadModel], events: Iterable[tuple[int, RecordedEvent]]) -> None:
        self._models = read_models
        self._connection = _memory().connect()
        try:
            with self._connection.begin():
                for statement in (s for model in read_models for table in model.tables for s in _ddl(table)):
                    self._connection.exec_driver_sql(statement)
                left = iter(events)
                while batch := list(islice(left, BATCH)):
                    self._feed(batch)
        except BaseException:
            self.close()
            raise

    def _feed(self, batch: list[tuple[int, RecordedEvent]]) -> None:
        for model in self._models:
            rows = Rows(self._connection, {table.name: table for table in model.tables})
            run_handlers(model, rows, batch)
            rows.flush()

    def register(self, model: ReadModel, valid_on: date) -> Register:
        with self._connection.begin():
            return model.register(self._connection, valid_on)

    def close(self) -> None:
        self._connection.close()


@cache
def _memory() -> sa.Engine:
    """Each connection is an empty database of its own.

    One engine for all, because an engine keeps the statements that it compiled: with an engine per moment, compiling
    them takes longer than replaying a small record.
    """
    return sa.create_engine("sqlite://", poolclass=NullPool, connect_args={"check_same_thread": False})


@lru_cache(maxsize=1_000)
def _ddl(table: sa.Table) -> tuple[str, ...]:
    """The statements that make a table and its indexes in memory."""
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    statements: list[ExecutableDDLElement] = [CreateTable(table), *map(CreateIndex, indexes)]
    return tuple(str(each.compile(dialect=_memory().dialect)) for each in statements)
