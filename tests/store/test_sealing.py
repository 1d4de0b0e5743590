"""Names of persons in the store: sealed, bound to their event, gone with their key; and the log beside the events."""

import shutil
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from acts_of_a_region import NOW, by
from rso_core import Application, EventStore, Refused, acts
from rso_core.database import engine_for
from rso_core.domain.concept import fold
from rso_core.domain.person import Person
from rso_core.events import PersonCorrected, PersonRegistered
from rso_core.store.errors import KeyMissingError, KeysNotOfRecordError, StoreError
from rso_core.store.keys_place import KEYS, keys_url
from rso_core.store.stored import StoredRow
from rso_core.store.tables import EVENTS, LOG

DAY = date(2026, 1, 1)
DATA = Path(__file__).parent / "data"


def opened(url: str) -> Application:
    return Application(EventStore.open(url), lambda: NOW)


def register(application: Application, *numbers: int, **circumstances: Any) -> None:
    for n in numbers:
        act = acts.RegisterPerson(person=f"p-{n}", name=f"A. Voorbeeld {n}", email=f"a{n}@voorbeeld.example", on=DAY)
        application.perform(act, by(**circumstances))


def log_of(url: str) -> Sequence[tuple[int, str, bytes]]:
    engine = engine_for(url)
    with engine.connect() as connection:
        rows = [(r.idx, r.event, bytes(r.hash)) for r in connection.execute(sa.select(LOG).order_by(LOG.c.idx))]
    engine.dispose()
    return rows


def persons(store: EventStore) -> list[tuple[str | None, str | None]]:
    read = [recorded.event for _, recorded in store.read()]
    return [(e.name, e.email) for e in read if isinstance(e, PersonRegistered | PersonCorrected)]


def test_a_name_is_read_back_but_not_in_the_bytes(store_url: str) -> None:
    with opened(store_url) as application:
        register(application, 1)
        assert persons(application.store) == [("A. Voorbeeld 1", "a1@voorbeeld.example")]
        [(_, row)] = application.store.stored()
        assert b"Voorbeeld" not in row.state
        assert row.topic == "person.registered/2"


def test_the_length_of_a_name_does_not_show(sqlite_url: str) -> None:
    with opened(sqlite_url) as application:
        for person_id, name in (("p-1", "A."), ("p-2", "A. van Voorbeeld tot Fictie")):
            application.perform(acts.RegisterPerson(person=person_id, name=name, on=DAY), by())
        assert len({len(row.state) for _, row in application.store.stored()}) == 1


def test_no_fingerprint_lets_a_name_be_guessed(tmp_path: Path) -> None:
    def state(folder: str) -> bytes:
        (tmp_path / folder).mkdir()
        with opened(f"sqlite:///{tmp_path / folder / 'rso.db'}") as application:
            register(application, 1, key="k")
            [(_, row)] = application.store.stored()
            return row.state

    one, other = state("one"), state("other")
    assert one.partition(b'"digest":')[2][:34] != other.partition(b'"digest":')[2][:34]


def test_an_erased_person_has_no_name_at_any_event_and_the_bytes_stay(store_url: str) -> None:
    with opened(store_url) as application:
        register(application, 1, 2, key=None)
        application.perform(acts.CorrectPerson(person="p-1", name="B. Voorbeeld", on=DAY), by(key="c"))
        before = application.store.stored()
        application.perform(acts.ErasePerson(person="p-1", ground="Verzoek", on=DAY), by())
        assert persons(application.store) == [
            (None, None),
            ("A. Voorbeeld 2", "a2@voorbeeld.example"),
            (None, None),
        ]
        assert application.store.stored()[:3] == before
        assert application.store.load("person:p-1", fold).state == Person(id="p-1", name=None, email=None, erased=True)
        with opened(store_url) as other:
            assert persons(other.store)[0] == (None, None)
        again = application.perform(acts.CorrectPerson(person="p-1", name="B. Voorbeeld", on=DAY), by(key="c"))
        assert again.repeated
        with pytest.raises(Refused, match=r"person\.not_erased"):
            application.perform(acts.CorrectPerson(person="p-1", name="C. Voorbeeld", on=DAY), by())
        assert application.store.keys.get("p-1") is None


def test_another_process_that_is_open_reads_no_name_after_the_erasure(store_url: str) -> None:
    with opened(store_url) as one, opened(store_url) as other:
        register(one, 1)
        assert persons(other.store) == [("A. Voorbeeld 1", "a1@voorbeeld.example")]
        one.perform(acts.ErasePerson(person="p-1", ground="Verzoek", on=DAY), by())
        assert persons(other.store) == [(None, None)]


def test_a_record_whose_keys_are_not_there_is_not_opened_for_its_names(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'rso.db'}"
    with opened(url) as application:
        register(application, 1)
    keys = tmp_path / "rso-keys.db"
    assert keys.stat().st_mode & 0o777 == 0o600
    keys.rename(tmp_path / "elsewhere.db")
    with pytest.raises(KeysNotOfRecordError, match=r"are not at sqlite:///.*rso-keys\.db.*RSO_PERSON_KEYS"):
        opened(url)
    assert not keys.exists()
    with Application(EventStore.open(url, f"sqlite:///{tmp_path / 'elsewhere.db'}")) as application:
        assert persons(application.store) == [("A. Voorbeeld 1", "a1@voorbeeld.example")]


def test_the_key_of_one_person_that_is_gone_keeps_a_correction_away(store_url: str) -> None:
    with opened(store_url) as application:
        register(application, 1, 2)
        with application.store.keys.place.changing() as connection:
            connection.execute(sa.delete(KEYS).where(KEYS.c.person == "p-1"))
    with opened(store_url) as application:
        with pytest.raises(KeyMissingError, match="restore the backup of the keys"):
            application.perform(acts.CorrectPerson(person="p-1", name="B. Voorbeeld", on=DAY), by())
        assert application.store.head() == 2


def test_sealed_bytes_that_were_moved_or_altered_cannot_be_opened(sqlite_url: str) -> None:
    with opened(sqlite_url) as application:
        register(application, 1)
        application.perform(acts.CorrectPerson(person="p-1", name="B. Voorbeeld", on=DAY), by())
        (_, first), (_, second) = application.store.stored()
    engine = engine_for(sqlite_url)
    for state in (
        first.state.replace(b"registered", b"corrected"),
        second.state.replace(b'"sealed":"', b'"sealed":"AA'),
    ):
        with engine.begin() as connection:
            connection.execute(sa.update(EVENTS).where(EVENTS.c.originator_version == 2).values(state=state))
        with EventStore.open(sqlite_url) as store:
            (_, registered), (_, corrected) = store.read()
            assert (registered.unreadable, corrected.unreadable) == (False, True)
            assert persons(store) == [("A. Voorbeeld 1", "a1@voorbeeld.example"), (None, None)]
            assert store.keys.not_opened == {"p-1"}


def test_names_in_a_store_of_before_are_sealed_when_its_log_begins(tmp_path: Path) -> None:
    shutil.copy(DATA / "store-0.2.0.db", tmp_path / "rso.db")
    assert b"E. Voorbeeld" in (tmp_path / "rso.db").read_bytes()
    url = f"sqlite:///{tmp_path / 'rso.db'}"
    with EventStore.open(url) as store:
        assert ("E. Voorbeeld", None) in persons(store) or "E. Voorbeeld" in {name for name, _ in persons(store)}
        rows = [row for _, row in store.stored(limit=10_000)]
    assert [(row.id, row.leaf_hash()) for row in rows] == [(event, leaf) for _, event, leaf in log_of(url)]
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.name != "rso-keys.db")
    assert b"E. Voorbeeld" not in left
    with EventStore.open(url) as store:
        assert [row for _, row in store.stored(limit=10_000)] == rows, "it begins once"


def test_the_log_has_every_event_in_recorded_order_under_an_index_without_gaps(store_url: str) -> None:
    with opened(store_url) as application:
        register(application, 1)
        with pytest.raises(Refused):
            register(application, 1)

    def write(thread: int) -> None:
        with opened(store_url) as mine:
            register(mine, *range(thread * 100, thread * 100 + 10))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(1, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with EventStore.open(store_url) as store:
        rows = [row for _, row in store.stored()]
    assert len(rows) == 31
    assert list(log_of(store_url)) == [(n, row.id, row.leaf_hash()) for n, row in enumerate(rows)]


def test_events_put_verbatim_are_the_same_store_with_the_same_keys_of_acts(store_url: str, tmp_path: Path) -> None:
    with opened(store_url) as application:
        register(application, 1, 2)
        application.perform(acts.NameTheme(theme="wonen", name="Wonen", on=DAY), by(key="thema"))
        rows = [row for _, row in application.store.stored()]
        keys = application.store.keys.exported()
        copy_url = f"sqlite:///{tmp_path / 'copy.db'}"
        with opened(copy_url) as copy:
            copy.store.put_stored(rows)
            copy.store.keys.put(keys)
            assert persons(copy.store) == persons(application.store)
            assert copy.perform(acts.NameTheme(theme="wonen", name="Wonen", on=DAY), by(key="thema")).repeated
            with pytest.raises(StoreError, match="holds some of these events already"):
                copy.store.put_stored(rows)
        assert log_of(copy_url) == log_of(store_url)


def test_put_verbatim_refuses_what_is_no_event(sqlite_url: str) -> None:
    with EventStore.open(sqlite_url) as store, pytest.raises(StoreError, match="theme:x@1 is no stored event"):
        store.put_stored([StoredRow("theme:x", 1, "theme.named/1", b"{}")])


def test_a_key_that_was_destroyed_is_never_made_or_put_back(sqlite_url: str, tmp_path: Path) -> None:
    with EventStore.open(sqlite_url) as store:
        keys = store.keys
        keys.ensure(["p-1"])
        kept = keys.exported()
        keys.destroy("p-1")
        keys.ensure(["p-1"])
        keys.put(kept)
        assert keys.get("p-1") is None
        assert keys.exported() == {}
        state = keys.state("p-1")
        assert state is not None
        assert state.destroyed_at is not None
        assert kept["p-1"] not in (tmp_path / "rso-keys.db").read_bytes()


def test_keys_that_cannot_be_kept_are_told(sqlite_url: str, tmp_path: Path) -> None:
    with (
        EventStore.open(sqlite_url, f"sqlite:///{tmp_path / 'none' / 'keys.db'}") as store,
        pytest.raises(StoreError, match="cannot be kept in"),
    ):
        store.keys.ensure(["p-1"])
    with EventStore.open(sqlite_url) as store, pytest.raises(StoreError, match="not 32"):
        store.keys.put({"p-1": b"short"})


def test_the_keys_of_an_sqlite_store_are_in_a_file_beside_it() -> None:
    assert keys_url("sqlite:////data/rso.db") == "sqlite:////data/rso-keys.db"
    assert keys_url("postgresql://h/d?schema=s") == "postgresql://h/d?schema=s"
