"""Handles of acts: what a person reads in a narrative, writes on paper and types again, ``K3M7-QX2P``.

A handle follows from the id that all events of an act carry, so that records of every release have them, and that they
are the same on every database and in an archive that was read back. It holds no letter that looks like another, and a
slip of the pen leads to no other act: eight characters stand for a million million.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, groupby

import msgspec

from rso_core.store.errors import StoreError
from rso_core.store.event_store import EventStore
from rso_core.store.recorded import EntryKind, RecordedEvent

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Those of Crockford's base 32: without I, L, O and U."""
SHORTEST, LONGEST = 8, 16
"""Characters of a handle; more than the shortest are only needed where two acts begin alike."""
BATCH = 2_000
_TYPED = str.maketrans("OIL", "011", "- ")
_CORRELATION = re.compile(rb'"correlation":"([^"\\]*)"')
_WHOLE_ID = re.compile(r"[0-9a-f]{32}")


class ActNotFoundError(ValueError):
    """What was given is the handle of no act, or of several."""


@lru_cache(maxsize=4_096)
def handle_of(correlation: str, length: int = SHORTEST) -> str:
    """The handle of an act.

    Args:
        correlation: id that all its events carry (`rso_core.store.recorded.Meta.correlation`).
        length: how many characters; more, where fewer would be those of another act too.
    """
    number = int.from_bytes(blake2b(correlation.encode(), digest_size=10).digest())
    letters = "".join(LETTERS[number >> shift & 31] for shift in range(75, -1, -5))[:length]
    return "-".join(letters[start : start + 4] for start in range(0, length, 4))


def acts_in(store: EventStore) -> Iterator[list[RecordedEvent]]:
    """The events of each act, in recorded order: the acts, and the events of one."""

    def events() -> Iterator[RecordedEvent]:
        after = 0
        while batch := store.read(after, BATCH):
            yield from (recorded for _, recorded in batch)
            after = batch[-1][0]

    # They were recorded in one transaction, so that no other event stands between them.
    for _, together in groupby(events(), key=lambda recorded: recorded.meta.correlation):
        yield list(together)


def is_handle(text: str) -> bool:
    """Whether a text is written like the handle of an act."""
    typed = text.strip().upper().translate(_TYPED)
    return SHORTEST <= len(typed) <= LONGEST and not set(typed) - set(LETTERS)


def find_act(store: EventStore, handle: str, pending: Sequence[RecordedEvent] = ()) -> list[RecordedEvent]:
    """All events of the act with this handle, in recorded order.

    Args:
        store: the record.
        handle: as it was shown, in capitals or not, with or without its hyphens; the first eight characters will do.
            The id of the act, and that of any of its events (``party:gm0344@3``), are understood too.
        pending: events that are not written yet, among which to look as well.

    Raises:
        ActNotFoundError: no act has it, or several have, which the message names.
    """
    given = handle.strip()
    if "@" in given:
        unwritten = next((each.meta.correlation for each in pending if each.id == given), None)
        return _events_of(store, unwritten or _correlation_of(store, given), pending)
    typed = given.upper().translate(_TYPED)
    whole = given if _WHOLE_ID.fullmatch(given) else None
    if whole is None and not is_handle(given):
        raise ActNotFoundError(
            f"{given!r} is no handle of an act; a handle is written like {handle_of('')}, and 'rso history' shows them"
        )
    found = {
        each
        for each in chain(_correlations(store), (unwritten.meta.correlation for unwritten in pending))
        if each == whole or handle_of(each, LONGEST).replace("-", "").startswith(typed)
    }
    if len(found) > 1:
        longer = ", ".join(sorted(handle_of(each, LONGEST) for each in found))
        raise ActNotFoundError(f"{given!r} may be any of {len(found)} acts; write more of it: {longer}")
    if not found:
        raise ActNotFoundError(f"no act has the handle {given!r}; 'rso history --all' shows those of all acts")
    return _events_of(store, found.pop(), pending)


def last_act(store: EventStore, actor: str) -> list[RecordedEvent]:
    """All events of the act that this actor typed last; what was read in from a dossier is passed over.

    Of a correction it is what stands in the place of the act that was corrected.

    Args:
        store: the record.
        actor: ``person:<id>``, ``party:<id>`` or ``office:<id>``.

    Raises:
        ActNotFoundError: there is none.
    """
    until = store.head()
    while until > 0:
        after = max(0, until - BATCH)
        typed = [
            recorded.meta
            for position, recorded in store.read(after, BATCH)
            if position <= until and recorded.meta.actor == actor and recorded.meta.came_in is EntryKind.TYPED
        ]
        if typed:
            last = typed[-1]
            if last.instead_of is None:
                return _events_of(store, last.correlation)
            together = store.containing(b'"causation":"%s"' % last.causation.encode())
            first = next(each for each in together if each.meta.instead_of is not None)
            return _events_of(store, first.meta.correlation)
        until = after
    raise ActNotFoundError(f"{actor} typed no act in this record")


def _correlation_of(store: EventStore, event: str) -> str:
    try:
        found = _CORRELATION.search(store.stored_event(event).state)
    except StoreError as error:
        raise ActNotFoundError(str(error)) from None
    assert found is not None, "every stored event carries the id of its act"
    return found[1].decode()


def _correlations(store: EventStore) -> Iterator[str]:
    """The ids of all acts; read in the stored bytes, since few events are then decoded."""
    after = 0
    while rows := store.stored(after, BATCH):
        for _, row in rows:
            if found := _CORRELATION.search(row.state):
                yield found[1].decode()
        after = rows[-1][0]


def _events_of(store: EventStore, correlation: str, pending: Sequence[RecordedEvent] = ()) -> list[RecordedEvent]:
    written = store.containing(b'"correlation":' + msgspec.json.encode(correlation))
    return [each for each in (*written, *pending) if each.meta.correlation == correlation]
