"""Steps about the keys to the names of persons: whose they are, and what they open."""

from datetime import date
from pathlib import Path

import attrs
import pytest
import sqlalchemy as sa
from pytest_bdd import given, parsers, then, when

from acts_of_a_region import NOW, by
from rso_core import Application, EventStore, acts
from rso_core.proof.verification import verify
from rso_core.store.errors import KeysNotOfRecordError
from rso_core.store.keys_place import KEYS, KeysPlace
from steps.world import World

DAY = date(2026, 1, 1)


@attrs.define
class KeysOfPersons:
    """What was refused; and the key of each person as it was before somebody did something to it."""

    refused: KeysNotOfRecordError | None = None
    before: dict[str, bytes] = attrs.field(factory=dict)


@pytest.fixture
def keys_of_persons(world: World) -> KeysOfPersons:
    return KeysOfPersons(before=world.application.store.keys.exported())


def place(world: World, keys: dict[str, bytes]) -> None:
    """Have these keys stand there, and let the record be opened anew."""
    there = KeysPlace(world.application.store.keys.url)
    with there.changing() as connection:
        for person, key in keys.items():
            connection.execute(sa.delete(KEYS).where(KEYS.c.person == person))
            connection.execute(sa.insert(KEYS).values(person=person, key=key, made_at=NOW))
    there.close()
    world.application = Application(EventStore.open(world.application.store.url), world.application.clock)


@given(parsers.parse('de sleutels van "{een}" en "{ander}" zijn verwisseld'))
def swapped(world: World, keys_of_persons: KeysOfPersons, een: str, ander: str) -> None:
    before = keys_of_persons.before
    place(world, {een: before[ander], ander: before[een]})


@given("er is een reservekopie van de sleutels")
def kept(keys_of_persons: KeysOfPersons) -> None:
    assert keys_of_persons.before


@when(parsers.parse('de sleutel van "{persoon}" uit de reservekopie terugkomt'))
def came_back(world: World, keys_of_persons: KeysOfPersons, persoon: str) -> None:
    place(world, {persoon: keys_of_persons.before[persoon]})


@when(
    parsers.parse(
        'in een ander dossier, waarin "{persoon}" iemand anders is, "{_}" wordt gewist met de sleutels van dit dossier'
    )
)
def erased_elsewhere(world: World, keys_of_persons: KeysOfPersons, tmp_path: Path, persoon: str) -> None:
    (tmp_path / "ander").mkdir()
    url = f"sqlite:///{tmp_path / 'ander' / 'rso.db'}"
    with Application(EventStore.open(url), lambda: NOW) as other:
        other.perform(acts.RegisterPerson(person=persoon, name="X. Anders", on=DAY), by())
    try:
        with Application(EventStore.open(url, world.application.store.keys.url), lambda: NOW) as other:
            other.perform(acts.ErasePerson(person=persoon, ground="Proef", on=DAY), by())
    except KeysNotOfRecordError as refused:
        keys_of_persons.refused = refused


@when("de sleutels van het dossier er niet zijn")
def gone(world: World, keys_of_persons: KeysOfPersons, tmp_path: Path) -> None:
    try:
        EventStore.open(world.application.store.url, f"sqlite:///{tmp_path / 'nergens.db'}").close()
    except KeysNotOfRecordError as refused:
        keys_of_persons.refused = refused


@then("wordt dat niet gedaan, omdat het de sleutels van een ander dossier zijn")
def of_another(keys_of_persons: KeysOfPersons) -> None:
    assert "belong to another record" in str(keys_of_persons.refused)


@then("wordt dat niet gedaan, omdat de sleutels van het dossier er niet zijn")
def not_there(keys_of_persons: KeysOfPersons) -> None:
    assert "are not at" in str(keys_of_persons.refused)


@then(parsers.parse('staat "{persoon}" in het personenregister als "{naam}"'))
def marked(world: World, persoon: str, naam: str) -> None:
    rows = [row for row in world.register("persons", date(2026, 3, 1)).rows if row["person"] == persoon]
    assert [row["name_nl"] for row in rows] == [naam]


@then(parsers.parse('vertelt de controle van het dossier: "{wat}"'))
def verification_tells(world: World, wat: str) -> None:
    found = verify(world.application.store)
    assert not found.ok
    assert [finding.found for finding in found.findings if finding.ok is False and wat in finding.found]
