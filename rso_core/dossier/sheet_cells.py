"""The cells of a sheet of a workbook, each as it is kept: a text, a number, a day, a truth (ECMA-376, 18.3)."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import TypeVar

import attrs

from rso_core.dossier.cells import Cell, Unreadable, text_cell
from rso_core.dossier.number_formats import Shown, elapsed, moment_of
from rso_core.dossier.table_rows import RawRow
from rso_core.dossier.workbook_parts import WorkbookError, escaped_text, read_xml
from rso_core.shown_value import shown

T = TypeVar("T")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_WHOLE = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
_VALUES = frozenset({"v", "t"})
"""Elements with the value of a cell: as it is kept, or a text that stands in it."""
MOST_CELLS = 1_000_000
"""Of a sheet, empty ones that have a style counted too; they are read in some seconds."""
_ELEMENTS = ("row", "c", "f", "v", "is", "t", "rPh", "mergeCell")


@attrs.frozen
class Conventions:
    """What a workbook says once for all its sheets.

    Attributes:
        texts: those that cells share, by number.
        styles: for each, by number, as what it shows a number.
        since_1904: whether days are counted from 1904.
    """

    texts: Sequence[str]
    styles: Sequence[Shown]
    since_1904: bool


@attrs.frozen
class Sheet:
    """The rows of a sheet in which something is, and the ranges of cells that are merged where something is."""

    rows: Sequence[RawRow]
    merged: Sequence[str]


def read_sheet(content: bytes, conventions: Conventions) -> Sheet:
    """Read the XML of a sheet.

    Raises:
        WorkbookError: it is damaged.
    """
    reader = _Reader(conventions)
    read_xml(content, reader.start, reader.end, reader.text, _ELEMENTS)
    width = max((max(row.cells) for row in reader.rows), default=-1) + 1
    height = reader.rows[-1].number if reader.rows else 0
    return Sheet(reader.rows, [each for each in reader.merged if _is_merged(each, height, width)])


def _is_merged(merged: str, height: int, width: int) -> bool:
    """Whether a range is more than a cell, and begins where there are cells with something."""
    first, _, last = merged.partition(":")
    row, column = _place(first)
    return bool(last) and last != first and row <= height and column <= width


class _Reader:
    """What was read so far, and where: places from 1, 0 before the first."""

    def __init__(self, conventions: Conventions) -> None:
        self.rows: list[RawRow] = []
        self.merged: list[str] = []
        self._said = conventions
        self._row = self._column = 0
        self._cells: dict[int, Cell] = {}
        self._cell: _Cell | None = None
        self._reading: list[str] | None = None
        self._passed_over = 0
        self._read = 0

    def start(self, name: str, said: Mapping[str, str]) -> None:
        if name == "row":
            self._next_row(said.get("r"))
        elif name == "c":
            self._next_cell(said.get("r"))
            self._cell = _Cell(said.get("t", "n"), said.get("s", "0"))
        elif name == "mergeCell":
            self.merged.append(said.get("ref", ""))
        elif name == "rPh":
            self._passed_over += 1
        elif self._cell is not None:
            self._cell.parts.add(name)
            if name in _VALUES and not self._passed_over:
                self._reading = self._cell.said

    def text(self, text: str) -> None:
        if self._reading is not None:
            self._reading.append(text)

    def end(self, name: str) -> None:
        if name in _VALUES:
            self._reading = None
        elif name == "rPh":
            self._passed_over -= 1
        elif name == "c" and self._cell is not None:
            found = self._cell.read(self._said)
            self._read += 1
            if self._read > MOST_CELLS:
                raise WorkbookError(f"the sheet has more than {MOST_CELLS:,} cells; split it")
            if found != "":
                self._cells[self._column - 1] = found
            self._cell = None
        elif name == "row" and self._cells:
            self.rows.append(RawRow(self._row, self._cells))
            self._cells = {}

    def _next_row(self, written: str | None) -> None:
        row = self._row + 1 if written is None else _whole(written, "row")
        if not self._row < row <= _LAST_ROW:
            raise _damaged(f"row {written or row}")
        self._row, self._column, self._cells = row, 0, {}

    def _next_cell(self, written: str | None) -> None:
        row, column = (self._row, self._column + 1) if written is None else _place(written)
        if row != self._row or not self._column < column <= _LAST_COLUMN:
            raise _damaged(f"cell {written or column}")
        self._column = column


@attrs.define
class _Cell:
    """A cell that is being read: its kind, its style, the elements in it, and the text of its value."""

    kind: str
    style: str
    parts: set[str] = attrs.field(factory=set)
    said: list[str] = attrs.field(factory=list)

    def read(self, conventions: Conventions) -> Cell:
        value = "".join(self.said)
        if self.kind == "e":
            return Unreadable(f"the cell holds the error {shown(value)}; mend it in the spreadsheet")
        if "f" in self.parts and not value and (self.kind != "str" or "v" not in self.parts):
            return Unreadable(_NO_RESULT)
        if self.kind in ("str", "inlineStr"):
            return text_cell(escaped_text(value))
        if not value.strip():
            return ""
        if self.kind == "s":
            return text_cell(_at(conventions.texts, value, "text"))
        if self.kind == "b":
            return value.strip() == "1"
        if self.kind == "d":
            return _moment(value.strip())
        if self.kind != "n":
            raise _damaged(f"kind of cell {self.kind}")
        number = _number(value)
        # A workbook without styles has none to number.
        shown_as = _at(conventions.styles, self.style, "style") if conventions.styles else Shown.NUMBER
        if not isinstance(number, Decimal) or shown_as is Shown.NUMBER:
            return number
        return elapsed(number) if shown_as is Shown.ELAPSED else moment_of(number, since_1904=conventions.since_1904)


_NO_RESULT = "the cell holds a formula of which no result is kept; open the file in the spreadsheet program and save it"


def _number(value: str) -> Cell:
    """A number in fifteen digits, as a spreadsheet keeps and shows them: 1320.0000000000002 is 1320."""
    number = Decimal(f"{float(value):.15g}") if _NUMBER.fullmatch(value.strip()) else Decimal("NaN")
    return number if number.is_finite() else Unreadable(f"the cell holds {shown(value)}, which is no number")


def _moment(value: str) -> Cell:
    """What a cell of kind ``d`` holds, which no spreadsheet program writes by itself."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return Unreadable(f"the cell holds {shown(value)} as a day, which is none")
    return found.date() if found.timetz() == time() else found


def _place(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise _damaged(f"cell {reference}")
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _whole(written: str, what: str) -> int:
    if not _WHOLE.fullmatch(written):
        raise _damaged(f"{what} {written}")
    return int(written)


def _at(kept: Sequence[T], written: str, what: str) -> T:
    place = _whole(written.strip(), what)
    if place >= len(kept):
        raise _damaged(f"{what} {written}")
    return kept[place]


def _damaged(where: str) -> WorkbookError:
    return WorkbookError(
        f"the sheet is damaged at {shown(where)}; open the file in the spreadsheet program and save it again"
    )
