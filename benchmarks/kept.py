"""Figures that were kept, and how today's compare: a figure that falls is seen the next time somebody measures.

They stand in ``benchmarks/kept.json``, by name: ratios to bare parts or seconds of CPU, which say more from machine to
machine than rates do. ``--write`` keeps today's.
"""

import json
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs

from benchmarks.timing import Pair, machine

KEPT = Path(__file__).with_name("kept.json")
NOISE = 0.1
"""A figure that is worse by less than this part may be so by chance."""
HEAD = ("figure", "goal", "now", "kept", "when", "")


@attrs.frozen(kw_only=True)
class Figure:
    """A figure that is kept.

    Attributes:
        name: of what, with its database.
        now: as it was measured.
        goal: what is asked for; None where nothing is.
        lower: whether less is better, as of seconds.
    """

    name: str
    now: float
    goal: float | None = None
    lower: bool = False

    def met(self) -> bool:
        """Whether it is what is asked for."""
        return self.goal is None or (self.now <= self.goal if self.lower else self.now >= self.goal)

    def verdict(self, kept: float | None) -> str:
        """Whether the goal is met, and whether it got slower or faster than what was kept."""
        found = [] if self.goal is None else ["met" if self.met() else "MISSED"]
        if kept:
            worse = self.now / kept if self.lower else kept / self.now
            if worse > 1 + NOISE:
                found.append(f"SLOWER: {worse:.2f} × as long as what was kept")
            elif worse < 1 / (1 + NOISE):
                found.append("faster")
        return ", ".join(found)


def of_pairs(pairs: Iterable[Pair]) -> list[Figure]:
    """The ratios of pairs, as they are kept."""
    return [Figure(name=f"{pair.name}, {pair.database}", now=pair.ratio, goal=pair.goal) for pair in pairs]


def told(figures: Sequence[Figure], material: str, given: Namespace, path: Path = KEPT) -> list[str]:
    """The figures beside those that were kept, in lines; then they are kept, where they are to be written.

    Args:
        figures: as they were measured.
        material: on what.
        given: the options: with ``tiny`` there is nothing to compare with or to keep.
        path: of the file.
    """
    head = f"Beside what was kept, on {material}:"
    if given.tiny:
        return ["", head, "", *compared(figures, {})]
    lines = ["", head, "", *compared(figures, read(path))]
    if given.write:
        keep(figures, material, path)
    return lines


def compared(figures: Iterable[Figure], before: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A table of the figures with their goals and what was kept of them before, a line at a time."""
    lines = [f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}"]
    for figure in figures:
        kept = before.get(figure.name, {})
        goal = "" if figure.goal is None else f"{'≤' if figure.lower else '≥'} {figure.goal:g}"
        was = f"{kept['figure']:.2f}" if kept else "-"
        cells = (figure.name, goal, f"{figure.now:.2f}", was, kept.get("on", ""), figure.verdict(kept.get("figure")))
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def keep(figures: Sequence[Figure], material: str, path: Path = KEPT) -> None:
    """Keep these figures in place of what was kept of them; others stay.

    Args:
        figures: as they were measured.
        material: on what.
        path: of the file.
    """
    today = {"on": str(datetime.now(UTC).date()), "material": material, "machine": machine()}
    found = read(path) | {each.name: {"figure": round(each.now, 4), **today} for each in figures}
    path.write_text(json.dumps(dict(sorted(found.items())), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path = KEPT) -> dict[str, dict[str, Any]]:
    """What was kept, by name."""
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found
