"""Commands that put right what was recorded wrongly: correct an act, or set it aside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rso_core.cli.declaring import command
from rso_core.cli.options import Json
from rso_core.cli.session import of

if TYPE_CHECKING:
    from rso_core.application import Application, Outcome, Provenance
    from rso_core.corrections import Correction, Rewritten
    from rso_core.dossier.written_corrections import WrittenCorrection
    from rso_core.pending_record import RecordWithPending

PANEL = "Start and fill"
_RECORD = "About the record"
Handle = Annotated[str | None, typer.Argument(help="handle of the act, such as K3M7-QX2P; 'rso history' shows them")]
Last = Annotated[bool, typer.Option("--last", help="the act that you typed last")]
Reason = Annotated[str, typer.Option("--reason", help="why", show_default=False)]
With = Annotated[
    Path | None,
    typer.Option(
        "--with", help="file of corrections that are made in one go with it, all or nothing; JSON, one a line"
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="only show what would change; record nothing")]
Actor = Annotated[
    str | None,
    typer.Option(
        "--actor", help="who records, such as office:secretariaat; else as in rso.toml", rich_help_panel=_RECORD
    ),
]
Source = Annotated[
    str | None,
    typer.Option("--source", help="document it rests on; else each act keeps its own", rich_help_panel=_RECORD),
]
Key = Annotated[
    str | None,
    typer.Option("--key", help="idempotency key: the same key again changes nothing", rich_help_panel=_RECORD),
]
Recorded = Annotated[
    str | None,
    typer.Option(
        "--recorded",
        help="day or moment at which it became known, when that was earlier than now",
        rich_help_panel=_RECORD,
    ),
]
Because = Annotated[
    str | None,
    typer.Option(
        "--because", help="why that moment, or the clock, may stand where a rule asks for it", rich_help_panel=_RECORD
    ),
]


@command("correct")
def correct(
    context: typer.Context,
    reason: Reason,
    handle: Handle = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--set", help="field=value, as in the command of the act or as JSON; 'field=' empties it"),
    ] = None,
    last: Last = False,
    with_: With = None,
    dry_run: DryRun = False,
    actor: Actor = None,
    source: Source = None,
    key: Key = None,
    recorded: Recorded = None,
    because: Because = None,
    json_: Json = False,
) -> None:
    """Correct an act: it holds as if it had said so at once, and both stay in the record.

    What rests on it is judged anew; where something would not stand, it is named and nothing is recorded.

    Example: rso correct K3M7-QX2P --set due=2026-05-01 --reason "verkeerd overgenomen"

    Example: rso correct --last --set "title=Programma 2027" --reason typefout --dry-run
    """
    about = {"actor": actor, "source": source, "key": key, "recorded": recorded, "because": because}
    if (handle is not None or last) is not bool(values):
        raise typer.BadParameter("give an act, and with --set what it should have said", param_hint="--set")
    _put_right(context, handle, values, reason, about, last=last, file=with_, dry_run=dry_run, json_wanted=json_)


@command("set-aside")
def set_aside(
    context: typer.Context,
    reason: Reason,
    handle: Handle = None,
    last: Last = False,
    with_: With = None,
    dry_run: DryRun = False,
    actor: Actor = None,
    source: Source = None,
    key: Key = None,
    recorded: Recorded = None,
    because: Because = None,
    json_: Json = False,
) -> None:
    """Set an act aside: it holds as if it had never been recorded, and stays in the record.

    What rests on it is judged anew; where something would not stand, it is named and nothing is recorded.

    Example: rso set-aside K3M7-QX2P --reason "dubbel vastgelegd"

    Example: rso set-aside --last --reason "per abuis" --with mee.jsonl
    """
    about = {"actor": actor, "source": source, "key": key, "recorded": recorded, "because": because}
    _put_right(context, handle, None, reason, about, last=last, file=with_, dry_run=dry_run, json_wanted=json_)


def _put_right(
    context: typer.Context,
    handle: str | None,
    values: Sequence[str] | None,
    reason: str,
    about: dict[str, str | None],
    *,
    last: bool,
    file: Path | None,
    dry_run: bool,
    json_wanted: bool,
) -> None:
    from rso_core.application import Provenance
    from rso_core.dossier.lines import About

    if handle is not None and last:
        raise typer.BadParameter("give the handle of an act, or --last", param_hint="HANDLE")
    if handle is None and not last and file is None:
        raise typer.BadParameter("give the handle of an act, --last, or --with a file", param_hint="HANDLE")
    session = of(context)
    provenance = Provenance(
        actor=about["actor"] or session.settings().actor,
        source=about["source"],
        key=about["key"],
        recorded_at=About(recorded=about["recorded"]).recorded_at,
        ground=about["because"],
    )
    with session.application() as application:
        named = _last(application, provenance.actor) if last else handle
        wanted = _wanted(application, named, values, file)
        if dry_run:
            _rehearse(application, wanted, reason, provenance, json_wanted=json_wanted)
        else:
            _record(application, wanted, reason, provenance, json_wanted=json_wanted)
            with session.projector(application):
                pass


def _last(application: Application, actor: str) -> str:
    from rso_core.act_handles import last_act

    return last_act(application.store, actor)[0].id


def _wanted(
    application: Application, named: str | None, values: Sequence[str] | None, file: Path | None
) -> list[Correction]:
    """What was asked for, with identifiers in the place of the names that were typed for them."""
    from rso_core.dossier.corrections_file import corrections_in
    from rso_core.dossier.written_corrections import WrittenCorrection, structured

    record = application.batch().record()
    written: list[WrittenCorrection] = []
    if named is not None:
        written.append(WrittenCorrection(named, None if values is None else _typed(record, named, values)))
    if file is not None:
        written += corrections_in(file)
    return [_with_names(application, record, each) for each in structured(record, written)]


def _typed(record: RecordWithPending, named: str, values: Sequence[str]) -> dict[str, Any]:
    """What was typed as ``field=value``, as plain data: as in the command of the act, or as JSON."""
    from rso_core.acts import act_classes
    from rso_core.corrected_record import named_act
    from rso_core.dossier.cells import cells_of
    from rso_core.structuring import InputError

    texts: dict[str, list[str]] = {}
    for each in values:
        field, equals, text = each.partition("=")
        if not equals or not field.strip():
            raise InputError([f"--set {each!r}: write it as field=value"])
        texts.setdefault(field.strip().replace("-", "_"), []).append(text)
    json_given = {
        field: found for field, (text, *more) in texts.items() if not more and (found := _json(text)) is not None
    }
    cls = act_classes().get(named_act(record, named)[1].meta.act)
    cells = {field: ";".join(text) for field, text in texts.items() if field not in json_given}
    plain: dict[str, Any] = dict(cells) if cls is None else cells_of(cls, cells)
    twice = [field for field, text in texts.items() if len(text) > 1 and not isinstance(plain[field], list)]
    if twice:
        raise InputError([f"--set {field}: given twice, and it takes one value" for field in twice])
    return {field: json_given[field] if field in json_given else plain[field] for field in texts}


def _json(text: str) -> Any:
    """A list or group of fields that is written as JSON; None for any other text."""
    import msgspec

    if not text.lstrip().startswith(("[", "{")):
        return None
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return None


def _with_names(application: Application, record: RecordWithPending, correction: Correction) -> Correction:
    import attrs

    from rso_core.corrected_record import standing_act
    from rso_core.domain.act import replace
    from rso_core.domain.admission import admitted
    from rso_core.search.finding import Finder, with_names_found

    act = standing_act(record, correction.act)[0].act if correction.changes else None
    if (
        act is None
        or correction.changes is None
        or not correction.changes.keys() <= attrs.fields_dict(type(act)).keys()
    ):
        return correction
    # What may not stand in the record is nobody's name.
    corrected = admitted(replace(act, **correction.changes), only=correction.changes)
    meant, _ = with_names_found(Finder(application.store), corrected)
    return attrs.evolve(correction, changes={field: getattr(meant, field) for field in correction.changes})


def _rehearse(
    application: Application, wanted: Sequence[Correction], reason: str, provenance: Provenance, *, json_wanted: bool
) -> None:
    from rso_core.cli.printing import out, print_json
    from rso_core.cli.rendering_corrections import plan_json, print_plan
    from rso_core.corrections import correct_in

    planned: list[Rewritten] = []
    # A batch that is not committed records nothing.
    outcome = correct_in(application.batch(), wanted, reason, provenance, planned.extend)
    if json_wanted:
        print_json({"dry_run": True, "repeated": outcome.repeated, **plan_json(planned)})
        return
    print_plan(planned)
    out.print("Nothing recorded (--dry-run)" if planned else "Recorded before under this key; nothing would change.")


def _record(
    application: Application, wanted: Sequence[Correction], reason: str, provenance: Provenance, *, json_wanted: bool
) -> None:
    from rso_core.act_handles import handle_of
    from rso_core.cli.printing import print_json
    from rso_core.cli.rendering_corrections import plan_json, print_plan
    from rso_core.corrections import correct

    planned: list[Rewritten] = []

    def show(rewritten: Sequence[Rewritten]) -> None:
        planned[:] = rewritten
        if not json_wanted:
            print_plan(rewritten)

    outcome = correct(application, wanted, reason, provenance, show)
    if json_wanted:
        own = {"correlation": outcome.correlation, "handle": handle_of(outcome.correlation)}
        print_json({"dry_run": False, "repeated": outcome.repeated, **own, **plan_json(planned)})
    else:
        _print_outcome(outcome, planned)


def _print_outcome(outcome: Outcome, planned: Sequence[Rewritten]) -> None:
    from rso_core.act_handles import handle_of
    from rso_core.cli.printing import err, out

    if outcome.repeated:
        err.print("Recorded before under this key; nothing was changed.")
    now = {e.meta.instead_of: handle_of(e.meta.correlation) for e in outcome.events if e.meta.instead_of is not None}
    for each in planned:
        if each.root in now:
            out.print(f"{each.before.name} {each.handle} stands from now on as {now[each.root]}", markup=False)
    out.print(f"act {handle_of(outcome.correlation)}", markup=False)
