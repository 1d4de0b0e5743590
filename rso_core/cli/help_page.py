"""The page of ``rso --help``, drawn as typer draws it with rich, in a fifth of the time.

To load rich with its Markdown and lay out a table per chapter takes longer than everything else that the page needs. What
stands on it is plain text in two or three columns, and is drawn here. Anything else is left to typer: other markup, options
with more than a name and a help text, narrow windows, consoles of another kind. A test holds both to be the same.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

BOLD, DIM, NAME, KIND, KIND_EDGE, USAGE = "1", "2", "1;36", "1;33", "1;2;33", "1;33"
"""Styles of a terminal (SGR), those of typer."""
NARROWEST = 60
_ASKED = ("_extract_default_help_str", "_get_default_string", "_get_number_range_help_str", "display_type_rich")
_FORCED = (
    "FORCE_COLOR",
    "GITHUB_ACTIONS",
    "JPY_PARENT_PID",
    "NO_COLOR",
    "PY_COLORS",
    "TERMINAL_WIDTH",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
    "_TYPER_FORCE_DISABLE_TERMINAL",
)
_MARKUP = re.compile(
    r"[*`<\\#|~\t\f\b]|(?<!\w)_|_(?!\w)|\][\[(:]|:\w+:|^\s*(?:[-+>=]|\d+[.)])|&#?\w+;|  $", re.MULTILINE
)
"""What Markdown, or what typer makes of it, shows otherwise than it is written."""


class Listed(NamedTuple):
    """A command as the page lists it."""

    name: str
    help: str
    panel: str


class Canvas(NamedTuple):
    """Where the page is drawn: how wide, and whether with styles."""

    width: int
    styled: bool

    def in_style(self, text: str, style: str) -> str:
        """A text in a style, where there are styles."""
        return f"\033[{style}m{text}\033[0m" if self.styled and text else text

    def line(self, content: str, length: int) -> str:
        """A line of a panel; the content takes the given number of characters."""
        edge = self.in_style("│", DIM)
        return f"{edge} {content}{' ' * (self.width - 4 - length)} {edge}"

    def panel(self, title: str, lines: Iterable[str]) -> Iterator[str]:
        """Lines with a frame around them."""
        head = f"╭─ {title} ".ljust(self.width - 1, "─") + "╮"
        yield self.in_style(head, DIM)
        yield from lines
        yield self.in_style(f"╰{'─' * (self.width - 2)}╯", DIM)


def canvas() -> Canvas | None:
    """What standard output is; None when it is something that is left to rich."""
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    terminal = sys.stdout.isatty()
    plain_terminal = os.environ.get("TERM", "").lower() in {"dumb", "unknown"}
    if os.name == "nt" or encoding != "utf8" or plain_terminal or any(name in os.environ for name in _FORCED):
        return None
    return Canvas(_width(), terminal)


def _width() -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit():
        return int(columns)
    for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
        try:
            return os.get_terminal_size(stream.fileno()).columns or 80 if stream else 80
        except (AttributeError, ValueError, OSError):
            continue
    return 80


def page(
    on: Canvas, usage: str, help_text: str, options: Sequence[Any], commands: Sequence[Listed], ctx: Any
) -> str | None:
    """The whole page; None when something on it is left to rich.

    Args:
        on: where it is drawn.
        usage: the line of usage, without the word.
        help_text: what the command is for; a blank line between paragraphs.
        options: the options of the command.
        commands: what it lists.
        ctx: context of the run.
    """
    texts = [help_text, *(each.help for each in commands), *(getattr(each, "help", None) or "" for each in options)]
    simple = on.width >= NARROWEST and all(_is_simple(option, ctx) for option in options)
    if not simple or any(_MARKUP.search(text) for text in texts) or len(usage) > on.width - 10:
        return None
    lines = [*_head(on, usage, help_text), *on.panel("Options", _options(on, options, ctx))]
    width = max(len(each.name) for each in commands)
    for title in dict.fromkeys(each.panel for each in commands):
        mine = [each for each in commands if each.panel == title]
        lines += on.panel(title, (line for each in mine for line in _command(on, each, width)))
    return "\n".join(lines) + "\n"


def _is_simple(option: Any, ctx: Any) -> bool:
    return (
        all(hasattr(option, name) for name in _ASKED)  # another typer may have them under another name
        and len(option.opts) == 1
        and not option.secondary_opts
        and not option.required
        and not getattr(option, "envvar", None)
        and getattr(option, "rich_help_panel", None) is None
        and option._get_number_range_help_str() is None
        and not (option.show_default and _default_of(option, ctx))
    )


def _default_of(option: Any, ctx: Any) -> str:
    value = option._extract_default_help_str(ctx=ctx)
    named = isinstance(option.show_default, str)
    shown = named or value is not None
    return option._get_default_string(ctx=ctx, show_default_is_str=named, default_value=value) if shown else ""


def _head(on: Canvas, usage: str, help_text: str) -> Iterator[str]:
    blank = on.in_style(" " * on.width, BOLD)
    yield blank
    rest = on.in_style(usage.ljust(on.width - 8), BOLD)
    yield f" {on.in_style('Usage: ', USAGE)}{rest}"
    yield blank
    for number, paragraph in enumerate(help_text.split("\n\n")):
        for line in _wrapped(paragraph, on.width - 2):
            text = line if number == 0 else on.in_style(line, DIM)
            yield f" {text}{' ' * (on.width - 1 - len(line))}"
        yield " " * on.width


def _options(on: Canvas, options: Sequence[Any], ctx: Any) -> Iterator[str]:
    kinds = [option.display_type_rich(ctx=ctx) or "" for option in options]
    name_width, kind_width = max(len(option.opts[0]) for option in options), max(map(len, kinds))
    before = name_width + 8 + kind_width + 2
    for option, kind in zip(options, kinds, strict=True):
        name = on.in_style(option.opts[0], NAME) + " " * (name_width + 8 - len(option.opts[0]))
        edges = on.in_style(kind[:1], KIND_EDGE), on.in_style(kind[1:-1], KIND), on.in_style(kind[-1:], KIND_EDGE)
        start = name + "".join(edges) + " " * (kind_width + 2 - len(kind))
        for line in _wrapped(option.help or "", on.width - 4 - before):
            yield on.line(start + line, before + len(line))
            start = " " * before


def _command(on: Canvas, command: Listed, width: int) -> Iterator[str]:
    start = on.in_style(command.name.ljust(width + 1), NAME) + " "
    for line in _wrapped(command.help, on.width - 4 - width - 2):
        yield on.line(start + line, width + 2 + len(line))
        start = " " * (width + 2)


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text.replace("\n", " "), width, replace_whitespace=False, break_on_hyphens=False) or [""]
