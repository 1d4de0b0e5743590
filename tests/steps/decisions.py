"""Steps about decisions and action items."""

from datetime import date
from typing import Any

from pytest_bdd import parsers, then, when

from acts_of_a_region import PEOPLE
from rso_core import acts
from rso_core.events import (
    Choice,
    DecisionKind,
    DecisionRule,
    Vote,
)
from rso_core.unit_of_work import RESTS_ON_IT
from steps.world import DAG, World, act, sentence

KINDS = {"besluit": DecisionKind.DECIDE, "instemming": DecisionKind.AGREE, "advies": DecisionKind.ADVISE}
CHOICES = {"voor": Choice.FOR, "tegen": Choice.AGAINST, "onthouding": Choice.ABSTAIN}


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


A: dict[str, Any] = {"action": "a1"}
KENMERK = r'"(?P<kenmerk>[^"]+)"'


def _decide(kenmerk: str, **more: Any) -> acts.Decide:
    fields: dict[str, Any] = {"kind": DecisionKind.DECIDE, "title": f"Besluit {kenmerk}", "unanimous": True, **more}
    return acts.Decide(decision=kenmerk, meeting="v1", **fields)


def _in_writing(dag: date, stemmen: str, kenmerk: str = "s1") -> acts.DecideInWriting:
    parts = (part.split(" ") for part in stemmen.split(", "))
    return acts.DecideInWriting(
        decision=kenmerk,
        body="overleg",
        kind=DecisionKind.DECIDE,
        title="Schriftelijk besluit",
        asked_on=date(2026, 3, 16),
        closed_on=dag,
        votes=tuple(Vote(party=p, person=PEOPLE[p], choice=CHOICES[choice]) for p, choice in parts),
    )


act(rf"het overleg besluit {KENMERK}", _decide)
act(
    rf"het overleg adviseert {KENMERK} op grond van \"(?P<eerder>[^\"]+)\"",
    lambda kenmerk, eerder: _decide(kenmerk, follows=(eerder,)),
)
act(
    rf"het overleg wordt geconsulteerd over {KENMERK}",
    lambda kenmerk: _decide(kenmerk, kind=DecisionKind.CONSULT, unanimous=False),
)
act(
    rf'het overleg besluit {KENMERK} onder voorwaarde van "(?P<voorwaarde>[^"]+)" voor (?P<voor>[0-9-]+)',
    lambda kenmerk, voorwaarde, voor: _decide(kenmerk, condition=voorwaarde, condition_due=voor),
)
act(
    rf"de voorwaarde van {KENMERK} op {DAG} is vervuld",
    lambda kenmerk, dag: acts.FulfilCondition(decision=kenmerk, on=dag, ground="Brief"),
)
act(
    rf'het overleg {KENMERK} besluit in plaats van "(?P<eerder>[^"]+)"',
    lambda kenmerk, eerder: _decide(kenmerk, supersedes=(eerder,)),
)
act(
    rf'{KENMERK} wordt ingetrokken bij "(?P<later>[^"]+)"',
    lambda kenmerk, later: acts.RevokeDecision(decision=kenmerk, by=later, reason="Ingehaald"),
)
act(
    rf"het overleg vanaf {DAG} ook schriftelijk mag besluiten",
    lambda dag: acts.RepositionBody(
        body="overleg", since=dag, rules=(DecisionRule(kind=DecisionKind.DECIDE, written=True),)
    ),
)
act(
    rf'besluiten van het overleg vanaf {DAG} "(?P<deel>[^"]+)" van de stemmen vragen',
    lambda dag, deel: acts.RepositionBody(
        body="overleg", since=dag, rules=(DecisionRule(kind=DecisionKind.DECIDE, majority=deel),)
    ),
)
act(
    rf'aan besluiten van het overleg vanaf {DAG} alleen "(?P<partijen>[^"]+)" deelnemen',
    lambda dag, partijen: acts.RepositionBody(
        body="overleg",
        since=dag,
        rules=(DecisionRule(kind=DecisionKind.DECIDE, takes_part=tuple(partijen.split(", "))),),
    ),
)
act(rf'het overleg op {DAG} schriftelijk besluit: "(?P<stemmen>[^"]+)"', _in_writing)
act(
    rf'het actiepunt "(?P<titel>[^"]+)" van {DAG} voor (?P<voor>[0-9-]+) bij besluit {KENMERK} hoort',
    lambda titel, dag, voor, kenmerk: acts.AgreeAction(
        **A, body="overleg", title=titel, party="gem-a", on=dag, due=voor, decision=kenmerk
    ),
)
act(
    rf'het actiepunt "(?P<titel>[^"]+)" van "(?P<overleg>[^"]+)" op {DAG} wordt afgesproken voor (?P<voor>[0-9-]+)',
    lambda titel, overleg, dag, voor: acts.AgreeAction(**A, body=overleg, title=titel, party="gem-a", on=dag, due=voor),
)
act(rf"het actiepunt op {DAG} wordt opgepakt", lambda dag: acts.StartAction(**A, on=dag))
act(rf"het actiepunt op {DAG} gereed is", lambda dag: acts.FinishAction(**A, on=dag, result="Klaar"))
act(rf"het actiepunt op {DAG} vervalt", lambda dag: acts.DropAction(**A, on=dag, reason="Niet meer nodig"))
act(
    rf"het actiepunt op {DAG} wordt uitgesteld tot (?P<eind>[0-9-]+)",
    lambda dag, eind: acts.PutOffAction(**A, due=eind, on=dag, reason="Vakantie"),
)


@then(parsers.parse('is het besluit "{kenmerk}" "{stand}"'))
def decision_stands(world: World, kenmerk: str, stand: str) -> None:
    row = next(r for r in world.register("decisions").rows if r["decision"] == kenmerk)
    assert row["standing_nl"] == stand


@sentence(then, rf'is het actiepunt op {DAG} "(?P<stand>[^"]+)" bij "(?P<overleg>[^"]+)"')
def action_stands(world: World, dag: date, stand: str, overleg: str) -> None:
    assert world.refused is None, world.refused
    row = next(r for r in world.register("actions", dag).rows if r["action"] == "a1")
    assert (row["state_nl"], row["body"]) == (stand, overleg)


@sentence(then, rf"loopt het actiepunt op {DAG} af op (?P<eind>[0-9-]+)")
def action_is_due(world: World, dag: date, eind: date) -> None:
    assert world.refused is None, world.refused
    row = next(r for r in world.register("actions", dag).rows if r["action"] == "a1")
    assert row["due"] == eind


@then(parsers.parse('noemt de weigering dat "{handeling}" erop rust'))
def refusal_names(world: World, handeling: str) -> None:
    assert world.refused is not None
    assert [each.partition(" ")[0] for each in world.refused.facts[RESTS_ON_IT]] == [handeling]


@then(parsers.parse('is de keten van "{kenmerk}": {keten}'))
def chain_is(world: World, kenmerk: str, keten: str) -> None:
    from rso_decisions.chains import chain_of

    rows = chain_of(world.register("decisions"), world.register("actions"), kenmerk)
    assert " → ".join(row["subject"].partition(":")[2] for row in rows) == keten


act(
    rf"het overleg op {DAG} besluit {KENMERK}",
    lambda dag, kenmerk: acts.Decide(
        decision=kenmerk, meeting=f"w-{dag}", kind=DecisionKind.DECIDE, title=kenmerk, unanimous=True
    ),
)
