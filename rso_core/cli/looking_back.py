"""Commands that look back: the history of a subject, any earlier moment, and what differs between two moments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import attrs
import typer

from rso_core.cli.completing import registers
from rso_core.cli.declaring import command
from rso_core.cli.finding import stream_found
from rso_core.cli.options import EnteredOn, Handles, Json, KnownOn, known
from rso_core.cli.printing import end_untold, err, out, print_json, print_register, register_json, untold_rows
from rso_core.cli.session import day, of
from rso_core.time_zone import AMSTERDAM

if TYPE_CHECKING:
    from rso_core.application import Application
    from rso_core.comparison.moments import Moment
    from rso_core.projection import Projector
    from rso_core.store import RecordedEvent

PANEL = "Ask"


@command("history")
def history(
    context: typer.Context,
    subject: Annotated[
        str | None, typer.Argument(help="such as party:gm0344, gm0344 where that is clear, or a name it has had")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="of the whole cooperation")] = False,
    valid_on: Annotated[
        str | None, typer.Option("--valid-on", "--until", help="leave out what only holds after this day")
    ] = None,
    known_on: KnownOn = None,
    entered_on: EnteredOn = None,
    from_: Annotated[str | None, typer.Option("--from", help="leave out what holds from an earlier day")] = None,
    table: Annotated[bool, typer.Option("--table", help="print a table of events")] = False,
    handles: Handles = True,
    json_: Json = False,
) -> None:
    """Tell what was recorded under a subject itself, as a story in Dutch: when, by whom, on what ground.

    Other acts may name it too: 'rso about' tells them all.

    Example: rso history body:b-pso --known-on 2026-01-05

    Example: rso history --all --from 2026-03-01 --until 2026-03-31
    """
    from rso_core.cli.rendering import event_json, print_elsewhere, print_events, print_narrative
    from rso_core.narrative import narrative_of
    from rso_core.narrative.composing import is_narrated
    from rso_core.projection import events_as_of
    from rso_core.recorded_corrections import CorrectionHistory

    if (subject is None) is not all_:
        raise typer.BadParameter("name a subject, or use --all", param_hint="SUBJECT")
    first, last = day(from_) if from_ else None, day(valid_on) if valid_on else None
    known_by, entered_by = known(known_on), known(entered_on)
    with of(context).application() as application:
        stream = None if subject is None else stream_found(application, subject)
        if not (table or json_):
            story = narrative_of(
                application.store, stream, valid_on=last, known_on=known_by, entered_on=entered_by, first_day=first
            )
            print_narrative(story, known_by, entered_by, handles=handles)
            if stream is not None:
                print_elsewhere(stream, _named_elsewhere(application, stream, first, last, known_by))
            return
        events = [
            recorded
            for _, recorded in events_as_of(application.store, last, known_by, entered_by)
            if is_narrated(recorded, stream) and (first is None or first <= recorded.meta.effective)
        ]
        elsewhere = 0 if stream is None else _named_elsewhere(application, stream, first, last, known_by)
        withdrawn = CorrectionHistory(application.store, known_by, entered_by).withdrawn
    if json_:
        print_json([{**event_json(event), "holds": event.id not in withdrawn} for event in events])
    else:
        print_events(f"History of {stream or 'the whole cooperation'} ({len(events)})", events, withdrawn)
    if elsewhere:
        err.print(f"{elsewhere} other acts name {stream}; see them with: rso about {stream}", markup=False)


def _named_elsewhere(
    application: Application, stream: str, first: date | None, last: date | None, known_by: date | datetime | None
) -> int:
    """How many other acts name a subject, in the same days and as known then."""
    from rso_core.about import acts_about, other_acts

    kind, _, identifier = stream.partition(":")
    thing = (kind, identifier)
    return other_acts(acts_about(application.store, thing, first_day=first, last_day=last, known_on=known_by))


@command("replay")
def replay(
    context: typer.Context,
    valid_on: Annotated[str, typer.Option("--valid-on", "--on", help="day on which it holds")],
    known_on: KnownOn = None,
    entered_on: EnteredOn = None,
    register: Annotated[
        str | None, typer.Option(help="one register; all when left out", autocompletion=registers)
    ] = None,
    last: Annotated[int, typer.Option(min=0, help="how many of the latest events to print; 0 for all")] = 20,
    json_: Json = False,
) -> None:
    """Replay the record to a moment: the registers as they were, and the events that led to them.

    Without --register it is the whole cooperation. A register that cannot be replayed is told on the error channel.

    Example: rso replay --valid-on 2026-01-01 --known-on 2026-01-10T17:00+01:00 --register signatures
    """
    from rso_core.cli.rendering import event_json, print_events
    from rso_core.comparison.moments import Moment
    from rso_core.comparison.registers_at import read_models_named, registers_at
    from rso_core.projection import ProjectionError

    at = Moment(day(valid_on), known(known_on), known(entered_on))
    session = of(context)
    with session.application() as application, session.projector(application, catch_up=False) as projector:
        models = read_models_named(projector, [register] if register else None)
        found = registers_at(projector, models, at)
        events = list(_events(projector, at, register))
    if register and register in found.failed:
        raise ProjectionError(found.failed[register])
    untold = [line for name, each in found.registers.items() for line in untold_rows(each, name)]
    problems = [*_failures(found.failed), *untold]
    if json_:
        print_json(
            {
                "valid_on": at.valid_on,
                "known_on": at.known_on,
                "entered_on": at.entered_on,
                "registers": {name: register_json(each) for name, each in found.registers.items()},
                "failed": found.failed,
                "events": [event_json(event) for event in events],
            }
        )
        end_untold(problems)
        return
    for each in found.registers.values():
        print_register(each)
    shown = events[-last:] if last else events
    print_events(f"Events that led to it: the last {len(shown)} of {len(events)}", shown)
    if len(shown) < len(events):
        err.print("--last 0 shows all")
    entered = f", as entered on {at.entered_on}" if at.entered_on else ""
    out.print(f"State on {at.valid_on}, as known on {at.known_on or 'now'}{entered}.")
    end_untold(problems)


def _events(projector: Projector, at: Moment, register: str | None) -> Iterator[RecordedEvent]:
    from rso_core.projection import events_as_of
    from rso_core.recorded_corrections import CorrectionHistory

    handled = {cls for model in projector.read_models if register in (None, model.name) for cls in model.handlers}
    history = CorrectionHistory(projector.store, at.known_on, at.entered_on)
    for _, recorded in events_as_of(projector.store, at.valid_on, at.known_on, at.entered_on):
        if type(recorded.event) in handled and history.holds(recorded):
            yield recorded


def _failures(failed: Mapping[str, str]) -> list[str]:
    return [f"register {name!r} is left out: {why}" for name, why in failed.items()]


@command("late")
def late(
    context: typer.Context,
    days: Annotated[int, typer.Option("--days", min=0, help="entered more than so many days after it held")] = 0,
    json_: Json = False,
) -> None:
    """List what was entered late: by whom, on what ground, and since when it is said to have been known.

    Example: rso late --days 30
    """
    from rso_core.cli.rendering import print_late
    from rso_core.narrative import late_entries
    from rso_core.narrative.composing import restored_in_words
    from rso_core.store.restorations import restoration_of

    with of(context).application() as application:
        found = late_entries(application.store, days)
        notes = restored_in_words(restoration_of(application.store.url))
    if json_:
        print_json([attrs.asdict(entry) for entry in found])
    else:
        print_late(days, found, notes)


@command("diff")
def diff(
    context: typer.Context,
    known_on: Annotated[
        list[str] | None,
        typer.Option("--known-on", help="day (its end) or moment with offset; twice, or once to compare with now"),
    ] = None,
    entered_on: Annotated[
        list[str] | None,
        typer.Option("--entered-on", help="likewise, by what was entered; with one --known-on: what was only claimed"),
    ] = None,
    valid_on: Annotated[
        list[str] | None,
        typer.Option("--valid-on", "--on", help="day on which it holds: once for both, or twice; else today"),
    ] = None,
    register: Annotated[
        list[str] | None, typer.Option(help="only this register; may be repeated", autocompletion=registers)
    ] = None,
    summary: Annotated[bool, typer.Option("--summary", help="only how many rows differ per register")] = False,
    handles: Handles = True,
    json_: Json = False,
) -> None:
    """Tell what differs between two moments: per register what changed, by which acts, and on what ground.

    Given in either order, the moments are told from the earlier to the later.

    Example: rso diff --known-on 2025-12-31 --known-on 2026-01-08 --valid-on 2026-01-01

    Example: rso diff --valid-on 2025-12-31 --valid-on 2026-01-01 --register bodies
    """
    from rso_core.cli.rendering import differences_json, print_differences
    from rso_core.comparison.moment_diff import differences

    one, other = _two_moments(known_on or [], entered_on or [], valid_on or [])
    session = of(context)
    with session.application() as application, session.projector(application, catch_up=False) as projector:
        found = differences(projector, one, other, register or None)
    if json_:
        print_json(differences_json(found))
    else:
        print_differences(found, summary=summary, handles=handles)
    untold = [f"register {each.name!r} cannot compare {row}" for each in found.registers for row in each.untold]
    end_untold([*_failures(found.failed), *untold])


def _two_moments(known_on: list[str], entered_on: list[str], valid_on: list[str]) -> tuple[Moment, Moment]:
    """The two moments that the options give: each by what was said to be known, or by what was entered.

    Raises:
        typer.BadParameter: they give fewer or more than two.
    """
    from rso_core.comparison.moments import Moment

    by = "--known-on, --entered-on, --valid-on"
    given = [(known(text), None) for text in known_on] + [(None, known(text)) for text in entered_on]
    if len(given) > 2 or len(valid_on) > 2:
        raise typer.BadParameter("two moments are compared: give it at most twice", param_hint=by)
    if not given and len(valid_on) < 2:
        raise typer.BadParameter("give --known-on or --entered-on once or twice, or --valid-on twice", param_hint=by)
    days = [day(text) for text in valid_on] or [datetime.now(AMSTERDAM).date()]
    if len(days) == 2 and len(given) == 1:
        given = given * 2
    one, other = [*given, (None, None), (None, None)][:2]
    return Moment(days[0], *one), Moment(days[-1], *other)
