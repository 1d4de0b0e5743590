"""The command that makes anew what is derived and does not follow from the record."""

from datetime import datetime
from typing import Annotated

import typer

from rso_core.cli.declaring import command
from rso_core.cli.printing import err, out, print_json
from rso_core.cli.session import of
from rso_core.time_zone import AMSTERDAM

PANEL = "Start and fill"
PROOF_FAILS = 9
Json = Annotated[bool, typer.Option("--json", help="print JSON")]


@command("repair")
def repair(
    context: typer.Context,
    reason: Annotated[str, typer.Option(help="why, for the record")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="tell what would be done, and do nothing")] = False,
    json_: Json = False,
) -> None:
    """Make anew what is derived and is not what follows from the record: registers, keys of acts, views, the index of words.

    Triggers, rules and views that change or hide what is ours are taken away. What was done, by whom and why is recorded. The
    events themselves cannot be repaired: where they are not what was recorded, nothing is done. Exit code 9 when something is
    left that is not in order.

    Example: rso repair --reason "Gevonden bij de controle van 13 november"
    """
    from rso_core.application import Application, Provenance
    from rso_core.derived import repairing

    session = of(context)
    if not reason.strip() and not dry_run:
        raise typer.BadParameter("say why, for the record", param_hint="--reason")
    settings = session.settings()
    with session.record() as store:
        application = Application(store)
        done = repairing.repair(
            application,
            session.bundled(),
            reason or "(proef)",
            datetime.now(AMSTERDAM).date(),
            Provenance(actor=settings.actor),
            dry_run=dry_run,
        )
        if done.event is not None:
            session.sign(application)
    if json_:
        print_json(
            {
                "event": done.event,
                "repaired": done.repaired,
                "found": [deviation.as_json() for each in done.found for deviation in each.deviations],
                "left": [{"check": each.check, "found": each.found} for each in done.left],
            }
        )
    else:
        _tell(done, dry_run=dry_run)
    if done.left:
        raise typer.Exit(PROOF_FAILS)


def _tell(done: object, *, dry_run: bool) -> None:
    from rso_core.derived.repairing import Repair

    assert isinstance(done, Repair)
    for finding in done.found:
        out.print(f"{finding.check}\n  " + finding.found.replace("\n", "\n  "), markup=False, soft_wrap=True)
    if not done.found:
        out.print("Everything that is derived is what follows from the record; nothing to repair.")
    elif done.repaired:
        said = "Would be done" if dry_run else f"Done, and recorded as {done.event}"
        out.print(f"\n{said}:", markup=False)
        for line in done.repaired:
            out.print(f"- {line}", markup=False, soft_wrap=True)
    if done.left and not dry_run:
        err.print("\nStill not in order:")
        for finding in done.left:
            err.print(f"- {finding.check}: {finding.found}", markup=False, soft_wrap=True)
        err.print(
            "Restore a backup where tables of the record itself are meant; for the ledger of Pleio: rso pleio recover."
        )
