"""What an action item is: who does it, for which body, before when, and how far it is."""

from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.references import ActionId, BodyId, PartyId
from rso_core.domain.refusal import Rule

ACTION_OPEN = Rule(
    id="action.open",
    source="S15",
    en="Only an open action item is started, put off, handed on, finished or dropped, and not before it was agreed.",
    nl="Alleen een openstaand actiepunt wordt gestart, uitgesteld, overgedragen, afgerond of geschrapt, en niet voordat "
    "het is afgesproken.",
    remedy_en="Name an open action item, or correct the date.",
    remedy_nl="Noem een openstaand actiepunt, of verbeter de datum.",
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

    id: ActionId
    body: BodyId
    party: PartyId
    agreed_on: date
    due: date
    state: ActionState = ActionState.NEW

    def require_open(self, on: date) -> None:
        """Refuse what does not become of an action item that is open on that day.

        Raises:
            Refused: ACTION_OPEN.
        """
        if self.state not in OPEN or on < self.agreed_on:
            raise ACTION_OPEN.refused(action=self.id, state=self.state, agreed_on=self.agreed_on, date=on)
