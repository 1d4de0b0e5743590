"""The index of words: tables beside the events, kept up with the record when somebody searches.

It is derived from the events alone. Where it is missing, of another version, or ahead of a record that was put back, it is
made anew. It holds names of persons in the open, as the registers do: whoever erases a person calls `forget`.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from rso_core.database import engine_for
from rso_core.projection.generation import changing_tables, writing
from rso_core.search.texts import Texts, texts_of, words_of
from rso_core.store.errors import StoreError
from rso_core.store.event_store import EventStore
from rso_core.store.naming import written
from rso_core.store.recorded import RecordedEvent

VERSION = 2
"""Raise it when a table or what is indexed changes."""
BATCH = 1_000
INDEXED = 200_000
"""So many characters of the names and of the texts of an event are indexed: PostgreSQL holds a megabyte of words, in two forms."""
ATTEMPTS = 20
"""How often to look again when another process keeps being first."""
_METADATA = sa.MetaData()
STATE = sa.Table(
    "rso_search",
    _METADATA,
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("token", sa.String, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
)
"""One row: which index it is (another token each time that it is begun) and up to which event it goes."""
ENTRIES = sa.Table(
    "rso_search_entries",
    _METADATA,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("stream_kind", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("thing", sa.String, nullable=False),
    sa.Column("effective", sa.Date, nullable=False),
)
"""Per event that holds text: its position, the kind of its subject, what it is about, and the day from which it holds."""
WORDS = "rso_search_words"
"""SQLite: the words, in a table of FTS5 that holds no texts. PostgreSQL: a text search vector per event."""
FTS5 = f"CREATE VIRTUAL TABLE {WORDS} USING fts5(names, texts, content='', tokenize='unicode61 remove_diacritics 2')"
_VECTORS = f"CREATE TABLE {WORDS} (position bigint PRIMARY KEY, words tsvector NOT NULL)"
_VECTOR_INDEX = f"CREATE INDEX {WORDS}_index ON {WORDS} USING gin (words)"
DUTCH, SIMPLE = "dutch", "simple"
"""Text search configurations of PostgreSQL: with Dutch stems, and with words as they are."""


_OVERTAKEN = "other programs kept moving the search index; try again"
T = TypeVar("T")


class SearchIndex:
    """The index of a record. Close it, or use it as a context manager.

    Args:
        store: of the record; the tables stand in its database.
    """

    def __init__(self, store: EventStore) -> None:
        self.store = store
        self.engine = engine_for(store.url)

    def __enter__(self) -> "SearchIndex":
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()

    def ask(self, question: Callable[[sa.Connection], T]) -> T:
        """The answer to a question that reads the tables, brought up to the record.

        Raises:
            StoreError: this SQLite has no FTS5, or other processes kept being first.
        """
        for _ in range(ATTEMPTS):
            self.catch_up()
            try:
                with self.engine.connect() as connection:
                    return question(connection)
            except DBAPIError:
                # Somebody may have taken it away meanwhile, because a person was erased.
                if self._where() is not None:
                    raise
        raise StoreError(_OVERTAKEN)

    def catch_up(self) -> None:
        """Take in the events that came since; several processes may do so at the same time.

        Raises:
            StoreError: this SQLite has no FTS5, or other processes kept being first.
        """
        lost = 0
        while lost < ATTEMPTS:
            token, position = self._where() or self._begin()
            batch = self.store.read(position, BATCH)
            if not batch:
                if position <= self.store.head():
                    return
                forget(self.engine)  # the record was put back to before
            elif not self._take_in(token, position, batch):
                lost += 1
        raise StoreError(_OVERTAKEN)

    def _where(self) -> tuple[str, int] | None:
        """Token and position of the index; None where there is none of this version."""
        try:
            with self.engine.connect() as connection:
                return state_of(connection)
        except DBAPIError:
            return None  # taken away between two questions

    def _begin(self) -> tuple[str, int]:
        with changing_tables(self.engine) as connection:
            if (begun := state_of(connection)) is not None:
                return begun  # by another process meanwhile
            _drop(connection)
            STATE.create(connection)
            ENTRIES.create(connection)
            try:
                for statement in (_VECTORS, _VECTOR_INDEX) if _on_postgres(connection) else (FTS5,):
                    connection.exec_driver_sql(statement)
            except DBAPIError as error:
                if "fts5" in str(error.orig):
                    raise StoreError("the SQLite of this Python has no full text search (FTS5)") from error
                raise
            token = uuid4().hex
            connection.execute(sa.insert(STATE).values(version=VERSION, token=token, position=0))
        return token, 0

    def _take_in(self, token: str, position: int, batch: Sequence[tuple[int, RecordedEvent]]) -> bool:
        """Index a batch; False where another process was here first, or the index was taken away: then nothing changed."""
        found = [(place, recorded, texts) for place, recorded in batch if (texts := texts_of(recorded)) is not None]
        try:
            with writing(self.engine) as connection:
                mine = sa.and_(STATE.c.token == token, STATE.c.position == position)
                if connection.execute(sa.update(STATE).where(mine).values(position=batch[-1][0])).rowcount != 1:
                    return False
                if found:
                    connection.execute(sa.insert(ENTRIES), [entry_row(*each) for each in found])
                    connection.execute(insert_words(connection), [words_row(place, texts) for place, _, texts in found])
        except DBAPIError:
            if self._where() == (token, position):
                raise
            return False
        return True


def forget(engine: sa.Engine) -> None:
    """Take the index away, and all names of persons in it; it is made anew when somebody searches.

    On SQLite the pages it stood in are overwritten. Of the write-ahead log and of backups this says nothing.

    Args:
        engine: on the store's database.
    """
    with changing_tables(engine) as connection:
        if not _on_postgres(connection):
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        _drop(connection)


def state_of(connection: sa.Connection) -> tuple[str, int] | None:
    """Token and position of the index; None where there is none of this version."""
    if not all(map(sa.inspect(connection).has_table, (STATE.name, ENTRIES.name, WORDS))):
        return None
    row = connection.execute(sa.select(STATE)).one_or_none()
    return (row.token, row.position) if row is not None and row.version == VERSION else None


def _drop(connection: sa.Connection) -> None:
    # In the order in which who keeps it up takes them, so that none waits for the other.
    for table in (STATE.name, ENTRIES.name, WORDS):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")


def _on_postgres(connection: sa.Connection) -> bool:
    return connection.dialect.name == "postgresql"


def entry_row(position: int, recorded: RecordedEvent, texts: Texts) -> dict[str, object]:
    """The row of an event that holds text."""
    stream_kind = recorded.originator_id.partition(":")[0]
    return {
        "position": position,
        "stream_kind": stream_kind,
        "kind": texts.thing[0],
        "thing": written(texts.thing),
        "effective": recorded.meta.effective,
    }


def words_row(position: int, texts: Texts) -> dict[str, object]:
    """The words of an event, of its name and of its other texts."""
    names = (texts.name, texts.thing[-1]) if texts.name else ()
    return {
        "position": position,
        "names": " ".join(word for text in names for word in words_of(text))[:INDEXED],
        "texts": " ".join(word for _, text in texts.texts for word in words_of(text))[:INDEXED],
    }


def insert_words(connection: sa.Connection, into: str = WORDS) -> sa.TextClause:
    """The statement that puts words in a table of words."""
    if not _on_postgres(connection):
        return sa.text(f"INSERT INTO {into} (rowid, names, texts) VALUES (:position, :names, :texts)")
    parts = [
        f"setweight(to_tsvector('{configuration}', :{column}), '{weight}')"
        for column, weight in (("names", "A"), ("texts", "B"))
        for configuration in configurations(connection)
    ]
    return sa.text(f"INSERT INTO {into} (position, words) VALUES (:position, {' || '.join(parts)})")


def configurations(connection: sa.Connection) -> tuple[str, ...]:
    """The text search configurations by which PostgreSQL takes words: Dutch stems where it has them, and as they are."""
    there = sa.text("SELECT count(*) FROM pg_catalog.pg_ts_config WHERE cfgname = :name")
    return (SIMPLE, DUTCH) if connection.scalar(there, {"name": DUTCH}) else (SIMPLE,)
