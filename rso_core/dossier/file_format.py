"""What a file is, by what stands in it: a name may say anything."""

import re
from enum import Enum, auto
from pathlib import Path

from rso_core.dossier.csv_rows import DELIMITERS, encoding_of
from rso_core.dossier.headings import known_headings

BEGINNING = 8_192
"""Bytes by which a file is recognised."""
_TABLES = (".csv", ".tsv", ".tab")


class FileFormat(Enum):
    """A kind of file from which acts are read."""

    JSON_LINES = auto()
    TABLE = auto()
    WORKBOOK = auto()


class UnknownFormatError(ValueError):
    """The file is of a kind from which no acts are read; the message says which, and what to do."""


_SAVE = "open it in the spreadsheet program and save it as .xlsx, or as CSV UTF-8"
_OTHERS = (
    (b"%PDF-", "it is a PDF"),
    (b"\x1f\x8b", "it is packed (gzip); unpack it first"),
    (b"{\\rtf", "it is a document of a word processor"),
)
"""How files begin of which the name may say otherwise."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = re.compile(rb"(?:\0[^\0]){4}")
"""Letters with nothing before each: UTF-16, from the first or second byte."""
_LOOKED_THROUGH = 20_000_000
"""Bytes of a file of before 2007 that are looked through for the names of what is in it."""
_MARKUP = ("<?xml", "<!doctype", "<html", "<table", "<meta")


def format_of(path: Path, beginning: bytes) -> FileFormat:
    """What a file is.

    Args:
        path: its name, which counts where what stands in it may be either.
        beginning: its first bytes.

    Raises:
        UnknownFormatError: it is something from which no acts are read.
    """
    if beginning.startswith(_ZIP):
        return FileFormat.WORKBOOK
    if beginning.startswith(_COMPOUND):
        raise UnknownFormatError(_compound(path))
    for start, told in _OTHERS:
        if beginning.startswith(start):
            raise UnknownFormatError(told)
    return _format_of_text(path, beginning)


def _compound(path: Path) -> str:
    """What a file of before 2007, or one that is sealed in such a file, is: by the names of what is in it."""
    with path.open("rb") as file:
        content = file.read(_LOOKED_THROUGH)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return f"it is protected with a password; {_SAVE}, without password"
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return f"it is a workbook of before 2007 (.xls); {_SAVE}"
    return f"it is a document of before 2007, or one with a password; {_SAVE}, without password"


def _format_of_text(path: Path, beginning: bytes) -> FileFormat:
    encoding = encoding_of(beginning)
    if any(_UTF16.match(beginning[place:]) for place in (0, 1)):
        raise UnknownFormatError("it is UTF-16 without byte-order mark; save it as CSV UTF-8")
    text = beginning.decode(encoding, "replace")
    first = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "").strip()
    if first.lower().startswith(_MARKUP):
        raise UnknownFormatError(f"it is a web page or XML, whatever its name says; {_SAVE}")
    if first.startswith(("{", "[")):
        return FileFormat.JSON_LINES
    if path.suffix.lower() in _TABLES or _has_headings(text):
        return FileFormat.TABLE
    return FileFormat.JSON_LINES


def _has_headings(text: str) -> bool:
    """Whether a text begins as a table whose name does not say so."""
    first = text.lstrip().partition("\n")[0].strip()
    cells = max((first.split(each) for each in DELIMITERS), key=len)
    return first.lower().startswith("sep=") or (len(cells) > 1 and known_headings(c.strip(' "') for c in cells) > 1)
