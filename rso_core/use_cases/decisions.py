"""Decisions and action items (S15)."""

from datetime import date

import attrs

from rso_core import acts
from rso_core.domain import action, decision
from rso_core.domain.decision import Proposal
from rso_core.domain.docket import MatterKind
from rso_core.use_cases.dockets import close_matter, open_matter
from rso_core.use_cases.facts import ACTION, BODY, DECISION, MEETING, PARTY, PERSON, PROJECT, Facts, arguments, records


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


@records(acts.AgreeAction)
def agree_action(facts: Facts, act: acts.AgreeAction, today: date) -> None:
    """A known party will do something, as agreed in a body; it joins the docket of that body."""
    facts.get(PARTY, act.party)
    facts.get(BODY, act.body).profile_on(act.on)
    facts.all(PERSON, [act.person] if act.person else [])
    facts.all(MEETING, [act.meeting] if act.meeting else [])
    facts.all(DECISION, [act.decision] if act.decision else [])
    facts.record(ACTION, act.action, action.agree(facts.find(ACTION, act.action), **arguments(act)), act.on)
    open_matter(facts, act.body, MatterKind.ACTION, act.action, act.on)


@records(acts.StartAction)
def start_action(facts: Facts, act: acts.StartAction, today: date) -> None:
    """Work has begun."""
    state = facts.get(ACTION, act.action)
    facts.record(ACTION, act.action, action.start(state, today=today, **arguments(act, "action")), act.on)


@records(acts.PutOffAction)
def put_off_action(facts: Facts, act: acts.PutOffAction, today: date) -> None:
    """It is due on another day."""
    state = facts.get(ACTION, act.action)
    facts.record(ACTION, act.action, action.put_off(state, **arguments(act, "action")), act.on)


@records(acts.HandOnAction)
def hand_on_action(facts: Facts, act: acts.HandOnAction, today: date) -> None:
    """Another known party carries it out."""
    facts.get(PARTY, act.party)
    if act.person is not None:
        facts.get(PERSON, act.person)
    event = action.hand_on(facts.get(ACTION, act.action), **arguments(act, "action"))
    facts.record(ACTION, act.action, event, act.since)


@records(acts.FinishAction)
def finish_action(facts: Facts, act: acts.FinishAction, today: date) -> None:
    """It is done."""
    state = facts.get(ACTION, act.action)
    facts.record(ACTION, act.action, action.finish(state, today=today, **arguments(act, "action")), act.on)
    close_matter(facts, state.body, MatterKind.ACTION, act.action, act.on)


@records(acts.DropAction)
def drop_action(facts: Facts, act: acts.DropAction, today: date) -> None:
    """It will not be done."""
    state = facts.get(ACTION, act.action)
    facts.record(ACTION, act.action, action.drop(state, today=today, **arguments(act, "action")), act.on)
    close_matter(facts, state.body, MatterKind.ACTION, act.action, act.on)


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
