"""Keys belong to a record: those of another are neither read nor changed, however they were found."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from acts_of_a_region import NOW, by
from rso_core import Application, EventStore, acts
from rso_core.archive.backup import back_up, restore
from rso_core.database import engine_for
from rso_core.events import PersonRegistered
from rso_core.store.errors import KeysNotOfRecordError
from rso_core.store.keys_belonging import SECRET, Belonging, Fit, belonging_of
from rso_core.store.keys_brought_back import take
from rso_core.store.keys_place import FACTS, KEYS, KeysPlace, keys_url
from rso_core.store.record_facts import is_identity
from rso_core.store.sealing import new_key
from rso_core.store.tables import EVENTS, LOG
from rso_core.store.whereabouts import ASKED, whereabouts

DAY = date(2026, 1, 1)
DATA = Path(__file__).parent / "data"


def opened(url: str, keys: str | None = None) -> Application:
    return Application(EventStore.open(url, keys), lambda: NOW)


def record(url: str, *persons: str, keys: str | None = None) -> str:
    """Register these persons; gives the identity of the record."""
    with opened(url, keys) as application:
        for person in persons:
            application.perform(acts.RegisterPerson(person=person, name=f"{person} Voorbeeld", on=DAY), by())
        return application.store.facts.identity


def names(url: str, keys: str | None = None) -> list[str | None]:
    with opened(url, keys) as application:
        return [r.event.name for _, r in application.store.read() if isinstance(r.event, PersonRegistered)]


def rows(url: str, *tables: sa.Table) -> list[list[tuple[object, ...]]]:
    engine = engine_for(url)
    with engine.connect() as connection:
        found = [
            [
                tuple(bytes(c) if isinstance(c, memoryview) else c for c in row)
                for row in connection.execute(sa.select(t))
            ]
            for t in tables
        ]
    engine.dispose()
    return found


def forget_whose(keys: str) -> None:
    """Leave the keys as a release of before made them."""
    place = KeysPlace(keys)
    with place.changing() as connection:
        FACTS.drop(connection)
    place.close()


def label(keys: str) -> str | None:
    place = KeysPlace(keys)
    said = place.facts().get("record")
    place.close()
    return said


def test_a_record_has_an_identity_of_its_own_that_stays(store_url: str, tmp_path: Path) -> None:
    first = record(store_url)
    assert is_identity(first)
    assert record(store_url, "p-1") == first
    assert label(keys_url(store_url)) == first
    assert record(f"sqlite:///{tmp_path / 'other.db'}") != first


@pytest.mark.parametrize("text", ["", "g" * 32, "a" * 31, "a" * 33, "A" * 32])
def test_what_is_no_identity(text: str) -> None:
    assert not is_identity(text)
    assert is_identity("0123456789abcdef" * 2)


@pytest.mark.parametrize("labelled", [True, False])
def test_keys_of_another_record_are_neither_read_nor_changed(store_url: str, tmp_path: Path, *, labelled: bool) -> None:
    keys = f"sqlite:///{tmp_path / 'sleutels.db'}"
    record(store_url, "p-1", "p-2", keys=keys)
    if not labelled:
        forget_whose(keys)
    before = (tmp_path / "sleutels.db").read_bytes()
    other = f"sqlite:///{tmp_path / 'test.db'}"
    said = "belong to another record" if labelled else "do not say of which record"
    for _ in range(2):
        with pytest.raises(KeysNotOfRecordError, match=said):
            opened(other, keys)
    with EventStore.open(other, keys, names=False) as store:
        for ask in (
            lambda: store.keys.get("p-1"),
            store.keys.exported,
            store.keys.states,
            store.keys.refresh,
            lambda: store.keys.ensure(["p-3"]),
            lambda: store.keys.put({"p-3": new_key()}),
            lambda: store.keys.blind("x"),
            lambda: store.keys.begin_erasing("p-1", "x"),
            lambda: store.keys.destroy("p-1"),
        ):
            _refused(ask, said)
    assert (tmp_path / "sleutels.db").read_bytes() == before
    assert names(store_url, keys) == ["p-1 Voorbeeld", "p-2 Voorbeeld"]
    assert label(keys) is not None


def _refused(ask: Callable[[], object], said: str) -> None:
    with pytest.raises(KeysNotOfRecordError, match=said):
        ask()


def test_a_record_with_names_of_its_own_takes_no_keys_of_before_of_another(tmp_path: Path) -> None:
    """Both name p-1: the same identifier shows nothing."""
    real, fake = (f"sqlite:///{tmp_path / name}" for name in ("rso.db", "test.db"))
    record(real, "p-1")
    record(fake, "p-1")
    forget_whose(keys_url(real))
    with pytest.raises(KeysNotOfRecordError, match="do not say of which record"):
        opened(fake, keys_url(real))
    assert label(keys_url(real)) is None
    assert names(real) == ["p-1 Voorbeeld"]
    assert label(keys_url(real)) is not None


def test_two_records_that_begin_with_the_same_keys_do_not_share_them(tmp_path: Path) -> None:
    """Neither saw the other's: what counts is said in the transaction that changes them."""
    keys = f"sqlite:///{tmp_path / 'sleutels.db'}"
    with (
        EventStore.open(f"sqlite:///{tmp_path / 'one.db'}", keys) as one,
        EventStore.open(f"sqlite:///{tmp_path / 'two.db'}", keys) as two,
    ):
        two.keys.require()
        one.keys.ensure(["p-1"])
        with pytest.raises(KeysNotOfRecordError, match="belong to another record"):
            two.keys.ensure(["p-1"])
        assert set(one.keys.exported()) == {"p-1"}


@pytest.mark.parametrize("release", ["0.1.0", "0.2.0", "0.2.0-proof", "0.3.0-corrections"])
def test_a_store_of_before_gets_an_identity_and_no_byte_of_its_events_changes(tmp_path: Path, release: str) -> None:
    for name in ("", "-keys"):
        if (DATA / f"store-{release}{name}.db").exists():
            shutil.copy(DATA / f"store-{release}{name}.db", tmp_path / f"rso{name}.db")
    url = f"sqlite:///{tmp_path / 'rso.db'}"
    before = rows(url, EVENTS) if release in ("0.2.0-proof", "0.3.0-corrections") else None
    log = rows(url, LOG) if before else None
    first = record(url)
    assert label(keys_url(url)) == first == record(url)
    assert [name for name in names(url) if name]
    assert before is None or (rows(url, EVENTS), rows(url, LOG)) == (before, log)


def test_the_keys_are_found_by_a_link_and_by_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "echt").mkdir()
    (tmp_path / "elders").mkdir()
    url = f"sqlite:///{tmp_path / 'echt' / 'rso.db'}"
    record(url, "p-1")
    (tmp_path / "elders" / "rso.db").symlink_to(tmp_path / "echt" / "rso.db")
    monkeypatch.chdir(tmp_path / "elders")
    for other in ("sqlite:///rso.db", f"sqlite:///{tmp_path / 'elders' / 'rso.db'}", "sqlite:///../echt/rso.db"):
        assert names(other) == ["p-1 Voorbeeld"]
        assert keys_url(other) == keys_url(url)
    record("sqlite:///rso.db", "p-2")
    assert [path.name for path in (tmp_path / "elders").iterdir()] == ["rso.db"]
    assert names(url) == ["p-1 Voorbeeld", "p-2 Voorbeeld"]


def test_a_record_that_goes_without_its_keys_says_so_until_it_has_some(store_url: str, tmp_path: Path) -> None:
    record(store_url, "p-1")
    with EventStore.open(store_url) as store:
        stored = [row for _, row in store.stored()]
    url = f"sqlite:///{tmp_path / 'zonder.db'}"
    with EventStore.open(url) as store:
        assert not store.facts.goes_without_keys()
        store.put_stored(stored)
        assert store.facts.goes_without_keys()
    assert names(url) == [None]
    record(url, "p-2")
    with EventStore.open(url) as store:
        assert not store.facts.goes_without_keys()
    (tmp_path / "zonder-keys.db").unlink()
    with pytest.raises(KeysNotOfRecordError, match="are not at"):
        opened(url)


def test_a_backup_put_back_is_the_same_record(store_url: str, tmp_path: Path) -> None:
    """Its keys, that stayed where they were, are those of the record that came back."""
    keys = f"sqlite:///{tmp_path / 'sleutels.db'}"
    identity = record(store_url, "p-1", keys=keys)
    with EventStore.open(store_url, keys) as store:
        back_up(store, tmp_path / "b.db")
    url = f"sqlite:///{tmp_path / 'terug.db'}"
    with EventStore.open(url, keys, names=False) as store:
        restore(tmp_path / "b.db", store)
        assert store.facts.identity == identity
    assert names(url, keys) == ["p-1 Voorbeeld"]


KEY, OTHER_KEY = new_key(), new_key()


@pytest.mark.parametrize(
    ("kept", "sealed", "erased", "shows"),
    [
        ({}, (), (), True),
        ({SECRET: KEY}, (), (), True),
        ({"p-1": KEY}, (), (), False),
        ({"p-1": KEY}, ("p-1",), (), True),
        ({"p-1": OTHER_KEY}, ("p-1",), (), False),
        ({"p-1": KEY, "p-2": OTHER_KEY}, ("p-1", "p-2"), (), True),
        ({"p-1": KEY}, ("p-1", "p-2"), (), False),
        ({"p-1": KEY}, ("p-1", "p-2"), ("p-2",), True),
        ({"p-1": KEY, "p-2": None}, ("p-1", "p-2"), (), True),
        ({"p-1": None}, ("p-1",), (), True),
        ({"p-1": None, "q-9": KEY}, ("p-1",), ("p-1",), False),
        ({SECRET: KEY}, ("p-1",), (), False),
        ({SECRET: KEY}, ("p-1",), ("p-1",), True),
    ],
)
def test_when_keys_of_before_show_that_they_are_those_of_the_record(
    kept: dict[str, bytes | None], sealed: tuple[str, ...], erased: tuple[str, ...], sqlite_url: str, *, shows: bool
) -> None:
    with EventStore.open(sqlite_url) as store:
        store.keys.put(dict.fromkeys(sealed, KEY))
    record(sqlite_url, *sealed)
    with opened(sqlite_url) as application:
        for person in erased:
            application.perform(acts.ErasePerson(person=person, ground="Verzoek", on=DAY), by())
    place = KeysPlace(keys_url(sqlite_url))
    with place.changing() as connection:
        connection.execute(sa.delete(KEYS))
        connection.execute(sa.delete(FACTS))
        for person, key in kept.items():
            connection.execute(sa.insert(KEYS).values(person=person, key=key, made_at=NOW))
    with EventStore.open(sqlite_url, names=False) as store:
        assert store.keys.record is not None
        assert Fit.of(kept, store.keys.record).shows is shows
        expected = Belonging.SHOWN if shows else Belonging.UNSHOWN
        assert belonging_of(place, store.keys.record) is (expected if kept else Belonging.NONE_NEEDED)
    place.close()


def copied(path: Path, to: Path) -> str:
    """Copy an SQLite file; gives its address."""
    shutil.copy(path, to)
    return f"sqlite:///{to}"


def test_a_copy_of_the_record_changes_no_key_of_the_original(tmp_path: Path) -> None:
    url, keys = f"sqlite:///{tmp_path / 'rso.db'}", f"sqlite:///{tmp_path / 'sleutels.db'}"
    record(url, "p-1", keys=keys)
    copy = copied(tmp_path / "rso.db", tmp_path / "proef.db")
    before = (tmp_path / "sleutels.db").read_bytes()
    assert names(copy, keys) == ["p-1 Voorbeeld"], "it may be looked into"
    for act in (
        acts.ErasePerson(person="p-1", ground="Proef", on=DAY),
        acts.RegisterPerson(person="p-2", name="B. Voorbeeld", on=DAY),
    ):
        with opened(copy, keys) as application:
            with pytest.raises(
                KeysNotOfRecordError, match=r"in use by the record at .*rso\.db, of which this one is a copy"
            ):
                application.perform(act, by())
            assert application.store.head() == 1
    assert (tmp_path / "sleutels.db").read_bytes() == before
    record(url, "p-3", keys=keys)
    (tmp_path / "rso.db").unlink()
    record(copy, "p-2", keys=keys)
    assert names(copy, keys) == ["p-1 Voorbeeld", "p-2 Voorbeeld"], "it moved"


def test_a_copy_of_the_keys_is_not_destroyed_in_their_place(store_url: str, tmp_path: Path) -> None:
    keys = f"sqlite:///{tmp_path / 'sleutels.db'}"
    record(store_url, "p-1", keys=keys)
    copy = copied(tmp_path / "sleutels.db", tmp_path / "kopie.db")
    assert names(store_url, copy) == ["p-1 Voorbeeld"]
    with opened(store_url, copy) as application:
        act = acts.ErasePerson(person="p-1", ground="Proef", on=DAY)
        with pytest.raises(KeysNotOfRecordError, match=r"are a copy of those at .*sleutels\.db, which are still there"):
            application.perform(act, by())
        assert application.store.head() == 1
    record(store_url, "p-2", keys=keys)
    (tmp_path / "sleutels.db").unlink()
    record(store_url, "p-3", keys=copy)
    assert names(store_url, copy) == ["p-1 Voorbeeld", None, "p-3 Voorbeeld"], "it moved, and was older"


def test_a_record_that_is_copied_with_its_keys_has_keys_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "een").mkdir()
    url = f"sqlite:///{tmp_path / 'een' / 'rso.db'}"
    record(url, "p-1")
    shutil.copytree(tmp_path / "een", tmp_path / "twee")
    other = f"sqlite:///{tmp_path / 'twee' / 'rso.db'}"
    record(other, "p-2")
    record(url, "p-3")
    assert names(other) == ["p-1 Voorbeeld", "p-2 Voorbeeld"]
    assert names(url) == ["p-1 Voorbeeld", "p-3 Voorbeeld"]


@pytest.mark.parametrize("what", ["record", "keys"])
def test_what_is_a_copy_is_taken_when_somebody_says_so(tmp_path: Path, what: str) -> None:
    url, keys = f"sqlite:///{tmp_path / 'rso.db'}", f"sqlite:///{tmp_path / 'sleutels.db'}"
    record(url, "p-1", keys=keys)
    new = copied(tmp_path / ("rso.db" if what == "record" else "sleutels.db"), tmp_path / "kopie.db")
    now = (new, keys) if what == "record" else (url, new)
    with EventStore.open(*now) as store:
        take(store.keys)
    record(now[0], "p-2", keys=now[1])
    with pytest.raises(KeysNotOfRecordError, match=r"is a copy|in use by|are a copy"):
        record(url, "p-3", keys=keys)


@pytest.mark.postgres
def test_a_record_on_a_server_that_moved_is_bound_on_purpose(postgres_url: str, tmp_path: Path) -> None:
    keys = f"sqlite:///{tmp_path / 'sleutels.db'}"
    record(postgres_url, "p-1", keys=keys)
    record(postgres_url, "p-2", keys=keys)
    place = KeysPlace(keys)
    with place.changing() as connection:
        connection.execute(sa.update(FACTS).where(FACTS.c.name == "store").values(value="postgresql:7/7/rso"))
    place.close()
    with pytest.raises(KeysNotOfRecordError, match="in use by the record at 7/7/rso"):
        record(postgres_url, "p-3", keys=keys)
    with EventStore.open(postgres_url, keys) as store:
        take(store.keys)
    record(postgres_url, "p-3", keys=keys)


@pytest.mark.postgres
def test_where_a_server_is_can_be_asked_without_rights(postgres_url: str) -> None:
    engine = engine_for(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE ROLE gewoon_lid")
        connection.exec_driver_sql("SET LOCAL ROLE gewoon_lid")
        assert connection.exec_driver_sql(ASKED).one()[0]
        connection.exec_driver_sql("RESET ROLE")
        connection.exec_driver_sql("DROP ROLE gewoon_lid")
    engine.dispose()
    assert whereabouts(postgres_url) == whereabouts(postgres_url)
    assert whereabouts(postgres_url) != whereabouts(postgres_url.replace("schema=", "schema=public,"))
