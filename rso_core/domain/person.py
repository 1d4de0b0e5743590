"""Persons: the only events that hold names and addresses; every other event holds the person's id.

The identifier must not reveal who it is: it stays when the person is erased. Names and addresses are stored sealed; once
the person is erased (AVG, article 17) nobody can read them any more, and every event reads None in their place.
"""

from typing import assert_never

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.event import Event, event, subject
from rso_core.domain.references import PersonId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_NEW, require_id, require_text

PERSON_NOT_ERASED = Rule(
    id="person.not_erased",
    source="S14",
    en="Of a person who was erased nothing new is recorded; only the identifier is left.",
    nl="Van een persoon die is gewist, wordt niets nieuws meer vastgelegd; alleen het kenmerk is er nog.",
    remedy_en="Register the person anew under another identifier, if there is a ground to keep the name again.",
    remedy_nl="Registreer de persoon opnieuw onder een ander kenmerk, als er weer een grond is om de naam te bewaren.",
)


@concept("person")
@attrs.frozen(kw_only=True)
class Person:
    """State of one person as last corrected; name and address are None once the person is erased."""

    id: str
    name: str | None
    email: str | None
    erased: bool = False


@event("person.registered", version=2, sealed=("name", "email"))
class PersonRegistered(Event):
    """A person became known; ``email`` is where the person is known on the members' platform.

    Both are None once the person is erased.
    """

    person: PersonId = subject()
    name: str | None
    email: str | None = None


@event("person.corrected", version=2, sealed=("name", "email"))
class PersonCorrected(Event):
    """Name and address of a person as they are from now on; None once the person is erased."""

    person: PersonId = subject()
    name: str | None
    email: str | None = None


@event("person.erased", erases=True)
class PersonErased(Event):
    """Name and address of a person can no longer be read: recording this destroyed the key.

    ``ground`` is why: the request, or the retention term that is over.
    """

    person: PersonId = subject()
    ground: str


PersonEvent = PersonRegistered | PersonCorrected | PersonErased


def evolve(state: Person | None, event: PersonEvent) -> Person:
    """Fold one event into the person."""
    match event:
        case PersonRegistered() | PersonCorrected():
            return Person(id=event.person, name=event.name, email=event.email)
        case PersonErased():
            return Person(id=event.person, name=None, email=None, erased=True)
        case _:
            assert_never(event)


def register(state: Person | None, *, person: str, name: str, email: str | None) -> PersonRegistered:
    """Register a person; once per identifier."""
    require_id(person, "person")
    require_text(name, "name of the person")
    if state is not None:
        raise RECORD_NEW.refused(person=person)
    return PersonRegistered(person=person, name=name, email=email)


def correct(state: Person, *, name: str | None, email: str | None) -> PersonCorrected:
    """Correct name or address; what is not given stays as it was."""
    require_not_erased(state)
    if name is not None:
        require_text(name, "name of the person")
    return PersonCorrected(person=state.id, name=name or state.name, email=email or state.email)


def erase(state: Person, *, ground: str) -> PersonErased:
    """Erase a person, on a ground (S14; AVG, article 17)."""
    require_not_erased(state)
    require_text(ground, "ground")
    return PersonErased(person=state.id, ground=ground)


def require_not_erased(state: Person) -> None:
    """Refuse a person who was erased.

    Raises:
        Refused: PERSON_NOT_ERASED.
    """
    if state.erased:
        raise PERSON_NOT_ERASED.refused(person=state.id)
