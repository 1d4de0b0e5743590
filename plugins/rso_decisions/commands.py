"""The command ``rso chain``."""

from datetime import datetime
from typing import Annotated

import typer

from rso_core.cli.declaring import command
from rso_core.cli.options import EnteredOn, Json, KnownOn, ValidOn, known
from rso_core.cli.session import day, end_untold, identifier_found, of, print_register, register_json, untold_rows
from rso_core.cli.session import print_json as print_as_json
from rso_core.projection import Column, Register
from rso_core.time_zone import AMSTERDAM
from rso_decisions.chains import chain_of

PANEL = "Ask"


@command("chain")
def chain(
    context: typer.Context,
    decision: Annotated[str, typer.Argument(help="identifier or title of the decision")],
    valid_on: ValidOn = None,
    known_on: KnownOn = None,
    entered_on: EnteredOn = None,
    json_: Json = False,
) -> None:
    """Tell what led to a decision and what followed: consultation, advice, decision, action items.

    Example: rso chain b-pso-2025-10-31-1
    """
    valid = day(valid_on) if valid_on else datetime.now(AMSTERDAM).date()
    session = of(context)
    with (
        session.application() as application,
        session.projector(application) as projector,
        projector.registers(valid, known(known_on), known(entered_on)) as register,
    ):
        decision = identifier_found(application, decision, "decision")
        decisions, actions = register("decisions"), register("actions")
    try:
        rows = chain_of(decisions, actions, decision)
    except KeyError:
        raise typer.BadParameter(f"no decision {decision!r} is known on that day", param_hint="DECISION") from None
    columns = (
        Column("steps", "Stap"),
        Column("on", "Datum"),
        Column("kind_nl", "Soort"),
        Column("title", "Wat"),
        Column("who", "Wie"),
        Column("state_nl", "Stand"),
    )
    found = Register(title=f"Keten van {decision}", columns=columns, rows=tuple(rows))
    untold = [*untold_rows(decisions, "decisions"), *untold_rows(actions, "actions")]
    if json_:
        print_as_json(register_json(found))
    else:
        print_register(found)
    end_untold(untold)
