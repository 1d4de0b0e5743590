"""Taking a group that people prepared into use for a body, as an ordinary account that administers it."""

from collections.abc import Callable

import attrs
import pytest

from acts_of_a_region import START, set_up
from pleio.accounts.conftest import Rso
from pleio.accounts.region_beside_a_site import LAST_DAY, NAME, PARTS, Region, our_values, told
from pleio.sandbox.asking_the_sandbox import Asker
from rso_core import acts
from rso_pleio.adoption import CannotAdoptError
from rso_pleio.rendered_item import PLUGINS
from rso_pleio_sandbox.records import Group

THEME = {"name": "Thema", "values": ["Wonen"]}


def without_categories(group: Group) -> dict[str, object]:
    return {name: value for name, value in attrs.asdict(group).items() if name != "tag_categories"}


@pytest.mark.parametrize(
    "named",
    [
        lambda region, guid: guid,
        lambda region, guid: f"{region.site.url}/groups/view/{guid}/groep-van-het-overleg",
        lambda region, guid: f"/groups/view/{guid}/iets?page=2",
        lambda region, guid: NAME,
        lambda region, guid: NAME.upper(),
    ],
    ids=["guid", "address", "part of an address", "name", "name in capitals"],
)
def test_a_prepared_group_gets_our_key_and_nothing_else_of_it_changes(
    region: Region, named: Callable[[Region, str], str]
) -> None:
    guid = region.prepare(tags=["mens"], tagCategories=[THEME], introduction="Van ons samen", welcomeMessage="Hallo")
    region.account("p-2").join(guid)
    region.prepare(f"{NAME} (oud)")
    group = region.site.state.groups[guid]
    before = without_categories(attrs.evolve(group))
    mutations = region.site.traffic.mutations
    region.adopt(named(region, guid))
    assert group.tag_categories == [THEME, {"name": "rso", "values": ["body-overleg"]}]
    assert without_categories(group) == before
    assert region.site.traffic.mutations == mutations + 1
    assert region.sent("content") + region.sent("invitation") + region.sent("welcome") == {}


def test_taking_the_same_group_into_use_again_sends_nothing(adopted: Region) -> None:
    sent = adopted.site.traffic.mutations
    adopted.adopt(NAME)
    assert adopted.site.traffic.mutations == sent


def marked_for_another(region: Region) -> str:
    return region.prepare(tagCategories=[{"name": "rso", "values": ["body-elders"]}])


def body_has_another(region: Region) -> str:
    region.prepare("Eerste groep", tagCategories=[{"name": "rso", "values": ["body-overleg"]}])
    return region.prepare()


def not_ours_to_write(region: Region) -> str:
    guid = region.prepare()
    Asker(region.site, region.service).join(guid, "member")
    return guid


def never_let_in(region: Region) -> str:
    return region.admin.group(name=NAME, isClosed=True)


def hidden_from_us(region: Region) -> str:
    return region.admin.group(name=NAME, isHidden=True)


def two_of_one_name(region: Region) -> str:
    region.prepare()
    region.prepare(NAME.lower())
    return NAME


def a_page_of_a_group(region: Region) -> str:
    return region.admin.add("wiki", region.prepare())


@pytest.mark.parametrize(
    ("prepared", "said"),
    [
        (marked_for_another, "in use for 'body-elders'"),
        (body_has_another, "has a group already: 'Eerste groep'"),
        (not_ours_to_write, "make the account an administrator"),
        (never_let_in, "make the account an administrator"),
        (hidden_from_us, "no group that this account can see"),
        (two_of_one_name, "several groups have this name; name one by its address"),
        (a_page_of_a_group, "no group that this account can see"),
        (lambda _: "Geen groep", "no group has this name"),
        (lambda _: "00000000-0000-0000-0000-000000000000", "no group that this account can see"),
    ],
)
def test_a_group_that_cannot_be_taken_into_use_is_refused_and_stays_as_it_is(
    region: Region, prepared: Callable[[Region], str], said: str
) -> None:
    named = prepared(region)
    sent = region.site.traffic.mutations
    with pytest.raises(CannotAdoptError, match=said):
        region.adopt(named)
    assert region.site.traffic.mutations == sent
    with region.sync() as sync:
        assert sync.ledger.entries() == {}


def test_the_first_apply_fills_the_group_and_keeps_what_people_made_of_it(region: Region) -> None:
    guid = region.prepare()
    region.account("p-2").join(guid)
    guest = Asker(region.site, region.site.state.add_user("gast@x.example", "G. Gast")).join(guid)
    own = region.admin.add("wiki", guid, title="Eigen pagina")
    before = dict(region.site.state.groups[guid].members)
    region.adopt(guid)
    _, report = region.apply()
    assert report.refused == []
    group = region.site.state.groups[guid]
    assert group.is_closed
    assert group.plugins[: len(PARTS)] == PARTS
    assert set(group.plugins) == {*PARTS, *PLUGINS}
    assert group.name == "Overleg overleg"
    assert group.members == before
    assert group.members[guest.guid] == "member"
    assert region.keys() == sorted(item.key for item in region.desired().items)
    assert region.keys() != []
    assert region.site.state.items[own].title == "Eigen pagina"
    assert {item.access_id for item in region.site.state.items.values()} == {4}
    assert region.plan().to_do == ()


def test_an_ordinary_account_makes_no_group_and_says_how_it_gets_one(region: Region) -> None:
    made, report = region.apply()
    assert [(step.kind, step.what) for step in made.steps] == [("cannot", "group")]
    assert "rso pleio adopt GROEP overleg" in made.steps[0].reason
    assert (report.done, region.site.state.groups) == ({}, {})


def test_a_group_that_was_taken_away_from_the_account_is_told_and_nothing_is_sent(adopted: Region) -> None:
    adopted.apply()
    Asker(adopted.site, adopted.service).join(adopted.group().guid, "member")
    sent = adopted.site.traffic.mutations
    made, _ = adopted.apply()
    assert [(step.kind, step.what) for step in made.steps] == [("cannot", "group")]
    assert adopted.site.traffic.mutations == sent


def test_the_command_takes_the_name_of_the_body_and_says_what_comes_next(region: Region, rso: Rso) -> None:
    guid = region.prepare()
    done = rso("pleio", "adopt", NAME, "Overleg OVERLEG")
    assert (done.code, done.err) == (0, "")
    assert f"{NAME!r} (2 members) is in use for overleg" in done.out
    assert "rso pleio plan" in done.out
    assert our_values(region.site.state.groups[guid]) == ["body-overleg"]
    assert rso("pleio", "apply").code == 0
    assert region.keys() == sorted(item.key for item in region.desired().items)


def test_the_command_refuses_with_its_own_code(region: Region, rso: Rso) -> None:
    region.prepare()
    assert rso("pleio", "adopt", "Geen groep", "overleg").code == 7
    unknown = rso("pleio", "adopt", NAME, "nergens")
    assert unknown.code == 2
    assert "'nergens' is not a body" in unknown.err


@pytest.mark.parametrize("how", ["confidential", "ended"])
def test_a_body_that_is_confidential_or_ended_gets_no_group(region: Region, rso: Rso, how: str) -> None:
    region.record(set_up("stil", place=2, chair=None, confidential=how == "confidential"))
    if how == "ended":
        region.record(acts.CloseBody(body="stil", on=LAST_DAY, reason="Klaar"))
    guid = region.prepare()
    done = rso("pleio", "adopt", guid, "stil")
    assert (done.code, "it ended, or is confidential" in done.err) == (7, True)
    assert our_values(region.site.state.groups[guid]) == []


def test_a_body_that_becomes_confidential_keeps_its_group_as_it_is(adopted: Region) -> None:
    adopted.apply()
    keys = adopted.keys()
    adopted.record(acts.RepositionBody(body="overleg", since=START, confidential=True))
    made, _ = adopted.apply()
    assert told(made.steps, "group") == [("cannot", "body-overleg")]
    assert (len(made.steps), adopted.keys()) == (1, keys)


def test_a_body_whose_group_lost_our_key_still_has_that_group(adopted: Region) -> None:
    # The web interface may drop a category that the site has not configured.
    adopted.apply()
    adopted.group().tag_categories.clear()
    other = adopted.prepare("Andere groep")
    with pytest.raises(CannotAdoptError, match="has a group already"):
        adopted.adopt(other)


def test_what_people_change_between_adopting_and_the_first_apply_does_not_keep_the_group_open(adopted: Region) -> None:
    guid = adopted.group().guid
    adopted.admin.change("editGroup", guid=guid, introduction="Nog even aangepast")
    adopted.apply()
    assert adopted.site.state.groups[guid].is_closed
