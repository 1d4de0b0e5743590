"""Dutch words for days, times, numbers and names, and the small blocks that all texts are made of."""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from rso_core.dutch import days
from rso_core.projection import unreadable_name
from rso_pleio.documents import Block, Inline, Item, Part, bold, heading, paragraph, table
from rso_pleio.model import clean

NAMELESS = "(naam verwijderd)"
"""Stands where the name of a person was erased from the record."""
UNREADABLE = "(naam nu niet te lezen)"
"""Stands where no key at hand opens the name of a person."""
_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def in_words(day: date | None) -> str:
    """A day in words: 12 maart 2026; nothing for no day."""
    return "" if day is None else days.in_words(day)


def on_weekday(day: date) -> str:
    """A day in words with its name: donderdag 12 maart 2026."""
    return f"{_WEEKDAYS[day.weekday()]} {in_words(day)}"


def clock(at: time | None) -> str:
    """A time as 10.00; nothing for no time."""
    return "" if at is None else f"{at.hour:02}.{at.minute:02}"


def when(day: date, starts: time | None, ends: time | None) -> str:
    """When a meeting is: donderdag 12 maart 2026, 10.00–12.00 uur; what is not known is left out or told."""
    if starts is None and ends is None:
        return f"{on_weekday(day)}, tijd nog niet bekend"
    if starts is None or ends is None:
        return f"{on_weekday(day)}, {'tot' if starts is None else 'vanaf'} {clock(starts or ends)} uur"
    return f"{on_weekday(day)}, {clock(starts)}–{clock(ends)} uur"


def period(start: date | None, until: date | None) -> str:
    """A period with its last day: 1 januari 2026 t/m 31 december 2026."""
    if until is None:
        return f"vanaf {in_words(start)}" if start else ""
    return f"{in_words(start)} t/m {in_words(until)}".strip()


def number(amount: Decimal | int) -> str:
    """An amount the Dutch way, without zeros that say nothing: 1.234,5."""
    told = f"{amount:,f}"
    whole, _, part = told.partition(".")
    part = part.rstrip("0")
    return whole.replace(",", ".") + (f",{part}" if part else "")


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun: 1 partij, 3 partijen."""
    return f"{count} {one if count == 1 else many}"


def line(value: object) -> str:
    """Anything as one clean line; nothing for None."""
    return "" if value is None else " ".join(clean(str(value)).split())


def uncapital(value: str) -> str:
    """The text without a capital to start with, to stand in a sentence; an abbreviation keeps its own."""
    return value if value[:2].isupper() else value[:1].lower() + value[1:]


def person_name(person: str | None, name: object) -> str:
    """The name of a person; that it was erased, when the record no longer tells it; nothing for nobody.

    Args:
        person: identifier of the person.
        name: as a register shows it: the identifier again, or nothing, where no name is known.
    """
    if not person:
        return ""
    told = line(name)
    if told == line(unreadable_name(person)):
        return UNREADABLE
    return told if told and told != line(person) else NAMELESS


def parts_of(value: Any) -> tuple[Part, ...]:
    """What a fact or cell says as stretches of text; empty when there is nothing to say."""
    if isinstance(value, Inline):
        return (value,)
    if isinstance(value, list | tuple):
        return tuple(part for one in value for part in parts_of(one))
    told = "" if value is None else clean(str(value))
    return (told,) if told.strip() else ()


def facts(*pairs: tuple[str, Any]) -> list[Block]:
    """A paragraph per fact that is known: its name in bold, then what it is: a value, a link or several of them."""
    return [paragraph(bold(f"{name}: "), *parts) for name, value in pairs if (parts := parts_of(value))]


def prose(value: object) -> list[Block]:
    """A text of somebody else as paragraphs, one per line."""
    lines = clean("" if value is None else str(value)).splitlines()
    return [paragraph(one) for one in lines if one.strip()]


def section(title: str, blocks: Sequence[Block], level: int = 2) -> list[Block]:
    """Blocks under a heading; nothing at all when there are none."""
    return [heading(line(title) or "(zonder titel)", level=level), *blocks] if blocks else []


def table_or(headers: Sequence[str], rows: Sequence[Sequence[Item]], otherwise: str) -> Block:
    """A table, or a sentence where it would have no rows."""
    return table(headers, rows) if rows else paragraph(otherwise)


def joined(parts: Sequence[Part], between: str = ", ") -> tuple[Part, ...]:
    """Stretches with something between them."""
    return tuple(piece for n, part in enumerate(parts) for piece in ((between, part) if n else (part,)))


def lines_of(parts: Sequence[Part]) -> list[Block]:
    """Stretches for one cell, each on a line of its own."""
    return [paragraph(part) for part in parts]
