"""``python -m benchmarks.as_of``: as-of questions from snapshots against full replays, on a record of ten years.

Every read model is asked at random moments, both ways; then all of them together. Beside it: what the first
building costs, what catching up costs, and how long the live register takes, which no as-of answer can beat by much.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs

from benchmarks.databases import TINY, add_databases, parser_of, stores
from benchmarks.decade import FIRST, LAST, PARTIES, record_decade
from benchmarks.timing import machine
from rso_core import Application, EventStore, Provenance, acts
from rso_core.hooks import Plugins
from rso_core.projection import AsOf, Projector, ReadModel

Moment = tuple[date, datetime | None]
HEAD = ("register", "rows", "full replay", "snapshot", "CPU of it", "slowest", "ratio", "live", "first build")
NEW_EVENTS = 100


@attrs.frozen(kw_only=True)
class Line:
    """What was measured for one register, or for all together; seconds, medians over the moments.

    ``cpu`` is the time that this process itself spent on an answer: what counts on a busy machine, where it is SQLite.
    """

    name: str
    rows: int
    replay: float
    snapshot: float
    cpu: float
    slowest: float
    live: float
    build: float

    def cells(self) -> tuple[str, ...]:
        """The cells of a table row."""
        ratio = f"{self.replay / self.snapshot:.0f}"
        seconds = (f"{value:.3f} s" for value in (self.replay, self.snapshot, self.cpu, self.slowest))
        return (self.name, f"{self.rows:,}", *seconds, ratio, f"{self.live:.3f} s", f"{self.build:.2f} s")


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def moments(number: int) -> list[Moment]:
    """Random moments in the ten years; every other one as known within three months of the day itself."""
    chance = random.Random(number)
    made: list[Moment] = []
    for turn in range(number):
        day = FIRST + timedelta(days=chance.randint(100, (LAST - FIRST).days))
        known = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(days=chance.randint(-30, 90))
        made.append((day, known if turn % 2 == 0 else None))
    return made


def measure(projector: Projector, models: Sequence[ReadModel], name: str, when: Sequence[Moment]) -> Line:
    """Both ways in turn, so that a busy machine strikes both; the snapshots are built here first."""
    build = seconds(lambda: projector.snapshots.bring_up(models))
    replays, snapshots, cpu, rows = [], [], [], 0

    def ask(valid_on: date, known_on: datetime | None, *, replay: bool) -> int:
        asked = None if replay else projector.snapshots
        with AsOf(projector.store, models, valid_on, known_on, snapshots=asked) as moment:
            return sum(len(moment.register(model.name).rows) for model in models)

    for valid_on, known_on in when:
        replays.append(seconds(lambda v=valid_on, k=known_on: ask(v, k, replay=True)))  # type: ignore[misc]
        snapshots.append(seconds(lambda v=valid_on, k=known_on: ask(v, k, replay=False)))  # type: ignore[misc]
        start = time.process_time()
        rows = max(rows, ask(valid_on, known_on, replay=False))
        cpu.append(time.process_time() - start)
    live = seconds(lambda: [projector.register(model.name, LAST + timedelta(days=800)) for model in models])
    return Line(
        name=name,
        rows=rows,
        replay=statistics.median(replays),
        snapshot=statistics.median(snapshots),
        cpu=statistics.median(cpu),
        slowest=max(snapshots),
        live=live,
        build=build,
    )


def record_more(url: str, events: int) -> None:
    """Some events more."""
    when = datetime(2026, 1, 5, 12, tzinfo=UTC)
    with Application(EventStore.open(url), lambda: when) as application, application.batch() as batch:
        for number in range(events):
            person = f"{PARTIES[number % len(PARTIES)]}-p{number % 3}"
            act = acts.CorrectPerson(person=person, on=when.date(), name=f"P. Fictief-{number} {person}")
            batch.perform(act, Provenance(actor="office:secretariaat"))


def report(database: str, url: str, models: Sequence[ReadModel], events: int, number: int, more: int) -> None:
    """Measure these on one database at so many moments, and after so many events more, and print."""
    have = record_decade(url, events)
    print(f"\n{machine()}; {database}; {have:,} events over ten years; {number} moments; {datetime.now(UTC).date()}\n")
    print(f"| {' | '.join(HEAD)} |\n|{' --- |' * len(HEAD)}")
    with EventStore.open(url) as store:
        projector = Projector(store, models, snapshots_from=0)
        projector.catch_up()
        lines = []
        for model in projector.read_models:
            lines.append(measure(projector, [model], model.name, moments(number)))
            print(f"| {' | '.join(lines[-1].cells())} |", flush=True)
        together = measure(projector, projector.read_models, "all together", moments(number))
        together = attrs.evolve(together, build=sum(line.build for line in lines))
        print(f"| {' | '.join(together.cells())} |")
        record_more(url, more)
        caught_up = seconds(lambda: projector.snapshots.bring_up(projector.read_models))
        print(f"\nCatching up with {more} events more, all {len(lines)} registers: {caught_up:.2f} s.", flush=True)
        projector.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = parser_of("benchmarks.as_of", __doc__, 100_000)
    add_databases(parser, default="SQLite")
    parser.add_argument("--moments", type=int, help="at how many moments each register is asked for (3; 1 with --tiny)")
    models = {model.name: model for model in Plugins().read_models()}
    parser.add_argument(
        "--register", action="append", choices=sorted(models), metavar="NAME", help="only this one, or these (all)"
    )
    given = parser.parse_args(arguments)
    chosen = [model for name, model in models.items() if name in (given.register or models)]
    events, number, more = (TINY, 1, 10) if given.tiny else (100_000, 3, NEW_EVENTS)
    with tempfile.TemporaryDirectory() as folder, stores(Path(folder), given.database, given.postgres) as found:
        if given.database in found:
            url, events, number = found[given.database], given.events or events, given.moments or number
            report(given.database, url, chosen, events, number, more)


if __name__ == "__main__":
    main()
