"""Cells as the fields of an act: texts of a spreadsheet or an option, and what a workbook keeps in a cell."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from rso_core.acts import acts_by_hand
from rso_core.dossier.cells import cells_of, read_cells
from rso_core.structuring import InputError, structure_act

DAY, MOMENT, CLOCK, HALF = date(2026, 2, 1), datetime.fromisoformat("2026-02-01T10:30"), time(10, 30), Decimal("1.5")


def cell(act: str, field: str, value: Any) -> Any:
    values, wrong = read_cells(acts_by_hand()[act], {field: value})
    return wrong[field] if wrong else values[field]


@pytest.mark.parametrize(
    ("act", "field", "kept", "read"),
    [
        ("register-person", "name", Decimal("2026"), "2026"),
        ("register-person", "name", Decimal("2026.0"), "2026"),
        ("grant-mandate", "scopes", Decimal(7), ["7"]),
        ("grant-mandate", "scopes", "sign; represent ;", ["sign", "represent"]),
        ("register-person", "on", DAY, DAY),
        ("plan-meeting", "starts", CLOCK, CLOCK),
        ("agree-effort", "amount", Decimal("1200.50"), Decimal("1200.50")),
        ("agree-effort", "amount", Decimal("1.125"), Decimal("1.125")),
        ("add-agenda-item", "minutes", Decimal("15.0"), 15),
        ("set-up-body", "confidential", True, True),
        ("set-up-body", "confidential", Decimal(1), True),
        ("set-up-body", "confidential", Decimal(0), False),
        ("set-up-body", "confidential", "WAAR", True),
        ("set-up-body", "confidential", "Nee", False),
    ],
)
def test_what_a_workbook_keeps_is_read_as_its_field_is(act: str, field: str, kept: Any, read: Any) -> None:
    found = cell(act, field, kept)
    assert (found, type(found)) == (read, type(read))


@pytest.mark.parametrize(
    ("act", "field", "kept", "told"),
    [
        ("register-person", "name", HALF, "the cell holds the number 1.5, and a text is expected; make it a text cell"),
        ("set-up-body", "quorum", DAY, "the cell holds the day 2026-02-01, and a text is expected"),
        ("register-person", "name", MOMENT, "the cell holds the moment 2026-02-01 10:30, and a text"),
        ("register-person", "name", CLOCK, "the cell holds the time of day 10:30:00, and a text"),
        ("register-person", "name", True, "the cell holds TRUE, and a text"),
        ("grant-mandate", "scopes", False, "the cell holds FALSE, and a text"),
        ("register-person", "on", Decimal(46054), "the cell holds the number 46054, which is no day; give the cell the format of a date"),
        ("register-person", "on", MOMENT, "the cell holds the moment 2026-02-01 10:30, which is no day; leave only the day"),
        ("register-person", "on", True, "the cell holds TRUE, which is no day"),
        ("plan-meeting", "starts", HALF, "the cell holds the number 1.5, which is no time of day"),
        ("plan-meeting", "starts", MOMENT, "the cell holds the moment 2026-02-01 10:30, which is no time of day"),
        ("agree-effort", "amount", DAY, "the cell holds the day 2026-02-01, which is no number; make it a text cell"),
        ("agree-effort", "amount", True, "the cell holds TRUE, which is no number"),
        ("add-agenda-item", "minutes", HALF, "the cell holds the number 1.5, which is not a whole number"),
        ("set-up-body", "confidential", Decimal(2), "the cell holds the number 2, which is neither true nor false"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_made_something_else_of_is_told(act: str, field: str, kept: Any, told: str) -> None:
    assert cell(act, field, kept).startswith(told)


def test_all_that_is_wrong_is_told_at_once_each_with_its_field() -> None:
    with pytest.raises(InputError) as wrong:
        cells_of(acts_by_hand()["hold-meeting"], {"attendance": "p-1", "meeting": DAY, "held_on": "2026-02-01"})
    assert [problem.partition(":")[0] for problem in wrong.value.problems] == ["attendance", "meeting"]
    assert cells_of(acts_by_hand()["decide"], {"votes": "p-1@gm0344=for", "mystery": HALF})["mystery"] == HALF


def test_what_was_kept_makes_an_act() -> None:
    kept: dict[str, Any] = {
        "effort": Decimal(7),
        "party": "gem-a",
        "unit": "hours",
        "amount": HALF,
        "start": DAY,
        "until": DAY,
    }
    act: Any = structure_act("agree-effort", cells_of(acts_by_hand()["agree-effort"], kept))
    assert (act.effort, act.amount, act.start) == ("7", HALF, DAY)
