"""Steps about putting right what was recorded wrongly."""

from datetime import date, datetime, time
from typing import Any

from pytest_bdd import given, parsers, then, when

from acts_of_a_region import MEETING_DAY, PARTIES, PEOPLE, START, by, mandate, present
from rso_core import Act, Refused, acts
from rso_core.acts import act_classes
from rso_core.corrections import Correction, correct
from rso_core.domain.references import field_types
from rso_core.dossier.cells import cells_of
from rso_core.events import Choice, DecisionKind, Scope, Vote
from rso_core.narrative import NameIndex
from rso_core.projection import events_as_of
from rso_core.structuring import structure_field
from rso_core.time_zone import AMSTERDAM
from steps.world import DAG, World, sentence

WHY = "verkeerd overgenomen"
VELDEN = {
    "de titel": "title",
    "de naam": "name",
    "de tekst": "text",
    "de dag": "held_on",
    "de laatste dag": "due",
    "wie tekende": "person",
    "de grond": "ground",
    "wie gewist werd": "person",
    "de kleur": "kleur",
}
"""How the features call a field, and its name."""
SOORTEN = {
    "de partij": "party",
    "het thema": "theme",
    "het project": "project",
    "de rol": "role",
    "het actiepunt": "action",
    "het besluit": "decision",
    "de persoon": "person",
}
"""How the features call a concept, and its name."""
SOORT = f"(?P<soort>{'|'.join(SOORTEN)})"
VELD = f"(?P<veld>{'|'.join(VELDEN)})"


def put_right(world: World, *corrections: Correction, **about: Any) -> None:
    """Correct acts; a refusal is remembered for the sentence that follows."""
    world.head_before = world.application.store.head()
    try:
        correct(world.application, corrections, WHY, by(**about))
    except Refused as refused:
        world.refused = refused


def certain(world: World, *made: Act) -> None:
    for each in made:
        world.certain(each)


def root(soort: str, kenmerk: str) -> str:
    """The first event of a subject, which stands for the act that brought it into the record."""
    return f"{SOORTEN[soort]}:{kenmerk}@1"


def changes(world: World, event: str, veld: str, waarde: str) -> dict[str, Any]:
    """A value as it is typed, of the type of its field."""
    stream = event.partition("@")[0]
    name = next(r.meta.act for r in world.application.store.stream(stream) if r.id == event)
    cls, field = act_classes()[name], VELDEN[veld]
    if field not in field_types(cls):
        return {field: waarde}
    return {field: structure_field(cls, field, cells_of(cls, {field: waarde})[field])}


@given("een vergadering met alle partijen op 12-3-2026, waarin de partijen instemden met het programma")
def agreed_in_meeting(world: World) -> None:
    certain(
        world,
        acts.PlanMeeting(meeting="v1", body="overleg", on=MEETING_DAY, starts=time(10), ends=time(12)),
        acts.HoldMeeting(meeting="v1", held_on=MEETING_DAY, chair="p-1", attendance=present(*PARTIES)),
        acts.Decide(
            decision="b1", meeting="v1", kind=DecisionKind.AGREE, title="Programma", text="Voor 2026.", unanimous=True
        ),
    )


@given("een besluit waarin de stem van een partij als tegen is genoteerd, en zij voor stemde")
def voted_wrongly(world: World) -> None:
    cast = (Vote(party=p, person=PEOPLE[p], choice=Choice.FOR if p == "prov" else Choice.AGAINST) for p in PARTIES[:2])
    certain(
        world,
        acts.PlanMeeting(meeting="v1", body="overleg", on=MEETING_DAY, starts=time(10), ends=time(12)),
        acts.HoldMeeting(meeting="v1", held_on=MEETING_DAY, chair="p-1", attendance=present(*PARTIES[:2])),
        acts.Decide(decision="b1", meeting="v1", kind=DecisionKind.DECIDE, title="Programma", votes=tuple(cast)),
    )


@when("de stem wordt verbeterd")
def vote_put_right(world: World) -> None:
    cast = tuple(Vote(party=party, person=PEOPLE[party], choice=Choice.FOR) for party in PARTIES[:2])
    put_right(world, Correction("decision:b1@1", {"votes": cast}))


@sentence(when, rf"de dag van die vergadering wordt verbeterd in {DAG}")
def meeting_on_another_day(world: World, dag: date) -> None:
    put_right(world, Correction("meeting:v1@2", {"held_on": dag}))


@when(parsers.parse('de aanwezigheid wordt verbeterd: alleen "{een}" en "{ander}" waren er'))
def attendance_put_right(world: World, een: str, ander: str) -> None:
    put_right(world, Correction("meeting:v1@2", {"attendance": present(een, ander)}))


@sentence(then, rf'is het besluit op {DAG} genomen, met "(?P<uitkomst>[^"]+)" als uitkomst')
def decided(world: World, dag: date, uitkomst: str) -> None:
    assert world.refused is None, world.refused
    row = world.register("decisions").rows[0]
    assert (row["taken_on"], row["outcome_nl"]) == (dag, uitkomst)


@sentence(
    given,
    r'het convenant is van kracht sinds 1-1-2026, en "gem-b" werd op 10-12-2025 vertegenwoordigd door "(?P<persoon>[^"]+)"',
)
def in_force_signed_wrongly(world: World, persoon: str) -> None:
    c: dict[str, Any] = {"covenant": "conv"}
    certain(
        world,
        acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=START),
        mandate("gem-b", "p-4", scopes=(Scope.SIGN, Scope.REPRESENT)),
        acts.OpenSigning(**c, on=date(2025, 11, 1)),
        *(acts.Sign(**c, party=p, person=PEOPLE[p], signed_on=date(2025, 12, 10)) for p in PARTIES),
        acts.EnterIntoForce(**c, on=date(2026, 1, 1)),
    )


@when(parsers.parse('wordt verbeterd wie voor "gem-b" tekende: "{persoon}"'))
def signatory_put_right(world: World, persoon: str) -> None:
    event = next(
        recorded.id
        for recorded in world.application.store.stream("covenant:conv")
        if recorded.meta.act == "sign" and getattr(recorded.event, "party", None) == "gem-b"
    )
    put_right(world, Correction(event, {"person": persoon}))


@then(parsers.parse('tekende "{persoon}" voor "{partij}" en is het convenant van kracht'))
def signed_by(world: World, persoon: str, partij: str) -> None:
    row = next(row for row in world.register("signatures").rows if row["party"] == partij)
    assert (row["person"], row["stage"]) == (persoon, "in_force")


@given("een partij, thema, project, rol en actiepunt, elk met een tikfout in de naam")
def with_typos(world: World) -> None:
    certain(
        world,
        acts.RegisterParty(party="buur", name="Buurgemente", kind="municipality", on=START),  # type: ignore[arg-type]
        acts.NameTheme(theme="wonen", name="Wonnen", on=START),
        acts.ProposeProject(project="kaart", name="Kart", body="overleg", owner="gem-a", on=date(2026, 1, 5)),
        acts.EstablishRole(role="deelnemer", name="Delnemer", on=START, body="overleg"),
        acts.AgreeAction(
            action="brief", body="overleg", title="Breif", party="gem-a", on=MEETING_DAY, due=date(2026, 4, 1)
        ),
    )


@sentence(when, rf'van {SOORT} "(?P<kenmerk>[^"]+)" wordt verbeterd: {VELD} is "(?P<waarde>[^"]*)"')
def subject_put_right(world: World, soort: str, kenmerk: str, veld: str, waarde: str) -> None:
    event = root(soort, kenmerk)
    put_right(world, Correction(event, changes(world, event, veld, waarde)))


@sentence(
    when,
    rf"van {SOORT} \"(?P<kenmerk>[^\"]+)\" wordt verbeterd, zoals bekend op (?P<bekend>[0-9-]+): {VELD} is \"(?P<waarde>[^\"]*)\"",
)
def put_right_as_known(world: World, soort: str, kenmerk: str, bekend: date, veld: str, waarde: str) -> None:
    event = root(soort, kenmerk)
    moment = datetime.combine(bekend, time(), AMSTERDAM)
    put_right(world, Correction(event, changes(world, event, veld, waarde)), recorded_at=moment, source="Brief 7")


@sentence(when, rf'{SOORT} "(?P<kenmerk>[^"]+)" (?:weer )?opzij wordt gezet')
def subject_set_aside(world: World, soort: str, kenmerk: str) -> None:
    put_right(world, Correction(root(soort, kenmerk), None))


@sentence(when, rf'{SOORT} "(?P<kenmerk>[^"]+)" met alles wat erop rust opzij wordt gezet')
def set_aside_with_the_rest(world: World, soort: str, kenmerk: str) -> None:
    stream = root(soort, kenmerk).partition("@")[0]
    put_right(world, *(Correction(each.id, None) for each in world.application.store.stream(stream)))


@sentence(when, rf'van {SOORT} "(?P<kenmerk>[^"]+)" in één keer twee verbeteringen worden gegeven')
def twice_in_one_go(world: World, soort: str, kenmerk: str) -> None:
    put_right(world, Correction(root(soort, kenmerk), {"name": "A"}), Correction(root(soort, kenmerk), {"name": "B"}))


@sentence(then, rf'is {VELD} van {SOORT} "(?P<kenmerk>[^"]+)" in het register "(?P<waarde>[^"]+)"')
def told_in_register(world: World, veld: str, soort: str, kenmerk: str, waarde: str) -> None:
    assert world.refused is None, world.refused
    assert value_in_register(world, soort, kenmerk, VELDEN[veld], None) == waarde


@sentence(
    then, rf'was, zoals bekend op (?P<bekend>[0-9-]+), {VELD} van {SOORT} "(?P<kenmerk>[^"]+)" "(?P<waarde>[^"]+)"'
)
def known_then(world: World, bekend: date, veld: str, soort: str, kenmerk: str, waarde: str) -> None:
    assert value_in_register(world, soort, kenmerk, VELDEN[veld], bekend) == waarde


REGISTERS = {"party": "parties", "project": "portfolio", "role": "roles", "action": "actions", "decision": "decisions"}


def value_in_register(world: World, soort: str, kenmerk: str, field: str, known: date | None) -> Any:
    """What the register of a concept gives; of a theme, which has none of its own, its name in the record."""
    concept = SOORTEN[soort]
    if concept == "theme":
        names = NameIndex.of(recorded for _, recorded in events_as_of(world.application.store, None, known))
        return names.get("theme", kenmerk)
    rows = world.register(REGISTERS[concept], known=known).rows
    row = next(row for row in rows if row[concept] == kenmerk)
    return row["role_name" if concept == "role" and "role_name" in row else field]


@given('"gem-b" heeft haar deelname aan het convenant opgezegd')
def gave_notice(world: World) -> None:
    certain(
        world, acts.WithdrawParty(covenant="conv", party="gem-b", last_day=date(2026, 12, 31), reason="Reorganisatie")
    )


@when('de opzegging van "gem-b" opzij wordt gezet, omdat zij is ingetrokken')
def notice_set_aside(world: World) -> None:
    event = world.application.store.stream("covenant:conv")[-1]
    assert event.meta.act == "withdraw-party"
    put_right(world, Correction(event.id, None))


@then('neemt "gem-b" op 1-1-2027 nog deel')
def still_takes_part(world: World) -> None:
    rows = world.register("signatures", date(2027, 1, 1)).rows
    assert next(row for row in rows if row["party"] == "gem-b")["left_on"] is None


@given("een actiepunt dat is uitgesteld")
def action_put_off(world: World) -> None:
    certain(
        world,
        acts.AgreeAction(
            action="brief", body="overleg", title="Brief", party="gem-a", on=MEETING_DAY, due=date(2026, 4, 1)
        ),
        acts.PutOffAction(action="brief", due=date(2026, 6, 1), on=date(2026, 3, 20), reason="Druk"),
    )


@then(parsers.parse('staat het actiepunt "{kenmerk}" niet meer in het register'))
def no_longer_there(world: World, kenmerk: str) -> None:
    assert world.refused is None, world.refused
    assert kenmerk not in {row["action"] for row in world.register("actions").rows}


@then(parsers.parse("noemt de weigering het uitstel van het actiepunt"))
def names_the_putting_off(world: World) -> None:
    assert world.refused is not None
    (rests,) = world.refused.facts["rests_on_it"]
    assert rests.startswith("put-off-action ")


@given(parsers.parse('naam en adres van "{persoon}" zijn gewist'))
def erased(world: World, persoon: str) -> None:
    certain(world, acts.ErasePerson(person=persoon, ground="Verzoek", on=date(2026, 11, 20)))


@when(parsers.parse('de wissing van "{persoon}" opzij wordt gezet'))
def erasure_set_aside(world: World, persoon: str) -> None:
    erasure = world.application.store.stream(f"person:{persoon}")[-1]
    put_right(world, Correction(erasure.id, None))
