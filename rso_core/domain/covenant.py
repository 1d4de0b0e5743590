"""The covenant: drafted, opened for signing, in force, ended (S1), with what was said and signed on the way (S2).

The covenant with its versions, amendments and signatures is one aggregate: "a party signs once a version" and "not
before it is open" must hold together. What a party allows a person to do lives with the party; signing takes it as a
fact. Drafting and consultation are in `drafting`, signing in `signing`, changes of a running covenant in `amending`.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import assert_never

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.covenant_events import (
    AmendmentEnteredIntoForce,
    AmendmentProposed,
    Answer,
    CollegeDecided,
    CommitmentGiven,
    ConsultationAnswered,
    ConsultationClosed,
    ConsultationOpened,
    CovenantAdopted,
    CovenantDrafted,
    CovenantEnded,
    CovenantEnteredIntoForce,
    CovenantOpenedForSigning,
    CovenantSigned,
    Ground,
    InheritedMatterSettled,
    MatterInherited,
    PartyAcceded,
    PartyWithdrew,
    ReservationLifted,
    SignatureWithdrawn,
    SigningRefused,
    VersionDrafted,
)
from rso_core.domain.refusal import Rule
from rso_core.domain.rhythm import require_rhythm
from rso_core.domain.values import RECORD_NEW, require_id, require_text, share

COVENANT_LIFE_IN_ORDER = Rule(
    id="covenant.life_in_order",
    source="S1",
    en="A covenant is drafted, opened for signing, brought into force and ended, in that order and on rising dates.",
    nl="Een convenant wordt opgesteld, opengesteld voor ondertekening, van kracht en beëindigd, in die volgorde "
    "en met oplopende data.",
    remedy_en="Record the step before first, or correct the date.",
    remedy_nl="Leg eerst de vorige stap vast, of verbeter de datum.",
)
COVENANT_HAS_PARTIES = Rule(
    id="covenant.has_parties",
    source="S1",
    en="A covenant has at least two parties, each named once.",
    nl="Een convenant heeft ten minste twee partijen, elk één keer genoemd.",
    remedy_en="Name the parties of the covenant.",
    remedy_nl="Noem de partijen van het convenant.",
)
COVENANT_TERMS = Rule(
    id="covenant.terms",
    source="S1",
    en="The quorum for entry into force is a share of the parties from 0 to 1; who signs amendments are its parties.",
    nl="Het quorum voor inwerkingtreding is een deel van de partijen van 0 tot 1; wijzigingen worden getekend door "
    "partijen van het convenant.",
    remedy_en="Write the quorum as a fraction such as '2/3', and name parties of the covenant.",
    remedy_nl="Schrijf het quorum als breuk, zoals '2/3', en noem partijen van het convenant.",
)
COVENANT_ENTRY_QUORUM = Rule(
    id="covenant.entry_quorum",
    source="S2",
    en="A covenant enters into force when the share of its parties that it names has signed without reservation.",
    nl="Een convenant treedt in werking als het deel van de partijen dat het noemt zonder voorbehoud heeft ondertekend.",
    remedy_en="Record the missing signatures or the lifting of reservations first, or choose a later date.",
    remedy_nl="Leg eerst de ontbrekende handtekeningen of het vervallen van voorbehouden vast, of kies een latere datum.",
)
COVENANT_ADOPTED_FIRST = Rule(
    id="covenant.adopted_first",
    source="S1",
    en="A covenant of which versions are recorded is opened for signing after one of them was adopted.",
    nl="Een convenant waarvan versies zijn vastgelegd, wordt opengesteld nadat een versie is vastgesteld.",
    remedy_en="Record the adoption of a version first ('adopt-covenant').",
    remedy_nl="Leg eerst de vaststelling van een versie vast.",
)


class Stage(StrEnum):
    """Where the covenant is in its life."""

    DRAFTED = "drafted"
    OPEN_FOR_SIGNING = "open_for_signing"
    IN_FORCE = "in_force"
    ENDED = "ended"


@attrs.frozen(kw_only=True)
class Signature:
    """Who signed for the party, on what ground and day; conditional while a reservation stands."""

    person: str
    signed_on: date
    ground: Ground
    reservation: str | None = None
    lifted_on: date | None = None

    def counts_on(self, day: date) -> bool:
        """Whether it stands without reservation on the day."""
        return (self.signed_on if self.reservation is None else self.lifted_on or date.max) <= day


@attrs.frozen(kw_only=True)
class Version:
    """A version of the text, by the hash of its document."""

    id: str
    document: str
    sha256: str
    drafted_on: date


@attrs.frozen(kw_only=True)
class Consultation:
    """A round: who was asked, and who answered what."""

    id: str
    asked: tuple[str, ...]
    opened_on: date
    answers: Mapping[str, Answer] = attrs.field(factory=dict)
    closed_on: date | None = None


@attrs.frozen(kw_only=True)
class Amendment:
    """A change of a covenant in force, with its own signatures."""

    id: str
    signers: tuple[str, ...]
    proposed_on: date
    sha256: str
    signatures: Mapping[str, Signature] = attrs.field(factory=dict)
    in_force_on: date | None = None


@concept("covenant")
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
    in_force_on: date | None = None
    entry_quorum: str | None = None
    amendment_signers: tuple[str, ...] = ()
    commitments: Mapping[str, date] = attrs.field(factory=dict)
    signatures: Mapping[str, Signature] = attrs.field(factory=dict)
    versions: Mapping[str, Version] = attrs.field(factory=dict)
    consultations: Mapping[str, Consultation] = attrs.field(factory=dict)
    adopted: str | None = None
    inherited: Mapping[str, date | None] = attrs.field(factory=dict)
    amendments: Mapping[str, Amendment] = attrs.field(factory=dict)
    left: Mapping[str, date] = attrs.field(factory=dict)
    joined: Mapping[str, date] = attrs.field(factory=dict)

    def bound_on(self, day: date) -> frozenset[str]:
        """Its parties on a day: those that joined by then and have not left."""
        return frozenset(
            p for p in self.parties if self.joined.get(p, day) <= day and (p not in self.left or day <= self.left[p])
        )

    def signatures_on(self, amendment: str | None) -> Mapping[str, Signature]:
        """The signatures under the covenant itself, or under one of its amendments."""
        return self.signatures if amendment is None else self.amendments[amendment].signatures


CovenantEvent = (
    CovenantDrafted
    | MatterInherited
    | InheritedMatterSettled
    | VersionDrafted
    | ConsultationOpened
    | ConsultationAnswered
    | ConsultationClosed
    | CovenantAdopted
    | CovenantOpenedForSigning
    | CovenantEnteredIntoForce
    | CovenantEnded
    | CommitmentGiven
    | CollegeDecided
    | CovenantSigned
    | ReservationLifted
    | SigningRefused
    | SignatureWithdrawn
    | PartyAcceded
    | PartyWithdrew
    | AmendmentProposed
    | AmendmentEnteredIntoForce
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
            entry_quorum=event.entry_quorum,
            amendment_signers=event.amendment_signers,
        )
    assert state is not None
    match event:
        case CovenantOpenedForSigning() | CovenantEnteredIntoForce() | CovenantEnded():
            return _stage(state, event)
        case CommitmentGiven():
            return attrs.evolve(state, commitments={**state.commitments, event.party: event.given_on})
        case CovenantSigned() | ReservationLifted() | SignatureWithdrawn():
            return _signatures(state, event)
        case PartyAcceded() | PartyWithdrew() | AmendmentProposed() | AmendmentEnteredIntoForce():
            return _amended(state, event)
        case MatterInherited():
            return attrs.evolve(state, inherited={**state.inherited, event.matter: None})
        case InheritedMatterSettled():
            return attrs.evolve(state, inherited={**state.inherited, event.matter: event.settled_on})
        case (
            VersionDrafted() | ConsultationOpened() | ConsultationAnswered() | ConsultationClosed() | CovenantAdopted()
        ):
            return _drafting(state, event)
        case CollegeDecided() | SigningRefused():
            # What a board decided or refused is told, and binds no later act: a party may come back on it.
            return state
        case _:
            assert_never(event)


def _stage(state: Covenant, event: CovenantOpenedForSigning | CovenantEnteredIntoForce | CovenantEnded) -> Covenant:
    match event:
        case CovenantOpenedForSigning():
            return attrs.evolve(
                state, stage=Stage.OPEN_FOR_SIGNING, stage_since=event.opened_on, opened_on=event.opened_on
            )
        case CovenantEnteredIntoForce():
            return attrs.evolve(
                state, stage=Stage.IN_FORCE, stage_since=event.in_force_on, in_force_on=event.in_force_on
            )
        case CovenantEnded():
            return attrs.evolve(state, stage=Stage.ENDED, stage_since=event.last_day)


def _signatures(state: Covenant, event: CovenantSigned | ReservationLifted | SignatureWithdrawn) -> Covenant:
    signatures = dict(state.signatures_on(event.amendment))
    match event:
        case CovenantSigned():
            signatures[event.party] = Signature(
                person=event.person, signed_on=event.signed_on, ground=event.ground, reservation=event.reservation
            )
        case ReservationLifted():
            signatures[event.party] = attrs.evolve(signatures[event.party], lifted_on=event.lifted_on)
        case SignatureWithdrawn():
            del signatures[event.party]
    if event.amendment is None:
        return attrs.evolve(state, signatures=signatures)
    amendment = attrs.evolve(state.amendments[event.amendment], signatures=signatures)
    return attrs.evolve(state, amendments={**state.amendments, amendment.id: amendment})


def _amended(
    state: Covenant, event: PartyAcceded | PartyWithdrew | AmendmentProposed | AmendmentEnteredIntoForce
) -> Covenant:
    match event:
        case PartyAcceded():
            left = {party: day for party, day in state.left.items() if party != event.party}
            joined = {**state.joined, event.party: event.acceded_on}
            return attrs.evolve(state, parties=state.parties | {event.party}, left=left, joined=joined)
        case PartyWithdrew():
            return attrs.evolve(state, left={**state.left, event.party: event.last_day})
        case AmendmentProposed():
            amendment = Amendment(
                id=event.amendment, signers=event.signers, proposed_on=event.proposed_on, sha256=event.sha256
            )
        case AmendmentEnteredIntoForce():
            amendment = attrs.evolve(state.amendments[event.amendment], in_force_on=event.in_force_on)
    return attrs.evolve(state, amendments={**state.amendments, amendment.id: amendment})


def _drafting(
    state: Covenant,
    event: VersionDrafted | ConsultationOpened | ConsultationAnswered | ConsultationClosed | CovenantAdopted,
) -> Covenant:
    match event:
        case VersionDrafted():
            version = Version(
                id=event.version, document=event.document, sha256=event.sha256, drafted_on=event.drafted_on
            )
            return attrs.evolve(state, versions={**state.versions, version.id: version})
        case CovenantAdopted():
            return attrs.evolve(state, adopted=event.version)
        case ConsultationOpened():
            round_ = Consultation(id=event.consultation, asked=event.asked, opened_on=event.opened_on)
        case ConsultationAnswered():
            known = state.consultations[event.consultation]
            round_ = attrs.evolve(known, answers={**known.answers, event.party: event.answer})
        case ConsultationClosed():
            round_ = attrs.evolve(state.consultations[event.consultation], closed_on=event.closed_on)
    return attrs.evolve(state, consultations={**state.consultations, round_.id: round_})


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
    entry_quorum: str | None = None,
    amendment_signers: tuple[str, ...] = (),
    evaluation_rhythm: str | None = None,
) -> CovenantDrafted:
    """Draft a covenant between known parties (S1); for its terms see `CovenantDrafted`."""
    require_id(covenant, "covenant")
    require_text(title, "title of the covenant")
    if state is not None:
        raise RECORD_NEW.refused(covenant=covenant, title=state.title)
    if len(set(parties)) != len(parties) or len(parties) < 2:
        raise COVENANT_HAS_PARTIES.refused(covenant=covenant, parties=parties)
    if signing_deadline is not None and signing_deadline < drafted_on:
        raise COVENANT_LIFE_IN_ORDER.refused(drafted_on=drafted_on, signing_deadline=signing_deadline)
    _require_terms(parties, entry_quorum, amendment_signers)
    return CovenantDrafted(
        covenant=covenant,
        title=title,
        concerns=concerns,
        parties=parties,
        drafted_on=drafted_on,
        signing_deadline=signing_deadline,
        predecessor=predecessor,
        entry_quorum=entry_quorum,
        amendment_signers=amendment_signers,
        evaluation_rhythm=require_rhythm(evaluation_rhythm) if evaluation_rhythm else None,
    )


def open_for_signing(state: Covenant, *, on: date) -> CovenantOpenedForSigning:
    """Open the draft for signing (S1)."""
    _require_step(state, (Stage.DRAFTED,), on)
    if state.versions and state.adopted is None:
        raise COVENANT_ADOPTED_FIRST.refused(covenant=state.id, versions=list(state.versions))
    return CovenantOpenedForSigning(covenant=state.id, opened_on=on)


def enter_into_force(state: Covenant, *, on: date) -> CovenantEnteredIntoForce:
    """Bring the covenant into force (S1); parties may still sign afterwards, visibly late.

    Where the covenant names a quorum for it, that share of the parties has signed by then without reservation.
    """
    _require_step(state, (Stage.OPEN_FOR_SIGNING,), on)
    if state.entry_quorum is not None:
        parties = state.bound_on(on)
        signed = sorted(p for p, s in state.signatures.items() if p in parties and s.counts_on(on))
        if len(signed) < share(state.entry_quorum) * len(parties):
            raise COVENANT_ENTRY_QUORUM.refused(
                covenant=state.id, on=on, quorum=state.entry_quorum, parties=len(parties), signed=len(signed)
            )
    return CovenantEnteredIntoForce(covenant=state.id, in_force_on=on)


def end(state: Covenant, *, last_day: date, reason: str) -> CovenantEnded:
    """End the covenant at the end of ``last_day`` (S1)."""
    require_text(reason, "reason of the end")
    _require_step(state, (Stage.DRAFTED, Stage.OPEN_FOR_SIGNING, Stage.IN_FORCE), last_day)
    return CovenantEnded(covenant=state.id, last_day=last_day, reason=reason)


def _require_step(state: Covenant, before: tuple[Stage, ...], on: date) -> None:
    if state.stage not in before or on < state.stage_since:
        raise COVENANT_LIFE_IN_ORDER.refused(covenant=state.id, stage=state.stage, since=state.stage_since, date=on)


def _require_terms(parties: tuple[str, ...], entry_quorum: str | None, amendment_signers: tuple[str, ...]) -> None:
    strangers = [p for p in amendment_signers if p not in parties]
    try:
        share(entry_quorum or "0")
    except ValueError:
        raise COVENANT_TERMS.refused(entry_quorum=entry_quorum) from None
    if strangers:
        raise COVENANT_TERMS.refused(amendment_signers_who_are_no_party=strangers)
