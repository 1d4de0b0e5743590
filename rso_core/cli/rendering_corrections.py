"""How the command shows what a correction changes: what acts said and will say, and what comes out otherwise."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

import attrs

from rso_core.cli.printing import out, plain
from rso_core.corrections import Rewritten
from rso_core.domain.concept import follows_recording
from rso_core.domain.event import context_fields
from rso_core.store.recorded import RecordedEvent
from rso_core.visible_text import shortened

Change = tuple[str, Any, Any]
"""A field, or of an event its name and a field; what it said, and what it will say; None for what was not or is no more there."""


def said_changes(each: Rewritten) -> Iterator[Change]:
    """The fields in which an act says something else; all that it said, of one that is set aside."""
    if each.said is None:
        return
    for field in type(each.said).__attrs_attrs__:
        before, after = getattr(each.said, field.name), getattr(each.act, field.name, None)
        if before != after and (each.act is not None or before != field.default):
            yield field.name, before, after


def outcome_changes(each: Rewritten) -> Iterator[Change]:
    """What comes out otherwise of an act that is judged anew: per event the fields that differ, and the day it holds from."""
    before = [recorded for _, recorded in each.before.events if not follows_recording(recorded.originator_id)]
    after = [recorded for recorded in each.events if not follows_recording(recorded.originator_id)]
    for one, other in zip_longest(before, after):
        yield from _event_changes(one, other)


def _event_changes(one: RecordedEvent | None, other: RecordedEvent | None) -> Iterator[Change]:
    if one is None or other is None or type(one.event) is not type(other.event):
        yield from ((r.event.event_name, r.id, None) for r in (one,) if r is not None)
        yield from ((r.event.event_name, None, r.originator_id) for r in (other,) if r is not None)
        return
    copied = context_fields(type(one.event))
    for field in one.event.__attrs_attrs__:
        before, after = getattr(one.event, field.name), getattr(other.event, field.name)
        if before != after and field.name not in copied:
            yield f"{one.event.event_name}: {field.name}", before, after
    if one.meta.effective != other.meta.effective:
        yield f"{one.event.event_name}: holds from", one.meta.effective, other.meta.effective


def print_plan(rewritten: Sequence[Rewritten]) -> None:
    """Print what is about to change."""
    for each in (each for each in rewritten if each.asked):
        what = "is set aside; it said" if each.act is None else "is corrected"
        out.print(f"{each.before.name} {each.handle} {what}", markup=False)
        _print_changes(said_changes(each), only_before=each.act is None)
    anew = [each for each in rewritten if not each.asked]
    if anew:
        out.print("Judged anew, and comes out otherwise:")
    for each in anew:
        out.print(f"{each.before.name} {each.handle}, of {each.before.day}", markup=False)
        _print_changes(outcome_changes(each))


def _print_changes(changes: Iterator[Change], *, only_before: bool = False) -> None:
    for field, before, after in changes:
        told = _told(before) if only_before else f"{_told(before)} -> {_told(after)}"
        out.print(f"  {field}: {told}", markup=False, highlight=False)


def _told(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(_told, value)) or "-"
    if attrs.has(type(value)):
        parts = ((field.name, getattr(value, field.name)) for field in attrs.fields(type(value)))
        return ",".join(f"{name}={_told(part)}" for name, part in parts if part not in (None, "", ()))
    return "-" if value in (None, "") else shortened(str(plain(value)))


def plan_json(rewritten: Sequence[Rewritten]) -> dict[str, Any]:
    """The same as data."""
    return {
        "corrections": [
            {**_act_json(each), "set_aside": each.act is None, "changes": _changes_json(said_changes(each))}
            for each in rewritten
            if each.asked
        ],
        "judged_anew": [
            {**_act_json(each), "changes": _changes_json(outcome_changes(each))} for each in rewritten if not each.asked
        ],
    }


def _act_json(each: Rewritten) -> dict[str, Any]:
    return {"act": each.before.name, "handle": each.handle, "holds_from": each.before.day.isoformat()}


def _changes_json(changes: Iterator[Change]) -> list[dict[str, Any]]:
    return [{"field": field, "before": _data(before), "after": _data(after)} for field, before, after in changes]


def _data(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_data(each) for each in value]
    return plain(attrs.asdict(value)) if attrs.has(type(value)) else plain(value)
