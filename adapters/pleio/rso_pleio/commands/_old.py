"""``rso pleio plan`` and ``rso pleio apply``."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rso_core.cli.session import err, of, out, print_json, progress_bar
from rso_pleio.desired import ADMIN_ROLES
from rso_pleio.errors import EXIT_CODE, PleioError

if TYPE_CHECKING:
    from rso_pleio.plan import Plan, Step
    from rso_pleio.sync import Sync

SIGNS = {
    "create": ("+", "green"),
    "change": ("~", "yellow"),
    "remove": ("-", "red"),
    "adopt": ("=", "cyan"),
    "leave": (" ", "dim"),
    "drift": ("!", "magenta"),
    "cannot": ("x", "red"),
}
SHOWN = 100
pleio = typer.Typer(
    no_args_is_help=True,
    help="Keep the groups on a Pleio site in step with the record. Address: [pleio] url in rso.toml or RSO_PLEIO_URL; "
    "session cookie: RSO_PLEIO_SESSION.",
)
Restore = Annotated[bool, typer.Option("--restore", help="put back what people changed in our items")]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]


class SetupError(PleioError):
    """Address or session of the site is not given."""


@contextmanager
def _sync(context: typer.Context) -> "Iterator[Sync]":
    # What talks to a site takes long to load, and most commands talk to none.
    from rso_pleio.sync import open_sync  # noqa: PLC0415

    session = of(context)
    section = session.settings().sections.get("pleio", {})
    url = os.environ.get("RSO_PLEIO_URL") or section.get("url")
    cookie = os.environ.get("RSO_PLEIO_SESSION")
    if not url:
        raise SetupError("the address of the site is missing; set RSO_PLEIO_URL, or url under [pleio] in rso.toml")
    if not cookie:
        raise SetupError(
            "the session is missing; log in to the site with the service account and set the value of its cookie "
            "'sessionid' in RSO_PLEIO_SESSION"
        )
    roles = tuple(section.get("group_admin_roles", ADMIN_ROLES))
    with (
        session.application() as application,
        session.projector(application) as projector,
        open_sync(projector, session.plugins, str(url), cookie, roles) as sync,
    ):
        yield sync


@pleio.command()
def plan(context: typer.Context, restore: Restore = False, json_: Json = False) -> None:
    """Show how the site differs from the record; changes nothing.

    Example: rso pleio plan
    """
    with _sync(context) as sync:
        made = sync.plan(restore=restore)
    if json_:
        print_json([_step_json(step) for step in made.steps])
    else:
        print_plan(made)


@pleio.command()
def apply(context: typer.Context, restore: Restore = False, json_: Json = False) -> None:
    """Bring the site in step with the record; again does nothing, after a stop it goes on.

    Example: rso pleio apply
    """
    with _sync(context) as sync, progress_bar() as bar:
        task = bar.add_task("Pleio", total=None)
        made, report = sync.apply(
            restore=restore, progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
        counts = sync.client.counts
    for step, reason in report.refused:
        err.print(f"x {step.group_key} {step.label}: {reason}", markup=False)
    told = [step for step in made.steps if step.kind in ("drift", "cannot", "leave")]
    if json_:
        print_json(
            {
                "done": report.done,
                "requests": counts.requests,
                "mutations": counts.mutations,
                "refused": [{**_step_json(step), "reason": reason} for step, reason in report.refused],
                "told": [_step_json(step) for step in told],
            }
        )
    else:
        for step in told[:SHOWN]:
            _print_step(step)
        done = ", ".join(f"{number} {kind}" for kind, number in sorted(report.done.items())) or "nothing to do"
        out.print(f"{done}; {counts.requests} requests, {counts.mutations} changes sent", markup=False)
    if report.refused:
        raise typer.Exit(EXIT_CODE)


def print_plan(plan: "Plan") -> None:
    """Print a plan like a diff, group by group."""
    group = None
    for step in plan.steps:
        if step.group_key != group:
            group = step.group_key
            out.print(f"\n{group}", style="bold", markup=False)
        _print_step(step)
    counts: dict[str, int] = {}
    for step in plan.steps:
        counts[step.kind] = counts.get(step.kind, 0) + 1
    summary = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items())) or "nothing to do"
    out.print(f"\nPlan: {summary}. Nothing was changed.", markup=False)


def _print_step(step: "Step") -> None:
    sign, style = SIGNS[step.kind]
    reason = f"  ({step.reason})" if step.reason else ""
    out.print(f"{sign} {step.kind:<7}{step.what:<7} {step.label}{reason}", style=style, markup=False)
    for name, old, new in step.differences:
        out.print(f"      {name}: {_short(old)} -> {_short(new)}", style=style, markup=False)


def _short(text: str, most: int = 60) -> str:
    flat = " ".join(text.split())
    return repr(flat if len(flat) <= most else flat[: most - 1] + "…")


def _step_json(step: "Step") -> dict[str, Any]:
    return {
        "kind": step.kind,
        "what": step.what,
        "group": step.group_key,
        "key": step.key,
        "label": step.label,
        "reason": step.reason,
        "differences": [{"field": name, "is": old, "should_be": new} for name, old, new in step.differences],
    }
