"""Persons whose name need not be kept any longer (S13, S14): told by identifier, for a list of names would outlive them."""

from collections.abc import Iterator
from datetime import date

from rso_core.hooks import DueItem
from rso_core.projection import Register
from rso_core.projection.register_row import typed_rows
from rso_persons.tables import PersonRow


def over(register: Register, on: date) -> Iterator[DueItem]:
    """Persons whose term is over, and who were not erased."""
    for row in typed_rows(PersonRow, register):
        if row.over and row.over_on is not None:
            yield DueItem(
                on=row.over_on,
                what=f"Gegevens van {row.person} kunnen worden gewist",
                who="Secretariaat",
                about=f"person:{row.person}",
                rule="S13/S14: een naam wordt niet langer bewaard dan de bewaartermijn",
            )
