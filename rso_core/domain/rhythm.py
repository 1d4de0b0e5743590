"""Rhythm: how often a body meets, as an RFC 5545 rule, and the days that follow from it (S5)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

import attrs
from dateutil.rrule import rrule, rruleset, rrulestr

from rso_core.domain.refusal import Rule

BODY_RHYTHM = Rule(
    id="body.rhythm",
    source="S5",
    en="A rhythm is an RFC 5545 rule.",
    nl="Een ritme is een regel volgens RFC 5545.",
    remedy_en="Write it like FREQ=MONTHLY;INTERVAL=3 or FREQ=MONTHLY;BYDAY=2TH.",
    remedy_nl="Schrijf het ritme zoals FREQ=MONTHLY;INTERVAL=3 of FREQ=MONTHLY;BYDAY=2TH.",
)
MOST_DATES = 10_000
"""More dates than this are not looked at: a rhythm of seconds is no rhythm of a body."""


def require_rhythm(rule: str) -> str:
    """The rule itself when it gives days.

    Raises:
        Refused: BODY_RHYTHM.
    """
    try:
        parts = dict(part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";") if "=" in part)
        frequency = parts.get("FREQ")
        first = next(iter(_parsed(rule, date(2000, 1, 1))), None)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BODY_RHYTHM.refused(rhythm=rule, problem=str(error)) from None
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY") or first is None or parts.get("INTERVAL") == "0":
        raise BODY_RHYTHM.refused(rhythm=rule, problem="it gives no days")
    return rule


def occurrences(rule: str, anchor: date, first: date, last: date) -> list[date]:
    """The days that the rule gives from ``first`` up to and including ``last``, counted from ``anchor``."""
    days: list[date] = []
    for moment in _parsed(rule, anchor).xafter(datetime.combine(max(first, anchor), time()), inc=True):
        if moment.date() > last or len(days) >= MOST_DATES:
            break
        days.append(moment.date())
    return days


def step_aside(day: date) -> date:
    """The day itself, or the first later one that is neither weekend nor a Dutch holiday.

    Holidays are the national ones and those that many offices keep (Good Friday, Liberation Day). School holidays
    differ by region and do not count.
    """
    while day.weekday() > 4 or day in _dutch_holidays(day.year):
        day += timedelta(days=1)
    return day


def planned_dates(rule: str, anchor: date, first: date, last: date) -> list[date]:
    """The days of the rule, each stepped aside for weekends and Dutch holidays, each once."""
    return list(dict.fromkeys(step_aside(day) for day in occurrences(rule, anchor, first, last)))


@attrs.frozen(kw_only=True)
class Rhythm:
    """How often a body meets from a day on; ``anchor`` is from which day it is counted, where that was said."""

    since: date
    rule: str | None
    anchor: date | None = None


def dates_in_turn(rhythms: Sequence[Rhythm], first: date, last: date) -> list[date]:
    """The planned dates of a body from ``first`` up to and including ``last``, each rhythm as long as it holds.

    A rule that is repeated from a later day, because something else of the body changed, is counted on from where it
    began. A body need not meet on the very day it starts, unless the rhythm is said to be counted from there.

    Args:
        rhythms: in order of their days.
    """
    dates: set[date] = set()
    anchor: date | None = None
    for number, rhythm in enumerate(rhythms):
        if number == 0 or rhythm.rule != rhythms[number - 1].rule or rhythm.anchor is not None:
            anchor = rhythm.anchor or rhythm.since
        if rhythm.rule is None or anchor is None:
            continue
        starts = rhythm.since + timedelta(days=rhythm.anchor is None and anchor == rhythm.since)
        ends = min([last, *(later.since - timedelta(days=1) for later in rhythms[number + 1 : number + 2])])
        dates |= set(planned_dates(rhythm.rule, anchor, max(first, starts), ends))
    return sorted(dates)


def unserved(dates: Iterable[date], meetings: Iterable[date]) -> Iterator[date]:
    """The dates of a rhythm for which there was no meeting.

    A meeting serves the date that lies nearest to it, so one that was moved a week still serves its own.

    Args:
        dates: days of the rhythm, rising.
        meetings: days of meetings that were held, skipped on purpose or still stand in the calendar.
    """
    days = list(dates)
    bounds = [(earlier + (later - earlier) / 2) for earlier, later in pairwise(days)]
    served = {sum(meeting > bound for bound in bounds) for meeting in meetings} if days else set()
    for number, day in enumerate(days):
        if number not in served:
            yield day


def _parsed(rule: str, anchor: date) -> rrule | rruleset:
    return rrulestr(rule, dtstart=datetime.combine(anchor, time()))


@lru_cache(maxsize=64)
def _dutch_holidays(year: int) -> frozenset[date]:
    # Loaded when the first date is planned: it takes longer than most commands.
    from holidays import country_holidays  # noqa: PLC0415

    return frozenset(country_holidays("NL", years=year, categories=("public", "optional")))
