"""What the endpoint of the sandbox does with HTTP: sessions, content types, documents, batches and uploads."""

import pytest
import requests

from pleio.sandbox.asking_the_sandbox import Asker
from rso_pleio_sandbox import SandboxServer

ADD = "addEntity(input: $i) { entity { guid } }"


def test_anonymous_gets_a_page_and_401_on_a_closed_site_and_public_content_on_an_open_one(
    site: SandboxServer, admin: Asker
) -> None:
    shown = admin.add("wiki", None, accessId=2)
    hidden = admin.add("wiki", None, accessId=1)
    nobody = Asker(site, "geen")
    closed = nobody.post(json={"query": "{ viewer { guid } }"})
    assert (closed.status_code, closed.headers["content-type"].split(";")[0]) == (401, "text/html")
    site.state.settings.is_closed = False
    assert nobody.read("{ viewer { guid loggedIn user { guid } } }")["viewer"] == {
        "guid": "viewer:0",
        "loggedIn": False,
        "user": None,
    }
    assert nobody.entity(shown, "")["guid"] == shown
    assert nobody.entity(hidden, "") is None
    assert nobody.refusal("addGroup", name="x") == "not_logged_in"


def test_other_content_types_and_broken_json_get_plain_400(admin: Asker) -> None:
    for given in (
        {"data": "{}", "headers": {"content-type": "text/plain"}},
        {"data": {"query": "{ viewer { guid } }"}},
    ):
        answer = admin.post(**given)
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (400, "text/plain")
    broken = admin.post(data="{", headers={"content-type": "application/json"})
    assert (broken.status_code, "JSON" in broken.text) == (400, True)
    listed = admin.post(json=[{"query": "{ viewer { guid } }"}])
    assert listed.status_code == 400


def test_get_shows_a_page_and_carries_nothing_out(site: SandboxServer, admin: Asker) -> None:
    address = f"{site.url}/graphql?query=mutation{{addGroup(input:{{}}){{group{{guid}}}}}}"
    answer = requests.get(address, cookies={"sessionid": admin.session}, timeout=5)
    assert (answer.status_code, "<html" in answer.text, site.state.groups) == (200, True, {})


def test_a_banned_account_is_not_logged_in_and_then_has_no_session(site: SandboxServer, stranger: Asker) -> None:
    site.state.users[stranger.guid].is_banned = True
    assert stranger.read("{ viewer { loggedIn } }")["viewer"] == {"loggedIn": False}
    assert stranger.post(json={"query": "{ viewer { loggedIn } }"}).status_code == 401


def test_an_account_without_the_second_factor_gets_403_and_loses_its_session(
    site: SandboxServer, stranger: Asker
) -> None:
    site.state.users[stranger.guid].needs_2fa = True
    refused = stranger.post(json={"query": "{ viewer { loggedIn } }"})
    assert (refused.status_code, "<html" in refused.text) == (403, True)
    assert stranger.post(json={"query": "{ viewer { loggedIn } }"}).status_code == 401


def test_introspection_is_off(admin: Asker) -> None:
    answer = admin.post(json={"query": "{ __schema { types { name } } }"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == "Cannot query '__schema': introspection is disabled."
    assert admin.entity("x", "") is None  # while __typename is known


def test_a_wrong_document_gets_400_and_a_wrong_variable_200(admin: Asker, group: str) -> None:
    assert admin.post(json={"query": "{ viewer { nonsense } }"}).status_code == 400
    assert admin.post(json={"query": "{ viewer "}).status_code == 400
    query = f"mutation m($i: addEntityInput!) {{ {ADD} }}"
    given = {"subtype": "event", "title": "T", "containerGuid": group, "startDate": "gisteren"}
    wrong = admin.post(json={"query": query, "variables": {"i": given}})
    assert wrong.status_code == 200
    message = wrong.json()["errors"][0]["message"]
    assert message.startswith("Variable '$i' got invalid value 'gisteren' at 'i.startDate'; ")
    missing = admin.post(json={"query": query, "variables": {}})
    assert (
        missing.json()["errors"][0]["message"] == "Variable '$i' of required type 'addEntityInput!' was not provided."
    )
    unknown = admin.post(json={"query": query, "variables": {"i": {**given, "startDate": None, "nonsense": 1}}})
    assert unknown.json()["errors"][0]["message"].startswith("Variable '$i' got invalid value ")
    assert admin.site.state.items == {}


def test_a_batch_by_alias_goes_in_order_and_one_failure_stops_no_other(admin: Asker, group: str) -> None:
    def page(title: str) -> str:
        given = f'{{subtype: "wiki", title: "{title}", containerGuid: "{group}", accessId: 4}}'
        return f"addEntity(input: {given}) {{ entity {{ guid }} }}"

    answer = admin.ask(f"mutation {{ a: {page('een')} b: {page('')} c: {page('drie')} }}")
    assert (answer["data"]["b"], [e["path"] for e in answer["errors"]]) == (None, [["b"]])
    assert answer["errors"][0]["message"] == "invalid_value"
    assert [item.title for item in admin.site.state.items.values()] == ["een", "drie"]


def test_only_the_named_operation_is_carried_out_and_counted(site: SandboxServer, admin: Asker) -> None:
    query = """
        query look { viewer { guid } }
        mutation two { a: addGroup(input: {name: "a"}) { group { guid } } ...more }
        fragment more on Mutation { b: addGroup(input: {name: "b"}) { group { guid } } }
    """
    assert admin.post(json={"query": query, "operationName": "look"}).json()["data"]["viewer"]["guid"]
    assert (site.traffic.mutations, site.state.groups) == (0, {})
    assert admin.post(json={"query": query}).json()["data"] is None
    assert (site.traffic.mutations, site.state.groups) == (0, {})
    admin.post(json={"query": query, "operationName": "two"})
    assert (site.traffic.mutations, len(site.state.groups), site.traffic.requests) == (2, 2, 3)
    assert site.traffic.names == {"addGroup": 2}


def test_several_files_in_one_request(admin: Asker, group: str) -> None:
    query = "mutation m($i0: addFileInput!, $i1: addFileInput!) { a: addFile(input: $i0) { entity { guid } } b: addFile(input: $i1) { entity { guid } } }"
    given = {"containerGuid": group, "file": None}
    contents = {"a.pdf": b"%PDF\r\n--x\r\n\x00\xff", "b.txt": b""}
    files = {f"variables.i{n}.file": pair for n, pair in enumerate(contents.items())}
    answer = admin.send_files(query, {"i0": given, "i1": given}, files)
    state = admin.site.state
    stored = {state.items[answer["data"][alias]["entity"]["guid"]].title: alias for alias in "ab"}
    assert stored == {"a.pdf": "a", "b.txt": "b"}
    for alias, content in zip("ab", contents.values(), strict=True):
        assert state.file(answer["data"][alias]["entity"]["guid"]) == content


def test_a_multipart_request_without_its_file_is_refused(admin: Asker) -> None:
    parts = {"operations": (None, '{"query": "{ viewer { guid } }", "variables": {"f": null}}')}
    assert admin.post(files=parts).status_code == 400
    broken = admin.post(files={**parts, "map": (None, '{"0": ["variables.f"]}')})
    assert (broken.status_code, broken.headers["content-type"].split(";")[0]) == (400, "text/plain")


def test_a_file_by_its_name_with_letters_of_any_kind(admin: Asker, group: str) -> None:
    found = admin.upload("Verslag één.pdf", b"1", containerGuid=group)
    assert admin.entity(found["guid"], "... on File { title }")["title"] == "Verslag één.pdf"


@pytest.mark.parametrize("name", ["viewer", "site"])
def test_what_the_site_tells_of_itself(admin: Asker, name: str) -> None:
    wanted = {
        "viewer": "guid loggedIn isSubEditor isAdmin isBanned has2faEnabled tags user { guid name email }",
        "site": "guid name language defaultAccessId customTagsAllowed maxCharactersInAbstract tagCategories { name values }",
    }
    found = admin.read(f"{{ {name} {{ {wanted[name]} }} }}")[name]
    expected = {
        "viewer": {"guid": f"viewer:{admin.guid}", "isAdmin": True, "isSubEditor": True, "isBanned": False},
        "site": {"language": "nl", "defaultAccessId": 1, "maxCharactersInAbstract": 320},
    }
    assert expected[name].items() <= found.items()
