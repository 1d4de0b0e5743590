"""Sentences about parties, their mandates, persons and themes."""

from rso_core.audit.story.known import KnownNames
from rso_core.audit.story.sentences import tells
from rso_core.audit.story.words import because, in_words, on_ground, told, until_words
from rso_core.domain.dutch import dutch
from rso_core.domain.party import (
    MandateGranted,
    MandateWithdrawn,
    PartyRegistered,
    PersonLeft,
    PlatformChoice,
    PlatformChosen,
    Scope,
)
from rso_core.domain.person import PersonCorrected, PersonRegistered
from rso_core.domain.theme import ThemeNamed, ThemeRetired
from rso_core.domain.values import PartyKind

CHOICES = {
    PlatformChoice.NONE: "dat haar mensen niet aan de gezamenlijke omgeving worden toegevoegd",
    PlatformChoice.INVITE: "dat haar mensen voor de gezamenlijke omgeving worden uitgenodigd",
    PlatformChoice.ADD: "dat haar mensen direct aan de gezamenlijke omgeving worden toegevoegd",
}


@tells(PartyRegistered)
def party_registered(event: PartyRegistered, names: KnownNames) -> str:
    """A party."""
    kind = dutch(event.kind)
    told_already = event.kind is PartyKind.OTHER or event.name.casefold().startswith(kind)
    code = f", met code {event.code}" if event.code else ""
    return told(
        f"{names.party(event.party)} is opgenomen in de kring van partijen{'' if told_already else f', als {kind}'}{code}"
    )


@tells(PlatformChosen)
def platform_chosen(event: PlatformChosen, names: KnownNames) -> str:
    """The choice of a party for the shared platform."""
    return told(f"{names.party(event.party)} koos ervoor {CHOICES[event.choice]}{on_ground(event.ground)}")


@tells(MandateGranted)
def mandate_granted(event: MandateGranted, names: KnownNames) -> str:
    """A mandate."""
    party = names.party(event.party)
    if Scope.SIGN not in event.scopes:
        may = f"{party} vertegenwoordigen in overleggen en rollen"
    else:
        may = f"namens {party} ondertekenen"
        if Scope.REPRESENT in event.scopes:
            may += " en deelnemen aan overleggen en rollen"
    return told(f"{names.person(event.person)} mag {may}{until_words(event.until)}{on_ground(event.ground)}")


@tells(MandateWithdrawn)
def mandate_withdrawn(event: MandateWithdrawn, names: KnownNames) -> str:
    """The end of a mandate."""
    granted: MandateGranted | None = names.get("mandate", event.party, event.mandate)
    of = f"het mandaat van {names.person(granted.person)}" if granted else f"het mandaat {event.mandate}"
    return told(
        f"{names.party(event.party)} trok {of} in; het geldt nog tot en met {in_words(event.last_day)}",
        because(event.reason),
    )


@tells(PersonLeft)
def person_left(event: PersonLeft, names: KnownNames) -> str:
    """Someone left the organisation."""
    return told(
        f"{names.person(event.person)} werkte tot en met {in_words(event.last_day)} bij {names.party(event.party)}; "
        "de mandaten eindigden daarmee",
        because(event.reason),
    )


@tells(PersonRegistered)
def person_registered(event: PersonRegistered, names: KnownNames) -> str:
    """A person became known."""
    if not event.name:
        return told(f"een persoon ({event.person}) werd in het dossier opgenomen; de naam is gewist")
    email = f", bereikbaar op {event.email}" if event.email else ""
    return told(f"{event.name} werd in het dossier opgenomen{email}")


@tells(PersonCorrected)
def person_corrected(event: PersonCorrected, names: KnownNames) -> str:
    """Name or address changed."""
    if not event.name:
        return told(f"de gegevens van een persoon ({event.person}) werden verbeterd; de naam is gewist")
    former = names.former_name(event)
    email = f", bereikbaar op {event.email}" if event.email else ", zonder bekend adres"
    if former and former != event.name:
        return told(f"{former} staat voortaan in het dossier als {event.name}{email}")
    return told(f"de gegevens van {event.name} werden verbeterd{email}")


@tells(ThemeNamed)
def theme_named(event: ThemeNamed, names: KnownNames) -> str:
    """A theme."""
    return told(f"de samenwerking werkt aan {names.within(None).theme(event.theme)}")


@tells(ThemeRetired)
def theme_retired(event: ThemeRetired, names: KnownNames) -> str:
    """A theme ends."""
    return told(f"de samenwerking werkt niet meer aan {names.theme(event.theme)}", because(event.reason))
