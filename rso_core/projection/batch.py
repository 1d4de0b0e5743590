"""A batch of events as they came into the record, and where each of them holds."""

from collections.abc import Mapping, Sequence

import attrs

from rso_core.domain.event import Event
from rso_core.projection.moment import Asked
from rso_core.store.event_store import EventStore
from rso_core.store.holding import Entry, Known, Placed, placed


@attrs.frozen
class Batch:
    """Events that follow each other in the record, with their places in the order of holding.

    Attributes:
        events: in recorded order.
        placed: where each stands, by position, as known with the last of them; withdrawals are not among them.
        torn: the events before this batch that stand elsewhere since, or no longer hold: all those of the streams of which
            something was withdrawn, or corrected; by position.
        read: events that were read, by position: several read models handle the same ones again.
    """

    events: Sequence[Known]
    placed: Mapping[int, Placed]
    torn: Mapping[int, Placed]
    read: dict[int, Known] = attrs.field(factory=dict)

    @classmethod
    def of(cls, store: EventStore, events: Sequence[Known]) -> "Batch":
        """The batch of these events, which follow each other in the record.

        Args:
            store: where they stand; what is recorded after them does not count.
            events: at least one.
        """
        first, last = events[0][0], events[-1][0]
        mine = {position: Entry.of(position, recorded) for position, recorded in events}
        streams = {entry.stream for entry in mine.values()}
        torn = {entry.stream for entry in mine.values() if entry.withdrawn or entry.instead_of}
        asked = Asked(until=last)
        found = {e.position: e for e in store.entries_for(streams) if asked.knows(e.position, e)}
        if torn:
            found |= {e.position: e for e in store.entries_of(torn) if asked.knows(e.position, e)}
        everything = {**found, **mine}
        corrected = {e.instead_of for e in everything.values() if e.instead_of}
        all_ = placed(everything.values(), store.places_of(corrected))
        return cls(
            events,
            {each.entry.position: each for each in all_ if each.entry.position in mine},
            {each.entry.position: each for each in all_ if each.entry.position < first and each.entry.stream in torn},
            {item[0]: item for item in events},
        )

    @property
    def position(self) -> int:
        """The last position."""
        return self.events[-1][0]

    def handled(self, kinds: Mapping[type[Event], object]) -> list[Placed]:
        """Where the events of these kinds stand, in the order in which they hold; those too that no longer do."""
        found = [each for each in self.placed.values() if each.entry.kind in kinds]
        return sorted(found, key=lambda each: each.key)

    def concerns(self, kinds: Mapping[type[Event], object]) -> bool:
        """Whether there is anything in it for events of these kinds."""
        return any(
            each.entry.kind in kinds for of_positions in (self.placed, self.torn) for each in of_positions.values()
        )
