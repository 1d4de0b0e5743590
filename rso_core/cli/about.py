"""The command ``rso about``: everything about somebody or something."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rso_core.cli.declaring import command
from rso_core.cli.options import Json, KnownOn, Unproven, known
from rso_core.cli.printing import err, json_text, print_text, write_json
from rso_core.cli.session import day, of
from rso_core.time_zone import AMSTERDAM
from rso_core.visible_text import visible

if TYPE_CHECKING:
    from rso_core.application import Application
    from rso_core.domain.references import Thing
    from rso_core.narrative.account import Account

PANEL = "Ask"


@command("about")
def about(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(help="such as party:gm0344, seat:b-pso/z-1, or a name it has had")],
    from_: Annotated[str | None, typer.Option("--from", help="only what holds from this day or later")] = None,
    until: Annotated[str | None, typer.Option("--until", help="only what holds from this day or earlier")] = None,
    valid_on: Annotated[
        str | None,
        typer.Option("--valid-on", "--on", help="as it held on this day: nothing later, and the names of then"),
    ] = None,
    known_on: KnownOn = None,
    public: Annotated[bool, typer.Option("--public", help="leave out what is confidential, and say how much")] = False,
    to_person: Annotated[
        bool, typer.Option("--to-person", help="as the report to a person (AVG, article 15), without names of others")
    ] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="print Markdown")] = False,
    html: Annotated[bool, typer.Option("--html", help="print a page in HTML")] = False,
    json_: Json = False,
    out_file: Annotated[Path | None, typer.Option("--out", help="write it to this file")] = None,
    unproven: Unproven = None,
) -> None:
    """Tell everything about somebody or something: every act that names it, what it did, by whom, on what ground.

    Example: rso about party:gm0344 --from 2025-10-01 --until 2025-12-31

    Example: rso about "Gemeente Utrecht" --public --html --out utrecht.html
    """
    from rso_core.cli.rendering import print_account
    from rso_core.narrative.account_text import as_html, as_markdown
    from rso_core.search import find

    if sum((markdown, html, json_)) > 1:
        raise typer.BadParameter("choose one of --markdown, --html and --json", param_hint="--json")
    days = {
        name: day(text) for name, text in (("first_day", from_), ("last_day", until), ("valid_on", valid_on)) if text
    }
    if days.get("first_day", date.min) > days.get("last_day", date.max):
        raise typer.BadParameter(f"{until} comes before {from_}", param_hint="--until")
    session = of(context)
    with session.application() as application:
        if out_file is not None:
            session.let_out(application, "een verslag als bestand", unproven)
        thing = find(application.store, subject)
        if to_person:
            _require_person(thing, other_options=bool(days or known_on or public or html))
            _to_person(context, application, thing[1], json_wanted=json_, out_file=out_file)
            return
        account = _account(application, thing, days, known(known_on), public=public)
    if json_:
        text = json_text(account_json(account))
    elif markdown or html:
        text = as_html(account) if html else as_markdown(account)
    elif out_file is not None:
        text = as_html(account) if out_file.suffix in (".html", ".htm") else as_markdown(account)
    else:
        print_account(account)
        return
    write(text, out_file, is_json=json_)


def _account(
    application: Application, thing: Thing, days: dict[str, date], known_on: date | datetime | None, *, public: bool
) -> Account:
    from rso_core.comparison.moments import known_in_dutch
    from rso_core.narrative.account import account_of

    as_known = known_in_dutch(known_on) if known_on is not None else ""
    return account_of(application.store, thing, **days, known_on=known_on, public=public, as_known=as_known)


def _require_person(thing: Thing, *, other_options: bool) -> None:
    if thing[0] != "person":
        raise typer.BadParameter(f"{':'.join(thing)} is no person", param_hint="--to-person")
    if other_options:
        raise typer.BadParameter(
            "a person is told everything: leave out days, --public and --html", param_hint="--to-person"
        )


def _to_person(
    context: typer.Context, application: Application, person: str, *, json_wanted: bool, out_file: Path | None
) -> None:
    from rso_core.cli.persons import print_report

    with of(context).projector(application) as projector:
        today = datetime.now(AMSTERDAM).date()
        print_report(application, projector, person, on=today, out_file=out_file, json_wanted=json_wanted)


def account_json(account: Account) -> dict[str, Any]:
    """An account as ``--json`` gives it."""
    from rso_core.cli.rendering import change_json, event_json

    return {
        "thing": account.thing,
        "title": account.title,
        "scope": account.scope,
        "acts": [
            {
                "on": entry.on,
                "act": entry.act.meta.act,
                "correlation": entry.act.meta.correlation,
                "how": entry.act.how,
                "confidential": entry.act.confidential,
                "holds": entry.act.holds,
                "told": entry.sentences,
                "recorded": entry.recorded,
                "recorded_at": entry.act.meta.recorded_at,
                "actor": entry.act.meta.actor,
                "source": entry.act.meta.source,
                "events": [{**event_json(event.recorded), "how": event.how} for event in entry.act.events],
                "corrections": [change_json(change) for change in entry.changes],
                "earlier": [
                    {**event_json(event.recorded), "how": event.how} for act in entry.earlier for event in act.events
                ],
            }
            for entry in account.entries
        ],
        "left_out": account.left_out,
    }


def write(text: str, path: Path | None, *, is_json: bool = False) -> None:
    """Print a text, or write it to a file that only its owner can read.

    Raises:
        SettingsError: the file cannot be written.
    """
    from rso_core.atomic_write import write_whole
    from rso_core.settings import SettingsError

    if path is None:
        (write_json if is_json else print_text)(text)
        return
    try:
        write_whole(path, visible(text))
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}") from None
    err.print(f"Wrote {path}", markup=False)
