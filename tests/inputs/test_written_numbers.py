"""One rule for numbers that come in as text: two readings are refused with both, and every door keeps to it."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acts_of_a_region import by, open_region
from commands_in_process import rso
from rso_core import Application, acts
from rso_core.acts import AgreeEffort
from rso_core.definition import DefinitionError, load_definition
from rso_core.domain.effort.state import Unit
from rso_core.dossier import export_dossier, import_dossier
from rso_core.dossier.cells import cells_of
from rso_core.structuring import InputError, structure_act
from rso_core.written_numbers import number_in, whole_number_in, written_exactly

OFFICE = "office:secretariaat"
EFFORT = {
    "act": "agree-effort",
    "effort": "e-1",
    "party": "gem-a",
    "unit": "hours",
    "start": "2026-01-01",
    "until": "2026-12-31",
    "purpose": "Voorzitten",
}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1200", "1200"),
        ("1200,50", "1200.50"),
        ("1200.50", "1200.50"),
        ("1.200,50", "1200.50"),
        ("1,200.50", "1200.50"),
        ("1.200.000", "1200000"),
        ("1,200,000.5", "1200000.5"),
        ("12.345.678,901", "12345678.901"),
        ("1.5", "1.5"),
        (" 1,5\u00a0", "1.5"),
        ("0.125", "0.125"),
        ("0,500", "0.500"),
        ("1.2000", "1.2000"),
        ("1.20", "1.20"),
        ("1234.567", "1234.567"),
        ("01.125", "1.125"),
        ("007", "7"),
        ("-5", "-5"),
    ],
)
def test_what_can_be_read_in_one_way_is_read_exactly(text: str, number: str) -> None:
    assert str(number_in(text)) == number


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1.200", "'1.200' can be read as 1200 or as 1.2; write 1200, or 1.2"),
        ("1,200", "'1,200' can be read as 1200 or as 1,2; write 1200, or 1,2"),
        ("999.000", "'999.000' can be read as 999000 or as 999; write 999000, or 999"),
        ("12,125", "'12,125' can be read as 12125 or as 12,125; write 12125, or 12,1250"),
        ("-1.200", "'-1.200' can be read as -1200 or as -1.2; write -1200, or -1.2"),
        ("1_200", "'1_200' is not a number; write 1200, if that is meant"),
        ("1e3", "'1e3' is not a number; write 1000, if that is meant"),
        ("+5", "'+5' is not a number; write 5, if that is meant"),
        ("١٢", "'١٢' is not a number; write 12, if that is meant"),
        (".5", "'.5' is not a number; write 0.5, if that is meant"),
        ("1e21", "'1e21' is not a number; write it in digits, like 1200 or 1200.50"),
        ("0x10", "'0x10' is not a number; write it in digits"),
        ("NaN", "'NaN' is not a number; write it in digits"),
        ("Infinity", "'Infinity' is not a number; write it in digits"),
        ("1.200.00", "'1.200.00' is not a number; write it in digits"),
        ("0.200.000", "'0.200.000' is not a number"),
        ("1.200,000.5", "is not a number"),
        ("1 200", "'1 200' is not a number"),
        ("½", "'½' is not a number"),
        ("", "'' is not a number"),
        ("1\u202e2", r"'1\u202e2' is not a number"),
        ("9" * 1_001, "it is 1001 characters long"),
    ],
)
def test_what_can_be_read_in_two_ways_or_by_a_programmer_only_is_refused(text: str, told: str) -> None:
    for read in (number_in, whole_number_in):
        with pytest.raises(ValueError, match=" ") as wrong:
            read(text)
        assert told in str(wrong.value)
        assert len(str(wrong.value)) < 200


@pytest.mark.parametrize("text", ["1.5", "1200,50", "1.200.000,0", "7.0"])
def test_a_whole_number_has_no_fraction(text: str) -> None:
    with pytest.raises(ValueError, match="is not a whole number"):
        whole_number_in(text)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.decimals(allow_nan=False, allow_infinity=False)
)
def test_what_is_written_exactly_is_read_as_the_same_number(number: Decimal) -> None:
    text = written_exactly(number)
    if len(text) <= 1_000:
        again = number_in(text)
        assert again == number
        assert "E" in str(number) or str(again) == str(number)


@given(st.integers(-(10**9), 10**9), st.sampled_from(".,"), st.integers(0, 99))
def test_groups_of_digits_with_decimals_are_read_as_they_are_said(whole: int, mark: str, cents: int) -> None:
    other = "," if mark == "." else "."
    grouped = f"{whole:,}".replace(",", mark)
    assert number_in(f"{grouped}{other}{cents:02}") == Decimal(f"{whole}.{cents:02}")


TWO_READINGS = "can be read as 1200 or as 1.2"


def refused_in_a_line(folder: Path, amount: str) -> str:
    path = folder / "inzet.jsonl"
    text = json.dumps({**EFFORT, "amount": "@"}).replace('"@"', amount)
    path.write_text(f"{text}\n", encoding="utf-8")
    with open_region(f"sqlite:///{folder / 'rso.db'}") as application:
        head = application.store.head()
        report = import_dossier(application, path, actor=OFFICE)
        assert (application.store.head(), report.recorded) == (head, 0)
        return report.bad_lines[0].reason


def test_a_line_of_a_dossier_keeps_to_it(tmp_path: Path) -> None:
    assert f"amount: '1.200' {TWO_READINGS}" in refused_in_a_line(tmp_path, '"1.200"')
    assert f"amount: '1.200' {TWO_READINGS}" in refused_in_a_line(tmp_path, "1.200"), "as it is written, not 1.2"
    assert '1200.5 is not exact; write it as text: "1200.5"' in refused_in_a_line(tmp_path, "1200.5")
    assert "'1_200' is not a number" in refused_in_a_line(tmp_path, '"1_200"')


def test_a_correction_in_a_dossier_keeps_to_it(tmp_path: Path) -> None:
    path = tmp_path / "verbetering.jsonl"
    for amount, told in (('"1.200"', TWO_READINGS), ("1.200", TWO_READINGS), ("1.5", "is not exact")):
        line = json.dumps({**EFFORT, "amount": "5", "key": "k"})
        path.write_text(f'{line}\n{{"correct": "k", "set": {{"amount": {amount}}}, "reason": "telfout"}}\n')
        with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
            report = import_dossier(application, path, actor=OFFICE)
            assert [(bad.number, told in bad.reason) for bad in report.bad_lines] == [(2, True)], report.bad_lines


def test_cells_and_options_keep_to_it() -> None:
    def read(**cells: str) -> Any:
        return structure_act(
            "agree-effort", {**cells_of(AgreeEffort, {k: v for k, v in EFFORT.items() if k != "act"} | cells)}
        )

    assert read(amount="1.200,50").amount == Decimal("1200.50")
    with pytest.raises(InputError, match=TWO_READINGS):
        read(amount="1.200")
    with pytest.raises(InputError, match="minutes: '١٢' is not a number"):
        cells_of(acts.AddAgendaItem, {"minutes": "١٢"})
    assert cells_of(acts.AddAgendaItem, {"minutes": "15"}) == {"minutes": 15}


def test_the_command_line_keeps_to_it(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'rso.db'}"
    with open_region(store):
        pass
    options = [part for name, value in EFFORT.items() if name != "act" for part in (f"--{name}", value)]
    refused = rso(tmp_path, "--store", store, "agree-effort", *options, "--amount", "1.200")
    assert refused.returncode == 2
    assert TWO_READINGS in refused.stderr
    assert rso(tmp_path, "--store", store, "agree-effort", *options, "--amount", "1.200,50").returncode == 0
    for number in ("1_0", "١٢"):
        few = rso(tmp_path, "--store", store, "late", "--days", number)
        assert few.returncode == 2
        assert "is not a number" in few.stderr


def test_a_definition_keeps_to_it(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "definition.md").read_text(encoding="utf-8")
    text = manual.split("```toml\n")[1].split("```")[0]
    path = tmp_path / "definition.toml"
    for amount in ('"1.200"', "1.200"):
        path.write_text(text.replace('amount = "120.5"', f"amount = {amount}"), encoding="utf-8")
        with pytest.raises(DefinitionError, match=TWO_READINGS):
            load_definition(path)


@pytest.mark.parametrize(
    ("before", "after"), [("1.125", "01.125"), ("1.200", "01.200"), ("12.5", "12.5"), ("1E+3", "1000")]
)
def test_an_amount_on_record_goes_out_as_what_is_read_again(tmp_path: Path, before: str, after: str) -> None:
    def record(name: str) -> Application:
        return open_region(f"sqlite:///{tmp_path / name}.db")

    said = acts.AgreeEffort(
        effort="e-1",
        party="gem-a",
        unit=Unit.HOURS,
        amount=Decimal(before),
        start=date(2026, 1, 1),
        until=date(2026, 12, 31),
        purpose="Voorzitten",
    )
    with record("eerst") as application:
        application.perform(said, by(key="e-1"))
        given_back = export_dossier(application.store, tmp_path / "terug.jsonl")
        assert bool(given_back.differing) is (after == "1000"), "told where the digits are others"
    line = (tmp_path / "terug.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(line)["amount"] == after
    (tmp_path / "een.jsonl").write_text(f"{line}\n", encoding="utf-8")
    with record("daarna") as application:
        report = import_dossier(application, tmp_path / "een.jsonl", actor=OFFICE)
        assert report.bad_lines == []
        event: Any = application.history("effort:e-1")[-1].event
        assert event.amount == Decimal(before)
        if after != "1000":
            assert str(event.amount) == before
