"""What every act is: an immutable value with a name, a chapter of the covenant, and fields that explain themselves."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

import attrs

from rso_core.domain.values import LATER


class Act:
    """Base of every act.

    Attributes:
        act_name: its name in dossiers and on the command line.
        chapter: the chapter of the covenant it belongs to, under which the command line lists it.
        by_hand: whether it stands in dossiers and has a command of its own; otherwise another command records it.
        names_a_person: whether it holds a name or address, so that its fingerprint must not let them be guessed.
    """

    __slots__ = ()
    act_name: ClassVar[str]
    chapter: ClassVar[str]
    by_hand: ClassVar[bool]
    names_a_person: ClassVar[bool]


A = TypeVar("A", bound=type[Act])
_ACTS: dict[str, type[Act]] = {}


def named(name: str, *, by_hand: bool = True, names_a_person: bool = False) -> Callable[[A], A]:
    """Register an act under its name; its chapter is that of the module it stands in.

    Args:
        name: its name in dossiers and on the command line.
        by_hand, names_a_person: see `Act`.

    Raises:
        ValueError: when two acts claim the same name.
    """

    def register(cls: A) -> A:
        if name in _ACTS:
            raise ValueError(f"act name {name!r} is already taken by {_ACTS[name].__qualname__}")
        cls.act_name = name
        cls.by_hand, cls.names_a_person = by_hand, names_a_person
        cls.chapter = cls.__module__.rpartition(".")[2]
        _ACTS[name] = cls
        return cls

    return register


def act_classes() -> Mapping[str, type[Act]]:
    """Every act by its name (read-only view)."""
    return MappingProxyType(_ACTS)


def acts_by_hand() -> Mapping[str, type[Act]]:
    """The acts that stand in dossiers and have a command of their own, by name."""
    return {name: cls for name, cls in _ACTS.items() if cls.by_hand}


def field_help(field: "attrs.Attribute[Any]") -> str:
    """What a field of an act means, in one line."""
    return str(field.metadata.get("help", ""))


def field(text: str, **options: Any) -> Any:
    """A field of an act, with what it means in one line."""
    return attrs.field(metadata={"help": text}, **options)


def later_field(text: str, *, default: Any) -> Any:
    """A field that an act got in a later release: left at its default, the act still says what it said before."""
    return attrs.field(metadata={"help": text, **LATER}, default=default)


def said(value: Any) -> Any:
    """What an act says, as plain data that later releases give too: new fields at their default are left out."""
    if attrs.has(type(value)):
        return {
            part.name: said(getattr(value, part.name))
            for part in attrs.fields(type(value))
            if not (LATER.items() <= part.metadata.items() and getattr(value, part.name) == part.default)
        }
    return [said(part) for part in value] if isinstance(value, tuple | list) else value
