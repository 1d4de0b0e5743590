"""What was corrected, set aside and judged anew, read back from the record: each act before and after, by whom and why.

A correction is one act, however many acts and streams it touches (see `rso_core.corrections.correct`).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Any

import attrs

from rso_core.act_handles import handle_of
from rso_core.acts import Act
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.person import PersonRegistered
from rso_core.older_acts import recorded_act_in
from rso_core.projection.knowledge import Knowledge
from rso_core.recorded_acts import ActNotGivenBackError
from rso_core.store.event_store import EventStore
from rso_core.store.holding import Known
from rso_core.store.mapper import topics_of
from rso_core.store.recorded import Meta, RecordedEvent

MERGE = "merge-person"
"""Name of the act by which a person who was registered twice became one (`rso_core.merging_persons`)."""
_ALL = 1_000_000
_AT_ONCE = 500


class Became(StrEnum):
    """What became of an act by a correction.

    ``corrected``: it says something else now. ``set_aside``: nothing stands in its place. ``judged_anew``: it says the same,
    and leads to something else on the record as corrected.
    """

    CORRECTED = "corrected"
    SET_ASIDE = "set_aside"
    JUDGED_ANEW = "judged_anew"


def is_erased(recorded: RecordedEvent) -> bool:
    """Whether an event held a name or address that can no longer be read, or not now (`RecordedEvent.unreadable`)."""
    event = recorded.event
    return bool(event.sealed) and all(getattr(event, name) is None for name in event.sealed)


@attrs.frozen
class FieldChange:
    """A field of an act that says something else: its name, and its values in the act as it was and as it is now."""

    field: str
    before: Any
    after: Any


@attrs.frozen(kw_only=True, slots=False, eq=False)
class ActChange:
    """What became of one act.

    Attributes:
        correction: when, by whom and on what document it was corrected.
        reason: why.
        root: id of the first event of the act as it was first recorded; what stands in its place names it.
        before: the events that no longer hold, with their positions, in recorded order.
        after: the events that stand in their place; none where it was set aside.
        store: the record.
    """

    correction: Meta
    reason: str
    root: str
    before: tuple[Known, ...]
    after: tuple[Known, ...]
    store: EventStore = attrs.field(repr=False)

    @cached_property
    def said_before(self) -> Act | None:
        """What the act said; None where the record cannot give it back, as of a person who was erased."""
        return self._given_back(self.before)

    @cached_property
    def says_now(self) -> Act | None:
        """What it says as corrected; None where it was set aside, or cannot be given back."""
        return self._given_back(self.after)

    def _given_back(self, events: Sequence[Known]) -> Act | None:
        if any(is_erased(recorded) for _, recorded in events):
            return None
        try:
            return recorded_act_in(self.store, [recorded for _, recorded in events]) if events else None
        except ActNotGivenBackError:
            return None

    @property
    def became(self) -> Became:
        """What became of it."""
        if not self.after:
            return Became.SET_ASIDE
        same = self.said_before is not None and self.said_before == self.says_now
        return Became.JUDGED_ANEW if same else Became.CORRECTED

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """The fields that differ, in the order of the act; none where either version cannot be given back."""
        one, other = self.said_before, self.says_now
        if one is None or other is None:
            return ()
        names = (field.name for field in type(one).__attrs_attrs__)
        found = (FieldChange(name, getattr(one, name), getattr(other, name)) for name in names)
        return tuple(change for change in found if change.before != change.after)

    @property
    def act(self) -> str:
        """Name of the act."""
        return self.before[0][1].meta.act

    @property
    def handle(self) -> str:
        """Handle of the version that no longer holds."""
        return handle_of(self.before[0][1].meta.correlation)


@attrs.frozen(kw_only=True)
class RecordedCorrection:
    """A correction, with all that it touched.

    Attributes:
        withdrawals: what it recorded of what no longer holds, an event per stream, with their positions.
        changes: what became of each act, in recorded order of the acts.
    """

    withdrawals: tuple[Known, ...]
    changes: tuple[ActChange, ...]

    @property
    def meta(self) -> Meta:
        """When, by whom and on what document."""
        return self.withdrawals[0][1].meta

    @property
    def reason(self) -> str:
        """Why."""
        event = self.withdrawals[0][1].event
        assert isinstance(event, EventsWithdrawn)
        return event.reason

    @property
    def events(self) -> Iterator[Known]:
        """All that it recorded, in recorded order."""
        yield from self.withdrawals
        yield from sorted((item for change in self.changes for item in change.after), key=_position)


class CorrectionHistory:
    """The corrections of a record, as known at a moment.

    Args:
        store: the record; it is read here, and quickly where nothing was ever corrected.
        known_on, entered_on: only corrections that were known, or entered, by the end of this day or this moment.
    """

    def __init__(
        self,
        store: EventStore,
        known_on: date | datetime | None = None,
        entered_on: date | datetime | None = None,
    ) -> None:
        self._store = store
        knowledge = Knowledge.by(known_on, entered_on)
        found = store.read(limit=_ALL, topics=topics_of([EventsWithdrawn]))
        known = (item for item in found if knowledge.includes(item[1].meta))
        self._streams: dict[str, dict[str, Known]] = {}
        self.corrections: tuple[RecordedCorrection, ...] = tuple(
            self._correction(tuple(together))
            for _, together in groupby(known, key=lambda item: item[1].meta.correlation)
        )
        self._by_root: dict[str, list[ActChange]] = {}
        self._by_before: dict[str, ActChange] = {}
        self._original: dict[str, Known] = {}
        for change in self.changes:
            self._by_root.setdefault(change.root, []).append(change)
            self._by_before |= {recorded.id: change for _, recorded in change.before}
            self._original.setdefault(change.root, change.before[0])

    @property
    def changes(self) -> Iterator[ActChange]:
        """What became of every act that was touched, in the order in which it was."""
        return (change for correction in self.corrections for change in correction.changes)

    @property
    def withdrawn(self) -> frozenset[str]:
        """Ids of the events that no longer hold."""
        return frozenset(self._by_before)

    def holds(self, recorded: RecordedEvent) -> bool:
        """Whether an event still holds; what says that others do not is no part of what holds."""
        return recorded.id not in self._by_before and not isinstance(recorded.event, EventsWithdrawn)

    def of(self, recorded: RecordedEvent) -> tuple[ActChange, ...]:
        """What became of the act of an event, from its first version on, the earliest change first; of one in its place too."""
        return tuple(self._by_root.get(recorded.meta.instead_of or self._root_of(recorded), ()))

    def change_of(self, recorded: RecordedEvent) -> ActChange | None:
        """The change by which an event no longer holds; None where it does."""
        return self._by_before.get(recorded.id)

    def original(self, root: str) -> Known:
        """The first event of an act as it was first recorded, with its position; for one that was corrected."""
        return self._original[root]

    def led_by(self, correlation: str) -> RecordedCorrection | None:
        """The correction with this id; None where it is that of another act."""
        return next((each for each in self.corrections if each.meta.correlation == correlation), None)

    def _root_of(self, recorded: RecordedEvent) -> str:
        change = self._by_before.get(recorded.id)
        return recorded.id if change is None else change.root

    def _correction(self, withdrawals: tuple[Known, ...]) -> RecordedCorrection:
        meta = withdrawals[0][1].meta
        instead: dict[str, list[Known]] = {}
        for item in self._following(withdrawals[-1][0], meta.correlation):
            instead.setdefault(item[1].meta.instead_of or "", []).append(item)
        acts: dict[str, list[Known]] = {}
        for before in sorted(self._before(withdrawals), key=_position):
            acts.setdefault(before[1].meta.correlation, []).append(before)
        event = withdrawals[0][1].event
        assert isinstance(event, EventsWithdrawn)
        changes = []
        for before_events in acts.values():
            first = before_events[0][1]
            root = first.meta.instead_of or first.id
            after = tuple(instead.get(root, ()))
            changes.append(
                ActChange(
                    correction=meta,
                    reason=event.reason,
                    root=root,
                    before=tuple(before_events),
                    after=after,
                    store=self._store,
                )
            )
        return RecordedCorrection(withdrawals=withdrawals, changes=tuple(changes))

    def _before(self, withdrawals: Iterable[Known]) -> Iterator[Known]:
        for _, recorded in withdrawals:
            assert isinstance(recorded.event, EventsWithdrawn)
            stream = recorded.originator_id
            if stream not in self._streams:
                self._streams[stream] = {item[1].id: item for item in self._store.known(stream)}
            yield from (self._streams[stream][event] for event in recorded.event.withdrawn)

    def _following(self, position: int, correlation: str) -> Iterator[Known]:
        """What a correction recorded in the place of what no longer holds: it follows in the log, in one transaction."""
        while batch := self._store.read(position, _AT_ONCE):
            for item in batch:
                if item[1].meta.causation != correlation or item[1].meta.instead_of is None:
                    return
                yield item
            position = batch[-1][0]


def _position(item: Known) -> int:
    return item[0]


def doubles_of(store: EventStore, person: str) -> tuple[str, ...]:
    """The identifiers under which a person was registered as well, and which were merged into this one, in order of merging.

    A double into which another was merged before brings that one along.
    """
    merged: dict[str, str] = {}
    for correction in CorrectionHistory(store).corrections:
        if correction.meta.act == MERGE:
            before, after = (
                {each.event.person for _, each in events if isinstance(each.event, PersonRegistered)}
                for events in (
                    [item for change in correction.changes for item in change.before],
                    [item for change in correction.changes for item in change.after],
                )
            )
            merged |= {double: into for double in before - after for into in after}
    found = {person}
    doubles = []
    for double, into in reversed(merged.items()):
        if into in found and double not in found:
            found.add(double)
            doubles.append(double)
    return tuple(reversed(doubles))
