"""Concepts of the covenant that have a stream of events: the state of each, folded from its events."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

S = TypeVar("S")
_STATES: dict[str, type[Any]] = {}


def concept(name: str) -> Callable[[type[S]], type[S]]:
    """Mark the state of a concept.

    Args:
        name: how its streams start (``party`` of ``party:gm0344``); the kind of the references to it.
    """

    def mark(cls: type[S]) -> type[S]:
        cls.concept = name  # type: ignore[attr-defined]
        _STATES[name] = cls
        return cls

    return mark


def concepts() -> Mapping[str, type[Any]]:
    """The states of the concepts whose modules were imported so far, by name."""
    return MappingProxyType(_STATES)


def fold(state: Any, event: Any) -> Any:
    """The state after one more event; None is the state before the first."""
    return event.apply(state)
