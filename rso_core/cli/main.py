"""The commands of `rso`, and how errors reach the person who typed one."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

import rso_core
from rso_core.application import InvalidActError
from rso_core.cli import acts, archive, audit, looking_back, persons, records, registers, witness
from rso_core.cli.session import Session, err
from rso_core.definition import DefinitionError
from rso_core.domain.refusal import Refused
from rso_core.dossier import UnreadableFileError
from rso_core.projection import HandlerFailedError, ProjectionError, UnknownReadModelError
from rso_core.proof.errors import ProofError
from rso_core.settings import SettingsError, load_settings
from rso_core.store import ConflictError, StoreError
from rso_core.store.error_messages import unusable
from rso_core.structuring import InputError

HELP = """The record of a regional cooperation of governments.

Start:  rso init --definition DEFINITION.toml   then   rso import DOSSIER.jsonl   then   rso show

Exit codes: 0 done; 1 unexpected; 2 wrong use; 3 refused by a rule; 4 errors in an input file;
5 store or settings unusable; 6 other writers kept being first; 7 Pleio refused or unreachable; 8 a plugin failed;
9 the record, an archive, or what was offered as proof is not what it should be.
"""
EXIT_CODES: tuple[tuple[type[Exception], int], ...] = (
    (Refused, 3),
    (DefinitionError, 4),
    (UnreadableFileError, 4),
    (InputError, 2),
    (InvalidActError, 2),
    (UnknownReadModelError, 2),
    (ConflictError, 6),
    (StoreError, 5),
    (SettingsError, 5),
    (ProofError, audit.PROOF_FAILS),
    (SQLAlchemyError, 5),
    (HandlerFailedError, 8),
    (ProjectionError, 8),
)
"""Per error its exit code, the first that fits. An error of a plugin may carry an ``exit_code`` of its own."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rso {rso_core.__version__}")
        raise typer.Exit


def build_cli(session: Session) -> typer.Typer:
    """The whole command line, with the commands of plugins."""
    cli = typer.Typer(help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode="markdown")

    @cli.callback()
    def start(
        context: typer.Context,
        config: Annotated[Path | None, typer.Option(help="settings file; else the nearest rso.toml")] = None,
        store: Annotated[str | None, typer.Option(help="store address, such as sqlite:///rso.db")] = None,
        _version: Annotated[
            bool, typer.Option("--version", callback=_version, is_eager=True, help="show the version")
        ] = False,
    ) -> None:
        session.config, session.store = config, store
        context.obj = session

    records.add_commands(cli)
    registers.add_commands(cli)
    looking_back.add_commands(cli)
    audit.add_commands(cli)
    witness.add_commands(cli)
    archive.add_commands(cli)
    persons.add_commands(cli)
    acts.add_act_commands(cli)
    session.plugins.call("rso_commands", cli=cli)
    return cli


def main() -> None:
    """Entry point of the `rso` command."""
    session = Session()
    try:
        build_cli(session)()
    except Exception as error:
        if os.environ.get("RSO_DEBUG"):
            raise
        sys.exit(_report(error, session))


def _report(error: Exception, session: Session) -> int:
    code = getattr(error, "exit_code", None)
    if not isinstance(code, int):
        code = next((number for kind, number in EXIT_CODES if isinstance(error, kind)), 1)
    message = (
        _message(error, session)
        if code != 1
        else f"unexpected {type(error).__name__}: {error} (RSO_DEBUG=1 shows more)"
    )
    if "--json" in sys.argv:
        sys.stderr.write(json.dumps({"error": type(error).__name__, "message": message, "exit_code": code}) + "\n")
    else:
        err.print(message if isinstance(error, Refused) else f"Error: {message}", markup=False)
    return code


def _message(error: Exception, session: Session) -> str:
    if isinstance(error, Refused):
        try:
            return error.message(load_settings(session.config, session.store).language)
        except SettingsError:
            return error.message()
    if isinstance(error, SQLAlchemyError):
        said = getattr(error, "orig", None) or error
        return f"the registers could not be brought up to date: {unusable(session.settings().store, said)}"
    if isinstance(error, InputError):
        return "\n       ".join(error.problems)
    if isinstance(error, HandlerFailedError) and error.__cause__ is not None:
        return f"{error}: {type(error.__cause__).__name__}: {error.__cause__}"
    return str(error)
