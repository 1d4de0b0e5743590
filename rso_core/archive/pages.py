"""Registers as pages: Dutch, self-contained, readable by everybody and on paper."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from html import escape

from rso_core.dutch.days import in_words
from rso_core.projection import Register
from rso_core.time_zone import AMSTERDAM

_ILLEGIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STYLE = """
:root { color-scheme: light; }
body { margin: 2rem auto; padding: 0 1rem; max-width: 90rem; font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; }
h1 { font-size: 1.6rem; line-height: 1.2; hyphens: auto; overflow-wrap: anywhere; }
a { color: #0b4f7d; }
.breed { overflow-x: auto; }
.breed:focus { outline: 3px solid #0b4f7d; outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; padding: .5rem 0; font-weight: 600; }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top; }
thead th { background: #e8eef3; }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { margin: 0; padding: 0; max-width: none; font-size: 9pt; }
  nav { display: none; }
  .breed { overflow: visible; }
  table { font-size: 8pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
"""


def register_page(register: Register, rows: Sequence[Sequence[str]], on: date, made_at: datetime) -> str:
    """A register as a page.

    Args:
        register: for its title and columns.
        rows: what to show, a text per column.
        on: the day on which the rows hold.
        made_at: when the page was made (aware).
    """
    heads = "".join(f'<th scope="col">{_text(column.title)}</th>' for column in register.columns)
    body = "\n".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    caption = f"{register.title}: stand op {in_words(on)}, {counted(len(rows), 'rij', 'rijen')}"
    table = _table(register.title, caption, heads, body)
    back = '<nav><a href="index.html">Alle registers</a></nav>\n'
    return _page(register.title, back, f"{_made(made_at)}\n{table}")


def index_page(registers: Sequence[tuple[str, str, int]], on: date, made_at: datetime) -> str:
    """A page that leads to all registers, given by name, title and number of rows."""
    rows = "\n".join(
        f'<tr><th scope="row"><a href="{_text(name)}.html">{_text(title)}</a></th><td>{count}</td>'
        f'<td><a href="{_text(name)}.csv">{_text(name)}.csv</a></td></tr>'
        for name, title, count in registers
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Register", "Rijen", "Als tabel"))
    table = _table("Registers", f"Registers: stand op {in_words(on)}", heads, rows)
    return _page("Registers van de samenwerking", "", f"{_made(made_at)}\n{table}")


def _table(label: str, caption: str, heads: str, body: str) -> str:
    """A table that scrolls by itself where it is wider than the screen."""
    return (
        f'<div class="breed" role="region" aria-label="{_text(label)}" tabindex="0">\n<table>\n'
        f"<caption>{_text(caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _page(title: str, before: str, main: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{before}<main>\n"
        f"<h1>{_text(title)}</h1>\n{main}\n</main>\n</body>\n</html>\n"
    )


def _made(made_at: datetime) -> str:
    local = made_at.astimezone(AMSTERDAM)
    return f"<p>Gemaakt op {in_words(local.date())} om {local:%H.%M} uur, uit de registratie zelf.</p>"


def counted(number: int, one: str, many: str) -> str:
    """A number with its word: ``1 rij``, ``0 rijen``."""
    return f"{number} {one if number == 1 else many}"


def legible(text: str) -> str:
    """The text with a mark in place of every character that has no place in XML or HTML."""
    return _ILLEGIBLE.sub("\ufffd", text)


def _text(text: str) -> str:
    return escape(legible(text))
