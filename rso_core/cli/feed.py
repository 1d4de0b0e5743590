"""What is due as an iCalendar feed (RFC 5545), for the calendar of whoever should act."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from icalendar import Calendar, Event

from rso_core.hooks import DueItem
from rso_core.settings import SettingsError


def feed(items: Iterable[DueItem], on: date) -> bytes:
    """The items as a calendar, an all-day event each.

    The same item has the same UID in every feed, so that a calendar that follows the file moves it and makes no second.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//rso//te doen//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Te doen in de regionale samenwerking")
    for item in items:
        event = Event()
        named = f"{item.what}\n{item.who}\n{item.rule}"
        event.add("uid", f"{hashlib.sha256(named.encode()).hexdigest()[:32]}@rso")
        event.add("dtstamp", datetime.combine(on, time(), UTC))
        event.add("dtstart", item.on)
        event.add("dtend", item.on + timedelta(days=1))
        event.add("summary", f"{item.what} — {item.who}")
        late = f" (te laat op {on})" if item.on < on else ""
        event.add("description", f"Wie: {item.who}\nWaarom: {item.rule}{late}")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def write_feed(path: Path, items: Iterable[DueItem], on: date) -> None:
    """Write the feed to a file.

    Raises:
        SettingsError: the file cannot be written.
    """
    try:
        path.write_bytes(feed(items, on))
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}") from None
