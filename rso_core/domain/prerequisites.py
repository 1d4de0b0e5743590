"""What an act needs before it can decide, taken once from how it is declared."""

import inspect
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args, get_origin, get_type_hints

import attrs

from rso_core.domain.act import EFFECTIVE, NEW_ID, Act, Needed
from rso_core.domain.checked_types import Check
from rso_core.domain.references import EmptyIsNone, NotChecked, field_types


@attrs.frozen
class Parameter:
    """A parameter of ``decide``: the concept whose state it is (None for the day of recording), and how it is reached.

    Attributes:
        optional, many: whether it may be None, or is a mapping by identifier.
        needed: what it is reached through, where it is not named like a field of the act.
        through: names of what is handed to `needed`.
    """

    name: str
    concept: str | None
    optional: bool
    many: bool
    needed: Needed | None
    through: tuple[str, ...] = ()


@attrs.frozen
class Prerequisites:
    """What acts of a class need.

    Attributes:
        named: fields that point to something with a stream of its own, the kind of that, and whether there are several.
        unknown: those of them that may be new too: ``decide`` takes None for a thing that the field always names.
        new: fields that name something new, and its kind.
        checks: fields whose type checks itself, also when it is judged anew, and whether there are several values.
        may_be_empty: fields in which an empty text is the same as nothing there.
        parameters: of ``decide``.
        effective: field with the day from which its events hold; empty where each event says so itself.
    """

    named: tuple[tuple[str, str, bool], ...]
    unknown: frozenset[str]
    new: tuple[tuple[str, str], ...]
    checks: tuple[tuple[str, Check, bool], ...]
    may_be_empty: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    effective: str


_FOUND: dict[type[Act], Prerequisites] = {}


def prerequisites_of(cls: type[Act]) -> Prerequisites:
    """What acts of this class need."""
    found = _FOUND.get(cls)
    if found is None:
        found = _FOUND[cls] = _taken_from(cls)
    return found


def _taken_from(cls: type[Act]) -> Prerequisites:
    types, fields = field_types(cls), {field.name: field for field in cls.__attrs_attrs__}
    streams = [
        (name, kind.reference.kind, kind.many)
        for name, kind in types.items()
        if kind.reference is not None and kind.reference.within is None and NotChecked() not in kind.marks
    ]
    parameters = tuple(_parameters(cls))
    return Prerequisites(
        named=tuple(each for each in streams if NEW_ID not in fields[each[0]].metadata),
        unknown=frozenset(
            each.name for each in parameters if each.optional and each.needed is None and not types[each.name].optional
        ),
        new=tuple((name, kind) for name, kind, _ in streams if NEW_ID in fields[name].metadata),
        checks=tuple(
            (name, mark, kind.many)
            for name, kind in types.items()
            for mark in kind.marks
            if isinstance(mark, Check) and not mark.at_the_door
        ),
        may_be_empty=tuple(name for name, kind in types.items() if EmptyIsNone() in kind.marks),
        parameters=parameters,
        effective=next((name for name, field in fields.items() if EFFECTIVE in field.metadata), ""),
    )


def _parameters(cls: type[Act]) -> list[Parameter]:
    decide: Any = cls.decide  # type: ignore[attr-defined]
    hints = get_type_hints(decide)
    found = []
    for parameter in list(inspect.signature(decide).parameters.values())[1:]:
        hint, default = hints[parameter.name], parameter.default
        parts = get_args(hint)
        optional = type(None) in parts
        many = isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping)
        state = next(part for part in parts if part not in (str, type(None))) if optional or many else hint
        needed = default if isinstance(default, Needed) else None
        through = tuple(inspect.signature(needed.identifiers).parameters) if needed else ()
        concept = None if hint is date else state.concept
        found.append(Parameter(parameter.name, concept, optional, many, needed, through))
    return found
