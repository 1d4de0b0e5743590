"""What becomes of an item: each cell of the tables, and every situation as release 0.2 decided it."""

import attrs
import pytest

from pleio import item_cells
from pleio.item_cells import TABLES, cells, impossible
from pleio.items_in_every_situation import DATA, lines

CELLS = item_cells.DATA.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_has_its_verdict_or_the_reason_why_it_cannot_be(name: str) -> None:
    assert list(item_cells.lines(name)) == [line for line in CELLS if line.startswith(f"{name} ")]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_a_table_decides_something_and_asks_for_facts_that_there_are(name: str) -> None:
    table, kind, axes = TABLES[name]
    deciding = {
        next(number for number, row in enumerate(table) if row.holds(facts))
        for _, facts in cells(name)
        if not impossible(facts)
    }
    assert deciding == set(range(len(table)))
    facts_there_are = {field.name for field in attrs.fields(kind)}
    assert {fact for row in table for fact in row.when} <= facts_there_are == set(axes)


def test_every_situation_leads_to_what_release_0_2_made_of_it() -> None:
    legend, _, kept = DATA.read_text(encoding="utf-8").partition("\n\n")
    letter_of = {words: letter for letter, _, words in (line.partition(" = ") for line in legend.splitlines())}
    assert list(lines(letter_of)) == kept.splitlines()
    assert len(letter_of) == len(legend.splitlines()), "a verdict that release 0.2 never gave"
