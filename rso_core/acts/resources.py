"""Agreed effort and commitments (S7)."""

from datetime import date
from decimal import Decimal

from rso_core.domain.act import Act, act, field
from rso_core.domain.effort import EffortGround, Unit
from rso_core.domain.references import CommitmentId, EffortId, PartyId, RoleId


@act("agree-effort", source="S7")
class AgreeEffort(Act):
    """Agree what a party puts in over a period."""

    effort: EffortId = field("identifier of the agreement on effort")
    party: PartyId = field("party that puts it in")
    unit: Unit = field("hours, euro or fte")
    amount: Decimal = field("how much, as an exact decimal such as 1200.50")
    start: date = field("first day of the period")
    until: date = field("last day of the period")
    role: RoleId | None = field("role for which it is", default=None)
    purpose: str = field("what it is for", default="")


@act("change-effort", source="S7")
class ChangeEffort(Act):
    """Agree on another amount."""

    effort: EffortId = field("identifier of the agreement on effort")
    amount: Decimal = field("how much from then on")
    since: date = field("day from which it holds")
    reason: str = field("why")


@act("commit-effort", source="S7")
class CommitEffort(Act):
    """A party makes agreed effort available, on a ground."""

    effort: EffortId = field("identifier of the agreement on effort")
    commitment: CommitmentId = field("identifier of the commitment, unique within the agreement")
    party: PartyId = field("party that commits")
    amount: Decimal = field("how much")
    ground: EffortGround = field("statutory_task, fixed_contribution or service_agreement")
    document: str = field("article, budget or agreement that it rests on")
    on: date = field("day of the commitment")


@act("take-back-effort", source="S7")
class TakeBackEffort(Act):
    """A party takes a commitment of effort back."""

    effort: EffortId = field("identifier of the agreement on effort")
    commitment: CommitmentId = field("identifier of the commitment")
    on: date = field("day on which it is taken back")
    reason: str = field("why")
