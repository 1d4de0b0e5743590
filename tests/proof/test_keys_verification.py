"""Verification tries every key: each opens what it should, destroyed ones are gone, and none came back."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa

from acts_of_a_region import NOW, by
from rso_core import Application, EventStore, acts
from rso_core.database import engine_for
from rso_core.proof.finding import Finding
from rso_core.proof.keys_verification import BELONGS, ERASED, NAMED_AT_ONCE, OPENS, key_findings, try_keys
from rso_core.proof.verification import verify
from rso_core.store.keys_place import FACTS, KEYS, KeysPlace, keys_url
from rso_core.store.sealing import new_key
from rso_core.store.tables import EVENTS

DAY = date(2026, 1, 1)
Change = Callable[[sa.Connection, dict[str, bytes]], object]


def stand(connection: sa.Connection, person: str, key: bytes) -> None:
    connection.execute(sa.delete(KEYS).where(KEYS.c.person == person))
    connection.execute(sa.insert(KEYS).values(person=person, key=key, made_at=NOW))


def swap(connection: sa.Connection, keys: dict[str, bytes]) -> None:
    stand(connection, "p-1", keys["p-2"])
    stand(connection, "p-2", keys["p-1"])


def made(url: str, change: Change | None = None) -> None:
    """A record with three persons of whom the last is erased, and what somebody did to its keys afterwards."""
    with Application(EventStore.open(url), lambda: NOW) as application:
        for n in (1, 2, 3):
            application.perform(acts.RegisterPerson(person=f"p-{n}", name=f"{n}. Voorbeeld", on=DAY), by())
        application.perform(acts.CorrectPerson(person="p-1", name="A. Voorbeeld", on=DAY), by())
        keys = application.store.keys.exported()
        application.perform(acts.ErasePerson(person="p-3", ground="Verzoek", on=DAY), by())
    if change is not None:
        place = KeysPlace(keys_url(url))
        with place.changing() as connection:
            change(connection, keys)
        place.close()


def findings(url: str) -> dict[str, Finding]:
    with EventStore.open(url, names=False) as store:
        verified = verify(store)
        found = {finding.check: finding for finding in key_findings(store)}
        assert [finding for finding in verified.findings if finding.check in found] == [*found.values()]
        assert verified.ok is all(finding.ok is not False for finding in found.values())
        return found


def test_keys_that_are_as_they_should_be(store_url: str) -> None:
    made(store_url)
    found = findings(store_url)
    assert [(each.check, each.ok) for each in found.values()] == [(BELONGS, True), (OPENS, True), (ERASED, None)]
    assert found[BELONGS].found == "sleutels van 2 personen openen hun namen"
    assert found[OPENS].found == "4 keer een naam, elk geprobeerd"
    assert found[ERASED].found == "1; hun gebeurtenissen staan er nog, hun naam niet"


def test_a_record_without_names_needs_no_keys(store_url: str) -> None:
    with EventStore.open(store_url) as store:
        assert [(each.check, each.ok) for each in key_findings(store)] == [
            (BELONGS, True),
            (OPENS, True),
            (ERASED, None),
        ]


CASES: dict[str, tuple[Change, str, str]] = {
    "swapped": (
        swap,
        OPENS,
        "de sleutels van p-1, p-2 staan onder een ander (rso keys mend)",
    ),
    "garbage": (lambda c, _: stand(c, "p-1", new_key()), OPENS, "de sleutel van p-1 opent de naam niet"),
    "missing": (
        lambda c, _: c.execute(sa.delete(KEYS).where(KEYS.c.person == "p-2")),
        OPENS,
        "de sleutel van p-2 is hier niet",
    ),
    "came back": (lambda c, keys: stand(c, "p-3", keys["p-3"]), ERASED, "de sleutel van p-3 is er weer"),
    "came back as another": (lambda c, keys: stand(c, "q-1", keys["p-3"]), ERASED, "de sleutel van p-3 is er weer"),
    "faked": (
        lambda c, _: c.execute(sa.update(KEYS).where(KEYS.c.person == "p-1").values(key=None, destroyed_at=NOW)),
        ERASED,
        "de sleutel van p-1 is vernietigd, en het dossier zegt niet dat de persoon is gewist",
    ),
    "of another record": (
        lambda c, _: c.execute(sa.update(FACTS).values(value="0" * 32)),
        BELONGS,
        "die van een ander dossier",
    ),
    "of before, and not all": (
        lambda c, _: [c.execute(sa.delete(FACTS)), c.execute(sa.delete(KEYS).where(KEYS.c.person == "p-1"))],
        BELONGS,
        "zeggen niet van welk dossier zij zijn",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_as_it_should_be_is_found(store_url: str, case: str) -> None:
    change, check, said = CASES[case]
    made(store_url, change)
    found = findings(store_url)
    assert (found[check].ok, said in found[check].found) == (False, True), found
    assert [each.check for each in found.values() if each.ok is False] == [check]


def test_a_key_that_opens_only_the_first_name_is_found(sqlite_url: str) -> None:
    made(sqlite_url)
    later = EVENTS.c.originator_id == "person:p-1", EVENTS.c.originator_version == 2
    engine = engine_for(sqlite_url)
    with engine.begin() as connection:
        state = connection.scalar(sa.select(EVENTS.c.state).where(*later))
        assert state is not None
        altered = state.replace(b'"sealed":"', b'"sealed":"AAAA')
        connection.execute(sa.update(EVENTS).where(*later).values(state=altered))
    engine.dispose()
    with EventStore.open(sqlite_url) as store:
        tried = try_keys(store)
    assert (tried.wrong, tried.opened, tried.missing, tried.misplaced) == (("p-1",), ("p-2",), (), ())


@pytest.mark.parametrize(("absent", "ok"), [("gone", None), ("said", None)])
def test_keys_that_are_not_here_are_told_and_prove_nothing(sqlite_url: str, absent: str, ok: bool | None) -> None:
    made(sqlite_url)
    with EventStore.open(sqlite_url) as store:
        if absent == "said":
            store.facts.go_without_keys()
    place = KeysPlace(keys_url(sqlite_url))
    with place.changing() as connection:
        connection.execute(sa.delete(KEYS))
        connection.execute(sa.delete(FACTS))
    place.close()
    found = findings(sqlite_url)
    assert found[BELONGS].ok is ok
    said = {"gone": "de sleutels zijn hier niet", "said": "gaat zonder de sleutels verder"}
    assert said[absent] in found[BELONGS].found
    assert OPENS not in found


def test_an_erasure_that_was_begun_is_told(sqlite_url: str) -> None:
    made(sqlite_url)
    with EventStore.open(sqlite_url) as store:
        store.keys.begin_erasing("p-1", "erase-person")
    found = findings(sqlite_url)
    assert (found[ERASED].ok, found[ERASED].found.startswith("begonnen en niet afgemaakt: p-1")) == (None, True)


@pytest.mark.parametrize("more", [0, 1])
def test_many_are_counted(sqlite_url: str, more: int) -> None:
    number = NAMED_AT_ONCE + more
    with Application(EventStore.open(sqlite_url), lambda: NOW) as application:
        for n in range(number):
            application.perform(acts.RegisterPerson(person=f"p-{n}", name=f"{n}. Voorbeeld", on=DAY), by())
        application.store.keys.replace({f"p-{n}": new_key() for n in range(number)})
        found = {each.check: each.found for each in key_findings(application.store)}[OPENS]
    assert ("en 1 anderen" in found) is bool(more)
    assert "p-0, " in found
