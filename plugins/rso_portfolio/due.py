"""Milestones that are due (S9)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rso_core.calendar_days import shifted
from rso_core.hooks import DueItem
from rso_core.projection import Register
from rso_core.projection.register_row import typed_rows
from rso_portfolio.milestones import MilestoneRow

REMIND = timedelta(days=30)


def open_milestones(register: Register, on: date) -> Iterator[DueItem]:
    """Open milestones whose day is within 30 days, or past."""
    for row in typed_rows(MilestoneRow, register):
        if row.open and row.due <= shifted(on, REMIND):
            yield DueItem(
                on=row.due,
                what=f"Mijlpaal: {row.title} ({row.name})",
                who=str(row.owner_name),
                about=f"milestone:{row.project}/{row.milestone}",
                rule="S9: projecten hebben een eigenaar en mijlpalen",
            )
