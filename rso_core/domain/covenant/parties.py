"""Parties that join a covenant which exists, and parties that leave it (S1)."""

from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Text
from rso_core.domain.covenant.state import COVENANT_LIFE_IN_ORDER, Covenant, Stage
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.references import CovenantId, PartyId
from rso_core.domain.refusal import Rule
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import because, in_sentences, on_ground

COVENANT_ACCESSION = Rule(
    id="covenant.accession",
    source="S1",
    en="A party joins a covenant that is open for signing or in force when it is no party yet, and leaves it as a "
    "party; two parties remain.",
    nl="Een partij treedt toe tot een convenant dat openstaat of van kracht is als zij nog geen partij is, en treedt "
    "uit als partij; er blijven twee partijen over.",
    remedy_en="Correct party or date, or end the covenant.",
    remedy_nl="Verbeter partij of datum, of beëindig het convenant.",
)


@event("covenant.party_acceded")
class PartyAcceded(Event):
    """A party joins a covenant that exists; it still has to sign."""

    covenant: CovenantId = subject()
    party: PartyId
    acceded_on: date
    ground: str

    def apply(self, state: Covenant) -> Covenant:
        """One party more, or one that left and is back."""
        left = {party: day for party, day in state.left.items() if party != self.party}
        joined = {**state.joined, self.party: self.acceded_on}
        return attrs.evolve(state, parties=state.parties | {self.party}, left=left, joined=joined)

    def sentence(self, names: NameIndex) -> str:
        """A party joined."""
        return in_sentences(
            f"{names.party(self.party)} werd partij bij {names.covenant(self.covenant)}{on_ground(self.ground)}; "
            "zij moet nog ondertekenen"
        )


@act("accede", source="S1", known_ahead=True)
class Accede(Act):
    """A party joins a covenant that exists; it still has to sign."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party that joins")
    on: date = effective("day from which it is a party")
    ground: Text = field("decision on which it joins")

    def decide(self, covenant: Covenant) -> PartyAcceded:
        """Who is no party joins; who left joins again after its last day."""
        COVENANT_ACCESSION.unless(
            covenant.stage in (Stage.OPEN_FOR_SIGNING, Stage.IN_FORCE) and self.party not in covenant.bound_on(self.on),
            covenant=self.covenant,
            stage=covenant.stage,
            party=self.party,
            on=self.on,
        )
        COVENANT_LIFE_IN_ORDER.unless(
            self.on >= covenant.stage_since and self.on > covenant.left.get(self.party, date.min),
            covenant=self.covenant,
            stage=covenant.stage,
            since=covenant.stage_since,
            date=self.on,
        )
        return PartyAcceded(covenant=self.covenant, party=self.party, acceded_on=self.on, ground=self.ground)


@event("covenant.party_withdrew")
class PartyWithdrew(Event):
    """A party leaves the covenant; ``last_day`` is the last day on which it is bound."""

    covenant: CovenantId = subject()
    party: PartyId
    last_day: date
    reason: str

    def apply(self, state: Covenant) -> Covenant:
        """The party is bound up to and including its last day."""
        return attrs.evolve(state, left={**state.left, self.party: self.last_day})

    def sentence(self, names: NameIndex) -> str:
        """A party left."""
        return in_sentences(
            f"{names.party(self.party)} trad uit {names.covenant(self.covenant)}; "
            f"zij was gebonden tot en met {in_words(self.last_day)}",
            because(self.reason),
        )


@act("withdraw-party", source="S1")
class WithdrawParty(Act):
    """A party leaves a covenant."""

    covenant: CovenantId = field("identifier of the covenant")
    party: PartyId = field("party that leaves")
    last_day: date = effective("last day on which it is bound")
    reason: Text = field("why it leaves")

    def decide(self, covenant: Covenant) -> PartyWithdrew:
        """A party leaves once, and leaves two behind."""
        parties = covenant.bound_on(self.last_day)
        leaves = self.party in parties and self.party not in covenant.left
        COVENANT_ACCESSION.unless(
            leaves and len(parties) > 2 and covenant.stage is not Stage.ENDED,
            covenant=self.covenant,
            stage=covenant.stage,
            party=self.party,
            last_day=self.last_day,
            parties=len(parties),
        )
        return PartyWithdrew(covenant=self.covenant, party=self.party, last_day=self.last_day, reason=self.reason)
