"""What the sandbox counts of what a real site would send, per section 2.9 of the facts."""

import json
from collections import Counter

import pytest

from pleio.sandbox.asking_the_sandbox import Asker

PAST = "2020-01-01T00:00:00+01:00"


@pytest.fixture
def heard(leader: Asker, member: Asker, group: str) -> Asker:
    """The member wants to hear of the group; the group admin does not."""
    member.change("editGroupNotifications", guid=group, isNotificationsEnabled=True)
    return member


def told(asker: Asker, kind: str = "content") -> list[tuple[str, str]]:
    """Who was told of what, and forget it."""
    notes = asker.site.state.notifications
    found = [(note.to, note.about) for note in notes if note.kind == kind]
    notes.clear()
    return found


@pytest.mark.parametrize("subtype", ["blog", "wiki", "event", "discussion", "question", "statusupdate"])
def test_new_content_is_told_to_members_who_want_to_hear(leader: Asker, heard: Asker, group: str, subtype: str) -> None:
    guid = leader.add(subtype, group)
    assert told(leader) == [(heard.guid, guid)]
    leader.change("editEntity", guid=guid, title="Nieuw")
    assert told(leader) == []


def test_news_is_told_as_well(admin: Asker, heard: Asker, group: str) -> None:
    assert told(admin) == []
    guid = admin.add("news", group)
    assert told(admin) == [(heard.guid, guid)]


def test_tasks_folders_and_files_are_not_told(leader: Asker, heard: Asker, group: str) -> None:
    for subtype in ("task", "folder"):
        leader.add(subtype, group)
    leader.upload("a.txt", b"", containerGuid=group)
    leader.add("blog", None, accessId=1)
    assert leader.site.state.notifications == []


def test_the_author_is_not_told_and_nor_is_who_may_not_read(leader: Asker, heard: Asker, group: str) -> None:
    heard.add("blog", group)
    private = leader.add("blog", group, accessId=0)
    assert told(leader) == []
    leader.change("editEntity", guid=private, accessId=4)
    assert told(leader) == []


def test_a_draft_is_told_once_it_is_published(leader: Asker, heard: Asker, group: str) -> None:
    guid = leader.add("wiki", group, timePublished=None)
    leader.change("editEntity", guid=guid, title="Nog een concept")
    assert told(leader) == []
    leader.change("editEntity", guid=guid, timePublished=PAST)
    assert told(leader) == [(heard.guid, guid)]
    leader.change("editEntity", guid=guid, timePublished=None)
    leader.change("editEntity", guid=guid, timePublished=PAST)
    assert told(leader) == []


def test_what_is_scheduled_is_told_when_its_time_has_come(leader: Asker, heard: Asker, group: str) -> None:
    guid = leader.add("wiki", group, timePublished="2999-01-01T00:00:00+01:00")
    assert told(leader) == []
    leader.site.state.items[guid].time_published = PAST
    leader.read("{ viewer { guid } }")
    assert told(leader) == [(heard.guid, guid)]


def test_what_is_created_archived_is_told_to_nobody_also_not_later(leader: Asker, heard: Asker, group: str) -> None:
    guid = leader.add("wiki", group, scheduleArchiveEntity=PAST)
    item = leader.site.state.items[guid]
    assert (item.status, item.notified) == ("archived", True)
    leader.read("mutation m($g: String!) { toggleEntityArchived(guid: $g) { success } }", g=guid)
    assert leader.site.state.items[guid].status == "published"
    assert told(leader) == []


def test_new_members_hear_of_a_group_as_the_group_says(
    admin: Asker, member: Asker, stranger: Asker, group: str
) -> None:
    read = "... on Group { isNotificationsEnabled isNotificationPushEnabled isNotificationDirectMailEnabled }"
    silent, loud = admin.group(isClosed=False), admin.group(isClosed=False, autoNotification=True)
    for there in (silent, loud):
        admin.change("inviteToGroup", guid=there, users=[{"guid": stranger.guid}], directAdd=True)
        member.change("joinGroup", guid=there)
    assert [member.entity(there, read)["isNotificationsEnabled"] for there in (silent, loud)] == [False, True]
    admin.add("blog", silent)
    assert told(admin) == []
    guid = admin.add("blog", loud)
    assert told(admin) == [(stranger.guid, guid), (member.guid, guid)]
    member.change("editGroupNotifications", guid=loud, isNotificationsEnabled=False, isNotificationPushEnabled=True)
    found = member.entity(loud, read)
    assert (found["isNotificationsEnabled"], found["isNotificationPushEnabled"]) == (False, True)
    admin.change("editGroupNotifications", guid=loud, userGuid=stranger.guid, isNotificationsEnabled=False)
    admin.add("blog", loud)
    assert told(admin) == []


def test_refusals_of_setting_notifications(leader: Asker, member: Asker, stranger: Asker, group: str) -> None:
    given = {"guid": group, "isNotificationsEnabled": True}
    assert member.refusal("editGroupNotifications", **given, userGuid=leader.guid) == "could_not_save"
    assert stranger.refusal("editGroupNotifications", **given) == "user_not_member_of_group"
    assert member.refusal("editGroupNotifications", guid="weg") == "could_not_find"


def test_a_welcome_is_mailed_however_a_person_comes_in(admin: Asker, group: str) -> None:
    def people(count: int) -> list[Asker]:
        added = [admin.site.state.add_user(f"n{n}@x.example", f"N{n}") for n in range(count)]
        return [Asker(admin.site, token) for token in added]

    direct, accepted, invited = people(3)
    admin.change("editGroup", guid=group, welcomeMessage="Welkom")
    admin.change("inviteToGroup", guid=group, users=[{"guid": direct.guid}], directAdd=True)
    admin.change("inviteToGroup", guid=group, users=[{"guid": direct.guid}], directAdd=True)
    admin.change("acceptMembershipRequest", groupGuid=group, userGuid=accepted.guid)
    admin.change("inviteToGroup", guid=group, users=[{"guid": invited.guid}])
    invited.change("acceptGroupInvitation", code=admin.site.state.groups[group].invitations[0].code)
    counted = Counter((note.kind, note.to) for note in admin.site.state.notifications)
    assert counted == {
        ("welcome", direct.guid): 1,
        ("welcome", accepted.guid): 1,
        ("accepted", accepted.guid): 1,
        ("invitation", invited.guid): 1,
        ("welcome", invited.guid): 1,
    }


def test_without_a_welcome_text_and_at_making_a_group_nothing_is_mailed(
    admin: Asker, member: Asker, group: str
) -> None:
    admin.group(welcomeMessage="Welkom")
    admin.change("inviteToGroup", guid=admin.group(), users=[{"guid": member.guid}], directAdd=True)
    admin.change("editGroup", guid=group, welcomeMessage="Welkom")
    member.join(group, "pending")
    admin.change("changeGroupRole", guid=group, userGuid=member.guid, role="admin")
    admin.change("removeGroupMembers", guid=group, userGuids=[member.guid])
    assert admin.site.state.notifications == []


def test_a_new_owner_is_mailed_and_so_are_writers_of_a_request(
    admin: Asker, leader: Asker, stranger: Asker, group: str
) -> None:
    stranger.change("joinGroup", guid=group)
    assert told(admin, "request") == [(admin.guid, group), (leader.guid, group)]
    leader.change("rejectMembershipRequest", groupGuid=group, userGuid=stranger.guid)
    assert told(admin, "rejected") == [(stranger.guid, group)]
    admin.change("changeGroupRole", guid=group, userGuid=leader.guid, role="owner")
    assert told(admin, "owner") == [(leader.guid, group)]


def test_automatic_membership_takes_every_active_account_in_at_once(
    admin: Asker, member: Asker, stranger: Asker, group: str
) -> None:
    admin.site.state.users[stranger.guid].is_banned = True
    there = admin.group(isAutoMembershipEnabled=True)
    assert admin.site.state.groups[there].members == {admin.guid: "owner", member.guid: "member"}
    admin.site.state.users[stranger.guid].is_banned = False
    admin.change("editGroup", guid=group, isAutoMembershipEnabled=True)
    assert admin.site.state.groups[group].members[stranger.guid] == "member"


def test_a_mention_tells_that_person_once(leader: Asker, member: Asker, group: str) -> None:
    mention = {"type": "mention", "attrs": {"id": member.guid, "label": "M. Lid"}}
    text = json.dumps({"type": "doc", "content": [{"type": "paragraph", "content": [mention]}]})
    guid = leader.add("wiki", group)
    assert told(leader, "mention") == []
    for _ in range(2):
        leader.change("editEntity", guid=guid, richDescription=text)
    assert told(leader, "mention") == [(member.guid, guid)]


def test_a_comment_tells_the_author_and_who_commented_before(
    leader: Asker, member: Asker, admin: Asker, group: str
) -> None:
    blog = leader.add("blog", group)
    for asker in (member, admin):
        asker.change("addEntity", subtype="comment", containerGuid=blog, richDescription="x")
    assert told(leader, "comment") == [(leader.guid, blog), (leader.guid, blog), (member.guid, blog)]


def test_a_message_is_counted_per_receiver(leader: Asker, member: Asker, admin: Asker, group: str) -> None:
    text = {"guid": group, "subject": "S", "message": "<p>x</p>"}
    leader.change("sendMessageToGroup", **text, isTest=True, sendToAllMembers=True)
    assert told(leader, "message") == [(leader.guid, group)]
    leader.change("sendMessageToGroup", **text, sendToAllMembers=True)
    assert {to for to, _ in told(leader, "message")} == {admin.guid, leader.guid, member.guid}
    leader.change("sendMessageToGroup", **text, recipients=[member.guid, "weg"], sendCopyToSender=True)
    assert told(leader, "message") == [(member.guid, group), (leader.guid, group)]
    leader.change("addSubgroup", groupGuid=group, name="Deel", members=[member.guid])
    leader.change("sendMessageToGroup", **text, subGroup=leader.site.state.groups[group].subgroups[0].id)
    assert told(leader, "message") == [(member.guid, group)]
    assert member.refusal("sendMessageToGroup", **text) == "could_not_save"
