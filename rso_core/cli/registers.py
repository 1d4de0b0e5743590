"""Commands that ask: registers, their tables, and what is due."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import attrs
import typer

from rso_core.cli.completing import registers, things
from rso_core.cli.declaring import command
from rso_core.cli.options import EnteredOn, Json, KnownOn, Unproven, ValidOn, known
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
MORE = "A wider window shows more; --wide shows all, and --columns those that you name."
LONG = 5_000
"""A record of so many events is not run again to show a register as it is now, unless that is asked for."""


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
    handles: Annotated[
        bool | None,
        typer.Option(
            "--handles/--no-handles",
            help="whether each row is shown with the handle of the act that wrote it last, and how late it was entered; "
            f"left out: in a table, of a record of fewer than {LONG} events, for it takes as long as asking of an earlier moment",
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns", help="only these columns, by Dutch title or key, separated by commas; all: --json tells"
        ),
    ] = None,
    wide: Annotated[
        bool, typer.Option("--wide", help="show all columns, also where they are wider than the window")
    ] = False,
    json_: Json = False,
    unproven: Unproven = None,
) -> None:
    """Show a register, now or as it was.

    What goes out as JSON is held to the record first.

    Where a line has no room for all columns, some are shown, and it is said which others there are.

    Example: rso show signatures --valid-on 2025-12-31 --known-on 2026-01-05

    Example: rso show progress --body B-PSO --on 2026-06-15 --known-on 2026-06-20
    """
    from rso_core.comparison.entered_later import marked_register

    session = of(context)
    with session.application() as application, session.projector(application) as projector:
        if register is None:
            _list_registers(projector, json_wanted=json_)
            session.end_untold()
            return
        valid = day(valid_on) if valid_on else datetime.now(AMSTERDAM).date()
        known_by, entered_by = known(known_on), known(entered_on)
        if known_by is None or entered_by is not None:
            found = projector.register(register, valid, known_by, entered_by)
        else:
            found = marked_register(projector, register, valid, known_by)
        if body is not None:
            found = _of_body(found, body_named(projector, body, valid))
        if not json_ and not columns:
            found = _with_identifiers(projector, register, found)
        if handles or (handles is None and not json_ and application.store.head() < LONG):
            found = _with_handles(projector, register, found, (valid, known_by, entered_by))
        if json_:
            mine = [model for model in projector.read_models if model.name == register]
            session.let_out(application, f"register {register} als JSON", unproven, mine)
    if json_:
        print_json(register_json(found))
    elif columns:
        print_register(_chosen(found, columns), wide=wide, more=MORE)
    else:
        print_register(found, wide=wide, more=MORE)
    end_untold(untold_rows(found, register))


def _of_body(register: Register, body: str) -> Register:
    """The rows of a register that are about one body.

    Raises:
        typer.BadParameter: its rows are not about bodies.
    """
    if register.rows and "body" not in register.rows[0]:
        raise typer.BadParameter("this register is not kept per body; leave --body out", param_hint="--body")
    return attrs.evolve(register, rows=tuple(row for row in register.rows if row["body"] == body))


def _with_identifiers(projector: Projector, name: str, register: Register) -> Register:
    """The register with the identifiers by which its rows are known to commands."""
    from rso_core.dutch.vocabulary import fact_in_dutch
    from rso_core.projection import Column
    from rso_core.projection.row_keys import key_kind

    shown = {column.key for column in register.columns}
    primary = projector.read_model(name).tables[0].primary_key.columns
    keys = [column.name for column in primary if key_kind(column) is str]
    keys = [name for name in keys if name not in shown and any(row.get(name, None) for row in register.rows)]
    titles = ["Kenmerk"] if len(keys) == 1 else [f"Kenmerk {fact_in_dutch(name)}" for name in keys]
    added = tuple(Column(name, title) for name, title in zip(keys, titles, strict=True))
    return attrs.evolve(register, columns=(*register.columns, *added))


def _chosen(register: Register, columns: str) -> Register:
    """The register with these columns only, in this order.

    Raises:
        typer.BadParameter: it has no such column.
    """
    from rso_core.projection import Column

    titled = {column.key: column for column in register.columns}
    known = {name: titled.get(name) or Column(name, name) for row in register.rows for name in row} | titled
    called = {**{column.title.casefold(): column for column in titled.values()}, **known}
    asked = [name.strip() for name in columns.split(",") if name.strip()]
    for name in asked or [columns]:
        if name.casefold() not in called:
            names = ", ".join(dict.fromkeys((*(column.title for column in register.columns), *known)))
            raise typer.BadParameter(f"there is no column {name!r}; there are: {names}", param_hint="--columns")
    return attrs.evolve(register, columns=tuple(called[name.casefold()] for name in asked))


def _with_handles(
    projector: Projector, name: str, register: Register, moment: tuple[date, date | None, date | None]
) -> Register:
    """The register with the acts behind its rows; as it is where they cannot be found, for then it is told elsewhere."""
    from rso_core.comparison.acts_behind import with_acts_behind
    from rso_core.projection import HandlerFailedError

    try:
        return with_acts_behind(projector, name, register, *moment)
    except HandlerFailedError:
        return register


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
    unproven: Unproven = None,
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
        items = session.plugins.due(read, looked_from)
        if ics is not None:
            session.let_out(application, "wat te doen is, als agenda", unproven, projector.read_models)
    if ics is not None:
        # The calendar library is only needed here.
        from rso_core.cli.feed import write_feed

        write_feed(ics, items, looked_from)
        err.print(f"Wrote {len(items)} entries to {ics}", markup=False)
    if json_:
        print_json([attrs.asdict(item) for item in items])
        session.end_untold(read.problems)
        return
    rows = [(i.on, "te laat" if i.on < looked_from else "binnenkort", i.what, i.who, i.rule) for i in items]
    print_table(f"Te doen op {looked_from} ({len(rows)})", ["Datum", "Stand", "Wat", "Wie", "Waarom"], rows)
    session.end_untold(read.problems)


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
