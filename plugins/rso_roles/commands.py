"""The commands ``rso roles …``."""

from datetime import date, datetime
from typing import Annotated, Any

import typer

from rso_core.cli.declaring import group
from rso_core.cli.options import EnteredOn, Json, KnownOn, known
from rso_core.cli.session import day, end_untold, of, print_register, register_json, untold_rows
from rso_core.cli.session import print_json as print_as_json
from rso_core.projection import Column, Register
from rso_core.projection.register_row import typed_rows
from rso_core.time_zone import AMSTERDAM
from rso_roles.register import RoleRow

PANEL = "Ask"
roles = typer.Typer(no_args_is_help=True)


@group("roles")
def role_commands() -> typer.Typer:
    """Roles: who holds them, and where nobody does."""
    return roles


@roles.callback()
def about() -> None:
    """Roles: who holds them, and where nobody does."""


@roles.command()
def gaps(
    context: typer.Context,
    on: Annotated[str | None, typer.Option("--on", help="day to look at; today when left out")] = None,
    known_on: KnownOn = None,
    entered_on: EnteredOn = None,
    json_: Json = False,
) -> None:
    """List roles that are vacant, have no deputy, or whose holder left the organisation.

    Example: rso roles gaps --on 2026-03-01
    """
    looked_from = day(on) if on else datetime.now(AMSTERDAM).date()
    session = of(context)
    with session.application() as application, session.projector(application) as projector:
        register = projector.register("roles", looked_from, known(known_on), known(entered_on))
    found = gaps_of(register, looked_from)
    if json_:
        print_as_json(register_json(found))
    else:
        print_register(found)
    end_untold(untold_rows(found, "roles"))


def gaps_of(register: Register, on: date) -> Register:
    """The rows of the role register in which somebody is missing, each with what is missing and since when."""
    rows: list[dict[str, Any]] = []
    for row in typed_rows(RoleRow, register):
        if row.assignment is None:
            rows.append({**row, "gap": "vacant", "since": row.vacant_since})
        elif row.holder_left_on is not None:
            rows.append({**row, "gap": "houder heeft de organisatie verlaten", "since": row.holder_left_on})
        elif row.deputy is None and row.holders == 1:
            rows.append({**row, "gap": "geen plaatsvervanger", "since": row.start})
    columns = (
        Column("role_name", "Rol"),
        Column("body_name", "Overleg"),
        Column("party_name", "Partij"),
        Column("person_name", "Persoon"),
        Column("gap", "Wat ontbreekt"),
        Column("since", "Sinds"),
    )
    return Register(
        title=f"Rollen waar iemand ontbreekt op {on}", columns=columns, rows=tuple(rows), untold=register.untold
    )
