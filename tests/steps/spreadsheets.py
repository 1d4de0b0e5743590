"""Steps about lists that are kept in a spreadsheet."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from rso_core.dossier import UnreadableFileError, import_dossier
from steps.world import DAG, World, sentence
from workbooks_by_hand import workbook

PEOPLE = ("Handeling", "Persoon", "Naam", "Op", "Adres")
EFFORT = ("Handeling", "Inzet", "Partij", "Eenheid", "Hoeveelheid", "Begin", "Tot en met")
SIGNAL = ("Handeling", "Signaal", "Partij", "Overleg", "Soort", "Titel", "Tekst", "Op")
PARAGRAPHS = "Te weinig mensen.\nGevraagd: een voorstel."


def take_in(world: World, path: Path) -> None:
    world.head_before = world.application.store.head()
    world.imported = import_dossier(world.application, path, actor="office:secretariaat")


def from_workbook(world: World, folder: Path, *rows: Sequence[Any]) -> None:
    take_in(world, workbook(folder / "lijst.xlsx", {"Blad1": rows}))


def people(folder: Path, one: str, other: str, since: date) -> Path:
    rows = [["register-person", f"q-{n}", name, since] for n, name in enumerate((one, other))]
    return workbook(folder / "lijst.xlsx", {"Blad1": [PEOPLE, *rows]})


TWO_PEOPLE = r'de personen "(?P<een>[^"]+)" en "(?P<ander>[^"]+)"'


@sentence(when, rf"uit een rekenblad {TWO_PEOPLE} worden ingelezen, sinds {DAG}")
def people_come_in(world: World, tmp_path: Path, een: str, ander: str, dag: date) -> None:
    take_in(world, people(tmp_path, een, ander, dag))


@sentence(given, rf"uit een rekenblad zijn {TWO_PEOPLE} ingelezen, sinds {DAG}")
def people_came_in(world: World, tmp_path: Path, een: str, ander: str, dag: date) -> None:
    take_in(world, people(tmp_path, een, ander, dag))
    (tmp_path / "anders.csv").write_text(
        "\ufeff" + ";".join(PEOPLE) + ";;\r\n"
        f'register-person;q-0;{een};{dag.day}-{dag.month}-{dag.year};;;\r\nregister-person;"q-1"; {ander};{dag};;;\r\n;;;;;;\r\n',
        encoding="utf-16-le",
    )


@when("die lijst, bewaard als kommagescheiden tekst met andere dagen en lege kolommen, opnieuw wordt ingelezen")
def come_in_again(world: World, tmp_path: Path) -> None:
    take_in(world, tmp_path / "anders.csv")


@when(parsers.re(r'^uit een rekenblad een inzet van "(?P<getal>[^"]+)" uur door "(?P<partij>[^"]+)" wordt ingelezen$'))
def effort_comes_in(world: World, tmp_path: Path, getal: str, partij: str) -> None:
    row = ["agree-effort", "e-1", partij, "hours", getal, date(2026, 1, 1), date(2026, 12, 31)]
    from_workbook(world, tmp_path, EFFORT, row)


@when(parsers.re(r'^uit een rekenblad de persoon "(?P<naam>[^"]+)" sinds "(?P<tekst>[^"]+)" wordt ingelezen$'))
def person_comes_in(world: World, tmp_path: Path, naam: str, tekst: str) -> None:
    from_workbook(world, tmp_path, PEOPLE, ["register-person", "q-0", naam, tekst])


@when(
    parsers.re(
        r'^uit een rekenblad de persoon "(?P<naam>[^"]+)" wordt ingelezen met als adres een formule zonder uitkomst$'
    )
)
def person_with_formula(world: World, tmp_path: Path, naam: str) -> None:
    from_workbook(world, tmp_path, PEOPLE, ["register-person", "q-0", naam, date(2026, 1, 5), ("=A1", "")])


@when(
    parsers.re(
        r'^uit een rekenblad een signaal van "(?P<partij>[^"]+)" met een tekst van twee alinea\'s wordt ingelezen$'
    )
)
def signal_comes_in(world: World, tmp_path: Path, partij: str) -> None:
    row = ["raise-signal", "s-1", partij, "overleg", "bottleneck", "Toezicht", PARAGRAPHS, date(2026, 2, 3)]
    from_workbook(world, tmp_path, SIGNAL, row)


@when(parsers.re(r'^een lijst van personen wordt ingelezen waarin de kolom "(?P<kop>[^"]+)" twee keer voorkomt$'))
def column_twice(world: World, tmp_path: Path, kop: str) -> None:
    row = ["register-person", "q-0", "A. Voorbeeld", date(2026, 1, 5), "oud@example.org", "nieuw@example.org"]
    with pytest.raises(UnreadableFileError) as refused:
        from_workbook(world, tmp_path, [*PEOPLE[:4], kop, kop], row)
    world.told = str(refused.value)


@when(parsers.re(r'^een lijst wordt ingelezen met de handeling "(?P<handeling>[^"]+)"$'))
def unknown_act(world: World, tmp_path: Path, handeling: str) -> None:
    from_workbook(world, tmp_path, PEOPLE, [handeling, "q-0", "A. Voorbeeld", date(2026, 1, 5)])


@then(parsers.re(r"^zijn er (?P<aantal>\d+) handelingen vastgelegd$"))
def so_many(world: World, aantal: str) -> None:
    assert world.imported is not None
    assert (world.imported.bad_lines, world.imported.recorded) == ([], int(aantal))
    assert (world.application.store.head() > world.head_before) is (int(aantal) > 0)


@then(parsers.re(rf"^heten {TWO_PEOPLE.replace('de personen', 'de nieuwe personen')}$"))
def are_called(world: World, een: str, ander: str) -> None:
    names = {row["person"]: row["name"] for row in world.register("persons").rows}
    assert (names["q-0"], names["q-1"]) == (een, ander)


@then(parsers.re(r"^is de afgesproken inzet (?P<getal>[0-9,]+) uur$"))
def effort_is(world: World, getal: str) -> None:
    event: Any = world.application.history("effort:e-1")[-1].event
    assert event.amount == Decimal(getal.replace(",", "."))


@then("telt de tekst van het signaal twee alinea's")
def two_paragraphs(world: World) -> None:
    event: Any = world.application.history("signal:s-1")[0].event
    assert event.text == PARAGRAPHS


@then("wordt de hele lijst geweigerd, en worden beide kolommen genoemd")
def refused_whole(world: World) -> None:
    assert "column F 'Adres' says the same as column E 'Adres'" in world.told
    assert world.application.store.head() == world.head_before


def refused_row(world: World, number: int, *told: str) -> None:
    assert world.imported is not None
    (bad,) = world.imported.bad_lines
    assert bad.number == number
    assert all(each in bad.reason for each in told), bad.reason
    assert world.application.store.head() == world.head_before


NOTHING = r"^is er niets ingelezen, en wordt van regel (?P<regel>\d+) gezegd dat "


@then(parsers.re(rf'{NOTHING}"(?P<tekst>[^"]+)" als "(?P<een>[^"]+)" of als "(?P<ander>[^"]+)" te lezen is$'))
def two_readings(world: World, regel: str, tekst: str, een: str, ander: str) -> None:
    refused_row(world, int(regel), f"'{tekst}' can be read as {een} or as {ander}; write ")


@then(parsers.re(rf"{NOTHING}de formule geen uitkomst heeft$"))
def no_result(world: World, regel: str) -> None:
    refused_row(world, int(regel), "column E 'Adres': the cell holds a formula of which no result is kept")


@then(parsers.re(rf'{NOTHING}"(?P<naam>[^"]+)" erop lijkt$'))
def resembles(world: World, regel: str, naam: str) -> None:
    refused_row(world, int(regel), "unknown act", f"did you mean '{naam}'")
