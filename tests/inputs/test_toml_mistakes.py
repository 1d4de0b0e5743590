"""TOML that is none is answered in the words of the person who wrote it: the line, what stands there, how it is written."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands_in_process import rso
from rso_core.definition import DefinitionError, load_definition
from rso_core.settings import SettingsError, load_settings
from rso_core.toml_files import TomlError, read_toml

MANUAL = Path(__file__).parents[2] / "docs" / "definition.md"


def wrong(folder: Path, text: str | bytes) -> str:
    path = folder / "kapot.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(TomlError) as told:
        read_toml(path)
    return str(told.value)


def right(told: str) -> str:
    """What is told to write."""
    return told.partition("; write ")[2]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("since = 1-1-2025", "'1-1-2025' is not how a date is written in TOML; write since = 2025-01-01"),
        ("since = 31-12-2025 # eind", "'31-12-2025' is not how a date is written in TOML; write since = 2025-12-31"),
        ("since = 2025-1-1", "'2025-1-1' is not a date; write 2025-01-01"),
        ("since = 2025-02-30", "'2025-02-30' is not a day that exists"),
        ("since = 1/2/2025", "'1/2/2025' can be read as 1 februari 2025 or as 2 januari 2025; write 2025-02-01, or 2025-01-02"),
        ("since = 1 januari 2025", "'1 januari 2025' is not a date; write 2025-01-01"),
        ("name = Gemeente Stad", "'Gemeente Stad' is a text without quotation marks; write name = \"Gemeente Stad\""),
        ("name = Gemeente Stad # de stad", "write name = \"Gemeente Stad\""),
        ("id = gm0344", "'gm0344' is a text without quotation marks; write id = \"gm0344\""),
        ('name = de "stad"', r'write name = "de \"stad\""'),
        ("name = “Gemeente Stad”", "stands between the quotation marks of a word processor; write name = \"Gemeente Stad\""),
        ('name = "Gemeente Stad', '\'"Gemeente Stad\' is not closed: a quotation mark stands at its beginning and at its end'),
        ('name = """Gemeente', "is not closed: three quotation marks"),
        ('name = "Gemeente" Stad', "goes on behind its closing quotation mark"),
        ('name = "a # b" c', "'\"a # b\" c' goes on behind its closing quotation mark"),
        (r'name = "C:\data"', "holds a backslash, which in a text is written twice"),
        ("name =", "behind name = nothing stands; fill it in, or leave the line out"),
        ("name = # leeg", "behind name = nothing stands"),
        ("name: Stad", "between name and value stands =, not a colon; write name = \"Stad\""),
        ("name", "'name' does not say what a field is; write it as name = value"),
        ("Naam van de partij = \"x\"", "'Naam van de partij' is not how a field is called"),
        ("gemeenté = \"x\"", "'gemeenté' is not how a field is called: letters without accents"),
        ("confidential = ja", "'ja' is not how yes or no is written; write confidential = true"),
        ("confidential = False", "'False' is not how yes or no is written; write confidential = false"),
        ("amount = 1200,50", "'1200,50' is not a number of TOML; put it between quotation marks; write amount = \"1200,50\""),
        ("amount = 1.200,50", "write amount = \"1.200,50\""),
        ("members = [stad, dorp]", "'[stad, dorp]' is not written as a list: texts stand between quotation marks"),
        ("[party", "'[party' is no heading of a table; write [party]"),
        ("[[party]", "'[[party]' is no heading of a table; write [[party]]"),
        ("name = \"a\x07b\"", r"holds a character that cannot be seen, '\x07'; leave it out"),
    ],
)  # fmt: skip
def test_a_line_is_answered_with_how_it_is_written(tmp_path: Path, written: str, told: str) -> None:
    found = wrong(tmp_path, f"# kop\n\n{written}\nplace = 1\n")
    assert found.startswith("line 3: ")
    assert told in found
    again = right(found)
    if again.startswith(written.partition(" =")[0]) and " = " in again:
        path = tmp_path / "heel.toml"
        path.write_text(f"{again}\n", encoding="utf-8")
        read_toml(path)  # what is told is right


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = 1\n\nb = 2\na = 3\n", "line 4: 'a' stands on line 1 too; leave one of the two out"),
        ("a = 1\n[t]\na = 2\na = 3\n", "line 4: 'a' stands on line 3 too"),
        ("a = 1\na = 2", "line 2: 'a' stands on line 1 too"),
        ("[party]\nid = 1\n\n[party]\nid = 2\n", "line 4: the table [party] stands on line 1 too; of what there are several each is written [[party]]"),
        ("[[party]]\nid = 1\n\n[party]\nid = 2\n", "line 4: the table [party] stands on line 1 too"),
        ("[a]\nb = 1\n[a.b]\nc = 1\n", "line 3: '[a.b]' says of a field that it is a table; it has a value already"),
        ("a = {x = 1, x = 2}\n", "line 1: a name stands twice in"),
        ('a = [\n  "x",\n  "y"\n\nb = 1\n', "line 1: the list that begins in 'a = [' is not closed"),
        ('b = 1\na = ["x", # meer\n  "y"', "line 2: the list that begins in"),
        ("a = 1\nb = [[[[[", "line 2: '[[[[[' is not written as a list"),
        ("a = " + "[" * 100_000, "line 1: "),
    ],
)  # fmt: skip
def test_what_stands_twice_or_is_left_open_is_told_with_both_places(tmp_path: Path, text: str, told: str) -> None:
    assert wrong(tmp_path, text).startswith(told)


def test_a_byte_order_mark_does_no_harm_and_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "definitie.toml"
    path.write_text("name = 'Coördinatie'\n", encoding="utf-8-sig")
    assert read_toml(path)[0] == {"name": "Coördinatie"}
    latin = wrong(tmp_path, "a = 1\nname = 'Coördinatie'\n".encode("cp1252"))
    assert latin == (
        "line 2: byte 0xF6 is not UTF-8 text (as Windows-1252 the line would be \"name = 'Coördinatie'\"); save the file as UTF-8"
    )
    for encoding in ("utf-16-le", "utf-16-be"):
        assert "line 1: the file is UTF-16; save it as UTF-8" in wrong(tmp_path, "\ufeffa = 1\n".encode(encoding))


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    text = MANUAL.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    text = text.replace('title = "Convenant', 'title = "\u2028Convenant').replace(
        'kind = "water_authority"', 'kind = "water"'
    )
    path = tmp_path / "definitie.toml"
    path.write_text(text, encoding="utf-8")
    line = text.split("\n").index('kind = "water"') + 1
    with pytest.raises(
        DefinitionError, match=rf"definitie\.toml:{line}: party 'ws': kind: 'water' is not one of: .*; did you mean"
    ):
        load_definition(path)


def test_definitions_and_settings_are_answered_so(tmp_path: Path) -> None:
    text = MANUAL.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    path = tmp_path / "definitie.toml"
    path.write_text(text.replace("recorded = 2025-01-01", "recorded = 1-1-2025", 1), encoding="utf-8-sig")
    with pytest.raises(DefinitionError, match=r"definitie\.toml:1: '1-1-2025' is not how a date is written"):
        load_definition(path)
    path.write_text(text, encoding="utf-8-sig")
    assert load_definition(path).covenant == "delta-2026"
    settings = tmp_path / "rso.toml"
    settings.write_text("[store]\nurl = sqlite:///rso.db\n", encoding="utf-8")
    with pytest.raises(
        SettingsError, match=r"rso\.toml:2: 'sqlite:///rso\.db' is a text without quotation marks; write url ="
    ):
        load_settings(settings)
    done = rso(tmp_path, "show")
    assert (done.returncode, 'write url = "sqlite:///rso.db"' in done.stderr) == (5, True)
    settings.write_text('[store]\nurl = "sqlite:///rso.db"\n', encoding="utf-8-sig")
    assert load_settings(settings).file == settings


LINES = st.lists(
    st.from_regex(r"[a-z]{1,3} ?[=:]? ?[\[\"'{#0-9a-z.,\-/ \]}]{0,12}", fullmatch=True) | st.text(max_size=12) | st.sampled_from(["[a]", "[[a]]", "a = 1", "a = ["]),
    min_size=1,
    max_size=6,
)  # fmt: skip


@given(LINES)
def test_whatever_stands_there_is_answered_with_a_line_of_the_file(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path: Any = tmp_path_factory.getbasetemp() / "willekeurig.toml"
    raw = "\n".join(lines).encode("utf-8", "surrogatepass")
    path.write_bytes(raw)
    try:
        read_toml(path)
    except TomlError as error:
        assert 1 <= error.line <= raw.count(b"\n") + 1
        assert len(error.told) < 500
        assert not re.search(r"[\x00-\x1f]", error.told)
