"""Which of the events that are known hold, and in which order.

Of what is known, the event that holds from the later day comes later; of two from the same day, the one recorded later.
So what holds does not depend on the order of typing. Three things bend a plain sort by day:

- An event may hold from a day before its subject began (a plan recorded afterwards); it never comes before the event
  that begins its stream, and counts after what holds on that day.
- An event may be bound to what it builds on: its class names the kinds of event that it never precedes.
- What an act set right stands in the place of the act that it corrects, as if that had been typed rightly at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import attrs

from rso_core.domain.correction import EventsWithdrawn
from rso_core.store.recorded import RecordedEvent

Known = tuple[int, RecordedEvent]
"""An event that is known, with its position in the record."""


@attrs.frozen(order=True)
class HoldingKey:
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
    found = places or {}
    where = [(found[r.meta.instead_of] if r.meta.instead_of else p, p) for p, r in events]
    begun: dict[str, date] = {}
    latest: dict[tuple[str, str], date] = {}
    keys: dict[int, HoldingKey] = {}
    for (place, position), (_, recorded) in sorted(zip(where, events, strict=True), key=lambda item: item[0]):
        stream, said, kind = recorded.originator_id, recorded.meta.effective, type(recorded.event)
        begin = begun.setdefault(stream, said)
        floor = max((latest.get((stream, name), date.min) for name in kind.never_precedes), default=date.min)
        day = max(said, begin, floor)
        latest[stream, kind.event_name] = max(day, latest.get((stream, kind.event_name), date.min))
        keys[position] = HoldingKey(day, said < day, said, place, position)
    return [keys[position] for position, _ in events]


def in_order_of_holding(known: Iterable[Known], places: Mapping[str, int] | None = None) -> list[Known]:
    """What holds of these events, in the order in which it holds; see `holding_keys` for what must be among them.

    Args:
        known: with what was withdrawn, and the withdrawals.
        places: positions of events in whose place others stand, by id, where they are not among these events.
    """
    everything = list(known)
    corrected = any(recorded.meta.instead_of for _, recorded in everything)
    found = {recorded.id: position for position, recorded in everything} if corrected else {}
    events = still_holding(everything)
    keys = holding_keys(events, {**found, **(places or {})})
    return [item for _, item in sorted(zip(keys, events, strict=True), key=lambda pair: pair[0])]
