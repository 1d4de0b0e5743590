"""Going wrong on request: every way, counted per kind of request, in the process and over HTTP."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from pleio.sandbox.asking_the_sandbox import Asker
from rso_pleio_sandbox import Misbehaviour, SandboxServer

READ = {"query": "{ viewer { guid } }"}
CHANGE = {"query": 'mutation { addGroup(input: {name: "x"}) { group { guid } } }'}


def statuses(asker: Asker, *bodies: dict[str, str]) -> list[int]:
    return [asker.post(json=body).status_code for body in bodies]


def test_the_nth_request_of_a_kind_goes_wrong_and_the_next_goes_well(site: SandboxServer, admin: Asker) -> None:
    site.traffic.misbehave(Misbehaviour("bad_gateway", at=2, times=2, only="mutation"))
    assert statuses(admin, CHANGE, READ, CHANGE, READ, CHANGE, CHANGE) == [200, 200, 502, 200, 502, 200]
    assert (len(site.state.groups), site.traffic.mutations, site.traffic.requests) == (2, 2, 6)


def test_times_0_never_stops_until_it_is_told_to_behave(site: SandboxServer, admin: Asker) -> None:
    site.traffic.misbehave(Misbehaviour("bad_gateway", times=0, only="query"))
    assert statuses(admin, READ, READ, CHANGE, READ) == [502, 502, 200, 502]
    site.traffic.behave()
    assert statuses(admin, READ) == [200]


def test_a_bad_gateway_after_the_work_leaves_the_work_done(site: SandboxServer, admin: Asker) -> None:
    site.traffic.misbehave(Misbehaviour("bad_gateway", after_work=True))
    assert statuses(admin, CHANGE) == [502]
    assert len(site.state.groups) == 1


@pytest.mark.parametrize("after_work", [False, True])
def test_a_dropped_connection_gives_no_answer(site: SandboxServer, admin: Asker, *, after_work: bool) -> None:
    site.traffic.misbehave(Misbehaviour("drop", after_work=after_work))
    with pytest.raises(requests.ConnectionError):
        admin.post(json=CHANGE)
    assert len(site.state.groups) == int(after_work)
    assert statuses(admin, CHANGE) == [200]


def test_a_delay_comes_before_or_after_the_work(site: SandboxServer, admin: Asker) -> None:
    for after_work, done in ((False, 0), (True, 1)):
        site.traffic.misbehave(Misbehaviour("delay", seconds=1.0, after_work=after_work))
        with pytest.raises(requests.ReadTimeout):
            requests.post(f"{site.url}/graphql", json=CHANGE, cookies={"sessionid": admin.session}, timeout=(5, 0.4))
        assert len(site.state.groups) == done
        time.sleep(1.0)
        site.state.groups.clear()


def test_too_many_requests_says_when_to_come_back(site: SandboxServer, admin: Asker) -> None:
    site.traffic.misbehave(
        Misbehaviour("too_many_requests", seconds=7), Misbehaviour("too_many_requests", at=2, seconds=60, as_date=True)
    )
    first, second = admin.post(json=CHANGE), admin.post(json=CHANGE)
    assert (first.status_code, first.headers["Retry-After"]) == (429, "7")
    moment = parsedate_to_datetime(second.headers["Retry-After"])
    assert timedelta(seconds=50) < moment - datetime.now(UTC) < timedelta(seconds=70)
    assert second.headers["Retry-After"].endswith("GMT")
    assert site.state.groups == {}


def test_an_expired_session_stays_so_until_a_new_one_is_taken(site: SandboxServer, admin: Asker) -> None:
    site.traffic.misbehave(Misbehaviour("session_expired", at=2, only="mutation"))
    assert statuses(admin, CHANGE, CHANGE, READ, CHANGE) == [200, 401, 401, 401]
    fresh = Asker(site, site.admin_session)
    assert fresh.session != admin.session
    assert statuses(fresh, CHANGE) == [200]
    assert len(site.state.groups) == 2


def test_a_slow_body_trickles_in_whole(site: SandboxServer, admin: Asker) -> None:
    site.traffic.misbehave(Misbehaviour("slow_body", seconds=0.6))
    began = time.monotonic()
    answer = admin.post(json=READ)
    assert time.monotonic() - began > 0.5
    assert answer.json()["data"]["viewer"]["guid"] == f"viewer:{admin.guid}"


def test_other_requests_go_on_while_one_waits(site: SandboxServer, admin: Asker) -> None:
    site.traffic.misbehave(Misbehaviour("delay", seconds=3.0, only="mutation"))
    with pytest.raises(requests.ReadTimeout):
        requests.post(f"{site.url}/graphql", json=CHANGE, cookies={"sessionid": admin.session}, timeout=(5, 0.1))
    began = time.monotonic()
    assert statuses(admin, READ) == [200]
    assert time.monotonic() - began < 1.5


def control(site_url: str, method: str, path: str, **given: Any) -> requests.Response:
    return requests.request(method, f"{site_url}/_sandbox/{path}", timeout=5, **given)


def test_it_is_told_over_http(site: SandboxServer, admin: Asker) -> None:
    told = control(site.url, "POST", "misbehave", json={"kind": "bad_gateway", "only": "mutation", "times": 0})
    assert told.status_code == 200
    assert statuses(admin, READ, CHANGE) == [200, 502]
    control(site.url, "DELETE", "misbehave")
    assert statuses(admin, CHANGE) == [200]
    assert control(site.url, "GET", "traffic").json() == {
        "requests": 3,
        "mutations": 1,
        "names": {"addGroup": 1},
        "notifications": {},
    }
    site.state.sessions.clear()
    renewed = control(site.url, "POST", "session", json={"email": "beheer@pleio.example"}).json()["session"]
    assert statuses(Asker(site, renewed), CHANGE) == [200]


@pytest.mark.parametrize("told", ['{"kind": "onzin"}', '{"at": 1}', "geen json", '[{"kind": "drop", "at": "x"}]'])
def test_a_misbehaviour_that_makes_no_sense_is_refused(site: SandboxServer, admin: Asker, told: str) -> None:
    headers = {"content-type": "application/json"}
    assert control(site.url, "POST", "misbehave", data=told, headers=headers).status_code == 400
    assert control(site.url, "POST", "misbehave", data='{"kind": "drop"}').status_code == 400
    assert control(site.url, "POST", "session", json={"email": "weg"}).status_code == 404
    assert statuses(admin, READ) == [200]


@pytest.mark.slow
def test_a_sandbox_as_a_process_takes_users_and_misbehaviour_and_survives_a_kill(tmp_path: Path) -> None:
    users, state = tmp_path / "users.json", tmp_path / "site.json"
    users.write_text(
        json.dumps([{"email": "a@x.example", "name": "A"}, {"email": "b@x.example", "name": "B", "banned": True}]),
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "rso_pleio_sandbox", "--users", str(users), "--state", str(state)]

    def run(*more: str) -> tuple[subprocess.Popen[str], Any]:
        process = subprocess.Popen([*command, *more], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        return process, json.loads(process.stdout.readline())

    def add(told: Any) -> int:
        cookies = {"sessionid": told["admin_session"]}
        return requests.post(f"{told['url']}/graphql", json=CHANGE, cookies=cookies, timeout=5).status_code

    process, told = run("--misbehave", '{"kind": "bad_gateway", "at": 2}', "--profile-sync-token", "t")
    try:
        assert [add(told) for _ in range(3)] == [200, 502, 200]
        banned = requests.post(
            f"{told['url']}/graphql",
            json={"query": "{ viewer { loggedIn } }"},
            cookies={"sessionid": told["sessions"]["b@x.example"]},
            timeout=5,
        )
        assert banned.json()["data"]["viewer"]["loggedIn"] is False
    finally:
        process.kill()
        process.wait()
    process, again = run()
    try:
        query = {"query": "{ groups { total } }"}
        cookies = {"sessionid": told["admin_session"]}
        assert again["admin_session"] == told["admin_session"]
        found = requests.post(f"{again['url']}/graphql", json=query, cookies=cookies, timeout=5).json()
        assert found["data"]["groups"]["total"] == 2
        headers = {"Authorization": "Bearer t"}
        assert (
            len(requests.get(f"{again['url']}/profile_sync_api/users", headers=headers, timeout=5).json()["users"]) == 3
        )
    finally:
        process.kill()
        process.wait()
