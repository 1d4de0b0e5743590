"""Nothing goes to the members that does not follow from the record, unless somebody says why, and then that is recorded."""

import sqlite3

import attrs
import pytest

from acts_of_a_region import PARTIES
from pleio.accounts.conftest import Rso
from pleio.accounts.region_beside_a_site import Region
from rso_core.derived.publishing import Guard, UnprovenError
from rso_core.domain.record_upkeep import PublishedUnproven
from rso_core.events import PlatformChoice
from rso_pleio.watch import Watcher

FORGED = "UPDATE bodies_names__g1 SET name = 'VERVALST OVERLEG' WHERE kind = 'body'"


def forge(region: Region, statement: str = FORGED) -> None:
    with sqlite3.connect(region.folder / "rso.db") as database:
        assert database.execute(statement).rowcount > 0


@pytest.fixture
def members(adopted: Region) -> Region:
    adopted.choose(PlatformChoice.INVITE, *PARTIES)
    return adopted


def test_what_follows_from_the_record_goes_out(members: Region, rso: Rso) -> None:
    done = rso("pleio", "apply")
    assert done.code == 0, done.said
    assert members.application.store.stream("record-upkeep:record") == []


@pytest.mark.parametrize(
    "statement",
    [
        FORGED,
        "UPDATE rso_events SET state = CAST(CAST(state AS TEXT) || ' ' AS BLOB) WHERE rowid = 2",
        "UPDATE rso_read_models SET latest_effective = '2020-01-01' WHERE name = 'roles'",
    ],
    ids=["a register", "an event", "where a register stands"],
)
def test_what_does_not_is_refused_before_anything_is_sent(members: Region, rso: Rso, statement: str) -> None:
    forge(members, statement)
    before = members.site.traffic.mutations
    done = rso("pleio", "apply", "--force")
    assert done.code == 9
    assert "nothing went out (de site http" in done.err
    assert "rso audit verify" in done.err
    assert "--unproven REASON" in done.err
    assert members.site.traffic.mutations == before


def test_a_view_that_shows_something_else_is_refused_too(members: Region, rso: Rso) -> None:
    with sqlite3.connect(members.folder / "rso.db") as database:
        database.execute("DROP VIEW bodies_names")
        database.execute("CREATE VIEW bodies_names AS SELECT kind, id, 'VERVALST' AS name FROM bodies_names__g1")
    done = rso("pleio", "apply", "--force")
    assert done.code == 9
    assert "weergave bodies_names: toont iets anders" in done.err


def test_with_a_reason_it_goes_out_and_that_stands_on_record(members: Region, rso: Rso) -> None:
    forge(members)
    done = rso("pleio", "apply", "--force", "--unproven", "De leden vergaderen over een uur")
    assert done.code == 0, done.said
    assert "Warning: goes out all the same: tabel bodies_names" in done.err
    (recorded,) = members.application.store.stream("record-upkeep:record")
    event = recorded.event
    assert isinstance(event, PublishedUnproven)
    assert (event.published, event.reason) == (f"de site {members.site.url}", "De leden vergaderen over een uur")
    assert members.site.state.notifications or members.group()


def test_a_reason_says_something(members: Region, rso: Rso) -> None:
    forge(members)
    before = members.site.traffic.mutations
    assert rso("pleio", "apply", "--force", "--unproven", " ").code == 3
    assert members.site.traffic.mutations == before


def test_a_plan_that_sends_nothing_asks_nothing(members: Region, rso: Rso) -> None:
    assert rso("pleio", "apply").code == 0
    asked = []
    with members.sync() as sync:
        attrs.evolve(sync, guard=lambda: asked.append(1)).apply()
        assert asked == []
        members.choose(PlatformChoice.ADD, PARTIES[0])
        attrs.evolve(sync, guard=lambda: asked.append(1)).plan()
        assert asked == [], "to look is not to send"


def test_who_follows_the_record_stops_and_says_so(members: Region) -> None:
    forge(members)
    guard = Guard(store=members.application.store, models=members.projector.read_models)
    with members.sync() as sync:
        watcher = Watcher(sync=attrs.evolve(sync, guard=lambda: guard.require("de site")))
        before = members.site.traffic.mutations
        with pytest.raises(UnprovenError):
            watcher.round()
        progress = sync.ledger.progress()
        assert progress is not None
        assert progress.state == "stopped"
        assert "does not follow from the record" in progress.told
    assert members.site.traffic.mutations == before
