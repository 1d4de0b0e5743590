"""Decisions and action items (S15)."""

from datetime import date

import attrs

from rso_core.acts.base import Act, field, later_field, named
from rso_core.domain.values import DecisionKind
from rso_core.domain.voting import Vote


@named("decide")
@attrs.frozen(kw_only=True)
class Decide(Act):
    """Record a decision of a body, taken in a held meeting: consult, advise, agree or decide."""

    decision: str = field("identifier of the decision")
    meeting: str = field("meeting in which it was taken")
    kind: DecisionKind = field("consult, advise, agree or decide")
    title: str = field("title of the decision")
    text: str = field("what was decided", default="")
    unanimous: bool = field("every party present voted in favour; then votes may be left out", default=False)
    votes: tuple[Vote, ...] = field("party, person and choice (for, against, abstain)", default=())
    item: str | None = later_field("item of the agenda under which it was taken", default=None)
    follows: tuple[str, ...] = later_field("decisions it builds on: a consultation, an advice, a decision", default=())
    condition: str | None = later_field("condition under which it is taken", default=None)
    condition_due: date | None = later_field("day before which the condition is fulfilled", default=None)
    supersedes: tuple[str, ...] = later_field("decisions whose place it takes", default=())
    over_limit: tuple[str, ...] = later_field("projects that it lets run over the limit of the portfolio", default=())
    confidential: bool = later_field("whether it stays among the members of the body", default=False)


@named("decide-in-writing")
@attrs.frozen(kw_only=True)
class DecideInWriting(Act):
    """Record a decision that a body took in writing, between meetings."""

    decision: str = field("identifier of the decision")
    body: str = field("body that decides")
    kind: DecisionKind = field("consult, advise, agree or decide")
    title: str = field("title of the decision")
    asked_on: date = field("first day of the procedure")
    closed_on: date = field("day on which it closed")
    votes: tuple[Vote, ...] = field("answers: party, person and choice", default=())
    text: str = field("what was decided", default="")
    follows: tuple[str, ...] = field("decisions it builds on: a consultation, an advice, a decision", default=())
    condition: str | None = field("condition under which it is taken", default=None)
    condition_due: date | None = field("day before which the condition is fulfilled", default=None)
    supersedes: tuple[str, ...] = field("decisions whose place it takes", default=())
    over_limit: tuple[str, ...] = field("projects that it lets run over the limit of the portfolio", default=())
    confidential: bool = field("whether it stays among the members of the body", default=False)


@named("fulfil-condition")
@attrs.frozen(kw_only=True)
class FulfilCondition(Act):
    """Record that the condition of a decision is fulfilled."""

    decision: str = field("identifier of the decision")
    on: date = field("day")
    ground: str = field("how it was fulfilled")


@named("revoke-decision")
@attrs.frozen(kw_only=True)
class RevokeDecision(Act):
    """Revoke a decision by a later one."""

    decision: str = field("identifier of the decision")
    by: str = field("decision that revokes it")
    reason: str = field("why it is revoked")


@named("agree-action")
@attrs.frozen(kw_only=True)
class AgreeAction(Act):
    """Agree that a party does something before a day."""

    action: str = field("identifier of the action item")
    body: str = field("body that follows it")
    title: str = field("what will be done")
    party: str = field("party that does it")
    on: date = field("day on which it was agreed")
    due: date = field("day before which it is done")
    person: str | None = field("person who does it", default=None)
    meeting: str | None = field("meeting in which it was agreed", default=None)
    decision: str | None = field("decision that it carries out", default=None)


@named("start-action")
@attrs.frozen(kw_only=True)
class StartAction(Act):
    """Record that work on an action item has begun."""

    action: str = field("identifier of the action item")
    on: date = field("day")


@named("put-off-action")
@attrs.frozen(kw_only=True)
class PutOffAction(Act):
    """Give an action item another due date."""

    action: str = field("identifier of the action item")
    due: date = field("day before which it is done")
    on: date = field("day on which this was agreed")
    reason: str = field("why")


@named("hand-on-action")
@attrs.frozen(kw_only=True)
class HandOnAction(Act):
    """Let another party or person carry out an action item."""

    action: str = field("identifier of the action item")
    party: str = field("party from then on")
    since: date = field("day from which this holds")
    person: str | None = field("person who does it", default=None)


@named("finish-action")
@attrs.frozen(kw_only=True)
class FinishAction(Act):
    """Record that an action item is done."""

    action: str = field("identifier of the action item")
    on: date = field("day")
    result: str = field("what came of it", default="")


@named("drop-action")
@attrs.frozen(kw_only=True)
class DropAction(Act):
    """Drop an action item."""

    action: str = field("identifier of the action item")
    on: date = field("day")
    reason: str = field("why")
