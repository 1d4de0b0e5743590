"""Events: what was recorded, under a name that outlives the code, in whose stream, and what follows from it.

A store outlives the code. An event is therefore stored under a name of the covenant's language and a
version (``covenant.signed``, 2), never under a module path: classes may be moved and renamed freely.
"""

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar, dataclass_transform, get_args

import attrs

from rso_core.domain.declared import Declared
from rso_core.domain.references import field_types

SUBJECT, OTHERWISE, CONTEXT = "subject", "otherwise", "context"
"""Metadata of a field: see `subject` and `context`."""


class Event(Declared):
    """Base of every governance event; the subclasses are frozen attrs classes.

    A subclass says beside its fields what follows from it: ``apply(self, state)`` gives the state of its subject after
    it, and ``sentence`` tells it to a Dutch reader: a template of its fields (``"{evaluation} werd gesloten."``), or a
    method ``sentence(self, names)`` that gives the sentence.

    Attributes:
        event_name, event_version: name and version under which it is stored.
        sealed: fields that name a person; stored encrypted under the key of the person whose stream it is.
        erases: whether recording it destroys the key of the person whose stream it is.
        of_stream: its stream, for events that all stand in one.
        never_precedes: names of the events of its stream before which it never holds, whatever day it says.
        sets_right: whether it says how something was all along, so that acts of an earlier day are decided with it too.
    """

    __slots__ = ()
    event_name: ClassVar[str]
    event_version: ClassVar[int]
    sealed: ClassVar[tuple[str, ...]] = ()
    erases: ClassVar[bool] = False
    of_stream: ClassVar[str] = ""
    never_precedes: ClassVar[tuple[str, ...]] = ()
    sets_right: ClassVar[bool] = False

    @classmethod
    def subject_field(cls) -> tuple[str, str] | None:
        """The field with the identifier of the subject, and how its stream starts; None where no field says it."""
        field = _subject_field(cls)
        if field is None:
            return None
        reference = field_types(cls)[field.name].reference
        return field.name, field.metadata[SUBJECT] or (reference.kind if reference else "")

    @property
    def stream(self) -> str:
        """The stream in which it stands: kind and identifier of its subject, ``party:gm0344``."""
        found = _STREAMS.get(type(self)) or _STREAMS.setdefault(type(self), self._stream_from())
        field, kind, otherwise = found
        identifier = getattr(self, field) if field else None
        return f"{kind}:{otherwise if identifier is None else identifier}"

    @classmethod
    def _stream_from(cls) -> tuple[str, str, str | None]:
        """The field with the identifier, how the stream starts, and the identifier where the field has none."""
        found, field = cls.subject_field(), _subject_field(cls)
        if found is None or field is None:
            kind, _, identifier = cls.of_stream.partition(":")
            return "", kind, identifier
        return *found, field.metadata[OTHERWISE]


_STREAMS: dict[type[Event], tuple[str, str, str | None]] = {}


def _subject_field(cls: type[Event]) -> "attrs.Attribute[Any] | None":
    return next((field for field in getattr(cls, "__attrs_attrs__", ()) if SUBJECT in field.metadata), None)


E = TypeVar("E", bound=Event)
_CLASSES: dict[str, type[Event]] = {}


@attrs.frozen
class Effective:
    """An event with the day from which it holds, where that is not the effective day of the act.

    Attributes:
        event: what happened.
        on: the day (Europe/Amsterdam).
    """

    event: Event
    on: date


def subject(concept: str | None = None, *, otherwise: str | None = None) -> Any:
    """The field of an event that says in whose stream it stands.

    Args:
        concept: how the stream starts, where that is not the kind of thing that the field points to.
        otherwise: identifier of the stream where the field is None.
    """
    return attrs.field(metadata={SUBJECT: concept or "", OTHERWISE: otherwise})


def context_fields(cls: type[Event]) -> frozenset[str]:
    """The fields of an event class that are only copied; see `context`."""
    found = _CONTEXT.get(cls)
    if found is None:
        found = _CONTEXT[cls] = frozenset(f.name for f in getattr(cls, "__attrs_attrs__", ()) if CONTEXT in f.metadata)
    return found


def begins_stream(cls: type[Event]) -> bool:
    """Whether an event can be the first of what holds of a stream: its ``apply`` takes None for a state."""
    found = _BEGINS.get(cls)
    if found is None:
        hint = list(inspect.signature(cls.apply).parameters.values())[1].annotation  # type: ignore[attr-defined]
        if isinstance(hint, str):
            found = "None" in hint or hint == "Any"
        else:
            # Unions name None among their parts; a class alone is no None, unless nothing or anything was said.
            found = type(None) in get_args(hint) or hint in (Any, inspect.Parameter.empty)
        _BEGINS[cls] = found
    return found


_BEGINS: dict[type[Event], bool] = {}
_CONTEXT: dict[type[Event], frozenset[str]] = {}
"""Asked once per event that is projected, and always the same."""


def context(*, default: Any = attrs.NOTHING) -> Any:
    """A field that an event only copies from what was known when it was recorded.

    It explains the event to who reads it by itself; what holds later is never read from it.
    """
    return attrs.field(metadata={CONTEXT: True}, default=default)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(subject, context, attrs.field))
def event(
    name: str,
    version: int = 1,
    *,
    sealed: tuple[str, ...] = (),
    erases: bool = False,
    stream: str = "",
    never_precedes: tuple[str, ...] = (),
    sets_right: bool = False,
) -> Callable[[type[E]], type[E]]:
    """Make an event of a class: frozen, its fields by keyword, registered under the name and version of the store.

    Args:
        name: ``concept.happened`` in lower case, unique among all events.
        version: schema version of the payload, from 1; raise it together with an upcast.
        sealed: fields that name a person; they are read as None once that person is erased.
        erases: whether recording it destroys the key of the person.
        stream: the one stream in which all of them stand, where no field is their `subject`.
        never_precedes: names of the events of its stream before which it never holds.
        sets_right: whether it says how something was all along.

    Raises:
        ValueError: when two classes claim the same name.
    """

    def make(cls: type[E]) -> type[E]:
        if name in _CLASSES:
            raise ValueError(f"event name {name!r} is already taken by {_CLASSES[name].__qualname__}")
        made: type[E] = attrs.frozen(kw_only=True, eq=False, repr=False)(cls)
        made.event_name, made.event_version = name, version
        made.sealed, made.erases, made.of_stream, made.never_precedes = sealed, erases, stream, never_precedes
        made.sets_right = sets_right
        _CLASSES[name] = made
        return made

    return make


def registered_events() -> Mapping[str, type[Event]]:
    """The event classes whose modules were imported so far, by name; `rso_core.events.event_classes` knows all."""
    return MappingProxyType(_CLASSES)
