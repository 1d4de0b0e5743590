"""``python -m benchmarks.as_of``: questions about earlier moments, from the live tables against a replay, on ten years.

Every read model is asked at random moments, both ways; then all of them together. Beside it: how long the register of today
takes, which no answer about another day can beat by much. The goal is half a second of CPU for any register.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs

from benchmarks import kept
from benchmarks.databases import TINY, add_databases, parser_of, stores
from benchmarks.decade import FIRST, LAST, record_decade
from benchmarks.kept import Figure
from benchmarks.timing import machine
from rso_core import EventStore
from rso_core.hooks import Plugins
from rso_core.projection import AsOf, Projector, ReadModel

Moment = tuple[date, datetime | None]
HEAD = ("register", "rows", "replay", "from live tables", "CPU of it", "most CPU", "ratio", "today", "goal ≤ 0.5 s CPU")
GOAL = 0.5


@attrs.frozen(kw_only=True)
class Line:
    """What was measured for one register, or for all together; seconds, medians over the moments.

    ``cpu`` is the time that this process itself spent on an answer: what counts on a busy machine, where it is SQLite;
    ``slowest`` is the most it spent.
    """

    name: str
    rows: int
    replay: float
    asked: float
    cpu: float
    slowest: float
    today: float

    def cells(self) -> tuple[str, ...]:
        """The cells of a table row."""
        ratio = f"{self.replay / self.asked:.0f}"
        seconds = (f"{value:.3f} s" for value in (self.replay, self.asked, self.cpu, self.slowest))
        verdict = "met" if self.slowest <= GOAL else "MISSED"
        return (self.name, f"{self.rows:,}", *seconds, ratio, f"{self.today:.3f} s", verdict)


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
    """Both ways in turn, so that a busy machine strikes both."""
    replays, asked, cpu, rows = [], [], [], 0
    names = [model.name for model in models]

    def ask(valid_on: date, known_on: datetime | None, *, replay: bool) -> int:
        replayed = AsOf(projector.store, models, valid_on, known_on) if replay else None
        with replayed or projector.as_of(valid_on, known_on) as moment:
            return sum(len(moment.register(name).rows) for name in names)

    for valid_on, known_on in when:
        replays.append(seconds(lambda v=valid_on, k=known_on: ask(v, k, replay=True)))  # type: ignore[misc]
        asked.append(seconds(lambda v=valid_on, k=known_on: ask(v, k, replay=False)))  # type: ignore[misc]
        start = time.process_time()
        rows = max(rows, ask(valid_on, known_on, replay=False))
        cpu.append(time.process_time() - start)
    today = seconds(lambda: [projector.register(name, LAST + timedelta(days=800)) for name in names])
    return Line(
        name=name,
        rows=rows,
        replay=statistics.median(replays),
        asked=statistics.median(asked),
        cpu=statistics.median(cpu),
        slowest=max(cpu),
        today=today,
    )


def report(database: str, url: str, models: Sequence[ReadModel], events: int, number: int) -> list[Figure]:
    """Measure these on one database at so many moments, and print; gives what is kept."""
    have = record_decade(url, events)
    print(f"\n{machine()}; {database}; {have:,} events over ten years; {number} moments; {datetime.now(UTC).date()}\n")
    print(f"| {' | '.join(HEAD)} |\n|{' --- |' * len(HEAD)}")
    with EventStore.open(url) as store:
        projector = Projector(store, models, live_from=0)
        projector.catch_up()
        lines = []
        for model in projector.read_models:
            lines.append(measure(projector, [model], model.name, moments(number)))
            print(f"| {' | '.join(lines[-1].cells())} |", flush=True)
        together = measure(projector, projector.read_models, "all together", moments(number))
        print(f"| {' | '.join(together.cells()[:-1])} | |")
        projector.close()
    return [
        Figure(name=f"as-of, {line.name}, {database}, most seconds of CPU", now=line.slowest, goal=GOAL, lower=True)
        for line in lines
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = parser_of("benchmarks.as_of", __doc__, 40_000)
    add_databases(parser, default="SQLite")
    parser.add_argument("--moments", type=int, help="at how many moments each register is asked for (3; 1 with --tiny)")
    models = {model.name: model for model in Plugins().read_models()}
    parser.add_argument(
        "--register", action="append", choices=sorted(models), metavar="NAME", help="only this one, or these (all)"
    )
    parser.add_argument("--write", action="store_true", help="keep the figures")
    given = parser.parse_args(arguments)
    chosen = [model for name, model in models.items() if name in (given.register or models)]
    events, number = (TINY, 1) if given.tiny else (40_000, 3)
    with tempfile.TemporaryDirectory() as folder, stores(Path(folder), given.database, given.postgres) as found:
        if given.database in found:
            url, events, number = found[given.database], given.events or events, given.moments or number
            figures = report(given.database, url, chosen, events, number)
            material = f"a record of ten years, {events:,} events"
            print("\n".join(kept.told(figures, material, given)))


if __name__ == "__main__":
    main()
