"""What a set of corrections comes to: the acts as corrected, and what rests on them, judged anew in the order of holding.

An act stands where it stands by the facts of its day, on the record as corrected; or without what was recorded since and
holds from its day or a later one, so that the end of a role that was recorded later does not stand in the way of its
beginning. What it leads to is what it would have led to had all been typed rightly at once: a typo that is put right in
the reason of a merger changes nothing of who moved along.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from heapq import heappop, heappush
from typing import Any, cast

import attrs

from rso_core.act_content import checked
from rso_core.corrected_record import ADDED, CorrectedRecord, Correction, Rewritten, standing_act
from rso_core.domain.act import Act, replace
from rso_core.domain.admission import admitted
from rso_core.domain.concept import fold, follows_recording, is_dated
from rso_core.domain.correction_rules import (
    CORRECTION_CHANGES,
    CORRECTION_FIELD,
    CORRECTION_GIVEN_BACK,
    CORRECTION_IRREVOCABLE,
    CORRECTION_ONCE,
    CORRECTION_REST_STANDS,
)
from rso_core.domain.event import Event, context_fields
from rso_core.domain.refusal import Refused
from rso_core.later_acts import PerformedAct, performed, reaching
from rso_core.older_acts import recorded_act_in
from rso_core.pending_record import RecordWithPending
from rso_core.recorded_acts import ActNotGivenBackError, besides_its_events
from rso_core.rejudging import NOTHING, PastRecord, View, says_no_day
from rso_core.store.event_store import EventStore
from rso_core.store.recorded import RecordedEvent
from rso_core.store.streams import HoldingStream
from rso_core.unit_of_work import RESTS_ON_IT, UnitOfWork

_STANDS_IN = (View.BY_ITS_DAY, View.AT_ONCE)
_ONLY_SAID = frozenset({"on", "ground", "reason"})
"""Fields of an act that does more than it records, in which nothing stands but what is said of it."""
Moment = tuple[date, int]
Said = tuple[Any, ...]


class Correcting:
    """What a set of corrections comes to; nothing is recorded here.

    Args:
        record: in which the acts stand.
    """

    def __init__(self, record: RecordWithPending) -> None:
        self._acts = record
        self._record = CorrectedRecord(record)
        self._gone = record.withdrawn()
        self._rewritten: dict[str, Rewritten] = {}

    @property
    def read(self) -> dict[str, int]:
        """The streams that were read, with the version of each."""
        return self._record.versions

    def plan(self, corrections: Sequence[Correction]) -> list[Rewritten]:
        """What is to be recorded: the acts as corrected, and what rests on them where that comes out otherwise.

        Raises:
            ActNotFoundError: a handle is of no act, or of several.
            InvalidActError: a field is not of its type.
            Refused: an act as corrected is refused, or something that rests on one does not stand.
        """
        wanted = [self._wanted(correction) for correction in corrections]
        for number, each in enumerate(wanted):
            if any(each.root == other.root for other in wanted[:number]):
                raise CORRECTION_ONCE.refused(act=each.before.told)
        for each in wanted:
            self._record.rewrite(each.before, each.root)
            self._rewritten[each.before.id] = each
        changed: set[str] = set()
        for each in sorted(wanted, key=lambda each: (_day_of(each), each.before.place)):
            changed |= self._put(each)
        self._judge_rest(changed, min((min(each.before.day, _day_of(each)), each.before.place) for each in wanted))
        self._require_folding()
        return list(self._rewritten.values())

    def _wanted(self, correction: Correction) -> Rewritten:
        before, root = standing_act(self._acts, correction.act, to_change=correction.changes is not None)
        try:
            said = recorded_act_in(cast("EventStore", self._acts), [recorded for _, recorded in before.events])
        except ActNotGivenBackError as error:
            if correction.changes is not None:
                raise CORRECTION_GIVEN_BACK.refused(act=before.told, reasons=list(error.reasons.values())) from None
            said = None
        by_hand = said.by_hand if said is not None else not any(r.event.erases for _, r in before.events)
        if not by_hand and (correction.changes is None or correction.changes.keys() - _ONLY_SAID):
            raise CORRECTION_IRREVOCABLE.refused(act=before.told)
        if correction.changes is None:
            return Rewritten(before, root, said, None, asked=True)
        assert said is not None
        fields = [field.name for field in said.__attrs_attrs__]
        unknown = sorted(correction.changes.keys() - set(fields))
        if unknown:
            raise CORRECTION_FIELD.refused(act=said.act_name, unknown=unknown, fields=fields)
        coming_in = correction.changes.keys() - correction.given_back
        corrected = admitted(checked(replace(said, **correction.changes)), only=coming_in)
        if corrected == said and not correction.anew:
            raise CORRECTION_CHANGES.refused(act=before.told)
        return Rewritten(before, root, said, corrected, asked=True)

    def _put(self, each: Rewritten) -> set[str]:
        """Let an act stand in the place of one that is withdrawn; gives the streams in which something changes."""
        events = () if each.act is None else self._decided(each, each.act)
        self._rewritten[each.before.id] = attrs.evolve(each, events=events)
        self._record.rewrite(each.before, each.root, events)
        return {recorded.originator_id for _, recorded in each.before.events} | {r.originator_id for r in events}

    def _decided(self, each: Rewritten, act: Act) -> tuple[RecordedEvent, ...]:
        before = each.before
        view = self._standing_in(before, act)
        if not isinstance(self._outcome(before, act, View.AS_TYPED), Refused):
            view = View.AS_TYPED
        prepared, decided = self._trial(before, act, view).decide(act, before.today)
        said = besides_its_events(prepared, [each.event for each in decided], decided[0].effective) if decided else None
        recorded = before.events[0][1].meta
        events: list[RecordedEvent] = []
        for number, made in enumerate(decided):
            meta = attrs.evolve(recorded, effective=made.effective, instead_of=each.root, said=None if number else said)
            events.append(RecordedEvent(made.stream, ADDED + len(events), meta, made.event))
        return tuple(events)

    def _trial(self, before: PerformedAct, act: Act, view: View, *, corrected: bool = True) -> UnitOfWork:
        """A unit of work in which an act is decided at its place; on the record as it will be, or as it is."""
        known, free = self._record.after if corrected else self._record.before, says_no_day(act)
        places, day = self._record.places, before.day_of(act)
        past = PastRecord(known, places, day, before.place, before.own, NOTHING, says_no_day=free, view=view)
        return UnitOfWork(cast("EventStore", past), fresh=True, fold=fold_what_can_be)

    def _judge_rest(self, changed: set[str], first: Moment) -> None:
        """Judge what rests on what changed, in the order in which it holds; where it comes out otherwise, that rests too."""
        waiting: list[tuple[date, int, str]] = []
        known: dict[str, PerformedAct] = {}

        def look(streams: set[str], since: Moment) -> None:
            for each in self._resting_on(streams, since):
                if each.id not in known and each.id not in self._rewritten:
                    known[each.id] = each
                    heappush(waiting, (each.day, each.place, each.id))

        broken: dict[str, str] = {}
        look(changed, first)
        while waiting:
            day, place, identifier = heappop(waiting)
            each = known[identifier]
            if each.act is None:
                continue
            try:
                if self._comes_out_otherwise(each, each.act):
                    root = each.events[0][1].meta.instead_of or each.id
                    self._record.rewrite(each, root)
                    look(self._put(Rewritten(each, root, each.act, each.act)), (day, place))
            except Refused as refused:
                broken[each.told] = refused.rule.id
        if broken:
            raise CORRECTION_REST_STANDS.refused(**{RESTS_ON_IT: [f"{act} [{rule}]" for act, rule in broken.items()]})

    def _resting_on(self, streams: set[str], since: Moment) -> Iterator[PerformedAct]:
        """The acts that may rest on what changed in these streams, on the day of a moment and later.

        Those of before as well where the streams answer for every day by themselves, or began otherwise: an act may hold
        from a day before that of what it is about. Of bookkeeping only what an act asks of it matters, not what stands in it.
        """
        concepts = {stream.partition(":")[0] for stream in streams}
        subjects = {stream for stream in streams if not follows_recording(stream)}
        any_day = any(is_dated(concept) for concept in concepts) or any(map(self._begins_otherwise, subjects))
        found = self._acts.resting_on(subjects, reaching(concepts))
        for each in performed(self._acts, (item for item in found if item[1].id not in self._gone)):
            if any_day or (each.day, each.place) > since:
                yield each

    def _begins_otherwise(self, stream: str) -> bool:
        before, after = self._record.before(stream), self._record.after(stream)
        return before[:1] != after[:1]

    def _comes_out_otherwise(self, each: PerformedAct, act: Act) -> bool:
        """Whether an act leads to something else on the record as corrected.

        Raises:
            Refused: it is refused there, and was not on the record as it is.
        """
        try:
            stands_in = self._standing_in(each, act)
        except Refused:
            if any(not isinstance(self._outcome(each, act, view, corrected=False), Refused) for view in _STANDS_IN):
                raise
            return False
        recorded = [_said(r.event, r.meta.effective) for _, r in each.events]
        for view in (View.AS_TYPED, stands_in):
            after = self._outcome(each, act, view)
            if not isinstance(after, Refused):
                if _is_the_same(after, recorded):
                    return False
                before = self._outcome(each, act, view, corrected=False)
                return not isinstance(before, Refused) and before != after
        return False

    def _standing_in(self, each: PerformedAct, act: Act) -> View:
        """The first view in which an act stands on the record as corrected.

        Raises:
            Refused: it stands in none; by the facts of its day.
        """
        refusals = []
        for view in _STANDS_IN:
            outcome = self._outcome(each, act, view)
            if not isinstance(outcome, Refused):
                return view
            refusals.append(outcome)
        raise refusals[0]

    def _outcome(self, each: PerformedAct, act: Act, view: View, *, corrected: bool = True) -> list[Said] | Refused:
        """What an act says by itself at its place, or the refusal that it meets."""
        try:
            trial = self._trial(each, act, view, corrected=corrected)
            return [_said(event, on) for event, on in trial.outcome(act, each.today)]
        except Refused as refused:
            return refused

    def _require_folding(self) -> None:
        """Refuse a correction after which a subject could not be told any more, of which no rule knew."""
        for stream in self._record.versions:
            after = HoldingStream.of(
                stream, self._record.after(stream), self._record.places(self._record.after(stream))
            )
            before = self._record.before(stream)
            if not after.folds(fold) and HoldingStream.of(stream, before, self._record.places(before)).folds(fold):
                raise CORRECTION_REST_STANDS.refused(**{RESTS_ON_IT: [stream]})


def fold_what_can_be(state: Any, event: Event) -> Any:
    """The state after one more event, or as it was where the event builds on something that is not there.

    Then its act is judged itself, and named where it does not stand.
    """
    try:
        return fold(state, event)
    except Exception:
        # Whatever a state of the domain raises on something of which it never heard.
        return state


def _is_the_same(after: list[Said], recorded: list[Said]) -> bool:
    """Whether what an act leads to is what was recorded of it; bookkeeping and what follows besides left out."""
    own = [each for each in recorded if not each[2]]
    return all(each in recorded for each in after) and len([each for each in after if not each[2]]) == len(own)


def _day_of(each: Rewritten) -> date:
    """The day from which an act holds as corrected."""
    return each.before.day if each.act is None else each.before.day_of(each.act)


def _said(event: Event, on: date) -> Said:
    """What an event says itself, to compare: its stream, its day, and whether it is bookkeeping."""
    copied = context_fields(type(event))
    said = tuple(getattr(event, field.name) for field in event.__attrs_attrs__ if field.name not in copied)
    return type(event), on, follows_recording(event.stream), said
