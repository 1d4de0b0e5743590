"""The event store: streams are loaded, decided upon and appended to; the log is read in recorded order."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    StoredEvent,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from rso_core.database import LOCK_TIMEOUT, engine_for, hidden, parse_url
from rso_core.domain.correction import EventsWithdrawn
from rso_core.store.error_messages import DATABASE_ERRORS, unusable
from rso_core.store.errors import ConflictError, KeyTakenError, StoreError, UnknownEventError
from rso_core.store.holding import Entry, Known, stand_instead_of, withdrawn_by
from rso_core.store.keys_place import keys_url
from rso_core.store.log_bootstrap import begin_log
from rso_core.store.mapper import TypedMapper, topics_of
from rso_core.store.naming import Sought, in_lots
from rso_core.store.person_keys import PersonKeys
from rso_core.store.private_files import keep_private
from rso_core.store.raw_rows import act_keys_of
from rso_core.store.record_facts import begin_identity
from rso_core.store.recorded import RecordedEvent
from rso_core.store.recorders import AT_A_TIME, FORMAT, ActKey, RawEvent, SQLiteGuardedRecorder, StaleError
from rso_core.store.sealed_names import SEALED, SealedNames
from rso_core.store.sealing import person_of
from rso_core.store.store_format import raise_format, require_known
from rso_core.store.stored import StoredRow
from rso_core.store.streams import HoldingStream, Stream, advance

S = TypeVar("S")
Evolve = Callable[[Any, Any], S]
CACHED_STREAMS = 5_000
_WITHDRAWALS = tuple(topics_of([EventsWithdrawn]))
ENTRIES_AT_ONCE = 5_000
STREAMS_AT_ONCE = 1_000
CORRECTS = b'"instead_of":"'
"""In the bytes of an event that stands in another's place, and of no other: in any text of it the quotes are escaped."""


class _Finder(Protocol):
    def find_keys(self, keys: Sequence[str]) -> list[ActKey]: ...
    def select_at(self, positions: Sequence[int]) -> list[Notification]: ...

    def latest_effective(self, after: int) -> tuple[int, str] | None: ...
    def select_effective_after(self, day: str) -> list[Notification]: ...
    def select_holding(self, streams: Sequence[str], texts: Sequence[bytes], after: int) -> list[Notification]: ...


class _Recorder(Protocol):
    def in_turn(self) -> AbstractContextManager[None]: ...
    def mark_format(self) -> None: ...


class _RawReader(Protocol):
    def select_raw(self, after: int, limit: int) -> list[RawEvent]: ...
    def select_raw_of(self, streams: Sequence[str], topics: Sequence[str], mark: bytes) -> list[RawEvent]: ...
    def select_raw_streams(self, streams: Sequence[str]) -> list[RawEvent]: ...


class _Log(Application[str]):
    name = "rso"

    def __init__(self, environment: Mapping[str, str], keys: PersonKeys) -> None:
        self._keys = keys
        super().__init__(environment)

    def construct_mapper(self) -> "TypedMapper":
        return TypedMapper(self._keys)

    @property
    def typed_mapper(self) -> "TypedMapper":
        return cast("TypedMapper", self.mapper)


class EventStore:
    """Append-only store of governance events on SQLite or PostgreSQL, through `eventsourcing`.

    Open it with `EventStore.open`; close it, or use it as a context manager.

    Attributes:
        keys: the keys of the persons whose names are sealed in the events.
        facts: what the store says of itself: which record it is, and whose names stand sealed in it.
        before_recording: called once, before anything is recorded; it may refuse by raising.
        notice: what there is to tell of the rights on its file; None where there is nothing.
    """

    def __init__(self, url: str, log: _Log, keys: PersonKeys, facts: SealedNames, *, upgrade: bool = True) -> None:
        self.url = url
        self.before_recording: Callable[[], None] | None = None
        self._upgrade = upgrade
        self._has_format = False
        self.keys = keys
        self.facts = facts
        self._log = log
        self.notice: str | None = None
        self._has_log = True
        self._newest, self._newest_at = date.min, 0
        self._withdrawn, self._withdrawn_at = frozenset[str](), 0
        self._last_entered: datetime | None = None

    @classmethod
    def open(cls, url: str, keys: str | None = None, *, names: bool = True, upgrade: bool = True) -> "EventStore":
        """Open the store, and make its tables where there are none.

        The log of a store of before there was one begins here (see `rso_core.store.log_bootstrap`), and so does the
        identity of a record that had none (`rso_core.store.record_facts`).

        Args:
            url: ``sqlite:///path.db`` or ``postgresql://…``, see `rso_core.database`.
            keys: address of the keys of persons; None for the place that belongs to the store, see
                `rso_core.store.keys_place.keys_url`.
            names: whether the keys have to be those of the record already now; else only when a name is read or sealed.
            upgrade: whether a store of an earlier format is given that of this release once something is recorded in it
                (`rso_core.store.store_format`); otherwise nothing is. To read it needs none.

        Raises:
            NewerStoreError: it is of a later release; nothing was made or written.
            StoreError: when an address is wrong or the database cannot be reached or written.
            KeysNotOfRecordError: the keys there are not those of the record, or they are not there.
        """
        parsed, notice = parse_url(url), None
        in_file = parsed.get_backend_name() == "sqlite"
        environment = _sqlite(parsed) if in_file else _postgres(parsed)
        found = require_known(url)
        if in_file:
            try:
                notice = keep_private(Path(str(parsed.database)))
            except OSError as error:
                raise unusable(url, error) from error
        person_keys = PersonKeys(keys or keys_url(url))
        try:
            log = _Log(environment, person_keys)
        except DATABASE_ERRORS as error:
            raise unusable(url, error) from error
        engine = engine_for(url)
        try:
            facts = SealedNames(url, begin_identity(engine), cast("Any", log.recorder))
            person_keys.record = facts
            store = cls(url, log, person_keys, facts, upgrade=upgrade)
            if found is not None and found.number == FORMAT:
                store._write_format()
            store.notice = notice
            store._has_log = begin_log(engine, log.typed_mapper.sealed_now)
            if names:
                person_keys.require()
        except BaseException as error:
            log.close()
            person_keys.close()
            if isinstance(error, SQLAlchemyError):
                raise unusable(url, getattr(error, "orig", None) or error) from error
            raise
        finally:
            engine.dispose()
        return store

    def close(self) -> None:
        """Close all connections."""
        self._log.close()
        if isinstance(self._log.recorder, SQLiteGuardedRecorder):
            self._log.recorder.turns.close()
        self.keys.close()

    def __enter__(self) -> "EventStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def load(self, stream_id: str, evolve: Evolve[S], *, fresh: bool = True) -> Stream[S | None]:
        """A stream with the state that follows from what holds; version 0 and state None when it has no events.

        Args:
            stream_id: ``<concept>:<id>``.
            evolve: folds an event into the state.
            fresh: look for events of other writers; otherwise a state from the cache may be behind, which
                `append` finds out.
        """

        def project(stream: Any, events: Iterable[Any]) -> Any:
            for recorded in events:
                stream = advance(stream or Stream(stream_id, 0, None), recorded, evolve)
            return stream

        if not fresh and (found := self.remembered(stream_id)) is not None:
            return found
        try:
            stream = cast("Stream[S | None]", self._log.repository.get(stream_id, projector_func=cast("Any", project)))
        except AggregateNotFoundError:
            return Stream(stream_id, 0, None)
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error
        if not stream.in_order:
            stream = self.holding(stream_id).folded(evolve)
            self.remember(stream)
        return stream

    def holding(self, stream_id: str) -> HoldingStream:
        """What holds of a stream, in the order in which it holds."""
        known = self.known(stream_id)
        return HoldingStream.of(stream_id, known, self.places(known))

    def known(self, stream_id: str) -> list[Known]:
        """All events of one stream with their positions, in recorded order; also what does not hold any more."""
        try:
            found = cast("_Finder", self._log.recorder).select_holding([stream_id], [], 0)
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error
        return self._decoded(found)

    def newest(self) -> date:
        """The latest day from which anything recorded holds; `date.min` for an empty store."""
        found = cast("_Finder", self._log.recorder).latest_effective(self._newest_at)
        if found is not None:
            self._newest_at, day = found
            self._newest = max(self._newest, date.fromisoformat(day))
        return self._newest

    def withdrawn(self) -> frozenset[str]:
        """Ids of all events that no longer hold, because their act was corrected or set aside."""
        head = self.head()
        if head != self._withdrawn_at:
            while batch := self.read(self._withdrawn_at, topics=_WITHDRAWALS):
                self._withdrawn |= withdrawn_by(batch)
                self._withdrawn_at = batch[-1][0]
            self._withdrawn_at = head
        return self._withdrawn

    def holding_after(self, day: date) -> list[Known]:
        """The events that hold only after a day, with their positions, in recorded order."""
        try:
            found = cast("_Finder", self._log.recorder).select_effective_after(day.isoformat())
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error
        return self._decoded(found)

    def standing_instead(self, event: str) -> list[Known]:
        """The events that stand in the place of the act with this first event, with their positions, in recorded order."""
        text = b'"instead_of":' + json.dumps(event, ensure_ascii=False).encode()
        try:
            found = cast("_Finder", self._log.recorder).select_holding([], [text], 0)
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error
        return [item for item in self._decoded(found) if item[1].meta.instead_of == event]

    def whole_acts(self, known: Iterable[Known]) -> Iterator[list[Known]]:
        """All events of the acts that led to some events, an act at a time; an act is recorded in one piece.

        Args:
            known: in recorded order.
        """
        seen: set[str] = set()
        for position, recorded in known:
            correlation = recorded.meta.correlation
            if correlation not in seen:
                seen.add(correlation)
                yield self._whole_act(position, correlation)

    def _whole_act(self, position: int, correlation: str) -> list[Known]:
        width = 16
        while True:
            around = self.read(max(0, position - width), 2 * width)
            own = [item for item in around if item[1].meta.correlation == correlation]
            begins = own[0] != around[0] or position <= width
            ends = own[-1] != around[-1] or len(around) < 2 * width
            if begins and ends:
                return own
            width *= 4

    def places(self, known: Iterable[Known]) -> dict[str, int]:
        """Positions of the events in whose place some of these stand, by id."""
        return self.places_of(stand_instead_of(known))

    def load_many(self, stream_ids: Sequence[str], evolve: Evolve[S]) -> list[Stream[S | None]]:
        """Streams with their states, looked for anew, in a question for some hundreds of them; see `load`.

        Of one that is in the cache only what came after is read.
        """
        cache = self._log.repository.cache
        left = [each for each in stream_ids if cache is None or each not in cache.cache]
        states: dict[str, Stream[Any]] = {each: Stream(each, 0, None) for each in left}
        mapper = self._log.mapper
        for start in range(0, len(left), AT_A_TIME):
            try:
                found = self._raw.select_raw_streams(left[start : start + AT_A_TIME])
            except DATABASE_ERRORS as error:
                raise unusable(self.url, error) from error
            for _, stream, version, topic, state in sorted(found):
                stored = StoredEvent(stream, version, topic, state)
                recorded = cast("RecordedEvent", mapper.to_domain_event(stored))
                states[recorded.originator_id] = advance(states[recorded.originator_id], recorded, evolve)
        # What was not recorded in the order in which it holds is folded by itself, as is what is in the cache.
        one_by_one = (each for each in stream_ids if each not in states or not states[each].in_order)
        states |= {each: self.load(each, evolve) for each in one_by_one}
        return [states[each] for each in stream_ids]

    def remembered(self, stream_id: str) -> Stream[Any] | None:
        """A stream as it is in the cache, which may be behind; None where it is not there."""
        cache = self._log.repository.cache
        try:
            return cast("Stream[Any]", cache.get(stream_id)) if cache is not None else None
        except KeyError:
            return None

    def remember(self, stream: Stream[Any]) -> None:
        """Keep the state of a stream that was just appended to."""
        if self._log.repository.cache is not None:
            self._log.repository.cache.put(stream.id, cast("Any", stream))

    def append(
        self,
        events: Sequence[RecordedEvent],
        *,
        expected_versions: Mapping[str, int] | None = None,
        keys: Sequence[ActKey] = (),
    ) -> list[int]:
        """Append events in one transaction: all of them or none.

        Args:
            events: with their place in their streams; another event at that place is a conflict.
            expected_versions: streams that were read but not written, and the version at which they were read.
            keys: idempotency keys used by these events.

        Returns:
            Positions of the events in the log, in order.

        Raises:
            ConflictError: another writer was first; nothing was recorded.
            KeyTakenError: another writer used a key meanwhile; nothing was recorded.
            KeyMissingError: the key of a person of whom something is recorded is not there.
            StoreError: the database refused (read-only, disk full, unreachable).
        """
        self._require_ready()
        sealed = [event for event in events if event.event.sealed]
        if sealed:
            new = dict.fromkeys(person_of(e.originator_id) for e in sealed if e.originator_version == 1)
            self.keys.ensure(new, {person_of(e.originator_id) for e in sealed} - new.keys())
        erased = [event for event in events if event.event.erases]
        if erased and (taken := self.find_keys([key.key for key in keys])):
            # Found only when the events are written, it would leave a key that is about to be destroyed.
            raise KeyTakenError(next(iter(taken)))
        for event in erased:
            self.keys.begin_erasing(person_of(event.originator_id), event.meta.act)
        try:
            stored = [self._log.mapper.to_stored_event(cast("Any", event)) for event in events]
            positions = self._recorder.insert_events(stored, expected_versions=expected_versions or {}, keys=keys)
        except IntegrityError as error:
            raise ConflictError(
                f"another writer was first{_what_moved(error)}; nothing was recorded, try again"
            ) from error
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error
        for event in erased:
            self.keys.destroy(person_of(event.originator_id))
        if events:
            self._last_entered = events[-1].meta.entered_at
        return list(positions or ())

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """Wait in line for the other writers; within it, what is decided and appended is not overtaken.

        Raises:
            StoreError: nobody else let it be its turn in half a minute, or the store cannot be used.
        """
        try:
            with cast("_Recorder", self._log.recorder).in_turn():
                yield
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error

    def stored(self, after: int = 0, limit: int = 1_000) -> list[tuple[int, StoredRow]]:
        """Events as their bytes stand in the store, in recorded order, with their positions; see `read`."""
        return [
            (n.id, StoredRow(str(n.originator_id), n.originator_version, n.topic, _bytes(n.state)))
            for n in self._notifications(after, limit)
        ]

    def stored_event(self, event: str) -> StoredRow:
        """One event as its bytes stand in the store.

        Args:
            event: its id, such as ``party:gm0344@3``.

        Raises:
            StoreError: there is no such event.
        """
        stream, _, version = event.rpartition("@")
        place = int(version) if version.isdecimal() else 0
        try:
            found = self._recorder.select_events(stream, gt=place - 1, lte=place)
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error
        if not found:
            raise StoreError(f"there is no event {event!r}; events are named like party:gm0344@3")
        return StoredRow(stream, place, found[0].topic, _bytes(found[0].state))

    def put_stored(self, rows: Sequence[StoredRow]) -> None:
        """Append events verbatim, with the keys of their acts, in one transaction; for an archive or backup.

        Where no key of a person is at hand, the record goes on without (`RecordFacts.goes_without_keys`).

        Raises:
            ConflictError: an event or key of an act is there already; nothing was recorded.
            StoreError: bytes that are no event, or the database refused.
        """
        self._require_ready()
        events = [StoredEvent(row.stream, row.version, row.topic, row.state) for row in rows]
        if any(SEALED in row.state for row in rows) and not self.keys.any():
            self.facts.go_without_keys()
        try:
            self._recorder.insert_events(events, keys=act_keys_of(rows))
        except (IntegrityError, KeyTakenError) as error:
            raise ConflictError("the store holds some of these events already, or keys of their acts") from error
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error

    def find_key(self, key: str) -> ActKey | None:
        """What was recorded under an idempotency key, or None."""
        return self.find_keys([key]).get(key)

    def find_keys(self, keys: Sequence[str]) -> dict[str, ActKey]:
        """What was recorded under idempotency keys, for those that were used."""
        try:
            found = cast("_Finder", self._log.recorder).find_keys(keys)
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error
        return {key.key: key for key in found}

    def stream(self, stream_id: str) -> list[RecordedEvent]:
        """All events of one stream, in order."""
        try:
            return [cast("RecordedEvent", event) for event in self._log.events.get(stream_id)]
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error

    def read(self, after: int = 0, limit: int = 500, topics: Sequence[str] = ()) -> list[tuple[int, RecordedEvent]]:
        """Events in recorded order, with their positions.

        Args:
            after: position after which to read; 0 reads from the start. Positions rise but may skip.
            limit: at most so many events.
            topics: only events stored under these (see `rso_core.store.mapper.topics_of`); all when left out.
        """
        return self._decoded(self._notifications(after, limit, topics))

    def read_at(self, positions: Sequence[int]) -> list[tuple[int, RecordedEvent]]:
        """The events at these positions, in recorded order; positions without an event are passed over.

        Args:
            positions: at most some thousands.
        """
        try:
            found = cast("_Finder", self._log.recorder).select_at(positions)
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error
        return self._decoded(found)

    def naming(
        self, things: Iterable[str], *, after: int = 0, recorded_by: bool = False
    ) -> list[tuple[int, RecordedEvent]]:
        """Every event that names one of these things, in whatever field, or stands in its stream; in recorded order.

        The database looks for the identifiers in the stored bytes; what the types of the fields say decides.

        Args:
            things: such as ``party:gm0344``; a part of a thing as ``mandate:gm0344/m-1``, or ``mandate:m-1`` of any.
            after: position after which to look.
            recorded_by: whether what a thing (a person, a party) recorded counts as well.

        Returns:
            The events with their positions.

        Raises:
            ValueError: a thing is written otherwise.
            StoreError: the database cannot be read.
        """
        sought = Sought.of(things, recorded_by=recorded_by)
        found: dict[int, RecordedEvent] = {}
        for lot in in_lots(sought.things):
            few = Sought(lot, recorded_by)
            candidates = self._holding(few.streams, few.texts, after)
            found |= {position: recorded for position, recorded in self._decoded(candidates) if few.named_by(recorded)}
        return sorted(found.items())

    def led_to_by(self, acts: Collection[str]) -> list[Known]:
        """Every event that acts of these names led to, with their positions, in recorded order."""
        if not acts:
            return []
        texts = [b'"act":' + json.dumps(act).encode() for act in sorted(acts)]
        return [item for item in self._decoded(self._holding((), texts, 0)) if item[1].meta.act in acts]

    def containing(self, text: bytes) -> list[RecordedEvent]:
        """The events in whose stored bytes a text stands, in recorded order; names of persons are not among the bytes."""
        return [recorded for _, recorded in self._decoded(self._holding((), (text,), 0))]

    def _holding(self, streams: Sequence[str], texts: Sequence[bytes], after: int) -> Sequence[Notification]:
        try:
            return cast("_Finder", self._log.recorder).select_holding(streams, texts, after)
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error

    def entries(self, until: int | None = None) -> list[Entry]:
        """What the order of holding needs to know of every event, in recorded order, without the events themselves.

        Args:
            until: last position that counts; all when left out.
        """
        found: list[Entry] = []
        after = 0
        try:
            while batch := self._raw.select_raw(after, ENTRIES_AT_ONCE):
                found += self._log.typed_mapper.entries(row for row in batch if until is None or row[0] <= until)
                after = batch[-1][0]
                if until is not None and after >= until:
                    break
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error
        return found

    def entries_for(self, streams: Iterable[str]) -> list[Entry]:
        """What decides where events of these streams stand: see `rso_core.store.holding.placed`; in no order.

        Those that begin a stream, that others never precede, that withdraw, that stand in another's place; and of a stream
        of which something was withdrawn, all.
        """
        left, found = iter(dict.fromkeys(streams)), dict[int, Entry]()
        mapper = self._log.typed_mapper
        try:
            while some := list(islice(left, STREAMS_AT_ONCE)):
                entries = mapper.entries(self._raw.select_raw_of(some, mapper.deciding_topics(), CORRECTS))
                if torn := sorted({e.stream for e in entries if e.withdrawn}):
                    entries += mapper.entries(self._raw.select_raw_streams(torn))
                found |= {entry.position: entry for entry in entries}
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error
        return [*found.values()]

    def entries_of(self, streams: Iterable[str]) -> list[Entry]:
        """The entries of all events of these streams; in no order."""
        left, found = iter(dict.fromkeys(streams)), list[Entry]()
        try:
            while some := list(islice(left, STREAMS_AT_ONCE)):
                found += self._log.typed_mapper.entries(self._raw.select_raw_streams(some))
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error
        return found

    def places_of(self, events: Iterable[str]) -> dict[str, int]:
        """Positions of events by their ids; those that are not there are left out."""
        wanted = set(events)
        streams = {event.rpartition("@")[0] for event in wanted}
        return {e.id: e.position for e in self.entries_of(streams) if e.id in wanted} if wanted else {}

    def _decoded(self, notifications: Sequence[Notification]) -> list[tuple[int, RecordedEvent]]:
        mapper = cast("TypedMapper", self._log.mapper)
        # Whether another process destroyed a key only matters where one is used; to ask takes longer than an act does.
        if naming := [n for n in notifications if mapper.needs_key(n.topic)]:
            self.keys.refresh()
            self.keys.fetch({person_of(str(n.originator_id)) for n in naming})
        return [(n.id, cast("RecordedEvent", mapper.to_domain_event(n))) for n in notifications]

    def _notifications(self, after: int, limit: int, topics: Sequence[str] = ()) -> Sequence[Notification]:
        try:
            return self._recorder.select_notifications(after, limit, topics=topics, inclusive_of_start=False)
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error

    def _require_ready(self) -> None:
        """Refuse to record where there is no log, or a format that is not ours; the first time, see to the format."""
        if not self._has_log:
            raise StoreError(
                f"the log of {hidden(self.url)} was taken away, so nothing more is recorded in it; 'rso audit verify' tells "
                "more, restore a backup"
            )
        if self.before_recording is not None:
            self.before_recording()
            self.before_recording = None
        if not self._has_format:
            raise_format(self.url, with_events=self._upgrade)
            self._write_format()

    def upgrade(self) -> None:
        """Give the store the format of this release, whatever is in it; earlier releases write into it no more.

        Raises:
            NewerStoreError: it was given that of a later release meanwhile.
            StoreError: the database refused.
        """
        raise_format(self.url, with_events=True)
        self._write_format()

    def _write_format(self) -> None:
        cast("_Recorder", self._log.recorder).mark_format()
        self._has_format = True

    def head(self) -> int:
        """Position of the last event; 0 for an empty store."""
        try:
            return self._recorder.max_notification_id() or 0
        except DATABASE_ERRORS as error:
            raise unusable(self.url, error) from error

    def last_entered(self) -> datetime | None:
        """When the last event was entered, by the clock of its entry (aware); None where nothing is or it cannot be read.

        It is looked up once; later, other writers may have entered more.
        """
        if self._last_entered is None and (head := self.head()):
            try:
                self._last_entered = self.read_at([head])[0][1].meta.entered_at
            except UnknownEventError:
                return None
        return self._last_entered

    @property
    def _raw(self) -> "_RawReader":
        return cast("_RawReader", self._log.recorder)

    @property
    def _recorder(self) -> ApplicationRecorder:
        return self._log.recorder


def _what_moved(error: IntegrityError) -> str:
    """Which stream moved, where it was a guard of ours that found it; what a database says of its tables helps nobody."""
    return f": {error}" if isinstance(error, StaleError) else ""


def _bytes(state: bytes | str) -> bytes:
    """SQLite gives text where somebody stored text over the bytes with a tool of their own."""
    return state.encode() if isinstance(state, str) else state


def _sqlite(url: URL) -> dict[str, str]:
    path = Path(str(url.database)).absolute()
    if not path.parent.is_dir():
        raise StoreError(f"there is no folder {path.parent} for the store {path.name}; make it first")
    return {
        **_COMMON,
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "APPLICATION_RECORDER_TOPIC": "rso_core.store.recorders:SQLiteGuardedRecorder",
        "SQLITE_DBNAME": str(path),
        "SQLITE_LOCK_TIMEOUT": str(LOCK_TIMEOUT),
    }


def _postgres(url: URL) -> dict[str, str]:
    return {
        **_COMMON,
        "PERSISTENCE_MODULE": "rso_core.store.postgres_datastore:Factory",
        "APPLICATION_RECORDER_TOPIC": "rso_core.store.postgres_recorder:PostgresGuardedRecorder",
        "POSTGRES_ADDRESS": url.render_as_string(hide_password=False),
    }


_COMMON = {
    "ORIGINATOR_ID_TYPE": "text",
    "AGGREGATE_CACHE_MAXSIZE": str(CACHED_STREAMS),
    "AGGREGATE_CACHE_FASTFORWARD": "y",
    # States are immutable, so the cache may hand out the object itself.
    "DEEPCOPY_FROM_AGGREGATE_CACHE": "n",
}
