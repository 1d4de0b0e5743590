"""Snapshots are kept: begun, brought up to the record, asked, dropped."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import partial

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from rso_core.projection.errors import HandlerFailedError
from rso_core.projection.feed import ConcurrentUpdateError
from rso_core.projection.generation import changing_tables
from rso_core.projection.read_model import ReadModel, Register
from rso_core.projection.snapshots.asking import Moment, fill_tables, passing_transaction
from rso_core.projection.snapshots.growing import fail, grow
from rso_core.projection.snapshots.rows import microseconds
from rso_core.projection.snapshots.state import NoAnswerError, State, begin, find, mark_at, mark_of, remove
from rso_core.projection.snapshots.tables import analyze, create_catalog, forget, missing
from rso_core.store.event_store import EventStore
from rso_core.store.mapper import topics_of

BATCH = 500
ATTEMPTS = 3
MANY = 2_000
"""After growing over so many positions, what a database knows about its tables is out of date."""
FROM_EVENTS = 5_000
"""In a shorter record a full replay of one register takes a tenth of a second or two (see `benchmarks.as_of`)."""
Progress = Callable[[int, int], None]
"""Called with what was done and what is to be done."""
LOST = (sa.exc.OperationalError, sa.exc.ProgrammingError)
"""What the drivers raise, among other things, where a table is no longer there."""
_LOG = logging.getLogger(__name__)


@attrs.frozen
class Question:
    """An as-of question.

    Attributes:
        valid_on: day on which the rows hold (Europe/Amsterdam).
        known_on: moment up to which is known (aware); None for all that is known.
        until: last position of the record that counts.
    """

    valid_on: date
    known_on: datetime | None
    until: int


class Snapshots:
    """The snapshots of one store.

    Args:
        engine: on the store's database.
        store: the event store.
        from_events: a record shorter than this is replayed in full.

    Attributes:
        progress: called per batch with the position reached and the one to reach, when a question has to wait for a
            snapshot; None for nobody.
    """

    def __init__(self, engine: Engine, store: EventStore, from_events: int = FROM_EVENTS) -> None:
        self.from_events = from_events
        self.progress: Progress | None = None
        self._engine = engine
        self._store = store

    def register(self, model: ReadModel, question: Question) -> Register:
        """A register at a moment; brings the snapshot up to it first.

        Raises:
            NoAnswerError: this snapshot cannot tell; ask a full replay instead.
        """
        known_on = None if question.known_on is None else microseconds(question.known_on)
        moment = Moment(question.until, question.valid_on.toordinal(), known_on)
        for _ in range(ATTEMPTS):
            with self._failures_told(model):
                state = self._retried(model, partial(self._brought_up, model, moment.position, self.progress))
            try:
                with passing_transaction(self._engine) as connection:
                    self._fill(connection, model, state, moment)
                    return model.register(connection, question.valid_on)
            except ConcurrentUpdateError:
                if missing(self._engine, model):
                    self._begin(model)
        raise _moving(model)

    def bring_up(self, models: Iterable[ReadModel], progress: Progress | None = None) -> None:
        """Make the snapshots of read models where they are missing or outdated, and bring them up to the record.

        Those whose handlers refuse an event are passed over: their registers are replayed in full.

        Args:
            models: which.
            progress: called per batch with how much of how much was done, counted over all of them.
        """
        wanted, head = list(models), self._store.head()
        for number, model in enumerate(wanted):
            told = _part_of(progress, number, len(wanted))
            with suppress(NoAnswerError), self._failures_told(model):
                self._retried(model, partial(self._brought_up, model, head, told))

    def drop(self, names: Iterable[str]) -> None:
        """Remove the snapshots of read models; they are made anew when they are asked for."""
        with changing_tables(self._engine) as connection:
            create_catalog(connection)
            for name in names:
                remove(connection, name)

    def forget(self) -> None:
        """Remove all snapshots, also of read models that are no longer there."""
        forget(self._engine)

    @contextmanager
    def _failures_told(self, model: ReadModel) -> Iterator[None]:
        try:
            yield
        except NoAnswerError as error:
            _LOG.info("%s", error)
            raise
        except HandlerFailedError as error:
            raise NoAnswerError(str(error)) from error
        except sa.exc.SQLAlchemyError as error:
            _LOG.info("the snapshot of %r cannot be used: %s", model.name, error)
            raise NoAnswerError(f"the snapshot of {model.name!r} cannot be used") from error

    def _retried(self, model: ReadModel, work: Callable[[], State]) -> State:
        """Do something with a snapshot; again when others begin it anew, and anew where its tables were dropped.

        Raises:
            NoAnswerError: others kept moving it.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return work()
            except ConcurrentUpdateError:
                continue
            except LOST:
                # Where they are there now, another process made them in between.
                if missing(self._engine, model):
                    self._begin(model)
                elif attempt == ATTEMPTS:
                    raise
        raise _moving(model)

    def _fill(self, connection: Connection, model: ReadModel, state: State, moment: Moment) -> None:
        try:
            with self._failures_told(model):
                fill_tables(connection, self._store, model, state, moment)
        except NoAnswerError as error:
            if isinstance(error.__cause__, LOST):
                raise ConcurrentUpdateError(
                    f"the tables of the snapshot of {model.name!r} were moved meanwhile"
                ) from error
            raise

    def _brought_up(self, model: ReadModel, until: int, progress: Progress | None) -> State:
        state = self._fitting(model)
        numbers, before = {state.number}, state.position
        while state.position < until:
            # Whoever was first, it moved on.
            with suppress(ConcurrentUpdateError):
                self._grow(model, state)
            state = self._fitting(model)
            if progress is not None:
                progress(min(state.position, until), until)
            numbers.add(state.number)
            if len(numbers) > ATTEMPTS:
                raise ConcurrentUpdateError(f"the snapshot of {model.name!r} keeps being begun anew by others")
        if state.position - before >= MANY:
            analyze(self._engine, model)
        return state

    def _fitting(self, model: ReadModel) -> State:
        """The snapshot of this version and this record, begun anew where there is no such.

        Raises:
            NoAnswerError: it ended at an event that a handler refused.
        """
        with self._engine.connect() as connection:
            state = find(connection, model.name)
        if state is None or state.version != model.version or state.mark != mark_at(self._store, state.position):
            state = self._begin(model)
        if state.failed:
            raise NoAnswerError(f"a handler of {model.name!r} refused an event")
        return state

    def _begin(self, model: ReadModel) -> State:
        with changing_tables(self._engine) as connection:
            return begin(connection, model)

    def _grow(self, model: ReadModel, state: State) -> None:
        head = self._store.head()
        topics = topics_of(model.handlers)
        batch = self._store.read(state.position, BATCH, topics) if topics else []
        position = batch[-1][0] if len(batch) == BATCH else max(head, batch[-1][0] if batch else 0)
        mark = mark_of(batch[-1][1]) if batch and batch[-1][0] == position else mark_at(self._store, position)
        try:
            grow(self._engine, model, state, batch, position, mark)
        except (HandlerFailedError, sa.exc.IntegrityError, sa.exc.DataError) as error:
            # The same event would be refused every time.
            fail(self._engine, state)
            raise NoAnswerError(f"a handler of {model.name!r} refused an event: {error}") from error


def _moving(model: ReadModel) -> NoAnswerError:
    return NoAnswerError(f"the snapshot of {model.name!r} kept being moved by other processes")


def _part_of(progress: Progress | None, number: int, models: int) -> Progress | None:
    """Tells the progress over all read models when that of one moves."""
    if progress is None:
        return None
    return lambda done, total: progress(number * total + done, models * total)
