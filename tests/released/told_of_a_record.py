"""Everything that a release tells of a record, as plain data: what a later release must still tell the same.

It is asked through what is promised to others (the command line, the registers, the site), so that it outlives a move
of the code behind them.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import typer

from commands_in_process import asked, rso
from rso_core.cli.session import plain
from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_core.store import EventStore
from rso_pleio.desired import desired_site
from rso_pleio.registers import Earlier, registers_of
from rso_pleio.texts import pages

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOW.date()
MOMENTS: tuple[tuple[date, date | None], ...] = (
    (TODAY, None),
    (date(2026, 1, 1), None),
    (date(2025, 12, 31), date(2026, 1, 5)),
    (date(2026, 4, 27), date(2026, 4, 27)),
)
"""Valid on, and known on."""
COMPARED = (date(2025, 12, 31), date(2026, 1, 8))
PERSONS = 8
"""Of so many persons the report is kept."""
DUE_ON = (date(2025, 12, 1), date(2026, 3, 1), TODAY)


def registers(store: EventStore) -> dict[str, Any]:
    """Every register at some moments: live for today, and replayed."""
    projector = Projector(store, Plugins().read_models())
    try:
        assert projector.catch_up() == []
        names = sorted(model.name for model in projector.read_models)
        return {
            f"{valid} known {known}": {name: _register(projector, name, valid, known) for name in names}
            for valid, known in MOMENTS
        }
    finally:
        projector.close()


def _register(projector: Projector, name: str, valid: date, known: date | None) -> Any:
    found = projector.register(name, valid, known)
    return {"title": found.title, "columns": [list(c) for c in map(attrs.astuple, found.columns)], "rows": rows(found)}


def rows(register: Any) -> Any:
    """Rows as JSON gives them back."""
    return plain([dict(row) for row in register.rows])


def site(store: EventStore) -> Any:
    """What the members' platform should show today."""
    projector = Projector(store, Plugins().read_models())
    try:
        projector.catch_up()
        with registers_of(projector, Earlier(projector), TODAY) as found:
            site = desired_site(found, pages)
            assert not site.untold, "what release 0.2 had no word for"
            return plain(attrs.asdict(site, value_serializer=_simple, filter=lambda field, _: field.name != "untold"))
    finally:
        projector.close()


def _simple(_: Any, __: Any, value: Any) -> Any:
    return sorted(value) if isinstance(value, set | frozenset) else value


def answers(folder: Path) -> dict[str, Any]:
    """What the command answers about the record in a folder, in words: narrative, differences, persons, what is due."""
    everybody = sorted(row["person"] for row in asked(folder, "show", "pleio_people", "--on", str(TODAY))["rows"])
    persons = everybody[:: len(everybody) // PERSONS]
    earlier, later = map(str, COMPARED)
    return {
        "history": _printed(folder, "history", "--all"),
        "history as known": _printed(folder, "history", "--all", "--known-on", later),
        "diff": _printed(folder, "diff", "--known-on", earlier, "--known-on", later, "--valid-on", "2026-01-10"),
        "due": {str(on): asked(folder, "due", "--on", str(on)) for on in DUE_ON},
        "persons": {person: _report(folder, person) for person in persons},
    }


def _report(folder: Path, person: str) -> Any:
    return asked(folder, "person", "report", person, "--on", str(TODAY))


def _printed(folder: Path, *arguments: str) -> list[str]:
    done = rso(folder, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def command_line(cli: typer.Typer) -> dict[str, Any]:
    """Every command with its help, arguments and options."""
    return dict(_commands("rso", typer.main.get_command(cli)))


def _commands(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield (
        path,
        {
            "help": command.help,
            "hidden": command.hidden,
            "panel": _plain(getattr(command, "rich_help_panel", None)),
            "parameters": [_parameter(parameter) for parameter in command.params if parameter.name != "help"],
        },
    )
    for name, each in getattr(command, "commands", {}).items():
        yield from _commands(f"{path} {name}", each)


def _parameter(parameter: Any) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "options": [*parameter.opts, *parameter.secondary_opts],
        "required": parameter.required,
        "multiple": parameter.multiple,
        "count": parameter.nargs,
        "flag": getattr(parameter, "is_flag", False),
        "default": _plain(parameter.default),
        "help": getattr(parameter, "help", None),
        "panel": _plain(getattr(parameter, "rich_help_panel", None)),
    }


def _plain(value: Any) -> Any:
    """A value as JSON has it; what typer puts in place of nothing is nothing."""
    value = getattr(value, "value", value)
    return value if isinstance(value, str | int | bool | None) else str(value)
