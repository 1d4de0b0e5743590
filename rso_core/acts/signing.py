"""Signing a covenant or an amendment (S2)."""

from datetime import date

from rso_core.domain.act import Act, act, field, later_field
from rso_core.domain.covenant.state import GroundKind
from rso_core.domain.covenant_events import Medium
from rso_core.domain.references import AmendmentId, CovenantId, PartyId, PersonId


@act("commit", source="S2")
class Commit(Act):
    """A party commits itself to signing the covenant (toezegging); not a signature."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party that gives its word")
    given_on: date = field("day on which it did")
    ground: str = field("where it did so, such as a decision of a body")


@act("college-decision", source="S2")
class CollegeDecision(Act):
    """Record what the board of a party decided on signing; not a signature."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party whose board decided")
    document: str = field("decision of the board, by name or number")
    decided_on: date = field("day of the decision")
    in_favour: bool = field("whether it decided to sign", default=True)


@act("sign", source="S2")
class Sign(Act):
    """A person signs the covenant for a party, on a mandate or on a decision of the party's board."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party for which is signed")
    person: PersonId = field("person who signs")
    signed_on: date = field("day of the signature")
    ground: GroundKind = field("mandate or college_decision", default=GroundKind.MANDATE)
    document: str = field("mandate regulation or board decision, by name or number", default="")
    decided_on: date | None = field("day of the board decision", default=None)
    amendment: AmendmentId | None = later_field(
        "amendment that is signed; the covenant itself when left out", default=None
    )
    reservation: str | None = later_field(
        "condition under which is signed; the signature counts once it is lifted", default=None
    )
    medium: Medium = later_field("paper or digital", default=Medium.PAPER)
    sha256: str | None = later_field(
        "SHA-256 of the text that was signed; needed for a digital signature", default=None
    )


@act("lift-reservation", source="S2")
class LiftReservation(Act):
    """Record that the condition of a signature is fulfilled."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party whose signature it is")
    on: date = field("day from which it counts in full")
    ground: str = field("how the condition was fulfilled")
    amendment: AmendmentId | None = field("amendment that was signed", default=None)


@act("refuse-signing", source="S2")
class RefuseSigning(Act):
    """Record that a party says it will not sign."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party that refuses")
    on: date = field("day of the refusal")
    reason: str = field("why it refuses")
    amendment: AmendmentId | None = field("amendment that is refused", default=None)


@act("withdraw-signature", source="S2")
class WithdrawSignature(Act):
    """A party takes its signature back, before what it signed is in force."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party whose signature it is")
    on: date = field("day of the withdrawal")
    reason: str = field("why it is withdrawn")
    amendment: AmendmentId | None = field("amendment that was signed", default=None)
