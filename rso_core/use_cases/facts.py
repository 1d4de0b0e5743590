"""Facts: what an act is decided on, as read from the store and as changed by the acts before it.

Here also stands which kinds of stream there are, and how a use case is found for an act.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Generic, TypeVar, cast

import attrs

from rso_core.acts import Act
from rso_core.domain import (
    person,
    theme,
)
from rso_core.domain.body.state import Body
from rso_core.domain.concept import fold
from rso_core.domain.docket import Docket
from rso_core.domain.event import Event
from rso_core.domain.meeting.state import Meeting
from rso_core.domain.party.state import Party
from rso_core.domain.values import RECORD_KNOWN
from rso_core.store.event_store import EventStore, Stream

S = TypeVar("S")
A = TypeVar("A", bound=Act)


@attrs.frozen
class Concept(Generic[S]):
    """A kind of stream: its prefix in stream ids and how its events fold into a state."""

    name: str
    evolve: Callable[[Any, Any], S]

    def stream(self, identifier: str) -> str:
        """The stream id, ``<concept>:<id>``."""
        return f"{self.name}:{identifier}"


PARTY: Concept[Party] = Concept("party", fold)
PERSON: Concept[person.Person] = Concept("person", fold)
COVENANT = Concept("covenant", fold)
THEME: Concept[theme.Theme] = Concept("theme", fold)
BODY: Concept[Body] = Concept("body", fold)
DOCKET: Concept[Docket] = Concept("docket", fold)
ROLE = Concept("role", fold)
MEETING: Concept[Meeting] = Concept("meeting", fold)
HANDOVER = Concept("handover", fold)
DECISION = Concept("decision", fold)
ACTION = Concept("action", fold)
SIGNAL = Concept("signal", fold)
PROJECT = Concept("project", fold)
EFFORT = Concept("effort", fold)
CYCLE = Concept("cycle", fold)
EVALUATION = Concept("evaluation", fold)
RETENTION = Concept("retention", fold)
RECORD_KEYS = Concept("record-keys", fold)
CONCEPTS: tuple[Concept[Any], ...] = (
    PARTY,
    PERSON,
    COVENANT,
    THEME,
    BODY,
    DOCKET,
    ROLE,
    HANDOVER,
    MEETING,
    DECISION,
    ACTION,
    SIGNAL,
    PROJECT,
    EFFORT,
    CYCLE,
    EVALUATION,
    RETENTION,
    RECORD_KEYS,
)

_BY_NAME = {concept.name: concept for concept in CONCEPTS}


def concept_named(name: str) -> Concept[Any]:
    """The kind of stream of this name."""
    return _BY_NAME[name]


@attrs.frozen
class Decided:
    """An event that was decided on: its stream, its place there, the day from which it holds."""

    stream: str
    version: int
    effective: date
    event: Event


class Facts:
    """What acts are decided on, as read from the store and as changed by the acts before them.

    Keeps the version at which each stream was read, so that the store can refuse when one moved since.
    """

    def __init__(self, store: EventStore, *, fresh: bool) -> None:
        self._store = store
        self._fresh = fresh
        self._streams: dict[str, Stream[Any]] = {}
        self._read_at: dict[str, int] = {}
        self._before: dict[str, Stream[Any]] = {}
        self._decided: list[Decided] = []

    def find(self, concept: Concept[S], identifier: str) -> S | None:
        """The state of a subject, or None when nothing is recorded of it."""
        return cast("S | None", self._stream(concept, identifier).state)

    def get(self, concept: Concept[S], identifier: str) -> S:
        """The state of a subject.

        Raises:
            Refused: RECORD_KNOWN, when nothing is recorded of it.
        """
        state = self.find(concept, identifier)
        if state is None:
            raise RECORD_KNOWN.refused(**{f"unknown_{concept.name}": identifier})
        return state

    def person(self, identifier: str) -> person.Person:
        """A person who can be given something that runs on: a role, a mandate, a seat.

        Raises:
            Refused: RECORD_KNOWN, or PERSON_NOT_ERASED.
        """
        state = self.get(PERSON, identifier)
        person.require_not_erased(state)
        return state

    def all(self, concept: Concept[S], identifiers: Iterable[str]) -> dict[str, S]:
        """The states of several subjects by identifier; every one must be known."""
        return {identifier: self.get(concept, identifier) for identifier in identifiers}

    def record(self, concept: Concept[S], identifier: str, event: Event, effective: date) -> None:
        """Take an event as decided: later facts include it."""
        stream = self._stream(concept, identifier)
        self._before.setdefault(stream.id, stream)
        version = stream.version + 1
        self._streams[stream.id] = Stream(stream.id, version, concept.evolve(stream.state, event))
        self._decided.append(Decided(stream.id, version, effective, event))

    def record_event(self, event: Event, effective: date) -> None:
        """Take an event as decided in the stream of its subject, with what follows from it elsewhere."""
        kind, _, identifier = event.stream.partition(":")
        self.record(concept_named(kind), identifier, event, effective)
        for follow in _FOLLOWS.get(type(event), ()):
            follow(self, event, effective)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A stretch of decisions that is undone as a whole when one of them is refused."""
        self._before, self._decided = {}, []
        try:
            yield
        except BaseException:
            self._streams.update(self._before)
            raise

    def decided(self) -> list[Decided]:
        """The events decided in this attempt, in order."""
        return self._decided

    def guards(self) -> dict[str, int]:
        """Streams that were read but not written, and the version at which they were read."""
        return {
            stream: version for stream, version in self._read_at.items() if self._streams[stream].version == version
        }

    def remember_written(self) -> None:
        """After a commit: what was written is what is now read, here and in the store's cache."""
        for stream_id, stream in self._streams.items():
            if stream.version != self._read_at[stream_id]:
                self._store.remember(stream)
                self._read_at[stream_id] = stream.version

    def _stream(self, concept: Concept[S], identifier: str) -> Stream[Any]:
        stream_id = concept.stream(identifier)
        stream = self._streams.get(stream_id)
        if stream is None:
            stream = self._store.load(stream_id, concept.evolve, fresh=self._fresh)
            self._streams[stream_id] = stream
            self._read_at[stream_id] = stream.version
        return stream


UseCase = Callable[[Facts, Any, date], None]
_USE_CASES: dict[type[Act], UseCase] = {}


_FOLLOWS: dict[type[Event], list[Callable[[Facts, Any, date], None]]] = {}
Ev = TypeVar("Ev", bound=Event)


def use_case_for(act: type[Act]) -> UseCase | None:
    """The use case of an act that has one of its own; called with the facts, the act and the day of recording."""
    return _USE_CASES.get(act)


def follows(event: type[Ev]) -> Callable[[Callable[[Facts, Ev, date], None]], Callable[[Facts, Ev, date], None]]:
    """Mark what is recorded elsewhere whenever an event of this class is."""

    def register(follow: Callable[[Facts, Ev, date], None]) -> Callable[[Facts, Ev, date], None]:
        _FOLLOWS.setdefault(event, []).append(follow)
        return follow

    return register


def records(act: type[A]) -> Callable[[Callable[[Facts, A, date], None]], Callable[[Facts, A, date], None]]:
    """Mark the use case of an act."""

    def register(use_case: Callable[[Facts, A, date], None]) -> Callable[[Facts, A, date], None]:
        _USE_CASES[act] = use_case
        return use_case

    return register


def arguments(act: Act, *without: str) -> dict[str, Any]:
    """The fields of an act as arguments for the decision, leaving out those named."""
    return {
        field.name: getattr(act, field.name)
        for field in attrs.fields(cast("Any", type(act)))
        if field.name not in without
    }
