"""Reckoning with days stays within the calendar, whatever day a record holds."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from rso_core.calendar_days import shifted


@pytest.mark.parametrize(
    ("day", "span", "moved"),
    [
        (date(2026, 1, 31), timedelta(days=1), date(2026, 2, 1)),
        (date(2026, 1, 31), relativedelta(months=1), date(2026, 2, 28)),
        (date.max, timedelta(0), date.max),
        (date.max - timedelta(days=1), timedelta(days=1), date.max),
        (date.max, timedelta(days=1), date.max),
        (date.max, timedelta(days=-1), date(9999, 12, 30)),
        (date.min, timedelta(days=-1), date.min),
        (date.min + timedelta(days=1), timedelta(days=-1), date.min),
        (date(9990, 1, 1), relativedelta(years=20), date.max),
        (date(10, 1, 1), relativedelta(years=-20), date.min),
    ],
)
def test_a_day_is_moved_as_far_as_there_are_days(day: date, span: timedelta | relativedelta, moved: date) -> None:
    assert shifted(day, span) == moved
