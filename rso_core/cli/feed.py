"""What is due as an iCalendar feed (RFC 5545), for the calendar of whoever should act."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from icalendar import Calendar, Event

from rso_core.atomic_write import FOR_ALL, write_whole
from rso_core.hooks import DueItem
from rso_core.settings import SettingsError
from rso_core.visible_text import visible


def feed(items: Iterable[DueItem], on: date) -> bytes:
    """The items as a calendar, an all-day event each.

    The same item has the same UID in every feed, so that a calendar that follows the file moves it and makes no second; and
    no two items have the same one, because a calendar would show the last of them only.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//rso//te doen//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Te doen in de regionale samenwerking")
    met: Counter[str] = Counter()
    for item in items:
        named = f"{item.about}\n{item.rule}" if item.about else f"{item.what}\n{item.who}\n{item.rule}"
        met[named] += 1
        event = Event()
        event.add("uid", _uid(named, met[named]))
        event.add("dtstamp", datetime.combine(on, time(), UTC))
        event.add("dtstart", item.on)
        if item.on < date.max:  # an event of one day needs no end
            event.add("dtend", item.on + timedelta(days=1))
        event.add("summary", _text(f"{item.what} — {item.who}"))
        late = f" (te laat op {on})" if item.on < on else ""
        event.add("description", _text(f"Wie: {item.who}\nWaarom: {item.rule}{late}"))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _uid(named: str, number: int) -> str:
    """Of several items of one name, each has its own; they come in order of their days."""
    counted = named if number == 1 else f"{named}\n{number}"
    return f"{hashlib.sha256(counted.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@rso"


def _text(text: str) -> str:
    """A text as RFC 5545 allows it: of all controls a tab and the end of a line, which the library escapes."""
    return visible(text.replace("\r\n", "\n"))


def write_feed(path: Path, items: Iterable[DueItem], on: date) -> None:
    """Write the feed to a file.

    Raises:
        SettingsError: the file cannot be written.
    """
    try:
        write_whole(path, feed(items, on), FOR_ALL)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}") from None
