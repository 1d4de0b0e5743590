"""Decisions (S15)."""

from datetime import date

from rso_core.domain.act import Act, act, field, later_field
from rso_core.domain.references import (
    AgendaItemId,
    BodyId,
    DecisionId,
    MeetingId,
    ProjectId,
)
from rso_core.domain.values import DecisionKind
from rso_core.domain.voting import Vote


@act("decide", source="S15")
class Decide(Act):
    """Record a decision of a body, taken in a held meeting: consult, advise, agree or decide."""

    decision: DecisionId = field("identifier of the decision")
    meeting: MeetingId = field("meeting in which it was taken")
    kind: DecisionKind = field("consult, advise, agree or decide")
    title: str = field("title of the decision")
    text: str = field("what was decided", default="")
    unanimous: bool = field("every party present voted in favour; then votes may be left out", default=False)
    votes: tuple[Vote, ...] = field("party, person and choice (for, against, abstain)", default=())
    item: AgendaItemId | None = later_field("item of the agenda under which it was taken", default=None)
    follows: tuple[DecisionId, ...] = later_field(
        "decisions it builds on: a consultation, an advice, a decision", default=()
    )
    condition: str | None = later_field("condition under which it is taken", default=None)
    condition_due: date | None = later_field("day before which the condition is fulfilled", default=None)
    supersedes: tuple[DecisionId, ...] = later_field("decisions whose place it takes", default=())
    over_limit: tuple[ProjectId, ...] = later_field(
        "projects that it lets run over the limit of the portfolio", default=()
    )
    confidential: bool = later_field("whether it stays among the members of the body", default=False)


@act("decide-in-writing", source="S15")
class DecideInWriting(Act):
    """Record a decision that a body took in writing, between meetings."""

    decision: DecisionId = field("identifier of the decision")
    body: BodyId = field("body that decides")
    kind: DecisionKind = field("consult, advise, agree or decide")
    title: str = field("title of the decision")
    asked_on: date = field("first day of the procedure")
    closed_on: date = field("day on which it closed")
    votes: tuple[Vote, ...] = field("answers: party, person and choice", default=())
    text: str = field("what was decided", default="")
    follows: tuple[DecisionId, ...] = field("decisions it builds on: a consultation, an advice, a decision", default=())
    condition: str | None = field("condition under which it is taken", default=None)
    condition_due: date | None = field("day before which the condition is fulfilled", default=None)
    supersedes: tuple[DecisionId, ...] = field("decisions whose place it takes", default=())
    over_limit: tuple[ProjectId, ...] = field("projects that it lets run over the limit of the portfolio", default=())
    confidential: bool = field("whether it stays among the members of the body", default=False)


@act("fulfil-condition", source="S15")
class FulfilCondition(Act):
    """Record that the condition of a decision is fulfilled."""

    decision: DecisionId = field("identifier of the decision")
    on: date = field("day")
    ground: str = field("how it was fulfilled")


@act("revoke-decision", source="S15")
class RevokeDecision(Act):
    """Revoke a decision by a later one."""

    decision: DecisionId = field("identifier of the decision")
    by: DecisionId = field("decision that revokes it")
    reason: str = field("why it is revoked")
