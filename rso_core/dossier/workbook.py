"""The rows of a sheet of a workbook (.xlsx), each cell as the workbook keeps it.

Of the readers for Python none would do. openpyxl has had no release since June 2024. calamine takes a cell with an error, and a
formula without a result, for an empty one; and it ends the whole program, past every handler, on a file of a thousand
bytes that says to hold 10^14 texts, or that has one cell in the last row and column.
"""

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from rso_core.dossier.number_formats import Shown, shown_as
from rso_core.dossier.sheet_cells import Conventions, Sheet, read_sheet
from rso_core.dossier.table_rows import RawRow
from rso_core.dossier.workbook_parts import WorkbookError, escaped_text, read_xml, related_parts, unpacked
from rso_core.nearest_names import did_you_mean, nearest
from rso_core.shown_value import shown

_WORKBOOK = "xl/workbook.xml"
_TEXTS, _STYLES, _SHEET = "sharedStrings", "styles", "worksheet"
"""How the kind of a relation ends that leads to the texts, the styles, a sheet."""


def sheet_rows(file: BinaryIO, sheet: str | None) -> tuple[str | None, Sequence[RawRow]]:
    """The rows of a sheet in which something is.

    Args:
        file: the workbook, at its beginning.
        sheet: name of the sheet; None for the only one that can be seen and holds something.

    Returns:
        The name of the sheet, where there are others that can be seen; and its rows.

    Raises:
        WorkbookError: the workbook cannot be read, or it is not clear which sheet is meant.
    """
    book = _Workbook(unpacked(file))
    name = book.chosen(sheet)
    read = book.sheet(name)
    if read.merged:
        raise WorkbookError(f"cells are merged: {', '.join(read.merged[:10])}; part them, and fill in each of them")
    return name if len(book.seen) > 1 or name not in book.seen else None, read.rows


class _Workbook:
    """A workbook: the names of its sheets, in their order, and what is in them.

    Attributes:
        seen: those that can be seen.
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        self._related = related_parts(parts)
        self._part_of: dict[str, str] = {}
        self.seen: list[str] = []
        self._since_1904 = False
        self._sheets: dict[str, Sheet] = {}
        read_xml(parts[_WORKBOOK], self._start)
        self._said: Conventions | None = None

    def _start(self, name: str, said: Mapping[str, str]) -> None:
        if name == "workbookPr":
            self._since_1904 = said.get("date1904", "0") in ("1", "true")
        elif name == "sheet":
            relation = next((value for key, value in said.items() if key.rpartition(":")[2] == "id"), "")
            kind, part = self._related.get(relation, (_SHEET, ""))
            if kind == _SHEET:
                self._part_of[said.get("name", "")] = part
                if said.get("state", "visible") == "visible":
                    self.seen.append(said.get("name", ""))

    def chosen(self, wanted: str | None) -> str:
        """The sheet that is meant."""
        if wanted is not None:
            found = next((name for name in self._part_of if name.casefold() == wanted.casefold()), None)
            if found is None:
                near = did_you_mean(nearest(wanted, self._part_of))
                raise WorkbookError(
                    f"there is no sheet {shown(wanted)}{near or f'; there are: {_listed(self._part_of)}'}"
                )
            return found
        if not self.seen:
            raise WorkbookError("every sheet is hidden; say which is meant with --sheet NAME")
        filled = self.seen if len(self.seen) == 1 else [name for name in self.seen if self.sheet(name).rows]
        if len(filled) > 1:
            raise WorkbookError(f"there are several sheets: {_listed(filled)}; say which with --sheet NAME")
        return (filled or self.seen)[0]

    def sheet(self, name: str) -> Sheet:
        """What is in a sheet."""
        if name not in self._sheets:
            self._sheets[name] = read_sheet(self._parts.get(self._part_of[name], b""), self._conventions())
        return self._sheets[name]

    def _conventions(self) -> Conventions:
        if self._said is None:
            texts, styles = self._part(_TEXTS), self._part(_STYLES)
            self._said = Conventions(_shared_texts(texts), _styles_shown(styles), self._since_1904)
        return self._said

    def _part(self, kind: str) -> bytes | None:
        return next((self._parts.get(part) for each, part in self._related.values() if each == kind), None)


def _listed(names: Sequence[str] | Mapping[str, str]) -> str:
    return ", ".join(map(shown, list(names)[:20]))


def _shared_texts(content: bytes | None) -> list[str]:
    """The texts that cells share; how they are to be pronounced (``rPh``) is no part of them."""
    found: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def start(name: str, _: Mapping[str, str]) -> None:
        inside.append(name)

    def end(name: str) -> None:
        inside.pop()
        if name == "si":
            found.append(escaped_text("".join(pieces)))
            pieces.clear()

    def text(piece: str) -> None:
        if inside and inside[-1] == "t" and "rPh" not in inside:
            pieces.append(piece)

    if content is not None:
        read_xml(content, start, end, text, ("si", "t", "rPh"))
    return found


def _styles_shown(content: bytes | None) -> list[Shown]:
    """For each style of cells as what it shows a number."""
    codes: dict[int, str] = {}
    numbers: list[int] = []
    inside: list[str] = []

    def start(name: str, said: Mapping[str, str]) -> None:
        if name == "numFmt":
            codes[_whole(said.get("numFmtId"))] = said.get("formatCode", "")
        elif name == "xf" and inside == ["cellXfs"]:
            numbers.append(_whole(said.get("numFmtId")))
        if name == "cellXfs":
            inside.append(name)

    def end(name: str) -> None:
        if name == "cellXfs":
            inside.clear()

    if content is not None:
        read_xml(content, start, end, None, ("numFmt", "xf", "cellXfs"))
    return [shown_as(number, codes) for number in numbers]


def _whole(written: str | None) -> int:
    if written is None:
        return 0
    if not written.isascii() or not written.isdigit() or len(written) > 9:
        raise WorkbookError(f"the styles of the workbook are damaged at {shown(written)}; open it, and save it again")
    return int(written)
