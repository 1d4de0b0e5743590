"""Reckoning with days that an earlier release let in: none lies before the first day of the calendar, or after the last."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

    from dateutil.relativedelta import relativedelta

FIRST_MOMENT = datetime(1, 1, 1, 12, tzinfo=UTC)
LAST_MOMENT = datetime(9999, 12, 31, 9, tzinfo=UTC)
"""Between these a moment has a day and an hour in every time zone."""
_SOME_DAY = date(2000, 1, 1)


def shifted(day: date, span: "timedelta | relativedelta") -> date:
    """A day so much later, or earlier where the span goes back; the last or the first day there is where that is beyond it.

    Args:
        day: from which is reckoned.
        span: a ``timedelta``, or dateutil's ``relativedelta``.
    """
    try:
        moved: date = day + span
    except (OverflowError, ValueError):
        return date.max if _SOME_DAY + span > _SOME_DAY else date.min
    return moved


def sound(moment: datetime) -> datetime:
    """A moment that has a day in every time zone: the nearest one where it has not; in UTC where it names no zone.

    One that has it is given back itself, as the same object.
    """
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment if 1 < moment.year < 9999 else min(max(moment, FIRST_MOMENT), LAST_MOMENT)
