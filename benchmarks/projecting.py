"""``python -m benchmarks.projecting``: what it takes to build every register, and to take up one act more, timely or late.

On the Utrecht example (some four rows an event) and on a record that is filled (sixteen). With ``--against`` the same is measured
with the code of another checkout, in turn, each in a process of its own; the figures are CPU time of the client.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from benchmarks.databases import TINY, add_databases, parser_of, stores
from benchmarks.material import OFFICE, fill, open_record
from benchmarks.timing import machine
from rso_core.definition import apply_definition, load_definition
from rso_core.dossier import import_dossier

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "utrecht"
HEAD = ("work", "material", "database", "ours", "theirs", "theirs / ours", "goal", "")
ROUNDS = 3
ACTS_EACH = 7
BUILD_GOALS = {
    ("Utrecht", "SQLite"): 2.5,
    ("filled", "SQLite"): 3.5,
    ("Utrecht", "PostgreSQL"): 3.0,
    ("filled", "PostgreSQL"): 8.0,
}
TIMELY_GOAL = 1 / 1.3
LATE_GOAL = 1.5
MEMORY_GOAL = 200.0


@attrs.frozen(kw_only=True)
class Measured:
    """Seconds of CPU, as `benchmarks.projecting_child` prints them; memory in MB.

    Attributes:
        build: of all registers.
        timely: an act that holds from after everything that touches its rows, in all registers.
        late: one that holds from before some of it.
        peak: the most memory that the process had after building.
    """

    build: float
    timely: float
    late: float
    peak: float


def measure(url: str, checkout: Path, acts_each: int) -> Measured:
    """What it takes on this store with this code, in a process of its own."""
    paths = [str(checkout / each) for each in ("", "plugins", "adapters/pleio")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, str(ROOT / "benchmarks" / "projecting_child.py"), url, str(acts_each)]
    done = subprocess.run(command, env=environment, cwd=checkout, check=True, capture_output=True, text=True)
    return Measured(**json.loads(done.stdout))


def medians(found: Sequence[Measured]) -> Measured:
    """The median of each figure; of memory the most."""
    return Measured(
        build=statistics.median(each.build for each in found),
        timely=statistics.median(each.timely for each in found),
        late=statistics.median(each.late for each in found),
        peak=max(each.peak for each in found),
    )


def rows(material: str, database: str, ours: Measured, theirs: Measured | None) -> Iterator[tuple[str, ...]]:
    """The rows of the table: against the other checkout, and a late act against a timely one."""
    for work, mine, other, goal in (
        ("build of all registers", ours.build, theirs.build if theirs else None, BUILD_GOALS[material, database]),
        ("a timely act in all registers", ours.timely, theirs.timely if theirs else None, TIMELY_GOAL),
    ):
        cells = (work, material, database, f"{mine:.3f} s")
        if other is None:
            yield (*cells, "", "", f"≥ {goal:.2g} × theirs", "")
        else:
            verdict = "met" if other / mine >= goal else "MISSED"
            yield (*cells, f"{other:.3f} s", f"{other / mine:.2f}", f"≥ {goal:.2g}", verdict)
    ratio = ours.late / ours.timely
    verdict = "met" if ratio <= LATE_GOAL else "MISSED"
    late = ("a late act in all registers", material, database, f"{ours.late:.3f} s")
    yield (*late, f"{theirs.late:.3f} s" if theirs else "", f"{ratio:.2f} × timely", f"≤ {LATE_GOAL:g}", verdict)
    verdict = "met" if ours.peak <= MEMORY_GOAL else "MISSED"
    memory = ("most memory after a build", material, database, f"{ours.peak:.0f} MB")
    yield (*memory, f"{theirs.peak:.0f} MB" if theirs else "", "", f"≤ {MEMORY_GOAL:g} MB", verdict)


def record_utrecht(url: str) -> None:
    """Record the Utrecht example."""
    with open_record(url) as application:
        apply_definition(application, load_definition(EXAMPLE / "definition.toml"), OFFICE)
        import_dossier(application, EXAMPLE / "dossier.jsonl", actor=OFFICE.actor)


def record_filled(url: str, events: int) -> None:
    """Record so many events of meetings."""
    with open_record(url) as application:
        fill(application, events)


def report(material: str, database: str, url: str, against: Path | None, rounds: int) -> None:
    """Measure one store, both ways in turn, and print."""
    mine, other = [], []
    for _ in range(rounds):
        # Who comes second finds tables of the other, and builds its own first; that is not measured.
        mine.append(measure(url, ROOT, ACTS_EACH))
        if against is not None:
            other.append(measure(url, against, ACTS_EACH))
    for row in rows(material, database, medians(mine), medians(other) if other else None):
        print(f"| {' | '.join(row)} |", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = parser_of("benchmarks.projecting", __doc__, 40_000)
    add_databases(parser)
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="another checkout of this repository")
    parser.add_argument("--material", choices=("Utrecht", "filled"), help="measure on this only (both)")
    given = parser.parse_args(arguments)
    events, rounds = given.events or (TINY if given.tiny else 40_000), 1 if given.tiny else ROUNDS
    print(f"{machine()}; the filled record has {events:,} events\n")
    print(f"| {' | '.join(HEAD)} |\n|{' --- |' * len(HEAD)}")
    wanted = [given.material] if given.material else ["filled"] if given.tiny else ["Utrecht", "filled"]
    for material in wanted:
        with tempfile.TemporaryDirectory() as folder, stores(Path(folder), given.database, given.postgres) as found:
            for database, url in found.items():
                if material == "Utrecht":
                    record_utrecht(url)
                else:
                    record_filled(url, events)
                report(material, database, url, given.against, rounds)
            shutil.rmtree(Path(folder) / "postgres", ignore_errors=True)


if __name__ == "__main__":
    main()
