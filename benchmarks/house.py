"""What the house costs to live in: lines of product, what one act takes, and how far one act travels.

``python -m benchmarks.house`` prints the figures; they are counts, not times, and come out the same on any machine.
"""

import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

import rso_core
from rso_core import Provenance, acts

ROOT = Path(__file__).parents[1]
PRODUCT = ("rso_core", "plugins", "adapters/pleio/rso_pleio")
MOST_MOVES, MOST_LINES, MOST_PRODUCT = 14, 45, 37_500


def lines(*folders: str) -> int:
    """Lines of Python in these folders, stubs that are derived left out."""
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for folder in folders for path in _modules(folder))


def _modules(folder: str) -> Iterator[Path]:
    yield from (ROOT / folder).rglob("*.py")


def lines_of_an_act() -> int:
    """Lines of the act that CONTRIBUTING.md shows, with its rule, event and sentence; blank ones left out."""
    manual = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    example = re.search(r"## Add an act.*?```python\n(.*?)```", manual, re.DOTALL)
    assert example is not None
    return sum(1 for line in example[1].splitlines() if line.strip())


def moves(call: Callable[[], object]) -> tuple[int, int]:
    """How often a call passes from one file of the product to another, and how many files it visits."""
    visited: list[str] = []

    def watch(frame: FrameType, event: str, _: Any) -> None:
        file = frame.f_code.co_filename
        if event == "call" and f"{ROOT / 'rso_core'}/" in file and (not visited or visited[-1] != file):
            visited.append(file)

    sys.setprofile(watch)
    try:
        call()
    finally:
        sys.setprofile(None)
    return len(visited) - 1, len(set(visited))


def moves_of_an_act() -> tuple[int, int]:
    """Moves and files of recording that a theme got its name, on SQLite; the first time warms what is loaded once."""
    by = Provenance(actor="office:secretariaat")
    with (
        TemporaryDirectory() as folder,
        rso_core.open_application(f"sqlite:///{Path(folder) / 'rso.db'}") as application,
    ):
        first = acts.NameTheme(theme="t-1", name="Wonen", on=date(2026, 1, 1))
        second = acts.NameTheme(theme="t-2", name="Energie", on=date(2026, 1, 1))
        application.perform(first, by)
        return moves(lambda: application.perform(second, by))


def main() -> None:
    """Print every figure with its goal."""
    travelled, files = moves_of_an_act()
    figures = (
        ("lines of product (rso_core, plugins, adapter)", lines(*PRODUCT), MOST_PRODUCT),
        ("lines of the act in CONTRIBUTING.md, in one file", lines_of_an_act(), MOST_LINES),
        (f"moves between files of one act recorded ({files} files)", travelled, MOST_MOVES),
    )
    for what, figure, goal in figures:
        print(f"{what:60} {figure:>7,}   goal at most {goal:>7,}   {'met' if figure <= goal else 'MISSED'}")
    for folder in sorted(
        path for path in (ROOT / "rso_core").iterdir() if path.is_dir() and path.name != "__pycache__"
    ):
        print(f"    rso_core/{folder.name:20} {lines(f'rso_core/{folder.name}'):>7,}")


if __name__ == "__main__":
    main()
