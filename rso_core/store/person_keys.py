"""The keys of persons: apart from the events, in a file or table of their own, with a backup of their own.

A name can be read as long as the key of its person exists. Erasing a person destroys the key; its row stays, without
the key, so that no new key is ever made for who was erased.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from rso_core.database import LOCK_TIMEOUT, engine_for, hidden, insert_into, parse_url
from rso_core.store.errors import KeyMissingError, StoreError
from rso_core.store.sealing import KEY_BYTES, new_key

AT_A_TIME = 500
"""So many keys are asked for in one query."""
SECRET = "*"
"""In place of a person: the secret of the record itself, for fingerprints of acts that name a person."""
KEYS = sa.Table(
    "rso_person_keys",
    sa.MetaData(),
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("key", sa.LargeBinary),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("erasing", sa.String),
    sa.Column("destroyed_at", sa.DateTime(timezone=True)),
)


@attrs.frozen(kw_only=True)
class KeyState:
    """What is known of a person's key.

    Attributes:
        there: whether the key exists.
        erasing: why it is about to be destroyed; None when it is not.
        destroyed_at: when it was destroyed (aware, UTC); None when it was not.
    """

    there: bool
    erasing: str | None
    destroyed_at: datetime | None


def keys_url(store_url: str) -> str:
    """Where the keys of a store are kept unless said otherwise.

    Beside an SQLite store ``rso.db`` in ``rso-keys.db``; for PostgreSQL in a table of its own, ``rso_person_keys``.
    """
    parsed = parse_url(store_url)
    if parsed.get_backend_name() != "sqlite":
        return store_url
    path = Path(str(parsed.database))
    beside = path.with_name(f"{path.stem}-keys{path.suffix}")
    return f"sqlite:///{beside}"


class PersonKeys:
    """The keys of the persons of one record. Nothing is made before the first key is needed.

    Args:
        url: ``sqlite:///path.db`` or ``postgresql://…``, see `rso_core.database`.

    Raises:
        StoreError: by every method, when the place of the keys cannot be used.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._parsed = parse_url(url)
        self._engine: sa.Engine | None = None
        self._cache: dict[str, bytes | None] = {}
        self._destroyed = -1

    def get(self, person: str) -> bytes | None:
        """The key of a person; None when there is none, or none any more."""
        if person not in self._cache:
            row = self._row(person)
            self._cache[person] = bytes(row.key) if row is not None and row.key is not None else None
        return self._cache[person]

    def state(self, person: str) -> KeyState | None:
        """What is known of the key of a person; None when there never was one here."""
        return self.states().get(person)

    def states(self) -> dict[str, KeyState]:
        """What is known of the key of every person."""
        rows = self._select(sa.select(KEYS).where(KEYS.c.person != SECRET).order_by(KEYS.c.person))
        return {
            row.person: KeyState(there=row.key is not None, erasing=row.erasing, destroyed_at=row.destroyed_at)
            for row in rows
        }

    def refresh(self) -> None:
        """Forget what is kept in memory when another process destroyed a key."""
        count = sa.select(sa.func.count()).select_from(KEYS).where(KEYS.c.destroyed_at.is_not(None))
        destroyed = next((row[0] for row in self._select(count)), 0)
        if destroyed != self._destroyed:
            self._cache.clear()
            self._destroyed = destroyed

    def ensure(self, new: Iterable[str], known: Iterable[str] = ()) -> None:
        """Make keys where there are none.

        Args:
            new: persons of whom nothing was recorded before; they get a key.
            known: persons of whom something was recorded before; their key must exist.

        Raises:
            KeyMissingError: the key of a known person is not here; its backup must be put back first.
        """
        new, known = list(new), list(known)
        self._fetch([*new, *known])
        for person in known:
            if self.get(person) is None:
                raise KeyMissingError(
                    f"the key of {person} is not at {hidden(self.url)}; restore the backup of the keys of persons first"
                )
        self._make({person: new_key() for person in new if self.get(person) is None})

    def blind(self, fingerprint: str) -> str:
        """A fingerprint of something that names a person, as nobody can guess it who has only the record."""
        secret = self.get(SECRET)
        if secret is None:
            self._make({SECRET: new_key()})
            secret = self.get(SECRET)
        assert secret is not None
        return hashlib.blake2b(fingerprint.encode(), digest_size=16, key=secret).hexdigest()

    def begin_erasing(self, person: str, why: str) -> None:
        """Note that the key of a person is about to be destroyed, so that a run that is killed can be finished."""
        still_there = KEYS.c.person == person, KEYS.c.destroyed_at.is_(None)
        self._change(sa.update(KEYS).where(*still_there).values(erasing=why))

    def destroy(self, person: str) -> None:
        """Destroy the key of a person; again changes nothing."""
        gone = {"key": None, "erasing": None, "destroyed_at": datetime.now(UTC)}
        self._change(sa.update(KEYS).where(KEYS.c.person == person, KEYS.c.destroyed_at.is_(None)).values(gone))
        self._cache.pop(person, None)

    def exported(self) -> dict[str, bytes]:
        """Every key by its person, for a backup of the keys."""
        return {row.person: bytes(row.key) for row in self._select(sa.select(KEYS)) if row.key is not None}

    def put(self, keys: Mapping[str, bytes]) -> None:
        """Put keys back from a backup; one that is here already, or was destroyed here, stays as it is.

        Raises:
            StoreError: something among them is no key.
        """
        for person, key in keys.items():
            if len(key) != KEY_BYTES:
                raise StoreError(
                    f"the key of {person} has {len(key)} bytes, not {KEY_BYTES}; this is no backup of keys"
                )
        self._make(dict(keys))

    def close(self) -> None:
        """Close the connections."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _fetch(self, persons: Iterable[str]) -> None:
        """Have the keys of these persons in memory, asked for by the hundreds."""
        left = [person for person in persons if person not in self._cache]
        for start in range(0, len(left), AT_A_TIME):
            some = left[start : start + AT_A_TIME]
            found = {row.person: row.key for row in self._select(sa.select(KEYS).where(KEYS.c.person.in_(some)))}
            for person in some:
                key = found.get(person)
                self._cache[person] = bytes(key) if key is not None else None

    def _row(self, person: str) -> "sa.Row[Any] | None":
        return next(iter(self._select(sa.select(KEYS).where(KEYS.c.person == person))), None)

    def _select(self, query: "sa.Select[Any]") -> "list[sa.Row[Any]]":
        engine = self._opened(make=False)
        if engine is None:
            return []
        try:
            with engine.connect() as connection:
                return list(connection.execute(query))
        except SQLAlchemyError as error:
            raise self._unusable(error) from error

    def _make(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            return
        statement = insert_into(self._parsed.get_backend_name(), KEYS).on_conflict_do_nothing()
        now = datetime.now(UTC)
        self._change(statement, [{"person": person, "key": key, "made_at": now} for person, key in keys.items()])
        # Another process may have been first: what counts is the key that stands there.
        for person in keys:
            self._cache.pop(person, None)
        self._fetch(keys)

    def _change(self, statement: sa.Executable, rows: list[dict[str, object]] | None = None) -> None:
        engine = self._opened(make=True)
        assert engine is not None
        try:
            with engine.begin() as connection:
                connection.execute(statement, rows)
        except SQLAlchemyError as error:
            raise self._unusable(error) from error

    def _opened(self, *, make: bool) -> sa.Engine | None:
        if self._engine is None:
            sqlite_file = self._parsed.get_backend_name() == "sqlite"
            if sqlite_file and not make and not Path(str(self._parsed.database)).exists():
                return None
            engine = _sqlite_engine(self._parsed) if sqlite_file else engine_for(self.url)
            try:
                if make or sa.inspect(engine).has_table(KEYS.name):
                    KEYS.create(engine, checkfirst=True)
                    self._engine = engine
                else:
                    engine.dispose()
                    return None
            except (SQLAlchemyError, OSError) as error:
                raise self._unusable(error) from error
        return self._engine

    def _unusable(self, error: Exception) -> StoreError:
        said = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        return StoreError(
            f"the keys of persons at {hidden(self.url)} cannot be used ({said}); check the place and rights"
        )


def _sqlite_engine(url: URL) -> sa.Engine:
    path = Path(str(url.database))
    try:
        path.touch(mode=0o600, exist_ok=True)
        path.chmod(0o600)
    except OSError as error:
        raise StoreError(
            f"the keys of persons cannot be kept in {path} ({error.strerror}); check its folder"
        ) from error
    engine = sa.create_engine(url.set(drivername="sqlite+pysqlite"), connect_args={"timeout": LOCK_TIMEOUT})

    @sa.event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        # A destroyed key must not survive in a freed page or in a write-ahead log.
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA secure_delete=ON")

    return engine
