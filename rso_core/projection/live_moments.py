"""A register at an earlier moment, out of the live tables: what is whole is copied, what straddles the moment is run again.

At any moment a component (see `rso_core.projection.components`) of which every event is known and holds has exactly the rows
that it has now; one of which none does has no rows; only the events of the others are handled again, in the order in which
they held then. A handler that touches a row of another component at that moment does not fit this; then everything is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Table

from rso_core.database import at_one_moment
from rso_core.guard import WATCH
from rso_core.projection.bulk import RowsRefusedError, insert_all
from rso_core.projection.errors import HandlerFailedError, ProjectionError
from rso_core.projection.fold import FoldedRows, handle
from rso_core.projection.generation import CATALOG, COMPONENT, Tables, physical_tables, stored_version
from rso_core.projection.live_rows import LiveRows
from rso_core.projection.moment import Asked
from rso_core.projection.read_model import ReadModel, Register
from rso_core.projection.taking_up import microseconds
from rso_core.store.event_store import EventStore
from rso_core.store.holding import Entry, Known

ATTEMPTS = 3
READ_AT_ONCE = 1_000
MODELS = 128
"""Of so many read models the tables are kept: statements on the same tables are compiled once."""
FROM_EVENTS = 5_000
"""In a shorter record a full replay of one register takes a tenth of a second or two (see `benchmarks.as_of`)."""
LOST = (sa.exc.OperationalError, sa.exc.ProgrammingError)
"""What the drivers raise, among other things, where a table is no longer there."""
_WHOLE = sa.table("rso_whole", sa.column(COMPONENT, sa.BigInteger))


class NoAnswerError(ProjectionError):
    """The live tables cannot answer this question; a full replay can."""


class LiveMoments:
    """Answers about earlier moments, from the live tables.

    Args:
        engine: on the store's database.
        store: the event store.
        bring_up: brings a read model up to the end of the record, where it can.
        from_events: a record shorter than this is replayed in full.
    """

    def __init__(
        self,
        engine: Engine,
        store: EventStore,
        bring_up: Callable[[ReadModel], object],
        from_events: int = FROM_EVENTS,
    ) -> None:
        self.from_events = from_events
        self._engine = engine
        self._store = store
        self._bring_up = bring_up

    def register(self, model: ReadModel, asked: Asked, valid_on: date) -> Register:
        """A register at a moment; the read model is brought up to it first.

        Raises:
            NoAnswerError: the live tables cannot tell; ask a full replay instead.
        """
        for attempt in range(ATTEMPTS):
            with passing_transaction(self._engine) as connection:
                generation = self._generation(connection, model, asked)
                if generation is not None:
                    try:
                        self._fill(connection, model, physical_tables(model, generation), asked)
                    except LOST:
                        # Another process swapped the tables meanwhile.
                        continue
                    return model.register(connection, valid_on)
            if attempt == 0:
                self._bring_up(model)
        raise NoAnswerError(f"the tables of {model.name!r} are not up to the moment")

    @staticmethod
    def _generation(connection: Connection, model: ReadModel, asked: Asked) -> int | None:
        """Under which number the live tables are, where they are up to the moment."""
        try:
            row = connection.execute(sa.select(CATALOG).where(CATALOG.c.name == model.name)).one_or_none()
        except LOST:
            # In a store that nobody asked for a register before.
            return None
        if row is None or row.version != stored_version(model):
            return None
        if row.status == "failed":
            raise NoAnswerError(f"a handler of {model.name!r} refused an event")
        return row.generation if asked.until is None or row.position >= asked.until else None

    def _fill(self, connection: Connection, model: ReadModel, tables: Tables, asked: Asked) -> None:
        copies = _temporary(model, "pg_temp" if connection.dialect.name == "postgresql" else "temp")
        for copy in copies.values():
            copy.create(connection)
        _note_whole(connection, tables, asked)
        self._run_what_straddles(connection, model, tables, asked, copies)
        for name, copy in copies.items():
            source = tables.rows[name]
            rows = sa.select(*(source.c[column.name] for column in copy.columns))
            rows = rows.where(source.c[COMPONENT].in_(sa.select(_WHOLE.c[COMPONENT])))
            connection.execute(sa.insert(copy).from_select([column.name for column in copy.columns], rows))

    def _run_what_straddles(
        self, connection: Connection, model: ReadModel, tables: Tables, asked: Asked, copies: Mapping[str, Table]
    ) -> None:
        components = _straddling(connection, tables, asked)
        rows = FoldedRows(model.tables)
        try:
            with WATCH.ticking():
                for position, recorded in self._held(list(components), asked):
                    handle(model, rows, position, recorded, components[position])
        except HandlerFailedError as error:
            raise NoAnswerError(str(error)) from error
        touched = {(name, key): row[-1] for name, folded in rows.tables.items() for key, row in folded.rows.items()}
        places = LiveRows(connection, tables).places(touched)
        if rows.union.above or any(touched[row] != place.component for row, place in places.items()):
            raise NoAnswerError(f"at this moment, a handler of {model.name!r} touches other rows than now")
        try:
            for name, copy in copies.items():
                insert_all(connection, copy, (row[:-1] for row in rows.present(name)))
        except RowsRefusedError as error:
            raise NoAnswerError(str(error)) from error

    def _held(self, positions: list[int], asked: Asked) -> Iterator[Known]:
        """Of these events the ones that hold at a moment, in the order in which they hold."""
        events: dict[int, Known] = {}
        for start in range(0, len(positions), READ_AT_ONCE):
            events |= {item[0]: item for item in self._store.read_at(positions[start : start + READ_AT_ONCE])}
        entries = {position: Entry.of(position, recorded) for position, recorded in events.values()}
        entries |= {e.position: e for e in self._store.entries_for(e.stream for e in list(entries.values()))}
        places = self._store.places_of(e.instead_of for e in entries.values() if e.instead_of)
        return (events[position] for position in asked.order(entries.values(), places) if position in events)


@contextmanager
def passing_transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction in which everything is seen as it is now, and that leaves nothing of the tables made in it."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Names of persons are not to pass through a file; and this cannot be asked within a transaction.
            cursor = connection.connection.cursor()
            cursor.execute("PRAGMA temp_store = MEMORY")
            cursor.close()
        with at_one_moment(connection):
            yield connection


@lru_cache(MODELS)
def _temporary(model: ReadModel, schema: str) -> Mapping[str, Table]:
    """The declared tables, for one connection alone; a query on it finds them before the live ones."""
    return {table.name: table.to_metadata(sa.MetaData(), schema=schema) for table in model.tables}


def _note_whole(connection: Connection, tables: Tables, asked: Asked) -> None:
    """Note, for this connection alone, the components of which every event is known, settled, and holds."""
    events = tables.events
    conditions = [
        sa.func.max(column) <= limit
        for column, limit in (
            (events.c.settled_at, asked.until),
            (events.c.day, None if asked.valid_on is None else asked.valid_on.toordinal()),
            (events.c.settled_on, None if asked.knowledge.known is None else microseconds(asked.knowledge.known)),
        )
        if limit is not None
    ]
    whole = sa.select(events.c[COMPONENT]).group_by(events.c[COMPONENT]).having(sa.and_(sa.true(), *conditions))
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {_WHOLE.name} ({COMPONENT} BIGINT PRIMARY KEY)")
    connection.execute(sa.insert(_WHOLE).from_select([COMPONENT], whole))


def _straddling(connection: Connection, tables: Tables, asked: Asked) -> dict[int, int]:
    """The events that may hold at the moment of components that are not whole, by position, each with its component."""
    events = tables.events
    limits: Iterable[tuple[sa.Column[int], int | None]] = (
        (events.c.position, asked.until),
        (events.c.said, None if asked.valid_on is None else asked.valid_on.toordinal()),
        (events.c.recorded_at, None if asked.knowledge.known is None else microseconds(asked.knowledge.known)),
    )
    query = sa.select(events.c.position, events.c[COMPONENT]).where(
        events.c[COMPONENT].not_in(sa.select(_WHOLE.c[COMPONENT])),
        *(column <= limit for column, limit in limits if limit is not None),
    )
    return {row[0]: row[1] for row in connection.execute(query.order_by(events.c.position))}
