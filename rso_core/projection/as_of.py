"""As-of: every register at any earlier moment, valid on × known on.

*Known on* takes the events that are said to have been known by then (or, asked by entry, that had been entered by then);
*valid on* takes of those the ones that hold by then. They are replayed in the order in which they hold, so of what was known, what holds from the later day wins. Where the record is long,
the live tables tell the same without a replay of everything (see `rso_core.projection.live_moments`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from rso_core.guard import WATCH
from rso_core.projection.bulk import RowsRefusedError, insert_all
from rso_core.projection.errors import RegisterFailedError, UnknownReadModelError
from rso_core.projection.fold import FoldedRows, handle
from rso_core.projection.generation import create_statement, index_statements
from rso_core.projection.knowledge import Knowledge
from rso_core.projection.live_moments import LiveMoments, NoAnswerError
from rso_core.projection.moment import Asked
from rso_core.projection.read_model import ReadModel, Register
from rso_core.store.event_store import EventStore
from rso_core.store.holding import Entry, Known
from rso_core.store.recorded import RecordedEvent

BATCH = 1_000


def events_as_of(
    store: EventStore,
    valid_on: date | None,
    known_on: date | datetime | None,
    entered_on: date | datetime | None = None,
) -> Iterator[tuple[int, RecordedEvent]]:
    """Events that were known by `known_on`, entered by `entered_on` and hold by `valid_on`, with positions, in recorded order."""
    knowledge = Knowledge.by(known_on, entered_on)
    for position, recorded in _all_events(store):
        if knowledge.includes(recorded.meta) and (valid_on is None or recorded.meta.effective <= valid_on):
            yield position, recorded


def held_of(
    events: Iterable[Known],
    valid_on: date | None,
    known_on: date | datetime | None = None,
    entered_on: date | datetime | None = None,
) -> list[Known]:
    """Of the whole record, what holds at a moment, in the order in which it holds."""
    found = dict(events)
    entries = [Entry.of(position, recorded) for position, recorded in found.items()]
    return [(p, found[p]) for p in Asked(valid_on, Knowledge.by(known_on, entered_on)).order(entries)]


def _all_events(store: EventStore) -> Iterator[Known]:
    after = 0
    while batch := store.read(after, BATCH):
        yield from batch
        after = batch[-1][0]


def held_in(store: EventStore, models: Iterable[ReadModel], asked: Asked) -> Iterator[Known]:
    """What holds at a moment of the events that these read models handle, in the order in which it holds."""
    entries = store.entries(asked.until)
    kinds = {kind for model in models for kind in model.handlers}
    handled = {entry.position for entry in entries if entry.kind in kinds}
    order = [position for position in asked.order(entries) if position in handled]
    del entries, handled
    for start in range(0, len(order), BATCH):
        some = order[start : start + BATCH]
        found = dict(store.read_at(some))
        yield from ((position, found[position]) for position in some)


def registers_on(
    store: EventStore, model: ReadModel, days: Iterable[date], live: LiveMoments | None = None
) -> dict[date, Register]:
    """A register as it stood on several days, each by what was known at the end of that day.

    The record is read once, whatever the number of days; or not at all, where the live tables tell.

    Raises:
        HandlerFailedError: the handler of the read model raised.
    """
    wanted = sorted(set(days))
    if live is not None and store.head() >= live.from_events:
        found = {}
        for day in wanted:
            with AsOf(store, [model], day, day, live=live) as moment:
                found[day] = moment.register(model.name)
        return found
    entries = store.entries()
    positions = [entry.position for entry in entries if entry.kind in model.handlers]
    events: dict[int, Known] = {}
    for start in range(0, len(positions), BATCH):
        events |= {item[0]: item for item in store.read_at(positions[start : start + BATCH])}
    return {day: _register_held(model, day, _held_among(events, entries, day)) for day in wanted}


def _held_among(events: Mapping[int, Known], entries: Sequence[Entry], day: date) -> list[Known]:
    return [events[p] for p in Asked(day, Knowledge.by(day, None)).order(entries) if p in events]


def _register_held(model: ReadModel, day: date, held: Iterable[Known]) -> Register:
    with AsOf.of_held([model], day, held) as moment:
        return moment.register(model.name)


class AsOf:
    """Registers at one moment; a context manager. What comes into the record meanwhile does not count.

    They are replayed once for all of them when this is made; with live tables, each is asked for when it is wanted.

    Args:
        store: the event store.
        read_models: what to replay.
        valid_on: day on which the rows hold (Europe/Amsterdam).
        known_on: day or moment up to which is known; None for all that is known.
        events: the whole record with positions, where it was read already.
        live: where the record is long enough, ask the live tables.
        entered_on: day or moment up to which what counts was entered, by the store's own clock; None for all.

    Raises:
        HandlerFailedError: a plugin's handler raised; with live tables, when its register is asked for.
    """

    _ask: "_Asking | None"
    _replay: "_Replay | None"

    def __init__(
        self,
        store: EventStore,
        read_models: Sequence[ReadModel],
        valid_on: date,
        known_on: date | datetime | None = None,
        events: Iterable[Known] | None = None,
        live: LiveMoments | None = None,
        entered_on: date | datetime | None = None,
    ) -> None:
        until = store.head() if events is None else None
        asked = Asked(valid_on, Knowledge.by(known_on, entered_on), until)
        self._begin(read_models, valid_on)
        # What the live tables keep of a component goes by the moments claimed.
        if live is not None and entered_on is None and until is not None and until >= live.from_events:
            self._ask = _Asking(live, store, asked)
            return
        held = held_in(store, read_models, asked) if events is None else held_of(events, valid_on, known_on, entered_on)
        self._replay = _Replay(read_models, held)

    @classmethod
    def of_held(cls, read_models: Sequence[ReadModel], valid_on: date, held: Iterable[Known]) -> "AsOf":
        """The registers that these events lead to, given in the order in which they hold (`held_of`)."""
        made = cls.__new__(cls)
        made._begin(read_models, valid_on)
        made._replay = _Replay(read_models, held)
        return made

    def _begin(self, read_models: Sequence[ReadModel], valid_on: date) -> None:
        self.valid_on = valid_on
        self._models = {model.name: model for model in read_models}
        self._told: dict[str, Register] = {}
        self._ask, self._replay = None, None

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
        assert self._ask is not None
        if name not in self._told:
            self._told[name] = self._ask.register(model, self.valid_on)
        return self._told[name]

    def __enter__(self) -> "AsOf":
        return self

    def __exit__(self, *_: object) -> None:
        if self._replay is not None:
            self._replay.close()


class _Asking:
    """Registers asked one by one, from the live tables where they can tell."""

    def __init__(self, live: LiveMoments, store: EventStore, asked: Asked) -> None:
        self._live = live
        self._store = store
        self._asked = asked

    def register(self, model: ReadModel, valid_on: date) -> Register:
        try:
            return self._live.register(model, self._asked, valid_on)
        except NoAnswerError:
            return _register_held(model, valid_on, held_in(self._store, [model], self._asked))


class _Replay:
    """Events folded in the order given, and written to a database in memory."""

    def __init__(self, read_models: Sequence[ReadModel], held: Iterable[Known]) -> None:
        folded = [(model, FoldedRows(model.tables)) for model in read_models]
        with WATCH.ticking():
            for position, recorded in held:
                for model, rows in folded:
                    handle(model, rows, position, recorded)
        self._connection = memory().connect()
        try:
            with self._connection.begin():
                for model, rows in folded:
                    for table in model.tables:
                        self._make(table)
                        self._insert(model, table, rows)
        except BaseException:
            self.close()
            raise

    def _insert(self, model: ReadModel, table: sa.Table, rows: FoldedRows) -> None:
        try:
            insert_all(self._connection, table, (row[:-1] for row in rows.present(table.name)))
        except RowsRefusedError as error:
            raise RegisterFailedError(model.name, model.plugin, error) from error

    def _make(self, table: sa.Table) -> None:
        dialect = memory().dialect
        for statement in (create_statement(table, dialect), *index_statements(table, dialect)):
            self._connection.exec_driver_sql(statement)

    def register(self, model: ReadModel, valid_on: date) -> Register:
        with self._connection.begin():
            return model.register(self._connection, valid_on)

    def close(self) -> None:
        self._connection.close()


@cache
def memory() -> sa.Engine:
    """Each connection is an empty database of its own.

    One engine for all, because an engine keeps the statements that it compiled: with an engine per moment, compiling
    them takes longer than replaying a small record.
    """
    return sa.create_engine(
        "sqlite://", poolclass=NullPool, connect_args={"check_same_thread": False}, hide_parameters=True
    )
