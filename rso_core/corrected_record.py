"""What a correction names, and the record as it will be when acts are corrected or set aside."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from rso_core.act_handles import ActNotFoundError, handle_of
from rso_core.acts import Act
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.correction_rules import CORRECTION_STANDING_ACT
from rso_core.later_acts import PerformedAct
from rso_core.pending_record import RecordWithPending
from rso_core.store.holding import Known, withdrawn_by
from rso_core.store.recorded import RecordedEvent

CORRECT, SET_ASIDE = "correct-act", "set-aside-act"
"""Names under which it stands in the record who corrected, or set aside, and why."""
ADDED = 2**62 + 2**61
"""Positions of what a correction records begin here: after everything that is recorded, or will be before it."""


@attrs.frozen
class Correction:
    """An act that is put right.

    Attributes:
        act: its handle, its idempotency key, or the id of one of its events.
        changes: values by field; None sets the act aside.
        given_back: fields of which the value is given back from the record, which keeps what it took.
        anew: decide it anew though it says the same, for what it copied of another act that is put right with it.
    """

    act: str
    changes: Mapping[str, Any] | None
    anew: bool = False
    given_back: frozenset[str] = frozenset()


@attrs.frozen
class Rewritten:
    """An act in whose place another stands, or nothing.

    Attributes:
        before: the act as it is recorded.
        root: id of the first event of the act as it was first recorded.
        said: what the act says as it is recorded; None where the record does not hold that.
        act: as it will be recorded; None where it is set aside.
        events: what that leads to.
        asked: whether a correction names it; else it is judged anew, since it rests on one.
    """

    before: PerformedAct
    root: str
    said: Act | None
    act: Act | None
    events: tuple[RecordedEvent, ...] = ()
    asked: bool = False

    @property
    def handle(self) -> str:
        """The handle of the act as it is recorded."""
        return handle_of(self.before.events[0][1].meta.correlation)


class CorrectedRecord:
    """The record as it will be, with what is withdrawn left out and what is put in its place."""

    def __init__(self, record: RecordWithPending) -> None:
        self._record = record
        self._known: dict[str, list[Known]] = {}
        self._places: dict[str, int] = {}
        self._withdrawn: set[str] = set()
        self._added: dict[str, list[Known]] = {}
        self._count = 0

    def before(self, stream: str) -> list[Known]:
        """The events of a stream as they are recorded."""
        if stream not in self._known:
            self._known[stream] = self._record.known(stream)
            self._places |= self._record.places(self._known[stream])
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

    def rewrite(self, before: PerformedAct, root: str, events: Iterable[RecordedEvent] = ()) -> None:
        """Let events stand in the place of an act; none, to leave it out."""
        self._withdrawn |= before.own
        self._places[root] = before.place
        for recorded in events:
            self._added.setdefault(recorded.originator_id, []).append((ADDED + self._count, recorded))
            self._count += 1


def standing_act(record: RecordWithPending, named: str, *, to_change: bool = True) -> tuple[PerformedAct, str]:
    """The act that stands under a handle: itself, or what it was corrected to; with the id in whose place it stands.

    Args:
        record: in which it stands.
        named: its handle, its key, or the id of one of its events; that of a correction stands for the act it corrected.
        to_change: whether it is to say something else; only then a correction stands for its act.

    Raises:
        ActNotFoundError: it is the handle of no act, or of several.
        Refused: CORRECTION_STANDING_ACT, for an act that was set aside.
    """
    first = named_act(record, named, to_change=to_change)
    root = first[1].meta.instead_of or first[1].id
    original = first if root == first[1].id else record.find(root)
    withdrawn = record.withdrawn()
    for events in reversed([*record.whole_acts([original, *record.standing_instead(root)])]):
        if events[0][1].id not in withdrawn:
            return PerformedAct.of(events, original), root
    raise CORRECTION_STANDING_ACT.refused(act=f"{first[1].meta.act} {handle_of(first[1].meta.correlation)}")


def named_act(record: RecordWithPending, named: str, *, to_change: bool = True) -> Known:
    """The first event of the act that is named, whether it still stands or not; see `standing_act`.

    Raises:
        ActNotFoundError: it is the handle of no act, or of several.
    """
    first = record.find(named)
    return _corrected_by(record, named, first, to_change=to_change) if is_withdrawal(first) else first


def is_withdrawal(known: Known) -> bool:
    """Whether an event says of others that they no longer hold."""
    return isinstance(known[1].event, EventsWithdrawn)


def _corrected_by(record: RecordWithPending, named: str, first: Known, *, to_change: bool) -> Known:
    """The act that a correction corrected, where it touched only that one and is not itself to be set aside."""
    touched: dict[str, Known] = {}
    for withdrawals in record.whole_acts([first]):
        for event in sorted(withdrawn_by(withdrawals)):
            position, recorded = record.find(event)
            touched.setdefault(recorded.meta.correlation, (position, recorded))
    if to_change and len(touched) == 1:
        return next(iter(touched.values()))
    acts = ", ".join(f"{recorded.meta.act} {handle_of(recorded.meta.correlation)}" for _, recorded in touched.values())
    if first[1].meta.act == SET_ASIDE:
        raise CORRECTION_STANDING_ACT.refused(act=acts)
    raise ActNotFoundError(f"{named!r} is the handle of a correction; correct or set aside what it touched: {acts}")
