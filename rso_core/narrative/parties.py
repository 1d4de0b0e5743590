"""Sentences about parties and their mandates."""

from rso_core.domain.names import NameIndex
from rso_core.domain.party import (
    MandateGranted,
    MandateWithdrawn,
    PartyRegistered,
    PersonLeft,
    PlatformChoice,
    PlatformChosen,
    Scope,
)
from rso_core.domain.values import PartyKind
from rso_core.dutch.days import in_words, until_words
from rso_core.dutch.sentences import because, on_ground, told
from rso_core.dutch.vocabulary import dutch
from rso_core.narrative.sentences import narrates

CHOICES = {
    PlatformChoice.NONE: "dat haar mensen niet aan de gezamenlijke omgeving worden toegevoegd",
    PlatformChoice.INVITE: "dat haar mensen voor de gezamenlijke omgeving worden uitgenodigd",
    PlatformChoice.ADD: "dat haar mensen direct aan de gezamenlijke omgeving worden toegevoegd",
}


@narrates(PartyRegistered)
def party_registered(event: PartyRegistered, names: NameIndex) -> str:
    """A party."""
    kind = dutch(event.kind)
    told_already = event.kind is PartyKind.OTHER or event.name.casefold().startswith(kind)
    code = f", met code {event.code}" if event.code else ""
    return told(
        f"{names.party(event.party)} is opgenomen in de kring van partijen{'' if told_already else f', als {kind}'}{code}"
    )


@narrates(PlatformChosen)
def platform_chosen(event: PlatformChosen, names: NameIndex) -> str:
    """The choice of a party for the shared platform."""
    return told(f"{names.party(event.party)} koos ervoor {CHOICES[event.choice]}{on_ground(event.ground)}")


@narrates(MandateGranted)
def mandate_granted(event: MandateGranted, names: NameIndex) -> str:
    """A mandate."""
    party = names.party(event.party)
    if Scope.SIGN not in event.scopes:
        may = f"{party} vertegenwoordigen in overleggen en rollen"
    else:
        may = f"namens {party} ondertekenen"
        if Scope.REPRESENT in event.scopes:
            may += " en deelnemen aan overleggen en rollen"
    return told(f"{names.person(event.person)} mag {may}{until_words(event.until)}{on_ground(event.ground)}")


@narrates(MandateWithdrawn)
def mandate_withdrawn(event: MandateWithdrawn, names: NameIndex) -> str:
    """The end of a mandate."""
    granted: MandateGranted | None = names.first("mandate", event.party, event.mandate)
    of = f"het mandaat van {names.person(granted.person)}" if granted else f"het mandaat {event.mandate}"
    return told(
        f"{names.party(event.party)} trok {of} in; het geldt nog tot en met {in_words(event.last_day)}",
        because(event.reason),
    )


@narrates(PersonLeft)
def person_left(event: PersonLeft, names: NameIndex) -> str:
    """Someone left the organisation."""
    return told(
        f"{names.person(event.person)} werkte tot en met {in_words(event.last_day)} bij {names.party(event.party)}; "
        "de mandaten eindigden daarmee",
        because(event.reason),
    )
