"""Rhythms (RFC 5545) in Dutch words."""

from rso_core.dutch.days import MONTHS
from rso_core.dutch.sentences import listed

_FREQUENCIES = {
    "DAILY": ("dag", "dagen"),
    "WEEKLY": ("week", "weken"),
    "MONTHLY": ("maand", "maanden"),
    "YEARLY": ("jaar", "jaar"),
}
_WEEKDAYS = {
    "MO": "maandag",
    "TU": "dinsdag",
    "WE": "woensdag",
    "TH": "donderdag",
    "FR": "vrijdag",
    "SA": "zaterdag",
    "SU": "zondag",
}
_ORDINALS = {1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", 5: "vijfde", -1: "laatste"}


def rhythm_in_words(rule: str | None) -> str:
    """An RFC 5545 rule in Dutch words: ``elke 3 maanden``, ``in maart en september, op de tweede donderdag``.

    Parts that have no words here, such as a number of weeks in the year, are left out.
    """
    parts = dict(part.split("=", 1) for part in (rule or "").removeprefix("RRULE:").split(";") if "=" in part)
    if parts.get("FREQ") not in _FREQUENCIES:
        return ""
    one, many = _FREQUENCIES[parts["FREQ"]]
    interval = parts.get("INTERVAL", "1")
    each = "elk" if one == "jaar" else "elke"
    every = f"{each} {one}" if interval == "1" else f"elke {interval} {many}"
    months = [MONTHS[int(number) - 1] for number in parts.get("BYMONTH", "").split(",") if number]
    days = [word for day in parts.get("BYDAY", "").split(",") if (word := _weekday(day))]
    days += [f"dag {number}" for number in parts.get("BYMONTHDAY", "").split(",") if number]
    told = f"in {listed(months)}" if months else every
    numbered = all(day.startswith(("dag", *_WEEKDAYS.values())) for day in days)
    return f"{told}, op {'' if numbered else 'de '}{listed(days)}" if days else told


def _weekday(day: str) -> str:
    """``2TH`` is the second Thursday, ``TH`` any."""
    name, number = _WEEKDAYS.get(day[-2:], ""), day[:-2]
    ordinal = _ORDINALS.get(int(number), "") if number else ""
    return f"{ordinal} {name}".strip()
