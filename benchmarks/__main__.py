"""``python -m benchmarks``: prints the ratios; with ``--write`` also to ``benchmarks/RESULTS.md``."""

import cProfile
import io
import pstats
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import databases, kept, pairs
from benchmarks.databases import add_databases, parser_of, stores
from benchmarks.material import fill, open_record
from benchmarks.memory import peak_of_rebuild
from benchmarks.timing import FULL, TINY, Amounts, Pair, machine
from rso_core.projection import Projector

HEAD = ("pair", "database", "ours", "bare", "ratio", "goal", "")


def measure(database: str, url: str, events: int, folder: Path, amounts: Amounts) -> Iterator[Pair]:
    """All pairs on one database."""
    with open_record(url) as application:
        fill(application, events)
        yield pairs.decode_against_stock(database, application.store, amounts)
        yield pairs.rebuild_against_runner(database, url, application, events, amounts)
        yield from pairs.acts_against_saves(database, application, amounts)
        yield pairs.import_against_commits(database, application, folder, amounts)


def profile_of(pair: Pair, url: str, folder: Path) -> str:
    """Where the time goes, for a goal that was missed."""
    profiler, text = cProfile.Profile(), io.StringIO()
    with open_record(url) as application:
        measures: dict[str, Callable[[], object]] = {
            "one act": lambda: list(pairs.acts_against_saves(pair.database, application)),
            "import": lambda: pairs.import_against_commits(pair.database, application, folder),
            "decode": lambda: pairs.decode_against_stock(pair.database, application.store, Amounts(decoded=5_000)),
            "rebuild": lambda: Projector(application.store, pairs.bundled()).rebuild(),
        }
        measure_again = next(again for name, again in measures.items() if pair.name.startswith(name))
        profiler.enable()
        measure_again()
        profiler.disable()
    pstats.Stats(profiler, stream=text).strip_dirs().sort_stats("tottime").print_stats(10)
    return "\n".join(line for line in text.getvalue().splitlines() if line.strip())


def peaks(events: int, folder: Path) -> str:
    """Peak memory of a rebuild of a tenth of the events and of all of them, in a sentence."""
    found = []
    for name, size in (("small", events // 10), ("large", events)):
        url = f"sqlite:///{folder / name}.db"
        with open_record(url) as application:
            fill(application, size)
        found.append(f"{peak_of_rebuild(url):.0f} MB at {size:,}")
    return f"Peak memory of a rebuild: {', '.join(found)}."


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = parser_of("benchmarks", __doc__, 100_000)
    add_databases(parser)
    parser.add_argument("--write", action="store_true", help="write benchmarks/RESULTS.md")
    given = parser.parse_args(arguments)
    events = given.events or (databases.TINY if given.tiny else 100_000)
    amounts = TINY if given.tiny else FULL
    lines = [f"{machine()}; {events:,} events; {datetime.now(UTC).date()}", ""]
    lines += [f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}"]
    missed, measured = [], []
    with tempfile.TemporaryDirectory() as name, stores(Path(name), given.database, given.postgres) as found:
        for database, url in found.items():
            for pair in measure(database, url, events, Path(name), amounts):
                lines.append(f"| {' | '.join(pair.row())} |")
                print(lines[-1], flush=True)
                measured.append(pair)
                if pair.ratio < pair.goal and not given.tiny:
                    missed.append((pair, profile_of(pair, url, Path(name))))
        lines += ["", peaks(events, Path(name))]
    material = f"a record of meetings and decisions, {events:,} events"
    lines += kept.told(kept.of_pairs(measured), material, given)
    for pair, profile in missed:
        lines += ["", f"Missed: {pair.name} on {pair.database}; where the time goes:", "", "```", profile, "```"]
    print("\n".join(lines))
    if given.write:
        Path(__file__).with_name("RESULTS.md").write_text("\n".join(["# Results of `make bench`", "", *lines]) + "\n")


if __name__ == "__main__":
    main()
