"""Links to what a plan makes, in what is there already and otherwise stays as it is."""

from collections.abc import Collection, Iterator

from rso_pleio.ledger_entry import What
from rso_pleio.model import DesiredGroup, DesiredItem
from rso_pleio.plan.context import Context
from rso_pleio.plan.item_judgement import Pair
from rso_pleio.plan.items import pairs
from rso_pleio.plan.steps import Step
from rso_pleio.rendered_item import RenderedItem


def with_links(context: Context, steps: list[Step], made: Collection[str]) -> list[Step]:
    """The steps of a group, and a change for everything that refers to something that is made now.

    Args:
        context: the group.
        steps: what was found to do already.
        made: keys of items that the plan makes.
    """
    if context.there is None or not made or any(step.kind == "cannot" and step.what == What.GROUP for step in steps):
        return steps
    linked = {(step.what, step.key): step for step in _linked(context, made)}
    busy = {(step.what, step.key) for step in steps if step.kind != "adopt"}
    kept = [linked.pop((step.what, step.key), step) if step.kind == "adopt" else step for step in steps]
    return [*kept, *(step for at, step in linked.items() if at not in busy)]


def _linked(context: Context, made: Collection[str]) -> Iterator[Step]:
    group, there = context.group, context.there
    assert there is not None
    if group.text.references & set(made):
        yield _step(context, What.GROUP, group.key, group.name, there.guid, group)
    found = pairs(context)
    guids = {pair.wanted.key: pair.found.guid for pair in found if pair.found is not None}
    for pair in found:
        if pair.found is None or pair.wanted.archived or not pair.wanted.text.references & set(made):
            continue
        if _is_as_we_wrote_it(context, pair, guids.get(pair.wanted.parent or "")):
            yield _step(context, What.ITEM, pair.wanted.key, pair.wanted.title, pair.found.guid, pair.wanted)


def _is_as_we_wrote_it(context: Context, pair: Pair, parent: str | None) -> bool:
    """Whether it stands as we wrote it: what a person made of it, and was accepted, is not written over for a link."""
    if pair.entry is None or pair.entry.content_hash is None:
        return True
    expected = RenderedItem.of(pair.wanted, context.addresses).expected_content_hash(
        parent if pair.wanted.kind == "wiki" else None
    )
    return pair.entry.content_hash == expected


def _step(context: Context, what: What, key: str, label: str, guid: str, desired: DesiredGroup | DesiredItem) -> Step:
    reason = "krijgt koppelingen naar wat nieuw is"
    return context.step("change", what, key, label, guid=guid, desired=desired, reason=reason, does=("edit", "link"))
