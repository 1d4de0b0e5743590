"""What a covenant is: its stage, parties, texts, signatures and amendments so far.

The covenant with its versions, amendments and signatures is one aggregate: "a party signs once a version" and "not
before it is open" must hold together. What a party allows a person to do lives with the party; signing takes it as a
fact.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.references import (
    AmendmentId,
    ConsultationId,
    CovenantId,
    InheritedMatterId,
    PartyId,
    PersonId,
    VersionId,
)
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_KNOWN

COVENANT_LIFE_IN_ORDER = Rule(
    id="covenant.life_in_order",
    source="S1",
    en="A covenant is drafted, opened for signing, brought into force and ended, in that order and on rising dates.",
    nl="Een convenant wordt opgesteld, opengesteld voor ondertekening, van kracht en beëindigd, in die volgorde "
    "en met oplopende data.",
    remedy_en="Record the step before first, or correct the date.",
    remedy_nl="Leg eerst de vorige stap vast, of verbeter de datum.",
)
COVENANT_ADOPTED_FIRST = Rule(
    id="covenant.adopted_first",
    source="S1",
    en="A covenant of which versions are recorded is opened for signing after one of them was adopted.",
    nl="Een convenant waarvan versies zijn vastgelegd, wordt opengesteld nadat een versie is vastgesteld.",
    remedy_en="Record the adoption of a version first ('adopt-covenant').",
    remedy_nl="Leg eerst de vaststelling van een versie vast.",
)
COVENANT_WHILE_DRAFT = Rule(
    id="covenant.while_draft",
    source="S1",
    en="Versions are drafted, consulted and adopted while the covenant is a draft.",
    nl="Versies worden opgesteld, geconsulteerd en vastgesteld zolang het convenant een concept is.",
    remedy_en="Propose an amendment for a covenant that is open for signing or in force.",
    remedy_nl="Stel een wijziging voor als het convenant al openstaat of van kracht is.",
)
SIGNING_PARTY_OF_COVENANT = Rule(
    id="signing.party_of_covenant",
    source="S2",
    en="Only a party of the covenant commits itself to it or signs it.",
    nl="Alleen een partij van het convenant zegt ondertekening toe of ondertekent.",
    remedy_en="Name one of the parties of this covenant.",
    remedy_nl="Noem een van de partijen van dit convenant.",
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
    """Who signed for the party, on what ground and day; conditional while a reservation stands."""

    person: PersonId
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

    id: VersionId
    document: str
    sha256: str
    drafted_on: date


class Answer(StrEnum):
    """What a party answers in a consultation round."""

    IN_FAVOUR = "in_favour"
    WITH_REMARKS = "with_remarks"
    OBJECTS = "objects"


@attrs.frozen(kw_only=True)
class Consultation:
    """A round: who was asked, and who answered what."""

    id: ConsultationId
    asked: tuple[PartyId, ...]
    opened_on: date
    answers: Mapping[PartyId, Answer] = attrs.field(factory=dict)
    closed_on: date | None = None


@attrs.frozen(kw_only=True)
class Amendment:
    """A change of a covenant in force, with its own signatures."""

    id: AmendmentId
    signers: tuple[PartyId, ...]
    proposed_on: date
    sha256: str
    signatures: Mapping[PartyId, Signature] = attrs.field(factory=dict)
    in_force_on: date | None = None


@concept("covenant")
@attrs.frozen(kw_only=True)
class Covenant:
    """State of one covenant."""

    id: CovenantId
    title: str
    parties: frozenset[PartyId]
    signing_deadline: date | None
    stage: Stage
    stage_since: date
    opened_on: date | None = None
    in_force_on: date | None = None
    entry_quorum: str | None = None
    amendment_signers: tuple[PartyId, ...] = ()
    commitments: Mapping[PartyId, date] = attrs.field(factory=dict)
    signatures: Mapping[PartyId, Signature] = attrs.field(factory=dict)
    versions: Mapping[VersionId, Version] = attrs.field(factory=dict)
    consultations: Mapping[ConsultationId, Consultation] = attrs.field(factory=dict)
    adopted: VersionId | None = None
    inherited: Mapping[InheritedMatterId, date | None] = attrs.field(factory=dict)
    amendments: Mapping[AmendmentId, Amendment] = attrs.field(factory=dict)
    left: Mapping[PartyId, date] = attrs.field(factory=dict)
    joined: Mapping[PartyId, date] = attrs.field(factory=dict)

    def bound_on(self, day: date) -> frozenset[PartyId]:
        """Its parties on a day: those that joined by then and have not left."""
        return frozenset(
            p for p in self.parties if self.joined.get(p, day) <= day and (p not in self.left or day <= self.left[p])
        )

    def version(self, version: VersionId) -> Version:
        """One of the versions of its text.

        Raises:
            Refused: RECORD_KNOWN.
        """
        if version not in self.versions:
            raise RECORD_KNOWN.refused(unknown_version=version, versions=list(self.versions))
        return self.versions[version]

    def consultation(self, consultation: ConsultationId) -> Consultation:
        """One of its consultation rounds.

        Raises:
            Refused: RECORD_KNOWN.
        """
        if consultation not in self.consultations:
            raise RECORD_KNOWN.refused(unknown_consultation=consultation, consultations=list(self.consultations))
        return self.consultations[consultation]

    def amendment(self, amendment: AmendmentId) -> Amendment:
        """One of its amendments.

        Raises:
            Refused: RECORD_KNOWN.
        """
        if amendment not in self.amendments:
            raise RECORD_KNOWN.refused(unknown_amendment=amendment, amendments=list(self.amendments))
        return self.amendments[amendment]

    def signatures_on(self, amendment: AmendmentId | None) -> Mapping[PartyId, Signature]:
        """The signatures under the covenant itself, or under one of its amendments."""
        return self.signatures if amendment is None else self.amendments[amendment].signatures

    def signature_of(self, party: PartyId, amendment: AmendmentId | None) -> Signature | None:
        """The signature that stands of a party that signs the covenant or the amendment; None as long as it did not.

        Raises:
            Refused: RECORD_KNOWN, SIGNING_PARTY_OF_COVENANT.
        """
        self.require_signer(party, amendment)
        return self.signatures_on(amendment).get(party)

    def require_signer(self, party: PartyId, amendment: AmendmentId | None = None) -> None:
        """Refuse who is not among those that sign the covenant, or the amendment.

        Raises:
            Refused: RECORD_KNOWN, SIGNING_PARTY_OF_COVENANT.
        """
        signers = self.parties if amendment is None else self.amendment(amendment).signers
        SIGNING_PARTY_OF_COVENANT.unless(party in signers, covenant=self.id, amendment=amendment, party=party)

    def require_stage(self, stages: tuple[Stage, ...], on: date) -> None:
        """Refuse a step that does not follow on where the covenant is, or on the day since when.

        Raises:
            Refused: COVENANT_LIFE_IN_ORDER.
        """
        if self.stage not in stages or on < self.stage_since:
            raise COVENANT_LIFE_IN_ORDER.refused(covenant=self.id, stage=self.stage, since=self.stage_since, date=on)

    def require_draft(self, on: date) -> None:
        """Refuse to work on the text of what is no draft that day.

        Raises:
            Refused: COVENANT_WHILE_DRAFT, COVENANT_LIFE_IN_ORDER.
        """
        if self.stage is not Stage.DRAFTED:
            raise COVENANT_WHILE_DRAFT.refused(covenant=self.id, stage=self.stage, since=self.stage_since)
        self.require_stage((Stage.DRAFTED,), on)

    def with_consultation(self, known: Consultation) -> "Covenant":
        """The covenant with this of one of its consultation rounds."""
        return attrs.evolve(self, consultations={**self.consultations, known.id: known})

    def with_amendment(self, known: Amendment) -> "Covenant":
        """The covenant with this of one of its amendments."""
        return attrs.evolve(self, amendments={**self.amendments, known.id: known})

    def with_signatures(self, signatures: Mapping[PartyId, Signature], amendment: AmendmentId | None) -> "Covenant":
        """The covenant with these signatures under it, or under one of its amendments."""
        if amendment is None:
            return attrs.evolve(self, signatures=signatures)
        return self.with_amendment(attrs.evolve(self.amendments[amendment], signatures=signatures))
