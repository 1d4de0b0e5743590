"""What is confidential: a body, item of an agenda or decision that says so, and everything that came from one (S12).

An event is confidential when anything that it names is. That is on the safe side: rather too much stays out of what is
handed to others than too little.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import attrs

from rso_core.domain import references
from rso_core.domain.references import Reference, Thing, field_types
from rso_core.store.event_store import EventStore
from rso_core.store.naming import things_of
from rso_core.store.recorded import RecordedEvent
from rso_core.time_zone import AMSTERDAM

FLAG = "confidential"
"""The field with which an event, or a value in one, says that what it is about is confidential."""
_WITHIN = {
    mark.kind: mark.within
    for alias in vars(references).values()
    for mark in getattr(alias, "__metadata__", ())
    if isinstance(mark, Reference) and mark.within
}
"""Kinds of parts, each with the kind of what they are part of."""


@attrs.define
class Confidentiality:
    """Tells whether events are confidential, by all that is known now, whatever was known earlier.

    A body that became confidential is so with all that it did before; what it did while it was stays so when it no longer
    is. A meeting, decision, action item, signal, role or project that came from what was confidential on that day is, too.

    Attributes:
        store: of the record.
        today: the day on which somebody asks (Europe/Amsterdam).
    """

    store: EventStore
    today: date = attrs.field(factory=lambda: datetime.now(AMSTERDAM).date())
    _streams: dict[str, list[RecordedEvent]] = attrs.field(factory=dict)
    _known: dict[tuple[Thing, date], bool] = attrs.field(factory=dict)

    def is_confidential(self, recorded: RecordedEvent) -> bool:
        """Whether anything that an event names is confidential, on the day from which the event holds or today."""
        return any(self.of(thing, recorded.meta.effective) for thing in set(things_of(recorded)))

    def of(self, thing: Thing, on: date) -> bool:
        """Whether a thing is confidential on a day, or today."""
        asked = thing, on
        if asked not in self._known:
            # What leads back to itself says nothing more.
            self._known[asked] = False
            self._known[asked] = self._says_so(thing, on) or self._comes_from_one(thing)
        return self._known[asked]

    def _says_so(self, thing: Thing, on: date) -> bool:
        said: dict[date, bool] = {}
        for recorded in self._stream(thing):
            for named, flag in _flags(recorded):
                if named == thing:
                    said[recorded.meta.effective] = flag
        return any(said[max(days)] for day in (on, self.today) if (days := [each for each in said if each <= day]))

    def _comes_from_one(self, thing: Thing) -> bool:
        if thing[0] == "body":
            # It says so itself, whatever the body says that it reports to.
            return False
        if len(thing) == 3:
            owner = (_WITHIN.get(thing[0]) or "", thing[1])
            return any(self.of(owner, recorded.meta.effective) for recorded in self._stream(owner)[:1])
        return any(
            self.of(source, first.meta.effective)
            for first in self._stream(thing)[:1]
            for source in set(things_of(first)) - {thing}
        )

    def _stream(self, thing: Thing) -> list[RecordedEvent]:
        kind = thing[0] if len(thing) == 2 else _WITHIN.get(thing[0])
        stream = f"{kind}:{thing[1]}"
        if stream not in self._streams:
            self._streams[stream] = self.store.stream(stream)
        return self._streams[stream]


def _flags(recorded: RecordedEvent) -> Iterator[tuple[Thing, bool]]:
    """What an event says to be confidential, or not to be."""
    kind, _, identifier = recorded.originator_id.partition(":")
    yield from _flags_in(recorded.event, (kind, identifier))


def _flags_in(value: Any, subject: Thing) -> Iterator[tuple[Thing, bool]]:
    types = field_types(type(value))
    if FLAG in types:
        own = types["id"].reference if "id" in types else None
        flag = bool(getattr(value, FLAG))
        yield ((own.kind, subject[1], value.id) if own is not None else subject), flag
    for name, kind in types.items():
        found = getattr(value, name)
        for one in (found or ()) if kind.many else (found,):
            if one is not None and attrs.has(type(one)):
                yield from _flags_in(one, subject)
