"""Hostile folders: what cannot be read in time, or leads elsewhere, is refused before anything in it is opened, by both programs."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive_of_a_region import export, region_with_text
from rso_core.archive import check_archive, verify_archive
from rso_core.archive.bag_shape import DEEPEST, FEW_LINES, LARGEST, LONGEST_ENTRY, shape_problems

SOON = 10.0
"""Seconds in which the check has to be done, on a busy machine."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archief")
    with region_with_text(f"sqlite:///{folder / 'rso.db'}") as application:
        export(application.store, folder / "a")
    return folder / "a"


def large_info(folder: Path) -> None:
    with (folder / "bag-info.txt").open("ab") as file:
        file.write(b"Kleinigheid: x\n" * 3_500_000)


def linked_folder(folder: Path) -> None:
    elsewhere = folder.parent / "elders"
    elsewhere.mkdir()
    (elsewhere / "b.txt").write_text("b")
    (folder / "data" / "map").symlink_to(elsewhere, target_is_directory=True)


def linked_file(folder: Path) -> None:
    path = folder / "data" / "registers" / "parties.csv"
    shutil.move(path, folder.parent / "parties.csv")
    path.symlink_to(folder.parent / "parties.csv")


def deep(folder: Path) -> None:
    below = folder / "data"
    for _ in range(DEEPEST + 2):
        below /= "d"
    below.mkdir(parents=True)
    (below / "x").write_text("x")


def pipe(folder: Path, path: str) -> None:
    (folder / path).unlink(missing_ok=True)
    os.mkfifo(folder / path)


def long_list(folder: Path) -> None:
    with (folder / "manifest-sha256.txt").open("ab") as file:
        file.write(b"0" * 64 + b"  data/x\n")
        file.write(b"\n" * 50_000_000)


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a text of fifty megabytes where some lines belong": (large_info, "bag-info.txt: is"),
    "a folder that is a link": (linked_folder, "data/map: is"),
    "a file that is a link": (linked_file, "data/registers/parties.csv: is"),
    "a list of fifty megabytes for some files": (long_list, "manifest-sha256.txt: is"),
    "a large file beside the payload": (lambda f: os.truncate(f / "LEESMIJ.md", 50_000_000), "LEESMIJ.md: is"),
    "a pipe in the place of the events": (lambda f: pipe(f, "data/events.jsonl"), "data/events.jsonl: is"),
    "a pipe among the payload": (lambda f: pipe(f, "data/pijp"), "data/pijp: is"),
    "a pipe beside the payload": (lambda f: pipe(f, "pijp"), "pijp: is"),
    "a pipe in the place of the list": (lambda f: pipe(f, "manifest-sha256.txt"), "manifest-sha256.txt: is"),
    "an empty folder beside the payload": (lambda f: (f / "leeg").mkdir(), "leeg: is een lege map"),
    "an empty folder in the payload": (lambda f: (f / "data/leeg").mkdir(), "data/leeg: is een lege map"),
    "folders in folders": (deep, "diep"),
}


def alone(folder: Path) -> subprocess.CompletedProcess[str]:
    """The program that lies in an archive, as it is, and apart from this library."""
    program = shutil.copy(check_archive.__file__, folder.parent / "narekenen.py")
    return subprocess.run(
        [sys.executable, "-I", program, str(folder)], capture_output=True, text=True, check=False, timeout=60
    )


def test_an_archive_of_ours_has_nothing_of_it(whole: Path) -> None:
    assert shape_problems(whole) == []
    done = alone(whole)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_is_refused_in_time_by_both(archive: Path, kind: str) -> None:
    make, wrong = HOSTILE[kind]
    make(archive)
    begun = time.monotonic()
    report = verify_archive(archive)
    assert time.monotonic() - begun < SOON
    assert any(wrong in problem for problem in report.problems), report.problems
    assert [check.problems for check in report.checks] == [report.problems], "nothing else was opened"
    begun = time.monotonic()
    done = alone(archive)
    assert time.monotonic() - begun < SOON
    assert (done.returncode, done.stderr) == (9, "")
    assert wrong in done.stdout
    assert "NIET NAGEGAAN  al het andere" in done.stdout


def test_a_file_may_be_as_large_as_it_may_be_and_no_larger(archive: Path) -> None:
    path = archive / "bag-info.txt"
    most = LARGEST["bag-info.txt"]
    path.write_bytes(path.read_bytes().ljust(most, b"\n"))
    assert shape_problems(archive) == []
    path.write_bytes(path.read_bytes() + b"\n")
    assert shape_problems(archive) == [f"bag-info.txt: is {most + 1} bytes groot, en hoort hoogstens {most} te zijn"]


def test_a_list_may_be_as_long_as_the_files_need_and_no_longer(archive: Path) -> None:
    path = archive / "manifest-sha256.txt"
    there = sum(1 for _ in archive.rglob("*"))
    most = FEW_LINES + there * LONGEST_ENTRY
    os.truncate(path, most)
    assert shape_problems(archive) == []
    os.truncate(path, most + 1)
    assert shape_problems(archive) == [
        f"manifest-sha256.txt: is {most + 1} bytes groot, en hoort hoogstens {most} te zijn"
    ]


def test_a_file_beside_the_lists_that_is_called_after_them_is_on_no_list(archive: Path) -> None:
    (archive / "tagmanifest-vals.html").write_text("<p>vals</p>")
    assert any("tagmanifest-vals.html: is er wel" in problem for problem in verify_archive(archive).problems)
    assert "tagmanifest-vals.html: staat op geen lijst" in alone(archive).stdout


NESTED = b"[" * 100_000
LINES = {
    "nested": NESTED,
    "nested in a field": b'{"state": ' + NESTED,
    "a list": b"[1, 2]",
    "a number": b"1",
    "no UTF-8": b'{"state": "\xff"}',
    "null beside the state": b'{"index":0,"stream":"a:b","version":1,"topic":"t/1","leaf":"00","state":"x","state_base64":null}',
    "a field that is none of its": b'{"index":0,"stream":"a:b","version":1,"topic":"t/1","leaf":"00","state":"x","more":1}',
    "no end of the line": b"{}",
    "readable bytes": b'{"index":0,"stream":"a:b","version":1,"topic":"t/1","leaf":"00","state_base64":"e30="}',
}


@pytest.mark.parametrize("kind", LINES)
def test_a_line_that_is_none_is_named_without_a_traceback(archive: Path, kind: str) -> None:
    (archive / "data/events.jsonl").write_bytes(LINES[kind] + b"\n")
    report = verify_archive(archive)
    assert any("regel 1 klopt niet" in problem for problem in report.problems)
    done = alone(archive)
    assert (done.returncode, done.stderr) == (9, "")
    assert "events.jsonl, regel 1: klopt niet" in done.stdout


def test_a_path_that_leads_out_of_the_folder_is_not_followed(archive: Path) -> None:
    (archive.parent / "geheim.txt").write_text("x")
    with (archive / "manifest-sha256.txt").open("a") as file:
        file.write(f"{'0' * 64}  ../geheim.txt\n")
    done = alone(archive)
    assert (done.returncode, done.stderr) == (9, "")
    assert "../geheim.txt: is er niet" in done.stdout
