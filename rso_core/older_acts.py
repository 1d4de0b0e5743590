"""The act that led to some events, given back with the help of the record: for what releases before 0.3 recorded.

Those kept nothing of an act but its events. Some say what the events leave out in what was known before
(``told_before`` of the act), and where an act carried an idempotency key its fingerprint tells which of the ways in
which it may have been said is the right one.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, islice
from typing import Any

import attrs

from rso_core.acts import Act, act_classes, replace
from rso_core.application import Provenance, fingerprint
from rso_core.domain.concept import fold
from rso_core.recorded_acts import is_told_before, recorded_act
from rso_core.store.event_store import EventStore
from rso_core.store.recorded import Meta, RecordedEvent

MOST_WAYS = 2_000
"""So many ways in which an act may have been said are tried, a few hundredths of a second."""


def recorded_act_in(store: EventStore, events: Sequence[RecordedEvent]) -> Act:
    """The act that led to these events, as well as the record can tell.

    Args:
        store: the record they stand in.
        events: all events of one correlation, in recorded order.

    Raises:
        ActNotGivenBackError: nothing tells a field that the act must have, or this release does not know the act.
    """
    cls = act_classes().get(events[0].meta.act) if events else None
    known_before = None
    if cls is not None and is_told_before(cls) and events[0].meta.said is None:
        known_before = cls.told_before([each.event for each in events], _states_before(store, events))
    return _as_fingerprinted(store, recorded_act(events, known_before), events[0].meta)


def _states_before(store: EventStore, events: Sequence[RecordedEvent]) -> Callable[[str], Any]:
    """Gives the state of a stream in which the act recorded something, just before it."""
    first = {each.originator_id: each.originator_version for each in reversed(events)}

    def before(stream: str) -> Any:
        state = None
        for recorded in store.stream(stream)[: first[stream] - 1]:
            state = fold(state, recorded.event)
        return state

    return before


def is_as_performed(store: EventStore, act: Act, meta: Meta) -> bool | None:
    """Whether an act given back is the one that was performed, by the fingerprint kept under its idempotency key.

    Returns:
        None where none was kept: the act carried no key.
    """
    if not meta.digest:
        return None
    found = fingerprint(act, Provenance(actor=meta.actor, source=meta.source))
    return meta.digest == (store.keys.blind(found) if act.names_a_person else found)


def _as_fingerprinted(store: EventStore, act: Act, meta: Meta) -> Act:
    """The act, said in the way of which the fingerprint was kept; as it is where none fits or none was kept."""
    if meta.said is not None or is_as_performed(store, act, meta) is not False:
        return act
    ways = islice(_ways_to_say(act), MOST_WAYS)
    return next((way for way in ways if is_as_performed(store, way, meta)), act)


def _ways_to_say(act: Act) -> Iterable[Act]:
    """The act with fewer of its fields given, the fewest left out first: what it left out, its events completed."""
    given: dict[str, Any] = {
        field.name: field.default
        for field in type(act).__attrs_attrs__
        if field.default is not attrs.NOTHING and getattr(act, field.name) != field.default
    }
    for number in range(1, len(given) + 1):
        for left_out in combinations(given, number):
            yield replace(act, **{name: given[name] for name in left_out})
