"""Read models made to try snapshots: one whose rows are joined by what happens, one that looks before it writes."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from rso_core.domain.event import Event
from rso_core.events import PartyRegistered, PersonCorrected, PersonRegistered
from rso_core.projection import ReadModel, Register, Rows
from rso_core.store import Meta, RecordedEvent

START = datetime(2026, 1, 1, tzinfo=UTC)


def people_and_names(name: str) -> tuple[sa.Table, sa.Table]:
    """A table with a row per person, and one with a row per name."""
    metadata = sa.MetaData()
    people = sa.Table(
        f"{name}_people",
        metadata,
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("times", sa.Integer, nullable=False, index=True),
    )
    names = sa.Table(
        f"{name}_names",
        metadata,
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("since", sa.Date, primary_key=True),
        sa.Column("person", sa.String),
        sa.Column("times", sa.Integer),
    )
    return people, names


def model(
    name: str,
    tables: tuple[sa.Table, ...],
    handlers: Mapping[type[Event], Callable[[Rows, RecordedEvent], None]],
    version: int = 1,
) -> ReadModel:
    """A read model whose register is every row of its tables."""

    def register(connection: sa.Connection, _: date) -> Register:
        rows: list[dict[str, Any]] = []
        for table in tables:
            found = connection.execute(sa.select(table).order_by(*table.primary_key.columns)).mappings()
            rows += [{"table": table.name, **row} for row in found]
        return Register(title=name, columns=(), rows=tuple(rows))

    return ReadModel(name=name, version=version, title=name, tables=tables, handlers=handlers, register=register)


def tame(version: int = 1) -> ReadModel:
    """Which rows it touches is said by the event alone; rows of people get joined by the names they share."""
    people, names = people_and_names("tame")

    def known(rows: Rows, recorded: RecordedEvent) -> None:
        event: Any = recorded.event
        at = {"name": event.name, "since": recorded.meta.effective}
        shared = rows.get(names, at)
        times = (shared["times"] if shared else 0) + version
        rows.put(names, {**at, "person": event.person, "times": times})
        rows.put(people, {"person": event.person, "name": event.name, "times": times})

    def corrected(rows: Rows, recorded: RecordedEvent) -> None:
        event: Any = recorded.event
        row = rows.get(people, {"person": event.person})
        if row is not None and row["times"] > 2:
            rows.remove(people, {"person": event.person})
        rows.patch(people, {"person": event.person}, name=event.name)
        rows.patch(names, {"name": event.name, "since": recorded.meta.effective}, person=None)

    return model("tame", (people, names), {PersonRegistered: known, PersonCorrected: corrected}, version)


def nosy() -> ReadModel:
    """Which rows it touches depends on what it found."""
    people, names = people_and_names("nosy")
    day = START.date()

    def known(rows: Rows, recorded: RecordedEvent) -> None:
        event: Any = recorded.event
        before = rows.get(people, {"person": event.person})
        if before is None:
            rows.put(people, {"person": event.person, "name": event.name, "times": 1})
            return
        if before["times"] % 2 == 0:
            # The name that the person had, whoever else bore it: but every second time only.
            borne = rows.get(names, {"name": before["name"], "since": day}) or {"times": 0}
            row = {"name": before["name"], "since": day, "person": event.person, "times": borne["times"] + 1}
            rows.put(names, row)
        rows.patch(people, {"person": event.person}, name=event.name, times=before["times"] + 1)

    return model("nosy", (people, names), {PersonRegistered: known, PersonCorrected: known})


def told(place: int, event: Event, known: datetime, effective: date) -> RecordedEvent:
    """An event, in a stream of its own."""
    meta = Meta(
        recorded_at=known,
        effective=effective,
        actor="office:x",
        act="x",
        correlation=f"c{place}",
        causation=f"c{place}",
    )
    return RecordedEvent(f"person:{place}", 1, meta, event)


def counting_parties(name: str, before: Callable[[], None], version: int = 1) -> ReadModel:
    """A row per party; something is done before each is written."""
    table = sa.Table(f"{name}_parties", sa.MetaData(), sa.Column("party", sa.String, primary_key=True))

    def seen(rows: Rows, recorded: RecordedEvent) -> None:
        assert isinstance(recorded.event, PartyRegistered)
        before()
        rows.put(table, {"party": recorded.event.party})

    return model(name, (table,), {PartyRegistered: seen}, version)
