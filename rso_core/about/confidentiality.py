"""What is confidential: a body, item of an agenda or decision that says so, and everything that came from one (S12).

An event is confidential when anything that it names is. That is on the safe side: rather too much stays out of what is
handed to others than too little.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import attrs

from rso_core.domain import references
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.references import Reference, Thing, field_types
from rso_core.store.event_store import EventStore
from rso_core.store.holding import withdrawn_by
from rso_core.store.mapper import topics_of
from rso_core.store.naming import things_of, written
from rso_core.store.recorded import RecordedEvent
from rso_core.time_zone import AMSTERDAM

FLAG = "confidential"
"""The field with which an event, or a value in one, says that what it is about is confidential."""
_SAYS_SO = b'"confidential":true'
"""How that stands in the stored bytes."""
_ALL = 1_000_000
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
        store: of the record; it is read when first asked.
        today: the day on which somebody asks (Europe/Amsterdam).
    """

    store: EventStore
    today: date = attrs.field(factory=lambda: datetime.now(AMSTERDAM).date())
    _said: dict[Thing, dict[date, bool]] | None = None
    _derived: set[Thing] = attrs.field(factory=set)
    _withdrawn: frozenset[str] = frozenset()

    def is_confidential(self, recorded: RecordedEvent) -> bool:
        """Whether anything that an event names is confidential, on the day from which the event holds or today."""
        if not self._known():
            return False
        if recorded.id in self._withdrawn and any(flag for _, flag in _flags(recorded)):
            return True  # what was corrected may be open now; what stood there is not
        return any(self.of(thing, recorded.meta.effective) for thing in things_of(recorded))

    def of(self, thing: Thing, on: date) -> bool:
        """Whether a thing is confidential on a day, or today."""
        said = self._known().get(thing, {})
        if any(said[max(days)] for day in (on, self.today) if (days := [each for each in said if each <= day])):
            return True
        if len(thing) == 3:
            return self.of((_WITHIN.get(thing[0]) or "", thing[1]), on)
        return thing in self._derived

    def _known(self) -> dict[Thing, dict[date, bool]]:
        """What is said of things themselves, by the day from which that holds; of one day the last that was recorded."""
        if self._said is None:
            self._withdrawn = withdrawn_by(self.store.read(limit=_ALL, topics=topics_of([EventsWithdrawn])))
            saying = {thing for r in self.store.containing(_SAYS_SO) for thing, flag in _flags(r) if flag}
            self._said = {}
            for thing in saying:
                stream = f"{thing[0] if len(thing) == 2 else _WITHIN.get(thing[0])}:{thing[1]}"
                flags = [(r, f) for r in self.store.stream(stream) for named, f in _flags(r) if named == thing]
                # What was set aside as a whole stays as confidential as it was.
                held = [(r, f) for r, f in flags if r.id not in self._withdrawn] or flags
                self._said[thing] = {r.meta.effective: f for r, f in held}
            self._derive(saying)
        return self._said

    def _derive(self, saying: Collection[Thing]) -> None:
        """Find what came from what is confidential: things whose first event names it, and what came from those."""
        frontier = set(saying)
        while frontier:
            first = self._beginnings(frontier)
            new = {
                thing for r in first if (thing := _subject(r)) not in self._derived and self._comes_from_one(r, thing)
            }
            self._derived |= new
            frontier = new

    def _beginnings(self, things: Collection[Thing]) -> list[RecordedEvent]:
        """The events that name one of these things and begin a stream: of one that was corrected what stands in its place."""
        naming = {r.id: r for _, r in self.store.naming(map(written, things))}
        if not self._withdrawn:
            return [r for r in naming.values() if r.originator_version == 1]
        streams = {r.originator_id for r in naming.values() if r.originator_version == 1 or r.meta.instead_of}
        beginnings = (self._beginning(self.store.stream(stream)) for stream in sorted(streams))
        return [r for r in beginnings if r.id in naming]

    def _beginning(self, events: Sequence[RecordedEvent]) -> RecordedEvent:
        if events[0].id not in self._withdrawn:
            return events[0]
        held = (r for r in events if r.id not in self._withdrawn and type(r.event) is type(events[0].event))
        return next(held, events[0])

    def _comes_from_one(self, first: RecordedEvent, thing: Thing) -> bool:
        # A body says so itself, whatever the body says that it reports to.
        return thing[0] != "body" and any(
            self.of(source, first.meta.effective) for source in things_of(first) if source != thing
        )


def _subject(recorded: RecordedEvent) -> Thing:
    kind, _, identifier = recorded.originator_id.partition(":")
    return kind, identifier


def _flags(recorded: RecordedEvent) -> Iterator[tuple[Thing, bool]]:
    """What an event says to be confidential, or not to be."""
    yield from _flags_in(recorded.event, _subject(recorded))


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
