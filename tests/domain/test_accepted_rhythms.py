"""Which rhythms are taken: every one has words that are right and gives days in bounded time; all else is refused with what would do."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice, pairwise, takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from quick import examples
from rso_core.domain.day_range import FIRST_DAY, LAST_DAY
from rso_core.domain.refusal import Refused
from rso_core.domain.rhythm import BODY_RHYTHM, MOST_DATES, Rhythm, dates_in_turn, occurrences, require_rhythm
from rso_core.dutch.rhythm import READ_BY_RULE, UNREADABLE, rhythm_in_words
from rso_core.recurrence import WEEKDAYS, Recurrence, RuleError, read

ANCHOR = date(2026, 1, 15)

TAKEN = {
    "FREQ=DAILY": "elke dag",
    "FREQ=DAILY;INTERVAL=1000": "elke 1000 dagen",
    "FREQ=WEEKLY": "elke week",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU": "elke 2 weken, op dinsdag",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO": "elke 2 weken, op dinsdag",
    "FREQ=WEEKLY;BYDAY=TH,MO": "elke week, op maandag en donderdag",
    "FREQ=WEEKLY;BYMONTH=9,10;BYDAY=TU": "elke week in september en oktober, op dinsdag",
    "FREQ=MONTHLY": "elke maand",
    "RRULE:FREQ=MONTHLY;INTERVAL=3": "elke 3 maanden",
    "freq=monthly;byday=+2th": "elke maand, op de tweede donderdag",
    "FREQ=MONTHLY;BYDAY=TU": "elke maand, op elke dinsdag",
    "FREQ=MONTHLY;BYDAY=2TH,-1FR": "elke maand, op de tweede donderdag en laatste vrijdag",
    "FREQ=MONTHLY;BYDAY=-2WE": "elke maand, op de voorlaatste woensdag",
    "FREQ=MONTHLY;BYMONTH=9,3;BYDAY=2TH": "in maart en september, op de tweede donderdag",
    "FREQ=MONTHLY;BYMONTHDAY=12,28": "elke maand, op dag 12 en dag 28",
    "FREQ=MONTHLY;BYMONTHDAY=-1": "elke maand, op de laatste dag van de maand",
    "FREQ=MONTHLY;BYMONTHDAY=-1,15": "elke maand, op dag 15 en de laatste dag van de maand",
    "FREQ=MONTHLY;BYMONTH=1,3;BYMONTHDAY=31": "in januari en maart, op dag 31",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=28": "in februari, op dag 28",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": "elke maand, op de laatste werkdag van de maand",
    "FREQ=MONTHLY;BYSETPOS=1,-2;BYDAY=FR,TH,WE,TU,MO": "elke maand, op de eerste en voorlaatste werkdag van de maand",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=20": "elke maand, op de 20e werkdag van de maand",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=2": "elke maand, op de tweede dag van de maand",
    "FREQ=MONTHLY;BYDAY=TU,TH;BYSETPOS=8": "elke maand, op de 8e dinsdag of donderdag van de maand",
    "FREQ=MONTHLY;BYMONTH=3,9;BYDAY=TH;BYSETPOS=2": "in maart en september, op de tweede donderdag van de maand",
    "FREQ=YEARLY": "elk jaar",
    "FREQ=YEARLY;INTERVAL=2": "elke 2 jaar",
    "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=12": "elk jaar in juni, op dag 12",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=3,9;BYDAY=1MO": "elke 4 jaar in maart en september, op de eerste maandag",
    "FREQ=YEARLY;BYMONTH=12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": (
        "elk jaar in december, op de laatste werkdag van de maand"
    ),
    "FREQ=MONTHLY;COUNT=1": "elke maand, één keer in totaal",
    "FREQ=WEEKLY;BYDAY=TU;COUNT=10000": "elke week, op dinsdag, 10000 keer in totaal",
    "FREQ=MONTHLY;UNTIL=20261231": "elke maand, tot en met 31 december 2026",
    "FREQ=YEARLY;UNTIL=20000101T000000Z": "elk jaar, tot en met 1 januari 2000",
    "FREQ=YEARLY;UNTIL=21991231": "elk jaar, tot en met 31 december 2199",
}

REFUSED = {
    "FREQ=MONTHLY;INTERVAL=0": ("INTERVAL=0", "INTERVAL=1…1000"),
    "FREQ=MONTHLY;INTERVAL=-1": ("INTERVAL=-1", "INTERVAL=1…1000"),
    "FREQ=MONTHLY;INTERVAL=1001": ("INTERVAL=1001", "INTERVAL=1…1000"),
    "FREQ=MONTHLY;INTERVAL=1.5": ("INTERVAL=1.5", "INTERVAL=1…1000"),
    "FREQ=MONTHLY;INTERVAL=1,2": ("INTERVAL=1,2", "INTERVAL=1…1000"),
    "FREQ=MONTHLY;INTERVAL=\u0663": ("INTERVAL=\u0663", "INTERVAL=1…1000"),
    "FREQ=MONTHLY;INTERVAL=99999999999999999999": ("INTERVAL=99999999999999999999", "INTERVAL=1…1000"),
    "FREQ=HOURLY": ("FREQ=HOURLY", "FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY, FREQ=YEARLY"),
    "FREQ=MONTHLY;FREQ=YEARLY": ("FREQ=YEARLY", None),
    "FREQ=MONTHLY;": ("", None),
    "FREQ=MONTHLY;BYEASTER=0": ("BYEASTER=0", None),
    "DTSTART:20260101\nRRULE:FREQ=DAILY": ("DTSTART:20260101⟨U+000A⟩RRULE:FREQ=DAILY", None),
    "FREQ=YEARLY;BYWEEKNO=20": ("FREQ=YEARLY + BYWEEKNO", None),
    "FREQ=YEARLY;BYYEARDAY=100": ("FREQ=YEARLY + BYYEARDAY", None),
    "FREQ=DAILY;BYDAY=MO": ("FREQ=DAILY + BYDAY", "FREQ=DAILY; INTERVAL=…"),
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU": ("FREQ=WEEKLY + WKST", None),
    "FREQ=WEEKLY;BYDAY=2TU": ("BYDAY", "BYDAY=MO…SU"),
    "FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=1": ("FREQ=WEEKLY + BYSETPOS", None),
    "FREQ=WEEKLY;INTERVAL=2;BYMONTH=2": ("INTERVAL=2 + BYMONTH", "INTERVAL=1; BYMONTH=…"),
    "FREQ=MONTHLY;INTERVAL=2;BYMONTH=2": ("INTERVAL=2 + BYMONTH", "INTERVAL=1; BYMONTH=…"),
    "FREQ=MONTHLY;BYMONTH=13": ("BYMONTH=13", "BYMONTH=1…12"),
    "FREQ=MONTHLY;BYMONTH=0": ("BYMONTH=0", "BYMONTH=1…12"),
    "FREQ=MONTHLY;BYMONTH=-1": ("BYMONTH=-1", "BYMONTH=1…12"),
    "FREQ=MONTHLY;BYMONTH=3,3": ("BYMONTH=3,3", "BYMONTH=1…12"),
    "FREQ=MONTHLY;BYMONTHDAY=29": ("BYMONTHDAY=29", "BYMONTHDAY=1…28, BYMONTHDAY=-1"),
    "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=3,4": ("BYMONTHDAY=31", "BYMONTHDAY=1…30, BYMONTHDAY=-1"),
    "FREQ=MONTHLY;BYMONTHDAY=29;BYMONTH=2": ("BYMONTHDAY=29", "BYMONTHDAY=1…28, BYMONTHDAY=-1"),
    "FREQ=MONTHLY;BYMONTHDAY=-2": ("BYMONTHDAY=-2", "BYMONTHDAY=1…28, BYMONTHDAY=-1"),
    "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR": ("BYMONTHDAY + BYDAY", "BYMONTHDAY | BYDAY"),
    "FREQ=MONTHLY;BYMONTHDAY=1,2;BYSETPOS=1": ("BYMONTHDAY + BYDAY", "BYMONTHDAY | BYDAY"),
    "FREQ=MONTHLY;BYDAY=5TH": ("BYDAY", None),
    "FREQ=MONTHLY;BYDAY=-3TH": ("BYDAY", None),
    "FREQ=MONTHLY;BYDAY=TU,1TH": ("BYDAY", None),
    "FREQ=MONTHLY;BYDAY=0TH": ("BYDAY=0TH", "BYDAY=MO, BYDAY=2TH, BYDAY=-1FR"),
    "FREQ=MONTHLY;BYDAY=MAANDAG": ("BYDAY=MAANDAG", "BYDAY=MO, BYDAY=2TH, BYDAY=-1FR"),
    "FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=1": ("BYDAY", None),
    "FREQ=MONTHLY;BYSETPOS=1": ("BYSETPOS", "BYDAY=MO,…; BYSETPOS=…"),
    "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=5": ("BYSETPOS=5", None),
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=21": ("BYSETPOS=21", None),
    "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=-3": ("BYSETPOS=-3", None),
    "FREQ=YEARLY;BYMONTH=3,9;BYDAY=TH;BYSETPOS=1": ("BYSETPOS=1", None),
    "FREQ=YEARLY;BYMONTH=3": ("FREQ=YEARLY", "FREQ=YEARLY; BYMONTH=…; BYDAY=… | BYMONTHDAY=…"),
    "FREQ=YEARLY;BYMONTHDAY=3": ("FREQ=YEARLY", None),
    "FREQ=YEARLY;BYDAY=20MO": ("FREQ=YEARLY", None),
    "FREQ=MONTHLY;COUNT=0": ("COUNT=0", "COUNT=1…10000"),
    "FREQ=MONTHLY;COUNT=10001": ("COUNT=10001", "COUNT=1…10000"),
    "FREQ=MONTHLY;COUNT=3;UNTIL=20261231": ("UNTIL + COUNT", None),
    "FREQ=MONTHLY;UNTIL=19991231": ("UNTIL=19991231", "UNTIL=20000101…21991231 | COUNT=1…10000"),
    "FREQ=MONTHLY;UNTIL=22000101": ("UNTIL=22000101", None),
    "FREQ=MONTHLY;UNTIL=20260231": ("UNTIL=20260231", "UNTIL=20261231"),
    "FREQ=MONTHLY;UNTIL=morgen": ("UNTIL=MORGEN", "UNTIL=20261231"),
    "elke maand": ("elke maand", None),
    "": ("", None),
}


@pytest.mark.parametrize(("rule", "words"), TAKEN.items(), ids=TAKEN)
def test_what_is_taken_has_words(rule: str, words: str) -> None:
    assert require_rhythm(rule) == rule
    assert rhythm_in_words(rule) == words


@pytest.mark.parametrize(("rule", "wrong"), REFUSED.items(), ids=range(len(REFUSED)))
def test_what_is_refused_is_told_with_what_would_do(rule: str, wrong: tuple[str, str | None]) -> None:
    part, accepted = wrong
    with pytest.raises(Refused) as refused:
        require_rhythm(rule, "evaluation_rhythm")
    assert refused.value.rule is BODY_RHYTHM
    assert refused.value.facts["part"] == part
    assert refused.value.facts["field"] == "evaluation_rhythm"
    assert accepted in (None, refused.value.facts["accepted"])
    assert refused.value.facts["accepted"]
    assert refused.value.message("nl").isprintable()


def parts() -> Iterator[st.SearchStrategy[str]]:
    """Parts of rules, of the subset that is taken and around its edges."""
    numbers = st.integers(-5, 32) | st.sampled_from((0, 12, 13, 20, 21, 366, 1_000, 1_001))
    days = st.builds(
        "{}{}".format, st.sampled_from(("", "", "1", "2", "4", "5", "-1", "-2", "-3", "0")), st.sampled_from(WEEKDAYS)
    )
    few = {"min_size": 1, "max_size": 5, "unique": True}
    for name in ("BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"):
        yield st.lists(numbers.map(str), **few).map(lambda values, name=name: f"{name}={','.join(values)}")  # type: ignore[misc, arg-type]
    yield st.lists(days, **few).map(lambda values: f"BYDAY={','.join(values)}")  # type: ignore[arg-type]
    yield st.just("BYDAY=MO,TU,WE,TH,FR")
    yield st.integers(-2, 400).map("INTERVAL={}".format)
    yield st.integers(-1, 40).map("COUNT={}".format)
    yield st.dates(date(1999, 1, 1), date(2201, 1, 1)).map("UNTIL={:%Y%m%d}".format)
    yield st.sampled_from(WEEKDAYS).map("WKST={}".format)


FREQUENCY = st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY", "HOURLY"))
RULES = st.builds(
    lambda frequency, more: ";".join((f"FREQ={frequency}", *more)),
    FREQUENCY,
    st.lists(st.one_of(*parts()), max_size=3, unique_by=lambda part: part.split("=")[0]),
)
ANCHORS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def is_taken(rule: str) -> bool:
    try:
        require_rhythm(rule)
    except Refused:
        return False
    return True


@settings(max_examples=examples(250), deadline=None)
@given(RULES, ANCHORS)
@example("FREQ=DAILY", FIRST_DAY)
@example("FREQ=MONTHLY;BYMONTHDAY=-1", date(2000, 2, 29))
def test_every_rhythm_that_is_taken_has_words_and_gives_days_in_bounded_time(rule: str, anchor: date) -> None:
    assume(is_taken(rule))
    words = rhythm_in_words(rule)
    assert words
    assert not words.startswith((READ_BY_RULE, UNREADABLE))
    assert "FREQ" not in words
    assert "None" not in words
    began = time.perf_counter()
    days = occurrences(rule, anchor, FIRST_DAY, LAST_DAY)
    assert time.perf_counter() - began < 5
    assert days == sorted(set(days))
    days = occurrences(rule, anchor, anchor, min(LAST_DAY, anchor + timedelta(days=365 * 20)))
    recurrence = read(rule)
    if recurrence.count is None and recurrence.until is None:
        assert_regular(recurrence, anchor, days)


def assert_regular(rule: Recurrence, anchor: date, days: list[date]) -> None:
    """That there is a day in every period, or in every year of a rule of certain months."""
    longest = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}[rule.frequency]
    every = (366 if rule.months and rule.frequency != "YEARLY" else longest) * rule.interval
    if (LAST_DAY - anchor).days > 2 * every + 62 and every < 10_000:
        assert days
        assert all((later - earlier).days <= every + 62 for earlier, later in pairwise(days))


@settings(max_examples=examples(250), deadline=None)
@given(RULES, ANCHORS)
def test_days_are_those_of_another_reckoner_of_the_standard(rule: str, anchor: date) -> None:
    try:
        recurrence = read(rule)
    except RuleError:
        return
    plain = {day.number is None for day in recurrence.weekdays}
    # It gives no day where weekdays with and without a number stand together, and passes over months without the anchor's day.
    assume(len(plain) < 2 and anchor.day <= 28 and recurrence.interval <= 60)
    assume(not (recurrence.frequency in ("DAILY", "WEEKLY") and recurrence.positions))
    assume(not recurrence.weeks)
    last = min(LAST_DAY, anchor + timedelta(days=365 * 12))
    assume(not _gives_nothing(recurrence))
    assume(not (recurrence.count and recurrence.until))
    midnight = datetime.min.time()
    theirs = rrulestr(rule, dtstart=datetime.combine(anchor, midnight)).xafter(
        datetime.combine(anchor, midnight), inc=True
    )
    found = [moment.date() for moment in takewhile(lambda moment: moment.date() <= last, theirs)]
    assert occurrences(rule, anchor, anchor, last) == found[:MOST_DATES]
    middle = anchor + (last - anchor) / 2
    assert occurrences(rule, anchor, middle, last)[:100] == [day for day in found if day >= middle][:100]


def _gives_nothing(rule: Recurrence) -> bool:
    """Where the other reckoner looks on to the end of the calendar."""
    return not list(islice(rule.dates(ANCHOR, ANCHOR, ANCHOR + timedelta(days=365 * 60)), 1))


@pytest.mark.parametrize(
    ("rule", "anchor", "days"),
    [
        ("FREQ=MONTHLY", date(2026, 1, 31), ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ("FREQ=MONTHLY;BYMONTH=2,4", date(2026, 1, 31), ["2026-02-28", "2026-04-30", "2027-02-28", "2027-04-30"]),
        ("FREQ=YEARLY", date(2024, 2, 29), ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2026, 1, 15), ["2026-01-31", "2026-02-28", "2026-03-31"]),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            date(2026, 1, 15),
            ["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30", "2026-05-29"],
        ),
        ("FREQ=MONTHLY;COUNT=2", date(2026, 1, 15), ["2026-01-15", "2026-02-15"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", date(2026, 1, 15), ["2026-01-26", "2026-02-09"]),
    ],
)
def test_the_days_of_a_rule(rule: str, anchor: date, days: list[str]) -> None:
    assert [day.isoformat() for day in occurrences(rule, anchor, anchor, LAST_DAY)[: len(days)]] == days


class TestWhatAReleaseBeforeTook:
    """Goes on where it gives days, and is marked where it gives none."""

    @pytest.mark.parametrize(
        ("rule", "words", "days"),
        [
            ("FREQ=MONTHLY;INTERVAL=-1", UNREADABLE, 0),
            ("FREQ=MONTHLY;INTERVAL=0", UNREADABLE, 0),
            ("FREQ=DAILY;BYEASTER=0", UNREADABLE, 0),
            ("FREQ=WEEKLY;BYHOUR=10", "elke week", 53),
            ("FREQ=MONTHLY;BYMONTHDAY=31", "elke maand, op dag 31, in een maand die zo lang is", 7),
            ("FREQ=MONTHLY;BYDAY=5TH", "elke maand, op de vijfde donderdag", 5),
            ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", READ_BY_RULE, 3),
            ("FREQ=YEARLY;BYYEARDAY=-1", READ_BY_RULE, 1),
            ("FREQ=DAILY;BYDAY=MO,TU", READ_BY_RULE, 104),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU", READ_BY_RULE, 26),
        ],
    )
    def test_its_words_and_days(self, rule: str, words: str, days: int) -> None:
        told = rhythm_in_words(rule)
        assert told == words if not words.startswith("volgens") else told == f"{words} {rule}"
        assert len(occurrences(rule, ANCHOR, ANCHOR, date(2027, 1, 14))) == days

    def test_a_later_good_rhythm_mends_it(self) -> None:
        bad = Rhythm(since=date(2026, 1, 1), rule="FREQ=MONTHLY;INTERVAL=-1")
        good = Rhythm(since=date(2026, 6, 1), rule="FREQ=MONTHLY")
        assert dates_in_turn([bad, good], date(2026, 1, 1), date(2026, 8, 15)) == [date(2026, 7, 1), date(2026, 8, 3)]
        later = Rhythm(since=date(2026, 7, 15), rule=bad.rule)
        assert dates_in_turn([good, later], date(2026, 1, 1), date(2026, 8, 15)) == [date(2026, 7, 1)]

    def test_days_at_the_ends_of_the_calendar_are_passed_over(self) -> None:
        for since in (date.min, date.max, date(1, 12, 31)):
            rhythms = [Rhythm(since=since, rule="FREQ=MONTHLY"), Rhythm(since=date.max, rule=None, anchor=date.max)]
            began = time.perf_counter()
            dates_in_turn(rhythms, since, date.max)
            assert time.perf_counter() - began < 5
        assert occurrences("FREQ=WEEKLY;INTERVAL=10000", date.max, date.min, date.max) == []

    def test_a_rule_is_shown_so_that_all_of_it_can_be_seen(self) -> None:
        told = rhythm_in_words("FREQ=MONTHLY;\x1b[2J\u202e" + "X" * 100)
        assert told.isprintable()
        assert len(told) < 150
        assert rhythm_in_words("FREQ=MONTHLY;INTERVAL=-1".ljust(80)).endswith("…") is False
