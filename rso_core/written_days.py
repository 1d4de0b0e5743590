"""What is said of a text that was meant as a day and is not written as one: how it can be read, and how to write it."""

import re
from datetime import date

from rso_core.dutch.days import MONTHS, in_words
from rso_core.shown_value import shown

_NUMBERS = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})")
_IN_WORDS = re.compile(r"([0-9]{1,2})[- ]([a-z]{3,9})\.?[- ]([0-9]{4})")
_WITH_TIME = re.compile(r"(\S+)[ T][0-9]{1,2}:[0-9]{2}.*")
_HOW = "write it like 2026-03-12 or 12-03-2026"


def not_a_day(text: str) -> str:
    """Why a text is not taken as a day, and what would be.

    A day that may be the third of April or the fourth of March is told as both; one that only looks otherwise, as it is to
    be written.
    """
    written = text.strip().casefold()
    if match := _NUMBERS.fullmatch(written):
        return f"{shown(text)} {_of_numbers(*match.groups())}"
    if match := _YEAR_FIRST.fullmatch(written):
        year, month, day = map(int, match.groups())
        return f"{shown(text)} is not a date; {_write(_day(year, month, day))}"
    if match := _IN_WORDS.fullmatch(written):
        called = match[2]
        month = next((n for n, name in enumerate(MONTHS, 1) if called in (name, name[:3], _SHORT.get(name))), 0)
        return f"{shown(text)} is not a date; {_write(_day(int(match[3]), month, int(match[1])))}"
    if match := _WITH_TIME.fullmatch(text.strip()):
        return f"{shown(text)} holds a time of day too, and a date is expected; write only {shown(match[1])}"
    return f"{shown(text)} is not a date; {_HOW}"


_SHORT = {"maart": "mrt"}


def _of_numbers(first: str, second: str, year: str) -> str:
    if len(year) == 2:  # of which century nobody can tell
        return f"is not a date: the year has two digits; {_HOW}"
    days = [_day(int(year), int(second), int(first)), _day(int(year), int(first), int(second))]
    readings = list(dict.fromkeys(day for day in days if day is not None))
    if len(readings) == 2:
        dutch, other = readings
        return f"can be read as {in_words(dutch)} or as {in_words(other)}; write {dutch}, or {other}"
    return f"is not a date; {_write(readings[0] if readings else None)}"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _write(day: date | None) -> str:
    return _HOW if day is None else f"write {day}, if that is meant"
