"""A command per act, made from the acts themselves, so that library, dossier and command line say the same."""

from __future__ import annotations

import inspect
import typing
from datetime import datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, cast

import attrs
import typer

from rso_core.cli.completing import REGISTERS, Completion, choices, things
from rso_core.cli.index import SHORT
from rso_core.cli.printing import err, out, plain, print_json
from rso_core.cli.session import of

if TYPE_CHECKING:
    from rso_core.acts import Act
    from rso_core.application import Outcome
    from rso_core.domain.person import RegisterPerson


def add_act_command(cli: typer.Typer, act: str, name: str, panel: str | None, *, hidden: bool) -> None:
    """Add the command of an act, under its own name or another."""
    from rso_core.acts import acts_by_hand

    cls = acts_by_hand()[act]
    help_text = f"{(cls.__doc__ or '').strip()}\n\nExample: {_example(act, cls)}"
    cli.command(name, help=help_text, rich_help_panel=panel, hidden=hidden)(_command(cls))


def _command(cls: type[Act]) -> Any:
    fields = attrs.fields(cast("Any", cls))
    hints = typing.get_type_hints(cls)

    def command(context: typer.Context, **given: Any) -> None:
        from rso_core.dossier.cells import from_cells
        from rso_core.structuring import structure_act

        about = {name: given.pop(name) for name in ("actor", "source", "key", "recorded", "because")}
        json_wanted = given.pop("json_")
        cells = {name: _text(value) for name, value in given.items() if value not in (None, [], ())}
        made = from_cells({"act": cls.act_name, **cells})
        act = structure_act(cls.act_name, {name: value for name, value in made.items() if name != "act"})
        _record(context, act, about, json_wanted=json_wanted)

    parameters = [
        inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context),
        *(_parameter(field, hints[field.name], _completion(cls, field)) for field in fields),
        *_ABOUT,
    ]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    command.__name__ = cls.__name__
    return command


def _completion(cls: type[Act], field: attrs.Attribute[Any]) -> Completion | None:
    """What completes the values of a field: its choices, or what is on record of what it points to."""
    from rso_core.domain.act import NEW_ID
    from rso_core.domain.references import field_types

    kind = field_types(cls)[field.name]
    if isinstance(kind.plain, type) and issubclass(kind.plain, StrEnum):
        return choices(kind.plain)
    named = kind.reference.kind if kind.reference else field.name
    return things(named) if named in REGISTERS and not field.metadata.get(NEW_ID) else None


def _parameter(field: attrs.Attribute[Any], hint: Any, completion: Completion | None) -> inspect.Parameter:
    from rso_core.acts import field_help

    required = field.default is attrs.NOTHING
    is_list = typing.get_origin(_bare(hint)) is tuple
    text = field_help(field) + (" (repeat the option, or separate by ;)" if is_list else "")
    flag = field.name.replace("_", "-")
    # A choice that is true unless said otherwise needs a way to say otherwise.
    named = f"--{flag}/--not-{flag}" if hint is bool and field.default is True else f"--{flag}"
    option = typer.Option(named, help=text, show_default=False, autocompletion=completion)
    kind: Any = bool if hint is bool else (list[str] if is_list else str)
    default: Any = inspect.Parameter.empty if required else (bool(field.default) if hint is bool else None)
    annotation: Any = Annotated[kind if required or hint is bool else kind | None, option]
    return inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _bare(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, UnionType):
        return next(part for part in typing.get_args(hint) if part is not NoneType)
    return hint


def _about_option(name: str, text: str, kind: Any = str | None, default: Any = None) -> inspect.Parameter:
    option = typer.Option(f"--{name.rstrip('_')}", help=text, show_default=False, rich_help_panel="About the record")
    annotation = Annotated[kind, option]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


_ABOUT = (
    _about_option("actor", "who records, such as office:secretariaat; else as in rso.toml"),
    _about_option("source", "document it rests on"),
    _about_option("key", "idempotency key: the same key again changes nothing"),
    _about_option("recorded", "day or moment at which it became known, when that was earlier than now"),
    _about_option("because", "why that moment, or the clock of this computer, may stand where a rule asks for it"),
    _about_option("json_", "print the outcome as JSON", bool, default=False),
)


def _text(value: Any) -> str:
    return ";".join(value) if isinstance(value, list | tuple) else str(value)


def _record(context: typer.Context, act: Act, about: dict[str, str | None], *, json_wanted: bool) -> None:
    from rso_core.application import Provenance
    from rso_core.cli.finding import perform_by_names
    from rso_core.dossier.lines import About

    session = of(context)
    recorded_at: datetime | None = About(recorded=about["recorded"]).recorded_at
    circumstances = Provenance(
        actor=about["actor"] or session.settings().actor,
        source=about["source"],
        key=about["key"],
        recorded_at=recorded_at,
        ground=about["because"],
    )
    with session.application() as application:
        if act.act_name == "register-person":
            from rso_core.cli.asking_doubles import asked_about_doubles
            from rso_core.domain.admission import admitted

            act = asked_about_doubles(application, cast("RegisterPerson", admitted(act)), admitted(circumstances))
        outcome = perform_by_names(application, act, circumstances)
        with session.projector(application):
            pass
    _print(outcome, json_wanted=json_wanted)


def _print(outcome: Outcome, *, json_wanted: bool) -> None:
    from rso_core.act_handles import handle_of
    from rso_core.domain.docket import BOOKKEEPING

    if json_wanted:
        print_json(
            {
                "correlation": outcome.correlation,
                "handle": handle_of(outcome.correlation),
                "repeated": outcome.repeated,
                "events": [
                    {"id": e.id, "name": e.event.event_name, **plain(attrs.asdict(e.meta))} for e in outcome.events
                ],
            }
        )
        return
    if outcome.repeated:
        err.print("Recorded before under this key; nothing was changed.")
    # The dockets of bodies are bookkeeping beside the act; `--json` has them.
    for event in (e for e in outcome.events if not e.id.startswith(BOOKKEEPING)):
        out.print(f"{event.id}  {event.event.event_name}  holds from {event.meta.effective}", markup=False)
    out.print(f"act {handle_of(outcome.correlation)}", markup=False)


def _example(name: str, cls: type[Act]) -> str:
    required = [field.name for field in attrs.fields(cast("Any", cls)) if field.default is attrs.NOTHING]
    return f"rso {SHORT.get(name, name)} " + " ".join(f"--{f.replace('_', '-')} …" for f in required)
