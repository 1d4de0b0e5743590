"""Steps about roles and handover."""

from datetime import date
from typing import Any

from pytest_bdd import given, parsers, then, when

from acts_of_a_region import START, mandate
from rso_core import acts
from rso_core.events import (
    Scope,
)
from steps.world import DAG, World, act, sentence


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


H: dict[str, Any] = {"handover": "h1"}

act(
    rf'de rol "(?P<rol>[^"]+)" vanaf {DAG} wordt vervuld door "(?P<persoon>[^"]+)" met "(?P<vervanger>[^"]+)" als plaatsvervanger namens "(?P<partij>[^"]+)"',
    lambda rol, dag, persoon, vervanger, partij: acts.AssignRole(
        role=rol, assignment=persoon, party=partij, person=persoon, start=dag, deputy=vervanger
    ),
)
act(
    rf'de overdracht van de rol "(?P<rol>[^"]+)" van "(?P<persoon>[^"]+)" aan "(?P<opvolger>[^"]+)" per {DAG} wordt aangekondigd',
    lambda rol, persoon, opvolger, dag: acts.AnnounceHandover(
        **H,
        role=rol,
        assignment=persoon,
        successor=opvolger,
        takes_over_on=dag,
        on=date(2026, 2, 1),
        reason="Andere functie",
    ),
)
act(rf"de overdracht op {DAG} begint", lambda dag: acts.StartHandover(**H, on=dag, matters=("sleutel",)))
act(rf'op {DAG} "(?P<zaak>[^"]+)" wordt overgedragen', lambda dag, zaak: acts.HandOverMatter(**H, matter=zaak, on=dag))
act(rf"de opvolger de rol op {DAG} aanvaardt", lambda dag: acts.AcceptHandover(**H, assignment="opvolger", on=dag))
act(rf"de overdracht op {DAG} wordt afgeblazen", lambda dag: acts.CallOffHandover(**H, on=dag, reason="Toch niet"))
act(
    rf'"(?P<persoon>[^"]+)" van "(?P<partij>[^"]+)" met {DAG} als laatste dag vertrekt',
    lambda persoon, partij, dag: acts.PersonLeaves(party=partij, person=persoon, last_day=dag, reason="Andere baan"),
)


@given(parsers.parse('"{persoon}" vertegenwoordigt "{partij}"'))
def represents(world: World, persoon: str, partij: str) -> None:
    if not world.application.history(f"person:{persoon}"):
        world.certain(acts.RegisterPerson(person=persoon, name=f"{persoon[-1]}. Fictief", on=START))
    world.certain(mandate(partij, persoon, scopes=(Scope.REPRESENT,)))


@sentence(then, rf'ontbreekt op {DAG} bij de rol "(?P<rol>[^"]+)": (?P<wat>.+)')
def gap(world: World, dag: date, rol: str, wat: str) -> None:
    from rso_roles.commands import gaps_of

    rows = gaps_of(world.register("roles", dag), dag).rows
    assert [row["gap"] for row in rows if row["role_name"] == rol] == [wat]


@sentence(then, rf'ontbreekt op {DAG} bij de rol "(?P<rol>[^"]+)" niets')
def no_gap(world: World, dag: date, rol: str) -> None:
    from rso_roles.commands import gaps_of

    assert rol not in {row["role_name"] for row in gaps_of(world.register("roles", dag), dag).rows}
