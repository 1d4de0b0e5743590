"""Registers as pages: Dutch, self-contained, readable by everybody and on paper."""

from collections.abc import Sequence
from datetime import date, datetime

from rso_core.dutch.days import in_words
from rso_core.html_page import escaped, page
from rso_core.projection import Register
from rso_core.time_zone import AMSTERDAM


def register_page(register: Register, rows: Sequence[Sequence[str]], on: date, made_at: datetime) -> str:
    """A register as a page.

    Args:
        register: for its title and columns.
        rows: what to show, a text per column.
        on: the day on which the rows hold.
        made_at: when the page was made (aware).
    """
    heads = "".join(f'<th scope="col">{escaped(column.title)}</th>' for column in register.columns)
    body = "\n".join(f"<tr>{''.join(f'<td>{escaped(cell)}</td>' for cell in row)}</tr>" for row in rows)
    caption = f"{register.title}: stand op {in_words(on)}, {counted(len(rows), 'rij', 'rijen')}"
    table = _table(register.title, caption, heads, body)
    back = '<nav><a href="index.html">Alle registers</a></nav>\n'
    return page(register.title, back, f"{_made(made_at)}\n{table}")


def index_page(registers: Sequence[tuple[str, str, int]], on: date, made_at: datetime) -> str:
    """A page that leads to all registers, given by name, title and number of rows."""
    rows = "\n".join(
        f'<tr><th scope="row"><a href="{escaped(name)}.html">{escaped(title)}</a></th><td>{count}</td>'
        f'<td><a href="{escaped(name)}.csv">{escaped(name)}.csv</a></td></tr>'
        for name, title, count in registers
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Register", "Rijen", "Als tabel"))
    table = _table("Registers", f"Registers: stand op {in_words(on)}", heads, rows)
    return page("Registers van de samenwerking", "", f"{_made(made_at)}\n{table}")


def _table(label: str, caption: str, heads: str, body: str) -> str:
    """A table that scrolls by itself where it is wider than the screen."""
    return (
        f'<div class="breed" role="region" aria-label="{escaped(label)}" tabindex="0">\n<table>\n'
        f"<caption>{escaped(caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _made(made_at: datetime) -> str:
    local = made_at.astimezone(AMSTERDAM)
    return f"<p>Gemaakt op {in_words(local.date())} om {local:%H.%M} uur, uit de registratie zelf.</p>"


def counted(number: int, one: str, many: str) -> str:
    """A number with its word: ``1 rij``, ``0 rijen``."""
    return f"{number} {one if number == 1 else many}"
