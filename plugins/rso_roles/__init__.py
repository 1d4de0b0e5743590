"""Rollenregister: who holds which role with which deputy, what is vacant, and what is handed over (S6)."""

from collections.abc import Callable, Iterable
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING

from rso_core.hooks import DueItem, hookimpl
from rso_core.projection import ReadModel, Register
from rso_roles.due import open_handovers, vacant_or_ending
from rso_roles.handovers import HANDOVERS_REGISTER
from rso_roles.register import ROLES

if TYPE_CHECKING:
    import typer


@hookimpl
def rso_read_models() -> Iterable[ReadModel]:
    """The role register, and the handovers."""
    return [ROLES, HANDOVERS_REGISTER]


@hookimpl
def rso_due(register: Callable[[str], Register], on: date) -> Iterable[DueItem]:
    """Roles that are vacant or become so, holders who left, and handovers that are not done."""
    return [*vacant_or_ending(register("roles"), on), *open_handovers(register("handovers"), on)]


@hookimpl
def rso_commands(cli: "typer.Typer") -> None:
    """The command ``rso roles gaps``."""
    if find_spec("typer") is not None:
        from rso_roles.commands import roles  # noqa: PLC0415 - only the command line needs typer

        cli.add_typer(roles, name="roles", rich_help_panel="Ask")
