"""Moments of the policy cycle that wait for their meeting or decision (S10)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rso_core.calendar_days import shifted
from rso_core.hooks import DueItem
from rso_core.projection import Register
from rso_core.projection.register_row import typed_rows
from rso_cycle.register import MomentRow

REMIND = timedelta(days=30)


def moments(register: Register, on: date) -> Iterator[DueItem]:
    """Moments not served while their window closes within 30 days, or has closed."""
    for row in typed_rows(MomentRow, register):
        if row.served_on is None and row.closes <= shifted(on, REMIND):
            yield DueItem(
                on=row.closes,
                what=f"Beleidscyclus {row.cycle}, {row.name}: {row.needs_nl} in dit venster",
                who=str(row.body_name),
                about=f"moment:{row.cycle}/{row.moment}",
                rule="S10: elk moment van de beleidscyclus heeft zijn vergadering of besluit",
            )
