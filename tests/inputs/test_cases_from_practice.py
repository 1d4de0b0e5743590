"""Small inputs made after public bug reports of neighbouring software; they stand beside the project, and are skipped without."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from acts_of_a_region import NOW, by
from rso_core import Application, EventStore
from rso_core.definition import apply_definition, load_definition
from rso_core.dossier import ImportReport, UnreadableFileError, import_dossier

ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared" / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the cases from practice (../shared/cases) are absent")


@pytest.fixture
def utrecht(tmp_path: Path) -> Iterator[Application]:
    with Application(EventStore.open(f"sqlite:///{tmp_path / 'rso.db'}"), lambda: NOW) as application:
        apply_definition(application, load_definition(ROOT / "examples" / "utrecht" / "definition.toml"), by())
        yield application


def taken_in(application: Application, case: str, name: str) -> ImportReport:
    (path,) = CASES.glob(f"{case}-*/{name}")
    return import_dossier(application, path, actor="office:secretariaat")


def reasons(report: ImportReport) -> list[tuple[int, str]]:
    return [(bad.number, bad.reason) for bad in report.bad_lines]


def test_11_a_line_end_in_a_cell(utrecht: Application) -> None:
    assert taken_in(utrecht, "11", "signalen.csv").recorded == 1
    event: Any = utrecht.history("signal:sig-test-1")[0].event
    assert event.text == "Te weinig mensen.\nGevraagd: voorstel voor maart."


def test_13_a_thousand_with_a_dot(utrecht: Application) -> None:
    ((number, reason),) = reasons(taken_in(utrecht, "13", "inzet.csv"))
    assert (number, "'1.200' can be read as 1200 or as 1.2; write 1200, or 1.2" in reason) == (2, True)


def test_16_a_workbook_itself(utrecht: Application) -> None:
    with pytest.raises(
        UnreadableFileError, match=r"personen\.xlsx cannot be read: the workbook is damaged .* CSV UTF-8"
    ):
        taken_in(utrecht, "16", "personen.xlsx")


def test_18_characters_that_cannot_be_seen(utrecht: Application) -> None:
    ((number, reason),) = reasons(taken_in(utrecht, "18", "personen.csv"))
    assert (number, "U+200B" in reason) == (2, True), "and it is shown as such"


def test_20_a_table_in_utf_16(utrecht: Application) -> None:
    assert taken_in(utrecht, "20", "personen.csv").recorded == 1
    event: Any = utrecht.history("person:p-9110")[0].event
    assert event.name == "J. Voorbeeld"


def test_21_a_table_saved_again(utrecht: Application) -> None:
    assert taken_in(utrecht, "21", "eerst.csv").recorded == 1
    again = taken_in(utrecht, "21", "daarna.csv")
    assert (again.recorded, again.repeated, reasons(again)) == (0, 1, [])
