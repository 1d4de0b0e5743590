"""Giving the record back as a dossier: a line per act, which an empty record takes in again.

What a dossier cannot say is left out, and told: the key that signs checkpoints is of one record only, and of a person
who was erased nothing is left but the identifier, which then stands where the name was. Names of everybody else, and
what is confidential, are in it as in the record.

Of an act that was corrected stands in it what holds, at the moment at which the act was first recorded: as if it had been typed
rightly at once. What was set aside has no line. Which acts these are is told.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import attrs
import msgspec

from rso_core.act_handles import acts_in, handle_of
from rso_core.acts import Act
from rso_core.atomic_write import writing_whole
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.person import ErasePerson, PersonRegistered
from rso_core.older_acts import is_as_performed, recorded_act_in
from rso_core.projection.knowledge import known_by
from rso_core.recorded_acts import ActNotGivenBackError, recorded_act
from rso_core.recorded_corrections import CorrectionHistory
from rso_core.store.event_store import EventStore
from rso_core.store.recorded import Meta, RecordedEvent
from rso_core.time_zone import AMSTERDAM

OWNER_ONLY = 0o600
"""Who may read the file: it holds names."""
Progress = Callable[[int, int], None]
"""Called now and then with how many of how many events were read."""


class DossierNotWholeError(ValueError):
    """Acts cannot be given back, so that the dossier would lead to another record; ``left_out`` says which and why."""

    def __init__(self, left_out: Sequence["LeftOut"]) -> None:
        self.left_out = tuple(left_out)
        told = "\n".join(f"  {each.handle} {each.act}: {each.reason}" for each in left_out)
        super().__init__(f"acts cannot be given back, so nothing was written; --keep-going leaves them out:\n{told}")


@attrs.frozen
class LeftOut:
    """An act that has no line, and why."""

    handle: str
    act: str
    reason: str


@attrs.define
class ExportReport:
    """What came of giving a record back.

    Attributes:
        acts: lines that were written.
        left_out: acts that have no line: what cannot be given back, and what is of one record only.
        erased: persons who were erased; their lines hold the identifier in place of the name.
        differing: handles of acts that carry a fingerprint which the line does not have; what they lead to is the same.
        corrected: handles of acts that were corrected, and stand in it as they hold.
        set_aside: handles of acts that were set aside, and have no line.
    """

    acts: int = 0
    left_out: list[LeftOut] = attrs.field(factory=list)
    erased: list[str] = attrs.field(factory=list)
    differing: list[str] = attrs.field(factory=list)
    corrected: list[str] = attrs.field(factory=list)
    set_aside: list[str] = attrs.field(factory=list)


def dossier_line(events: Sequence[RecordedEvent], act: Act, first_recorded: Meta | None = None) -> dict[str, Any]:
    """An act as a line of a dossier: its fields, without those that are as they are when left out, and its recording.

    Args:
        events: all that it led to, in recorded order.
        act: as it is given back from them.
        first_recorded: how the act was first recorded, where these events stand in its place.
    """
    meta = first_recorded or events[0].meta
    fields = {
        field.name: msgspec.to_builtins(value)
        for field in type(act).__attrs_attrs__
        if (value := getattr(act, field.name)) != field.default
    }
    about = {
        "act": act.act_name,
        "key": meta.key or f"act:{handle_of(meta.correlation, 16)}",
        "recorded": meta.recorded_at.astimezone(AMSTERDAM).isoformat(),
        "actor": meta.actor,
        "source": events[0].meta.source,
        "caused_by": meta.causation if meta.causation != meta.correlation and not meta.instead_of else None,
    }
    return {**{name: value for name, value in about.items() if value is not None}, **fields}


def export_dossier(
    store: EventStore,
    path: Path,
    *,
    known_on: date | datetime | None = None,
    keep_going: bool = False,
    progress: Progress | None = None,
) -> ExportReport:
    """Write the record as a dossier, whole or not at all.

    Args:
        store: the record.
        path: where the file comes; JSON Lines, which only its owner may read.
        known_on: only the acts that were known at the end of this day (Europe/Amsterdam), or at this moment.
        keep_going: leave acts out that cannot be given back.
        progress: called now and then.

    Raises:
        FileExistsError: there is a file already; it may be the dossier from which the record was made.
        DossierNotWholeError: acts cannot be given back, and they were not to be left out.
        OSError: the file cannot be written.
    """
    if path.exists():
        raise FileExistsError(f"{path} is there already; give another name, or move it away first")
    report, moment = ExportReport(), known_by(known_on)
    with writing_whole(path, OWNER_ONLY) as file:
        history = CorrectionHistory(store, known_on)
        for events in _told_of(store, progress):
            if moment is None or events[0].meta.recorded_at <= moment:
                _write_as_it_holds(store, events, history, file, report)
        failed = [each for each in report.left_out if each.reason not in ON_PURPOSE]
        if failed and not keep_going:
            raise DossierNotWholeError(failed)
    return report


def _told_of(store: EventStore, progress: Progress | None) -> Iterator[list[RecordedEvent]]:
    done, total = 0, store.head()
    for events in acts_in(store):
        yield events
        done += len(events)
        if progress is not None:
            progress(min(done, total), total)


OF_ONE_RECORD = "the record that takes the dossier in has a key of its own"
ERASED = "the person was erased; nothing of it is left to say"
ON_PURPOSE = frozenset({OF_ONE_RECORD, ERASED})


def _write_as_it_holds(
    store: EventStore, events: Sequence[RecordedEvent], history: CorrectionHistory, file: IO[str], report: ExportReport
) -> None:
    """Write an act where it was first recorded, as it holds."""
    first = events[0]
    if isinstance(first.event, EventsWithdrawn) or first.meta.instead_of:
        return
    changes = history.of(first)
    if not changes:
        _write(store, events, file, report)
    elif changes[-1].after:
        report.corrected.append(handle_of(first.meta.correlation))
        _write(store, [recorded for _, recorded in changes[-1].after], file, report, first.meta)
    else:
        report.set_aside.append(handle_of(first.meta.correlation))


def _write(
    store: EventStore,
    events: Sequence[RecordedEvent],
    file: IO[str],
    report: ExportReport,
    first_recorded: Meta | None = None,
) -> None:
    first = events[0]
    try:
        act = _given_back(store, events)
    except ActNotGivenBackError as error:
        why = "; ".join(f"{field}: {reason}" for field, reason in error.reasons.items())
        report.left_out.append(LeftOut(handle_of(first.meta.correlation), error.act_name, why))
        return
    if act is None or not act.by_hand:
        reason = ERASED if act is None or isinstance(act, ErasePerson) else OF_ONE_RECORD
        report.left_out.append(LeftOut(handle_of(first.meta.correlation), first.meta.act, reason))
        return
    if _is_erased(first):
        report.erased.append(first.originator_id.partition(":")[2])
    elif is_as_performed(store, act, first.meta) is False:
        report.differing.append(handle_of(first.meta.correlation))
    file.write(json.dumps(dossier_line(events, act, first_recorded), ensure_ascii=False) + "\n")
    report.acts += 1


def _is_erased(recorded: RecordedEvent) -> bool:
    event = recorded.event
    return bool(event.sealed) and all(getattr(event, name) is None for name in event.sealed)


def _given_back(store: EventStore, events: Sequence[RecordedEvent]) -> Act | None:
    """The act; of a person who was erased with the identifier in place of the name, or None where it told only that."""
    event = events[0].event
    if not _is_erased(events[0]):
        return recorded_act_in(store, events)
    if isinstance(event, PersonRegistered):
        return recorded_act(events, {"name": event.person})
    return None
