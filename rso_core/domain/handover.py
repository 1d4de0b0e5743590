"""Handover of a role: announced, in progress with a checklist of open matters, accepted by the successor (S6)."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import assert_never

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event, subject
from rso_core.domain.party.state import Party, require_representation
from rso_core.domain.references import AssignmentId, HandoverId, PartyId, PersonId, RoleId
from rso_core.domain.refusal import Rule
from rso_core.domain.role.state import Assignment
from rso_core.domain.values import RECORD_KNOWN, RECORD_NEW, require_id, require_text

HANDOVER_IN_ORDER = Rule(
    id="handover.in_order",
    source="S6",
    en="A handover is announced, carried out and then accepted by the successor or called off; each once and in that order.",
    nl="Een overdracht wordt aangekondigd, uitgevoerd en daarna door de opvolger aanvaard of afgeblazen; elk één keer "
    "en in die volgorde.",
    remedy_en="Record the step before first.",
    remedy_nl="Leg eerst de vorige stap vast.",
)
HANDOVER_SUCCESSOR = Rule(
    id="handover.successor",
    source="S6",
    en="The successor is someone else than the holder, and starts after the holder did.",
    nl="De opvolger is een ander dan de houder, en begint later dan de houder begon.",
    remedy_en="Name another person, or another first day.",
    remedy_nl="Noem een andere persoon, of een andere eerste dag.",
)
HANDOVER_CHECKLIST = Rule(
    id="handover.checklist",
    source="S6",
    en="A successor accepts a role when every matter of the checklist has been handed over.",
    nl="Een opvolger aanvaardt een rol als elk punt van de overdrachtslijst is overgedragen.",
    remedy_en="Hand over the open matters first ('hand-over-matter').",
    remedy_nl="Draag eerst de openstaande zaken over.",
)


class HandoverStage(StrEnum):
    """Where the handover is."""

    ANNOUNCED = "announced"
    IN_PROGRESS = "in_progress"
    ACCEPTED = "accepted"
    CALLED_OFF = "called_off"


@concept("handover")
@attrs.frozen(kw_only=True)
class Handover:
    """State of one handover; ``open`` are the matters of the checklist that are not handed over yet."""

    id: str
    role: str
    assignment: str
    party: str
    successor: str
    takes_over_on: date
    stage: HandoverStage = HandoverStage.ANNOUNCED
    open: tuple[str, ...] = ()


@event("handover.announced")
class HandoverAnnounced(Event):
    """The holder of a role will be succeeded; ``takes_over_on`` is the first day of the successor."""

    handover: HandoverId = subject()
    role: RoleId
    assignment: AssignmentId
    holder: PersonId
    party: PartyId
    successor: PersonId
    takes_over_on: date
    announced_on: date
    reason: str


@event("handover.started")
class HandoverStarted(Event):
    """Holder and successor go through the checklist: the open matters of the body, and what the holder added."""

    handover: HandoverId = subject()
    role: RoleId
    checklist: tuple[str, ...]
    started_on: date


@event("handover.matter_handed_over")
class MatterHandedOver(Event):
    """The successor knows where this matter stands."""

    handover: HandoverId = subject()
    role: RoleId
    matter: str
    on: date
    note: str


@event("handover.accepted")
class HandoverAccepted(Event):
    """The successor accepts the role."""

    handover: HandoverId = subject()
    role: RoleId
    accepted_on: date


@event("handover.called_off")
class HandoverCalledOff(Event):
    """The handover will not take place; the holder stays."""

    handover: HandoverId = subject()
    role: RoleId
    called_off_on: date
    reason: str


HandoverEvent = HandoverAnnounced | HandoverStarted | MatterHandedOver | HandoverAccepted | HandoverCalledOff


def evolve(state: Handover | None, event: HandoverEvent) -> Handover:
    """Fold one event into the handover."""
    if isinstance(event, HandoverAnnounced):
        return Handover(
            id=event.handover,
            role=event.role,
            assignment=event.assignment,
            party=event.party,
            successor=event.successor,
            takes_over_on=event.takes_over_on,
        )
    assert state is not None
    match event:
        case HandoverStarted():
            return attrs.evolve(state, stage=HandoverStage.IN_PROGRESS, open=event.checklist)
        case MatterHandedOver():
            return attrs.evolve(state, open=tuple(m for m in state.open if m != event.matter))
        case HandoverAccepted():
            return attrs.evolve(state, stage=HandoverStage.ACCEPTED)
        case HandoverCalledOff():
            return attrs.evolve(state, stage=HandoverStage.CALLED_OFF)
        case _:
            assert_never(event)


def announce(
    state: Handover | None,
    assignment: Assignment,
    party: Party,
    *,
    handover: str,
    role: str,
    successor: str,
    takes_over_on: date,
    on: date,
    reason: str,
) -> HandoverAnnounced:
    """Announce that the holder of a role is succeeded, on behalf of ``party`` (S6)."""
    require_id(handover, "handover")
    require_text(reason, "reason of the handover")
    if state is not None:
        raise RECORD_NEW.refused(handover=handover)
    if successor == assignment.person or takes_over_on <= assignment.period.start:
        raise HANDOVER_SUCCESSOR.refused(
            role=role, holder=assignment.person, since=assignment.period.start, successor=successor, on=takes_over_on
        )
    return HandoverAnnounced(
        handover=handover,
        role=role,
        assignment=assignment.id,
        holder=assignment.person,
        party=party.id,
        successor=successor,
        takes_over_on=takes_over_on,
        announced_on=on,
        reason=reason,
    )


def start(state: Handover, *, matters: Sequence[str], on: date) -> HandoverStarted:
    """Start the handover with its checklist (S6)."""
    _require_stage(state, HandoverStage.ANNOUNCED)
    checklist = tuple(dict.fromkeys(m for m in matters if m.strip()))
    return HandoverStarted(handover=state.id, role=state.role, checklist=checklist, started_on=on)


def hand_over(state: Handover, *, matter: str, on: date, note: str) -> MatterHandedOver:
    """Tick a matter of the checklist (S6)."""
    _require_stage(state, HandoverStage.IN_PROGRESS)
    if matter not in state.open:
        raise RECORD_KNOWN.refused(unknown_matter=matter, open_matters=state.open)
    return MatterHandedOver(handover=state.id, role=state.role, matter=matter, on=on, note=note)


def accept(state: Handover, party: Party, *, on: date) -> HandoverAccepted:
    """The successor, who represents the party on the first day, accepts the role (S6)."""
    _require_stage(state, HandoverStage.IN_PROGRESS)
    if state.open:
        raise HANDOVER_CHECKLIST.refused(handover=state.id, not_handed_over=state.open)
    require_representation(party, state.successor, state.takes_over_on)
    return HandoverAccepted(handover=state.id, role=state.role, accepted_on=on)


def call_off(state: Handover, *, on: date, reason: str) -> HandoverCalledOff:
    """Call a handover off before it is accepted (S6)."""
    require_text(reason, "reason")
    _require_stage(state, HandoverStage.ANNOUNCED, HandoverStage.IN_PROGRESS)
    return HandoverCalledOff(handover=state.id, role=state.role, called_off_on=on, reason=reason)


def _require_stage(state: Handover, *stages: HandoverStage) -> None:
    if state.stage not in stages:
        raise HANDOVER_IN_ORDER.refused(handover=state.id, stage=state.stage)
