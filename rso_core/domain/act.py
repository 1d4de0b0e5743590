"""Acts: what can be recorded, as immutable values that explain themselves and decide what follows from them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType, NoneType
from typing import Any, ClassVar, TypeVar, dataclass_transform, overload

import attrs

from rso_core.domain.chapters import CHAPTER_OF
from rso_core.domain.declared import Declared
from rso_core.domain.event import Effective, Event
from rso_core.domain.values import LATER

T = TypeVar("T")
HELP, EFFECTIVE, NEW_ID, TOLD = "help", "effective", "new", "told"
"""Metadata of a field: what it means, whether it is the day from which the act holds, whether it names something new,
and where its events tell it, when not under its own name."""
Decided = Event | Effective | Iterable[Event | Effective]
"""What an act decides: an event, or several, with days of their own where the act's effective day is not theirs."""


class Act(Declared):
    """Base of every act.

    A subclass has a method ``decide`` that gives the events it leads to, or refuses. What it needs stands in its
    signature: a parameter that is named like a field of the act is the state of what that field points to (a mapping by
    identifier, where the field is a tuple), ``today`` is the day of recording (Europe/Amsterdam), and `needed` gives
    what is reached through another. A state that may be missing is annotated ``… | None``. ``decide`` reads nothing
    else: no store, no clock.

    Attributes:
        act_name: its name in dossiers and on the command line.
        source: the recommendation of the covenant that it carries out (``S2``).
        chapter: the chapter of the covenant it belongs to, under which the command line lists it.
        by_hand: whether it stands in dossiers and has a command of its own; otherwise another command records it.
        names_a_person: whether it holds a name or address, so that its fingerprint must not let them be guessed.
        known_ahead: whether it may be known before the day from which it holds: what is planned or announced, or goes on
            from a day (a seat taken from next month). What happens is known from its day on.
    """

    __slots__ = ()
    act_name: ClassVar[str]
    source: ClassVar[str] = ""
    chapter: ClassVar[str]
    by_hand: ClassVar[bool]
    names_a_person: ClassVar[bool]
    known_ahead: ClassVar[bool] = False

    @classmethod
    def told_by(cls, events: Sequence[Event]) -> Mapping[str, Any]:
        """What events of such an act tell of its fields otherwise than under a name: values by field.

        For acts whose events work out what they were given; see `rso_core.recorded_acts`.

        Args:
            events: all that one act led to, in recorded order.
        """
        return {}

    @classmethod
    def told_before(cls, events: Sequence[Event], before: Callable[[str], Any]) -> Mapping[str, Any]:
        """What follows of its fields from what was known before it, in a record of a release before 0.3.

        Such an act of today keeps what it said, whatever that was; see `rso_core.older_acts`.

        Args:
            events: all that one act led to, in recorded order.
            before: gives the state of a stream in which one of them stands, just before the act; None where it had none.
        """
        return {}


A = TypeVar("A", bound=Act)
_ACTS: dict[str, type[Act]] = {}


@overload
def field(text: str, *, told: str = ...) -> Any: ...
@overload
def field(text: str, *, default: T, told: str = ...) -> T: ...
def field(text: str, *, default: Any = attrs.NOTHING, told: str = "") -> Any:
    """A field of an act, with what it means in one line.

    Args:
        text: what it means.
        default: its value when left out.
        told: where its events tell it, when not under its own name: ``field``, ``field.of_its_value``, and where one
            event of several does, ``event.name:field``; a list may be told by several events, each a part.
    """
    return attrs.field(metadata={HELP: text, **({TOLD: told} if told else {})}, default=default)


def later_field(text: str, *, default: T, told: str = "") -> T:
    """A field that an act got in a later release: left at its default, the act still says what it said before."""
    return attrs.field(metadata={HELP: text, **LATER, **({TOLD: told} if told else {})}, default=default)


@overload
def effective(text: str) -> Any: ...
@overload
def effective(text: str, *, default: T) -> T: ...
def effective(text: str, *, default: Any = attrs.NOTHING) -> Any:
    """The field with the day from which the act, and so its events, hold."""
    return attrs.field(metadata={HELP: text, EFFECTIVE: True}, default=default)


def new(text: str) -> Any:
    """The field with the identifier of what the act brings into the record: well formed, and not given out before."""
    return attrs.field(metadata={HELP: text, NEW_ID: True})


@attrs.frozen
class Needed:
    """What a parameter of ``decide`` is reached through; see `needed`."""

    identifiers: Callable[..., Any]


def needed(identifiers: Callable[..., Any]) -> Any:
    """Default of a parameter of ``decide``: the state of what is reached through the parameters before it.

        def decide(self, meeting: Meeting, body: Body = needed(lambda meeting: meeting.body)) -> ...

    Args:
        identifiers: gives the identifier, None for nothing, or several for a mapping by identifier. Its own parameters
            are named like those of ``decide``; ``act`` is the act.
    """
    return Needed(identifiers)


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(field, later_field, effective, new, attrs.field)
)
def act(
    name: str,
    *,
    source: str,
    chapter: str | None = None,
    by_hand: bool = True,
    names_a_person: bool = False,
    known_ahead: bool | None = None,
) -> Callable[[type[A]], type[A]]:
    """Make an act of a class: frozen, its fields by keyword, registered under its name.

    Args:
        name: its name in dossiers and on the command line.
        source: the recommendation of the covenant that it carries out.
        chapter: where it is listed, when not under the chapter of that recommendation.
        by_hand, names_a_person, known_ahead: see `Act`; where the last is left out, an act is known ahead whose effective
            day is named like something that goes on (``since``, ``start``) or comes to an end (``last_day``).

    Raises:
        ValueError: when two acts claim the same name.
    """

    def make(cls: type[A]) -> type[A]:
        if name in _ACTS:
            raise ValueError(f"act name {name!r} is already taken by {_ACTS[name].__qualname__}")
        made: type[A] = attrs.frozen(kw_only=True, eq=False, repr=False)(cls)
        made.act_name, made.source, made.chapter = name, source, chapter or CHAPTER_OF[source]
        made.by_hand, made.names_a_person = by_hand, names_a_person
        made.known_ahead = _goes_on(made) if known_ahead is None else known_ahead
        _ACTS[name] = made
        return made

    return make


_GOES_ON = frozenset({"since", "start", "last_day"})


def _goes_on(cls: type[Act]) -> bool:
    return any(field.name in _GOES_ON for field in cls.__attrs_attrs__ if EFFECTIVE in field.metadata)


def replace(act: A, **changes: Any) -> A:
    """The act with other values in some of its fields, as `copy.replace` of newer Pythons gives it.

    Args:
        act: stays as it is.
        changes: values by field.

    Raises:
        TypeError: the act has no such field.
    """
    return attrs.evolve(act, **changes)  # type: ignore[misc]


def registered_acts() -> Mapping[str, type[Act]]:
    """The acts whose modules were imported so far, by name; `rso_core.acts.act_classes` knows all."""
    return MappingProxyType(_ACTS)


def field_help(field: "attrs.Attribute[Any]") -> str:
    """What a field of an act means, in one line."""
    return str(field.metadata.get(HELP, ""))


def said(value: Any) -> Any:
    """What an act says, as plain data that later releases give too: new fields at their default are left out."""
    cls: Any = type(value)
    parts = _parts_of(cls)
    if parts is None:
        return [said(part) for part in value] if isinstance(value, tuple | list) else value
    found = {}
    for name, later, default in parts:
        part = getattr(value, name)
        if not (later and part == default):
            found[name] = part if type(part) in _PLAIN else said(part)
    return found


_PLAIN = frozenset({str, int, bool, NoneType, date})
"""What says itself; most of what acts hold is such."""


@lru_cache(maxsize=1_000)
def _parts_of(cls: type) -> tuple[tuple[str, bool, Any], ...] | None:
    """The fields of a class, whether each came in a later release, and its default; None for any other class."""
    if not attrs.has(cls):
        return None
    return tuple((part.name, LATER.items() <= part.metadata.items(), part.default) for part in attrs.fields(cls))
