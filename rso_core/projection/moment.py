"""A moment: what was known of the record, and of that what holds on a day."""

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from rso_core.projection.knowledge import Knowledge
from rso_core.store.holding import Entry, placed
from rso_core.store.recorded import Meta


@attrs.frozen
class Asked:
    """The moment at which a question is asked.

    Attributes:
        valid_on: the day on which it holds (Europe/Amsterdam); None for whatever holds on any day.
        knowledge: which events count as known.
        until: last position of the record that counts; None for all.
    """

    valid_on: date | None = None
    knowledge: Knowledge = Knowledge()  # noqa: RUF009 - frozen
    until: int | None = None

    def knows(self, position: int, meta: Meta | Entry) -> bool:
        """Whether an event was known."""
        return (self.until is None or position <= self.until) and self.knowledge.includes(meta)

    def order(self, entries: Iterable[Entry], places: Mapping[str, int] | None = None) -> list[int]:
        """Positions of the events that hold at this moment, in the order in which they hold.

        One that waits for what it builds on holds from the day of that, and so is not there before it.

        Args:
            entries: of all that is recorded, or as `rso_core.store.holding.placed` asks for them.
            places: positions of events in whose place others stand, where they are not among these.
        """
        everything = list(entries)
        # What an act corrects may have become known later than the correction of it.
        found = {**(places or {}), **({e.id: e.position for e in everything} if _correcting(everything) else {})}
        known = [entry for entry in everything if self.knows(entry.position, entry)]
        keys = [each.key for each in placed(known, found) if each.holds]
        if self.valid_on is not None:
            day = self.valid_on
            keys = [key for key in keys if key.day <= day]
        keys.sort()
        return [key.position for key in keys]


def _correcting(entries: Iterable[Entry]) -> bool:
    return any(entry.instead_of for entry in entries)
