"""Steps about parties and what they choose about the shared platform."""

from datetime import date
from typing import Any

from pytest_bdd import parsers, then, when

from acts_of_a_region import START
from rso_core import acts
from rso_core.events import PartyKind, PlatformChoice
from steps.world import DAG, World, act, sentence

CHOICES = {"niet": PlatformChoice.NONE, "uitnodigen": PlatformChoice.INVITE, "toevoegen": PlatformChoice.ADD}
PARTIJ = r'"(?P<partij>[^"]+)"'

act(
    rf"{PARTIJ} vanaf {DAG} kiest voor (?P<keuze>niet|uitnodigen|toevoegen)",
    lambda partij, dag, keuze: acts.ChoosePlatform(party=partij, choice=CHOICES[keuze], on=dag),
)
act(
    rf'{PARTIJ} vanaf {DAG} kiest voor toevoegen op grond van "(?P<stuk>[^"]*)"',
    lambda partij, dag, stuk: acts.ChoosePlatform(party=partij, choice=PlatformChoice.ADD, on=dag, ground=stuk),
)


@when(
    parsers.re(
        rf'^de partij {PARTIJ} wordt vastgelegd die kiest voor (?P<keuze>\w+)(?: op grond van "(?P<stuk>[^"]*)")?$'
    )
)
def registers_with_choice(world: World, partij: str, keuze: str, stuk: str | None) -> None:
    fields: dict[str, Any] = {"platform_choice": CHOICES[keuze], "platform_ground": stuk}
    party = acts.RegisterParty(party=partij, name="Buurgemeente", kind=PartyKind.MUNICIPALITY, on=START, **fields)
    world.act(party)


def party_on(world: World, partij: str, dag: date) -> Any:
    return next(row for row in world.register("parties", dag).rows if row["party"] == partij)


@sentence(then, rf'is de keuze van {PARTIJ} op {DAG} "(?P<keuze>[^"]+)" op grond van "(?P<stuk>[^"]*)"')
def choice_is(world: World, partij: str, dag: date, keuze: str, stuk: str) -> None:
    assert world.refused is None, world.refused
    row = party_on(world, partij, dag)
    assert (row["platform_choice_nl"], row["platform_ground"] or "") == (keuze, stuk)


@sentence(then, rf"is {PARTIJ} op {DAG} niet uitgetreden")
def still_a_party(world: World, partij: str, dag: date) -> None:
    assert party_on(world, partij, dag)["left_on"] is None


@sentence(then, rf"is {PARTIJ} op {DAG} uitgetreden per (?P<eind>[0-9-]+)")
def left(world: World, partij: str, dag: date, eind: date) -> None:
    assert party_on(world, partij, dag)["left_on"] == eind
