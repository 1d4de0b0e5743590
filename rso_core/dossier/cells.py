"""Cells of a spreadsheet, and options of the command line, as the fields of an act.

A cell is a text, or what a workbook keeps in it: a number (`Decimal`), a day, a time of day or a truth. Lists are separated
by semicolons; attendance is written ``person@party``, votes ``person@party=choice``, and values with fields of their
own ``name=value,name=value`` (with ``+`` between the parts of a list in them).
"""

import re
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any

import attrs

from rso_core.acts import Act, Attendee, Vote, acts_by_hand
from rso_core.nearest_names import did_you_mean, nearest
from rso_core.shown_value import shown
from rso_core.structuring import InputError
from rso_core.written_numbers import whole_number_in


@attrs.frozen
class Unreadable:
    """What stands in the place of what a cell holds where that cannot be read; says why."""

    why: str


Cell = str | Decimal | date | time | bool | Unreadable
"""What a cell holds; a moment is a `datetime`, which is a `date`."""
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_YES = ("true", "ja", "yes", "1", "waar")
_NO = ("false", "nee", "no", "0", "onwaar")


def text_cell(text: str) -> Cell:
    """A text as a cell, where it is text throughout."""
    if "\0" in text:
        return Unreadable("the cell holds NUL bytes; this is not a text file, or it is damaged")
    if _HALF_CHARACTER.search(text):
        return Unreadable("the cell holds half a character; the file is damaged")
    return text


def from_cells(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row of cells, as a spreadsheet or a command line gives it, as the fields of an act.

    Raises:
        InputError: cells are not written as their fields are.
    """
    cls = acts_by_hand().get(row.get("act", ""))
    return row if cls is None else cells_of(cls, row)


def cells_of(cls: type[Act], row: Mapping[str, Cell]) -> dict[str, Any]:
    """Cells as the fields of an act, each as plain data of its kind; what is no field of it stays as it is.

    Raises:
        InputError: cells are not written as their fields are.
    """
    values, wrong = read_cells(cls, row)
    if wrong:
        raise InputError([f"{name}: {problem}" for name, problem in wrong.items()])
    return values


@cache
def _types_of(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def read_cells(cls: type, row: Mapping[str, Cell]) -> tuple[dict[str, Any], dict[str, str]]:
    """Cells as plain data of the kinds of their fields, and by field what is wrong with the others."""
    types = _types_of(cls)
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, cell in row.items():
        try:
            values[name] = _value(cell, types[name]) if name in types else cell
        except ValueError as error:
            wrong[name] = str(error)
    return values, wrong


def _value(cell: Any, kind: Any) -> Any:
    if isinstance(cell, Unreadable):
        raise ValueError(cell.why)
    if typing.get_origin(kind) in (typing.Union, UnionType):
        kind = next(part for part in typing.get_args(kind) if part is not NoneType)
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)[0]
        texts = cell if isinstance(cell, str) else as_text(cell)
        return [_part(part.strip(), inner) for part in texts.split(";") if part.strip()]
    if isinstance(cell, str):
        return _of_text(cell, kind)
    read: Callable[[Any], Any] = _KEPT.get(kind, as_text)
    return read(cell)


def _of_text(text: str, kind: Any) -> Any:
    if kind is bool:
        if text.lower() in _YES:
            return True
        if text.lower() in _NO:
            return False
    return whole_number_in(text) if kind is int else text


def as_text(cell: Any) -> str:
    """What a workbook keeps in a cell where a text is expected: a whole number in digits.

    Raises:
        ValueError: it is something of which nobody can tell how it was typed.
    """
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        return str(int(cell))
    raise ValueError(f"the cell holds {_told(cell)}, and a text is expected; make it a text cell, and type it again")


def _told(cell: Any) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, Decimal):
        return f"the number {cell:f}"
    if isinstance(cell, datetime):
        return f"the moment {cell:%Y-%m-%d %H:%M}"
    return f"the day {cell}" if isinstance(cell, date) else f"the time of day {cell}"


def _day(cell: Any) -> date:
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return cell
    remedy = "give the cell the format of a date" if isinstance(cell, Decimal) else "leave only the day"
    raise ValueError(f"the cell holds {_told(cell)}, which is no day; {remedy}")


def _time(cell: Any) -> time:
    if isinstance(cell, time):
        return cell
    raise ValueError(f"the cell holds {_told(cell)}, which is no time of day; write it like 10:00")


def _number(cell: Any) -> Decimal:
    if isinstance(cell, Decimal):
        return cell
    raise ValueError(f"the cell holds {_told(cell)}, which is no number; make it a text cell, and type it again")


def _whole(cell: Any) -> int:
    number = _number(cell)
    if number != number.to_integral_value():
        raise ValueError(f"the cell holds {_told(cell)}, which is not a whole number")
    return int(number)


def _truth(cell: Any) -> bool:
    if isinstance(cell, bool) or (isinstance(cell, Decimal) and cell in (0, 1)):
        return bool(cell)
    raise ValueError(f"the cell holds {_told(cell)}, which is neither true nor false")


_KEPT: dict[Any, Callable[[Any], Any]] = {date: _day, time: _time, Decimal: _number, int: _whole, bool: _truth}
"""How what a workbook keeps in a cell is read, by the kind of its field; as a text for any other."""


def _part(text: str, kind: Any) -> Any:
    """A part of a list; one with fields of its own is written ``kind=agree,quorum=2/3``."""
    if kind is Attendee:
        return _attendee(text)
    if kind is Vote:
        return _vote(text)
    if not attrs.has(kind):
        return text
    types = _types_of(kind)
    pairs = [pair.partition("=") for pair in text.split(",")]
    unknown = [name.strip() for name, equals, _ in pairs if not equals or name.strip() not in types]
    if unknown:
        near = did_you_mean(nearest(unknown[0], types))
        raise ValueError(
            f"in {shown(text)}: {shown(unknown[0])} is not 'name=value' with a name of: {', '.join(types)}{near}"
        )
    return {name.strip(): _value(value.strip().replace("+", ";"), types[name.strip()]) for name, _, value in pairs}


def _attendee(text: str) -> dict[str, Any]:
    person, at, party = text.removesuffix("(guest)").strip().partition("@")
    if not at:
        raise ValueError(f"{shown(text)} is not 'person@party', such as p-0001@gm0344")
    return {"person": person.strip(), "party": party.strip(), "guest": text.endswith("(guest)")}


def _vote(text: str) -> dict[str, Any]:
    who, equals, choice = text.partition("=")
    person, at, party = who.partition("@")
    if not equals or not at:
        raise ValueError(f"{shown(text)} is not 'person@party=choice', such as p-0001@gm0344=for")
    return {"person": person.strip(), "party": party.strip(), "choice": choice.strip()}
