"""Corrections as lines of a dossier that is given back, see `rso_core.dossier.written_corrections`."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from rso_core.act_handles import LONGEST, handle_of
from rso_core.domain.correction import EventsWithdrawn
from rso_core.dossier.written_corrections import CORRECT, REASON, SET, SET_ASIDE, WITH
from rso_core.recorded_corrections import ActChange, Became, CorrectionHistory, RecordedCorrection
from rso_core.store.recorded import Meta
from rso_core.time_zone import AMSTERDAM
from rso_core.written_numbers import written_exactly


def correction_line(correction: RecordedCorrection, history: CorrectionHistory) -> dict[str, Any] | None:
    """A correction as a line: each act by the key of its line; None where nothing of it can be said in one.

    What was judged anew is left out: the record that takes the line in judges it by itself.
    """
    changes = [
        change
        for change in sorted(correction.changes, key=lambda each: not _is_named(each, correction))
        if change.became is not Became.JUDGED_ANEW and all(map(is_told, history.of(change.before[0][1])))
    ]
    if not changes:
        return None
    first, *others = (_written(change, history) for change in changes)
    together = {WITH: others} if others else {}
    return {**first, **together, REASON: correction.reason, **recording(correction.meta)}


def _is_named(change: ActChange, correction: RecordedCorrection) -> bool:
    event = correction.withdrawals[0][1].event
    return isinstance(event, EventsWithdrawn) and event.corrected_act == change.before[0][1].id


def is_told(change: ActChange) -> bool:
    """Whether the record can say what an act said before a change and after it, so that lines can."""
    before, after = change.said_before, change.says_now
    return before is not None and before.by_hand and (after is not None or not change.after)


def _written(change: ActChange, history: CorrectionHistory) -> Mapping[str, Any]:
    act = key_of(history.original(change.root)[1].meta)
    if change.became is Became.SET_ASIDE:
        return {SET_ASIDE: act}
    return {CORRECT: act, SET: {each.field: plain_value(each.after) for each in change.fields}}


def plain_value(value: Any) -> Any:
    """A value of an act as a line says it; an amount so that it is read as the same amount, with the same decimals."""
    return written_exactly(value) if isinstance(value, Decimal) else msgspec.to_builtins(value)


def key_of(meta: Meta) -> str:
    """The key of the line of an act: its own, or its handle, so that taking it in twice changes nothing."""
    return meta.key or f"act:{handle_of(meta.correlation, LONGEST)}"


def recording(meta: Meta) -> dict[str, Any]:
    """How an act was recorded, as its line says it."""
    about = {
        "key": key_of(meta),
        "recorded": meta.recorded_at.astimezone(AMSTERDAM).isoformat(),
        "actor": meta.actor,
        "source": meta.source,
        "caused_by": meta.causation if meta.causation != meta.correlation and not meta.instead_of else None,
    }
    return {name: value for name, value in about.items() if value is not None}
