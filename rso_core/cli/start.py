"""Where the command line starts: the options of `rso` itself."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import rso_core
from rso_core.cli.on_demand import OPTIONS

if TYPE_CHECKING:
    from rso_core.cli.session import Session

HELP = """The record of a regional cooperation of governments.

Start:  rso init --definition DEFINITION.toml   then   rso import DOSSIER.jsonl   then   rso show

Exit codes: 0 done; 1 unexpected; 2 wrong use; 3 refused by a rule; 4 errors in an input file;
5 store or settings unusable; 6 other writers kept being first; 7 Pleio refused or unreachable; 8 a plugin failed;
9 the record, an archive, or what was offered as proof is not what it should be.
"""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rso {rso_core.__version__}")
        raise typer.Exit


def start(session: "Session", **options: Any) -> typer.Typer:
    """A command line with the options of `rso` itself, and no commands yet."""
    cli = typer.Typer(help=HELP, no_args_is_help=True, **OPTIONS, **options)

    @cli.callback()
    def begin(
        context: typer.Context,
        config: Annotated[Path | None, typer.Option(help="settings file; else the nearest rso.toml")] = None,
        store: Annotated[str | None, typer.Option(help="store address, such as sqlite:///rso.db")] = None,
        _version: Annotated[
            bool, typer.Option("--version", callback=_version, is_eager=True, help="show the version")
        ] = False,
    ) -> None:
        session.config, session.store = config, store
        context.obj = session

    return cli
