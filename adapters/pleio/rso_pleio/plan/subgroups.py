"""How the subgroups of a group differ from what they should be; members that people put in them stay."""

from collections.abc import Iterable, Iterator

import attrs

from rso_pleio.ledger_entry import Entry, State, What
from rso_pleio.model import DesiredSubgroup
from rso_pleio.plan.context import Context
from rso_pleio.plan.members import FULL, people
from rso_pleio.plan.steps import Step
from rso_pleio.seen import SeenSubgroup


def members_after(context: Context, steps: Iterable[Step]) -> frozenset[str]:
    """Guids of who is in the group once these steps about its members are carried out."""
    inside = {guid for guid, role in (context.there.roles if context.there else {}).items() if role in FULL}
    for step in steps:
        if step.kind == "create" and step.guid and "invite" not in step.does:
            inside.add(step.guid)
        elif step.kind == "remove" and step.guid:
            inside.discard(step.guid)
    return frozenset(inside)


def subgroup_steps(context: Context, inside: frozenset[str]) -> Iterator[Step]:
    """What to do about the subgroups.

    Args:
        context: the group.
        inside: who will be in the group; the site takes no others into a subgroup.
    """
    if context.group.unreadable:
        return  # who of them belongs in which cannot be told just now
    guids = people(context)
    for wanted in context.group.subgroups:
        ours = frozenset(guids[person] for person in wanted.persons if guids.get(person) in inside)
        yield from _Subgroup(context, wanted, ours, inside).steps()


def target_of(there: frozenset[str], noted: frozenset[str], ours: frozenset[str]) -> frozenset[str]:
    """Who should be in a subgroup: those whom people put in it, and ours in place of those who were ours."""
    return (there - noted) | ours


def noted(entry: Entry | None) -> frozenset[str]:
    """Who we put in a subgroup, by the ledger."""
    return entry.members if entry is not None else frozenset()


@attrs.frozen
class _Subgroup:
    context: Context
    wanted: DesiredSubgroup
    ours: frozenset[str]
    inside: frozenset[str]

    def steps(self) -> Iterator[Step]:
        entry = self.context.entry(What.SUBGROUP, self.wanted.key)
        there = self._there(entry)
        if there is None:
            if entry is not None and entry.state == State.MADE and entry.guid and self.context.there is not None:
                yield self._say("drift", reason="door iemand verwijderd")
            elif self.ours:
                yield self._say("create", desired=self._with(self.ours))
            return
        taken_out = (noted(entry) & self.ours) - there.members
        ours = self.ours
        if taken_out and self.context.policy("member") != "restore":
            ours = ours - taken_out
            if self.context.policy("member") == "report":
                reason = f"{len(taken_out)} van ons door iemand uit de subgroep gehaald"
                yield self._say("drift", reason=reason, guid=str(there.id))
        target = target_of(there.members, noted(entry), ours) & (self.inside | there.members)
        if target != there.members:
            differences = (("leden", _number(there.members), _number(target)),)
            kept_out = taken_out - target
            desired = self._with(target, kept_out)
            yield self._say("change", guid=str(there.id), differences=differences, desired=desired)
        elif entry is None or entry.guid != str(there.id) or noted(entry) != self.ours:
            self.context.notes.append(self.row(str(there.id), self.ours))

    def row(self, guid: str, ours: frozenset[str]) -> Entry:
        """What the ledger keeps of the subgroup."""
        return Entry(
            group_key=self.context.group.key,
            what=What.SUBGROUP,
            key=self.wanted.key,
            state=State.MADE,
            guid=guid,
            members=ours,
        )

    def _with(self, members: frozenset[str], kept_out: frozenset[str] = frozenset()) -> DesiredSubgroup:
        """The subgroup by guids: ours, those of people, and ours whom people took out, which is remembered."""
        ours, others = sorted(self.ours & members), sorted(members - self.ours)
        return attrs.evolve(self.wanted, persons=(*ours, "|", *others, "|", *sorted(kept_out)))

    def _there(self, entry: Entry | None) -> SeenSubgroup | None:
        known = self.context.there.subgroups if self.context.there else ()
        guid = entry.guid if entry is not None else None
        found = next((s for s in known if str(s.id) == guid), None)
        return found or next((s for s in known if s.name == self.wanted.name), None)

    def _say(self, kind: str, **more: object) -> Step:
        return self.context.step(kind, What.SUBGROUP, self.wanted.key, self.wanted.name, **more)  # type: ignore[arg-type]


def sent_members(subgroup: DesiredSubgroup) -> tuple[list[str], list[str]]:
    """Guids to send, and those that the ledger keeps as ours, out of the subgroup of a step."""
    parts: list[list[str]] = [[]]
    for guid in subgroup.persons:
        if guid == "|":
            parts.append([])
        else:
            parts[-1].append(guid)
    ours, others, kept_out = parts
    return [*ours, *others], [*ours, *kept_out]


def _number(members: frozenset[str]) -> str:
    return f"{len(members)} {'lid' if len(members) == 1 else 'leden'}"
