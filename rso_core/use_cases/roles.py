"""Handover of a role (S6)."""

from datetime import date, timedelta

from rso_core import acts
from rso_core.domain import handover
from rso_core.domain.docket import MatterKind
from rso_core.domain.role.assigning import assign, end
from rso_core.use_cases.facts import DOCKET, HANDOVER, PARTY, ROLE, Facts, arguments, records


@records(acts.AnnounceHandover)
def announce_handover(facts: Facts, act: acts.AnnounceHandover, today: date) -> None:
    """The holder of a role will be succeeded by a known person."""
    facts.person(act.successor)
    assignment = facts.get(ROLE, act.role).running(act.assignment, act.on)
    event = handover.announce(
        facts.find(HANDOVER, act.handover),
        assignment,
        facts.get(PARTY, act.party or assignment.party),
        **arguments(act, "assignment", "party"),
    )
    facts.record(HANDOVER, act.handover, event, act.on)


@records(acts.StartHandover)
def start_handover(facts: Facts, act: acts.StartHandover, today: date) -> None:
    """The open matters of the body in which the role is held become the checklist."""
    state = facts.get(HANDOVER, act.handover)
    body_id = facts.get(ROLE, state.role).body
    docket = facts.find(DOCKET, body_id) if body_id else None
    open_matters = [str(m) for m in docket.open if m.kind is not MatterKind.PLACE] if docket else []
    event = handover.start(state, matters=[*open_matters, *act.matters], on=act.on)
    facts.record(HANDOVER, act.handover, event, act.on)


@records(acts.HandOverMatter)
def hand_over_matter(facts: Facts, act: acts.HandOverMatter, today: date) -> None:
    """A matter of the checklist is handed over."""
    event = handover.hand_over(facts.get(HANDOVER, act.handover), **arguments(act, "handover"))
    facts.record(HANDOVER, act.handover, event, act.on)


@records(acts.AcceptHandover)
def accept_handover(facts: Facts, act: acts.AcceptHandover, today: date) -> None:
    """The successor accepts: the old assignment ends the day before, and the new one starts."""
    state = facts.get(HANDOVER, act.handover)
    party, start = facts.get(PARTY, state.party), state.takes_over_on
    facts.record(HANDOVER, act.handover, handover.accept(state, party, on=act.on), act.on)
    before = next(a for a in facts.get(ROLE, state.role).assignments if a.id == state.assignment)
    if before.period.covers(start):
        reason = f"Overdracht {act.handover}"
        last_day = start - timedelta(days=1)
        ended = end(facts.get(ROLE, state.role), assignment=state.assignment, last_day=last_day, reason=reason)
        facts.record(ROLE, state.role, ended, last_day)
    assigned = assign(
        facts.get(ROLE, state.role),
        party,
        assignment=act.assignment,
        person=state.successor,
        start=start,
        until=None,
        deputy=act.deputy,
    )
    facts.record(ROLE, state.role, assigned, start)


@records(acts.CallOffHandover)
def call_off_handover(facts: Facts, act: acts.CallOffHandover, today: date) -> None:
    """A handover is called off."""
    event = handover.call_off(facts.get(HANDOVER, act.handover), **arguments(act, "handover"))
    facts.record(HANDOVER, act.handover, event, act.on)
