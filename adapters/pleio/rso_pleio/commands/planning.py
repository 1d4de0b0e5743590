"""``rso pleio plan`` and ``rso pleio apply``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rso_core.cli.options import Unproven
from rso_core.cli.session import end_untold, err, out, print_json, prompted
from rso_pleio.commands import showing
from rso_pleio.commands.opening import is_asked_by_a_person, pleio, shown_progress, syncing
from rso_pleio.errors import EXIT_CODE
from rso_pleio.ledger_entry import What

if TYPE_CHECKING:
    from rso_core.projection import Projector
    from rso_pleio.apply import ApplyReport
    from rso_pleio.plan import Plan
    from rso_pleio.sync import Sync

INTERRUPTED = 130
"""Exit code of a command that was interrupted, as shells give it."""
Restore = Annotated[bool, typer.Option("--restore", help="put back what people changed in our items")]
Delete = Annotated[
    bool, typer.Option("--delete", help="delete for good what is no longer in the record; it is archived otherwise")
]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]
Out = Annotated[Path | None, typer.Option("--out", help="keep the plan in this file, for 'rso pleio apply FILE'")]
Kept = Annotated[Path | None, typer.Argument(help="a plan that was kept with --out; carried out as it stands")]
Force = Annotated[
    bool,
    typer.Option("--force", help="also when much changes at once, or something is deleted; look at the plan first"),
]


@pleio.command()
def plan(
    context: typer.Context, restore: Restore = False, delete: Delete = False, kept: Out = None, json_: Json = False
) -> None:
    """Show how the site differs from the record, and what will be sent to people; changes nothing.

    Example: rso pleio plan --out plan.json
    """
    from rso_pleio.plan_file import keep_plan, require_place  # noqa: PLC0415 - most commands of `rso` talk to no site

    if kept is not None:
        require_place(kept)
    with syncing(context) as (sync, _):
        desired = sync.desired()
        made = sync.plan(desired=desired, restore=restore, delete=delete)
        if kept is not None:
            keep_plan(kept, made, desired, sync.client.url)
    if json_:
        print_json(showing.plan_json(made))
    else:
        showing.print_plan(made)
        if kept is not None:
            out.print(
                f"The plan is kept in {kept}; carry it out with: rso pleio apply {kept}", markup=False, soft_wrap=True
            )
    end_untold(made.untold)


@pleio.command()
def apply(
    context: typer.Context,
    kept: Kept = None,
    restore: Restore = False,
    delete: Delete = False,
    force: Force = False,
    json_: Json = False,
    unproven: Unproven = None,
) -> None:
    """Bring the site in step with the record; again does nothing, after a stop it goes on.

    Example: rso pleio apply
    """
    if kept is not None and (restore or delete):
        raise typer.BadParameter("a kept plan is carried out as it stands; give --restore and --delete to 'plan'")
    with syncing(context, unproven=unproven) as (sync, projector):

        def confirm(made: "Plan") -> bool:
            return force or _confirmed(made)

        with shown_progress() as progress, _told_when_stopped():
            if kept is None:
                made, report = sync.apply(restore=restore, delete=delete, confirm=confirm, progress=progress)
            else:
                made, report = _apply_kept(sync, projector, kept, force=force)
        counts = sync.client.counts
        told = ", ".join(f"{number} {kind}" for kind, number in made.counts.items() if kind in showing.TOLD_ONLY)
        refused = f"{len(report.refused)} refused" if report.refused else ""
        state = "behind" if report.refused or missing_groups(made) else "in_step"
        sync.ledger.note_progress(made.position, state, ", ".join(filter(None, (refused, told))))
    for step, reason in report.refused:
        err.print(f"x {step.group_key} {step.label}: {reason}", markup=False, soft_wrap=True)
    if json_:
        print_json(showing.report_json(made, report, counts))
    else:
        showing.print_report(made, report, counts)
    if report.refused or missing_groups(made):
        raise typer.Exit(EXIT_CODE)
    end_untold(made.untold)


@contextmanager
def _told_when_stopped() -> Iterator[None]:
    """Say at Ctrl-C where things stand."""
    try:
        yield
    except KeyboardInterrupt:
        err.print("Stopped. What was done stands; the next 'rso pleio apply' goes on from there.", markup=False)
        raise typer.Exit(INTERRUPTED) from None


def missing_groups(made: "Plan") -> bool:
    """Whether a body has no group that we may work in."""
    return any(step.what == What.GROUP and step.kind == "cannot" for step in made.steps)


def _apply_kept(sync: "Sync", projector: "Projector", kept: Path, *, force: bool) -> "tuple[Plan, ApplyReport]":
    from rso_pleio.plan import Plan  # noqa: PLC0415
    from rso_pleio.plan_file import groups_to_read, read_plan, require_unmoved  # noqa: PLC0415
    from rso_pleio.rows import PEOPLE  # noqa: PLC0415

    rows = PEOPLE.of(projector.register("pleio_people"))
    people = {row.person: (row.email or "", row.name or "") for row in rows}
    file = read_plan(kept, people)
    with sync.ledger.alone():
        seen = sync.observe(groups_to_read(file))
        require_unmoved(file, seen, sync.client.url)
        made = Plan(file.steps, seen, file.sendings, file.safety_blocks, position=file.position)
        return sync.carry_out(made, confirm=lambda made: force or _confirmed(made))


def _confirmed(made: "Plan") -> bool:
    """Ask the person at the terminal to type a word; a plan of this size is not carried out by a reflex."""
    if not is_asked_by_a_person():
        return False
    for block in made.safety_blocks:
        err.print(f"{block.group_key}: {block.told}", style="red", markup=False, soft_wrap=True)
    answer: str = prompted("Type 'apply' to go on; anything else stops")
    return answer == "apply"
