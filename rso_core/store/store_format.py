"""The format of a store: a number that every release looks at before it writes, and that earlier releases trip on.

It stands in the name of a column of the events. Whoever inserts names that column, and no release of an earlier format does; so what such
a release tries to insert is refused by the database itself, in the transaction in which it tries. The next format renames
the column, and then a program of this release that has the store open is refused likewise. No byte of an event depends on it.

    1. Releases 0.1 and 0.2, and what came before 0.3.
    2. Since 0.3: in turn, with the identity of the record, and guarded by this very column.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import attrs
import sqlalchemy as sa

from rso_core.database import engine_for, hidden, insert_into, parse_url
from rso_core.store.error_messages import unusable
from rso_core.store.errors import NewerStoreError, OlderStoreError
from rso_core.store.recorders import EVENTS_TABLE, FORMAT, MARK
from rso_core.store.tables import EVENTS, RECORD

FIRST = 1
_MARK = re.compile(r"format_(?P<number>\d+)_of_rso_(?P<release>\w+)")


@attrs.frozen
class Format:
    """The format of a store: its number, and the first release that writes it."""

    number: int
    release: str


def require_known(url: str) -> Format | None:
    """Refuse a store of a later release, before anything is made or written in it.

    Returns:
        Its format; None where there is no file yet.

    Raises:
        NewerStoreError: it is one.
        StoreError: the database cannot be used.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(str(parsed.database)).exists():
        return None
    engine = engine_for(url)
    try:
        with engine.connect() as connection:
            return _require_known(url, _columns(connection))
    except sa.exc.SQLAlchemyError as error:
        raise unusable(url, getattr(error, "orig", None) or error) from error
    finally:
        engine.dispose()


def raise_format(url: str, *, with_events: bool) -> None:
    """Make a store one of this release's format, where it is not yet; earlier releases write into it no more.

    Args:
        url: address of an open store.
        with_events: also where there are events in it already.

    Raises:
        OlderStoreError: there are events in it, and that was not asked for.
        NewerStoreError: it was made one of a later format meanwhile.
        StoreError: the database refused.
    """
    engine = engine_for(url)
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"LOCK TABLE {EVENTS_TABLE} IN ACCESS EXCLUSIVE MODE")
            columns = _columns(connection)
            _require_known(url, columns)
            # Another process may have been first.
            if MARK in columns:
                return
            if not with_events and connection.scalar(sa.select(sa.exists(sa.select(EVENTS.c.topic)))):
                raise OlderStoreError(
                    f"the store {hidden(url)} is of a release before 0.3, and would not be written by it any more: "
                    "'rso upgrade --backup FILE' makes a backup and then lets this release write; nothing was recorded"
                )
            for statement in _MARKING[connection.dialect.name]:
                connection.exec_driver_sql(statement)
            RECORD.create(connection, checkfirst=True)
            insert = insert_into(connection.dialect.name, RECORD).values(
                name=SINCE, value=datetime.now(UTC).isoformat()
            )
            connection.execute(insert.on_conflict_do_nothing())
    except sa.exc.SQLAlchemyError as error:
        raise unusable(url, getattr(error, "orig", None) or error) from error
    finally:
        engine.dispose()


def format_of(url: str) -> Format:
    """The format that the store at an address has.

    Raises:
        StoreError: the database cannot be read.
    """
    engine = engine_for(url)
    try:
        with engine.connect() as connection:
            return _format(_columns(connection))
    except sa.exc.SQLAlchemyError as error:
        raise unusable(url, getattr(error, "orig", None) or error) from error
    finally:
        engine.dispose()


def format_since(url: str) -> datetime | None:
    """Since when a store has the format of this release (aware, UTC); None where it has not, or does not say.

    Raises:
        StoreError: the database cannot be read.
    """
    engine = engine_for(url)
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table(RECORD.name):
                return None
            found = connection.scalar(sa.select(RECORD.c.value).where(RECORD.c.name == SINCE))
    except sa.exc.SQLAlchemyError as error:
        raise unusable(url, getattr(error, "orig", None) or error) from error
    finally:
        engine.dispose()
    return None if found is None else datetime.fromisoformat(found)


SINCE = f"format_{FORMAT}_since"
_ADD = f"ALTER TABLE {EVENTS_TABLE} ADD COLUMN {MARK} SMALLINT"
_MARKING = {
    # An insert of an earlier release gives four values, without names: too few.
    "sqlite": (_ADD,),
    # It names four columns: none of them this one, which must have a value.
    "postgresql": (f"{_ADD} NOT NULL DEFAULT {FIRST}", f"ALTER TABLE {EVENTS_TABLE} ALTER COLUMN {MARK} DROP DEFAULT"),
}


def _columns(connection: sa.Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        query = f"SELECT name FROM pragma_table_info('{EVENTS_TABLE}')"
    else:
        query = (
            f"SELECT attname FROM pg_attribute WHERE attrelid = to_regclass('{EVENTS_TABLE}') "
            "AND attnum > 0 AND NOT attisdropped"
        )
    return {row[0] for row in connection.exec_driver_sql(query)}


def _format(columns: Iterable[str]) -> Format:
    marks = [found for column in columns if (found := _MARK.fullmatch(column))]
    formats = [Format(int(mark["number"]), mark["release"].replace("_", ".")) for mark in marks]
    return max(formats, key=lambda each: each.number, default=Format(FIRST, "0.1"))


def _require_known(url: str, columns: Iterable[str]) -> Format:
    found = _format(columns)
    if found.number > FORMAT:
        raise NewerStoreError(
            f"the store {hidden(url)} has format {found.number}, and this release knows no later than {FORMAT}: nothing was "
            f"written; use release {found.release} or later"
        )
    return found
