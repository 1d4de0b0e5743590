"""A page in HTML: Dutch, self-contained, readable by everybody and on paper."""

import re
from html import escape

_ILLEGIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STYLE = """
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


def page(title: str, before: str, main: str) -> str:
    """A whole page.

    Args:
        title: its title and first heading, as text.
        before, main: what stands before the main part, and in it, as HTML.
    """
    return (
        '<!DOCTYPE html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{before}<main>\n"
        f"<h1>{escaped(title)}</h1>\n{main}\n</main>\n</body>\n</html>\n"
    )


def legible(text: str) -> str:
    """The text with a mark in place of every character that has no place in XML or HTML."""
    return _ILLEGIBLE.sub("\ufffd", text)


def escaped(text: str) -> str:
    """A text as HTML shows it as it is."""
    return escape(legible(text))
