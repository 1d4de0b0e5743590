"""The unit of work: what acts are decided on is loaded once, changed by each act, and recorded together.

It is the one use case of every act: load what its ``decide`` asks for, check what its fields say, take what it gives.
An act is judged by the facts of its day: where something holds only later, its ``decide`` gets the states of the day.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, TypeVar, cast

import attrs

from rso_core.domain.act import Act, replace
from rso_core.domain.concept import fold, is_dated
from rso_core.domain.event import Effective, Event
from rso_core.domain.prerequisites import Parameter, Prerequisites, prerequisites_of
from rso_core.domain.refusal import Refused
from rso_core.domain.values import RECORD_KNOWN, RECORD_NEW, require_id
from rso_core.store.errors import ConflictError
from rso_core.store.event_store import EventStore
from rso_core.store.holding import HoldingKey, Known
from rso_core.store.recorded import Meta, RecordedEvent
from rso_core.store.streams import Fold, HoldingStream, Stream, later_of

RESTS_ON_IT = "rests_on_it"
"""The fact of a refusal that says what is recorded for later days and does not stand with the act."""
S = TypeVar("S")
E = TypeVar("E", bound=Event)


@attrs.frozen
class Decided:
    """An event that was decided on: its stream, its place there, the day from which it holds, its number in this unit."""

    stream: str
    version: int
    effective: date
    event: Event
    number: int
    known: datetime | None = None
    instead_of: str | None = None

    def recorded(self) -> RecordedEvent:
        """It as an event of its stream; who recorded it, and when, is not known yet."""
        meta = Meta(
            recorded_at=self.known or _LATER,
            effective=self.effective,
            actor="",
            act="",
            correlation="",
            causation="",
            instead_of=self.instead_of,
        )
        return RecordedEvent(self.stream, self.version, meta, self.event)


_LATER = datetime.max.replace(tzinfo=UTC)
NOT_YET = 2**62
"""Positions of what is not yet written begin here: after everything that is."""


Check = Callable[["UnitOfWork", Act, date, list[Decided]], None]


class UnitOfWork:
    """What acts are decided on, as read from the store and as changed by the acts before them.

    Keeps the version at which each stream was read, so that the store can refuse when one moved since: a rule may rest
    on a stream that the act does not write.

    Args:
        store: where streams are read.
        fresh: look for events of other writers at each stream; otherwise states may come from the cache.
        check: called with each act that was decided, and may still refuse it.
        fold: gives the state after one more event.
        trusting: take what an act brings for new where the cache does not know it. The database holds every stream to
             the version at which it was taken to be, so nothing wrong is recorded; who trusts has to try again without.
    """

    def __init__(
        self,
        store: EventStore,
        *,
        fresh: bool,
        check: "Check | None" = None,
        fold: Fold = fold,
        trusting: bool = False,
    ) -> None:
        self._store, self._fold = store, fold
        self._trusting = trusting
        self._check = check
        self._fresh = fresh
        self._streams: dict[str, Stream[Any]] = {}
        self._read_at: dict[str, int] = {}
        self._before: dict[str, Stream[Any]] = {}
        self._decided: list[Decided] = []
        self._not_written: dict[str, list[Decided]] = {}
        self._written: dict[str, list[Known]] = {}
        self._holding: dict[str, HoldingStream] = {}
        self._count = 0
        self._asked: set[str] = set()
        self._day: date | None = None
        self._known_since: datetime | None = None

    def decide(self, act: Act, today: date, known: datetime | None = None) -> tuple[Act, list[Decided]]:
        """Let an act decide; all of its events count from then on, or none when it is refused.

        Args:
            act: what happened.
            today: the day of recording (Europe/Amsterdam).
            known: since when it is said to be known (aware), where that counts.

        Returns:
            The act with its values as they are recorded, and what it led to.

        Raises:
            Refused: RECORD_KNOWN for what is not known, RECORD_NEW and RECORD_VALID_ID for what should be new, the
                rules of types that check themselves, in this order; then what ``decide`` refuses.
        """
        wanted = prerequisites_of(type(act))
        self._known_since = known
        try:
            with self._attempt():
                act, happened = self._happened(act, wanted, today)
                for each, on in happened:
                    self.record(each, on)
                if self._check is not None:
                    self._check(self, act, today, self._decided)
        except Refused as refused:
            if RESTS_ON_IT in refused.facts:
                raise self._by_all_that_is_known(refused, act, wanted, today) from None
            raise
        return act, self._decided

    def read_ahead(self, acts: Iterable[Act]) -> None:
        """Read the streams of what these acts name and bring in one question; what one reaches through another is not."""
        wanted: dict[str, None] = {}
        for act in acts:
            wanted |= dict.fromkeys(_named_by(act))
        for stream in self._store.load_many([each for each in wanted if each not in self._streams], fold):
            self._streams[stream.id] = stream
            self._read_at[stream.id] = stream.version

    def _by_all_that_is_known(self, refused: Refused, act: Act, wanted: Prerequisites, today: date) -> Refused:
        """The rule that what holds later stands in the way by itself, where one does, with what rests on the act."""
        try:
            self._decide_on(None, act, wanted, today)
        except Refused as by_rule:
            return by_rule.rule.refused(**by_rule.facts, **{RESTS_ON_IT: refused.facts[RESTS_ON_IT]})
        return refused

    def outcome(self, act: Act, today: date) -> list[tuple[Event, date]]:
        """What an act would lead to by itself, with the day from which each event holds; nothing counts.

        Raises:
            Refused: as `decide`.
        """
        return self._happened(act, prerequisites_of(type(act)), today)[1]

    def known(self, stream_id: str) -> list[Known]:
        """All events of a stream with their positions, those that are not yet written last."""
        if stream_id not in self._written:
            self._written[stream_id] = self._store.known(stream_id)
        waiting = self._not_written.get(stream_id)
        return [*self._written[stream_id], *map(self.as_known, waiting)] if waiting else self._written[stream_id]

    def places(self, known: Iterable[Known]) -> dict[str, int]:
        """Positions of the events in whose place some of these stand, by id.

        The store is asked for what is written, since it may know of more than it gives: see `rso_core.rejudging.PastRecord`.
        """
        instead = [item for item in known if item[1].meta.instead_of is not None]
        if not instead:
            return {}
        streams = {str(recorded.meta.instead_of).rpartition("@")[0] for _, recorded in instead}
        pending = {
            f"{decided.stream}@{decided.version}": NOT_YET + decided.number
            for stream in streams
            for decided in self._not_written.get(stream, ())
        }
        written = [item for item in instead if item[1].meta.instead_of not in pending]
        return {**pending, **self._store.places(written)}

    @staticmethod
    def as_known(decided: "Decided") -> Known:
        """An event that is not yet written, with a position after everything that is."""
        return NOT_YET + decided.number, decided.recorded()

    def knows(self, stream_id: str) -> bool:
        """Whether something is recorded of a subject, also by the act that is being decided."""
        return self._load(stream_id).state is not None

    def find(self, state: type[S], identifier: str) -> S | None:
        """The state of a subject, or None when nothing is recorded of it."""
        return cast("S | None", self._find(state.concept, identifier))  # type: ignore[attr-defined]

    def get(self, state: type[S], identifier: str) -> S:
        """The state of a subject.

        Raises:
            Refused: RECORD_KNOWN, when nothing is recorded of it.
        """
        return cast("S", self._get(state.concept, identifier))  # type: ignore[attr-defined]

    def record(self, event: Event, effective: date) -> None:
        """Take an event as decided in the stream of its subject, with what follows from it elsewhere."""
        if type(event) in _REDIRECTS:
            event = _REDIRECTS[type(event)](self, event)
        self._take(event, effective)
        for follow in _FOLLOWS.get(type(event), ()):
            follow(self, event, effective)

    def rewrite(
        self,
        withdrawals: Iterable[tuple[Event, date]],
        instead: Iterable[RecordedEvent],
        read: Mapping[str, int],
        known: datetime,
    ) -> list[Decided]:
        """Take what no longer holds, and what stands in its place, all of which was decided already.

        Args:
            withdrawals: with the first day from which what they withdraw held.
            instead: events that say in whose place they stand.
            read: the streams on which it was decided, and the version at which each was read.
            known: since when it is said to be known (aware).

        Raises:
            ConflictError: another writer was in one of these streams since.
        """
        self._known_since = known
        with self._attempt():
            for stream, version in read.items():
                if self._load(stream).version != version:
                    raise ConflictError(f"another writer was first: stream {stream} moved on from version {version}")
            instead_of = ((each.event, each.meta.effective, each.meta.instead_of) for each in instead)
            for event, day, place in chain(((event, day, None) for event, day in withdrawals), instead_of):
                stream_before, decided = self._add(event, day, place)
                self._streams[decided.stream] = attrs.evolve(stream_before, version=decided.version)
            # Folded when all of it is there: in between, things hold that rest on what is gone.
            for stream_id in {decided.stream for decided in self._decided}:
                self._streams[stream_id] = self.holding(stream_id).folded(self._fold)
        return self._decided

    def _add(self, event: Event, effective: date, instead_of: str | None) -> tuple[Stream[Any], Decided]:
        """Let an event be the next of its stream, which is not folded yet; gives the stream as it was."""
        stream = self._load(event.stream)
        self._before.setdefault(stream.id, stream)
        number, known = self._count, self._known_since
        decided = Decided(stream.id, stream.version + 1, effective, event, number, known, instead_of)
        self._count += 1
        self._decided.append(decided)
        self._not_written.setdefault(stream.id, []).append(decided)
        return stream, decided

    def _take(self, event: Event, effective: date) -> None:
        stream, decided = self._add(event, effective, None)
        rank = stream.rank(effective, type(event))
        if rank is not None and rank >= stream.last:
            state = self._fold(stream.state, event)
            begun = effective if stream.begun is None else stream.begun
            known_by = later_of(stream.known_by, decided.known)
            self._streams[stream.id] = Stream(stream.id, decided.version, state, begun, rank, known_by)
        else:
            self._streams[stream.id] = self.holding(stream.id).folded(self._fold)

    def expected_versions(self) -> dict[str, int]:
        """Streams that were read but not written, and the version at which they were read."""
        return {
            stream: version for stream, version in self._read_at.items() if self._streams[stream].version == version
        }

    def used(self) -> list[Stream[Any]]:
        """The streams on which the act was decided last, as they stood before it."""
        return [self._before.get(stream) or self._streams[stream] for stream in sorted(self._asked)]

    def known_before(self, stream_id: str) -> list[Known]:
        """The events of a stream before the act that was decided last, with their positions."""
        own = {each.version for each in self._decided if each.stream == stream_id}
        return [item for item in self.known(stream_id) if item[1].originator_version not in own]

    def remember_written(self) -> None:
        """After a commit: what was written is what is now read, here and in the store's cache."""
        self._not_written, self._written, self._holding = {}, {}, {}
        for stream_id, stream in self._streams.items():
            if stream.version != self._read_at[stream_id]:
                self._store.remember(stream)
                self._read_at[stream_id] = stream.version

    @contextmanager
    def _attempt(self) -> Iterator[None]:
        """A stretch of decisions that is undone as a whole when one of them is refused."""
        self._before, self._decided, self._asked = {}, [], set()
        try:
            yield
        except BaseException:
            self._streams.update(self._before)
            for decided in self._decided:
                self._not_written[decided.stream].remove(decided)
                self._holding.pop(decided.stream, None)
            raise

    def _happened(self, act: Act, wanted: Prerequisites, today: date) -> tuple[Act, list[tuple[Event, date]]]:
        """What an act leads to, with the day from which each holds; decided on the facts of the day of the act."""
        if wanted.effective:
            day = getattr(act, wanted.effective)
        else:
            # Only what it gives says from which day it holds; it is decided again where that is not the newest day.
            prepared, happened = self._decide_on(None, act, wanted, today)
            day = min((on for _, on in happened), default=today)
            if self._holds_on(day):
                return prepared, happened
        try:
            return self._decide_on(day, act, wanted, today)
        except Refused:
            if not self._holds_on(day):
                # Where it is refused by all that is known too, that says more than what was not there yet on the day.
                self._decide_on(None, act, wanted, today)
            raise

    def _decide_on(
        self, day: date | None, act: Act, wanted: Prerequisites, today: date
    ) -> tuple[Act, list[tuple[Event, date]]]:
        self._day = day
        try:
            act, states = self._prepare(act, wanted)
            decided = act.decide(**self._arguments(act, wanted, states, today))  # type: ignore[attr-defined]
        finally:
            self._day = None
        return act, [
            (each.event, each.on) if isinstance(each, Effective) else (each, getattr(act, wanted.effective))
            for each in ((decided,) if isinstance(decided, Event | Effective) else decided)
        ]

    def _holds_on(self, day: date) -> bool:
        """Whether all that was read for this act holds on a day."""
        return all(self._streams[stream].holds_on(day) for stream in self._asked)

    def _prepare(self, act: Act, wanted: Prerequisites) -> tuple[Act, dict[str, Any]]:
        """The act with its values as they are recorded, and the states of what it names, by field."""
        empty = {field: None for field in wanted.may_be_empty if getattr(act, field) == ""}
        act = replace(act, **empty) if empty else act
        states: dict[str, Any] = {}
        for field, concept, many in wanted.named:
            named = getattr(act, field)
            if many:
                states[field] = {each: self._get(concept, each) for each in named or ()}
            else:
                load = self._find if field in wanted.unknown else self._get
                states[field] = None if named is None else load(concept, named)
        for field, concept in wanted.new:
            identifier = require_id(getattr(act, field), field)
            # A name is sealed before anything is asked of the database, so for whom that is has to be known.
            if self._trusting and not act.names_a_person:
                self._take_for_new(f"{concept}:{identifier}")
            if self._find(concept, identifier) is not None:
                raise RECORD_NEW.refused(**{field: identifier})
        changed = {}
        for field, check, many in wanted.checks:
            value = getattr(act, field)
            if value is not None:
                checked = tuple(check.checked(one, field) for one in value) if many else check.checked(value, field)
                if checked != value:
                    changed[field] = checked
        return replace(act, **changed) if changed else act, states

    def _arguments(self, act: Act, wanted: Prerequisites, states: Mapping[str, Any], today: date) -> dict[str, Any]:
        """What ``decide`` asks for."""
        found: dict[str, Any] = {"act": act}
        for parameter in wanted.parameters:
            if parameter.needed is not None:
                found[parameter.name] = self._reached(parameter, found)
            else:
                found[parameter.name] = today if parameter.concept is None else states[parameter.name]
        del found["act"]
        return found

    def _reached(self, parameter: Parameter, found: Mapping[str, Any]) -> Any:
        assert parameter.needed is not None
        assert parameter.concept is not None
        named: str | Iterable[str] | None = parameter.needed.identifiers(**{n: found[n] for n in parameter.through})
        if parameter.many:
            return {each: self._get(parameter.concept, each) for each in named or ()}
        if not isinstance(named, str):
            return None
        return (self._find if parameter.optional else self._get)(parameter.concept, named)

    def _find(self, concept: str, identifier: str) -> Any:
        stream = self._load(f"{concept}:{identifier}")
        self._asked.add(stream.id)
        day = self._day
        if day is None or stream.holds_on(day) or is_dated(concept):
            return stream.state
        return self.holding(stream.id).where(lambda key, each: _counts_on(day, key, each)).folded(self._fold).state

    def holding(self, stream_id: str) -> HoldingStream:
        """What holds of a stream, with what is decided and not yet written."""
        known = self.known(stream_id)
        last = known[-1][1].originator_version if known else 0
        found = self._holding.get(stream_id)
        if found is None or found.version != last:
            found = self._holding[stream_id] = HoldingStream.of(stream_id, known, self.places(known))
        return found

    def _get(self, concept: str, identifier: str) -> Any:
        state = self._find(concept, identifier)
        if state is None:
            raise RECORD_KNOWN.refused(**{f"unknown_{concept}": identifier})
        return state

    def _take_for_new(self, stream_id: str) -> None:
        if stream_id not in self._streams:
            stream = self._store.remembered(stream_id) or Stream(stream_id, 0, None)
            self._streams[stream_id] = stream
            self._read_at[stream_id] = stream.version

    def _load(self, stream_id: str) -> Stream[Any]:
        stream = self._streams.get(stream_id)
        if stream is None:
            stream = self._store.load(stream_id, self._fold, fresh=self._fresh)
            self._streams[stream_id] = stream
            self._read_at[stream_id] = stream.version
        return stream


def _named_by(act: Act) -> Iterator[str]:
    """The streams of what an act names in its fields, whether that is known or new."""
    wanted = prerequisites_of(type(act))
    for field, concept, many in wanted.named:
        named = getattr(act, field)
        for each in (named or ()) if many else (named,):
            if isinstance(each, str) and each and each.isascii() and each.isprintable():
                yield f"{concept}:{each}"
    for field, concept in wanted.new:
        if isinstance(identifier := getattr(act, field), str) and identifier.isascii() and identifier.isprintable():
            yield f"{concept}:{identifier}"


def _counts_on(day: date, key: HoldingKey, recorded: RecordedEvent) -> bool:
    """Whether an act of a day is decided on an event: it holds by then, or sets right what was recorded of then."""
    return key.said <= day or type(recorded.event).sets_right


_REDIRECTS: dict[type[Event], Callable[[UnitOfWork, Any], Event]] = {}


def redirects(event: type[E]) -> Callable[[Callable[[UnitOfWork, E], E]], Callable[[UnitOfWork, E], E]]:
    """Mark what gives the event that is recorded in place of one of this class, by all that is known now."""

    def register(redirect: Callable[[UnitOfWork, E], E]) -> Callable[[UnitOfWork, E], E]:
        _REDIRECTS[event] = redirect
        return redirect

    return register


_FOLLOWS: dict[type[Event], list[Callable[[UnitOfWork, Any, date], None]]] = {}


def follows(event: type[E]) -> Callable[[Callable[[UnitOfWork, E, date], None]], Callable[[UnitOfWork, E, date], None]]:
    """Mark what is recorded elsewhere whenever an event of this class is; called with the day from which it holds."""

    def register(follow: Callable[[UnitOfWork, E, date], None]) -> Callable[[UnitOfWork, E, date], None]:
        _FOLLOWS.setdefault(event, []).append(follow)
        return follow

    return register
