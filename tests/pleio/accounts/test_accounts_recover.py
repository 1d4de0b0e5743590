"""Building a lost ledger anew from what stands on the site."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from pleio.accounts.conftest import Rso
from pleio.accounts.region_beside_a_site import Region, ends, told
from rso_core.events import PlatformChoice
from rso_pleio.adoption import Recovered, recover
from rso_pleio.ledger_tables import PROGRESS, TABLE


def lose_the_ledger(region: Region) -> None:
    engine = sa.create_engine(region.application.store.url)
    with engine.begin() as connection:
        assert connection.execute(sa.delete(TABLE)).rowcount > 0
        connection.execute(sa.delete(PROGRESS))
    engine.dispose()


def find_back(region: Region) -> Recovered:
    with region.sync() as sync, sync.ledger.alone():
        return recover(sync.client, sync.ledger, sync.desired(), sync.choices, sync.parallel)


def filled_as_admin(region: Region) -> Region:
    region.session = region.site.admin_session
    for person in ("p-1", "p-2", "p-3"):
        region.account(person)
    region.apply()
    return region


def filled_as_group_admin(region: Region) -> Region:
    region.adopt(region.prepare())
    region.choose(PlatformChoice.INVITE)
    region.apply()
    for person in ("p-1", "p-2", "p-3"):
        region.accept(person)
    region.apply()
    return region


BOTH = pytest.mark.parametrize("filled", [filled_as_admin, filled_as_group_admin])
Filled = Callable[[Region], Region]


@dataclass
class Standing:
    """What counts of a site when nothing should have changed."""

    keys: list[str]
    roles: dict[str, str]
    groups: int
    mails: int

    @classmethod
    def of(cls, region: Region) -> "Standing":
        state = region.site.state
        return cls(region.keys(), region.roles(), len(state.groups), len(state.notifications))


@BOTH
def test_what_was_lost_is_found_back_and_nothing_is_made_twice(region: Region, filled: Filled) -> None:
    filled(region)
    before = Standing.of(region)
    lose_the_ledger(region)
    sent = region.site.traffic.mutations
    found = find_back(region)
    assert found == Recovered(groups=1, items=len(before.keys), members=3, subgroups=1)
    assert (region.plan().changes, region.site.traffic.mutations) == ((), sent)
    region.apply()
    assert (region.plan().steps, region.site.traffic.mutations) == ((), sent)
    assert Standing.of(region) == before


@BOTH
def test_the_plan_after_it_has_nothing_to_say(region: Region, filled: Filled) -> None:
    filled(region)
    lose_the_ledger(region)
    find_back(region)
    assert region.plan().steps == ()


@BOTH
def test_who_we_had_added_still_leaves_when_the_role_ends(region: Region, filled: Filled) -> None:
    filled(region)
    lose_the_ledger(region)
    find_back(region)
    region.record(ends("deelnemer", "p-2"), ends("vz", "p-1"))
    region.apply()
    assert region.roles() == {"p-3": "member"}
    assert region.subgroup("Voorzitters") == set()


@BOTH
def test_an_item_that_people_moved_out_of_its_group_is_told_and_not_made_again(region: Region, filled: Filled) -> None:
    filled(region)
    keys = region.keys()
    elsewhere = region.admin.group(name="Elders")
    guid = next(item.guid for item in region.site.state.items.values() if item.subtype == "wiki")
    region.admin.change("editEntity", guid=guid, groupGuid=elsewhere)
    lose_the_ledger(region)
    find_back(region)
    made, _ = region.apply()
    assert told(made.changes, "item") == []
    assert [(s.kind, s.reason) for s in made.steps if s.what == "item"] == [
        ("drift", "door iemand uit de groep verplaatst")
    ]
    assert region.keys() == keys
    assert region.site.state.items[guid].group == elsewhere


@BOTH
def test_an_item_that_lost_its_group_by_a_slip_of_the_site_is_told_and_not_made_again(
    region: Region, filled: Filled
) -> None:
    filled(region)
    keys = region.keys()
    guid = next(item.guid for item in region.site.state.items.values() if item.subtype == "wiki")
    region.admin.change("editEntity", guid=guid, containerGuid=region.group().guid)
    assert region.site.state.items[guid].group is None
    lose_the_ledger(region)
    find_back(region)
    made, _ = region.apply()
    assert [s.kind for s in made.steps if s.what == "item"] == ["drift"]
    assert region.keys() == keys


def test_the_command_finds_back_and_changes_nothing_on_the_site(region: Region, rso: Rso) -> None:
    filled_as_group_admin(region)
    lose_the_ledger(region)
    sent = region.site.traffic.mutations
    done = rso("pleio", "recover")
    assert (done.code, done.err) == (0, "")
    assert "Found back: 1 groups, " in done.out
    assert "3 members, 1 subgroups" in done.out
    assert "Plan: nothing to do. Nothing was changed." in rso("pleio", "plan").out
    assert region.site.traffic.mutations == sent


def test_an_invitation_that_is_open_is_not_sent_again(region: Region) -> None:
    region.adopt(region.prepare())
    region.choose(PlatformChoice.INVITE)
    region.apply()
    lose_the_ledger(region)
    find_back(region)
    made, _ = region.apply()
    assert {kind for kind, _ in told(made.steps)} == {"leave"}
    assert region.sent() == {"p-1": 1, "p-2": 1, "p-3": 1}


@BOTH
def test_the_owner_stays_the_owner(region: Region, filled: Filled) -> None:
    filled(region)
    guid = region.account("p-2").guid
    region.admin.change("changeGroupRole", guid=region.group().guid, userGuid=guid, role="owner")
    lose_the_ledger(region)
    find_back(region)
    region.record(ends("deelnemer", "p-2"))
    region.apply()
    assert region.roles()["p-2"] == "owner"


@BOTH
def test_an_administrator_whom_people_made_stays_one(region: Region, filled: Filled) -> None:
    filled(region)
    guid = region.account("p-2").guid
    region.admin.change("changeGroupRole", guid=region.group().guid, userGuid=guid, role="admin")
    assert region.plan().steps == ()
    lose_the_ledger(region)
    find_back(region)
    assert told(region.plan().steps) == []
    region.apply()
    assert region.roles()["p-2"] == "admin"


def test_a_ledger_that_was_not_lost_stays_of_use(region: Region) -> None:
    filled_as_admin(region)
    find_back(region)
    assert region.plan().changes == ()
