"""Archive, backup and restore as a person types them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from archive_of_a_region import papers, region_with_text
from rso_core.cli.main import build_cli
from rso_core.cli.session import Session


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the record of the region and its settings."""
    for name in [name for name in os.environ if name.startswith("RSO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    region_with_text(f"sqlite:///{tmp_path / 'rso.db'}").store.close()
    papers(tmp_path / "stukken")
    (tmp_path / "rso.toml").write_text(
        '[store]\nurl = "sqlite:///rso.db"\n[archive]\ndocuments = "stukken"\nappraisal = "B"\ncreators = ["Secretariaat"]\n'
    )
    return tmp_path


def rso(*arguments: str) -> Result:
    return CliRunner().invoke(build_cli(Session()), arguments, env={"COLUMNS": "200"})


def said(*arguments: str) -> Any:
    result = rso(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_export_verify_import(record: Path) -> None:
    exported = said("archive", "export", "--to", "a")
    assert exported["missing_documents"] == []
    assert exported["documents"] == 1
    assert "Archiefvormer: Secretariaat." in (record / "a/LEESMIJ.md").read_text(encoding="utf-8")
    assert "<begripCode>B</begripCode>" in (record / "a/mdto/archief.informatieobject.mdto.xml").read_text(
        encoding="utf-8"
    )
    checked = said("archive", "verify", "a")
    assert checked["root"] == exported["root"]
    imported = said("--store", "sqlite:///terug.db", "archive", "import", "a")
    assert (imported["root"], imported["failed_registers"]) == (exported["root"], [])
    decisions = said("--store", "sqlite:///terug.db", "show", "decisions", "--on", "2026-06-01")
    assert decisions == said("show", "decisions", "--on", "2026-06-01")


def test_verify_needs_no_store_and_ends_with_9_when_something_is_wrong(record: Path, tmp_path: Path) -> None:
    said("archive", "export", "--to", "a")
    (record / "rso.toml").write_text("dit is geen toml")
    (record / "rso.db").unlink()
    good = rso("archive", "verify", "a")
    assert (good.exit_code, "Het archief klopt, voor zover het is nagegaan." in good.stdout) == (0, True)
    (record / "a/data/registers/parties.csv").write_text("anders")
    bad = rso("archive", "verify", "a")
    assert bad.exit_code == 9
    assert "data/registers/parties.csv: is veranderd sinds het pakket werd gemaakt" in bad.stdout
    assert not (record / "rso.db").exists()


def test_backup_and_restore(record: Path) -> None:
    made = said("backup", "--to", "b.db", "--keys-to", "k.json")
    back = said("--store", "sqlite:///terug.db", "restore", "b.db", "--root", made["root"], "--keys", "k.json")
    assert (back["root"], back["events"]) == (made["root"], made["events"])
    assert said("--store", "sqlite:///terug.db", "show", "parties", "--on", "2026-06-01")["rows"]
    told = rso("backup", "--to", "c.db")
    assert f"root hash {made['root']}" in told.stdout
    assert "no name can be read" in told.stderr


def test_keys_that_were_left_out_of_a_restore_come_later_and_names_are_shown(record: Path) -> None:
    (record / "b.db.onvolledig-0a1b2c3d").mkdir()
    told = rso("backup", "--to", "b.db", "--keys-to", "k.json")
    assert "Cleared away" in told.stderr
    assert "b.db.onvolledig-0a1b2c3d, which a run that was stopped left half made" in " ".join(told.stderr.split())

    def names(*keys: str) -> set[str]:
        said("--store", "sqlite:///terug.db", "restore", "b.db", *keys)
        return {row["name"] for row in said("--store", "sqlite:///terug.db", "show", "persons")["rows"]}

    without = names()
    assert all(name.endswith("(naam onleesbaar)") for name in without)
    assert names("--keys", "k.json") == {row["name"] for row in said("show", "persons")["rows"]}


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("archive", "export", "--to", "stukken"), 4, "no empty folder"),
        (("archive", "export", "--to", "a", "--appraisal", "N", "--retention", "P1Y"), 4, "appraisal V only"),
        (("archive", "import", "stukken"), 5, "empty store"),
        (("--store", "sqlite:///n.db", "archive", "import", "stukken"), 9, "no archive"),
        (("archive", "verify", "stukken"), 9, "no archive"),
        (("restore", "nergens.db"), 5, "empty store"),
        (("--store", "sqlite:///n.db", "restore", "nergens.db"), 4, "no backup"),
        (("--store", "sqlite:///n.db", "restore", "rso.toml"), 4, "rso.toml is no backup"),
    ],
)
def test_what_goes_wrong_is_told_with_its_exit_code(
    record: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    from rso_core.cli.errors import report

    error = rso(*arguments).exception
    assert error is not None
    assert told in str(error)
    assert report(error if isinstance(error, Exception) else Exception(error), Session()) == code


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('[archive]\nwat = "x"\n', "unknown setting 'wat' in [archive]"),
        ("[archive]\nappraisal = 3\n", "'appraisal' in [archive] must be a text"),
        ('[archive]\ncreators = "x"\n', "'creators' in [archive] must be a list"),
    ],
)
def test_a_wrong_setting_is_named(record: Path, table: str, told: str) -> None:
    (record / "rso.toml").write_text(f'[store]\nurl = "sqlite:///rso.db"\n{table}')
    assert told in str(rso("archive", "export", "--to", "a").exception)


def test_help_says_what_the_keys_of_persons_mean() -> None:
    told = " ".join(rso("archive", "export", "--help").stdout.replace("│", " ").split())
    assert "can then read every name in its events, also of persons who are erased later" in told


@pytest.mark.slow
def test_without_the_extra_the_command_says_what_to_install_and_the_others_work(record: Path) -> None:
    start = "import sys; sys.modules['bagit'] = None; from rso_core.cli import main; main()"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", start, *arguments]
        return subprocess.run(command, cwd=record, capture_output=True, text=True, check=False)

    told = run("archive", "verify", "a")
    assert (told.returncode, "pip install 'rso-core[archive]'" in told.stderr) == (5, True)
    assert run("backup", "--to", "b.db").returncode == 0
