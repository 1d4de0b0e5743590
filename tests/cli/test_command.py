"""The commands that start, fill and ask a record."""

import json
import shutil
from pathlib import Path

import pytest
import typer

import running_rso
from commands_in_process import rso
from rso_core.cli.main import build_cli
from rso_core.cli.session import Session
from running_rso import REPO

UTRECHT = REPO / "examples" / "utrecht"
OTHER = REPO / "tests" / "inputs" / "other_region.toml"
PERSON = ("register-person", "--person", "q-1", "--name", "Q. Fictief", "--on", "01-02-2026")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of the invented region, to be copied."""
    folder = tmp_path_factory.mktemp("record")
    assert rso(folder, "init", "--definition", str(OTHER)).returncode == 0
    return folder


@pytest.fixture
def record(made: Path, tmp_path: Path) -> Path:
    """A folder with the record of the invented region."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.slow
def test_from_nothing_to_a_register(tmp_path: Path) -> None:
    process = running_rso.rso
    started = process(tmp_path, "init", "--definition", str(UTRECHT / "definition.toml"))
    assert "recorded 66 acts" in started.stdout
    assert "nothing changed" in rso(tmp_path, "init", "--definition", str(UTRECHT / "definition.toml")).stdout
    imported = process(tmp_path, "import", str(UTRECHT / "dossier.jsonl"))
    assert (imported.returncode, imported.stderr) == (0, "")
    again = json.loads(rso(tmp_path, "import", "--json", str(UTRECHT / "dossier.jsonl")).stdout)
    assert (again[0]["recorded"], again[0]["repeated"]) == (0, 2567)
    shown = process(tmp_path, "show", "signatures")
    assert "Provincie Utrecht" in shown.stdout
    assert "\x1b" not in shown.stdout
    rows = json.loads(rso(tmp_path, "show", "signatures", "--valid-on", "2025-12-31", "--json").stdout)["rows"]
    assert sum(row["signed_on"] is not None and row["covenant"] == "utrecht-2026" for row in rows) == 24
    due = json.loads(rso(tmp_path, "due", "--on", "2026-01-15", "--json").stdout)
    assert {item["who"] for item in due} >= {"Gemeente Renswoude", "Gemeente Rhenen", "Gemeente Oudewater"}
    replayed = json.loads(
        rso(
            tmp_path, "replay", "--valid-on", "2026-01-01", "--known-on", "2026-01-01", "--register", "bodies", "--json"
        ).stdout
    )
    closed = [row["body"] for row in replayed["registers"]["bodies"]["rows"] if row["closed"]]
    assert closed == ["leidinggevendenoverleg"]
    assert all({"actor", "recorded_at", "effective", "source"} <= set(event) for event in replayed["events"])
    assert any(event["name"] == "body.closed" for event in replayed["events"])


def test_an_act_is_recorded_and_told(record: Path) -> None:
    done = rso(record, *PERSON, "--key", "k", "--source", "Brief 3")
    handle = json.loads(rso(record, "history", "q-1", "--json").stdout)[0]["handle"]
    told = f"person:q-1@1  person.registered  holds from 2026-02-01\nact {handle}\n"
    assert (done.returncode, done.stdout) == (0, told)
    again = rso(record, *PERSON, "--key", "k", "--source", "Brief 3")
    assert "nothing was changed" in again.stderr
    told = json.loads(rso(record, "history", "q-1", "--json").stdout)
    assert [(event["name"], event["source"], event["key"]) for event in told] == [("person.registered", "Brief 3", "k")]


@pytest.mark.slow
def test_a_process_ends_with_the_code_of_what_went_wrong(record: Path) -> None:
    assert rso(record, *PERSON).returncode == 0
    refused = running_rso.rso(record, *PERSON)
    assert refused.returncode == 3
    assert refused.stderr.startswith("Refused: An identifier is given out once. [record.new, S14]")
    assert (refused.stdout, "Traceback" in refused.stderr) == ("", False)
    mistyped = running_rso.rso(record, "show", "nope")
    assert mistyped.returncode == 2
    assert "there is no register 'nope'; the registers are: actions, agenda" in " ".join(mistyped.stderr.split())


def test_a_refusal_is_told_in_the_language_of_the_settings(record: Path) -> None:
    assert rso(record, *PERSON).returncode == 0
    english = rso(record, *PERSON)
    assert english.returncode == 3
    assert english.stderr.startswith("Refused: An identifier is given out once. [record.new, S14]")
    dutch = rso(record, *PERSON, RSO_LANGUAGE="nl")
    assert dutch.stderr.startswith("Geweigerd: Een kenmerk wordt maar één keer uitgegeven.")
    machine = json.loads(rso(record, *PERSON, "--json").stderr)
    assert (machine["error"], machine["exit_code"]) == ("Refused", 3)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("show", "nope"), 2, "there is no register 'nope'; the registers are: actions, agenda"),
        (("show", "roles", "--valid-on", "31-02-2026"), 2, "not a day that exists"),
        (("history", "nobody"), 2, "nothing clear is recorded under 'nobody'"),
        (("import", "nee.jsonl"), 4, "nee.jsonl cannot be read"),
        (("init", "--definition", "nee.toml"), 4, "the file cannot be read"),
        (("rebuild",), 2, "name a register, or use --all"),
        (("register-person", "--person", "x"), 2, "--name"),
        (
            ("sign", "--covenant", "c", "--party", "p", "--person", "x", "--signed-on", "ooit"),
            2,
            "'ooit' is not a date",
        ),
        (("--store", "sqlite:////no/such/place/rso.db", "show"), 5, "no folder /no/such/place"),
        (("--store", "oracle://x/y", "show"), 5, "not supported"),
        (("--config", "nee.toml", "show"), 5, "nee.toml cannot be read"),
        (("pleio", "plan"), 7, "the address of the site is missing"),
    ],
)
def test_what_goes_wrong_is_told_without_a_traceback(
    record: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = rso(record, *arguments)
    assert done.returncode == code, done.stderr
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr


def test_bad_lines_are_told_and_nothing_is_recorded(record: Path) -> None:
    (record / "dossier.jsonl").write_text('{"act": "fly"}\n')
    done = rso(record, "import", "dossier.jsonl")
    assert done.returncode == 4
    assert "dossier.jsonl:1: unknown act 'fly'" in done.stderr
    assert "nothing recorded" in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[store\n", "rso.toml:1: '[store' is no heading of a table; write [store]"),
        ("[store]\nur = 'x'\n", "unknown setting 'ur' in [store]; known are: url"),
        ("[record]\nlanguage = 'fries'\n", "language 'fries' is not one of: en, nl"),
        ("[store]\nurl = 5\n", "must be a text"),
    ],
)
def test_broken_settings_are_told(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "rso.toml").write_text(text)
    done = rso(tmp_path, "show")
    assert (done.returncode, said in done.stderr) == (5, True), done.stderr


def test_a_store_is_found_beside_its_settings_from_a_folder_below(record: Path) -> None:
    below = record / "jaar" / "2026"
    below.mkdir(parents=True)
    assert "Overlegregister" in rso(below, "show").stdout


def test_plugins_are_listed_and_can_be_rebuilt(record: Path) -> None:
    listed = json.loads(rso(record, "plugins", "--json").stdout)
    assert {"bodies", "calendar", "decisions", "pleio", "roles", "signatures"} < {info["name"] for info in listed}
    assert all(info["failure"] is None for info in listed)
    assert all(info["read_models"] for info in listed if info["name"] != "pades")
    rebuilt = rso(record, "rebuild", "roles", "--snapshots")
    assert "generation 2" in rebuilt.stdout
    assert "no snapshots to make any more" in rebuilt.stderr
    assert rso(record, "plugins", "retry", "roles").returncode == 0


@pytest.mark.slow
def test_a_plugin_that_fails_is_a_warning_and_the_act_is_recorded(record: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stuk-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: stuk\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text("[rso]\nstuk = stuk_plugin\n")
    (tmp_path / "stuk_plugin.py").write_text("raise RuntimeError('stuk')\n")
    done = running_rso.rso(record, *PERSON, PYTHONPATH=str(tmp_path))
    assert done.returncode == 0
    assert "plugin 'stuk' failed: RuntimeError: stuk" in done.stderr


def test_every_command_is_in_the_manual_and_has_a_help_text() -> None:
    manual = (REPO / "docs" / "cli.md").read_text(encoding="utf-8")
    group = typer.main.get_command(build_cli(Session()))
    commands = group.commands  # type: ignore[attr-defined]
    assert len(commands) > 25
    for name, command in commands.items():
        assert f"`rso {name}" in manual, name
        assert command.help, name


def test_the_tables_of_every_register_are_documented_as_they_are() -> None:
    kept = (REPO / "docs" / "registers.md").read_text(encoding="utf-8")
    printed = rso(REPO, "tables", "--markdown").stdout
    assert printed == kept, "run: rso tables --markdown > docs/registers.md"
    of_one = rso(REPO, "tables", "actions", "--markdown").stdout
    assert of_one.startswith("## Actielijst (`actions`)\n\n`actions_items`: a row per action item\n\n| column ")
    assert of_one in kept
    assert "|  |" not in kept, "a column has no meaning"
