"""What the comparison of one group needs to know, and how it says what it found."""

from collections.abc import Mapping
from typing import Any

import attrs

from rso_core.time_zone import AMSTERDAM
from rso_pleio.ledger_entry import Entries, Entry, What
from rso_pleio.model import DesiredGroup
from rso_pleio.plan.steps import Does, Kind, Policy, Step
from rso_pleio.rendered_item import Addresses
from rso_pleio.seen import SeenGroup, SeenSite, instant

POLICIES: Mapping[str, Policy] = {}
"""Per kind (group, member, event, wiki, task, file, blog) what to do with a person's change; report when not named."""


@attrs.define
class Context:
    """One group: what should be, what is, and what we know of it.

    Attributes:
        there: the group on the site; None when it is not there.
        addresses: address on the site by key, for references in texts.
        policies: per kind what to do with a person's change.
        delete: delete what is no longer desired, in place of archiving it.
        tidy: whether what is no longer desired may be put away; not when a plugin failed to say what it desires.
        may_make_people: whether accounts can be made.
        documents: hashes of the documents that are at hand.
        changed_by: who last changed what drifted.
        notes, forgotten: what to write down or strike in the ledger; filled by the comparison.
    """

    group: DesiredGroup
    there: SeenGroup | None
    site: SeenSite
    entries: Entries
    addresses: Addresses
    policies: Mapping[str, Policy] = POLICIES
    delete: bool = False
    tidy: bool = True
    may_make_people: bool = False
    documents: frozenset[str] = frozenset()
    changed_by: Mapping[str, tuple[str, str]] = attrs.field(factory=dict)
    notes: list[Entry] = attrs.field(factory=list)
    forgotten: list[Entry] = attrs.field(factory=list)

    def step(self, kind: Kind, what: What, key: str, label: str, **more: Any) -> Step:
        """A step of this group."""
        return Step(kind=kind, what=what, group_key=self.group.key, key=key, label=label, **more)

    def entry(self, what: What, key: str) -> Entry | None:
        """What the ledger has on something in this group."""
        return self.entries.get((self.group.key, what, key))

    def own(self, what: What) -> list[Entry]:
        """Everything that the ledger has of a kind in this group, in order of keys."""
        found = [entry for (group, kind, _), entry in self.entries.items() if group == self.group.key and kind == what]
        return sorted(found, key=lambda entry: entry.key)

    def policy(self, kind: str) -> Policy:
        """What to do with a person's change."""
        return self.policies.get(kind, "report")

    def by_whom(self, guid: str) -> str:
        """Who last changed something and when, as a phrase; empty where the site does not tell."""
        if guid not in self.changed_by:
            return ""
        name, at = self.changed_by[guid]
        return f" door {name or 'iemand'}" + (f" op {local_time(at)}" if at else "")


DOES_EDIT: tuple[Does, ...] = ("edit",)


def local_time(moment: str) -> str:
    """A moment of the site as a clock in Amsterdam shows it."""
    try:
        found = instant(moment)
    except ValueError:
        return moment
    return found.astimezone(AMSTERDAM).strftime("%d-%m-%Y %H:%M") if found is not None else ""
