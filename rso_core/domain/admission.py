"""The door of every act: what any value in it is held to, whatever the act and however it comes in.

Every text, day and number inside is found, also in values of its own, in lists and in mappings, and also in an act of a
plugin that says nothing of it. What they may be follows from the types of the fields (`rso_core.domain.checked_types`).
Only what comes in is held to it. What a release before took is on record: judging it anew does not pass this door.
"""

import dataclasses
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, get_args, get_type_hints

import attrs
import msgspec

from rso_core.domain.checked_types import Called, Check
from rso_core.domain.day_range import FIRST_DAY, LAST_DAY, require_day
from rso_core.domain.number_range import ANY_NUMBER, NumberRange, require_number
from rso_core.domain.refusal import FieldName
from rso_core.domain.text_rule import LINE, TextKind, text_as_recorded

V = TypeVar("V")


@attrs.frozen
class _Allowed:
    """What the values in a field may be, as far as its type says so.

    Attributes:
        text, number: of texts and of numbers in it.
        checks: what else they have to satisfy when they come in.
        called: how who fills it in knows the field, where that is not its name.
    """

    text: TextKind = LINE
    number: NumberRange = ANY_NUMBER
    checks: tuple[Check, ...] = ()
    called: str = ""


_ANYTHING = _Allowed()


def admitted(value: V, only: Container[str] | None = None) -> V:
    """An act, or another value with fields, with its texts as they are recorded.

    Args:
        value: stays as it is.
        only: the fields that come in, where the others are on record already.

    Raises:
        Refused: RECORD_TEXT_CHARACTERS, RECORD_TEXT_LENGTH, RECORD_DAY_RANGE, RECORD_NUMBER_RANGE, or the rule of a type;
            each names the field.
    """
    changes: dict[str, Any] = {}
    for name, allowed in _fields(type(value)):
        if only is not None and name not in only:
            continue
        found = getattr(value, name)
        kind = type(found)
        if kind is str:
            # Nearly every text is plain, and few are checked further.
            if len(found) <= allowed.text.longest and found.isascii() and found.isprintable() and not allowed.checks:
                continue
        elif found is None or kind is bool or (kind is date and FIRST_DAY <= found <= LAST_DAY):
            continue
        held = _held(found, allowed, allowed.called or name)
        if held is not found:
            changes[name] = held
    return _with(value, changes) if changes else value


def longest_texts(cls: type) -> Mapping[str, int]:
    """How many characters the texts in the fields of a class of acts or values may have, by how a field is known."""
    return {allowed.called or name: allowed.text.longest for name, allowed in _fields(cls)}


def _held(value: Any, allowed: _Allowed, field: str) -> Any:
    """A value as it is recorded; itself where nothing changes.

    Args:
        value: anything in an act.
        allowed: what it may be.
        field: where it stands, such as ``votes[2].statement``.
    """
    if value is None or isinstance(value, bool | Enum):
        return value
    if isinstance(value, str):
        held = text_as_recorded(value, allowed.text, FieldName(field))
        for check in allowed.checks:
            held = check.checked(held, FieldName(field))
        return value if held == value else held
    if isinstance(value, date):
        require_day(value, FieldName(field))
    elif isinstance(value, int | float | Decimal):
        require_number(value, allowed.number, FieldName(field))
    elif isinstance(value, Mapping):
        return _held_mapping(value, allowed, field)
    elif isinstance(value, tuple | list | set | frozenset):
        return _held_list(value, allowed, field)
    elif _names_of(type(value)) is not None:
        return _held_fields(value, field)
    return value


def _held_mapping(value: Mapping[Any, Any], allowed: _Allowed, field: str) -> Any:
    keys = [_held(key, _ANYTHING, field) for key in value]
    held = {key: _held(one, allowed, f"{field}.{key}") for key, one in zip(keys, value.values(), strict=True)}
    same = all(new is old and held[new] is value[old] for new, old in zip(keys, value, strict=True))
    return value if same else held


def _held_list(value: Any, allowed: _Allowed, field: str) -> Any:
    held = [_held(one, allowed, f"{field}[{number}]") for number, one in enumerate(value, 1)]
    if all(new is old for new, old in zip(held, value, strict=True)):
        return value
    return value._make(held) if hasattr(value, "_make") else type(value)(held)


def _held_fields(value: Any, field: str) -> Any:
    held = {name: _held(getattr(value, name), allowed, f"{field}.{name}") for name, allowed in _fields(type(value))}
    changes = {name: new for name, new in held.items() if new is not getattr(value, name)}
    return _with(value, changes) if changes else value


def _with(value: V, changes: Mapping[str, Any]) -> V:
    change: Callable[..., Any] = attrs.evolve
    if dataclasses.is_dataclass(value):
        change = dataclasses.replace
    elif isinstance(value, msgspec.Struct):
        change = msgspec.structs.replace
    return change(value, **changes)  # type: ignore[no-any-return]


def _names_of(cls: type) -> tuple[str, ...] | None:
    """The fields of a class of values; None for any other class."""
    if attrs.has(cls):
        return tuple(field.name for field in attrs.fields(cls))
    if dataclasses.is_dataclass(cls):
        return tuple(field.name for field in dataclasses.fields(cls))
    return getattr(cls, "__struct_fields__", None)


_FIELDS: dict[type, tuple[tuple[str, _Allowed], ...]] = {}
"""Per class its fields, with what they may be: asked for every act."""


def _fields(cls: type) -> tuple[tuple[str, _Allowed], ...]:
    found = _FIELDS.get(cls)
    if found is None:
        hints = get_type_hints(cls, include_extras=True)
        found = _FIELDS[cls] = tuple((name, _allowed(hints[name])) for name in _names_of(cls) or ())
    return found


def _allowed(hint: Any) -> _Allowed:
    marks = list(_marks(hint))
    return _Allowed(
        next((mark for mark in marks if isinstance(mark, TextKind)), LINE),
        next((mark for mark in marks if isinstance(mark, NumberRange)), ANY_NUMBER),
        tuple(mark for mark in marks if isinstance(mark, Check) and mark.at_the_door),
        next((mark.name for mark in marks if isinstance(mark, Called)), ""),
    )


def _marks(hint: Any) -> Iterable[Any]:
    """Everything annotated in a type: of the values in a list or mapping too, the outermost first."""
    yield from getattr(hint, "__metadata__", ())
    for part in get_args(hint):
        yield from _marks(part)
