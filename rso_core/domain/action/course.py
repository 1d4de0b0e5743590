"""The course of an action item: it is agreed, started, put off, handed on, and done or dropped (S15)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field, new
from rso_core.domain.action.state import Action, ActionState
from rso_core.domain.body.state import Body
from rso_core.domain.checked_types import Remark, Text, Title
from rso_core.domain.docket import Matter, MatterClosed, MatterKind, MatterOpened
from rso_core.domain.event import Event, context, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import ActionId, BodyId, DecisionId, MeetingId, PartyId, PersonId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import require_happened
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import because, in_sentences, labelled, quoted

ACTION_DUE = Rule(
    id="action.due",
    source="S15",
    en="An action item is due on or after the day on which it was agreed.",
    nl="Een actiepunt loopt af op of na de dag waarop het is afgesproken.",
    remedy_en="Correct the due date.",
    remedy_nl="Verbeter de einddatum.",
)


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

    def apply(self, state: Action | None) -> Action:
        """An action item on which no work was done yet."""
        return Action(id=self.action, body=self.body, party=self.party, agreed_on=self.agreed_on, due=self.due)

    def sentence(self, names: NameIndex) -> str:
        """Someone will do something."""
        who = f" ({names.person(self.person)})" if self.person else ""
        ground = f", ter uitvoering van {names.decision(self.decision)}" if self.decision else ""
        where = f", in {names.meeting(self.meeting)}" if self.meeting and not self.decision else ""
        return in_sentences(
            f"bij {names.body(self.body)} werd afgesproken dat {names.party(self.party)}{who} uiterlijk op "
            f"{in_words(self.due)} zorgt voor {quoted(self.title)}{ground}{where}"
        )


@act("agree-action", source="S15")
class AgreeAction(Act):
    """Agree that a party does something before a day."""

    action: ActionId = new("identifier of the action item")
    body: BodyId = field("body that follows it")
    title: Title = field("what will be done")
    party: PartyId = field("party that does it")
    on: date = effective("day on which it was agreed")
    due: date = field("day before which it is done")
    person: PersonId | None = field("person who does it", default=None)
    meeting: MeetingId | None = field("meeting in which it was agreed", default=None)
    decision: DecisionId | None = field("decision that it carries out", default=None)

    def decide(self, body: Body) -> list[Event]:
        """It joins the open matters of a body that exists that day."""
        body.profile_on(self.on)
        ACTION_DUE.unless(self.due >= self.on, action=self.action, agreed_on=self.on, due=self.due)
        agreed = ActionAgreed(
            action=self.action,
            body=self.body,
            title=self.title,
            party=self.party,
            person=self.person,
            agreed_on=self.on,
            due=self.due,
            meeting=self.meeting,
            decision=self.decision,
        )
        return [agreed, MatterOpened(body=self.body, matter=Matter(kind=MatterKind.ACTION, id=self.action))]


@event("action.started")
class ActionStarted(Event):
    """Work on it has begun."""

    action: ActionId = subject()
    body: BodyId = context()
    started_on: date
    sentence = "Met {action} is begonnen."

    def apply(self, state: Action) -> Action:
        """An action item that is being worked on."""
        return attrs.evolve(state, state=ActionState.BUSY)


@act("start-action", source="S15")
class StartAction(Act):
    """Record that work on an action item has begun."""

    action: ActionId = field("identifier of the action item")
    on: date = effective("day")

    def decide(self, action: Action, today: date) -> ActionStarted:
        """Work begins on what is open."""
        require_happened(self.on, today, "action item")
        action.require_open(self.on)
        return ActionStarted(action=self.action, body=action.body, started_on=self.on)


@event("action.put_off")
class ActionPutOff(Event):
    """It is due on another day."""

    action: ActionId = subject()
    body: BodyId = context()
    due: date
    former_due: date = context()
    reason: str

    def apply(self, state: Action) -> Action:
        """An action item that is due on another day."""
        return attrs.evolve(state, due=self.due)

    def sentence(self, names: NameIndex) -> str:
        """It is due on another day."""
        days = f"van {in_words(self.former_due)} naar {in_words(self.due)}"
        return in_sentences(f"{names.action(self.action)} werd verzet {days}", because(self.reason))


@act("put-off-action", source="S15")
class PutOffAction(Act):
    """Give an action item another due date."""

    action: ActionId = field("identifier of the action item")
    due: date = field("day before which it is done")
    on: date = effective("day on which this was agreed")
    reason: Text = field("why")

    def decide(self, action: Action) -> ActionPutOff:
        """It is not due before it was agreed."""
        action.require_open(self.on)
        in_order = self.due >= action.agreed_on
        ACTION_DUE.unless(in_order, action=self.action, agreed_on=action.agreed_on, due=self.due)
        return ActionPutOff(
            action=self.action, body=action.body, due=self.due, former_due=action.due, reason=self.reason
        )


@event("action.handed_on")
class ActionHandedOn(Event):
    """Another party or person does it from a day on."""

    action: ActionId = subject()
    body: BodyId = context()
    party: PartyId
    person: PersonId | None
    since: date

    def apply(self, state: Action) -> Action:
        """An action item of another party."""
        return attrs.evolve(state, party=self.party)

    def sentence(self, names: NameIndex) -> str:
        """Another does it."""
        who = f" ({names.person(self.person)})" if self.person else ""
        return in_sentences(f"{names.action_alone(self.action)} ging over naar {names.party(self.party)}{who}")


@act("hand-on-action", source="S15")
class HandOnAction(Act):
    """Let another party or person carry out an action item."""

    action: ActionId = field("identifier of the action item")
    party: PartyId = field("party from then on")
    since: date = effective("day from which this holds")
    person: PersonId | None = field("person who does it", default=None)

    def decide(self, action: Action) -> ActionHandedOn:
        """What is open goes over."""
        action.require_open(self.since)
        return ActionHandedOn(
            action=self.action, body=action.body, party=self.party, person=self.person, since=self.since
        )


@event("action.done", never_precedes=("action.started", "action.handed_on"))
class ActionDone(Event):
    """It is done."""

    action: ActionId = subject()
    body: BodyId = context()
    done_on: date
    result: str

    def apply(self, state: Action) -> Action:
        """An action item that is done."""
        return attrs.evolve(state, state=ActionState.DONE)

    def sentence(self, names: NameIndex) -> str:
        """It is done."""
        result = self.result if self.result.strip().casefold() not in ("gereed", "klaar") else ""
        return in_sentences(f"{names.action(self.action)} was gereed", labelled("resultaat", result))


@act("finish-action", source="S15")
class FinishAction(Act):
    """Record that an action item is done."""

    action: ActionId = field("identifier of the action item")
    on: date = effective("day")
    result: Remark = field("what came of it", default="")

    def decide(self, action: Action, today: date) -> list[Event]:
        """It leaves the open matters of its body."""
        require_happened(self.on, today, "action item")
        action.require_open(self.on)
        done = ActionDone(action=self.action, body=action.body, done_on=self.on, result=self.result)
        return [done, MatterClosed(body=action.body, matter=Matter(kind=MatterKind.ACTION, id=self.action))]


@event("action.dropped", never_precedes=("action.started", "action.handed_on"))
class ActionDropped(Event):
    """It will not be done."""

    action: ActionId = subject()
    body: BodyId = context()
    dropped_on: date
    reason: str

    def apply(self, state: Action) -> Action:
        """An action item that was dropped."""
        return attrs.evolve(state, state=ActionState.DROPPED)

    def sentence(self, names: NameIndex) -> str:
        """It will not be done."""
        return in_sentences(f"{names.action(self.action)} verviel", because(self.reason))


@act("drop-action", source="S15")
class DropAction(Act):
    """Drop an action item."""

    action: ActionId = field("identifier of the action item")
    on: date = effective("day")
    reason: Text = field("why")

    def decide(self, action: Action, today: date) -> list[Event]:
        """It leaves the open matters of its body."""
        require_happened(self.on, today, "action item")
        action.require_open(self.on)
        dropped = ActionDropped(action=self.action, body=action.body, dropped_on=self.on, reason=self.reason)
        return [dropped, MatterClosed(body=action.body, matter=Matter(kind=MatterKind.ACTION, id=self.action))]


@event("action.moved_along")
class ActionMovedAlong(Event):
    """Its body went up into another, which takes it over."""

    action: ActionId = subject()
    from_body: BodyId
    body: BodyId
    since: date
    sentence = "{action} ging mee van {from_body} naar {body}."

    def apply(self, state: Action) -> Action:
        """An action item of another body; unless it lay elsewhere by then, which may be told later."""
        return attrs.evolve(state, body=self.body) if state.body == self.from_body else state
