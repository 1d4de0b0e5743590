"""Making the plan: a pure comparison of what should be with what is.

What people made is never in it; what people changed in ours is drift, and stays as they left it unless it is asked
to be restored.
"""

from collections.abc import Iterator, Mapping

import attrs

from rso_pleio.ledger_entry import Entries, State, What
from rso_pleio.model import DesiredGroup, DesiredSite
from rso_pleio.plan.context import POLICIES, Context
from rso_pleio.plan.groups import group_step
from rso_pleio.plan.guards import QUIET_FROM, SAFE_SHARE, safety_blocks, sendings, with_quiet
from rso_pleio.plan.items import item_steps
from rso_pleio.plan.links import with_links
from rso_pleio.plan.members import member_steps
from rso_pleio.plan.steps import Plan, Policy, SafetyBlock, Sending, Step
from rso_pleio.plan.subgroups import members_after, subgroup_steps
from rso_pleio.seen import SeenSite

KINDS_OF_POLICY = ("group", "member", "event", "wiki", "task", "file", "blog")


@attrs.frozen(kw_only=True)
class Choices:
    """How a plan is made.

    Attributes:
        policies: per kind what to do with a person's change: report, restore or accept.
        delete: delete what is no longer desired, in place of archiving it.
        safe_share: share of a group's items that may change at once without a confirmation.
        quiet_from: from so many new items at once on, a group with members gets them without messages.
        may_make_people: whether accounts can be made (there is a profile_sync token).
        documents: SHA-256 of the documents that are at hand.
    """

    policies: Mapping[str, Policy] = attrs.field(default=POLICIES)
    delete: bool = False
    safe_share: float = SAFE_SHARE
    quiet_from: int = QUIET_FROM
    may_make_people: bool = False
    documents: frozenset[str] = frozenset()

    def restoring(self) -> "Choices":
        """The same, but what people changed in ours is put back, of every kind."""
        return attrs.evolve(self, policies=dict.fromkeys(KINDS_OF_POLICY, "restore"))


def addresses_of(entries: Entries, seen: SeenSite) -> dict[str, str]:
    """Address on the site by key of what we made there: as it was when it was made, where we know."""
    found = {
        item.key: item.content.url
        for group in seen.groups.values()
        for item in group.items
        if item.key is not None and item.content is not None and item.content.url
    }
    return found | {entry.key: entry.url for entry in entries.values() if entry.what == What.ITEM and entry.url}


def context_of(
    group: DesiredGroup,
    seen: SeenSite,
    entries: Entries,
    choices: Choices,
    *,
    tidy: bool = True,
    changed_by: Mapping[str, tuple[str, str]] | None = None,
) -> Context:
    """What the comparison of one group needs to know."""
    return Context(
        group=group,
        there=seen.groups.get(group.key),
        site=seen,
        entries=entries,
        addresses=addresses_of(entries, seen),
        policies=choices.policies,
        delete=choices.delete,
        tidy=tidy,
        may_make_people=choices.may_make_people,
        documents=choices.documents,
        changed_by=changed_by or {},
    )


def make_plan(
    desired: DesiredSite,
    seen: SeenSite,
    entries: Entries,
    choices: Choices | None = None,
    *,
    tidy: bool = True,
    changed_by: Mapping[str, tuple[str, str]] | None = None,
    position: int = 0,
) -> Plan:
    """Compare what should be with what is.

    Args:
        desired: what the site should show.
        seen: what it shows.
        entries: the ledger.
        choices: how to deal with what people changed, what is over, and what is much at once.
        tidy: whether what is no longer desired may be put away.
        changed_by: by guid who last changed something and when, as far as it is known.
        position: of the last event that `desired` holds.
    """
    chosen = choices or Choices()
    contexts = [context_of(group, seen, entries, chosen, tidy=tidy, changed_by=changed_by) for group in desired.groups]
    planned = [list(_steps(context)) for context in contexts]
    made = {step.key for steps in planned for step in steps if step.what == What.ITEM and step.kind == "create"}
    steps: list[Step] = []
    sent: list[Sending] = []
    blocks: list[SafetyBlock] = []
    for context, own in zip(contexts, planned, strict=True):
        whole = with_quiet(context, with_links(context, own, made), chosen.quiet_from)
        steps += whole
        sent += sendings(context, whole)
        blocks += safety_blocks(context, whole, chosen.safe_share)
    steps += _closed(desired, entries)
    notes = tuple(note for context in contexts for note in context.notes)
    forgotten = tuple(entry for context in contexts for entry in context.forgotten)
    return Plan(tuple(steps), seen, tuple(sent), tuple(blocks), notes, forgotten, position, desired.untold)


def _steps(context: Context) -> Iterator[Step]:
    step = group_step(context)
    if step is not None:
        yield step
        if step.kind == "cannot" or (step.kind == "drift" and context.there is None):
            return
    yield from item_steps(context)
    members = list(member_steps(context))
    yield from members
    yield from subgroup_steps(context, members_after(context, members))


def _closed(desired: DesiredSite, entries: Entries) -> Iterator[Step]:
    """Groups that stand on the site and are not kept up any more."""
    for key in (*desired.closed, *desired.confidential):
        entry = entries.get((key, What.GROUP, key))
        if entry is None or entry.state != State.MADE:
            continue
        given = {"what": What.GROUP, "group_key": key, "key": key, "label": key, "guid": entry.guid}
        if key in desired.confidential:
            reason = (
                "het overleg is vertrouwelijk, maar zijn groep staat nog op de site, met wat er al in stond; haal haar "
                "daar weg als dat niet gezien mag worden"
            )
            yield Step(kind="cannot", reason=reason, **given)  # type: ignore[arg-type]
        else:
            yield Step(kind="leave", reason="het overleg bestaat niet meer; de groep blijft staan", **given)  # type: ignore[arg-type]
