"""Everything that happens to a covenant, and what follows from it (S1, S2)."""

from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.covenant.state import Covenant, Ground, Signature
from rso_core.domain.event import Event, event, subject
from rso_core.domain.references import (
    AmendmentId,
    CovenantId,
    PartyId,
    PersonId,
)


class Medium(StrEnum):
    """How a signature was set."""

    PAPER = "paper"
    DIGITAL = "digital"


@event("covenant.commitment_given")
class CommitmentGiven(Event):
    """A party gave its word that it will sign; not a signature."""

    covenant: CovenantId = subject()
    party: PartyId
    given_on: date
    ground: str

    def apply(self, state: Covenant) -> Covenant:
        """The word of the party is known."""
        return attrs.evolve(state, commitments={**state.commitments, self.party: self.given_on})


@event("covenant.college_decided")
class CollegeDecided(Event):
    """The board of a party decided whether the party signs; not a signature."""

    covenant: CovenantId = subject()
    party: PartyId
    document: str
    decided_on: date
    in_favour: bool

    def apply(self, state: Covenant) -> Covenant:
        """It is recorded, and binds no later act: a party may come back on it."""
        return state


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

    def apply(self, state: Covenant) -> Covenant:
        """The signature stands."""
        signature = Signature(
            person=self.person, signed_on=self.signed_on, ground=self.ground, reservation=self.reservation
        )
        return state.with_signatures({**state.signatures_on(self.amendment), self.party: signature}, self.amendment)


@event("covenant.reservation_lifted")
class ReservationLifted(Event):
    """The condition of a signature is fulfilled; from this day it counts in full."""

    covenant: CovenantId = subject()
    party: PartyId
    amendment: AmendmentId | None
    lifted_on: date
    ground: str

    def apply(self, state: Covenant) -> Covenant:
        """The signature counts in full."""
        known = state.signatures_on(self.amendment)
        lifted = attrs.evolve(known[self.party], lifted_on=self.lifted_on)
        return state.with_signatures({**known, self.party: lifted}, self.amendment)


@event("covenant.signing_refused")
class SigningRefused(Event):
    """A party said that it will not sign."""

    covenant: CovenantId = subject()
    party: PartyId
    amendment: AmendmentId | None
    refused_on: date
    reason: str

    def apply(self, state: Covenant) -> Covenant:
        """It is recorded, and binds no later act: a party may come back on it."""
        return state


@event("covenant.signature_withdrawn")
class SignatureWithdrawn(Event):
    """A party took its signature back, before what it signed entered into force."""

    covenant: CovenantId = subject()
    party: PartyId
    amendment: AmendmentId | None
    withdrawn_on: date
    reason: str

    def apply(self, state: Covenant) -> Covenant:
        """The signature is gone; the party may sign anew."""
        known = state.signatures_on(self.amendment)
        return state.with_signatures(
            {party: signature for party, signature in known.items() if party != self.party}, self.amendment
        )
