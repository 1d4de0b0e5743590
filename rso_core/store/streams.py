"""A stream and the state of its subject, folded from what holds, in the order in which it holds.

Nearly always events are recorded in the order in which they hold, and folded as they come. A late event, a correction or
a withdrawal lets the whole stream be folded anew.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Generic, TypeVar

import attrs

from rso_core.domain.concept import follows_recording
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.event import Event, begins_stream
from rso_core.store.holding import HoldingKey, Known, holding_keys, still_holding
from rso_core.store.recorded import RecordedEvent

S = TypeVar("S")
Fold = Callable[[Any, Event], Any]
Rank = tuple[date, bool, date]
"""The part of a `HoldingKey` that a stream knows of its last event: day, whether it waited, the day it said."""
NO_RANK: Rank = (date.min, False, date.min)


@attrs.frozen
class Stream(Generic[S]):
    """A stream as far as it was read.

    Attributes:
        id: ``<concept>:<id>``.
        version: place of the last event; 0 when there are none.
        state: of its subject, folded from what holds; None when there are no events.
        begun: the day on which it began (Europe/Amsterdam).
        last: where the event that holds last stands; one that stands before it is late.
        known_by: the latest moment since when one of its events is said to be known (aware).
        in_order: False while a late event has not been folded yet.
    """

    id: str
    version: int
    state: S
    begun: date | None = None
    last: Rank = NO_RANK
    known_by: datetime | None = None
    in_order: bool = True

    def rank(self, effective: date, event: type[Event]) -> Rank | None:
        """Where an event stands that comes next; None where only the whole stream can tell."""
        if event.never_precedes or event is EventsWithdrawn:
            return None
        if follows_recording(self.id):
            return NO_RANK
        begun = effective if self.begun is None else self.begun
        return (max(effective, begun), effective < begun, effective)

    def holds_on(self, day: date) -> bool:
        """Whether all of its events hold on a day, so that its state is that of the day."""
        return self.last[0] <= day


def advance(stream: Stream[Any], recorded: RecordedEvent, fold: Fold) -> Stream[Any]:
    """The stream after its next event; not in order, where that is to be folded before others."""
    rank = stream.rank(recorded.meta.effective, type(recorded.event)) if stream.in_order else None
    if rank is None or rank < stream.last or recorded.meta.instead_of is not None:
        return attrs.evolve(stream, version=recorded.originator_version, in_order=False)
    begun = recorded.meta.effective if stream.begun is None else stream.begun
    known_by = later_of(stream.known_by, recorded.meta.recorded_at)
    return Stream(stream.id, recorded.originator_version, fold(stream.state, recorded.event), begun, rank, known_by)


def later_of(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two moments that may not be known."""
    if one is None or other is None:
        return other if one is None else one
    return max(one, other)


@attrs.frozen
class HoldingStream:
    """What holds of a stream, in the order in which it holds.

    Attributes:
        version: place of its last event in the record, also where that does not hold any more.
        events: with the key of each.
    """

    id: str
    version: int
    events: tuple[tuple[HoldingKey, RecordedEvent], ...]

    @classmethod
    def of(cls, stream_id: str, known: Sequence[Known], places: Mapping[str, int]) -> "HoldingStream":
        """Of all events of a stream.

        Args:
            known: in recorded order, with their positions.
            places: positions of events in whose place others stand, by id.
        """
        holding = still_holding(known)
        pairs = zip(holding_keys(holding, places), (recorded for _, recorded in holding), strict=True)
        version = known[-1][1].originator_version if known else 0
        order = attrgetter("place", "position") if follows_recording(stream_id) else None
        return cls(stream_id, version, tuple(sorted(pairs, key=lambda pair: order(pair[0]) if order else pair[0])))

    def where(self, included: Callable[[HoldingKey, RecordedEvent], bool]) -> "HoldingStream":
        """The same with only some of its events; the one that begins it stays, for what it is about is known."""
        kept = [(key, recorded) for n, (key, recorded) in enumerate(self.events) if n == 0 or included(key, recorded)]
        return attrs.evolve(self, events=tuple(kept))

    def folded(self, fold: Fold) -> Stream[Any]:
        """The stream with the state that follows."""
        if not self.events:
            return Stream(self.id, self.version, None)
        key = self.events[-1][0]
        rank = NO_RANK if follows_recording(self.id) else (key.day, key.waited, key.said)
        state = self._state(fold, (recorded for _, recorded in self.events))
        known_by = max(recorded.meta.recorded_at for _, recorded in self.events)
        return Stream(self.id, self.version, state, self.events[0][0].said, rank, known_by)

    def folds(self, fold: Fold) -> bool:
        """Whether each event can be folded in the order in which they hold."""
        try:
            _folded(fold, (recorded for _, recorded in self.events))
        except Exception:
            # Whatever a state of the domain raises on something of which it never heard.
            return False
        return True

    def _state(self, fold: Fold, events: Iterable[RecordedEvent]) -> Any:
        try:
            return _folded(fold, events)
        except Exception:
            # A record accepted by an earlier release may hold in an order that no rule of today allows.
            return _folded(fold, sorted((r for _, r in self.events), key=lambda r: r.originator_version))


def _folded(fold: Fold, events: Iterable[RecordedEvent]) -> Any:
    state = None
    for recorded in events:
        if state is None and not begins_stream(type(recorded.event)):
            # What began it was set aside, or does not hold yet.
            continue
        state = fold(state, recorded.event)
    return state
