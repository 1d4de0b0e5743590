"""A later decision takes an earlier one back, or takes its place (S15)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, field, needed
from rso_core.domain.body.state import Body
from rso_core.domain.checked_types import Text
from rso_core.domain.decision.state import Decision, DecisionOutcome, Standing
from rso_core.domain.event import Effective, Event, context, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import BodyId, DecisionId
from rso_core.domain.refusal import Rule
from rso_core.dutch.sentences import because, in_sentences

DECISION_REVOKED_BY_BODY = Rule(
    id="decision.revoked_by_body",
    source="S15",
    en="A decision is revoked or superseded once, by a later decision of the same body, of the body that it went up into, "
    "or of the body one step up.",
    nl="Een besluit wordt één keer ingetrokken of vervangen, door een later besluit van hetzelfde overleg, van het "
    "overleg waarin het opging, of van het overleg een stap hoger.",
    remedy_en="Record the decision that revokes it first, or name the right one.",
    remedy_nl="Leg eerst het besluit vast dat het intrekt, of noem het juiste.",
)


def require_revocable(decision: Decision, by: Decision, body: Body) -> None:
    """Refuse to end a decision by one that may not.

    Args:
        decision: the earlier decision.
        by: the decision that revokes or supersedes it.
        body: the body of the earlier decision.

    Raises:
        Refused: DECISION_REVOKED_BY_BODY.
    """
    bodies = {decision.body, body.merged_into, body.profiles[-1][1].reports_to}
    stood = decision.standing is Standing.STANDS and by.standing is Standing.STANDS
    adopted = by.outcome is DecisionOutcome.ADOPTED
    in_order = by.id != decision.id and by.taken_on >= decision.taken_on
    DECISION_REVOKED_BY_BODY.unless(
        by.body in bodies and stood and adopted and in_order,
        decision=decision.id,
        of_body=decision.body,
        standing=decision.standing,
        by=by.id,
        by_body=by.body,
        taken_on=by.taken_on,
        outcome=by.outcome,
    )


@event("decision.superseded")
class DecisionSuperseded(Event):
    """A later decision takes the place of this one."""

    decision: DecisionId = subject()
    body: BodyId = context()
    by: DecisionId
    since: date
    sentence = "{decision} werd vervangen door {by}."

    def apply(self, state: Decision) -> Decision:
        """A decision that was superseded."""
        return attrs.evolve(state, standing=Standing.SUPERSEDED)


@event("decision.revoked")
class DecisionRevoked(Event):
    """A later decision takes this one back."""

    decision: DecisionId = subject()
    body: BodyId = context()
    by: DecisionId
    since: date
    reason: str

    def apply(self, state: Decision) -> Decision:
        """A decision that was revoked."""
        return attrs.evolve(state, standing=Standing.REVOKED)

    def sentence(self, names: NameIndex) -> str:
        """A later decision took it back."""
        revoked = f"{names.decision(self.decision)} werd ingetrokken, met {names.decision(self.by)}"
        return in_sentences(revoked, because(self.reason))


@act("revoke-decision", source="S15")
class RevokeDecision(Act):
    """Revoke a decision by a later one."""

    decision: DecisionId = field("identifier of the decision")
    by: DecisionId = field("decision that revokes it")
    reason: Text = field("why it is revoked")

    def decide(
        self, decision: Decision, by: Decision, body: Body = needed(lambda decision: decision.body)
    ) -> Effective:
        """It holds no longer from the day of the decision that revokes it."""
        require_revocable(decision, by, body)
        revoked = DecisionRevoked(
            decision=self.decision, body=decision.body, by=self.by, since=by.taken_on, reason=self.reason
        )
        return Effective(revoked, on=by.taken_on)
