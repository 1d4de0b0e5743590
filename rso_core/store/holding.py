"""Which of the events that are known hold, and in which order.

Of what is known, the event that holds from the later day comes later; of two from the same day, the one recorded later.
So what holds does not depend on the order of typing. Three things bend a plain sort by day:

- An event may hold from a day before its subject began (a plan recorded afterwards); it never comes before the event
  that begins its stream, and counts after what holds on that day.
- An event may be bound to what it builds on: its class names the kinds of event that it never precedes.
- What an act set right stands in the place of the act that it corrects, as if that had been typed rightly at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import attrs

from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.event import Event
from rso_core.store.recorded import RecordedEvent

Known = tuple[int, RecordedEvent]
"""An event that is known, with its position in the record."""


class HoldingKey(NamedTuple):
    """Where an event stands among those that hold; compare them.

    Attributes:
        day: the day from which it holds, or that of what it builds on where that is later.
        waited: whether it said to hold from an earlier day; then it comes after what holds from that day by itself.
        said: the day from which it said to hold.
        place: position of the event in whose place it stands; its own where it corrects nothing.
        position: its own position in the record.
    """

    day: date
    waited: bool
    said: date
    place: int
    position: int


@attrs.frozen
class Entry:
    """What the order needs to know of an event, and no more: a whole record of them fits in memory.

    Attributes:
        position: its position in the record.
        id: identifier of the event, ``party:gm0344@3``.
        stream: its stream.
        kind: its class.
        recorded_at: since when it is said to have been known (aware, UTC).
        entered_at: when it was entered, by the store's own clock (aware, UTC).
        effective: the day from which it says to hold.
        instead_of: id of the event in whose place it stands, where it corrects one.
        withdrawn: ids of the events that no longer hold by what it says.
    """

    position: int
    id: str
    stream: str
    kind: type[Event]
    recorded_at: datetime
    entered_at: datetime
    effective: date
    instead_of: str | None = None
    withdrawn: frozenset[str] = frozenset()

    @classmethod
    def of(cls, position: int, recorded: RecordedEvent) -> "Entry":
        """The entry of a recorded event."""
        meta, event = recorded.meta, recorded.event
        withdrawn = event.withdrawn if isinstance(event, EventsWithdrawn) else frozenset()
        return cls(
            position,
            recorded.id,
            recorded.originator_id,
            type(event),
            meta.recorded_at,
            meta.entered_at,
            meta.effective,
            meta.instead_of,
            withdrawn,
        )


@attrs.frozen
class Placed:
    """An event in the order of holding.

    Attributes:
        entry: the event.
        key: where it stands; of one that no longer holds, where it would stand by itself.
        holds: whether it holds.
        settled_at: the position up to which the record has to be known for this to be its place.
        settled_on: the moment up to which it has to be known (aware, UTC). Who knows the record up to both, and maybe
            not all of it, finds the event in the same place.
    """

    entry: Entry
    key: HoldingKey
    holds: bool
    settled_at: int
    settled_on: datetime


Settled = tuple[int, datetime]
"""The position and the moment up to which the record has to be known."""


def placed(entries: Iterable[Entry], places: Mapping[str, int] | None = None) -> list[Placed]:
    """Where each of these events stands, in order of their places (position, unless it corrects another).

    Withdrawals are left out: they hold nothing themselves.

    Args:
        entries: that are known; of each stream that is among them its first that holds, what an event of it never
            precedes, and the withdrawals.
        places: positions of the events in whose place others stand, by id, where they are not among these.
    """
    everything = list(entries)
    found = dict(places or {})
    if any(entry.instead_of for entry in everything):
        found |= {entry.id: entry.position for entry in everything}
    in_places = sorted(
        ((found.get(e.instead_of, e.position) if e.instead_of else e.position, e) for e in everything),
        key=lambda item: (item[0], item[1].position),
    )
    return list(_Placing(everything).of(in_places))


class _Placing:
    """What was met of each stream so far, in the order of places."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._withdrawn: set[str] = set()
        self._waited_for: set[str] = set()
        self._torn: dict[str, Settled] = {}
        self._begun: dict[str, tuple[date, Settled]] = {}
        self._latest: dict[tuple[str, str], tuple[date, Settled]] = {}
        for kind in {entry.kind for entry in entries}:
            self._waited_for.update(kind.never_precedes)
        for entry in entries:
            if entry.withdrawn:
                self._withdrawn |= entry.withdrawn
                for stream in {each.rpartition("@")[0] for each in entry.withdrawn}:
                    self._torn[stream] = _later(self._torn.get(stream), (entry.position, entry.recorded_at))

    def of(self, in_places: Iterable[tuple[int, Entry]]) -> Iterator[Placed]:
        for place, entry in in_places:
            position, said, stream = entry.position, entry.effective, entry.stream
            if entry.kind.event_name == EventsWithdrawn.event_name:
                continue
            if entry.id in self._withdrawn:
                settled = _later(self._torn.get(stream), (position, entry.recorded_at))
                yield Placed(entry, HoldingKey(said, False, said, place, position), False, *settled)
                continue
            begun = self._begun.get(stream)
            if begun is None:
                settled = _later(self._torn.get(stream), (position, entry.recorded_at))
                begun = self._begun[stream] = said, settled
            day, settled = begun
            day = max(day, said)
            at, on = settled
            if position > at or entry.recorded_at > on:
                settled = _later(settled, (position, entry.recorded_at))
            if self._waited_for:
                day, settled = self._waiting(entry, day, settled)
            yield Placed(entry, HoldingKey(day, said < day, said, place, position), True, *settled)

    def _waiting(self, entry: Entry, day: date, settled: Settled) -> tuple[date, Settled]:
        """The day of an event, and when that is settled, by what it never precedes."""
        for name in entry.kind.never_precedes:
            if (found := self._latest.get((entry.stream, name))) is not None:
                day, settled = max(day, found[0]), _later(found[1], settled)
        if entry.kind.event_name in self._waited_for:
            at = entry.stream, entry.kind.event_name
            before = self._latest.get(at)
            # All of a kind, not the latest alone: without one of them another would be it.
            self._latest[at] = (day, settled) if before is None else (max(day, before[0]), _later(before[1], settled))
        return day, settled


def _later(one: Settled | None, other: Settled) -> Settled:
    return other if one is None else (max(one[0], other[0]), max(one[1], other[1]))


def stand_instead_of(known: Iterable[Known]) -> set[str]:
    """Ids of the events in whose place some of these stand."""
    return {recorded.meta.instead_of for _, recorded in known if recorded.meta.instead_of is not None}


def places_in(read: Callable[[str], list[Known]], known: Iterable[Known]) -> dict[str, int]:
    """Positions of the events in whose place some of these stand, by id.

    Args:
        read: gives all events of a stream, with their positions.
        known: events.
    """
    wanted = stand_instead_of(known)
    streams = {event.rpartition("@")[0] for event in wanted}
    found = {recorded.id: position for stream in streams for position, recorded in read(stream)} if wanted else {}
    return {event: found[event] for event in wanted}


def withdrawn_by(known: Iterable[Known]) -> frozenset[str]:
    """Ids of the events that no longer hold by what these events say."""
    events = (recorded.event for _, recorded in known)
    return frozenset().union(*(event.withdrawn for event in events if isinstance(event, EventsWithdrawn)))


def still_holding(known: Sequence[Known]) -> list[Known]:
    """These events without those that are withdrawn by one of them, and without the withdrawals; order is kept."""
    withdrawn = withdrawn_by(known)
    if not withdrawn:
        return list(known)
    return [item for item in known if item[1].id not in withdrawn and not isinstance(item[1].event, EventsWithdrawn)]


def holding_keys(events: Sequence[Known], places: Mapping[str, int] | None = None) -> list[HoldingKey]:
    """The key of each event, in the order given.

    Args:
        events: that hold; of each stream that is among them its first, and what an event of it never precedes.
        places: positions of the events in whose place others stand, by id.
    """
    keys = {each.entry.position: each.key for each in placed((Entry.of(p, r) for p, r in events), places)}
    return [keys[position] for position, _ in events]


def in_order_of_holding(known: Iterable[Known], places: Mapping[str, int] | None = None) -> list[Known]:
    """What holds of these events, in the order in which it holds; see `placed` for what must be among them.

    Args:
        known: with what was withdrawn, and the withdrawals.
        places: positions of events in whose place others stand, by id, where they are not among these events.
    """
    events = dict(known)
    found = placed((Entry.of(position, recorded) for position, recorded in events.items()), places)
    return [(k.position, events[k.position]) for k in sorted(each.key for each in found if each.holds)]
