"""How the commands print: for a person, as JSON, and how far something is.

All that a command prints goes through here, that of a plugin too (`rso_core.cli.session`). What comes from the record, from
a file or from a site is text and nothing else: it gives no styles, moves no cursor and turns no direction of reading.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from rso_core.cli.fitting import fitting
from rso_core.visible_text import shortened, visible, visible_in_a_line, visible_json

if TYPE_CHECKING:
    from rich.progress import Progress
    from rich.text import Text

    from rso_core.projection import Register, UntoldRow

MORE = "A wider window shows more, a file all of them."
STATE = "Stand"
"""How every register calls the column that says how things stand."""
PLUGIN_FAILS = 8
"""Exit code where a plugin failed, so that something that belongs in the answer is not in it."""


class TextConsole(Console):
    """Prints text as text: neither markup nor names of emoji in it mean anything, and what steers a terminal is named.

    Styles come from who prints (``style=``), never from a text.
    """

    def __init__(self, *, stderr: bool = False, soft_wrap: bool = False) -> None:
        super().__init__(stderr=stderr, soft_wrap=soft_wrap, highlight=False, markup=False, emoji=False)

    def render_str(self, text: str, **options: Any) -> "Text":
        """Text for a style; named here, it is measured as it is shown."""
        return super().render_str(visible(text), **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """What is written; here whatever was no plain text when it came (`rich.text.Text`) is seen to as well."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else visible(text), style, control)


out = TextConsole()
err = TextConsole(stderr=True, soft_wrap=True)


def plain(value: Any) -> Any:
    """A value as JSON knows it; days and moments in ISO form."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    # JSON has no number for what is none.
    return str(value) if isinstance(value, Decimal) or (isinstance(value, float) and not isfinite(value)) else value


def json_text(value: Any, *, indent: int | None = 2) -> str:
    """A value as JSON, with the end of a line; what steers a terminal is escaped in it."""
    return visible_json(json.dumps(plain(value), ensure_ascii=False, indent=indent)) + "\n"


def print_json(value: Any) -> None:
    """Print a value as JSON, and nothing else, on standard output."""
    write_json(json_text(value))


def write_json(text: str, stream: TextIO | None = None) -> None:
    """Write what is JSON already, with the end of a line in it; to standard output when no stream is given."""
    to = stream or sys.stdout
    to.write(json_for(to, text))


def json_for(stream: TextIO, text: str) -> str:
    """JSON as a stream can write it: what steers a terminal, and letters that the stream lacks, are escaped as JSON does."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return visible_json(text, ascii_only=not encoding.lower().startswith("utf"))


def print_text(text: str) -> None:
    """Print a text of several lines as it is, without wrapping it."""
    sys.stdout.write(visible(text))


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
    return value.strftime("%H:%M") if isinstance(value, time) else visible(shortened(str(value)))


def progress_bar() -> "Progress":
    """A progress bar on the error channel; silent when that is no terminal."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%", markup=False),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


def prompted(question: str, *, secret: bool = False) -> str:
    """What somebody types as an answer, asked on the error channel; of a secret something, otherwise it may be empty."""
    import typer  # loaded already where a command runs

    asked = visible_in_a_line(question)
    return str(typer.prompt(asked, default=None if secret else "", hide_input=secret, err=True)).strip()


def confirmed(question: str) -> bool:
    """Whether somebody says yes, asked on the error channel."""
    import typer  # loaded already where a command runs

    return bool(typer.confirm(visible_in_a_line(question), default=False, err=True))


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
