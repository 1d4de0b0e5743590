"""The index of words held to the record: which events are in it, and by which words they are found."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from rso_core.derived.deviation import Deviation
from rso_core.derived.live_tables import LiveTable, as_written, read
from rso_core.derived.row_check import shown
from rso_core.projection.as_of import memory
from rso_core.search.index import ENTRIES, FTS5, WORDS, entry_row, insert_words, state_of, words_row
from rso_core.search.texts import texts_of
from rso_core.store.event_store import EventStore

BATCH = 1_000
_EXPECTED = "rso_expected_words"
Words = Mapping[int, Any]
"""Per position of an event, its words as the database keeps them."""


def search_deviations(connection: Connection, store: EventStore) -> list[Deviation] | None:
    """Where the index of words is not what follows from the events; None where there is none, or it is made anew anyway."""
    state = state_of(connection)
    if state is None or state[1] > store.head():
        return None
    entries, words, events = _expected(store, state[1])
    return [*_entries(connection, entries, events), *_words(connection, words, events)]


def _expected(store: EventStore, until: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[int, str]]:
    entries, words, events, after = [], [], {}, 0
    while after < until and (batch := store.read(after, BATCH)):
        for position, recorded in batch:
            if position <= until and (texts := texts_of(recorded)) is not None:
                entries.append(entry_row(position, recorded, texts))
                words.append(words_row(position, texts))
                events[position] = recorded.id
        after = batch[-1][0]
    return entries, words, events


def _entries(connection: Connection, entries: list[dict[str, Any]], events: Mapping[int, str]) -> Iterator[Deviation]:
    live = read(connection, LiveTable.itself(ENTRIES))
    if live.problem is not None:
        yield Deviation.unreadable("zoekindex", ENTRIES.name, live.problem)
        return
    names = [column.name for column in ENTRIES.columns]
    rows = as_written(connection, LiveTable.itself(ENTRIES), ([entry[name] for name in names] for entry in entries))
    expected = {row[0]: row for row in rows}
    there = {key[0]: row for key, row in live.rows.items()}
    for position, row in expected.items():
        found = there.get(position)
        if found is None:
            yield _at(ENTRIES.name, "ontbreekt", position, events)
        for name, is_, should in zip(names, found or row, row, strict=True):
            if is_ != should:
                yield _at(ENTRIES.name, f"er staat {shown(is_)}, het moet {shown(should)} zijn", position, events, name)
    for position in there:
        if position not in expected:
            yield _at(ENTRIES.name, "hoort er niet te staan", position, events)


def _words(connection: Connection, words: list[dict[str, Any]], events: Mapping[int, str]) -> Iterator[Deviation]:
    postgres = connection.dialect.name == "postgresql"
    try:
        with connection.begin_nested():
            live = _vectors(connection, WORDS) if postgres else _instances(connection)
    except sa.exc.DBAPIError as error:
        yield Deviation.unreadable("zoekindex", WORDS, error.orig)
        return
    expected = _made_on_postgres(connection, words) if postgres else _made_in_memory(words)
    if live == expected:
        return
    for position in sorted({*live, *expected}):
        if live.get(position) != expected.get(position):
            yield _at(WORDS, "de woorden zijn andere dan die van de gebeurtenis", position, events)


def _instances(connection: Connection) -> Words:
    """Every word of a table of FTS5 at its place, by event; the table itself gives no word back."""
    vocabulary = f"USING fts5vocab(main, {WORDS}, instance)"
    connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.rso_vocabulary {vocabulary}")
    found: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
    for term, doc, column, at in connection.exec_driver_sql('SELECT term, doc, col, "offset" FROM rso_vocabulary'):
        found[doc].add((column, at, term))
    connection.exec_driver_sql("DROP TABLE temp.rso_vocabulary")
    return dict(found)


def _made_in_memory(words: list[dict[str, Any]]) -> Words:
    with memory().connect() as apart, apart.begin():
        apart.exec_driver_sql(FTS5)
        if words:
            apart.execute(insert_words(apart), words)
        return _instances(apart)


def _vectors(connection: Connection, table: str) -> Words:
    rows = connection.exec_driver_sql(f"SELECT position, words::text FROM {table}").all()
    return {row[0]: row[1] for row in rows}


def _made_on_postgres(connection: Connection, words: list[dict[str, Any]]) -> Words:
    apart = connection.begin_nested()
    try:
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {_EXPECTED} (position bigint, words tsvector)")
        if words:
            connection.execute(insert_words(connection, f"pg_temp.{_EXPECTED}"), words)
        return _vectors(connection, f"pg_temp.{_EXPECTED}")
    finally:
        apart.rollback()


def _at(table: str, told: str, position: int, events: Mapping[int, str], column: str | None = None) -> Deviation:
    event = events.get(position)
    followed = f"{told} (gebeurtenis {event})" if event else told
    return Deviation.at("zoekindex", table, {"position": position}, followed, column, event=event)
