"""Reading a dossier: JSON Lines, or CSV as a spreadsheet writes it; a line at a time, in bounded memory."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any, BinaryIO

import attrs

from rso_core.acts import Act
from rso_core.dossier.cells import from_cells, read_cells
from rso_core.dossier.json_lines import UnreadableFileError as UnreadableFileError  # noqa: PLC0414 - where it is imported from
from rso_core.dossier.json_lines import json_rows, raw_lines
from rso_core.dossier.written_corrections import WrittenCorrection, is_correction, written_corrections
from rso_core.structuring import InputError, as_written, structure, structure_act, to_date
from rso_core.time_zone import AMSTERDAM


@attrs.frozen(kw_only=True)
class About:
    """What a line says about the recording of its act, besides the act itself.

    Attributes:
        key: idempotency key; derived from the line's content when left out.
        recorded: day (start of it, Europe/Amsterdam) or moment with offset at which it became known.
        actor, source, caused_by: see `rso_core.Provenance`.
        example: whether the line is an invented example.
        because: why the moment may stand, where that was said (`ground` of `rso_core.Provenance`).
    """

    key: str | None = None
    recorded: str | None = None
    actor: str | None = None
    source: str | None = None
    caused_by: str | None = None
    example: bool = False
    because: str | None = None

    @property
    def recorded_at(self) -> datetime | None:
        """`recorded` as an aware moment.

        Raises:
            InputError: when it is neither a date nor a moment with offset.
        """
        if self.recorded is None:
            return None
        try:
            return datetime.combine(to_date(self.recorded), time(), AMSTERDAM)
        except ValueError:
            pass
        try:
            moment = datetime.fromisoformat(self.recorded)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise InputError(
                [f"recorded: {self.recorded!r} is not a date, nor a moment such as 2026-03-12T10:00:00+01:00"]
            )
        return moment


@attrs.frozen
class DossierLine:
    """One line of a dossier: its number (from 1), the act, and what is said about its recording."""

    number: int
    act: Act
    about: About


@attrs.frozen
class CorrectionLine:
    """A line that corrects acts, or sets them aside, all in one go: what it says of each, and why."""

    number: int
    corrections: tuple[WrittenCorrection, ...]
    reason: str
    about: About


@attrs.frozen
class BadLine:
    """A line that is no act, and why."""

    number: int
    reason: str


GoodLine = DossierLine | CorrectionLine
_ABOUT = {field.name for field in attrs.fields(About)}


def read_lines(path: Path, act: str | None = None) -> Iterator[tuple[GoodLine | BadLine, int]]:
    """Read a dossier.

    Args:
        path: ``.csv`` is read as a spreadsheet, anything else as JSON Lines.
        act: for CSV without a column ``act``: the act that every row records.

    Yields:
        A line, good or bad; and the number of bytes read so far.

    Raises:
        UnreadableFileError: no such file, not a file, no right to read it.
    """
    try:
        if path.is_dir():
            raise UnreadableFileError(f"{path} is a folder; name the dossier file in it")
        with path.open("rb") as file:
            rows = _csv_rows(file, act) if path.suffix.lower() == ".csv" else json_rows(file)
            for number, row in rows:
                yield _line(number, row), file.tell()
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read: {error.strerror or error}") from error


def _line(number: int, row: Mapping[str, Any] | str) -> GoodLine | BadLine:
    if isinstance(row, str):
        return BadLine(number, row)
    problems: list[str] = []
    about = About()
    made: GoodLine | None = None
    try:
        said = {k: v for k, v in row.items() if k in _ABOUT and v is not None}
        about = as_written(said, About) or structure(said, About)
        about.recorded_at  # noqa: B018 - raises when it is no moment
    except InputError as error:
        problems += error.problems
    rest = {k: v for k, v in row.items() if k not in _ABOUT}
    try:
        if is_correction(rest):
            made = CorrectionLine(number, *written_corrections(rest), about=about)
        else:
            made = DossierLine(number, structure_act(rest.pop("act", None), rest), about)
    except InputError as error:
        problems += error.problems
    if made is None or problems:
        return BadLine(number, "; ".join(problems))
    return made


def _csv_rows(file: BinaryIO, act: str | None) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    header: list[str] | None = None
    delimiter = ","
    for number, text, wrong in raw_lines(file):
        if wrong is not None:
            yield number, wrong
            continue
        if not text.strip(";, \t"):
            continue
        if header is None:
            # Dutch spreadsheets write semicolons.
            delimiter = max(";,\t", key=text.count)
            header = [cell.strip() for cell in next(csv.reader(io.StringIO(text), delimiter=delimiter))]
            continue
        try:
            cells = next(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
        except (csv.Error, StopIteration) as error:
            yield number, f"not a row of cells: {error}"
            continue
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            yield number, f"{len(cells)} cells under {len(header)} columns"
            continue
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
        try:
            said = {name: row.pop(name) for name in ("example",) if name in row}
            yield number, {**from_cells({"act": act, **row} if act else row), **read_cells(About, said)[0]}
        except InputError as error:
            yield number, str(error)
