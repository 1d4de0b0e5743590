"""Records at random: the events of a whole cooperation in almost any order, known and holding at any moment."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, by
from rso_core import Application, EventStore
from rso_core.domain.correction import EventsWithdrawn
from rso_core.store import RecordedEvent

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = (NOW - FIRST).days


@cache
def events_of_every_act() -> tuple[RecordedEvent, ...]:
    """The events that every act of a cooperation in small leads to."""
    with TemporaryDirectory() as folder, Application(EventStore.open(f"sqlite:///{Path(folder) / 'r.db'}")) as made:
        with made.batch() as batch:
            for act in every_act():
                batch.perform(act, by())
        return tuple(recorded for _, recorded in made.store.read(limit=10_000))


def record_at_random(seed: int, disorder: int) -> list[RecordedEvent]:
    """All those events, each at another moment; a record that the store can hold (see `_persons_in_order`).

    Args:
        seed: leads to this record.
        disorder: how many places an event may be recorded from where it was; a tenth of the events claims to have
            been known earlier, as an import does, and some hold from weeks earlier or a year later.
    """
    chance = random.Random(seed)
    shuffled = sorted(enumerate(events_of_every_act()), key=lambda item: item[0] + chance.uniform(0, disorder))
    ordered = list(_persons_in_order([recorded for _, recorded in shuffled]))
    versions: Counter[str] = Counter()
    made = []
    for place, recorded in enumerate(ordered):
        versions[recorded.originator_id] += 1
        known = FIRST + timedelta(days=place * DAYS // len(ordered), seconds=chance.randint(0, 86_399))
        if chance.random() < 0.1:
            known = FIRST + (known - FIRST) * chance.random()
        effective = recorded.meta.effective
        if chance.random() < 0.3:
            effective = known.date() + timedelta(days=chance.choice((-30, -7, 0, 7, 365)))
        meta = attrs.evolve(recorded.meta, recorded_at=known, effective=effective, correlation=f"{seed}-{place}")
        made.append(attrs.evolve(recorded, originator_version=versions[recorded.originator_id], meta=meta))
    return made


def _persons_in_order(events: Sequence[RecordedEvent]) -> Iterator[RecordedEvent]:
    """The same events in the same places, except that those of one person keep their own order among themselves.

    The store makes the key of a person at the first event and seals the later ones with it, until the erasure destroys
    it. So it refuses a name whose stream began with something else, and seals nothing after an erasure.
    """
    streams: defaultdict[str, list[RecordedEvent]] = defaultdict(list)
    for recorded in events:
        streams[recorded.originator_id].append(recorded)
    in_order = {stream: _by_version(own) for stream, own in streams.items() if any(map(_needs_key, own))}
    for recorded in events:
        own = in_order.get(recorded.originator_id)
        yield recorded if own is None else next(own)


def _needs_key(recorded: RecordedEvent) -> bool:
    return bool(recorded.event.sealed) or recorded.event.erases


def _by_version(events: Iterable[RecordedEvent]) -> Iterator[RecordedEvent]:
    return iter(sorted(events, key=lambda recorded: recorded.originator_version))


def with_corrections(made: Sequence[RecordedEvent], seed: int, number: int) -> list[RecordedEvent]:
    """The same record, after which some events were withdrawn; in the place of most another one came.

    Args:
        made: the record.
        seed: leads to these corrections.
        number: how many there are.
    """
    chance = random.Random(seed)
    versions = Counter(each.originator_id for each in made)
    record = list(made)
    left = [each for each in made if not each.event.sealed and not each.event.erases]
    for place, wrong in enumerate(chance.sample(left, number)):
        stream, known = wrong.originator_id, FIRST + timedelta(days=chance.randint(DAYS // 2, DAYS), seconds=place)
        meta = attrs.evolve(wrong.meta, recorded_at=known, correlation=f"correction-{place}")
        withdrawal = EventsWithdrawn(
            withdrawn_from=stream, versions=(wrong.originator_version,), corrected_act=wrong.id, reason="Vergissing"
        )
        record.append(RecordedEvent(stream, versions[stream] + 1, meta, withdrawal))
        versions[stream] += 1
        if chance.random() < 0.7:
            day = wrong.meta.effective + timedelta(days=chance.choice((-40, -1, 0, 1, 40)))
            right = attrs.evolve(meta, effective=day, instead_of=wrong.id)
            record.append(RecordedEvent(stream, versions[stream] + 1, right, wrong.event))
            versions[stream] += 1
    return record
