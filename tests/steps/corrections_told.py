"""Steps about how it is told that something was put right."""

from datetime import date

from pytest_bdd import given, parsers, then, when

from acts_of_a_region import MEETING_DAY, by
from rso_core import acts
from rso_core.comparison.moment_diff import differences
from rso_core.comparison.moments import Moment
from rso_core.corrections import Correction, correct
from rso_core.narrative import narrative_of
from rso_core.narrative.account import account_of
from rso_core.projection import Projector
from steps.world import World, sentence

KENMERK = r'"(?P<kenmerk>[^"]+)"'


@given(parsers.parse('het actiepunt "{kenmerk}" heet "{titel}"'))
def action_called(world: World, kenmerk: str, titel: str) -> None:
    due = date(2026, 6, 1)
    action = acts.AgreeAction(action=kenmerk, body="overleg", title=titel, party="gem-a", on=MEETING_DAY, due=due)
    world.certain(action)


@when(parsers.parse('de titel van het actiepunt "{kenmerk}" wordt verbeterd in "{titel}", omdat "{reden}"'))
def title_put_right(world: World, kenmerk: str, titel: str, reden: str) -> None:
    correct(world.application, [Correction(f"action:{kenmerk}@1", {"title": titel})], reden, by())


@when(parsers.parse('het actiepunt "{kenmerk}" opzij wordt gezet, omdat "{reden}"'))
def action_set_aside(world: World, kenmerk: str, reden: str) -> None:
    correct(world.application, [Correction(f"action:{kenmerk}@1", None)], reden, by())


def story_of(world: World, subject: str | None, known_on: date | None = None) -> str:
    return narrative_of(world.application.store, subject, known_on=known_on).text()


@then(
    parsers.re(rf'^vertelt het verhaal van actiepunt {KENMERK} wat geldt: "(?P<titel>[^"]+)"$'), target_fixture="story"
)
def tells_what_holds(world: World, kenmerk: str, titel: str) -> str:
    (day,) = narrative_of(world.application.store, f"action:{kenmerk}").days
    (paragraph,) = day.paragraphs
    assert day.on == MEETING_DAY, "het staat op de dag vanaf wanneer het geldt"
    (told,) = paragraph.sentences
    assert told.endswith(f"zorgt voor “{titel}”.")
    (corrected,) = paragraph.corrected
    return corrected


@then(parsers.re(r'^staat erbij "(?P<tekst>.+)"$'))
def says_with_it(story: str, tekst: str) -> None:
    assert story == tekst


@then("wordt die verbetering in het verhaal van alles één keer verteld")
def told_once(world: World, story: str) -> None:
    assert story_of(world, None).count(story) == 1


@sentence(
    then,
    rf"vertelt het verhaal van actiepunt {KENMERK}, zoals bekend op (?P<bekend>[0-9-]+), niets van een verbetering",
)
def tells_no_correction(world: World, kenmerk: str, bekend: date) -> None:
    told = story_of(world, f"action:{kenmerk}", bekend)
    assert "Verbeterd" not in told
    assert "Verbeterd" in story_of(world, f"action:{kenmerk}")


@then(parsers.parse('vertelt dat verhaal wat toen gold: "{titel}"'))
def told_what_held_then(world: World, titel: str) -> None:
    assert f"zorgt voor “{titel}”." in story_of(world, "action:brief", date(2026, 4, 2))


@sentence(
    then,
    r"noemt het verschil tussen wat op (?P<begin>[0-9-]+) en op (?P<eind>[0-9-]+) bekend was één verbetering van het "
    r'actiepunt, van "(?P<was>[^"]+)" in "(?P<is_nu>[^"]+)"',
)
def difference_names_it(world: World, begin: date, eind: date, was: str, is_nu: str) -> None:
    projector = Projector(world.application.store, world.plugins.read_models())
    try:
        found = differences(projector, Moment(eind, begin), Moment(eind, eind))
    finally:
        projector.close()
    (act,) = found.acts
    assert act.act == "correct-act"
    assert act.told[0].endswith(f"Er stond: titel “{was}”. Nu: titel “{is_nu}”.")
    (changed,) = (c for register in found.registers if register.name == "actions" for c in register.changes)
    assert changed.acts == (act.correlation,)


@then(parsers.re(rf'^begint het verhaal van actiepunt {KENMERK} met "(?P<tekst>.+)"$'))
def story_begins_with(world: World, kenmerk: str, tekst: str) -> None:
    (day,) = narrative_of(world.application.store, f"action:{kenmerk}").days
    assert day.paragraphs[0].sentences[0].startswith(tekst)


@then(parsers.parse('noemt alles over "{partij}" dat het opzij is gezet'))
def account_names_it(world: World, partij: str) -> None:
    account = account_of(world.application.store, ("party", partij), first_day=MEETING_DAY)
    (entry,) = account.entries
    assert entry.sentences[0].startswith("Opzijgezet op ")


@then("zegt het verhaal van het besluit dat het opnieuw is beoordeeld na een verbetering")
def says_judged_anew(world: World) -> None:
    ((paragraph,),) = (day.paragraphs for day in narrative_of(world.application.store, "decision:b1").days)
    (told,) = paragraph.corrected
    assert told.startswith("Opnieuw beoordeeld na een verbetering op 3 april 2026 door het secretariaat")
    assert "gem-b was niet aanwezig" in paragraph.sentences[0]
