"""Rhythm: how often a body meets, as an RFC 5545 rule, and the days that follow from it (S5)."""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice, pairwise

import attrs

from rso_core.domain.day_range import FIRST_DAY, LAST_DAY
from rso_core.domain.refusal import FieldName, Rule
from rso_core.domain.text_rule import visible
from rso_core.recurrence import MOST_TIMES, Recurrence, RuleError, read

BODY_RHYTHM = Rule(
    id="body.rhythm",
    source="S5",
    en="A rhythm is an RFC 5545 rule that can be told in words and gives a day in every period.",
    nl="Een ritme is een regel volgens RFC 5545 die in woorden te vertellen is en in elke periode een dag geeft.",
    remedy_en=(
        "Write it like FREQ=MONTHLY;INTERVAL=3, FREQ=MONTHLY;BYMONTH=3,9;BYDAY=2TH, "
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 or FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=12."
    ),
    remedy_nl=(
        "Schrijf het ritme zoals FREQ=MONTHLY;INTERVAL=3, FREQ=MONTHLY;BYMONTH=3,9;BYDAY=2TH, "
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 of FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=12."
    ),
)
MOST_DATES = 10_000
"""More dates than this are not looked at."""


def require_rhythm(rule: str, field: str = "rhythm") -> str:
    """The rule itself when it can be told in words, and gives a day in every period.

    What is taken stands in docs/what-comes-in.md.

    Raises:
        Refused: BODY_RHYTHM, with the part that is wrong and what could stand there.
    """
    try:
        _require_told(read(rule))
    except RuleError as error:
        facts = {"rhythm": visible(rule), "part": visible(error.part), "accepted": error.accepted}
        raise BODY_RHYTHM.refused(field=FieldName(field), **facts) from None
    return rule


def _require_told(rule: Recurrence) -> None:
    """Refuse what has no words, and what gives no day in some of its periods.

    Raises:
        RuleError: with the part that is wrong.
    """
    parts = {
        "BYMONTH": rule.months,
        "BYDAY": rule.weekdays,
        "BYMONTHDAY": rule.month_days,
        "BYSETPOS": rule.positions,
        "BYYEARDAY": rule.year_days,
        "BYWEEKNO": rule.weeks,
        "WKST": rule.week_start,
    }
    taken = _TAKEN[rule.frequency]
    others = [name for name, value in parts.items() if value and name not in taken]
    if others:
        raise RuleError(
            " + ".join((f"FREQ={rule.frequency}", *others)), f"FREQ={rule.frequency}; {'=…; '.join(taken)}=…"
        )
    if rule.months and rule.interval > 1 and rule.frequency != "YEARLY":
        raise RuleError(f"INTERVAL={rule.interval} + BYMONTH", "INTERVAL=1; BYMONTH=…")
    if rule.frequency == "YEARLY" and bool(rule.months) is not bool(rule.weekdays or rule.month_days):
        raise RuleError("FREQ=YEARLY", "FREQ=YEARLY; BYMONTH=…; BYDAY=… | BYMONTHDAY=…")
    if rule.until and (rule.count or not EARLIEST_END <= rule.until <= LAST_DAY):
        said = " + COUNT" if rule.count else f"={rule.until:%Y%m%d}"
        raise RuleError(f"UNTIL{said}", f"UNTIL={EARLIEST_END:%Y%m%d}…{LAST_DAY:%Y%m%d} | COUNT=1…{MOST_TIMES}")
    _require_days(rule)


EARLIEST_END = date(2000, 1, 1)
"""Before this no rhythm of a cooperation that is recorded here came to an end."""
_TAKEN = {
    "DAILY": ("INTERVAL",),
    "WEEKLY": ("INTERVAL", "BYDAY", "BYMONTH"),
    "MONTHLY": ("INTERVAL", "BYMONTH", "BYDAY", "BYSETPOS", "BYMONTHDAY"),
    "YEARLY": ("INTERVAL", "BYMONTH", "BYDAY", "BYSETPOS", "BYMONTHDAY"),
}


def _require_days(rule: Recurrence) -> None:
    """Refuse days that some month has not, and combinations that could not be told."""
    numbers = {day.number for day in rule.weekdays}
    numbered = numbers - {None}
    if rule.month_days:
        if rule.weekdays or rule.positions:
            raise RuleError("BYMONTHDAY + BYDAY", "BYMONTHDAY | BYDAY")
        longest = min(_SHORTEST[month] for month in rule.months or _SHORTEST)
        if any(not (0 < day <= longest or day == -1) for day in rule.month_days):
            told = ",".join(map(str, rule.month_days))
            raise RuleError(f"BYMONTHDAY={told}", f"BYMONTHDAY=1…{longest}, BYMONTHDAY=-1")
    if numbered and (None in numbers or rule.positions or rule.frequency == "WEEKLY" or not numbered <= IN_EVERY_MONTH):
        accepted = "BYDAY=MO…SU" if rule.frequency == "WEEKLY" else "BYDAY=1MO…4SU, BYDAY=-1MO…-2SU | BYDAY=MO…SU"
        raise RuleError("BYDAY", accepted)
    if rule.positions and not rule.weekdays:
        raise RuleError("BYSETPOS", "BYDAY=MO,…; BYSETPOS=…")
    if rule.positions:
        of_one_month = rule.frequency == "MONTHLY" or len(rule.months) == 1
        # Every day of the week stands four times in every month.
        most = 4 * len(rule.weekdays)
        if not of_one_month or any(not (1 <= place <= most or place in (-1, -2)) for place in rule.positions):
            told = ",".join(map(str, rule.positions))
            raise RuleError(
                f"BYSETPOS={told}", f"FREQ=MONTHLY; BYDAY=MO,…; BYSETPOS=1…{most}, BYSETPOS=-1, BYSETPOS=-2"
            )


IN_EVERY_MONTH = frozenset({1, 2, 3, 4, -1, -2})
"""The places at which every day of the week stands in every month."""
_SHORTEST = {month: calendar.monthrange(2001, month)[1] for month in range(1, 13)}
"""Days of each month, in a year that is no leap year."""


def occurrences(rule: str, anchor: date, first: date, last: date) -> list[date]:
    """The days that a rule gives from ``first`` up to and including ``last``, counted from ``anchor``.

    None where it cannot be read: a release before took rules that nobody can reckon with. Days outside the range of the
    record (`rso_core.domain.day_range`) are left out.
    """
    try:
        recurrence = read(rule)
    except RuleError:
        return []
    return list(islice(recurrence.dates(anchor, max(first, FIRST_DAY), min(last, LAST_DAY)), MOST_DATES))


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
        starts = _reckonable(rhythm.since) + timedelta(days=rhythm.anchor is None and anchor == rhythm.since)
        following = rhythms[number + 1 : number + 2]
        ends = min([last, *(_reckonable(later.since) - timedelta(days=1) for later in following)])
        dates |= set(planned_dates(rhythm.rule, anchor, max(first, starts), ends))
    return sorted(dates)


def _reckonable(day: date) -> date:
    """A day, or the end of the range of the record that is nearest to one that a release before took from outside it."""
    return min(max(day, FIRST_DAY), LAST_DAY)


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


@lru_cache(maxsize=64)
def _dutch_holidays(year: int) -> frozenset[date]:
    # Loaded when the first date is planned: it takes longer than most commands.
    from holidays import country_holidays  # noqa: PLC0415

    return frozenset(country_holidays("NL", years=year, categories=("public", "optional")))
