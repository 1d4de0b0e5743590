"""A build beside the live tables: the whole record in the order in which it holds, folded in memory and written once."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from uuid import uuid4

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from rso_core.guard import WATCH
from rso_core.projection import generation
from rso_core.projection.bulk import RowsRefusedError, insert_all
from rso_core.projection.errors import VALUES_REFUSED, HandlerFailedError
from rso_core.projection.feed import ConcurrentUpdateError
from rso_core.projection.fold import FoldedRows, handle
from rso_core.projection.generation import CATALOG, Tables, changing_tables, physical_tables, stored_version, writing
from rso_core.projection.handling import called
from rso_core.projection.live_moments import passing_transaction
from rso_core.projection.read_model import ReadModel
from rso_core.projection.row_keys import key_text
from rso_core.projection.rows import Rows
from rso_core.projection.spilled import Seen, Spilled
from rso_core.projection.taking_up import event_values
from rso_core.projection.upgrades import forget_failed_upgrades
from rso_core.store.event_store import EventStore
from rso_core.store.holding import Known, Placed, placed

READ_AT_ONCE = 1_000
ROWS_IN_MEMORY = 120_000
"""When the folds of all read models hold more rows, they are written out (see `benchmarks.memory`)."""
ROWS_AT_ONCE = 40_000
"""About so many rows are written in one transaction: who records something waits no longer than that."""
Progress = Callable[[int, int], None]


@attrs.define
class _Built:
    """A read model that is being built.

    Attributes:
        rows: folded, as far as they are not written.
        latest: the latest day from which one of its events holds.
        spilled: what was written already.
    """

    model: ReadModel
    number: int
    tables: Tables
    rows: FoldedRows
    latest: date | None = None
    spilled: Spilled | None = None


class Build:
    """Builds read models anew beside the live ones, and swaps them in; one that fails is left out, and as it was.

    Args:
        engine: on the store's database.
        store: the event store.
        models: which read models; they are in the catalog.
        others: names of all read models.

    Attributes:
        failed: those that were left out, by name, with why.
    """

    def __init__(
        self,
        engine: Engine,
        store: EventStore,
        models: Sequence[ReadModel],
        others: Iterable[str],
    ) -> None:
        self._engine = engine
        self._store = store
        self._others = frozenset(others)
        self._builder = uuid4().hex
        self.failed: dict[str, HandlerFailedError] = {}
        self._head = 0
        self._placed: dict[int, Placed] = {}
        self._seen: Seen | None = None
        self._asking: Connection | None = None
        self._models = {model.name: model for model in models}
        self._built: dict[str, _Built] = {}

    def run(self, progress: Progress | None = None) -> None:
        """Build, and swap.

        Args:
            progress: called per batch with how many events of how many were handled.

        Raises:
            ConcurrentUpdateError: another build took over; nothing was swapped.
        """
        try:
            with without_collecting(), WATCH.ticking():
                self._run(progress)
        finally:
            if self._asking is not None:
                self._asking.close()

    def _run(self, progress: Progress | None) -> None:
        self._begin()
        entries = self._store.entries()
        self._head = entries[-1].position if entries else 0
        everything = placed(entries)
        del entries
        order = [each.key.position for each in sorted((e for e in everything if e.holds), key=lambda each: each.key)]
        never = [each.key.position for each in everything if not each.holds]
        self._placed = {each.key.position: each for each in everything}
        del everything
        done = 0
        for events in self._read(order):
            for built in list(self._built.values()):
                with self._left_out_when_failing(built.model.name):
                    self._fold(built, events)
            done += len(events)
            self._spill()
            if progress is not None:
                progress(done, len(order))
        for events in self._read(never):
            for built in self._built.values():
                self._look_with(built, events)
        self._write()
        self._swap()

    @contextmanager
    def _left_out_when_failing(self, name: str) -> Iterator[None]:
        try:
            yield
        except HandlerFailedError as failure:
            del self._built[name]
            self.failed[name] = failure

    def _read(self, positions: Sequence[int]) -> Iterator[list[Known]]:
        """The events at these positions, in this order, some at a time."""
        for start in range(0, len(positions), READ_AT_ONCE):
            some = positions[start : start + READ_AT_ONCE]
            found = dict(self._store.read_at(some))
            yield [(position, found[position]) for position in some]

    def _begin(self) -> None:
        names = list(self._models)
        with changing_tables(self._engine) as connection:
            live = {
                row.name: row.generation
                for row in connection.execute(sa.select(CATALOG).where(CATALOG.c.name.in_(names)))
            }
            for name, model in self._models.items():
                number = live[name] + 1
                self._built[name] = _Built(model, number, physical_tables(model, number), FoldedRows(model.tables))
            connection.execute(sa.update(CATALOG).where(CATALOG.c.name.in_(names)).values(builder=self._builder))

    def _fold(self, built: _Built, events: Iterable[Known]) -> None:
        rows, model, kinds = built.rows, built.model, built.model.handlers
        latest = built.latest
        for position, recorded in events:
            if type(recorded.event) in kinds:
                handle(model, rows, position, recorded)
                latest = self._placed[position].key.day
        # They come in order, so the last is the latest.
        built.latest = latest

    def _look_with(self, built: _Built, events: Iterable[Known]) -> None:
        """Note which rows those would touch that no longer hold: before it was known, they did."""
        for position, recorded in events:
            if type(recorded.event) in built.model.handlers:
                built.rows.look(built.model, position, recorded)

    def _spill(self) -> None:
        if sum(built.rows.count for built in self._built.values()) <= ROWS_IN_MEMORY:
            return
        for built in sorted(self._built.values(), key=lambda each: -each.rows.count):
            if built.rows.count:
                with self._guarded() as connection, self._left_out_when_failing(built.model.name):
                    self._write_rows(connection, built, last=False)

    def _write(self) -> None:
        left = sorted(self._built.values(), key=lambda each: each.rows.count)
        while left:
            some, rows = [left.pop()], 0
            rows = some[0].rows.count
            while left and rows + left[-1].rows.count <= ROWS_AT_ONCE:
                some.append(left.pop())
                rows += some[-1].rows.count
            with self._guarded() as connection:
                for built in some:
                    with self._left_out_when_failing(built.model.name):
                        self._write_rows(connection, built, last=True)

    def _guarded(self) -> "_Guarded":
        return _Guarded(self._engine, self._builder, list(self._built))

    def _write_rows(self, connection: Connection, built: _Built, *, last: bool) -> None:
        # What is refused of one read model undoes nothing of the others, which PostgreSQL would not let go on either.
        with connection.begin_nested():
            self._write_rows_of(connection, built, last=last)

    def _write_rows_of(self, connection: Connection, built: _Built, *, last: bool) -> None:
        rows = built.rows
        if built.spilled is None:
            generation.create(connection, built.tables, indexed=False)
        else:
            built.spilled.take_back(connection)
        try:
            for name, table in built.tables.rows.items():
                insert_all(connection, table, rows.present(name))
        except RowsRefusedError as error:
            raise self._refused(built, error) from error
        if not last:
            if built.spilled is None:
                self._asking, self._seen = self._asking or self._engine.connect(), self._seen or Seen()
                built.spilled = Spilled(self._asking, built.tables, self._seen)
                rows.elsewhere = built.spilled
            built.spilled.forget(rows)
            return
        absent = ([name, key_text(key), c] for name in built.tables.rows for key, c in rows.absent(name))
        insert_all(connection, built.tables.absent, absent)
        told = (event_values(self._placed[position], component) for position, component in rows.components())
        insert_all(connection, built.tables.events, told)
        generation.create_indexes(connection, built.tables)
        generation.analyze(connection, built.tables)
        if built.spilled is not None:
            built.spilled.follow(connection, rows.union)
        built.rows = FoldedRows(())

    def _refused(self, built: _Built, error: RowsRefusedError) -> HandlerFailedError:
        """The failure that names the event of which the database refuses the rows: found by writing after each."""
        model = built.model
        wanted = [p for p, each in self._placed.items() if each.holds and each.entry.kind in model.handlers]
        wanted.sort(key=lambda position: self._placed[position].key)
        with passing_transaction(self._engine) as connection:
            schema = "pg_temp" if connection.dialect.name == "postgresql" else "temp"
            tables = {t.name: t.to_metadata(sa.MetaData(), schema=schema) for t in model.tables}
            for table in tables.values():
                table.create(connection)
            for events in self._read(wanted):
                for index, (position, recorded) in enumerate(events):
                    rows = Rows(connection, tables)
                    called(model, model.handlers[type(recorded.event)], rows, position, recorded, index)
                    try:
                        rows.flush()
                    except VALUES_REFUSED as cause:
                        failure = HandlerFailedError(model.name, index, position, recorded)
                        failure.__cause__ = cause
                        return failure
        raise error

    def _swap(self) -> None:
        with changing_tables(self._engine) as connection:
            for built in self._built.values():
                changed = connection.execute(
                    sa.update(CATALOG)
                    .where(CATALOG.c.name == built.model.name, CATALOG.c.builder == self._builder)
                    .values(
                        version=stored_version(built.model),
                        generation=built.number,
                        position=self._head,
                        latest_effective=built.latest,
                        status="running",
                        failed_event=None,
                        error=None,
                        traceback=None,
                        builder=None,
                        updated_at=datetime.now(UTC),
                    )
                ).rowcount
                if changed != 1:
                    raise _taken_over(built.model.name)
            before = {name: built.number - 1 for name, built in self._built.items()}
            generation.drop_generations(connection, before, others=self._others)
            forget_failed_upgrades(connection, self._built)
            for built in self._built.values():
                generation.point_views(connection, built.tables)


@contextmanager
def without_collecting() -> Iterator[None]:
    """No cycles are looked for meanwhile: there are none among so many rows, and looking costs a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Guarded:
    """A transaction that writes, as long as no other build took over."""

    def __init__(self, engine: Engine, builder: str, names: list[str]) -> None:
        self._writing = writing(engine)
        self._mine = sa.and_(CATALOG.c.name.in_(names), CATALOG.c.builder == builder)
        self._names = names

    def __enter__(self) -> Connection:
        connection = self._writing.__enter__()
        try:
            change = sa.update(CATALOG).where(self._mine).values(updated_at=datetime.now(UTC))
            if connection.execute(change).rowcount != len(self._names):
                raise _taken_over(", ".join(self._names))
        except BaseException as error:
            self._writing.__exit__(type(error), error, error.__traceback__)
            raise
        return connection

    def __exit__(self, *error: object) -> bool | None:
        return self._writing.__exit__(*error)  # type: ignore[arg-type]


def _taken_over(names: str) -> ConcurrentUpdateError:
    return ConcurrentUpdateError(f"another rebuild of {names!r} took over; nothing was swapped")
