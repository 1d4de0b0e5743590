"""What of an event is searched: the name of what it is about, and every text that somebody wrote in it."""

import re
from collections.abc import Iterator
from typing import Any

import attrs

from rso_core.domain.docket import BOOKKEEPING
from rso_core.domain.names import NameIndex
from rso_core.domain.references import FieldType, KindInValue, Thing, field_types
from rso_core.dutch.spelling import folded
from rso_core.store.recorded import RecordedEvent

SOURCE = "source"
"""What the document is called that an act rests on; its other texts are called by their field."""
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 40
"""A longer word is a hash or a key, or a line of base64, and nobody searches for it."""
_RHYTHM = "FREQ="


@attrs.frozen(kw_only=True)
class Texts:
    """What is searched of one event.

    Attributes:
        thing: what the event is about: the subject of its stream, or a part of it.
        name: how the event says that the thing is called; None where it does not.
        texts: every other text in it, by its field, and the document on which the act rests.
    """

    thing: Thing
    name: str | None
    texts: tuple[tuple[str, str], ...]

    def all(self) -> tuple[tuple[str, str], ...]:
        """The name first, then the other texts."""
        return (*((("name", self.name),) if self.name else ()), *self.texts)


def texts_of(recorded: RecordedEvent) -> Texts | None:
    """What is searched of an event; None for what only keeps count, and for what holds no text.

    A name that was erased, or whose key is not here, is no text.
    """
    if recorded.originator_id.startswith(BOOKKEEPING):
        return None
    names = NameIndex()
    names.learn(recorded.event)
    kind, _, identifier = recorded.originator_id.partition(":")
    thing: Thing = next(iter(names.things()), (kind, identifier))
    name = names.get(*thing)
    texts = [(field, text) for field, text in _texts(recorded.event) if text != name]
    if recorded.meta.source:
        texts.append((SOURCE, recorded.meta.source))
    return Texts(thing=thing, name=name, texts=tuple(texts)) if name or texts else None


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    for field, kind in field_types(type(value)).items():
        found = getattr(value, field)
        for one in (found or ()) if kind.many else (found,):
            if attrs.has(type(one)):
                yield from _texts(one)
            elif _is_written(kind, one):
                yield field, one


def _is_written(kind: FieldType, text: Any) -> bool:
    """Whether somebody wrote it: no identifier, choice or rhythm."""
    if kind.plain is not str or kind.reference or any(isinstance(mark, KindInValue) for mark in kind.marks):
        return False
    return isinstance(text, str) and bool(text.strip()) and not text.startswith(_RHYTHM)


def words_of(text: str) -> list[str]:
    """The words of a text, without what spelling may differ in (see `rso_core.dutch.spelling`)."""
    return [word for word in _WORD.findall(folded(text)) if len(word) <= _LONGEST]
