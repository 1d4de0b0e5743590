"""Steps about signals, projects, effort, the policy cycle and evaluation."""

from datetime import date
from decimal import Decimal
from typing import Any

from pytest_bdd import given, parsers, then

from acts_of_a_region import PARTIES, START
from rso_core import acts
from rso_core.events import (
    DecisionKind,
    EffortGround,
    InputKind,
    Needs,
    ProjectKind,
    Response,
    SignalKind,
    Unit,
)
from steps.world import DAG, World, act, sentence

SIGNALS = {"kans": SignalKind.OPPORTUNITY, "knelpunt": SignalKind.BOTTLENECK}
SIGNAAL = r'"(?P<signaal>[^"]+)"'
PROJECT = r'"(?P<project>[^"]+)"'
PARTIJ = r'"(?P<partij>[^"]+)"'
GROUNDS = {
    "wettelijke taak": EffortGround.STATUTORY_TASK,
    "vaste bijdrage": EffortGround.FIXED_CONTRIBUTION,
    "dienstverleningsovereenkomst": EffortGround.SERVICE_AGREEMENT,
}
RESPONSES = {
    "overgenomen": Response.ADOPTED,
    "verworpen": Response.REJECTED,
    "uitgewerkt in een besluit": Response.DECISION,
}
E: dict[str, Any] = {"evaluation": "e1"}

act(
    rf'"(?P<overleg>[^"]+)" vanaf {DAG} signalen binnen (?P<dagen>\d+) dagen beantwoordt',
    lambda overleg, dag, dagen: acts.RepositionBody(body=overleg, since=dag, signal_answer_days=int(dagen)),
)
act(
    rf'{PARTIJ} op {DAG} in "(?P<overleg>[^"]+)" (?:het|de) (?P<soort>\w+) {SIGNAAL} signaleert',
    lambda partij, dag, overleg, soort, signaal: acts.RaiseSignal(
        signal=signaal, kind=SIGNALS[soort], title=signaal, party=partij, body=overleg, on=dag
    ),
)
act(
    rf"{PARTIJ} op {DAG} het signaal {SIGNAAL} steunt",
    lambda partij, dag, signaal: acts.SupportSignal(signal=signaal, party=partij, on=dag),
)
act(
    rf'het signaal {SIGNAAL} op {DAG} wordt gebundeld onder "(?P<ander>[^"]+)"',
    lambda signaal, dag, ander: acts.BundleSignal(signal=signaal, under=ander, on=dag),
)
act(
    rf'het signaal {SIGNAAL} op {DAG} wordt doorgezet naar "(?P<overleg>[^"]+)"',
    lambda signaal, dag, overleg: acts.EscalateSignal(signal=signaal, to=overleg, on=dag, reason="Vraagt geld"),
)
act(
    rf"het signaal {SIGNAAL} op {DAG} wordt beantwoord",
    lambda signaal, dag: acts.AnswerSignal(signal=signaal, answer="Wij nemen het op", on=dag),
)
act(
    rf'"(?P<overleg>[^"]+)" vanaf {DAG} signalen prioriteert',
    lambda overleg, dag: acts.RepositionBody(body=overleg, since=dag, prioritises=True),
)
act(
    r'besluit "(?P<kenmerk>[^"]+)" ordent de signalen "(?P<signalen>[^"]+)"',
    lambda kenmerk, signalen: acts.RankSignals(decision=kenmerk, signals=tuple(signalen.split(", "))),
)
act(
    rf'in "(?P<overleg>[^"]+)" vanaf {DAG} ten hoogste (?P<aantal>\d+) project(?:en)? lopen',
    lambda overleg, dag, aantal: acts.RepositionBody(body=overleg, since=dag, portfolio_limit=int(aantal)),
)
act(
    rf'het project {PROJECT} op {DAG} in "(?P<overleg>[^"]+)" wordt voorgesteld',
    lambda project, dag, overleg: acts.ProposeProject(
        project=project, name=project, body=overleg, owner="gem-a", on=dag
    ),
)
act(
    rf'het kennisnetwerk {PROJECT} op {DAG} in "(?P<overleg>[^"]+)" wordt voorgesteld',
    lambda project, dag, overleg: acts.ProposeProject(
        project=project, name=project, body=overleg, owner="gem-a", on=dag, kind=ProjectKind.NETWORK
    ),
)
act(rf"{PROJECT} op {DAG} start", lambda project, dag: acts.StartProject(project=project, on=dag))
act(
    rf'{PROJECT} op {DAG} start boven het maximum, bij besluit "(?P<kenmerk>[^"]+)", omdat "(?P<motief>[^"]+)"',
    lambda project, dag, kenmerk, motief: acts.StartProject(project=project, on=dag, over_limit=kenmerk, motive=motief),
)
act(
    rf'het overleg besluit "(?P<kenmerk>[^"]+)", dat {PROJECT} boven het maximum toestaat',
    lambda kenmerk, project: acts.Decide(
        decision=kenmerk,
        meeting="v1",
        kind=DecisionKind.DECIDE,
        title="Meer projecten",
        unanimous=True,
        over_limit=(project,),
    ),
)
act(rf"{PROJECT} op {DAG} pauzeert", lambda project, dag: acts.PauseProject(project=project, on=dag, reason="Wacht"))
act(rf"{PROJECT} op {DAG} stopt", lambda project, dag: acts.StopProject(project=project, on=dag, reason="Ingehaald"))
act(
    rf"{PROJECT} op {DAG} wordt afgerond",
    lambda project, dag: acts.FinishProject(project=project, on=dag, result="Klaar"),
)
act(
    rf"{PROJECT} een mijlpaal heeft voor (?P<voor>[0-9-]+)",
    lambda project, voor: acts.SetMilestone(
        project=project, milestone="m1", title="Fase 1", due=voor, on=date(2026, 1, 5)
    ),
)
act(
    rf"de mijlpaal van {PROJECT} op {DAG} is bereikt",
    lambda project, dag: acts.ReachMilestone(project=project, milestone="m1", on=dag),
)
act(
    rf'{PARTIJ} spreekt "(?P<hoeveel>[^"]+)" euro af voor 2026',
    lambda partij, hoeveel: acts.AgreeEffort(
        effort="inzet",
        party=partij,
        unit=Unit.EURO,
        amount=Decimal(hoeveel),
        start=date(2026, 1, 1),
        until=date(2026, 12, 31),
    ),
)
act(
    rf'{PARTIJ} zegt op {DAG} "(?P<hoeveel>[^"]+)" euro toe op grond van een (?P<grond>.+)',
    lambda partij, dag, hoeveel, grond: acts.CommitEffort(
        effort="inzet",
        commitment=f"c-{dag}",
        party=partij,
        amount=Decimal(hoeveel),
        ground=GROUNDS[grond],
        document="Begroting",
        on=dag,
    ),
)
act(
    rf"de toezegging van (?P<besluit>[0-9-]+) op {DAG} wordt ingetrokken",
    lambda besluit, dag: acts.TakeBackEffort(effort="inzet", commitment=f"c-{besluit}", on=dag, reason="Bezuiniging"),
)
act(
    r'het moment "(?P<moment>[^"]+)" vraagt tussen (?P<begin>[0-9-]+) en (?P<eind>[0-9-]+) een (?P<wat>\w+) van "(?P<overleg>[^"]+)"',
    lambda moment, begin, eind, wat, overleg: acts.SetMoment(
        cycle="2026",
        moment=moment,
        name=moment,
        opens=begin,
        closes=eind,
        body=overleg,
        needs=Needs.MEETING if wat == "vergadering" else Needs.DECISION,
    ),
)
act(
    r'de vergadering hoort bij het moment "(?P<moment>[^"]+)"',
    lambda moment: acts.ServeMoment(cycle="2026", moment=moment, meeting="v1"),
)
act(
    r'besluit "(?P<kenmerk>[^"]+)" hoort bij het moment "(?P<moment>[^"]+)"',
    lambda kenmerk, moment: acts.ServeMoment(cycle="2026", moment=moment, decision=kenmerk),
)
act(
    rf"op {DAG} een evaluatie wordt geopend",
    lambda dag: acts.OpenEvaluation(**E, covenant="conv", title="Evaluatie", on=dag, evaluator="Bureau"),
)
act(
    rf"op {DAG} een sessie wordt gehouden en een bevinding wordt gedaan",
    lambda dag: (
        acts.GiveInput(**E, input="sessie", kind=InputKind.SESSION, title="Sessie", on=dag, parties=PARTIES),
        acts.RecordFinding(**E, finding="b1", text="Het werkt", on=dag, inputs=("sessie",)),
    ),
)
act(
    rf'op {DAG} wordt aanbevolen "(?P<tekst>[^"]+)"',
    lambda dag, tekst: acts.Recommend(**E, recommendation="r1", text=tekst, on=dag),
)
act(
    rf"de aanbeveling op {DAG} wordt (?P<antwoord>overgenomen|verworpen|uitgewerkt in een besluit)",
    lambda dag, antwoord: acts.Respond(
        **E, recommendation="r1", response=RESPONSES[antwoord], on=dag, due=date(2026, 11, 1)
    ),
)
act(
    rf'de aanbeveling op {DAG} wordt verworpen omdat "(?P<motief>[^"]+)"',
    lambda dag, motief: acts.Respond(**E, recommendation="r1", response=Response.REJECTED, on=dag, motive=motief),
)
act(
    rf"de aanbeveling op {DAG} is uitgevoerd",
    lambda dag: acts.FinishRecommendation(**E, recommendation="r1", on=dag, how="Gedaan"),
)
act(rf"de evaluatie op {DAG} wordt gesloten", lambda dag: acts.CloseEvaluation(**E, on=dag, conclusion="Voortzetten"))


@given("een samenwerking die elk jaar wordt geëvalueerd, van kracht sinds 1-1-2025")
def evaluated_yearly(world: World) -> None:
    fields: dict[str, Any] = {"parties": PARTIES, "drafted_on": START, "evaluation_rhythm": "FREQ=YEARLY"}
    world.certain(acts.DraftCovenant(covenant="jaarlijks", title="Convenant met evaluatie", **fields))
    world.certain(acts.OpenSigning(covenant="jaarlijks", on=START))
    world.certain(acts.EnterIntoForce(covenant="jaarlijks", on=START))


@sentence(then, rf'is het signaal {SIGNAAL} op {DAG} "(?P<stand>[^"]+)" bij "(?P<overleg>[^"]+)"')
def signal_stands(world: World, signaal: str, dag: date, stand: str, overleg: str) -> None:
    assert world.refused is None, world.refused
    row = next(r for r in world.register("signals", dag).rows if r["signal"] == signaal)
    assert (row["state_nl"], row["body"]) == (stand, overleg)


@then(parsers.parse('is de volgorde van de signalen "{volgorde}"'))
def ranking(world: World, volgorde: str) -> None:
    assert world.refused is None, world.refused
    assert ", ".join(r["signal"] for r in world.register("signals").rows if r["rank"]) == volgorde


@sentence(then, rf'is {PROJECT} op {DAG} "(?P<stand>[^"]+)" bij "(?P<overleg>[^"]+)"')
def project_stands(world: World, project: str, dag: date, stand: str, overleg: str) -> None:
    assert world.refused is None, world.refused
    row = next(r for r in world.register("portfolio", dag).rows if r["project"] == project)
    assert (row["state_nl"], row["body"]) == (stand, overleg)


@sentence(then, rf'is op {DAG} nog "(?P<verschil>[^"]+)" euro niet toegezegd')
def gap_is(world: World, dag: date, verschil: str) -> None:
    assert [row["gap"] for row in world.register("resources", dag).rows] == [Decimal(verschil)]


@sentence(then, rf'is het moment "(?P<moment>[^"]+)" op {DAG} "(?P<stand>[^"]+)"')
def moment_is(world: World, moment: str, dag: date, stand: str) -> None:
    assert world.refused is None, world.refused
    assert next(r for r in world.register("cycle", dag).rows if r["moment"] == moment)["state_nl"] == stand


@then(parsers.parse('is de aanbeveling "{stand}"'))
def recommendation_is(world: World, stand: str) -> None:
    assert world.refused is None, world.refused
    assert [row["state_nl"] for row in world.register("evaluations").rows] == [stand]


@sentence(
    then, rf'is het kengetal "(?P<kengetal>[^"]+)" van "(?P<wie>[^"]+)" op {DAG} (?P<waarde>\d+)(?: van (?P<van>\d+))?'
)
def figure_is(world: World, kengetal: str, wie: str, dag: date, waarde: str, van: str | None) -> None:
    row = next(r for r in world.register("monitoring", dag).rows if r["figure_nl"] == kengetal and r["id"] == wie)
    assert (row["value"], row["out_of"]) == (int(waarde), int(van) if van else None)
