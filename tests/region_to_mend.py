"""A region in which acts were recorded on one day and put right on later ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import attrs

from acts_of_a_region import MEETING_DAY, by, open_region
from rso_core import Act, Application, Outcome, acts
from rso_core.corrections import Correction, correct
from rso_core.events import DecisionKind

TYPED = date(2026, 3, 13)
MENDED = date(2026, 4, 3)
MENDED_AGAIN = date(2026, 5, 7)
ACTION = acts.AgreeAction(
    action="x", body="overleg", title="Breif", party="gem-a", on=MEETING_DAY, due=date(2026, 6, 1), person="p-2"
)
DECISION = acts.Decide(decision="b1", meeting="v1", kind=DecisionKind.AGREE, title="Programma", unanimous=True)


@attrs.define
class Mended:
    """A region of which the clock can be set."""

    application: Application
    clock: list[datetime]

    def on(self, day: date) -> "Mended":
        """From now on it is nine o'clock on this day."""
        self.clock.append(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
        return self

    def perform(self, act: Act, **about: Any) -> str:
        """Record an act; gives the id of its first event."""
        return self.application.perform(act, by(**about)).events[0].id

    def put_right(self, act: str, reason: str = "verkeerd getypt", **changes: Any) -> Outcome:
        """Correct an act."""
        return correct(self.application, [Correction(act, changes)], reason, by())

    def set_aside(self, *which: str, reason: str = "per abuis") -> Outcome:
        """Set acts aside."""
        return correct(self.application, [Correction(act, None) for act in which], reason, by())


@contextmanager
def region_to_mend(url: str) -> Iterator[Mended]:
    """A region on the day on which its acts are typed."""
    clock = [datetime(2026, 1, 5, tzinfo=UTC)]
    with open_region(url, lambda: clock[-1], founded_at=clock[0]) as application:
        yield Mended(application, clock).on(TYPED)
