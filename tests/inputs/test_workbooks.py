"""Workbooks are read as they stand: sheets, kinds of cells, results of formulas; what cannot be read is told in its cell."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acts_of_a_region import open_region
from commands_in_process import rso
from quick import examples
from rso_core.acts import AgreeEffort, RegisterPerson
from rso_core.dossier import UnreadableFileError, import_dossier, read_lines, sheet_cells, workbook_parts
from rso_core.dossier.lines import BadLine, DossierLine
from rso_core.dossier.workbook_parts import unpacked
from tables_of_text import acts_in, read, table, wrong_with
from workbooks_by_hand import HEADINGS, PERSON, packed, parts_of, row_xml, sheet_xml, workbook

OFFICE = "office:secretariaat"
REGISTERED = RegisterPerson(person="p-9", name="A. Voorbeeld", on=date(2026, 1, 5))
EFFORT = ("act", "effort", "party", "unit", "amount", "start", "until", "example", "recorded", "purpose")
MOMENT = datetime.fromisoformat("2026-01-05T10:30")


def book(folder: Path, *rows: Sequence[Any], **options: Any) -> Path:
    return workbook(folder / "boek.xlsx", {"Blad1": rows}, **options)


def by_hand(folder: Path, *rows: str, after: str = "", **more: str | None) -> Path:
    return table(folder, packed(parts_of(sheet_xml("".join(rows), after), **more)), "boek.xlsx")


def read_sheet(path: Path, sheet: str) -> list[Any]:
    return [line for line, _ in read_lines(path, sheet=sheet)]


@pytest.mark.parametrize("epoch", [False, True])
@pytest.mark.parametrize("constant_memory", [False, True])
def test_every_kind_of_cell_is_read_as_it_is_kept(tmp_path: Path, epoch: bool, constant_memory: bool) -> None:
    rows: list[list[Any]] = [
        [
            "agree-effort",
            "e-1",
            "gem-a",
            "hours",
            1.2,
            date(2026, 1, 1),
            date(2026, 12, 31),
            True,
            date(2026, 1, 5),
            "A\nB",
        ],
        [],
        ["agree-effort", 2, "gem-a", "hours", 1200, "1-1-2026", "2026-12-31", "nee", "5-1-2026", 2026],
        ["agree-effort", "e-3", "gem-a", "euro", ("=1200*1.1", 1320.0000000000002), ("=A9", "1-1-2026"), "31-12-2026"],
    ]
    path = book(tmp_path, EFFORT, *rows, date_1904=epoch, constant_memory=constant_memory)
    first, second, third = read(path)
    assert [line.number for line in (first, second, third)] == [2, 4, 5]
    assert (first.act.amount, first.act.start, first.act.purpose) == (Decimal("1.2"), date(2026, 1, 1), "A\nB")
    assert (first.about.example, first.about.recorded) == (True, "2026-01-05")
    assert (second.act.effort, second.act.amount, second.act.purpose) == ("2", Decimal(1200), "2026")
    assert (second.about.example, second.about.recorded) == (False, "5-1-2026")
    assert (str(third.act.amount), third.act.start) == ("1320", date(2026, 1, 1)), "as the spreadsheet shows it"


def test_times_of_day_are_read_to_the_minute(tmp_path: Path) -> None:
    headings = ("act", "meeting", "body", "on", "starts", "ends", "extra")
    times = [time(hour, minute) for hour in range(24) for minute in (0, 1, 29, 59)]
    rows = [
        ["plan-meeting", f"v-{n}", "overleg", date(2026, 3, 12), at, timedelta(hours=at.hour, minutes=at.minute)]
        for n, at in enumerate(times)
    ]
    found = acts_in(book(tmp_path, headings, *rows))
    assert [(act.starts, act.ends) for act in found] == [(at, at) for at in times]


@pytest.mark.parametrize(
    ("field", "kept", "told"),
    [
        ("amount", "1.200", "column E 'amount': '1.200' can be read as 1200 or as 1.2"),
        ("amount", date(2026, 5, 1), "column E 'amount': the cell holds the day 2026-05-01, which is no number"),
        ("start", 46027, "column F 'start': the cell holds the number 46027, which is no day; give the cell the format"),
        ("start", MOMENT, "column F 'start': the cell holds the moment 2026-01-05 10:30, which is no day"),
        ("start", "1/2/2026", "column F 'start': '1/2/2026' can be read as 1 februari 2026 or as 2 januari 2026"),
        ("purpose", 1.5, "column J 'purpose': the cell holds the number 1.5, and a text is expected"),
        ("purpose", timedelta(hours=30), "column J 'purpose': the cell holds a length of time, of 30 hours; give the cell the format of a number"),
        ("purpose", ("=NA()", "#N/A"), "column J 'purpose': the cell holds the error '#N/A'; mend it"),
        ("purpose", ("=A1", ""), "column J 'purpose': the cell holds a formula of which no result is kept"),
        ("unit", ("=A1", ""), "column D 'unit': the cell holds a formula of which no result is kept"),
        ("act", ("=A1", ""), "no act can be read: the cell holds a formula of which no result is kept"),
        ("recorded", MOMENT, "column I 'recorded': the cell holds the moment 2026-01-05 10:30, and a text is expected"),
        ("example", "misschien", "column H 'example': 'misschien' is not true or false"),
    ],
)  # fmt: skip
def test_what_a_cell_cannot_mean_is_told_with_its_place(tmp_path: Path, field: str, kept: Any, told: str) -> None:
    row = dict(
        zip(
            EFFORT,
            ["agree-effort", "e-1", "gem-a", "hours", 1, date(2026, 1, 1), date(2026, 12, 31), "", "", ""],
            strict=True,
        )
    )
    path = book(tmp_path, EFFORT, list({**row, field: kept}.values()))
    (bad,) = read(path)
    assert isinstance(bad, BadLine)
    assert bad.reason.startswith(told)
    assert "is empty" not in bad.reason, "it is not, and nothing was read as nothing"


def test_an_error_in_a_column_that_may_be_left_out_is_not_read_as_nothing(tmp_path: Path) -> None:
    headings = (*HEADINGS, "email", "opmerking")
    path = book(tmp_path, headings, [*PERSON, ("=VLOOKUP(1,2,3)", "#REF!")])
    assert "column E 'email': the cell holds the error '#REF!'" in read(path)[0].reason
    assert "column F 'opmerking' is no field" in wrong_with(book(tmp_path, headings, [*PERSON, "", ("=A1", "")]))
    no_heading = read(book(tmp_path, HEADINGS, [*PERSON, ("=NA()", "#N/A")]))
    assert no_heading[0].reason == "column E: the cell holds the error '#N/A'; mend it in the spreadsheet"
    assert "row 1: column B: the cell holds the error" in wrong_with(book(tmp_path, ["act", ("=NA()", "#N/A")], PERSON))


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    cells = row_xml(1, *HEADINGS, "email"), row_xml(2, "register-person", "p-9", "A. Voorbeeld", "2026-01-05")
    formula = '<c r="E2" t="str"><f>A1</f><v></v></c></row>'
    assert acts_in(by_hand(tmp_path, cells[0], cells[1].replace("</row>", formula))) == [REGISTERED]


def test_one_sheet_that_can_be_seen_and_holds_something_is_the_one(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Leeg": [], "Personen": [HEADINGS, PERSON], "Blad3": []})
    assert acts_in(path) == [REGISTERED]
    assert read(path)[0].unit == "sheet 'Personen', row"
    assert read(workbook(path, {"Personen": [HEADINGS, PERSON]}))[0].unit == "row"


def test_of_several_sheets_one_is_named(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", {"Personen": [HEADINGS, PERSON], "Oud": [HEADINGS, [*PERSON[:3], "x"]], "Leeg": []}
    )
    assert "there are several sheets: 'Personen', 'Oud'; say which with --sheet NAME" in wrong_with(path)
    assert [line.act for line in read_sheet(path, "personen")] == [REGISTERED]
    (bad,) = read_sheet(path, "Oud")
    assert bad.unit == "sheet 'Oud', row"
    with pytest.raises(UnreadableFileError, match=r"a\.xlsx, sheet 'Kop', row 1: it should hold the names of fields"):
        read_sheet(workbook(path, {"Personen": [HEADINGS, PERSON], "Kop": [["Lijst"]]}), "kop")
    path = workbook(path, {"Personen": [HEADINGS, PERSON], "Oud": [HEADINGS, PERSON], "Leeg": []})
    for wanted, told in (("Persoon", "did you mean 'Personen'?"), ("qqq", "; there are: 'Personen', 'Oud', 'Leeg'")):
        with pytest.raises(Exception, match="there is no sheet") as wrong:
            read_sheet(path, wanted)
        assert told in str(wrong.value)


def test_a_hidden_sheet_is_read_only_when_it_is_named(tmp_path: Path) -> None:
    def hidden(state: str) -> Path:
        parts = parts_of(
            sheet_xml(row_xml(1, *HEADINGS) + row_xml(2, "register-person", "p-9", "A. Voorbeeld", "2026-01-05"))
        )
        main = parts["xl/workbook.xml"].replace("</sheets>", '<sheet name="Blad2" sheetId="2" r:id="rId2"/></sheets>')
        relations = parts["xl/_rels/workbook.xml.rels"]
        second = relations.partition("<Relationship Id")[2].partition("/></Rel")[0]
        other = "<Relationship Id" + second.replace("rId1", "rId2").replace("sheet1", "sheet2") + "/></Relationships>"
        parts |= {
            "xl/workbook.xml": main.replace('sheetId="2"', f'sheetId="2" state="{state}"'),
            "xl/_rels/workbook.xml.rels": relations.replace("</Relationships>", other),
            "xl/worksheets/sheet2.xml": sheet_xml(
                row_xml(1, *HEADINGS) + row_xml(2, "register-person", "p-8", "B", "x")
            ),
        }
        return table(tmp_path, packed(parts), "boek.xlsx")

    assert len(read(hidden("hidden"))) == len(read(hidden("veryHidden"))) == 1
    assert "there are several sheets: 'Blad1', 'Blad2'" in wrong_with(hidden("visible"))
    assert isinstance(read_sheet(hidden("hidden"), "Blad2")[0], BadLine)
    all_of_them = parts_of(sheet_xml(""))
    all_of_them["xl/workbook.xml"] = all_of_them["xl/workbook.xml"].replace("sheetId", 'state="hidden" sheetId')
    assert "every sheet is hidden; say which" in wrong_with(table(tmp_path, packed(all_of_them), "b.xlsx"))


def test_merged_cells_are_refused_where_something_is(tmp_path: Path) -> None:
    rows = row_xml(1, *HEADINGS), row_xml(2, "register-person", "p-9", "A. Voorbeeld", "2026-01-05")

    def merged(*ranges: str) -> Path:
        cells = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
        return by_hand(tmp_path, *rows, after=f"<mergeCells>{cells}</mergeCells>")

    assert "cells are merged: D2:D3, A1:B1; part them, and fill in each of them" in wrong_with(merged("D2:D3", "A1:B1"))
    assert acts_in(merged("E1:E2", "A3:D3", "A2:A2")) == [REGISTERED], "nothing is there"


def test_rows_and_cells_need_not_say_where_they_are(tmp_path: Path) -> None:
    said = sheet_xml(row_xml(1, *HEADINGS) + row_xml(2, "register-person", "p-9", "X", "x"))
    bare = re.sub(r' r="[A-Z0-9]+"', "", said)
    assert ' r="' not in bare
    (bad,) = read(table(tmp_path, packed(parts_of(bare)), "boek.xlsx"))
    assert (bad.number, "column D 'on': 'x' is not a date" in bad.reason) == (2, True)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="2"/>',
        '<row r="2"/><row r="1"/>',
        '<row r="0"/>',
        '<row r="x"/>',
        '<row r="1048577"/>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="a1"><v>1</v></c></row>',
        '<row r="1"><c r="$A$1"><v>1</v></c></row>',
    ],
)
def test_a_sheet_in_disorder_is_damaged(tmp_path: Path, rows: str) -> None:
    assert "cannot be read: the sheet is damaged at" in wrong_with(by_hand(tmp_path, rows))


def test_a_cell_in_the_last_row_and_column_takes_no_memory(tmp_path: Path) -> None:
    rows = row_xml(1, *HEADINGS), row_xml(2, "register-person", "p-9", "A. Voorbeeld", "2026-01-05")
    (good, far) = read(by_hand(tmp_path, *rows, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert isinstance(good, DossierLine)
    assert (far.number, "column XFD: it has no heading, and holds '1'" in far.reason) == (1_048_576, True)
    styled = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert acts_in(by_hand(tmp_path, *rows, styled)) == [REGISTERED], "a cell with nothing but a colour is no cell"


def test_a_sheet_of_too_many_cells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path, HEADINGS, PERSON)
    for most, fits in ((8, True), (7, False)):
        monkeypatch.setattr(sheet_cells, "MOST_CELLS", most)
        assert (acts_in(path) == [REGISTERED]) if fits else ("the sheet has more than 7 cells" in wrong_with(path))


COUNTS = 'count="99999999999999" uniqueCount="99999999999999"'


def test_what_a_workbook_says_of_its_size_is_not_believed(tmp_path: Path) -> None:
    path = by_hand(
        tmp_path,
        row_xml(1, *HEADINGS),
        '<row r="2">' + "".join(f'<c r="{letter}2" t="s"><v>{n}</v></c>' for n, letter in enumerate("ABCD")) + "</row>",
        after=f'<mergeCells {COUNTS}><mergeCell ref="Z9:Z10"/></mergeCells><dimension ref="A1:XFD1048576"/>',
        **{
            "xl/sharedStrings.xml": f"<sst {COUNTS}><si><t>register-person</t></si><si><r><t>p-</t></r><r><t>9</t></r></si>"
            '<si><t>A. Voorbeeld</t><rPh sb="0" eb="1"><t>uitspraak</t></rPh></si><si><t>2026-01-05</t></si></sst>',
            "xl/_rels/workbook.xml.rels": parts_of("")["xl/_rels/workbook.xml.rels"].replace(
                "</Rel", '<Relationship Id="rId9" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/></Rel'
            ),
        },
    )
    assert acts_in(path) == [REGISTERED]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("a_x000D_\nb", "a\nb"),
        ("a_x000d__x000A_b", "a\nb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("_x_x00_ _x000Z_", "_x_x00_ _x000Z_"),
        (" A. Voorbeeld\u00a0", "A. Voorbeeld"),
        ("<![CDATA[a & b]]>", "a & b"),
        ("_x0000_", None),
        ("_xD83D_", None),
    ],
)
def test_texts_are_read_with_what_xml_cannot_hold(tmp_path: Path, written: str, read_as: str | None) -> None:
    (line,) = read(
        by_hand(tmp_path, row_xml(1, *HEADINGS), row_xml(2, "register-person", "p-9", written, "2026-01-05"))
    )
    if read_as is None:
        assert line.reason.startswith("column C 'name': the cell holds")
    else:
        assert line.act.name == read_as


CALENDAR = ("act", "meeting", "body", "on", "starts", "ends")


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ('s="1"><v>61', date(1900, 3, 1)),
        ('s="1"><v>59', date(1900, 2, 28)),
        ('s="1"><v>1', date(1900, 1, 1)),
        ('s="1"><v>60', "the cell holds the number 60 as a day, which is none"),
        ('s="1"><v>-1', "the cell holds the number -1 as a day, which is none"),
        ('s="1"><v>2958465', date(9999, 12, 31)),
        ('s="1"><v>2958466', "the cell holds the number 2958466 as a day, which is none"),
        ('s="1"><v>1e15', "as a day, which is none"),
        ('s="1"><v>46054.4375', "the cell holds the moment 2026-02-01 10:30, which is no day"),
        ('s="1"><v>46053.999999', date(2026, 2, 1)),
        ('s="0"><v>46054', "the cell holds the number 46054, which is no day; give the cell the format of a date"),
        ('s="2"><v>46054', "the sheet is damaged at 'style 2'"),
        ('s="1"><v>x', "the cell holds 'x', which is no number"),
        ('s="1"><v>1_0', "the cell holds '1_0', which is no number"),
        ('s="1"><v>nan', "the cell holds 'nan', which is no number"),
        ('s="1"><v>1e999', "the cell holds '1e999', which is no number"),
        ('t="d"><v>2026-02-01', date(2026, 2, 1)),
        ('t="d"><v>2026-02-01T00:00:00', date(2026, 2, 1)),
        ('t="d"><v>2026-02-01T10:30:00', "the cell holds the moment 2026-02-01 10:30"),
        ('t="d"><v>gisteren', "the cell holds 'gisteren' as a day, which is none"),
        ('t="b"><v>1', "the cell holds TRUE, which is no day"),
        ('t="b"><v>0', "the cell holds FALSE, which is no day"),
    ],
)
def test_a_number_is_a_day_by_the_format_of_its_cell(tmp_path: Path, cell: str, read_as: date | str) -> None:
    path = by_hand(
        tmp_path,
        row_xml(1, *HEADINGS),
        row_xml(2, "register-person", "p-9", "X").replace("</row>", f'<c r="D2" {cell}</v></c></row>'),
        **{
            "xl/styles.xml": '<styleSheet><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs><cellStyles><xf numFmtId="14"/></cellStyles></styleSheet>',
            "xl/_rels/workbook.xml.rels": parts_of("")["xl/_rels/workbook.xml.rels"].replace(
                "</Rel", '<Relationship Id="rId9" Type="x/styles" Target="styles.xml"/></Rel'
            ),
        },
    )
    if isinstance(read_as, date):
        assert acts_in(path)[0].on == read_as
    elif "damaged" in read_as:
        assert read_as in wrong_with(path)
    else:
        assert read_as in read(path)[0].reason


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = by_hand(tmp_path, row_xml(1, "A" * (workbook_parts.MOST_UNPACKED + 1)))
    assert bomb.stat().st_size < 1_000_000
    assert "unpacked it is larger than 50 MB" in wrong_with(bomb)
    small = by_hand(tmp_path, row_xml(1, *HEADINGS))
    with small.open("rb") as file:
        size = sum(map(len, unpacked(file).values()))
    for room, fits in ((size, True), (size - 1, False)):
        monkeypatch.setattr(workbook_parts, "MOST_UNPACKED", room)
        assert (read(small) == []) if fits else ("unpacked it is larger" in wrong_with(small))


def test_a_part_that_says_to_be_smaller_than_it_is_is_read_no_further(tmp_path: Path) -> None:
    raw = by_hand(tmp_path, row_xml(1, "A" * 5_000)).read_bytes()
    with zipfile.ZipFile(tmp_path / "boek.xlsx") as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lied = raw.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lied != raw
    assert "the workbook is damaged" in wrong_with(table(tmp_path, lied, "boek.xlsx"))


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path, HEADINGS, PERSON)
    for room, fits in ((path.stat().st_size, True), (path.stat().st_size - 1, False)):
        monkeypatch.setattr(workbook_parts, "MOST_BYTES", room)
        assert (acts_in(path) == [REGISTERED]) if fits else ("the file is larger than" in wrong_with(path))


LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (parts_of(LAUGHS + sheet_xml(row_xml(1, "&b;"))), "the workbook declares a document type"),
        (parts_of('<!DOCTYPE x SYSTEM "file:///etc/passwd">' + sheet_xml("")), "the workbook declares a document type"),
        (parts_of(sheet_xml("") + "rest"), "the workbook is damaged (junk after document element"),
        (parts_of(sheet_xml(""), **{"xl/_rels/workbook.xml.rels": None}), "the workbook is damaged"),
        (parts_of(sheet_xml(""), **{"xl/worksheets/sheet1.xml": None}), "the workbook is damaged"),
        (parts_of(sheet_xml('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')), "the sheet is damaged at 'text 7'"),
        (parts_of(sheet_xml('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>')), "the sheet is damaged at 'text -1'"),
        (parts_of(sheet_xml('<row r="1"><c r="A1" t="zz"><v>7</v></c></row>')), "the sheet is damaged at 'kind of cell zz'"),
        (parts_of(sheet_xml('</sheetData><c r="A1"><v>7</v></c><sheetData>')), "the sheet is damaged at 'cell A1'"),
        ({"xl/workbook.bin": "x"}, "cannot be read: it is a binary workbook (.xlsb); save it as .xlsx"),
        ({"word/document.xml": "x"}, "cannot be read: it is a document of a word processor"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "cannot be read: it is an OpenDocument spreadsheet (.ods)"),
        ({"mimetype": "application/epub+zip"}, "cannot be read: it is a ZIP file, and no workbook"),
        ({"a.csv": "act;person"}, "cannot be read: it is a ZIP file, and no workbook; unpack it"),
        ({}, "cannot be read: it is a ZIP file, and no workbook"),
    ],
)  # fmt: skip
def test_a_workbook_that_is_none_or_is_damaged_is_told(tmp_path: Path, parts: dict[str, str], told: str) -> None:
    for name in ("boek.xlsx", "boek.csv"):
        assert told in wrong_with(table(tmp_path, packed(parts), name))


def test_a_password_is_told(tmp_path: Path) -> None:
    raw = bytearray(packed(parts_of(sheet_xml(""))))
    for place in range(len(raw) - 4):
        if raw[place : place + 4] == b"PK\x01\x02":
            raw[place + 8] |= 1
    assert "the file is protected with a password" in wrong_with(table(tmp_path, bytes(raw), "boek.xlsx"))


@cache
def _whole() -> bytes:
    with TemporaryDirectory() as folder:
        return book(Path(folder), HEADINGS, PERSON, [*PERSON[:2], ("=A1", "x"), "x"]).read_bytes()


@settings(max_examples=examples(300), deadline=None)
@given(st.data())
def test_whatever_is_damaged_is_told_and_nothing_breaks(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("boek")
    raw = bytearray(_whole())
    if data.draw(st.booleans()):  # the parts themselves, which no sum keeps
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
        part = parts[data.draw(st.sampled_from(sorted(parts)))]
        for _ in range(data.draw(st.integers(1, 4))):
            part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(0, 255))
        raw = bytearray(packed({name: bytes(content) for name, content in parts.items()}))
    else:
        for _ in range(data.draw(st.integers(1, 8))):
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
        raw = raw[: data.draw(st.integers(5, len(raw)))]
    path = table(folder, bytes(raw), "schade.xlsx")
    try:
        assert all(isinstance(line, DossierLine | BadLine) for line in read(path))
    except Exception as error:
        assert type(error).__name__ == "UnreadableFileError", repr(error)
        assert len(str(error)) < 1_000


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=20
)


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(
        st.tuples(
            TEXT | st.integers(0, 10**9),
            st.integers(1, 10**9) | st.decimals(1, 10**6, places=2) | st.decimals(1, 1000, places=3),
            st.dates(date(1905, 1, 1), date(2200, 1, 1)),
            st.booleans(),
        ),
        min_size=1,
        max_size=5,
    ),
    st.booleans(),
    st.booleans(),
)
def test_any_table_says_the_same_in_a_workbook_and_as_text(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Any, Any, date, bool]], epoch: bool, dutch: bool
) -> None:
    folder = tmp_path_factory.mktemp("boek")
    headings = EFFORT[:7] + EFFORT[7:8] + EFFORT[9:]
    if dutch:
        headings = (
            "Handeling",
            "Inzet",
            "Partij",
            "Eenheid",
            "Hoeveelheid",
            "Begin",
            "Tot en met",
            "Voorbeeld",
            "Waarvoor",
        )
    kept, lines = [], [";".join(headings)]
    for number, (purpose, amount, day, example) in enumerate(rows):
        kept.append(["agree-effort", f"e-{number}", "gem-a", "hours", float(amount), day, day, example, purpose])
        quoted = '"{}"'.format(str(purpose).replace('"', '""'))
        written = f"{Decimal(amount):.4f}".replace(".", ",")
        days = f"{day:%d-%m}-{day.year:04}"
        lines.append(
            f"agree-effort;e-{number};gem-a;hours;{written};{days};{days};{'WAAR' if example else 'ONWAAR'};{quoted}"
        )
    in_book = read(book(folder, headings, *kept, date_1904=epoch))
    in_text = read(table(folder, "\r\n".join(lines)))
    assert all(isinstance(line, DossierLine) for line in in_book), in_book
    assert [(line.number, line.act, line.about) for line in in_book] == [
        (line.number, line.act, line.about) for line in in_text
    ]
    assert all(isinstance(line.act, AgreeEffort) for line in in_book)


def test_the_command_takes_a_workbook(tmp_path: Path) -> None:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}"):
        pass
    path = workbook(tmp_path / "a.xlsx", {"Een": [HEADINGS, PERSON], "Twee": [HEADINGS, [*PERSON[:3], "x"]]})
    several = rso(tmp_path, "--store", "sqlite:///rso.db", "import", path.name)
    assert (several.returncode, "say which with --sheet NAME" in several.stderr) == (4, True)
    done = rso(tmp_path, "--store", "sqlite:///rso.db", "import", path.name, "--sheet", "Een")
    assert (done.returncode, "1 acts recorded" in done.stdout) == (0, True), done.stderr
    bad = rso(tmp_path, "--store", "sqlite:///rso.db", "import", path.name, "--sheet", "Twee")
    assert "a.xlsx, sheet 'Twee', row 2: column D 'on': 'x' is not a date" in bad.stderr
    lines = table(tmp_path, '{"act": "x"}\n', "a.jsonl")
    other = rso(tmp_path, "--store", "sqlite:///rso.db", "import", lines.name, "--sheet", "Een")
    assert (other.returncode, "it is no workbook, so it has no sheet 'Een'" in other.stderr) == (4, True)


def test_the_same_row_saved_again_is_recognised(tmp_path: Path) -> None:
    headings = (*EFFORT, "source")
    first = table(
        tmp_path,
        ";".join(headings)
        + "\nagree-effort;e-1;gem-a;hours;1200,50;2026-01-01;2026-12-31;ja;2026-01-05;Voorzitten;Brief 7\n",
    )
    again = [
        table(tmp_path, "\ufeff" + ";".join(headings) + ";;\r\nagree-effort;e-1;gem-a;hours;1.200,5;1-1-2026;31-12-2026;WAAR;5-1-2026;Voorzitten;Brief 7;;\r\n", "anders.csv"),
        book(tmp_path, headings, ["agree-effort", "e-1", "gem-a", "hours", 1200.5, date(2026, 1, 1), date(2026, 12, 31), True, date(2026, 1, 5), "Voorzitten", "Brief 7"]),
    ]  # fmt: skip
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}", founded_at=datetime(2025, 1, 1, tzinfo=UTC)) as application:
        assert import_dossier(application, first, actor=OFFICE).recorded == 1
        head = application.store.head()
        for path in (first, *again):
            report = import_dossier(application, path, actor=OFFICE)
            assert (report.recorded, report.repeated, report.bad_lines) == (0, 1, []), path
        assert application.store.head() == head


def test_a_row_with_letters_in_two_parts_saved_again_is_recognised(tmp_path: Path) -> None:
    purpose = "Coo\u0308rdinatie"
    first = table(
        tmp_path, f"{';'.join(EFFORT)}\nagree-effort;e-1;gem-a;hours;2,50;2026-01-01;2026-12-31;;;{purpose}\n"
    )
    again = book(
        tmp_path,
        EFFORT,
        ["agree-effort", "e-1", "gem-a", "hours", 2.5, date(2026, 1, 1), date(2026, 12, 31), "", "", purpose],
    )
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        reports = [import_dossier(application, path, actor=OFFICE) for path in (first, again, first)]
        assert [(report.recorded, report.bad_lines) for report in reports] == [(1, []), (0, []), (0, [])]


def test_the_same_row_with_a_key_saved_again_is_recognised_and_another_is_not(tmp_path: Path) -> None:
    headings = ("key", *EFFORT[:7])
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        for amount, recorded, refused in ((1200.5, 1, 0), ("1200,50", 0, 0), (1200.5, 0, 0), ("1200,51", 0, 1)):
            row = ["k-1", "agree-effort", "e-1", "gem-a", "hours", amount, date(2026, 1, 1), date(2026, 12, 31)]
            report = import_dossier(application, book(tmp_path, headings, row), actor=OFFICE)
            assert (report.recorded, len(report.bad_lines)) == (recorded, refused), amount
        event: Any = application.history("effort:e-1")[-1].event
        assert str(event.amount) == "1200.5", "as it was written first"


def test_a_workbook_is_read_in_lots_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rso_core.dossier import importing

    monkeypatch.setattr(importing, "BATCH", 3)
    monkeypatch.setattr(importing, "MOST_AT_ONCE", 4)
    rows = [
        ["agree-effort", f"e-{n}", "gem-a", "hours", n + 0.5, date(2026, 1, 1), date(2026, 12, 31)] for n in range(8)
    ]
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        assert import_dossier(application, book(tmp_path, EFFORT[:7], *rows), actor=OFFICE).recorded == 8
        text = "\n".join(
            [";".join(EFFORT[:7]), *(f"agree-effort;e-{n};gem-a;hours;{n},500;1-1-2026;31-12-2026" for n in range(8))]
        )
        report = import_dossier(application, table(tmp_path, text.replace(",500", ",50")), actor=OFFICE)
        assert (report.recorded, report.repeated) == (0, 8)
