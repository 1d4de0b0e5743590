"""A moment in two times: the day on which something holds, and up to when it was known."""

from datetime import UTC, date, datetime

import attrs

from rso_core.dutch.days import clock, in_words
from rso_core.projection import known_by
from rso_core.store.recorded import Meta
from rso_core.time_zone import AMSTERDAM


@attrs.frozen
class Moment:
    """A day on which rows hold (Europe/Amsterdam), and up to when is known.

    Attributes:
        valid_on: the day.
        known_on: the end of a day (Europe/Amsterdam), or a moment (aware); None for all that is known.
    """

    valid_on: date
    known_on: date | datetime | None = None

    def sees(self, meta: Meta) -> bool:
        """Whether an event counts here: it holds by the day and was recorded by then."""
        moment = known_by(self.known_on)
        return meta.effective <= self.valid_on and (moment is None or meta.recorded_at <= moment)

    def in_dutch(self) -> str:
        """``geldig op 1 januari 2026, zoals bekend op 5 januari 2026``."""
        return f"geldig op {in_words(self.valid_on)}, {known_in_dutch(self.known_on)}"

    @property
    def order(self) -> tuple[bool, datetime, date]:
        """What moments are put in order by: what was known first, then the day."""
        moment = known_by(self.known_on)
        return (moment is None, moment or datetime.max.replace(tzinfo=UTC), self.valid_on)


def known_in_dutch(known_on: date | datetime | None) -> str:
    """``zoals bekend op 5 januari 2026``, with the time of day where a moment was given."""
    if known_on is None:
        return "zoals nu bekend"
    if isinstance(known_on, datetime):
        at = known_on.astimezone(AMSTERDAM)
        return f"zoals bekend op {in_words(at.date())} om {clock(at.time())}"
    return f"zoals bekend op {in_words(known_on)}"
