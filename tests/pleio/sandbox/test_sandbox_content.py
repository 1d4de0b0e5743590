"""Content on the sandbox: adding, editing, moving, archiving, deleting and listing, with the traps of the real site."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pleio.sandbox.asking_the_sandbox import Asker, listed

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")
PAST, FUTURE = "2020-01-01T00:00:00+01:00", "2999-01-01T00:00:00+01:00"


@pytest.mark.parametrize(
    ("subtype", "typename"),
    [
        ("wiki", "Wiki"),
        ("blog", "Blog"),
        ("event", "Event"),
        ("task", "Task"),
        ("folder", "Folder"),
        ("discussion", "Discussion"),
        ("question", "Question"),
        ("statusupdate", "StatusUpdate"),
    ],
)
def test_every_kind_has_its_type_and_address(leader: Asker, group: str, subtype: str, typename: str) -> None:
    guid = leader.add(subtype, group, title="Een Titel")
    read = f"... on {typename} {{ status subtype title url inGroup group {{ guid }} owner {{ guid }} timeCreated timeUpdated timePublished statusPublished canEdit accessId writeAccessId tags tagCategories {{ name }} }}"
    found = leader.entity(guid, read)
    paths = {"event": "events", "task": "tasks", "folder": "files", "question": "questions", "statusupdate": "update"}
    assert found["url"] == f"/{paths.get(subtype, subtype)}/view/{guid}/een-titel"
    assert (found["__typename"], found["status"], found["subtype"]) == (typename, 200, subtype)
    assert (found["group"], found["owner"], found["inGroup"]) == ({"guid": group}, {"guid": leader.guid}, True)
    assert (found["statusPublished"], found["canEdit"]) == ("published", True)
    assert (found["accessId"], found["writeAccessId"]) == (4, 0)
    assert all(TIME.fullmatch(found[name]) for name in ("timeCreated", "timeUpdated", "timePublished"))


@pytest.mark.parametrize("subtype", ["page", "file", "poll", "pad", "onzin"])
def test_other_kinds_cannot_be_added_here(admin: Asker, group: str, subtype: str) -> None:
    assert admin.refusal("addEntity", subtype=subtype, title="T", containerGuid=group) == "invalid_subtype"


def test_news_is_for_site_admins_and_has_no_group_field(admin: Asker, leader: Asker, group: str) -> None:
    assert leader.refusal("addEntity", subtype="news", title="T", containerGuid=group) == "could_not_add"
    guid = admin.add("news", group, source="bron")
    assert admin.entity(guid, "... on News { source }")["source"] == "bron"
    query = f'{{ entity(guid: "{guid}") {{ ... on News {{ group {{ guid }} }} }} }}'
    assert admin.post(json={"query": query}).status_code == 400


def test_refusals_of_adding(admin: Asker, stranger: Asker, group: str) -> None:
    def refused(**given: Any) -> str:
        return admin.refusal("addEntity", **{"subtype": "wiki", "title": "T", "containerGuid": group, **given})

    assert stranger.refusal("addEntity", subtype="wiki", title="T", containerGuid=group) == "user_not_member_of_group"
    assert refused(containerGuid="weg") == "could_not_find_group"
    assert [refused(title=""), refused(title=None), refused(title="x" * 257)] == ["invalid_value"] * 3
    assert refused(abstract="x" * 321) == "text_too_long"
    assert refused(tags=["x" * 257]) == "value too long for type character varying(256)\n"
    event = {"subtype": "event", "startDate": FUTURE}
    assert refused(**event, location="x" * 257) == "value too long for type character varying(256)\n"
    assert refused(subtype="event") == "invalid_date"
    assert refused(**event, endDate=PAST) == "invalid_date"
    assert refused(scheduleArchiveEntity=FUTURE, scheduleDeleteEntity=PAST) == "invalid_archive_after_date"
    assert admin.site.state.items == {}
    admin.add("wiki", group, title="x" * 256, abstract=f"<b>{'x' * 320}</b>")


def test_images_of_another_host_are_refused_and_links_are_not(admin: Asker, group: str) -> None:
    def text(*nodes: Any) -> str:
        return json.dumps({"type": "doc", "content": list(nodes)})

    def image(address: str) -> Any:
        return {"type": "image", "attrs": {"src": address}}

    guid = admin.add("wiki", group)
    foreign = "https://elders.example/a.png"
    refused = admin.refusal("editEntity", guid=guid, richDescription=text(image(foreign)))
    assert refused == f"Invalid external file or image URL: {foreign}"
    link = {"type": "text", "text": "x", "marks": [{"type": "link", "attrs": {"href": foreign}}]}
    own = [image("/a.png"), image(f"{admin.site.url}/a.png"), {"type": "paragraph", "content": [link]}]
    admin.change("editEntity", guid=guid, richDescription=text(*own))


def test_text_is_kept_letter_by_letter_whatever_it_is(admin: Asker, group: str) -> None:
    read = "... on Wiki { richDescription description excerpt abstract }"
    odd = '{"type": "doc",\n "content":[{"type":"paragraph","content":[{"type":"text","text":"a é"}]}]}'
    found = admin.entity(admin.add("wiki", group, richDescription=odd), read)
    assert (found["richDescription"], found["description"]) == (odd, "a é")
    html = admin.entity(admin.add("wiki", group, richDescription="<p>x</p>"), read)
    assert html["richDescription"] == "<p>x</p>"
    many = " ".join(str(number) for number in range(30))
    found = admin.entity(admin.add("wiki", group, richDescription=many), read)
    assert found["excerpt"] == " ".join(str(number) for number in range(26)) + "…"
    assert admin.entity(admin.add("wiki", group, abstract="kort"), read)["excerpt"] == "kort"


def test_content_is_private_and_published_unless_something_else_is_sent(
    admin: Asker, leader: Asker, member: Asker, group: str
) -> None:
    guid = member.change("addEntity", subtype="wiki", title="T", containerGuid=group)["entity"]["guid"]
    item = admin.site.state.items[guid]
    assert (item.access_id, item.write_access_id, item.status) == (0, 0, "published")
    assert [asker.entity(guid, "") is not None for asker in (member, admin, leader)] == [True, True, False]
    leader.change("editEntity", guid=guid, accessId=4)  # a writer of the group may edit what he does not see
    assert leader.entity(guid, "") is not None


def test_fields_that_do_not_fit_a_kind_are_dropped(admin: Asker, leader: Asker, group: str) -> None:
    wiki = admin.site.state.items[admin.add("wiki", group, source="x", location="y", startDate=FUTURE)]
    assert (wiki.source, wiki.location, wiki.start_date) == ("", "", None)
    task = admin.site.state.items[admin.add("task", group, abstract="x")]
    assert (task.abstract, task.state) == ("", "NEW")
    assert not admin.site.state.items[leader.add("blog", group, isFeatured=True, isRecommended=True)].is_featured
    featured = admin.site.state.items[admin.add("blog", group, isFeatured=True, isRecommended=True)]
    assert (featured.is_featured, featured.is_recommended) == (True, True)


def test_tags_keep_their_spelling_and_unknown_categories_are_kept(admin: Asker, group: str) -> None:
    categories = [{"name": "govsync", "values": ["Besluit-123"]}]
    guid = admin.add("task", group, tags=["Zoom", "alfa"], tagCategories=categories)
    read = "... on Task { tags tagCategories { name values } }"
    assert admin.entity(guid, read)["tags"] == ["Zoom", "alfa"]
    admin.change("editEntity", guid=guid, title="Ander", tags=[])
    found = admin.entity(guid, read)
    assert (found["tags"], found["tagCategories"]) == ([], categories)


def test_dates_come_back_as_sent_and_without_offset_they_are_local(admin: Asker, group: str) -> None:
    def stored(start: str) -> Any:
        return admin.entity(admin.add("event", group, startDate=start), "... on Event { startDate endDate }")

    assert stored("2026-03-01T10:00:00+01:00")["startDate"] == "2026-03-01T10:00:00+01:00"
    assert stored("2026-07-01T10:00:00")["startDate"] == "2026-07-01T10:00:00+02:00"
    assert stored("2026-07-01")["startDate"] == "2026-07-01T00:00:00+02:00"
    assert stored("2026-07-01T10:00:00Z")["endDate"] == "2026-07-01T10:00:00+00:00"
    assert stored("03-04-2026")["startDate"] == "2026-03-04T00:00:00+01:00"  # guessed, and wrong in Dutch


def test_an_edit_that_changes_nothing_moves_the_time_and_null_leaves_as_is(leader: Asker, group: str) -> None:
    guid = leader.add("blog", group, richDescription="tekst", abstract="kort")
    read = "... on Blog { title richDescription abstract timeUpdated accessId }"
    before = leader.entity(guid, read)
    leader.change("editEntity", guid=guid, title=None, richDescription=None, abstract=None, accessId=None)
    after = leader.entity(guid, read)
    assert after["timeUpdated"] > before["timeUpdated"]
    assert {**after, "timeUpdated": ""} == {**before, "timeUpdated": ""}


def test_who_may_edit_what(admin: Asker, leader: Asker, member: Asker, stranger: Asker, group: str) -> None:
    guid = admin.add("wiki", group)
    assert member.refusal("editEntity", guid=guid, title="x") == "could_not_save"
    assert stranger.entity(guid, "") is None
    leader.change("editEntity", guid=guid, title="Van de beheerder", writeAccessId=4)
    member.change("editEntity", guid=guid, title="Van het lid")
    assert leader.refusal("editEntity", guid="weg", title="x") == "could_not_find"
    assert leader.refusal("editEntity", guid=group, title="x") == "Not an entity GUID"
    folder = admin.add("folder", group)
    assert leader.refusal("editEntity", guid=folder, title="x") == "invalid_subtype"


def test_a_refused_edit_changes_nothing(admin: Asker, group: str) -> None:
    guid = admin.add("wiki", group)
    before = admin.site.state.items[guid].time_updated
    assert admin.refusal("editEntity", guid=guid, richDescription="nieuw", title="") == "invalid_value"
    item = admin.site.state.items[guid]
    assert (item.title, item.rich_description, item.time_updated) == ("Titel", "", before)


@pytest.mark.parametrize("trap", ["group", "null"])
def test_a_page_edited_with_its_group_or_null_as_container_leaves_the_group(
    admin: Asker, leader: Asker, group: str, trap: str
) -> None:
    root = leader.add("wiki", group)
    child = leader.add("wiki", root)
    read = "... on Wiki { group { guid } parent { guid } }"
    assert leader.entity(child, read) == {
        "__typename": "Wiki",
        "guid": child,
        "group": {"guid": group},
        "parent": {"guid": root},
    }
    leader.change("editEntity", guid=child, containerGuid={"group": group, "null": None}[trap])
    found = admin.entity(child, read)
    assert (found["group"], found["parent"]) == (None, None)


def test_a_page_moves_below_another_but_never_below_itself(leader: Asker, group: str) -> None:
    one, two = leader.add("wiki", group), leader.add("wiki", group)
    leader.change("editEntity", guid=two, containerGuid=one)
    read = "... on Wiki { hasChildren children { guid } group { guid } }"
    assert leader.entity(one, read)["children"] == [{"guid": two}]
    assert leader.entity(two, read)["group"] == {"guid": group}
    assert leader.refusal("editEntity", guid=one, containerGuid=two) == "invalid_new_container"


def test_an_event_takes_no_group_as_container_on_edit(leader: Asker, group: str) -> None:
    guid = leader.add("event", group)
    assert leader.refusal("editEntity", guid=guid, containerGuid=group) == "could_not_find"
    leader.change("editEntity", guid=guid, containerGuid=None, title="Nog in de groep")
    assert leader.site.state.items[guid].group == group


def test_a_sub_event_follows_its_parent(leader: Asker, group: str) -> None:
    parent = leader.add("event", group)
    child = leader.add("event", parent, accessId=0)
    assert leader.site.state.items[child].access_id == 4
    assert (
        leader.refusal("addEntity", subtype="event", title="T", containerGuid=child, startDate=FUTURE)
        == "SUBEVENT_OF_SUBEVENT"
    )
    leader.change("editEntity", guid=parent, accessId=0, timePublished=None)
    item = leader.site.state.items[child]
    assert (item.access_id, item.status) == (0, "draft")
    events = leader.read("{ events { total edges { guid } } }")["events"]
    assert events["total"] == 0
    leader.change("editEntity", guid=parent, timePublished=PAST)
    assert leader.read("{ events { edges { guid } } }")["events"]["edges"] == [{"guid": parent}]


def test_owner_group_and_creation_are_for_site_admins_and_dropped_without_a_word_for_others(
    admin: Asker, leader: Asker, member: Asker, group: str
) -> None:
    guid, other = leader.add("blog", group), admin.group(name="Ander")
    given = {"guid": guid, "ownerGuid": member.guid, "timeCreated": PAST}
    leader.change("editEntity", **given, groupGuid=None)
    item = admin.site.state.items[guid]
    assert (item.group, item.owner) == (group, leader.guid)
    assert item.time_created > "2021"
    admin.change("editEntity", **given, groupGuid=other)
    item = admin.site.state.items[guid]
    assert (item.group, item.owner) == (other, member.guid)
    assert item.time_created == "2019-12-31T23:00:00.000000+00:00"
    admin.change("editEntity", guid=guid, groupGuid=None)
    item = admin.site.state.items[guid]
    assert (item.group, item.access_id) == (None, 0)


def test_no_publication_time_is_a_draft_for_its_owner_and_site_admins(
    admin: Asker, leader: Asker, member: Asker, group: str
) -> None:
    guid = leader.add("wiki", group)
    leader.change("editEntity", guid=guid, timePublished=None)
    drafts = {"c": group, "ss": ["wiki"], "st": ["draft"]}
    assert [listed(asker, **drafts) == [guid] for asker in (leader, admin, member)] == [True, True, False]
    assert member.entity(guid, "") is None
    assert leader.entity(guid, "... on Wiki { statusPublished timePublished }")["timePublished"] is None
    assert listed(leader, c=group, ss=["wiki"]) == []
    leader.change("editEntity", guid=guid, timePublished=PAST)
    assert member.entity(guid, "... on Wiki { timePublished }")["timePublished"] == "2019-12-31T23:00:00.000000+00:00"
    leader.change("editEntity", guid=guid, timePublished=FUTURE)
    assert leader.entity(guid, "... on Wiki { statusPublished }")["statusPublished"] == "draft"


def test_archiving_flips_and_a_time_of_archiving_works_one_way(leader: Asker, member: Asker, group: str) -> None:
    def toggle() -> str:
        done = leader.read("mutation m($g: String!) { toggleEntityArchived(guid: $g) { success } }", g=guid)
        assert done == {"toggleEntityArchived": {"success": True}}
        return leader.site.state.items[guid].status

    guid = leader.add("wiki", group)
    assert [toggle(), toggle(), toggle()] == ["archived", "published", "archived"]
    leader.change("editEntity", guid=guid, scheduleArchiveEntity=None)
    assert leader.site.state.items[guid].status == "archived"
    assert listed(leader, c=group, s="wiki") == []
    assert listed(leader, c=group, s="wiki", st=["archived"]) == [guid]
    assert member.entity(guid, "... on Wiki { statusPublished }")["statusPublished"] == "archived"
    assert toggle() == "published"
    leader.change("editEntity", guid=guid, scheduleArchiveEntity=PAST)
    assert leader.site.state.items[guid].status == "archived"
    assert toggle() == "published"
    assert listed(leader, c=group, s="wiki") == [guid]  # the time of archiving went with it
    query = "mutation m($g: String!) { toggleEntityArchived(guid: $g) { success } }"
    assert member.ask(query, g=guid)["errors"][0]["message"] == "could_not_save"
    assert member.ask(query, g="weg")["errors"][0]["message"] == "could_not_find"


def test_what_is_scheduled_happens_once_its_time_has_come(leader: Asker, group: str) -> None:
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    kept = leader.add("wiki", group, scheduleArchiveEntity=soon)
    gone = leader.add("wiki", group, scheduleDeleteEntity=soon)
    assert listed(leader, c=group, s="wiki") == [gone, kept]
    for guid in (kept, gone):
        item = leader.site.state.items[guid]
        item.schedule_archive, item.schedule_delete = (item.schedule_archive and PAST, item.schedule_delete and PAST)
    assert listed(leader, c=group, s="wiki", st=["archived", "published"]) == [kept]
    assert leader.site.state.items[kept].status == "archived"


def test_the_state_of_a_task_is_stored_unchecked_and_only_afterwards(leader: Asker, member: Asker, group: str) -> None:
    guid = leader.add("task", group)
    assert leader.entity(guid, "... on Task { state }")["state"] == "NEW"
    assert leader.change("editTask", guid=guid, state="DONE")["entity"]["state"] == "DONE"
    assert leader.change("editTask", guid=guid, state="klaar")["entity"]["state"] == "klaar"
    assert member.refusal("editTask", guid=guid, state="NEW") == "could_not_save"
    assert leader.refusal("editTask", guid="weg", state="NEW") == "could_not_find"
    query = 'mutation { addEntity(input: {subtype: "task", title: "T", state: "DONE"}) { entity { guid } } }'
    assert leader.post(json={"query": query}).status_code == 400


def test_pinning_flips_and_pinned_items_can_come_first(leader: Asker, member: Asker, group: str) -> None:
    one, two = leader.add("wiki", group), leader.add("wiki", group)
    assert leader.change("toggleEntityIsPinned", guid=one) == {"success": True}
    assert listed(leader, c=group, s="wiki") == [two, one]
    assert listed(leader, c=group, s="wiki", p=True) == [one, two]
    leader.change("toggleEntityIsPinned", guid=one)
    assert leader.entity(one, "... on Wiki { isPinned }")["isPinned"] is False
    assert member.refusal("toggleEntityIsPinned", guid=one) == "could_not_save"


def test_deleting_takes_everything_below_along_and_once_is_enough(leader: Asker, member: Asker, group: str) -> None:
    root = leader.add("wiki", group)
    leader.add("wiki", leader.add("wiki", root))
    event = leader.add("event", group)
    leader.add("event", event)
    folder = leader.add("folder", group)
    file = leader.upload("a.txt", b"a", containerGuid=folder)["guid"]
    assert member.refusal("deleteEntity", guid=root) == "could_not_delete"
    for guid in (root, event, folder):
        assert leader.change("deleteEntity", guid=guid) == {"success": True}
        assert leader.refusal("deleteEntity", guid=guid) == "could_not_find"
        assert leader.refusal("editEntity", guid=guid, title="x") == "could_not_find"
    assert leader.site.state.items == {}
    assert leader.site.state.file(file) == b""


def test_deleting_a_group_takes_all_its_content(admin: Asker, member: Asker, group: str) -> None:
    admin.add("wiki", admin.add("wiki", group))
    admin.add("task", group)
    elsewhere = admin.add("wiki", None, accessId=1)
    assert member.refusal("deleteEntity", guid=group) == "could_not_delete"
    admin.change("deleteEntity", guid=group)
    assert list(admin.site.state.items) == [elsewhere]
    assert admin.entity(group, "") is None


def test_comments_go_where_the_kind_allows_and_one_level_deep(
    leader: Asker, member: Asker, stranger: Asker, group: str
) -> None:
    blog, wiki, task = (leader.add(kind, group) for kind in ("blog", "wiki", "task"))
    given = {"subtype": "comment", "richDescription": "Eens"}
    assert leader.refusal("addEntity", **given) == "NO_CONTAINER_GUID"
    assert leader.refusal("addEntity", **given, containerGuid="weg") == "could_not_find"
    assert [leader.refusal("addEntity", **given, containerGuid=on) for on in (wiki, task)] == ["could_not_add"] * 2
    first = member.change("addEntity", **given, containerGuid=blog)["entity"]["guid"]
    second = leader.change("addEntity", **given, containerGuid=first)["entity"]["guid"]
    assert leader.refusal("addEntity", **given, containerGuid=second) == "could_not_add"
    read = "... on Blog { canComment commentCount comments { guid ownerName url comments { guid } } }"
    found = member.entity(blog, read)
    address = f"/blog/view/{blog}/titel"
    comment = {"guid": first, "ownerName": "M. Lid", "url": address, "comments": [{"guid": second}]}
    assert (found["canComment"], found["commentCount"], found["comments"]) == (True, 1, [comment])
    assert stranger.entity(first, "") is None
    member.change("editEntity", guid=first, richDescription="Oneens")
    assert member.entity(first, "... on Comment { richDescription }")["richDescription"] == "Oneens"
    assert member.entity(task, "... on Task { canComment }")["canComment"] is False
    assert listed(leader, c=group) == [task, wiki, blog]


def test_an_absent_invisible_or_wrong_guid_gives_null_without_error(admin: Asker, stranger: Asker, group: str) -> None:
    hidden = admin.add("wiki", group)
    assert [stranger.entity(guid, "") for guid in ("weg", "", hidden)] == [None] * 3
    assert stranger.entity(admin.guid, "... on User { name }")["name"] == "Sitebeheer"
    assert stranger.entity(group, "... on Group { name }")["name"] == "Groep"


def test_versions_of_a_page_tell_who_changed_what(leader: Asker, member: Asker, stranger: Asker, group: str) -> None:
    guid = leader.add("wiki", group, writeAccessId=4, richDescription="een")
    member.change("editEntity", guid=guid, richDescription="twee")
    leader.change("editEntity", guid=guid)
    query = """query q($g: String!) { revisions(containerGuid: $g) { total edges { type author { name } timeCreated
      changedFields content { title richDescription accessId } originalContent { richDescription } } } }"""
    found = leader.read(query, g=guid)["revisions"]
    assert found["total"] == 2
    assert found["edges"][0] | {"timeCreated": ""} == {
        "type": "update",
        "author": {"name": "M. Lid"},
        "timeCreated": "",
        "changedFields": ["richDescription"],
        "content": {"title": None, "richDescription": "twee", "accessId": None},
        "originalContent": {"richDescription": "een"},
    }
    assert found["edges"][1]["content"] == {"title": "Titel", "richDescription": "een", "accessId": 4}
    assert TIME.fullmatch(found["edges"][1]["timeCreated"])
    assert stranger.ask(query, g=guid)["errors"][0]["message"] == "could_not_find"
    assert leader.read(query, g=leader.add("task", group))["revisions"]["total"] == 0
