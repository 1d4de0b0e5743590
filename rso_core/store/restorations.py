"""What was restored: that the first so many events of a store came back from a backup or an archive, and when.

A restored record keeps its bytes, so also the moments at which it was first entered. That this store got them later stands
beside the record, outside of what is signed: it is about this store, not about the record.
"""

from datetime import UTC, datetime

import attrs
import sqlalchemy as sa

from rso_core.database import engine_for
from rso_core.database_errors import told_by_database
from rso_core.store.errors import StoreError

_RESTORATIONS = sa.Table(
    "rso_restorations",
    sa.MetaData(),
    sa.Column("events", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("origin", sa.String, nullable=False),
)


@attrs.frozen
class Restoration:
    """That a record was put back into an empty store.

    Attributes:
        events: so many events, from the first.
        at: when (aware, UTC).
        origin: name of the backup or archive.
    """

    events: int
    at: datetime
    origin: str


def note_restoration(url: str, events: int, origin: str) -> None:
    """Note that the events of a store, empty before, came back just now.

    Raises:
        StoreError: the database refused.
    """
    engine = engine_for(url)
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            _RESTORATIONS.create(connection, checkfirst=True)
            connection.execute(sa.delete(_RESTORATIONS))
            values = {"events": events, "at": datetime.now(UTC).isoformat(), "origin": origin}
            connection.execute(sa.insert(_RESTORATIONS).values(values))
    except sa.exc.SQLAlchemyError as error:
        raise StoreError(f"it was put back, but that could not be noted: {told_by_database(error)}") from error
    finally:
        engine.dispose()


def restoration_of(url: str) -> Restoration | None:
    """How the record came into a store, where it was put back there; None where it began there."""
    engine = engine_for(url)
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table(_RESTORATIONS.name):
                return None
            row = connection.execute(sa.select(_RESTORATIONS)).one_or_none()
    finally:
        engine.dispose()
    return None if row is None else Restoration(row.events, datetime.fromisoformat(row.at), row.origin)
