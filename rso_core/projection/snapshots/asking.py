"""The tables of a read model at one moment, out of its snapshot: what is whole is copied, the rest is run again."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Table

from rso_core.projection.feed import ConcurrentUpdateError
from rso_core.projection.read_model import ReadModel
from rso_core.projection.snapshots.components import RowKey
from rso_core.projection.snapshots.rows import FullRows, TouchedRows
from rso_core.projection.snapshots.state import NoAnswerError, State, find
from rso_core.projection.snapshots.tables import (
    COMPONENT,
    COMPONENTS,
    EVENTS,
    PRESENT,
    row_tables,
    temporary_tables,
)
from rso_core.store.event_store import EventStore

READ_AT_ONCE = 2_000
_SOME = COMPONENTS.alias("c")


@attrs.frozen
class Moment:
    """A moment in numbers; an event is included that does not lie beyond any of them.

    Attributes:
        position: last position of the record that counts.
        effective: proleptic ordinal of the day on which it holds.
        recorded_at: microseconds since 1970 (UTC) up to which is known; None for all that is.
    """

    position: int
    effective: int
    recorded_at: int | None

    def whole(self, number: int) -> "sa.ColumnElement[bool]":
        """The condition that all events of a component are included."""
        return self._until(number, _SOME.c.last_position, _SOME.c.last_effective, _SOME.c.last_recorded)

    def begun(self, number: int) -> "sa.ColumnElement[bool]":
        """The condition that some event of a component may be included."""
        return self._until(number, _SOME.c.component, _SOME.c.first_effective, _SOME.c.first_recorded)

    def included(self, number: int) -> "sa.ColumnElement[bool]":
        """The condition that an event is included."""
        return self._until(number, EVENTS.c.position, EVENTS.c.effective, EVENTS.c.recorded_at, EVENTS)

    def _until(
        self,
        number: int,
        position: "sa.Column[int]",
        effective: "sa.Column[int]",
        recorded_at: "sa.Column[int]",
        table: "sa.FromClause" = _SOME,
    ) -> "sa.ColumnElement[bool]":
        conditions = [table.c.snapshot == number, position <= self.position, effective <= self.effective]
        if self.recorded_at is not None:
            conditions.append(recorded_at <= self.recorded_at)
        return sa.and_(*conditions)


@contextmanager
def passing_transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction that is always rolled back, so that the tables made in it are gone afterwards."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Names of persons are not to pass through a file; and this cannot be asked within a transaction.
            cursor = connection.connection.cursor()
            cursor.execute("PRAGMA temp_store = MEMORY")
            cursor.close()
        transaction = connection.begin()
        try:
            yield connection
        finally:
            transaction.rollback()


def fill_tables(connection: Connection, store: EventStore, model: ReadModel, state: State, moment: Moment) -> None:
    """Let the declared tables hold, on this connection alone, the rows of a moment.

    Args:
        connection: in a transaction that is rolled back afterwards, or when this fails.
        state: a snapshot that is up to the moment.

    Raises:
        NoAnswerError: a handler does something else at this moment than in the full state.
        MovedError: the snapshot was moved or replaced meanwhile.
        HandlerFailedError: a handler raised.
    """
    # Each statement may see another state of the database, unless the snapshot is the same before and after.
    if find(connection, model.name) != state:
        raise ConcurrentUpdateError(f"the snapshot of {model.name!r} was moved by another process")
    tables = temporary_tables(connection, model)
    _run_what_straddles(connection, store, model, state.number, moment, tables)
    _copy_what_is_whole(connection, row_tables(model), state.number, moment, tables)
    if find(connection, model.name) != state:
        raise ConcurrentUpdateError(f"the snapshot of {model.name!r} was moved by another process")


def _copy_what_is_whole(
    connection: Connection, kept: Mapping[str, Table], number: int, moment: Moment, tables: Mapping[str, Table]
) -> None:
    whole = sa.select(_SOME.c.component).where(moment.whole(number))
    for name, table in tables.items():
        columns = [column.name for column in table.columns]
        source = kept[name]
        rows = sa.select(*(source.c[column] for column in columns))
        rows = rows.where(source.c[COMPONENT].in_(whole), source.c[PRESENT])
        connection.execute(sa.insert(table).from_select(columns, rows))


def _run_what_straddles(
    connection: Connection,
    store: EventStore,
    model: ReadModel,
    number: int,
    moment: Moment,
    tables: Mapping[str, Table],
) -> None:
    of_event = _straddling(connection, number, moment)
    positions = list(of_event)
    owner: dict[RowKey, int] = {}
    for start in range(0, len(positions), READ_AT_ONCE):
        batch = store.read_at(positions[start : start + READ_AT_ONCE])
        rows = TouchedRows(connection, tables)
        for touch in rows.run(model, batch):
            component = of_event[touch.position]
            for row in touch.rows:
                if owner.setdefault(row, component) != component:
                    raise _strayed(model)
        rows.flush()
    places = FullRows(connection, row_tables(model)).places(owner)
    if any(owner.get(row) != place.component for row, place in places.items()):
        raise _strayed(model)


def _straddling(connection: Connection, number: int, moment: Moment) -> dict[int, int]:
    """The included events of components that are not whole, by position, each with its component."""
    query = (
        sa.select(EVENTS.c.position, EVENTS.c.component)
        .select_from(
            _SOME.join(EVENTS, (EVENTS.c.snapshot == _SOME.c.snapshot) & (EVENTS.c.component == _SOME.c.component))
        )
        .where(moment.begun(number), sa.not_(moment.whole(number)), moment.included(number))
        .order_by(EVENTS.c.position)
    )
    return {row.position: row.component for row in connection.execute(query)}


def _strayed(model: ReadModel) -> NoAnswerError:
    return NoAnswerError(f"at this moment, a handler of {model.name!r} touches other rows than in the full state")
