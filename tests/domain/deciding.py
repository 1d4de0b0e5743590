"""Acts tried on a record that is nowhere stored: refused by a rule, or events. A hundred in a few milliseconds.

Everything that these tables need of the inside of the core stands in this module.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, cast

import attrs
import pytest

from rso_core import Act, Provenance
from rso_core.application import Batch
from rso_core.domain.event import Event
from rso_core.domain.refusal import Refused
from rso_core.store.event_store import EventStore
from rso_core.store.recorded import EntryKind, RecordedEvent
from rso_core.store.streams import Stream
from rso_core.time_zone import AMSTERDAM

TODAY = date(2026, 11, 24)
"""The day of recording, where a row names none."""


@attrs.frozen
class Given:
    """An act that was performed earlier, recorded on a day of its own."""

    act: Act
    recorded_on: date


@attrs.frozen
class Effect:
    """An event that an act led to: in which stream, and from which day it holds."""

    stream: str
    effective: date
    event: Event


class _NothingStored:
    """Stands in for an `EventStore` in which there is nothing yet, and never will be."""

    def __init__(self) -> None:
        self.keys = self

    def load(self, stream_id: str, evolve: object, *, fresh: bool = True) -> Stream[Any]:
        return Stream(stream_id, 0, None)

    def known(self, stream_id: str) -> list[Any]:
        return []

    def places(self, known: object) -> dict[str, int]:
        return {}

    def newest(self) -> date:
        return date.min

    def withdrawn(self) -> frozenset[str]:
        return frozenset()

    def last_entered(self) -> None:
        return None

    def find_key(self, key: str) -> None:
        return None

    def blind(self, fingerprint: str) -> str:
        return fingerprint


class Record:
    """What was performed so far, in memory only.

    Attributes:
        recorded: its events as a store would give them, in order.
        clock: what the clock says where it stands still, so that a moment of recording is a claim; else it is always the
            moment of recording.
    """

    def __init__(self, performed: Iterable[Act | Given] = (), clock: datetime | None = None) -> None:
        self.recorded: list[RecordedEvent] = []
        self.clock, self._now = clock, clock or datetime.min.replace(tzinfo=UTC)
        self._batch = Batch(cast("EventStore", _NothingStored()), lambda: self._now, fresh=True)
        for given in performed:
            if isinstance(given, Given):
                self.perform(given.act, given.recorded_on)
            else:
                self.perform(given)

    def perform(self, act: Act, recorded_on: date | datetime = TODAY, key: str | None = None) -> tuple[Effect, ...]:
        """The events that an act gives.

        Args:
            act: what is tried.
            recorded_on: day of recording (noon in Europe/Amsterdam), or the very moment.
            key: its idempotency key.

        Raises:
            Refused: a rule stands in the way.
        """
        moment = (
            recorded_on
            if isinstance(recorded_on, datetime)
            else datetime.combine(recorded_on, time(12), AMSTERDAM).astimezone(UTC)
        )
        about = Provenance(actor="office:tafel", key=key, entry=EntryKind.IMPORTED)
        if self.clock is None:
            self._now = moment
        else:
            about = attrs.evolve(about, recorded_at=moment)
        outcome = self._batch.perform(act, about)
        self.recorded += () if outcome.repeated else outcome.events
        return tuple(Effect(str(e.originator_id), e.meta.effective, e.event) for e in outcome.events)

    def states(self) -> dict[str, Any]:
        """The state of every subject of which something is known, by its stream."""
        return {name: stream.state for name, stream in self._batch._work._streams.items() if stream.state is not None}

    def copy(self) -> "Record":
        """A record in which the same was performed, that goes its own way from here."""
        other = Record()
        other.recorded = list(self.recorded)
        for name in ("_streams", "_read_at"):
            setattr(other._batch._work, name, dict(getattr(self._batch._work, name)))
        work, later = other._batch._work, other._batch._standing._later
        work._not_written = {stream: list(events) for stream, events in self._batch._work._not_written.items()}
        work._count = self._batch._work._count
        later._pending = list(self._batch._standing._later._pending)
        later._newest = self._batch._standing._later._newest
        return other


@lru_cache(maxsize=512)
def _performed(given: tuple[Act | Given, ...]) -> Record:
    if not given:
        return Record()
    record = _performed(given[:-1]).copy()
    last = given[-1]
    record.perform(
        last.act if isinstance(last, Given) else last, last.recorded_on if isinstance(last, Given) else TODAY
    )
    return record


def record_of(given: Sequence[Act | Given]) -> Record:
    """A record in which these acts were performed; what is asked more than once is performed once."""
    for end in range(64, len(given), 64):
        _performed(tuple(given[:end]))  # step by step, so that a long record does not recurse deeply
    return _performed(tuple(given)).copy()


def forget_performed() -> None:
    """Perform everything anew from here: for a run in which the rules themselves are changed between tests."""
    _performed.cache_clear()


@attrs.frozen(kw_only=True)
class Edge:
    """A row: one side of one condition of a rule.

    Attributes:
        rule: id of the rule that is meant.
        sentence: what the row says; the id of its test.
        given: what was performed before, in order.
        act: what is tried.
        recorded_on: the day, or moment, of recording.
        refused: whether the rule refuses it; otherwise it gives events.
        facts: facts that the refusal names, or fields of the first event, with their values.
    """

    rule: str
    sentence: str
    given: tuple[Act | Given, ...]
    act: Act
    recorded_on: date | datetime = TODAY
    refused: bool
    facts: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    def __str__(self) -> str:
        return self.sentence

    def outcome(self) -> Refused | tuple[Effect, ...]:
        """What became of it."""
        try:
            return record_of(self.given).perform(self.act, self.recorded_on)
        except Refused as refused:
            return refused

    def check(self) -> None:
        """Assert that it is refused by the rule, or gives events, with the facts that matter."""
        outcome = self.outcome()
        if self.refused:
            assert isinstance(outcome, Refused), f"it was allowed: {outcome}"
            assert outcome.rule.id == self.rule, f"another rule refused it: {outcome}"
            assert {name: outcome.facts.get(name) for name in self.facts} == dict(self.facts)
        else:
            assert not isinstance(outcome, Refused), f"it was refused: {outcome}"
            first = outcome[0].event
            assert {name: getattr(first, name) for name in self.facts} == dict(self.facts)


@attrs.frozen
class Trial:
    """An act that is allowed on what was performed before it; rows vary it one field at a time."""

    given: Sequence[Act | Given]
    act: Act

    def allowed(self, rule: str, sentence: str, **more: Any) -> Edge:
        """The last value that passes; arguments as in `refused`."""
        return self._edge(rule, sentence, False, **more)

    def refused(self, rule: str, sentence: str, **more: Any) -> Edge:
        """The first value that a rule refuses.

        Args:
            rule: id of the rule.
            sentence: what the row says.
            more: fields of the act that are other; ``after`` what was performed besides, ``recorded_on`` the day of
                recording, ``facts`` what the refusal (or the first event) holds.
        """
        return self._edge(rule, sentence, True, **more)

    def _edge(
        self,
        rule: str,
        sentence: str,
        refused: bool,
        *,
        after: Sequence[Act | Given] = (),
        recorded_on: date | datetime = TODAY,
        facts: Mapping[str, Any] | None = None,
        **changes: Any,
    ) -> Edge:
        return Edge(
            rule=rule,
            sentence=sentence,
            given=(*self.given, *after),
            act=attrs.evolve(cast("Any", self.act), **changes),
            recorded_on=recorded_on,
            refused=refused,
            facts=facts or {},
        )


def table(edges: Iterable[Edge]) -> pytest.MarkDecorator:
    """Each row as a test of its own, named by its sentence."""
    return pytest.mark.parametrize("edge", list(edges), ids=str)
