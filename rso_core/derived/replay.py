"""Read models made anew in memory, from the events alone: what their tables should hold at a position of the record."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import attrs

from rso_core.projection import ReadModel
from rso_core.projection.fold import FoldedRows, handle
from rso_core.projection.taking_up import event_values
from rso_core.store.event_store import EventStore
from rso_core.store.holding import Known, Placed, placed

READ_AT_ONCE = 1_000


@attrs.frozen
class Order:
    """The record up to a position, in the order in which it holds.

    Attributes:
        until: the position.
        placed: where each event stands, by position.
        holding: positions of the events that hold, in order.
        withdrawn: positions of those that no longer do.
        latest: the latest day from which any event of it says to hold; None of an empty record.
    """

    until: int
    placed: dict[int, Placed]
    holding: list[int]
    withdrawn: list[int]
    latest: date | None
    _values: dict[int, list[Any]] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(cls, store: EventStore, until: int) -> "Order":
        """The order of a record as it was known with the event at this position."""
        everything = placed(store.entries(until))
        return cls(
            until,
            {each.key.position: each for each in everything},
            [each.key.position for each in sorted((e for e in everything if e.holds), key=lambda each: each.key)],
            [each.key.position for each in everything if not each.holds],
            max((each.entry.effective for each in everything), default=None),
        )

    def values(self, position: int) -> list[Any]:
        """What the tables of events hold of an event, without its component; the same for every register."""
        found = self._values.get(position)
        if found is None:
            found = self._values[position] = event_values(self.placed[position], 0)
        return found


@attrs.frozen
class Replayed:
    """A read model made anew.

    Attributes:
        rows: what its tables should hold, and which rows hang together, by the events that hold.
        latest: the latest day from which one of its events holds; None where none does.
        withdrawn: positions of its events that no longer hold and touch a row.
        failed: the event of which a handler raised, and what; None where none did.
    """

    model: ReadModel
    rows: FoldedRows
    latest: date | None
    withdrawn: frozenset[int]
    failed: Exception | None = None


def replayed(store: EventStore, models: Sequence[ReadModel], order: Order) -> list[Replayed]:
    """Read models as the record tells them up to a position; one that cannot be made says why."""
    folds = {model.name: FoldedRows(model.tables) for model in models}
    latest: dict[str, date] = {}
    failed: dict[str, Exception] = {}
    for position, recorded in events_for(store, models, order, order.holding):
        kind = type(recorded.event)
        for model in models:
            if kind in model.handlers and model.name not in failed:
                try:
                    handle(model, folds[model.name], position, recorded)
                except Exception as error:
                    failed[model.name] = error
                latest[model.name] = order.placed[position].key.day
    withdrawn: dict[str, set[int]] = {model.name: set() for model in models}
    for position, recorded in events_for(store, models, order, order.withdrawn):
        for model in models:
            if type(recorded.event) in model.handlers and folds[model.name].would_touch(model, recorded):
                withdrawn[model.name].add(position)
    return [
        Replayed(m, folds[m.name], latest.get(m.name), frozenset(withdrawn[m.name]), failed.get(m.name)) for m in models
    ]


def events_for(
    store: EventStore, models: Sequence[ReadModel], order: Order, positions: Sequence[int]
) -> Iterator[Known]:
    """The events at these positions that one of these read models handles, in this order."""
    kinds = {kind for model in models for kind in model.handlers}
    wanted = [position for position in positions if order.placed[position].entry.kind in kinds]
    for start in range(0, len(wanted), READ_AT_ONCE):
        some = wanted[start : start + READ_AT_ONCE]
        found = dict(store.read_at(some))
        yield from ((position, found[position]) for position in some)
