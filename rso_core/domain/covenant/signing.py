"""Signing a covenant or an amendment: once, on a ground, and what is on record (S2)."""

from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.act import Act, act, effective, field, later_field
from rso_core.domain.checked_types import Name, Sha256, Text
from rso_core.domain.covenant.certified import DayFrom, require_certificate, trust_told
from rso_core.domain.covenant.state import (
    SIGNING_PARTY_OF_COVENANT,
    Covenant,
    Ground,
    GroundKind,
    Signature,
    Stage,
)
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.party.state import Party, Scope, require_representation
from rso_core.domain.references import AmendmentId, CovenantId, PartyId, PersonId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import LATER, require_happened, require_hash
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import in_sentences, labelled, quoted

SIGNING_COVENANT_OPEN = Rule(
    id="signing.covenant_open",
    source="S2",
    en="A covenant is signed from the day it is opened for signing until it has ended.",
    nl="Een convenant wordt ondertekend vanaf de dag van openstelling en niet na het einde.",
    remedy_en="Open the covenant for signing first, or correct the date of the signature.",
    remedy_nl="Stel het convenant eerst open voor ondertekening, of verbeter de datum van de handtekening.",
)
SIGNING_ONCE = Rule(
    id="signing.once",
    source="S2",
    en="A party signs the covenant once.",
    nl="Een partij ondertekent het convenant één keer.",
    remedy_en="Leave this signature out; the first one stands.",
    remedy_nl="Laat deze handtekening weg; de eerste geldt.",
)
SIGNING_GROUND = Rule(
    id="signing.ground",
    source="S2",
    en="A signature on a decision of the party's board names that decision and follows it.",
    nl="Een handtekening op grond van een collegebesluit noemt dat besluit en volgt daarop.",
    remedy_en="Name the document and the date of the decision; the date is not after the signature.",
    remedy_nl="Noem het document en de datum van het besluit; de datum ligt niet na de handtekening.",
)
SIGNING_TEXT_OF_COVENANT = Rule(
    id="signing.text_of_covenant",
    source="S2",
    en="What is signed digitally is the adopted version of the covenant, or the amendment.",
    nl="Wat digitaal wordt ondertekend is de vastgestelde versie van het convenant, of de wijziging.",
    remedy_en="Let the party sign the document with the hash that is on record.",
    remedy_nl="Laat de partij het stuk ondertekenen waarvan de hash is vastgelegd.",
)


class Medium(StrEnum):
    """How a signature was set."""

    PAPER = "paper"
    DIGITAL = "digital"


@event("covenant.signed", 2)
class CovenantSigned(Event):
    """A person signed for a party. Version 1 held the ground as one line of text.

    With a ``reservation`` the signature is conditional until that is lifted. ``sha256`` is the hash of the text
    that was signed, where it was signed digitally; ``certificate`` the fingerprint of the certificate that did so, and
    ``issuer`` the authority that gave it out. ``trusted_root`` is the root to which it was found to lead: None where trust
    was not checked. ``day_from`` is what the day rests on. All five are None where nobody looked into the signature.
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
    certificate: str | None = attrs.field(default=None, metadata=LATER)
    issuer: str | None = attrs.field(default=None, metadata=LATER)
    trusted_root: str | None = attrs.field(default=None, metadata=LATER)
    root_name: str | None = attrs.field(default=None, metadata=LATER)
    day_from: DayFrom | None = attrs.field(default=None, metadata=LATER)

    def apply(self, state: Covenant) -> Covenant:
        """The signature stands."""
        signature = Signature(
            person=self.person, signed_on=self.signed_on, ground=self.ground, reservation=self.reservation
        )
        return state.with_signatures({**state.signatures_on(self.amendment), self.party: signature}, self.amendment)

    def sentence(self, names: NameIndex) -> str:
        """A signature."""
        how = "digitaal" if self.medium is Medium.DIGITAL else "op papier"
        return in_sentences(
            f"{names.person(self.person)} ondertekende {names.text_signed(self.covenant, self.amendment)} namens "
            f"{names.party(self.party)}, {how}, op grond van {_in_dutch(self.ground)}",
            labelled("dat gebeurde onder voorbehoud", self.reservation),
            trust_told(self.certificate, self.issuer, self.trusted_root, self.root_name, self.day_from),
        )


def _in_dutch(ground: Ground) -> str:
    kind = "een mandaat" if ground.kind is GroundKind.MANDATE else "een besluit van het bestuur"
    of = f" van {in_words(ground.decided_on)}" if ground.decided_on else ""
    document = f" ({quoted(ground.document)})" if ground.document.strip() else ""
    return f"{kind}{of}{document}"


@act("sign", source="S2")
class Sign(Act):
    """A person signs the covenant for a party, on a mandate or on a decision of the party's board."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party for which is signed")
    person: PersonId = field("person who signs")
    signed_on: date = effective("day of the signature")
    ground: GroundKind = field("mandate or college_decision", default=GroundKind.MANDATE, told="ground.kind")
    document: str = field("mandate regulation or board decision, by name or number", default="")
    decided_on: date | None = field("day of the board decision", default=None)
    amendment: AmendmentId | None = later_field(
        "amendment that is signed; the covenant itself when left out", default=None
    )
    reservation: Text | None = later_field(
        "condition under which is signed; the signature counts once it is lifted", default=None
    )
    medium: Medium = later_field("paper or digital", default=Medium.PAPER)
    sha256: Sha256 | None = later_field(
        "SHA-256 of the text that was signed; needed for a digital signature", default=None
    )
    certificate: Sha256 | None = later_field(
        "SHA-256 of the certificate with which was signed digitally, its fingerprint", default=None
    )
    issuer: Name | None = later_field(
        "authority that gave out the certificate; left out where that may be a natural person", default=None
    )
    trusted_root: Sha256 | None = later_field(
        "SHA-256 of the trusted root to which the certificate leads; left out where that was not checked", default=None
    )
    root_name: Name | None = later_field("what that root is called", default=None)
    day_from: DayFrom | None = later_field(
        "what the day of a digital signature rests on: claimed (by the signer) or time_stamp (of a trusted authority)",
        default=None,
    )

    def decide(self, covenant: Covenant, party: Party, today: date) -> CovenantSigned:
        """A party signs once what is open, on a ground that holds, and digitally only the text on record."""
        require_happened(self.signed_on, today, "signature")
        self._require_open(covenant)
        if (earlier := covenant.signatures_on(self.amendment).get(self.party)) is not None:
            raise SIGNING_ONCE.refused(
                party=self.party, signed_on=earlier.signed_on, signed_by=earlier.person, second_on=self.signed_on
            )
        self._require_ground(party)
        self._require_text_on_record(covenant)
        require_certificate(
            digital=self.medium is Medium.DIGITAL,
            certificate=self.certificate,
            issuer=self.issuer,
            trusted_root=self.trusted_root,
            root_name=self.root_name,
            day_from=self.day_from,
        )
        return CovenantSigned(
            covenant=self.covenant,
            party=self.party,
            person=self.person,
            signed_on=self.signed_on,
            ground=Ground(kind=self.ground, document=self.document, decided_on=self.decided_on),
            amendment=self.amendment,
            reservation=self.reservation,
            medium=self.medium,
            sha256=self.sha256,
            certificate=self.certificate,
            issuer=self.issuer,
            trusted_root=self.trusted_root,
            root_name=self.root_name,
            day_from=self.day_from,
        )

    def _require_open(self, covenant: Covenant) -> None:
        covenant.require_signer(self.party, self.amendment)
        on = self.signed_on
        # Whether a party belongs to it on that day: one that left no longer signs.
        SIGNING_PARTY_OF_COVENANT.unless(
            self.party in covenant.bound_on(on),
            covenant=self.covenant,
            party=self.party,
            joined_on=covenant.joined.get(self.party),
            left_on=covenant.left.get(self.party),
        )
        if self.amendment is not None and on < (proposed_on := covenant.amendments[self.amendment].proposed_on):
            raise SIGNING_COVENANT_OPEN.refused(amendment=self.amendment, proposed_on=proposed_on, signed_on=on)
        if covenant.stage is Stage.DRAFTED or covenant.opened_on is None or on < covenant.opened_on:
            raise SIGNING_COVENANT_OPEN.refused(
                covenant=self.covenant, stage=covenant.stage, opened_on=covenant.opened_on, signed_on=on
            )
        if covenant.stage is Stage.ENDED and on > covenant.stage_since:
            raise SIGNING_COVENANT_OPEN.refused(covenant=self.covenant, ended_on=covenant.stage_since, signed_on=on)

    def _require_ground(self, party: Party) -> None:
        if self.ground is GroundKind.COLLEGE_DECISION:
            if not self.document.strip() or self.decided_on is None or self.decided_on > self.signed_on:
                raise SIGNING_GROUND.refused(
                    document=self.document or None, decided_on=self.decided_on, signed_on=self.signed_on
                )
            require_representation(party, self.person, self.signed_on, Scope.REPRESENT)
        else:
            require_representation(party, self.person, self.signed_on, Scope.SIGN)

    def _require_text_on_record(self, covenant: Covenant) -> None:
        if self.sha256 is None and self.medium is Medium.PAPER:
            return
        given = require_hash(self.sha256 or "")
        adopted = covenant.versions.get(covenant.adopted or "")
        wanted = covenant.amendments[self.amendment].sha256 if self.amendment else adopted and adopted.sha256
        SIGNING_TEXT_OF_COVENANT.unless(
            given == wanted, covenant=self.covenant, amendment=self.amendment, hash_on_record=wanted, signed=given
        )
