"""Decisions (S15)."""

from datetime import date

import attrs

from rso_core import acts
from rso_core.domain import decision
from rso_core.domain.decision import Proposal
from rso_core.use_cases.facts import BODY, DECISION, MEETING, PARTY, PROJECT, Facts, records


@records(acts.Decide)
def decide(facts: Facts, act: acts.Decide, today: date) -> None:
    """A body takes a decision in a held meeting."""
    held = facts.get(MEETING, act.meeting)
    event = decision.take(
        facts.find(DECISION, act.decision),
        held,
        facts.get(BODY, held.body),
        facts.all(PARTY, {vote.party for vote in act.votes} | set(held.parties_present)),
        _proposal(facts, act),
        votes=act.votes,
        unanimous=act.unanimous,
        follows=_earlier(facts, act),
    )
    _record(facts, act, event)


@records(acts.DecideInWriting)
def decide_in_writing(facts: Facts, act: acts.DecideInWriting, today: date) -> None:
    """A body takes a decision between meetings."""
    event = decision.take_in_writing(
        facts.find(DECISION, act.decision),
        facts.get(BODY, act.body),
        facts.all(PARTY, {vote.party for vote in act.votes}),
        _proposal(facts, act),
        asked_on=act.asked_on,
        closed_on=act.closed_on,
        votes=act.votes,
        today=today,
        follows=_earlier(facts, act),
    )
    _record(facts, act, event)


@records(acts.FulfilCondition)
def fulfil_condition(facts: Facts, act: acts.FulfilCondition, today: date) -> None:
    """The condition of a decision is fulfilled."""
    event = decision.fulfil_condition(facts.get(DECISION, act.decision), on=act.on, ground=act.ground, today=today)
    facts.record(DECISION, act.decision, event, act.on)


@records(acts.RevokeDecision)
def revoke_decision(facts: Facts, act: acts.RevokeDecision, today: date) -> None:
    """A later decision takes an earlier one back."""
    state = facts.get(DECISION, act.decision)
    by = facts.get(DECISION, act.by)
    event = decision.revoke(state, by, facts.get(BODY, state.body), reason=act.reason)
    facts.record(DECISION, act.decision, event, event.since)


def _proposal(facts: Facts, act: acts.Decide | acts.DecideInWriting) -> Proposal:
    facts.all(PROJECT, act.over_limit)
    names = (field.name for field in attrs.fields(Proposal) if hasattr(act, field.name))
    return Proposal(**{name: getattr(act, name) for name in names})


def _earlier(facts: Facts, act: acts.Decide | acts.DecideInWriting) -> list[decision.Decision]:
    return list(facts.all(DECISION, act.follows).values())


def _record(facts: Facts, act: acts.Decide | acts.DecideInWriting, event: decision.DecisionTaken) -> None:
    """Record the decision, and on those whose place it takes that it did."""
    facts.record(DECISION, act.decision, event, event.taken_on)
    for identifier, earlier in facts.all(DECISION, act.supersedes).items():
        taken = facts.get(DECISION, act.decision)
        superseded = decision.supersede(earlier, taken, facts.get(BODY, earlier.body))
        facts.record(DECISION, identifier, superseded, event.taken_on)
