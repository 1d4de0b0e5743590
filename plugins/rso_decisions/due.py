"""Decisions that wait for something: a condition with its day (S15)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rso_core.calendar_days import shifted
from rso_core.hooks import DueItem
from rso_core.projection import Register
from rso_core.projection.register_row import typed_rows
from rso_decisions.register import DecisionRow

REMIND = timedelta(days=30)


def conditions(register: Register, on: date) -> Iterator[DueItem]:
    """Conditions that are not fulfilled while their day is within 30 days, or past."""
    for row in typed_rows(DecisionRow, register):
        open_ = row.condition and row.fulfilled_on is None and row.standing == "stands"
        if open_ and row.condition_due is not None and row.condition_due <= shifted(on, REMIND):
            yield DueItem(
                on=row.condition_due,
                what=f"Voorwaarde vervullen: {row.condition} ({row.title})",
                who=str(row.body_name),
                about=f"decision:{row.decision}",
                rule="S15: een voorwaardelijk besluit geldt als de voorwaarde is vervuld",
            )
