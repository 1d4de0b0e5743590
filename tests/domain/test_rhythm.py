"""The dates of rhythms: set aside for holidays, in turn, and served by the meeting that lies nearest."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rso_core.domain.refusal import Refused
from rso_core.domain.rhythm import Rhythm, dates_in_turn, occurrences, require_rhythm, step_aside, unserved

DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "becomes"),
    [
        (date(2026, 4, 3), date(2026, 4, 7)),  # Good Friday, and Easter after it
        (date(2026, 4, 27), date(2026, 4, 28)),  # King's Day
        (date(2026, 5, 5), date(2026, 5, 6)),  # Liberation Day
        (date(2026, 5, 14), date(2026, 5, 15)),  # Ascension Day
        (date(2026, 12, 25), date(2026, 12, 28)),  # Christmas, then a weekend
        (date(2026, 1, 1), date(2026, 1, 2)),
        (date(2026, 3, 12), date(2026, 3, 12)),
    ],
)
def test_dates_step_aside(day: date, becomes: date) -> None:
    assert step_aside(day) == becomes


@given(DAYS)
def test_a_date_steps_aside_once_and_never_far(day: date) -> None:
    aside = step_aside(day)
    assert timedelta(0) <= aside - day <= timedelta(days=5)
    assert aside.weekday() < 5
    assert step_aside(aside) == aside


def test_a_rhythm_goes_on_counting_when_something_else_of_the_body_changes() -> None:
    every_other = "FREQ=MONTHLY;INTERVAL=2"
    changed = [Rhythm(since=date(2026, 1, 12), rule=every_other), Rhythm(since=date(2026, 4, 1), rule=every_other)]
    last = date(2026, 12, 31)
    assert dates_in_turn(changed, date(2026, 1, 1), last) == dates_in_turn(changed[:1], date(2026, 1, 1), last)


def test_another_rhythm_counts_from_its_own_day_and_none_gives_no_dates() -> None:
    rhythms = [
        Rhythm(since=date(2026, 1, 12), rule="FREQ=MONTHLY"),
        Rhythm(since=date(2026, 3, 20), rule="FREQ=YEARLY", anchor=date(2026, 4, 20)),
        Rhythm(since=date(2026, 5, 1), rule=None),
    ]
    dates = dates_in_turn(rhythms, date(2026, 1, 1), date(2027, 12, 31))
    assert dates == [date(2026, 2, 12), date(2026, 3, 12), date(2026, 4, 20)]


@given(st.lists(DAYS, max_size=8))
def test_as_many_dates_are_unserved_as_there_are_dates_without_a_meeting_near(meetings: list[date]) -> None:
    dates = occurrences("FREQ=MONTHLY;INTERVAL=3", date(2025, 1, 15), date(2025, 1, 1), date(2030, 12, 31))
    missed = list(unserved(dates, meetings))
    assert len(dates) - len(missed) <= len(meetings)
    assert set(missed) <= set(dates)
    for meeting in meetings:
        assert min(dates, key=lambda d: abs(d - meeting)) not in missed


@pytest.mark.parametrize(
    "rule",
    ["elke maand", "FREQ=HOURLY", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", "FREQ=MONTHLY;INTERVAL=0", "", "FREQ="],
)
def test_what_gives_no_days_is_no_rhythm(rule: str) -> None:
    with pytest.raises(Refused):
        require_rhythm(rule)


def test_a_moment_between_two_dates_serves_one_of_them() -> None:
    dates = [date(2026, 1, 1), date(2026, 3, 1)]
    assert len(list(unserved(dates, [date(2026, 1, 30)]))) == 1
