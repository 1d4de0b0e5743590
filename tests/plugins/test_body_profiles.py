"""Registers of bodies: what a change leaves out stays as it was on its day, in whatever order changes are recorded."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from acts_of_a_region import by, open_region, set_up
from every_plugin import every_plugin
from rso_core import Act, acts
from rso_core.events import Rank
from rso_core.projection import Projector

D = date
EARLY, LATE = D(2026, 2, 1), D(2026, 5, 1)
DAYS = (D(2026, 1, 15), EARLY, D(2026, 4, 30), LATE, D(2026, 6, 1))
REGISTERS = ("bodies", "order", "rhythm", "portfolio", "monitoring")
BODY: dict[str, Any] = {"body": "breed"}
GIVEN: tuple[Act, ...] = (
    set_up("breed", place=2, chair=None, members=("prov", "gem-a"), on=D(2025, 1, 1)),
    acts.ProposeProject(project="pr", name="Kaart", body="breed", owner="gem-a", on=D(2025, 2, 1)),
)
PAIRS: dict[str, tuple[Act, Act]] = {
    "two respects": (
        acts.RepositionBody(**BODY, since=LATE, rhythm="FREQ=MONTHLY", rhythm_start=LATE),
        acts.RepositionBody(**BODY, since=EARLY, place=7, portfolio_limit=3, rank=Rank.BOARD),
    ),
    "two members": (
        acts.LeaveBody(**BODY, party="gem-a", since=LATE),
        acts.JoinBody(**BODY, party="gem-b", since=EARLY),
    ),
    "name and work": (
        acts.RescopeBody(**BODY, scope=("RO",), since=LATE),
        acts.RenameBody(**BODY, name="Breed bestuur", since=EARLY),
    ),
}


def registers(url: str, made: Sequence[Act]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the registers say on some days: replayed, and today from live tables."""
    with open_region(url) as application:
        for act in (*GIVEN, *made):
            application.perform(act, by())
        projector = Projector(application.store, every_plugin().read_models())
        assert projector.catch_up() == []
        replayed: dict[str, Any] = {}
        for day in DAYS:
            with projector.as_of(day) as moment:
                replayed |= {f"{name} {day}": _rows(moment.register(name)) for name in REGISTERS}
        live = {name: _rows(projector.register(name, D(2026, 11, 24))) for name in REGISTERS}
        projector.close()
    return replayed, live


def _rows(register: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in register.rows]


@pytest.mark.parametrize("pair", PAIRS)
def test_registers_do_not_depend_on_the_order_of_recording(pair: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    late, early = PAIRS[pair]
    urls = [f"sqlite:///{tmp_path_factory.mktemp('order') / 'rso.db'}" for _ in range(2)]
    assert registers(urls[0], (late, early)) == registers(urls[1], (early, late))


def test_a_change_that_comes_late_shows_in_what_follows_it(sqlite_url: str) -> None:
    _, live = registers(sqlite_url, PAIRS["two respects"])
    (row,) = [row for row in live["bodies"] if row["body"] == "breed"]
    assert (row["since"], row["place"], row["portfolio_limit"], row["rhythm"]) == (LATE, 7, 3, "FREQ=MONTHLY")
