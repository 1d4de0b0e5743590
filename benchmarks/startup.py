"""``python -m benchmarks.startup``: CPU of a command beside the bare parts it stands on, in turn, with cached bytecode."""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import attrs

from benchmarks import kept
from benchmarks.kept import Figure
from benchmarks.material import fill, open_record
from benchmarks.timing import machine

HEAD = ("command", "CPU", "bare parts", "CPU of those", "ratio", "goal", "")
NOTHING, TYPER, DATABASE = "pass", "import typer, rich", "import sqlalchemy, typer, rich"
RSO = "import sys; from rso_core.cli import main; sys.argv[0] = 'rso'; main()"


@attrs.frozen
class Goal:
    """What a command may cost: so many times its bare parts, and a little more.

    Attributes:
        name: as it is printed.
        program, arguments: what is run, in Python.
        bare: program of the bare parts.
        times, more: the goal; `more` in seconds.
        environment: further environment of the command.
    """

    name: str
    program: str
    arguments: tuple[str, ...]
    bare: str
    times: float
    more: float = 0.0
    environment: dict[str, str] = attrs.field(factory=dict)


def goals(subject: str) -> list[Goal]:
    """Every command that is measured."""
    completing = {"_RSO_COMPLETE": "complete_bash", "COMP_WORDS": "rso sh", "COMP_CWORD": "1"}
    act = ("register-person", "--person", f"p-{time.time_ns()}", "--name", "A. Voorbeeld", "--on", "2026-02-01")
    return [
        Goal("rso --version", RSO, ("--version",), NOTHING, 3, 0.05),
        Goal("rso --help", RSO, ("--help",), TYPER, 1.5),
        Goal("completion of a name", RSO, (), TYPER, 1.5, environment=completing),
        Goal("rso show signatures", RSO, ("show", "signatures"), DATABASE, 2),
        Goal("rso history X", RSO, ("history", subject), DATABASE, 2),
        Goal("rso due", RSO, ("due",), DATABASE, 2.5),
        Goal("one act recorded", RSO, act, DATABASE, 2.5),
        Goal("import rso_core", "import rso_core", (), NOTHING, 0, 0.3),
    ]


def cpu(program: str, arguments: tuple[str, ...], folder: Path, environment: dict[str, str]) -> float:
    """Seconds of CPU of a process of its own, all told.

    Raises:
        RuntimeError: it did not end well.
    """
    before = getrusage(RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=folder,
        env={"PATH": "", "PYTHONPATH": ":".join(filter(None, sys.path)), "COLUMNS": "120", **environment},
        capture_output=True,
        check=False,
    )
    after = getrusage(RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"{program} {arguments}: {done.stderr.decode()}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(number: int, folder: Path, rounds: int, subject: str) -> tuple[tuple[str, ...], Figure]:
    """The cells of a table row, and what is kept of it; medians, measured in turn so that a busy machine strikes both."""
    ours, bare = [], []
    for _ in range(rounds + 1):
        goal = goals(subject)[number]  # the act is another one every time
        ours.append(cpu(goal.program, goal.arguments, folder, goal.environment))
        bare.append(cpu(goal.bare, (), folder, {}))
    del ours[0], bare[0]  # bytecode was written, and registers that were never made
    mine, theirs = statistics.median(ours), statistics.median(bare)
    part = mine / (goal.times * theirs + goal.more)
    allowed = " + ".join(([f"{goal.times:g} ×"] if goal.times else []) + ([f"{goal.more:g} s"] if goal.more else []))
    figure = Figure(name=f"{goal.name}, part of what it may cost", now=part, goal=1, lower=True)
    verdict = "met" if figure.met() else "MISSED"
    bare_parts = f"`{goal.bare}`"
    cells = (goal.name, f"{mine:.3f} s", bare_parts, f"{theirs:.3f} s", f"{mine / theirs:.2f}", f"≤ {allowed}", verdict)
    return cells, figure


def table(folder: Path, rounds: int, subject: str) -> tuple[list[str], list[Figure]]:
    """The table, a line at a time, each printed when it is known; and what is kept of it."""
    figures = []
    lines = [f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}"]
    print("\n".join(lines))
    for number in range(len(goals(subject))):
        cells, figure = measure(number, folder, rounds, subject)
        figures.append(figure)
        lines.append(f"| {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    return lines, figures


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.startup", description=__doc__)
    parser.add_argument("--events", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--store", type=Path, help="folder with a record (rso.db, rso-keys.db) to measure on, such as a demo's"
    )
    parser.add_argument("--subject", default="party:gm0000", help="whose history is asked")
    parser.add_argument("--tiny", action="store_true", help="one round on a small record, to see that it runs")
    parser.add_argument("--write", action="store_true", help="write benchmarks/RESULTS-STARTUP.md")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.store is not None:
            for file in given.store.glob("*.db"):
                shutil.copy(file, folder)
        else:
            with open_record(f"sqlite:///{folder / 'rso.db'}") as application:
                fill(application, 100 if given.tiny else given.events)
        settings = '[store]\nurl = "sqlite:///rso.db"\n[record]\nactor = "office:secretariaat"\n'
        (folder / "rso.toml").write_text(settings, encoding="utf-8")
        rows, figures = table(folder, 1 if given.tiny else given.rounds, given.subject)
        beside = kept.told(figures, "a record of meetings and decisions, 2,000 events", given)
        print("\n".join(beside))
        lines = [f"{machine()}; {datetime.now(UTC).date()}", "", *rows, *beside]
    if given.write:
        text = "\n".join(["# Results of `python -m benchmarks.startup`", "", *lines]) + "\n"
        Path(__file__).with_name("RESULTS-STARTUP.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
