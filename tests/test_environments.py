"""What `make pythons` and `make newest` say, without making environments."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import environments


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all there is on PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_the_versions_are_those_that_the_project_claims() -> None:
    assert "3.11" in environments.claimed()
    assert all(version.startswith("3.") for version in environments.claimed())


def test_a_python_on_path_that_does_not_start_is_passed_over_for_one_of_pyenv(alone: Path) -> None:
    assert environments.interpreter("3.12") is None
    executable(alone / "python3.12", "exit 127")
    assert environments.interpreter("3.12") is None
    executable(alone / "pyenv", f"echo {alone}/pyenv-root")
    there = alone / "pyenv-root/versions/3.12.1/bin/python"
    executable(there, "echo 3.12")
    assert environments.interpreter("3.12") == there


def test_a_python_of_another_version_than_its_name_says_is_no_answer(alone: Path) -> None:
    executable(alone / "python3.13", "echo 3.12")
    assert environments.interpreter("3.13") is None


@pytest.mark.parametrize(("failing", "code"), [("", 0), ("3.12", 1)])
def test_each_version_is_told_apart_and_one_that_failed_ends_it_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failing: str, code: int
) -> None:
    def tested(name: str, python: Path, installs: object, arguments: Sequence[str]) -> tuple[bool, str]:
        return name != failing, f"{python} {' '.join(arguments)}"

    monkeypatch.setattr(environments, "claimed", lambda: ["3.11", "3.12", "3.13"])
    monkeypatch.setattr(environments, "interpreter", lambda version: None if version == "3.13" else Path(version))
    monkeypatch.setattr(environments, "tested", tested)
    monkeypatch.setattr(sys, "argv", ["environments.py", "pythons", "--", "-m", "not slow"])
    assert environments.main() == code
    told = capsys.readouterr().out.splitlines()
    assert told[2:5] == [
        "Python 3.11 passed: 3.11 -m not slow",
        f"Python 3.12 {'FAILED' if failing else 'passed'}: 3.12 -m not slow",
        "Python 3.13 not installed and so not run",
    ]


def test_the_newest_are_told_beside_the_lock(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "attrs==1.0\n    # via x\nJaraco.Classes==3.4 ; sys_platform == 'linux'\ncolorama==0.4\nmsgspec==2\n"
    )
    there = {"attrs": "1.1", "jaraco-classes": "3.4", "msgspec": "2", "other": "7", "pip": "1"}
    monkeypatch.setattr(environments, "LOCK", lock)
    monkeypatch.setattr(environments, "PLACE", tmp_path / "venvs")
    monkeypatch.setattr(environments, "_listed", lambda _, *options: {"msgspec": "3", "pip": "2"} if options else there)
    monkeypatch.setattr(environments, "tested", lambda *_: (True, "5 passed"))
    assert environments.newest([])
    assert capsys.readouterr().out.splitlines() == [
        "newer than the lock: attrs 1.1 (lock: 1.0)",
        "not in the lock: other 7",
        "only in the lock, not for this Python or system, and so not run: colorama",
        "held back by what others require, and so not run: msgspec 3",
        f"newest, on Python {sys.version.split()[0]}, passed: 5 passed",
    ]


def test_a_failure_is_told_with_the_last_line_and_its_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environments, "PLACE", tmp_path)
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    python = tmp_path / "python"
    executable(python, 'test -z "$PYTHONPATH" && echo "FAILED tests/x.py::y" && echo "== 1 failed in 2s ==" && exit 1')
    assert environments.run_tests("x", python, []) == (False, "1 failed in 2s (x.log)\nFAILED tests/x.py::y")
    assert os.environ["PYTHONPATH"] == "elsewhere"
