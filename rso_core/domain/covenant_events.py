"""Everything that happens to a covenant, and the values these events hold (S1, S2)."""

from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.event import Event, event, subject
from rso_core.domain.references import (
    AmendmentId,
    ConsultationId,
    CovenantId,
    DecisionId,
    InheritedMatterId,
    PartyId,
    PersonId,
    VersionId,
)


class GroundKind(StrEnum):
    """On what ground a person signs for a party."""

    MANDATE = "mandate"
    COLLEGE_DECISION = "college_decision"


class Medium(StrEnum):
    """How a signature was set."""

    PAPER = "paper"
    DIGITAL = "digital"


class Answer(StrEnum):
    """What a party answers in a consultation round."""

    IN_FAVOUR = "in_favour"
    WITH_REMARKS = "with_remarks"
    OBJECTS = "objects"


@attrs.frozen(kw_only=True)
class Ground:
    """Ground of a signature: a mandate, or a decision of the party's own board with document and date."""

    kind: GroundKind
    document: str
    decided_on: date | None = None


@event("covenant.drafted")
class CovenantDrafted(Event):
    """The covenant exists as a draft; ``concerns`` says what it is about (form and structure only).

    ``entry_quorum`` is the share of the parties that must have signed before it enters into force;
    ``amendment_signers`` are the parties that sign an amendment, all when empty; ``evaluation_rhythm`` is the
    RFC 5545 rule by which an evaluation falls due, counted from the entry into force.
    """

    covenant: CovenantId = subject()
    title: str
    concerns: str
    parties: tuple[PartyId, ...]
    drafted_on: date
    signing_deadline: date | None = None
    predecessor: str | None = None
    entry_quorum: str | None = None
    amendment_signers: tuple[PartyId, ...] = ()
    evaluation_rhythm: str | None = None


@event("covenant.matter_inherited")
class MatterInherited(Event):
    """The predecessor leaves something behind that this covenant has to settle."""

    covenant: CovenantId = subject()
    matter: InheritedMatterId
    title: str
    inherited_on: date


@event("covenant.inherited_matter_settled")
class InheritedMatterSettled(Event):
    """What the predecessor left behind is settled."""

    covenant: CovenantId = subject()
    matter: InheritedMatterId
    settled_on: date
    how: str


@event("covenant.version_drafted")
class VersionDrafted(Event):
    """A version of the text exists; ``sha256`` is the hash of the document."""

    covenant: CovenantId = subject()
    version: VersionId
    document: str
    sha256: str
    drafted_on: date


@event("covenant.consultation_opened")
class ConsultationOpened(Event):
    """Parties are asked for their answer on a version, up to and including ``closes_on``."""

    covenant: CovenantId = subject()
    consultation: ConsultationId
    version: VersionId | None
    asked: tuple[PartyId, ...]
    question: str
    opened_on: date
    closes_on: date | None


@event("covenant.consultation_answered")
class ConsultationAnswered(Event):
    """A party answered."""

    covenant: CovenantId = subject()
    consultation: ConsultationId
    party: PartyId
    answer: Answer
    text: str
    answered_on: date


@event("covenant.consultation_closed")
class ConsultationClosed(Event):
    """The round is closed; ``conclusion`` says what was done with the answers."""

    covenant: CovenantId = subject()
    consultation: ConsultationId
    closed_on: date
    conclusion: str
    unanswered: tuple[PartyId, ...]


@event("covenant.adopted")
class CovenantAdopted(Event):
    """A body adopted a version of the text, to be signed by the parties."""

    covenant: CovenantId = subject()
    version: VersionId
    decision: DecisionId
    adopted_on: date


@event("covenant.opened_for_signing")
class CovenantOpenedForSigning(Event):
    """From this day parties may sign."""

    covenant: CovenantId = subject()
    opened_on: date


@event("covenant.entered_into_force")
class CovenantEnteredIntoForce(Event):
    """From this day the covenant binds those who signed."""

    covenant: CovenantId = subject()
    in_force_on: date


@event("covenant.ended")
class CovenantEnded(Event):
    """``last_day`` is the last day on which the covenant holds."""

    covenant: CovenantId = subject()
    last_day: date
    reason: str


@event("covenant.commitment_given")
class CommitmentGiven(Event):
    """A party gave its word that it will sign; not a signature."""

    covenant: CovenantId = subject()
    party: PartyId
    given_on: date
    ground: str


@event("covenant.college_decided")
class CollegeDecided(Event):
    """The board of a party decided whether the party signs; not a signature."""

    covenant: CovenantId = subject()
    party: PartyId
    document: str
    decided_on: date
    in_favour: bool


@event("covenant.signed", 2)
class CovenantSigned(Event):
    """A person signed for a party. Version 1 held the ground as one line of text.

    With a ``reservation`` the signature is conditional until that is lifted. ``sha256`` is the hash of the text
    that was signed, where it was signed digitally.
    """

    covenant: CovenantId = subject()
    party: PartyId
    person: PersonId
    signed_on: date
    ground: Ground
    amendment: AmendmentId | None = None
    reservation: str | None = None
    medium: Medium = Medium.PAPER
    sha256: str | None = None


@event("covenant.reservation_lifted")
class ReservationLifted(Event):
    """The condition of a signature is fulfilled; from this day it counts in full."""

    covenant: CovenantId = subject()
    party: PartyId
    amendment: AmendmentId | None
    lifted_on: date
    ground: str


@event("covenant.signing_refused")
class SigningRefused(Event):
    """A party said that it will not sign."""

    covenant: CovenantId = subject()
    party: PartyId
    amendment: AmendmentId | None
    refused_on: date
    reason: str


@event("covenant.signature_withdrawn")
class SignatureWithdrawn(Event):
    """A party took its signature back, before what it signed entered into force."""

    covenant: CovenantId = subject()
    party: PartyId
    amendment: AmendmentId | None
    withdrawn_on: date
    reason: str


@event("covenant.party_acceded")
class PartyAcceded(Event):
    """A party joins a covenant that exists; it still has to sign."""

    covenant: CovenantId = subject()
    party: PartyId
    acceded_on: date
    ground: str


@event("covenant.party_withdrew")
class PartyWithdrew(Event):
    """A party leaves the covenant; ``last_day`` is the last day on which it is bound."""

    covenant: CovenantId = subject()
    party: PartyId
    last_day: date
    reason: str


@event("covenant.amendment_proposed")
class AmendmentProposed(Event):
    """A new version of a covenant in force, to be signed by ``signers``."""

    covenant: CovenantId = subject()
    amendment: AmendmentId
    title: str
    document: str
    sha256: str
    proposed_on: date
    signers: tuple[PartyId, ...]
    deadline: date | None


@event("covenant.amendment_entered_into_force")
class AmendmentEnteredIntoForce(Event):
    """From this day the covenant holds as amended."""

    covenant: CovenantId = subject()
    amendment: AmendmentId
    in_force_on: date
