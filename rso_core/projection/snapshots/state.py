"""Where a snapshot stands: which one of which record, up to which event."""

import secrets

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection

from rso_core.projection.errors import ProjectionError
from rso_core.projection.read_model import ReadModel
from rso_core.projection.snapshots.tables import CATALOG, COMPONENTS, EVENTS, create_catalog, drop_rows, row_tables
from rso_core.store.event_store import EventStore
from rso_core.store.recorded import RecordedEvent


class NoAnswerError(ProjectionError):
    """A snapshot cannot answer this question; a full replay can."""


@attrs.frozen
class State:
    """A snapshot of a read model.

    Attributes:
        number: at random; a snapshot that is begun anew has another one.
        position: events up to here are in it.
        mark: what tells the event at that position from another one; None at position 0.
        failed: whether a handler refused an event, so that it ends here.
    """

    model: str
    number: int
    version: int
    position: int
    mark: str | None
    failed: bool


def find(connection: Connection, model: str) -> State | None:
    """The snapshot of a read model as it stands now, or None."""
    row = connection.execute(sa.select(CATALOG).where(CATALOG.c.model == model)).one_or_none()
    return row if row is None else State(row.model, row.snapshot, row.version, row.position, row.mark, row.failed)


def is_as_it_was(state: State) -> "sa.ColumnElement[bool]":
    """The condition that nobody moved or replaced a snapshot meanwhile."""
    return sa.and_(
        CATALOG.c.model == state.model, CATALOG.c.snapshot == state.number, CATALOG.c.position == state.position
    )


def begin(connection: Connection, model: ReadModel) -> State:
    """Begin a snapshot anew, in place of the one that is there; in a transaction that may change tables."""
    create_catalog(connection)
    remove(connection, model.name)
    tables = row_tables(model)
    drop_rows(connection, [table.name for table in tables.values()])
    for table in tables.values():
        table.create(connection)
    state = State(model.name, secrets.randbits(62), model.version, 0, None, failed=False)
    names = "\n".join(table.name for table in tables.values())
    values = {"model": state.model, "snapshot": state.number, "version": state.version, "position": 0}
    connection.execute(sa.insert(CATALOG).values(**values, tables=names, failed=False))
    return state


def remove(connection: Connection, model: str) -> None:
    """Remove the snapshot of a read model, where there is one; in a transaction that may change tables."""
    row = connection.execute(sa.select(CATALOG).where(CATALOG.c.model == model)).one_or_none()
    if row is not None:
        # First the row that writers move, so that two who meet wait for each other here.
        connection.execute(sa.delete(CATALOG).where(CATALOG.c.model == model))
        for table in (EVENTS, COMPONENTS):
            connection.execute(sa.delete(table).where(table.c.snapshot == row.snapshot))
        drop_rows(connection, row.tables.split("\n"))


def mark_of(recorded: RecordedEvent) -> str:
    """What tells an event from any other at its position: an act has an identifier at random."""
    return f"{recorded.id} {recorded.meta.correlation} {recorded.meta.recorded_at.isoformat()}"


def mark_at(store: EventStore, position: int) -> str | None:
    """The mark of the event at a position; None where there is no event."""
    found = store.read_at([position]) if position else []
    return mark_of(found[0][1]) if found else None
