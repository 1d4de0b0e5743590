"""What a party agrees to put in for a role over a period, and that it becomes another amount (S7)."""

from datetime import date
from decimal import Decimal

import attrs

from rso_core.domain.act import Act, act, effective, field, new
from rso_core.domain.checked_types import Amount, Remark, Text
from rso_core.domain.effort.state import EFFORT_RUNS, Effort, Unit, amount_in_words
from rso_core.domain.event import Effective, Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import EffortId, PartyId, RoleId
from rso_core.domain.values import Period, period, require_amount
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import because, in_sentences, quoted


@event("effort.agreed")
class EffortAgreed(Event):
    """What a party puts in for a role, over a period that includes both days."""

    effort: EffortId = subject()
    role: RoleId | None
    party: PartyId
    unit: Unit
    amount: Decimal
    start: date
    until: date
    purpose: str

    def apply(self, state: Effort | None) -> Effort:
        """An agreement to which nothing is committed yet."""
        return Effort(
            id=self.effort,
            party=self.party,
            unit=self.unit,
            agreed=self.amount,
            period=Period(self.start, self.until),
        )

    def sentence(self, names: NameIndex) -> str:
        """What a party will put in."""
        purpose = f" ({quoted(self.purpose)})" if self.role and self.purpose.strip() else ""
        return in_sentences(
            f"afgesproken werd dat {names.party(self.party)} {amount_in_words(self.amount, self.unit)} inzet"
            f"{names.effort_purpose(self.role, self.purpose)}{purpose}, "
            f"van {in_words(self.start)} tot en met {in_words(self.until)}"
        )


@act("agree-effort", source="S7")
class AgreeEffort(Act):
    """Agree what a party puts in over a period."""

    effort: EffortId = new("identifier of the agreement on effort")
    party: PartyId = field("party that puts it in")
    unit: Unit = field("hours, euro or fte")
    amount: Amount = field("how much, as an exact decimal such as 1200.50")
    start: date = field("first day of the period")
    until: date = field("last day of the period")
    role: RoleId | None = field("role for which it is", default=None)
    purpose: Remark = field("what it is for", default="")

    def decide(self, today: date) -> Effective:
        """It holds from the day of recording, or from its first day where that is earlier."""
        period(self.start, self.until)
        agreed = EffortAgreed(
            effort=self.effort,
            role=self.role,
            party=self.party,
            unit=self.unit,
            amount=require_amount(self.amount, money=self.unit is Unit.EURO),
            start=self.start,
            until=self.until,
            purpose=self.purpose,
        )
        return Effective(agreed, on=min(today, self.start))


@event("effort.changed")
class EffortChanged(Event):
    """The agreement is about another amount from a day on."""

    effort: EffortId = subject()
    amount: Decimal
    since: date
    reason: str

    def apply(self, state: Effort) -> Effort:
        """Another amount is agreed."""
        return attrs.evolve(state, agreed=self.amount)

    def sentence(self, names: NameIndex) -> str:
        """Another amount."""
        amount = amount_in_words(self.amount, names.latest("unit", "effort", self.effort))
        return in_sentences(f"{names.effort(self.effort)} werd gewijzigd in {amount}", because(self.reason))


@act("change-effort", source="S7")
class ChangeEffort(Act):
    """Agree on another amount."""

    effort: EffortId = field("identifier of the agreement on effort")
    amount: Amount = field("how much from then on")
    since: date = effective("day from which it holds")
    reason: Text = field("why")

    def decide(self, effort: Effort) -> EffortChanged:
        """From a day within the period."""
        EFFORT_RUNS.unless(
            effort.period.covers(self.since),
            effort=self.effort,
            of_party=effort.party,
            period=effort.period,
            date=self.since,
        )
        amount = effort.amount(self.amount)
        return EffortChanged(effort=self.effort, amount=amount, since=self.since, reason=self.reason)
