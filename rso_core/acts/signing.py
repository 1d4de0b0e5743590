"""Signing a covenant or an amendment (S2)."""

from datetime import date

import attrs

from rso_core.acts.base import Act, field, later_field, named
from rso_core.domain.covenant_events import GroundKind, Medium


@named("commit")
@attrs.frozen(kw_only=True)
class Commit(Act):
    """A party commits itself to signing the covenant (toezegging); not a signature."""

    covenant: str = field("identifier of the covenant")
    party: str = field("party that gives its word")
    given_on: date = field("day on which it did")
    ground: str = field("where it did so, such as a decision of a body")


@named("college-decision")
@attrs.frozen(kw_only=True)
class CollegeDecision(Act):
    """Record what the board of a party decided on signing; not a signature."""

    covenant: str = field("identifier of the covenant")
    party: str = field("party whose board decided")
    document: str = field("decision of the board, by name or number")
    decided_on: date = field("day of the decision")
    in_favour: bool = field("whether it decided to sign", default=True)


@named("sign")
@attrs.frozen(kw_only=True)
class Sign(Act):
    """A person signs the covenant for a party, on a mandate or on a decision of the party's board."""

    covenant: str = field("identifier of the covenant")
    party: str = field("party for which is signed")
    person: str = field("person who signs")
    signed_on: date = field("day of the signature")
    ground: GroundKind = field("mandate or college_decision", default=GroundKind.MANDATE)
    document: str = field("mandate regulation or board decision, by name or number", default="")
    decided_on: date | None = field("day of the board decision", default=None)
    amendment: str | None = later_field("amendment that is signed; the covenant itself when left out", default=None)
    reservation: str | None = later_field(
        "condition under which is signed; the signature counts once it is lifted", default=None
    )
    medium: Medium = later_field("paper or digital", default=Medium.PAPER)
    sha256: str | None = later_field(
        "SHA-256 of the text that was signed; needed for a digital signature", default=None
    )


@named("lift-reservation")
@attrs.frozen(kw_only=True)
class LiftReservation(Act):
    """Record that the condition of a signature is fulfilled."""

    covenant: str = field("identifier of the covenant")
    party: str = field("party whose signature it is")
    on: date = field("day from which it counts in full")
    ground: str = field("how the condition was fulfilled")
    amendment: str | None = field("amendment that was signed", default=None)


@named("refuse-signing")
@attrs.frozen(kw_only=True)
class RefuseSigning(Act):
    """Record that a party says it will not sign."""

    covenant: str = field("identifier of the covenant")
    party: str = field("party that refuses")
    on: date = field("day of the refusal")
    reason: str = field("why it refuses")
    amendment: str | None = field("amendment that is refused", default=None)


@named("withdraw-signature")
@attrs.frozen(kw_only=True)
class WithdrawSignature(Act):
    """A party takes its signature back, before what it signed is in force."""

    covenant: str = field("identifier of the covenant")
    party: str = field("party whose signature it is")
    on: date = field("day of the withdrawal")
    reason: str = field("why it is withdrawn")
    amendment: str | None = field("amendment that was signed", default=None)
