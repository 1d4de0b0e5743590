"""A kill at any moment: the next run goes on, and the site ends as if nothing had happened."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response

from forked_processes import forked_processes
from pleio.faults.site_by_hand import (
    KEY,
    SyncByHand,
    add_people,
    by_hand,
    changed_group,
    group_of,
    hears,
    make_documents,
    shown,
    wanted_site,
)
from rso_pleio.adoption import adopt_group
from rso_pleio.apply import order
from rso_pleio.client import Change
from rso_pleio.ledger import BusyError
from rso_pleio.model import DesiredSite
from rso_pleio.plan import Choices
from rso_pleio_sandbox import SandboxServer
from sandbox_sites import site_of_a_test

ALL_AT_ONCE = Choices(safe_share=1.0)
"""The change in these tests is large; what guards against that has tests of its own."""


def apply_in_a_process(url: str, site: str, session: str, wanted: DesiredSite, documents: Path, batch: int) -> None:
    order.MOST_CHANGES = batch
    with by_hand(url, site, session, wanted, documents, ALL_AT_ONCE) as sync:
        sync.carry()


def run_until_killed(site: SandboxServer, at: int, arguments: tuple[Any, ...], *, after_work: bool) -> bool:
    """Apply in a process that the site kills at its n-th request; False when it had fewer."""
    process = forked_processes().Process(target=apply_in_a_process, args=arguments)
    started, count = threading.Event(), [0]

    def kill(_: dict[str, Any]) -> Response | None:
        count[0] += 1
        if count[0] != at:
            return None
        assert started.wait(30)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        while _is_there(process.pid):
            time.sleep(0.002)
        return Response()  # to nobody; before the work it is in place of the work

    setattr(site.traffic, "after" if after_work else "before", kill)
    process.start()
    started.set()
    process.join(120)
    site.traffic.before = site.traffic.after = None
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode != 0


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def go_on(sync: SyncByHand) -> None:
    """Apply again; PostgreSQL needs a moment to see that who held the lock is gone."""
    for _ in range(200):
        try:
            report = sync.carry()
        except BusyError:
            time.sleep(0.05)
            continue
        assert (report.refused, report.moved) == ([], [])
        return
    raise AssertionError("the lock of the killed process was never given back")


def nothing_yet(_: SyncByHand) -> None:
    """A first load."""


def filled_before(sync: SyncByHand) -> None:
    """All is there, and then much changes."""
    sync.carry()
    sync.want(wanted_site(changed_group()))


def adopted_with_readers(sync: SyncByHand) -> None:
    """A prepared group with people in it who hear of everything, so that the load is to be a silent one."""
    made = sync.client.change([Change("addGroup", {"name": "Overleg X", "isClosed": True, "plugins": ["members"]})])[0]
    assert isinstance(made, dict)
    adopt_group(sync.client, sync.ledger, made["group"]["guid"], sync.box[0].groups[0])


@contextmanager
def prepared(
    url: str, folder: Path, prepare: Callable[[SyncByHand], None]
) -> Iterator[tuple[SandboxServer, SyncByHand]]:
    """A site and a sync in the state before the run that is killed."""
    with site_of_a_test() as site:
        add_people(site)
        with by_hand(
            url, site.url, site.admin_session, wanted_site(), make_documents(folder / "documenten"), ALL_AT_ONCE
        ) as sync:
            prepare(sync)
            if prepare is adopted_with_readers:
                group = group_of(site)
                group.members |= {u.guid: "member" for u in site.state.users.values() if u.email[0] == "p"}
                hears(site)
            site.state.notifications.clear()
            yield site, sync


def never_killed(folder: Path, prepare: Callable[[SyncByHand], None]) -> dict[str, Any]:
    with prepared(f"sqlite:///{folder / 'whole.db'}", folder, prepare) as (site, sync):
        sync.carry()
        assert sync.plan().steps == ()
        return shown(site)


def kill_and_go_on(
    url: str, folder: Path, prepare: Callable[[SyncByHand], None], at: int, *, after_work: bool, batch: int = 100
) -> tuple[bool, Any, Any, int]:
    """Whether it was killed, what the site shows in the end, what the next plan still wants, and messages sent."""
    with prepared(url, folder, prepare) as (site, sync):
        arguments = (url, site.url, site.admin_session, sync.box[0], folder / "documenten", batch)
        killed = run_until_killed(site, at, arguments, after_work=after_work)
        go_on(sync)
        rest = sync.plan().steps
        return killed, shown(site), rest, len(site.state.notifications)


def every_moment(
    folder: Path, prepare: Callable[[SyncByHand], None], *, after_work: bool, batch: int = 100
) -> dict[int, str]:
    """What is not as it should be, by number of the request at which the process was killed; 0: fewer than expected."""
    whole, wrong, at, killed = never_killed(folder, prepare), dict[int, str](), 0, True
    while killed:
        at += 1
        url = f"sqlite:///{folder / f'{at}.db'}"
        killed, then, rest, sent = kill_and_go_on(url, folder, prepare, at, after_work=after_work, batch=batch)
        if then["copies"]:
            wrong[at] = f"copies: {then['copies']}"
        elif then != whole:
            wrong[at] = "; ".join(_differences(whole, then))
        elif rest:
            wrong[at] = f"still to do: {[(step.kind, step.key) for step in rest]}"
        elif sent:
            wrong[at] = f"{sent} messages"
    assert at > 5, "the run had too few requests to say anything"
    return wrong


def _differences(whole: dict[str, Any], then: dict[str, Any]) -> Iterator[str]:
    for part in ("items", "groups"):
        for key in whole[part].keys() | then[part].keys():
            if whole[part].get(key) != then[part].get(key):
                yield f"{key} is {then[part].get(key)}, not {whole[part].get(key)}"


WHEN = pytest.mark.parametrize("after_work", [False, True], ids=["before_the_work", "before_the_answer"])


@pytest.mark.slow
@WHEN
@pytest.mark.parametrize("prepare", [nothing_yet, filled_before])
def test_killed_at_any_request_the_site_ends_as_if_nothing_happened(
    tmp_path: Path, prepare: Callable[[SyncByHand], None], *, after_work: bool
) -> None:
    assert every_moment(tmp_path, prepare, after_work=after_work) == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    "after_work",
    [
        pytest.param(False, id="before_the_work"),
        pytest.param(True, id="before_the_answer"),
    ],
)
def test_killed_at_any_request_a_silent_load_ends_in_sight_and_without_a_message(
    tmp_path: Path, *, after_work: bool
) -> None:
    assert every_moment(tmp_path, adopted_with_readers, after_work=after_work) == {}


@pytest.mark.slow
@pytest.mark.parametrize("prepare", [nothing_yet, filled_before])
def test_killed_between_small_batches_too(tmp_path: Path, prepare: Callable[[SyncByHand], None]) -> None:
    assert every_moment(tmp_path, prepare, after_work=True, batch=3) == {}


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize(("at", "after_work"), [(2, True), (4, False), (4, True), (7, True)])
@pytest.mark.parametrize("prepare", [nothing_yet, filled_before])
def test_killed_with_a_ledger_in_postgresql(
    postgres_url: str, tmp_path: Path, prepare: Callable[[SyncByHand], None], at: int, *, after_work: bool
) -> None:
    whole = never_killed(tmp_path, prepare)
    killed, then, rest, _ = kill_and_go_on(postgres_url, tmp_path, prepare, at, after_work=after_work)
    assert killed
    assert (then, rest) == (whole, ())
    assert list(then["groups"]) == [KEY]
