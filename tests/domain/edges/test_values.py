"""Values that concepts share: periods, shares, and the days of a rhythm."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from domain.deciding import Edge, table
from domain.trials import DAY, trial
from rso_core.domain.rhythm import MOST_DATES, Rhythm, dates_in_turn, occurrences, planned_dates, step_aside, unserved
from rso_core.domain.values import Period, require_share, share
from rso_core.events import Level, Profile

RULE = "period.end_after_start"
RHYTHM = "body.rhythm"
PERIODS = {
    "grant-mandate": ("start", "until"), "take-seat": ("start", "until"), "assign-role": ("start", "until"),
    "agree-effort": ("start", "until"), "open-consultation": ("on", "closes_on"),
    "propose-amendment": ("on", "deadline"), "set-moment": ("opens", "closes"), "move-moment": ("opens", "closes"),
}  # fmt: skip
"""First and last day of what an act says holds for a period."""
OPEN_ENDED = ("grant-mandate", "take-seat", "assign-role", "open-consultation", "propose-amendment")
RULES = {
    "FREQ=DAILY": True, "FREQ=WEEKLY;BYDAY=TH": True, "FREQ=MONTHLY;BYDAY=2TH": True, "FREQ=YEARLY": True,
    "RRULE:FREQ=MONTHLY;INTERVAL=3": True, "FREQ=MONTHLY;INTERVAL=1": True, "FREQ=MONTHLY;COUNT=1": True,
    "FREQ=HOURLY": False, "FREQ=MINUTELY": False, "FREQ=SECONDLY": False, "FREQ=MONTHLY;INTERVAL=0": False,
    "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2": False, "INTERVAL=3": False, "FREQ=": False, "elke maand": False, "": False,
    "FREQ=MONTHLY;UNTIL=19991231": False,
}  # fmt: skip

EDGES: list[Edge] = []
for name, (start, until) in PERIODS.items():
    tried = trial(name)
    first = getattr(tried.act, start)
    EDGES += [
        tried.allowed(RULE, f"{name}: a period of one day", **{until: first}),
        tried.refused(
            RULE, f"{name}: no period that ends the day before", **{until: first - DAY},
            facts={"start": first, "until": first - DAY},
        ),
    ]  # fmt: skip
for name in OPEN_ENDED:
    EDGES.append(trial(name).allowed(RULE, f"{name}: a period without end", **{PERIODS[name][1]: None}))
for rule, fits in RULES.items():
    row = trial("set-up-body").allowed if fits else trial("set-up-body").refused
    EDGES.append(row(RHYTHM, f"{rule or 'nothing'} {'is a' if fits else 'is no'} rhythm", rhythm=rule))


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()


ONE = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("period", "other", "shared"),
    [
        (Period(ONE, ONE), Period(ONE, ONE), True),
        (Period(ONE, ONE + DAY), Period(ONE + DAY, None), True),
        (Period(ONE, ONE), Period(ONE + DAY, None), False),
        (Period(ONE, None), Period(ONE - DAY, ONE), True),
        (Period(ONE, None), Period(ONE - DAY, ONE - DAY), False),
        (Period(ONE, None), Period(ONE + DAY, None), True),
        (Period(ONE - DAY, ONE + DAY), Period(ONE, ONE), True),
    ],
)
def test_two_periods_overlap_where_they_share_a_day(period: Period, other: Period, shared: bool) -> None:
    assert period.overlaps(other) is shared
    assert other.overlaps(period) is shared


def test_a_period_covers_both_its_ends() -> None:
    period = Period(ONE, ONE + DAY)
    assert [period.covers(ONE + n * DAY) for n in (-1, 0, 1, 2)] == [False, True, True, False]
    assert Period(ONE).covers(date.max)
    assert (str(period), str(Period(ONE))) == ("2026-03-12..2026-03-13", "2026-03-12..")


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("1", 1), ("1/2", Fraction(1, 2)), ("0.25", Fraction(1, 4))])
def test_what_is_a_share(text: str, value: Fraction) -> None:
    assert share(text) == value


def test_what_is_no_share_says_why() -> None:
    with pytest.raises(ValueError, match=r"'1/0' is not a share; write it like '1/2' or '2/3'"):
        share("1/0")
    for text in ("-1/100", "101/100"):
        with pytest.raises(ValueError, match="is not a share from 0 to 1"):
            share(text)


@pytest.mark.parametrize("text", ["5e-1", "1_0/2_0", "+1/2", "١/٢", "1/2/3", ".5", "1 / 2", "0,5"])
def test_a_share_is_written_in_plain_digits_from_now_on(text: str) -> None:
    with pytest.raises(ValueError, match="is not a share; write it like '1/2' or '2/3'"):
        require_share(text)
    assert require_share(" 2/3 ") == Fraction(2, 3)
    assert require_share("0.25") == Fraction(1, 4)


def test_a_share_of_before_is_still_read() -> None:
    assert share("5e-1") == share("1_0/2_0") == Fraction(1, 2)


def test_a_body_has_its_quorum_as_a_number() -> None:
    profile = Profile(name="N", kind="k", level=Level.TACTICAL, place=1, members=(), quorum="2/3")
    assert profile.quorum_share == Fraction(2, 3)


THURSDAY = date(2026, 3, 12)


def test_a_rhythm_gives_its_first_and_its_last_day() -> None:
    weekly = "FREQ=WEEKLY"
    week = timedelta(weeks=1)
    assert occurrences(weekly, THURSDAY, THURSDAY, THURSDAY + week) == [THURSDAY, THURSDAY + week]
    assert occurrences(weekly, THURSDAY, THURSDAY + DAY, THURSDAY + week) == [THURSDAY + week]
    assert occurrences(weekly, THURSDAY, THURSDAY, THURSDAY + week - DAY) == [THURSDAY]
    assert occurrences(weekly, THURSDAY, THURSDAY - week, THURSDAY) == [THURSDAY]
    assert occurrences(weekly, THURSDAY, THURSDAY + DAY, THURSDAY + DAY) == []


def test_a_rhythm_gives_no_more_days_than_are_looked_at() -> None:
    days = occurrences("FREQ=DAILY", date(2000, 1, 1), date(2000, 1, 1), date(2100, 1, 1))
    assert len(days) == MOST_DATES


def test_only_weekends_and_holidays_step_aside() -> None:
    assert step_aside(date(2026, 3, 13)) == date(2026, 3, 13)  # a Friday
    assert step_aside(date(2026, 3, 14)) == date(2026, 3, 16)
    assert step_aside(date(2026, 12, 31)) == date(2026, 12, 31)
    assert step_aside(date(2027, 1, 1)) == date(2027, 1, 4)  # a Friday that is New Year's Day
    assert planned_dates("FREQ=DAILY;COUNT=3", date(2026, 3, 14), date(2026, 3, 14), date(2026, 3, 31)) == [
        date(2026, 3, 16)
    ]


def test_a_rhythm_holds_until_the_day_before_the_next() -> None:
    weekly, none = Rhythm(since=THURSDAY, rule="FREQ=WEEKLY"), Rhythm(since=date(2026, 3, 26), rule=None)
    last = date(2026, 4, 2)
    assert dates_in_turn([weekly], THURSDAY, last) == [date(2026, 3, 19), date(2026, 3, 26), date(2026, 4, 2)]
    assert dates_in_turn([weekly, none], THURSDAY, last) == [date(2026, 3, 19)]
    later = Rhythm(since=date(2026, 3, 27), rule=None)
    assert dates_in_turn([weekly, later], THURSDAY, last) == [date(2026, 3, 19), date(2026, 3, 26)]
    assert dates_in_turn([weekly], date(2026, 3, 20), date(2026, 3, 26)) == [date(2026, 3, 26)]
    assert dates_in_turn([], THURSDAY, last) == []


def test_a_rhythm_that_is_counted_from_a_day_meets_on_it() -> None:
    counted = Rhythm(since=THURSDAY, rule="FREQ=WEEKLY", anchor=THURSDAY)
    assert dates_in_turn([counted], THURSDAY, THURSDAY) == [THURSDAY]
    assert dates_in_turn([Rhythm(since=THURSDAY, rule="FREQ=WEEKLY")], THURSDAY, THURSDAY) == []
    later = Rhythm(since=THURSDAY, rule="FREQ=WEEKLY", anchor=THURSDAY + DAY)
    assert dates_in_turn([later], THURSDAY, THURSDAY + DAY) == [THURSDAY + DAY]


def test_the_same_rhythm_counts_on_unless_it_is_said_to_be_counted_anew() -> None:
    first = Rhythm(since=THURSDAY, rule="FREQ=WEEKLY;INTERVAL=2")
    again = Rhythm(since=date(2026, 3, 23), rule="FREQ=WEEKLY;INTERVAL=2")
    anew = Rhythm(since=date(2026, 3, 23), rule="FREQ=WEEKLY;INTERVAL=2", anchor=date(2026, 3, 24))
    last = date(2026, 4, 10)
    assert dates_in_turn([first, again], THURSDAY, last) == [date(2026, 3, 26), date(2026, 4, 9)]
    assert dates_in_turn([first, anew], THURSDAY, last) == [date(2026, 3, 24), date(2026, 4, 7)]
    other = Rhythm(since=date(2026, 3, 23), rule="FREQ=WEEKLY")
    assert dates_in_turn([first, other], THURSDAY, last) == [date(2026, 3, 30), date(2026, 4, 7)]
    again_after_none = [first, Rhythm(since=date(2026, 3, 20), rule=None), again]
    assert dates_in_turn(again_after_none, THURSDAY, last) == [date(2026, 4, 7)]


def test_a_meeting_serves_the_date_that_lies_nearest() -> None:
    dates = [date(2026, 3, 1), date(2026, 3, 5), date(2026, 3, 9)]
    assert list(unserved(dates, [date(2026, 3, 3)])) == dates[1:]  # halfway belongs to the earlier
    assert list(unserved(dates, [date(2026, 3, 4)])) == [dates[0], dates[2]]
    assert list(unserved(dates, [date(2026, 1, 1), date(2026, 12, 31)])) == [dates[1]]
    assert list(unserved(dates, [])) == dates
    assert list(unserved([], [THURSDAY])) == []
