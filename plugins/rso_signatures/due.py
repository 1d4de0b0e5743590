"""Signatures that are due: the covenant names a last day; a reservation waits for its condition (S2)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rso_core.calendar_days import shifted
from rso_core.hooks import DueItem
from rso_core.projection import Register
from rso_core.projection.register_row import typed_rows
from rso_signatures.register import SignatureRow

REMIND = timedelta(days=30)
RULE = "S2: elke partij ondertekent voor de afgesproken datum"


def unsigned(register: Register, on: date) -> Iterator[DueItem]:
    """Parties that have not signed, or conditionally, while the deadline is at most 30 days away, or past."""
    for row in typed_rows(SignatureRow, register):
        deadline = row.deadline
        if deadline is None or deadline > shifted(on, REMIND) or row.stage == "ended":
            continue
        who = str(row.party_name)
        about = f"covenant:{row.covenant}/{row.amendment}: {row.party}"
        if row.state in ("unsigned", "refused", "withdrawn"):
            yield DueItem(on=deadline, what=f"Ondertekenen: {row.title}", who=who, about=about, rule=RULE)
        elif row.state == "conditional":
            what = f"Voorbehoud opheffen: {row.title} ({row.reservation})"
            yield DueItem(on=deadline, what=what, who=who, about=about, rule=RULE)
