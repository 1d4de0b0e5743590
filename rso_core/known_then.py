"""Judging an act on what was known at an earlier moment.

An act that is said to have been known on 8 January must have been possible on what was known on 8 January: otherwise it
rests on something that came later, and stands in what was known under a body that was not.
"""

from bisect import bisect_left
from datetime import datetime
from typing import Any

from rso_core.domain.act import Act
from rso_core.domain.claimed_moment import RECORD_CLAIM_BEFORE_KNOWN
from rso_core.domain.concept import fold
from rso_core.domain.event import Event
from rso_core.domain.refusal import Refused
from rso_core.store.event_store import Stream
from rso_core.time_zone import AMSTERDAM
from rso_core.unit_of_work import UnitOfWork

Known = dict[str, list[tuple[datetime, str, Event]]]
"""The events of streams: since when each is known, its id, and itself; read once for all the moments that are tried."""
_IN_PIECES = (LookupError, AttributeError, TypeError, ValueError)
"""What folding or deciding raises on a subject of which only some was known: claims of before they had a floor allow that."""


def require_known(work: UnitOfWork, act: Act, claimed: datetime) -> None:
    """Refuse an act, just decided on all that is known, that is not possible on what was known at a moment.

    Args:
        work: in which it was decided.
        act: what happened.
        claimed: the moment (aware) since when it is said to have been known.

    Raises:
        Refused: RECORD_CLAIM_BEFORE_KNOWN, with what it rests on and since when that is known.
    """
    later = [stream.id for stream in work.used() if stream.latest is not None and stream.latest > claimed]
    if not later:
        return
    known: Known = {stream: list(work.known_before(stream)) for stream in later}
    events = [event for of_stream in known.values() for event in of_stream]
    came = sorted({moment for moment, _, _ in events if moment > claimed})
    if not came or _possible(work, known, act, claimed):
        return
    first = bisect_left(came, True, hi=len(came) - 1, key=lambda at: _possible(work, known, act, at))
    since = came[first]
    rests_on = [id_ for moment, id_, _ in events if moment == since]
    raise RECORD_CLAIM_BEFORE_KNOWN.refused(
        claimed=claimed.astimezone(AMSTERDAM), known_from=since.astimezone(AMSTERDAM), rests_on=rests_on
    )


def _possible(work: UnitOfWork, known: Known, act: Act, at: datetime) -> bool:
    try:
        _Then(work, known, at).decide(act, at.astimezone(AMSTERDAM).date(), at)
    except (Refused, *_IN_PIECES):
        return False
    return True


class _Then(UnitOfWork):
    """What acts were decided on, as far as it was known at a moment."""

    def __init__(self, work: UnitOfWork, known: Known, at: datetime) -> None:
        super().__init__(work.store, fresh=False)
        self._now, self._events, self._at = work, known, at

    def _read(self, stream_id: str) -> Stream[Any]:
        stream = self._now.before(stream_id)
        if stream.latest is None or stream.latest <= self._at:
            return stream
        try:
            return self._known_part(stream)
        except _IN_PIECES:
            return Stream(stream_id, 0, None)

    def _known_part(self, stream: Stream[Any]) -> Stream[Any]:
        if stream.id not in self._events:
            self._events[stream.id] = list(self._now.known_before(stream.id))
        state, version = None, 0
        for moment, _, event in self._events[stream.id]:
            if moment <= self._at:
                state, version = fold(state, event), version + 1
        return Stream(stream.id, version, state)
