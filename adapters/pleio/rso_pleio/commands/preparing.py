"""``rso pleio login``, ``doctor``, ``adopt`` and ``recover``: before the work, and when something was lost."""

import sys
from datetime import datetime
from typing import Annotated

import attrs
import typer

from rso_core.cli.session import body_named, out, print_json, prompted
from rso_pleio.commands.opening import pleio, settings_of, syncing
from rso_pleio.credentials import keep
from rso_pleio.errors import EXIT_CODE, SetupError

Json = Annotated[bool, typer.Option("--json", help="print JSON")]
_SIGNS = {"ok": ("+", "green"), "note": ("!", "yellow"), "problem": ("x", "red")}


@pleio.command()
def login(context: typer.Context) -> None:
    """Keep the session of the service account: in the file of the settings, or in the keyring.

    Log in to the site with the service account, take the value of its cookie 'sessionid' from the browser, and
    paste it when asked (or hand it over on standard input). It is checked before it is kept.

    Example: rso pleio login
    """
    from rso_pleio.client import PleioClient  # noqa: PLC0415 - most commands of `rso` talk to no site

    settings = settings_of(context)
    typed = sys.stdin.isatty()
    value = prompted("Value of the cookie 'sessionid'", secret=True) if typed else sys.stdin.read().strip()
    if not value or any(character.isspace() or character in ";," for character in value):
        raise SetupError("that is no value of a cookie; give the value alone, without 'sessionid=' and quotes")
    client = PleioClient(settings.url, value.removeprefix("sessionid="))
    try:
        viewer = client.viewer()
    finally:
        client.close()
    where = keep(client.url, value.removeprefix("sessionid="), settings.session_file)
    role = "site administrator" if viewer.is_admin else "ordinary user"
    out.print(f"Logged in as {viewer.name} ({role}); the session is kept in {where}.", markup=False, soft_wrap=True)


@pleio.command()
def doctor(context: typer.Context, json_: Json = False) -> None:
    """Look at the site before work: who we are, what we may do, and what of the plan will therefore not happen.

    Changes nothing. The exit code is not 0 when something is in the way.

    Example: rso pleio doctor
    """
    from rso_pleio.doctor import blocked, examine  # noqa: PLC0415

    with syncing(context) as (sync, _):
        findings = examine(sync)
    if json_:
        print_json([attrs.asdict(finding) for finding in findings])
    else:
        for finding in findings:
            sign, style = _SIGNS[finding.level]
            out.print(f"{sign} {finding.told}", style=style, markup=False, soft_wrap=True)
    if blocked(findings):
        raise typer.Exit(EXIT_CODE)


@pleio.command()
def adopt(
    context: typer.Context,
    group: Annotated[str, typer.Argument(help="the prepared group: its address on the site, guid, or whole name")],
    body: Annotated[str, typer.Argument(help="the body that it is for: identifier or name")],
) -> None:
    """Take a group that was prepared on the site into use for a body; the next apply fills it.

    Example: rso pleio adopt https://samenwerken.example.nl/groups/view/…/stuurgroep stuurgroep
    """
    from rso_core.time_zone import AMSTERDAM  # noqa: PLC0415
    from rso_pleio.adoption import CannotAdoptError, adopt_group  # noqa: PLC0415

    with syncing(context) as (sync, projector):
        named = body_named(projector, body, datetime.now(AMSTERDAM).date())
        wanted = next((g for g in sync.desired().groups if g.key == f"body-{named}"), None)
        if wanted is None:
            raise CannotAdoptError(f"the body {named!r} has no group: it ended, or is confidential")
        with sync.ledger.alone():
            found = adopt_group(sync.client, sync.ledger, group, wanted)
    out.print(
        f"The group {found.name!r} ({found.member_count} members) is in use for {named}. See what will change with: "
        "rso pleio plan",
        markup=False,
        soft_wrap=True,
    )


@pleio.command()
def recover(context: typer.Context, json_: Json = False) -> None:
    """Build the ledger anew from what stands on the site, after it was lost; changes nothing on the site.

    Example: rso pleio recover
    """
    from rso_pleio import adoption  # noqa: PLC0415

    with syncing(context) as (sync, _), sync.ledger.alone():
        found = adoption.recover(sync.client, sync.ledger, sync.desired(), sync.choices, sync.parallel)
    if json_:
        print_json(attrs.asdict(found))
    else:
        told = f"{found.groups} groups, {found.items} items, {found.members} members, {found.subgroups} subgroups"
        out.print(f"Found back: {told}. See what still differs with: rso pleio plan", markup=False, soft_wrap=True)
