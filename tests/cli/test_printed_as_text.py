"""All that is printed is text: what a name holds gives no styles, moves no cursor, and turns no direction of reading."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.text import Text

from acts_of_a_region import open_region
from commands_in_process import rso
from poisoned_records import poisoned_copy
from rso_core.cli import on_demand, printing, start
from rso_core.cli.session import Session, confirmed, err, json_text, out, print_json, print_table, print_text, prompted
from rso_core.visible_text import LONGEST, shortened, visible, visible_in_a_line, visible_json
from running_rso import REPO

POISON = "\\[/x] [bold]:warning: \x1b]0;BEL\x07\x1b[2J\r\x9b1m\u202e\u200b\ue000\U000e0041\nUit"
SHOWN = "\\[/x] [bold]:warning: <U+001B>]0;BEL<U+0007><U+001B>[2J<U+000D><U+009B>1m<U+202E><U+200B><U+E000><U+E0041>"
LETTERS = " é — 🙂"
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ue000\U000e0041]")


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The width is taken of the terminal when the module that prints is loaded, which may have been before."""
    monkeypatch.setattr(printing.out, "_width", 200)


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A region of which every text ends in what steers a terminal."""
    folder = tmp_path_factory.mktemp("poisoned")
    (folder / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    with open_region(f"sqlite:///{folder / 'clean.db'}") as application:
        poisoned_copy(application.store, f"sqlite:///{folder / 'rso.db'}", lambda text: text + LETTERS + POISON)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ("show", "parties"),
        ("show", "persons"),
        ("history", "--all"),
        ("history", "body:overleg"),
        ("replay", "--valid-on", "2026-01-01"),
        ("about", "party:gem-a"),
        ("about", "party:gem-a", "--markdown"),
        ("about", "party:gem-a", "--html"),
        ("search", "Partij"),
        ("replay", "--valid-on", "2026-01-01", "--register", "parties"),
        ("diff", "--valid-on", "2024-12-31", "--valid-on", "2025-01-02"),
        ("late",),
        ("due", "--on", "2026-03-01"),
        ("person", "report", "p-1"),
        ("show", "calendar", "--body", "onbekend"),
        ("about", "Partij"),
    ],
    ids=" ".join,
)
def test_what_steers_a_terminal_is_named_in_its_place(poisoned: Path, command: tuple[str, ...]) -> None:
    told = rso(poisoned, *command)
    assert "unexpected" not in told.stderr
    assert not STEERS.search(told.stdout + told.stderr)
    if "--body" not in command and command[0] != "due":
        assert "<U+202E>" in told.stdout + told.stderr


def test_markup_and_names_of_emoji_stay_as_they_are_written(poisoned: Path) -> None:
    told = rso(poisoned, "history", "party:gem-a").stdout
    assert f"Partij gem-a{LETTERS}{SHOWN} Uit" in " ".join(told.split())


@pytest.mark.parametrize("command", [("show", "parties"), ("history", "party:gem-a"), ("about", "party:gem-a")])
def test_json_escapes_it_and_means_the_same(poisoned: Path, command: tuple[str, ...]) -> None:
    told = rso(poisoned, *command, "--json").stdout
    assert not STEERS.search(told)
    assert f"Partij gem-a{LETTERS}{POISON}" in str_values(json.loads(told))


def str_values(told: Any) -> list[str]:
    parts = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return [told] if isinstance(told, str) else [text for part in parts for text in str_values(part)]


def test_json_of_an_error_is_json_of_one_line(poisoned: Path) -> None:
    told = rso(poisoned, "show", "x\x7f\u202e", "--json").stderr
    assert told.count("\n") == 1
    assert not STEERS.search(told)
    assert "x\\x7f\\u202e" in json.loads(told)["message"]


def test_what_typer_itself_tells_of_wrong_use_names_it_too(poisoned: Path) -> None:
    told = rso(poisoned, "show", "actions", "--body", "onbekend")
    assert told.returncode == 2
    assert "known" in told.stderr
    assert "<U+001B>" in told.stderr


@pytest.mark.parametrize(
    "command", [("history", "--all"), ("show", "parties"), ("--help",), ("show", "parties", "--json")]
)
def test_letters_that_a_terminal_lacks_stop_no_command(poisoned: Path, command: tuple[str, ...]) -> None:
    plain = {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "COLUMNS": "200"}
    told = subprocess.run(
        [sys.executable, "-c", "from rso_core.cli import main; main()", *command],
        cwd=poisoned,
        env=plain,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (told.returncode, told.stderr) == (0, b"")
    text = told.stdout.decode("ascii")
    if "--json" in command:
        assert f"Partij gem-a{LETTERS}{POISON}" in str_values(json.loads(text))
    elif command[0] == "show":
        assert "Partij gem-a \\xe9 \\u2014 \\U0001f642" in text


def test_a_plugin_that_prints_through_the_door_prints_text(capsys: pytest.CaptureFixture[str]) -> None:
    out.print(POISON)
    out.print(Text(POISON), style="bold")
    print_table(POISON, [POISON], [[POISON], [None]])
    print_json({POISON: POISON})
    print_text(POISON)
    err.print("fout", POISON)
    told = capsys.readouterr()
    assert not STEERS.search(told.out + told.err)
    assert "[bold]" in told.out
    assert "⚠" not in told.out


def test_a_question_is_asked_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.prompt", lambda question, **_: f" {question} ")
    monkeypatch.setattr("typer.confirm", lambda question, **_: question == "Is<U+000A><U+001B>[2J?")
    assert prompted("Is\n\x1b[2J?") == "Is<U+000A><U+001B>[2J?"
    assert confirmed("Is\n\x1b[2J?") is True


def test_a_command_of_a_plugin_that_refuses_is_told_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    session = Session()
    group = on_demand.on_demand(start.start(session, cls=on_demand.GroupOnDemand), session)

    def refuse() -> None:
        raise typer.BadParameter(POISON)

    cli = typer.Typer()
    cli.command("weiger")(refuse)
    cli.command("ander")(refuse)
    group.commands["weiger"] = typer.main.get_group(cli).commands["weiger"]
    with pytest.raises(SystemExit):
        group(["weiger"])
    assert not STEERS.search(capsys.readouterr().err.replace("\x1b[", ""))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("gewoon: é — “x” 🙂 👍🏽 ⚠️ عربي \t\n\xa0", None),
        ("\x00\x08", "<U+0000><U+0008>"),
        ("\x0b\x1f", "<U+000B><U+001F>"),
        ("\x1f !", "<U+001F> !"),
        ("~\x7f\x80\x9f\xa0", "~<U+007F><U+0080><U+009F>\xa0"),
        ("\u2027\u2028\u2029\u202f", "\u2027<U+2028><U+2029>\u202f"),
        ("\u202a\u202e\u2066\u2069\u061c", "<U+202A><U+202E><U+2066><U+2069><U+061C>"),
        ("\u200a\u200b\u200f\u2010", "\u200a<U+200B><U+200F>\u2010"),
        ("\ud7ff\udfff\ud800\ue000\uf8ff\uf900", "\ud7ff<U+DFFF><U+D800><U+E000><U+F8FF>\uf900"),
        (
            "\ufdcf\ufdd0\ufdef\ufdf0\ufeff\ufffc\ufffd\ufffe\uffff",
            "\ufdcf<U+FDD0><U+FDEF>\ufdf0<U+FEFF>\ufffc\ufffd<U+FFFE><U+FFFF>",
        ),
        ("\U0001fffd\U0001fffe\U0001ffff\U00020000", "\U0001fffd<U+1FFFE><U+1FFFF>\U00020000"),
        ("\U000e0001\U0010ffff", "<U+E0001><U+10FFFF>"),
        ("<U+001B>", None),
    ],
)
def test_each_character_that_cannot_be_seen_is_named(text: str, shown: str | None) -> None:
    assert visible(text) == (text if shown is None else shown)
    assert visible(visible(text)) == visible(text)
    escaped = visible_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(escaped) == text
    assert visible(escaped) == escaped
    assert visible_json(escaped, ascii_only=True).isascii()
    assert json.loads(visible_json(escaped, ascii_only=True)) == text


def test_on_a_line_with_other_things_the_end_of_a_line_is_named_too() -> None:
    assert visible_in_a_line("a\nb\tc") == "a<U+000A>b\tc"


def test_json_has_no_number_for_what_is_none() -> None:
    assert json.loads(json_text([float("inf"), float("nan"), 1.5])) == ["inf", "nan", 1.5]


ALLOWED = {
    "rso_core/cli/printing.py",
    "rso_core/cli/main.py",  # the number of the release
    "rso_core/cli/start.py",
    "rso_core/cli/on_demand.py",  # the page of help
    "rso_core/cli/verifying_plugins.py",  # a program reads it
    "rso_core/guard.py",  # when a plugin is not to be stopped and the program ends
    "rso_core/proof/check_proof.py",  # stand alone, each with a way of its own to do the same
    "rso_core/archive/check_archive.py",
}


def test_nothing_is_printed_but_through_the_door() -> None:
    """A console, typer or a stream of its own would let a text through as it is."""
    found = []
    for folder in ("rso_core", "plugins", "adapters/pleio/rso_pleio"):
        for path in (REPO / folder).rglob("*.py"):
            if (name := path.relative_to(REPO).as_posix()) in ALLOWED:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _prints_by_itself(ast.unparse(node.func)):
                    found.append(f"{name}:{node.lineno}")
    assert found == []


def _prints_by_itself(called: str) -> bool:
    return called in {"print", "Console", "pprint"} or bool(
        re.fullmatch(r"typer\.(echo|secho|prompt|confirm|launch)|(sys\.)?(stdout|stderr)\.\w+|\w+\.file\.write", called)
        and not called.endswith("isatty")
    )


def test_of_a_text_too_long_for_a_screen_the_start_is_shown_and_how_much_more_there_is() -> None:
    longest = "x" * LONGEST
    assert shortened(longest) == longest
    assert shortened(f"{longest}y") == f"{longest}… (nog 1 tekens)"
    assert shortened("abc", 2) == "ab… (nog 1 tekens)"
