"""Commands that hand the record on and put it back: archive, backup, restore."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from rso_core.cli.declaring import command, group
from rso_core.cli.options import Unproven
from rso_core.cli.printing import end_untold, err, out, print_json, progress_bar
from rso_core.cli.session import Session, of, tell_notice

if TYPE_CHECKING:
    from rso_core.archive import Appraisal, Check, Description, ExportReport
    from rso_core.archive.backup import BackupReport
    from rso_core.settings import Settings
    from rso_core.store import EventStore

PANEL = "Hand on and put back"
SHOWN_MISSING = 10
SECTION = "archive"
_TEXTS = ("appraisal", "retention", "category", "category_code", "selection_list", "documents")
Json = Annotated[bool, typer.Option("--json", help="print JSON")]
Folder = Annotated[Path, typer.Argument(help="folder of the archive")]
Held = Annotated[
    list[Path] | None,
    typer.Option("--checkpoint", help="a checkpoint that somebody kept, to hold the events to (repeat it)"),
]
LogKey = Annotated[
    Path | None, typer.Option("--log-key", help="the log's public key as you know it; else that in the archive")
]


@group("archive")
def archive_commands() -> typer.Typer:
    """The whole record in open formats, for an archive: export, check, and put back."""
    archive = typer.Typer(no_args_is_help=True)
    archive.command("export")(export)
    archive.command("verify")(verify)
    archive.command("import")(import_)
    return archive


@contextmanager
def _archive_extra() -> Iterator[None]:
    """Says what to install where the libraries of the archive are missing."""
    from rso_core.settings import SettingsError

    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in ("bagit", "lxml"):
            raise
        raise SettingsError(f"archives need the package {error.name}: pip install 'rso-core[archive]'") from error


def export(
    context: typer.Context,
    to: Annotated[Path, typer.Option("--to", help="folder for the archive; it must be new or empty")],
    documents: Annotated[
        Path | None, typer.Option(help="folder with documents; those that the record names by hash go with it")
    ] = None,
    creator: Annotated[
        list[str] | None, typer.Option("--archive-creator", help="who made the record (repeat it); else the parties")
    ] = None,
    appraisal: Annotated[str | None, typer.Option(help="MDTO: B kept for good, V for a time, N to be decided")] = None,
    retention: Annotated[str | None, typer.Option(help="how long it is kept, with appraisal V: such as P20Y")] = None,
    with_person_keys: Annotated[
        bool,
        typer.Option(
            "--with-person-keys",
            help="also export the keys of persons: whoever has the archive can then read every name in its events, also of "
            "persons who are erased later. Left out, the names in the events stay sealed",
        ),
    ] = False,
    raw_cells: Annotated[
        bool,
        typer.Option(
            "--raw-cells",
            help="leave texts in the tables as they are that a spreadsheet would run as a formula; else an apostrophe stands "
            "before them",
        ),
    ] = False,
    json_: Json = False,
    unproven: Unproven = None,
) -> None:
    """Export the whole record: events, registers, documents, metadata (MDTO), manifest (BagIt, SHA-256) and proof.

    Others may go on recording. The registers hold names as they stand now, with or without the keys of persons.

    Example: rso archive export --to archief-2026 --documents documenten --appraisal B
    """
    with _archive_extra():
        from rso_core.archive import export_archive, manifest_signer, proof_of
    from rso_core.proof.checkpoint_signing import KeyPlace

    session = of(context)
    settings = session.settings()
    described = _description(settings, creator, appraisal, retention)
    with session.application() as application, _told() as progress:
        session.let_out(application, "het archief", unproven)
        session.sign(application)
        report = export_archive(
            application.store,
            session.plugins.read_models(),
            to,
            (now := datetime.now(UTC)),
            sign=manifest_signer(application.store, KeyPlace(settings.signing_key), now),
            description=described,
            documents=documents or _documents(settings),
            prove=proof_of(application.store),
            keys=application.store.keys.exported() if with_person_keys else None,
            raw_cells=raw_cells,
            progress=progress,
        )
    _tell_cleared(report.cleared)
    _tell_export(report, json_wanted=json_)
    left_out = [f"a register is not in it: {said}" for said in report.failed]
    end_untold([*left_out, *(f"a row is in it with a mark in its place: {said}" for said in report.untold)])


def verify(
    context: typer.Context,
    folder: Folder,
    checkpoint: Held = None,
    log_key: LogKey = None,
    mdto_schema: Annotated[
        Path | None, typer.Option(help="MDTO-XML1.0.1.xsd of the Nationaal Archief, to hold the metadata to")
    ] = None,
    json_: Json = False,
) -> None:
    """Check an archive: every file, every event, the root hash, the checkpoint and the metadata. Needs no store.

    Exit code 9 when something is not as it was made. Plain 'sha256sum -c manifest-sha256.txt' checks the files too.

    Example: rso archive verify archief-2026
    """
    from rso_core.cli.audit import PROOF_FAILS

    with _archive_extra():
        from rso_core.archive import Held as HeldApart
        from rso_core.archive import signed_checkpoint, signed_manifest, verify_archive
    held = HeldApart(checkpoints=(*(checkpoint or ()),), log_key=log_key, mdto_schema=mdto_schema)
    with _told() as progress:
        report = verify_archive(
            folder,
            signed_checkpoint,
            held,
            progress,
            read_manifest=signed_manifest,
            models=of(context).bundled().read_models(),
        )
    if json_:
        checks = [{"what": c.what, "problems": c.problems, "skipped": c.skipped} for c in report.checks]
        print_json({"folder": str(folder), "events": report.events, "root": report.root, "checks": checks})
    else:
        for check in report.checks:
            _tell_check(check)
        number = len(report.problems)
        wrong = f"Het archief klopt niet: {number} {'gebrek' if number == 1 else 'gebreken'}."
        left = any(check.skipped for check in report.checks)
        verdict = wrong if number else f"Het archief klopt{', voor zover het is nagegaan' if left else ''}."
        out.print(
            verdict if report.root is None else f"{verdict} {report.events} gebeurtenissen, hash {report.root}",
            soft_wrap=True,
        )
    if report.problems:
        raise typer.Exit(PROOF_FAILS)


def import_(
    context: typer.Context,
    folder: Folder,
    checkpoint: Held = None,
    log_key: LogKey = None,
    json_: Json = False,
) -> None:
    """Put the events of an archive into an empty store, byte for byte: the same root hash. All of it or nothing.

    The archive is checked first. Keys of persons that are in it are put back as well. Run again, it finishes what was stopped.

    Example: rso --store sqlite:///teruggezet.db archive import archief-2026
    """
    from rso_core.database import hidden

    with _archive_extra():
        from rso_core.archive import Held as HeldApart
        from rso_core.archive import import_archive, signed_checkpoint, signed_manifest

    session = of(context)
    held = HeldApart(checkpoints=(*(checkpoint or ()),), log_key=log_key)
    with _opened(session) as store, _told() as progress:
        report = import_archive(
            folder,
            store,
            read_checkpoint=signed_checkpoint,
            held=held,
            progress=progress,
            read_manifest=signed_manifest,
            along=_take_up,
        )
    failed = _build_registers(session)
    if json_:
        print_json({"events": report.events, "root": report.root, "keys": report.keys, "failed_registers": failed})
        return
    out.print(
        f"{report.events} events put into {hidden(session.settings().store)}; root hash {report.root}", soft_wrap=True
    )
    if report.keys:
        out.print(f"{report.keys} keys of persons put back")
    else:
        err.print("No keys of persons were in it: their names stay sealed, and identifiers are shown in their place.")


@command("backup")
def backup(
    context: typer.Context,
    to: Annotated[Path, typer.Option("--to", help="file for the backup; it must not exist")],
    keys_to: Annotated[
        Path | None,
        typer.Option(
            "--keys-to",
            help="file for the keys of persons, to be kept apart: with the backup it shows every name; without it, "
            "a restored backup shows none",
        ),
    ] = None,
    json_: Json = False,
) -> None:
    """Back up the record to one file, without stopping anybody; from SQLite or PostgreSQL.

    The file is a store of its own: events and keys of acts, no registers; names of persons stay sealed in it. Note the root
    hash, to hold the backup to it when you restore.

    Example: rso backup --to rso-2026-11-24.db --keys-to /veilig/sleutels-2026-11-24.json
    """
    from rso_core.archive.backup import back_up
    from rso_core.proof.checkpoints import copy_checkpoints

    session = of(context)
    with _opened(session) as store, _told() as progress:
        report = back_up(
            store, to, keys_to=keys_to, along=copy_checkpoints, progress=lambda *at: progress("Reading", *at)
        )
    _tell_cleared(report.cleared)
    _tell_backup(report, f"{report.events} events in {to}", json_wanted=json_)
    if keys_to is None and not json_:
        err.print(
            "The keys of persons are not in it: back them up as well (--keys-to), or no name can be read from it."
        )


@command("restore")
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="the backup")],
    root: Annotated[str | None, typer.Option(help="the root hash that was noted when the backup was made")] = None,
    keys: Annotated[Path | None, typer.Option(help="file with the keys of persons")] = None,
    json_: Json = False,
) -> None:
    """Put a backup into an empty store, on SQLite or PostgreSQL, and build the registers. All of it or nothing.

    Run again, it finishes what was stopped; also with --keys, where they were left out before.

    Example: rso --store sqlite:///teruggezet.db restore rso-2026-11-24.db --root 3f5a…
    """
    from rso_core.archive.backup import restore as restore_backup
    from rso_core.database import hidden
    from rso_core.proof.checkpoints import copy_checkpoints

    session = of(context)
    address = session.settings().store
    with _opened(session) as store, _told() as progress:
        there = store.head() > 0
        report = restore_backup(
            file,
            store,
            root=root,
            keys_from=keys,
            along=copy_checkpoints,
            progress=lambda *at: progress("Reading", *at),
        )
    _build_registers(session, names_anew=there and report.keys is not None)
    if report.not_opening:
        err.print(
            f"Warning: their key does not open the name of {', '.join(report.not_opening)}; it was left out",
            markup=False,
        )
    _tell_backup(report, f"{report.events} events put into {hidden(address)}", json_wanted=json_)
    if report.copied_live:
        err.print(
            _COPIED_LIVE.format(file=file, log=f"{file.name}-wal", events=report.events), markup=False, soft_wrap=True
        )


_COPIED_LIVE = (
    "Warning: {file} is no backup of rso but a copy of a store, and {log} does not stand beside it. If the store was open when it was "
    "copied, its last acts are missing; the file cannot tell. It ends after event {events}: hold that to a checkpoint that others "
    "have (rso audit verify --checkpoint), and make backups with 'rso backup'."
)


def _take_up(store: EventStore, checkpoint: str) -> None:
    from rso_core.proof.checkpoints import take_up_checkpoint
    from rso_core.proof.errors import ProofError

    try:
        take_up_checkpoint(store, checkpoint)
    except ProofError as error:
        err.print(f"Warning: the checkpoint in the archive is not of this record: {error}", markup=False)


def _tell_cleared(cleared: tuple[Path, ...]) -> None:
    for path in cleared:
        err.print(f"Cleared away {path}, which a run that was stopped left half made", markup=False, soft_wrap=True)


def _opened(session: Session) -> EventStore:
    from rso_core.store import EventStore

    settings = session.settings()
    store = EventStore.open(settings.store, settings.keys, names=False)
    tell_notice(store)
    return store


def _build_registers(session: Session, *, names_anew: bool = False) -> list[str]:
    """Build them; those with names anew, where keys came to events that were there."""
    from rso_core.privacy.names_anew import tell_names_anew

    with session.application() as application, session.projector(application) as projector:
        if names_anew:
            tell_names_anew(projector)
        return [status.name for status in projector.status() if status.status == "failed"]


@contextmanager
def _told() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar with a line per thing that is being done."""
    with progress_bar() as bar:
        tasks: dict[str, Any] = {}

        def progress(doing: str, done: int, total: int) -> None:
            if doing not in tasks:
                tasks[doing] = bar.add_task(doing, total=total)
            bar.update(tasks[doing], completed=done, total=total)

        yield progress


def _description(
    settings: Settings, creator: list[str] | None, appraisal: str | None, retention: str | None
) -> Description:
    from rso_core.archive import Concept, Description

    said = _section(settings)
    category = None
    if "category" in said:
        category = Concept(said["category"], said.get("selection_list", "Selectielijst"), said.get("category_code"))
    creators = settings.sections.get(SECTION, {}).get("creators", ())
    return Description(
        creators=tuple(creator or creators),
        appraisal=cast("Appraisal", appraisal or said.get("appraisal", "N")),
        retention=retention or said.get("retention"),
        category=category,
    ).checked()


def _section(settings: Settings) -> Mapping[str, str]:
    """The table of settings about archives.

    Raises:
        SettingsError: it holds something unknown, or of another kind.
    """
    from rso_core.settings import SettingsError

    table = settings.sections.get(SECTION, {})
    for key, value in table.items():
        if key not in ("creators", *_TEXTS):
            known = ", ".join(sorted(("creators", *_TEXTS)))
            raise SettingsError(f"{settings.file}: unknown setting {key!r} in [{SECTION}]; known are: {known}")
        good = isinstance(value, str)
        if key == "creators":
            good = isinstance(value, list) and all(isinstance(name, str) for name in value)
        if not good:
            kind = "a list of texts" if key == "creators" else "a text between quotes"
            raise SettingsError(f"{settings.file}: {key!r} in [{SECTION}] must be {kind}")
    return {key: value for key, value in table.items() if key in _TEXTS}


def _documents(settings: Settings) -> Path | None:
    named = _section(settings).get("documents")
    return (settings.file.parent if settings.file else Path()) / named if named else None


def _tell_export(report: ExportReport, *, json_wanted: bool) -> None:
    missing = [each.document for each in report.missing]
    if json_wanted:
        print_json(
            {
                "folder": str(report.folder),
                "events": report.events,
                "root": report.root,
                "registers": report.registers,
                "failed_registers": report.failed,
                "untold_rows": report.untold,
                "documents": len(report.documents) - len(missing),
                "missing_documents": [{"name": d.name, "sha256": d.sha256, "named_in": d.named_in} for d in missing],
                "signed": report.signed,
                "signed_whole": report.signed_whole,
                "keys": report.keys,
                "mdto": report.described,
            }
        )
        return
    for document in missing[:SHOWN_MISSING]:
        err.print(f"Warning: not at hand: {document.name} (SHA-256 {document.sha256})", markup=False)
    if len(missing) > SHOWN_MISSING:
        err.print(
            f"… and {len(missing) - SHOWN_MISSING} more documents that are not at hand; LEESMIJ.md names them all"
        )
    copied = len(report.documents) - len(missing)
    out.print(
        f"{report.folder}: {report.events} events, {len(report.registers)} registers, {copied} of {len(report.documents)} "
        f"documents, {report.described} MDTO documents; root hash {report.root}",
        markup=False,
        soft_wrap=True,
    )
    if report.keys is not None:
        err.print(f"The keys of {report.keys} persons go with it: whoever has this archive can read every name in it.")
    if not report.signed:
        err.print("No signed checkpoint goes with it: note the root hash, and give it to the parties to keep.")


def _tell_check(check: Check) -> None:
    mark = "FOUT " if check.problems else "OVERGESLAGEN" if check.skipped else "goed "
    skipped = f" ({check.skipped})" if check.skipped and not check.problems else ""
    out.print(f"{mark} {check.what}{skipped}", markup=False, soft_wrap=True)
    for problem in check.problems:
        out.print(f"      {problem}", markup=False, soft_wrap=True)


def _tell_backup(report: BackupReport, said: str, *, json_wanted: bool) -> None:
    if json_wanted:
        print_json(
            {
                "file": str(report.file),
                "events": report.events,
                "root": report.root,
                "keys": report.keys,
                "copied_live": report.copied_live,
            }
        )
        return
    out.print(f"{said}; root hash {report.root}", markup=False, soft_wrap=True)
    if report.keys is not None:
        out.print(f"{report.keys} keys of persons")
