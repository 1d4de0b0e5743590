"""Names and versions of events: what a stored event is called, apart from the class that carries it.

A store outlives the code. An event is therefore stored under a name of the covenant's language and a
version (``covenant.signed``, 2), never under a module path: classes may be moved and renamed freely.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import ClassVar, TypeVar


class Event:
    """Base of every governance event; the subclasses are frozen attrs classes.

    Attributes:
        event_name, event_version: name and version under which it is stored.
        sealed: fields that name a person; stored encrypted under the key of the person whose stream it is.
        erases: whether recording it destroys the key of the person whose stream it is.
    """

    __slots__ = ()
    event_name: ClassVar[str]
    event_version: ClassVar[int]
    sealed: ClassVar[tuple[str, ...]] = ()
    erases: ClassVar[bool] = False


E = TypeVar("E", bound=Event)
_CLASSES: dict[str, type[Event]] = {}


def named(
    name: str, version: int = 1, *, sealed: tuple[str, ...] = (), erases: bool = False
) -> Callable[[type[E]], type[E]]:
    """Register an event class under the name and version that the store uses.

    Args:
        name: ``concept.happened`` in lower case, unique among all events.
        version: schema version of the payload, from 1; raise it together with an upcast.
        sealed: fields that name a person; they are read as None once that person is erased.
        erases: whether recording it destroys the key of the person.

    Raises:
        ValueError: when two classes claim the same name.
    """

    def register(cls: type[E]) -> type[E]:
        if name in _CLASSES:
            raise ValueError(f"event name {name!r} is already taken by {_CLASSES[name].__qualname__}")
        cls.event_name = name
        cls.event_version = version
        cls.sealed, cls.erases = sealed, erases
        _CLASSES[name] = cls
        return cls

    return register


def event_classes() -> Mapping[str, type[Event]]:
    """Every registered event class by its name (read-only view)."""
    return MappingProxyType(_CLASSES)
