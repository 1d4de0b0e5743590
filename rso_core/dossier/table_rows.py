"""Rows of a table as what they say of an act: cells by field, whatever file they come from."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import attrs

from rso_core.acts import acts_by_hand
from rso_core.dossier.cells import Cell, Unreadable
from rso_core.dossier.headings import ACT, Column, Headings, TableError, letters
from rso_core.dutch.act_fields import field_in_dutch
from rso_core.nearest_names import did_you_mean, nearest
from rso_core.shown_value import shown
from rso_core.spreadsheet_text import rearmed

NOWHERE = 1_000_000
"""In place of the place of a column, for what is wrong with no column; it is told last."""


class RawRow(NamedTuple):
    """A row as a file has it: its number as the spreadsheet counts it, cells by their place, and what is wrong with it."""

    number: int
    cells: Mapping[int, Cell]
    wrong: str | None = None


@attrs.frozen
class TableRow:
    """A row of a table that says something.

    Attributes:
        number: as the spreadsheet counts it, from 1.
        cells: by the names of fields; an empty one is left out.
        columns: where each field stands, also where the cell is empty.
        problems: what is wrong with it already, each with the place of its column.
    """

    number: int
    cells: Mapping[str, Cell] = attrs.field(factory=dict)
    columns: Mapping[str, Column] = attrs.field(factory=dict)
    problems: tuple[tuple[int, str], ...] = ()

    def told(self, problems: Iterable[str]) -> str:
        """What is wrong with the row and with its fields, from left to right, in the words of who sees columns."""
        return "; ".join(text for _, text in sorted([*self.problems, *map(self._placed, problems)]))

    def _placed(self, problem: str) -> tuple[int, str]:
        column, text = self._in_column(problem)
        return (NOWHERE if column is None else column.place), text

    def _in_column(self, problem: str) -> tuple[Column | None, str]:
        missing = problem.removeprefix("the field '").removesuffix("' is missing")
        if problem == f"the field {missing!r} is missing":
            column = self.columns.get(missing)
            called = f"{missing!r} (or {field_in_dutch(missing)!r})"
            no_column = f"no column is called {called}, and it must be filled in"
            return column, no_column if column is None else f"{column} is empty"
        if problem.startswith("no act is named"):
            return self.columns[ACT], f"{self.columns[ACT]} is empty"
        name = ACT if problem.startswith("unknown act") else problem.partition(":")[0].partition("[")[0]
        column = self.columns.get(name)
        rest = problem.removeprefix(f"{name}: ").removeprefix(name)
        return column, problem if column is None else f"{column}: {rest}"


def table_rows(rows: Iterable[RawRow], act: str | None, unit: str = "row") -> Iterator[TableRow]:
    """The rows that say something, under the headings of the first of them.

    Args:
        rows: of the file.
        act: what a row records that does not say it.
        unit: what is told before the number of a row.

    Raises:
        TableError: the table as a whole cannot be read.
    """
    headings: Headings | None = None
    for number, raw, wrong in rows:
        cells = {place: each for place, cell in raw.items() if (each := _trimmed(cell)) != ""}
        if wrong is not None:
            if headings is None:
                raise TableError([f"{unit} {number}: {wrong}"])
            yield TableRow(number, problems=((NOWHERE, wrong),))
        elif not cells:
            continue
        elif headings is None:
            place = f"{unit} {number}"
            headings = Headings({at: _heading(place, at, each) for at, each in cells.items()}, place, act)
        else:
            yield _row(headings, number, cells, act)


def _trimmed(cell: Cell) -> Cell:
    """A text without white space around it, its lines ended as everywhere in the record, and as it was before it went out."""
    return rearmed(cell.strip().replace("\r\n", "\n").replace("\r", "\n")) if isinstance(cell, str) else cell


def _heading(row: str, place: int, cell: Cell) -> str:
    if isinstance(cell, Unreadable):
        raise TableError([f"{row}: column {letters(place)}: {cell.why}"])
    return str(cell)


def _row(headings: Headings, number: int, filled: Mapping[int, Cell], act: str | None) -> TableRow:
    columns = {place: headings.at(place) for place in filled}
    if any(column is not None and not column.meanings for column in columns.values()):
        raise headings.unknown(act)
    name = next((filled[place] for place, column in columns.items() if column and ACT in column.meanings), act)
    if isinstance(name, Unreadable):
        return TableRow(number, problems=((0, f"no act can be read: {name.why}"),))
    cls = acts_by_hand().get(name) if isinstance(name, str) else None
    fields = headings.fields_of(cls)
    problems: list[tuple[int, str]] = []
    found: dict[str, Cell] = {} if name is None else {ACT: name}
    for place, cell in filled.items():
        column = columns[place]
        if column is None:
            told = cell.why if isinstance(cell, Unreadable) else f"it has no heading, and holds {shown(str(cell))}"
            problems.append((place, f"column {letters(place)}: {told}"))
        elif place in fields:
            found[fields[place]] = cell
        elif cls is not None:
            near = did_you_mean(nearest(column.heading, [field.name for field in cls.__attrs_attrs__]))
            problems.append((place, f"{column}: {cls.act_name} has no such field{near}"))
    known = {field: column for place, field in fields.items() if (column := headings.at(place)) is not None}
    return TableRow(number, found, known, tuple(problems))
