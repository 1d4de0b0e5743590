"""The plan as values: steps, what will be sent to people, and what asks for a confirmation."""

from collections import Counter
from typing import Literal

import attrs

from rso_pleio.ledger_entry import Entry, What
from rso_pleio.model import DesiredItem
from rso_pleio.rendered_item import Desired
from rso_pleio.seen import SeenSite

Kind = Literal["create", "change", "archive", "delete", "remove", "adopt", "leave", "drift", "cannot"]
DONE: frozenset[Kind] = frozenset({"create", "change", "archive", "delete", "remove", "adopt"})
"""Kinds of steps that are carried out; the others are told only."""
Does = Literal["edit", "link", "finish", "mark", "show", "settle", "publish", "role", "invite", "accept", "account"]
"""``link``: only links to what the plan makes are added; ``finish``: a making that broke off; ``show``: take out of the archive; ``settle``: only take
back that it would go there."""
Policy = Literal["report", "restore", "accept"]
Difference = tuple[str, str, str]
"""Name of what differs, as it is, as it should be."""


@attrs.frozen(kw_only=True)
class Step:
    """One line of the plan.

    Attributes:
        kind: what happens: create, change, archive, delete, remove (a member), adopt (it is there, we only note it),
            leave, drift, cannot.
        what, group_key, key: what it is about.
        label: name for a reader.
        differences: field, as it is, as it should be.
        reason: why it is drift, left, impossible or put back.
        guid: of what is there.
        desired: what it should be.
        does: what a change or creation consists of, where that is not plain from `kind`.
        quiet: create it out of sight first, so that nobody gets a message about it.
    """

    kind: Kind
    what: What
    group_key: str
    key: str
    label: str
    differences: tuple[Difference, ...] = ()
    reason: str = ""
    guid: str | None = None
    desired: Desired | None = None
    does: tuple[Does, ...] = ()
    quiet: bool = False


@attrs.frozen(kw_only=True)
class Sending:
    """Messages that carrying out the plan leads to: how many, at most, of which kind, to members of which group."""

    group_key: str
    kind: Literal["notification", "invitation", "acceptance", "welcome"]
    number: int
    told: str


@attrs.frozen(kw_only=True)
class SafetyBlock:
    """Why a plan asks for a confirmation: much of a group changes at once, or something is deleted."""

    group_key: str
    told: str


@attrs.frozen
class Plan:
    """All steps in a stable order.

    Attributes:
        seen: what the site showed when the plan was made.
        sendings: what people will be sent.
        safety_blocks: what asks for a confirmation.
        notes: what we only write down for ourselves: an edit that changed nothing, a row that is no longer of use.
        forgotten: rows of the ledger that are no longer of use.
        position: of the last event that the desired state holds.
        untold: what of the registers could not be told, a line each; what rests on it stays as it is.
    """

    steps: tuple[Step, ...]
    seen: SeenSite
    sendings: tuple[Sending, ...] = ()
    safety_blocks: tuple[SafetyBlock, ...] = ()
    notes: tuple[Entry, ...] = ()
    forgotten: tuple[Entry, ...] = ()
    position: int = 0
    untold: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[Step, ...]:
        """The steps that ask something of the site."""
        return tuple(step for step in self.steps if step.kind in DONE - {"adopt"})

    @property
    def to_do(self) -> tuple[Step, ...]:
        """The steps that are carried out."""
        return tuple(step for step in self.steps if step.kind in DONE)

    @property
    def counts(self) -> dict[str, int]:
        """How many steps of each kind."""
        return dict(sorted(Counter(step.kind for step in self.steps).items()))


def counts_for_safety(step: Step) -> bool:
    """Whether a step is about one subject of its own; a page that gathers many is rewritten as they change."""
    return step.what == What.ITEM and not (isinstance(step.desired, DesiredItem) and step.desired.gathers)
