"""Commands that give acts back: what one of them said, and the whole record as a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rso_core.cli.declaring import command
from rso_core.cli.options import Json, KnownOn, known
from rso_core.cli.printing import err, out, print_json, told_when_long
from rso_core.cli.session import of

if TYPE_CHECKING:
    from rso_core.acts import Act
    from rso_core.dossier.exporting import ExportReport
    from rso_core.store import EventStore, RecordedEvent

PANEL = "Ask"


@command("act")
def act(
    context: typer.Context,
    handle: Annotated[
        str | None, typer.Argument(help="handle of the act, such as K3M7-QX2P; 'rso history' shows them")
    ] = None,
    last: Annotated[bool, typer.Option("--last", help="the act that you typed last")] = False,
    actor: Annotated[str | None, typer.Option(help="with --last: who typed it; else as in rso.toml")] = None,
    json_: Json = False,
) -> None:
    """Tell what an act said: what was filled in, when, by whom and on what ground, and what it led to.

    Example: rso act K3M7-QX2P

    Example: rso act --last
    """
    from rso_core.act_handles import find_act, last_act
    from rso_core.older_acts import is_as_performed, recorded_act_in
    from rso_core.recorded_acts import ActNotGivenBackError

    if (handle is None) is not last:
        raise typer.BadParameter("give the handle of an act, or --last", param_hint="HANDLE")
    session = of(context)
    with session.application() as application:
        store = application.store
        events = last_act(store, actor or session.settings().actor) if handle is None else find_act(store, handle)
        said, reasons = None, {}
        try:
            said = recorded_act_in(store, events)
        except ActNotGivenBackError as error:
            reasons = error.reasons
        as_performed = None if said is None else is_as_performed(store, said, events[0].meta)
        if json_:
            print_json(_act_json(events, said, reasons, as_performed))
        else:
            _print_act(store, events, said, reasons, as_performed)


def _act_json(
    events: Sequence[RecordedEvent], said: Act | None, reasons: dict[str, str], as_performed: bool | None
) -> dict[str, Any]:
    from rso_core.act_handles import handle_of
    from rso_core.cli.rendering import event_json
    from rso_core.dossier.exporting import dossier_line

    meta = events[0].meta
    return {
        "handle": handle_of(meta.correlation),
        "correlation": meta.correlation,
        "act": meta.act,
        "line": None if said is None else dossier_line(events, said),
        "not_given_back": reasons,
        "as_performed": as_performed,
        "events": [event_json(event) for event in events],
    }


def _print_act(
    store: EventStore,
    events: Sequence[RecordedEvent],
    said: Act | None,
    reasons: dict[str, str],
    as_performed: bool | None,
) -> None:
    from rso_core.act_handles import handle_of
    from rso_core.cli.rendering import print_narrative, print_said
    from rso_core.narrative import NameIndex, narrative_of_act
    from rso_core.projection import events_as_of

    names = NameIndex.of(recorded for _, recorded in events_as_of(store, None, None))
    meta = events[0].meta
    title = f"Handeling {handle_of(meta.correlation)} ({meta.act})"
    print_narrative(narrative_of_act(events, names, title), None, handles=False)
    print_said(said, reasons, as_performed=as_performed)


@command("export-dossier")
def export_dossier(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="file to write, JSON Lines")],
    known_on: KnownOn = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="leave acts out that cannot be given back; they are named")
    ] = False,
    json_: Json = False,
) -> None:
    """Give the record back as a dossier: a line per act, with moments, keys, grounds and who recorded it.

    It holds names and what is confidential. An empty record that imports it gives the same registers.

    Example: rso export-dossier dossier-terug.jsonl
    """
    from rso_core.dossier import export_dossier
    from rso_core.structuring import InputError

    with of(context).application() as application, told_when_long("Giving acts back") as told:
        try:
            report = export_dossier(
                application.store, file, known_on=known(known_on), keep_going=keep_going, progress=told
            )
        except OSError as error:
            raise InputError([str(error) if error.strerror is None else f"{file}: {error.strerror}"]) from None
    if json_:
        print_json(_report_json(file, report))
    else:
        _print_report(file, report)


def _report_json(file: Path, report: ExportReport) -> dict[str, Any]:
    return {
        "file": str(file),
        "acts": report.acts,
        "left_out": [{"handle": each.handle, "act": each.act, "reason": each.reason} for each in report.left_out],
        "erased": report.erased,
        "differing": report.differing,
    }


def _print_report(file: Path, report: ExportReport) -> None:
    out.print(f"{file}: {report.acts} acts; it holds names and what is confidential", markup=False)
    for each in report.left_out:
        err.print(f"left out: {each.handle} {each.act}: {each.reason}", markup=False)
    if report.erased:
        err.print(f"erased, the identifier stands in place of the name: {', '.join(report.erased)}", markup=False)
    if report.differing:
        err.print(
            "said in other words than at the time, which an older release did not keep; they lead to the same: "
            + ", ".join(report.differing),
            markup=False,
        )
