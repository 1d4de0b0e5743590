"""By which handle the row of a register can be asked for, and how late what it rests on was entered."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import attrs
import pytest

from acts_of_a_region import START, open_region
from every_plugin import every_plugin
from rso_core import Application, Provenance, acts
from rso_core.act_handles import find_act
from rso_core.comparison.acts_behind import ENTERED_LATE, HANDLE, with_acts_behind
from rso_core.events import PartyKind
from rso_core.projection import Projector, Register

BEGUN = datetime(2025, 1, 2, tzinfo=UTC)
DAY = date(2026, 1, 8)
OFFICE = Provenance(actor="office:secretariaat", source="Brief 7")


class Record:
    """A region of which the clock can be set."""

    def __init__(self, url: str) -> None:
        self.now = BEGUN
        self.application: Application = open_region(url, lambda: self.now)
        self.projector = Projector(self.application.store, every_plugin().read_models())

    def party(self, days_later: float, known: datetime | None = None) -> None:
        """Register a party from `DAY`, and enter it so many days later."""
        self.now = datetime.combine(DAY, time(9), UTC) + timedelta(days=days_later)
        act = acts.RegisterParty(party="buur", name="Buur", kind=PartyKind.MUNICIPALITY, on=DAY)
        self.application.perform(act, attrs.evolve(OFFICE, recorded_at=known))

    def person(self, name: str, on: date) -> None:
        """Correct a name from a day."""
        self.application.perform(acts.CorrectPerson(person="p-2", name=name, on=on), OFFICE)

    def row(self, register: str, key: str, day: date = DAY) -> Mapping[str, Any]:
        """The row of one party or person."""
        (row,) = (row for row in self.shown(register, day=day).rows if key in (row.get("party"), row.get("person")))
        return row

    def shown(self, name: str, known_on: date | None = None, day: date = DAY) -> Register:
        """A register with the acts behind its rows."""
        self.projector.catch_up()
        return with_acts_behind(self.projector, name, self.projector.register(name, day, known_on), day, known_on)


@pytest.fixture
def record(sqlite_url: str) -> Record:
    """A region at its beginning."""
    return Record(sqlite_url)


def test_the_handle_is_of_the_act_that_wrote_the_row_last_by_day(record: Record) -> None:
    def acts_behind(day: date = DAY) -> list[str]:
        return [r.meta.act for r in find_act(record.application.store, record.row("persons", "p-2", day)[HANDLE.key])]

    assert acts_behind() == ["register-person"]
    record.now = BEGUN + timedelta(days=400)
    record.person("L. Later", DAY)
    record.person("E. Eerder", DAY - timedelta(days=30))
    row = record.row("persons", "p-2")
    (told,) = find_act(record.application.store, row[HANDLE.key])
    assert (row["name"], getattr(told.event, "name", None)) == ("L. Later", "L. Later")
    assert acts_behind(DAY - timedelta(days=31)) == ["register-person"]


@pytest.mark.parametrize(("days", "late", "told"), [(-1, 0, ""), (0, 0, ""), (1, 1, "één dag"), (30, 30, "30 dagen")])
def test_a_row_tells_how_late_it_was_entered(record: Record, days: int, late: int, told: str) -> None:
    record.party(days)
    row = record.row("parties", "buur")
    assert (row["days_late"], row["claimed"], row[ENTERED_LATE.key]) == (late, False, told)


def test_a_day_ends_when_it_does_in_the_netherlands(record: Record) -> None:
    record.party(0.6)  # at 23.24 by UTC, which is 00.24 of the next day here
    assert record.row("parties", "buur")["days_late"] == 1


def test_a_claim_is_told(record: Record) -> None:
    record.party(3, known=datetime(2026, 1, 8, 12, tzinfo=UTC))
    row = record.row("parties", "buur")
    assert (row["days_late"], row["claimed"], row[ENTERED_LATE.key]) == (3, True, "3 dagen (opgave)")


def test_of_several_acts_the_latest_counts(record: Record) -> None:
    record.now = datetime(2026, 3, 1, 9, tzinfo=UTC)
    record.person("L. Laat", date(2026, 2, 1))
    record.person("O. Optijd", date(2026, 3, 1))
    row = record.row("persons", "p-2", date(2026, 3, 1))
    assert (row["name"], row["days_late"]) == ("O. Optijd", 28)


def test_the_column_is_there_where_something_was_late_and_now_is_asked(record: Record) -> None:
    assert ENTERED_LATE in record.shown("parties").columns
    assert HANDLE in record.shown("parties", known_on=DAY).columns
    assert ENTERED_LATE not in record.shown("parties", known_on=DAY).columns
    assert ENTERED_LATE not in record.shown("signals").columns


def test_every_row_of_a_register_by_its_own_key_has_a_handle(record: Record) -> None:
    bare = {}
    for model in record.projector.read_models:
        rows = record.shown(model.name, day=START).rows
        keys = {column.name for column in model.tables[0].primary_key.columns}
        assert all((row[HANDLE.key] is not None) == bool(keys & row.keys()) for row in rows), model.name
        bare[model.name] = len(rows)
    assert bare["parties"] > 2
