"""One rule for every day and moment: they lie in a range in which everybody can reckon with them."""

from datetime import date, datetime

from rso_core.domain.refusal import Rule

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""The first and the last day that an act or a question may name.

No cooperation of today holds something from before 1900, and none plans past 2199: such a day is a slip of the pen. A calendar
ends at year 1 and year 9999; this leaves room for what readers reckon from a day: a term, a year ahead, another time zone.
"""

RECORD_DAY_RANGE = Rule(
    id="record.day_range",
    source="S14",
    en=f"A day lies from {FIRST_DAY} up to and including {LAST_DAY}.",
    nl=f"Een dag ligt van {FIRST_DAY} tot en met {LAST_DAY}.",
    remedy_en="Correct the year.",
    remedy_nl="Verbeter het jaar.",
)


def require_day(day: date | datetime, field: str) -> None:
    """Refuse a day outside the range, or a moment on such a day by its own clock.

    Args:
        day: a day (Europe/Amsterdam), or a moment, with or without an offset.
        field: name of its field, for the refusal.

    Raises:
        Refused: RECORD_DAY_RANGE.
    """
    if not FIRST_DAY <= (day.date() if isinstance(day, datetime) else day) <= LAST_DAY:
        raise RECORD_DAY_RANGE.refused(field=field, day=day)
