"""What an act says, field by field, in words: what differs between an act and the same act as corrected."""

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

import attrs

from rso_core.acts import Act
from rso_core.domain.names import NameIndex
from rso_core.domain.references import FieldType, Reference, field_types
from rso_core.dutch.act_fields import field_in_dutch
from rso_core.dutch.sentences import listed, quoted
from rso_core.dutch.values import value_in_dutch
from rso_core.dutch.vocabulary import dutch
from rso_core.recorded_corrections import ActChange

NOTHING = "niet ingevuld"
"""In place of a value that is not there."""


def differing_in_words(change: ActChange, names: NameIndex) -> tuple[tuple[str, str], ...]:
    """The fields of an act in which it says something else as corrected: what each said, and what it says now.

    ``("titel “Breif”", "titel “Brief”")``; of a list only what differs is told.
    """
    if change.said_before is None or change.says_now is None:
        return ()
    return tuple(_both(change.said_before, change.says_now, each.field, names) for each in change.fields)


def _both(before: Act, after: Act, field: str, names: NameIndex) -> tuple[str, str]:
    kind, called = field_types(type(after))[field], field_in_dutch(field)
    one, other = getattr(before, field) or (), getattr(after, field) or ()
    if kind.many:
        gone, new = [each for each in one if each not in other], [each for each in other if each not in one]
        old_told, new_told = _told(gone, kind, before, names), _told(new, kind, after, names)
        if gone and new:
            return f"{called} met {old_told}", f"{called} met {new_told}"
        if gone or new:
            with_, without = f"{called} met {old_told or new_told}", f"{called} zonder {old_told or new_told}"
            return (with_, without) if gone else (without, with_)
    told = (_told(getattr(act, field), kind, act, names) or NOTHING for act in (before, after))
    return f"{called} {next(told)}", f"{called} {next(told)}"


def value_in_words(value: Any, field: str, of: Any, names: NameIndex) -> str:
    """A value of a field in Dutch: by its name what it points to, a day in full, a choice in Dutch; empty for nothing.

    Args:
        value: as the act, or a value in it, holds it.
        field: its name.
        of: the act, or the value, that holds it.
        names: what everything is called.
    """
    return _told(value, field_types(type(of))[field], of, names)


def _told(value: Any, kind: FieldType, of: Any, names: NameIndex) -> str:
    if value is None or value in ("", (), []):
        return ""
    if kind.many:
        return _listed((_one(each, kind, of, names) for each in value), apart=attrs.has(kind.plain))
    return _one(value, kind, of, names)


def _listed(words: Iterable[str], *, apart: bool) -> str:
    return "; ".join(words) if apart else listed(words)


def _one(value: Any, kind: FieldType, of: Any, names: NameIndex) -> str:
    if kind.reference is not None:
        return _named(value, kind.reference, of, names)
    if attrs.has(type(value)):
        return ", ".join(_parts(value, names))
    return plain_in_words(value)


def _named(identifier: str, reference: Reference, of: Any, names: NameIndex) -> str:
    if reference.within is None:
        return names.subject(f"{reference.kind}:{identifier}")
    owner = next(
        (
            getattr(of, n)
            for n, k in field_types(type(of)).items()
            if k.reference and k.reference.kind == reference.within
        ),
        None,
    )
    name = names.get(reference.kind, owner, identifier) if owner else None
    return quoted(name) if isinstance(name, str) and name else identifier


def _parts(value: Any, names: NameIndex) -> Iterator[str]:
    """The fields of a value: what names somebody by itself, the others behind what they are called."""
    for name, kind in field_types(type(value)).items():
        found = getattr(value, name)
        told = _told(found, kind, value, names)
        if not told or found is False:
            continue
        yield told if kind.reference is not None or isinstance(found, Enum) else f"{field_in_dutch(name)} {told}"


def plain_in_words(value: Any) -> str:
    """A value that points to nothing, in Dutch."""
    match value:
        case Enum():
            return dutch(str(value.value))
        case str():
            return quoted(value)
    return value_in_dutch(value) or str(value)
