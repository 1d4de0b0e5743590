"""The adapter's own client against the same site: all that it asks is known there, and it understands the answers."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from graphql import ListTypeNode, NonNullTypeNode, OperationDefinitionNode, VariableDefinitionNode, parse

from conformance.asking import Account, File, Secret, Standing, category
from conformance.site_under_test import SiteUnderTest
from rso_pleio.client import Change, GroupAsk, Look, PleioClient, Upload
from rso_pleio.client.operations import KINDS, MUTATIONS, all_documents, mutation_document
from rso_pleio.errors import RefusedByPleioError

CATEGORY = "rso-conformiteit"
QUERIES = {name: document for name, document in all_documents().items() if name not in MUTATIONS}
TEXT = '{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Tekst"}]}]}'


@pytest.fixture(scope="module")
def client(site: SiteUnderTest, admin: Account) -> Iterator[PleioClient]:
    assert admin is site.admin
    yield from _client(site, site.admin_session)


@pytest.fixture(scope="module")
def leading(site: SiteUnderTest, ordinary: Account) -> Iterator[PleioClient]:
    assert ordinary is site.ordinary
    yield from _client(site, site.ordinary_session)


def _client(site: SiteUnderTest, session: Secret | None) -> Iterator[PleioClient]:
    assert session is not None
    made = PleioClient(site.url, session.reveal())
    yield made
    made.close()


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_the_site_answers_each_query_of_the_adapter(
    client: PleioClient, admin: Account, group: str, unknown: str, name: str
) -> None:
    page = admin.add("wiki", group)
    definition = parse(QUERIES[name]).definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    variables = {v.variable.name.value: _value(v, group, page, unknown) for v in definition.variable_definitions or ()}
    answer = client.ask(QUERIES[name], variables)
    assert answer.get("errors") is None
    assert answer["data"]


def _value(variable: VariableDefinitionNode, group: str, page: str, unknown: str) -> Any:
    """Something that fits: a group or page where one is meant, and else what is nowhere on the site."""
    name, kind = variable.variable.name.value, variable.type
    if isinstance(kind, NonNullTypeNode):
        kind = kind.type
    if isinstance(kind, ListTypeNode):
        return list(KINDS) if name == "subtypes" else category(CATEGORY, unknown)
    if name in ("offset", "limit"):
        return {"offset": 0, "limit": 5}[name]
    about = name.rstrip("0123456789")
    return {"g": group, "guid": group, "group": group, "c": page, "r": page}.get(about, unknown)


@pytest.mark.inferred
@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_the_site_knows_each_mutation_of_the_adapter_without_carrying_it_out(
    someone_asks: PleioClient, name: str
) -> None:
    probe = "query probe { viewer { loggedIn } }\n"
    answer = someone_asks.ask(probe + mutation_document([name]), {}, "probe")
    assert answer.get("errors") is None
    assert answer["data"] == {"viewer": {"loggedIn": True}}


@pytest.fixture
def someone_asks(site: SiteUnderTest, someone: Account) -> Iterator[PleioClient]:
    assert someone in (site.ordinary, site.admin)
    yield from _client(site, site.ordinary_session or site.admin_session)


def test_it_sees_who_is_asking(client: PleioClient, admin: Account) -> None:
    viewer = client.viewer()
    assert (viewer.guid, viewer.is_admin, viewer.email) == (admin.guid, True, admin.email)


def test_it_sees_that_an_ordinary_account_is_no_admin(leading: PleioClient, ordinary: Account) -> None:
    viewer = leading.viewer()
    assert (viewer.guid, viewer.is_admin) == (ordinary.guid, False)


def test_it_finds_groups_by_their_keys(client: PleioClient, maker: SiteUnderTest, unknown: str) -> None:
    value = f"body-Stuurgroep:{secrets.token_hex(4)}"
    made = maker.new_group(tagCategories=category(CATEGORY, value))
    viewer, found = client.site(CATEGORY, [value, unknown])
    assert viewer.is_admin
    assert [(raw["guid"], raw["tagCategories"]) for raw in found] == [(made, category(CATEGORY, value))]


def test_it_reads_groups_with_their_members_and_content(
    client: PleioClient, maker: SiteUnderTest, admin: Account, ordinary: Account, unknown: str
) -> None:
    made = maker.new_group()
    maker.enrol(made, ordinary, "admin")
    page, file = admin.add("wiki", made, title="Pagina"), admin.upload(made, File("stuk.txt", b"stuk"))
    asks = [GroupAsk(made, pages=2, full=True, invited=True), GroupAsk(unknown)]
    viewer, (group, nothing) = client.read_groups(asks)
    assert viewer.guid == admin.guid
    assert nothing is None
    assert group is not None
    row = next(row for row in group["members"] if row["user"]["guid"] == ordinary.guid)
    assert (row["role"], row["email"]) == ("admin", ordinary.email)
    assert {edge["guid"]: edge["__typename"] for edge in group["content"]} == {page: "Wiki", file: "File"}
    assert (group["isClosed"], group["canEdit"], group["shifted"]) == (True, True, False)


def test_a_group_admin_reads_the_group_with_addresses(leading: PleioClient, leader: Standing) -> None:
    _, (group,) = leading.read_groups([GroupAsk(leader.group, invited=True)])
    assert group is not None
    assert group["canEdit"] is True
    assert all(row["email"] for row in group["members"])


def test_it_reads_what_items_say_and_when_they_changed(
    client: PleioClient, admin: Account, group: str, unknown: str
) -> None:
    page = admin.add("wiki", group, title="Pagina", richDescription=TEXT)
    contents, looks = client.contents([page, unknown]), client.looks([page, unknown])
    assert contents[unknown] is None
    found = contents[page] or {}
    assert (found["title"], found["richDescription"], found["group"]) == ("Pagina", TEXT, {"guid": group})
    assert looks == {page: Look(found["timeUpdated"], "published")}


def test_it_finds_content_by_its_keys_in_every_status(client: PleioClient, admin: Account, group: str) -> None:
    values = [f"item-Een:{secrets.token_hex(4)}", f"item-Twee:{secrets.token_hex(4)}"]
    draft = admin.add("wiki", group, tagCategories=category(CATEGORY, values[0]))
    admin.edit(draft, timePublished=None)
    task = admin.add("task", group, tagCategories=category(CATEGORY, values[1]))
    assert [raw["guid"] for raw in client.keyed(CATEGORY, values)] == [draft, task]


def test_it_changes_several_things_in_one_request_and_tells_what_was_refused(client: PleioClient, group: str) -> None:
    given = {"subtype": "wiki", "containerGuid": group, "accessId": 4, "richDescription": TEXT}
    added = client.change(
        [Change("addEntity", {**given, "title": "Goed"}), Change("addEntity", {**given, "title": "t" * 300})]
    )
    good, refused = added
    assert isinstance(refused, RefusedByPleioError)
    assert refused.key == "invalid_value"
    assert isinstance(good, dict)
    page = good["entity"]
    (edited,) = client.change([Change("editEntity", {"guid": page["guid"], "title": "Beter"})])
    assert isinstance(edited, dict)
    before, after, later = (
        datetime.fromisoformat(text)
        for text in (
            page["timeUpdated"],
            edited["entity"]["timeUpdated"],
            client.looks([page["guid"]])[page["guid"]].time_updated,
        )
    )
    assert before < after == later


def test_it_uploads_a_file(client: PleioClient, group: str) -> None:
    given = {"containerGuid": group, "accessId": 4}
    (answer,) = client.change([Change("addFile", given, Upload("stuk.txt", b"vier", "text/plain"))])
    assert isinstance(answer, dict)
    assert (answer["entity"]["__typename"], answer["entity"]["size"]) == ("File", 4)


def test_it_finds_accounts_by_address(client: PleioClient, ordinary: Account) -> None:
    nobody = f"niemand-{secrets.token_hex(6)}@example.invalid"
    found = client.users(client.viewer(), [ordinary.email.upper(), nobody])
    assert found[ordinary.email.lower()].guid == ordinary.guid
    assert nobody not in found
