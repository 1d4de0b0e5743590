"""Commands that ask: registers, their tables, and what is due."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import attrs
import typer

from rso_core.cli.completing import registers, things
from rso_core.cli.declaring import command
from rso_core.cli.options import EnteredOn, Json, KnownOn, ValidOn, known
from rso_core.cli.printing import (
    end_untold,
    err,
    out,
    print_json,
    print_register,
    print_table,
    register_json,
    untold_rows,
)
from rso_core.cli.session import body_named, day, of
from rso_core.time_zone import AMSTERDAM

if TYPE_CHECKING:
    from sqlalchemy import Table

    from rso_core.projection import Projector, ReadModel, Register

PANEL = "Ask"


@command("show")
def show(
    context: typer.Context,
    register: Annotated[
        str | None, typer.Argument(help="register; left out: a list of them", autocompletion=registers)
    ] = None,
    valid_on: ValidOn = None,
    known_on: KnownOn = None,
    entered_on: EnteredOn = None,
    body: Annotated[
        str | None,
        typer.Option("--body", help="only of this body, by identifier or name", autocompletion=things("body")),
    ] = None,
    json_: Json = False,
) -> None:
    """Show a register, now or as it was.

    Example: rso show signatures --valid-on 2025-12-31 --known-on 2026-01-05

    Example: rso show progress --body B-PSO --on 2026-06-15 --known-on 2026-06-20
    """
    from rso_core.comparison.entered_later import marked_register

    session = of(context)
    with session.application() as application, session.projector(application) as projector:
        if register is None:
            _list_registers(projector, json_wanted=json_)
            return
        valid = day(valid_on) if valid_on else datetime.now(AMSTERDAM).date()
        known_by, entered_by = known(known_on), known(entered_on)
        if known_by is None or entered_by is not None:
            found = projector.register(register, valid, known_by, entered_by)
        else:
            found = marked_register(projector, register, valid, known_by)
        if body is not None:
            found = _of_body(found, body_named(projector, body, valid))
    if json_:
        print_json(register_json(found))
    else:
        print_register(found)
    end_untold(untold_rows(found, register))


def _of_body(register: Register, body: str) -> Register:
    """The rows of a register that are about one body.

    Raises:
        typer.BadParameter: its rows are not about bodies.
    """
    if register.rows and "body" not in register.rows[0]:
        raise typer.BadParameter("this register is not kept per body; leave --body out", param_hint="--body")
    return attrs.evolve(register, rows=tuple(row for row in register.rows if row["body"] == body))


def _list_registers(projector: Projector, *, json_wanted: bool) -> None:
    status = projector.status()
    if json_wanted:
        print_json([{"name": s.name, "title": s.title, "rows": s.rows, "status": s.status} for s in status])
    else:
        print_table(
            "Registers", ["Name", "Register", "Rows", "State"], [(s.name, s.title, s.rows, s.status) for s in status]
        )


@command("due")
def due(
    context: typer.Context,
    on: Annotated[str | None, typer.Option("--on", help="day to look from; today when left out")] = None,
    known_on: KnownOn = None,
    entered_on: EnteredOn = None,
    ics: Annotated[Path | None, typer.Option("--ics", help="write it as a calendar feed to this file")] = None,
    json_: Json = False,
) -> None:
    """List what is due or overdue on a day, with who should act and why.

    Example: rso due --on 2026-01-15 --ics te-doen.ics
    """
    from rso_core.projection import RegistersRead

    known_by, entered_by = known(known_on), known(entered_on)
    looked_from = day(on) if on else datetime.now(AMSTERDAM).date()
    session = of(context)
    with (
        session.application() as application,
        session.projector(application) as projector,
        projector.registers(looked_from, known_by, entered_by) as register,
    ):
        read = RegistersRead(register)
        before = {info.name for info in session.plugins.infos() if info.failure}
        items = session.plugins.due(read, looked_from)
        failed = [info for info in session.plugins.infos() if info.failure and info.name not in before]
    problems = [
        *read.problems,
        *(f"what is due by plugin {info.name!r} is left out: {info.failure}" for info in failed),
    ]
    if ics is not None:
        # The calendar library is only needed here.
        from rso_core.cli.feed import write_feed

        write_feed(ics, items, looked_from)
        err.print(f"Wrote {len(items)} entries to {ics}", markup=False)
    if json_:
        print_json([attrs.asdict(item) for item in items])
        end_untold(problems)
        return
    rows = [(i.on, "te laat" if i.on < looked_from else "binnenkort", i.what, i.who, i.rule) for i in items]
    print_table(f"Te doen op {looked_from} ({len(rows)})", ["Datum", "Stand", "Wat", "Wie", "Waarom"], rows)
    end_untold(problems)


@command("tables")
def tables(
    context: typer.Context,
    register: Annotated[
        str | None, typer.Argument(help="register; all when left out", autocompletion=registers)
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="print Markdown")] = False,
) -> None:
    """Tell which tables a register keeps in the database, and what each column means.

    Example: rso tables signals
    """
    from rso_core.projection import UnknownReadModelError

    models = {model.name: model for model in of(context).plugins.read_models()}
    if register is not None and register not in models:
        raise UnknownReadModelError(register, models)
    names = [register] if register else sorted(models)
    if markdown:
        parts = ([] if register else [_PAGE_OF_ALL]) + [_in_markdown(models[name]) for name in names]
        out.print("\n".join(parts), markup=False, soft_wrap=True, end="")
        return
    for table in (table for name in names for table in models[name].tables):
        print_table(f"{table.name}: {table.comment or ''}", ["Column", "Type", "Key", "Meaning"], _columns(table))


_PAGE_OF_ALL = """# Registers and their tables

Every register stands in the database of the store as views with these names; any tool can query them. Made with
`rso tables --markdown`; a test keeps it so.
"""


def _in_markdown(model: ReadModel) -> str:
    parts = [f"## {model.title} (`{model.name}`)\n"]
    for table in model.tables:
        rows = [
            f"| {column} | {kind}{', key' if is_key else ''} | {meaning} |\n"
            for column, kind, is_key, meaning in _columns(table)
        ]
        head = f"`{table.name}`: {table.comment or ''}\n\n| column | type | meaning |\n| --- | --- | --- |\n"
        parts.append(head + "".join(rows))
    return "\n".join(parts)


def _columns(table: Table) -> list[tuple[str, str, bool, str]]:
    return [(c.name, type(c.type).__name__, c.primary_key, c.comment or "") for c in table.columns]
