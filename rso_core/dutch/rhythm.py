"""Rhythms (RFC 5545) in Dutch words."""

from calendar import monthrange

from rso_core.dutch.days import MONTHS, until_words
from rso_core.dutch.sentences import counted, listed
from rso_core.recurrence import Recurrence, RuleError, Weekday, read

_PERIODS = {
    "DAILY": ("elke dag", "dagen"),
    "WEEKLY": ("elke week", "weken"),
    "MONTHLY": ("elke maand", "maanden"),
    "YEARLY": ("elk jaar", "jaar"),
}
_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_ORDINALS = {1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", 5: "vijfde", -1: "laatste", -2: "voorlaatste"}
_WORKING_WEEK, _WEEK = frozenset(range(5)), frozenset(range(7))
_LONGEST = 80
READ_BY_RULE, UNREADABLE = "volgens de regel", "volgens een regel die niet te lezen is:"
"""Before a rule that a release before took: one that gives days and has no words here, and one that gives none."""


def rhythm_in_words(rule: str | None) -> str:
    """A rule of RFC 5545 in Dutch words: ``elke 3 maanden``, ``in maart en september, op de tweede donderdag``.

    Every rule that may be recorded has words. One of a release before that has none is given as it stands, as such; what is
    no rule at all has no words.
    """
    if not rule or "FREQ=" not in rule.upper():
        return ""
    try:
        recurrence = read(rule)
    except RuleError:
        return f"{UNREADABLE} {_as_it_stands(rule)}"
    return _told(recurrence) or f"{READ_BY_RULE} {_as_it_stands(rule)}"


def _told(rule: Recurrence) -> str | None:
    """A rule in words; None where it says something for which there are none."""
    if rule.year_days or rule.weeks or (rule.week_start and rule.interval > 1):
        return None
    days = _days(rule)
    if days is None:
        return None
    once, many = _PERIODS[rule.frequency]
    every = once if rule.interval == 1 else f"elke {rule.interval} {many}"
    months = listed(MONTHS[month - 1] for month in sorted(rule.months))
    if rule.frequency == "MONTHLY" and months:
        if rule.interval > 1:
            return None
        every = f"in {months}"
    elif months:
        every = f"{every} in {months}"
    times = f"{counted(rule.count, 'keer', 'keer')} in totaal" if rule.count else ""
    return ", ".join(filter(None, (every, days and f"op {days}", times))) + until_words(rule.until)


def _days(rule: Recurrence) -> str | None:
    """On which days of a period, in words; empty where no day is named, None where there are no words for it."""
    if rule.frequency == "DAILY" and (rule.weekdays or rule.month_days or rule.months):
        return None
    if rule.month_days:
        return None if rule.weekdays or rule.positions or _is_of_a_year(rule) else _days_of_month(rule)
    if rule.positions:
        whole = rule.frequency == "MONTHLY" or (rule.frequency == "YEARLY" and len(rule.months) == 1)
        return _places(rule) if rule.weekdays and whole else None
    if rule.weekdays and _is_of_a_year(rule):
        return None
    return _weekdays(rule)


def _is_of_a_year(rule: Recurrence) -> bool:
    return rule.frequency == "YEARLY" and not rule.months


def _days_of_month(rule: Recurrence) -> str | None:
    days = rule.month_days
    if min(days) < -1:
        return None
    told = listed([*(f"dag {day}" for day in sorted(days) if day > 0), "de laatste dag van de maand" * (-1 in days)])
    # A month that has no such day gives none, which nobody reads in the number.
    everywhere = max(days) <= min(monthrange(2001, month)[1] for month in rule.months or range(1, 13))
    return told if everywhere else f"{told}, in een maand die zo lang is"


def _places(rule: Recurrence) -> str | None:
    """``de laatste werkdag van de maand``."""
    if any(day.number is not None for day in rule.weekdays) or any(place < -2 for place in rule.positions):
        return None
    named = frozenset(day.day for day in rule.weekdays)
    if named == _WORKING_WEEK:
        what = "werkdag"
    elif named == _WEEK:
        what = "dag"
    else:
        what = " of ".join(_WEEKDAYS[day] for day in sorted(named))
    return f"de {listed(map(_ordinal, _in_order(rule.positions)))} {what} van de maand"


def _weekdays(rule: Recurrence) -> str | None:
    days = sorted(rule.weekdays, key=lambda day: (_last_last(day.number or 0), day.day))
    if not any(day.number for day in days):
        each = "" if rule.frequency == "WEEKLY" else "elke "
        return listed(f"{each}{_WEEKDAYS[day.day]}" for day in days)
    numbered = [day for day in days if day.number in _ORDINALS]
    if len(numbered) < len(days) or rule.frequency == "WEEKLY":
        return None
    return f"de {listed(map(_numbered, days))}"


def _numbered(day: Weekday) -> str:
    return f"{_ordinal(day.number or 0)} {_WEEKDAYS[day.day]}"


def _ordinal(number: int) -> str:
    return _ORDINALS.get(number, f"{number}e")


def _in_order(numbers: tuple[int, ...]) -> list[int]:
    return sorted(numbers, key=_last_last)


def _last_last(number: int) -> tuple[bool, int]:
    """From the first to the last: what counts from the end comes after what counts from the start."""
    return number < 0, number


def _as_it_stands(rule: str) -> str:
    """A rule of which everything can be seen."""
    shown = "".join(character if character.isprintable() else "\ufffd" for character in rule[:_LONGEST])
    return shown if len(rule) <= _LONGEST else f"{shown}…"
