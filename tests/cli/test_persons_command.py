"""The commands about persons on the Utrecht record: what is over, what one may see, and a name that no command tells."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from every_plugin import every_plugin
from privacy.record_with_person import PARTS, WHO, open_with_person
from privacy.traces import in_files, in_value
from rso_core import Provenance, acts, open_application
from rso_core.cli import main
from rso_core.definition import apply_definition, load_definition
from rso_core.dossier import import_dossier
from rso_core.events import Rank

UTRECHT = Path(__file__).parents[2] / "examples" / "utrecht"
BY = Provenance(actor="office:secretariaat")
SETTINGS = '[store]\nurl = "sqlite:///rso.db"\n[privacy]\nkeys = "sqlite:///sleutels/k.db"\n'
ERASE = ("person", "erase", WHO, "--ground", "Verzoek 7", "--on", "2026-11-20")
D = date


def prepared(folder: Path) -> tuple[str, str]:
    """Settings in the folder; gives the addresses of store and keys."""
    (folder / "rso.toml").write_text(SETTINGS)
    (folder / "sleutels").mkdir()
    return f"sqlite:///{folder / 'rso.db'}", f"sqlite:///{folder / 'sleutels' / 'k.db'}"


@pytest.fixture(scope="module")
def utrecht(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Utrecht record with a person whose name nobody else shares."""
    folder = tmp_path_factory.mktemp("utrecht")
    with open_application(*prepared(folder)) as application:
        apply_definition(application, load_definition(UTRECHT / "definition.toml"), BY)
        assert import_dossier(application, UTRECHT / "dossier.jsonl", actor="office:secretariaat").accepted
        address = "x.zwartewaal@fictiefdorp.example"
        for act in (
            acts.RegisterPerson(person=WHO, name="Xanthippe Zwartewaal", email=address, on=D(2025, 1, 2)),
            acts.GrantMandate(party="gm0344", mandate="q", person=WHO, start=D(2025, 1, 2), ground="Regeling"),
            acts.TakeSeat(body="a-pso", seat="q", party="gm0344", person=WHO, start=D(2026, 11, 1), rank=Rank.OFFICIAL),
        ):
            application.perform(act, BY)
    return folder


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region")
    store, keys = prepared(folder)
    with open_with_person(store, keys=keys, ended=False):
        pass
    assert rso(folder, "rebuild", "--all").returncode == 0
    return folder


@pytest.fixture
def record(region: Path, tmp_path: Path) -> Path:
    """A copy of a small record with that person."""
    return Path(shutil.copytree(region, tmp_path / "copy"))


def rso(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in this process, with every plugin."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("rso_core.hooks.Plugins", every_plugin)
        patch.setattr(sys, "argv", ["rso", *arguments])
        try:
            main()
            code = 0
        except SystemExit as stopped:
            code = int(stopped.code or 0)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def everything_said(folder: Path) -> Iterator[str]:
    """What the commands that ask say, at several moments."""
    for arguments in (
        ("replay", "--on", "2026-03-01", "--json"),
        ("replay", "--on", "2026-11-20", "--known-on", "2026-11-24", "--json"),
        ("due", "--json"),
        ("due", "--on", "2026-03-01", "--json"),
        ("show", "seats"),
        ("show", "pleio_people", "--json"),
        ("history", f"person:{WHO}", "--json"),
        ("history", "body:a-pso", "--json"),
        ("person", "list"),
        ("person", "list", "--json"),
        ("person", "report", WHO),
        ("person", "report", "p-0001", "--json"),
        ("plugins", "--json"),
    ):
        done = rso(folder, *arguments)
        assert done.returncode == 0, done.stderr
        yield done.stdout + done.stderr


def test_whose_term_is_over(utrecht: Path) -> None:
    def over(on: str) -> list[str]:
        return [
            row["person"]
            for row in json.loads(rso(utrecht, "person", "list", "--over", "--on", on, "--json").stdout)["rows"]
        ]

    assert over("2033-04-20") == []
    assert over("2033-04-21") == ["p-0039"]
    assert "p-0039" in rso(utrecht, "person", "list", "--over", "--on", "2033-04-21").stdout


@pytest.mark.slow
def test_after_erasing_no_command_and_no_file_tells_the_name(utrecht: Path) -> None:
    assert in_value(rso(utrecht, "history", f"person:{WHO}", "--json").stdout, PARTS)
    assert rso(utrecht, "person", "list").returncode == 0, "the registers have the name from then on"
    assert in_files(utrecht, PARTS)
    refused = rso(utrecht, *ERASE, "--yes")
    assert refused.returncode == 3
    assert "mandaat (gm0344/q)" in refused.stderr
    done = rso(utrecht, *ERASE, "--yes", "--still-in-office", "--json")
    assert done.returncode == 0, done.stderr
    assert "cannot be undone" in done.stderr
    told = json.loads(done.stdout)
    assert (told["event"], told["already"], told["finished"]) == (f"person:{WHO}@2", False, True)
    assert any("backups of the keys" in sentence for sentence in told["left_to_do"])
    for said in everything_said(utrecht):
        assert in_value(said, PARTS) == set()
    assert in_files(utrecht, PARTS) == set()
    again = rso(utrecht, *ERASE, "--yes")
    assert again.returncode == 0
    assert again.stdout.startswith(f"{WHO} was erased before (person:{WHO}@2, 2026-11-20).\nNothing was left to do.")


def test_nobody_to_confirm_it_nothing_is_erased(record: Path) -> None:
    done = rso(record, *ERASE, "--still-in-office")
    assert done.returncode == 2
    assert "give --yes if this is meant" in " ".join(done.stderr.replace("│", " ").split())
    assert rso(record, "person", "erase", "p-nee", "--ground", "x", "--yes").returncode == 3
    assert in_files(record, PARTS)


@pytest.mark.parametrize(("typed", "erased"), [("nee", False), (WHO, True)])
def test_at_a_terminal_the_identifier_is_typed(record: Path, typed: str, *, erased: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typer.prompt", lambda *_, **__: typed)
        patch.setattr("rso_core.cli.persons.somebody_is_there", lambda: True)
        done = rso(record, *ERASE, "--still-in-office")
    assert done.returncode == 0
    assert ("Nothing was erased." in done.stderr) is not erased
    assert bool(in_files(record, PARTS)) is not erased


def test_an_erasure_that_was_not_finished_is_told(record: Path) -> None:
    with open_application(f"sqlite:///{record / 'rso.db'}", f"sqlite:///{record / 'sleutels/k.db'}") as application:
        application.perform(acts.ErasePerson(person=WHO, ground="Verzoek 7", on=D(2026, 11, 20)), BY)
    told = rso(record, "person", "list", "--json")
    assert f"the erasure of {WHO} was begun and is not finished" in told.stderr
    assert rso(record, *ERASE, "--yes").returncode == 0
    assert rso(record, "person", "list", "--json").stderr == ""


def test_a_report_goes_into_a_file_for_the_person_alone(record: Path) -> None:
    done = rso(record, "person", "report", "p-1", "--out", "p-1.md")
    assert (done.returncode, done.stdout) == (0, "")
    path = record / "p-1.md"
    assert path.read_text(encoding="utf-8").startswith("# Wat het dossier over u bevat (p-1)")
    assert path.stat().st_mode & 0o777 == 0o600
    assert rso(record, "person", "report", "p-1", "--out", "nee/p.md").returncode == 5
    assert rso(record, "person", "report", "p-nee").returncode == 3


def test_the_place_of_the_keys_is_a_setting(record: Path) -> None:
    assert not (record / "rso-keys.db").exists()
    name = rso(record, "person", "report", WHO, "--json")
    assert json.loads(name.stdout)["names"][0]["name"] == "Xanthippe Zwartewaal"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "RSO_PERSON_KEYS", f"sqlite:///{record / 'elders.db'}")
        elsewhere = rso(record, "person", "report", WHO, "--json")
        assert rso(record, "audit", "verify", "--daily").returncode == 0, "events are verified without the keys"
        whole = rso(record, "audit", "verify")
        assert (whole.returncode, "niet na te rekenen: KeysNotOfRecordError" in whole.stdout) == (9, True)
    assert (elsewhere.returncode, elsewhere.stdout) == (5, "")
    assert "the keys of persons of this record are not at" in elsewhere.stderr
    assert not (record / "elders.db").exists()
    (record / "rso.toml").write_text("[privacy]\nsleutels = 'x'\n")
    told = rso(record, "person", "list")
    assert (told.returncode, "unknown setting 'sleutels' in [privacy]; known are: keys" in told.stderr) == (5, True)
