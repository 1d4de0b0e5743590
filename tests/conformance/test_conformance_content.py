"""Adding, reading, editing and deleting content."""

import secrets
from datetime import datetime
from typing import Any

import pytest

from conformance.asking import GROUP_ACCESS, Account, File, Standing, category
from conformance.site_under_test import HEARING, SiteUnderTest

CATEGORY = "rso-conformiteit"
START = "2026-03-01T10:00:00+01:00"
ODD_JSON = (
    '{"type": "doc",  "content":[{"type":"paragraph","content":[{"type":"text","text":"één \\u00e9 – “ja” & <b>"}]}] }'
)
HTML = "<p>Gewone <strong>HTML</strong> &amp; een <a href='/x'>link</a></p>"
KINDS = {
    "wiki": ("Wiki", {}),
    "event": ("Event", {"startDate": START}),
    "task": ("Task", {}),
    "folder": ("Folder", {}),
}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("subtype", KINDS)
def test_a_group_admin_adds_content(leader: Standing, subtype: str) -> None:
    kind, more = KINDS[subtype]
    guid = leader.account.add(subtype, leader.group, title=f"Proef {subtype}", **more)
    found = leader.account.see(guid, kind, "title accessId group { guid }")
    assert found == {
        "guid": guid,
        "__typename": kind,
        "title": f"Proef {subtype}",
        "accessId": GROUP_ACCESS,
        "group": {"guid": leader.group},
    }


def test_a_group_admin_uploads_a_file(leader: Standing) -> None:
    guid = leader.account.upload(leader.group, File("proef.txt", b"twaalf bytes"))
    found = leader.account.see(guid, "File", "size group { guid }")
    assert (found["size"], found["group"]) == (12, {"guid": leader.group})


def test_news_by_a_group_admin_is_refused(leader: Standing) -> None:
    given = {"subtype": "news", "title": "Nieuws", "containerGuid": leader.group, "accessId": GROUP_ACCESS}
    assert leader.account.refusal("addEntity", given, "entity { guid }") == "could_not_add"


def test_a_title_of_300_characters_is_an_invalid_value(leader: Standing) -> None:
    given = {"subtype": "wiki", "title": "t" * 300, "containerGuid": leader.group}
    assert leader.account.refusal("addEntity", given, "entity { guid }") == "invalid_value"


def test_an_unknown_container_is_told(leader: Standing, unknown: str) -> None:
    given = {"subtype": "wiki", "title": "Proef", "containerGuid": unknown}
    assert leader.account.refusal("addEntity", given, "entity { guid }") == "could_not_find_group"


@pytest.mark.parametrize("text", [ODD_JSON, HTML], ids=["json", "html"])
def test_rich_description_comes_back_byte_for_byte(leader: Standing, text: str) -> None:
    guid = leader.account.add("wiki", leader.group, richDescription=text)
    assert leader.account.see(guid, "Wiki", "richDescription")["richDescription"] == text


def test_an_unconfigured_tag_category_of_content_is_kept(leader: Standing) -> None:
    sent = category(CATEGORY, f"item-Besluit:{secrets.token_hex(4)}")
    guid = leader.account.add("wiki", leader.group, tagCategories=sent)
    assert leader.account.see(guid, "Wiki", "tagCategories { name values }")["tagCategories"] == sent


def test_tags_of_content_keep_spelling_case_and_order(leader: Standing) -> None:
    mark = secrets.token_hex(3)
    sent = [f"Zuidas {mark}", f"één Aanpak {mark}", f"BEREIKBAARHEID {mark}"]
    guid = leader.account.add("wiki", leader.group, tags=sent)
    assert leader.account.see(guid, "Wiki", "tags")["tags"] == sent


def test_a_member_without_rights_may_not_edit(member: Standing, admin: Account) -> None:
    guid = admin.add("wiki", member.group)
    assert member.account.see(guid, "Wiki", "title")["title"] == "Proef"
    assert (
        member.account.refusal("editEntity", {"guid": guid, "title": "Anders"}, "entity { guid }") == "could_not_save"
    )


def test_a_stranger_reads_null_without_an_error(stranger: Standing, admin: Account) -> None:
    guid = admin.add("wiki", stranger.group)
    assert stranger.account.read(guid, "Wiki", "title") is None


def test_an_edit_that_changes_nothing_moves_time_updated(leader: Standing) -> None:
    guid = leader.account.add("wiki", leader.group, title="Zelfde")
    before = leader.account.see(guid, "Wiki", "timeUpdated")["timeUpdated"]
    leader.account.edit(guid, title="Zelfde")
    after = leader.account.see(guid, "Wiki", "title timeUpdated")
    assert after["title"] == "Zelfde"
    assert _moment(after["timeUpdated"]) > _moment(before)


def test_time_published_null_makes_a_draft_and_a_date_publishes_it_again(member: Standing, admin: Account) -> None:
    guid = admin.add("wiki", member.group)
    assert member.account.read(guid, "Wiki", "title") is not None
    admin.edit(guid, timePublished=None)
    assert admin.see(guid, "Wiki", "statusPublished")["statusPublished"] == "draft"
    assert member.account.read(guid, "Wiki", "title") is None
    moment = "2024-01-15T12:00:00+01:00"
    admin.edit(guid, timePublished=moment)
    found = member.account.see(guid, "Wiki", "statusPublished timePublished")
    assert found["statusPublished"] == "published"
    assert _moment(found["timePublished"]) == _moment(moment)


def test_a_wiki_edit_with_its_own_group_as_container_takes_the_page_out_of_the_group(
    site: SiteUnderTest, leader: Standing
) -> None:
    guid = site.may_stray(leader.account.add("wiki", leader.group))
    leader.account.edit(guid, containerGuid=leader.group)
    assert leader.account.see(guid, "Wiki", "group { guid }")["group"] is None


def test_deleting_twice_and_editing_what_is_deleted_are_not_found(leader: Standing) -> None:
    guid = leader.account.add("wiki", leader.group)
    assert leader.account.do("deleteEntity", {"guid": guid}, "success") == {"success": True}
    assert leader.account.refusal("deleteEntity", {"guid": guid}, "success") == "could_not_find"
    assert leader.account.refusal("editEntity", {"guid": guid, "title": "Weg"}, "entity { guid }") == "could_not_find"


def test_a_start_date_with_an_offset_comes_back_with_it(leader: Standing) -> None:
    given = {"subtype": "event", "title": "Proef", "containerGuid": leader.group, "startDate": START}
    made = leader.account.do("addEntity", given, "entity { guid ... on Event { startDate } }")["entity"]
    later = leader.account.see(made["guid"], "Event", "startDate")["startDate"]
    # The measurement does not say which of the two answers was looked at.
    assert START in (made["startDate"], later)
    assert _moment(made["startDate"]) == _moment(later) == _moment(START)


@pytest.mark.inferred
def test_archiving_flips(leader: Standing) -> None:
    guid = leader.account.add("wiki", leader.group)
    statuses = []
    for _ in range(2):
        found = leader.account.ask("mutation ($g: String!) { toggleEntityArchived(guid: $g) { success } }", g=guid)
        assert found == {"toggleEntityArchived": {"success": True}}
        statuses.append(leader.account.see(guid, "Wiki", "statusPublished")["statusPublished"])
    assert statuses == ["archived", "published"]


@pytest.mark.inferred
@pytest.mark.parametrize("at", ["add", "edit"])
def test_an_archive_time_in_the_past_archives_at_once(leader: Standing, at: str) -> None:
    past: dict[str, Any] = {"scheduleArchiveEntity": "2000-01-01T00:00:00+00:00"}
    guid = leader.account.add("wiki", leader.group, **(past if at == "add" else {}))
    if at == "edit":
        leader.account.edit(guid, **past)
    assert leader.account.see(guid, "Wiki", "statusPublished")["statusPublished"] == "archived"


@pytest.mark.inferred
def test_content_made_archived_and_then_taken_out_of_the_archive_is_notified_to_nobody(
    maker: SiteUnderTest, admin: Account, ordinary: Account
) -> None:
    made = maker.new_group(autoNotification=True)
    maker.enrol(made, ordinary)
    quiet = admin.add("wiki", made, title="Stil", scheduleArchiveEntity="2000-01-01T00:00:00+00:00")
    admin.ask("mutation ($g: String!) { toggleEntityArchived(guid: $g) { success } }", g=quiet)
    assert ordinary.see(quiet, "Wiki", "statusPublished")["statusPublished"] == "published"
    loud = admin.add("wiki", made, title="Luid")
    # Without this, silence would prove nothing.
    assert maker.hears(ordinary, loud, HEARING), "the site tells nobody of anything; its job may not run"
    assert not maker.hears(ordinary, quiet)


@pytest.mark.inferred
def test_the_state_of_a_task_is_set(leader: Standing) -> None:
    guid = leader.account.add("task", leader.group)
    states = [leader.account.see(guid, "Task", "state")["state"]]
    for state in ("BUSY", "DONE"):
        leader.account.do("editTask", {"guid": guid, "state": state}, "entity { guid }")
        states.append(leader.account.see(guid, "Task", "state")["state"])
    assert states == ["NEW", "BUSY", "DONE"]


@pytest.mark.inferred
def test_a_file_is_replaced_under_the_same_guid(leader: Standing) -> None:
    guid = leader.account.upload(leader.group, File("versie.txt", b"een"))
    new = File("versie.txt", b"de tweede versie")
    answer = leader.account.do("editFileFolder", {"guid": guid, "title": "Versie 2"}, "entity { guid }", new)
    assert answer["entity"]["guid"] == guid
    found = leader.account.see(guid, "File", "title size")
    assert (found["title"], found["size"]) == ("Versie 2", len(new.content))


@pytest.mark.inferred
def test_several_files_go_in_one_multipart_request(leader: Standing) -> None:
    document = (
        "mutation ($i0: addFileInput!, $i1: addFileInput!) { m0: addFile(input: $i0) { entity { guid } } "
        "m1: addFile(input: $i1) { entity { guid } } }"
    )
    given = {"containerGuid": leader.group, "accessId": GROUP_ACCESS, "file": None}
    files = {"i0.file": File("een.txt", b"1"), "i1.file": File("twee.txt", b"22")}
    answer = leader.account.post(document, {"i0": given, "i1": given}, files=files)
    assert (answer.status, answer.messages) == (200, [])
    sizes = [leader.account.see(answer.data[m]["entity"]["guid"], "File", "size")["size"] for m in ("m0", "m1")]
    assert sizes == [1, 2]
