"""Steps of the living spec: what a sentence of a feature does to a real record."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import attrs
import pytest
from pytest_bdd import given, parsers, then, when

from acts_of_a_region import MEETING_DAY, NOW, PARTIES, PEOPLE, START, by, mandate, open_region, present, set_up
from refusal_reasons import REASONS
from rso_core import Act, Application, Circumstances, Refused, acts
from rso_core.dossier import ImportReport, import_dossier
from rso_core.events import Attendee, Choice, DecisionKind, GroundKind, Level, PartyKind, PersonRegistered, Scope, Vote
from rso_core.hooks import Plugins
from rso_core.projection import Projector, ReadModel, Register
from rso_core.structuring import to_date

KINDS = {"besluit": DecisionKind.DECIDE, "instemming": DecisionKind.AGREE, "advies": DecisionKind.ADVISE}
F = TypeVar("F", bound=Callable[..., Any])
CHOICES = {"voor": Choice.FOR, "tegen": Choice.AGAINST, "onthouding": Choice.ABSTAIN}


@attrs.define
class World:
    """The record that the sentences speak of, and what became of the last act."""

    application: Application
    plugins: Plugins = attrs.field(factory=Plugins)
    refused: Refused | None = None
    head_before: int = 0
    imported: ImportReport | None = None
    broken: list[ReadModel] = attrs.field(factory=list)

    def act(self, act: Act, circumstances: Circumstances | None = None) -> None:
        """Try an act; a refusal is remembered for the sentence that follows."""
        self.head_before = self.application.store.head()
        try:
            self.application.perform(act, circumstances or by())
        except Refused as refused:
            self.refused = refused

    def certain(self, act: Act, circumstances: Circumstances | None = None) -> None:
        """An act that is taken for granted."""
        self.application.perform(act, circumstances or by())

    def register(self, name: str, valid: date | None = None, known: date | None = None) -> Register:
        """A register at a moment."""
        projector = Projector(self.application.store, self.plugins.read_models())
        try:
            projector.catch_up()
            return projector.register(name, valid, known)
        finally:
            projector.close()


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    moments = [datetime(2025, 10, 1, tzinfo=UTC)]
    with open_region(sqlite_url, lambda: moments[-1]) as application:
        # What the region starts with was known before anything in the features happens.
        moments.append(NOW)
        yield World(application)


def sentence(kind: Callable[..., Any], text: str) -> Callable[[F], F]:
    """A step whose days (``1-11-2025``) are read as dates."""
    days = dict.fromkeys(("dag", "besluit", "begin", "eind", "bekend"), to_date)
    step: Callable[[F], F] = kind(parsers.re(f"^{text}$"), converters=days)
    return step


DAG = r"(?P<dag>[0-9-]+)"


@given(parsers.re(r'^de samenwerking van provincie "prov" en gemeenten "gem-a" en "gem-b"$'))
def a_region(world: World) -> None:
    assert world.application.store.head() > 0


@then(parsers.re(r"^wordt dit geweigerd omdat (?P<reden>.+)$"))
def refused(world: World, reden: str) -> None:
    assert world.refused is not None, "het is niet geweigerd"
    assert world.refused.rule.id == REASONS[reden]
    assert world.application.store.head() == world.head_before, "er is niets vastgelegd"


@sentence(given, rf"het convenant is opengesteld op {DAG}")
def opened(world: World, dag: date) -> None:
    world.certain(acts.OpenSigning(covenant="conv", on=dag))


@sentence(when, rf"het convenant op {DAG} wordt opengesteld")
def opens(world: World, dag: date) -> None:
    world.act(acts.OpenSigning(covenant="conv", on=dag))


@sentence(when, rf"het convenant op {DAG} van kracht wordt")
def enters(world: World, dag: date) -> None:
    world.act(acts.EnterIntoForce(covenant="conv", on=dag))


@sentence(when, rf"het convenant op {DAG} eindigt")
def ends(world: World, dag: date) -> None:
    world.act(acts.EndCovenant(covenant="conv", last_day=dag, reason="Opgevolgd"))


@then(parsers.parse('is het convenant "{stand}"'))
def stage(world: World, stand: str) -> None:
    from rso_core.projection.dutch import dutch

    assert dutch(world.register("signatures").rows[0]["stage"]) == stand


@when(parsers.parse('een convenant wordt opgesteld met alleen "{partij}"'))
def lonely_covenant(world: World, partij: str) -> None:
    world.act(acts.DraftCovenant(covenant="nieuw", title="Nieuw", parties=(partij,), drafted_on=START))


@sentence(when, rf'"(?P<persoon>[^"]+)" op {DAG} ondertekent namens "(?P<partij>[^"]+)"')
def signs(world: World, persoon: str, dag: date, partij: str) -> None:
    world.act(acts.Sign(covenant="conv", party=partij, person=persoon, signed_on=dag))


@sentence(given, rf'"(?P<persoon>[^"]+)" heeft op {DAG} ondertekend namens "(?P<partij>[^"]+)"')
def signed(world: World, persoon: str, dag: date, partij: str) -> None:
    world.certain(acts.Sign(covenant="conv", party=partij, person=persoon, signed_on=dag))


@sentence(
    when,
    rf'"(?P<persoon>[^"]+)" op {DAG} ondertekent namens "(?P<partij>[^"]+)" '
    r"op grond van het collegebesluit van (?P<besluit>[0-9-]+)",
)
def signs_on_decision(world: World, persoon: str, dag: date, partij: str, besluit: date) -> None:
    ground = {"ground": GroundKind.COLLEGE_DECISION, "document": "Besluit 12", "decided_on": besluit}
    world.act(acts.Sign(covenant="conv", party=partij, person=persoon, signed_on=dag, **ground))  # type: ignore[arg-type]


@given(parsers.parse('"{persoon}" mag "{partij}" vertegenwoordigen maar niet tekenen'))
def may_represent(world: World, persoon: str, partij: str) -> None:
    world.certain(acts.RegisterPerson(person=persoon, name="N. Fictief", on=START))
    world.certain(mandate(partij, persoon, scopes=(Scope.REPRESENT,)))


@given(parsers.parse('de partij "{partij}" met vertegenwoordiger "{persoon}"'))
def another_party(world: World, partij: str, persoon: str) -> None:
    world.certain(acts.RegisterParty(party=partij, name="Buurgemeente", kind=PartyKind.MUNICIPALITY, on=START))
    world.certain(acts.RegisterPerson(person=persoon, name="B. Voorbeeld", on=START))
    world.certain(mandate(partij, persoon, scopes=(Scope.SIGN, Scope.REPRESENT)))


@sentence(given, rf'het mandaat van "(?P<persoon>[^"]+)" van "(?P<partij>[^"]+)" eindigt op {DAG}')
def mandate_ends(world: World, persoon: str, partij: str, dag: date) -> None:
    world.certain(acts.WithdrawMandate(party=partij, mandate=f"m-{persoon}", last_day=dag))


@sentence(when, rf'het mandaat van "(?P<persoon>[^"]+)" van "(?P<partij>[^"]+)" op {DAG} wordt ingetrokken')
def withdraws(world: World, persoon: str, partij: str, dag: date) -> None:
    world.act(acts.WithdrawMandate(party=partij, mandate=f"m-{persoon}", last_day=dag))


@sentence(
    when,
    r'"(?P<partij>[^"]+)" aan "(?P<persoon>[^"]+)" een mandaat geeft van (?P<begin>[0-9-]+) tot (?P<eind>[0-9-]+)',
)
def grants(world: World, partij: str, persoon: str, begin: date, eind: date) -> None:
    world.act(mandate(partij, persoon, mandate="nieuw", start=begin, until=eind))


@sentence(when, rf'"(?P<partij>[^"]+)" op {DAG} toezegt te ondertekenen')
def commits(world: World, partij: str, dag: date) -> None:
    world.act(acts.Commit(covenant="conv", party=partij, given_on=dag, ground="Besluit van het overleg"))


def row_of(world: World, partij: str) -> Any:
    return next(row for row in world.register("signatures").rows if row["party"] == partij)


@sentence(then, rf'staat in het ondertekeningsregister dat "(?P<partij>[^"]+)" op {DAG} heeft ondertekend')
def has_signed(world: World, partij: str, dag: date) -> None:
    assert world.refused is None, world.refused
    assert row_of(world, partij)["signed_on"] == dag


@then(parsers.parse('staat in het ondertekeningsregister dat "{partij}" nog niet heeft ondertekend'))
def has_not_signed(world: World, partij: str) -> None:
    assert row_of(world, partij)["signed_on"] is None


@sentence(then, rf'staat in het ondertekeningsregister de toezegging van "(?P<partij>[^"]+)" van {DAG}')
def has_committed(world: World, partij: str, dag: date) -> None:
    assert row_of(world, partij)["committed_on"] == dag


@then(parsers.parse('is "{partij}" in het ondertekeningsregister "{stand}"'))
def standing(world: World, partij: str, stand: str) -> None:
    assert row_of(world, partij)["state_nl"] == stand


@sentence(then, rf'moet "(?P<naam>[^"]+)" op {DAG} nog ondertekenen')
def must_sign(world: World, naam: str, dag: date) -> None:
    assert naam in {item.who for item in due_on(world, dag)}


@sentence(then, rf'is op {DAG} te doen "(?P<wat>[^"]+)"')
def to_do(world: World, dag: date, wat: str) -> None:
    assert any(item.what.startswith(wat) for item in due_on(world, dag))


def due_on(world: World, dag: date) -> Any:
    return world.plugins.due(lambda name: world.register(name, dag), dag)


@sentence(
    when, rf'de rol "(?P<rol>[^"]+)" vanaf {DAG} wordt toegewezen aan "(?P<persoon>[^"]+)" namens "(?P<partij>[^"]+)"'
)
def assigns(world: World, rol: str, dag: date, persoon: str, partij: str) -> None:
    world.act(acts.AssignRole(role=rol, assignment=f"t-{dag}", party=partij, person=persoon, start=dag))


@sentence(
    given, rf'de rol "(?P<rol>[^"]+)" is vanaf {DAG} toegewezen aan "(?P<persoon>[^"]+)" namens "(?P<partij>[^"]+)"'
)
def assigned(world: World, rol: str, dag: date, persoon: str, partij: str) -> None:
    world.certain(acts.AssignRole(role=rol, assignment=persoon, party=partij, person=persoon, start=dag))


@sentence(given, rf'de toewijzing van "(?P<persoon>[^"]+)" eindigt op {DAG}')
def assignment_ended(world: World, persoon: str, dag: date) -> None:
    world.certain(acts.EndAssignment(role="vz", assignment=persoon, last_day=dag, reason="Overdracht"))


@sentence(when, rf'de toewijzing van "(?P<persoon>[^"]+)" op {DAG} wordt beëindigd')
def assignment_ends(world: World, persoon: str, dag: date) -> None:
    world.act(acts.EndAssignment(role="vz", assignment=persoon, last_day=dag, reason="Overdracht"))


@when("een rol met nul houders wordt ingesteld")
def no_holders(world: World) -> None:
    world.act(acts.EstablishRole(role="leeg", name="Lege rol", on=START, holders=0))


@sentence(then, rf'vervult "(?P<persoon>[^"]+)" op {DAG} de rol "(?P<rol>[^"]+)"')
def holds_role(world: World, persoon: str, dag: date, rol: str) -> None:
    assert world.refused is None, world.refused
    assert [r["person"] for r in world.register("roles", dag).rows if r["role_name"] == rol] == [persoon]


@sentence(then, rf'is de rol "(?P<rol>[^"]+)" op {DAG} vacant')
def vacant(world: World, rol: str, dag: date) -> None:
    assert [r["state_nl"] for r in world.register("roles", dag).rows if r["role_name"] == rol] == ["vacant"]


@sentence(when, rf'de reikwijdte van "(?P<overleg>[^"]+)" vanaf {DAG} "(?P<reikwijdte>[^"]*)" is')
def rescopes(world: World, overleg: str, dag: date, reikwijdte: str) -> None:
    world.act(acts.RescopeBody(body=overleg, scope=tuple(reikwijdte.split(", ")), since=dag))


def body_on(world: World, overleg: str, dag: date) -> Any:
    return next(row for row in world.register("bodies", dag).rows if row["body"] == overleg)


@sentence(then, rf'is de reikwijdte van "(?P<overleg>[^"]+)" op {DAG} "(?P<reikwijdte>[^"]*)"')
def scope_is(world: World, overleg: str, dag: date, reikwijdte: str) -> None:
    assert body_on(world, overleg, dag)["scope"] == reikwijdte


@sentence(given, rf'het overleg "(?P<overleg>[^"]+)" is ingesteld op {DAG}')
def body_set_up(world: World, overleg: str, dag: date) -> None:
    world.certain(set_up(overleg, on=dag))


@sentence(given, rf'het overleg "(?P<overleg>[^"]+)" is opgeheven op {DAG}')
def body_closed(world: World, overleg: str, dag: date) -> None:
    world.certain(acts.CloseBody(body=overleg, on=dag, reason="Niet meer nodig"))


@sentence(when, rf'het overleg "(?P<overleg>[^"]+)" op {DAG} opgaat in "(?P<ander>[^"]+)"')
def merges(world: World, overleg: str, dag: date, ander: str) -> None:
    world.act(acts.CloseBody(body=overleg, on=dag, merged_into=ander, reason="Samengevoegd"))


@sentence(then, rf'is het overleg "(?P<overleg>[^"]+)" op {DAG} "(?P<stand>[^"]+)"')
def body_state(world: World, overleg: str, dag: date, stand: str) -> None:
    assert body_on(world, overleg, dag)["state_nl"] == stand


@when("een overleg wordt ingesteld dat wordt voorgezeten door een partij die geen lid is")
def chaired_by_outsider(world: World) -> None:
    world.act(set_up("nieuw", members=("gem-a", "gem-b")))


@when(parsers.parse('een overleg wordt ingesteld met een quorum van "{quorum}"'))
def odd_quorum(world: World, quorum: str) -> None:
    world.act(set_up("nieuw", level=Level.TACTICAL, quorum=quorum))


def planning(overleg: str, dag: date, starts: time = time(10), ends: time = time(12)) -> acts.PlanMeeting:
    return acts.PlanMeeting(meeting="v1", body=overleg, on=dag, starts=starts, ends=ends)


@sentence(given, rf'een vergadering van "(?P<overleg>[^"]+)" op {DAG} is gepland')
def planned(world: World, overleg: str, dag: date) -> None:
    world.certain(planning(overleg, dag))


@sentence(when, rf'een vergadering van "(?P<overleg>[^"]+)" op {DAG} wordt gepland')
def plans(world: World, overleg: str, dag: date) -> None:
    world.act(planning(overleg, dag))


@when("een vergadering wordt gepland die eindigt voor zij begint")
def plans_backwards(world: World) -> None:
    world.act(attrs.evolve(planning("overleg", MEETING_DAY, time(12), time(10)), meeting="v2"))


@given("de vergadering is geannuleerd")
def cancelled(world: World) -> None:
    world.certain(acts.CancelMeeting(meeting="v1", on=MEETING_DAY, reason="Geen stukken"))


def holding(dag: date, parties: tuple[str, ...], chair: str = "p-1") -> acts.HoldMeeting:
    return acts.HoldMeeting(meeting="v1", held_on=dag, chair=chair, attendance=present(*parties))


@sentence(when, rf'de vergadering op {DAG} is gehouden met "(?P<een>[^"]+)" en "(?P<twee>[^"]+)"')
def holds(world: World, dag: date, een: str, twee: str) -> None:
    world.act(holding(dag, (een, twee)))


@sentence(
    when,
    rf'de vergadering op {DAG} is gehouden met "(?P<een>[^"]+)" en "(?P<twee>[^"]+)", '
    r'voorgezeten door "(?P<voorzitter>[^"]+)"',
)
def holds_chaired(world: World, dag: date, een: str, twee: str, voorzitter: str) -> None:
    world.act(holding(dag, (een, twee), voorzitter))


@given(parsers.parse('de vergadering is gehouden met "{partijen}"'))
def held(world: World, partijen: str) -> None:
    world.certain(holding(MEETING_DAY, tuple(partijen.split(", "))))


@when(parsers.parse('"{persoon}" van "{partij}" als deelnemer van de vergadering wordt vastgelegd'))
def outsider_attends(world: World, persoon: str, partij: str) -> None:
    attendance = (*present("prov"), Attendee(person=persoon, party=partij))
    world.act(acts.HoldMeeting(meeting="v1", held_on=MEETING_DAY, chair="p-1", attendance=attendance))


@then(parsers.parse('staat de vergadering in de kalender als "{stand}" met {aantal:d} partijen'))
def in_calendar(world: World, stand: str, aantal: int) -> None:
    row = world.register("calendar").rows[0]
    assert (row["state_nl"], row["parties_present"]) == (stand, aantal)


@when(parsers.parse('het overleg stemt over een {soort}: "{stemmen}"'))
def votes(world: World, soort: str, stemmen: str) -> None:
    cast = (part.split(" ") for part in stemmen.split(", "))
    given_votes = tuple(Vote(party=p, person=PEOPLE[p], choice=CHOICES[choice]) for p, choice in cast)
    world.act(acts.Decide(decision="b1", meeting="v1", kind=KINDS[soort], title="Voorstel", votes=given_votes))


@when("het overleg eenstemmig instemt")
def agrees(world: World) -> None:
    world.act(acts.Decide(decision="b1", meeting="v1", kind=DecisionKind.AGREE, title="Voorstel", unanimous=True))


@then(parsers.parse('is het voorstel "{uitkomst}"'))
def outcome_is(world: World, uitkomst: str) -> None:
    assert world.refused is None, world.refused
    assert world.register("decisions").rows[0]["outcome_nl"] == uitkomst


@then(parsers.parse("is {aantal:d} partij als afwezig vastgelegd"))
def absent(world: World, aantal: int) -> None:
    assert world.register("decisions").rows[0]["absent"] == aantal


def neighbour(partij: str, naam: str = "Buurgemeente") -> acts.RegisterParty:
    return acts.RegisterParty(party=partij, name=naam, kind=PartyKind.MUNICIPALITY, on=START)


@when(parsers.parse('het secretariaat op grond van "{bron}" de partij "{partij}" vastlegt'))
def on_ground(world: World, bron: str, partij: str) -> None:
    world.act(neighbour(partij), by(source=bron))


@when(parsers.parse('een ander programma de partij "{partij}" vastlegt'))
def another_program(world: World, partij: str) -> None:
    import rso_core

    with rso_core.open_application(world.application.store.url) as other:
        circumstances = rso_core.Circumstances(actor="office:secretariaat", source="een programma")
        other.perform(neighbour(partij), circumstances)


@then(parsers.parse('noemt de geschiedenis van de partij "{partij}" het secretariaat en "{bron}"'))
def told_with_ground(world: World, partij: str, bron: str) -> None:
    events = world.application.history(f"party:{partij}")
    assert [(event.meta.actor, event.meta.source) for event in events] == [("office:secretariaat", bron)]


@when(parsers.parse('de partij "{partij}" onder sleutel "{sleutel}" wordt vastgelegd'))
def under_key(world: World, partij: str, sleutel: str) -> None:
    world.act(neighbour(partij), by(key=sleutel))


@then(parsers.parse('is de partij "{partij}" één keer vastgelegd'))
def once(world: World, partij: str) -> None:
    assert world.refused is None, world.refused
    assert len(world.application.history(f"party:{partij}")) == 1


@when(parsers.re(r'^de partij "(?P<kenmerk>[^"]*)" met de naam "(?P<naam>[^"]*)" wordt vastgelegd$'))
def register_party(world: World, kenmerk: str, naam: str) -> None:
    world.act(neighbour(kenmerk, naam))


@sentence(
    given,
    rf'de handtekening van "(?P<partij>[^"]+)" van {DAG} werd op (?P<bekend>[0-9-]+) bekend',
)
def known_later(world: World, partij: str, dag: date, bekend: date) -> None:
    moment = datetime.combine(bekend, time(9), ZoneInfo("Europe/Amsterdam"))
    sign = acts.Sign(covenant="conv", party=partij, person=PEOPLE[partij], signed_on=dag)
    world.certain(sign, by(recorded_at=moment))


@sentence(
    then,
    rf"was op {DAG}, zoals bekend op (?P<bekend>[0-9-]+), door (?P<aantal>\d+) partij(?:en)? ondertekend",
)
def known_on(world: World, dag: date, bekend: date, aantal: str) -> None:
    assert sum(row["signed_on"] is not None for row in world.register("signatures", dag, bekend).rows) == int(aantal)


@when("een dossier met twee goede regels en één foute regel wordt ingelezen")
def imports(world: World, tmp_path: Path) -> None:
    line = '{{"act": "register-person", "person": "{0}", "name": "Q. Fictief", "on": "2026-01-01"}}\n'
    path = tmp_path / "dossier.jsonl"
    path.write_text(line.format("q-1") + "fout\n" + line.format("q-2"))
    world.head_before = world.application.store.head()
    world.imported = import_dossier(world.application, path, actor="office:secretariaat")


@then("is er niets ingelezen en wordt de foute regel genoemd")
def nothing_imported(world: World) -> None:
    assert world.imported is not None
    assert [bad.number for bad in world.imported.bad_lines] == [2]
    assert world.application.store.head() == world.head_before


@given("een uitbreiding met een register dat vastloopt")
def broken_plugin(world: World) -> None:
    from rso_pleio.people import ADDRESSES

    def fails(*_: Any) -> None:
        raise RuntimeError("vastgelopen")

    world.broken = [attrs.evolve(ADDRESSES, handlers={PersonRegistered: fails}), ADDRESSES]


@then("zijn de andere registers bijgewerkt")
def others_go_on(world: World) -> None:
    others = [model for model in world.plugins.read_models() if model.name != world.broken[0].name]
    projector = Projector(world.application.store, [world.broken[0], *others])
    assert [status.name for status in projector.catch_up()] == [world.broken[0].name]
    assert {s.position == s.head for s in projector.status() if s.status == "running"} == {True}
    projector.close()


@then("gaat het vastgelopen register na herstel verder waar het was")
def goes_on(world: World) -> None:
    projector = Projector(world.application.store, [world.broken[1]])
    assert projector.retry(world.broken[1].name) == []
    assert len(projector.register(world.broken[1].name).rows) == len(PARTIES)
    projector.close()
