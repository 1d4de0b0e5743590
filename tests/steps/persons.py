"""Steps about names of persons: how long they are kept, what one may see, and erasing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from pytest_bdd import given, parsers, then, when

from acts_of_a_region import PEOPLE, by
from every_plugin import every_plugin
from privacy.traces import in_files, in_value, registers_at
from rso_core import Application, EventStore, Refused, acts
from rso_core.privacy.erasure import StillInOfficeError, erase_person
from rso_core.privacy.personal_report import report_on
from rso_core.privacy.personal_report_text import as_markdown
from rso_core.projection import Projector
from rso_core.store.stored import StoredRow
from steps.world import DAG, World, act, sentence

PERSOON = r'"(?P<persoon>[^"]+)"'
GROND = r'op grond van "(?P<grond>[^"]*)"'
JAREN = r"(?P<jaren>-?\d+) jaar"


@attrs.define
class Privacy:
    """What came of the last question or erasure about a person."""

    running: tuple[str, ...] = ()
    before: list[tuple[int, StoredRow]] = attrs.field(factory=list)
    answer: str = ""
    restored: Path | None = None
    kept: Path | None = None
    named: tuple[Path, ...] = ()


@pytest.fixture
def privacy() -> Privacy:
    return Privacy()


@contextmanager
def projecting(application: Application) -> Iterator[Projector]:
    projector = Projector(application.store, every_plugin().read_models())
    projector.catch_up()
    try:
        yield projector
    finally:
        projector.close()


def row_of(world: World, persoon: str, dag: date) -> dict[str, Any]:
    return next(dict(row) for row in world.register("persons", dag).rows if row["person"] == persoon)


act(
    rf"de bewaartermijn vanaf {DAG} {JAREN} is",
    lambda dag, jaren: acts.SetRetention(years=int(jaren), ground="Selectielijst", on=dag),
)
act(
    rf'de bewaartermijn van de rol "(?P<rol>[^"]+)" vanaf {DAG} {JAREN} is',
    lambda rol, dag, jaren: acts.SetRetention(role=rol, years=int(jaren), ground="Selectielijst", on=dag),
)
act(
    rf'{PERSOON} de rol "(?P<rol>[^"]+)" vervulde van (?P<begin>[0-9-]+) tot en met (?P<eind>[0-9-]+)',
    lambda persoon, rol, begin, eind: acts.AssignRole(
        role=rol, assignment=persoon, party=party_of(persoon), person=persoon, start=begin, until=eind
    ),
)
act(
    rf"het mandaat van {PERSOON} eindigt op {DAG}",
    lambda persoon, dag: acts.WithdrawMandate(
        party=party_of(persoon), mandate=f"m-{persoon}", last_day=dag, reason="Andere functie"
    ),
)


def party_of(person: str) -> str:
    return next(party for party, of_party in PEOPLE.items() if of_party == person)


@sentence(then, rf"worden de gegevens van {PERSOON} op {DAG} bewaard tot (?P<eind>[0-9-]+)")
def kept_until(world: World, persoon: str, dag: date, eind: date) -> None:
    assert world.refused is None, world.refused
    assert row_of(world, persoon, dag)["over_on"] == eind


@sentence(then, rf'is op {DAG} de bewaartermijn van {PERSOON} "(?P<termijn>[^"]+)"')
def term_is(world: World, dag: date, persoon: str, termijn: str) -> None:
    row = row_of(world, persoon, dag)
    assert (row["term"], row["over_on"]) == (termijn, None)


@sentence(then, rf"zijn op {DAG} over de termijn: (?P<wie>.+)")
def are_over(world: World, dag: date, wie: str) -> None:
    wanted = [] if wie == "niemand" else [name.strip(' "') for name in wie.split(",")]
    assert [row["person"] for row in world.register("persons", dag).rows if row["over"]] == wanted


def erase(world: World, privacy: Privacy, persoon: str, dag: date, grond: str, *, still_in_office: bool) -> None:
    world.head_before = world.application.store.head()
    privacy.before = world.application.store.stored(limit=10_000)
    with projecting(world.application) as projector:
        try:
            privacy.named = erase_person(
                world.application,
                projector,
                persoon,
                ground=grond,
                on=dag,
                circumstances=by(),
                still_in_office=still_in_office,
                look_in=[privacy.kept] if privacy.kept else [],
            ).files.found
        except Refused as refused:
            world.refused = refused
        except StillInOfficeError as error:
            privacy.running = error.running


@sentence(when, rf"{PERSOON} op {DAG} wordt gewist {GROND}")
def erased(world: World, privacy: Privacy, persoon: str, dag: date, grond: str) -> None:
    erase(world, privacy, persoon, dag, grond, still_in_office=False)


@sentence(given, rf"{PERSOON} is op {DAG} gewist {GROND}")
@sentence(when, rf"{PERSOON} op {DAG} ondanks een lopende functie wordt gewist {GROND}")
def erased_all_the_same(world: World, privacy: Privacy, persoon: str, dag: date, grond: str) -> None:
    erase(world, privacy, persoon, dag, grond, still_in_office=True)


@sentence(then, rf"is {PERSOON} op {DAG} gewist {GROND}")
def is_erased(world: World, persoon: str, dag: date, grond: str) -> None:
    row = row_of(world, persoon, dag)
    assert (row["name"], row["name_nl"], row["ground"]) == (None, "gewist", grond)


def places(world: World, name: str, dag: date | None = None) -> list[object]:
    """Where a name is found: in files of the record, in what happened, in registers."""
    with projecting(world.application) as projector:
        told = registers_at(projector, dag or date(2026, 11, 24))
    happened = [recorded.event for _, recorded in world.application.store.read(limit=10_000)]
    folder = Path(world.application.store.url.removeprefix("sqlite:///")).parent
    return [*in_value(told, [name]), *in_value(happened, [name]), *in_files(folder, [name])]


@then(parsers.parse('is de naam "{naam}" nergens meer te vinden'))
def nowhere(world: World, naam: str) -> None:
    assert places(world, naam) == []


@sentence(then, rf'is de naam "(?P<naam>[^"]+)" ook op {DAG} nergens te vinden')
def nowhere_then(world: World, naam: str, dag: date) -> None:
    assert places(world, naam, dag) == []


@then(parsers.parse('is de naam "{naam}" nog te vinden'))
def still_there(world: World, naam: str) -> None:
    assert places(world, naam)


@sentence(then, rf'blijft vastgelegd dat {PERSOON} op {DAG} ondertekende namens "(?P<partij>[^"]+)"')
def still_signed(world: World, persoon: str, dag: date, partij: str) -> None:
    rows = [row for row in world.register("signatures", date(2026, 11, 24)).rows if row["party"] == partij]
    assert [(row["person"], row["signed_on"]) for row in rows] == [(persoon, dag)]


@then("is aan wat eerder was vastgelegd niets veranderd")
def unchanged(world: World, privacy: Privacy) -> None:
    assert privacy.before
    assert world.application.store.stored(limit=10_000)[: len(privacy.before)] == privacy.before


@then(parsers.parse('wordt eerst verteld wat nog loopt: "{wat}"'))
def told_what_runs(world: World, privacy: Privacy, wat: str) -> None:
    assert privacy.running == (wat,)
    assert world.application.store.head() == world.head_before


@when("een reservekopie van het dossier zonder de sleutels wordt teruggezet")
def restored_without_keys(world: World, privacy: Privacy, tmp_path: Path) -> None:
    privacy.restored = tmp_path / "terug"
    privacy.restored.mkdir()
    rows = [row for _, row in world.application.store.stored(limit=10_000)]
    with EventStore.open(f"sqlite:///{privacy.restored / 'rso.db'}") as store:
        store.put_stored(rows)


@then("staan in de teruggezette kopie alle handelingen en geen enkele naam")
def acts_without_names(world: World, privacy: Privacy) -> None:
    assert privacy.restored is not None
    names = [f"{n}. Voorbeeld" for n in (1, 2, 3)]
    with Application(EventStore.open(f"sqlite:///{privacy.restored / 'rso.db'}")) as copy:
        assert copy.store.stored(limit=10_000) == world.application.store.stored(limit=10_000)
        with projecting(copy) as projector:
            assert in_value(registers_at(projector, date(2026, 11, 24)), names) == set()
    assert in_files(privacy.restored, names) == set()


@when(parsers.parse('"{persoon}" vraagt wat er is vastgelegd'))
def asks(world: World, privacy: Privacy, persoon: str) -> None:
    with projecting(world.application) as projector:
        made = report_on(world.application, projector, persoon, on=date(2026, 11, 24))
    privacy.answer = as_markdown(made)


@given(parsers.parse('er is eerder een overzicht voor "{een}" en een voor "{ander}" bewaard'))
def reports_kept(world: World, privacy: Privacy, tmp_path: Path, een: str, ander: str) -> None:
    privacy.kept = tmp_path / "bewaard"
    privacy.kept.mkdir()
    with projecting(world.application) as projector:
        for persoon in (een, ander):
            made = report_on(world.application, projector, persoon, on=date(2026, 11, 1))
            (privacy.kept / f"{persoon}.md").write_text(as_markdown(made), encoding="utf-8")


@then(parsers.parse('noemt het wissen alleen het overzicht voor "{persoon}"'))
def report_is_named(privacy: Privacy, persoon: str) -> None:
    assert privacy.kept is not None
    assert privacy.named == (privacy.kept / f"{persoon}.md",)


@then(parsers.parse('noemt het antwoord "{wat}"'))
def answer_tells(privacy: Privacy, wat: str) -> None:
    assert wat in privacy.answer


@then(parsers.parse('noemt het antwoord niet "{wat}"'))
def answer_leaves_out(privacy: Privacy, wat: str) -> None:
    assert wat not in privacy.answer
