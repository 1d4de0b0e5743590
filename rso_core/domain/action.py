"""Action items: who does what before when, what it follows from, and what became of it (S15)."""

from datetime import date
from enum import StrEnum
from typing import assert_never

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event, subject
from rso_core.domain.references import ActionId, BodyId, DecisionId, MeetingId, PartyId, PersonId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_NEW, require_happened, require_id, require_text

ACTION_OPEN = Rule(
    id="action.open",
    source="S15",
    en="Only an open action item is started, put off, handed on, finished or dropped, and not before it was agreed.",
    nl="Alleen een openstaand actiepunt wordt gestart, uitgesteld, overgedragen, afgerond of geschrapt, en niet voordat "
    "het is afgesproken.",
    remedy_en="Name an open action item, or correct the date.",
    remedy_nl="Noem een openstaand actiepunt, of verbeter de datum.",
)
ACTION_DUE = Rule(
    id="action.due",
    source="S15",
    en="An action item is due on or after the day on which it was agreed.",
    nl="Een actiepunt loopt af op of na de dag waarop het is afgesproken.",
    remedy_en="Correct the due date.",
    remedy_nl="Verbeter de einddatum.",
)


class ActionState(StrEnum):
    """Where an action item is in its life."""

    NEW = "new"
    BUSY = "busy"
    DONE = "done"
    DROPPED = "dropped"


OPEN = (ActionState.NEW, ActionState.BUSY)


@concept("action")
@attrs.frozen(kw_only=True)
class Action:
    """State of one action item; ``body`` follows it when bodies merge."""

    id: str
    body: str
    party: str
    agreed_on: date
    due: date
    state: ActionState = ActionState.NEW


@event("action.agreed")
class ActionAgreed(Event):
    """A party, through a person where one is named, will do something before a day."""

    action: ActionId = subject()
    body: BodyId
    title: str
    party: PartyId
    person: PersonId | None
    agreed_on: date
    due: date
    meeting: MeetingId | None
    decision: DecisionId | None


@event("action.started")
class ActionStarted(Event):
    """Work on it has begun."""

    action: ActionId = subject()
    body: BodyId
    started_on: date


@event("action.put_off")
class ActionPutOff(Event):
    """It is due on another day."""

    action: ActionId = subject()
    body: BodyId
    due: date
    former_due: date
    reason: str


@event("action.handed_on")
class ActionHandedOn(Event):
    """Another party or person does it from a day on."""

    action: ActionId = subject()
    body: BodyId
    party: PartyId
    person: PersonId | None
    since: date


@event("action.done")
class ActionDone(Event):
    """It is done."""

    action: ActionId = subject()
    body: BodyId
    done_on: date
    result: str


@event("action.dropped")
class ActionDropped(Event):
    """It will not be done."""

    action: ActionId = subject()
    body: BodyId
    dropped_on: date
    reason: str


@event("action.moved_along")
class ActionMovedAlong(Event):
    """Its body went up into another, which takes it over."""

    action: ActionId = subject()
    from_body: BodyId
    body: BodyId
    since: date


ActionEvent = (
    ActionAgreed | ActionStarted | ActionPutOff | ActionHandedOn | ActionDone | ActionDropped | ActionMovedAlong
)


def evolve(state: Action | None, event: ActionEvent) -> Action:
    """Fold one event into the action item."""
    if isinstance(event, ActionAgreed):
        return Action(id=event.action, body=event.body, party=event.party, agreed_on=event.agreed_on, due=event.due)
    assert state is not None
    match event:
        case ActionStarted():
            return attrs.evolve(state, state=ActionState.BUSY)
        case ActionPutOff():
            return attrs.evolve(state, due=event.due)
        case ActionHandedOn():
            return attrs.evolve(state, party=event.party)
        case ActionDone():
            return attrs.evolve(state, state=ActionState.DONE)
        case ActionDropped():
            return attrs.evolve(state, state=ActionState.DROPPED)
        case ActionMovedAlong():
            return attrs.evolve(state, body=event.body)
        case _:
            assert_never(event)


def agree(
    state: Action | None,
    *,
    action: str,
    body: str,
    title: str,
    party: str,
    person: str | None,
    on: date,
    due: date,
    meeting: str | None,
    decision: str | None,
) -> ActionAgreed:
    """Agree that a party does something before a day (S15)."""
    require_id(action, "action")
    require_text(title, "title of the action item")
    if state is not None:
        raise RECORD_NEW.refused(action=action)
    if due < on:
        raise ACTION_DUE.refused(action=action, agreed_on=on, due=due)
    return ActionAgreed(
        action=action,
        body=body,
        title=title,
        party=party,
        person=person,
        agreed_on=on,
        due=due,
        meeting=meeting,
        decision=decision,
    )


def start(state: Action, *, on: date, today: date) -> ActionStarted:
    """Work on an action item begins (S15)."""
    _require_open(state, on, today)
    return ActionStarted(action=state.id, body=state.body, started_on=on)


def put_off(state: Action, *, due: date, on: date, reason: str) -> ActionPutOff:
    """Give an action item another due date, with the reason (S15)."""
    require_text(reason, "reason of the delay")
    _require_open(state, on, on)
    if due < state.agreed_on:
        raise ACTION_DUE.refused(action=state.id, agreed_on=state.agreed_on, due=due)
    return ActionPutOff(action=state.id, body=state.body, due=due, former_due=state.due, reason=reason)


def hand_on(state: Action, *, party: str, person: str | None, since: date) -> ActionHandedOn:
    """Another party or person takes an action item over (S15)."""
    _require_open(state, since, since)
    return ActionHandedOn(action=state.id, body=state.body, party=party, person=person, since=since)


def finish(state: Action, *, on: date, result: str, today: date) -> ActionDone:
    """An action item is done (S15)."""
    _require_open(state, on, today)
    return ActionDone(action=state.id, body=state.body, done_on=on, result=result)


def drop(state: Action, *, on: date, reason: str, today: date) -> ActionDropped:
    """An action item is dropped, with the reason (S15)."""
    require_text(reason, "reason of the dropping")
    _require_open(state, on, today)
    return ActionDropped(action=state.id, body=state.body, dropped_on=on, reason=reason)


def _require_open(state: Action, on: date, today: date) -> None:
    require_happened(on, today, "action item")
    if state.state not in OPEN or on < state.agreed_on:
        raise ACTION_OPEN.refused(action=state.id, state=state.state, agreed_on=state.agreed_on, date=on)
