"""How a party joins, and what its organisation chose about the shared platform of the members (S12, S14)."""

from datetime import date
from enum import StrEnum

from rso_core.domain.act import Act, act, effective, field, later_field, new
from rso_core.domain.checked_types import Name, Remark
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.party.state import Party
from rso_core.domain.references import PartyId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import PartyKind
from rso_core.dutch.sentences import in_sentences, on_ground
from rso_core.dutch.vocabulary import dutch

PARTY_PLATFORM_GROUND = Rule(
    id="party.platform_ground",
    source="S12",
    en="The people of a party are added to the shared platform directly only on a document in which the organisation "
    "agreed to that: the GDPR asks a ground for passing on who they are.",
    nl="De mensen van een partij worden alleen rechtstreeks aan de gezamenlijke omgeving toegevoegd op grond van een "
    "stuk waarin de organisatie daarmee instemt: de AVG vraagt een grondslag om door te geven wie zij zijn.",
    remedy_en="Name the document that it rests on, or choose that they are invited.",
    remedy_nl="Noem het stuk waarop het rust, of kies voor uitnodigen.",
)


class PlatformChoice(StrEnum):
    """What may happen with the people of a party on the shared platform of the members.

    ``none``: the record adds or invites nobody; ``invite``: they are invited once, by mail; ``add``: they are added
    directly, because the organisation agreed to that.
    """

    NONE = "none"
    INVITE = "invite"
    ADD = "add"


_CHOSEN = {
    PlatformChoice.NONE: "dat haar mensen niet aan de gezamenlijke omgeving worden toegevoegd",
    PlatformChoice.INVITE: "dat haar mensen voor de gezamenlijke omgeving worden uitgenodigd",
    PlatformChoice.ADD: "dat haar mensen direct aan de gezamenlijke omgeving worden toegevoegd",
}


@event("party.registered")
class PartyRegistered(Event):
    """A government joined the circle of parties; ``code`` is its TOOI code where it has one."""

    party: PartyId = subject()
    name: str
    kind: PartyKind
    code: str | None = None

    def apply(self, state: Party | None) -> Party:
        """A party without mandates."""
        return Party(id=self.party, name=self.name, kind=self.kind, code=self.code)

    def sentence(self, names: NameIndex) -> str:
        """A party."""
        kind = dutch(self.kind)
        evident = self.kind is PartyKind.OTHER or self.name.casefold().startswith(kind)
        code = f", met code {self.code}" if self.code else ""
        return in_sentences(
            f"{names.party(self.party)} is opgenomen in de kring van partijen{'' if evident else f', als {kind}'}{code}"
        )


@event("party.platform_chosen")
class PlatformChosen(Event):
    """From a day on this is what the organisation wants on the shared platform; ``ground`` is the document it rests on."""

    party: PartyId = subject()
    choice: PlatformChoice
    ground: str | None
    since: date

    def apply(self, state: Party) -> Party:
        """No rule rests on the choice; the register of parties has it."""
        return state

    def sentence(self, names: NameIndex) -> str:
        """The choice of a party for the shared platform."""
        return in_sentences(f"{names.party(self.party)} koos ervoor {_CHOSEN[self.choice]}{on_ground(self.ground)}")


@act("register-party", source="S14", chapter="parties", known_ahead=True)
class RegisterParty(Act):
    """Register a party of the cooperation."""

    party: PartyId = new("identifier of the party, such as gm0344")
    name: Name = field("name of the party")
    kind: PartyKind = field("what kind of government it is")
    on: date = effective("day from which the party takes part")
    code: str | None = field("TOOI code, where the party has one", default=None)
    platform_choice: PlatformChoice = later_field(
        "what may happen with its people on the shared platform: none, invite or add",
        default=PlatformChoice.NONE,
        told="choice",
    )
    platform_ground: Remark | None = later_field(
        "document on which that choice rests; needed for add", default=None, told="ground"
    )

    def decide(self) -> list[Event]:
        """It joins; what it says of the shared platform is a choice like any later one."""
        registered = PartyRegistered(party=self.party, name=self.name, kind=self.kind, code=self.code)
        if self.platform_choice is PlatformChoice.NONE and self.platform_ground is None:
            return [registered]
        return [registered, _chosen(self.party, self.platform_choice, self.on, self.platform_ground)]


@act("choose-platform", source="S12", chapter="parties", known_ahead=True)
class ChoosePlatform(Act):
    """An organisation chooses what may happen with its people on the shared platform of the members."""

    party: PartyId = field("party that chooses")
    choice: PlatformChoice = field("none (nobody added or invited), invite (once, by mail) or add (directly)")
    on: date = effective("day from which the choice holds")
    ground: Remark | None = field("document on which it rests; needed for add", default=None)

    def decide(self) -> PlatformChosen:
        """People are added on a document only."""
        return _chosen(self.party, self.choice, self.on, self.ground)


def _chosen(party: PartyId, choice: PlatformChoice, on: date, ground: str | None) -> PlatformChosen:
    document = (ground or "").strip() or None
    if choice is PlatformChoice.ADD and document is None:
        raise PARTY_PLATFORM_GROUND.refused(party=party, platform_choice=choice, on=on, document=document)
    return PlatformChosen(party=party, choice=choice, ground=document, since=on)
