"""Signatures that are due: the covenant names a last day; a reservation waits for its condition (S2)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rso_core.hooks import DueItem
from rso_core.projection import Register

REMIND = timedelta(days=30)
RULE = "S2: elke partij ondertekent voor de afgesproken datum"


def unsigned(register: Register, on: date) -> Iterator[DueItem]:
    """Parties that have not signed, or conditionally, while the deadline is at most 30 days away, or past."""
    for row in register.rows:
        deadline = row["deadline"]
        if deadline is None or deadline - REMIND > on or row["stage"] == "ended":
            continue
        who = str(row["party_name"])
        if row["state"] in ("unsigned", "refused", "withdrawn"):
            yield DueItem(on=deadline, what=f"Ondertekenen: {row['title']}", who=who, rule=RULE)
        elif row["state"] == "conditional":
            what = f"Voorbehoud opheffen: {row['title']} ({row['reservation']})"
            yield DueItem(on=deadline, what=what, who=who, rule=RULE)
