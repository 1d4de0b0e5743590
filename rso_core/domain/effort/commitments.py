"""What parties commit of the agreed effort, on which ground, and take back (S7)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Amount, Text, Title
from rso_core.domain.effort.state import EFFORT_RUNS, Effort, amount_in_words
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import CommitmentId, EffortId, PartyId
from rso_core.domain.values import require_new_part
from rso_core.dutch.sentences import because, in_sentences, quoted


class EffortGround(StrEnum):
    """On what ground a party commits effort: within the structures that exist."""

    STATUTORY_TASK = "statutory_task"
    FIXED_CONTRIBUTION = "fixed_contribution"
    SERVICE_AGREEMENT = "service_agreement"


_GROUNDS = {
    EffortGround.STATUTORY_TASK: "een wettelijke taak",
    EffortGround.FIXED_CONTRIBUTION: "de vaste bijdrage",
    EffortGround.SERVICE_AGREEMENT: "een dienstverleningsovereenkomst",
}


@event("effort.committed")
class EffortCommitted(Event):
    """The party makes part of it, or all, available on a ground."""

    effort: EffortId = subject()
    commitment: CommitmentId
    amount: Decimal
    ground: EffortGround
    document: str
    committed_on: date

    def apply(self, state: Effort) -> Effort:
        """One commitment more."""
        return attrs.evolve(state, committed={**state.committed, self.commitment: self.amount})

    def sentence(self, names: NameIndex) -> str:
        """What is made available."""
        amount = amount_in_words(self.amount, names.latest("unit", "effort", self.effort))
        document = f" ({quoted(self.document)})" if self.document.strip() else ""
        return in_sentences(
            f"toegezegd werd {amount}, voor {names.effort(self.effort)}, op grond van {_GROUNDS[self.ground]}{document}"
        )


@act("commit-effort", source="S7")
class CommitEffort(Act):
    """A party makes agreed effort available, on a ground."""

    effort: EffortId = field("identifier of the agreement on effort")
    commitment: CommitmentId = field("identifier of the commitment, unique within the agreement")
    party: PartyId = field("party that commits")
    amount: Amount = field("how much")
    ground: EffortGround = field("statutory_task, fixed_contribution or service_agreement")
    document: Title = field("article, budget or agreement that it rests on")
    on: date = effective("day of the commitment")

    def decide(self, effort: Effort) -> EffortCommitted:
        """Only the party of the agreement commits, until its last day."""
        require_new_part(self.commitment, effort.committed, "commitment")
        ended = effort.period.until is not None and self.on > effort.period.until
        EFFORT_RUNS.unless(
            self.party == effort.party and not ended,
            effort=self.effort,
            of_party=effort.party,
            party=self.party,
            period=effort.period,
            date=self.on,
        )
        return EffortCommitted(
            effort=self.effort,
            commitment=self.commitment,
            amount=effort.amount(self.amount),
            ground=self.ground,
            document=self.document,
            committed_on=self.on,
        )

    @classmethod
    def told_before(cls, events: Sequence[Event], before: Callable[[str], Any]) -> Mapping[str, Any]:
        """Only the party of the agreement commits."""
        effort: Effort = before(events[0].stream)
        return {"party": effort.party}


@event("effort.commitment_taken_back")
class CommitmentTakenBack(Event):
    """The party takes a commitment back."""

    effort: EffortId = subject()
    commitment: CommitmentId
    taken_back_on: date
    reason: str

    def apply(self, state: Effort) -> Effort:
        """One commitment less; the gap shows it."""
        left = {name: amount for name, amount in state.committed.items() if name != self.commitment}
        return attrs.evolve(state, committed=left)

    def sentence(self, names: NameIndex) -> str:
        """A commitment is taken back."""
        committed: EffortCommitted | None = names.first("commitment", self.effort, self.commitment)
        unit = names.latest("unit", "effort", self.effort)
        amount = f" van {amount_in_words(committed.amount, unit)}" if committed else ""
        return in_sentences(
            f"de toezegging{amount} voor {names.effort(self.effort)} werd teruggenomen", because(self.reason)
        )


@act("take-back-effort", source="S7")
class TakeBackEffort(Act):
    """A party takes a commitment of effort back."""

    effort: EffortId = field("identifier of the agreement on effort")
    commitment: CommitmentId = field("identifier of the commitment")
    on: date = effective("day on which it is taken back")
    reason: Text = field("why")

    def decide(self, effort: Effort) -> CommitmentTakenBack:
        """Once."""
        EFFORT_RUNS.unless(
            self.commitment in effort.committed,
            effort=self.effort,
            commitment=self.commitment,
            commitments=list(effort.committed),
        )
        return CommitmentTakenBack(
            effort=self.effort, commitment=self.commitment, taken_back_on=self.on, reason=self.reason
        )
