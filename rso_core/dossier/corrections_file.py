"""Files of corrections that are made in one go, one a line."""

from io import BufferedReader
from pathlib import Path

from rso_core.dossier.file_format import BEGINNING, FileFormat, UnknownFormatError, format_of
from rso_core.dossier.json_lines import UnreadableFileError, json_rows
from rso_core.dossier.written_corrections import WrittenCorrection, written_correction
from rso_core.structuring import InputError


def corrections_in(path: Path) -> list[WrittenCorrection]:
    """The corrections of a file, one a line, that are made in one go.

    Raises:
        UnreadableFileError: the file cannot be read.
        InputError: a line is no correction, each with its number.
    """
    made, problems = [], []
    try:
        with path.open("rb") as file:
            _require_lines(path, file)
            for number, row in json_rows(file):
                try:
                    made.append(written_correction(row) if not isinstance(row, str) else _wrong(row))
                except InputError as error:
                    problems += [f"{path}:{number}: {problem}" for problem in error.problems]
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read: {error.strerror or error}") from error
    if not made and not problems:
        problems.append(f"{path}: there are no corrections in it")
    if problems:
        raise InputError(problems)
    return made


def _require_lines(path: Path, file: BufferedReader) -> None:
    try:
        kind = format_of(path, file.peek(BEGINNING))
    except UnknownFormatError as error:
        raise UnreadableFileError(f"{path} holds no corrections: {error}") from None
    if kind is not FileFormat.JSON_LINES:
        raise UnreadableFileError(f"{path} is a table; corrections are written one a line, each a JSON object")


def _wrong(problem: str) -> WrittenCorrection:
    raise InputError([problem])
