"""The projector: keeps read models up with the record, each on its own feet."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from typing import Any

import attrs
import sqlalchemy as sa

from rso_core.database import engine_for
from rso_core.database_errors import told
from rso_core.guard import WATCH, ours
from rso_core.projection import generation
from rso_core.projection.as_of import AsOf, registers_on
from rso_core.projection.batch import Batch
from rso_core.projection.build import Build
from rso_core.projection.errors import HandlerFailedError, ProjectionError, RegisterError, UnknownReadModelError
from rso_core.projection.feed import ConcurrentUpdateError, Feed, apply_together, failed_values, pass_over
from rso_core.projection.generation import (
    CATALOG,
    changing_tables,
    declared_version,
    drop_tables_of_0_2,
    physical_tables,
    stored_version,
    writing,
)
from rso_core.projection.knowledge import Knowledge
from rso_core.projection.live_moments import FROM_EVENTS, LiveMoments
from rso_core.projection.read_model import ReadModel, Register
from rso_core.projection.upgrades import failed_upgrades, forget_failed_upgrades, note_failed_upgrade, to_be_built
from rso_core.store.event_store import EventStore
from rso_core.time_zone import AMSTERDAM

Progress = Callable[[int, int], None]
"""Called with the position reached and the position to reach."""
BATCH = 500
TOGETHER = 20
"""Up to so many events are taken up by all read models in one transaction: a writer waits no longer for it."""
BUILT_FROM = 500
"""With more events than this before it, a read model that has nothing yet is built as a whole."""


@attrs.frozen(kw_only=True)
class ReadModelStatus:
    """Where a read model stands.

    Attributes:
        position: of the last event that is in its tables; `head` is that of the record.
        status: ``running`` or ``failed``; when failed, `failed_event`, `error` and `traceback` say on what.
    """

    name: str
    title: str
    version: int
    generation: int
    position: int
    head: int
    rows: int
    status: str
    failed_event: str | None
    error: str | None
    traceback: str | None


class Projector:
    """Feeds the events of a store to read models in the same database.

    Args:
        store: the event store.
        read_models: what the plugins declare; names are unique.
        engine: on the store's database; made from the store's address when left out.
        live_from: from how many events on, questions about earlier moments are answered from the live tables.

    Raises:
        ProjectionError: two read models share a name.
    """

    def __init__(
        self,
        store: EventStore,
        read_models: Iterable[ReadModel],
        engine: sa.Engine | None = None,
        *,
        live_from: int = FROM_EVENTS,
    ) -> None:
        self.store = store
        self.engine = engine or engine_for(store.url)
        self._live = LiveMoments(self.engine, store, self._bring_up, live_from)
        self._models: dict[str, ReadModel] = {}
        for model in read_models:
            if model.name in self._models:
                raise ProjectionError(f"two plugins bring a read model {model.name!r}; rename or block one of them")
            self._models[model.name] = model
        self._prepared = False

    @property
    def read_models(self) -> tuple[ReadModel, ...]:
        """The read models, in order of their names."""
        return tuple(self._models[name] for name in sorted(self._models))

    def close(self) -> None:
        """Close the connections to the read models."""
        self.engine.dispose()

    def is_prepared(self) -> bool:
        """Whether nothing is to be made or built; then nobody who writes is waited for."""
        with self.engine.connect() as connection:
            if not sa.inspect(connection).has_table(CATALOG.name):
                return False
            known = {row.name: row.version for row in connection.execute(sa.select(CATALOG.c.name, CATALOG.c.version))}
            outdated = [model for model in self.read_models if known.get(model.name) != stored_version(model)]
            return not outdated or not to_be_built(connection, outdated)

    def catch_up(self, progress: Progress | None = None) -> list[ReadModelStatus]:
        """Bring every read model up to the end of the record; those that failed before stay where they are.

        Returns:
            Those that failed, now or before.
        """
        return ours(lambda: self._catch_up(progress))

    def _catch_up(self, progress: Progress | None) -> list[ReadModelStatus]:
        self._prepare()
        head = self.store.head()
        with WATCH.ticking():
            self._feed_all(self._behind(head), head, progress)
        return self._failed()

    def _bring_up(self, model: ReadModel) -> None:
        self._prepare()
        with WATCH.ticking():
            self._feed_all([model], self.store.head(), None)

    def _feed_all(self, models: Iterable[ReadModel], head: int, progress: Progress | None) -> None:
        feeds = self._build_first(self._feeds(models), head, progress)
        while feeds := [feed for feed in feeds if feed.position < head]:
            start = min(feed.position for feed in feeds)
            together = [feed for feed in feeds if feed.position == start]
            events = self.store.read(start, BATCH)
            if not events:
                break
            for feed in self._apply(together, Batch.of(self.store, events)):
                feeds.remove(feed)
                if (again := self._feed(feed.model)) is not None:
                    feeds.append(again)
            if progress is not None:
                progress(min(events[-1][0], head), head)

    @staticmethod
    def _apply(feeds: Sequence[Feed], batch: Batch) -> list[Feed]:
        """Apply a batch to read models that stand before it; gives those that are to be looked at again."""
        concerned = [feed for feed in feeds if batch.concerns(feed.model.handlers)]
        again = pass_over([feed for feed in feeds if feed not in concerned], batch)
        if len(batch.events) <= TOGETHER and apply_together(concerned, batch):
            return again
        for feed in concerned:
            try:
                if not feed.apply(batch):
                    again.append(feed)
            except ConcurrentUpdateError:
                again.append(feed)
        return again

    def _build_first(self, feeds: list[Feed], head: int, progress: Progress | None) -> list[Feed]:
        """Build as a whole what has nothing yet and much to read; gives what is to be fed, those that failed among them."""
        if head <= BUILT_FROM or not (first := [feed for feed in feeds if feed.position == 0]):
            return feeds
        models = [feed.model for feed in first]
        try:
            self._build(models, progress)
        except ConcurrentUpdateError:
            # Another process builds them; whoever is first, nothing is counted twice.
            return feeds
        return [*(feed for feed in feeds if feed not in first), *self._feeds(models)]

    def _behind(self, head: int) -> list[ReadModel]:
        """Those that are to be fed: copying tables to feed those that have nothing to read is most of a short question."""
        with self.engine.connect() as connection:
            fed = set(connection.scalars(sa.select(CATALOG.c.name).where(CATALOG.c.position >= head)))
        return [model for model in self.read_models if model.name not in fed]

    def _failed(self) -> list[ReadModelStatus]:
        with self.engine.connect() as connection:
            failed = set(connection.scalars(sa.select(CATALOG.c.name).where(CATALOG.c.status == "failed")))
        # The rows of all registers are only counted where there is something to tell.
        return [status for status in self.status() if status.name in failed] if failed & set(self._models) else []

    def status(self) -> list[ReadModelStatus]:
        """Where every read model stands, in order of their names."""
        self._prepare()
        head = self.store.head()
        with self.engine.connect() as connection:
            known = {row.name: row for row in connection.execute(sa.select(CATALOG))}
            return [
                ReadModelStatus(
                    name=model.name,
                    title=model.title,
                    version=declared_version(row.version),
                    generation=row.generation,
                    position=row.position,
                    head=head,
                    rows=connection.scalar(sa.select(sa.func.count()).select_from(model.tables[0])) or 0,
                    status=row.status,
                    failed_event=row.failed_event,
                    error=row.error,
                    traceback=row.traceback,
                )
                for model in self.read_models
                if (row := known.get(model.name)) is not None
            ]

    def retry(self, name: str) -> list[ReadModelStatus]:
        """Let a failed read model try again from the event it failed on; gives back those still failing."""
        model = self.read_model(name)
        with self.engine.connect() as connection:
            gave_up = failed_upgrades(connection).get(name) == stored_version(model)
        if gave_up:
            with writing(self.engine) as connection:
                forget_failed_upgrades(connection, [name])
            self._prepared = False
            return self.catch_up()
        self._prepare()
        with writing(self.engine) as connection:
            connection.execute(
                sa.update(CATALOG)
                .where(CATALOG.c.name == model.name)
                .values(status="running", failed_event=None, error=None, traceback=None, updated_at=_now())
            )
        return self.catch_up()

    def rebuild(self, names: Sequence[str] | None = None, progress: Progress | None = None) -> None:
        """Build read models anew as `rebuild_each` does, where none is expected to fail.

        Raises:
            UnknownReadModelError: a name is not known.
            HandlerFailedError: a handler raised; that read model is as it was, and the others are built.
            ProjectionError: another build took over.
        """
        for failure in self.rebuild_each(names, progress).values():
            raise failure

    def rebuild_each(
        self, names: Sequence[str] | None = None, progress: Progress | None = None
    ) -> dict[str, HandlerFailedError]:
        """Build read models anew beside the live ones, then swap; readers see the old rows until then.

        Args:
            names: which; all when left out.
            progress: called per batch.

        Returns:
            Why one could not be built, by name; it is as it was.

        Raises:
            UnknownReadModelError: a name is not known.
            ProjectionError: another build took over.
        """
        models = [self.read_model(name) for name in names] if names is not None else list(self.read_models)
        self._prepare(skip_outdated=True)
        return ours(lambda: self._build(models, progress))

    def orphaned_models(self) -> list[str]:
        """Read models in the database that no plugin here brings, such as those of a plugin that was taken away."""
        self._prepare()
        with self.engine.connect() as connection:
            return [name for (name,) in connection.execute(sa.select(CATALOG.c.name)) if name not in self._models]

    def drop(self, names: Collection[str]) -> None:
        """Drop the tables of read models with all that is in them; the next catch-up builds them from nothing.

        For those that cannot be rebuilt, and for strangers, which come back with their plugin.
        """
        self._prepare()
        with changing_tables(self.engine) as connection:
            known = connection.execute(sa.select(CATALOG)).all()
            others = {row.name for row in known} | set(self._models)
            for row in (row for row in known if row.name in names):
                # A build that was stopped left its tables under the next number.
                for number in (row.generation, row.generation + 1):
                    generation.drop_generation(connection, row.name, number, others=others)
                connection.execute(sa.delete(CATALOG).where(CATALOG.c.name == row.name))
            forget_failed_upgrades(connection, names)
        self._prepared = False

    def register(
        self,
        name: str,
        valid_on: date | None = None,
        known_on: date | datetime | None = None,
        entered_on: date | datetime | None = None,
    ) -> Register:
        """A register as of a day and as known (or entered) on a day or moment; today and all that is known by default.

        Raises:
            UnknownReadModelError: there is no such register.
        """
        return ours(lambda: self._register(name, valid_on, known_on, entered_on))

    def _register(
        self,
        name: str,
        valid_on: date | None,
        known_on: date | datetime | None,
        entered_on: date | datetime | None,
    ) -> Register:
        model = self.read_model(name)
        today = datetime.now(AMSTERDAM).date()
        day = valid_on or today
        self._prepare()
        with self.engine.connect() as connection:
            row = connection.execute(sa.select(CATALOG).where(CATALOG.c.name == name)).one()
            if _live_answers(row, day, Knowledge.by(known_on, entered_on)):
                return model.register(connection, day)
        with self._at([model], day, known_on, entered_on) as moment:
            return moment.register(name)

    @contextmanager
    def registers(
        self, valid_on: date, known_on: date | datetime | None = None, entered_on: date | datetime | None = None
    ) -> Iterator[Callable[[str], Register]]:
        """Gives `register` for one moment: all registers that need a replay share one.

        A read model that failed, or that cannot be replayed, is asked by itself, so that the others still answer.
        """
        self._prepare()
        with self.engine.connect() as connection:
            rows = {row.name: row for row in connection.execute(sa.select(CATALOG))}
        knowledge = Knowledge.by(known_on, entered_on)
        replayed = {
            model.name: model
            for model in self.read_models
            if rows[model.name].status != "failed" and not _live_answers(rows[model.name], valid_on, knowledge)
        }
        with ExitStack() as stack:
            moment: AsOf | None = None

            def register(name: str) -> Register:
                nonlocal moment
                if name in replayed and moment is None:
                    try:
                        moment = stack.enter_context(self._at([*replayed.values()], valid_on, known_on, entered_on))
                    except RegisterError:
                        replayed.clear()
                if name in replayed and moment is not None:
                    return moment.register(name)
                return self.register(name, valid_on, known_on, entered_on)

            yield register

    def as_of(
        self, valid_on: date, known_on: date | datetime | None = None, entered_on: date | datetime | None = None
    ) -> AsOf:
        """All registers at one moment, which is the same for all of them."""
        return self._at(self.read_models, valid_on, known_on, entered_on)

    def _at(
        self,
        models: Sequence[ReadModel],
        valid_on: date,
        known_on: date | datetime | None,
        entered_on: date | datetime | None,
    ) -> AsOf:
        return AsOf(self.store, models, valid_on, known_on, live=self._live, entered_on=entered_on)

    def registers_on(self, name: str, days: Iterable[date]) -> dict[date, Register]:
        """A register as it stood on several days, each by what was known at the end of that day.

        Raises:
            UnknownReadModelError: there is no such register.
            HandlerFailedError: its handler raised.
        """
        return registers_on(self.store, self.read_model(name), days, self._live)

    def read_model(self, name: str) -> ReadModel:
        """The read model under a name.

        Raises:
            UnknownReadModelError: no plugin here brings it.
        """
        if name not in self._models:
            raise UnknownReadModelError(name, self._models)
        return self._models[name]

    def _prepare(self, *, skip_outdated: bool = False) -> None:
        """Make what is missing: the catalog, first generations, and new versions beside the old."""
        if self._prepared or self.is_prepared():
            self._prepared = True
            return
        outdated = []
        with changing_tables(self.engine) as connection:
            CATALOG.create(connection, checkfirst=True)
            drop_tables_of_0_2(connection)
            known = {row.name: row.version for row in connection.execute(sa.select(CATALOG))}
            number = 0 if self.store.head() > BUILT_FROM else 1
            for model in self.read_models:
                if model.name not in known:
                    self._first_generation(connection, model, number)
                elif known[model.name] != stored_version(model):
                    outdated.append(model)
            outdated = to_be_built(connection, outdated)
        self._prepared = True
        if outdated and not skip_outdated:
            self._build_outdated(outdated)

    def _first_generation(self, connection: sa.Connection, model: ReadModel, number: int) -> None:
        """Tables of a read model that is new; of a long record they stand empty until they are built as a whole."""
        tables = physical_tables(model, number)
        generation.create(connection, tables)
        generation.point_views(connection, tables)
        values = {"version": stored_version(model), "generation": number, "position": 0, "status": "running"}
        connection.execute(sa.insert(CATALOG).values(name=model.name, updated_at=_now(), **values))

    def _build_outdated(self, models: Sequence[ReadModel]) -> None:
        """Build new versions beside the old; where one cannot be built, that of before stays as it is."""
        for name, failure in self._build(models, None).items():
            cause = failure.__cause__ or failure
            with changing_tables(self.engine) as connection:
                note_failed_upgrade(connection, self._models[name])
                here = CATALOG.c.name == name
                before = declared_version(connection.scalars(sa.select(CATALOG.c.version).where(here)).one())
                said = (
                    f"version {self._models[name].version} could not be built, and version {before} stands as it was: "
                    f"{told(cause)}"
                )
                connection.execute(sa.update(CATALOG).where(here).values(error=said, **failed_values(failure)))

    def _feed(self, model: ReadModel) -> Feed | None:
        with self.engine.connect() as connection:
            row = connection.execute(sa.select(CATALOG).where(CATALOG.c.name == model.name)).one()
        return self._feed_from(model, row)

    def _feeds(self, models: Iterable[ReadModel]) -> list[Feed]:
        """Those of these read models that can go on, each from where it stands."""
        with self.engine.connect() as connection:
            rows = {row.name: row for row in connection.execute(sa.select(CATALOG))}
        return [feed for model in models if (feed := self._feed_from(model, rows[model.name])) is not None]

    def _feed_from(self, model: ReadModel, row: Any) -> Feed | None:
        # The handlers of one version write nothing to the tables of another.
        if row.status == "failed" or row.version != stored_version(model):
            return None
        tables = physical_tables(model, row.generation)
        return Feed(self.engine, self.store, model, row.generation, row.position, tables, row.latest_effective)

    def _build(self, models: Sequence[ReadModel], progress: Progress | None) -> dict[str, HandlerFailedError]:
        """Build read models beside the live ones; gives those that failed and were left out."""
        build = Build(self.engine, self.store, models, self._models)
        build.run(progress)
        return build.failed


def _live_answers(row: Any, day: date, knowledge: Knowledge) -> bool:
    """Whether the live tables tell how it stood: they hold all that is known, so unless something only holds later."""
    return knowledge.is_everything and (row.latest_effective is None or row.latest_effective <= day)


def _now() -> datetime:
    return datetime.now(UTC)
