"""Where words stand in the record: in names, titles, texts and reasons, and the documents that acts rest on."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

import attrs
import sqlalchemy as sa

from rso_core.about import Confidentiality
from rso_core.domain.names import NameIndex
from rso_core.domain.references import Thing
from rso_core.search.index import DUTCH, ENTRIES, SIMPLE, WORDS, SearchIndex, configurations
from rso_core.search.texts import texts_of, words_of
from rso_core.store.event_store import EventStore
from rso_core.store.naming import written
from rso_core.store.recorded import RecordedEvent

MOST = 20
"""So many things are given, unless more are asked for."""
SHORTEST_BEGINNING = 3
"""A word of so many letters also finds the words that begin with it."""
_READ = 500


@attrs.frozen(kw_only=True)
class Hit:
    """An event in which the words stand.

    Attributes:
        recorded: the event.
        field: the field of the text, ``name`` for a name and ``source`` for the document that the act rests on.
        text: the text in which most of the words stand.
        confidential: whether the event is confidential (see `rso_core.about.Confidentiality`).
    """

    recorded: RecordedEvent
    field: str
    text: str
    confidential: bool


@attrs.frozen(kw_only=True)
class Match:
    """A thing about which there are events in which the words stand.

    Attributes:
        thing: kind and identifier; of a part also that of what it is part of.
        name: what it is called now; None where it has no name.
        hits: the events, the best first.
    """

    thing: Thing
    name: str | None
    hits: tuple[Hit, ...]

    @property
    def written(self) -> str:
        """How the thing is written: ``decision:b-pso-1``."""
        return written(self.thing)


@attrs.frozen(kw_only=True)
class Matches:
    """What was found.

    Attributes:
        matches: the things, the best first, at most so many as were asked for.
        things: how many things were found in all.
        left_out: how many events were left out because they are confidential.
    """

    matches: tuple[Match, ...]
    things: int
    left_out: int = 0


def search(
    store: EventStore,
    words: str,
    *,
    kinds: Collection[str] = (),
    first_day: date | None = None,
    last_day: date | None = None,
    public: bool = False,
    most: int = MOST,
) -> Matches:
    """Find the things about which there are events in which all of these words stand.

    Capitals, accents, apostrophes and dashes make no difference, nor does the Unicode form; a word also finds the words that
    begin with it. On PostgreSQL a word finds the words of the same Dutch stem, where the database knows Dutch. Names of
    persons who were erased are not found. The index is brought up to the record first.

    Args:
        store: of the record.
        words: words, with spaces between.
        kinds: only things of these kinds, or parts of them: ``decision``, ``meeting``; all when left out.
        first_day, last_day: only events that hold from a day between these, both included (Europe/Amsterdam).
        public: leave out what is confidential.
        most: how many things to give at most.

    Raises:
        ValueError: there is no word in it.
        StoreError: the index cannot be used.
    """
    sought = words_of(words)
    if not sought:
        raise ValueError(f"there is no word to search for in {words!r}")
    with SearchIndex(store) as index:
        places = index.ask(lambda connection: _places(connection, sought, kinds, first_day, last_day))
    tells, left_out = Confidentiality(store), 0
    if public:
        hidden = {each.position for each in _located(store, places) if tells.is_confidential(each.recorded)}
        places, left_out = {p: thing for p, thing in places.items() if p not in hidden}, len(hidden)
    by_thing: dict[str, list[int]] = {}
    for position, thing in places.items():
        by_thing.setdefault(thing, []).append(position)
    chosen = {position: None for thing in list(by_thing)[:most] for position in by_thing[thing]}
    hits: dict[Thing, list[Hit]] = {}
    for each in _located(store, chosen):
        texts = texts_of(each.recorded)
        if texts is not None:  # a name that was erased since is no text
            field, text = max(texts.all(), key=lambda one: _weight(one[1], sought))
            confidential = tells.is_confidential(each.recorded)
            hits.setdefault(texts.thing, []).append(
                Hit(recorded=each.recorded, field=field, text=text, confidential=confidential)
            )
    names = _names(store, hits, [hit.recorded for found in hits.values() for hit in found])
    matches = (Match(thing=thing, name=names.get(*thing), hits=tuple(found)) for thing, found in hits.items())
    return Matches(matches=tuple(matches), things=len(by_thing), left_out=left_out)


def _weight(text: str, sought: Sequence[str]) -> int:
    """How many of the words stand in a text, or begin a word in it."""
    there = words_of(text)
    return sum(any(word.startswith(each) for word in there) for each in sought)


@attrs.frozen
class _Located:
    position: int
    recorded: RecordedEvent


def _located(store: EventStore, positions: Iterable[int]) -> Iterator[_Located]:
    """The events at these positions, in the order of the positions."""
    rest = iter(positions)
    while few := list(islice(rest, _READ)):
        found = dict(store.read_at(few))
        yield from (_Located(position, found[position]) for position in few if position in found)


def _names(store: EventStore, things: Iterable[Thing], hits: Iterable[RecordedEvent]) -> NameIndex:
    """What the things are called: what their streams tell, or, of a part, the stream of what it is part of."""
    streams = {":".join(thing) for thing in things if len(thing) == 2} | {hit.originator_id for hit in hits}
    return NameIndex.of(recorded for stream in sorted(streams) for recorded in store.stream(stream))


def _places(
    connection: sa.Connection,
    sought: Sequence[str],
    kinds: Collection[str],
    first_day: date | None,
    last_day: date | None,
) -> dict[int, str]:
    """The events in which all words stand, by position, each with what it is about: the best first, then the latest day."""
    asked: list[Any] = []
    if kinds:
        asked.append(ENTRIES.c.kind.in_(kinds) | ENTRIES.c.stream_kind.in_(kinds))
    if first_day is not None:
        asked.append(ENTRIES.c.effective >= first_day)
    if last_day is not None:
        asked.append(ENTRIES.c.effective <= last_day)
    if connection.dialect.name == "postgresql":
        place, matching, rank, values = _on_postgres(connection, sought)
    else:
        place, matching, rank, values = _on_sqlite(sought)
    found = (
        sa.select(ENTRIES.c.position, ENTRIES.c.thing)
        .join(sa.table(WORDS), sa.text(f"{place} = {ENTRIES.c.position}"))
        .where(sa.text(matching), *asked)
        .order_by(sa.text(rank), ENTRIES.c.effective.desc(), ENTRIES.c.position)
    )
    return {row.position: row.thing for row in connection.execute(found, values)}


def _on_sqlite(sought: Sequence[str]) -> tuple[str, str, str, dict[str, str]]:
    query = " AND ".join(f'"{word}"*' if len(word) >= SHORTEST_BEGINNING else f'"{word}"' for word in sought)
    return f"{WORDS}.rowid", f"{WORDS} MATCH :query", f"bm25({WORDS}, 10.0, 1.0)", {"query": query}


def _on_postgres(connection: sa.Connection, sought: Sequence[str]) -> tuple[str, str, str, dict[str, str]]:
    values: dict[str, str] = {}
    parts = []
    dutch = DUTCH in configurations(connection)
    for number, word in enumerate(sought):
        values[f"w{number}"] = f"{word}:*" if len(word) >= SHORTEST_BEGINNING else word
        values[f"d{number}"] = word
        stem = f" || to_tsquery('{DUTCH}', :d{number})" if dutch else ""
        parts.append(f"(to_tsquery('{SIMPLE}', :w{number}){stem})")
    query = " && ".join(parts)
    return f"{WORDS}.position", f"{WORDS}.words @@ ({query})", f"ts_rank({WORDS}.words, {query}) DESC", values
