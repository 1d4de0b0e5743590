"""The unit of work: what acts are decided on is loaded once, changed by each act, and recorded together.

It is the one use case of every act: load what its ``decide`` asks for, check what its fields say, take what it gives.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar, cast

import attrs

from rso_core.domain.act import Act, replace
from rso_core.domain.concept import fold
from rso_core.domain.event import Effective, Event
from rso_core.domain.prerequisites import Parameter, Prerequisites, prerequisites_of
from rso_core.domain.values import RECORD_KNOWN, RECORD_NEW, require_id
from rso_core.store.event_store import EventStore, Stream

S = TypeVar("S")
E = TypeVar("E", bound=Event)


@attrs.frozen
class Decided:
    """An event that was decided on: its stream, its place there, the day from which it holds."""

    stream: str
    version: int
    effective: date
    event: Event


class UnitOfWork:
    """What acts are decided on, as read from the store and as changed by the acts before them.

    Keeps the version at which each stream was read, so that the store can refuse when one moved since: a rule may rest
    on a stream that the act does not write.

    Args:
        store: where streams are read.
        fresh: look for events of other writers at each stream; otherwise states may come from the cache.
    """

    def __init__(self, store: EventStore, *, fresh: bool) -> None:
        self._store = store
        self._fresh = fresh
        self._streams: dict[str, Stream[Any]] = {}
        self._read_at: dict[str, int] = {}
        self._before: dict[str, Stream[Any]] = {}
        self._decided: list[Decided] = []
        self._used: set[str] = set()
        self._known: datetime | None = None
        self._unwritten: dict[str, list[tuple[datetime, str, Event]]] = {}

    @property
    def store(self) -> EventStore:
        """Where streams are read."""
        return self._store

    def decide(self, act: Act, today: date, known: datetime) -> tuple[Act, list[Decided]]:
        """Let an act decide; all of its events count from then on, or none when it is refused.

        Args:
            act: what happened.
            today: the day of recording (Europe/Amsterdam).
            known: since when it is said to be known (aware).

        Returns:
            The act with its values as they are recorded, and what it led to.

        Raises:
            Refused: RECORD_KNOWN for what is not known, RECORD_NEW and RECORD_VALID_ID for what should be new, the
                rules of types that check themselves, in this order; then what ``decide`` refuses.
        """
        self._known = known
        with self._attempt():
            wanted = prerequisites_of(type(act))
            act, states = self._prepare(act, wanted)
            decided = act.decide(**self._arguments(act, wanted, states, today))  # type: ignore[attr-defined]
            for each in (decided,) if isinstance(decided, Event | Effective) else decided:
                if isinstance(each, Effective):
                    self.record(each.event, each.on)
                else:
                    self.record(each, getattr(act, wanted.effective))
        return act, self._decided

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
        stream = self._load(event.stream)
        self._before.setdefault(stream.id, stream)
        version = stream.version + 1
        latest = self._known if stream.latest is None or self._known is None else max(stream.latest, self._known)
        self._streams[stream.id] = Stream(stream.id, version, event.apply(stream.state), latest)  # type: ignore[attr-defined]
        self._decided.append(Decided(stream.id, version, effective, event))
        for follow in _FOLLOWS.get(type(event), ()):
            follow(self, event, effective)

    def expected_versions(self) -> dict[str, int]:
        """Streams that were read but not written, and the version at which they were read."""
        return {
            stream: version for stream, version in self._read_at.items() if self._streams[stream].version == version
        }

    def take_back(self) -> None:
        """Undo the act that was decided last, before it is kept."""
        self._streams.update(self._before)

    def keep(self) -> None:
        """Take the act that was decided last as known from its moment on; see `known_before`."""
        assert self._known is not None
        for each in self._decided:
            known = (self._known, f"{each.stream}@{each.version}", each.event)
            self._unwritten.setdefault(each.stream, []).append(known)

    def used(self) -> list[Stream[Any]]:
        """The streams on which the act was decided last, as they stand with its events."""
        return [self._streams[stream] for stream in sorted(self._used)]

    def before(self, stream_id: str) -> Stream[Any]:
        """A stream as it stood before the act that was decided last."""
        return self._before.get(stream_id) or self._load(stream_id)

    def known_before(self, stream_id: str) -> Iterator[tuple[datetime, str, Event]]:
        """The events of a stream before the act that was decided last: since when each is known, its id, and itself."""
        read = self._read_at.get(stream_id, 0)
        for recorded in self._store.stream(stream_id) if read else ():
            if recorded.originator_version <= read:
                yield recorded.meta.recorded_at, recorded.id, recorded.event
        yield from self._unwritten.get(stream_id, ())

    def remember_written(self) -> None:
        """After a commit: what was written is what is now read, here and in the store's cache."""
        for stream_id, stream in self._streams.items():
            if stream.version != self._read_at[stream_id]:
                self._store.remember(stream)
                self._read_at[stream_id] = stream.version
        self._unwritten = {}

    @contextmanager
    def _attempt(self) -> Iterator[None]:
        """A stretch of decisions that is undone as a whole when one of them is refused."""
        self._before, self._decided, self._used = {}, [], set()
        try:
            yield
        except BaseException:
            self._streams.update(self._before)
            raise

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
        return self._load(f"{concept}:{identifier}").state

    def _get(self, concept: str, identifier: str) -> Any:
        state = self._find(concept, identifier)
        if state is None:
            raise RECORD_KNOWN.refused(**{f"unknown_{concept}": identifier})
        return state

    def _load(self, stream_id: str) -> Stream[Any]:
        self._used.add(stream_id)
        stream = self._streams.get(stream_id)
        if stream is None:
            stream = self._read(stream_id)
            self._streams[stream_id] = stream
            self._read_at[stream_id] = stream.version
        return stream

    def _read(self, stream_id: str) -> Stream[Any]:
        return self._store.load(stream_id, fold, fresh=self._fresh)


_FOLLOWS: dict[type[Event], list[Callable[[UnitOfWork, Any, date], None]]] = {}


def follows(event: type[E]) -> Callable[[Callable[[UnitOfWork, E, date], None]], Callable[[UnitOfWork, E, date], None]]:
    """Mark what is recorded elsewhere whenever an event of this class is; called with the day from which it holds."""

    def register(follow: Callable[[UnitOfWork, E, date], None]) -> Callable[[UnitOfWork, E, date], None]:
        _FOLLOWS.setdefault(event, []).append(follow)
        return follow

    return register
