"""Days and times of day in Dutch."""

from datetime import date, time

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def in_words(day: date) -> str:
    """A day as ``12 maart 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def until_words(day: date | None) -> str:
    """``, tot en met 12 maart 2026``, with the comma before it; empty without a last day."""
    return f", tot en met {in_words(day)}" if day else ""


def clock(at: time) -> str:
    """A time of day as ``9.30 uur``."""
    return f"{at.hour}.{at.minute:02} uur"
