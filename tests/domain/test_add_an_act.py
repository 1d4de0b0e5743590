"""The act that CONTRIBUTING.md shows, put in a module of its own: everything else follows, with no other file touched."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, by
from rso_core import Application, EventStore

CONTRIBUTING = Path(__file__).parents[2] / "CONTRIBUTING.md"
BESIDE_THE_DOMAIN = "import rso_core.domain; rso_core.domain.__path__.append({folder!r}); "
PUT_OFF = ("--evaluation", "e1", "--until", "2026-12-01", "--since", "2026-10-01", "--reason", "Drukte")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record in which the evaluation ``e1`` stands open, and the act of the manual in a module beside the domain."""
    folder = tmp_path_factory.mktemp("record")
    (folder / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    example = re.search(r"## Add an act.*?```python\n(.*?)```", CONTRIBUTING.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    assert len(example[1].splitlines()) - example[1].count("\n\n") <= 60
    (folder / "beside").mkdir()
    (folder / "beside" / "putting_off.py").write_text(example[1], encoding="utf-8")
    with Application(EventStore.open(f"sqlite:///{folder / 'rso.db'}"), lambda: NOW) as application:
        for act in every_act():
            if act.act_name != "close-evaluation":
                application.perform(act, by())
    return folder


def rso(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = BESIDE_THE_DOMAIN.format(folder=str(folder / "beside")) + "from rso_core.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=folder,
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def printed(folder: Path, *arguments: str) -> str:
    done = rso(folder, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_a_command_that_explains_itself(record: Path) -> None:
    assert "put-off-evaluation" in printed(record, "--help")
    shown = printed(record, "put-off-evaluation", "--help")
    assert "day until which it is put off" in shown


def test_it_stands_in_the_schema(record: Path) -> None:
    schema = json.loads(printed(record, "schema"))
    assert schema["$defs"]["put-off-evaluation"]["required"] == ["act", "evaluation", "until", "since", "reason"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "An evaluation is put off to a later day."), ("nl", "Een evaluatie wordt uitgesteld tot een latere dag.")],
)
def test_its_refusal_is_told_in_both_languages(record: Path, language: str, sentence: str) -> None:
    settings = record / f"{language}.toml"
    settings.write_text(f'[store]\nurl = "sqlite:///rso.db"\n[record]\nlanguage = "{language}"\n')
    back = [text.replace("2026-12-01", "2026-09-01") for text in PUT_OFF]
    refused = rso(record, "--config", str(settings), "put-off-evaluation", *back)
    assert (refused.returncode, sentence in refused.stderr, "[evaluation.put_off, S11]" in refused.stderr) == (
        3,
        True,
        True,
    )


def test_what_its_types_say_is_checked(record: Path) -> None:
    unknown = rso(record, "put-off-evaluation", *(text.replace("e1", "nergens") for text in PUT_OFF))
    assert (unknown.returncode, "[record.known" in unknown.stderr) == (3, True)
    blank = rso(record, "put-off-evaluation", *PUT_OFF[:-1], "  ")
    assert (blank.returncode, "[record.text_given" in blank.stderr) == (3, True)


def test_it_is_recorded_told_and_replayed(record: Path) -> None:
    assert "evaluation.put_off" in printed(record, "put-off-evaluation", *PUT_OFF)
    line = {
        "act": "put-off-evaluation",
        "evaluation": "e1",
        "until": "2027-01-01",
        "since": "2026-10-15",
        "reason": "Nogmaals",
    }
    (record / "dossier.jsonl").write_text(json.dumps(line) + "\n")
    assert "1 acts recorded" in printed(record, "import", "dossier.jsonl")
    story = " ".join(printed(record, "history", "evaluation:e1").split())
    assert "De evaluatie is uitgesteld tot 1 december 2026. Reden: “Drukte”." in story
    assert "De evaluatie is uitgesteld tot 1 januari 2027. Reden: “Nogmaals”." in story
    events = json.loads(printed(record, "replay", "--on", "2026-12-31", "--register", "evaluations", "--json"))
    assert events["registers"]["evaluations"]["rows"]
