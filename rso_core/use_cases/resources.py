"""Agreed effort and commitments (S7)."""

from datetime import date

from rso_core import acts
from rso_core.domain import effort
from rso_core.use_cases.facts import EFFORT, PARTY, ROLE, Facts, arguments, records


@records(acts.AgreeEffort)
def agree_effort(facts: Facts, act: acts.AgreeEffort, today: date) -> None:
    """A known party will put something in; the agreement holds from the day of recording, or its first day."""
    facts.get(PARTY, act.party)
    if act.role is not None:
        facts.get(ROLE, act.role)
    event = effort.agree(facts.find(EFFORT, act.effort), **arguments(act))
    facts.record(EFFORT, act.effort, event, min(today, act.start))


@records(acts.ChangeEffort)
def change_effort(facts: Facts, act: acts.ChangeEffort, today: date) -> None:
    """The agreement is about another amount."""
    event = effort.change(facts.get(EFFORT, act.effort), **arguments(act, "effort"))
    facts.record(EFFORT, act.effort, event, act.since)


@records(acts.CommitEffort)
def commit_effort(facts: Facts, act: acts.CommitEffort, today: date) -> None:
    """A party makes effort available."""
    facts.record(EFFORT, act.effort, effort.commit(facts.get(EFFORT, act.effort), **arguments(act, "effort")), act.on)


@records(acts.TakeBackEffort)
def take_back_effort(facts: Facts, act: acts.TakeBackEffort, today: date) -> None:
    """A party takes a commitment back."""
    event = effort.take_back(facts.get(EFFORT, act.effort), **arguments(act, "effort"))
    facts.record(EFFORT, act.effort, event, act.on)
