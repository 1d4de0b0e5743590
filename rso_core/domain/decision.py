"""Decisions of a body, in a meeting or in writing: consult, advise, agree or decide, with votes per party (S15).

How votes are counted is in `rso_core.domain.voting`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import assert_never

import attrs

from rso_core.domain.body.state import Body
from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event, subject
from rso_core.domain.meeting.state import Meeting, MeetingState
from rso_core.domain.party import Party
from rso_core.domain.references import AgendaItemId, BodyId, DecisionId, MeetingId, PartyId, ProjectId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_NEW, DecisionKind, require_happened, require_id, require_text
from rso_core.domain.voting import (
    DECISION_MANDATE,
    Choice,
    DecisionOutcome,
    Vote,
    all_in_favour,
    outcome_of,
    require_quorum,
    require_votes,
)

DECISION_MEETING_HELD = Rule(
    id="decision.meeting_held",
    source="S15",
    en="A body decides in a meeting that was held.",
    nl="Een overleg besluit in een vergadering die is gehouden.",
    remedy_en="Record the meeting with its attendance first.",
    remedy_nl="Leg eerst de vergadering met de aanwezigen vast.",
)
DECISION_WRITTEN = Rule(
    id="decision.written",
    source="S15",
    en="A body decides in writing only what the covenant lets it decide in writing, within the period of the procedure.",
    nl="Een overleg besluit alleen schriftelijk waar het convenant dat toestaat, binnen de termijn van de procedure.",
    remedy_en="Take the decision in a meeting, or let the rule of the body allow a written procedure.",
    remedy_nl="Neem het besluit in een vergadering, of laat de regel van het overleg een schriftelijke procedure toe.",
)
DECISION_IN_FORCE = Rule(
    id="decision.in_force",
    source="S15",
    en="Only a decision that was adopted, whose condition is fulfilled, and that was not revoked or superseded, can be "
    "built upon.",
    nl="Alleen op een aangenomen besluit waarvan de voorwaarde is vervuld en dat niet is ingetrokken of vervangen, kan "
    "worden voortgebouwd.",
    remedy_en="Name a decision that is in force, or record first that its condition is fulfilled.",
    remedy_nl="Noem een besluit dat geldt, of leg eerst vast dat de voorwaarde is vervuld.",
)
DECISION_REVOKED_BY_BODY = Rule(
    id="decision.revoked_by_body",
    source="S15",
    en="A decision is revoked or superseded once, by a later decision of the same body, of the body that it went up into, "
    "or of the body one step up.",
    nl="Een besluit wordt één keer ingetrokken of vervangen, door een later besluit van hetzelfde overleg, van het "
    "overleg waarin het opging, of van het overleg een stap hoger.",
    remedy_en="Record the decision that revokes it first, or name the right one.",
    remedy_nl="Leg eerst het besluit vast dat het intrekt, of noem het juiste.",
)
DECISION_FOLLOWS_EARLIER = Rule(
    id="decision.follows_earlier",
    source="S15",
    en="A decision builds on earlier ones: a consultation, an advice, a decision.",
    nl="Een besluit bouwt voort op eerdere: een consultatie, een advies, een besluit.",
    remedy_en="Name decisions that were taken before this one.",
    remedy_nl="Noem besluiten die voor dit besluit zijn genomen.",
)
DECISION_CONDITION_ONCE = Rule(
    id="decision.condition_once",
    source="S15",
    en="The condition of a conditional decision is fulfilled once, not before the decision was taken.",
    nl="De voorwaarde van een voorwaardelijk besluit wordt één keer vervuld, niet voordat het besluit is genomen.",
    remedy_en="Name a conditional decision whose condition is open.",
    remedy_nl="Noem een voorwaardelijk besluit waarvan de voorwaarde openstaat.",
)


class Standing(StrEnum):
    """Whether a decision still stands."""

    STANDS = "stands"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


@concept("decision")
@attrs.frozen(kw_only=True)
class Decision:
    """State of one decision."""

    id: str
    body: str
    meeting: str | None
    kind: DecisionKind
    outcome: DecisionOutcome
    taken_on: date
    standing: Standing = Standing.STANDS
    condition: str | None = None
    fulfilled_on: date | None = None
    over_limit: tuple[str, ...] = ()


@event("decision.taken")
class DecisionTaken(Event):
    """A body took a decision; ``absent`` are the parties that may take part and did not.

    ``meeting`` is None for a decision in writing, for which ``asked_on`` is the first day of the procedure.
    ``follows`` are decisions it builds on; ``over_limit`` are projects that it lets run over the limit of the portfolio.
    """

    decision: DecisionId = subject()
    body: BodyId
    meeting: MeetingId | None
    kind: DecisionKind
    title: str
    text: str
    taken_on: date
    outcome: DecisionOutcome
    unanimous: bool
    votes: tuple[Vote, ...]
    absent: tuple[PartyId, ...]
    asked_on: date | None = None
    item: AgendaItemId | None = None
    follows: tuple[DecisionId, ...] = ()
    condition: str | None = None
    condition_due: date | None = None
    over_limit: tuple[ProjectId, ...] = ()
    confidential: bool = False


@event("decision.condition_fulfilled")
class ConditionFulfilled(Event):
    """The condition under which a decision was taken is fulfilled."""

    decision: DecisionId = subject()
    body: BodyId
    fulfilled_on: date
    ground: str


@event("decision.superseded")
class DecisionSuperseded(Event):
    """A later decision takes the place of this one."""

    decision: DecisionId = subject()
    body: BodyId
    by: DecisionId
    since: date


@event("decision.revoked")
class DecisionRevoked(Event):
    """A later decision takes this one back."""

    decision: DecisionId = subject()
    body: BodyId
    by: DecisionId
    since: date
    reason: str


DecisionEvent = DecisionTaken | ConditionFulfilled | DecisionSuperseded | DecisionRevoked


def evolve(state: Decision | None, event: DecisionEvent) -> Decision:
    """Fold one event into the decision."""
    if isinstance(event, DecisionTaken):
        return Decision(
            id=event.decision,
            body=event.body,
            meeting=event.meeting,
            kind=event.kind,
            outcome=event.outcome,
            taken_on=event.taken_on,
            condition=event.condition,
            over_limit=event.over_limit,
        )
    assert state is not None
    match event:
        case ConditionFulfilled():
            return attrs.evolve(state, fulfilled_on=event.fulfilled_on)
        case DecisionSuperseded():
            return attrs.evolve(state, standing=Standing.SUPERSEDED)
        case DecisionRevoked():
            return attrs.evolve(state, standing=Standing.REVOKED)
        case _:
            assert_never(event)


@attrs.frozen(kw_only=True)
class Proposal:
    """What is decided on, apart from the votes; fields as in `DecisionTaken`."""

    decision: str
    kind: DecisionKind
    title: str
    text: str = ""
    item: str | None = None
    condition: str | None = None
    condition_due: date | None = None
    over_limit: tuple[str, ...] = ()
    confidential: bool = False


def take(
    state: Decision | None,
    meeting: Meeting,
    body: Body,
    parties: Mapping[str, Party],
    proposal: Proposal,
    *,
    votes: tuple[Vote, ...],
    unanimous: bool,
    follows: Sequence[Decision] = (),
) -> DecisionTaken:
    """Take a decision in a held meeting (S15).

    Facts: the meeting with its attendance, the body, every party that votes, and the decisions it follows.
    ``unanimous`` stands for a vote in favour of every party present that takes part.
    """
    if meeting.state is not MeetingState.HELD:
        raise DECISION_MEETING_HELD.refused(meeting=meeting.id, state=meeting.state, on=meeting.on)
    present = {a.party: a.person for a in reversed(meeting.attendance) if not a.guest}
    persons = {(a.party, a.person) for a in meeting.attendance if not a.guest}
    taking_part = _taking_part(state, body, proposal, meeting.on, follows)
    there = [p for p in meeting.parties_present if p in taking_part]
    rule = body.profile_on(meeting.on).rule_for(proposal.kind)
    require_quorum(meeting.id, body.profile_on(meeting.on), rule, present=len(there), members=len(taking_part))
    if unanimous and not votes and proposal.kind is not DecisionKind.CONSULT:
        votes = all_in_favour(there, present)
    require_votes(meeting.id, proposal.kind, votes, parties, persons=persons, expected=there, on=meeting.on)
    return _taken(
        body,
        proposal,
        votes,
        on=meeting.on,
        meeting=meeting.id,
        absent=tuple(p for p in taking_part if p not in there),
        follows=follows,
    )


def take_in_writing(
    state: Decision | None,
    body: Body,
    parties: Mapping[str, Party],
    proposal: Proposal,
    *,
    asked_on: date,
    closed_on: date,
    votes: tuple[Vote, ...],
    today: date,
    follows: Sequence[Decision] = (),
) -> DecisionTaken:
    """Take a decision between meetings by a written procedure that closed on a day (S15).

    Who does not answer counts as absent; the quorum is that of those who answered.
    """
    require_happened(closed_on, today, "written procedure")
    taking_part = _taking_part(state, body, proposal, closed_on, follows)
    profile = body.profile_on(closed_on)
    rule = profile.rule_for(proposal.kind)
    if not rule.written or closed_on < asked_on:
        raise DECISION_WRITTEN.refused(body=body.id, kind=proposal.kind, asked_on=asked_on, closed_on=closed_on)
    answered = [vote.party for vote in votes if vote.party in taking_part]
    if proposal.kind is not DecisionKind.CONSULT:
        require_quorum(proposal.decision, profile, rule, present=len(set(answered)), members=len(taking_part))
    persons = {(vote.party, vote.person) for vote in votes if vote.party in taking_part}
    require_votes(proposal.decision, proposal.kind, votes, parties, persons=persons, expected=answered, on=closed_on)
    absent = tuple(p for p in taking_part if p not in answered)
    return _taken(body, proposal, votes, on=closed_on, asked_on=asked_on, absent=absent, follows=follows)


def fulfil_condition(state: Decision, *, on: date, ground: str, today: date) -> ConditionFulfilled:
    """Record that the condition of a decision is fulfilled (S15)."""
    require_text(ground, "how the condition was fulfilled")
    require_happened(on, today, "fulfilment of the condition")
    if state.condition is None or state.fulfilled_on is not None or on < state.taken_on:
        raise DECISION_CONDITION_ONCE.refused(
            decision=state.id, condition=state.condition, fulfilled_on=state.fulfilled_on
        )
    return ConditionFulfilled(decision=state.id, body=state.body, fulfilled_on=on, ground=ground)


def supersede(state: Decision, by: Decision, body: Body) -> DecisionSuperseded:
    """A later decision takes the place of an earlier one; ``body`` is that of the earlier (S15)."""
    _require_revocable(state, by, body)
    return DecisionSuperseded(decision=state.id, body=state.body, by=by.id, since=by.taken_on)


def revoke(state: Decision, by: Decision, body: Body, *, reason: str) -> DecisionRevoked:
    """A later decision takes an earlier one back; ``body`` is that of the earlier (S15)."""
    require_text(reason, "reason of the revocation")
    _require_revocable(state, by, body)
    return DecisionRevoked(decision=state.id, body=state.body, by=by.id, since=by.taken_on, reason=reason)


def require_in_force(decision: Decision) -> None:
    """Refuse to build on a decision that does not stand.

    Raises:
        Refused: DECISION_IN_FORCE.
    """
    open_condition = decision.condition if decision.fulfilled_on is None else None
    adopted = decision.outcome is DecisionOutcome.ADOPTED
    if not adopted or decision.standing is not Standing.STANDS or open_condition is not None:
        raise DECISION_IN_FORCE.refused(
            decision=decision.id,
            outcome=decision.outcome,
            standing=decision.standing,
            open_condition=open_condition,
        )


def _taking_part(
    state: Decision | None, body: Body, proposal: Proposal, on: date, follows: Sequence[Decision]
) -> tuple[str, ...]:
    """The parties that may take part, once the proposal itself is in order."""
    require_id(proposal.decision, "decision")
    require_text(proposal.title, "title of the decision")
    if state is not None:
        raise RECORD_NEW.refused(decision=proposal.decision)
    profile = body.profile_on(on)
    if proposal.kind not in profile.mandate:
        raise DECISION_MANDATE.refused(body=body.id, kind=proposal.kind, mandate=profile.mandate)
    later = [earlier.id for earlier in follows if earlier.taken_on > on or earlier.id == proposal.decision]
    if later:
        raise DECISION_FOLLOWS_EARLIER.refused(decision=proposal.decision, on=on, not_earlier=later)
    if proposal.condition is not None:
        require_text(proposal.condition, "condition of the decision")
    limited_to = profile.rule_for(proposal.kind).takes_part
    return tuple(p for p in profile.members if not limited_to or p in limited_to)


def _taken(
    body: Body,
    proposal: Proposal,
    votes: tuple[Vote, ...],
    *,
    on: date,
    absent: tuple[str, ...],
    follows: Sequence[Decision],
    meeting: str | None = None,
    asked_on: date | None = None,
) -> DecisionTaken:
    rule = body.profile_on(on).rule_for(proposal.kind)
    return DecisionTaken(
        **attrs.asdict(proposal, recurse=False),
        body=body.id,
        meeting=meeting,
        taken_on=on,
        outcome=outcome_of(proposal.kind, votes, rule.majority),
        unanimous=bool(votes) and all(v.choice is Choice.FOR for v in votes),
        votes=votes,
        absent=absent,
        asked_on=asked_on,
        follows=tuple(earlier.id for earlier in follows),
    )


def _require_revocable(state: Decision, by: Decision, body: Body) -> None:
    allowed = {state.body, body.merged_into, body.profiles[-1][1].reports_to}
    too_early = by.taken_on < state.taken_on
    adopted = by.outcome is DecisionOutcome.ADOPTED and by.standing is Standing.STANDS
    if by.id == state.id or by.body not in allowed or too_early or not adopted or state.standing is not Standing.STANDS:
        raise DECISION_REVOKED_BY_BODY.refused(
            decision=state.id,
            of_body=state.body,
            standing=state.standing,
            by=by.id,
            by_body=by.body,
            taken_on=by.taken_on,
            outcome=by.outcome,
        )
