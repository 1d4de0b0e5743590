"""Recurrence rules (RFC 5545) as values: read from text, and the days that they give, always in bounded time.

What a body may record is less than this (`rso_core.domain.rhythm`): here is also read what releases before took.
"""

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import attrs

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_INTERVAL = 1_000
"""Longer than any cooperation plans ahead."""
MOST_TIMES = 10_000
"""The largest ``COUNT``."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,5}")
_WEEKDAY = re.compile(rf"([+-]?[0-9]{{1,2}})?({'|'.join(WEEKDAYS)})")
_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(T[0-9]{6}Z?)?")


class RuleError(ValueError):
    """A text is no recurrence rule that can be read, or not one that is taken.

    Attributes:
        part: what is wrong with it, as it stands there.
        accepted: what could stand in its place.
    """

    def __init__(self, part: str, accepted: str) -> None:
        self.part, self.accepted = part, accepted
        super().__init__(f"{part!r} is not {accepted}")


class Weekday(NamedTuple):
    """A day of the week, from 0 for Monday: every one, or the one of this number in a month or year (from the end when negative)."""

    day: int
    number: int | None = None


@attrs.frozen(kw_only=True)
class Recurrence:
    """A recurrence rule; what is empty is not said."""

    frequency: str
    interval: int = 1
    months: tuple[int, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0
    count: int | None = None
    until: date | None = None

    def dates(self, anchor: date, first: date, last: date) -> Iterator[date]:
        """The days that it gives, rising.

        A rule of months or years that names no day gives the day of the anchor; in a month that has no such day, its last.

        Args:
            anchor: the day from which it is counted; nothing comes before it.
            first, last: the first and the last day that is asked for.
        """
        last = min(last, self.until or last)
        # What is counted is counted from the anchor; else the periods before the first day are passed over.
        start = anchor if self.count is not None else max(first, anchor)
        if start > last:
            return
        days = self._of_weeks if self.frequency in ("DAILY", "WEEKLY") else self._of_months
        found = (day for period in days(anchor, start, last) for day in self._placed(period) if day >= anchor)
        for day in islice(found, self.count):
            if first <= day <= last:
                yield day

    def _placed(self, days: list[date]) -> Iterable[date]:
        """Of the days of a period those at the places that are named."""
        if not self.positions:
            return days
        places = {place - 1 if place > 0 else len(days) + place for place in self.positions}
        return [day for place, day in enumerate(days) if place in places]

    def _of_weeks(self, anchor: date, start: date, last: date) -> Iterator[list[date]]:
        """The days of each period of a rule of days or weeks, from the one of a day on."""
        length = 7 if self.frequency == "WEEKLY" else 1
        origin = anchor.toordinal()
        origin -= (origin - 1 - self.week_start) % 7 if length == 7 else 0
        like_anchor = length == 7 and not (self.month_days or self.year_days or self.weeks)
        weekdays = {day.day for day in self.weekdays} or ({anchor.weekday()} if like_anchor else set(range(7)))
        step = length * self.interval
        for number in range(origin + (start.toordinal() - origin) // step * step, last.toordinal() + 1, step):
            every = range(max(number, 1), min(number + length, date.max.toordinal() + 1))
            days = (date.fromordinal(each) for each in every if (each - 1) % 7 in weekdays)
            yield [day for day in days if self._in_month(day) and self._in_year(day)]

    def _in_month(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        return not self.month_days or not {day.day, day.day - _month(day.year, day.month)[1] - 1}.isdisjoint(
            self.month_days
        )

    def _of_months(self, anchor: date, start: date, last: date) -> Iterator[list[date]]:
        """The days of each period of a rule of months or years, from the one of a day on."""
        length = 12 if self.frequency == "YEARLY" else 1
        origin = anchor.year * 12 + (anchor.month - 1) * (length == 1)
        step = length * self.interval
        begin = origin + (start.year * 12 + start.month - 1 - origin) // step * step
        for number in range(begin, last.year * 12 + last.month, step):
            yield [
                day for month in range(number, number + length) for day in self._of_month(*divmod(month, 12), anchor)
            ]

    def _of_month(self, year: int, month: int, anchor: date) -> list[date]:
        """The days that it gives in a month, from 0 for January."""
        month += 1
        first, length = _month(year, month)
        if self.months and month not in self.months:
            return []
        if not (self.weekdays or self.month_days or self.year_days or self.weeks):
            others = self.frequency == "YEARLY" and not self.months and month != anchor.month
            return [] if others else [date(year, month, min(anchor.day, length))]
        numbers = set(range(1, length + 1))
        if self.month_days:
            numbers &= {day if day > 0 else length + 1 + day for day in self.month_days}
        if self.weekdays:
            numbers &= {number for each in self.weekdays for number in self._weekday_of_month(each, first, length)}
        days = (date(year, month, number) for number in sorted(numbers))
        return [day for day in days if self._in_year(day)]

    def _weekday_of_month(self, weekday: Weekday, first: int, length: int) -> Iterable[int]:
        found = range((weekday.day - first) % 7 + 1, length + 1, 7)
        number = weekday.number
        if number is None or self._numbers_in_year():
            return found
        place = number - 1 if number > 0 else len(found) + number
        return found[place : place + 1] if place >= 0 else ()

    def _numbers_in_year(self) -> bool:
        """Whether a weekday with a number is that one of the year."""
        return self.frequency == "YEARLY" and not self.months

    def _in_year(self, day: date) -> bool:
        """Whether it is one of the days or weeks of the year that are named."""
        numbered = self._numbers_in_year() and any(each.number for each in self.weekdays)
        if not (self.year_days or self.weeks or numbered):
            return True
        number, length = day.timetuple().tm_yday, 365 + calendar.isleap(day.year)
        if self.year_days and {number, number - length - 1}.isdisjoint(self.year_days):
            return False
        if self.weeks:
            week, weeks = day.isocalendar()[1], date(day.isocalendar()[0], 12, 28).isocalendar()[1]
            if {week, week - weeks - 1}.isdisjoint(self.weeks):
                return False
        if not numbered:
            return True
        places = {None, (number - 1) // 7 + 1, -((length - number) // 7 + 1)}
        return any(each.day == day.weekday() and each.number in places for each in self.weekdays)


@lru_cache(maxsize=4_000)
def _month(year: int, month: int) -> tuple[int, int]:
    """The weekday of the first day of a month, and how many days it has."""
    first, length = calendar.monthrange(year, month)
    return int(first), length


@lru_cache(maxsize=256)
def read(rule: str) -> Recurrence:
    """A recurrence rule from its text, with or without ``RRULE:`` before it.

    Raises:
        RuleError: it cannot be read, or gives times of a day; of parts that are known, only those of hours are passed over.
    """
    parts: dict[str, str] = {}
    text = rule.strip()
    for part in text[len(_PREFIX) * text.upper().startswith(_PREFIX) :].split(";"):
        name, equals, value = (piece.strip() for piece in part.upper().partition("="))
        if not equals or name in parts or name not in _READ:
            raise RuleError(part, "FREQ=…; INTERVAL=…; BYMONTH=…; BYDAY=…; BYSETPOS=…; BYMONTHDAY=…; COUNT=… | UNTIL=…")
        parts[name] = value
    if parts.get("FREQ") not in FREQUENCIES:
        raise RuleError(f"FREQ={parts.get('FREQ', '')}", _choice("FREQ", FREQUENCIES))
    return Recurrence(
        frequency=parts["FREQ"],
        interval=_one(parts, "INTERVAL", LONGEST_INTERVAL) or 1,
        months=_numbers(parts, "BYMONTH", 1, 12),
        weekdays=_weekdays(parts),
        month_days=_numbers(parts, "BYMONTHDAY", -31, 31),
        year_days=_numbers(parts, "BYYEARDAY", -366, 366),
        weeks=_numbers(parts, "BYWEEKNO", -53, 53),
        positions=_numbers(parts, "BYSETPOS", -366, 366),
        week_start=_week_start(parts),
        count=_one(parts, "COUNT", MOST_TIMES),
        until=_until(parts),
    )


_PREFIX = "RRULE:"
_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")
"""Parts that say when on a day; here only days count."""
_READ = frozenset(
    (
        *("FREQ", "INTERVAL", "BYMONTH", "BYDAY", "BYMONTHDAY", "BYSETPOS"),
        *("WKST", "COUNT", "UNTIL", "BYWEEKNO", "BYYEARDAY"),
        *_TIMES,
    )
)


def _choice(name: str, values: Iterable[str]) -> str:
    return f"{name}={f', {name}='.join(values)}"


def _numbers(parts: Mapping[str, str], name: str, least: int, most: int) -> tuple[int, ...]:
    if name not in parts:
        return ()
    texts = parts[name].split(",")
    numbers = [int(text) if _NUMBER.fullmatch(text) else 0 for text in texts]
    if 0 in numbers or min(numbers) < least or max(numbers) > most or len(set(numbers)) < len(numbers):
        raise RuleError(f"{name}={parts[name]}", f"{name}={least if least > 0 else 1}…{most}")
    return tuple(numbers)


def _one(parts: Mapping[str, str], name: str, most: int) -> int | None:
    numbers = _numbers(parts, name, 1, most)
    if len(numbers) > 1:
        raise RuleError(f"{name}={parts[name]}", f"{name}=1…{most}")
    return numbers[0] if numbers else None


def _weekdays(parts: Mapping[str, str]) -> tuple[Weekday, ...]:
    found = []
    for text in parts["BYDAY"].split(",") if "BYDAY" in parts else ():
        match = _WEEKDAY.fullmatch(text)
        number = int(match[1]) if match and match[1] else None
        if match is None or number == 0:
            raise RuleError(f"BYDAY={parts['BYDAY']}", _choice("BYDAY", ("MO", "2TH", "-1FR")))
        found.append(Weekday(WEEKDAYS.index(match[2]), number))
    return tuple(dict.fromkeys(found))


def _week_start(parts: Mapping[str, str]) -> int:
    text = parts.get("WKST", "MO")
    if text not in WEEKDAYS:
        raise RuleError(f"WKST={text}", "WKST=MO")
    return WEEKDAYS.index(text)


def _until(parts: Mapping[str, str]) -> date | None:
    text = parts.get("UNTIL")
    if text is None:
        return None
    match = _DAY.fullmatch(text)
    try:
        if match is not None:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise RuleError(f"UNTIL={text}", "UNTIL=20261231")
