"""Persons: the only events that hold names and addresses; every other event holds the person's id.

The identifier must not reveal who it is: it stays when the person is erased.
"""

from typing import assert_never

import attrs

from rso_core.domain.event import Event, named
from rso_core.domain.values import NEW, require_id, require_text


@attrs.frozen(kw_only=True)
class Person:
    """State of one person as last corrected."""

    id: str
    name: str
    email: str | None


@named("person.registered")
@attrs.frozen(kw_only=True)
class PersonRegistered(Event):
    """A person became known; ``email`` is where the person is known on the members' platform."""

    person: str
    name: str
    email: str | None = None


@named("person.corrected")
@attrs.frozen(kw_only=True)
class PersonCorrected(Event):
    """Name and address of a person as they are from now on."""

    person: str
    name: str
    email: str | None = None


PersonEvent = PersonRegistered | PersonCorrected


def evolve(state: Person | None, event: PersonEvent) -> Person:
    """Fold one event into the person."""
    match event:
        case PersonRegistered() | PersonCorrected():
            return Person(id=event.person, name=event.name, email=event.email)
        case _:
            assert_never(event)


def register(state: Person | None, *, person: str, name: str, email: str | None) -> PersonRegistered:
    """Register a person; once per identifier."""
    require_id(person, "person")
    require_text(name, "name of the person")
    if state is not None:
        raise NEW.refused(person=person)
    return PersonRegistered(person=person, name=name, email=email)


def correct(state: Person, *, name: str | None, email: str | None) -> PersonCorrected:
    """Correct name or address; what is not given stays as it was."""
    if name is not None:
        require_text(name, "name of the person")
    return PersonCorrected(person=state.id, name=name or state.name, email=email or state.email)
