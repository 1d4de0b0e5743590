"""A site, or what stands before it, that goes wrong in every way we know: nothing is lost, and nothing is made twice."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from pleio.faults.region_on_a_site import CANCEL, Region
from pleio.faults.site_by_hand import (
    SyncByHand,
    add_people,
    by_hand,
    changed_group,
    copies,
    found,
    shown,
    wanted_group,
    wanted_site,
)
from rso_pleio.client import PleioClient
from rso_pleio.errors import (
    NotPleioError,
    OutcomeUnknownError,
    PleioError,
    RedirectRefusedError,
    SessionExpiredError,
    StoppedError,
    UnreachableError,
)
from rso_pleio_sandbox import Misbehaviour, SandboxServer
from rso_pleio_sandbox.traffic import FaultKind

pytestmark = pytest.mark.slow
"""They wait as long as the site asks."""


@pytest.fixture
def whole(sync: SyncByHand, tmp_path: Path) -> dict[str, Any]:
    """How a site looks on which nothing went wrong, as far as that does not depend on the account that owns it."""
    with SandboxServer() as other:
        add_people(other)
        with by_hand(
            f"sqlite:///{tmp_path / 'elsewhere.db'}",
            other.url,
            other.admin_session,
            wanted_site(),
            sync.documents.folder,
        ) as elsewhere:
            elsewhere.carry()
        return shown(other)


def ends_well(sync: SyncByHand, site: SandboxServer, whole: dict[str, Any]) -> None:
    site.traffic.behave()
    site.traffic.before = site.traffic.after = None
    report = sync.carry()
    assert (report.refused, report.moved) == ([], [])
    assert (shown(site), sync.plan().steps) == (whole, ())


@pytest.mark.parametrize("at", [1, 2, 4, 7])
@pytest.mark.parametrize("after_work", [True, False])
@pytest.mark.parametrize("kind", ["drop", "bad_gateway"])
def test_a_change_without_an_answer_stops_the_run_and_the_next_goes_on(
    sync: SyncByHand, site: SandboxServer, whole: dict[str, Any], kind: FaultKind, at: int, *, after_work: bool
) -> None:
    site.traffic.misbehave(Misbehaviour(kind, at=at, only="mutation", after_work=after_work))
    with pytest.raises(OutcomeUnknownError, match="it looks what was carried out before it goes on"):
        sync.carry()
    ends_well(sync, site, whole)


@pytest.mark.parametrize("kind", ["drop", "bad_gateway"])
def test_reads_that_get_no_answer_now_and_then_are_repeated(
    sync: SyncByHand, site: SandboxServer, whole: dict[str, Any], kind: FaultKind
) -> None:
    site.traffic.misbehave(*(Misbehaviour(kind, at=at, only="query", times=2) for at in (1, 4, 7)))
    assert sync.carry().refused == []
    assert (shown(site), sync.plan().steps) == (whole, ())


def test_a_site_that_never_answers_is_told_as_such(sync: SyncByHand, site: SandboxServer) -> None:
    site.traffic.misbehave(Misbehaviour("bad_gateway", times=0))
    with pytest.raises(UnreachableError, match="whether the site is up"):
        sync.carry()
    assert (site.traffic.requests, site.traffic.mutations) == (3, 0)


@pytest.mark.parametrize("kind", ["delay", "slow_body"])
def test_a_slow_site_is_waited_for(
    sync: SyncByHand, site: SandboxServer, whole: dict[str, Any], kind: FaultKind
) -> None:
    site.traffic.misbehave(Misbehaviour(kind, times=0, seconds=0.1))
    assert sync.carry().refused == []
    site.traffic.behave()
    assert (shown(site), sync.plan().steps) == (whole, ())


@pytest.mark.parametrize("number", [1, 3, 6])
def test_a_change_that_takes_too_long_is_not_repeated_blindly(
    sync: SyncByHand, site: SandboxServer, whole: dict[str, Any], number: int
) -> None:
    impatient = PleioClient(site.url, site.admin_session, pause=0.01, deadline=0.3)
    object.__setattr__(sync, "client", impatient)
    site.traffic.misbehave(Misbehaviour("slow_body", at=number, only="mutation", seconds=2))
    with pytest.raises(OutcomeUnknownError, match="it took too long"):
        sync.carry()
    ends_well(sync, site, whole)
    impatient.close()


@pytest.mark.parametrize("as_date", [False, True])
def test_a_read_waits_as_long_as_the_site_asks(sync: SyncByHand, site: SandboxServer, *, as_date: bool) -> None:
    site.traffic.misbehave(Misbehaviour("too_many_requests", seconds=2, as_date=as_date))
    started = time.monotonic()
    assert sync.carry().refused == []
    assert time.monotonic() - started > 0.9  # a date has whole seconds
    assert copies(site) == []


@pytest.mark.parametrize(
    ("at", "as_date", "after_work"),
    [
        (1, False, False),
        (1, True, True),
        (2, False, True),
        (2, True, False),
        (5, False, True),
        pytest.param(5, False, False),
    ],
)
def test_a_change_that_is_put_off_is_looked_after_and_gone_on_with(
    sync: SyncByHand, site: SandboxServer, whole: dict[str, Any], at: int, *, as_date: bool, after_work: bool
) -> None:
    site.traffic.misbehave(
        Misbehaviour(
            "too_many_requests", at=at, only="mutation", seconds=1 + as_date, as_date=as_date, after_work=after_work
        )
    )
    started = time.monotonic()
    report = sync.carry()
    assert time.monotonic() - started > 0.9
    assert (report.refused, report.moved, copies(site)) == ([], [], [])
    assert (shown(site), sync.plan().steps) == (whole, ())


def test_what_was_done_before_the_site_put_the_work_off_is_in_the_report(sync: SyncByHand, site: SandboxServer) -> None:
    site.traffic.misbehave(Misbehaviour("too_many_requests", at=4, only="mutation", seconds=1))
    made, report = sync.apply()
    assert sum(report.done.values()) >= len(made.to_do)
    assert report.done["create"] >= len(wanted_group().items)


def test_a_site_that_puts_off_for_ever_is_given_up(
    sync: SyncByHand, site: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(sync.client.retry.stop, "wait", waited.append)
    site.traffic.misbehave(Misbehaviour("too_many_requests", times=0, only="mutation", seconds=60))
    with pytest.raises(OutcomeUnknownError):
        sync.carry()
    assert (waited, site.traffic.mutations) == ([60.0, 60.0, 60.0], 0)


def test_who_stops_a_run_that_the_site_put_off_does_not_wait_for_the_site(
    sync: SyncByHand, site: SandboxServer, whole: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.traffic.misbehave(Misbehaviour("too_many_requests", at=3, only="mutation", seconds=60))
    stop = sync.client.retry.stop
    stopping, wait = threading.Timer(0.5, stop.set), stop.wait

    def stopped_while_it_waits(seconds: float) -> bool:
        stopping.start()
        return wait(seconds)

    monkeypatch.setattr(stop, "wait", stopped_while_it_waits)
    started = time.monotonic()
    with pytest.raises(StoppedError, match="put the work off"):
        sync.carry()
    assert time.monotonic() - started < 30
    stopping.join()
    sent = site.traffic.mutations
    with pytest.raises(StoppedError, match="between two requests"):
        sync.carry()
    assert site.traffic.mutations == sent
    sync.client.retry.stop.clear()
    ends_well(sync, site, whole)


@pytest.mark.parametrize("at", [1, 3, 5, 9])
def test_a_session_that_ends_midway_stops_cleanly_says_how_to_renew_and_a_new_one_goes_on(
    sync: SyncByHand, site: SandboxServer, whole: dict[str, Any], at: int
) -> None:
    site.traffic.misbehave(Misbehaviour("session_expired", at=at))
    with pytest.raises(SessionExpiredError, match="rso pleio login"):
        sync.carry()
    sent = site.traffic.mutations
    with pytest.raises(SessionExpiredError):
        sync.carry()
    assert site.traffic.mutations == sent
    object.__setattr__(sync, "client", renewed := PleioClient(site.url, site.admin_session, pause=0.01))
    ends_well(sync, site, whole)
    renewed.close()


def a_page(_: dict[str, Any]) -> Response:
    return HTMLResponse("<html>Onderhoud</html>", 200)


def a_redirect(_: dict[str, Any]) -> Response:
    return RedirectResponse("https://elders.example/graphql", 301)


def no_data(_: dict[str, Any]) -> Response:
    return JSONResponse({"hallo": 1})


def half_an_answer(_: dict[str, Any]) -> Response:
    return Response('{"data": {"m0"', media_type="application/json")


@pytest.mark.parametrize("after_work", [True, False])
@pytest.mark.parametrize("answer", [a_page, a_redirect, no_data, half_an_answer])
@pytest.mark.parametrize("first", ["query", "mutation"])
def test_an_answer_that_is_none_stops_the_run_and_the_next_goes_on(
    sync: SyncByHand,
    site: SandboxServer,
    whole: dict[str, Any],
    answer: Callable[[dict[str, Any]], Response],
    first: str,
    *,
    after_work: bool,
) -> None:
    count = [0]

    def instead(data: dict[str, Any]) -> Response | None:
        count[0] += str(data["query"]).startswith(first)
        return answer(data) if count[0] >= 2 else None

    setattr(site.traffic, "after" if after_work else "before", instead)
    with pytest.raises(PleioError) as raised:
        sync.carry()
    if answer is a_redirect:
        assert isinstance(raised.value, RedirectRefusedError)
    elif answer is a_page:
        assert isinstance(raised.value, NotPleioError)
    assert site.admin_session not in str(raised.value)
    ends_well(sync, site, whole)


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_change_of_what_is_there_ends_well_too(filled: SyncByHand, site: SandboxServer, at: int) -> None:
    filled.want(wanted_site(changed_group()))
    site.traffic.misbehave(Misbehaviour("drop", at=at, only="mutation", after_work=True))
    with pytest.raises(OutcomeUnknownError):
        filled.carry(force=True)
    filled.carry(force=True)
    assert (copies(site), filled.plan().steps) == ([], ())
    assert (found(site, "meeting-1").location, found(site, "action-1").state) == ("Zaal 2", "DONE")
    assert found(site, "decision-3").status == "archived"


def test_the_command_ends_with_its_own_code_and_says_what_would_mend_it(region: Region) -> None:
    region.asked("pleio", "apply")
    region.record(CANCEL)
    region.site.traffic.misbehave(Misbehaviour("session_expired"))
    done = region.rso("pleio", "apply")
    assert (done.returncode, "rso pleio login" in done.stderr) == (7, True)
    region.site.traffic.misbehave(Misbehaviour("drop", only="mutation", after_work=True))
    done = region.rso("pleio", "apply")
    assert (done.returncode, "run the command again" in done.stderr) == (7, True)
    region.site.traffic.behave()
    region.asked("pleio", "apply")
    assert region.asked("pleio", "plan")["steps"] == []
    assert found(region.site, "meeting-v2").title.startswith("Geannuleerd")
