"""The command ``rso dates``: the days that the rhythm of a body gives, for planning a year."""

from datetime import date, datetime, timedelta
from typing import Annotated

import typer

from rso_calendar.rhythm import RhythmRow
from rso_core.calendar_days import shifted
from rso_core.cli.declaring import command
from rso_core.cli.session import body_named, day, end_untold, of, print_register, register_json, untold_rows
from rso_core.cli.session import print_json as print_as_json
from rso_core.projection import Column, Register
from rso_core.projection.register_row import typed_rows
from rso_core.time_zone import AMSTERDAM

PANEL = "Ask"


@command("dates")
def dates(
    context: typer.Context,
    body: Annotated[str, typer.Option("--body", help="identifier or name of the body")],
    from_: Annotated[str | None, typer.Option("--from", help="first day; today when left out")] = None,
    until: Annotated[str | None, typer.Option("--until", help="last day; a year on when left out")] = None,
    json_: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Give the days on which a body meets by its rhythm; they step aside for weekends and Dutch holidays.

    Example: rso dates --body B-PSO --from 2026-01-01 --until 2026-12-31
    """
    first = day(from_) if from_ else datetime.now(AMSTERDAM).date()
    last = day(until) if until else shifted(first, timedelta(days=365))
    session = of(context)
    with session.application() as application, session.projector(application) as projector:
        identifier = body_named(projector, body, last)
        rhythm = projector.register("rhythm", last)
    rows = [r for r in typed_rows(RhythmRow, rhythm) if r.body == identifier]
    untold = tuple(each for each in rhythm.untold if each.record.get("body") == identifier)
    days: list[date] = [d for row in rows for d in row.dates if first <= d <= last]
    weekdays = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
    found = Register(
        title=f"Data van {rows[0].body_name} ({rows[0].rhythm_nl})" if rows else f"{body} heeft geen ritme",
        columns=(Column("on", "Datum"), Column("weekday", "Dag")),
        rows=tuple({"on": d, "weekday": weekdays[d.weekday()]} for d in days),
        untold=untold,
    )
    if json_:
        print_as_json(register_json(found))
    else:
        print_register(found)
    end_untold(untold_rows(found, "rhythm"))
