"""Groups, members, invitations and subgroups on the sandbox, with the traps of the real site."""

import pytest

from pleio.sandbox.asking_the_sandbox import Asker
from rso_pleio_sandbox import SandboxServer

MEMBERS = "... on Group { memberCount members(limit: %s) { total edges { role email user { guid name email } } } }"
LONG_NAME = "value too long for type character varying(200)\n"


def roles(asker: Asker, group: str) -> dict[str, str]:
    return dict(asker.site.state.groups[group].members)


def test_only_a_site_admin_adds_groups_unless_the_site_allows_it(site: SandboxServer, stranger: Asker) -> None:
    assert stranger.refusal("addGroup", name="x") == "not_authorized"
    site.state.settings.limited_group_add = False
    made = stranger.change("addGroup", name="x", isHidden=True, isFeatured=True)["group"]["guid"]
    group = site.state.groups[made]
    assert (group.members, group.owner) == ({stranger.guid: "owner"}, stranger.guid)
    assert (group.is_hidden, group.is_featured) == (True, False)


def test_what_a_new_group_is_without_more(admin: Asker) -> None:
    guid = admin.change("addGroup", name="x")["group"]["guid"]
    fields = (
        "isClosed autoNotification isSubmitUpdatesEnabled plugins defaultAccessId widgets { type } accessIds { id }"
    )
    assert admin.entity(guid, f"... on Group {{ {fields} }}") == {
        "__typename": "Group",
        "guid": guid,
        "isClosed": False,
        "autoNotification": False,
        "isSubmitUpdatesEnabled": False,
        "plugins": ["members"],
        "defaultAccessId": 1,
        "widgets": [{"type": "groupMembers"}],
        "accessIds": [{"id": 0}, {"id": 4}, {"id": 1}, {"id": 2}],
    }


def test_a_group_name_over_200_is_refused_in_the_words_of_the_database(admin: Asker, group: str) -> None:
    assert admin.refusal("addGroup", name="x" * 201) == LONG_NAME
    assert admin.refusal("editGroup", guid=group, name="x" * 201) == LONG_NAME
    admin.change("addGroup", name="x" * 200)
    admin.change("addGroup", name="")


def test_null_leaves_as_is_but_for_the_fields_where_it_acts(admin: Asker, group: str) -> None:
    category = [{"name": "rso", "values": ["a"]}]
    admin.change("editGroup", guid=group, introduction="tekst", tags=["Een"], defaultTags=["b"], tagCategories=category)
    admin.change("editGroup", guid=group, isAutoMembershipEnabled=True, defaultTagCategories=category)
    cleared = dict.fromkeys(("defaultTags", "defaultTagCategories", "isAutoMembershipEnabled", "widgets", "icon"))
    admin.change("editGroup", guid=group, name=None, introduction=None, tags=None, tagCategories=None, **cleared)
    found = admin.site.state.groups[group]
    assert (found.name, found.introduction, found.tags, found.tag_categories) == ("Groep", "tekst", ["Een"], category)
    assert (found.default_tags, found.default_tag_categories, found.widgets) == ([], [], [])
    assert not found.is_auto_membership_enabled
    admin.change("editGroup", guid=group, introduction="", tags=[])
    assert (found.introduction, found.tags) == ("", [])


def test_what_is_for_site_admins_is_dropped_without_a_word(admin: Asker, leader: Asker, group: str) -> None:
    given = {"isHidden": True, "isFeatured": True, "isLeavingGroupDisabled": True, "isAutoMembershipEnabled": True}
    leader.change("editGroup", guid=group, name="Nieuw", **given)
    found = admin.site.state.groups[group]
    assert found.name == "Nieuw"
    assert not any((found.is_hidden, found.is_featured, found.is_leaving_group_disabled))
    assert not found.is_auto_membership_enabled
    admin.change("editGroup", guid=group, **given)
    assert all((found.is_hidden, found.is_featured, found.is_leaving_group_disabled, found.is_auto_membership_enabled))


def test_a_member_edits_no_group_and_an_unknown_one_is_not_found(member: Asker, group: str) -> None:
    assert member.refusal("editGroup", guid=group, name="x") == "could_not_save"
    assert member.refusal("editGroup", guid="weg", name="x") == "could_not_find"


def test_closing_a_group_rewrites_the_access_of_its_content(admin: Asker) -> None:
    group = admin.group(isClosed=False)
    items = [admin.add("wiki", group, accessId=access, writeAccessId=1) for access in (0, 1, 2, 4)]
    admin.change("editGroup", guid=group, isClosed=True)
    stored = [admin.site.state.items[guid] for guid in items]
    assert [item.access_id for item in stored] == [0, 4, 4, 4]
    assert [item.write_access_id for item in stored] == [4, 4, 4, 4]
    later = admin.site.state.items[admin.add("wiki", group, accessId=2)]
    assert later.access_id == 4


def test_the_category_filter_ignores_case_and_takes_any_or_all(admin: Asker) -> None:
    one = admin.group(tagCategories=[{"name": "rso", "values": ["body-Stuurgroep:1", "b"]}])
    admin.group(tagCategories=[{"name": "rso", "values": ["b"]}], tags=["Groen"])
    query = "query q($c: [TagCategoryInput], $m: MatchStrategy, $t: [String]) { groups(tagCategories: $c, matchStrategy: $m, tags: $t) { total edges { guid tagCategories { name values } } } }"

    def found(*values: str, strategy: str | None = None) -> list[str]:
        wanted = [{"name": "rso", "values": list(values)}]
        return [edge["guid"] for edge in admin.read(query, c=wanted, m=strategy)["groups"]["edges"]]

    assert found("body-stuurgroep:1") == [one]
    assert len(found("body-stuurgroep:1", "b")) == 2
    assert found("body-stuurgroep:1", "B", strategy="all") == [one]
    assert found("onbekend") == []
    assert admin.read(query, t=["gROEN"])["groups"]["total"] == 1
    stored = admin.read(query, c=[{"name": "RSO", "values": ["BODY-STUURGROEP:1"]}])["groups"]["edges"][0]
    assert stored["tagCategories"] == [{"name": "rso", "values": ["body-Stuurgroep:1", "b"]}]


def test_groups_come_20_at_a_time_featured_first_then_by_name(admin: Asker) -> None:
    for number in range(22):
        admin.group(name=f"Groep {number:02}", isFeatured=number == 21)
    found = admin.read("{ groups { total edges { name } } }")["groups"]
    assert (found["total"], len(found["edges"])) == (22, 20)
    assert [edge["name"] for edge in found["edges"][:2]] == ["Groep 21", "Groep 00"]
    assert admin.read('{ groups(q: "P 1", offset: 8) { total edges { name } } }')["groups"] == {
        "total": 10,
        "edges": [{"name": "Groep 18"}, {"name": "Groep 19"}],
    }


def test_a_hidden_group_is_for_its_members_and_site_admins(
    admin: Asker, member: Asker, stranger: Asker, group: str
) -> None:
    admin.change("editGroup", guid=group, isHidden=True)
    totals = [asker.read("{ groups { total } }")["groups"]["total"] for asker in (admin, member, stranger)]
    assert totals == [1, 1, 0]
    assert stranger.entity(group, "") is None
    assert member.entity(group, "")["guid"] == group
    assert member.read("{ groups(filter: mine) { total } }")["groups"]["total"] == 1
    assert admin.read("{ groups(filter: mine) { total } }")["groups"]["total"] == 1


def test_the_introduction_is_for_members_unless_it_is_public(
    admin: Asker, member: Asker, stranger: Asker, group: str
) -> None:
    admin.change("editGroup", guid=group, introduction="intern")
    read = "... on Group { introduction }"
    assert (member.entity(group, read)["introduction"], stranger.entity(group, read)["introduction"]) == ("intern", "")
    admin.change("editGroup", guid=group, isIntroductionPublic=True)
    assert stranger.entity(group, read)["introduction"] == "intern"


def test_members_come_5_at_a_time_owner_first_and_without_those_who_wait(
    site: SandboxServer, admin: Asker, leader: Asker, group: str
) -> None:
    people = [Asker(site, site.state.add_user(f"p{n}@x.example", f"{n} Lid")).join(group) for n in range(6)]
    people[0].join(group, "pending")
    site.state.users[people[1].guid].is_banned = True
    site.state.users[people[2].guid].is_superadmin = True
    found = leader.entity(group, MEMBERS % "null")
    assert [edge["role"] for edge in found["members"]["edges"]] == ["owner", "admin", "member", "member", "member"]
    assert [edge["user"]["name"] for edge in found["members"]["edges"]][2:] == ["3 Lid", "4 Lid", "5 Lid"]
    for number in (6, 7):
        Asker(site, site.state.add_user(f"p{number}@x.example", f"{number} Lid")).join(group)
    default = leader.entity(group, "... on Group { members { total edges { role } } }")["members"]
    assert (default["total"], len(default["edges"])) == (7, 5)
    query = "query q($g: String!) { members(groupGuid: $g, q: %s) { total edges { user { name } } } }"
    assert leader.read(query % "null", g=group)["members"]["total"] == 9
    assert leader.read(query % '"P3@x"', g=group)["members"]["edges"] == [{"user": {"name": "3 Lid"}}]


def test_addresses_are_for_writers_of_the_group_and_oneself(
    admin: Asker, leader: Asker, member: Asker, stranger: Asker, group: str
) -> None:
    def emails(asker: Asker) -> list[tuple[str | None, str | None]]:
        edges = asker.entity(group, MEMBERS % "10")["members"]["edges"]
        return [(edge["email"], edge["user"]["email"]) for edge in edges]

    me = "lid@x.example"
    assert emails(member) == [(None, None), (None, None), (me, me)]
    assert emails(stranger) == [(None, None)] * 3
    assert all(own is not None for own, _ in emails(leader))
    assert [of_user for _, of_user in emails(leader)] == [None, "leider@x.example", None]
    assert all(own and of_user for own, of_user in emails(admin))


def test_the_list_of_members_is_for_members_and_the_site_users_for_admins(
    site: SandboxServer, admin: Asker, member: Asker, stranger: Asker, group: str
) -> None:
    answer = stranger.ask(f'{{ members(groupGuid: "{group}") {{ total }} }}')
    assert answer["errors"][0]["message"] == "user_not_member_of_group"
    assert member.ask("{ siteUsers { total } }")["errors"][0]["message"] == "user_not_site_admin"
    site.state.users[stranger.guid].is_banned = True
    query = "query q($q: String, $b: Boolean) { siteUsers(q: $q, isBanned: $b) { total edges { email } } }"
    assert admin.read(query)["siteUsers"]["total"] == 2
    assert admin.read(query, b=True)["siteUsers"]["edges"] == [{"email": "vreemd@x.example"}]
    assert admin.read(query, q="LID@")["siteUsers"]["edges"] == [{"email": "lid@x.example"}]


def test_searching_users_needs_an_index_that_is_not_there(member: Asker) -> None:
    answer = member.ask('{ users(q: "lid") { total } }')
    assert answer["data"] == {"users": None}
    assert answer["errors"][0]["message"].startswith("ConnectionError(")


def test_adding_directly_is_for_site_admins_and_breaks_off_at_an_unknown_address(
    admin: Asker, leader: Asker, member: Asker, stranger: Asker, group: str
) -> None:
    users = [{"guid": stranger.guid}]
    assert leader.refusal("inviteToGroup", guid=group, users=users, directAdd=True) == "user_not_site_admin"
    assert member.refusal("inviteToGroup", guid=group, users=users) == "could_not_invite"
    later = Asker(admin.site, admin.site.state.add_user("later@x.example", "Later"))
    users = [{"email": "vreemd@x.example"}, {"email": "niemand@x.example"}, {"guid": later.guid}]
    refused = admin.refusal("inviteToGroup", guid=group, users=users, directAdd=True)
    assert refused == "'NoneType' object has no attribute 'is_authenticated'"
    assert roles(admin, group).get(stranger.guid) == "member"
    assert later.guid not in roles(admin, group)
    shouted = [{"email": "Later@x.example"}]
    assert "NoneType" in admin.refusal("inviteToGroup", guid=group, users=shouted, directAdd=True)
    admin.change("inviteToGroup", guid=group, users=[{"guid": leader.guid}], directAdd=True)
    assert roles(admin, group)[leader.guid] == "admin"


def test_an_invitation_waits_under_one_number_and_its_code_is_never_told(
    site: SandboxServer, leader: Asker, member: Asker, stranger: Asker, group: str
) -> None:
    read = "... on Group { invited { total edges { id email user { guid } timeCreated } } }"
    for _ in range(2):
        leader.change("inviteToGroup", guid=group, users=[{"guid": stranger.guid}, {"email": "niemand@x.example"}])
    found = leader.entity(group, read)["invited"]
    assert [(edge["email"], edge["user"]) for edge in found["edges"]] == [
        ("vreemd@x.example", {"guid": stranger.guid}),
        ("niemand@x.example", None),
    ]
    assert member.entity(group, read)["invited"]["total"] == 0
    code = site.state.groups[group].invitations[0].code
    assert code not in str(found)
    assert member.refusal("acceptGroupInvitation", code=code) == "invalid_code"
    assert stranger.refusal("acceptGroupInvitation", code="fout") == "invalid_code"
    stranger.change("acceptGroupInvitation", code=code)
    assert roles(leader, group)[stranger.guid] == "member"
    other = found["edges"][1]["id"]
    assert member.refusal("deleteGroupInvitation", id=other) == "could_not_invite"
    leader.change("resendGroupInvitation", id=other)
    leader.change("deleteGroupInvitation", id=other)
    assert leader.refusal("resendGroupInvitation", id=other) == "could_not_find"
    assert leader.entity(group, read)["invited"]["total"] == 0
    sent = [note.to for note in site.state.notifications if note.kind == "invitation"]
    assert sent == [stranger.guid, "niemand@x.example"] * 2 + ["niemand@x.example"]


def test_ten_invitations_are_listed_unless_asked_otherwise(leader: Asker, group: str) -> None:
    leader.change("inviteToGroup", guid=group, users=[{"email": f"n{n}@x.example"} for n in range(11)])
    found = leader.entity(group, "... on Group { invited { total edges { id } } }")["invited"]
    assert (found["total"], len(found["edges"])) == (11, 10)


def test_joining_an_open_group_is_at_once_and_a_closed_one_asks(
    admin: Asker, leader: Asker, stranger: Asker, group: str
) -> None:
    read = "... on Group { membership memberRole membershipRequests { total edges { guid } } }"
    assert stranger.entity(group, read)["membership"] == "not_joined"
    stranger.change("joinGroup", guid=group)
    assert roles(admin, group)[stranger.guid] == "pending"
    assert stranger.entity(group, read)["membership"] == "requested"
    assert leader.entity(group, read)["membershipRequests"] == {"total": 1, "edges": [{"guid": stranger.guid}]}
    leader.change("acceptMembershipRequest", groupGuid=group, userGuid=stranger.guid)
    assert stranger.entity(group, read)["membership"] == "joined"
    assert stranger.refusal("joinGroup", guid=group) == "already_member_of_group"
    is_open = admin.group(isClosed=False)
    stranger.change("joinGroup", guid=is_open)
    assert roles(admin, is_open)[stranger.guid] == "member"


def test_accepting_needs_no_request_and_rejecting_takes_any_membership(
    leader: Asker, member: Asker, stranger: Asker, group: str
) -> None:
    assert member.refusal("acceptMembershipRequest", groupGuid=group, userGuid=stranger.guid) == "could_not_save"
    assert leader.refusal("acceptMembershipRequest", groupGuid=group, userGuid="weg") == "could_not_find"
    leader.change("acceptMembershipRequest", groupGuid=group, userGuid=stranger.guid)
    assert roles(leader, group)[stranger.guid] == "member"
    leader.change("rejectMembershipRequest", groupGuid=group, userGuid=member.guid)
    assert member.guid not in roles(leader, group)
    refused = leader.refusal("rejectMembershipRequest", groupGuid=group, userGuid=member.guid)
    assert refused == "could_not_find_membership_request"


def test_a_group_has_one_owner_and_removed_is_an_instruction(
    admin: Asker, leader: Asker, member: Asker, stranger: Asker, group: str
) -> None:
    def role(asker: Asker, wanted: str) -> str:
        given = {"guid": group, "userGuid": asker.guid, "role": wanted}
        answer = leader.ask(
            "mutation m($i: changeGroupRoleInput!) { changeGroupRole(input: $i) { group { guid } } }", i=given
        )
        return str(answer["errors"][0]["message"]) if "errors" in answer else "ok"

    assert role(stranger, "admin") == "user_not_member_of_group"
    assert role(member, "pending") == "could_not_save"
    assert role(member, "owner") == "ok"
    assert roles(admin, group) == {admin.guid: "admin", leader.guid: "admin", member.guid: "owner"}
    assert role(member, "removed") == "ok"
    assert member.guid not in roles(admin, group)
    assert admin.site.state.groups[group].owner == member.guid
    stranger.join(group, "pending")
    assert role(stranger, "member") == "ok"
    assert roles(admin, group)[stranger.guid] == "member"


def test_leaving_is_for_members_unless_it_is_switched_off(
    admin: Asker, member: Asker, stranger: Asker, group: str
) -> None:
    assert stranger.refusal("leaveGroup", guid=group) == "user_not_member_of_group"
    admin.change("editGroup", guid=group, isLeavingGroupDisabled=True)
    assert member.refusal("leaveGroup", guid=group) == "leaving_group_is_disabled"
    admin.change("editGroup", guid=group, isLeavingGroupDisabled=False)
    assert admin.refusal("leaveGroup", guid=group) == "could_not_leave"
    admin.change("addSubgroup", groupGuid=group, name="Deel", members=[member.guid])
    member.change("leaveGroup", guid=group)
    assert member.guid not in roles(admin, group)
    assert admin.site.state.groups[group].subgroups[0].members == []


def subgroups(asker: Asker, group: str) -> list[tuple[int, str, list[str]]]:
    edges = asker.entity(group, "... on Group { subgroups { total edges { id name members { guid } } } }")
    return [(s["id"], s["name"], [m["guid"] for m in s["members"]]) for s in edges["subgroups"]["edges"]]


def test_a_subgroup_is_made_without_telling_its_number_and_emptied_by_leaving_the_members_out(
    leader: Asker, member: Asker, stranger: Asker, group: str
) -> None:
    assert leader.refusal("addSubgroup", groupGuid=group, name="Deel", members=[stranger.guid]) == "could_not_save"
    assert leader.refusal("addSubgroup", groupGuid=group, name="", members=[]) == "invalid_value"
    assert member.refusal("addSubgroup", groupGuid=group, name="Deel", members=[]) == "could_not_save"
    made = leader.change("addSubgroup", groupGuid=group, name="Deel", members=[member.guid])
    assert made == {"success": True}
    [(number, name, people)] = subgroups(member, group)
    assert (name, people) == ("Deel", [member.guid])
    leader.change("editSubgroup", id=number, members=[stranger.guid, leader.guid])
    assert subgroups(member, group) == [(number, "Deel", [leader.guid])]
    leader.change("editSubgroup", id=number, name="Ander")
    assert subgroups(member, group) == [(number, "Ander", [])]
    assert member.refusal("deleteSubgroup", id=number) == "could_not_save"
    leader.change("deleteSubgroup", id=number)
    assert leader.refusal("editSubgroup", id=number, name="x") == "could_not_find"


def test_who_is_taken_out_of_a_group_stays_in_its_subgroups(leader: Asker, member: Asker, group: str) -> None:
    leader.change("addSubgroup", groupGuid=group, name="Deel", members=[member.guid])
    leader.change("removeGroupMembers", guid=group, userGuids=[member.guid, "weg"])
    assert member.guid not in roles(leader, group)
    assert subgroups(leader, group)[0][2] == [member.guid]
    assert member.refusal("removeGroupMembers", guid=group, userGuids=[]) == "could_not_save"


@pytest.mark.parametrize(("argument", "expected"), [("inSubgroupId", ["M. Lid"]), ("notInSubgroupId", ["L. Leider"])])
def test_members_of_a_subgroup_can_be_listed(
    leader: Asker, member: Asker, group: str, argument: str, expected: list[str]
) -> None:
    leader.change("addSubgroup", groupGuid=group, name="Deel", members=[member.guid])
    number = subgroups(leader, group)[0][0]
    found = leader.entity(
        group, f'... on Group {{ members(q: "L", {argument}: {number}) {{ edges {{ user {{ name }} }} }} }}'
    )
    assert [edge["user"]["name"] for edge in found["members"]["edges"]] == expected


def test_content_for_a_subgroup_is_seen_by_its_members_only(
    leader: Asker, member: Asker, admin: Asker, stranger: Asker, group: str
) -> None:
    stranger.join(group)
    leader.change("addSubgroup", groupGuid=group, name="Deel", members=[member.guid])
    number = subgroups(leader, group)[0][0]
    ids = leader.entity(group, "... on Group { accessIds { id description } }")["accessIds"]
    assert {"id": 10_000 + number, "description": "Subgroep: Deel"} in ids
    guid = admin.add("wiki", group, accessId=10_000 + number)
    assert [asker.entity(guid, "") is not None for asker in (member, stranger)] == [True, False]


def test_where_the_viewer_may_write(leader: Asker, stranger: Asker, admin: Asker, group: str) -> None:
    query = "query q($c: String, $s: String) { viewer { canWriteToContainer(containerGuid: $c, subtype: $s) } }"

    def may(asker: Asker, container: str | None, subtype: str) -> bool:
        return bool(asker.read(query, c=container, s=subtype)["viewer"]["canWriteToContainer"])

    assert [may(asker, group, "wiki") for asker in (leader, admin, stranger)] == [True, True, False]
    assert [may(asker, group, "news") for asker in (leader, admin)] == [False, True]
