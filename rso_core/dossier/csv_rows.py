"""The rows of a file of comma-separated values, as spreadsheets write them (RFC 4180 and what Excel makes of it).

A row may take several lines of the file: a cell between quotation marks may hold ends of lines. Cells are parted by
semicolons, commas or tabs; a first line ``sep=;`` says by which. The text is UTF-8, or UTF-16 with byte-order mark.
"""

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import BinaryIO

from rso_core.dossier.cells import Cell, Unreadable, text_cell
from rso_core.dossier.headings import known_headings
from rso_core.dossier.json_lines import LONGEST_LINE
from rso_core.dossier.table_rows import RawRow
from rso_core.shown_value import shown

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte-order marks, the longest of two that begin alike first, with the encoding that each says."""
DELIMITERS = ";,\t"
_HEADING_LINES = 50
"""Lines that are looked at for the row with the headings."""
_SEPARATOR = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)
_NO_BYTES_OF_TEXT = re.compile("[\udc80-\udcff]")
_NOT_CLOSED = "unexpected end of data"
_TOO_LARGE = "field larger"


def encoding_of(beginning: bytes) -> str:
    """The encoding that a byte-order mark says; UTF-8 without one."""
    return next((encoding for mark, encoding in MARKS if beginning.startswith(mark)), "utf-8")


class _LineTooLongError(Exception):
    """A line is longer than any row; the rest of it was passed over."""


class _Lines:
    """The lines of a text, with their ends; one that no memory should hold raises, and the next goes on behind it."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._ahead: deque[str | Exception] = deque()

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._read()
        if isinstance(line, Exception):
            raise line
        if not line:
            raise StopIteration
        return line

    def _read(self) -> str | Exception:
        try:
            line = self._text.readline(LONGEST_LINE + 1)
            if len(line) <= LONGEST_LINE:
                return line
            while line and not line.endswith(("\n", "\r")):
                line = self._text.readline(LONGEST_LINE)
        except UnicodeDecodeError as error:
            return error
        return _LineTooLongError()

    def ahead(self, number: int) -> list[str]:
        """The next lines, up to this many or to one that cannot be read; they are still to come."""
        while len(self._ahead) < number and (not self._ahead or (isinstance(self._ahead[-1], str) and self._ahead[-1])):
            self._ahead.append(self._read())
        return [line for line in self._ahead if isinstance(line, str)]


def csv_rows(file: BinaryIO, beginning: bytes) -> Iterator[RawRow]:
    """The rows of a file, blank ones too, each with its number as a spreadsheet counts it.

    Args:
        file: at its beginning.
        beginning: its first bytes, read ahead.
    """
    encoding = encoding_of(beginning)
    # What is no text is found in the cell where it stands, so that it can be told there.
    errors = "surrogateescape" if encoding.startswith("utf-8") else "surrogatepass"
    text = io.TextIOWrapper(file, encoding, errors=errors, newline="")
    try:
        lines = _Lines(text)
        yield from _rows(csv.reader(lines, delimiter=_delimiter(lines), strict=True))
    finally:
        with suppress(ValueError):  # who reads no further may have closed the file
            text.detach()


def _rows(reader: Iterator[list[str]]) -> Iterator[RawRow]:
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if _NOT_CLOSED in str(error) or _TOO_LARGE in str(error):
                yield RawRow(number, {}, f"a quotation mark is opened here and not closed; {_REST}")
                return
            yield RawRow(
                number, {}, f"not a row of cells: {error}; within a quoted cell a quotation mark is written twice"
            )
        except _LineTooLongError:
            yield RawRow(number, {}, f"the line is longer than {LONGEST_LINE:,} characters; this is not a row of cells")
        except UnicodeDecodeError as error:
            yield RawRow(number, {}, f"the text is broken off or damaged ({error.reason}); {_REST}")
            return
        else:
            yield RawRow(number, {place: _cell(each) for place, each in enumerate(cells)})


_REST = "what follows was not looked at"


def _cell(text: str) -> Cell:
    found = _NO_BYTES_OF_TEXT.search(text)
    if found is None:
        return text_cell(text)
    meant = text.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return Unreadable(
        f"byte 0x{ord(found[0]) - 0xDC00:02X} is not UTF-8 text (as Windows-1252 it would be {shown(meant)}); "
        "save the file as UTF-8 ('CSV UTF-8' in Excel)"
    )


def _delimiter(lines: _Lines) -> str:
    """By what cells are parted: as the first line says, which is then read, or as gives the most known headings."""
    first = lines.ahead(_HEADING_LINES)
    if first and (said := _SEPARATOR.fullmatch(first[0])):
        next(lines)
        return said[1]
    headings = {each: _first_row(first, each) for each in DELIMITERS}
    return max(DELIMITERS, key=lambda each: (known_headings(headings[each]), len(headings[each])))


def _first_row(lines: Sequence[str], delimiter: str) -> list[str]:
    try:
        return next((row for row in csv.reader(lines, delimiter=delimiter) if any(map(str.strip, row))), [])
    except csv.Error:
        return []
