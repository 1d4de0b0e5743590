"""Resources: agreed effort per role, party and period, and what parties committed of it on which ground (S7)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event, subject
from rso_core.domain.references import CommitmentId, EffortId, PartyId, RoleId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_NEW, Period, period, require_amount, require_id, require_text

EFFORT_RUNS = Rule(
    id="effort.runs",
    source="S7",
    en="Effort is committed to an agreement that runs, by the party of that agreement, and taken back once.",
    nl="Inzet wordt toegezegd op een afspraak die loopt, door de partij van die afspraak, en één keer ingetrokken.",
    remedy_en="Name a commitment or agreement of this party that runs, or record the agreement first.",
    remedy_nl="Noem een lopende toezegging of afspraak van deze partij, of leg eerst de afspraak vast.",
)


class Unit(StrEnum):
    """In what effort is counted: hours, euros, or full-time equivalents."""

    HOURS = "hours"
    EURO = "euro"
    FTE = "fte"


class EffortGround(StrEnum):
    """On what ground a party commits effort: within the structures that exist."""

    STATUTORY_TASK = "statutory_task"
    FIXED_CONTRIBUTION = "fixed_contribution"
    SERVICE_AGREEMENT = "service_agreement"


@concept("effort")
@attrs.frozen(kw_only=True)
class Effort:
    """State of one agreement on effort: how much, and what was committed."""

    id: str
    party: str
    unit: Unit
    agreed: Decimal
    period: Period
    committed: Mapping[str, Decimal] = attrs.field(factory=dict)

    @property
    def gap(self) -> Decimal:
        """What is agreed and not committed; negative when more was committed than agreed."""
        return self.agreed - sum(self.committed.values(), Decimal(0))


@event("effort.agreed")
class EffortAgreed(Event):
    """What a party puts in for a role, over a period that includes both days."""

    effort: EffortId = subject()
    role: RoleId | None
    party: PartyId
    unit: Unit
    amount: Decimal
    start: date
    until: date
    purpose: str


@event("effort.committed")
class EffortCommitted(Event):
    """The party makes part of it, or all, available on a ground."""

    effort: EffortId = subject()
    commitment: CommitmentId
    amount: Decimal
    ground: EffortGround
    document: str
    committed_on: date


@event("effort.commitment_taken_back")
class CommitmentTakenBack(Event):
    """The party takes a commitment back."""

    effort: EffortId = subject()
    commitment: CommitmentId
    taken_back_on: date
    reason: str


@event("effort.changed")
class EffortChanged(Event):
    """The agreement is about another amount from a day on."""

    effort: EffortId = subject()
    amount: Decimal
    since: date
    reason: str


EffortEvent = EffortAgreed | EffortCommitted | CommitmentTakenBack | EffortChanged


def evolve(state: Effort | None, event: EffortEvent) -> Effort:
    """Fold one event into the agreement."""
    if isinstance(event, EffortAgreed):
        return Effort(
            id=event.effort,
            party=event.party,
            unit=event.unit,
            agreed=event.amount,
            period=Period(event.start, event.until),
        )
    assert state is not None
    match event:
        case EffortCommitted():
            return attrs.evolve(state, committed={**state.committed, event.commitment: event.amount})
        case CommitmentTakenBack():
            left = {name: amount for name, amount in state.committed.items() if name != event.commitment}
            return attrs.evolve(state, committed=left)
        case EffortChanged():
            return attrs.evolve(state, agreed=event.amount)
        case _:
            assert_never(event)


def agree(
    state: Effort | None,
    *,
    effort: str,
    role: str | None,
    party: str,
    unit: Unit,
    amount: Decimal,
    start: date,
    until: date,
    purpose: str,
) -> EffortAgreed:
    """Agree on the effort of a party over a period (S7)."""
    require_id(effort, "effort")
    if state is not None:
        raise RECORD_NEW.refused(effort=effort, party=state.party)
    period(start, until)
    return EffortAgreed(
        effort=effort,
        role=role,
        party=party,
        unit=unit,
        amount=require_amount(amount, money=unit is Unit.EURO),
        start=start,
        until=until,
        purpose=purpose,
    )


def commit(
    state: Effort, *, commitment: str, party: str, amount: Decimal, ground: EffortGround, document: str, on: date
) -> EffortCommitted:
    """The party of the agreement makes effort available, on a ground with its document (S7)."""
    require_id(commitment, "commitment")
    require_text(document, "document of the ground")
    if commitment in state.committed:
        raise RECORD_NEW.refused(commitment=commitment, effort=state.id)
    if party != state.party or (state.period.until is not None and on > state.period.until):
        raise EFFORT_RUNS.refused(effort=state.id, of_party=state.party, party=party, period=state.period, date=on)
    return EffortCommitted(
        effort=state.id,
        commitment=commitment,
        amount=require_amount(amount, money=state.unit is Unit.EURO),
        ground=ground,
        document=document,
        committed_on=on,
    )


def take_back(state: Effort, *, commitment: str, on: date, reason: str) -> CommitmentTakenBack:
    """Take a commitment back; the gap shows it (S7)."""
    require_text(reason, "reason")
    if commitment not in state.committed:
        raise EFFORT_RUNS.refused(effort=state.id, commitment=commitment, commitments=list(state.committed))
    return CommitmentTakenBack(effort=state.id, commitment=commitment, taken_back_on=on, reason=reason)


def change(state: Effort, *, amount: Decimal, since: date, reason: str) -> EffortChanged:
    """Agree on another amount from a day within the period (S7)."""
    require_text(reason, "reason of the change")
    if not state.period.covers(since):
        raise EFFORT_RUNS.refused(effort=state.id, of_party=state.party, period=state.period, date=since)
    amount = require_amount(amount, money=state.unit is Unit.EURO)
    return EffortChanged(effort=state.id, amount=amount, since=since, reason=reason)
