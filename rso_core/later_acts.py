"""Acts at their places in the record, and those that hold later and may rest on something."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol, cast

import attrs

from rso_core.act_handles import handle_of
from rso_core.domain.act import Act
from rso_core.domain.prerequisites import prerequisites_of
from rso_core.domain.references import Thing
from rso_core.recorded_acts import ActNotGivenBackError, recorded_act
from rso_core.store.event_store import EventStore
from rso_core.store.holding import Known
from rso_core.store.naming import things_of
from rso_core.time_zone import AMSTERDAM


@attrs.frozen
class PerformedAct:
    """An act at its place in the record.

    Attributes:
        act: what it said; None where the record does not hold all of that.
        today: the day on which it was recorded (Europe/Amsterdam).
        day: the day from which it holds.
        place: position of its first event, or of what that stands in place of.
        events: with their positions, in recorded order.
    """

    act: Act | None
    today: date
    day: date
    place: int
    events: tuple[Known, ...]

    @classmethod
    def of(cls, events: Sequence[Known], original: Known | None = None) -> "PerformedAct":
        """The act that led to these events, which are all that it led to.

        Args:
            events: with their positions, in recorded order.
            original: the first event of the act in whose place it stands, where it stands in the place of one: it is
                judged as that was, on the day on which that was recorded.
        """
        recorded = [each for _, each in events]
        try:
            act: Act | None = recorded_act(recorded)
        except ActNotGivenBackError:
            act = None
        place, first = original or events[0]
        today = first.meta.recorded_at.astimezone(AMSTERDAM).date()
        return cls(act, today, day_of_act(act, (each.meta.effective for each in recorded)), place, tuple(events))

    def day_of(self, act: Act) -> date:
        """The day from which another act in its place would hold, as far as the act says so itself."""
        return day_of_act(act, (recorded.meta.effective for _, recorded in self.events))

    @property
    def id(self) -> str:
        """Identifier of its first event."""
        return self.events[0][1].id

    @property
    def told(self) -> str:
        """How a refusal names it: by its handle, or its first event where it is not written yet."""
        correlation = self.events[0][1].meta.correlation
        return f"{self.name} {handle_of(correlation) if correlation else self.id}"

    @property
    def name(self) -> str:
        """Name of the act."""
        return self.act.act_name if self.act is not None else self.events[0][1].meta.act

    @property
    def own(self) -> frozenset[str]:
        """Identifiers of its events."""
        return frozenset(recorded.id for _, recorded in self.events)


def day_of_act(act: Act | None, effective: Iterable[date]) -> date:
    """The day from which an act holds: as it says, or the first from which anything of it does.

    Args:
        act: what it said, where that is known.
        effective: the days from which its events hold (Europe/Amsterdam).
    """
    if act is not None:
        field = prerequisites_of(type(act)).effective
        if field:
            return cast("date", getattr(act, field))
    return min(effective)


class LaterActs:
    """Acts that hold after a day and may rest on something, in the store and among what is not written yet.

    Args:
        store: the event store.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._pending: list[Callable[[], PerformedAct]] = []
        self._newest = date.min
        self._newest_stored: date | None = None
        self._indexed = 0
        self._by_thing: dict[Thing | str, list[PerformedAct]] = {}
        self._stored = _StoredActs(store)
        self._withdrawn: set[str] = set()

    def add(self, performed: Callable[[], PerformedAct], newest: date) -> None:
        """Take up an act that is decided and not yet written.

        Args:
            performed: gives it; most are never asked for.
            newest: the latest day from which something of it holds.
        """
        self._pending.append(performed)
        self._newest = max(self._newest, newest)

    def withdraw(self, events: Iterable[str]) -> None:
        """Pass over the acts that led to these events, by id: they no longer hold, which is not written yet."""
        self._withdrawn.update(events)

    def forget_pending(self) -> None:
        """After a commit: what was pending is in the store."""
        self._pending, self._newest, self._newest_stored = [], date.min, None
        self._indexed, self._by_thing, self._withdrawn = 0, {}, set()
        self._stored = _StoredActs(self._store)

    def any_after(self, day: date) -> bool:
        """Whether anything at all holds only after a day."""
        if self._newest_stored is None:
            # Asked once: what another writer adds meanwhile makes these acts be decided anew, or comes after them.
            self._newest_stored = self._store.newest()
        return max(self._newest, self._newest_stored) > day

    def after(self, day: date, changed: Collection[str]) -> list[PerformedAct]:
        """Acts that hold after a day and stand in these streams, name their subjects, or need what they reach.

        Args:
            day: Europe/Amsterdam.
            changed: streams, such as ``body:b-pso``.
        """
        found: dict[str, PerformedAct] = {}
        if self._newest > day:
            self._index()
            for sought in _sought(changed):
                found.update({each.id: each for each in self._by_thing.get(sought, ())})
        if (self._newest_stored or self._store.newest()) > day:
            found.update({each.id: each for each in self._stored.after(day, _sought(changed))})
        gone = self._withdrawn | self._store.withdrawn() if found else set()
        holding = (each for each in found.values() if each.day > day and each.id not in gone)
        return sorted(holding, key=lambda each: (each.day, each.place))

    def _index(self) -> None:
        for pending in self._pending[self._indexed :]:
            performed = pending()
            keys: set[Thing | str] = {performed.name, *_things(performed)}
            for sought in keys:
                self._by_thing.setdefault(sought, []).append(performed)
        self._indexed = len(self._pending)


class _StoredActs:
    """Acts in the store that hold after a day; what was read is kept, for many late acts come together."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._since = date.max
        self._by_thing: dict[Thing | str, list[Known]] = {}
        self._acts: dict[str, PerformedAct] = {}

    def after(self, day: date, sought: Iterable[Thing | str]) -> Iterator[PerformedAct]:
        """The acts of these names, or that name these things, of which something holds only after a day."""
        if day < self._since:
            self._read(day)
        found = {
            position: (position, recorded)
            for each in sought
            for position, recorded in self._by_thing.get(each, ())
            if recorded.meta.effective > day and recorded.meta.correlation not in self._acts
        }
        for each_act in performed(self._store, [found[position] for position in sorted(found)]):
            self._acts[each_act.events[0][1].meta.correlation] = each_act
        met = {r.meta.correlation for each in sought for _, r in self._by_thing.get(each, ()) if r.meta.effective > day}
        yield from (self._acts[correlation] for correlation in met)

    def _read(self, day: date) -> None:
        self._since, self._by_thing = day, {}
        for position, recorded in self._store.holding_after(day):
            keys: set[Thing | str] = {recorded.meta.act, *things_of(recorded)}
            for key in keys:
                self._by_thing.setdefault(key, []).append((position, recorded))


def performed(store: "Acts", known: Iterable[Known]) -> Iterator[PerformedAct]:
    """The acts that led to some events, each at its place in the record.

    Args:
        store: the record.
        known: in recorded order.
    """
    for events in store.whole_acts(known):
        root = events[0][1].meta.instead_of
        yield PerformedAct.of(events, None if root is None else event_with_id(store, root))


def event_with_id(store: "Acts", event: str) -> Known:
    """A recorded event, with its position."""
    return next(item for item in store.known(event.rpartition("@")[0]) if item[1].id == event)


class Acts(Protocol):
    """What gives the acts of a record: the store, or the store with what is not written yet."""

    def known(self, stream_id: str) -> list[Known]:
        """All events of a stream, with their positions, in recorded order."""

    def whole_acts(self, known: Iterable[Known]) -> Iterator[list[Known]]:
        """All events of the acts that led to some events, an act at a time."""


def _things(performed: PerformedAct) -> set[Thing]:
    return {thing for _, recorded in performed.events for thing in things_of(recorded)}


def reaching(concepts: Iterable[str]) -> set[str]:
    """Names of the acts that may reach the state of one of these concepts without naming it."""
    return {name for concept in concepts for name in _reaching(concept)}


def _sought(changed: Collection[str]) -> set[Thing | str]:
    """The subjects of streams, and the names of the acts that may reach one of their concept without naming it."""
    subjects: set[Thing | str] = {cast("Thing", tuple(stream.split(":", 1))) for stream in changed}
    return subjects | reaching({stream.partition(":")[0] for stream in changed})


_REACHING: dict[str, tuple[str, ...]] = {}


def _reaching(concept: str) -> tuple[str, ...]:
    """Names of the acts whose ``decide`` reaches the state of a concept through something else."""
    if concept not in _REACHING:
        from rso_core.acts import act_classes  # noqa: PLC0415 - all acts are imported for it, which few commands need

        _REACHING[concept] = tuple(
            name
            for name, cls in act_classes().items()
            if any(p.concept == concept and p.needed is not None for p in prerequisites_of(cls).parameters)
        )
    return _REACHING[concept]
