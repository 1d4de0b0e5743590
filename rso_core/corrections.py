"""Putting right what was recorded wrongly: any act can be corrected or set aside, and stays visible.

Nothing is taken out of the record. What a corrected act led to is withdrawn, and what it leads to as corrected is recorded
in its place; what rests on it is judged anew on the record as corrected, in the order in which it holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from heapq import heappop, heappush
from typing import Any, cast

import attrs

from rso_core.act_handles import find_act, handle_of
from rso_core.application import Application, Outcome, Provenance, checked, retrying
from rso_core.domain.act import Act, replace
from rso_core.domain.concept import follows_recording
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.event import Event, context_fields
from rso_core.domain.refusal import Refused, Rule
from rso_core.domain.values import require_text
from rso_core.older_acts import recorded_act_in
from rso_core.recorded_acts import besides_its_events
from rso_core.rejudging import NOTHING, LaterActs, PastRecord, PerformedAct, says_no_day
from rso_core.store.event_store import EventStore
from rso_core.store.holding import Known
from rso_core.store.recorded import RecordedEvent
from rso_core.unit_of_work import UnitOfWork

CORRECTION_REST_STANDS = Rule(
    id="correction.rest_stands",
    source="S14",
    en="What rests on an act stands when the act is corrected or set aside.",
    nl="Wat op een handeling rust, blijft staan als die handeling wordt verbeterd of opzijgezet.",
    remedy_en="Correct or set aside in one go what is listed here ('--with').",
    remedy_nl="Verbeter wat hier genoemd is tegelijk mee, of zet het opzij ('--with').",
)
CORRECTION_STANDING_ACT = Rule(
    id="correction.standing_act",
    source="S14",
    en="An act that was set aside does not hold any more, and is not corrected.",
    nl="Een handeling die opzijgezet is, geldt niet meer en wordt niet verbeterd.",
    remedy_en="Record what should hold as a new act.",
    remedy_nl="Leg wat zou moeten gelden vast als een nieuwe handeling.",
)
CORRECTION_CHANGES = Rule(
    id="correction.changes",
    source="S14",
    en="A correction says something else than the act says already.",
    nl="Een verbetering zegt iets anders dan de handeling al zegt.",
    remedy_en="Say which field gets another value, or leave the act as it is.",
    remedy_nl="Zeg welk veld een andere waarde krijgt, of laat de handeling zoals zij is.",
)
CORRECTION_FIELD = Rule(
    id="correction.field",
    source="S14",
    en="A correction changes fields that the act has.",
    nl="Een verbetering verandert velden die de handeling heeft.",
    remedy_en="Name one of the fields of the act ('rso act' shows them).",
    remedy_nl="Noem een van de velden van de handeling ('rso act' toont ze).",
)
_ADDED = 2**62 + 2**61
"""Positions of what a correction records begin here: after everything that is recorded."""


@attrs.frozen
class Correction:
    """An act that is put right.

    Attributes:
        act: its handle, or the id of one of its events.
        changes: values by field; None sets the act aside.
    """

    act: str
    changes: Mapping[str, Any] | None


@attrs.frozen
class Rewritten:
    """An act in whose place another stands, or nothing.

    Attributes:
        before: the act as it is recorded.
        act: as it will be recorded; None where it is set aside.
        events: what that leads to.
    """

    before: PerformedAct
    root: str
    act: Act | None
    events: tuple[RecordedEvent, ...] = ()


class CorrectedRecord:
    """The record as it will be, with what is withdrawn left out and what is put in its place."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._known: dict[str, list[Known]] = {}
        self._places: dict[str, int] = {}
        self._withdrawn: set[str] = set()
        self._added: dict[str, list[Known]] = {}
        self._count = 0

    def before(self, stream: str) -> list[Known]:
        """The events of a stream as they are recorded."""
        if stream not in self._known:
            self._known[stream] = self._store.known(stream)
            self._places |= self._store.places(self._known[stream])
        return self._known[stream]

    def after(self, stream: str) -> list[Known]:
        """The events of a stream as they will be recorded."""
        kept = [item for item in self.before(stream) if item[1].id not in self._withdrawn]
        return kept + self._added.get(stream, [])

    @property
    def versions(self) -> dict[str, int]:
        """The streams that were read, with the version at which each was."""
        return {name: known[-1][1].originator_version if known else 0 for name, known in self._known.items()}

    def places(self, known: Iterable[Known]) -> dict[str, int]:
        """Positions of the events in whose place some of these stand, by id."""
        return {r.meta.instead_of: self._places[r.meta.instead_of] for _, r in known if r.meta.instead_of}

    def rewrite(self, rewritten: Rewritten) -> None:
        """Let an act stand in the place of another."""
        self._withdrawn |= rewritten.before.own
        self._places[rewritten.root] = rewritten.before.place
        for recorded in rewritten.events:
            self._added.setdefault(recorded.originator_id, []).append((_ADDED + self._count, recorded))
            self._count += 1


class Correcting:
    """What a set of corrections comes to; nothing is recorded here.

    Args:
        store: the record.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._record = CorrectedRecord(store)
        self._later = LaterActs(store)
        self._rewritten: dict[str, Rewritten] = {}

    @property
    def read(self) -> dict[str, int]:
        """The streams that were read, with the version of each."""
        return self._record.versions

    def plan(self, corrections: Sequence[Correction]) -> list[Rewritten]:
        """What is to be recorded: the acts as corrected, and what rests on them where that comes out otherwise.

        Raises:
            ActNotFoundError: a handle is of no act, or of several.
            ActNotGivenBackError: the record does not hold what an act said.
            Refused: an act as corrected is refused, or something that rests on one does not stand.
        """
        wanted = [self._wanted(correction) for correction in corrections]
        for before, root, _ in wanted:
            self._record.rewrite(Rewritten(before, root, None))
            self._rewritten[before.id] = Rewritten(before, root, None)
        changed: set[str] = set()
        for before, root, act in sorted(wanted, key=lambda each: (_day_of(each[0], each[2]), each[0].place)):
            changed |= self._put(before, root, act)
        first = min((min(before.day, _day_of(before, act)), before.place) for before, _, act in wanted)
        self._judge_rest(changed, first)
        return list(self._rewritten.values())

    def _wanted(self, correction: Correction) -> tuple[PerformedAct, str, Act | None]:
        before, root = standing_act(self._store, correction.act)
        if correction.changes is None:
            return before, root, None
        act = recorded_act_in(self._store, [recorded for _, recorded in before.events])
        unknown = sorted(correction.changes.keys() - {field.name for field in act.__attrs_attrs__})
        if unknown:
            raise CORRECTION_FIELD.refused(
                act=act.act_name, unknown=unknown, fields=[f.name for f in act.__attrs_attrs__]
            )
        corrected = checked(replace(act, **correction.changes))
        if corrected == act:
            raise CORRECTION_CHANGES.refused(act=_named(before))
        return before, root, corrected

    def _put(self, before: PerformedAct, root: str, act: Act | None) -> set[str]:
        """Let an act stand in the place of one that is withdrawn; gives the streams in which something changes."""
        events = () if act is None else self._decided(before, root, act)
        rewritten = Rewritten(before, root, act, events)
        self._rewritten[before.id] = rewritten
        self._record.rewrite(rewritten)
        streams = {recorded.originator_id for _, recorded in before.events} | {r.originator_id for r in events}
        return {stream for stream in streams if not follows_recording(stream)}

    def _decided(self, before: PerformedAct, root: str, act: Act) -> tuple[RecordedEvent, ...]:
        trial = self._trial(act, _day_of(before, act), before.place)
        prepared, decided = trial.decide(act, before.today)
        said = besides_its_events(prepared, [each.event for each in decided], decided[0].effective) if decided else None
        recorded = before.events[0][1].meta
        events: list[RecordedEvent] = []
        for number, each in enumerate(decided):
            meta = attrs.evolve(recorded, effective=each.effective, instead_of=root, said=None if number else said)
            events.append(RecordedEvent(each.stream, _ADDED + len(events), meta, each.event))
        return tuple(events)

    def _trial(
        self, act: Act, day: date, place: int, without: frozenset[str] = NOTHING, *, after: bool = True
    ) -> UnitOfWork:
        known, free = self._record.after if after else self._record.before, says_no_day(act)
        past = PastRecord(known, self._record.places, day, place, without, NOTHING, says_no_day=free)
        return UnitOfWork(cast("EventStore", past), fresh=True)

    def _judge_rest(self, changed: set[str], first: tuple[date, int]) -> None:
        """Judge what rests on what changed, in the order in which it holds; where it comes out otherwise, that rests too."""
        waiting: list[tuple[date, int, str]] = []
        known: dict[str, PerformedAct] = {}

        def look(streams: set[str], since: tuple[date, int]) -> None:
            for each in self._later.after(since[0] - timedelta(days=1), streams):
                if (each.day, each.place) > since and each.id not in known and each.id not in self._rewritten:
                    known[each.id] = each
                    heappush(waiting, (each.day, each.place, each.id))

        broken: dict[str, str] = {}
        look(changed, first)
        while waiting:
            day, place, identifier = heappop(waiting)
            performed = known[identifier]
            if performed.act is None:
                continue
            try:
                otherwise = self._comes_out_otherwise(performed, performed.act)
                if otherwise:
                    root = performed.events[0][1].meta.instead_of or performed.id
                    self._record.rewrite(Rewritten(performed, root, None))
                    look(self._put(performed, root, performed.act), (day, place))
            except Refused as refused:
                broken[_named(performed)] = refused.rule.id
        if broken:
            raise CORRECTION_REST_STANDS.refused(rests_on_it=[f"{act} [{rule}]" for act, rule in broken.items()])

    def _comes_out_otherwise(self, performed: PerformedAct, act: Act) -> bool:
        """Whether an act leads to something else on the record as corrected.

        Raises:
            Refused: it is refused there, and was not on the record as it is.
        """
        recorded = [_said(r.event, r.meta.effective) for _, r in performed.events]
        trial = self._trial(act, performed.day, performed.place, performed.own)
        try:
            after = [_said(event, on) for event, on in trial.outcome(act, performed.today)]
        except Refused:
            if self._before(performed, act) is not None:
                raise
            return False
        own = [each for each in recorded if not each[2]]
        if all(each in recorded for each in after) and len([each for each in after if not each[2]]) == len(own):
            return False
        before = self._before(performed, act)
        return before is not None and before != after

    def _before(self, performed: PerformedAct, act: Act) -> list[tuple[Any, ...]] | None:
        """What an act leads to on the record as it is; None where it would be refused today."""
        trial = self._trial(act, performed.day, performed.place, performed.own, after=False)
        try:
            return [_said(event, on) for event, on in trial.outcome(act, performed.today)]
        except Refused:
            return None


def correct(
    application: Application, corrections: Sequence[Correction], reason: str, circumstances: Provenance
) -> Outcome:
    """Put acts right, or set them aside, all in one go or none of them.

    Args:
        application: with an open record.
        corrections: the acts, each with the values by field that it should have said.
        reason: why.
        circumstances: who corrects, and on what document; without one each act keeps the document it rested on.

    Returns:
        What was recorded: first what no longer holds, then what stands in its place.

    Raises:
        ActNotFoundError, ActNotGivenBackError: an act is not known, or the record does not hold what it said.
        InvalidActError: a field is not of its type.
        Refused: CORRECTION_REST_STANDS, with what rests on these acts and would not stand; or a rule of an act.
        ConflictError: other writers kept being first.
    """
    why = require_text(reason, "reason")
    name = "set-aside-act" if all(each.changes is None for each in corrections) else "correct-act"

    def attempt() -> Outcome:
        correcting = Correcting(application.store)
        rewritten = correcting.plan(corrections)
        with application.batch() as batch:
            withdrawn, instead = withdrawals(rewritten, why), [each.events for each in rewritten]
            return batch.rewrite(name, withdrawn, instead, correcting.read, circumstances)

    return retrying(attempt)


def standing_act(store: EventStore, handle: str) -> tuple[PerformedAct, str]:
    """The act that stands under a handle: itself, or what it was corrected to; with the id in whose place it stands.

    Raises:
        ActNotFoundError: the handle is of no act, or of several.
        Refused: CORRECTION_STANDING_ACT, for an act that was set aside.
    """
    first = find_act(store, handle)[0]
    root = first.meta.instead_of or first.id
    stream = root.rpartition("@")[0]
    original = next(item for item in store.known(stream) if item[1].id == root)
    for events in reversed([*store.whole_acts([original, *store.standing_instead(root)])]):
        recorded = events[0][1]
        if recorded.id not in withdrawn_in(store, recorded.originator_id):
            return PerformedAct.of(events, original[0]), root
    raise CORRECTION_STANDING_ACT.refused(act=handle_of(first.meta.correlation))


def withdrawn_in(store: EventStore, stream: str) -> frozenset[str]:
    """Ids of the events of a stream that no longer hold."""
    events = [recorded.event for recorded in store.stream(stream)]
    return frozenset().union(*(event.withdrawn for event in events if isinstance(event, EventsWithdrawn)))


def withdrawals(rewritten: Sequence[Rewritten], reason: str) -> list[tuple[Event, date]]:
    """What is recorded of what no longer holds: an event per stream, with the first day from which that held."""
    versions: dict[str, list[int]] = {}
    days: dict[str, date] = {}
    for each in rewritten:
        for _, recorded in each.before.events:
            stream, day = recorded.originator_id, recorded.meta.effective
            versions.setdefault(stream, []).append(recorded.originator_version)
            days[stream] = min(day, days.get(stream, day))
    act = rewritten[0].before.id
    return [
        (
            EventsWithdrawn(withdrawn_from=stream, versions=tuple(sorted(each)), corrected_act=act, reason=reason),
            days[stream],
        )
        for stream, each in versions.items()
    ]


def _day_of(before: PerformedAct, act: Act | None) -> date:
    """The day from which an act holds as corrected."""
    return before.day if act is None else before.day_of(act)


def _said(event: Event, on: date) -> tuple[Any, ...]:
    """What an event says itself, to compare: its stream, its day, and whether it is bookkeeping."""
    copied = context_fields(type(event))
    said = tuple(getattr(event, field.name) for field in event.__attrs_attrs__ if field.name not in copied)
    return type(event), on, follows_recording(event.stream), said


def _named(performed: PerformedAct) -> str:
    return f"{performed.name} {handle_of(performed.events[0][1].meta.correlation)}"
