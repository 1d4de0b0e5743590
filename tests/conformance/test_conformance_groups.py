"""Making, finding and changing groups."""

import secrets

import pytest

from conformance.asking import Account, Standing, category
from conformance.site_under_test import SiteUnderTest

CATEGORY = "rso-conformiteit"
"""A tag category that no site has configured."""
FOUND = "query ($c: [TagCategoryInput]) { groups(tagCategories: $c) { total edges { guid } } }"


def test_a_site_admin_adds_a_group_and_gets_its_guid(maker: SiteUnderTest) -> None:
    assert maker.new_group()


def test_an_ordinary_user_who_adds_a_group_gets_200_with_not_authorized(site: SiteUnderTest, ordinary: Account) -> None:
    if site.setting("limitedGroupAdd") is False:
        pytest.skip("on this site everyone may add groups")
    document = "mutation ($i: addGroupInput!) { addGroup(input: $i) { group { guid } } }"
    answer = ordinary.post(document, {"i": site.group_input()})
    if made := answer.data.get("addGroup"):
        site.to_remove(made["group"]["guid"])
    assert (answer.status, answer.messages, answer.data) == (200, ["not_authorized"], {"addGroup": None})


def test_the_filter_of_groups_by_tag_categories_ignores_case(maker: SiteUnderTest, admin: Account) -> None:
    made = maker.new_group(tagCategories=category(CATEGORY, value := f"body-Stuurgroep:{secrets.token_hex(4)}"))
    found = admin.ask(FOUND, c=category(CATEGORY, value.lower()))["groups"]
    assert found == {"total": 1, "edges": [{"guid": made}]}


def test_the_filter_of_groups_by_an_unknown_value_gives_total_0(admin: Account) -> None:
    found = admin.ask(FOUND, c=category(CATEGORY, f"onbekend-{secrets.token_hex(4)}"))["groups"]
    assert found == {"total": 0, "edges": []}


def test_an_unconfigured_tag_category_of_a_group_is_kept_and_survives_an_edit_of_the_name(
    maker: SiteUnderTest, admin: Account
) -> None:
    sent = category(CATEGORY, f"body-Stuurgroep:{secrets.token_hex(4)}")
    made = maker.new_group(tagCategories=sent)
    assert admin.see(made, "Group", "tagCategories { name values }")["tagCategories"] == sent
    renamed = f"{maker.run} hernoemd"
    admin.do("editGroup", {"guid": made, "name": renamed}, "group { guid }")
    found = admin.see(made, "Group", "name tagCategories { name values }")
    assert (found["name"], found["tagCategories"]) == (renamed, sent)


def test_tags_of_a_group_keep_spelling_case_and_order(maker: SiteUnderTest, admin: Account) -> None:
    mark = secrets.token_hex(3)
    sent = [f"Zuidas {mark}", f"één Aanpak {mark}", f"BEREIKBAARHEID {mark}"]
    made = maker.new_group(tags=sent)
    assert admin.see(made, "Group", "tags")["tags"] == sent


def test_is_hidden_by_a_group_admin_is_ignored_without_an_error(leader: Standing, admin: Account) -> None:
    leader.account.do("editGroup", {"guid": leader.group, "isHidden": True}, "group { guid }")
    assert admin.see(leader.group, "Group", "isHidden")["isHidden"] is False


def test_member_email_is_filled_for_a_group_admin_and_user_email_of_others_is_null(
    leader: Standing, admin: Account
) -> None:
    if admin.is_superadmin:
        pytest.skip("the admin is a superadmin, whom no list of members shows")
    fields = "members(limit: 20) { edges { email user { guid email } } }"
    rows = leader.account.see(leader.group, "Group", fields)["members"]["edges"]
    other = next(row for row in rows if row["user"]["guid"] == admin.guid)
    assert (other["email"], other["user"]["email"]) == (admin.email, None)
