"""Tables of comma-separated values: rows are records, headings are found however they are spelled, mistakes have a place."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acts_of_a_region import open_region
from commands_in_process import rso
from quick import examples
from rso_core.acts import RaiseSignal, RegisterPerson, acts_by_hand
from rso_core.dossier import UnreadableFileError, csv_rows, import_dossier, read_lines
from rso_core.dossier.headings import ABOUT, letters
from rso_core.dossier.json_lines import LONGEST_LINE
from rso_core.dossier.lines import About, BadLine, DossierLine
from tables_of_text import PERSON, acts_in, read, table, wrong_with

OFFICE = "office:secretariaat"


def test_a_cell_may_hold_ends_of_lines(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "\ufeffact;signal;party;body;kind;title;text;on\r\n"
        'raise-signal;s-1;gem-a;overleg;bottleneck;Toezicht;"Te weinig mensen.\nGevraagd: voorstel.";2026-02-03\r\n'
        'raise-signal;s-2;gem-a;overleg;bottleneck;Toezicht;"Een.\r\nTwee ""drie"".\rVier.";2026-02-03\r\n'
        "raise-signal;s-3;gem-a;overleg;fout;Toezicht;Een;2026-02-03\r\n",
    )
    first, second, third = read(path)
    assert first.act.text == "Te weinig mensen.\nGevraagd: voorstel."
    assert second.act.text == 'Een.\nTwee "drie".\nVier.'
    assert (third.number, third.unit) == (4, "row"), "as the spreadsheet counts, not line 8 of the file"
    assert third.reason.startswith("column E 'kind': 'fout' is not one of: opportunity")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("said", [True, False])
def test_cells_are_parted_by_what_gives_headings_or_as_the_file_says(
    tmp_path: Path, delimiter: str, said: bool
) -> None:
    heading = ["naam, voluit;geschreven\tof niet", "act", "person", "name", "on"]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([heading, ["", *PERSON.split(";")]])
    assert acts_in(table(tmp_path, (f"sep={delimiter}\r\n" if said else "") + out.getvalue()))[0].name == "A. Voorbeeld"


def test_the_first_line_may_say_any_delimiter_and_is_no_row(tmp_path: Path) -> None:
    path = table(tmp_path, "SEP=|\nact|person|name|on\nregister-person|p-9|A;B,C|x\n")
    (bad,) = read(path)
    assert (bad.number, bad.reason) == (2, "column D 'on': 'x' is not a date; write it like 2026-03-12 or 12-03-2026")
    assert read(table(tmp_path, '"sep=;"\nact;person;name;on\n' + PERSON))[0].number == 2


def test_rows_of_nothing_are_passed_over_and_counted(tmp_path: Path) -> None:
    path = table(
        tmp_path, f'\n;;;\nact;person;name;on\n\n"";" ";"\u00a0";""\n;\n{PERSON}\nregister-person;p-8;;2026-01-05\n'
    )
    one, other = read(path)
    assert (one.number, other.number, other.reason) == (7, 8, "column C 'name' is empty")


@pytest.mark.parametrize(
    "heading", ["act;person;name;on", "ACT;Person;NAME;On", "Handeling;PERSOON;Naam;op", " act ; Persoon;náam;OP"]
)
def test_headings_are_in_english_or_dutch_however_they_are_spelled(tmp_path: Path, heading: str) -> None:
    assert acts_in(table(tmp_path, f"{heading}\n{PERSON}\n")) == [
        RegisterPerson(person="p-9", name="A. Voorbeeld", on=date(2026, 1, 5))
    ]


def test_every_field_is_found_under_its_name_and_under_its_dutch_one(tmp_path: Path) -> None:
    from rso_core.dossier.headings import Headings, _ways

    for cls in acts_by_hand().values():
        fields = [field.name for field in attrs.fields(cls)]
        for way in (
            fields,
            [name.upper() for name in fields],
            [name.replace("_", " ").title() for name in fields],
            [_ways(name)[0] for name in fields],
            [_ways(name)[0].upper().replace(" ", "_") for name in fields],
        ):
            headings = Headings(dict(enumerate(way)), "row 1", cls.act_name)
            assert [headings.fields_of(cls)[place] for place in range(len(fields))] == fields, (cls, way)


def test_what_is_said_of_the_recording_is_said_in_dutch_too(tmp_path: Path) -> None:
    assert ABOUT.keys() == {"act", *attrs.fields_dict(About)}
    path = table(
        tmp_path,
        "handeling;persoon;naam;op;sleutel;bekend vanaf;Vastgelegd door;bron;volgt uit;voorbeeld;omdat\n"
        f"{PERSON};k-1;2026-01-06;office:bestuur;Brief 7;party:gem-a@1;ja;daarom\n",
    )
    (line,) = read(path)
    assert line.about == About(
        key="k-1",
        recorded="2026-01-06",
        actor="office:bestuur",
        source="Brief 7",
        caused_by="party:gem-a@1",
        example=True,
        because="daarom",
    )


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("act;person;email;name;on;email", "row 1: column F 'email' says the same as column C 'email'; keep one"),
        ("act;person;E-mail;name;on;EMAIL", "row 1: column F 'EMAIL' says the same as column C 'E-mail'"),
        ("act;person;name;naam;on", "row 1: column D 'naam' says the same as column C 'name'"),
        ("act;person;opmerking;name;on;opmerking", "row 1: column F 'opmerking' says the same as column C 'opmerking'"),
        ("act;handeling;person;name;on", "row 1: column B 'handeling' says the same as column A 'act'"),
    ],
)
def test_a_column_that_stands_twice_is_refused_with_both_places(tmp_path: Path, heading: str, told: str) -> None:
    path = table(tmp_path, f"{heading}\nregister-person\n")
    assert f"tabel.csv, {told}" in wrong_with(path)
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        head = application.store.head()
        with pytest.raises(UnreadableFileError):
            import_dossier(application, path, actor=OFFICE, keep_going=True)
        assert application.store.head() == head


def test_a_column_that_is_no_field_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = table(tmp_path, f"act;person;nmae;on;opmerking;Datum van ingang\n{PERSON};;\n")
    told = wrong_with(path).splitlines()
    assert "tabel.csv, row 1: column C 'nmae' is no field; did you mean 'name'" in told[0]
    assert [("column E" in told[1]), ("column F" in told[2])] == [True, True], "all of them at once"
    assert "did you mean 'name'?" in wrong_with(table(tmp_path, "person;nmae;on\np;x;y\n"), "register-person")


def test_a_column_that_is_no_field_and_empty_does_no_harm(tmp_path: Path) -> None:
    assert len(acts_in(table(tmp_path, f"act;person;name;on;opmerking;;;\n{PERSON}; ;;;\n"))) == 1


def test_a_field_of_another_act_and_a_cell_under_no_heading_are_told_in_their_row(tmp_path: Path) -> None:
    path = table(tmp_path, f"act;person;name;on;scopes;;\n{PERSON}\n{PERSON};sign;;los\nvoid;p;;x;;;\n;p-9;X;x\n")
    good, bad, void, none = read(path)
    assert isinstance(good, DossierLine)
    assert (
        bad.reason
        == "column E 'scopes': register-person has no such field; column G: it has no heading, and holds 'los'"
    )
    assert void.reason.startswith("column A 'act': unknown act 'void'")
    assert none.reason == "column A 'act' is empty"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "person;name;on\np-9;X;2026-01-05\n",
            "no column is called 'act' (or 'handeling'); add it, or say what every row records",
        ),
        (
            "Lijst van personen;;\nact;person;name\n",
            "row 1: it should hold the names of fields, such as act, party and on, and holds 'Lijst van",
        ),
        ('act;"person;name\n', "row 1: a quotation mark is opened here and not closed"),
        ("correct;set;reason\nk;x;y\n", "row 1: corrections are not read from a table"),
        ("set-aside;reason\nk;y\n", "row 1: corrections are not read from a table"),
    ],
)
def test_a_table_without_headings_is_told_so(tmp_path: Path, text: str, told: str) -> None:
    assert told in wrong_with(table(tmp_path, text))


def test_an_act_that_is_given_besides_is_looked_at_first(tmp_path: Path) -> None:
    path = table(tmp_path, "person;name;on\np-9;X;2026-01-05\n")
    assert "unknown act 'regster-person'; did you mean 'register-person'" in wrong_with(path, "regster-person")
    assert len(acts_in(path, "register-person")) == 1
    mixed = table(tmp_path, "act;person;name;on\n;p-9;X;2026-01-05\ncorrect-person;p-8;Y;2026-01-06\n")
    assert [act.act_name for act in acts_in(mixed, "register-person")] == ["register-person", "correct-person"]


def test_everything_that_is_wrong_is_told_of_every_row(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "act;Inzet;Partij;Eenheid;Hoeveelheid;Begin;Tot en met;Waarvoor;recorded;example\n"
        "agree-effort;e-1;gem-a;uren;1.200;1/2/2026;;;gisteren;misschien\n"
        "agree-effort;e-2;gem-a;hours;1.200,50;1-1-2026;31-12-2026;Voorzitten;5-1-2026;nee\n"
        "add-agenda-item;;;;;;;;;\n",
    )
    first, second, third = read(path)
    for part in (
        "column D 'Eenheid': 'uren' is not one of: hours",
        "column E 'Hoeveelheid': '1.200' can be read as 1200 or as 1.2",
        "column F 'Begin': '1/2/2026' can be read as 1 februari 2026 or as 2 januari 2026; write 2026-02-01, or 2026-01-02",
        "column G 'Tot en met' is empty",
        "column J 'example': 'misschien' is not true or false",
    ):
        assert part in first.reason
    assert re.findall(r"column ([A-Z])", first.reason) == list("DEFGIJ"), "from left to right"
    assert isinstance(second, DossierLine)
    assert (second.act.amount, second.about.recorded) == (Decimal("1200.50"), "5-1-2026")  # type: ignore[attr-defined]
    assert "no column is called 'meeting' (or 'vergadering'), and it must be filled in" in third.reason


def test_what_a_row_holds_is_shown_safely_and_in_short(tmp_path: Path) -> None:
    nasty = "\x1b]0;x\x07\u202e" + "9" * 90_000
    (bad,) = read(table(tmp_path, f'act;person;name;on\nregister-person;p-9;X;"{nasty}"\n'))
    assert "column D 'on': '\\x1b]0;x\\x07\\u202e999" in bad.reason
    assert len(bad.reason) < 200
    assert len(wrong_with(table(tmp_path, f'act;"{nasty}"\nregister-person;x\n'))) < 400


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
def test_a_byte_order_mark_says_the_encoding(tmp_path: Path, encoding: str) -> None:
    text = '\ufeffact\tperson\tname\ton\r\nregister-person\tp-9\t"Ünal\r\nde Vries"\t5-1-2026\r\n'
    assert acts_in(table(tmp_path, text.encode(encoding)))[0].name == "Ünal\nde Vries"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("act;person;name;on\nregister-person;p-9;Wéstland;2026-01-05\n".encode("cp1252"), "column C 'name': byte 0xE9 is not UTF-8 text (as Windows-1252 it would be 'Wéstland'); save the file as UTF-8"),
        (b"act;person;name;on\nregister-person;p-9;X\0Y;2026-01-05\n", "column C 'name': the cell holds NUL bytes"),
        ("\ufeffact;person;name;on\nregister-person;p-9;X;".encode("utf-16-le") + b"\x00\xd8;\x00\n\x00", "column D 'on': the cell holds half a character"),
        ("\ufeffact;person;name;on\nregister-person;p-9;X;x\n".encode("utf-16-le") + b"a", "the text is broken off or damaged"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_told_where_it_stands(tmp_path: Path, raw: bytes, told: str) -> None:
    bad = read(table(tmp_path, raw))[-1]
    assert isinstance(bad, BadLine)
    assert bad.reason.startswith(told)
    assert "no act is named" not in bad.reason


def test_a_row_that_is_none_leaves_the_others(tmp_path: Path) -> None:
    text = f'act;person;name;on\nregister-person;p-8;"X" Y;2026-01-05\n{"x" * (LONGEST_LINE + 5)}\n{PERSON}\n'
    quoted, long, good = read(table(tmp_path, text))
    assert "not a row of cells" in quoted.reason
    assert (long.number, "longer than 1,000,000 characters" in long.reason) == (3, True)
    assert (good.number, isinstance(good, DossierLine)) == (4, True)


@pytest.mark.parametrize("rest", ["x\n", "x" * 200_000 + "\n"])
def test_behind_a_quotation_mark_that_is_not_closed_nothing_is_taken_for_a_row(tmp_path: Path, rest: str) -> None:
    good, bad = read(
        table(tmp_path, f'act;person;name;on\n{PERSON}\nregister-person;p-8;"X;2026-01-05\n{rest}{PERSON}\n')
    )
    assert isinstance(good, DossierLine)
    assert (bad.number, "opened here and not closed; what follows was not looked at" in bad.reason) == (3, True)


def test_the_command_names_the_row(tmp_path: Path) -> None:
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}"):
        pass
    path = table(tmp_path, f"act;person;name;on\n{PERSON}\n{PERSON}\nregister-person;p-7;X;nooit\n")
    done = rso(tmp_path, "--store", "sqlite:///rso.db", "import", path.name)
    assert done.returncode == 4
    assert "tabel.csv, row 3: it says the same as row 2; leave one of the two out" in done.stderr
    assert "tabel.csv, row 4: column D 'on': 'nooit' is not a date" in done.stderr
    told = rso(tmp_path, "--store", "sqlite:///rso.db", "import", path.name, "--json").stdout
    assert '"line": 4' in told
    assert '"counts": "row"' in told


def test_columns_are_called_as_a_spreadsheet_calls_them() -> None:
    assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_who_reads_no_further_leaves_nothing_open(tmp_path: Path) -> None:
    lines = read_lines(table(tmp_path, f"act;person;name;on\n{PERSON}\n{PERSON}\n"))
    next(lines)
    lines.close()  # type: ignore[attr-defined]


def test_a_large_table_is_read_in_bounded_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "LONGEST_LINE", 100)
    path = table(tmp_path, "act;person;name;on\n" + f"{PERSON}\n" * 100 + "y" * 101 + f"\n{PERSON}\n")
    assert [line.number for line in read(path) if isinstance(line, BadLine)] == [102]
    assert len(read(table(tmp_path, "act;person;name;on\n" + "y" * 100 + "\n"))) == 1


SAID = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
DAY = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@st.composite
def dialects(draw: st.DrawFn) -> dict[str, Any]:
    quoting = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    # Python's writer quotes no ends of lines but those of its own.
    ends = ["\r\n", "\n", "\r"] if quoting == csv.QUOTE_ALL else ["\r\n"]
    return {
        "delimiter": draw(st.sampled_from(";,\t|")),
        "lineterminator": draw(st.sampled_from(ends)),
        "quoting": quoting,
        "encoding": draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])),
    }


def written(rows: Sequence[Sequence[str]], dialect: dict[str, Any], *, said: bool) -> bytes:
    out = io.StringIO(newline="")
    encoding = dialect.pop("encoding")
    writer = csv.writer(out, **dialect)
    if said or dialect["delimiter"] == "|":
        out.write(f"sep={dialect['delimiter']}{dialect['lineterminator']}")
    writer.writerows(rows)
    return (("\ufeff" if encoding == "utf-16-be" else "") + out.getvalue()).encode(encoding)


@settings(max_examples=examples(200))
@given(st.data(), dialects(), st.booleans())
def test_any_table_in_any_dialect_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, dialect: dict[str, Any], said: bool
) -> None:
    rows, expected = [], []
    for number in range(data.draw(st.integers(1, 4))):
        text, on = data.draw(SAID), data.draw(DAY)
        day = data.draw(st.sampled_from([on.isoformat(), f"{on:%d-%m}-{on.year:04}", f"{on.day}-{on.month}-{on.year}"]))
        rows.append(["raise-signal", f"s-{number}", "gem-a", "overleg", "bottleneck", f"T{text}", f"x\n{text}", day])
        if data.draw(st.booleans()):
            rows.append([" "] * data.draw(st.integers(0, 9)))
        tidy = text.replace("\r\n", "\n").replace("\r", "\n")
        expected.append((f"s-{number}", f"T{tidy}".rstrip(), f"x\n{tidy}".rstrip(), on))
    heading = ["act", "signal", "party", "body", "kind", "title", "text", "on"]
    if data.draw(st.booleans()):
        heading = ["Handeling", "SIGNAAL", "partij", "Overleg", "soort", " Titel", "tekst", "Op"]
    path = table(tmp_path_factory.mktemp("tabel"), written([heading, *rows], dialect, said=said))
    found = acts_in(path)
    assert all(isinstance(each, RaiseSignal) for each in found)
    assert [(each.signal, each.title, each.text, each.on) for each in found] == expected
