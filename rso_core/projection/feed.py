"""Feeding one read model: a batch of events and the new position, in one transaction."""

import traceback
from collections.abc import Sequence
from datetime import UTC, date, datetime

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Table

from rso_core.projection.errors import HandlerFailedError, ProjectionError
from rso_core.projection.generation import CATALOG, writing
from rso_core.projection.read_model import ReadModel
from rso_core.projection.rows import Rows
from rso_core.store.recorded import RecordedEvent

Batch = Sequence[tuple[int, RecordedEvent]]


class ConcurrentUpdateError(ProjectionError):
    """Another process moved this read model meanwhile; look again where it stands."""


@attrs.define
class Feed:
    """Where a read model stands and into which tables it goes on.

    Attributes:
        builder: token of a build beside the live one; None for the live one itself.
    """

    engine: Engine
    model: ReadModel
    generation: int
    position: int
    tables: dict[str, Table]
    latest_effective: date | None = None
    builder: str | None = None

    def apply(self, batch: Batch) -> bool:
        """Apply a batch; a handler that fails stops this read model at that event.

        Returns:
            Whether the whole batch was applied. If not, the live read model is marked as failed.

        Raises:
            MovedError: another process was here meanwhile; nothing was applied.
            HandlerFailedError: in a build beside the live one.
        """
        try:
            self._write(batch)
        except HandlerFailedError as failure:
            return self._stop_at(batch, failure)
        except sa.exc.SQLAlchemyError as error:
            if isinstance(error, sa.exc.OperationalError):
                raise
            # The rows were refused when written; find the event whose rows they are.
            return self._one_by_one(batch)
        return True

    def _one_by_one(self, batch: Batch) -> bool:
        for index, (position, recorded) in enumerate(batch):
            try:
                self._write([(position, recorded)])
            except HandlerFailedError as failure:
                return self._stop_at([], failure)
            except sa.exc.SQLAlchemyError as error:
                refused = HandlerFailedError(self.model.name, index, position, recorded)
                refused.__cause__ = error
                return self._stop_at([], refused)
        return True

    def _stop_at(self, batch: Batch, failure: HandlerFailedError) -> bool:
        if self.builder is not None:
            raise failure
        if batch[: failure.index]:
            self._write(batch[: failure.index])
        cause = failure.__cause__ or failure
        with writing(self.engine) as connection:
            connection.execute(
                sa.update(CATALOG)
                .where(CATALOG.c.name == self.model.name)
                .values(
                    status="failed",
                    failed_event=failure.recorded.id,
                    error=f"{type(cause).__name__}: {cause}",
                    traceback="".join(traceback.format_exception(cause)),
                    updated_at=datetime.now(UTC),
                )
            )
        return False

    def _write(self, batch: Batch) -> None:
        position = batch[-1][0]
        effective = max(recorded.meta.effective for _, recorded in batch)
        latest = max(effective, self.latest_effective or effective)
        with writing(self.engine) as connection:
            self._move(connection, position, latest)
            rows = Rows(connection, self.tables)
            run_handlers(self.model, rows, batch)
            rows.flush()
        self.position, self.latest_effective = position, latest

    def _move(self, connection: Connection, position: int, latest: date) -> None:
        mine = sa.and_(CATALOG.c.name == self.model.name, CATALOG.c.status != "failed")
        if self.builder is not None:
            change = sa.update(CATALOG).where(CATALOG.c.name == self.model.name, CATALOG.c.builder == self.builder)
            values = {"updated_at": datetime.now(UTC)}
        else:
            change = sa.update(CATALOG).where(
                mine, CATALOG.c.generation == self.generation, CATALOG.c.position == self.position
            )
            values = {"position": position, "latest_effective": latest, "updated_at": datetime.now(UTC)}  # type: ignore[dict-item]
        if connection.execute(change.values(values)).rowcount != 1:
            raise ConcurrentUpdateError(f"read model {self.model.name!r} was moved by another process")


def run_handlers(model: ReadModel, rows: Rows, batch: Batch) -> None:
    """Call the handlers of a read model for a batch of events.

    Raises:
        HandlerFailedError: a handler raised; its error is the cause.
    """
    handlers = model.handlers
    for index, (position, recorded) in enumerate(batch):
        handler = handlers.get(type(recorded.event))
        if handler is None:
            continue
        try:
            handler(rows, recorded)
        except Exception as error:
            raise HandlerFailedError(model.name, index, position, recorded) from error
