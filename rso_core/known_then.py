"""Judging an act on what was known at an earlier moment.

An act that is said to have been known on 8 January must have been possible on what was known on 8 January: otherwise it
rests on something that came later, and stands in what was known under a body that was not.
"""

from bisect import bisect_left
from datetime import datetime
from typing import Any, cast

from rso_core.domain.act import Act
from rso_core.domain.claimed_moment import RECORD_CLAIM_BEFORE_KNOWN
from rso_core.domain.refusal import Refused
from rso_core.store.event_store import EventStore
from rso_core.store.holding import Known
from rso_core.store.streams import Fold, HoldingStream, Stream
from rso_core.time_zone import AMSTERDAM
from rso_core.unit_of_work import UnitOfWork

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
    later = [stream.id for stream in work.used() if stream.known_by is not None and stream.known_by > claimed]
    if not later:
        return
    events = [recorded for stream in later for _, recorded in work.known_before(stream)]
    came = sorted({recorded.meta.recorded_at for recorded in events if recorded.meta.recorded_at > claimed})
    if not came or _possible(work, act, claimed):
        return
    first = bisect_left(came, True, hi=len(came) - 1, key=lambda at: _possible(work, act, at))
    since = came[first]
    rests_on = [recorded.id for recorded in events if recorded.meta.recorded_at == since]
    raise RECORD_CLAIM_BEFORE_KNOWN.refused(
        claimed=claimed.astimezone(AMSTERDAM), known_from=since.astimezone(AMSTERDAM), rests_on=rests_on
    )


def _possible(work: UnitOfWork, act: Act, at: datetime) -> bool:
    trial = UnitOfWork(cast("EventStore", _KnownThen(work, at)), fresh=True)
    try:
        trial.decide(act, at.astimezone(AMSTERDAM).date())
    except (Refused, *_IN_PIECES):
        return False
    return True


class _KnownThen:
    """The record as far as it was known at a moment; stands in for the store."""

    def __init__(self, work: UnitOfWork, at: datetime) -> None:
        self._work, self._at, self.places = work, at, work.places

    def load(self, stream_id: str, evolve: Fold, *, fresh: bool = True) -> Stream[Any]:
        """The stream with what was known of it."""
        known = self.known(stream_id)
        try:
            return HoldingStream.of(stream_id, known, self.places(known)).folded(evolve)
        except _IN_PIECES:
            return Stream(stream_id, 0, None)

    def known(self, stream_id: str) -> list[Known]:
        """What was known of a stream."""
        return [item for item in self._work.known_before(stream_id) if item[1].meta.recorded_at <= self._at]
