"""Workbooks for tests: as a spreadsheet program writes them, and part by part, as no program would."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

_FORMATS = {date: "d-m-yyyy", datetime: "d-m-yyyy hh:mm", time: "hh:mm", timedelta: "[h]:mm"}
HEADINGS = ("act", "person", "name", "on")
PERSON = ("register-person", "p-9", "A. Voorbeeld", date(2026, 1, 5))


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], **options: Any) -> Path:
    """A workbook with these sheets; a value that is a tuple is a formula and its kept result."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False, **options}) as book:
        formats = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    if isinstance(value, tuple):
                        sheet.write_formula(row, column, *value[:1], None, value[1])
                    elif type(value) in formats:
                        sheet.write_datetime(row, column, value, formats[type(value)])
                    elif value not in (None, ""):
                        sheet.write(row, column, value)
    return path


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet_xml(rows: str, after: str = "") -> str:
    """The XML of a sheet with these rows."""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def row_xml(number: int, *texts: str) -> str:
    """A row of texts."""
    cells = (f'<c r="{chr(65 + n)}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for n, text in enumerate(texts))
    return f'<row r="{number}">{"".join(cells)}</row>'


def parts_of(sheet: str, **more: str | None) -> dict[str, str]:
    """The parts of a workbook with one sheet; others by name, ``/`` and ``.`` as they are, None to leave one out."""
    parts: dict[str, str | None] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
        f'PartName="/xl/workbook.xml" ContentType="{_KIND}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **more,
    }
    return {name: content for name, content in parts.items() if content is not None}


def packed(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """These parts as a file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
