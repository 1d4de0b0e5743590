"""Measuring pairs: both sides in turn, several rounds; of each side the best, in CPU time, which a busy machine moves least."""

import os
import platform
import time
from collections.abc import Callable
from pathlib import Path

import attrs

ROUNDS = 5


@attrs.frozen(kw_only=True)
class Amounts:
    """How many rounds there are, and how much is done in each."""

    rounds: int = ROUNDS
    acts: int = 300
    imported: int = 5_000
    decoded: int = 20_000
    projected: int = 5_000


FULL = Amounts()
TINY = Amounts(rounds=1, acts=10, imported=20, decoded=100, projected=100)


@attrs.frozen(kw_only=True)
class Pair:
    """What was measured: rates of both sides per second, and the ratio that is asked for."""

    name: str
    database: str
    ours: float
    bare: float
    goal: float

    @property
    def ratio(self) -> float:
        """Ours over bare."""
        return self.ours / self.bare

    def row(self) -> tuple[str, ...]:
        """The cells of a table row."""
        verdict = "met" if self.ratio >= self.goal else "MISSED"
        return (
            self.name,
            self.database,
            f"{self.ours:,.0f}/s",
            f"{self.bare:,.0f}/s",
            f"{self.ratio:.2f}",
            f"≥ {self.goal:g}",
            verdict,
        )


def rate(work: Callable[[], int]) -> float:
    """Things done per second of CPU of this process; `work` gives back how many it did."""
    start = time.process_time()
    done = work()
    return done / (time.process_time() - start)


def in_turn(ours: Callable[[], int], bare: Callable[[], int], rounds: int = ROUNDS) -> tuple[float, float]:
    """The best of both sides, measured in turn so that a busy machine strikes both."""
    pairs = [(rate(ours), rate(bare)) for _ in range(rounds)]
    return max(p[0] for p in pairs), max(p[1] for p in pairs)


def machine() -> str:
    """The machine, in one line."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
