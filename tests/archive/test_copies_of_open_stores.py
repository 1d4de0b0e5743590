"""A copy of the file of a store that is open: what stood in its write-ahead log goes along, or its absence is told."""

import os
import shutil
from pathlib import Path

import pytest

from acts_of_a_region import by, open_region, set_up
from commands_in_process import rso
from rso_core import EventStore, atomic_write
from rso_core.archive.backup import back_up, restore
from rso_core.store.recorders import MARK


@pytest.fixture
def copied(tmp_path: Path) -> tuple[Path, int, int]:
    """A copy that was made while acts stood in the log alone, how many events it holds, and how many there are."""
    copy = tmp_path / "kopie.db"
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        before = application.store.head()
        application.perform(set_up("later"), by())
        shutil.copy(tmp_path / "rso.db", copy)
        shutil.copy(tmp_path / "rso.db-wal", tmp_path / "kopie.db-wal")
        return copy, before, application.store.head()


def events_restored(copy: Path, into: Path) -> tuple[int, bool]:
    with EventStore.open(f"sqlite:///{into}") as store:
        report = restore(copy, store)
        return report.events, report.copied_live


def test_the_log_beside_a_copy_is_read_too(copied: tuple[Path, int, int], tmp_path: Path) -> None:
    copy, _, events = copied
    assert events_restored(copy, tmp_path / "terug.db") == (events, False)


def test_that_it_is_not_there_is_told(copied: tuple[Path, int, int], tmp_path: Path) -> None:
    copy, before, events = copied
    (tmp_path / "kopie.db-wal").unlink()
    assert events_restored(copy, tmp_path / "terug.db") == (before, True)
    assert before < events
    told = rso(tmp_path, "--store", f"sqlite:///{tmp_path / 'nog.db'}", "restore", str(copy))
    assert told.returncode == 0, told.stderr
    assert "its last acts are missing" in told.stderr
    assert f"ends after event {before}" in told.stderr


def test_of_a_backup_nothing_is_told(tmp_path: Path) -> None:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        back_up(application.store, tmp_path / "b.db")
        events = application.store.head()
    assert events_restored(tmp_path / "b.db", tmp_path / "terug.db") == (events, False)


def test_a_backup_of_a_later_release_is_named_as_such(tmp_path: Path) -> None:
    import sqlite3

    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        back_up(application.store, tmp_path / "b.db")
    with sqlite3.connect(tmp_path / "b.db") as connection:
        connection.execute(f"ALTER TABLE rso_events RENAME COLUMN {MARK} TO format_9_of_rso_1_0")
    told = rso(tmp_path, "--store", f"sqlite:///{tmp_path / 'nog.db'}", "restore", str(tmp_path / "b.db"))
    assert told.returncode == 5
    assert "use release 1.0 or later" in told.stderr


def test_the_folder_of_a_file_that_is_put_in_place_is_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    sync = os.fsync

    def note(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}")
        synced.append(path.readlink() if path.exists() else tmp_path)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    atomic_write.write_whole(tmp_path / "bestand", "tekst")
    assert synced[-1] == tmp_path
    assert len(synced) == 2
