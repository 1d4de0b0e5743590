"""Components: which events and rows hang together, because an event touched the row. Pure."""

from collections.abc import Iterable, Mapping

import attrs

from rso_core.projection.rows import Key

RowKey = tuple[str, Key]
"""A row: the declared name of its table, and its key."""


@attrs.frozen
class Touch:
    """An event and the rows that its handler read or wrote.

    Attributes:
        position: of the event in the record.
        effective: proleptic ordinal of the day from which it holds.
        recorded_at: microseconds since 1970 (UTC).
        rows: what the handler touched, also where there was no such row.
    """

    position: int
    effective: int
    recorded_at: int
    rows: frozenset[RowKey]


@attrs.frozen
class Span:
    """Between which positions, days and moments the events of a component lie; units as in `Touch`.

    The first position is the component's own number.
    """

    last_position: int
    first_effective: int
    last_effective: int
    first_recorded: int
    last_recorded: int

    @classmethod
    def of(cls, touch: Touch) -> "Span":
        """The span of one event."""
        return cls(touch.position, touch.effective, touch.effective, touch.recorded_at, touch.recorded_at)

    def __or__(self, other: "Span") -> "Span":
        return Span(
            max(self.last_position, other.last_position),
            min(self.first_effective, other.first_effective),
            max(self.last_effective, other.last_effective),
            min(self.first_recorded, other.first_recorded),
            max(self.last_recorded, other.last_recorded),
        )


@attrs.frozen
class Joined:
    """How events and rows hang together after some events more. A component is called by its earliest position.

    Attributes:
        of_event: the component of each of these events that touched a row.
        of_row: the component of each row touched.
        merged: components known before that went up into an earlier one.
    """

    of_event: dict[int, int]
    of_row: dict[RowKey, int]
    merged: dict[int, int]


def join(touches: Iterable[Touch], known: Mapping[RowKey, int]) -> Joined:
    """Join events to the components of the rows they touch, and components to each other where an event touches both.

    Args:
        touches: in recorded order.
        known: the component of every touched row that one had before.
    """
    above: dict[int, int] = {}

    def top(component: int) -> int:
        while (higher := above.get(component, component)) != component:
            above[component] = above.get(higher, higher)
            component = higher
        return component

    of_event: dict[int, int] = {}
    of_row: dict[RowKey, int] = dict(known)
    for touch in touches:
        if touch.rows:
            parts = {top(of_row[row]) for row in touch.rows if row in of_row} | {touch.position}
            first = min(parts)
            above.update({part: first for part in parts if part != first})
            of_row.update(dict.fromkeys(touch.rows, first))
            of_event[touch.position] = first
    return Joined(
        of_event={position: top(component) for position, component in of_event.items()},
        of_row={row: top(component) for row, component in of_row.items()},
        merged={component: top(component) for component in set(known.values()) if top(component) != component},
    )
