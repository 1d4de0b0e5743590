"""What was put right between two moments, and which events count at one of them only because of it."""

from rso_core.comparison.moments import Moment
from rso_core.domain.correction import EventsWithdrawn
from rso_core.recorded_corrections import CorrectionHistory
from rso_core.store.event_store import EventStore
from rso_core.store.recorded import RecordedEvent


class CorrectionsBetween:
    """What was put right, as known at each of two moments.

    Args:
        store: the record.
        earlier, later: the moments.

    Attributes:
        earlier, later: what was put right by then.
        between: by its id, each correction that was known at one of them only.
    """

    def __init__(self, store: EventStore, earlier: Moment, later: Moment) -> None:
        self.earlier, self.later = (
            CorrectionHistory(store, moment.known_on, moment.entered_on) for moment in (earlier, later)
        )
        before, after = (
            {each.meta.correlation: each for each in history.corrections} for history in (self.earlier, self.later)
        )
        self.between = {act: found for act, found in (before | after).items() if (act in before) is not (act in after)}

    def counts_earlier(self, recorded: RecordedEvent) -> bool:
        """Whether an event that was known at the earlier moment counts there."""
        return recorded.id not in self.earlier.withdrawn and self._says_something(recorded)

    def counts_later(self, recorded: RecordedEvent) -> bool:
        """Whether an event that was known at the later moment counts there."""
        return recorded.id not in self.later.withdrawn and self._says_something(recorded)

    def _says_something(self, recorded: RecordedEvent) -> bool:
        # That others no longer hold, known at both moments, makes no difference between days.
        return not isinstance(recorded.event, EventsWithdrawn) or recorded.meta.correlation in self.between

    def led_to(self, recorded: RecordedEvent) -> str:
        """The act because of which an event counts at one of the moments only: a correction, or its own."""
        for change in (self.earlier.change_of(recorded), self.later.change_of(recorded)):
            if change is not None and change.correction.correlation in self.between:
                return change.correction.correlation
        instead = recorded.meta.instead_of is not None and recorded.meta.causation in self.between
        return recorded.meta.causation if instead else recorded.meta.correlation
