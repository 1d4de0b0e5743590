"""What a party says of signing, which is no signature: its word, the decision of its board, its refusal (S2)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Text, Title
from rso_core.domain.covenant.state import Covenant
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import AmendmentId, CovenantId, PartyId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_NEW, require_happened
from rso_core.dutch.sentences import because, in_sentences, on_ground, quoted

SIGNING_REFUSED_UNSIGNED = Rule(
    id="signing.refused_unsigned",
    source="S2",
    en="Only a party that has not signed refuses to sign.",
    nl="Alleen een partij die niet heeft ondertekend weigert te ondertekenen.",
    remedy_en="Withdraw the signature first, where that is still possible.",
    remedy_nl="Trek eerst de handtekening in, als dat nog kan.",
)


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

    def sentence(self, names: NameIndex) -> str:
        """A party gave its word."""
        return in_sentences(
            f"{names.party(self.party)} zegde toe {names.covenant(self.covenant)} te ondertekenen"
            f"{on_ground(self.ground)}"
        )


@act("commit", source="S2")
class Commit(Act):
    """A party commits itself to signing the covenant (toezegging); not a signature."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party that gives its word")
    given_on: date = effective("day on which it did")
    ground: Text = field("where it did so, such as a decision of a body")

    def decide(self, covenant: Covenant, today: date) -> CommitmentGiven:
        """A party gives its word once."""
        covenant.require_signer(self.party)
        require_happened(self.given_on, today, "commitment")
        if self.party in covenant.commitments:
            raise RECORD_NEW.refused(commitment_of=self.party, given_on=covenant.commitments[self.party])
        return CommitmentGiven(covenant=self.covenant, party=self.party, given_on=self.given_on, ground=self.ground)


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

    def sentence(self, names: NameIndex) -> str:
        """The board of a party decided."""
        outcome = "" if self.in_favour else "niet "
        return in_sentences(
            f"het bestuur van {names.party(self.party)} besloot {names.covenant(self.covenant)} {outcome}te "
            f"ondertekenen, blijkens {quoted(self.document)}"
        )


@act("college-decision", source="S2")
class CollegeDecision(Act):
    """Record what the board of a party decided on signing; not a signature."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party whose board decided")
    document: Title = field("decision of the board, by name or number")
    decided_on: date = effective("day of the decision")
    in_favour: bool = field("whether it decided to sign", default=True)

    def decide(self, covenant: Covenant, today: date) -> CollegeDecided:
        """The board of a party of the covenant decides, as often as it does."""
        covenant.require_signer(self.party)
        require_happened(self.decided_on, today, "decision of the board")
        return CollegeDecided(
            covenant=self.covenant,
            party=self.party,
            document=self.document,
            decided_on=self.decided_on,
            in_favour=self.in_favour,
        )


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

    def sentence(self, names: NameIndex) -> str:
        """A party will not sign."""
        return in_sentences(
            f"{names.party(self.party)} weigerde {names.text_signed(self.covenant, self.amendment)} te ondertekenen",
            because(self.reason),
        )


@act("refuse-signing", source="S2")
class RefuseSigning(Act):
    """Record that a party says it will not sign."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party that refuses")
    on: date = effective("day of the refusal")
    reason: Text = field("why it refuses")
    amendment: AmendmentId | None = field("amendment that is refused", default=None)

    def decide(self, covenant: Covenant, today: date) -> SigningRefused:
        """Who has signed does not refuse."""
        require_happened(self.on, today, "refusal")
        if (signature := covenant.signature_of(self.party, self.amendment)) is not None:
            raise SIGNING_REFUSED_UNSIGNED.refused(party=self.party, signed_on=signature.signed_on)
        return SigningRefused(
            covenant=self.covenant,
            party=self.party,
            amendment=self.amendment,
            refused_on=self.on,
            reason=self.reason,
        )
