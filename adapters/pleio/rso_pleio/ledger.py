"""The ledger: what we made on which site, kept in the store's own database.

Before something is made, the intent is written; after it, the guid and a fingerprint of what was written. So
after a kill it is known what to look for, and what people changed can be told from what we wrote.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Literal

import attrs
import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.dialects import postgresql, sqlite

from rso_core.database import engine_for
from rso_pleio.errors import PleioError

TABLE = sa.Table(
    "rso_pleio_ledger",
    sa.MetaData(),
    sa.Column("site", sa.String, primary_key=True),
    sa.Column("group_key", sa.String, primary_key=True),
    sa.Column("what", sa.String, primary_key=True),
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("guid", sa.String),
    sa.Column("fingerprint", sa.String),
    sa.Column("time_updated", sa.String),
    sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
)
_APPLY_LOCK = 7_221_016

What = Literal["group", "item", "member"]


class BusyError(PleioError):
    """Another process is bringing this site up to date."""

    def __init__(self) -> None:
        super().__init__("another process is bringing this site up to date; wait for it and try again")


@attrs.frozen(kw_only=True)
class Entry:
    """Something that we made, or were about to make (`state` intended)."""

    group_key: str
    what: What
    key: str
    state: Literal["intended", "made"]
    guid: str | None = None
    fingerprint: str | None = None
    time_updated: str | None = None


def fingerprint(*parts: object) -> str:
    """Fingerprint of what was written, to compare with what stands there later."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


class Ledger:
    """The ledger of one site.

    Args:
        store_url: address of the store.
        site: address of the site.
    """

    def __init__(self, store_url: str, site: str) -> None:
        self.site = site
        self._url = store_url
        self._engine = engine_for(store_url)
        TABLE.create(self._engine, checkfirst=True)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def entries(self) -> dict[tuple[str, What, str], Entry]:
        """Everything on record for this site, by group key, what it is, and key."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(TABLE).where(TABLE.c.site == self.site)).mappings()
            return {
                (row["group_key"], row["what"], row["key"]): Entry(
                    **{field.name: row[field.name] for field in attrs.fields(Entry)}
                )
                for row in rows
            }

    def write(self, entries: Sequence[Entry]) -> None:
        """Write entries, in one transaction."""
        if not entries:
            return
        now = datetime.now(UTC)
        rows = [{**attrs.asdict(entry), "site": self.site, "written_at": now} for entry in entries]
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            statement = dialect.insert(TABLE)
            changes = {c.name: statement.excluded[c.name] for c in TABLE.columns if not c.primary_key}
            connection.execute(
                statement.on_conflict_do_update(index_elements=list(TABLE.primary_key.columns), set_=changes), rows
            )

    def forget(self, group_key: str, what: What, key: str) -> None:
        """Strike an entry: it is no longer ours."""
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(
                sa.delete(TABLE).where(
                    TABLE.c.site == self.site,
                    TABLE.c.group_key == group_key,
                    TABLE.c.what == what,
                    TABLE.c.key == key,
                )
            )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the right to change the site; the operating system or database gives it back after a kill.

        Raises:
            BusyError: another process holds it.
        """
        if self._engine.dialect.name == "postgresql":
            with self._engine.connect() as connection:
                if not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_APPLY_LOCK))):
                    raise BusyError
                try:
                    yield
                finally:
                    connection.execute(sa.select(sa.func.pg_advisory_unlock(_APPLY_LOCK)))
            return
        try:
            with FileLock(f"{self._engine.url.database}.pleio.lock", timeout=0):
                yield
        except Timeout:
            raise BusyError from None
