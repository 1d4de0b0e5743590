"""A key is destroyed, or it is said that it was not; what stands under the wrong person destroys nobody else's name."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import pytest
import sqlalchemy as sa

from acts_of_a_region import NOW, by
from rso_core import Application, EventStore, acts
from rso_core.events import PersonRegistered
from rso_core.store.errors import KeyMissingError, StoreError
from rso_core.store.keys_place import KEYS, KeysPlace, keys_url
from rso_core.store.misplaced_keys import misplaced, with_key_to
from rso_core.store.sealing import new_key
from rso_core.store.stored import StoredRow

DAY = date(2026, 1, 1)
PERSONS = ("p-1", "p-2", "p-3")


@contextmanager
def opened(url: str) -> Iterator[Application]:
    with Application(EventStore.open(url), lambda: NOW) as application:
        if not application.store.head():
            for person in PERSONS:
                application.perform(acts.RegisterPerson(person=person, name=f"{person} Voorbeeld", on=DAY), by())
        yield application


def erase(application: Application, person: str) -> None:
    application.perform(acts.ErasePerson(person=person, ground="Verzoek", on=DAY), by())


def names(url: str) -> dict[str, str | None]:
    with opened(url) as application:
        read = [r.event for _, r in application.store.read() if isinstance(r.event, PersonRegistered)]
        return {event.person: event.name for event in read}


def kept(url: str) -> dict[str, bytes | None]:
    place = KeysPlace(keys_url(url))
    rows = {r.person: r.key and bytes(r.key) for r in place.select(sa.select(KEYS))}
    place.close()
    return {person: key for person, key in rows.items() if person in PERSONS}


def put(url: str, keys: Mapping[str, bytes | None]) -> None:
    """Have other keys stand there, as somebody with the database can."""
    place = KeysPlace(keys_url(url))
    with place.changing() as connection:
        for person, key in keys.items():
            connection.execute(sa.delete(KEYS).where(KEYS.c.person == person))
            connection.execute(sa.insert(KEYS).values(person=person, key=key, made_at=NOW))
    place.close()


def stop_changes(keys: KeysPlace) -> None:
    """The database takes every change of a key, and changes nothing."""
    with keys.changing() as connection:
        connection.exec_driver_sql(
            "CREATE RULE stil AS ON UPDATE TO rso_person_keys DO INSTEAD NOTHING"
            if keys.backend == "postgresql"
            else "CREATE TRIGGER stil BEFORE UPDATE ON rso_person_keys BEGIN SELECT RAISE(IGNORE); END"
        )


def test_what_is_not_there_is_not_destroyed(store_url: str) -> None:
    with opened(store_url) as application:
        with pytest.raises(StoreError, match=r"nothing was changed for p-9"):
            application.store.keys.destroy("p-9")
        assert application.store.keys.destroy("p-1")
        assert not application.store.keys.destroy("p-1"), "again"


def test_a_key_that_cannot_be_changed_is_not_said_to_be_destroyed(store_url: str) -> None:
    with opened(store_url) as application:
        stop_changes(application.store.keys.place)
        head = application.store.head()
        # PostgreSQL refuses by itself what such a rule makes ambiguous.
        with pytest.raises(StoreError, match=r"nothing was changed for p-1|cannot be used with table that has"):
            erase(application, "p-1")
        assert application.store.head() == head, "nothing is recorded that cannot be done"
        with pytest.raises(StoreError, match="nothing was changed for p-1"):
            application.store.keys.destroy("p-1")


def test_what_still_opens_the_name_is_told(store_url: str) -> None:
    with opened(store_url) as application:
        keys = application.store.keys
        with pytest.raises(StoreError, match=r"the key of p-1 is still at .* under p-1"):
            keys.require_gone("p-1")
        before = keys.exported()
        erase(application, "p-1")
        keys.require_gone("p-1")
        put(store_url, {"p-3": before["p-1"]})
        with pytest.raises(StoreError, match=r"the key of p-1 is still at .* under p-3"):
            keys.require_gone("p-1")
        put(store_url, {"p-1": new_key(), "p-3": before["p-3"]})
        with pytest.raises(StoreError, match=r"the key of p-1 is still at .* under p-1"):
            keys.require_gone("p-1")


@pytest.mark.parametrize("under", [("p-2", "p-1", "p-3"), ("p-2", "p-3", "p-1"), ("p-3", "p-1", "p-2")])
def test_erasing_destroys_the_key_of_that_person_whoever_it_stands_under(
    store_url: str, under: tuple[str, ...]
) -> None:
    with opened(store_url):
        pass
    before = kept(store_url)
    put(store_url, {person: before[other] for person, other in zip(PERSONS, under, strict=True)})
    with opened(store_url) as application:
        erase(application, "p-1")
    assert kept(store_url) == {**before, "p-1": None}
    assert names(store_url) == {"p-1": None, "p-2": "p-2 Voorbeeld", "p-3": "p-3 Voorbeeld"}


def test_a_second_copy_of_the_key_is_destroyed_as_well(store_url: str) -> None:
    with opened(store_url):
        pass
    before = kept(store_url)
    put(store_url, {"q-1": before["p-1"], "p-2": before["p-1"]})
    with opened(store_url) as application:
        erase(application, "p-1")
        assert set(application.store.keys.exported()) == {"p-3"}
    assert kept(store_url) == {"p-1": None, "p-2": None, "p-3": before["p-3"]}


@pytest.mark.parametrize("instead", ["nothing", "garbage"])
def test_who_has_no_key_is_erased_and_gets_none_back(store_url: str, instead: str) -> None:
    with opened(store_url):
        pass
    before = kept(store_url)
    place = KeysPlace(keys_url(store_url))
    with place.changing() as connection:
        connection.execute(sa.delete(KEYS).where(KEYS.c.person == "p-1"))
    place.close()
    if instead == "garbage":
        put(store_url, {"p-1": new_key()})
    with opened(store_url) as application:
        erase(application, "p-1")
        state = application.store.keys.state("p-1")
        assert state is not None
        assert (state.there, state.erasing, state.destroyed_at is not None) == (False, None, True)
        key = before["p-1"]
        assert key is not None
        application.store.keys.put({"p-1": key})
        assert "p-1" not in application.store.keys.exported()
    assert kept(store_url) == {**before, "p-1": None}


def test_a_key_that_came_back_after_the_erasure_opens_nothing(store_url: str) -> None:
    with opened(store_url) as application:
        before = kept(store_url)
        erase(application, "p-1")
    put(store_url, before)
    assert names(store_url)["p-1"] is None
    with opened(store_url) as application:
        assert application.history("person:p-1")[0].event.name is None  # type: ignore[attr-defined]
        assert application.store.keys.get("p-1") is None
        assert set(application.store.keys.exported()) == {"p-2", "p-3"}, "it goes into no backup"


def test_nothing_is_sealed_with_the_key_of_another(store_url: str) -> None:
    with opened(store_url):
        pass
    before = kept(store_url)
    put(store_url, {"p-1": before["p-2"]})
    with opened(store_url) as application:
        with pytest.raises(KeyMissingError, match="is not the one of this person"):
            application.store.keys.ensure([], ["p-1"])
        application.store.keys.ensure([], ["p-2"])


def test_keys_are_put_right_but_for_who_was_erased(store_url: str) -> None:
    with opened(store_url) as application:
        before = kept(store_url)
        erase(application, "p-3")
    put(store_url, {"p-1": before["p-2"], "p-2": before["p-3"], "q-1": before["p-1"]})
    with opened(store_url) as application:
        assert application.store.keys.put_right() == ["p-1", "p-2"]
        assert application.store.keys.put_right() == []
    assert kept(store_url) == {"p-1": before["p-1"], "p-2": before["p-2"], "p-3": None}


def test_which_keys_stand_under_the_wrong_person(sqlite_url: str) -> None:
    with opened(sqlite_url) as application:
        record = application.store.keys.record
        assert record is not None
        rows: Mapping[str, list[StoredRow]] = {person: [*found] for person, found in record.sealed_names().items()}
    one, two, three = (key for key in kept(sqlite_url).values() if key is not None)
    assert misplaced({"p-1": one, "p-2": two, "p-3": three}, rows) == {}
    assert misplaced({"p-1": two, "p-2": one, "p-3": three}, rows) == {"p-1": one, "p-2": two}
    assert misplaced({"p-1": two, "p-2": two, "p-3": three}, rows) == {}, "the key of p-1 is nowhere"
    assert misplaced({"p-1": None, "q": one}, rows) == {"p-1": one}
    assert misplaced({"p-1": None, "*": one}, rows) == {}, "the secret of the record is nobody's"
    assert with_key_to(rows["p-1"], {"p-1": one, "p-2": one, "p-3": None, "q": two}) == ["p-1", "p-2"]
