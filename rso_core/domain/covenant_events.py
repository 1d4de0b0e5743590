"""Everything that happens to a covenant, and the values these events hold (S1, S2)."""

from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.event import Event, named


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


@named("covenant.drafted")
@attrs.frozen(kw_only=True)
class CovenantDrafted(Event):
    """The covenant exists as a draft; ``concerns`` says what it is about (form and structure only).

    ``entry_quorum`` is the share of the parties that must have signed before it enters into force;
    ``amendment_signers`` are the parties that sign an amendment, all when empty; ``evaluation_rhythm`` is the
    RFC 5545 rule by which an evaluation falls due, counted from the entry into force.
    """

    covenant: str
    title: str
    concerns: str
    parties: tuple[str, ...]
    drafted_on: date
    signing_deadline: date | None = None
    predecessor: str | None = None
    entry_quorum: str | None = None
    amendment_signers: tuple[str, ...] = ()
    evaluation_rhythm: str | None = None


@named("covenant.matter_inherited")
@attrs.frozen(kw_only=True)
class MatterInherited(Event):
    """The predecessor leaves something behind that this covenant has to settle."""

    covenant: str
    matter: str
    title: str
    inherited_on: date


@named("covenant.inherited_matter_settled")
@attrs.frozen(kw_only=True)
class InheritedMatterSettled(Event):
    """What the predecessor left behind is settled."""

    covenant: str
    matter: str
    settled_on: date
    how: str


@named("covenant.version_drafted")
@attrs.frozen(kw_only=True)
class VersionDrafted(Event):
    """A version of the text exists; ``sha256`` is the hash of the document."""

    covenant: str
    version: str
    document: str
    sha256: str
    drafted_on: date


@named("covenant.consultation_opened")
@attrs.frozen(kw_only=True)
class ConsultationOpened(Event):
    """Parties are asked for their answer on a version, up to and including ``closes_on``."""

    covenant: str
    consultation: str
    version: str | None
    asked: tuple[str, ...]
    question: str
    opened_on: date
    closes_on: date | None


@named("covenant.consultation_answered")
@attrs.frozen(kw_only=True)
class ConsultationAnswered(Event):
    """A party answered."""

    covenant: str
    consultation: str
    party: str
    answer: Answer
    text: str
    answered_on: date


@named("covenant.consultation_closed")
@attrs.frozen(kw_only=True)
class ConsultationClosed(Event):
    """The round is closed; ``conclusion`` says what was done with the answers."""

    covenant: str
    consultation: str
    closed_on: date
    conclusion: str
    unanswered: tuple[str, ...]


@named("covenant.adopted")
@attrs.frozen(kw_only=True)
class CovenantAdopted(Event):
    """A body adopted a version of the text, to be signed by the parties."""

    covenant: str
    version: str
    decision: str
    adopted_on: date


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


@named("covenant.college_decided")
@attrs.frozen(kw_only=True)
class CollegeDecided(Event):
    """The board of a party decided whether the party signs; not a signature."""

    covenant: str
    party: str
    document: str
    decided_on: date
    in_favour: bool


@named("covenant.signed", 2)
@attrs.frozen(kw_only=True)
class CovenantSigned(Event):
    """A person signed for a party. Version 1 held the ground as one line of text.

    With a ``reservation`` the signature is conditional until that is lifted. ``sha256`` is the hash of the text
    that was signed, where it was signed digitally.
    """

    covenant: str
    party: str
    person: str
    signed_on: date
    ground: Ground
    amendment: str | None = None
    reservation: str | None = None
    medium: Medium = Medium.PAPER
    sha256: str | None = None


@named("covenant.reservation_lifted")
@attrs.frozen(kw_only=True)
class ReservationLifted(Event):
    """The condition of a signature is fulfilled; from this day it counts in full."""

    covenant: str
    party: str
    amendment: str | None
    lifted_on: date
    ground: str


@named("covenant.signing_refused")
@attrs.frozen(kw_only=True)
class SigningRefused(Event):
    """A party said that it will not sign."""

    covenant: str
    party: str
    amendment: str | None
    refused_on: date
    reason: str


@named("covenant.signature_withdrawn")
@attrs.frozen(kw_only=True)
class SignatureWithdrawn(Event):
    """A party took its signature back, before what it signed entered into force."""

    covenant: str
    party: str
    amendment: str | None
    withdrawn_on: date
    reason: str


@named("covenant.party_acceded")
@attrs.frozen(kw_only=True)
class PartyAcceded(Event):
    """A party joins a covenant that exists; it still has to sign."""

    covenant: str
    party: str
    acceded_on: date
    ground: str


@named("covenant.party_withdrew")
@attrs.frozen(kw_only=True)
class PartyWithdrew(Event):
    """A party leaves the covenant; ``last_day`` is the last day on which it is bound."""

    covenant: str
    party: str
    last_day: date
    reason: str


@named("covenant.amendment_proposed")
@attrs.frozen(kw_only=True)
class AmendmentProposed(Event):
    """A new version of a covenant in force, to be signed by ``signers``."""

    covenant: str
    amendment: str
    title: str
    document: str
    sha256: str
    proposed_on: date
    signers: tuple[str, ...]
    deadline: date | None


@named("covenant.amendment_entered_into_force")
@attrs.frozen(kw_only=True)
class AmendmentEnteredIntoForce(Event):
    """From this day the covenant holds as amended."""

    covenant: str
    amendment: str
    in_force_on: date
