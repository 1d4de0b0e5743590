"""Meetings that need a record: a planned day that passed must not stay silent (S5, S14)."""

from collections.abc import Iterator
from datetime import date

from rso_core.hooks import DueItem
from rso_core.projection import Register


def unrecorded(register: Register, on: date) -> Iterator[DueItem]:
    """Planned meetings before the day that were neither recorded as held nor cancelled."""
    for row in register.rows:
        if row["state"] == "unrecorded":
            yield DueItem(
                on=row["on"],
                what=f"Vastleggen of annuleren: {row['title']} ({row['meeting']})",
                who=str(row["body_name"]),
                rule="S5: van elke geplande vergadering is vastgelegd of zij is gehouden",
            )
