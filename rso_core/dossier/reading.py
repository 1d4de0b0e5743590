"""Reading a dossier: JSON Lines, or a table as a spreadsheet writes it; a line at a time, in bounded memory."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs

from rso_core.acts import acts_by_hand
from rso_core.dossier.cells import Cell, read_cells
from rso_core.dossier.csv_rows import csv_rows
from rso_core.dossier.file_format import BEGINNING, FileFormat, UnknownFormatError, format_of
from rso_core.dossier.headings import ACT, TableError
from rso_core.dossier.json_lines import UnreadableFileError, json_rows
from rso_core.dossier.lines import LINE, ROW, About, BadLine, CorrectionLine, DossierLine, GoodLine
from rso_core.dossier.table_rows import TableRow, table_rows
from rso_core.dossier.workbook import sheet_rows
from rso_core.dossier.workbook_parts import WorkbookError
from rso_core.dossier.written_corrections import is_correction, written_corrections
from rso_core.shown_value import shown
from rso_core.structuring import InputError, as_written, structure, structure_act

_ABOUT = {field.name for field in attrs.fields(About)}


def read_lines(
    path: Path, act: str | None = None, sheet: str | None = None
) -> Iterator[tuple[GoodLine | BadLine, int]]:
    """Read a dossier: JSON Lines or a table, whatever its name says.

    Args:
        path: of the file.
        act: for a table without a column ``act``: the act that every row records.
        sheet: of a workbook, by name; the only one when left out.

    Yields:
        A line, good or bad; and the number of bytes read so far.

    Raises:
        UnreadableFileError: no such file, not a file, no right to read it; nothing from which acts are read, or a table
            that as a whole cannot be read.
    """
    try:
        if path.is_dir():
            raise UnreadableFileError(f"{path} is a folder; name the dossier file in it")
        with path.open("rb") as file:
            beginning = file.peek(BEGINNING)
            kind = format_of(path, beginning)
            if sheet is not None and kind is not FileFormat.WORKBOOK:
                raise UnknownFormatError(f"it is no workbook, so it has no sheet {shown(sheet)}; leave --sheet out")
            if kind is FileFormat.JSON_LINES:
                for number, said in json_rows(file):
                    yield _line(number, said), file.tell()
                return
            name, rows = sheet_rows(file, sheet) if kind is FileFormat.WORKBOOK else (None, csv_rows(file, beginning))
            unit = ROW if name is None else f"sheet {shown(name)}, {ROW}"
            for row in table_rows(rows, act, unit):
                yield _line_of_row(row, unit), file.tell()
    except UnknownFormatError as error:
        raise UnreadableFileError(f"{path} is no dossier: {error}") from None
    except WorkbookError as error:
        raise UnreadableFileError(f"{path} cannot be read: {error}") from None
    except TableError as error:
        raise UnreadableFileError("\n".join(f"{path}, {problem}" for problem in error.problems)) from None
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read: {error.strerror or error}") from error


def _line(number: int, row: Mapping[str, Any] | str) -> GoodLine | BadLine:
    if isinstance(row, str):
        return BadLine(number, row)
    said = {k: v for k, v in row.items() if k in _ABOUT and v is not None}
    rest = {k: v for k, v in row.items() if k not in _ABOUT}
    made, problems = _made(number, said, rest, LINE)
    return BadLine(number, "; ".join(problems)) if made is None else made


def _made(number: int, said: Mapping[str, Any], rest: dict[str, Any], unit: str) -> tuple[GoodLine | None, list[str]]:
    """The line that says this, or everything that is wrong with it."""
    problems: list[str] = []
    about = About()
    made: GoodLine | None = None
    try:
        about = as_written(said, About) or structure(said, About)
    except InputError as error:
        problems += error.problems
        if isinstance(said.get("recorded"), str):
            about = About(recorded=said["recorded"])
    try:
        about.recorded_at  # noqa: B018 - raises when it is no moment
    except InputError as error:
        problems += error.problems
    try:
        if is_correction(rest):
            made = CorrectionLine(number, *written_corrections(rest), about=about, unit=unit)
        else:
            made = DossierLine(number, structure_act(rest.pop(ACT, None), rest), about, unit)
    except InputError as error:
        problems += error.problems
    return (None if problems else made), problems


def _line_of_row(row: TableRow, unit: str) -> GoodLine | BadLine:
    if row.problems and not row.cells:
        return BadLine(row.number, row.told(()), unit)
    name = row.cells.get(ACT)
    cls = acts_by_hand().get(name) if isinstance(name, str) else None
    said, wrong = read_cells(About, {k: _day_in_digits(v) for k, v in row.cells.items() if k in _ABOUT})
    rest = {k: v for k, v in row.cells.items() if k not in _ABOUT}
    if cls is not None:
        rest, wrong_too = read_cells(cls, rest)
        wrong |= wrong_too
    made, problems = _made(row.number, said, rest, unit)
    read_otherwise = {f"the field {field!r} is missing" for field in wrong}
    problems = [each for each in problems if each not in read_otherwise]
    problems += [f"{field}: {problem}" for field, problem in wrong.items()]
    if made is None or problems or row.problems:
        return BadLine(row.number, row.told(problems), unit)
    return made


def _day_in_digits(cell: Cell) -> Cell:
    """What is said about the recording is text, also a day that a workbook keeps as one."""
    return cell.isoformat() if isinstance(cell, date) and not isinstance(cell, datetime) else cell
