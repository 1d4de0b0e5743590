"""A moment in two times: the day on which something holds, and up to when it was known."""

from datetime import UTC, date, datetime

import attrs

from rso_core.calendar_days import sound
from rso_core.dutch.days import clock, in_words
from rso_core.projection import Knowledge
from rso_core.store.recorded import Meta
from rso_core.time_zone import AMSTERDAM


@attrs.frozen
class Moment:
    """A day on which rows hold (Europe/Amsterdam), and up to when is known.

    Attributes:
        valid_on: the day.
        known_on: the end of a day (Europe/Amsterdam), or a moment (aware), by which it is said to have been known; None
            for all that is known.
        entered_on: likewise, by which it was entered, by the store's own clock.
    """

    valid_on: date
    known_on: date | datetime | None = None
    entered_on: date | datetime | None = None

    @property
    def knowledge(self) -> Knowledge:
        """Which events count as known."""
        return Knowledge.by(self.known_on, self.entered_on)

    def sees(self, meta: Meta) -> bool:
        """Whether an event counts here: it holds by the day and was known by then."""
        return meta.effective <= self.valid_on and self.knowledge.includes(meta)

    def in_dutch(self) -> str:
        """``geldig op 1 januari 2026, zoals bekend op 5 januari 2026``."""
        return f"geldig op {in_words(self.valid_on)}, {known_in_dutch(self.known_on, self.entered_on)}"

    @property
    def order(self) -> tuple[datetime, bool, date]:
        """What moments are put in order by: what was known first, then the day.

        What was entered by a moment was known by then, so it comes before what was known by it.
        """
        knowledge = self.knowledge
        ends = [end for end in (knowledge.known, knowledge.entered) if end is not None]
        end = min(ends, default=datetime.max.replace(tzinfo=UTC))
        return (end, knowledge.entered is None, self.valid_on)


def known_in_dutch(known_on: date | datetime | None, entered_on: date | datetime | None = None) -> str:
    """``zoals bekend op 5 januari 2026``, with the time of day where a moment was given; ``zoals ingevoerd op …``."""
    if known_on is None and entered_on is None:
        return "zoals nu bekend"
    said = [f"{how} op {_when(on)}" for how, on in (("bekend", known_on), ("ingevoerd", entered_on)) if on is not None]
    return f"zoals {' en '.join(said)}"


def _when(on: date | datetime) -> str:
    if isinstance(on, datetime):
        at = sound(on).astimezone(AMSTERDAM)
        return f"{in_words(at.date())} om {clock(at.time())}"
    return in_words(on)
