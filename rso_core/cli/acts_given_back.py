"""Commands that give acts back: what one of them said, and the whole record as a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import attrs
import typer

from rso_core.cli.declaring import command
from rso_core.cli.options import Json, KnownOn, Unproven, known
from rso_core.cli.printing import err, out, print_json, told_when_long
from rso_core.cli.session import of

if TYPE_CHECKING:
    from rso_core.acts import Act
    from rso_core.dossier.exporting import ExportReport
    from rso_core.narrative import NameIndex
    from rso_core.recorded_corrections import ActChange, CorrectionHistory, RecordedCorrection
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

    Of an act that was corrected or set aside it tells what was put right, by whom and why, and what it says now.

    Example: rso act K3M7-QX2P

    Example: rso act --last
    """
    from rso_core.act_handles import find_act, last_act
    from rso_core.recorded_corrections import CorrectionHistory

    if (handle is None) is not last:
        raise typer.BadParameter("give the handle of an act, or --last", param_hint="HANDLE")
    session = of(context)
    with session.application() as application:
        store = application.store
        events = last_act(store, actor or session.settings().actor) if handle is None else find_act(store, handle)
        history = CorrectionHistory(store)
        correction = history.led_by(events[0].meta.correlation)
        if correction is not None:
            _show_correction(store, correction, json_wanted=json_)
        else:
            _show_act(store, events, history, json_wanted=json_)


@attrs.frozen
class _GivenBack:
    """An act as the record gives it back; why not, by field, where it does not."""

    events: Sequence[RecordedEvent]
    said: Act | None
    reasons: dict[str, str]
    as_performed: bool | None

    @classmethod
    def of(cls, store: EventStore, events: Sequence[RecordedEvent]) -> _GivenBack:
        from rso_core.older_acts import is_as_performed, recorded_act_in
        from rso_core.recorded_acts import ActNotGivenBackError

        try:
            said = recorded_act_in(store, events)
        except ActNotGivenBackError as error:
            return cls(events, None, error.reasons, None)
        return cls(events, said, {}, is_as_performed(store, said, events[0].meta))

    @property
    def handle(self) -> str:
        from rso_core.act_handles import handle_of

        return handle_of(self.events[0].meta.correlation)

    @property
    def line(self) -> dict[str, Any] | None:
        from rso_core.dossier.exporting import dossier_line

        return None if self.said is None else dossier_line(self.events, self.said)


def _show_act(
    store: EventStore, events: Sequence[RecordedEvent], history: CorrectionHistory, *, json_wanted: bool
) -> None:
    """The act that was asked for, what was put right in it, and what it says now where that is another."""
    asked, changes = _GivenBack.of(store, events), history.of(events[0])
    after = [recorded for _, recorded in changes[-1].after] if changes else []
    now = None if not after or after[0].id == events[0].id else _GivenBack.of(store, after)
    if json_wanted:
        print_json(_act_json(asked, now, changes))
        return
    versions = {r.id: r for change in changes for _, r in (*change.before, *change.after)} or {r.id: r for r in events}
    title = f"Handeling {asked.handle} ({asked.events[0].meta.act})"
    _print_story(store, list(versions.values()), history, title)
    _print_said("Wat er is ingevuld", asked)
    if now is not None:
        _print_said(f"Wat er nu staat ({now.handle})", now)


def _act_json(asked: _GivenBack, now: _GivenBack | None, changes: Sequence[ActChange]) -> dict[str, Any]:
    from rso_core.cli.rendering import change_json, event_json

    meta = asked.events[0].meta
    holds = now is None and not (changes and not changes[-1].after)
    return {
        "handle": asked.handle,
        "correlation": meta.correlation,
        "act": meta.act,
        "line": asked.line,
        "not_given_back": asked.reasons,
        "as_performed": asked.as_performed,
        "events": [event_json(event) for event in asked.events],
        "holds": holds,
        "corrections": [change_json(change) for change in changes],
        "now": None if now is None else {"handle": now.handle, "line": now.line},
    }


def _print_story(store: EventStore, events: Sequence[RecordedEvent], history: CorrectionHistory, title: str) -> None:
    from rso_core.cli.rendering import print_narrative
    from rso_core.narrative import narrative_of_act

    print_narrative(narrative_of_act(events, _names(store), title, history), None, handles=False)


def _names(store: EventStore) -> NameIndex:
    from rso_core.narrative.composing import names_of
    from rso_core.projection import events_as_of

    return names_of(list(events_as_of(store, None, None)))


def _print_said(title: str, given_back: _GivenBack) -> None:
    from rso_core.cli.rendering import print_said

    print_said(given_back.said, given_back.reasons, as_performed=given_back.as_performed, title=title)


def _show_correction(store: EventStore, correction: RecordedCorrection, *, json_wanted: bool) -> None:
    """What a correction put right."""
    from rso_core.act_handles import handle_of
    from rso_core.cli.rendering import change_json, event_json, print_correction

    meta = correction.meta
    if not json_wanted:
        print_correction(f"Handeling {handle_of(meta.correlation)} ({meta.act})", correction, _names(store))
        return
    print_json(
        {
            "handle": handle_of(meta.correlation),
            "correlation": meta.correlation,
            "act": meta.act,
            "reason": correction.reason,
            "corrections": [change_json(change) for change in correction.changes],
            "events": [event_json(recorded) for _, recorded in correction.events],
        }
    )


@command("export-dossier")
def export_dossier(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="file to write, JSON Lines")],
    known_on: KnownOn = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="leave acts out that cannot be given back; they are named")
    ] = False,
    json_: Json = False,
    unproven: Unproven = None,
) -> None:
    """Give the record back as a dossier: a line per act, with moments, keys, grounds and who recorded it.

    It holds names and what is confidential. An empty record that imports it gives the same registers. What was
    corrected or set aside is in it as it was, with a line that says so.

    Example: rso export-dossier dossier-terug.jsonl
    """
    from rso_core.dossier import export_dossier
    from rso_core.structuring import InputError

    session = of(context)
    with session.application() as application, told_when_long("Giving acts back") as told:
        session.let_out(application, "het dossier als bestand", unproven)
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
        "corrected": report.corrected,
        "set_aside": report.set_aside,
    }


def _print_report(file: Path, report: ExportReport) -> None:
    out.print(f"{file}: {report.acts} acts; it holds names and what is confidential", markup=False)
    for each in report.left_out:
        err.print(f"left out: {each.handle} {each.act}: {each.reason}", markup=False)
    if report.erased:
        err.print(f"erased, the identifier stands in place of the name: {', '.join(report.erased)}", markup=False)
    if report.corrected:
        err.print(
            "corrected since, given as they hold, for what stood there cannot be said: " + ", ".join(report.corrected),
            markup=False,
        )
    if report.set_aside:
        err.print(
            f"set aside since, left out, for what stood there cannot be said: {', '.join(report.set_aside)}",
            markup=False,
        )
    if report.differing:
        err.print(
            "said in other words than at the time, which an older release did not keep; they lead to the same: "
            + ", ".join(report.differing),
            markup=False,
        )
