"""What is to be read before a plan can be made, and that whole plans are what they were."""

from typing import Any

import attrs
import pytest

from pleio.faults.site_by_hand import item, member
from pleio.planning import NO_ADMIN, OURSELVES, UPDATED, Case, account, guid, known_account, of_people
from pleio.plans_kept import KEPT, plans
from pleio.test_plan_items import BASE, CHANGED, ENDED
from pleio.test_plan_members import INSIDE, NEW, wants
from rso_pleio.plan import Choices
from rso_pleio.plan.context import Context
from rso_pleio.plan.items import missing, undecided, unsure
from rso_pleio.plan.making import context_of
from rso_pleio.plan.members import unknown_addresses


def test_whole_plans_are_what_they_were() -> None:
    assert list(plans()) == KEPT.read_text(encoding="utf-8").splitlines()


def context(case: Case, choices: Choices | None = None) -> Context:
    groups = {} if case.there is None else {case.there.key: case.there}
    return context_of(case.wanted, attrs.evolve(case.site, groups=groups), case.entries, choices or Choices())


def unread(case: Case, key: str = "page-1", **more: Any) -> Case:
    """The same, but what an item says was not read."""
    return case.gone(key).beside(attrs.evolve(case.item(key), content=None, **more))


READ = [guid("page-1")]


@pytest.mark.parametrize(
    ("case", "to_change", "to_tell"),
    [
        (BASE, [], []),
        (unread(BASE), [], []),
        (unread(BASE.want(CHANGED)), [], READ),
        (unread(BASE, time_updated="2026-03-13T12:00:00+01:00"), READ, READ),
        (unread(BASE, time_updated="2026-03-12T11:00:00Z"), [], []),
        (unread(BASE, time_updated="gisteren"), READ, READ),
        (unread(BASE.forgot("item", "page-1")), READ, READ),
        (unread(BASE.noted("item", "page-1", state="intended")), READ, READ),
        (unread(BASE.noted("item", "page-1", guid=None)), READ, READ),
        (BASE.gone("page-1"), [], []),
        (unread(BASE).noted("item", "page-1", time_updated=None), READ, READ),
    ],
)
def test_what_must_be_read_before_it_can_be_judged(case: Case, to_change: list[str], to_tell: list[str]) -> None:
    assert undecided(context(case), diffs=False) == to_change
    assert undecided(context(case), diffs=True) == to_tell


def test_what_may_stand_below_something_that_is_deleted_is_read() -> None:
    people = attrs.evolve(of_people(), content=None)
    files = attrs.evolve(of_people("bestand"), kind="file", content=None)
    case = BASE.drop("page-2").beside(people, files)
    deleting = Choices(delete=True)
    assert undecided(context(case, deleting), diffs=False) == [guid("eigen")]
    assert undecided(context(case), diffs=False) == []
    assert undecided(context(BASE.beside(people), deleting), diffs=False) == []
    both = unread(case, time_updated="gisteren")
    assert undecided(context(both, deleting), diffs=False) == [guid("page-1"), guid("eigen")]


def test_what_we_made_and_is_not_in_its_group_is_looked_for() -> None:
    assert missing(context(BASE)) == []
    assert missing(context(BASE.gone("page-1", "task"))) == [guid("page-1"), guid("task")]
    assert missing(context(BASE.gone("page-1").noted("item", "page-1", state="intended"))) == []
    assert missing(context(BASE.gone("page-1").noted("item", "page-1", guid=None))) == []
    assert missing(context(attrs.evolve(BASE, there=None))) == []


def test_what_may_have_been_made_is_looked_for_by_its_key() -> None:
    gone = BASE.gone("page-1")
    assert unsure(context(gone)) == []
    assert unsure(context(gone.noted("item", "page-1", state="intended", guid=None))) == ["page-1"]
    assert unsure(context(BASE.want(item("new", "wiki")))) == []
    assert unsure(context(BASE.want(item("new", "wiki")).on_site(shifted=True))) == ["new"]
    assert unsure(context(BASE.want(item("new", "wiki", archived=True)).on_site(shifted=True))) == []
    assert unsure(context(gone.on_site(shifted=True))) == []
    ended = gone.noted("item", "page-1", state="intended", guid=None).want(ENDED)
    assert unsure(context(ended)) == []
    assert unsure(context(attrs.evolve(BASE, there=None))) == []


def test_whose_account_is_not_known_is_looked_for() -> None:
    assert unknown_addresses(context(INSIDE)) == []
    assert unknown_addresses(context(NEW)) == ["p-1@x.example"]
    assert unknown_addresses(context(NEW.seen_by(OURSELVES, p_1=account("p-1")))) == []
    assert unknown_addresses(context(NEW.seen_by(OURSELVES, p_1=account("p-1", banned=True)))) == ["p-1@x.example"]
    assert unknown_addresses(context(known_account(NEW.seen_by(NO_ADMIN), "p-1"))) == []
    assert unknown_addresses(context(known_account(NEW, "p-1"))) == ["p-1@x.example"]
    shouted = attrs.evolve(member("p-1"), email="P-1@X.example")
    assert unknown_addresses(context(wants(NEW, shouted))) == ["p-1@x.example"]
    assert BASE.item("page-1").time_updated == UPDATED
