"""Backup of a record that others write to meanwhile, and its way back, on both databases."""

import sqlite3
import threading
from pathlib import Path

import pytest

from acts_of_a_region import NOW, by, open_region, record_a_year
from archive_of_a_region import keys_of, root_at
from rso_core import Application, EventStore, acts
from rso_core.archive.backup import back_up, restore
from rso_core.archive.errors import ArchiveError, DamagedArchiveError
from rso_core.archive.keys_file import read_keys, write_keys
from rso_core.archive.stored_rows import NotEmptyError
from rso_core.events import PartyKind, PersonCorrected, PersonRegistered
from rso_core.store.errors import KeysNotOfRecordError, StoreError


def neighbour(number: int) -> acts.RegisterParty:
    return acts.RegisterParty(
        party=f"buur-{number}", name=f"Gemeente {number}", kind=PartyKind.MUNICIPALITY, on=NOW.date()
    )


def test_a_backup_while_others_write_is_what_the_record_was_at_that_size(store_url: str, tmp_path: Path) -> None:
    stop, wrote = threading.Event(), threading.Semaphore(0)

    def write(writer: int) -> None:
        with Application(EventStore.open(store_url), lambda: NOW) as application:
            number = writer * 100_000
            while not stop.is_set():
                application.perform(neighbour(number), by(key=f"k-{number}"), attempts=50)
                number += 1
                wrote.release()

    def some_are_written(_done: int, _total: int) -> None:
        wrote.acquire(timeout=0.001)

    open_region(store_url).store.close()
    writers = [threading.Thread(target=write, args=(n,)) for n in (1, 2)]
    for writer in writers:
        writer.start()
    try:
        with EventStore.open(store_url) as store:
            for _ in range(10):
                assert wrote.acquire(timeout=30)
            made = []
            for name in ("a.db", "b.db"):
                made.append(back_up(store, tmp_path / name, progress=some_are_written))
                for _ in range(5):
                    assert wrote.acquire(timeout=30)
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    with EventStore.open(store_url) as store:
        for report in made:
            assert report.root == root_at(store, report.events)
        assert made[0].events < made[1].events < store.head()
        assert made[0].events > 10


def test_a_backup_is_a_store_without_registers_and_comes_back_on_either_database(
    store_url: str, postgres_url: str, tmp_path: Path
) -> None:
    with open_region(store_url) as application:
        record_a_year(application)
        application.perform(neighbour(1), by(key="brief"))
        report = back_up(application.store, tmp_path / "b.db")
        assert report.root == root_at(application.store)
    with sqlite3.connect(tmp_path / "b.db") as file:
        tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    file.close()
    assert {"rso_events", "rso_act_keys"} <= tables
    assert not any("_names" in name or name.startswith("rso_read") for name in tables)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("b.db")) == ["b.db"]
    before = (tmp_path / "b.db").read_bytes()
    for url in (
        f"sqlite:///{tmp_path / 'nieuw.db'}",
        postgres_url if "sqlite" in store_url else f"sqlite:///{tmp_path / 'n2.db'}",
    ):
        with EventStore.open(url) as store:
            restored = restore(tmp_path / "b.db", store, root=report.root.upper())
            assert (restored.root, restored.events) == (report.root, report.events)
            assert root_at(store) == report.root
            again = Application(store, lambda: NOW).perform(neighbour(1), by(key="brief"))
            assert again.repeated
            assert restore(tmp_path / "b.db", store).root == report.root, "again changes nothing"
            Application(store, lambda: NOW).perform(neighbour(2), by())
            with pytest.raises(NotEmptyError):
                restore(tmp_path / "b.db", store)
    with EventStore.open(store_url) as live, pytest.raises(NotEmptyError):
        restore(tmp_path / "b.db", live)
    assert (tmp_path / "b.db").read_bytes() == before


def test_keys_go_to_a_file_of_their_own_that_only_its_owner_reads(sqlite_url: str, tmp_path: Path) -> None:
    with open_region(sqlite_url) as application:
        keys = keys_of(application.store)
        back_up(application.store, tmp_path / "zonder.db")
        report = back_up(application.store, tmp_path / "b.db", keys_to=tmp_path / "sleutels.json")
    assert report.keys == len(keys)
    assert (tmp_path / "sleutels.json").stat().st_mode & 0o777 == 0o600
    assert read_keys(tmp_path / "sleutels.json") == keys
    raw = (tmp_path / "b.db").read_bytes()
    assert not any(key in raw for key in keys.values())
    with EventStore.open(f"sqlite:///{tmp_path / 'n.db'}") as store:
        assert restore(tmp_path / "b.db", store, keys_from=tmp_path / "sleutels.json").keys == len(keys)
        assert store.keys.exported() == keys


def test_an_older_file_of_keys_does_not_bring_an_erased_person_back(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of this test, a correction erases.
    monkeypatch.setattr(PersonCorrected, "erases", True, raising=False)
    with open_region(sqlite_url) as application:
        keys = keys_of(application.store)
        write_keys(keys, tmp_path / "k.json")
        application.perform(acts.CorrectPerson(person="p-1", name="Z. Voorbeeld", on=NOW.date()), by())
        back_up(application.store, tmp_path / "b.db")
    with EventStore.open(f"sqlite:///{tmp_path / 'n.db'}") as store:
        restore(tmp_path / "b.db", store, keys_from=tmp_path / "k.json")
        assert set(keys) - set(store.keys.exported()) == {"p-1"}


def test_a_file_of_keys_that_is_none_is_not_put_back(sqlite_url: str, tmp_path: Path) -> None:
    with open_region(sqlite_url) as application:
        back_up(application.store, tmp_path / "b.db")
    write_keys({"p-1": b"kort"}, tmp_path / "k.json")
    with EventStore.open(f"sqlite:///{tmp_path / 'n.db'}") as store:
        for keys, said in (
            ("k.json", "4 bytes, not 32"),
            ("nergens.json", "cannot be read"),
            ("b.db", "no file of keys"),
        ):
            with pytest.raises(ArchiveError, match=said):
                restore(tmp_path / "b.db", store, keys_from=tmp_path / keys)
        assert store.head() == 0


def test_what_is_there_already_is_not_written_over(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "er.db").write_text("iets")
    with open_region(sqlite_url) as application:
        for file, keys in (("er.db", None), ("nieuw.db", tmp_path / "er.db")):
            with pytest.raises(ArchiveError, match="is there already"):
                back_up(application.store, tmp_path / file, keys_to=keys)
        with pytest.raises(ArchiveError, match="cannot be written"):
            back_up(application.store, tmp_path / "nieuw.db", keys_to=tmp_path / "nergens/k.json")
    assert (tmp_path / "er.db").read_text() == "iets"
    assert not [path for path in tmp_path.iterdir() if "nieuw" in path.name]


def test_a_backup_that_was_altered_or_is_none_is_not_put_back(sqlite_url: str, tmp_path: Path) -> None:
    with open_region(sqlite_url) as application:
        report = back_up(application.store, tmp_path / "b.db")
    with sqlite3.connect(tmp_path / "b.db") as file:
        file.execute("UPDATE rso_events SET state = replace(state, 'office:', 'office-') WHERE rowid = 3")
    file.close()
    (tmp_path / "leeg.db").touch()
    with EventStore.open(f"sqlite:///{tmp_path / 'n.db'}") as store:
        with pytest.raises(DamagedArchiveError, match="another backup, or it was altered"):
            restore(tmp_path / "b.db", store, root=report.root)
        with pytest.raises(ArchiveError, match="no events"):
            restore(tmp_path / "leeg.db", store)
        with pytest.raises(ArchiveError, match="no backup"):
            restore(tmp_path / "nergens.db", store)
        assert store.head() == 0
    with EventStore.open(f"sqlite:///{tmp_path / 'n.db'}") as empty, pytest.raises(ArchiveError, match="is empty"):
        back_up(empty, tmp_path / "c.db")


def test_what_belongs_to_the_events_goes_along(sqlite_url: str, tmp_path: Path) -> None:
    went = []

    def along(source: EventStore, target: EventStore, size: int) -> None:
        assert root_at(source, size) == root_at(target)
        went.append(size)

    with open_region(sqlite_url) as application:
        report = back_up(application.store, tmp_path / "b.db", along=along)
    with EventStore.open(f"sqlite:///{tmp_path / 'n.db'}") as store:
        restore(tmp_path / "b.db", store, along=along)
    assert went == [report.events, report.events]


STORES = Path(__file__).parents[1] / "store" / "data"


def names_in(url: str) -> set[str | None]:
    with EventStore.open(url) as store:
        return {r.event.name for _, r in store.read(limit=10_000) if isinstance(r.event, PersonRegistered)}


def test_a_store_of_before_put_back_keeps_the_names_that_stood_open_in_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'n.db'}"
    with EventStore.open(url, names=False) as store:
        restore(STORES / "store-0.1.0.db", store)
    assert all(names_in(url))


def test_a_backup_of_before_comes_back_without_its_keys_and_with_them(tmp_path: Path) -> None:
    url, keys = f"sqlite:///{tmp_path / 'n.db'}", STORES / "store-0.2.0-proof-keys.db"
    for brought in (None, keys):
        with EventStore.open(url, names=False) as store:
            restore(STORES / "store-0.2.0-proof.db", store, keys_from=brought)
            assert store.facts.goes_without_keys() is (brought is None)
        assert (None in names_in(url)) is True, "who was erased"
        assert any(names_in(url)) is (brought is not None)


def test_keys_of_another_record_are_not_put_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'n.db'}"
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        back_up(application.store, tmp_path / "b.db")
    write_keys({"p-1": b"\x01" * 32, "p-2": b"\x02" * 32}, tmp_path / "k.json")
    with EventStore.open(url, names=False) as store:
        with pytest.raises(KeysNotOfRecordError, match="open none of the names"):
            restore(tmp_path / "b.db", store, keys_from=tmp_path / "k.json")
        assert store.head() == 0


def test_a_record_is_put_back_where_a_new_one_was_begun_and_not_over_the_keys_of_another(tmp_path: Path) -> None:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        back_up(application.store, tmp_path / "b.db", keys_to=tmp_path / "k.json")
        theirs = application.store.keys.exported()
        application.store.keys.blind("x")
    for begun_with, refused in (([], False), (["q-1"], True)):
        url = f"sqlite:///{tmp_path / f'{len(begun_with)}.db'}"
        with EventStore.open(url) as store:
            store.keys.blind("x")
            store.keys.ensure(begun_with)
            before = store.keys.exported()
            if refused:
                with pytest.raises(StoreError, match="of a record that is not there any more"):
                    restore(tmp_path / "b.db", store, keys_from=tmp_path / "k.json")
                assert (store.head(), store.keys.exported()) == (0, before)
            else:
                restore(tmp_path / "b.db", store, keys_from=tmp_path / "k.json")
                assert store.keys.exported() == theirs


def test_a_backup_that_was_stopped_after_its_keys_is_made_again(sqlite_url: str, tmp_path: Path) -> None:
    with open_region(sqlite_url) as application:
        write_keys(application.store.keys.exported(), tmp_path / "k.json")
        back_up(application.store, tmp_path / "b.db", keys_to=tmp_path / "k.json")
        application.perform(acts.RegisterPerson(person="q-1", name="Q. Voorbeeld", on=NOW.date()), by())
        with pytest.raises(ArchiveError, match=r"k\.json is there already"):
            back_up(application.store, tmp_path / "c.db", keys_to=tmp_path / "k.json")
    assert not (tmp_path / "c.db").exists()
