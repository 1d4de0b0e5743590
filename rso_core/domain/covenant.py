"""The covenant: drafted, opened for signing, in force, ended (S1), with its commitments and signatures (S2).

The covenant and its signatures are one aggregate: "a party signs once" and "not before it is open" must
hold together. What a party allows a person to do lives with the party; signing takes it as a fact.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import assert_never

import attrs

from rso_core.domain.event import Event, named
from rso_core.domain.refusal import Rule
from rso_core.domain.values import NEW, require_id, require_text

LIFE_IN_ORDER = Rule(
    id="covenant.life_in_order",
    source="S1",
    en="A covenant is drafted, opened for signing, brought into force and ended, in that order and on rising dates.",
    nl="Een convenant wordt opgesteld, opengesteld voor ondertekening, van kracht en beëindigd, in die volgorde "
    "en met oplopende data.",
    remedy_en="Record the step before first, or correct the date.",
    remedy_nl="Leg eerst de vorige stap vast, of verbeter de datum.",
)
HAS_PARTIES = Rule(
    id="covenant.has_parties",
    source="S1",
    en="A covenant has at least two parties, each named once.",
    nl="Een convenant heeft ten minste twee partijen, elk één keer genoemd.",
    remedy_en="Name the parties of the covenant.",
    remedy_nl="Noem de partijen van het convenant.",
)


class Stage(StrEnum):
    """Where the covenant is in its life."""

    DRAFTED = "drafted"
    OPEN_FOR_SIGNING = "open_for_signing"
    IN_FORCE = "in_force"
    ENDED = "ended"


class GroundKind(StrEnum):
    """On what ground a person signs for a party."""

    MANDATE = "mandate"
    COLLEGE_DECISION = "college_decision"


@attrs.frozen(kw_only=True)
class Ground:
    """Ground of a signature: a mandate, or a decision of the party's own board with document and date."""

    kind: GroundKind
    document: str
    decided_on: date | None = None


@attrs.frozen(kw_only=True)
class Signature:
    """Who signed for the party, on what ground and day."""

    person: str
    signed_on: date
    ground: Ground


@attrs.frozen(kw_only=True)
class Covenant:
    """State of one covenant."""

    id: str
    title: str
    parties: frozenset[str]
    signing_deadline: date | None
    stage: Stage
    stage_since: date
    opened_on: date | None = None
    commitments: Mapping[str, date] = attrs.field(factory=dict)
    signatures: Mapping[str, Signature] = attrs.field(factory=dict)


@named("covenant.drafted")
@attrs.frozen(kw_only=True)
class CovenantDrafted(Event):
    """The covenant exists as a draft; ``concerns`` says what it is about (form and structure only)."""

    covenant: str
    title: str
    concerns: str
    parties: tuple[str, ...]
    drafted_on: date
    signing_deadline: date | None = None
    predecessor: str | None = None


@named("covenant.opened_for_signing")
@attrs.frozen(kw_only=True)
class CovenantOpenedForSigning(Event):
    """From this day parties may sign."""

    covenant: str
    opened_on: date


@named("covenant.entered_into_force")
@attrs.frozen(kw_only=True)
class CovenantEnteredIntoForce(Event):
    """From this day the covenant binds those who signed."""

    covenant: str
    in_force_on: date


@named("covenant.ended")
@attrs.frozen(kw_only=True)
class CovenantEnded(Event):
    """``last_day`` is the last day on which the covenant holds."""

    covenant: str
    last_day: date
    reason: str


@named("covenant.commitment_given")
@attrs.frozen(kw_only=True)
class CommitmentGiven(Event):
    """A party gave its word that it will sign; not a signature."""

    covenant: str
    party: str
    given_on: date
    ground: str


@named("covenant.signed", 2)
@attrs.frozen(kw_only=True)
class CovenantSigned(Event):
    """A person signed for a party. Version 1 held the ground as one line of text."""

    covenant: str
    party: str
    person: str
    signed_on: date
    ground: Ground


CovenantEvent = (
    CovenantDrafted
    | CovenantOpenedForSigning
    | CovenantEnteredIntoForce
    | CovenantEnded
    | CommitmentGiven
    | CovenantSigned
)


def evolve(state: Covenant | None, event: CovenantEvent) -> Covenant:
    """Fold one event into the covenant."""
    if isinstance(event, CovenantDrafted):
        return Covenant(
            id=event.covenant,
            title=event.title,
            parties=frozenset(event.parties),
            signing_deadline=event.signing_deadline,
            stage=Stage.DRAFTED,
            stage_since=event.drafted_on,
        )
    assert state is not None
    match event:
        case CovenantOpenedForSigning():
            return attrs.evolve(
                state, stage=Stage.OPEN_FOR_SIGNING, stage_since=event.opened_on, opened_on=event.opened_on
            )
        case CovenantEnteredIntoForce():
            return attrs.evolve(state, stage=Stage.IN_FORCE, stage_since=event.in_force_on)
        case CovenantEnded():
            return attrs.evolve(state, stage=Stage.ENDED, stage_since=event.last_day)
        case CommitmentGiven():
            return attrs.evolve(state, commitments={**state.commitments, event.party: event.given_on})
        case CovenantSigned():
            signature = Signature(person=event.person, signed_on=event.signed_on, ground=event.ground)
            return attrs.evolve(state, signatures={**state.signatures, event.party: signature})
        case _:
            assert_never(event)


def draft(
    state: Covenant | None,
    *,
    covenant: str,
    title: str,
    concerns: str,
    parties: tuple[str, ...],
    drafted_on: date,
    signing_deadline: date | None,
    predecessor: str | None,
) -> CovenantDrafted:
    """Draft a covenant between known parties (S1)."""
    require_id(covenant, "covenant")
    require_text(title, "title of the covenant")
    if state is not None:
        raise NEW.refused(covenant=covenant, title=state.title)
    if len(set(parties)) != len(parties) or len(parties) < 2:
        raise HAS_PARTIES.refused(covenant=covenant, parties=parties)
    if signing_deadline is not None and signing_deadline < drafted_on:
        raise LIFE_IN_ORDER.refused(drafted_on=drafted_on, signing_deadline=signing_deadline)
    return CovenantDrafted(
        covenant=covenant,
        title=title,
        concerns=concerns,
        parties=parties,
        drafted_on=drafted_on,
        signing_deadline=signing_deadline,
        predecessor=predecessor,
    )


def open_for_signing(state: Covenant, *, on: date) -> CovenantOpenedForSigning:
    """Open the draft for signing (S1)."""
    _require_step(state, (Stage.DRAFTED,), on)
    return CovenantOpenedForSigning(covenant=state.id, opened_on=on)


def enter_into_force(state: Covenant, *, on: date) -> CovenantEnteredIntoForce:
    """Bring the covenant into force (S1); parties may still sign afterwards, visibly late."""
    _require_step(state, (Stage.OPEN_FOR_SIGNING,), on)
    return CovenantEnteredIntoForce(covenant=state.id, in_force_on=on)


def end(state: Covenant, *, last_day: date, reason: str) -> CovenantEnded:
    """End the covenant at the end of ``last_day`` (S1)."""
    require_text(reason, "reason of the end")
    _require_step(state, (Stage.DRAFTED, Stage.OPEN_FOR_SIGNING, Stage.IN_FORCE), last_day)
    return CovenantEnded(covenant=state.id, last_day=last_day, reason=reason)


def _require_step(state: Covenant, before: tuple[Stage, ...], on: date) -> None:
    if state.stage not in before or on < state.stage_since:
        raise LIFE_IN_ORDER.refused(covenant=state.id, stage=state.stage, since=state.stage_since, date=on)
