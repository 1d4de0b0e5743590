"""Action items that are due (S15)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rso_actions.register import ActionRow
from rso_core.calendar_days import shifted
from rso_core.hooks import DueItem
from rso_core.projection import Register
from rso_core.projection.register_row import typed_rows

REMIND = timedelta(days=7)


def open_items(register: Register, on: date) -> Iterator[DueItem]:
    """Open action items whose day is within 7 days, or past."""
    for row in typed_rows(ActionRow, register):
        if row.open and row.due <= shifted(on, REMIND):
            yield DueItem(
                on=row.due,
                what=f"Actiepunt: {row.title}",
                who=f"{row.person_name} ({row.party_name})" if row.person else str(row.party_name),
                about=f"action:{row.action}",
                rule="S15: een actiepunt is gereed op de afgesproken dag",
            )
