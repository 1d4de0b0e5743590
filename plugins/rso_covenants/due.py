"""What a covenant waits for: answers in a consultation round, and what its predecessor left behind (S1)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rso_core.calendar_days import shifted
from rso_core.hooks import DueItem
from rso_core.projection import Register
from rso_core.projection.register_row import typed_rows
from rso_covenants.register import CovenantStepRow

REMIND = timedelta(days=7)


def waiting(register: Register, on: date) -> Iterator[DueItem]:
    """Parties that have not answered a round that closes within 7 days, and inherited matters not settled."""
    for row in typed_rows(CovenantStepRow, register):
        if row.closed_on is not None:
            continue
        if row.kind == "consultatie" and row.until is not None and row.until <= shifted(on, REMIND):
            for party in row.unanswered:
                yield DueItem(
                    on=row.until,
                    what=f"Antwoorden in de consultatie: {row.title}",
                    who=party,
                    about=f"covenant:{row.covenant}/{row.step}: {party}",
                    rule="S1: elke gevraagde partij antwoordt voor het einde van de ronde",
                )
        elif row.kind == "nalatenschap":
            yield DueItem(
                on=row.on,
                what=f"Afhandelen wat de voorganger naliet: {row.title}",
                who="Secretariaat",
                about=f"covenant:{row.covenant}/{row.step}",
                rule="S1: wat de voorganger nalaat wordt afgehandeld",
            )
