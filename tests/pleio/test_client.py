"""The client against the sandbox, over real HTTP: what the real server was seen to do."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from rso_pleio.client import Change, PleioClient
from rso_pleio.errors import (
    DocumentRefusedError,
    ForbiddenError,
    NotPleioError,
    OutcomeUnknownError,
    PleioError,
    RedirectRefusedError,
    RefusedByPleioError,
    SessionExpiredError,
    UnreachableError,
)
from rso_pleio.sandbox import SandboxServer


@pytest.fixture
def site() -> Iterator[SandboxServer]:
    with SandboxServer() as server:
        yield server


@pytest.fixture
def admin(site: SandboxServer) -> PleioClient:
    return PleioClient(site.url, site.admin_session, pause=0.001)


def one(client: PleioClient, mutation: str, /, **given: Any) -> Any:
    return client.change([Change(mutation, given)])[0]


def group(client: PleioClient, **more: Any) -> str:
    made = one(client, "addGroup", name="Groep", isClosed=True, **more)
    return str(made["group"]["guid"])


def page(client: PleioClient, container: str, **more: Any) -> Any:
    fields = {"subtype": "wiki", "title": "Pagina", "containerGuid": container, "accessId": 4, **more}
    return one(client, "addEntity", **fields)


def key_of(answer: Any) -> str:
    assert isinstance(answer, RefusedByPleioError)
    return answer.key


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (HTMLResponse("<html>", 401), SessionExpiredError),
        (HTMLResponse("<html>", 403), ForbiddenError),
        (RedirectResponse("https://elders.example/graphql", 301), RedirectRefusedError),
        (HTMLResponse("<html>hallo</html>", 200), NotPleioError),
        (PlainTextResponse("nee", 404), NotPleioError),
        (JSONResponse([1]), NotPleioError),
        (JSONResponse({"errors": [{"message": "not_logged_in"}], "data": None}), SessionExpiredError),
        (JSONResponse({"errors": [{"message": "Cannot query field"}]}, 400), DocumentRefusedError),
    ],
)
def test_every_kind_of_answer_has_an_error_of_its_own(
    site: SandboxServer, admin: PleioClient, answer: Response, error: type[PleioError]
) -> None:
    site.traffic.before = lambda _: answer
    with pytest.raises(error) as raised:
        admin.viewer()
    assert site.admin_session not in str(raised.value)
    assert site.admin_session not in repr(admin)


def test_reads_are_tried_again_and_changes_never(site: SandboxServer, admin: PleioClient) -> None:
    site.traffic.before = lambda _: PlainTextResponse("", 502)
    with pytest.raises(UnreachableError):
        admin.viewer()
    assert site.traffic.requests == 3
    with pytest.raises(OutcomeUnknownError):
        group(admin)
    assert site.traffic.requests == 4


def test_a_wrong_address_is_told() -> None:
    with pytest.raises(UnreachableError, match="does not answer"):
        PleioClient("http://127.0.0.1:1", "geheim", pause=0.001).viewer()
    with pytest.raises(NotPleioError, match="no address of a site"):
        PleioClient("samenwerken", "geheim")


def test_an_anonymous_request_to_a_closed_site_gets_a_page_and_401(site: SandboxServer) -> None:
    answer = requests.post(f"{site.url}/graphql", json={"query": "{ viewer { guid } }"}, timeout=5)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (401, "text/html")


def test_text_that_is_no_json_gets_plain_400(site: SandboxServer) -> None:
    cookies = {"sessionid": site.admin_session}
    answer = requests.post(f"{site.url}/graphql", data="hallo", cookies=cookies, timeout=5)
    assert (answer.status_code, "json" in answer.headers["content-type"]) == (400, False)


def test_introspection_is_off_and_a_wrong_variable_gets_200(site: SandboxServer) -> None:
    def ask(body: dict[str, Any]) -> requests.Response:
        return requests.post(f"{site.url}/graphql", json=body, cookies={"sessionid": site.admin_session}, timeout=5)

    closed = ask({"query": "{ __schema { types { name } } }"})
    assert closed.status_code == 400
    assert closed.json()["errors"][0]["message"] == "Cannot query '__schema': introspection is disabled."
    query = "query q($n: Int) { groups(limit: $n) { total } }"
    assert ask({"query": query, "variables": {"n": "veel"}}).status_code == 200
    assert ask({"query": "{ groups { nonsense } }"}).status_code == 400


def test_a_failing_change_in_a_batch_stops_no_other(admin: PleioClient) -> None:
    there = group(admin)
    fields = {"subtype": "event", "containerGuid": there, "accessId": 4}
    answers = admin.change(
        [
            Change("addEntity", {**fields, "title": "zonder begin"}),
            Change("addEntity", {**fields, "title": "goed", "startDate": "2026-03-01T10:00:00+01:00"}),
            Change("addEntity", {**fields, "title": "x" * 257, "startDate": "2026-03-01T10:00:00+01:00"}),
        ]
    )
    assert [key_of(answers[0]), key_of(answers[2])] == ["invalid_date", "invalid_value"]
    seen = admin.entities(there, ["event"])
    assert [(item["title"], item["startDate"]) for item in seen] == [("goed", "2026-03-01T10:00:00+01:00")]


def test_content_is_private_unless_an_access_is_sent(admin: PleioClient, site: SandboxServer) -> None:
    there = group(admin)
    hidden = one(admin, "addEntity", subtype="wiki", title="T", containerGuid=there)["entity"]["guid"]
    assert site.state.items[hidden].access_id == 0


def test_the_category_filter_ignores_case_and_lists_are_paged_to_the_end(admin: PleioClient) -> None:
    categories = [{"name": "rso", "values": ["body-Stuurgroep:1"]}]
    there = group(admin, tagCategories=categories)
    assert [found["guid"] for found in admin.groups("rso", ["body-stuurgroep:1"])] == [there]
    assert admin.groups("rso", ["nergens"]) == []
    for _ in range(5):
        admin.change([Change("addEntity", {"subtype": "wiki", "title": "T", "containerGuid": there})] * 30)
    assert len(admin.entities(there, ["wiki"])) == 150


def test_a_page_edited_with_its_group_as_container_leaves_the_group(admin: PleioClient) -> None:
    there = group(admin)
    guid = page(admin, there)["entity"]["guid"]
    one(admin, "editEntity", guid=guid, containerGuid=there)
    assert admin.entities(there, ["wiki"]) == []


def test_an_edit_that_changes_nothing_moves_the_time_and_null_leaves_as_is(admin: PleioClient) -> None:
    there = group(admin)
    guid = page(admin, there, richDescription="tekst")["entity"]["guid"]
    before = admin.entities(there, ["wiki"])[0]
    one(admin, "editEntity", guid=guid, title=None, richDescription=None)
    after = admin.entities(there, ["wiki"])[0]
    assert after["timeUpdated"] > before["timeUpdated"]
    assert (after["title"], after["richDescription"]) == ("Pagina", "tekst")


def test_what_an_ordinary_account_may_not(site: SandboxServer, admin: PleioClient) -> None:
    ordinary = PleioClient(site.url, site.state.add_user("lid@gem.example", "A. Voorbeeld"), pause=0.001)
    there = group(admin)
    guid = page(admin, there)["entity"]["guid"]
    assert key_of(one(ordinary, "addGroup", name="x")) == "not_authorized"
    assert key_of(page(ordinary, there)) == "user_not_member_of_group"
    assert key_of(one(ordinary, "editEntity", guid=guid, title="x")) == "could_not_save"
    assert ordinary.entities(there, ["wiki"]) == []
    with pytest.raises(RefusedByPleioError, match="site administrator"):
        ordinary.site_users()
    me = next(user["guid"] for user in admin.site_users() if user["email"] == "lid@gem.example")
    assert one(admin, "inviteToGroup", guid=there, users=[{"guid": me}], directAdd=True)
    assert [item["guid"] for item in ordinary.entities(there, ["wiki"])] == [guid]
    assert one(admin, "changeGroupRole", guid=there, userGuid=me, role="admin")
    refused = one(ordinary, "inviteToGroup", guid=there, users=[{"guid": me}], directAdd=True)
    assert key_of(refused) == "user_not_site_admin"
    assert one(ordinary, "editEntity", guid=guid, title="Nieuw")["entity"]["guid"] == guid


def test_an_unknown_address_breaks_direct_adding_with_free_text(admin: PleioClient) -> None:
    users = [{"email": "niemand@x.example"}]
    refused = one(admin, "inviteToGroup", guid=group(admin), users=users, directAdd=True)
    assert "NoneType" in key_of(refused)


def test_the_site_is_kept_in_its_file(tmp_path: Any) -> None:
    path = tmp_path / "site.json"
    with SandboxServer(path) as first:
        there = group(PleioClient(first.url, first.admin_session), tagCategories=[{"name": "rso", "values": ["k"]}])
        session = first.admin_session
    with SandboxServer(path) as second:
        found = PleioClient(second.url, session).groups("rso", ["k"])
    assert [item["guid"] for item in found] == [there]
