"""Every benchmark runs, tiny: what it measures is there, on each database. How fast it was says nothing here."""

import re
from argparse import Namespace
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks import __main__ as pairs
from benchmarks import as_of, fuzz, kept, pleio, projecting, proof, startup
from benchmarks.kept import Figure

PAIRS = {
    "decode / stock mapper and transcoder",
    "rebuild of 5 read models / stock runner, counting",
    "one act / bare save of the same rows",
    "one act, new stream / bare save of the same rows",
    "import of persons / one commit per act",
}
IN_DATABASE = {"whole record verified / bare hashing", "whole record verified / read and hashed"}
DATABASES = [
    pytest.param("SQLite", id="sqlite"),
    pytest.param("PostgreSQL", id="postgres", marks=pytest.mark.postgres),
]


@pytest.fixture
def on_database(request: pytest.FixtureRequest, database: str) -> list[str]:
    """The options that lead to one database; PostgreSQL on the server of the tests."""
    url = ["--postgres", request.getfixturevalue("postgres_url")] if database == "PostgreSQL" else []
    return ["--tiny", "--database", database, *url]


def table(printed: str, *, kept: bool = False) -> list[list[str]]:
    """The cells of every row of every table, without heads and rules; or of those that tell beside what was kept."""
    rows = []
    beside = False
    for line in printed.splitlines():
        cells = line.strip("| ").split(" | ")
        beside = line.startswith("| figure |") or (beside and line.startswith("|"))
        if (
            line.startswith("| ")
            and beside is kept
            and cells[0] not in {"pair", "register", "figure", "command", "---"}
        ):
            rows.append(cells)
    return rows


def assert_kept(printed: str, number: int) -> None:
    """So many figures are told beside what was kept; a tiny run has nothing to compare with."""
    rows = table(printed, kept=True)
    assert len(rows) == number
    assert_measured(rows, 2)
    assert {row[3] for row in rows} == {"-"}


def assert_measured(rows: list[list[str]], place: int) -> None:
    """A ratio stands in that cell of every row; on a busy machine it may be rounded to nothing."""
    assert rows
    assert [row for row in rows if not re.fullmatch(r"\d+\.\d\d", row[place])] == []


@pytest.mark.slow
@pytest.mark.parametrize("database", DATABASES)
def test_pairs_of_act_import_decode_and_rebuild(
    capsys: pytest.CaptureFixture[str], database: str, on_database: list[str]
) -> None:
    pairs.main(on_database)
    out = capsys.readouterr().out
    rows = table(out)
    assert {(row[0], row[1]) for row in rows} == {(pair, database) for pair in PAIRS}
    assert_measured(rows, 4)
    assert re.search(r"Peak memory of a rebuild: \d+ MB at 10, \d+ MB at 100\.", out)
    assert_kept(out, len(PAIRS))


@pytest.mark.parametrize("database", DATABASES)
def test_proof(capsys: pytest.CaptureFixture[str], database: str, on_database: list[str]) -> None:
    proof.main(on_database)
    out = capsys.readouterr().out
    rows = table(out)
    assert [row[0] for row in rows].count("leaf hashes and root / bare hashing") == 3
    assert {row[0] for row in rows if row[1] == database} == IN_DATABASE
    assert_measured(rows, 4)
    for question in ("root of the whole log", "inclusion proof", "consistency proof"):
        assert re.search(rf"- {database}, {question}, from the store: \d", out)
    assert_kept(out, 5)


@pytest.mark.parametrize("database", DATABASES)
def test_as_of(capsys: pytest.CaptureFixture[str], database: str, on_database: list[str]) -> None:
    as_of.main([*on_database, "--register", "persons", "--register", "rhythm"])
    out = capsys.readouterr().out
    rows = table(out)
    assert [row[0] for row in rows] == ["persons", "rhythm", "all together"]
    assert sum(int(row[1]) for row in rows[:-1]) == int(rows[-1][1]) > 0
    assert {row[-1] for row in rows[:-1]} <= {"met", "MISSED"}
    assert_kept(out, 2)


@pytest.mark.slow
@pytest.mark.parametrize("database", DATABASES)
def test_projecting(capsys: pytest.CaptureFixture[str], database: str, on_database: list[str]) -> None:
    projecting.main(on_database)
    rows = [row for row in table(capsys.readouterr().out) if row[0] != "work"]
    assert [row[0] for row in rows] == [
        "build of all registers",
        "a timely act in all registers",
        "a late act in all registers",
        "most memory after a build",
    ]
    assert {(row[1], row[2]) for row in rows} == {("filled", database)}


@pytest.mark.slow
def test_pleio(capsys: pytest.CaptureFixture[str]) -> None:
    pleio.main(["--tiny"])
    out = capsys.readouterr().out
    assert [row[0] for row in table(out)] == ["first load, plan and apply / the same mutations bare"]
    assert_measured(table(out), 1)
    items, requests, mutations = map(int, re.findall(r"(\d+) (?:items|requests|mutations)\b", out)[:3])
    assert min(items, requests, mutations) > 0
    assert_kept(out, 2)


def test_fuzz(capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzz.main(["--tiny", "--seed", "7"]) == 0
    out = capsys.readouterr().out
    tried = {name: int(number) for name, number in re.findall(r"^([a-z ]+): (\d+), of which", out, re.MULTILINE)}
    assert set(tried) == {target.name for target in fuzz.targets()}
    assert sum(tried.values()) == 100
    assert "\n0 faults in" in out


@pytest.mark.parametrize("module", ["__main__", "proof", "as_of", "pleio", "fuzz"])
def test_help_says_how_to_run_tiny(capsys: pytest.CaptureFixture[str], module: str) -> None:
    with pytest.raises(SystemExit) as ended:
        import_module(f"benchmarks.{module}").main(["--help"])
    assert ended.value.code == 0
    assert "its figures mean nothing" in " ".join(capsys.readouterr().out.split())


@pytest.mark.slow
def test_startup(capsys: pytest.CaptureFixture[str]) -> None:
    startup.main(["--tiny"])
    out = capsys.readouterr().out
    rows = table(out)
    assert_kept(out, len(rows))
    assert [row[0] for row in rows] == [goal.name for goal in startup.goals("party:gm0000")]
    assert_measured(rows, 4)


def test_figures_are_told_beside_what_was_kept_and_what_got_slower_is_said(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    first = [
        Figure(name="ratio", now=2.0, goal=1.5),
        Figure(name="seconds", now=1.0, goal=0.5, lower=True),
        Figure(name="other", now=3.0),
    ]
    writing, reading = Namespace(tiny=False, write=True), Namespace(tiny=False, write=False)
    assert [row[3] for row in table("\n".join(kept.told(first, "m", writing, path)), kept=True)] == ["-", "-", "-"]
    slower = [Figure(name="ratio", now=1.6, goal=1.5), Figure(name="seconds", now=1.3, goal=0.5, lower=True)]
    rows = table("\n".join(kept.told(slower, "m", reading, path)), kept=True)
    assert [row[1:4] for row in rows] == [["≥ 1.5", "1.60", "2.00"], ["≤ 0.5", "1.30", "1.00"]]
    assert rows[0][5] == "met, SLOWER: 1.25 × as long as what was kept"
    assert rows[1][5] == "MISSED, SLOWER: 1.30 × as long as what was kept"
    faster = [Figure(name="ratio", now=2.5, goal=1.5), Figure(name="seconds", now=0.95, goal=1.0, lower=True)]
    rows = table("\n".join(kept.told(faster, "m", writing, path)), kept=True)
    assert [row[5] for row in rows] == ["met, faster", "met"]
    found = kept.read(path)
    assert {name: each["figure"] for name, each in found.items()} == {"ratio": 2.5, "seconds": 0.95, "other": 3.0}
    assert {each["material"] for each in found.values()} == {"m"}


def test_what_is_kept_is_measured_still() -> None:
    """A figure that nobody measures any more would stand there for ever."""
    names = {name.rpartition(", ")[0] for name in kept.read() if name.endswith((", SQLite", ", PostgreSQL"))}
    assert names >= PAIRS
