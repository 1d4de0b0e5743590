"""Backup, restore, export and import that are killed at any moment: run again, they finish, and nothing half made stays."""

import shutil
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from acts_of_a_region import NOW, open_region, record_a_year
from forked_processes import forked_processes
from rso_core import EventStore
from rso_core.archive import export_archive, import_archive
from rso_core.archive.backup import back_up, restore
from rso_core.proof.keys_verification import try_keys
from rso_core.store.restorations import restoration_of
from rso_core.work_folder import clear_leftovers, work_folder

Work = Callable[[Path], object]
MOMENTS = 12


def url_of(folder: Path, name: str = "rso.db") -> str:
    return f"sqlite:///{folder / name}"


def backup(folder: Path) -> None:
    with EventStore.open(url_of(folder)) as store:
        back_up(store, folder / "reserve" / "b.db", keys_to=folder / "reserve" / "k.json")


def put_back(folder: Path) -> None:
    with EventStore.open(url_of(folder, "terug.db"), names=False) as store:
        restore(folder / "b.db", store, keys_from=folder / "k.json")


def export(folder: Path) -> None:
    with EventStore.open(url_of(folder)) as store:
        export_archive(store, [], folder / "reserve" / "arc", NOW, keys=store.keys.exported())


def take_in(folder: Path) -> None:
    with EventStore.open(url_of(folder, "terug.db"), names=False) as store:
        import_archive(folder / "arc", store)


def at_work(work: Work, folder: Path, begun: Connection) -> None:
    """What the process does that is killed."""
    begun.send("begun")
    work(folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record, its backup and its archive."""
    folder = tmp_path_factory.mktemp("record")
    with open_region(url_of(folder)) as application:
        record_a_year(application)
        back_up(application.store, folder / "b.db", keys_to=folder / "k.json")
        export_archive(application.store, [], folder / "arc", NOW, keys=application.store.keys.exported())
    (folder / "reserve").mkdir()
    return folder


def killed_after(seconds: float, work: Work, folder: Path) -> tuple[bool, float]:
    """Have a process work and kill it; whether it was still at work, and how long it was."""
    ours, theirs = forked_processes().Pipe()
    process = forked_processes().Process(target=at_work, args=(work, folder, theirs))
    process.start()
    theirs.close()  # so that one that ends before it says anything is no wait without end
    ours.recv()
    began = time.monotonic()
    process.join(seconds)
    alive = process.is_alive()
    process.kill()
    process.join()
    return alive, time.monotonic() - began


@pytest.mark.slow
@pytest.mark.parametrize("work", [backup, put_back, export, take_in])
def test_killed_at_any_moment_the_next_run_finishes_it(
    work: Work, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    alive, whole = killed_after(60, work, Path(shutil.copytree(made, tmp_path / "whole")))
    assert not alive
    killed = 0
    for moment in range(MOMENTS):
        folder = Path(shutil.copytree(made, tmp_path / str(moment)))
        killed += killed_after(whole * (moment + 0.5) / MOMENTS, work, folder)[0]
        if not (work in (backup, export) and any((folder / "reserve" / name).exists() for name in ("b.db", "arc"))):
            work(folder)
        check(folder, work)
    assert killed > MOMENTS // 3


def check(folder: Path, work: Work) -> None:
    left = sorted(path.name for path in (folder / "reserve").iterdir())
    whole = ["b.db", "k.json"] if work is backup else ["arc"] if work is export else []
    assert left == whole, "nothing half made"
    if work is backup:
        shutil.copy(folder / "reserve" / "b.db", folder / "b.db")
        shutil.copy(folder / "reserve" / "k.json", folder / "k.json")
        put_back(folder)
    elif work is export:
        shutil.rmtree(folder / "arc")
        (folder / "reserve" / "arc").rename(folder / "arc")
        take_in(folder)
    with EventStore.open(url_of(folder)) as store, EventStore.open(url_of(folder, "terug.db")) as back:
        assert back.stored(limit=10_000) == store.stored(limit=10_000)
        tried = try_keys(back)
        assert (tried.missing, tried.wrong, len(tried.opened)) == ((), (), len(try_keys(store).opened))
        noted = restoration_of(back.url)
        assert noted is not None
        assert (noted.events, back.facts.restoring()) == (store.head(), None)


def hold(folder: Path, begun: Connection) -> None:
    with work_folder(folder / "x") as made:
        (made / "naam.txt").write_text("A. Voorbeeld")
        begun.send(str(made))
        begun.recv()


def test_what_a_process_is_at_work_on_stays_and_what_it_left_goes(tmp_path: Path) -> None:
    ours, theirs = forked_processes().Pipe()
    process = forked_processes().Process(target=hold, args=(tmp_path, theirs))
    process.start()
    theirs.close()  # so that one that ends before it says anything is no wait without end
    made = Path(ours.recv())
    assert made.stat().st_mode & 0o777 == 0o700
    other = tmp_path / "x.onvolledig-niet8hex"
    other.mkdir()
    assert clear_leftovers(tmp_path) == []
    assert (made / "naam.txt").exists()
    process.kill()
    process.join()
    assert clear_leftovers(tmp_path, of="y") == []
    assert clear_leftovers(tmp_path) == [made]
    assert list(tmp_path.iterdir()) == [other]
    assert clear_leftovers(tmp_path / "nergens") == []


def open_for(path: Path, begun: Connection) -> None:
    with EventStore.open(f"sqlite:///{path}", names=False):
        begun.send("open")
        begun.recv()


def test_what_a_release_of_before_left_goes_unless_it_is_in_use(tmp_path: Path) -> None:
    half = tmp_path / "b.db.onvolledig-0a1b2c3d"
    ours, theirs = forked_processes().Pipe()
    process = forked_processes().Process(target=open_for, args=(half, theirs))
    process.start()
    theirs.close()  # so that one that ends before it says anything is no wait without end
    ours.recv()
    assert clear_leftovers(tmp_path) == []
    process.kill()
    process.join()
    assert half.exists()
    (tmp_path / "c.db.onvolledig-ffffffff-wal").touch()
    (tmp_path / "d.db.onvolledig-eeeeeeee").write_text("geen database")
    link = tmp_path / "e.db.onvolledig-dddddddd"
    link.symlink_to(tmp_path / "elders")
    (tmp_path / "elders").mkdir()
    assert len(clear_leftovers(tmp_path)) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e.db.onvolledig-dddddddd", "elders"]


def test_what_is_made_is_gone_when_it_fails_and_others_stay(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="halfway"), work_folder(tmp_path / "a" / "x") as folder:
        (folder / "naam.txt").write_text("A. Voorbeeld")
        raise ValueError("halfway")
    assert not any((tmp_path / "a").iterdir())
