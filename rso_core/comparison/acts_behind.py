"""The acts behind the rows of a register: by which handle to ask for them, and how late they were entered.

Found by running the read model once more and noting which events wrote to which row, so that it goes for every register,
whatever plugin it is of, and at every moment.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import attrs
from sqlalchemy import Table

from rso_core.act_handles import handle_of
from rso_core.dutch.sentences import counted
from rso_core.guard import WATCH
from rso_core.projection import Column, Projector, ReadModel, Register
from rso_core.projection.as_of import held_in
from rso_core.projection.fold import FoldedRows, handle
from rso_core.projection.knowledge import Knowledge
from rso_core.projection.moment import Asked
from rso_core.projection.rows import Key
from rso_core.store.recorded import RecordedEvent

HANDLE = Column("handle", "Handeling")
ENTERED_LATE = Column("entered_late_nl", "Later ingevoerd")


@attrs.frozen
class ActsBehind:
    """The acts that wrote to a row.

    Attributes:
        handle: of the one that wrote to it last.
        days_late: of all of them, how many days after it held the latest was entered; 0 where none was late.
        claimed: whether that one claims to have been known since before it was entered.
    """

    handle: str
    days_late: int
    claimed: bool

    def lateness_in_dutch(self) -> str:
        """How late the latest was entered: ``30 dagen``; empty where none was.

        With ``(opgave)`` where it is said to have been known before.
        """
        if not self.days_late:
            return ""
        return counted(self.days_late, "dag", "dagen") + (" (opgave)" if self.claimed else "")


def with_acts_behind(
    projector: Projector,
    name: str,
    register: Register,
    valid_on: date,
    known_on: date | datetime | None = None,
    entered_on: date | datetime | None = None,
) -> Register:
    """A register with, in each row, the handle of the act that wrote to it last, and how late what it rests on was entered.

    A row that does not show what its table knows it by (a total, a step of a chain) rests on no act in particular. People
    see a column for what was entered late where something was; asked as known at some moment, `marked_register` is theirs.

    Args:
        projector: the read models.
        name: of the register.
        register: as asked of the projector at this moment.
        valid_on: day on which its rows hold (Europe/Amsterdam).
        known_on: day (its end) or moment (aware) up to which is known; None for all that is.
        entered_on: likewise, of what was entered by then.

    Raises:
        HandlerFailedError: its read model cannot be run.
    """
    model = projector.read_model(name)
    written = _Written(model)
    held = held_in(projector.store, [model], Asked(valid_on, Knowledge.by(known_on, entered_on)))
    with WATCH.ticking():
        for position, recorded in held:
            written.writers.append(recorded)
            handle(model, written, position, recorded)
    found = [_behind(written.behind(row)) for row in register.rows]
    late = known_on is None and any(acts is not None and acts.days_late for acts in found)
    columns = (*register.columns, HANDLE, *((ENTERED_LATE,) if late else ()))
    rows = tuple(_with(row, acts) for row, acts in zip(register.rows, found, strict=True))
    return attrs.evolve(register, columns=columns, rows=rows)


def _with(row: Mapping[str, Any], acts: ActsBehind | None) -> dict[str, Any]:
    if acts is None:
        return {**row, HANDLE.key: None, "days_late": None, "claimed": None, ENTERED_LATE.key: None}
    told = {"days_late": acts.days_late, "claimed": acts.claimed, ENTERED_LATE.key: acts.lateness_in_dutch()}
    return {**row, HANDLE.key: acts.handle, **told}


def _behind(events: list[RecordedEvent]) -> ActsBehind | None:
    if not events:
        return None
    latest = max((recorded.meta for recorded in events), key=lambda meta: meta.days_late)
    return ActsBehind(handle_of(events[-1].meta.correlation), max(0, latest.days_late), claimed=latest.claimed)


class _Written(FoldedRows):
    """Rows folded in memory that note which events wrote to each.

    Attributes:
        writers: the events whose handlers were at work, in the order in which they hold.
    """

    def __init__(self, model: ReadModel) -> None:
        super().__init__(model.tables)
        self.writers: list[RecordedEvent] = []
        self._noted: dict[str, dict[Key, list[int]]] = {table.name: {} for table in model.tables}
        self._keys = {table.name: tuple(c.name for c in table.primary_key.columns) for table in model.tables}
        self._own = self._keys[model.tables[0].name]
        self._names = f"{model.name}_names"
        self._grouped: dict[tuple[str, tuple[str, ...]], dict[Key, list[int]]] = {}

    def behind(self, row: Mapping[str, Any]) -> list[RecordedEvent]:
        """The events that wrote to what a row of the register tells: what shares its key, and its own name."""
        found: set[int] = set()
        for table, names in self._keys.items():
            if set(names) <= set(self._own):
                found.update(self._by(table, tuple(name for name in names if name in row), row))
        if len(self._own) == 1 and self._own[0] in row:
            found.update(self._noted.get(self._names, {}).get((self._own[0], row[self._own[0]]), ()))
        return [self.writers[number] for number in sorted(found)]

    def _by(self, table: str, shown: tuple[str, ...], row: Mapping[str, Any]) -> Iterable[int]:
        """By what a row shows of the key of a table; where that is a part, it tells of several of its rows."""
        if not shown:
            return ()
        if (table, shown) not in self._grouped:
            places = [self._keys[table].index(name) for name in shown]
            grouped = self._grouped[table, shown] = defaultdict(list)
            for key, numbers in self._noted[table].items():
                grouped[tuple(key[place] for place in places)] += numbers
        return self._grouped[table, shown].get(tuple(row[name] for name in shown), ())

    def put(self, table: Table, row: Mapping[str, Any]) -> None:
        """Write a whole row, and note by which event."""
        super().put(table, row)
        self._note(table, row)

    def patch(self, table: Table, key: Mapping[str, Any], **values: Any) -> None:
        """Change some columns of a row, and note by which event."""
        super().patch(table, key, **values)
        self._note(table, key)

    def remove(self, table: Table, key: Mapping[str, Any]) -> None:
        """Remove a row, and what was noted of it."""
        super().remove(table, key)
        self._noted[table.name].pop(self._found(self.tables[table.name], key)[0], None)

    def _note(self, table: Table, row: Mapping[str, Any]) -> None:
        key, found = self._found(self.tables[table.name], row)
        if found is not None and len(found) > 1:
            self._noted[table.name].setdefault(key, []).append(len(self.writers) - 1)
