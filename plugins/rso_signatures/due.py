"""Signatures that are due: the covenant names a last day (S2)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rso_core.hooks import DueItem
from rso_core.projection import Register

REMIND = timedelta(days=30)


def unsigned(register: Register, on: date) -> Iterator[DueItem]:
    """Parties that have not signed while the deadline is at most 30 days away, or past."""
    for row in register.rows:
        deadline = row["deadline"]
        if row["signed_on"] is None and deadline is not None and deadline - REMIND <= on:
            yield DueItem(
                on=deadline,
                what=f"Ondertekenen: {row['title']}",
                who=str(row["party_name"]),
                rule="S2: elke partij ondertekent voor de afgesproken datum",
            )
