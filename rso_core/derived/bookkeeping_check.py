"""What is kept beside the rows of a register: which event touched them, where it holds, and which rows hang together.

By it a late event finds its place, and an earlier moment is told without replaying all. Rows that hung together once may
go on doing so, which changes no answer; so what is kept may be coarser than what follows from the record, and never finer.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
from sqlalchemy import Connection

from rso_core.derived.deviation import Deviation, place
from rso_core.derived.live_tables import LiveTable, as_written, read
from rso_core.derived.replay import Order, Replayed
from rso_core.derived.row_check import RowDifferences, shown
from rso_core.projection.generation import COMPONENT
from rso_core.projection.row_keys import key_text

_AT = 1
"""The place of the component among the columns of the table of events."""


@attrs.frozen
class Bookkeeping:
    """The bookkeeping of one register, held against what follows from the record.

    Args:
        connection: in the transaction in which all is read.
        events, absent: the tables beside the rows.
        rows: of each declared table, how its rows compare.
    """

    connection: Connection
    events: LiveTable
    absent: LiveTable
    order: Order
    replayed: Replayed
    rows: Mapping[str, RowDifferences]

    @property
    def register(self) -> str:
        """Its name."""
        return self.replayed.model.name

    def deviations(self) -> Iterator[Deviation]:
        """What differs, place by place."""
        components: dict[int, int] = {}
        yield from self._of_events(components)
        yield from self._rows(components)
        yield from self._of_absent(components)

    def _of_events(self, components: dict[int, int]) -> Iterator[Deviation]:
        """The table of events; notes what each component of the record is called there."""
        table = self.events
        live = read(self.connection, table)
        if live.problem is not None:
            yield Deviation.unreadable(self.register, table.name, live.problem)
            return
        touching = dict(self.replayed.rows.components())
        due = [*touching, *self.replayed.withdrawn]
        names = table.columns
        wanted = {row[0]: row for row in as_written(self.connection, table, map(self.order.values, due))}
        for position, row in wanted.items():
            found = live.rows.get((position,))
            if found is None:
                yield self._event(position, f"ontbreekt (hoort bij gebeurtenis {self._id(position)})")
                continue
            yield from self._event_columns(names, position, found, row)
            if position in touching:
                called = components.setdefault(touching[position], found[_AT])
                if called != found[_AT]:
                    yield self._event(
                        position, f"hoort bij onderdeel {called}", COMPONENT, found[_AT], called, self._id(position)
                    )
        yield from self._other_events(names, live.rows, wanted)

    def _other_events(
        self, names: Sequence[str], live: Mapping[tuple[Any, ...], tuple[Any, ...]], wanted: Mapping[int, Any]
    ) -> Iterator[Deviation]:
        """Those that touch no row now may have done so once; others do not belong there."""
        handlers = self.replayed.model.handlers
        others = [key[0] for key in live if key[0] not in wanted]
        real = [p for p in others if p in self.order.placed and self.order.placed[p].entry.kind in handlers]
        for row in as_written(self.connection, self.events, map(self.order.values, real)):
            yield from self._event_columns(names, row[0], live[(row[0],)], row)
        for position in sorted({*others} - {*real}, key=str):
            yield self._event(position, "hoort er niet te staan: het register wacht niet op zo'n gebeurtenis")

    def _event_columns(
        self, names: Sequence[str], position: int, found: tuple[Any, ...], row: tuple[Any, ...]
    ) -> Iterator[Deviation]:
        if found[:_AT] == row[:_AT] and found[_AT + 1 :] == row[_AT + 1 :]:
            return
        for at, (name, is_, should) in enumerate(zip(names, found, row, strict=True)):
            if at != _AT and is_ != should:
                told = f"er staat {shown(is_)}, het moet {shown(should)} zijn (gebeurtenis {self._id(position)})"
                yield self._event(position, told, name, is_, should, self._id(position))

    def _rows(self, components: Mapping[int, int]) -> Iterator[Deviation]:
        """Each row stands with the events that touched it."""
        top = self.replayed.rows.union.top
        for name, found in self.rows.items():
            for key in found.same:
                should = components.get(top(found.expected[key].component))
                is_ = found.live.rows[key][-1]
                if should is not None and is_ != should:
                    row = dict(zip(found.table.keys, key, strict=True))
                    told = f"er staat {shown(is_)}, het moet {should} zijn"
                    yield Deviation.at(self.register, name, row, told, COMPONENT, is_, should)

    def _of_absent(self, components: Mapping[int, int]) -> Iterator[Deviation]:
        """Rows that events touched and that are not there are noted, so that what comes later finds them."""
        table = self.absent
        live = read(self.connection, table)
        if live.problem is not None:
            yield Deviation.unreadable(self.register, table.name, live.problem)
            return
        for name in self.rows:
            for key, component in self.replayed.rows.absent(name):
                at = name, key_text(key)
                should = components.get(component)
                is_ = live.rows[at][2] if at in live.rows else None
                if should is not None and is_ != should:
                    row = dict(zip(("of_table", "key"), at, strict=True))
                    told = f"{place(table.name, row)}: er staat {shown(is_)}, het moet {should} zijn"
                    yield Deviation(
                        of=self.register,
                        table=table.name,
                        row=row,
                        column=COMPONENT,
                        found=is_,
                        expected=should,
                        told=told,
                    )
        present = (
            {(name, key_text(found.expected[key].key)) for name, found in self.rows.items() for key in found.same}
            if live.rows
            else set()
        )
        for of_table, key in live.rows:
            if (of_table, key) in present:
                row = {"of_table": of_table, "key": key}
                yield Deviation.at(self.register, table.name, row, "noemt een rij weg die er is")

    def _id(self, position: int) -> str | None:
        found = self.order.placed.get(position)
        return found.entry.id if found else None

    def _event(
        self,
        position: int,
        told: str,
        column: str | None = None,
        found: Any = None,
        expected: Any = None,
        event: str | None = None,
    ) -> Deviation:
        row = {"position": position}
        return Deviation.at(
            self.register, self.events.name, row, told, column, found, expected, event or self._id(position)
        )
