"""The acts that name a thing: complete by construction, since the types of the fields say what every event names."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

import attrs

from rso_core.about.confidentiality import Confidentiality
from rso_core.about.mentions import located_mentions_of
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.references import Thing
from rso_core.projection import known_by
from rso_core.store.event_store import EventStore
from rso_core.store.holding import withdrawn_by
from rso_core.store.mapper import topics_of
from rso_core.store.naming import Sought, written
from rso_core.store.recorded import Meta, RecordedEvent

_ALL = 1_000_000


class How(StrEnum):
    """How an act has to do with a thing.

    ``own``: an event of it stands in the stream of the thing. ``named``: an event of it names the thing. ``held``: it is
    about something that the person held. ``recorded``: the thing (a person, a party) only recorded it.
    """

    OWN = "own"
    NAMED = "named"
    HELD = "held"
    RECORDED = "recorded"


@attrs.frozen
class EventAbout:
    """An event that has to do with a thing: its position in the log, itself, and how it has to do with it."""

    position: int
    recorded: RecordedEvent
    how: How


@attrs.frozen(kw_only=True)
class ActAbout:
    """An act that has to do with a thing, or the part of it that holds from one day.

    Attributes:
        on: the day from which it holds (Europe/Amsterdam).
        events: the events of the act that have to do with the thing, in recorded order.
        confidential: whether any of these events is confidential (see `Confidentiality`).
        holds: whether all of these events still hold, as known then: not of what was corrected or set aside since.
    """

    on: date
    events: tuple[EventAbout, ...]
    confidential: bool
    holds: bool = True

    @property
    def meta(self) -> Meta:
        """When, by whom and on what ground it was recorded."""
        return self.events[0].recorded.meta

    @property
    def how(self) -> How:
        """How it has to do with the thing: as the closest of its events has."""
        return min((event.how for event in self.events), key=list(How).index)


@attrs.frozen(kw_only=True)
class About:
    """All acts that have to do with a thing, in order of the day from which they hold and then of recording.

    Attributes:
        thing: what it is about.
        acts: the acts.
        left_out: how many confidential acts were left out.
    """

    thing: Thing
    acts: tuple[ActAbout, ...]
    left_out: int = 0

    @property
    def written(self) -> str:
        """How the thing is written: ``party:gm0344``."""
        return written(self.thing)


def acts_about(
    store: EventStore,
    thing: Thing,
    *,
    first_day: date | None = None,
    last_day: date | None = None,
    known_on: date | datetime | None = None,
    public: bool = False,
    confidentiality: Confidentiality | None = None,
) -> About:
    """Every act that names a thing, stands in its stream, or was recorded by it; of a person also what ends what was held.

    Args:
        store: of the record.
        thing: kind and identifier; of a part also that of what it is part of.
        first_day, last_day: only what holds from a day between these, both included (Europe/Amsterdam).
        known_on: only what was known at the end of this day, or at this moment (aware).
        public: leave out what is confidential, by all that is known now.
        confidentiality: tells what is; one of its own when left out.

    Raises:
        StoreError: the store cannot be read.
    """
    moment = known_by(known_on)
    withdrawn: frozenset[str] = frozenset()
    by_act: dict[tuple[date, str], list[EventAbout]] = {}
    for event in _found(store, thing, moment):
        meta = event.recorded.meta
        if moment is not None and meta.recorded_at > moment:
            continue
        withdrawn |= withdrawn_by([(event.position, event.recorded)])
        if (first_day is None or first_day <= meta.effective) and (last_day is None or meta.effective <= last_day):
            by_act.setdefault((meta.effective, meta.correlation), []).append(event)
    tells = confidentiality or Confidentiality(store)
    in_order = sorted(by_act.items(), key=lambda item: (item[0][0], item[1][0].position))
    acts = [
        ActAbout(
            on=on,
            events=tuple(events),
            confidential=any(tells.is_confidential(event.recorded) for event in events),
            holds=all(event.recorded.id not in withdrawn for event in events),
        )
        for (on, _), events in in_order
    ]
    hidden = {act.meta.correlation for act in acts if public and act.confidential}
    shown = tuple(act for act in acts if not (public and act.confidential))
    return About(thing=thing, acts=shown, left_out=len(hidden))


def other_acts(about: About) -> int:
    """How many acts name a thing and have no event in its own stream; what it only recorded is not counted."""
    own = {act.meta.correlation for act in about.acts if act.how is How.OWN}
    return len({act.meta.correlation for act in about.acts if act.how is How.NAMED} - own)


def _found(store: EventStore, thing: Thing, moment: datetime | None) -> Iterator[EventAbout]:
    """What has to do with a thing, in recorded order."""
    text = written(thing)
    sought = Sought.of([text])
    found = dict(store.naming([text], recorded_by=True))
    held: set[int] = set()
    if thing[0] == "person":
        mentions = dict(located_mentions_of(store, thing[1], moment))
        held = {position for position, mention in mentions.items() if mention.about}
        found |= {position: mention.recorded for position, mention in mentions.items()}
    ids = {recorded.id for recorded in found.values()}
    withdrawals = dict(store.read(limit=_ALL, topics=topics_of([EventsWithdrawn])))
    # What takes an event back names it, and not what that named.
    taken_back = {position for position, r in withdrawals.items() if ids & withdrawn_by([(position, r)])} - found.keys()
    found |= {position: withdrawals[position] for position in taken_back}
    for position, recorded in sorted(found.items()):
        if recorded.originator_id == text:
            yield EventAbout(position, recorded, How.OWN)
        elif position in taken_back or sought.named_by(recorded):
            yield EventAbout(position, recorded, How.NAMED)
        else:
            yield EventAbout(position, recorded, How.HELD if position in held else How.RECORDED)
