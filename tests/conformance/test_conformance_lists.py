"""Finding content through lists."""

import secrets

import pytest

from conformance.asking import Standing, category
from conformance.site_under_test import SiteUnderTest

CATEGORY = "rso-conformiteit"
KINDS = ["wiki", "event", "task"]
EVERY_STATUS = ["draft", "published", "archived"]


def test_entities_by_two_values_finds_any_match_in_every_status(leader: Standing) -> None:
    mark = secrets.token_hex(4)
    draft = leader.account.add("wiki", leader.group, tagCategories=category(CATEGORY, f"Een:{mark}"))
    leader.account.edit(draft, timePublished=None)
    task = leader.account.add("task", leader.group, tagCategories=category(CATEGORY, f"Twee:{mark}"))
    leader.account.add("wiki", leader.group, tagCategories=category(CATEGORY, f"Drie:{mark}"))
    wanted = category(CATEGORY, f"Een:{mark}", f"Twee:{mark}")
    found = leader.account.listed(tagCategories=wanted, subtypes=KINDS, statusPublished=EVERY_STATUS)
    assert sorted(found) == sorted([draft, task])


def test_a_list_of_a_thousand_comes_in_one_request(maker: SiteUnderTest) -> None:
    admin, group = maker.admin, maker.new_group()
    assert admin is not None
    # More than the default page of 20, in one request.
    given = {f"i{n}": {"subtype": "task", "title": f"T{n}", "containerGuid": group, "accessId": 4} for n in range(25)}
    variables = ", ".join(f"${name}: addEntityInput!" for name in given)
    fields = " ".join(f"{name}: addEntity(input: ${name}) {{ entity {{ guid }} }}" for name in given)
    answer = admin.post(f"mutation ({variables}) {{ {fields} }}", given)
    assert (answer.status, answer.messages) == (200, [])
    made = [payload["entity"]["guid"] for payload in answer.data.values()]
    assert sorted(admin.listed(containerGuid=group, limit=1000)) == sorted(made)


def test_subtype_wiki_lists_the_root_pages_only(leader: Standing) -> None:
    root, child = _page_with_child(leader)
    found = leader.account.listed(containerGuid=leader.group, subtype="wiki", limit=100)
    assert root in found
    assert child not in found


@pytest.mark.inferred
def test_subtypes_wiki_lists_the_pages_below_too(leader: Standing) -> None:
    root, child = _page_with_child(leader)
    found = leader.account.listed(containerGuid=leader.group, subtypes=["wiki"], limit=100)
    assert {root, child} <= set(found)


def _page_with_child(leader: Standing) -> tuple[str, str]:
    root = leader.account.add("wiki", leader.group, title="Boven")
    return root, leader.account.add("wiki", root, title="Onder")
