"""Persons who are likely on record already: under the same name, however it is spelled, or the same address (S14).

An act that registers somebody is never refused for it by itself, so that files and commands of before stay valid and a
file of thirty thousand persons is taken in as quickly. Who types or programs a registration asks first: `register_person`.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

import attrs

from rso_core.acts import replace
from rso_core.application import Application, Outcome, Provenance
from rso_core.domain.person import PERSON_REGISTERED_ONCE, PersonCorrected, PersonRegistered, RegisterPerson
from rso_core.dutch.spelling import folded
from rso_core.store.event_store import EventStore
from rso_core.store.mapper import topics_of

BATCH = 2_000


class Same(StrEnum):
    """What two persons have in common."""

    NAME = "name"
    EMAIL = "email"


@attrs.frozen
class LikelyDouble:
    """A person who may be the one that is registered.

    Attributes:
        person: identifier.
        same: what they have in common: a name or an address that holds, or ever did.
    """

    person: str
    same: tuple[Same, ...]


def likely_doubles(store: EventStore, act: RegisterPerson) -> tuple[LikelyDouble, ...]:
    """Who may be the person that an act registers, in order of identifiers; who it says it is not left out.

    Erased persons have no name any more and are not among them, nor are names that were set aside. Every name on record is
    read.
    """
    found: dict[str, dict[Same, None]] = {}
    for event in _naming(store):
        if event.person not in (act.person, *act.unlike):
            for same in _in_common(event, act):
                found.setdefault(event.person, {})[same] = None
    return tuple(LikelyDouble(person, tuple(sorted(same))) for person, same in sorted(found.items()))


def _naming(store: EventStore) -> Iterator[PersonRegistered | PersonCorrected]:
    withdrawn, after = store.withdrawn(), 0
    topics = topics_of([PersonRegistered, PersonCorrected])
    while batch := store.read(after, BATCH, topics):
        for _, recorded in batch:
            if recorded.id not in withdrawn and isinstance(recorded.event, PersonRegistered | PersonCorrected):
                yield recorded.event
        after = batch[-1][0]


def _in_common(event: PersonRegistered | PersonCorrected, act: RegisterPerson) -> Iterable[Same]:
    if event.name and folded(event.name) == folded(act.name):
        yield Same.NAME
    if event.email and act.email and event.email.strip().casefold() == act.email.strip().casefold():
        yield Same.EMAIL


def register_person(application: Application, act: RegisterPerson, circumstances: Provenance) -> Outcome:
    """Register a person who is not on record yet.

    Args:
        application: with an open record.
        act: in its ``unlike`` the persons whom this one resembles, and is not.
        circumstances: who records it, and on what document.

    Raises:
        Refused: PERSON_REGISTERED_ONCE, with who it may be; or what `Application.perform` is refused by.
    """
    key = circumstances.key
    if key is None or application.store.find_key(key) is None:
        doubles = likely_doubles(application.store, act)
        PERSON_REGISTERED_ONCE.unless(
            not doubles, person=act.person, resembles=[f"{each.person} ({', '.join(each.same)})" for each in doubles]
        )
    return application.perform(act, circumstances)


def as_another(act: RegisterPerson, doubles: Iterable[LikelyDouble]) -> RegisterPerson:
    """The act, saying that the person is none of these."""
    return replace(act, unlike=(*act.unlike, *(each.person for each in doubles)))
