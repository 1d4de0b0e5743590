"""Acts as others might have said them: with fields left out that may be, and other words, choices and numbers."""

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args

import attrs

from rso_core import Act
from rso_core.acts import replace
from rso_core.domain.checked_types import Sha256
from rso_core.domain.references import EmptyIsNone, FieldType, field_types

_SHA256 = get_args(Sha256)[1]


def varied(act: Act, chance: random.Random, often: float) -> Act:
    """The act with some of its fields said otherwise; identifiers stay, so that later acts find what they name.

    Args:
        act: allowed as it is; the varied one may be refused.
        chance: leads to this variation.
        often: how likely each field is to change.
    """
    changes: dict[str, Any] = {}
    for field in type(act).__attrs_attrs__:
        if chance.random() < often:
            others = list(_others(getattr(act, field.name), field_types(type(act))[field.name], field.default))
            if others:
                changes[field.name] = chance.choice(others)
    return replace(act, **changes)


def _others(value: Any, kind: FieldType, default: Any) -> Iterator[Any]:
    """What could stand in a field as well."""
    if default is not attrs.NOTHING:
        yield default
    if kind.optional:
        yield None
    if _SHA256 in kind.marks and isinstance(value, str):
        yield value.upper()
        if EmptyIsNone() in kind.marks:
            yield ""
        return
    if kind.reference is not None and not kind.many:
        return
    if kind.many and value:
        yield tuple(reversed(value))
        yield (*value, value[0])
    elif issubclass(kind.plain, StrEnum):
        yield from kind.plain
    elif kind.plain is bool:
        yield not value
    elif kind.plain is str:
        yield from (" Met spaties ", "Iets «anders», é é")
        if not kind.optional or EmptyIsNone() in kind.marks:
            yield ""
    elif kind.plain in (int, Decimal) and value is not None:
        yield value + 1
    elif kind.plain is date and isinstance(value, date):
        yield value.replace(day=1 + value.day % 28)
