"""Commands that start a record, fill it from files, and keep its read models."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rso_core.cli.declaring import command
from rso_core.cli.printing import err, out, print_json, progress_bar
from rso_core.cli.session import of
from rso_core.time_zone import AMSTERDAM

if TYPE_CHECKING:
    from rso_core.application import Application
    from rso_core.dossier import BadLine, ImportReport

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
PASSWORD_LEFT_OUT = (
    "The password of the store is not written in {config}, which others may read. Give it in a file of passwords that only you "
    "read (~/.pgpass, or another named in PGPASSFILE; a line 'host:port:database:user:password'), in PGPASSWORD, or with the "
    "whole address in RSO_STORE."
)
Json = Annotated[bool, typer.Option("--json", help="print JSON")]


@command("init")
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
    from rso_core.application import Provenance
    from rso_core.atomic_write import FOR_ALL, write_whole
    from rso_core.database import hidden, without_password
    from rso_core.definition import apply_definition, load_definition
    from rso_core.proof.checkpoint_signing import KeyPlace, introduce_key, log_name
    from rso_core.settings import FILE, SettingsError

    session = of(context)
    if language not in ("en", "nl"):
        raise typer.BadParameter("choose en or nl", param_hint="--language")
    defined = load_definition(definition) if definition else None
    if session.store is None and session.config is None:
        session.config = folder / FILE
        if not session.config.exists():
            kept = without_password(url)
            try:
                folder.mkdir(parents=True, exist_ok=True)
                write_whole(session.config, SETTINGS.format(url=kept, language=language), FOR_ALL)
            except OSError as error:
                raise SettingsError(f"{session.config} cannot be written: {error.strerror}") from None
            out.print(f"Wrote {session.config}", markup=False)
            if kept != url:
                session.store = url  # for this run
                err.print(PASSWORD_LEFT_OUT.format(config=session.config), markup=False, soft_wrap=True)
    settings = session.settings()
    with session.application() as application:
        out.print(f"Record at {hidden(settings.store)}: {application.store.head()} events", markup=False)
        if defined is not None:
            circumstances = Provenance(actor=settings.actor, source=defined.file.name)
            recorded = apply_definition(application, defined, circumstances, settings.language)
            said = f"recorded {recorded} acts" if recorded else "all of it was recorded before; nothing changed"
            out.print(f"Definition of {defined.covenant}: {said}", markup=False)
        place = KeyPlace(settings.signing_key)
        name = log_name(defined.covenant if defined else None)
        key = introduce_key(application, place, name, datetime.now(AMSTERDAM).date(), Provenance(actor=settings.actor))
        if key is not None:
            out.print(f"Checkpoints are signed with {place.path}; its public key is", markup=False)
            out.print(key.verifier_key.encode(), markup=False, soft_wrap=True)
        with session.projector(application):
            pass


@command("import")
def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="dossier files: JSON Lines, or tables (.xlsx, .csv)")],
    act: Annotated[str | None, typer.Option(help="for a table without a column 'act': what every row records")] = None,
    sheet: Annotated[str | None, typer.Option(help="of a workbook (.xlsx) with several sheets: which")] = None,
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
    settings = session.settings()
    how = {"act": act, "sheet": sheet, "keep_going": keep_going, "dry_run": dry_run}
    with session.application() as application:
        for file in files:
            report = _import(application, file, actor=settings.actor, language=settings.language, **how)
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


def _import(application: Application, file: Path, **how: Any) -> ImportReport:
    from rso_core.dossier import import_dossier

    with progress_bar() as bar:
        size = file.stat().st_size if file.is_file() else None
        tasks = {"checking": bar.add_task(f"Checking {file.name}", total=size)}

        def progress(doing: str, offset: int) -> None:
            if doing not in tasks:
                tasks[doing] = bar.add_task(f"Recording {file.name}", total=size)
            bar.update(tasks[doing], completed=offset)

        return import_dossier(application, file, progress=progress, **how)


def _print_report(report: ImportReport, *, keep_going: bool, dry_run: bool) -> None:
    for bad in report.bad_lines[:SHOWN_BAD_LINES]:
        err.print(f"{_place(report, bad)}: {bad.reason}", markup=False)
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


def _place(report: ImportReport, bad: BadLine) -> str:
    return f"{report.path}:{bad.number}" if bad.unit == "line" else f"{report.path}, {bad.unit} {bad.number}"


def _report_json(report: ImportReport) -> dict[str, object]:
    return {
        "file": str(report.path),
        "recorded": report.recorded,
        "repeated": report.repeated,
        "events": report.events,
        "bad_lines": [{"line": bad.number, "counts": bad.unit, "reason": bad.reason} for bad in report.bad_lines],
        "gave_up": report.gave_up,
    }


@command("schema")
def schema() -> None:
    """Print the JSON Schema of a dossier line."""
    from rso_core.dossier import dossier_schema

    print_json(dossier_schema())
