"""Feeding the live tables of read models: a batch of events and the new position, in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from rso_core.database_errors import told, traced
from rso_core.projection.batch import Batch
from rso_core.projection.errors import VALUES_REFUSED, HandlerFailedError, ProjectionError
from rso_core.projection.generation import CATALOG, Tables, writing
from rso_core.projection.read_model import ReadModel
from rso_core.projection.taking_up import take_up
from rso_core.store.event_store import EventStore
from rso_core.store.holding import Known


class ConcurrentUpdateError(ProjectionError):
    """Another process moved this read model meanwhile; look again where it stands."""


@attrs.define
class Feed:
    """Where the live tables of a read model stand.

    Attributes:
        latest_effective: the latest day from which one of its events holds.
    """

    engine: Engine
    store: EventStore
    model: ReadModel
    generation: int
    position: int
    tables: Tables
    latest_effective: date | None = None

    def apply(self, batch: Batch) -> bool:
        """Apply a batch; a handler that fails stops this read model at that event.

        Returns:
            Whether the whole batch was applied. If not, the read model is marked as failed.

        Raises:
            ConcurrentUpdateError: another process was here meanwhile; nothing was applied.
        """
        try:
            self._write(batch)
        except HandlerFailedError as failure:
            return self._stop_at(batch, failure)
        except VALUES_REFUSED as error:
            if isinstance(error, sa.exc.OperationalError):
                raise
            # The rows were refused when written; find the event whose rows they are.
            return self._one_by_one(batch.events)
        return True

    def _one_by_one(self, events: Sequence[Known]) -> bool:
        for position, recorded in events:
            try:
                self._write(Batch.of(self.store, [(position, recorded)]))
            except HandlerFailedError as failure:
                return self._failed(failure)
            except VALUES_REFUSED as error:
                refused = HandlerFailedError(self.model.name, 0, position, recorded)
                refused.__cause__ = error
                return self._failed(refused)
        return True

    def _stop_at(self, batch: Batch, failure: HandlerFailedError) -> bool:
        """Apply what came into the record before the event on which a handler failed, and stop there."""
        if len(batch.events) == 1:
            return self._failed(failure)
        if all(position != failure.position for position, _ in batch.events):
            # One that was handled before fails now that another comes before it; find which.
            return self._one_by_one(batch.events)
        before = [item for item in batch.events if item[0] < failure.position]
        return self._failed(failure) if not before or self.apply(Batch.of(self.store, before)) else False

    def _failed(self, failure: HandlerFailedError) -> bool:
        cause = failure.__cause__ or failure
        values = {"error": told(cause), **failed_values(failure)}
        with writing(self.engine) as connection:
            connection.execute(sa.update(CATALOG).where(CATALOG.c.name == self.model.name).values(values))
        return False

    def _write(self, batch: Batch) -> None:
        with writing(self.engine) as connection:
            self._take_in(connection, batch)
        self._moved(batch)

    def _take_in(self, connection: Connection, batch: Batch) -> None:
        self._move(connection, batch.position, self._latest(batch))
        take_up(connection, self.store, self.model, self.tables, batch)

    def _moved(self, batch: Batch) -> None:
        self.position, self.latest_effective = batch.position, self._latest(batch)

    def _latest(self, batch: Batch) -> date | None:
        days = [each.key.day for each in batch.placed.values() if each.entry.kind in self.model.handlers]
        return max([*days, *([self.latest_effective] if self.latest_effective else [])], default=None)

    def _move(self, connection: Connection, position: int, latest: date | None) -> None:
        change = (
            sa.update(CATALOG)
            .where(_stands(self))
            .values(position=position, latest_effective=latest, updated_at=datetime.now(UTC))
        )
        if connection.execute(change).rowcount != 1:
            raise ConcurrentUpdateError(f"read model {self.model.name!r} was moved by another process")


def failed_values(failure: HandlerFailedError) -> dict[str, Any]:
    """What the catalog says of a read model that failed, but for what is said of its error."""
    return {
        "status": "failed",
        "failed_event": failure.recorded.id,
        "traceback": traced(failure.__cause__ or failure),
        "updated_at": datetime.now(UTC),
    }


def _stands(feed: Feed) -> "sa.ColumnElement[bool]":
    """The condition that a read model stands where it was found."""
    return sa.and_(
        CATALOG.c.name == feed.model.name,
        CATALOG.c.status != "failed",
        CATALOG.c.generation == feed.generation,
        CATALOG.c.position == feed.position,
    )


def apply_together(feeds: Sequence[Feed], batch: Batch) -> bool:
    """Apply a batch to several read models in one transaction: most of what a single act takes is the end of each.

    Returns:
        Whether it was applied to all of them. If not, to none: then each is to be tried by itself.
    """
    if not feeds:
        return True
    try:
        with writing(feeds[0].engine) as connection:
            for feed in feeds:
                feed._take_in(connection, batch)
    except (HandlerFailedError, ConcurrentUpdateError, *VALUES_REFUSED):
        return False
    for feed in feeds:
        feed._moved(batch)
    return True


def pass_over(feeds: Iterable[Feed], batch: Batch) -> list[Feed]:
    """Move read models past a batch in which there is nothing for them, all in one transaction.

    Returns:
        All of them where another process moved one meanwhile: then it is to be looked at again where each stands.
    """
    moving = list(feeds)
    if not moving:
        return []
    with writing(moving[0].engine) as connection:
        change = sa.update(CATALOG).values(position=batch.position, updated_at=datetime.now(UTC))
        moved = connection.execute(change.where(sa.or_(*map(_stands, moving)))).rowcount
    if moved != len(moving):
        return moving
    for feed in moving:
        feed.position = batch.position
    return []
