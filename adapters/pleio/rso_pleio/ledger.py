"""The ledger: what we made on which site, kept in the store's own database.

Before something is made, the intent is written; after it, the guid, a fingerprint of what was written and one of
what was wanted. So after a kill it is known what to look for, and what people changed can be told from what we wrote.
See `rso_pleio.ledger_entry` for what is kept of each thing.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Literal

import attrs
import sqlalchemy as sa
from filelock import FileLock, Timeout

from rso_core import UnreachableStoreError
from rso_core.database import engine_for, insert_into
from rso_pleio.errors import PleioError
from rso_pleio.ledger_entry import Entries, Entry, FileContent, Key, Origin, State, What, fingerprint
from rso_pleio.ledger_tables import PROGRESS, TABLE, entry_of, row_of
from rso_pleio.ledger_upgrade import make_tables

__all__ = [
    "BusyError",
    "Entries",
    "Entry",
    "FileContent",
    "Key",
    "Ledger",
    "Origin",
    "Progress",
    "State",
    "What",
    "fingerprint",
]

_LOCKS = {"work": 7_221_016, "watch": 7_221_018}


class BusyError(PleioError):
    """Another process is bringing this site up to date."""

    def __init__(self) -> None:
        super().__init__("another process is bringing this site up to date; wait for it and try again")


@attrs.frozen(kw_only=True)
class Progress:
    """How far a site is.

    Attributes:
        position: of the last event that the site shows.
        state: ``in_step``, ``behind``, ``held``, ``down``, ``expired`` or ``stopped`` (something a person must mend).
        told: what there is to say about it (Dutch).
        at: when this was written (UTC); `in_step_at` when the site was last in step.
    """

    position: int
    state: Literal["in_step", "behind", "held", "down", "expired", "stopped"]
    told: str
    at: datetime
    in_step_at: datetime | None


class Ledger:
    """The ledger of one site; may be used by several threads.

    Args:
        store_url: address of the store.
        site: address of the site.
    """

    def __init__(self, store_url: str, site: str) -> None:
        self.site = site
        self._url = store_url
        self._engine = engine_for(store_url)
        self._lock = threading.Lock()
        self._held: dict[str, sa.Connection] = {}
        with self._writing() as connection:
            make_tables(connection)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def entries(self) -> dict[Key, Entry]:
        """Everything on record for this site, by group key, what it is, and key."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(TABLE).where(TABLE.c.site == self.site)).mappings()
            found = [entry_of(dict(row)) for row in rows]
        return {entry.at: entry for entry in found}

    def write(self, entries: Sequence[Entry]) -> None:
        """Write entries, in one transaction; of several about the same thing the last stands."""
        if not entries:
            return
        now = datetime.now(UTC)
        latest = {entry.at: entry for entry in entries}
        rows = [{**row_of(entry), "site": self.site, "written_at": now} for entry in latest.values()]
        with self._writing() as connection:
            _upsert(connection, TABLE, rows)

    def forget(self, keys: Sequence[Key]) -> None:
        """Strike entries: they are no longer ours."""
        if not keys:
            return
        with self._writing() as connection:
            for group_key, what, key in keys:
                connection.execute(
                    sa.delete(TABLE).where(
                        TABLE.c.site == self.site,
                        TABLE.c.group_key == group_key,
                        TABLE.c.what == what.value,
                        TABLE.c.key == key,
                    )
                )

    def clear(self) -> None:
        """Strike everything about this site."""
        with self._writing() as connection:
            connection.execute(sa.delete(TABLE).where(TABLE.c.site == self.site))

    def progress(self) -> Progress | None:
        """How far the site is; None before the first round."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(PROGRESS).where(PROGRESS.c.site == self.site)).mappings().first()
        if row is None:
            return None
        told = {name: row[name] for name in ("position", "state", "told")}
        return Progress(**told, at=_aware(row["at"]), in_step_at=_aware(row["in_step_at"]))

    def note_progress(self, position: int, state: str, told: str = "") -> None:
        """Write how far the site is."""
        now = datetime.now(UTC)
        before = self.progress()
        in_step_at = now if state == "in_step" else (before.in_step_at if before else None)
        row = {"position": position, "state": state, "told": told, "at": now, "in_step_at": in_step_at}
        with self._writing() as connection:
            _upsert(connection, PROGRESS, [{"site": self.site, **row}])

    @contextmanager
    def alone(self, task: Literal["work", "watch"] = "work") -> Iterator[None]:
        """Hold the right to change the site, or to follow the record for it; one process at a time has each.

        The operating system or database gives it back after a kill; after a restart of the database it is to be taken anew
        (see `still_alone`).

        Raises:
            BusyError: another process holds it.
        """
        if self._engine.dialect.name == "postgresql":
            with self._engine.connect() as connection:
                self._held[task] = connection
                try:
                    _take(connection, task)
                    yield
                finally:
                    del self._held[task]
                    # A connection that is gone gave it back by itself.
                    connection.invalidate()
            return
        lock = "pleio.lock" if task == "work" else "pleio-watch.lock"
        try:
            with FileLock(f"{self._engine.url.database}.{lock}", timeout=0):
                yield
        except Timeout:
            raise BusyError from None

    def still_alone(self, task: Literal["work", "watch"] = "work") -> None:
        """Make sure that what `alone` gave is still held; taken anew where the database was restarted meanwhile.

        Raises:
            BusyError: another process was first.
            UnreachableStoreError: the database cannot be reached.
        """
        connection = self._held.get(task)
        if connection is None:
            return
        try:
            connection.execute(sa.select(1))
        except UnreachableStoreError:
            # SQLAlchemy marked it as gone; the next statement goes over a new one.
            connection.rollback()
            _take(connection, task)

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with (
            self._lock,
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection


def _take(connection: sa.Connection, task: str) -> None:
    """Take the right of a task for as long as the transaction of a connection lasts.

    One of a transaction, not of a session: behind a pooler a session is not ours to keep.
    """
    connection.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    if not connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCKS[task]))):
        raise BusyError


def _upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    statement = insert_into(connection.dialect.name, table)
    changes = {c.name: statement.excluded[c.name] for c in table.columns if not c.primary_key}
    connection.execute(
        statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=changes), list(rows)
    )


def _aware(moment: datetime | None) -> Any:
    # SQLite keeps no time zone; what we write is UTC.
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
