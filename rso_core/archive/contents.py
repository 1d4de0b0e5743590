"""What a record holds, as far as an archive tells it: of whom, about what, over which time, resting on which documents."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import attrs

from rso_core.domain.covenant.drafting import CovenantDrafted
from rso_core.domain.covenant.parties import PartyAcceded
from rso_core.domain.party.joining import PartyRegistered
from rso_core.store.event_store import EventStore
from rso_core.store.holding import in_order_of_holding
from rso_core.store.recorded import RecordedEvent

BATCH = 1_000
Positioned = tuple[int, RecordedEvent]


@attrs.frozen(kw_only=True)
class NamedDocument:
    """A document of which the record holds the hash.

    Attributes:
        sha256: of the document, 64 hexadecimal digits.
        name: what the record calls it; the hash where it gives no name.
        named_in: ids of the events that name it.
    """

    sha256: str
    name: str
    named_in: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Contents:
    """What a record holds.

    Attributes:
        titles: of the covenants.
        parties: names of the parties of the covenants, or of all parties where there is no covenant yet.
        topics: kinds of event that occur.
        first_day, last_day: first and last day from which an event holds (Europe/Amsterdam).
        first_recorded, last_recorded: when the first and last event became known (aware, UTC).
        documents: in order of their first mention.
    """

    titles: tuple[str, ...]
    parties: tuple[str, ...]
    topics: tuple[str, ...]
    first_day: date
    last_day: date
    first_recorded: datetime
    last_recorded: datetime
    documents: tuple[NamedDocument, ...]


def events_until(store: EventStore, head: int) -> list[Positioned]:
    """The events up to and including a position, in recorded order."""
    found: list[Positioned] = []
    after = 0
    while after < head and (batch := store.read(after, BATCH)):
        found += [item for item in batch if item[0] <= head]
        after = batch[-1][0]
    return found


def contents_of(events: Iterable[Positioned], topics: Iterable[str]) -> Contents:
    """What these events tell; there must be at least one. What it is called, and of whom it is, are those that hold."""
    names: dict[str, str] = {}
    titles: dict[str, str] = {}
    members: dict[str, None] = {}
    known = list(events)
    recorded_events = [recorded for _, recorded in known]
    for _, recorded in in_order_of_holding(known):
        match recorded.event:
            case PartyRegistered(party=party, name=name):
                names[party] = name
            case CovenantDrafted(covenant=covenant, title=title, parties=parties):
                titles[covenant] = title
                members.update(dict.fromkeys(parties))
            case PartyAcceded(party=party):
                members[party] = None
    days = [recorded.meta.effective for recorded in recorded_events]
    moments = [recorded.meta.recorded_at for recorded in recorded_events]
    return Contents(
        titles=tuple(titles.values()),
        parties=tuple(names.get(party, party) for party in members or names),
        topics=tuple(sorted(set(topics))),
        first_day=min(days),
        last_day=max(days),
        first_recorded=min(moments),
        last_recorded=max(moments),
        documents=named_documents(recorded_events),
    )


def named_documents(events: Iterable[RecordedEvent]) -> tuple[NamedDocument, ...]:
    """Every document of which an event holds the hash: versions of the covenant, amendments, signed texts, minutes."""
    found: dict[str, NamedDocument] = {}
    for recorded in events:
        event: Any = recorded.event
        sha256 = getattr(event, "sha256", None)
        if not sha256:
            continue
        known = found.get(sha256, NamedDocument(sha256=sha256, name=sha256, named_in=()))
        name = getattr(event, "document", None) if known.name == sha256 else None
        found[sha256] = attrs.evolve(known, name=name or known.name, named_in=(*known.named_in, recorded.id))
    return tuple(found.values())
