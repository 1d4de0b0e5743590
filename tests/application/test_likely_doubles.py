"""Who registers a person can ask whether that person is on record already; a file or script is not stopped by it."""

from collections.abc import Iterator
from datetime import date

import pytest

from acts_of_a_region import by
from region_to_mend import MENDED, TYPED, Mended, region_to_mend
from rso_core import Refused, acts
from rso_core.acts import replace
from rso_core.likely_doubles import LikelyDouble, Same, likely_doubles, register_person
from rso_core.older_acts import recorded_act_in

NEW = acts.RegisterPerson(person="p-9", name="Zoë van 't Voorbeeld", on=TYPED, email="Zoe@X.example ")


@pytest.fixture
def region(sqlite_url: str) -> Iterator[Mended]:
    with region_to_mend(sqlite_url) as region:
        yield region


def found(region: Mended, act: acts.RegisterPerson = NEW) -> list[tuple[str, tuple[Same, ...]]]:
    return [(each.person, each.same) for each in likely_doubles(region.application.store, act)]


@pytest.mark.parametrize(
    "name", ["Zoë van 't Voorbeeld", "zoe van ’t voorbeeld", "Zoe\u0308 van 't Voorbeeld", "ZOË  VAN T VOORBEELD"]
)
def test_a_name_is_the_same_however_it_is_spelled(region: Mended, name: str) -> None:
    region.perform(replace(NEW, person="p-8", name=name, email=None))
    assert found(region) == [("p-8", (Same.NAME,))]


@pytest.mark.parametrize("name", ["Zoë van 't Voorbeel", "Z. van 't Voorbeeld"])
def test_another_name_is_not(region: Mended, name: str) -> None:
    region.perform(replace(NEW, person="p-8", name=name, email="ander@x.example"))
    assert found(region) == []


def test_an_address_is_enough_and_so_is_one_that_was_had_before(region: Mended) -> None:
    region.perform(replace(NEW, person="p-7", name="Q. Voorbeeld", email="zoe@x.example"))
    region.perform(replace(NEW, person="p-8", name="Iemand Anders", email=None))
    region.perform(acts.CorrectPerson(person="p-8", name="Zoe van t Voorbeeld", on=MENDED))
    assert found(region) == [("p-7", (Same.EMAIL,)), ("p-8", (Same.NAME,))]
    region.perform(acts.CorrectPerson(person="p-7", email="q@x.example", on=MENDED))
    assert [person for person, _ in found(region)] == ["p-7", "p-8"]


def test_who_was_erased_or_set_aside_is_not_among_them(region: Mended) -> None:
    act = region.perform(replace(NEW, person="p-7"))
    region.perform(replace(NEW, person="p-8"))
    region.set_aside(act)
    region.perform(acts.ErasePerson(person="p-8", ground="Verzoek", on=TYPED))
    assert found(region) == []


def test_a_registration_that_asks_is_refused_until_it_says_that_it_is_another(region: Mended) -> None:
    region.perform(replace(NEW, person="p-8"))
    head = region.application.store.head()
    with pytest.raises(Refused) as refused:
        register_person(region.application, NEW, by())
    assert refused.value.rule.id == "person.registered_once"
    assert refused.value.facts["resembles"] == ["p-8 (email, name)"]
    assert region.application.store.head() == head
    outcome = register_person(region.application, replace(NEW, unlike=("p-8",)), by(key="k"))
    said = recorded_act_in(region.application.store, outcome.events)
    assert said.unlike == ("p-8",)  # type: ignore[attr-defined]
    assert register_person(region.application, replace(NEW, unlike=("p-8",)), by(key="k")).repeated
    with pytest.raises(Refused, match="p-9"):
        register_person(region.application, replace(NEW, person="p-10", unlike=("p-8",)), by())


def test_by_itself_an_act_is_recorded_as_before(region: Mended) -> None:
    region.perform(replace(NEW, person="p-8"))
    region.perform(NEW)
    assert likely_doubles(region.application.store, replace(NEW, person="p-10")) == (
        LikelyDouble("p-8", (Same.EMAIL, Same.NAME)),
        LikelyDouble("p-9", (Same.EMAIL, Same.NAME)),
    )
    with pytest.raises(Refused, match="unknown person: p-99"):
        region.perform(replace(NEW, person="p-11", on=date(2026, 3, 1), unlike=("p-99",)))
