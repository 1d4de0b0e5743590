"""The commands of `rso`, and how errors reach the person who typed one."""

import atexit
import gc
import io
import os
import sys
from typing import TYPE_CHECKING

import rso_core

if TYPE_CHECKING:
    import typer

    from rso_core.cli.session import Session


def build_cli(session: "Session") -> "typer.Typer":
    """The whole command line, with the commands of plugins, every one built."""
    from rso_core.cli.index import entries
    from rso_core.cli.start import start

    cli = start(session)
    for entry in entries(session.tell_failure).values():
        try:
            entry.added(cli)
        except Exception as error:
            if entry.plugin is None:
                raise
            session.tell_failure(entry.plugin, error)
    for _, hooked in session.hooked_commands().values():
        cli.registered_commands += hooked.registered_commands
        cli.registered_groups += hooked.registered_groups
    return cli


def _write_what_cannot_be_encoded() -> None:
    """What the encoding of the terminal lacks is written as its number, in place of an error half-way."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def main() -> None:
    """Entry point of the `rso` command."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"rso {rso_core.__version__}\n")
        return
    # What is made while modules are imported stays. To look through it for garbage some thirty times, and once more at the
    # end to free what the system frees anyway, takes a third of the time of a short command.
    gc.set_threshold(200_000, 20, 20)
    atexit.register(gc.freeze)
    from rso_core import guard
    from rso_core.cli.on_demand import GroupOnDemand, on_demand
    from rso_core.cli.session import Session
    from rso_core.cli.start import start

    session = Session()
    _write_what_cannot_be_encoded()
    guard.WATCH.is_program = True
    try:
        on_demand(start(session, cls=GroupOnDemand), session)()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        if os.environ.get("RSO_DEBUG"):
            from rso_core.database_errors import comes_of_database, traced

            if not comes_of_database(error):
                raise
            # What Python prints by itself holds the values that the database tells: names of persons.
            sys.stderr.write(traced(error))
            sys.exit(1)
        from rso_core.cli.errors import report

        sys.exit(report(guard.failure_of(error), session))
    finally:
        guard.WATCH.is_program = False
