"""Bringing a site in step with a record: once, again, after people, after kills."""

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from starlette.responses import HTMLResponse, PlainTextResponse

from acts_of_a_region import MEETING_DAY, by, open_region, record_a_year
from every_plugin import every_plugin
from forked_processes import forked_processes
from rso_core import Application, acts
from rso_core.projection import Projector
from rso_pleio.client import Change, PleioClient
from rso_pleio.errors import OutcomeUnknownError, PleioError, SessionExpiredError
from rso_pleio.ledger import BusyError, Ledger
from rso_pleio.plan import Plan
from rso_pleio.sync import Sync, open_sync
from rso_pleio_sandbox import SandboxServer
from sandbox_sites import site_of_a_test

ITEMS = [
    "covenant-conv",
    "decision-b1",
    "decisions-overleg",
    "decisions-overleg-2026",
    "meeting-v1",
    "meeting-v2",
    "overview-overleg",
    "register-order",
    "register-roles",
    "register-signatures",
]


@pytest.fixture
def site() -> Iterator[SandboxServer]:
    with site_of_a_test() as server:
        for number in (1, 2, 3):
            server.state.add_user(f"p-{number}@x.example", f"{number}. Voorbeeld")
        yield server


@contextmanager
def syncing(url: str, site: SandboxServer, session: str = "") -> Iterator[tuple[Sync, Application]]:
    plugins = every_plugin()
    with open_region(url) as application:
        projector = Projector(application.store, plugins.read_models())
        projector.catch_up()
        with open_sync(projector, plugins, site.url, session or site.admin_session) as sync:
            yield sync, application
        projector.close()


@pytest.fixture
def record(sqlite_url: str) -> str:
    with open_region(sqlite_url) as application:
        record_a_year(application)
    return sqlite_url


def kinds(plan_made: Plan) -> Counter[str]:
    return Counter(step.kind for step in plan_made.steps)


def keys_on(site: SandboxServer) -> list[str]:
    return sorted(c["values"][0] for item in site.state.items.values() for c in item.tag_categories)


def test_a_first_apply_fills_the_site_and_a_second_does_nothing(store_url: str, site: SandboxServer) -> None:
    with open_region(store_url) as application:
        record_a_year(application)
    with syncing(store_url, site) as (sync, _):
        made, report = sync.apply()
        assert set(kinds(made)) == {"create"}
        assert report.refused == []
        sent = sync.client.counts.mutations
        again, report = sync.apply()
        assert (again.steps, report.done, sync.client.counts.mutations) == ((), {}, sent)
    group = next(iter(site.state.groups.values()))
    assert (group.name, group.is_closed, group.auto_notification) == ("Overleg overleg", True, False)
    roles = {site.state.users[guid].email: role for guid, role in group.members.items()}
    assert roles["p-1@x.example"] == "admin"
    assert roles["p-2@x.example"] == roles["p-3@x.example"] == "member"
    assert keys_on(site) == ITEMS
    items = {item.tag_categories[0]["values"][0]: item for item in site.state.items.values()}
    assert items["decision-b1"].parent == items["decisions-overleg-2026"].guid
    assert items["decisions-overleg-2026"].parent == items["decisions-overleg"].guid
    assert items["meeting-v1"].start_date == "2026-03-12T10:00:00+01:00"
    assert {item.access_id for item in items.values()} == {4}
    assert {item.group for item in items.values()} == {group.guid}


def test_a_plan_changes_nothing(record: str, site: SandboxServer) -> None:
    with syncing(record, site) as (sync, _):
        assert sync.plan().changes
        assert (sync.client.counts.mutations, site.state.groups) == (0, {})


def test_what_changes_in_the_record_changes_on_the_site(record: str, site: SandboxServer) -> None:
    with syncing(record, site) as (sync, application):
        sync.apply()
        cancel = acts.CancelMeeting(meeting="v2", on=date(2026, 11, 1), reason="Geen stukken")
        application.perform(cancel, by())
        ended = acts.EndAssignment(role="deelnemer", assignment="p-2", last_day=date(2026, 10, 1), reason="Vertrek")
        application.perform(ended, by())
        sync.projector.catch_up()
        made, _ = sync.apply()
        changes = {step.key: step.kind for step in made.steps}
        assert (changes["meeting-v2"], changes["p-2"]) == ("change", "remove")
        assert set(changes) <= {"meeting-v2", "p-2", "body-overleg", "overview-overleg", "register-roles"}
        assert sync.plan().steps == ()
    titles = {item.title for item in site.state.items.values()}
    assert "Geannuleerd: Overleg overleg" in titles
    group = next(iter(site.state.groups.values()))
    assert "p-2@x.example" not in {site.state.users[guid].email for guid in group.members}


def edit(site: SandboxServer, key: str, **fields: Any) -> None:
    item = next(i for i in site.state.items.values() if i.tag_categories and i.tag_categories[0]["values"] == [key])
    client = PleioClient(site.url, site.admin_session)
    client.change([Change("editEntity", {"guid": item.guid, **fields})])


def test_what_people_changed_in_ours_is_shown_and_stays_until_it_is_asked_back(
    record: str, site: SandboxServer
) -> None:
    with syncing(record, site) as (sync, _):
        sync.apply()
        edit(site, "meeting-v2", location="Toch ergens anders")
        made, report = sync.apply()
        assert [(step.kind, step.key, step.differences) for step in made.steps] == [
            ("drift", "meeting-v2", (("plaats", "Toch ergens anders", "Zaal 1"),))
        ]
        assert report.done == {}
        sync.apply(restore=True)
        assert sync.plan().steps == ()


def test_what_people_made_is_never_in_the_plan(record: str, site: SandboxServer) -> None:
    with syncing(record, site) as (sync, _):
        sync.apply()
        group = next(iter(site.state.groups))
        guest = site.state.add_user("gast@x.example", "G. Gast")
        fields = {"subtype": "wiki", "title": "Eigen pagina", "containerGuid": group, "accessId": 4}
        users = [{"guid": site.state.sessions[guest]}]
        sync.client.change(
            [Change("addEntity", fields), Change("inviteToGroup", {"guid": group, "users": users, "directAdd": True})]
        )
        assert sync.plan(restore=True).steps == ()


def test_what_people_removed_is_told_and_not_made_again(record: str, site: SandboxServer) -> None:
    with syncing(record, site) as (sync, _):
        sync.apply()
        doomed = next(i.guid for i in site.state.items.values() if i.tag_categories[0]["values"] == ["decision-b1"])
        del site.state.items[doomed]
        made, _ = sync.apply()
        assert [(step.kind, step.key) for step in made.steps] == [("drift", "decision-b1")]


def test_who_is_not_known_on_the_site_is_told(record: str) -> None:
    with SandboxServer() as empty, syncing(record, empty) as (sync, _):
        _, report = sync.apply()
        assert report.refused == []
        assert {step.kind for step in sync.plan().steps} == {"cannot"}
        assert "niet bekend op de site" in sync.plan().steps[0].reason


def test_an_ordinary_account_is_told_what_it_cannot(record: str, site: SandboxServer) -> None:
    session = site.state.add_user("dienst@x.example", "Dienstaccount")
    with syncing(record, site, session) as (sync, _):
        made, _ = sync.apply()
        assert [(step.kind, step.what) for step in made.steps] == [("cannot", "group")]
        assert sync.client.counts.mutations == 0


def test_a_lost_ledger_is_found_again_on_the_site(record: str, site: SandboxServer, tmp_path: Path) -> None:
    with syncing(record, site) as (sync, _):
        sync.apply()
        fresh = attrs.evolve(sync, ledger=Ledger(f"sqlite:///{tmp_path / 'other.db'}", site.url))
        made, _ = fresh.apply()
        assert set(kinds(made)) == {"adopt"}
        assert (fresh.plan().steps, keys_on(site)) == ((), ITEMS)
        fresh.ledger.close()


def interrupt(site: SandboxServer, after_mutations: int, answer: Callable[[], Any], *, done: bool) -> None:
    """From the n-th change request on, answer this, with or without doing the work first."""
    seen = [0]

    def misbehave(data: dict[str, Any]) -> Any:
        if data["query"].startswith("mutation"):
            seen[0] += 1
            if seen[0] > after_mutations:
                return answer()
        return None

    if done:
        site.traffic.after = misbehave
    else:
        site.traffic.before = misbehave


@pytest.mark.parametrize("after", [0, 1, 2])
@pytest.mark.parametrize("done", [True, False])
def test_an_answer_that_never_came_leads_to_no_second_copy(
    record: str, site: SandboxServer, after: int, *, done: bool
) -> None:
    interrupt(site, after, lambda: PlainTextResponse("", 502), done=done)
    with syncing(record, site) as (sync, _), pytest.raises(OutcomeUnknownError):
        sync.apply()
    site.traffic.before = site.traffic.after = None
    with syncing(record, site) as (sync, _):
        sync.apply()
        assert sync.plan().steps == ()
    assert len(site.state.groups) == 1
    assert keys_on(site) == ITEMS


def test_a_session_that_expires_midway_stops_cleanly_and_the_next_goes_on(record: str, site: SandboxServer) -> None:
    interrupt(site, 1, lambda: HTMLResponse("", 401), done=False)
    with syncing(record, site) as (sync, _), pytest.raises(SessionExpiredError, match="RSO_PLEIO_SESSION"):
        sync.apply()
    site.traffic.before = None
    with syncing(record, site) as (sync, _):
        sync.apply()
        assert sync.plan().steps == ()


def test_two_at_once_are_one_too_many(store_url: str, site: SandboxServer) -> None:
    with (
        syncing(store_url, site) as (sync, _),
        syncing(store_url, site) as (other, _),
        sync.ledger.alone(),
        pytest.raises(BusyError),
    ):
        other.apply()


def _apply(url: str, site_url: str, session: str, die_after: int) -> None:
    plugins = every_plugin()
    with open_region(url) as application:
        projector = Projector(application.store, plugins.read_models())
        projector.catch_up()
        with open_sync(projector, plugins, site_url, session) as sync:
            transport = sync.client._transport
            post = transport._post
            count = [0]

            def dying(*arguments: Any) -> Any:
                count[0] += 1
                answer = post(*arguments)
                if count[0] == die_after:
                    os.kill(os.getpid(), signal.SIGKILL)
                return answer

            transport._post = dying  # type: ignore[assignment,method-assign]
            sync.apply()


@pytest.mark.slow
def test_killed_at_every_request_the_site_ends_the_same(record: str, site: SandboxServer) -> None:
    context = forked_processes()
    die_after, exit_code = 3, -signal.SIGKILL
    while exit_code == -signal.SIGKILL:
        arguments = (record, site.url, site.admin_session, die_after)
        process = context.Process(target=_apply, args=arguments)
        process.start()
        process.join(timeout=60)
        exit_code = process.exitcode or 0
        die_after += 1
        assert die_after < 30
    assert exit_code == 0
    with syncing(record, site) as (sync, _):
        assert sync.plan().steps == ()
    assert len(site.state.groups) == 1
    assert keys_on(site) == ITEMS


def test_desired_state_is_the_same_whenever_it_is_asked(record: str, site: SandboxServer) -> None:
    with syncing(record, site) as (sync, _):
        first = sync.desired(MEETING_DAY)
        assert first == sync.desired(MEETING_DAY)
        for group in first.groups:
            keys = [item.key for item in group.items]
            assert len(keys) == len(set(keys))
            for place, item in enumerate(group.items):
                assert item.parent is None or item.parent in keys[:place]


def test_errors_of_pleio_end_the_command_with_their_own_code() -> None:
    assert PleioError.exit_code == 7
