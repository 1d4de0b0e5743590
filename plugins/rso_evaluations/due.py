"""Evaluations that the covenant asks for, and recommendations that wait for a response or for being done (S11)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rso_core.calendar_days import shifted
from rso_core.hooks import DueItem
from rso_core.projection import Register
from rso_core.projection.register_row import typed_rows
from rso_evaluations.cycle import EvaluationCycleRow
from rso_evaluations.register import RecommendationRow

REMIND = timedelta(days=60)
RESPOND_WITHIN = timedelta(days=90)


def due_evaluations(register: Register, on: date) -> Iterator[DueItem]:
    """Evaluations that fall due within 60 days, or were due."""
    for row in typed_rows(EvaluationCycleRow, register):
        if row.next is not None and row.next <= shifted(on, REMIND):
            yield DueItem(
                on=row.next,
                what=f"Evaluatie openen: {row.title} ({row.rhythm_nl})",
                who="Secretariaat",
                about=f"covenant:{row.covenant}",
                rule="S11: de samenwerking wordt cyclisch geëvalueerd",
            )


def recommendations(register: Register, on: date) -> Iterator[DueItem]:
    """Recommendations without response after three months, and adopted ones whose day is past."""
    for row in typed_rows(RecommendationRow, register):
        if not row.open or row.recommended_on is None:
            continue
        due = row.due if row.response else shifted(row.recommended_on, RESPOND_WITHIN)
        if due is not None and due <= on:
            what = "Aanbeveling uitvoeren" if row.response else "Antwoord geven op aanbeveling"
            yield DueItem(
                on=due,
                what=f"{what} {row.recommendation}: {row.text}",
                who="Secretariaat",
                about=f"recommendation:{row.evaluation}/{row.recommendation}",
                rule="S11: elke aanbeveling wordt gevolgd tot zij is uitgevoerd",
            )
