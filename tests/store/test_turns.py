"""Writers that are in each other's way wait in line: nobody is refused, and nobody starves."""

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from acts_of_a_region import by, open_region
from rso_core import ConflictError, EventStore, acts, retrying
from rso_core.events import SignalKind
from rso_core.store.turns import Turns

WRITERS, SECONDS = 6, 2.0


def signal(name: str) -> acts.RaiseSignal:
    return acts.RaiseSignal(
        signal=name, kind=SignalKind.OPPORTUNITY, title="Kans", party="gem-a", body="overleg", on=date(2026, 11, 1)
    )


def write(url: str, number: int, until: float) -> int:
    done = 0
    with open_region(url) as application:
        while time.time() < until:
            application.perform(signal(f"s{number}-{done}"), by())
            done += 1
    return done


@pytest.mark.slow
def test_writers_on_one_body_all_come_through(store_url: str, tmp_path: Path) -> None:
    with open_region(store_url) as application:
        before = len(application.store.entries())
    with ProcessPoolExecutor(WRITERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(time.sleep, [0.1] * WRITERS))
        until = time.time() + SECONDS + 3
        counts = list(pool.map(write, [store_url] * WRITERS, range(WRITERS), [until] * WRITERS))
    with open_region(store_url) as application:
        # A signal is an event of its own, and one of the docket.
        assert len(application.store.entries()) == before + 2 * sum(counts)
    assert min(counts) >= max(counts) / 8, counts
    assert not list(tmp_path.glob("*-turn")) + list(tmp_path.glob("*-next"))


def test_an_act_that_is_always_overtaken_is_performed_in_turn(store_url: str) -> None:
    with open_region(store_url) as ours, open_region(store_url) as other:
        append, overtaken = ours.store.append, list[object]()

        def too_late(*args: object, **kwargs: object) -> list[int]:
            if len(overtaken) < 2:
                overtaken.append(other.perform(signal(f"eerder-{len(overtaken)}"), by()))
            return append(*args, **kwargs)  # type: ignore[arg-type]

        ours.store.append = too_late  # type: ignore[method-assign]
        assert ours.perform(signal("later"), by()).events[0].id == "signal:later@1"
        assert len(overtaken) == 2


def test_a_conflict_tells_nothing_of_the_tables(store_url: str) -> None:
    with open_region(store_url) as application, EventStore.open(store_url) as other:
        event = application.perform(signal("s1"), by()).events[0]
        with pytest.raises(ConflictError, match=r"^another writer was first; nothing was recorded, try again$"):
            other.append([event])


def test_who_may_not_wait_for_a_turn_hears_of_the_conflict() -> None:
    tried = []

    def overtaken() -> None:
        tried.append(1)
        raise ConflictError("another writer was first")

    with pytest.raises(ConflictError):
        retrying(overtaken, attempts=2)
    assert len(tried) == 2


def test_it_is_tried_until_the_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rso_core.application.PATIENCE", 0.3)
    turns, began = [], time.monotonic()

    @contextmanager
    def turn() -> Iterator[None]:
        turns.append(1)
        yield

    def overtaken() -> None:
        raise ConflictError("by a program that takes no turns")

    with pytest.raises(ConflictError, match="takes no turns"):
        retrying(overtaken, in_turn=turn)
    assert 0.3 <= time.monotonic() - began < 5
    assert len(turns) > 1


class TestFilesOfTurns:
    def test_one_has_the_turn_and_within_it_has_it_already(self, tmp_path: Path) -> None:
        one, other = Turns(tmp_path / "rso.db", 0.2), Turns(tmp_path / "rso.db", 0.2)
        assert not one.are_taken()
        with one.taken(), one.taken():
            assert other.are_taken()
            began = time.monotonic()
            with other.taken():  # goes on without it, in the end
                assert 0.2 <= time.monotonic() - began < 2
        began = time.monotonic()
        with other.taken():
            assert time.monotonic() - began < 0.1

    def test_the_files_are_taken_away_when_nobody_waits(self, tmp_path: Path) -> None:
        one, other = Turns(tmp_path / "rso.db", 1), Turns(tmp_path / "rso.db", 1)
        with one.taken():
            other.close()
            assert one.are_taken()
        other.close()
        assert list(tmp_path.iterdir()) == []
        with one.taken():
            assert other.are_taken()

    def test_where_no_file_can_be_made_the_database_alone_decides(self, tmp_path: Path) -> None:
        with Turns(tmp_path / "weg" / "rso.db", 1).taken():
            pass


def test_while_one_has_the_turn_nobody_else_inserts(store_url: str) -> None:
    with open_region(store_url) as ours, open_region(store_url) as other:
        with ours.store.in_turn():
            late = Thread(target=lambda: other.perform(signal("wacht"), by()))
            late.start()
            time.sleep(0.3)
            assert ours.perform(signal("eerst"), by()).events
            assert other.store.stream("signal:wacht") == []
        late.join(10)
        assert [e.id for e in ours.store.stream("signal:wacht")] == ["signal:wacht@1"]
