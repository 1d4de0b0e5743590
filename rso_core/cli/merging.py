"""The command that lets a person who was registered twice be one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rso_core.cli.completing import things
from rso_core.cli.correcting import Actor, Because, DryRun, Reason, Recorded, Source, With
from rso_core.cli.declaring import command
from rso_core.cli.options import Json
from rso_core.cli.session import identifier_found, of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rso_core.application import Outcome
    from rso_core.corrections import Rewritten

PANEL = "Persons"


@command("merge-person")
def merge_person(
    context: typer.Context,
    person: Annotated[
        str,
        typer.Argument(help="identifier of the double", show_default=False, autocompletion=things("person")),
    ],
    into: Annotated[
        str,
        typer.Option(help="identifier or name of who stays", show_default=False, autocompletion=things("person")),
    ],
    reason: Reason,
    with_: With = None,
    dry_run: DryRun = False,
    actor: Actor = None,
    source: Source = None,
    recorded: Recorded = None,
    because: Because = None,
    json_: Json = False,
) -> None:
    """Let a person who was registered twice be one: everything that names the double names the other from then on.

    All in one go: what stands in the way is listed and nothing is recorded; --with solves it in the same go.

    Example: rso merge-person p-0031 --into p-0012 --reason "dubbel geregistreerd" --dry-run
    """
    from rso_core.application import Provenance
    from rso_core.dossier.corrections_file import corrections_in
    from rso_core.dossier.lines import About
    from rso_core.dossier.written_corrections import structured
    from rso_core.merging_persons import merge_person as merge

    session = of(context)
    provenance = Provenance(
        actor=actor or session.settings().actor,
        source=source,
        recorded_at=About(recorded=recorded).recorded_at,
        ground=because,
    )
    planned: list[Rewritten] = []

    def show(rewritten: Sequence[Rewritten]) -> None:
        planned[:] = rewritten

    with session.application() as application:
        double, stays = (identifier_found(application, each, "person") for each in (person, into))
        more = [] if with_ is None else structured(application.batch().record(), corrections_in(with_))
        outcome = merge(application, double, stays, reason, provenance, more, show, dry_run=dry_run)
        if not dry_run:
            with session.projector(application):
                pass
    _print(outcome, planned, dry_run=dry_run, json_wanted=json_)


def _print(outcome: Outcome, planned: Sequence[Rewritten], *, dry_run: bool, json_wanted: bool) -> None:
    from rso_core.act_handles import handle_of
    from rso_core.cli.printing import out, print_json
    from rso_core.cli.rendering_corrections import plan_json, print_plan

    handle = handle_of(outcome.correlation)
    if json_wanted:
        own = {} if dry_run else {"correlation": outcome.correlation, "handle": handle}
        print_json({"dry_run": dry_run, **own, **plan_json(planned)})
        return
    print_plan(planned)
    out.print("Nothing recorded (--dry-run)" if dry_run else f"act {handle}", markup=False)
