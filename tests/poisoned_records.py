"""Records that hold what no act would be let in with today: written below the door, as an earlier release let it in."""

import typing
from collections.abc import Callable, Iterable
from types import UnionType
from typing import Any

import attrs

from rso_core import EventStore
from rso_core.domain.references import KindInValue, Reference
from rso_core.store.recorded import RecordedEvent

NO_FREE_TEXT = frozenset(
    [
        "cleared",
        "corrected_act",
        "entry_quorum",
        "evaluation_rhythm",
        "kind",
        "majority",
        "previous",
        "public_key",
        "quorum",
        "rhythm",
        "sha256",
        "vouched",
        "withdrawn_from",
    ]
)
"""Fields that are text by their type, and words of some language of their own by what they mean."""
Change = Callable[[str], str]


def poisoned_copy(
    source: EventStore, url: str, text: Change, moment: Callable[[RecordedEvent], RecordedEvent] = lambda each: each
) -> None:
    """Copy a record into an empty store, with every free text in it changed.

    Args:
        source: what is copied; names of persons are sealed anew, under keys of the copy.
        url: of the store that is written.
        text: what becomes of a free text: a name, a title, a reason, the document that an act rests on.
        moment: what becomes of each event besides.
    """
    known = [recorded for _, recorded in source.read(limit=1_000_000)]
    write_below_the_door(url, [moment(with_texts(recorded, text)) for recorded in known])


def write_below_the_door(url: str, events: Iterable[RecordedEvent]) -> None:
    """Put events in a store as they are given, an act at a time where they follow each other."""
    with EventStore.open(url) as store:
        for recorded in events:
            store.append([recorded])


def with_texts(recorded: RecordedEvent, text: Change) -> RecordedEvent:
    """An event with each free text in it, and the document that it rests on, changed."""
    meta = recorded.meta
    source = None if meta.source is None else text(meta.source)
    return attrs.evolve(recorded, event=_changed(recorded.event, text), meta=attrs.evolve(meta, source=source))


def _changed(value: Any, text: Change) -> Any:
    """A value of an event, with the free texts in it changed."""
    hints = typing.get_type_hints(type(value), include_extras=True)
    names = [field.name for field in attrs.fields(type(value)) if field.init]
    return attrs.evolve(
        value, **{n: _part(getattr(value, n), hints[n], text) for n in names if n not in NO_FREE_TEXT and n in hints}
    )


def _part(value: Any, hint: Any, text: Change) -> Any:
    origin = typing.get_origin(hint)
    if origin is typing.Annotated:
        kind, *marks = typing.get_args(hint)
        pointing = any(isinstance(mark, Reference | KindInValue) for mark in marks)
        return value if pointing else _part(value, kind, text)
    if value is None:
        return None
    if origin is tuple:
        return tuple(_part(each, typing.get_args(hint)[0], text) for each in value)
    if origin in (typing.Union, UnionType):
        return _part(value, next(each for each in typing.get_args(hint) if each is not type(None)), text)
    if attrs.has(type(value)):
        return _changed(value, text)
    return text(value) if hint is str else value
