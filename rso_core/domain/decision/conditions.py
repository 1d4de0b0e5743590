"""The condition under which a decision was taken is fulfilled (S15)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Text
from rso_core.domain.decision.state import Decision
from rso_core.domain.event import Event, context, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import BodyId, DecisionId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import require_happened
from rso_core.dutch.sentences import in_sentences, on_ground

DECISION_CONDITION_ONCE = Rule(
    id="decision.condition_once",
    source="S15",
    en="The condition of a conditional decision is fulfilled once, not before the decision was taken.",
    nl="De voorwaarde van een voorwaardelijk besluit wordt één keer vervuld, niet voordat het besluit is genomen.",
    remedy_en="Name a conditional decision whose condition is open.",
    remedy_nl="Noem een voorwaardelijk besluit waarvan de voorwaarde openstaat.",
)


@event("decision.condition_fulfilled")
class ConditionFulfilled(Event):
    """The condition under which a decision was taken is fulfilled."""

    decision: DecisionId = subject()
    body: BodyId = context()
    fulfilled_on: date
    ground: str

    def apply(self, state: Decision) -> Decision:
        """A decision whose condition is fulfilled."""
        return attrs.evolve(state, fulfilled_on=self.fulfilled_on)

    def sentence(self, names: NameIndex) -> str:
        """A condition is fulfilled."""
        return in_sentences(f"de voorwaarde bij {names.decision(self.decision)} werd vervuld{on_ground(self.ground)}")


@act("fulfil-condition", source="S15")
class FulfilCondition(Act):
    """Record that the condition of a decision is fulfilled."""

    decision: DecisionId = field("identifier of the decision")
    on: date = effective("day")
    ground: Text = field("how it was fulfilled")

    def decide(self, decision: Decision, today: date) -> ConditionFulfilled:
        """An open condition is fulfilled."""
        require_happened(self.on, today, "fulfilment of the condition")
        if decision.condition is None or decision.fulfilled_on is not None or self.on < decision.taken_on:
            raise DECISION_CONDITION_ONCE.refused(
                decision=self.decision, condition=decision.condition, fulfilled_on=decision.fulfilled_on
            )
        return ConditionFulfilled(decision=self.decision, body=decision.body, fulfilled_on=self.on, ground=self.ground)
