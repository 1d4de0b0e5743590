"""Everything that was entered long after the day from which it holds: by whom, on what ground, and since when it is said to
have been known."""

from datetime import date, datetime

import attrs

from rso_core.domain.docket import BOOKKEEPING
from rso_core.domain.names import NameIndex
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import capital, counted
from rso_core.narrative.composing import names_of
from rso_core.narrative.corrected import correction_in_words
from rso_core.narrative.recording import how_recorded
from rso_core.narrative.sentences import sentence
from rso_core.projection import events_as_of
from rso_core.recorded_corrections import CorrectionHistory, RecordedCorrection
from rso_core.store.event_store import EventStore
from rso_core.store.recorded import EntryKind, RecordedEvent
from rso_core.store.restorations import restoration_of


@attrs.frozen(kw_only=True)
class LateEntry:
    """An act that was entered late.

    Attributes:
        correlation, act: id and name of the act.
        holds_from: the earliest day from which what was late of it holds (Europe/Amsterdam).
        known_since: since when it is said to have been known (aware).
        entered_at: when it was entered, by the store's own clock (aware).
        days: so many days after it held.
        claimed: whether `known_since` is a claim.
        came_in: typed, or imported from a file.
        restored_at: when it came back into this store from a backup or archive (aware), where it did.
        actor, source, ground: who entered it, on which document, and why the claim may stand where that was said.
        told: what happened, in Dutch sentences.
        recorded: how it came on record, in Dutch.
        events: ids of what was late of it.
    """

    correlation: str
    act: str
    holds_from: date
    known_since: datetime
    entered_at: datetime
    days: int
    claimed: bool
    came_in: EntryKind
    restored_at: datetime | None
    actor: str
    source: str | None
    ground: str | None
    told: tuple[str, ...]
    recorded: str
    events: tuple[str, ...]

    def in_dutch(self) -> str:
        """How late it was: ``12 maart 2026, 30 dagen later ingevoerd``."""
        return f"{in_words(self.holds_from)}, {counted(self.days, 'dag', 'dagen')} later ingevoerd"


def late_entries(store: EventStore, days: int) -> tuple[LateEntry, ...]:
    """The acts of which something was entered more than so many days after it held, in order of that day.

    Of one day, what was entered first comes first. The lists of open matters are left out. The record is read once. What was
    put right is one entry, with all that it put right, and late by the day from which the earliest of it held.

    Args:
        store: the record.
        days: from 0; what was entered the day after it held is late by one.
    """
    late: dict[str, list[RecordedEvent]] = {}
    restoration = restoration_of(store.url)
    restored = set()
    known = list(events_as_of(store, None, None))
    for number, (_, recorded) in enumerate(known, start=1):
        act = recorded.meta.causation if recorded.meta.instead_of else recorded.meta.correlation
        if restoration is not None and number <= restoration.events:
            restored.add(act)
        if recorded.meta.days_late > days and not recorded.originator_id.startswith(BOOKKEEPING):
            late.setdefault(act, []).append(recorded)
    names, history = names_of(known), CorrectionHistory(store)
    found = (
        _entry(
            events,
            names,
            history.led_by(act),
            restoration.at if restoration is not None and act in restored else None,
        )
        for act, events in late.items()
    )
    return tuple(sorted(found, key=lambda entry: entry.holds_from))  # of a day, the order of recording stays


def _entry(
    events: list[RecordedEvent],
    names: NameIndex,
    correction: RecordedCorrection | None,
    restored_at: datetime | None,
) -> LateEntry:
    first = min(events, key=lambda recorded: recorded.meta.effective)
    meta = first.meta if correction is None else attrs.evolve(correction.meta, effective=first.meta.effective)
    return LateEntry(
        correlation=meta.correlation,
        act=meta.act,
        holds_from=meta.effective,
        known_since=meta.recorded_at,
        entered_at=meta.entered_at,
        days=first.meta.days_late,
        claimed=meta.claimed,
        came_in=meta.came_in,
        restored_at=restored_at,
        actor=meta.actor,
        source=meta.source,
        ground=meta.ground,
        told=tuple(capital(sentence(recorded.event, names)) for recorded in events)
        if correction is None
        else correction_in_words(correction, names),
        recorded=how_recorded(meta, names),
        events=tuple(recorded.id for recorded in events),
    )
