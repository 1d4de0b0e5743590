"""How the commands print: for a person, as JSON, and how far something is."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.console import Console

from rso_core.cli.fitting import fitting

if TYPE_CHECKING:
    from rich.progress import Progress

    from rso_core.projection import Register, UntoldRow

MORE = "A wider window shows more, a file all of them."
STATE = "Stand"
"""How every register calls the column that says how things stand."""
PLUGIN_FAILS = 8
"""Exit code where a plugin failed, so that something that belongs in the answer is not in it."""
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


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    first: Sequence[int] = (),
    wide: bool = False,
    more: str = MORE,
) -> None:
    """Print rows for a person; where a line has no room for all columns, some, and which others there are.

    What goes to a file or another program has all of them, as wide as they are.

    Args:
        title: of the table.
        columns: their titles.
        rows: a cell per column.
        first: places of the columns that matter most; the first does anyway, and then they do in their order.
        wide: show all, however wide.
        more: what shows the columns for which there is no room.
    """
    from rich.table import Table

    shown = [[_shown(cell) for cell in row] for row in rows]
    window = _window()
    fit = fitting(columns, shown, sys.maxsize if wide or window is None else window, first)
    table = Table(title=title, title_justify="left", header_style="bold", expand=False)
    for place, narrowest in zip(fit.shown, fit.narrowest, strict=True):
        table.add_column(columns[place], overflow="fold", min_width=narrowest)
    for row in shown:
        table.add_row(*(row[place] for place in fit.shown))
    with _width(fit.width if wide or window is None else window):
        out.print(table)
    if fit.left_out:
        names = ", ".join(columns[place] for place in fit.left_out)
        err.print(f"No room for: {names}. {more}", markup=False)


def _window() -> int | None:
    """How many characters there are on a line; None for what goes to a file or another program, unless that was said."""
    said = os.environ.get("COLUMNS", "")
    if said.isdigit():
        return int(said)
    return out.width if out.is_terminal else None


@contextmanager
def _width(width: int) -> Iterator[None]:
    """What is printed meanwhile has lines of this width; a console goes by its window unless it is told one."""
    told = out._width
    out._width = width
    try:
        yield
    finally:
        out._width = told


def print_register(register: "Register", *, wide: bool = False, more: str = MORE) -> None:
    """Print a register for a person, with its Dutch column titles; where there is little room, how things stand matters most.

    Args:
        register: what to print.
        wide, more: as for `print_table`.
    """
    rows = [[row.get(column.key) for column in register.columns] for row in register.rows]
    rows += [untold.cells(register.columns) for untold in register.untold]
    titles = [column.title for column in register.columns]
    first = [place for place, c in enumerate(register.columns) if c.title == STATE]
    print_table(f"{register.title} ({len(rows)})", titles, rows, first=first, wide=wide, more=more)


def register_json(register: "Register") -> dict[str, Any]:
    """A register as `--json` gives it."""
    return {"title": register.title, "rows": [dict(row) for row in register.rows], **untold_json(register.untold)}


def untold_json(untold: "Sequence[UntoldRow]") -> dict[str, Any]:
    """Rows that could not be told, as `--json` gives them; nothing where all could."""
    return {"untold": [{"record": each.record, "why": each.why} for each in untold]} if untold else {}


def end_untold(problems: Iterable[str]) -> None:
    """Say what could not be told, after all that could was printed, and end as where a plugin failed.

    Raises:
        typer.Exit: there is something, with the exit code for it.
    """
    told = list(dict.fromkeys(problems))
    for problem in told:
        err.print(f"Warning: {problem}", markup=False)
    if told:
        import typer  # loaded already where a command runs

        raise typer.Exit(PLUGIN_FAILS)


def untold_rows(register: "Register", name: str) -> list[str]:
    """The rows of a register that could not be told, a line each."""
    return [f"register {name!r} cannot tell of {untold}" for untold in register.untold]


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
