"""From which event it follows what a row holds: found by replaying once more, with an eye on the rows that differ."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from rso_core.derived.replay import Order, events_for
from rso_core.projection import ReadModel
from rso_core.projection.components import RowKey
from rso_core.projection.fold import FoldedRows, handle
from rso_core.store.event_store import EventStore


@attrs.frozen
class Cause:
    """The events that a row comes from.

    Attributes:
        row: id of the event that put it there, or took it away; None where none did.
        columns: per column, id of the event that gave it what it holds.
    """

    row: str | None = None
    columns: Mapping[str, str] = attrs.field(factory=dict)


def causes_of(store: EventStore, model: ReadModel, order: Order, wanted: Iterable[RowKey]) -> dict[RowKey, Cause]:
    """The causes of rows, of those that any event put there or took away."""
    rows = FoldedRows(model.tables)
    before: dict[RowKey, list[Any] | None] = dict.fromkeys(wanted)
    found: dict[RowKey, Cause] = {}
    for position, recorded in events_for(store, [model], order, order.holding):
        try:
            handle(model, rows, position, recorded)
        except Exception:  # the replay has told of it
            break
        for (table, key), was in before.items():
            now = rows.values(table, key)
            if now == was:
                continue
            names = rows.tables[table].names
            if was is None or now is None:
                found[table, key] = Cause(recorded.id, dict.fromkeys(names, recorded.id))
            else:
                known = found[table, key]
                changed = {n: recorded.id for n, one, other in zip(names, was, now, strict=True) if one != other}
                found[table, key] = attrs.evolve(known, columns={**known.columns, **changed})
            before[table, key] = now
    return found
