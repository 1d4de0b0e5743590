"""Components: which events and rows hang together, because an event touched the row. Pure.

Events and the rows they touch fall apart into components that know nothing of each other: handlers are deterministic, and
read and write rows only. So a late event asks for its own component to be run again and for nothing else, and at an earlier
moment whatever lies wholly before or after it need not be run at all.
"""

from collections.abc import Iterable, Mapping

import attrs

from rso_core.projection.rows import Key

RowKey = tuple[str, Key]
"""A row: the declared name of its table, and its key."""


@attrs.frozen
class Touch:
    """An event, by its position, and the rows that its handler read or wrote, also where there was no such row."""

    position: int
    rows: frozenset[RowKey]


@attrs.frozen
class Joined:
    """How events and rows hang together after some events more. A component is called by its lowest position.

    Attributes:
        of_event: the component of each of these events that touched a row.
        of_row: the component of each row.
        merged: components known before that went up into another.
    """

    of_event: dict[int, int]
    of_row: dict[RowKey, int]
    merged: dict[int, int]


class Union:
    """Components that are joined as it turns out that they hang together."""

    def __init__(self) -> None:
        self.above: dict[int, int] = {}

    def top(self, component: int) -> int:
        """What a component is called by now."""
        above = self.above
        while (higher := above.get(component)) is not None:
            if (highest := above.get(higher)) is not None:
                above[component] = highest
            component = higher
        return component

    def join(self, one: int, other: int) -> int:
        """Join two, each by its top; gives what they are called from now on."""
        if one == other:
            return one
        low, high = (one, other) if one < other else (other, one)
        self.above[high] = low
        return low


def join(touches: Iterable[Touch], rows: Mapping[RowKey, int], events: Mapping[int, int]) -> Joined:
    """Join events to the components of the rows they touch, and components to each other where an event touches both.

    Args:
        touches: of events that are run.
        rows: the component of every row that had one before.
        events: the component of every event that had one before; those too that are not run, because they no longer hold.
    """
    union = Union()
    top = union.top
    of_event: dict[int, int] = dict(events)
    of_row: dict[RowKey, int] = dict(rows)
    for touch in touches:
        if not touch.rows and touch.position not in of_event:
            continue
        found = {of_row[row] for row in touch.rows if row in of_row} | {of_event.get(touch.position, touch.position)}
        first = min(map(top, found))
        for part in found:
            first = union.join(top(part), first)
        of_row.update(dict.fromkeys(touch.rows, first))
        of_event[touch.position] = first
    before = {*rows.values(), *events.values()}
    return Joined(
        of_event={position: top(component) for position, component in of_event.items()},
        of_row={row: top(component) for row, component in of_row.items()},
        merged={component: top(component) for component in before if top(component) != component},
    )
