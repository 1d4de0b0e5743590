"""Moments as the site takes and gives them: ISO texts with an offset."""

from datetime import UTC, date, datetime, time

from ariadne import ScalarType
from dateutil.parser import ParserError
from dateutil.parser import parse as guess

from rso_core.time_zone import AMSTERDAM

moment_scalar = ScalarType("DateTime")


def now() -> str:
    """The present moment, as the site writes its own times."""
    return in_utc(datetime.now(UTC))


def in_utc(moment: datetime) -> str:
    """A moment as the site gives back what it stored."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def parse(text: str) -> datetime:
    """A moment; without an offset it is local time, and what is no ISO text is guessed.

    Raises:
        ValueError: no moment can be made of it.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = guess(text)
        except (ParserError, OverflowError):
            raise ValueError(f"'{text}' is no moment") from None
    return found if found.tzinfo else found.replace(tzinfo=AMSTERDAM)


def this_morning() -> datetime:
    """Midnight at which the present day began in Amsterdam."""
    today: date = datetime.now(AMSTERDAM).date()
    return datetime.combine(today, time(), AMSTERDAM)


@moment_scalar.value_parser
def moment_from_input(value: object) -> datetime:
    """A moment that a client sent; refusing here makes it a wrong variable, before any work is done."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no moment")
    return parse(value)
