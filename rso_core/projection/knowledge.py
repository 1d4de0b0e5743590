"""What counts as known: by when it is said to have been known, by when it was entered, or both."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Self

import attrs

from rso_core.store.holding import Entry
from rso_core.store.recorded import Meta
from rso_core.time_zone import AMSTERDAM


def known_by(known_on: date | datetime | None) -> datetime | None:
    """The moment up to which is known: a date means the end of that day in Europe/Amsterdam (result in UTC)."""
    if known_on is None or isinstance(known_on, datetime):
        return known_on
    if known_on == date.max:
        return None
    midnight = datetime.combine(known_on + timedelta(days=1), time(), AMSTERDAM)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


@attrs.frozen
class Knowledge:
    """Which events count as known.

    Attributes:
        known: moment up to which they are said to have been known (aware); None for all of them.
        entered: moment up to which they were entered, by the store's own clock (aware); None for all of them.
    """

    known: datetime | None = None
    entered: datetime | None = None

    @classmethod
    def by(cls, known_on: date | datetime | None, entered_on: date | datetime | None) -> Self:
        """By days (the end of each, Europe/Amsterdam) or moments (aware); where both are given, both must hold."""
        return cls(known_by(known_on), known_by(entered_on))

    @property
    def is_everything(self) -> bool:
        """Whether all that stands in the record counts."""
        return self.known is None and self.entered is None

    def includes(self, meta: Meta | Entry) -> bool:
        """Whether an event counts."""
        return (self.known is None or meta.recorded_at <= self.known) and (
            self.entered is None or meta.entered_at <= self.entered
        )
