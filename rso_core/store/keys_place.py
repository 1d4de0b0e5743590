"""Where keys of persons are kept: a file or table of their own, which also says to which record they belong."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from rso_core.database import LOCK_TIMEOUT, engine_for, hidden, parse_url
from rso_core.database_errors import told_by_database
from rso_core.store.errors import StoreError
from rso_core.store.record_facts import facts_in

KEYS = sa.Table(
    "rso_person_keys",
    sa.MetaData(),
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("key", sa.LargeBinary),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("erasing", sa.String),
    sa.Column("destroyed_at", sa.DateTime(timezone=True)),
)
FACTS = sa.Table(
    "rso_person_keys_record",
    sa.MetaData(),
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
"""What the keys say of themselves.

``record``: the identity of the record to which they belong. ``store`` and ``keys``: where that record was, and where they were
themselves, when they were last changed (`rso_core.store.whereabouts`).
"""
RECORD, STORE, ITSELF = "record", "store", "keys"


def keys_url(store_url: str) -> str:
    """Where the keys of a store are kept unless said otherwise.

    Beside an SQLite store ``rso.db`` in ``rso-keys.db``, whatever links or relative paths led to it; for PostgreSQL in a
    table of its own, ``rso_person_keys``.
    """
    parsed = parse_url(store_url)
    if parsed.get_backend_name() != "sqlite":
        return store_url
    path = Path(str(parsed.database)).resolve()
    return f"sqlite:///{path.with_name(f'{path.stem}-keys{path.suffix}')}"


class KeysPlace:
    """The place at an address where keys are kept. Nothing is made before something is changed.

    Args:
        url: ``sqlite:///path.db`` or ``postgresql://…``, see `rso_core.database`.

    Raises:
        StoreError: by every method, when the place cannot be used.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._parsed = parse_url(url)
        self._engine: sa.Engine | None = None
        self._made = False

    @property
    def backend(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._parsed.get_backend_name()

    def select(self, query: "sa.Select[Any]") -> "list[sa.Row[Any]]":
        """The rows of a query on keys; none where nothing was ever kept."""
        engine = self._opened(make=False)
        if engine is None:
            return []
        with self._telling(), engine.connect() as connection:
            return list(connection.execute(query))

    def facts(self) -> dict[str, str]:
        """What the keys say of themselves; nothing where they are of a release before 0.3, or not there."""
        engine = self._opened(make=False)
        if engine is None:
            return {}
        with self._telling(), engine.connect() as connection:
            return facts_in(connection, FACTS) if sa.inspect(connection).has_table(FACTS.name) else {}

    @contextmanager
    def changing(self) -> Iterator[sa.Connection]:
        """A transaction in which keys are changed; the tables are made where they are not there."""
        engine = self._opened(make=True)
        assert engine is not None
        with self._telling(), engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close the connections."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine, self._made = None, False

    def _opened(self, *, make: bool) -> sa.Engine | None:
        if self._engine is not None and (self._made or not make):
            return self._engine
        in_file = self.backend == "sqlite"
        if in_file and not make and not Path(str(self._parsed.database)).exists():
            return None
        engine = self._engine or (_sqlite_engine(self._parsed) if in_file else engine_for(self.url))
        with self._telling():
            if make:
                KEYS.create(engine, checkfirst=True)
                FACTS.create(engine, checkfirst=True)
                self._made = True
            elif not sa.inspect(engine).has_table(KEYS.name):
                engine.dispose()
                return None
        self._engine = engine
        return engine

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(
                f"the keys of persons at {hidden(self.url)} cannot be used ({told_by_database(error)}); check the place and rights"
            ) from error


def _sqlite_engine(url: URL) -> sa.Engine:
    path = Path(str(url.database))
    try:
        path.touch(mode=0o600, exist_ok=True)
        path.chmod(0o600)
    except OSError as error:
        raise StoreError(
            f"the keys of persons cannot be kept in {path} ({error.strerror}); check its folder"
        ) from error
    engine = sa.create_engine(
        url.set(drivername="sqlite+pysqlite"), connect_args={"timeout": LOCK_TIMEOUT}, hide_parameters=True
    )

    @sa.event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        # A destroyed key must not survive in a freed page or in a write-ahead log.
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA secure_delete=ON")

    return engine
