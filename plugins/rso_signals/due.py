"""Signals that wait for an answer (S8)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rso_core.calendar_days import shifted
from rso_core.hooks import DueItem
from rso_core.projection import Register
from rso_core.projection.register_row import typed_rows
from rso_signals.register import SignalRow

REMIND = timedelta(days=7)


def unanswered(register: Register, on: date) -> Iterator[DueItem]:
    """Open signals whose last day for an answer is within 7 days, or past; bundled ones go with their bundle."""
    for row in typed_rows(SignalRow, register):
        if row.state == "open" and row.answer_due is not None and row.answer_due <= shifted(on, REMIND):
            yield DueItem(
                on=row.answer_due,
                what=f"Signaal beantwoorden: {row.title} (van {row.party_name})",
                who=str(row.body_name),
                about=f"signal:{row.signal}",
                rule="S8: een signaal krijgt antwoord binnen de termijn van het convenant",
            )
