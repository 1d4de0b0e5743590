"""Giving the record back as a dossier: a line per act, which an empty record takes in again.

What a dossier cannot say is left out, and told: the key that signs checkpoints is of one record only, and of a person
who was erased nothing is left but the identifier, which then stands where the name was. Names of everybody else, and
what is confidential, are in it as in the record.

A correction is a line of its own, and so is setting aside: what they corrected stands before it as it was. Where the record
cannot say what stood there, as of a person who was erased, the act stands in it as it holds, and which acts these are is told.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import attrs

from rso_core.act_handles import acts_in, handle_of
from rso_core.acts import Act
from rso_core.atomic_write import writing_whole
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.person import ErasePerson, PersonRegistered
from rso_core.domain.record_key import IntroduceRecordKey
from rso_core.dossier.corrections_given_back import correction_line, is_told, plain_value, recording
from rso_core.older_acts import is_as_performed, recorded_act_in
from rso_core.projection.knowledge import known_by
from rso_core.recorded_acts import ActNotGivenBackError, recorded_act
from rso_core.recorded_corrections import CorrectionHistory, is_erased
from rso_core.store.event_store import EventStore
from rso_core.store.recorded import Meta, RecordedEvent

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
        corrected: handles of acts of which it is not said what they said before they were corrected; they stand in it as
            they hold.
        set_aside: handles of acts of which it is not said what they said before they were set aside; they have no line.
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
        field.name: plain_value(value)
        for field in type(act).__attrs_attrs__
        if (value := getattr(act, field.name)) != field.default
    }
    return {"act": act.act_name, **recording(attrs.evolve(meta, source=events[0].meta.source)), **fields}


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
    with writing_whole(path) as file:
        history = CorrectionHistory(store, known_on)
        for events in _told_of(store, progress):
            if moment is None or events[0].meta.recorded_at <= moment:
                _write_in_turn(store, events, history, file, report)
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
ABOUT_THIS_RECORD = "it says what was done about what is derived from this very record"
ERASED = "the person was erased; nothing of it is left to say"
ON_PURPOSE = frozenset({OF_ONE_RECORD, ABOUT_THIS_RECORD, ERASED})


def _write_in_turn(
    store: EventStore, events: Sequence[RecordedEvent], history: CorrectionHistory, file: IO[str], report: ExportReport
) -> None:
    """Write an act as it was recorded, or a correction."""
    first = events[0]
    if first.meta.instead_of:
        return  # it follows from the correction
    if isinstance(first.event, EventsWithdrawn):
        correction = history.led_by(first.meta.correlation)
        line = None if correction is None else correction_line(correction, history)
        if line is not None:
            _write_line(line, file, report)
        return
    changes = history.of(first)
    if all(map(is_told, changes)):
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
        report.left_out.append(LeftOut(handle_of(first.meta.correlation), first.meta.act, _why_left_out(act)))
        return
    if is_erased(first):
        report.erased.append(first.originator_id.partition(":")[2])
    elif is_as_performed(store, act, first.meta) is False or _has_power_of_ten(act):
        report.differing.append(handle_of(first.meta.correlation))
    _write_line(dossier_line(events, act, first_recorded), file, report)


def _has_power_of_ten(act: Act) -> bool:
    """Whether an amount was recorded as ``1e3``, which releases before 0.3 took; the line says ``1000``."""
    amounts = (getattr(act, field.name) for field in type(act).__attrs_attrs__)
    return any(isinstance(each, Decimal) and "E" in str(each) for each in amounts)


def _why_left_out(act: Act | None) -> str:
    if act is None or isinstance(act, ErasePerson):
        return ERASED
    return OF_ONE_RECORD if isinstance(act, IntroduceRecordKey) else ABOUT_THIS_RECORD


def _write_line(line: Mapping[str, Any], file: IO[str], report: ExportReport) -> None:
    file.write(json.dumps(line, ensure_ascii=False) + "\n")
    report.acts += 1


def _given_back(store: EventStore, events: Sequence[RecordedEvent]) -> Act | None:
    """The act; of a person who was erased with the identifier in place of the name, or None where it told only that."""
    event = events[0].event
    if not is_erased(events[0]) or events[0].unreadable:
        return recorded_act_in(store, events)
    if isinstance(event, PersonRegistered):
        return recorded_act(events, {"name": event.person})
    return None
