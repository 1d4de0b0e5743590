"""Who gets into a group, in which role, and how the site finds accounts. Only the given accounts are touched."""

import secrets

import pytest

from conformance.asking import Account, Standing
from conformance.site_under_test import SiteUnderTest


def _standing(account: Account, group: str) -> tuple[str, str]:
    found = account.see(group, "Group", "membership memberRole")
    return found["membership"], found["memberRole"]


def _is_out(account: Account, group: str) -> bool:
    return bool(account.see(group, "Group", "membership")["membership"] == "not_joined")


@pytest.mark.parametrize("field", ["guid", "email"])
def test_a_site_admin_adds_a_person_directly(
    maker: SiteUnderTest, admin: Account, ordinary: Account, field: str
) -> None:
    made = maker.new_group()
    given = {"guid": made, "users": [{field: getattr(ordinary, field)}], "directAdd": True}
    admin.do("inviteToGroup", given, "group { guid }")
    assert _standing(ordinary, made) == ("joined", "member")


def test_adding_an_unknown_address_directly_tells_of_is_authenticated(admin: Account, group: str) -> None:
    users = [{"email": f"niemand-{secrets.token_hex(6)}@example.invalid"}]
    told = admin.refusal("inviteToGroup", {"guid": group, "users": users, "directAdd": True}, "group { guid }")
    assert told == "'NoneType' object has no attribute 'is_authenticated'"


def test_a_group_admin_may_not_add_directly(leader: Standing, admin: Account) -> None:
    # The person is a member already, so that a site that does allow it changes nothing.
    given = {"guid": leader.group, "users": [{"guid": admin.guid}], "directAdd": True}
    assert leader.account.refusal("inviteToGroup", given, "group { guid }") == "user_not_site_admin"


def test_accepting_a_request_that_was_never_made_adds_the_person(
    maker: SiteUnderTest, admin: Account, ordinary: Account
) -> None:
    # With two accounts, the one that accepts must lead the group and the other must be out of it.
    made = maker.new_group()
    maker.enrol(made, ordinary)
    for caller, name, given in (
        (admin, "changeGroupRole", {"guid": made, "userGuid": ordinary.guid, "role": "owner"}),
        (ordinary, "removeGroupMembers", {"guid": made, "userGuids": [admin.guid]}),
    ):
        document = f"mutation ($i: {name}Input!) {{ {name}(input: $i) {{ group {{ guid }} }} }}"
        if told := caller.post(document, {"i": given}).messages:
            assert maker.is_real, told
            pytest.skip(f"the two accounts could not be put in place: {name} gives {told}")
    assert _is_out(admin, made)
    given = {"groupGuid": made, "userGuid": admin.guid}
    ordinary.do("acceptMembershipRequest", given, "group { guid }")
    assert _standing(admin, made) == ("joined", "member")


def test_a_role_changes_to_admin_and_the_members_are_removed(
    maker: SiteUnderTest, admin: Account, ordinary: Account
) -> None:
    made = maker.new_group()
    maker.enrol(made, ordinary)
    admin.do("changeGroupRole", {"guid": made, "userGuid": ordinary.guid, "role": "admin"}, "group { guid }")
    assert _standing(ordinary, made) == ("joined", "admin")
    admin.do("removeGroupMembers", {"guid": made, "userGuids": [ordinary.guid]}, "group { guid }")
    assert _is_out(ordinary, made)


def test_users_needs_the_search_index(site: SiteUnderTest, someone: Account) -> None:
    answer = someone.post('{ users(q: "rso", limit: 1) { total } }')
    if site.is_real and not answer.messages:
        pytest.skip("this site has a search index")
    assert answer.status == 200
    assert any("ConnectionError" in message for message in answer.messages)


def test_site_users_works_for_an_admin_without_the_search_index(admin: Account) -> None:
    found = admin.ask("{ siteUsers(limit: 5) { total edges { guid email } } }")["siteUsers"]
    assert found["total"] >= 1
    assert any(edge["guid"] and edge["email"] for edge in found["edges"])


@pytest.mark.inferred
def test_site_users_finds_an_address(admin: Account, ordinary: Account) -> None:
    found = admin.ask("query ($q: String) { siteUsers(q: $q, limit: 5) { edges { guid email } } }", q=ordinary.email)
    assert {"guid": ordinary.guid, "email": ordinary.email} in found["siteUsers"]["edges"]


@pytest.mark.inferred
def test_who_was_invited_is_listed_for_a_writer(maker: SiteUnderTest, admin: Account, ordinary: Account) -> None:
    made = maker.new_group()
    admin.do("inviteToGroup", {"guid": made, "users": [{"guid": ordinary.guid}]}, "group { guid }")
    found = admin.see(made, "Group", "invited(limit: 10) { total edges { email user { guid } } }")["invited"]
    assert found == {"total": 1, "edges": [{"email": ordinary.email, "user": {"guid": ordinary.guid}}]}
    assert _is_out(ordinary, made)


@pytest.mark.inferred
def test_subgroups_are_made_filled_emptied_and_deleted(leader: Standing) -> None:
    def subgroups() -> dict[str, tuple[int, list[str]]]:
        fields = "subgroups { edges { id name members { guid } } }"
        edges = leader.account.see(leader.group, "Group", fields)["subgroups"]["edges"]
        return {edge["name"]: (edge["id"], [person["guid"] for person in edge["members"]]) for edge in edges}

    name, me = f"Deel {secrets.token_hex(3)}", leader.account.guid
    given = {"groupGuid": leader.group, "name": name, "members": [me]}
    assert leader.account.do("addSubgroup", given, "success") == {"success": True}
    number, people = subgroups()[name]
    assert people == [me]
    leader.account.do("editSubgroup", {"id": number, "name": name, "members": [me]}, "success")
    assert subgroups()[name] == (number, [me])
    leader.account.do("editSubgroup", {"id": number, "name": name}, "success")
    assert subgroups()[name] == (number, [])
    leader.account.do("deleteSubgroup", {"id": number}, "success")
    assert name not in subgroups()
