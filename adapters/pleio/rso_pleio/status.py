"""How far a site is behind the record, by what the ledger and the record tell."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from rso_core.projection import Projector
from rso_pleio.ledger import Ledger
from rso_pleio.ledger_entry import State, What

MOST_LAG = 10_000
"""Events behind that are counted; more is told as this many."""


def events_behind(ledger: Ledger, projector: Projector) -> tuple[int, datetime | None]:
    """How many events the site does not show yet, and when the first of them was recorded (UTC)."""
    progress = ledger.progress()
    behind = projector.store.read(progress.position if progress else 0, MOST_LAG)
    return len(behind), behind[0][1].meta.recorded_at if behind else None


def sync_status(ledger: Ledger, projector: Projector) -> dict[str, Any]:
    """How a site stands; moments are in UTC, the lag in events and in seconds since the first of them."""
    progress = ledger.progress()
    behind, since = events_behind(ledger, projector)
    entries = ledger.entries().values()
    shown = Counter(entry.what for entry in entries if entry.state in (State.MADE, State.HIDDEN, State.ENDED))
    return {
        "site": ledger.site,
        "state": progress.state if progress else "never synced",
        "told": progress.told if progress else "",
        "last_round": progress.at if progress else None,
        "last_in_step": progress.in_step_at if progress else None,
        "events_behind": behind,
        "seconds_behind": round((datetime.now(UTC) - since).total_seconds()) if since else 0,
        "on_the_site": {what.value: shown[what] for what in What if shown[what] and what != What.PERSON},
        "not_finished": sum(entry.state in (State.INTENDED, State.HIDDEN) for entry in entries),
        "invited": sum(entry.state == State.INVITED for entry in entries),
    }
