"""Parties and mandates: who belongs to the cooperation, and who may act for whom, when (S2, S6).

Here also stands what an organisation chose about the shared platform of the members (S12).

A mandate is the one ground on which a person acts for a party. It lives with the party because the
party gives and withdraws it; whoever relies on it names the party and the day.
"""

from datetime import date
from enum import StrEnum
from typing import assert_never

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event, subject
from rso_core.domain.references import MandateId, PartyId, PersonId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_NEW, PartyKind, Period, period, require_id, require_text

PARTY_REPRESENTED = Rule(
    id="party.represented",
    source="S2",
    en="Nobody acts for a party that they do not represent on that date.",
    nl="Niemand handelt namens een partij die hij of zij op die datum niet vertegenwoordigt.",
    remedy_en="Record the mandate of this person for the party first, or correct the person, party or date.",
    remedy_nl="Leg eerst het mandaat van deze persoon voor de partij vast, of verbeter persoon, partij of datum.",
)
MANDATE_KNOWN = Rule(
    id="mandate.known",
    source="S2",
    en="Only a mandate that the party gave can be withdrawn, once and not before it starts.",
    nl="Alleen een mandaat dat de partij gaf kan worden ingetrokken, één keer en niet voor het begint.",
    remedy_en="Name a running mandate of this party and a day within it.",
    remedy_nl="Noem een lopend mandaat van deze partij en een dag daarbinnen.",
)
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


class Scope(StrEnum):
    """What a mandate allows: sign the covenant, or represent the party in bodies and roles."""

    SIGN = "sign"
    REPRESENT = "represent"


@attrs.frozen(kw_only=True)
class Mandate:
    """A person may act for the party, within a scope and a period, on a ground."""

    id: str
    person: str
    scopes: tuple[Scope, ...]
    period: Period
    ground: str
    withdrawn: bool = False


@concept("party")
@attrs.frozen(kw_only=True)
class Party:
    """State of one party: its name and the mandates it gave."""

    id: str
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


@event("party.registered")
class PartyRegistered(Event):
    """A government joined the circle of parties; ``code`` is its TOOI code where it has one."""

    party: PartyId = subject()
    name: str
    kind: PartyKind
    code: str | None = None


@event("party.platform_chosen")
class PlatformChosen(Event):
    """From a day on this is what the organisation wants on the shared platform; ``ground`` is the document it rests on."""

    party: PartyId = subject()
    choice: PlatformChoice
    ground: str | None
    since: date


@event("party.mandate_granted")
class MandateGranted(Event):
    """The party mandated a person, from ``start`` up to and including ``until``."""

    party: PartyId = subject()
    mandate: MandateId
    person: PersonId
    scopes: tuple[Scope, ...]
    start: date
    until: date | None
    ground: str


@event("party.person_left")
class PersonLeft(Event):
    """A person left the organisation; every mandate that ran on ends with ``last_day``."""

    party: PartyId = subject()
    person: PersonId
    last_day: date
    reason: str


@event("party.mandate_withdrawn")
class MandateWithdrawn(Event):
    """The party ended a mandate; ``last_day`` is the last day on which it holds."""

    party: PartyId = subject()
    mandate: MandateId
    last_day: date
    reason: str


PartyEvent = PartyRegistered | PlatformChosen | MandateGranted | MandateWithdrawn | PersonLeft


def evolve(state: Party | None, event: PartyEvent) -> Party:
    """Fold one event into the party."""
    if isinstance(event, PartyRegistered):
        return Party(id=event.party, name=event.name, kind=event.kind, code=event.code)
    assert state is not None
    match event:
        case PlatformChosen():
            return state  # No decision of the domain rests on it; the register of parties tells it.
        case MandateGranted():
            mandate = Mandate(
                id=event.mandate,
                person=event.person,
                scopes=event.scopes,
                period=Period(event.start, event.until),
                ground=event.ground,
            )
            return attrs.evolve(state, mandates=(*state.mandates, mandate))
        case MandateWithdrawn():
            return attrs.evolve(
                state,
                mandates=tuple(
                    attrs.evolve(m, period=Period(m.period.start, event.last_day), withdrawn=True)
                    if m.id == event.mandate
                    else m
                    for m in state.mandates
                ),
            )
        case PersonLeft():
            return attrs.evolve(
                state,
                mandates=tuple(_ended(m, event.last_day) if m.person == event.person else m for m in state.mandates),
            )
        case _:
            assert_never(event)


def _ended(mandate: Mandate, last_day: date) -> Mandate:
    """The mandate as it is once its holder left; one that had ended before, or had yet to start, covers no later day."""
    if mandate.period.until is not None and mandate.period.until <= last_day:
        return mandate
    return attrs.evolve(mandate, period=Period(mandate.period.start, last_day), withdrawn=True)


def register(state: Party | None, *, party: str, name: str, kind: PartyKind, code: str | None) -> PartyRegistered:
    """Register a party; once per identifier."""
    require_id(party, "party")
    require_text(name, "name of the party")
    if state is not None:
        raise RECORD_NEW.refused(party=party, name=state.name)
    return PartyRegistered(party=party, name=name, kind=kind, code=code)


def choose_platform(state: Party, *, choice: PlatformChoice, on: date, ground: str | None) -> PlatformChosen:
    """Record what an organisation chose about its people on the shared platform (S12).

    Raises:
        Refused: PARTY_PLATFORM_GROUND, when they are to be added without a document.
    """
    document = (ground or "").strip() or None
    if choice is PlatformChoice.ADD and document is None:
        raise PARTY_PLATFORM_GROUND.refused(party=state.id, platform_choice=choice, on=on, document=document)
    return PlatformChosen(party=state.id, choice=choice, ground=document, since=on)


def grant_mandate(
    state: Party,
    *,
    mandate: str,
    person: str,
    scopes: tuple[Scope, ...],
    start: date,
    until: date | None,
    ground: str,
) -> MandateGranted:
    """Give a person a mandate; every mandate has an identifier of its own within the party."""
    require_id(mandate, "mandate")
    require_text(ground, "ground of the mandate")
    require_text(" ".join(scopes), "scope of the mandate")
    period(start, until)
    if any(known.id == mandate for known in state.mandates):
        raise RECORD_NEW.refused(mandate=mandate, party=state.id)
    return MandateGranted(
        party=state.id, mandate=mandate, person=person, scopes=scopes, start=start, until=until, ground=ground
    )


def withdraw_mandate(state: Party, *, mandate: str, last_day: date, reason: str) -> MandateWithdrawn:
    """End a running mandate on a day within its period."""
    known = next((m for m in state.mandates if m.id == mandate), None)
    if known is None or known.withdrawn or not known.period.covers(last_day):
        raise MANDATE_KNOWN.refused(mandate=mandate, party=state.id, last_day=last_day, period=known and known.period)
    return MandateWithdrawn(party=state.id, mandate=mandate, last_day=last_day, reason=reason)


def person_leaves(state: Party, *, person: str, last_day: date, reason: str) -> PersonLeft:
    """Record that a person who acts for the party leaves the organisation (S6)."""
    require_text(reason, "reason of the leaving")
    held = [m.period for m in state.mandates if m.person == person]
    if not any(period.covers(last_day) for period in held):
        raise PARTY_REPRESENTED.refused(person=person, party=state.id, on=last_day, mandates_held=held)
    return PersonLeft(party=state.id, person=person, last_day=last_day, reason=reason)


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
