"""Commands that start a record, fill it from files, and keep its read models."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from rso_core.application import Application, Circumstances
from rso_core.cli.session import err, of, out, print_json, print_table, progress_bar
from rso_core.database import hidden
from rso_core.definition import apply_definition, load_definition
from rso_core.dossier import ImportReport, dossier_schema, import_dossier
from rso_core.proof.checkpoint_signing import KeyPlace, introduce_key, log_name
from rso_core.settings import FILE, SettingsError
from rso_core.time_zone import AMSTERDAM

PANEL = "Start and fill"
SHOWN_BAD_LINES = 50
SETTINGS = """# Settings of rso; see 'rso --help'.
[store]
url = "{url}"

[record]
actor = "office:secretariaat"   # who records, unless an act says otherwise
language = "{language}"                 # of refusals: en or nl

[audit]
signing_key = "rso-signing.key" # signs checkpoints: keep a copy apart, and never hand it out
"""
Json = Annotated[bool, typer.Option("--json", help="print JSON")]


def add_commands(cli: typer.Typer) -> None:
    """Add these commands."""
    cli.command("init", rich_help_panel=PANEL)(init)
    cli.command("import", rich_help_panel=PANEL)(import_files)
    cli.command("schema", rich_help_panel=PANEL)(schema)
    cli.command("rebuild", rich_help_panel="Plugins")(rebuild)
    plugins = typer.Typer(help="Plugins: what they bring, where they stand, and another try for one that failed.")
    plugins.callback(invoke_without_command=True)(list_plugins)
    plugins.command("list")(list_plugins)
    plugins.command("retry")(retry)
    cli.add_typer(plugins, name="plugins", rich_help_panel="Plugins")


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="folder for rso.toml and the store")] = Path(),
    definition: Annotated[Path | None, typer.Option(help="covenant definition (TOML) to record")] = None,
    url: Annotated[str, typer.Option("--url", help="store address to write in rso.toml")] = "sqlite:///rso.db",
    language: Annotated[str, typer.Option(help="language of refusals: en or nl")] = "en",
) -> None:
    """Make a record: settings, store, signing key, and the covenant of a definition file. Again changes nothing.

    Example: rso init --definition examples/utrecht/definition.toml
    """
    session = of(context)
    if language not in ("en", "nl"):
        raise typer.BadParameter("choose en or nl", param_hint="--language")
    defined = load_definition(definition) if definition else None
    if session.store is None and session.config is None:
        session.config = folder / FILE
        if not session.config.exists():
            try:
                folder.mkdir(parents=True, exist_ok=True)
                session.config.write_text(SETTINGS.format(url=url, language=language), encoding="utf-8")
            except OSError as error:
                raise SettingsError(f"{session.config} cannot be written: {error.strerror}") from None
            out.print(f"Wrote {session.config}", markup=False)
    settings = session.settings()
    with session.application() as application:
        out.print(f"Record at {hidden(settings.store)}: {application.store.head()} events", markup=False)
        if defined is not None:
            circumstances = Circumstances(actor=settings.actor, source=defined.file.name)
            recorded = apply_definition(application, defined, circumstances, settings.language)
            said = f"recorded {recorded} acts" if recorded else "all of it was recorded before; nothing changed"
            out.print(f"Definition of {defined.covenant}: {said}", markup=False)
        place = KeyPlace(settings.signing_key)
        name = log_name(defined.covenant if defined else None)
        key = introduce_key(
            application, place, name, datetime.now(AMSTERDAM).date(), Circumstances(actor=settings.actor)
        )
        if key is not None:
            out.print(f"Checkpoints are signed with {place.path}; its public key is", markup=False)
            out.print(key.verifier_key.encode(), markup=False, soft_wrap=True)
        with session.projector(application):
            pass


def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="dossier files: JSON Lines, or CSV by their ending")],
    act: Annotated[str | None, typer.Option(help="for CSV without a column 'act': what every row records")] = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="record the good lines of a file with bad ones")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="check only")] = False,
    json_: Json = False,
) -> None:
    """Import dossiers: a file is recorded as a whole or not at all; a second time changes nothing.

    Example: rso import examples/utrecht/dossier.jsonl
    """
    session = of(context)
    reports = []
    with session.application() as application:
        for file in files:
            report = _import(
                application, file, session.settings().actor, session.settings().language, act, keep_going, dry_run
            )
            reports.append(report)
            if not json_:
                _print_report(report, keep_going=keep_going, dry_run=dry_run)
            if report.bad_lines and not keep_going:
                break
        with session.projector(application):
            pass
    if json_:
        print_json([_report_json(report) for report in reports])
    if any(report.bad_lines for report in reports):
        raise typer.Exit(4)


def _import(
    application: Application, file: Path, actor: str, language: str, act: str | None, keep_going: bool, dry_run: bool
) -> ImportReport:
    with progress_bar() as bar:
        size = file.stat().st_size if file.is_file() else None
        tasks = {"checking": bar.add_task(f"Checking {file.name}", total=size)}

        def progress(doing: str, offset: int) -> None:
            if doing not in tasks:
                tasks[doing] = bar.add_task(f"Recording {file.name}", total=size)
            bar.update(tasks[doing], completed=offset)

        return import_dossier(
            application,
            file,
            actor=actor,
            act=act,
            keep_going=keep_going,
            dry_run=dry_run,
            language="nl" if language == "nl" else "en",
            progress=progress,
        )


def _print_report(report: ImportReport, *, keep_going: bool, dry_run: bool) -> None:
    for bad in report.bad_lines[:SHOWN_BAD_LINES]:
        err.print(f"{report.path}:{bad.number}: {bad.reason}", markup=False)
    if len(report.bad_lines) > SHOWN_BAD_LINES:
        err.print(f"… and {len(report.bad_lines) - SHOWN_BAD_LINES} more bad lines")
    if report.gave_up:
        err.print("There are so many bad lines that the rest of the file was not looked at; is this a dossier?")
    said = f"{report.path}: {report.recorded} acts recorded, {report.repeated} had been recorded before"
    if report.bad_lines:
        err.print(f"{report.path}: {len(report.bad_lines)} bad lines", markup=False)
        said = said if keep_going else f"{report.path}: nothing recorded; mend the lines above, or use --keep-going"
    elif dry_run:
        said = f"{report.path}: no bad lines; nothing recorded (--dry-run)"
    out.print(said, markup=False)


def _report_json(report: ImportReport) -> dict[str, object]:
    return {
        "file": str(report.path),
        "recorded": report.recorded,
        "repeated": report.repeated,
        "events": report.events,
        "bad_lines": [{"line": bad.number, "reason": bad.reason} for bad in report.bad_lines],
        "gave_up": report.gave_up,
    }


def schema() -> None:
    """Print the JSON Schema of a dossier line."""
    print_json(dossier_schema())


def list_plugins(context: typer.Context, json_: Json = False) -> None:
    """List plugins with version, read models, their position in the record, and what failed."""
    if context.invoked_subcommand is not None:
        return
    session = of(context)
    with session.application() as application, session.projector(application, catch_up=False) as projector:
        projector.catch_up()
        status = {s.name: s for s in projector.status()}
        head = application.store.head()
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


def retry(context: typer.Context, name: Annotated[str, typer.Argument(help="register that failed")]) -> None:
    """Let a register that failed go on from the event it failed on."""
    session = of(context)
    with session.application() as application, session.projector(application, catch_up=False) as projector:
        still = [s for s in projector.retry(name) if s.name == name]
    for failed in still:
        err.print(f"Register {name!r} failed again at event {failed.failed_event}: {failed.error}", markup=False)
    if still:
        raise typer.Exit(8)
    out.print(f"Register {name!r} is up to date again.", markup=False)


def rebuild(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help="registers to build anew")] = None,
    all_: Annotated[bool, typer.Option("--all", help="all registers")] = False,
    snapshots: Annotated[
        bool, typer.Option("--snapshots", help="make the snapshots for questions about earlier moments too")
    ] = False,
) -> None:
    """Build registers anew from the record, beside the live ones, and swap when they are ready.

    Snapshots are made when a long record is first asked about an earlier moment; --snapshots does it now.

    Example: rso rebuild signatures

    Example: rso rebuild --all --snapshots
    """
    if not names and not all_:
        raise typer.BadParameter("name a register, or use --all")
    session = of(context)
    with session.application() as application, session.projector(application, catch_up=False) as projector:
        with progress_bar() as bar:
            task = bar.add_task("Rebuilding", total=None)
            projector.rebuild(
                None if all_ else names, lambda done, total: bar.update(task, completed=done, total=total)
            )
            if snapshots:
                task = bar.add_task("Making snapshots", total=None)
                models = [model for model in projector.read_models if all_ or model.name in (names or ())]
                projector.snapshots.bring_up(models, lambda done, total: bar.update(task, completed=done, total=total))
        built = [s for s in projector.status() if all_ or s.name in (names or ())]
    for status in built:
        out.print(f"{status.name}: generation {status.generation}, {status.rows} rows", markup=False)
