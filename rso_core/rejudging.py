"""What rests on an act: acts that hold later are judged anew where something comes into the record before them.

A late act is judged by the facts of its day (see `rso_core.unit_of_work`). It must leave standing what is recorded for
later days: each later act that may rest on what it changes is tried on the record with it, and on the record without it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from enum import Enum
from functools import partial
from typing import Any, cast

import attrs

from rso_core.domain.act import Act
from rso_core.domain.concept import follows_recording, is_dated
from rso_core.domain.event import Event
from rso_core.domain.prerequisites import prerequisites_of
from rso_core.domain.refusal import Refused, Rule
from rso_core.later_acts import LaterActs, PerformedAct, day_of_act
from rso_core.store.event_store import EventStore
from rso_core.store.holding import HoldingKey, Known, still_holding
from rso_core.store.streams import Fold, HoldingStream, Stream
from rso_core.unit_of_work import RESTS_ON_IT, Decided, UnitOfWork

RECORD_LATER_STANDS = Rule(
    id="record.later_stands",
    source="S14",
    en="An act that comes in late leaves standing what is recorded for later days.",
    nl="Een handeling die later wordt vastgelegd laat staan wat voor latere dagen al is vastgelegd.",
    remedy_en="Correct or set aside what rests on it together with it, or correct the day of this act.",
    remedy_nl="Verbeter wat erop rust tegelijk mee of zet dat opzij, of verbeter de dag van deze handeling.",
)
NOTHING = frozenset[str]()


def says_no_day(act: Act) -> bool:
    """Whether the day from which an act holds follows from what it is decided on."""
    return not prerequisites_of(type(act)).effective


class View(Enum):
    """What an act that is judged anew finds of what was recorded since.

    BY_ITS_DAY: the record by the facts of its day, whenever they were recorded.
    AT_ONCE: only what holds from an earlier day: that would have had to leave it standing.
    AS_TYPED: nothing: so it was decided, had all been typed rightly at once.
    """

    BY_ITS_DAY = "by_its_day"
    AT_ONCE = "at_once"
    AS_TYPED = "as_typed"


class PastRecord:
    """The record as an act at a moment finds it; stands in for the store when that act is judged.

    Args:
        known: gives the events of a stream, with their positions, in recorded order.
        places: gives the positions of events in whose place others stand.
        day, place: of the act.
        without: identifiers of events that are left out.
        inserted: identifiers of the events that came in before the act.
        says_no_day: whether the day of the act follows from what it is decided on; then what was recorded before counts.
        view: what counts of what was recorded since.
        holding: gives what holds of a stream, where that is known already.
    """

    def __init__(
        self,
        known: Callable[[str], list[Known]],
        places: Callable[[Iterable[Known]], dict[str, int]],
        day: date,
        place: int,
        without: Collection[str],
        inserted: Collection[str],
        *,
        says_no_day: bool,
        view: View = View.BY_ITS_DAY,
        holding: Callable[[str], HoldingStream] | None = None,
    ) -> None:
        self._holding = holding or (lambda stream: HoldingStream.of(stream, known(stream), places(known(stream))))
        self._inserted, self._says_no_day, self._view = inserted, says_no_day, view
        self._known, self.places = known, places
        self._moment = (day, place)
        self._without = without

    def load(self, stream_id: str, evolve: Fold, *, fresh: bool = True) -> Stream[Any]:
        """The stream as it stood."""
        if self._view is not View.BY_ITS_DAY:
            known = self.known(stream_id)
            return HoldingStream.of(stream_id, known, self.places(known)).folded(evolve)
        stream = self._holding(stream_id)
        concept, by_place = stream_id.partition(":")[0], follows_recording(stream_id)

        def before(key: HoldingKey, event: str) -> bool:
            recorded_before = key.place < self._moment[1] or event in self._inserted
            if by_place:
                return recorded_before
            held = (key.said, key.place) < self._moment
            return is_dated(concept) or held or (self._says_no_day and recorded_before)

        kept = [
            (key, recorded)
            for n, (key, recorded) in enumerate(stream.events)
            if (n == 0 or before(key, recorded.id)) and recorded.id not in self._without
        ]
        return attrs.evolve(stream, events=tuple(kept)).folded(evolve)

    def known(self, stream_id: str) -> list[Known]:
        """The events of a stream as it stood; an act is tried on the day it holds, so nothing of it is late."""
        known = [item for item in self._known(stream_id) if item[1].id not in self._without]
        if self._view is View.BY_ITS_DAY:
            return known
        # What no longer holds goes first: that it does not was recorded later.
        known, places, (day, place) = still_holding(known), self.places(known), self._moment
        late = self._view is View.AT_ONCE and not follows_recording(stream_id)
        return [
            (at, recorded)
            for at, recorded in known
            if places.get(recorded.meta.instead_of or "", at) < place or (late and recorded.meta.effective < day)
        ]


class Standing:
    """Looks whether what is recorded for later days stands, whenever an act comes in before it."""

    def __init__(self, store: EventStore) -> None:
        self._later = LaterActs(store)

    def require(self, work: UnitOfWork, act: Act, today: date, decided: Sequence[Decided]) -> None:
        """Refuse an act that what is recorded for later days does not stand with.

        Args:
            work: in which it was just decided.
            act: as it is recorded.
            today: the day of recording.
            decided: what it led to.

        Raises:
            Refused: RECORD_LATER_STANDS, with what does not stand and the rule that each breaks.
        """
        if not decided or any(each.event.erases for each in decided):
            # Who was erased is erased, whatever rests on it.
            return
        together = tuple(decided)

        def performed() -> PerformedAct:
            events = tuple(work.as_known(each) for each in together)
            return PerformedAct(act, today, day_of_act(act, (d.effective for d in together)), events[0][0], events)

        changed = {d.stream for d in decided if d.version > 1 and not follows_recording(d.stream)}
        if changed:
            day = min(d.effective for d in decided if d.stream in changed)
            if self._later.any_after(day):
                self._judge(work, performed(), self._later.after(day, changed))
        self._later.add(performed, max(d.effective for d in decided))

    def rewritten(self, withdrawn: Iterable[str], instead: Iterable[PerformedAct]) -> None:
        """Take up a correction that is decided and not yet written: what no longer holds, and what stands in its place."""
        self._later.withdraw(withdrawn)
        for each in instead:
            self._later.add(partial(_itself, each), max(recorded.meta.effective for _, recorded in each.events))

    def forget_pending(self) -> None:
        """After a commit."""
        self._later.forget_pending()

    def _judge(self, work: UnitOfWork, late: PerformedAct, later: Sequence[PerformedAct]) -> None:
        broken, more = {}, []
        for each in later:
            after = judged(work, each, without=NOTHING, inserted=late.own)
            books = [] if isinstance(after, Refused) else _bookkeeping(after, each)
            if not books and not isinstance(after, Refused):
                continue
            before = judged(work, each, without=late.own, inserted=NOTHING)
            if isinstance(after, Refused):
                if not isinstance(before, Refused):
                    broken[each.told] = after.rule.id
            elif not isinstance(before, Refused):
                more += [item for item in books if item not in before]
        if broken:
            raise RECORD_LATER_STANDS.refused(**{RESTS_ON_IT: [f"{act} [{rule}]" for act, rule in broken.items()]})
        for event, on in more:
            work.record(event, on)


def _bookkeeping(outcome: Iterable[tuple[Event, date]], performed: PerformedAct) -> list[tuple[Event, date]]:
    """What an act would also write in the books now: bookkeeping that it did not record when it was performed.

    A project that turns out to have been running when it was stopped gives back the place that it took.
    """
    recorded = [each.event for _, each in performed.events]
    return [(event, on) for event, on in outcome if follows_recording(event.stream) and event not in recorded]


def _itself(performed: PerformedAct) -> PerformedAct:
    return performed


def judged(
    work: UnitOfWork, performed: PerformedAct, *, without: Collection[str], inserted: Collection[str]
) -> Refused | list[tuple[Event, date]]:
    """What an act leads to by itself at its place in the record, or the refusal that it meets there.

    Nothing, where what the act said is not known: then it stands as it is recorded.

    Args:
        work: gives what is known, with what is not yet written.
        performed: the act.
        without: identifiers of events of others that are left out.
        inserted: identifiers of events of others that came in before it.
    """
    if performed.act is None:
        return []
    out, free = {*without, *performed.own}, says_no_day(performed.act)
    past = PastRecord(
        *(work.known, work.places, performed.day, performed.place, out, inserted),
        says_no_day=free,
        holding=work.holding,
    )
    trial = UnitOfWork(cast("EventStore", past), fresh=True)
    try:
        return trial.outcome(performed.act, performed.today)
    except Refused as refused:
        return refused
