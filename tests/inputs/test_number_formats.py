"""Only the format of a cell says whether a number is a day; held against another reader of workbooks."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from quick import examples
from rso_core.dossier.cells import Unreadable
from rso_core.dossier.number_formats import Shown, elapsed, moment_of, shown_as
from rso_core.dossier.workbook import sheet_rows

OF_TIME = [
    "d-m-yyyy", "dd/mm/yyyy", "[$-413]d mmmm yyyy;@", "[$-F800]dddd\\, mmmm dd, yyyy", "yyyy\\-mm\\-dd", "mmm-yy", "mmmm",
    "h:mm", "h:mm AM/PM", "[h]:mm:ss", "[mm]:ss", "mm:ss.0", "m/d/yy h:mm", '"dag "d', "[Red]d-m;General", "D-M-JJJJ",
]  # fmt: skip
OF_NUMBERS = [
    "General", "0", "0.00", "#,##0", "0%", "0.00E+00", "# ?/?", "@", '0 "dagen"', '0" h"', "[Red]0", "[Blue][<100]0;0",
    '"d"0', "\\d0", "_d0", "*d0", "0;d", '€ #,##0.00;[Red]-€ #,##0.00', "[$€-413] #,##0.00", "[$-413]0", "GENERAL",
]  # fmt: skip


@pytest.mark.parametrize("code", OF_TIME)
def test_a_format_of_days_or_times(code: str) -> None:
    is_elapsed = code in ("[h]:mm:ss", "[mm]:ss")
    assert shown_as(164, {164: code}) is (Shown.ELAPSED if is_elapsed else Shown.MOMENT)


@pytest.mark.parametrize("code", OF_NUMBERS)
def test_a_format_of_numbers(code: str) -> None:
    assert shown_as(164, {164: code}) is Shown.NUMBER


def test_the_formats_that_every_workbook_has() -> None:
    found = [number for number in range(100) if shown_as(number, {}) is not Shown.NUMBER]
    assert found == [*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)]
    assert [number for number in found if shown_as(number, {}) is Shown.ELAPSED] == [46]
    assert shown_as(14, {14: "0.00"}) is Shown.NUMBER, "a workbook may name it anew"


def calamine(path: Path) -> dict[tuple[int, int], Any]:
    reader = pytest.importorskip("python_calamine", reason="python-calamine is missing")
    rows = reader.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return {(row, place): value for row, cells in enumerate(rows) for place, value in enumerate(cells) if value != ""}


def plain(value: Any) -> Any:
    """A value as both readers give it."""
    if isinstance(value, timedelta) and value.days == 0:
        return time(value.seconds // 3600, value.seconds // 60 % 60, value.seconds % 60)
    if isinstance(value, timedelta | Unreadable):
        return "a length of time"
    if isinstance(value, float | int) and not isinstance(value, bool):
        return Decimal(f"{value:.15g}")
    return value.date() if isinstance(value, datetime) and value.time() == time() else value


NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e15, 1e15, allow_nan=False) | st.floats(61, 80_000)
WHOLE_SECONDS = st.integers(61 * 86_400, 80_000 * 86_400).map(lambda seconds: seconds / 86_400)


@settings(max_examples=examples(80), deadline=None)
@given(
    st.lists(
        st.tuples(WHOLE_SECONDS, st.sampled_from(OF_TIME)) | st.tuples(NUMBERS, st.sampled_from(OF_NUMBERS)),
        min_size=1,
        max_size=30,
    ),
    st.booleans(),
)
def test_another_reader_reads_the_same(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[float, str]], epoch: bool
) -> None:
    path = tmp_path_factory.mktemp("boek") / "boek.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": epoch}) as book:
        sheet = book.add_worksheet()
        for row, (number, code) in enumerate(cells):
            sheet.write_number(row, row % 7, number, book.add_format({"num_format": code}))
    with path.open("rb") as file:
        _, rows = sheet_rows(file, None)
    ours = {(row.number - 1, place): cell for row in rows for place, cell in row.cells.items()}
    theirs = {where: plain(value) for where, value in calamine(path).items()}
    assert {where: plain(cell) for where, cell in ours.items()} == theirs


def test_time_that_went_by_is_a_time_of_day_up_to_a_day() -> None:
    assert (elapsed(Decimal(0)), elapsed(Decimal("0.5"))) == (time(), time(12))
    assert "of 24 hours" in str(elapsed(Decimal(1)))
    assert "of 30 hours" in str(elapsed(Decimal("1.25")))
    assert isinstance(elapsed(Decimal("-0.1")), Unreadable)


@pytest.mark.parametrize("since_1904", [False, True])
def test_every_day_is_the_day_after_the_one_before(since_1904: bool) -> None:
    before: Any = moment_of(Decimal(61), since_1904=since_1904)
    assert before == (date(1904, 3, 2) if since_1904 else date(1900, 3, 1))
    for number in range(62, 80_000, 7):
        assert moment_of(Decimal(number), since_1904=since_1904) == before + timedelta(days=number - 61)
