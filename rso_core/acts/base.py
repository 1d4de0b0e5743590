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
    """

    __slots__ = ()
    act_name: ClassVar[str]
    chapter: ClassVar[str]


A = TypeVar("A", bound=type[Act])
_ACTS: dict[str, type[Act]] = {}


def named(name: str) -> Callable[[A], A]:
    """Register an act under its name; its chapter is that of the module it stands in.

    Raises:
        ValueError: when two acts claim the same name.
    """

    def register(cls: A) -> A:
        if name in _ACTS:
            raise ValueError(f"act name {name!r} is already taken by {_ACTS[name].__qualname__}")
        cls.act_name = name
        cls.chapter = cls.__module__.rpartition(".")[2]
        _ACTS[name] = cls
        return cls

    return register


def act_classes() -> Mapping[str, type[Act]]:
    """Every act by its name (read-only view)."""
    return MappingProxyType(_ACTS)


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
