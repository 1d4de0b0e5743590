"""What a party is: a government of the cooperation, and who may act for it, when (S2, S6).

A mandate is the one ground on which a person acts for a party. It lives with the party because the
party gives and withdraws it; whoever relies on it names the party and the day.
"""

from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.references import MandateId, PartyId, PersonId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import PartyKind, Period

PARTY_REPRESENTED = Rule(
    id="party.represented",
    source="S2",
    en="Nobody acts for a party that they do not represent on that date.",
    nl="Niemand handelt namens een partij die hij of zij op die datum niet vertegenwoordigt.",
    remedy_en="Record the mandate of this person for the party first, or correct the person, party or date.",
    remedy_nl="Leg eerst het mandaat van deze persoon voor de partij vast, of verbeter persoon, partij of datum.",
)


class Scope(StrEnum):
    """What a mandate allows: sign the covenant, or represent the party in bodies and roles."""

    SIGN = "sign"
    REPRESENT = "represent"


@attrs.frozen(kw_only=True)
class Mandate:
    """A person may act for the party, within a scope and a period, on a ground."""

    id: MandateId
    person: PersonId
    scopes: tuple[Scope, ...]
    period: Period
    ground: str
    withdrawn: bool = False


@concept("party", dated=True)
@attrs.frozen(kw_only=True)
class Party:
    """State of one party: its name and the mandates it gave."""

    id: PartyId
    name: str
    kind: PartyKind
    code: str | None
    mandates: tuple[Mandate, ...] = ()

    def mandate_of(self, person: str, day: date, scope: Scope) -> Mandate | None:
        """The mandate on which the person may act for this party that day, or None."""
        for mandate in self.mandates:
            if mandate.person == person and scope in mandate.scopes and mandate.period.covers(day):
                return mandate
        return None


def require_representation(party: Party, person: str, day: date, scope: Scope = Scope.REPRESENT) -> Mandate:
    """The mandate on which the person acts for the party that day.

    Raises:
        Refused: PARTY_REPRESENTED, with the periods that the person does hold.
    """
    found = party.mandate_of(person, day, scope)
    if found is None:
        held = [f"{m.period} ({'+'.join(m.scopes)})" for m in party.mandates if m.person == person]
        raise PARTY_REPRESENTED.refused(person=person, party=party.id, on=day, needs=scope, mandates_held=held)
    return found
