"""Commands that ask: registers, what is due, the history of a subject, the state of affairs at any moment."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import attrs
import typer

from rso_core.application import Application
from rso_core.cli.session import (
    body_named,
    day,
    err,
    of,
    out,
    plain,
    print_json,
    print_register,
    print_table,
    register_json,
)
from rso_core.events import Profile
from rso_core.projection import Projector, Register, UnknownReadModelError, events_as_of
from rso_core.store import Recorded
from rso_core.structuring import InputError
from rso_core.use_cases import CONCEPTS, DOCKET

PANEL = "Ask"
LONG_LIST = 4
"""A longer list in an event is told by its length."""
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
Json = Annotated[bool, typer.Option("--json", help="print JSON")]
ValidOn = Annotated[str | None, typer.Option("--valid-on", "--on", help="day on which it holds; today when left out")]
KnownOn = Annotated[str | None, typer.Option("--known-on", help="day up to which is known; everything when left out")]


def add_commands(cli: typer.Typer) -> None:
    """Add these commands."""
    for name, command in (("show", show), ("due", due), ("history", history), ("replay", replay), ("tables", tables)):
        cli.command(name, rich_help_panel=PANEL)(command)


def show(
    context: typer.Context,
    register: Annotated[str | None, typer.Argument(help="register; left out: a list of them")] = None,
    valid_on: ValidOn = None,
    known_on: KnownOn = None,
    body: Annotated[str | None, typer.Option("--body", help="only of this body, by identifier or name")] = None,
    json_: Json = False,
) -> None:
    """Show a register, now or as it was.

    Example: rso show signatures --valid-on 2025-12-31 --known-on 2026-01-05

    Example: rso show progress --body B-PSO --on 2026-06-15 --known-on 2026-06-20
    """
    session = of(context)
    with session.application() as application, session.projector(application) as projector:
        if register is None:
            _list_registers(projector, json_wanted=json_)
            return
        valid = day(valid_on) if valid_on else datetime.now(AMSTERDAM).date()
        found = projector.register(register, valid, day(known_on) if known_on else None)
        if body is not None:
            found = _of_body(found, body_named(projector, body, valid))
    if json_:
        print_json(register_json(found))
    else:
        print_register(found)


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


def tables(
    context: typer.Context,
    register: Annotated[str | None, typer.Argument(help="register; all when left out")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="print Markdown")] = False,
) -> None:
    """Tell which tables a register keeps in the database, and what each column means.

    Example: rso tables signals
    """
    models = {model.name: model for model in of(context).plugins.read_models()}
    if register is not None and register not in models:
        raise UnknownReadModelError(register, models)
    for name in [register] if register else sorted(models):
        title = f"{models[name].title} (`{name}`)"
        if markdown:
            out.print(f"## {title}\n", markup=False, soft_wrap=True)
        for table in models[name].tables:
            rows = [(c.name, type(c.type).__name__, c.primary_key, c.comment or "") for c in table.columns]
            if not markdown:
                print_table(f"{table.name}: {table.comment or ''}", ["Column", "Type", "Key", "Meaning"], rows)
                continue
            out.print(f"`{table.name}`: {table.comment or ''}\n", markup=False, soft_wrap=True)
            out.print("| column | type | meaning |\n| --- | --- | --- |", markup=False, soft_wrap=True)
            for column, kind, is_key, meaning in rows:
                out.print(f"| {column} | {kind}{', key' if is_key else ''} | {meaning} |", markup=False, soft_wrap=True)
            out.print("")


def due(
    context: typer.Context,
    on: Annotated[str | None, typer.Option("--on", help="day to look from; today when left out")] = None,
    known_on: KnownOn = None,
    ics: Annotated[Path | None, typer.Option("--ics", help="write it as a calendar feed to this file")] = None,
    json_: Json = False,
) -> None:
    """List what is due or overdue on a day, with who should act and why.

    Example: rso due --on 2026-01-15 --ics te-doen.ics
    """
    known = day(known_on) if known_on else None
    looked_from = day(on) if on else datetime.now(AMSTERDAM).date()
    session = of(context)
    with (
        session.application() as application,
        session.projector(application) as projector,
        projector.registers(looked_from, known) as register,
    ):
        items = session.plugins.due(register, looked_from)
    session.tell_failed_plugins()
    if ics is not None:
        # The calendar library is only needed here.
        from rso_core.cli.feed import write_feed  # noqa: PLC0415

        write_feed(ics, items, looked_from)
        err.print(f"Wrote {len(items)} entries to {ics}", markup=False)
    if json_:
        print_json([attrs.asdict(item) for item in items])
        return
    rows = [(i.on, "te laat" if i.on < looked_from else "binnenkort", i.what, i.who, i.rule) for i in items]
    print_table(f"Te doen op {looked_from} ({len(rows)})", ["Datum", "Stand", "Wat", "Wie", "Waarom"], rows)


def history(
    context: typer.Context,
    subject: Annotated[
        str, typer.Argument(help="such as party:gm0344, gm0344 where that is clear, or a name that a body has had")
    ],
    json_: Json = False,
) -> None:
    """Tell everything that was recorded of a subject: when, by whom, on what ground.

    Example: rso history body:b-pso
    """
    with of(context).application() as application:
        stream = _subject(application, subject)
        events = application.history(stream)
    if json_:
        print_json([event_json(event) for event in events])
    else:
        _print_events(f"History of {stream} ({len(events)})", events)


def _subject(application: Application, subject: str) -> str:
    if ":" in subject:
        found = [subject] if application.history(subject) else []
    else:
        found = [c.stream(subject) for c in CONCEPTS if application.history(c.stream(subject)) and c is not DOCKET]
        found = found or _bodies_called(application, subject)
    if len(found) != 1:
        kinds = ", ".join(concept.name for concept in CONCEPTS)
        hint = f"it may be any of {', '.join(found)}" if found else f"write it as kind:id; kinds are {kinds}"
        raise InputError([f"nothing clear is recorded under {subject!r}; {hint}"])
    return found[0]


def _bodies_called(application: Application, name: str) -> list[str]:
    """Bodies that have, or ever had, this name."""
    found: dict[str, None] = {}
    for _, recorded in events_as_of(application.store, None, None):
        profile = getattr(recorded.event, "profile", None)
        if isinstance(profile, Profile) and profile.name.casefold() == name.strip().casefold():
            found[recorded.originator_id] = None
    return list(found)


def replay(
    context: typer.Context,
    valid_on: Annotated[str, typer.Option("--valid-on", "--on", help="day on which it holds")],
    known_on: KnownOn = None,
    register: Annotated[str | None, typer.Option(help="one register; all when left out")] = None,
    last: Annotated[int, typer.Option(min=0, help="how many of the latest events to print; 0 for all")] = 20,
    json_: Json = False,
) -> None:
    """Replay the record to a moment: the registers as they were, and the events that led to them.

    Example: rso replay --valid-on 2026-01-01 --known-on 2026-01-10 --register signatures
    """
    valid, known = day(valid_on), day(known_on) if known_on else None
    session = of(context)
    with session.application() as application, session.projector(application, catch_up=False) as projector:
        with projector.as_of(valid, known) as moment:
            names = [register] if register else [model.name for model in projector.read_models]
            registers = {name: moment.register(name) for name in names}
        events = list(_events(application, projector, valid, known, register))
    if json_:
        print_json(
            {
                "valid_on": valid,
                "known_on": known,
                "registers": {name: register_json(found) for name, found in registers.items()},
                "events": [event_json(event) for event in events],
            }
        )
        return
    for found in registers.values():
        print_register(found)
    shown = events[-last:] if last else events
    _print_events(f"Events that led to it: the last {len(shown)} of {len(events)}", shown)
    if len(shown) < len(events):
        err.print("--last 0 shows all")
    out.print(f"State on {valid}, as known on {known or 'now'}.")


def _events(
    application: Application, projector: Projector, valid: date, known: date | None, register: str | None
) -> Iterator[Recorded]:
    handled = {cls for model in projector.read_models if register in (None, model.name) for cls in model.handlers}
    for _, recorded in events_as_of(application.store, valid, known):
        if type(recorded.event) in handled:
            yield recorded


def event_json(recorded: Recorded) -> dict[str, Any]:
    """An event as `--json` gives it."""
    name, version = recorded.event.event_name, recorded.event.event_version
    data = attrs.asdict(recorded.event)  # type: ignore[arg-type]
    return {
        "id": recorded.id,
        "name": name,
        "version": version,
        **plain(attrs.asdict(recorded.meta)),
        "data": plain(data),
    }


def _print_events(title: str, events: list[Recorded]) -> None:
    rows = [
        (
            e.meta.recorded_at.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M"),
            e.meta.effective,
            e.event.event_name,
            _told(e),
            e.meta.actor,
            e.meta.source or "",
        )
        for e in events
    ]
    print_table(title, ["Recorded", "Holds from", "What", "Facts", "Actor", "Source"], rows)


def _told(recorded: Recorded) -> str:
    data = plain(attrs.asdict(recorded.event))  # type: ignore[arg-type]
    told = ((name, _in_short(value)) for name, value in data.items() if value not in (None, "", [], False))
    return "; ".join(f"{name}: {value}" for name, value in told)


def _in_short(value: Any) -> str:
    if isinstance(value, list):
        return f"{len(value)}×" if len(value) > LONG_LIST else ", ".join(map(_in_short, value))
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items() if v not in (None, "") and not isinstance(v, list))
    return str(value)
