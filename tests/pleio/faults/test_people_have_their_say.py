"""What people change in ours: told, put back or taken over, as was chosen; and what is theirs is never touched."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from pleio.faults.site_by_hand import (
    FIRST_FILE,
    LONGER_FILE,
    NOON,
    Person,
    SyncByHand,
    by_hand,
    file_of,
    found,
    group_of,
    item,
    key_of,
    member,
    shown,
    steps_of,
    wanted_group,
    wanted_site,
    with_items,
    without_items,
)
from rso_core.time_zone import AMSTERDAM
from rso_pleio.client import Change, Upload
from rso_pleio.documents import doc, paragraph
from rso_pleio.errors import OutcomeUnknownError
from rso_pleio.model import DesiredItem
from rso_pleio.plan import Choices, Policy
from rso_pleio.plan.steps import Step
from rso_pleio.seen import CATEGORY
from rso_pleio_sandbox import Misbehaviour, SandboxServer

WORDS = doc(paragraph("Woorden van een mens")).to_json()
EDITS: dict[str, tuple[str, dict[str, Any]]] = {
    "event": ("meeting-2", {"location": "Toch ergens anders"}),
    "event_moved": ("meeting-2", {"startDate": "2026-05-01T10:00:00+02:00", "endDate": "2026-05-01T11:00:00+02:00"}),
    "wiki": ("decision-2", {"richDescription": WORDS}),
    "wiki_renamed": ("decision-2", {"title": "Andere titel"}),
    "wiki_private": ("decision-2", {"accessId": 0}),
    "task": ("action-1", {"richDescription": WORDS}),
    "blog": ("blog-1", {"title": "Anders"}),
    "file": ("document-1", {"title": "Anders"}),
}
"""An edit per kind of item; what stands behind an underscore tells edits of a kind apart."""
Opener = Callable[..., SyncByHand]


@pytest.fixture
def chosen(sqlite_url: str, site: SandboxServer, documents: Path) -> Iterator[Opener]:
    """Opens a sync on a filled site in which something was chosen for a kind."""
    with by_hand(sqlite_url, site.url, site.admin_session, wanted_site(), documents) as sync:
        sync.carry()

        def open_(**policies: Policy) -> SyncByHand:
            return attrs.evolve(sync, choices=Choices(policies=policies, safe_share=1.0))

        yield open_


def only_step(sync: SyncByHand) -> Step:
    (step,) = sync.plan().steps
    return step


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_told_with_who_and_when_and_stays(
    chosen: Opener, site: SandboxServer, person: Person, edit: str
) -> None:
    sync, (key, fields) = chosen(), EDITS[edit]
    person.edit(key, **fields)
    before = shown(site)
    step = only_step(sync)
    assert (step.kind, step.key, bool(step.differences)) == ("drift", key, True)
    moment = datetime.fromisoformat(found(site, key).time_updated).astimezone(AMSTERDAM)
    assert f"op {moment:%d-%m-%Y %H:%M}" in step.reason
    if edit.partition("_")[0] in ("wiki", "blog"):
        assert "door M. Mens" in step.reason  # other kinds keep no versions
    assert sync.carry().done == {}
    assert shown(site) == before


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_put_back_where_that_was_chosen(
    chosen: Opener, site: SandboxServer, person: Person, edit: str
) -> None:
    before = shown(site)
    sync, (key, fields) = chosen(**{edit.partition("_")[0]: "restore"}), EDITS[edit]
    person.edit(key, **fields)
    assert shown(site) != before
    assert sync.carry().done == {"change": 1}
    assert (shown(site), sync.plan().steps) == (before, ())


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_taken_over_until_the_record_itself_changes(
    chosen: Opener, site: SandboxServer, person: Person, edit: str
) -> None:
    sync, (key, fields) = chosen(**{edit.partition("_")[0]: "accept"}), EDITS[edit]
    person.edit(key, **fields)
    before = shown(site)
    assert sync.plan().steps == ()
    for _ in range(2):
        assert sync.carry().done == {}
    assert shown(site) == before
    new = attrs.evolve(next(i for i in wanted_group().items if i.key == key), title="Van het dossier")
    sync.want(with_items(wanted_group(), new))
    assert sync.carry().done == {"change": 1}
    there = found(site, key)
    assert (there.title, there.access_id, there.location) == ("Van het dossier", 4, new.location)
    assert sync.plan().steps == ()


def test_only_the_chosen_kind_is_put_back(chosen: Opener, site: SandboxServer, person: Person) -> None:
    for key in ("meeting-2", "decision-2"):
        person.edit(key, title="Anders")
    sync = chosen(event="restore", wiki="report")
    assert sync.carry().done == {"change": 1}
    assert [found(site, key).title for key in ("meeting-2", "decision-2")] == ["Titel meeting-2", "Anders"]


def test_a_task_that_somebody_finished(chosen: Opener, site: SandboxServer, person: Person) -> None:
    def finish() -> None:
        person.do("editTask", guid=found(site, "action-1").guid, state="DONE")

    finish()
    step = only_step(chosen())
    assert (step.kind, step.key, step.differences) == ("drift", "action-1", (("stand", "DONE", "NEW"),))
    chosen().carry()
    assert found(site, "action-1").state == "DONE"
    assert chosen(task="restore").carry().done == {"change": 1}
    assert found(site, "action-1").state == "NEW"
    finish()
    sync = chosen(task="accept")
    assert sync.carry().done == {}
    assert found(site, "action-1").state == "DONE"
    assert chosen().plan().steps == ()


GROUP_EDITS: dict[str, dict[str, Any]] = {
    "renamed": {"name": "Van een mens"},
    "opened": {"isClosed": False},
    "parts_off": {"plugins": ["members", "discussion"]},
}


@pytest.mark.parametrize("edit", GROUP_EDITS)
def test_a_change_of_the_group_itself(chosen: Opener, site: SandboxServer, person: Person, edit: str) -> None:
    before = shown(site)
    guid = group_of(site).guid
    person.do("editGroup", guid=guid, **GROUP_EDITS[edit])
    edited = shown(site)
    step = only_step(chosen())
    assert (step.kind, step.what, len(step.differences)) == ("drift", "group", 1)
    assert chosen().carry().done == {}
    assert shown(site) == edited
    assert chosen(group="restore").carry().done == {"change": 1}
    if edit == "parts_off":
        assert "discussion" in group_of(site).plugins  # switched on by a person beside ours
        group_of(site).plugins.remove("discussion")
    assert shown(site) == before
    person.do("editGroup", guid=guid, **GROUP_EDITS[edit])
    assert chosen(group="accept").carry().done == {}
    assert (shown(site), chosen().plan().steps) == (edited, ())
    sync = chosen()
    sync.want(wanted_site(wanted_group(name="Van het dossier")))
    assert sync.carry().done == {"change": 1}
    assert (group_of(site).name, group_of(site).is_closed) == ("Van het dossier", True)


def out_of_the_group(person: Person, _: SandboxServer) -> None:
    person.edit("decision-2", groupGuid=None)


def to_another_group(person: Person, _: SandboxServer) -> None:
    other = person.do("addGroup", name="Elders")["group"]["guid"]
    person.edit("decision-2", groupGuid=other)


def deleted(person: Person, site: SandboxServer) -> None:
    person.do("deleteEntity", guid=found(site, "decision-2").guid)


def archived(person: Person, _: SandboxServer) -> None:
    person.archive("decision-2")


def made_a_draft(person: Person, _: SandboxServer) -> None:
    person.edit("decision-2", timePublished=None)


Taking = Callable[[Person, SandboxServer], None]
TAKEN_AWAY = [out_of_the_group, to_another_group, deleted, archived, made_a_draft]


@pytest.mark.parametrize("take", TAKEN_AWAY)
@pytest.mark.parametrize("policy", ["report", "accept"])
def test_what_is_taken_away_stays_away(
    chosen: Opener, site: SandboxServer, person: Person, take: Taking, policy: Policy
) -> None:
    take(person, site)
    before, requests = shown(site), site.traffic.mutations
    sync = chosen(wiki=policy)
    told = policy == "report" or take in (out_of_the_group, to_another_group)
    drift = [("drift", "decision-2")] if told else []
    assert [(step.kind, step.key) for step in sync.plan().steps if step.what == "item"] == drift
    for _ in range(2):
        assert sync.carry().done == {}
    # Also when the record says something new of it.
    sync.want(with_items(wanted_group(), item("decision-2", "wiki", "Nieuwe tekst.", parent="decisions-2026")))
    sync.carry()
    assert (shown(site), site.traffic.mutations) == (before, requests)


@pytest.mark.parametrize("take", [deleted, archived, made_a_draft])
def test_what_is_taken_away_comes_back_where_that_was_chosen(
    chosen: Opener, site: SandboxServer, person: Person, take: Taking
) -> None:
    before = shown(site)["items"]["decision-2"]
    take(person, site)
    sync = chosen(wiki="restore")
    sync.carry()
    assert (shown(site)["items"]["decision-2"], sync.plan().steps) == (before, ())


def test_links_lead_to_what_was_made_again(chosen: Opener, site: SandboxServer, person: Person) -> None:
    before = shown(site)
    deleted(person, site)
    sync = chosen(wiki="restore")
    sync.carry()
    assert shown(site)["items"]["overview"] == before["items"]["overview"]


@pytest.mark.parametrize("take", [out_of_the_group, to_another_group])
def test_what_was_moved_elsewhere_is_told_also_when_all_is_to_be_put_back(
    chosen: Opener, site: SandboxServer, person: Person, take: Taking
) -> None:
    take(person, site)
    before = shown(site)
    step = next(step for step in chosen().plan(restore=True).steps if step.what == "item")
    assert (step.kind, step.key, step.reason) == ("drift", "decision-2", "door iemand uit de groep verplaatst")
    chosen().carry(restore=True)
    assert shown(site) == before


def test_who_took_a_page_away_is_told(chosen: Opener, site: SandboxServer, person: Person) -> None:
    person.archive("decision-2")
    assert only_step(chosen()).reason.startswith("door iemand gearchiveerd")


def test_a_lost_key_is_put_back_beside_the_categories_of_people(
    chosen: Opener, site: SandboxServer, person: Person
) -> None:
    theirs = {"name": "Thema", "values": ["Wonen", "Werken"]}
    for key in ("decision-2", "meeting-1", "action-1", "document-1"):
        guid = found(site, key).guid
        person.edit(key, tagCategories=[theirs], tags=["eigen"])
        assert key_of(site.state.items[guid]) is None
    sync = chosen()
    assert sync.carry().done == {"change": 4}
    for key in ("decision-2", "meeting-1", "action-1", "document-1"):
        there = found(site, key)
        assert there.tag_categories == [theirs, {"name": CATEGORY, "values": [key]}]
        assert there.tags == ["eigen"]
    assert sync.plan().steps == ()


@pytest.mark.parametrize("key", ["decision-2", "meeting-1", "action-1"])
def test_an_edit_that_also_lost_the_key_is_not_undone(
    chosen: Opener, site: SandboxServer, person: Person, key: str
) -> None:
    person.edit(key, tagCategories=[], title="Van een mens", richDescription=WORDS)
    assert chosen().carry().done == {"change": 1}
    assert (found(site, key).title, found(site, key).rich_description) == ("Van een mens", WORDS)


@pytest.mark.parametrize("key", ["decision-2", "meeting-1", "action-1"])
def test_an_edit_that_also_lost_the_key_is_told_and_stays(
    chosen: Opener, site: SandboxServer, person: Person, key: str
) -> None:
    person.edit(key, tagCategories=[], title="Van een mens", richDescription=WORDS)
    sync = chosen()
    sync.carry()
    was = next(i for i in wanted_group().items if i.key == key)
    sync.want(with_items(wanted_group(), attrs.evolve(was, title="Van het dossier")))
    sync.carry()
    assert found(site, key).title == "Van een mens"
    assert [step.kind for step in sync.plan().steps] == ["drift"]


def test_a_group_that_also_lost_its_key_is_not_renamed_back(
    chosen: Opener, site: SandboxServer, person: Person
) -> None:
    person.do("editGroup", guid=group_of(site).guid, tagCategories=[], name="Van een mens")
    chosen().carry()
    assert group_of(site).name == "Van een mens"


def test_a_copy_that_carries_our_key_is_left_and_told(chosen: Opener, site: SandboxServer, person: Person) -> None:
    key = "meeting-1"
    person.add("event", title="Kopie", tagCategories=found(site, key).tag_categories, startDate=NOON.isoformat())
    before = shown(site)
    assert before["copies"] == [key]
    sync = chosen()
    step = only_step(sync)
    assert (step.kind, step.key) == ("leave", key)
    sync.carry(restore=True)
    assert shown(site) == before
    new = attrs.evolve(wanted_group().items[0], title="Nieuwe titel")
    sync.want(with_items(wanted_group(), new))
    sync.carry()
    assert sorted(i.title for i in site.state.items.values() if key_of(i) == key) == ["Kopie", "Nieuwe titel"]


@pytest.mark.parametrize("delete", [False, True])
def test_a_copy_of_what_is_over_stays(chosen: Opener, site: SandboxServer, person: Person, *, delete: bool) -> None:
    copy = person.add("wiki", title="Kopie", tagCategories=found(site, "decision-3").tag_categories)
    sync = chosen()
    sync.want(without_items(wanted_group(), "decision-3"))
    sync.carry(force=True, delete=delete)
    assert copy in site.state.items
    assert site.state.items[copy].status == "published"


@pytest.mark.parametrize("delete", [False, True])
def test_a_category_of_the_same_name_makes_nothing_ours(
    chosen: Opener, site: SandboxServer, person: Person, *, delete: bool
) -> None:
    theirs = person.add("wiki", tagCategories=[{"name": "RSO", "values": ["convenant"]}])
    chosen().carry(force=True, delete=delete)
    assert theirs in site.state.items
    assert site.state.items[theirs].status == "published"


@pytest.mark.parametrize("how", ["apply", "restore", "delete", "change"])
def test_what_people_made_survives_everything(chosen: Opener, site: SandboxServer, person: Person, how: str) -> None:
    group = group_of(site)
    theirs = [person.add(kind) for kind in ("wiki", "blog", "task", "folder", "discussion")]
    theirs.append(person.add("event", startDate=NOON.isoformat()))
    theirs.append(person.add("wiki", containerGuid=found(site, "decisions").guid, title="Onder die van ons"))
    upload = Upload("eigen.txt", b"eigen")
    (made,) = person.client.change([Change("addFile", {"containerGuid": group.guid, "accessId": 4}, upload)])
    assert isinstance(made, dict)
    theirs.append(made["entity"]["guid"])
    theirs.append(str(person.do("addEntity", subtype="comment", containerGuid=found(site, "blog-1").guid,
                                richDescription=WORDS)["entity"]["guid"]))  # fmt: skip
    person.edit("decision-1", tags=["van mij"], tagCategories=[
        {"name": "Thema", "values": ["Wonen"]}, *found(site, "decision-1").tag_categories])  # fmt: skip
    guest = site.state.sessions[site.state.add_user("gast@x.example", "G. Gast")]
    person.do("inviteToGroup", guid=group.guid, users=[{"guid": guest}], directAdd=True)
    person.do("changeGroupRole", guid=group.guid, userGuid=guest, role="admin")
    subgroup = next(s for s in group_of(site).subgroups if s.name == "Voorzitters")
    person.do("editSubgroup", id=subgroup.id, name=subgroup.name, members=[*subgroup.members, guest])
    person.do("addSubgroup", groupGuid=group.guid, name="Van ons zelf", members=[guest])
    person.do("editGroup", guid=group.guid, tags=["groep"], tagCategories=[
        {"name": "Soort", "values": ["Bestuur"]}, *group_of(site).tag_categories])  # fmt: skip
    kept = {guid: attrs.asdict(site.state.items[guid]) for guid in theirs}

    sync = chosen()
    if how == "change":
        changed = [attrs.evolve(i, title=f"Nieuw {i.key}") for i in wanted_group().items]
        sync.want(wanted_site(wanted_group(name="Nieuw", items=tuple(changed), members=(member("p-1"), member("p-4")))))
    sync.carry(force=True, restore=how == "restore", delete=how == "delete")

    assert {guid: attrs.asdict(site.state.items[guid]) for guid in theirs} == kept
    there = found(site, "decision-1")
    assert (there.tags, there.tag_categories[0]) == (["van mij"], {"name": "Thema", "values": ["Wonen"]})
    group = group_of(site)
    assert (group.tags, group.tag_categories[0]["name"], group.members[guest]) == (["groep"], "Soort", "admin")
    assert {s.name: guest in s.members for s in group.subgroups} == {
        "Voorzitters": True,
        "Secretariaat": False,
        "Van ons zelf": True,
    }
    assert sync.plan().steps == ()


def test_a_member_that_somebody_took_out(chosen: Opener, site: SandboxServer, person: Person) -> None:
    guid = next(u.guid for u in site.state.users.values() if u.email == "p-3@x.example")

    def take_out() -> None:
        person.do("removeGroupMembers", guid=group_of(site).guid, userGuids=[guid])

    take_out()
    assert ("drift", "member", "p-3") in steps_of(chosen().plan())
    chosen().carry()
    assert guid not in group_of(site).members
    sync = chosen(member="accept")
    sync.carry()
    assert guid not in group_of(site).members
    sync = chosen(member="restore")
    assert sync.carry().refused == []
    assert group_of(site).members[guid] == "member"
    assert sync.plan().steps == ()


def test_a_role_that_somebody_changed(chosen: Opener, site: SandboxServer, person: Person) -> None:
    guids = {u.email[:3]: u.guid for u in site.state.users.values()}
    group = group_of(site).guid
    person.do("changeGroupRole", guid=group, userGuid=guids["p-1"], role="member")
    person.do("changeGroupRole", guid=group, userGuid=guids["p-2"], role="admin")
    assert steps_of(chosen().plan()) == [("drift", "member", "p-1")]  # more than we ask for is for people to give
    chosen().carry()
    assert group_of(site).members[guids["p-1"]] == "member"
    chosen(member="restore").carry()
    assert [group_of(site).members[guids[p]] for p in ("p-1", "p-2")] == ["admin", "admin"]


def test_other_bytes_under_a_file_of_ours(chosen: Opener, site: SandboxServer, person: Person) -> None:
    upload = Upload("anders.txt", b"heel iets anders dan het convenant")
    guid = found(site, "document-1").guid
    person.client.change([Change("editFileFolder", {"guid": guid}, upload)])
    step = only_step(chosen())
    assert (step.kind, step.key, step.differences[0][0]) == ("drift", "document-1", "inhoud")
    chosen().carry()
    assert site.state.file(guid) == upload.content


def test_other_bytes_under_a_file_of_ours_are_put_back(chosen: Opener, site: SandboxServer, person: Person) -> None:
    guid = found(site, "document-1").guid
    person.client.change([Change("editFileFolder", {"guid": guid}, Upload("anders.txt", b"heel iets anders"))])
    assert chosen(file="restore").carry().done == {"change": 1}
    assert site.state.file(guid) == FIRST_FILE
    assert chosen().plan().steps == ()


def test_a_page_that_gets_another_place_in_the_tree(chosen: Opener, site: SandboxServer) -> None:
    sync = chosen()
    moved = attrs.evolve(next(i for i in wanted_group().items if i.key == "page-1"), parent="overview")
    sync.want(with_items(wanted_group(), moved))
    assert sync.carry().done == {"change": 1}
    assert found(site, "page-1").parent == found(site, "overview").guid


def edited_without_an_answer(sync: SyncByHand, site: SandboxServer, wanted: DesiredItem) -> None:
    """An edit of ours that the site carried out, and of which we never heard."""
    sync.want(with_items(wanted_group(), wanted))
    site.traffic.misbehave(Misbehaviour("bad_gateway", only="mutation", after_work=True))
    with pytest.raises(OutcomeUnknownError):
        sync.carry()
    site.traffic.behave()


def test_an_edit_of_which_the_answer_was_lost_is_known_for_ours(chosen: Opener, site: SandboxServer) -> None:
    sync = chosen()
    edited_without_an_answer(sync, site, item("decision-2", "wiki", "Tweede.", parent="decisions-2026"))
    assert [step.kind for step in sync.plan().steps] == ["adopt"]
    sync.carry()
    assert sync.plan().steps == ()


@pytest.mark.parametrize("key", ["decision-2", "action-2"])
def test_an_edit_of_which_the_answer_was_lost_is_no_persons(chosen: Opener, site: SandboxServer, key: str) -> None:
    sync = chosen()
    was = next(i for i in wanted_group().items if i.key == key)
    edited_without_an_answer(sync, site, attrs.evolve(was, title="Tweede"))
    sync.want(with_items(wanted_group(), attrs.evolve(was, title="Derde")))
    assert sync.carry().done == {"change": 1}
    assert found(site, key).title == "Derde"


def test_new_bytes_of_which_the_answer_was_lost_are_known_for_ours(chosen: Opener, site: SandboxServer) -> None:
    sync = chosen()
    was = next(i for i in wanted_group().items if i.key == "document-1")
    edited_without_an_answer(sync, site, attrs.evolve(was, file=file_of(LONGER_FILE)))
    sync.carry()
    assert sync.plan().steps == ()
    assert site.state.file(found(site, "document-1").guid) == LONGER_FILE
