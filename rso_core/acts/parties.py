"""Parties, persons and mandates."""

from datetime import date

from rso_core.domain.act import Act, act, field, later_field
from rso_core.domain.party import PlatformChoice, Scope
from rso_core.domain.references import MandateId, PartyId, PersonId
from rso_core.domain.values import PartyKind


@act("register-party", source="S14", chapter="parties")
class RegisterParty(Act):
    """Register a party of the cooperation."""

    party: PartyId = field("identifier of the party, such as gm0344")
    name: str = field("name of the party")
    kind: PartyKind = field("what kind of government it is")
    on: date = field("day from which the party takes part")
    code: str | None = field("TOOI code, where the party has one", default=None)
    platform_choice: PlatformChoice = later_field(
        "what may happen with its people on the shared platform: none, invite or add", default=PlatformChoice.NONE
    )
    platform_ground: str | None = later_field("document on which that choice rests; needed for add", default=None)


@act("choose-platform", source="S12", chapter="parties")
class ChoosePlatform(Act):
    """An organisation chooses what may happen with its people on the shared platform of the members."""

    party: PartyId = field("party that chooses")
    choice: PlatformChoice = field("none (nobody added or invited), invite (once, by mail) or add (directly)")
    on: date = field("day from which the choice holds")
    ground: str | None = field("document on which it rests; needed for add", default=None)


@act("grant-mandate", source="S2", chapter="parties")
class GrantMandate(Act):
    """A party mandates a person to sign, to represent it, or both."""

    party: PartyId = field("party that gives the mandate")
    mandate: MandateId = field("identifier of the mandate, unique within the party")
    person: PersonId = field("person who receives it")
    start: date = field("first day of the mandate")
    ground: str = field("decision or regulation it rests on")
    scopes: tuple[Scope, ...] = field("what it allows: sign, represent", default=(Scope.REPRESENT,))
    until: date | None = field("last day, left out for an open end", default=None)


@act("withdraw-mandate", source="S2", chapter="parties")
class WithdrawMandate(Act):
    """A party ends a mandate before its time."""

    party: PartyId = field("party that gave the mandate")
    mandate: MandateId = field("identifier of the mandate")
    last_day: date = field("last day on which it holds")
    reason: str = field("why it ends", default="")


@act("person-leaves", source="S2", chapter="parties")
class PersonLeaves(Act):
    """A person who acts for a party leaves the organisation; all mandates that run end."""

    party: PartyId = field("party that the person acted for")
    person: PersonId = field("identifier of the person")
    last_day: date = field("last day in the organisation")
    reason: str = field("why the person leaves")
