"""A batch of events is taken up into the live tables, each event at its place in the order of holding.

An event that holds after everything that touched its rows is simply handled. Another one comes late: its component (see
`rso_core.projection.components`) is taken out of the tables, and its events are handled again in order, with the late one
among them. Should they touch rows of a component of which something holds later, that comes with it, until there is none.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

import attrs
import sqlalchemy as sa
from sqlalchemy import Connection

from rso_core.projection.batch import Batch
from rso_core.projection.components import RowKey, Touch, join
from rso_core.projection.errors import HandlerFailedError
from rso_core.projection.generation import COMPONENT, Tables
from rso_core.projection.live_rows import LiveRows, Place, RowText
from rso_core.projection.read_model import ReadModel
from rso_core.projection.row_keys import key_text
from rso_core.store.event_store import EventStore
from rso_core.store.holding import HoldingKey, Known, Placed

AT_ONCE = 500
"""Of so many events or components the rows are asked for in one query."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970, UTC, of an aware moment."""
    passed = moment - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def event_values(placed: Placed, component: int) -> list[Any]:
    """The row of an event, in the order of the columns."""
    key = placed.key
    return [
        key.position,
        component,
        placed.holds,
        key.day.toordinal(),
        key.waited,
        key.said.toordinal(),
        key.place,
        microseconds(placed.entry.recorded_at),
        placed.settled_at,
        microseconds(placed.settled_on),
    ]


@attrs.frozen
class _TakenUp:
    """An event of a component that is handled again: where it holds, whether it does, and its row without component."""

    key: HoldingKey
    holds: bool
    values: list[Any]

    @classmethod
    def of(cls, placed: Placed) -> "_TakenUp":
        return cls(placed.key, placed.holds, event_values(placed, 0))

    @classmethod
    def from_row(cls, row: Any) -> "_TakenUp":
        return cls(_key(row), row.holds, list(row))


def _key(row: Any) -> HoldingKey:
    days = date.fromordinal(row.day), date.fromordinal(row.said)
    return HoldingKey(days[0], bool(row.waited), days[1], row.place, row.position)


@attrs.define
class _TakingUp:
    """What is at hand while a batch is taken up.

    Attributes:
        taken: the events that are to be handled, and those that no longer hold, by position.
        components: the components to which some of them belonged before.
        rows: the component of every row that was taken out of the tables.
        absent: the same of those that were noted as not there.
        events: the events themselves, as far as they were read.
    """

    connection: Connection
    store: EventStore
    model: ReadModel
    tables: Tables
    taken: dict[int, _TakenUp]
    components: dict[int, int] = attrs.field(factory=dict)
    rows: dict[RowKey, int] = attrs.field(factory=dict)
    absent: dict[RowText, int] = attrs.field(factory=dict)
    events: dict[int, Known] = attrs.field(factory=dict)

    def run(self) -> None:
        """Handle the events in order, until none comes late, and write what they lead to.

        Raises:
            HandlerFailedError: a handler raised, although its event came in order.
        """
        while True:
            rows, touches = LiveRows(self.connection, self.tables), list[Touch]()
            failure: HandlerFailedError | None = None
            try:
                rows.run(self.model, self._in_order(), touches)
            except HandlerFailedError as error:
                failure = error
            # What was taken out is not in the tables.
            places = rows.places({row for touch in touches for row in touch.rows if row not in self.rows})
            late = self._late(touches, places)
            if not late:
                break
            self.take_out(late)
        if failure is not None:
            raise failure
        self._write(rows, touches, places)

    def take_out(self, components: Collection[int]) -> None:
        """Take components out of the tables, so that their events are handled again."""
        select, delete = _of_components(self.tables.events)
        for some in _some(sorted(components)):
            for row in self.connection.execute(select, {"components": some}):
                # Where it stands may have changed since; then it is at hand already.
                self.taken.setdefault(row.position, _TakenUp.from_row(row))
                self.components[row.position] = row[1]
            self.connection.execute(delete, {"components": some})
            there, noted = LiveRows(self.connection, self.tables).take_out(some)
            self.rows |= there
            self.absent |= noted

    def _in_order(self) -> Iterator[Known]:
        holding = sorted(each.key for each in self.taken.values() if each.holds)
        self._read(key.position for key in holding)
        return (self.events[key.position] for key in holding)

    def _read(self, positions: Iterable[int]) -> None:
        for some in _some([position for position in positions if position not in self.events]):
            self.events.update((item[0], item) for item in self.store.read_at(some))

    def _late(self, touches: Iterable[Touch], places: Mapping[RowKey, Place]) -> set[int]:
        """The components of which something holds later than an event that touches one of their rows."""
        met: dict[int, HoldingKey] = {}
        for touch in touches:
            key = self.taken[touch.position].key
            for component in {places[row].component for row in touch.rows if row in places}:
                met[component] = min(key, met.get(component, key))
        if not met:
            return set()
        query, lowest = _holding_since(self.tables.events), min(met.values()).day.toordinal()
        late: set[int] = set()
        for some in _some(sorted(met)):
            found = self.connection.execute(query, {"components": some, "lowest": lowest})
            late |= {row[1] for row in found if _key(row) > met[row[1]]}
        return late

    def _write(self, rows: LiveRows, touches: list[Touch], places: Mapping[RowKey, Place]) -> None:
        known = {**self.rows, **{row: place.component for row, place in places.items()}}
        joined = join(touches, known, self.components)
        rows.write(joined.of_row, places)
        told = {(name, key_text(key)) for name, key in joined.of_row} if self.absent else set()
        rows.note_absent({row: joined.merged.get(c, c) for row, c in self.absent.items() if row not in told})
        rows.move(joined.merged)
        self._move_events(joined.merged)
        self._insert_events(joined.of_event)

    def _move_events(self, merged: Mapping[int, int]) -> None:
        if merged:
            events = self.tables.events
            moves = [{"from_": old, "to": new} for old, new in merged.items()]
            here = events.c[COMPONENT] == sa.bindparam("from_")
            self.connection.execute(sa.update(events).where(here).values({COMPONENT: sa.bindparam("to")}), moves)

    def _insert_events(self, components: Mapping[int, int]) -> None:
        names = [column.name for column in self.tables.events.columns]
        values = [
            {**dict(zip(names, self.taken[position].values, strict=True)), COMPONENT: component}
            for position, component in components.items()
        ]
        if values:
            self.connection.execute(_insert(self.tables.events), values)

    def look_with(self, positions: Collection[int]) -> None:
        """Note the component of events that never held here: the rows that they would touch now.

        Before their withdrawal was known they did, and then they are to be found with these.
        """
        self._read(positions)
        touches: list[Touch] = []
        for position in sorted(positions):
            rows = LiveRows(self.connection, self.tables)
            try:
                rows.run(self.model, [self.events[position]], touches)
            except HandlerFailedError:
                continue
        rows = LiveRows(self.connection, self.tables)
        places = rows.places({row for touch in touches for row in touch.rows})
        alone = {position: position for position in positions}
        joined = join(touches, {row: place.component for row, place in places.items()}, alone)
        rows.write(joined.of_row, places)
        rows.move(joined.merged)
        self._move_events(joined.merged)
        self._insert_events(joined.of_event)


@lru_cache(maxsize=1_000)
def _holding_since(events: sa.Table) -> "sa.Select[Any]":
    """The events of some components that hold from some day or later; made once, for that takes longer than asking it."""
    of_some = events.c[COMPONENT].in_(sa.bindparam("components", expanding=True))
    return sa.select(events).where(of_some, events.c.holds, events.c.day >= sa.bindparam("lowest"))


@lru_cache(maxsize=1_000)
def _of_components(events: sa.Table) -> "tuple[sa.Select[Any], sa.Delete]":
    """What asks for the events of some components, and what takes them away."""
    here = events.c[COMPONENT].in_(sa.bindparam("components", expanding=True))
    return sa.select(events).where(here), sa.delete(events).where(here)


@lru_cache(maxsize=1_000)
def _insert(events: sa.Table) -> sa.Insert:
    return sa.insert(events)


def take_up(connection: Connection, store: EventStore, model: ReadModel, tables: Tables, batch: Batch) -> None:
    """Take a batch of events up into the tables of a read model.

    Args:
        connection: in a transaction that writes.

    Raises:
        HandlerFailedError: a handler raised; the transaction is to be rolled back.
    """
    handled = batch.handled(model.handlers)
    torn = {position: each for position, each in batch.torn.items() if each.entry.kind in model.handlers}
    mine = {each.key.position: _TakenUp.of(each) for each in handled if each.holds}
    work = _TakingUp(connection, store, model, tables, mine, events=batch.read)
    if torn:
        work.taken |= {position: _TakenUp.of(each) for position, each in torn.items()}
        work.take_out(_components_of(connection, tables, torn))
        # One that touched no row when it held did not take part, and does not now.
        for position, each in torn.items():
            if position not in work.components and not each.holds:
                del work.taken[position]
    if work.taken:
        work.run()
    never = [each for each in handled if not each.holds]
    if never:
        work.taken |= {each.key.position: _TakenUp.of(each) for each in never}
        work.look_with([each.key.position for each in never])


def _components_of(connection: Connection, tables: Tables, positions: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for some in _some(sorted(positions)):
        query = sa.select(tables.events.c[COMPONENT]).where(tables.events.c.position.in_(some))
        found |= set(connection.scalars(query))
    return found


def _some(values: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(values)
    while some := list(islice(left, AT_ONCE)):
        yield some
