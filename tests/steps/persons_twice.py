"""Steps about persons who were registered twice, or may be."""

from datetime import date
from typing import Any

from pytest_bdd import given, parsers, then, when

from acts_of_a_region import MEETING_DAY, START, by, mandate, plan, present
from rso_core import Refused, acts
from rso_core.act_handles import last_act
from rso_core.corrections import Correction, correct
from rso_core.events import Attendee, MandateGranted, Scope
from rso_core.likely_doubles import register_person
from rso_core.merging_persons import merge_person
from rso_core.narrative.account import account_of
from rso_core.recorded_acts import recorded_act
from steps.world import World, sentence


def tried(world: World, act: Any) -> None:
    """Try something; a refusal is remembered for the sentence that follows."""
    world.head_before, world.refused = world.application.store.head(), None
    try:
        act()
    except Refused as refused:
        world.refused = refused


def register(world: World, **fields: Any) -> None:
    act = acts.RegisterPerson(person="p-9", on=date(2026, 11, 20), **fields)
    tried(world, lambda: register_person(world.application, act, by()))


@when(parsers.parse('"{naam}" met het adres "{adres}" wordt geregistreerd, met de vraag of die er al is'))
def registers(world: World, naam: str, adres: str) -> None:
    register(world, name=naam, email=adres)


@then(parsers.re(r'^noemt de weigering "(?P<persoon>p-[^"]+)"$'))
def refusal_names(world: World, persoon: str) -> None:
    assert world.refused is not None
    (resembles,) = world.refused.facts["resembles"]
    assert resembles.split(" ")[0] == persoon


@when(parsers.parse('"{naam}" wordt geregistreerd als een ander dan "{persoon}"'))
def registers_another(world: World, naam: str, persoon: str) -> None:
    register(world, name=naam, unlike=(persoon,))


@then(parsers.parse('staat vast dat het een ander is dan "{persoon}"'))
def said_to_be_another(world: World, persoon: str) -> None:
    said = recorded_act(last_act(world.application.store, "office:secretariaat"))
    assert isinstance(said, acts.RegisterPerson)
    assert said.unlike == (persoon,)


def twice(world: World, party: str) -> None:
    world.certain(acts.RegisterPerson(person="p-22", name="2. Voorbeeld", on=START))
    world.certain(mandate(party, "p-22", mandate="m-22", scopes=(Scope.REPRESENT,)))


@given('"2. Voorbeeld" staat ook als "p-22" in het dossier, met een mandaat, een zetel en een actiepunt')
def registered_twice(world: World) -> None:
    twice(world, "gem-a")
    world.certain(acts.TakeSeat(body="overleg", seat="z", party="gem-a", person="p-22", start=START))
    due = date(2026, 6, 1)
    action = {"action": "brief", "body": "overleg", "title": "Brief", "party": "gem-a", "person": "p-22"}
    world.certain(acts.AgreeAction(**action, on=MEETING_DAY, due=due))


@given('"2. Voorbeeld" staat ook als "p-22" in het dossier, en was voor een andere partij bij dezelfde vergadering')
def at_one_meeting(world: World) -> None:
    twice(world, "gem-b")
    plan(world.application)
    listed = (*present("prov", "gem-a"), Attendee(person="p-22", party="gem-b"))
    world.certain(acts.HoldMeeting(meeting="v1", held_on=MEETING_DAY, chair="p-1", attendance=listed))


@when(parsers.re(r'^"(?P<persoon>[^"]+)" opgaat in "(?P<ander>[^"]+)"$'))
def becomes_one(world: World, persoon: str, ander: str) -> None:
    tried(world, lambda: merge_person(world.application, persoon, ander, "dubbel geregistreerd", by()))


@when(parsers.parse('"{persoon}" opgaat in "{ander}" en de aanwezigheid tegelijk wordt verbeterd'))
def becomes_one_with(world: World, persoon: str, ander: str) -> None:
    more = Correction("meeting:v1@2", {"attendance": present("prov", "gem-a")})
    tried(world, lambda: merge_person(world.application, persoon, ander, "dubbel geregistreerd", by(), [more]))


@then(parsers.parse("noemt de weigering de vergadering"))
def refusal_names_meeting(world: World) -> None:
    assert world.refused is not None
    (way,) = world.refused.facts["in_the_way"]
    assert way.startswith("hold-meeting ")


@then(parsers.parse('staat in geen register nog "{persoon}"'))
def in_no_register(world: World, persoon: str) -> None:
    assert world.refused is None, world.refused
    for model in world.plugins.read_models():
        found = [row for row in world.register(model.name).rows if persoon in map(str, row.values())]
        assert not found, model.name


@then(parsers.parse('heeft "{persoon}" dat mandaat, die zetel en dat actiepunt'))
def has_them(world: World, persoon: str) -> None:
    withdrawn = world.application.store.withdrawn()
    events = (r.event for r in world.application.history("party:gem-a") if r.id not in withdrawn)
    mandates = {(e.mandate, e.person) for e in events if isinstance(e, MandateGranted)}
    assert ("m-22", persoon) in mandates
    assert ("m-22", "p-22") not in mandates
    assert [row["person"] for row in world.register("seats", MEETING_DAY).rows] == [persoon]
    assert [row["person"] for row in world.register("actions", MEETING_DAY).rows] == [persoon]


@sentence(then, r'stond, zoals bekend op (?P<bekend>[0-9-]+), "(?P<persoon>[^"]+)" in het register')
def was_there(world: World, bekend: date, persoon: str) -> None:
    assert persoon in {row["person"] for row in world.register("persons", MEETING_DAY, bekend).rows}


@then(parsers.parse('leest "{persoon}" dat dit is verbeterd'))
def reads_that(world: World, persoon: str) -> None:
    account = account_of(world.application.store, ("person", persoon))
    told = [remark for entry in account.entries for remark in entry.remarks]
    assert sum("omdat “dubbel geregistreerd”" in remark for remark in told) == 4, "ook zijn eigen registratie"


@given(parsers.parse('de naam van "{persoon}" is verbeterd van "{was}" in "{is_nu}"'))
def name_put_right(world: World, persoon: str, was: str, is_nu: str) -> None:
    first = world.application.store.stream(f"person:{persoon}")[0]
    assert getattr(first.event, "name", None) == was
    correct(world.application, [Correction(first.id, {"name": is_nu})], "verkeerd gespeld", by())
