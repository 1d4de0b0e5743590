"""Vergaderkalender: which body meets when, with which agenda, what was held, and whether the rhythm is kept (S4, S5)."""

from collections.abc import Callable, Iterable
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING

from rso_calendar.agenda import AGENDA
from rso_calendar.due import minutes, out_of_rhythm, unrecorded
from rso_calendar.register import CALENDAR
from rso_calendar.rhythm import RHYTHM
from rso_core.hooks import DueItem, hookimpl
from rso_core.projection import ReadModel, Register

if TYPE_CHECKING:
    import typer


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The calendar of meetings, their agendas, and the rhythm of each body."""
    return [CALENDAR, AGENDA, RHYTHM]


@hookimpl
def rso_due(register: Callable[[str], Register], on: date) -> Iterable[DueItem]:
    """Meetings without a record, bodies out of rhythm, minutes that wait."""
    calendar = register("calendar")
    return [*unrecorded(calendar, on), *out_of_rhythm(register("rhythm"), on), *minutes(calendar, on)]


@hookimpl
def rso_commands(cli: "typer.Typer") -> None:
    """The command ``rso dates``."""
    if find_spec("typer") is not None:
        from rso_calendar.commands import dates  # noqa: PLC0415 - only the command line needs typer

        cli.command("dates", rich_help_panel="Ask")(dates)
