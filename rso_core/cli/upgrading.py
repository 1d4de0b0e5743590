"""The command that lets this release write into a record of an earlier one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rso_core.cli.declaring import command
from rso_core.cli.printing import out
from rso_core.cli.session import of
from rso_core.time_zone import AMSTERDAM

PANEL = "Hand on and put back"


@command("upgrade")
def upgrade(
    context: typer.Context,
    backup: Annotated[Path | None, typer.Option(help="file for a backup that is made first; it must not exist")] = None,
    keys_to: Annotated[Path | None, typer.Option(help="file for the keys of persons, beside that backup")] = None,
    without_backup: Annotated[
        bool, typer.Option("--without-backup", help="make none: there is one, or none is wanted")
    ] = False,
) -> None:
    """Let this release record in a store of an earlier one, after a backup; earlier releases then only read it.

    Example: rso upgrade --backup voor-0.3.db --keys-to voor-0.3-sleutels.json
    """
    from rso_core.archive.backup import back_up
    from rso_core.proof.checkpoints import copy_checkpoints
    from rso_core.store import EventStore
    from rso_core.store.recorders import FORMAT
    from rso_core.store.store_format import format_of, format_since

    settings = of(context).settings()
    with EventStore.open(settings.store, settings.keys, upgrade=False) as store:
        found = format_of(settings.store)
        if found.number == FORMAT:
            since = format_since(settings.store)
            told = f" since {since.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}" if since else ""
            out.print(f"The store has format {FORMAT}{told}; there is nothing to do", markup=False)
            return
        if store.head() and (backup is None) == (not without_backup):
            raise typer.BadParameter(
                "name a file for the backup that is made first, or say --without-backup", param_hint="--backup"
            )
        if backup is not None:
            report = back_up(store, backup, keys_to=keys_to, along=copy_checkpoints)
            out.print(f"{report.events} events in {backup}; root hash {report.root}", markup=False, soft_wrap=True)
        store.upgrade()
    out.print(
        f"The store has format {FORMAT} from now on: releases before 0.3 read it and write nothing in it", markup=False
    )
