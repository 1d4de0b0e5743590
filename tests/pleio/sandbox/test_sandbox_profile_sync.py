"""The profile-sync API of the sandbox."""

from typing import Any

import pytest
import requests

from pleio.sandbox.asking_the_sandbox import Asker
from rso_pleio_sandbox import SandboxServer

TOKEN = "geheim-van-de-proef"


def call(site: SandboxServer, method: str, path: str = "", *, token: str = TOKEN, **given: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return requests.request(method, f"{site.url}/profile_sync_api/users{path}", headers=headers, timeout=5, **given)


@pytest.fixture
def synced(site: SandboxServer) -> SandboxServer:
    site.state.profile_sync_token = TOKEN
    return site


def person(number: int, **more: Any) -> dict[str, Any]:
    return {"email": f"p{number}@x.example", "name": f"P{number}", "external_id": f"ext-{number}", **more}


@pytest.mark.parametrize(("on_site", "given"), [("", ""), ("", "x"), (TOKEN, "x"), (TOKEN, "")])
def test_a_wrong_token_is_refused_and_an_empty_one_always(site: SandboxServer, on_site: str, given: str) -> None:
    site.state.profile_sync_token = on_site
    refused = call(site, "GET", token=given)
    assert refused.status_code == 403
    assert (refused.json()["error"], refused.json()["status"]) == ("invalid_bearer_token", 403)
    assert "pretty_error" in refused.json()


def test_an_account_is_made_and_put_into_groups_it_never_leaves(synced: SandboxServer, admin: Asker) -> None:
    one, two = admin.group(welcomeMessage="Welkom"), admin.group()
    made = call(synced, "POST", json=person(1, groups=f"{one},weg,{two}", profile={"functie": "x"})).json()["user"]
    assert [synced.state.groups[guid].members[made["guid"]] for guid in (one, two)] == ["member", "member"]
    assert (made["external_id"], made["is_banned"], made["profile"]) == ("ext-1", False, {"functie": "x"})
    assert [note.kind for note in synced.state.notifications] == ["welcome"]
    again = call(synced, "POST", json=person(1, guid=made["guid"], groups="", name="Ander"))
    assert again.json()["user"]["name"] == "Ander"
    assert made["guid"] in synced.state.groups[one].members


def test_addresses_and_external_keys_are_taken_once(synced: SandboxServer) -> None:
    made = [call(synced, "POST", json=person(number)).json()["user"]["guid"] for number in (1, 2)]

    def refused(**given: Any) -> tuple[int, str]:
        answer = call(synced, "POST", json=given)
        return answer.status_code, answer.json()["error"]

    assert refused(**person(3, email="p1@x.example")) == (400, "could_not_create")
    assert refused(**person(3, external_id="ext-1")) == (400, "could_not_create")
    assert refused(**person(2, guid=made[0])) == (400, "could_not_update")
    assert refused(email="x@x.example", external_id="x") == (400, "could_not_create")


def test_without_an_external_key_an_account_without_one_is_in_the_way(synced: SandboxServer) -> None:
    given = {"email": "n@x.example", "name": "N"}
    assert call(synced, "POST", json=given).json()["error"] == "could_not_create"
    for user in synced.state.users.values():
        user.external_id = f"x-{user.guid}"
    assert call(synced, "POST", json=given).status_code == 200


def test_an_update_lifts_a_ban_and_an_unknown_guid_is_an_error_of_the_server(synced: SandboxServer) -> None:
    guid = call(synced, "POST", json=person(1)).json()["user"]["guid"]
    assert call(synced, "POST", f"/{guid}/ban").json()["user"]["is_banned"] is True
    assert synced.state.users[guid].is_banned
    assert call(synced, "POST", json=person(1, guid=guid)).json()["user"]["is_banned"] is False
    call(synced, "POST", f"/{guid}/ban")
    assert call(synced, "POST", f"/{guid}/unban").json()["user"]["is_banned"] is False
    assert call(synced, "POST", json=person(1, guid="weg")).status_code == 500
    assert [call(synced, "POST", f"/weg/{what}").status_code for what in ("ban", "unban")] == [404, 404]


def test_deleting_really_deletes(synced: SandboxServer, admin: Asker) -> None:
    group = admin.group()
    guid = call(synced, "POST", json=person(1, groups=group)).json()["user"]["guid"]
    assert call(synced, "DELETE", f"/{guid}").status_code == 200
    assert (guid in synced.state.users, guid in synced.state.groups[group].members) == (False, False)
    assert call(synced, "DELETE", f"/{guid}").json()["error"] == "not_found"


def test_accounts_are_listed_from_a_cursor(synced: SandboxServer) -> None:
    for number in range(3):
        call(synced, "POST", json=person(number))
    first = call(synced, "GET", params={"limit": 2}).json()["users"]
    assert [user["name"] for user in first] == ["Sitebeheer", "P0"]
    rest = call(synced, "GET", params={"cursor": first[-1]["guid"]}).json()["users"]
    assert [user["name"] for user in rest] == ["P1", "P2"]
    assert call(synced, "GET", params={"cursor": "weg"}).status_code == 404
