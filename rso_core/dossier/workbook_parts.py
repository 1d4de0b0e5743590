"""The parts of a workbook (.xlsx) that hold its sheets, unpacked within bounds: what is packed may be a bomb.

What a workbook is made of is laid down in ECMA-376 (Office Open XML): a ZIP file of XML.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Mapping
from typing import BinaryIO
from xml.parsers import expat

MOST_BYTES = 50_000_000
"""Of a file, packed."""
MOST_UNPACKED = 50_000_000
"""Bytes of the parts that are read: some 100,000 rows."""
_MOST_PARTS = 10_000
_CHUNK = 1_000_000
_READ = re.compile(r"xl/[^/]+\.xml|xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml")
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ENCRYPTED = 0x1
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SAVE = "save it as .xlsx, or as CSV UTF-8"


class WorkbookError(ValueError):
    """A workbook cannot be read; the message says why, and what to do."""


def unpacked(file: BinaryIO) -> dict[str, bytes]:
    """The parts with sheets, texts and styles, by name; pictures, macros and the rest are left where they are.

    Raises:
        WorkbookError: it is no such workbook, it is damaged, or there is too much in it.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise WorkbookError(f"the file is larger than {MOST_BYTES // 1_000_000} MB; split it, or {_SAVE}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _parts(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        if isinstance(error, WorkbookError):
            raise
        raise WorkbookError(
            f"the workbook is damaged ({error}); open it in the spreadsheet program, and {_SAVE}"
        ) from None


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    names = {entry.filename.replace("\\", "/").lower(): entry for entry in entries[:_MOST_PARTS]}
    if _WORKBOOK not in names:
        raise WorkbookError(_what_else(archive, names))
    room, found = MOST_UNPACKED, {}
    for name, entry in names.items():
        if _READ.fullmatch(name):
            if entry.flag_bits & _ENCRYPTED:
                raise WorkbookError(f"the file is protected with a password; {_SAVE}, without password")
            with archive.open(entry) as part:
                found[name] = part.read(room + 1)
            room -= len(found[name])
            if room < 0:
                raise WorkbookError(
                    f"unpacked it is larger than {MOST_UNPACKED // 1_000_000} MB; split it, or save it as CSV UTF-8"
                )
    return found


def _what_else(archive: zipfile.ZipFile, names: Mapping[str, zipfile.ZipInfo]) -> str:
    if "xl/workbook.bin" in names:
        return f"it is a binary workbook (.xlsb); {_SAVE}"
    if "word/document.xml" in names:
        return f"it is a document of a word processor; put the table in a spreadsheet, and {_SAVE}"
    if "mimetype" in names:
        with archive.open(names["mimetype"]) as part:
            if b"opendocument.spreadsheet" in part.read(100):
                return f"it is an OpenDocument spreadsheet (.ods); {_SAVE}"
    return "it is a ZIP file, and no workbook; unpack it, and give the file that is in it"


def related_parts(parts: Mapping[str, bytes]) -> dict[str, tuple[str, str]]:
    """What the workbook refers to: by identifier the last word of its kind (``worksheet``), and the name of its part.

    Raises:
        WorkbookError: the workbook is damaged.
    """
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, said: Mapping[str, str]) -> None:
        if name == "Relationship":
            target = posixpath.normpath(posixpath.join("/xl", said.get("Target", "")))
            found[said.get("Id", "")] = said.get("Type", "").rpartition("/")[2], target.lstrip("/").lower()

    read_xml(parts.get(_RELATIONS, b""), start)
    return found


def escaped_text(text: str) -> str:
    """A text of a workbook with what XML cannot hold put back: ``_x000D_`` is the end of a line (ECMA-376, 22.9.2.19)."""
    if "_x" not in text:
        return text
    read = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return read.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def read_xml(
    content: bytes,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    only: Collection[str] | None = None,
) -> None:
    """Read XML, element by element, by their names without prefix.

    Args:
        content: the XML.
        start: called with the name of an element, and its attributes.
        end: called with its name, behind it.
        text: called with the text in it, in pieces.
        only: names of the elements for which these are called; all when left out.

    Raises:
        WorkbookError: it is not well formed, or declares a document type, which no workbook does.
    """
    parser = expat.ParserCreate()
    local: dict[str, str] = {}

    def name_of(tag: str) -> str:
        return local.setdefault(tag, tag.rpartition(":")[2])

    def started(tag: str, said: dict[str, str]) -> None:
        if only is None or name_of(tag) in only:
            start(name_of(tag), said)

    def ended(tag: str) -> None:
        if end is not None and (only is None or name_of(tag) in only):
            end(name_of(tag))

    def refuse(*_: object) -> None:
        raise WorkbookError(
            "the workbook declares a document type, which no spreadsheet program writes; it is not read"
        )

    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.StartDoctypeDeclHandler = refuse
    if text is not None:
        parser.CharacterDataHandler, parser.buffer_text = text, True
    try:
        for place in range(0, len(content), _CHUNK):
            parser.Parse(content[place : place + _CHUNK], False)
        parser.Parse(b"", True)
    except WorkbookError:
        raise
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise WorkbookError(
            f"the workbook is damaged ({error}); open it in the spreadsheet program, and {_SAVE}"
        ) from None
