"""What a decision is: what came of it, under which condition it was taken, and whether it still stands."""

from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.references import BodyId, DecisionId, MeetingId, ProjectId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import DecisionKind

DECISION_IN_FORCE = Rule(
    id="decision.in_force",
    source="S15",
    en="Only a decision that was adopted, whose condition is fulfilled, and that was not revoked or superseded, can be "
    "built upon.",
    nl="Alleen op een aangenomen besluit waarvan de voorwaarde is vervuld en dat niet is ingetrokken of vervangen, kan "
    "worden voortgebouwd.",
    remedy_en="Name a decision that is in force, or record first that its condition is fulfilled.",
    remedy_nl="Noem een besluit dat geldt, of leg eerst vast dat de voorwaarde is vervuld.",
)


class DecisionOutcome(StrEnum):
    """What came of it; a consultation is heard, the other kinds are adopted or rejected."""

    HEARD = "heard"
    ADOPTED = "adopted"
    REJECTED = "rejected"


class Standing(StrEnum):
    """Whether a decision still stands."""

    STANDS = "stands"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


@concept("decision")
@attrs.frozen(kw_only=True)
class Decision:
    """State of one decision."""

    id: DecisionId
    body: BodyId
    meeting: MeetingId | None
    kind: DecisionKind
    outcome: DecisionOutcome
    taken_on: date
    standing: Standing = Standing.STANDS
    condition: str | None = None
    fulfilled_on: date | None = None
    over_limit: tuple[ProjectId, ...] = ()


def require_in_force(decision: Decision) -> None:
    """Refuse to build on a decision that does not stand.

    Raises:
        Refused: DECISION_IN_FORCE.
    """
    open_condition = decision.condition if decision.fulfilled_on is None else None
    adopted = decision.outcome is DecisionOutcome.ADOPTED
    if not adopted or decision.standing is not Standing.STANDS or open_condition is not None:
        raise DECISION_IN_FORCE.refused(
            decision=decision.id,
            outcome=decision.outcome,
            standing=decision.standing,
            open_condition=open_condition,
        )
