"""What becomes of a signature: its reservation is lifted, or it is withdrawn (S2)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Text
from rso_core.domain.covenant.state import Covenant
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import AmendmentId, CovenantId, PartyId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import require_happened
from rso_core.dutch.sentences import because, in_sentences, on_ground

SIGNING_STANDS = Rule(
    id="signing.stands",
    source="S2",
    en="A reservation is lifted once, under a signature that carries it; a signature is withdrawn while it stands and "
    "before what it signed is in force.",
    nl="Een voorbehoud vervalt één keer, onder een handtekening die het draagt; een handtekening wordt ingetrokken "
    "zolang zij staat en voordat het getekende van kracht is.",
    remedy_en="Name a party whose signature stands; a party leaves a covenant in force by withdrawing from it.",
    remedy_nl="Noem een partij waarvan de handtekening staat; uit een convenant dat van kracht is treedt een partij uit.",
)


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

    def sentence(self, names: NameIndex) -> str:
        """A condition is fulfilled."""
        return in_sentences(
            f"het voorbehoud van {names.party(self.party)} bij {names.text_signed(self.covenant, self.amendment)} "
            f"verviel{on_ground(self.ground)}; de handtekening telt nu volledig"
        )


@act("lift-reservation", source="S2")
class LiftReservation(Act):
    """Record that the condition of a signature is fulfilled."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party whose signature it is")
    on: date = effective("day from which it counts in full")
    ground: Text = field("how the condition was fulfilled")
    amendment: AmendmentId | None = field("amendment that was signed", default=None)

    def decide(self, covenant: Covenant, today: date) -> ReservationLifted:
        """A reservation is lifted once."""
        require_happened(self.on, today, "lifting of the reservation")
        signature = covenant.signature_of(self.party, self.amendment)
        if signature is None or signature.reservation is None or signature.lifted_on or self.on < signature.signed_on:
            raise SIGNING_STANDS.refused(
                party=self.party,
                signed_on=signature and signature.signed_on,
                reservation=signature and signature.reservation,
                lifted_on=signature and signature.lifted_on,
            )
        return ReservationLifted(
            covenant=self.covenant, party=self.party, amendment=self.amendment, lifted_on=self.on, ground=self.ground
        )


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

    def sentence(self, names: NameIndex) -> str:
        """A signature was taken back."""
        return in_sentences(
            f"{names.party(self.party)} trok de handtekening onder "
            f"{names.text_signed(self.covenant, self.amendment)} in",
            because(self.reason),
        )


@act("withdraw-signature", source="S2")
class WithdrawSignature(Act):
    """A party takes its signature back, before what it signed is in force."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party whose signature it is")
    on: date = effective("day of the withdrawal")
    reason: Text = field("why it is withdrawn")
    amendment: AmendmentId | None = field("amendment that was signed", default=None)

    def decide(self, covenant: Covenant, today: date) -> SignatureWithdrawn:
        """What is in force is not unsigned; a party leaves it by withdrawing from it."""
        require_happened(self.on, today, "withdrawal")
        signature = covenant.signature_of(self.party, self.amendment)
        signed = covenant if self.amendment is None else covenant.amendments[self.amendment]
        in_force = signed.in_force_on is not None and self.on >= signed.in_force_on
        if signature is None or self.on < signature.signed_on or in_force:
            raise SIGNING_STANDS.refused(
                party=self.party,
                signed_on=signature and signature.signed_on,
                withdrawn_on=self.on,
                in_force_on=signed.in_force_on,
            )
        return SignatureWithdrawn(
            covenant=self.covenant, party=self.party, amendment=self.amendment, withdrawn_on=self.on, reason=self.reason
        )
