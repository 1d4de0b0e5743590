"""Mentions: every event that is about a person, by identifier, or that the person recorded."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import attrs

from rso_core.domain.action.course import ActionAgreed, ActionDone, ActionDropped, ActionHandedOn
from rso_core.domain.body.seats import SeatLeft, SeatTaken
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.event import Event
from rso_core.domain.handover.course import HandoverAccepted, HandoverAnnounced, HandoverCalledOff
from rso_core.domain.party.mandates import MandateGranted, MandateWithdrawn
from rso_core.domain.references import references
from rso_core.domain.role.assigning import DeputyNamed, RoleAssigned, RoleAssignmentEnded
from rso_core.store.event_store import EventStore
from rso_core.store.holding import withdrawn_by
from rso_core.store.mapper import topics_of
from rso_core.store.recorded import RecordedEvent

_ALL = 1_000_000


@attrs.frozen
class Mention:
    """An event that has to do with a person.

    Attributes:
        recorded: the event.
        about: whether it is about the person; otherwise the person only recorded it.
    """

    recorded: RecordedEvent
    about: bool


def mentions_of(store: EventStore, person: str) -> Iterator[Mention]:
    """Every event that is about a person, or that the person recorded, in recorded order.

    About a person is what names the person, and what ends something that the person held.
    """
    for _, mention in located_mentions_of(store, person):
        yield mention


def located_mentions_of(
    store: EventStore, person: str, known_on: datetime | None = None
) -> Iterator[tuple[int, Mention]]:
    """The same, each with the position of its event.

    Args:
        store: the record.
        person: identifier.
        known_on: moment up to which it counts what was put right; None for all that was.
    """
    found = dict(store.naming([f"person:{person}"], recorded_by=True))
    # What is about something that the person held names that thing, and not always the person.
    held_ever = {_held(recorded.event) for recorded in found.values() if names(recorded.event, person)} - {None}
    found |= dict(store.naming(_written(thing) for thing in held_ever if thing is not None))
    withdrawn = _withdrawn(store, known_on)
    # What no longer holds gave nothing to the person, but for what no longer holds either.
    held: dict[bool, set[tuple[str, ...]]] = {True: set(), False: set()}
    for position, recorded in sorted(found.items()):
        holds = recorded.id not in withdrawn
        named, thing = names(recorded.event, person), _held(recorded.event)
        if named or thing in held[holds] or recorded.meta.actor == f"person:{person}":
            yield position, Mention(recorded, named or thing in held[holds])
        if named and thing is not None:
            held[False].add(thing)
            if holds:
                held[True].add(thing)
        elif isinstance(recorded.event, ActionHandedOn) and thing is not None and holds:
            held[True].discard(thing)
            held[False].discard(thing)


def _withdrawn(store: EventStore, known_on: datetime | None) -> frozenset[str]:
    withdrawals = store.read(limit=_ALL, topics=topics_of([EventsWithdrawn]))
    return withdrawn_by(item for item in withdrawals if known_on is None or item[1].meta.recorded_at <= known_on)


def _written(held: tuple[str, ...]) -> str:
    """What a person held, as the store is asked for it."""
    part = {"role": "assignment", "deputy": "assignment"}.get(held[0], held[0])
    return f"{part}:{'/'.join(held[1:])}"


def _held(event: Event) -> tuple[str, ...] | None:
    """What an event gives to a person or takes back; None for any other."""
    match event:
        case MandateGranted() | MandateWithdrawn():
            return "mandate", event.party, event.mandate
        case RoleAssigned() | RoleAssignmentEnded():
            return "role", event.role, event.assignment
        # Of another deputy the holder of the role need not be told.
        case DeputyNamed():
            return "deputy", event.role, event.assignment
        case SeatTaken() | SeatLeft():
            return "seat", event.body, event.seat
        case HandoverAnnounced() | HandoverAccepted() | HandoverCalledOff():
            return "handover", event.handover
        case ActionAgreed() | ActionHandedOn() | ActionDone() | ActionDropped():
            return "action", event.action
        case _:
            return None


def names(value: Any, person: str) -> bool:
    """Whether an event, or a value in one, names a person by identifier, in whatever field it stands."""
    return any(reference.kind == "person" and identifier == person for reference, identifier in references(value))
