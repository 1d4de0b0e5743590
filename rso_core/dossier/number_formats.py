"""Which numbers of a workbook are days and times of day: only the format of a cell says so (ECMA-376, 18.8.30 and 18.17.4)."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, auto

from rso_core.dossier.cells import Cell, Unreadable

_SECONDS = 86_400
_BUILT_IN = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Formats that every workbook has without naming them, and that are of days or times of day."""
_ELAPSED = 46
"""The one of them that is ``[h]:mm:ss``."""
_NO_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|general|am/pm|a/p', re.IGNORECASE)
"""What stands in the code of a format as it is, or says colour, language or condition."""
_PARTS_OF_TIME = re.compile("[dmyhs]", re.IGNORECASE)
_BEFORE_1900, _BEFORE_MARCH_1900, _1904 = date(1899, 12, 31), date(1899, 12, 30), date(1904, 1, 1)
_NO_SUCH_DAY = 60
"""The 29th of February 1900, which was no day and which spreadsheets count."""


class Shown(Enum):
    """As what a format shows a number."""

    NUMBER = auto()
    MOMENT = auto()
    ELAPSED = auto()


def shown_as(number: int, codes: Mapping[int, str]) -> Shown:
    """As what the format of this number shows a number: as it is, as a day or time of day, or as time that went by.

    Args:
        number: of the format.
        codes: of the formats that the workbook names, by their number.
    """
    code = codes.get(number)
    if code is None:
        is_of_time = Shown.ELAPSED if number == _ELAPSED else Shown.MOMENT
        return is_of_time if number in _BUILT_IN else Shown.NUMBER
    shown = _NO_CODE.sub("", code).partition(";")[0]
    if not _PARTS_OF_TIME.search(shown):
        return Shown.NUMBER
    return Shown.ELAPSED if "[" in shown else Shown.MOMENT


def elapsed(number: Decimal) -> Cell:
    """The time of day that a number of days stands for that is shown as time that went by; more than a day is none."""
    if 0 <= number < 1:
        return moment_of(number, since_1904=False)
    return Unreadable(
        f"the cell holds a length of time, of {(number * 24).normalize():f} hours; give the cell the format of a number"
    )


def moment_of(number: Decimal, *, since_1904: bool) -> Cell:
    """The day, moment or time of day that a number stands for: days since 1900 or 1904, and parts of a day."""
    days, seconds = divmod(int((number * _SECONDS).to_integral_value()), _SECONDS)
    at = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    if days == 0:
        return at
    first = _1904 if since_1904 else _BEFORE_1900 if days < _NO_SUCH_DAY else _BEFORE_MARCH_1900
    try:
        day = first + timedelta(days=days)
    except OverflowError:
        day = None
    if day is None or days < 0 or (days == _NO_SUCH_DAY and not since_1904):
        return Unreadable(f"the cell holds the number {number:f} as a day, which is none")
    return datetime.combine(day, at) if seconds else day
