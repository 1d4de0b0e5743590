"""Commands about plugins and the registers that they bring: where they stand, another try, and building anew."""

from typing import Annotated

import typer

from rso_core.cli.completing import registers
from rso_core.cli.declaring import command, group
from rso_core.cli.options import Json
from rso_core.cli.printing import err, out, print_json, print_table, progress_bar
from rso_core.cli.session import of

PANEL = "Plugins"


@group("plugins")
def plugins_commands() -> typer.Typer:
    """Plugins: what they bring, where they stand, and another try for one that failed."""
    plugins = typer.Typer()
    plugins.callback(invoke_without_command=True)(list_plugins)
    plugins.command("list")(list_plugins)
    plugins.command("retry")(retry)
    return plugins


def list_plugins(context: typer.Context, json_: Json = False) -> None:
    """List plugins with version, read models, their position in the record, and what failed."""
    if context.invoked_subcommand is not None:
        return
    session = of(context)
    with session.application() as application, session.projector(application, catch_up=False) as projector:
        projector.catch_up()
        status = {s.name: s for s in projector.status()}
        head = application.store.head()
    session.tell_failed_plugins()
    infos = session.plugins.infos()
    if json_:
        print_json(
            [
                {
                    "name": info.name,
                    "version": info.version,
                    "distribution": info.distribution,
                    "failure": info.failure,
                    "traceback": info.traceback,
                    "refused": info.refused,
                    "read_models": [_status_json(status[name]) for name in info.read_models if name in status],
                }
                for info in infos
            ]
        )
        return
    rows: list[tuple[object, ...]] = []
    for info in infos:
        models = [status[name] for name in info.read_models if name in status]
        rows += [
            (
                info.name,
                info.version,
                m.name,
                f"{m.position}/{head}",
                m.rows,
                m.status if not m.error else f"failed at {m.failed_event}: {m.error}",
            )
            for m in models
        ]
        if not models:
            rows.append((info.name, info.version, "", "", "", info.failure or "loaded"))
    print_table("Plugins", ["Plugin", "Version", "Register", "Position", "Rows", "State"], rows)
    for info in infos:
        if info.traceback:
            err.print(info.traceback, markup=False)
    for failed in (s for s in status.values() if s.traceback):
        err.print(failed.traceback or "", markup=False)


def _status_json(status: object) -> dict[str, object]:
    names = (
        "name",
        "title",
        "version",
        "generation",
        "position",
        "head",
        "rows",
        "status",
        "failed_event",
        "error",
        "traceback",
    )
    return {name: getattr(status, name) for name in names}


def retry(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="register or plugin that failed", autocompletion=registers)],
) -> None:
    """Let a register that failed go on from the event it failed on, or let in a plugin that is left out."""
    from rso_core.left_out import let_in

    session = of(context)
    let_in(name)
    with session.application() as application, session.projector(application, catch_up=False) as projector:
        info = next((info for info in session.plugins.infos() if info.name == name), None)
        known = {model.name for model in projector.read_models}
        names = [name] if name in known or info is None else list(info.read_models)
        still = [s for each in names for s in projector.retry(each) if s.name == each]
    for failed in still:
        err.print(f"Register {failed.name!r} failed again at event {failed.failed_event}: {failed.error}", markup=False)
    if info is not None and info.failure:
        err.print(f"Plugin {name!r} failed again: {info.failure}", markup=False)
        raise typer.Exit(8)
    if still:
        raise typer.Exit(8)
    for each in names:
        out.print(f"Register {each!r} is up to date again.", markup=False)
    if info is not None and name not in names:
        out.print(f"Plugin {name!r} is at work.", markup=False)


@command("rebuild")
def rebuild(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help="registers to build anew", autocompletion=registers)] = None,
    all_: Annotated[bool, typer.Option("--all", help="all registers")] = False,
    snapshots: Annotated[
        bool, typer.Option("--snapshots", help="does nothing any more: the registers answer for earlier moments too")
    ] = False,
) -> None:
    """Build registers anew from the record, beside the live ones, and swap when they are ready.

    Example: rso rebuild signatures

    Example: rso rebuild --all
    """
    if not names and not all_:
        raise typer.BadParameter("name a register, or use --all")
    from rso_core.projection.errors import in_a_line

    session = of(context)
    with session.application() as application, session.projector(application, catch_up=False) as projector:
        with progress_bar() as bar:
            task = bar.add_task("Rebuilding", total=None)
            failed = projector.rebuild_each(
                None if all_ else names, lambda done, total: bar.update(task, completed=done, total=total)
            )
        built = [s for s in projector.status() if (all_ or s.name in (names or ())) and s.name not in failed]
    for status in built:
        out.print(f"{status.name}: generation {status.generation}, {status.rows} rows", markup=False)
    for failure in failed.values():
        why = in_a_line(failure.__cause__ or failure)
        err.print(f"Error: {failure}: {why}. It is as it was; see 'rso plugins'.", markup=False)
    if failed:
        raise typer.Exit(8)
    if snapshots:
        err.print("There are no snapshots to make any more: the registers themselves answer for earlier moments.")
