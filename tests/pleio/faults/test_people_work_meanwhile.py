"""People edit between the look and the change: what they did is told and stays."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from pleio.faults.site_by_hand import (
    NOON,
    Person,
    SyncByHand,
    copies,
    during,
    edit_state,
    found,
    group_of,
    hears,
    item,
    key_of,
    shown,
    wanted_group,
    wanted_site,
    with_items,
    without_items,
)
from rso_pleio.documents import doc, paragraph, refer
from rso_pleio.plan import Plan
from rso_pleio_sandbox import SandboxServer
from rso_pleio_sandbox.records import Item

OURS = {i.key: i for i in wanted_group().items}


def many_changes() -> Any:
    """Something new first, so that the changes of what is there are not the first request that is sent."""
    changed = [attrs.evolve(OURS[key], title=f"Nieuw {key}") for key in ("meeting-1", "decision-1", "action-1")]
    return with_items(wanted_group(), item("decision-9", "wiki", parent="decisions-2026"), *changed)


@pytest.mark.parametrize("key", ["meeting-1", "decision-1", "action-1"])
@pytest.mark.parametrize("field", ["title", "rich_description"])
def test_an_edit_during_the_run_is_told_and_stays(
    filled: SyncByHand, site: SandboxServer, key: str, field: str
) -> None:
    filled.want(many_changes())
    during(site, 1, lambda: edit_state(site, key, **{field: "Van een mens"}), only="mutation")
    report = filled.carry(force=True)
    assert [step.key for step in report.moved] == [key]
    assert (report.done["change"], report.done["create"], report.refused) == (2, 1, [])
    assert getattr(found(site, key), field) == "Van een mens"
    site.traffic.before = None
    # The next look shows it as any other edit of a person.
    assert [(step.kind, step.key) for step in filled.plan().steps] == [("drift", key)]


@pytest.mark.parametrize("number", [1, 2])
def test_an_edit_between_making_and_linking_a_new_page_stays(
    sync: SyncByHand, site: SandboxServer, number: int
) -> None:
    """A first load links a page to what is made after it; whoever edits it in between keeps the word."""

    def edit() -> None:
        for there in site.state.items.values():
            if key_of(there) == "overview":
                edit_state(site, "overview", rich_description="Van een mens")

    # The third change of the site is the second round of making, when the overview is there and still lacks links.
    during(site, 2 + number, edit, only="mutation")
    report = sync.carry()
    assert [step.key for step in report.moved] == ["overview"]
    assert found(site, "overview").rich_description == "Van een mens"


def test_what_the_site_itself_touched_is_no_edit_of_a_person(filled: SyncByHand, site: SandboxServer) -> None:
    filled.want(many_changes())
    during(site, 1, lambda: edit_state(site, "decision-1"), only="mutation")
    report = filled.carry(force=True)
    assert (report.moved, report.done["change"]) == ([], 3)


def test_what_a_person_deletes_during_the_run_is_told_and_not_made_again(
    filled: SyncByHand, site: SandboxServer
) -> None:
    filled.want(many_changes())
    during(site, 1, lambda: site.state.remove_item(found(site, "action-1").guid), only="mutation")
    report = filled.carry(force=True)
    assert [step.key for step in report.moved] == ["action-1"]
    assert "action-1" not in shown(site)["items"]


def test_what_a_person_archives_just_before_we_do_stays_archived(filled: SyncByHand, site: SandboxServer) -> None:
    group = attrs.evolve(wanted_group(), items=(*wanted_group().items, item("decision-9", "wiki")))
    filled.want(without_items(group, "decision-3"))
    during(site, 1, lambda: edit_state(site, "decision-3", archived=True), only="mutation")
    filled.carry(force=True)
    assert found(site, "decision-3").status == "archived"


def test_what_a_person_shows_just_before_we_do_stays_in_sight(filled: SyncByHand, site: SandboxServer) -> None:
    filled.want(without_items(wanted_group(), "decision-3"))
    filled.carry()
    assert found(site, "decision-3").status == "archived"
    filled.want(with_items(wanted_group(), item("decision-9", "wiki")))
    during(site, 1, lambda: edit_state(site, "decision-3", archived=False, schedule_archive=None), only="mutation")
    filled.carry(force=True)
    assert found(site, "decision-3").status == "published"


def test_what_a_person_edits_just_before_it_goes_to_the_archive_is_told(
    filled: SyncByHand, site: SandboxServer
) -> None:
    group = attrs.evolve(wanted_group(), items=(*wanted_group().items, item("decision-9", "wiki")))
    filled.want(without_items(group, "decision-3"))
    during(site, 1, lambda: edit_state(site, "decision-3", rich_description="Van een mens"), only="mutation")
    report = filled.carry(force=True)
    assert [step.key for step in report.moved] == ["decision-3"]
    assert found(site, "decision-3").status == "published"


def test_people_who_work_on_their_own_things_at_every_request_lose_nothing(
    sync: SyncByHand, site: SandboxServer, person: Person
) -> None:
    """A second client adds and edits all through a first load and a change."""
    made: list[str] = []

    def work(data: dict[str, Any]) -> None:
        if not site.state.groups or "addEntity" not in str(data["query"]):
            return
        owner = person.guid
        group = next(iter(site.state.groups))
        moment = datetime.now(UTC).isoformat()
        own = Item(guid=f"00000000-0000-0000-0000-{len(made):012}", subtype="wiki", title="Eigen", owner=owner,
                   group=group, access_id=4, time_created=moment, time_updated=moment, time_published=moment)  # fmt: skip
        site.state.items[own.guid] = own
        made.append(own.guid)

    site.traffic.before = work
    sync.carry()
    sync.want(many_changes())
    report = sync.carry(force=True)
    assert (report.moved, report.refused, copies(site)) == ([], [], [])
    assert len(made) > 3
    assert {site.state.items[guid].title for guid in made} == {"Eigen"}
    assert sync.plan().steps == ()


def test_a_person_takes_part_between_plan_and_apply(filled: SyncByHand, site: SandboxServer, person: Person) -> None:
    """The plan of `apply` is made at that moment, so an edit after an earlier plan is seen as drift."""
    filled.want(many_changes())
    filled.plan()
    person.edit("meeting-1", location="Elders")
    made, report = filled.apply(confirm=lambda _: True)
    assert ("drift", "meeting-1") in [(step.kind, step.key) for step in made.steps]
    assert (report.done["change"], found(site, "meeting-1").location) == (2, "Elders")


def test_a_plan_that_waits_for_a_word_looks_again_before_it_writes(filled: SyncByHand, site: SandboxServer) -> None:
    """Somebody thinks for a while about the question, and meanwhile a person edits."""
    keys = ("meeting-1", "meeting-2", "decision-1", "decision-2", "action-1", "action-2")
    filled.want(with_items(wanted_group(), *(attrs.evolve(OURS[key], title="Nieuw") for key in keys)))

    def think(_: Plan) -> bool:
        edit_state(site, "decision-1", title="Van een mens")
        return True

    _, report = filled.apply(confirm=think)
    assert found(site, "decision-1").title == "Van een mens"
    assert [step.key for step in report.moved] == ["decision-1"]


def people_leave(site: SandboxServer, guids: list[str]) -> Callable[[dict[str, Any]], None]:
    """With every page of a list, one of the first things in it is gone, so that the rest moves up."""

    def leave(data: dict[str, Any]) -> None:
        if "entities(" in str(data["query"]) and guids:
            site.state.items.pop(guids.pop(0), None)

    return leave


def fill_with_work_of_people(person: Person, number: int) -> list[str]:
    return [person.add(title=f"Eigen {n}") for n in range(number)]


@pytest.mark.parametrize("before_ours", [True, False])
def test_lists_that_shift_while_they_are_read_lose_nothing_of_ours(
    sync: SyncByHand, site: SandboxServer, person: Person, *, before_ours: bool
) -> None:
    """Work of people before ours in the list; they delete some of it while its pages are read."""
    sync.want(wanted_site(wanted_group(items=())))
    sync.carry()
    theirs = fill_with_work_of_people(person, 205 if before_ours else 95)
    sync.want(wanted_site())
    assert sync.carry().refused == []
    theirs += fill_with_work_of_people(person, 20)
    before = shown(site)["items"]
    for _ in range(3):
        site.traffic.after = people_leave(site, theirs[:3])
        made, report = sync.apply(restore=True)
        site.traffic.after = None
        theirs = [guid for guid in theirs if guid in site.state.items]
        assert (made.steps, report.done) == ((), {})
    mine = {key: value for key, value in shown(site)["items"].items() if key is not None}
    assert mine == {key: value for key, value in before.items() if key is not None}


def test_a_lost_ledger_and_a_list_that_shifts_end_well(sync: SyncByHand, site: SandboxServer, person: Person) -> None:
    _lose_and_shift(sync, site, person)
    sync.carry()
    assert sync.plan().steps == ()


def test_a_lost_ledger_and_a_list_that_shifts_make_no_copies(
    sync: SyncByHand, site: SandboxServer, person: Person
) -> None:
    before = _lose_and_shift(sync, site, person)
    assert (copies(site), shown(site)) == ([], before)


def _lose_and_shift(sync: SyncByHand, site: SandboxServer, person: Person) -> dict[str, Any]:
    sync.want(wanted_site(wanted_group(items=())))
    sync.carry()
    theirs = fill_with_work_of_people(person, 90)
    sync.want(wanted_site())
    sync.carry()
    before = shown(site)
    sync.ledger.clear()
    site.traffic.after = people_leave(site, theirs[:9])
    sync.carry(force=True)
    site.traffic.after = None
    return before


def test_readers_hear_nothing_of_changes(filled: SyncByHand, site: SandboxServer) -> None:
    hears(site)
    filled.want(with_items(wanted_group(), attrs.evolve(OURS["meeting-1"], starts=NOON.replace(hour=9))))
    filled.carry()
    assert site.state.notifications == []


def test_an_edit_of_the_group_before_it_gets_its_links_stays(filled: SyncByHand, site: SandboxServer) -> None:
    group = wanted_group(text=doc(paragraph("Begin bij ", refer("de nieuwe pagina", "page-9"))))
    filled.want(with_items(group, item("page-9", "wiki")))
    during(site, 2, lambda: setattr(group_of(site), "introduction", "Van een mens"), only="mutation")
    filled.carry()
    assert group_of(site).introduction == "Van een mens"


def test_members_who_leave_while_the_list_is_read_are_not_ours_who_were_taken_out(
    filled: SyncByHand, site: SandboxServer
) -> None:
    """More members than one page holds, ours at the end; some of the first leave with every page."""
    group = group_of(site)
    ours = dict(group.members)
    guests = [site.state.sessions[site.state.add_user(f"g{n}@x.example", "G. Gast")] for n in range(150)]
    group.members = dict.fromkeys(guests, "member") | ours
    leaving = guests[:5]

    def leave(data: dict[str, Any]) -> None:
        if "members(" in str(data["query"]) and leaving:
            group.members.pop(leaving.pop())

    site.traffic.after = leave
    assert filled.plan(restore=True).steps == ()
