"""Values as a Dutch reader writes them: yes and no, days, moments, times of day and amounts."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from rso_core.dutch.days import clock, in_words
from rso_core.dutch.sentences import number_in_words
from rso_core.time_zone import AMSTERDAM


def value_in_dutch(value: Any) -> str | None:
    """A value in Dutch; None for what is no truth, day, moment (aware), time of day or amount."""
    match value:
        case bool():
            return "ja" if value else "nee"
        case datetime():
            local = value.astimezone(AMSTERDAM)
            return f"{in_words(local.date())}, {clock(local.time())}"
        case date():
            return in_words(value)
        case time():
            return clock(value)
        case Decimal():
            return number_in_words(value)
    return None
