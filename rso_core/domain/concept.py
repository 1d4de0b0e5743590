"""Concepts of the covenant that have a stream of events: the state of each, folded from its events."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

S = TypeVar("S")
_STATES: dict[str, type[Any]] = {}
_AS_RECORDED: set[str] = set()
_DATED: set[str] = set()


def concept(name: str, *, dated: bool = False, as_recorded: bool = False) -> Callable[[type[S]], type[S]]:
    """Mark the state of a concept.

    Args:
        name: how its streams start (``party`` of ``party:gm0344``); the kind of the references to it.
        dated: its state answers for every day by itself, so acts are decided on all that is known of it; of any other
            concept an act is given the state of its own day.
        as_recorded: for bookkeeping on what was decided with the knowledge of then: its events follow each other as
            they were recorded, and not by the day from which they hold.
    """

    def mark(cls: type[S]) -> type[S]:
        cls.concept = name  # type: ignore[attr-defined]
        _STATES[name] = cls
        if as_recorded:
            _AS_RECORDED.add(name)
        if dated:
            _DATED.add(name)
        return cls

    return mark


def concepts() -> Mapping[str, type[Any]]:
    """The states of the concepts whose modules were imported so far, by name."""
    return MappingProxyType(_STATES)


def follows_recording(stream: str) -> bool:
    """Whether the events of a stream follow each other as they were recorded; see `concept`."""
    return stream.partition(":")[0] in _AS_RECORDED


def is_dated(concept: str) -> bool:
    """Whether the state of a concept answers for every day by itself; see `concept`."""
    return concept in _DATED


def fold(state: Any, event: Any) -> Any:
    """The state after one more event; None is the state before the first."""
    return event.apply(state)
