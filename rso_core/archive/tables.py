"""Tables for a spreadsheet: as a Dutch one opens them by a double click, and with nothing in them that it would run."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from rso_core.html_page import legible
from rso_core.spreadsheet_text import disarmed


def write_table(path: Path, titles: Sequence[str], rows: Iterable[Sequence[str]], *, raw_cells: bool) -> None:
    """Write a CSV file: UTF-8 with a byte order mark and semicolons, the rest is RFC 4180.

    Args:
        path: of the file.
        titles: of the columns.
        rows: a text per column.
        raw_cells: leave texts as they are that a spreadsheet would take for a formula.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for row in (titles, *rows):
            writer.writerow([legible(cell) if raw_cells else disarmed(legible(cell)) for cell in row])
