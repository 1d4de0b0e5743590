"""Plans and their outcome, for a person and as JSON."""

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rso_core.cli.session import out
from rso_core.visible_text import shortened, visible_in_a_line
from rso_pleio.ledger_entry import What
from rso_pleio.plan.steps import Kind

if TYPE_CHECKING:
    from rso_pleio.apply import ApplyReport
    from rso_pleio.client import Counts
    from rso_pleio.plan import Difference, Plan, Step

SIGNS: dict[Kind, tuple[str, str]] = {
    "create": ("+", "green"),
    "change": ("~", "yellow"),
    "archive": ("a", "yellow"),
    "remove": ("-", "red"),
    "delete": ("D", "red"),
    "adopt": ("=", "cyan"),
    "leave": (" ", "dim"),
    "drift": ("!", "magenta"),
    "cannot": ("x", "red"),
}
TOLD_ONLY: tuple[Kind, ...] = ("drift", "cannot", "leave")
SHOWN = 100
LINES = 20
"""Lines of a difference that are shown; the JSON has them all."""


def print_plan(plan: "Plan") -> None:
    """Print a plan like a diff, group by group, with what will be sent and what asks for a confirmation."""
    group = None
    for step in plan.steps:
        if step.group_key != group:
            group = step.group_key
            out.print(f"\n{group}", style="bold", markup=False, soft_wrap=True)
        print_step(step)
    if plan.sendings:
        out.print("\nWhat will be sent, at most:", style="bold")
        for sending in plan.sendings:
            out.print(f"  {sending.group_key}: {sending.told}", markup=False, soft_wrap=True)
    for block in plan.safety_blocks:
        out.print(
            f"Asks for a confirmation: {block.group_key}: {block.told}", style="red", markup=False, soft_wrap=True
        )
    summary = ", ".join(f"{number} {kind}" for kind, number in plan.counts.items()) or "nothing to do"
    out.print(f"\nPlan: {summary}. Nothing was changed.", markup=False, soft_wrap=True)


def print_step(step: "Step") -> None:
    """Print a line for a step, and what differs below it."""
    sign, style = SIGNS[step.kind]
    reason = f"  ({step.reason})" if step.reason else ""
    quiet = "  [stil]" if step.quiet else ""
    key = f"  <{step.key}>" if step.what == What.ITEM else ""
    told = f"{sign} {step.kind:<8}{what_of(step):<9}{step.label}{key}{quiet}{reason}"
    told = visible_in_a_line(shortened(told))
    out.print(told, style=style, markup=False, soft_wrap=True)
    for difference in step.differences:
        for line in difference_lines(difference):
            out.print(f"      {line}", style=style, markup=False, soft_wrap=True)


def what_of(step: "Step") -> str:
    """What a step is about; of an item the kind, where it is known."""
    return str(getattr(step.desired, "kind", step.what)) if step.what == What.ITEM else step.what


def difference_lines(difference: "Difference") -> list[str]:
    """A difference for a reader: on one line, or for a longer text the lines that differ."""
    name, old, new = difference
    if "\n" not in old.strip() and "\n" not in new.strip() and len(old) + len(new) < 120:
        return [f"{name}: {old.strip()!r} -> {new.strip()!r}"]
    compared = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    changed = [line for line in compared if not line.startswith(("---", "+++", "@@"))]
    more = [f"… {len(changed) - LINES} more lines"] if len(changed) > LINES else []
    return [f"{name}:", *(f"  {line[:160]}" for line in changed[:LINES]), *more]


def step_json(step: "Step") -> dict[str, Any]:
    """A step as JSON gives it."""
    return {
        "kind": step.kind,
        "what": step.what,
        "item": what_of(step) if step.what == What.ITEM else None,
        "guid": step.guid,
        "group": step.group_key,
        "key": step.key,
        "label": step.label,
        "reason": step.reason,
        "quiet": step.quiet,
        "differences": [{"field": name, "is": old, "should_be": new} for name, old, new in step.differences],
    }


def plan_json(plan: "Plan") -> dict[str, Any]:
    """A plan as JSON gives it."""
    return {
        "counts": plan.counts,
        "steps": [step_json(step) for step in plan.steps],
        "sends": [{"group": s.group_key, "kind": s.kind, "at_most": s.number, "told": s.told} for s in plan.sendings],
        "asks_for_confirmation": [{"group": block.group_key, "told": block.told} for block in plan.safety_blocks],
    }


def report_json(plan: "Plan", report: "ApplyReport", counts: "Counts") -> dict[str, Any]:
    """What came of a plan as JSON gives it."""
    return {
        "done": dict(report.done),
        "requests": counts.requests,
        "mutations": counts.mutations,
        "refused": [{**step_json(step), "reason": reason} for step, reason in report.refused],
        "changed_meanwhile": [step_json(step) for step in report.moved],
        "told": [step_json(step) for step in told_only(plan)],
    }


def print_report(plan: "Plan", report: "ApplyReport", counts: "Counts") -> None:
    """Print what was done, and what was only told."""
    group = None
    for step in [*told_only(plan)][:SHOWN]:
        if step.group_key != group:
            group = step.group_key
            out.print(group, style="bold", markup=False, soft_wrap=True)
        print_step(step)
    for step in report.moved:
        out.print(
            f"! changed by a person meanwhile, left as it is: {step.group_key} {step.label}",
            markup=False,
            soft_wrap=True,
        )
    done = ", ".join(f"{number} {kind}" for kind, number in sorted(report.done.items())) or "nothing to do"
    out.print(f"{done}; {counts.requests} requests, {counts.mutations} changes sent", markup=False, soft_wrap=True)


def told_only(plan: "Plan") -> Iterable["Step"]:
    """Steps that are told and not carried out."""
    return (step for step in plan.steps if step.kind in TOLD_ONLY)
