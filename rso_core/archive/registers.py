"""The registers as they stand at the export: a table for a spreadsheet and a page to read and print, each by itself."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import attrs

from rso_core.archive.contents import Positioned
from rso_core.archive.pages import index_page, register_page
from rso_core.archive.tables import write_table
from rso_core.projection import AsOf, ReadModel, Register, RegisterError
from rso_core.projection.as_of import held_of

DISARMED = (
    "Een tekst die een rekenblad voor een formule zou aanzien (zij begint met =, +, - of @ en is geen getal) staat in de tabel "
    "met een apostrof ervoor. Die hoort er niet bij."
)


@attrs.frozen(kw_only=True)
class NamedRegister:
    """A register with the name by which it is asked for."""

    name: str
    register: Register

    def rows(self) -> list[list[str]]:
        """What a reader sees: a text per column, and after the rows those that could not be told, with a mark."""
        columns = self.register.columns
        rows = [[shown(row.get(column.key)) for column in columns] for row in self.register.rows]
        return rows + [[shown(cell) for cell in untold.cells(columns)] for untold in self.register.untold]


def registers_of(
    models: Sequence[ReadModel],
    events: Sequence[Positioned],
    on: date,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[tuple[NamedRegister, ...], tuple[str, ...]]:
    """Every register on a day, from exactly these events, each read model by itself.

    Returns:
        The registers in order of their names; and what each that failed said. Rows that cannot be told are in `untold`.
    """
    found, failed = [], []
    held = held_of(events, on)
    for done, model in enumerate(sorted(models, key=lambda model: model.name), start=1):
        try:
            with AsOf.of_held([model], on, held) as moment:
                found.append(NamedRegister(name=model.name, register=moment.register(model.name)))
        except RegisterError as error:
            failed.append(f"{model.name}: {error}")
        if progress is not None:
            progress(done, len(models))
    return tuple(found), tuple(failed)


def untold_in(registers: Sequence[NamedRegister]) -> tuple[str, ...]:
    """The rows that could not be told, a line each, by register."""
    return tuple(f"{each.name}: {untold}" for each in registers for untold in each.register.untold)


def write_registers(
    registers: Sequence[NamedRegister], folder: Path, on: date, made_at: datetime, *, raw_cells: bool
) -> None:
    """Write each register as CSV, as CSV on the Web metadata beside it, and as a page; and a page that lists them.

    Args:
        registers: what to write.
        folder: a new one.
        on: the day on which they hold.
        made_at: the moment (aware).
        raw_cells: see `write_table`.
    """
    folder.mkdir(parents=True)
    for each in registers:
        titles, rows = [column.title for column in each.register.columns], each.rows()
        write_table(folder / f"{each.name}.csv", titles, rows, raw_cells=raw_cells)
        described = json.dumps(_csv_metadata(each, raw_cells=raw_cells), ensure_ascii=False, indent=2)
        (folder / f"{each.name}.csv-metadata.json").write_text(described + "\n", encoding="utf-8", newline="\n")
        page = register_page(each.register, rows, on, made_at)
        (folder / f"{each.name}.html").write_text(page, encoding="utf-8", newline="\n")
    (folder / "index.html").write_text(
        index_page([(each.name, each.register.title, len(each.rows())) for each in registers], on, made_at),
        encoding="utf-8",
        newline="\n",
    )


def _csv_metadata(each: NamedRegister, *, raw_cells: bool) -> dict[str, Any]:
    """What W3C's CSV on the Web says about the file: separator, the key of each column beside its title, and apostrophes."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": f"{each.name}.csv",
        "dc:title": each.register.title,
        **({} if raw_cells else {"dc:description": DISARMED}),
        "dialect": {"delimiter": ";", "encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [{"name": column.key, "titles": column.title} for column in each.register.columns],
        },
    }


def shown(value: Any) -> str:
    """A value as it is written in a register: days and moments in ISO form, yes and no in Dutch."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(shown(part) for part in value)
    return str(value)
