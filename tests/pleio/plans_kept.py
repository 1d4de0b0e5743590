"""Whole plans of every case in the tables, kept as data: each field of each step, and what is written down.

Where a plan changes on purpose, write them anew: ``PYTHONPATH=.:adapters/pleio:tests python -m pleio.plans_kept``.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import msgspec

from pleio.faults.site_by_hand import item
from pleio.planning import NO_ADMIN, Case, group, in_step, renamed
from pleio.test_plan_groups import GROUP_CELLS
from pleio.test_plan_guards import READERS, TEN, new
from pleio.test_plan_items import BASE, CELLS, FILED, POLICIES, choices
from pleio.test_plan_members import CELLS as MEMBER_CELLS
from pleio.test_plan_members import CHAIRS, DIVIDED, INSIDE, inside
from rso_pleio.documents import doc, paragraph, refer
from rso_pleio.ledger_entry import Entry, What
from rso_pleio.plan import Choices, Plan, Policy, Step

LINKED = group(item("page-1", "wiki", "Tekst.", "new"), item("new", "wiki"), text=doc(paragraph(refer("het", "new"))))
KEPT = Path(__file__).parent / "data/plans.jsonl"


def cases() -> Iterator[tuple[str, Case]]:
    """Every case of the tables, and some of several steps."""
    for table in (CELLS, GROUP_CELLS, MEMBER_CELLS):
        yield from ((name, cell[0]) for name, cell in table.items())
    yield "many items changed", renamed(TEN, "page-1", "page-2", "page-3", "page-4")
    yield "many items new", READERS.want(*new(6))
    yield "links to what is new", attrs.evolve(in_step(attrs.evolve(LINKED, items=LINKED.items[:1])), wanted=LINKED)
    yield "nobody may make it", attrs.evolve(BASE, there=None, entries={}).seen_by(NO_ADMIN)
    yield "it is to be made", attrs.evolve(BASE, there=None, entries={})
    yield "it was removed", attrs.evolve(BASE, there=None)
    yield "another file", FILED.shown("file", content={"size": 19})
    yield "taken out of a subgroup", inside(DIVIDED)
    yield "a subgroup to make", INSIDE.want(subgroups=(CHAIRS,))
    yield "a subgroup that was removed", DIVIDED.on_site(subgroups=())
    yield "a subgroup that is not known", DIVIDED.forgot("subgroup", CHAIRS.key)


def plans() -> Iterator[str]:
    """A line per case and policy."""
    for name, case in cases():
        for policy in POLICIES:
            yield _line([name, policy, *described(case.plan(_chosen(policy)))])
    for delete in (False, True):
        for tidy in (False, True):
            plan = BASE.drop("page-1").plan(Choices(delete=delete), tidy=tidy)
            yield _line([f"delete {delete}, tidy {tidy}", "report", *described(plan)])


def _chosen(policy: Policy) -> Choices:
    return choices(policy)


def described(plan: Plan) -> list[Any]:
    """All that a plan says."""
    return [
        [_step(step) for step in plan.steps],
        [[s.group_key, s.kind, s.number] for s in plan.sendings],
        [hold.group_key for hold in plan.safety_blocks],
        [_entry(note) for note in plan.notes],
        [_entry(entry) for entry in plan.forgotten],
    ]


def _step(step: Step) -> list[Any]:
    wanted = getattr(step.desired, "key", None) or getattr(step.desired, "person", None)
    about = [step.kind, step.what, step.group_key, step.key, step.label, step.guid, wanted]
    return [*about, step.does, step.differences, step.reason, step.quiet]


def _entry(entry: Entry) -> list[Any]:
    """An entry in the columns of release 0.2, in which these plans were kept first."""
    hashed = entry.address_hash if entry.what == What.PERSON else None
    stands, wanted = entry.content_hash, entry.desired_hash
    return [
        *entry.at,
        entry.state,
        entry.guid,
        _note(entry),
        entry.time_updated,
        entry.role if entry.what == What.MEMBER else hashed or stands,
        entry.address_hash if entry.what == What.MEMBER else wanted,
        entry.url,
    ]


def _note(entry: Entry) -> str | None:
    match entry.what:
        case What.MEMBER:
            return entry.origin
        case What.SUBGROUP:
            return ",".join(sorted(entry.members))
    if entry.quiet:
        return "quiet"
    return f"{entry.file.sha256}:{entry.file.size}" if entry.file else entry.parent


def _line(value: Any) -> str:
    return msgspec.json.encode(value).decode()


if __name__ == "__main__":
    KEPT.write_text("\n".join(plans()) + "\n", encoding="utf-8")
