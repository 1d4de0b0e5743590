"""Following a record that grows: the right groups only, one watcher at a time, through outages, until it is told to stop."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

import attrs
import pytest
from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from starlette.responses import HTMLResponse

from acts_of_a_region import set_up
from pleio.faults.region_on_a_site import CANCEL, Region
from pleio.faults.site_by_hand import copies, during, edit_state, found, group_of, shown
from rso_core import acts
from rso_pleio.errors import EXIT_CODE, ForbiddenError, SessionExpiredError
from rso_pleio.ledger import BusyError
from rso_pleio.plan import Choices
from rso_pleio.sync import Sync
from rso_pleio.watch import Watcher
from rso_pleio_sandbox import Misbehaviour, SandboxServer

pytestmark = pytest.mark.slow
"""They wait until something happens."""

GROUP = "body-overleg"
OTHER = "body-ander"
PLAN_MEETING = acts.PlanMeeting(
    meeting="a1", body="ander", on=date(2027, 5, 6), starts=clock(10), ends=clock(12), place="Zaal 3"
)


@attrs.define
class Log:
    """What was logged, in place of lines."""

    lines: list[tuple[str, dict[str, Any]]] = attrs.field(factory=list)

    def info(self, event: str, **more: Any) -> None:
        self.lines.append((event, more))

    warning = error = info

    def events(self, name: str) -> list[dict[str, Any]]:
        return [more for event, more in self.lines if event == name]


@pytest.fixture
def two(region: Region) -> Region:
    """A second body, with a group of its own."""
    region.record(set_up("ander", name="Overleg ander", place=2))
    region.asked("pleio", "apply")
    return region


def watcher(sync: Sync, **more: Any) -> Watcher:
    return Watcher(**{"sync": sync, "every": 0.05, "full_every": 3600.0, "log": Log(), **more})


@contextmanager
def watching(region: Region, **more: Any) -> Iterator[Watcher]:
    """A watcher in a thread; it ends well at the end."""
    with region.syncing(choices=Choices(safe_share=more.pop("safe_share", 1.0))) as sync:
        follows = watcher(sync, **more)
        raised: list[BaseException] = []

        def run() -> None:
            try:
                follows.run()
            except BaseException as error:
                raised.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield follows
        finally:
            follows.stop.set()
            thread.join(30)
        assert not thread.is_alive()
        assert raised == []


def until(true: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def groups_read(site: SandboxServer) -> Counter[str]:
    """From now on, how often each group was asked for."""
    asked: Counter[str] = Counter()
    names = {group.guid: group.name for group in site.state.groups.values()}

    def count(data: dict[str, Any]) -> None:
        text = json.dumps(data.get("variables", {}))
        asked.update(name for guid, name in names.items() if guid in text)

    site.traffic.before = count
    return asked


def test_what_is_recorded_elsewhere_is_shown_and_only_its_group_is_read(two: Region) -> None:
    with watching(two) as follows:
        until(lambda: follows.log.events("in_step"))  # the first round looks at everything
        asked = groups_read(two.site)
        two.record(PLAN_MEETING)
        until(lambda: "meeting-a1" in shown(two.site)["items"])
        until(lambda: len(follows.log.events("in_step")) == 2)
        assert set(asked) == {"Overleg ander"}
        assert follows.log.events("in_step")[-1]["groups"] == [OTHER]
        still = two.site.traffic.requests
        time.sleep(0.3)
        assert two.site.traffic.requests == still  # nothing recorded, nothing asked


def test_an_act_that_shows_nowhere_asks_the_site_nothing(two: Region) -> None:
    with watching(two) as follows:
        until(lambda: follows.log.events("in_step"))
        still = two.site.traffic.requests
        two.record(acts.RegisterPerson(person="p-77", name="N. Nieuw", on=date(2026, 1, 1)))
        until(lambda: two.asked("pleio", "status")["events_behind"] == 0)
        assert two.site.traffic.requests == still


def test_one_at_a_time(two: Region) -> None:
    with watching(two) as follows, two.syncing() as sync:
        until(lambda: follows.log.events("watching"))
        with pytest.raises(BusyError):
            watcher(sync).run()
        # Between two rounds a person may let through what the watcher holds back; on a busy machine a round may last.
        until(lambda: two.rso("pleio", "apply").returncode == 0)
        assert two.rso("pleio", "plan").returncode == 0  # looking is free


def test_an_outage_is_waited_out_longer_and_longer_and_then_made_up_for(two: Region) -> None:
    with two.syncing(choices=Choices(safe_share=1.0)) as sync:
        follows = watcher(sync)
        follows.round()
        two.site.traffic.misbehave(Misbehaviour("bad_gateway", times=0))
        object.__setattr__(sync.client._transport, "_pause", 0.001)
        two.record(CANCEL, PLAN_MEETING)
        pauses = [follows.round() for _ in range(12)]
        for number, pause in enumerate(pauses, start=1):
            assert 0.5 * 0.05 * 2 ** min(number, 10) <= pause <= 0.05 * 2 ** min(number, 10)
        told = two.asked("pleio", "status")
        assert (told["state"], told["events_behind"] > 0) == ("down", True)
        assert "does not answer" in told["told"]
        two.site.traffic.behave()
        assert follows.round() == 0.05
        told = two.asked("pleio", "status")
        assert (told["state"], told["events_behind"]) == ("in_step", 0)
        assert found(two.site, "meeting-v2").title.startswith("Geannuleerd")
        assert "meeting-a1" in shown(two.site)["items"]
        assert follows.round() == 0.05


@pytest.mark.parametrize("after_work", [True, False])
def test_a_change_of_which_the_answer_is_lost_is_looked_after_in_the_next_round(
    two: Region, *, after_work: bool
) -> None:
    with two.syncing(choices=Choices(safe_share=1.0)) as sync:
        follows = watcher(sync)
        follows.round()
        two.record(CANCEL, PLAN_MEETING)
        two.site.traffic.misbehave(Misbehaviour("drop", only="mutation", after_work=after_work))
        assert follows.round() != 0.05
        assert follows.round() == 0.05
        assert (copies(two.site), sync.plan().steps) == ([], ())


def test_the_site_may_ask_to_come_back_later(two: Region) -> None:
    with two.syncing(choices=Choices(safe_share=1.0)) as sync:
        follows = watcher(sync)
        follows.round()
        two.record(CANCEL)
        two.site.traffic.misbehave(Misbehaviour("too_many_requests", only="mutation", seconds=42))
        assert follows.round() == 42.0


def test_a_session_that_ended_ends_the_watch_and_the_status_says_so(two: Region) -> None:
    with two.syncing() as sync:
        follows = watcher(sync)
        follows.round()
        two.record(CANCEL)
        two.site.traffic.misbehave(Misbehaviour("session_expired"))
        with pytest.raises(SessionExpiredError) as raised:
            follows.run()
        assert raised.value.exit_code == EXIT_CODE
        assert len(follows.log.events("session_expired")) == 1
    told = two.asked("pleio", "status")
    assert (told["state"], "rso pleio login" in told["told"]) == ("expired", True)
    assert told["events_behind"] > 0


def test_what_asks_for_a_word_is_held_back_and_told_and_others_go_on(two: Region) -> None:
    with two.syncing(choices=Choices(safe_share=0.0)) as sync:
        follows = watcher(sync)
        follows.round()
        renamed = acts.RenameBody(body="overleg", name="Heel anders", since=date(2026, 11, 3))
        two.record(CANCEL, renamed, PLAN_MEETING)
        before = {key: value for key, value in shown(two.site)["items"].items() if value[4] == GROUP}
        follows.round()
        now = shown(two.site)["items"]
        assert {key: now[key] for key in before} == before
        assert group_of(two.site, GROUP).name == "Overleg overleg"
        assert "meeting-a1" in now
        (held,) = follows.log.events("held_back")
        assert (held["group"], "veranderen" in held["told"]) == (GROUP, True)
        told = two.asked("pleio", "status")
        assert (told["state"], GROUP in told["told"]) == ("held", True)
    assert two.rso("pleio", "apply", "--force").returncode == 0
    assert group_of(two.site, GROUP).name == "Heel anders"


def test_what_is_held_back_can_be_let_through_while_the_watch_goes_on(two: Region) -> None:
    with watching(two, safe_share=0.0) as follows:
        until(lambda: follows.log.events("in_step"))
        two.record(CANCEL, acts.RenameBody(body="overleg", name="Heel anders", since=date(2026, 11, 3)))
        until(lambda: follows.log.events("held_back"))
        assert two.rso("pleio", "apply", "--force").returncode == 0


def test_what_people_change_is_seen_by_the_full_round(two: Region) -> None:
    with two.syncing() as sync:
        follows = watcher(attrs.evolve(sync, choices=Choices(policies={"event": "restore"})), full_every=3600.0)
        follows.round()
        edit_state(two.site, "meeting-v2", location="Van een mens")
        follows.round()
        assert found(two.site, "meeting-v2").location == "Van een mens"
        follows._next_full = datetime.now(follows._next_full.tzinfo)
        follows.round()
        assert found(two.site, "meeting-v2").location == "Zaal 1"
        follows = watcher(sync, full_every=0.0)
        edit_state(two.site, "meeting-v2", location="Van een mens")
        follows.round()
        assert follows.log.events("in_step")[-1]["told"] == {"drift": 1}


def test_what_could_not_be_done_is_tried_again_in_the_full_round(two: Region) -> None:
    with two.syncing(choices=Choices(safe_share=1.0)) as sync:
        follows = watcher(sync)
        follows.round()
        two.record(CANCEL)
        during(two.site, 1, lambda: edit_state(two.site, "meeting-v2", title="Van een mens"), only="mutation")
        follows.round()
        two.site.traffic.before = None
        follows._next_full = datetime.now(follows._next_full.tzinfo)
        follows.round()
        title = found(two.site, "meeting-v2").title
        assert title == "Van een mens" or title.startswith("Geannuleerd")


def test_the_status_needs_no_session_and_no_site(two: Region) -> None:
    two.record(CANCEL, PLAN_MEETING)
    requests = two.site.traffic.requests
    two.site.state.sessions.clear()
    told = two.asked("pleio", "status", RSO_PLEIO_SESSION="")
    assert two.site.traffic.requests == requests
    assert (told["state"], told["events_behind"] >= 2) == ("in_step", True)
    assert told["on_the_site"]["group"] == 2
    assert told["not_finished"] == 0
    two_lines = two.rso("pleio", "status", session="geen").stdout
    assert "events behind" in two_lines
    gone = two.rso("pleio", "status", RSO_PLEIO_URL="http://localhost:1", RSO_PLEIO_SESSION="")
    assert (gone.returncode, "never synced" in gone.stdout) == (0, True)


@pytest.fixture(scope="module")
def counted() -> InMemoryMetricReader:
    """An SDK can be set once in a process; the counters of the adapter are made before it and take part after it."""
    reader = InMemoryMetricReader()
    metrics.set_meter_provider(MeterProvider(metric_readers=[reader]))
    return reader


def numbers(reader: InMemoryMetricReader) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    data = reader.get_metrics_data()
    for resource in data.resource_metrics if data else []:
        for scope in resource.scope_metrics:
            for metric in scope.metrics:
                for point in metric.data.data_points:
                    kind = str((point.attributes or {}).get("kind") or (point.attributes or {}).get("outcome") or "")
                    found[metric.name, kind] = found.get((metric.name, kind), 0) + getattr(point, "value", 0)
    return found


def test_a_monitor_sees_what_goes_on(counted: InMemoryMetricReader, region: Region) -> None:
    before = numbers(counted)
    with region.syncing() as sync:
        sync.client.viewer()
        follows = watcher(sync)
        follows.round()
        region.site.traffic.misbehave(Misbehaviour("bad_gateway", times=3))
        follows._next_full = datetime.now(follows._next_full.tzinfo)
        follows.round()
        requests = sync.client.counts.requests
    after = numbers(counted)

    def more(name: str, kind: str) -> float:
        return after.get((name, kind), 0) - before.get((name, kind), 0)

    assert more("rso.pleio.requests", "read") + more("rso.pleio.requests", "change") == requests
    assert more("rso.pleio.steps", "create") > 10
    assert (more("rso.pleio.rounds", "in_step"), more("rso.pleio.rounds", "down")) == (1, 1)
    assert ("rso.pleio.lag", "") in after


@contextmanager
def watch_in_a_process(region: Region, *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], list[str]]]:
    """The command as a service runs it, and what it says on its error channel, line by line."""
    process = subprocess.Popen(
        [Path(sys.executable).with_name("rso"), "pleio", "watch", "--every", "0.1", *arguments],
        cwd=region.folder,
        env={**os.environ, **region.environment()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    lines: list[str] = []

    def follow() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            lines.append(line.decode())

    reader = threading.Thread(target=follow)
    reader.start()
    try:
        yield process, lines
    finally:
        process.kill()
        process.wait(30)
        reader.join(30)


def said(lines: list[str], event: str) -> Callable[[], bool]:
    return lambda: any(f'"{event}"' in line for line in lines)


@pytest.mark.slow
def test_the_command_follows_stops_at_sigterm_and_logs_a_line_of_json_per_happening(region: Region) -> None:
    with watch_in_a_process(region) as (process, lines):
        until(said(lines, "in_step"), 60)
        region.record(CANCEL)
        until(lambda: found(region.site, "meeting-v2").title.startswith("Geannuleerd"), 60)
        with watch_in_a_process(region) as (second, told):
            assert second.wait(60) == 7
        assert "another process" in "".join(told)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    events = [json.loads(line) for line in lines]
    assert [event["event"] for event in events][:2] == ["watching", "in_step"]
    assert events[-1]["event"] == "stopped"
    assert all({"level", "timestamp"} <= set(event) for event in events)
    assert region.site.admin_session not in "".join(lines)
    assert "@x.example" not in "".join(lines)
    assert region.asked("pleio", "status")["state"] == "in_step"


@pytest.mark.slow
@pytest.mark.parametrize("at", [1, 3])
def test_told_to_stop_in_the_middle_of_a_change_it_notes_that_and_a_next_goes_on(region: Region, at: int) -> None:
    region.site.traffic.misbehave(Misbehaviour("delay", at=at, only="mutation", seconds=1.5, after_work=True))
    with watch_in_a_process(region) as (process, lines):
        until(lambda: region.site.traffic.mutations >= at, 60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert "Traceback" not in "".join(lines)
    with region.syncing() as sync:
        states = {entry.state for entry in sync.ledger.entries().values()}
        assert "intended" not in states  # what was under way is noted
        made = len(region.site.state.items)
        sync.apply()
        assert (copies(region.site), sync.plan().steps) == ([], ())
    assert len(region.site.state.items) > made or at > 1


@pytest.mark.slow
def test_told_to_stop_while_the_site_is_down_it_stops_at_once(region: Region) -> None:
    region.site.traffic.misbehave(Misbehaviour("bad_gateway", times=0))
    with watch_in_a_process(region, "--every", "60") as (process, lines):
        until(said(lines, "site_down"), 60)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert time.monotonic() - started < 10
    assert region.asked("pleio", "status")["state"] == "down"


@pytest.mark.slow
def test_the_command_ends_with_its_own_code_when_the_session_ended(region: Region) -> None:
    with watch_in_a_process(region) as (process, lines):
        until(said(lines, "in_step"), 60)
        region.site.traffic.misbehave(Misbehaviour("session_expired"))
        region.record(CANCEL)
        assert process.wait(60) == 7
    text = "".join(lines)
    assert ("rso pleio login" in text, "Traceback" in text) == (True, False)
    told = region.asked("pleio", "status")
    assert told["state"] == "expired"


def test_a_site_that_cannot_be_worked_with_is_in_the_status(two: Region) -> None:
    with two.syncing() as sync:
        follows = watcher(sync)
        follows.round()
        two.record(CANCEL)
        two.site.traffic.before = lambda _: HTMLResponse("<html>", 403)
        with pytest.raises(ForbiddenError):
            follows.run()
    two.site.traffic.before = None
    assert two.asked("pleio", "status")["state"] != "in_step"
