"""A plugin at whose work a run ended, past all that can be caught: it is named, left out, and let in again."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from forked_processes import forked_processes
from rso_core import left_out
from running_rso import rso
from third_party import install

POINTS = "[rso]\nfeest = feest_plugin\n"
KILLS = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n"
ENDS = "import ctypes\nctypes.CDLL(None)._exit(0)\n"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def _ends_at_work(state: str, plugin: str, version: str) -> None:
    os.environ["XDG_STATE_HOME"] = state  # the server that forks may have been there before this test
    with left_out.AtWork().noted(plugin, version, "rso_due"):
        os._exit(0)


def end_at_work(plugin: str, version: str = "1") -> None:
    process = forked_processes().Process(target=_ends_at_work, args=(os.environ["XDG_STATE_HOME"], plugin, version))
    process.start()
    process.join()


def test_what_came_to_its_end_leaves_nothing() -> None:
    at_work = left_out.AtWork()
    with at_work.noted("feest", "1", "rso_due"), at_work.noted("taart", "1", "rso_due"):
        assert left_out.left_out() == {}, "one that is at work has not ended"
        assert not left_out.let_in("feest")
    assert list(left_out.folder().iterdir()) == []


def test_who_was_at_work_when_a_run_ended_is_known_until_it_is_let_in() -> None:
    end_at_work("feest")
    end_at_work("feest", "2")
    end_at_work("taart")
    found = left_out.left_out()
    assert {name: each.version for name, each in found.items()} == {"feest": "2", "taart": "1"}
    assert "(rso_due); it is left out until 'rso plugins retry feest'" in str(found["feest"])
    assert left_out.let_in("feest")
    assert list(left_out.left_out()) == ["taart"]


def test_a_file_that_says_something_else_is_passed_over() -> None:
    left_out.folder().mkdir(parents=True)
    for name, said in (
        ("1", ""),
        ("2", "[]"),
        ("3", '{"plugin": "x"}'),
        ("4", '{"plugin": 1, "version": 1, "on": "x"}'),
    ):
        (left_out.folder() / f"{name}{left_out.ENDING}").write_text(said)
    assert left_out.left_out() == {}


def test_without_a_place_for_it_nothing_is_noted_and_all_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    with left_out.AtWork().noted("feest", "1", "rso_due"):
        pass
    assert left_out.left_out() == {}


@pytest.mark.slow
@pytest.mark.parametrize(("source", "code"), [(KILLS, -9), (ENDS, 0)])
def test_the_next_command_names_it_answers_without_it_and_lets_it_in_when_asked(
    tmp_path: Path, source: str, code: int
) -> None:
    environment = install(tmp_path / "site", "feest", POINTS, feest_plugin=source)
    folder = tmp_path / "record"
    folder.mkdir()
    rso(folder, "init", ".", RSO_BLOCK_PLUGINS="feest", **environment)

    def asked(*arguments: str) -> subprocess.CompletedProcess[str]:
        return rso(folder, *arguments, **environment)

    assert asked("show").returncode == code, "this cannot be caught"
    shown = asked("show", "--json")
    assert shown.returncode == 8
    assert "parties" in {each["name"] for each in json.loads(shown.stdout)}
    assert "ended without its end while it was at work (when it is loaded)" in shown.stderr
    assert "'rso plugins retry feest'" in shown.stderr
    assert asked("show", "parties").returncode == 0, "this answer is whole"
    assert asked("plugins", "retry", "feest").returncode == code, "it is not mended"
    install(tmp_path / "site", "feest", POINTS, feest_plugin="")
    assert asked("show").returncode == 8
    let_in = asked("plugins", "retry", "feest")
    assert (let_in.returncode, let_in.stdout) == (0, "Plugin 'feest' is at work.\n")
    assert asked("show").returncode == 0


@pytest.mark.slow
def test_another_version_of_it_is_tried_by_itself(tmp_path: Path) -> None:
    environment = install(tmp_path / "site", "feest", POINTS, feest_plugin=KILLS)
    assert rso(tmp_path, "show", **environment).returncode == -9
    assert rso(tmp_path, "show", **environment).returncode == 8
    install(tmp_path / "site", "feest", POINTS, "1.1", feest_plugin="")
    assert rso(tmp_path, "show", **environment).returncode == 0


STUBBORN = """
import time

while True:
    try:
        while True:
            time.sleep(0.01)
    except BaseException:
        continue
"""
IN_C = "import itertools\nsum(itertools.repeat(0))\n"


@pytest.mark.slow
def test_one_that_does_not_let_itself_be_broken_off_is_ended_with_the_program(tmp_path: Path) -> None:
    environment = install(tmp_path / "site", "feest", POINTS, feest_plugin=STUBBORN)
    done = rso(tmp_path, "show", **environment, RSO_PLUGIN_SECONDS="0.5")
    assert done.returncode == 8
    assert "plugin 'feest' (when it is loaded) did not stop when its 0.5 seconds were up" in done.stderr
    assert "RSO_BLOCK_PLUGINS=feest" in done.stderr


@pytest.mark.slow
def test_a_loop_in_c_ends_with_the_program_where_it_stands_and_is_named_by_the_next(tmp_path: Path) -> None:
    environment = install(tmp_path / "site", "feest", POINTS, feest_plugin=IN_C)
    done = rso(tmp_path, "show", **environment, RSO_PLUGIN_SECONDS="0.5")
    assert done.returncode == 1
    assert "feest_plugin.py" in done.stderr
    assert "plugin 'feest' failed: a run of" in rso(tmp_path, "show", **environment).stderr
