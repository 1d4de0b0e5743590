"""Steps about the covenant: drafting, consultation, signing, amending."""

from datetime import date
from hashlib import sha256
from typing import Any

from pytest_bdd import given, parsers, then, when

from acts_of_a_region import PARTIES, PEOPLE, START, mandate
from rso_core import acts
from rso_core.events import (
    Answer,
    GroundKind,
    Medium,
    PartyKind,
    Scope,
)
from steps.world import DAG, World, act, sentence


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
    from rso_core.dutch.vocabulary import dutch

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


HASHES = {"het concept": sha256(b"concept").hexdigest(), "een ander stuk": sha256(b"ander").hexdigest(), "fout": "12ab"}
ANSWERS = {"akkoord": Answer.IN_FAVOUR, "opmerkingen": Answer.WITH_REMARKS, "bezwaar": Answer.OBJECTS}
C: dict[str, Any] = {"covenant": "conv"}
PARTIJ = r'"(?P<partij>[^"]+)"'


def _terms(**terms: Any) -> acts.DraftCovenant:
    return acts.DraftCovenant(covenant="nieuw", title="Nieuw", parties=PARTIES, drafted_on=START, **terms)


def _version(versie: str, stuk: str, dag: date) -> acts.DraftVersion:
    return acts.DraftVersion(**C, version=versie, document=f"{versie}.pdf", sha256=HASHES[stuk], on=dag)


def _signed(partij: str, dag: date, **more: Any) -> acts.Sign:
    return acts.Sign(**C, party=partij, person=PEOPLE[partij], signed_on=dag, **more)


act(r'een convenant wordt opgesteld met "(?P<deel>[^"]+)" als quorum', lambda deel: _terms(entry_quorum=deel))
act(
    rf'versie "(?P<versie>[^"]+)" van het convenant bestaat sinds {DAG} met de hash van "(?P<stuk>[^"]+)"',
    _version,
)
act(
    rf"de voorganger op {DAG} het archief nalaat",
    lambda dag: acts.InheritMatter(**C, matter="archief", title="Archief", on=dag),
)
act(
    rf"het archief op {DAG} is afgehandeld",
    lambda dag: acts.SettleMatter(**C, matter="archief", on=dag, how="Overgebracht"),
)
act(
    rf'op {DAG} "(?P<gevraagd>[^"]+)" worden geconsulteerd tot en met (?P<eind>[0-9-]+)',
    lambda dag, gevraagd, eind: acts.OpenConsultation(
        **C, consultation="r1", asked=tuple(gevraagd.split(", ")), on=dag, closes_on=eind, question="Akkoord?"
    ),
)
act(
    rf"{PARTIJ} op {DAG} antwoordt met (?P<antwoord>\w+)",
    lambda partij, dag, antwoord: acts.AnswerConsultation(
        **C,
        consultation="r1",
        party=partij,
        answer=ANSWERS[antwoord],
        on=dag,
        text="" if antwoord == "akkoord" else "Zie brief",
    ),
)
act(
    rf"de ronde op {DAG} wordt gesloten",
    lambda dag: acts.CloseConsultation(**C, consultation="r1", on=dag, conclusion="Verwerkt"),
)
act(
    r'versie "(?P<versie>[^"]+)" wordt vastgesteld bij besluit "(?P<kenmerk>[^"]+)"',
    lambda versie, kenmerk: acts.AdoptCovenant(**C, version=versie, decision=kenmerk),
)
act(rf"{PARTIJ} op {DAG} gewoon ondertekent", _signed)
act(
    rf'{PARTIJ} op {DAG} ondertekent onder voorbehoud van "(?P<voorbehoud>[^"]+)"',
    lambda partij, dag, voorbehoud: _signed(partij, dag, reservation=voorbehoud),
)
act(
    rf'{PARTIJ} op {DAG} digitaal ondertekent wat de hash heeft van "(?P<stuk>[^"]+)"',
    lambda partij, dag, stuk: _signed(partij, dag, medium=Medium.DIGITAL, sha256=HASHES[stuk]),
)
act(
    rf"{PARTIJ} op {DAG} op papier ondertekent met een certificaat",
    lambda partij, dag: _signed(partij, dag, certificate="c" * 64),
)
act(
    rf"het voorbehoud van {PARTIJ} op {DAG} vervalt",
    lambda partij, dag: acts.LiftReservation(**C, party=partij, on=dag, ground="Raadsbesluit"),
)
act(
    rf"{PARTIJ} op {DAG} weigert te ondertekenen",
    lambda partij, dag: acts.RefuseSigning(**C, party=partij, on=dag, reason="Geen uren"),
)
act(
    rf"{PARTIJ} op {DAG} de handtekening intrekt",
    lambda partij, dag: acts.WithdrawSignature(**C, party=partij, on=dag, reason="Vergissing"),
)
act(
    rf"het college van {PARTIJ} op {DAG} besluit te ondertekenen",
    lambda partij, dag: acts.CollegeDecision(**C, party=partij, document="B&W 12", decided_on=dag),
)
act(
    rf"op {DAG} een wijziging wordt voorgesteld",
    lambda dag: acts.ProposeAmendment(
        **C, amendment="w1", title="Inzet", document="w1.pdf", sha256=HASHES["een ander stuk"], on=dag
    ),
)
act(
    rf"{PARTIJ} op {DAG} de wijziging ondertekent",
    lambda partij, dag: _signed(partij, dag, amendment="w1"),
)
act(rf"de wijziging op {DAG} van kracht wordt", lambda dag: acts.AmendCovenant(**C, amendment="w1", on=dag))
act(rf"{PARTIJ} op {DAG} toetreedt", lambda partij, dag: acts.Accede(**C, party=partij, on=dag, ground="Besluit"))
act(
    rf"{PARTIJ} met {DAG} als laatste dag uittreedt",
    lambda partij, dag: acts.WithdrawParty(**C, party=partij, last_day=dag, reason="Herindeling"),
)


@given(parsers.re(r"^het convenant is van kracht sinds 1-1-2026, door allen ondertekend$"))
def in_force(world: World) -> None:
    world.certain(acts.OpenSigning(**C, on=date(2025, 11, 1)))
    for party in PARTIES:
        world.certain(_signed(party, date(2025, 12, 1)))
    world.certain(acts.EnterIntoForce(**C, on=date(2026, 1, 1)))


@given(parsers.parse('een convenant met "{deel}" als quorum is opengesteld op 1-11-2025'))
def with_quorum(world: World, deel: str) -> None:
    world.certain(_terms(entry_quorum=deel))
    world.certain(acts.OpenSigning(covenant="nieuw", on=date(2025, 11, 1)))


@given(parsers.parse('"{partij}" heeft dat convenant ondertekend'))
def signs_that(world: World, partij: str) -> None:
    world.certain(acts.replace(_signed(partij, date(2025, 12, 1)), covenant="nieuw"))


@when("dat convenant op 1-1-2026 van kracht wordt")
def enters_that(world: World) -> None:
    world.act(acts.EnterIntoForce(covenant="nieuw", on=date(2026, 1, 1)))


@then(parsers.parse('noemt de geschiedenis van het convenant de stap "{stap}" met uitkomst "{uitkomst}"'))
def step_told(world: World, stap: str, uitkomst: str) -> None:
    rows = [row for row in world.register("covenants").rows if row["kind"] == stap]
    assert any(uitkomst in row["told"] for row in rows), rows


@then(parsers.parse('is "{partij}" onder de wijziging "{stand}"'))
def amendment_standing(world: World, partij: str, stand: str) -> None:
    rows = [r for r in world.register("signatures").rows if r["party"] == partij and r["amendment"]]
    assert [row["state_nl"] for row in rows] == [stand]
