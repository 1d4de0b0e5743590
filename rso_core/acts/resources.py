"""Agreed effort and commitments (S7)."""

from datetime import date
from decimal import Decimal

import attrs

from rso_core.acts.base import Act, field, named
from rso_core.domain.effort import EffortGround, Unit


@named("agree-effort")
@attrs.frozen(kw_only=True)
class AgreeEffort(Act):
    """Agree what a party puts in over a period."""

    effort: str = field("identifier of the agreement on effort")
    party: str = field("party that puts it in")
    unit: Unit = field("hours, euro or fte")
    amount: Decimal = field("how much, as an exact decimal such as 1200.50")
    start: date = field("first day of the period")
    until: date = field("last day of the period")
    role: str | None = field("role for which it is", default=None)
    purpose: str = field("what it is for", default="")


@named("change-effort")
@attrs.frozen(kw_only=True)
class ChangeEffort(Act):
    """Agree on another amount."""

    effort: str = field("identifier of the agreement on effort")
    amount: Decimal = field("how much from then on")
    since: date = field("day from which it holds")
    reason: str = field("why")


@named("commit-effort")
@attrs.frozen(kw_only=True)
class CommitEffort(Act):
    """A party makes agreed effort available, on a ground."""

    effort: str = field("identifier of the agreement on effort")
    commitment: str = field("identifier of the commitment, unique within the agreement")
    party: str = field("party that commits")
    amount: Decimal = field("how much")
    ground: EffortGround = field("statutory_task, fixed_contribution or service_agreement")
    document: str = field("article, budget or agreement that it rests on")
    on: date = field("day of the commitment")


@named("take-back-effort")
@attrs.frozen(kw_only=True)
class TakeBackEffort(Act):
    """A party takes a commitment of effort back."""

    effort: str = field("identifier of the agreement on effort")
    commitment: str = field("identifier of the commitment")
    on: date = field("day on which it is taken back")
    reason: str = field("why")
