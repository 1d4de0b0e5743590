"""Roles that need a holder: vacancies must be visible, and handovers in time (S6)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rso_core.hooks import DueItem
from rso_core.projection import Register

REMIND = timedelta(days=30)


def vacant_or_ending(register: Register, on: date) -> Iterator[DueItem]:
    """Vacant roles, due since the day they became vacant, and assignments that end within 30 days."""
    for row in register.rows:
        who = str(row["party_name"] or row["body_name"] or "secretariaat")
        if row["assignment"] is None:
            yield DueItem(
                on=row["vacant_since"],
                what=f"Rol invullen: {row['role_name']}",
                who=who,
                rule="S6: elke rol heeft een houder; vacatures zijn zichtbaar",
            )
        elif row["until"] is not None and row["until"] - REMIND <= on:
            yield DueItem(
                on=row["until"],
                what=f"Opvolging regelen: {row['role_name']}",
                who=who,
                rule="S6: overdracht is geregeld voordat een rol vrijkomt",
            )
