"""Agreed effort that nobody committed yet (S7)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rso_core.calendar_days import shifted
from rso_core.hooks import DueItem
from rso_core.projection import Register
from rso_core.projection.register_row import typed_rows
from rso_resources.register import EffortRow

REMIND = timedelta(days=30)


def gaps(register: Register, on: date) -> Iterator[DueItem]:
    """Agreements whose period has started, or starts within 30 days, of which a part is not committed."""
    for row in typed_rows(EffortRow, register):
        if row.gap > 0 and row.start <= shifted(on, REMIND) and on <= row.until:
            for_what = row.role_name or row.purpose or row.effort
            yield DueItem(
                on=row.start,
                what=f"Inzet toezeggen: {row.gap} {row.unit_nl} voor {for_what}",
                who=str(row.party_name),
                about=f"effort:{row.effort}",
                rule="S7: afgesproken inzet wordt toegezegd op een grond",
            )
