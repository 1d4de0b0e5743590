"""What is due as a calendar: each item is one event, known again in the next feed, and its words stay words."""

from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from rso_core.cli.feed import feed
from rso_core.hooks import DueItem

DAY = date(2026, 3, 1)


def item(what: str = "Actiepunt: navragen", on: date = DAY, about: str = "", who: str = "Gemeente") -> DueItem:
    return DueItem(on=on, what=what, who=who, rule="S15: gereed op de dag", about=about)


def uids(*items: DueItem) -> list[str]:
    return [str(event["uid"]) for event in events(feed(items, DAY))]


def events(written: bytes) -> list[Any]:
    return list(Calendar.from_ical(written).walk("VEVENT"))


def test_two_items_of_the_same_words_are_two_events() -> None:
    days = [date(2026, 3, 2), date(2026, 3, 2), date(2026, 4, 2)]
    for about in ([""] * 3, ["action:a", "action:b", "action:c"], ["action:a"] * 3):
        found = uids(*(item(on=day, about=each) for day, each in zip(days, about, strict=True)))
        assert len(set(found)) == 3


def test_an_item_is_known_again_when_its_day_or_words_change() -> None:
    first = uids(item(about="action:a"))
    assert uids(item("Actiepunt: beter navragen", date(2026, 5, 1), "action:a", "Provincie")) == first
    assert uids(item(about="action:b")) != first
    assert uids(item(on=date(2026, 5, 1))) == uids(item())


@pytest.mark.parametrize(
    "end",
    ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\\n", "\\", "\0", "\x1b", "\ud800", "\u202e"],
)
def test_no_text_adds_a_line_or_a_property(end: str) -> None:
    text = f"Navragen{end}END:VEVENT{end}BEGIN:VEVENT{end}ATTENDEE;X=1:mailto:x@x.example{end}"
    written = feed([item(text, who=text)], DAY)
    lines = written.decode("utf-8").replace("\r\n ", "").splitlines()
    assert [line.partition(":")[0].partition(";")[0] for line in lines if line] == [
        *("BEGIN", "VERSION", "PRODID", "X-WR-CALNAME", "BEGIN"),
        *("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "DESCRIPTION"),
        *("END", "END"),
    ]
    (event,) = events(written)
    assert str(event["summary"]).count("END:VEVENT") == 2


@pytest.mark.parametrize(("day", "end"), [(date.min, date(1, 1, 2)), (date(9999, 12, 30), date.max), (date.max, None)])
def test_the_first_and_the_last_day_are_days(day: date, end: date | None) -> None:
    (event,) = events(feed([item(on=day)], DAY))
    assert event["dtstart"].dt == day
    assert (event["dtend"].dt if "dtend" in event else None) == end
