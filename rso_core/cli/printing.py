"""How the commands print: for a person, as JSON, and how far something is."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.console import Console

if TYPE_CHECKING:
    from rich.progress import Progress

    from rso_core.projection import Register

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def plain(value: Any) -> Any:
    """A value as JSON knows it; days and moments in ISO form."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def print_json(value: Any) -> None:
    """Print a value as JSON, and nothing else, on standard output."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print rows for a person."""
    from rich.table import Table

    table = Table(title=title, title_justify="left", header_style="bold", expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_shown(cell) for cell in row))
    out.print(table)


def print_register(register: "Register") -> None:
    """Print a register for a person, with its Dutch column titles."""
    rows = [[row.get(column.key) for column in register.columns] for row in register.rows]
    print_table(f"{register.title} ({len(rows)})", [column.title for column in register.columns], rows)


def register_json(register: "Register") -> dict[str, Any]:
    """A register as `--json` gives it."""
    return {"title": register.title, "rows": [dict(row) for row in register.rows]}


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return value.strftime("%H:%M") if isinstance(value, time) else str(value).replace("[", "\\[")


def progress_bar() -> "Progress":
    """A progress bar on the error channel; silent when that is no terminal."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


@contextmanager
def told_when_long(what: str) -> Iterator[Callable[[int, int], None]]:
    """Gives what tells how much of how much was done; the bar comes when there is something to tell, and goes after."""
    bar: Progress | None = None

    def told(done: int, total: int) -> None:
        nonlocal bar
        if bar is None and done < total:
            bar = progress_bar()
            bar.add_task(what, total=total)
            bar.start()
        if bar is not None:
            bar.update(bar.task_ids[0], completed=done)
            if done >= total:
                bar.stop()
                bar = None

    try:
        yield told
    finally:
        if bar is not None:
            bar.stop()
