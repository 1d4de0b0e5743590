"""How looking back is printed: stories, differences and tables of events."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby, zip_longest
from textwrap import fill
from typing import TYPE_CHECKING, Any

import attrs
import msgspec

from rso_core.act_handles import handle_of
from rso_core.cli.printing import out, plain, print_table, untold_json
from rso_core.comparison.row_changes import Change
from rso_core.dutch.act_fields import field_in_dutch
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import capital, counted, listed
from rso_core.dutch.values import value_in_dutch
from rso_core.dutch.vocabulary import FACTS, dutch
from rso_core.narrative import Narrative
from rso_core.narrative.account_text import sources
from rso_core.store import RecordedEvent
from rso_core.time_zone import AMSTERDAM
from rso_core.visible_text import shortened, visible

if TYPE_CHECKING:
    from rso_core.acts import Act
    from rso_core.comparison.acts_between import ActBetween
    from rso_core.comparison.moment_diff import Differences, RegisterDifference
    from rso_core.comparison.moments import Moment
    from rso_core.comparison.row_changes import CellChange, Row, RowChange
    from rso_core.narrative import NameIndex
    from rso_core.narrative.account import Account
    from rso_core.narrative.late_entries import LateEntry
    from rso_core.recorded_corrections import ActChange, RecordedCorrection

LONG_LIST = 4
"""A longer list is told by its length."""
NARROWEST = 20
"""Text stays at least so many characters wide, however narrow the terminal."""
TELLING_CELLS = 3
"""A row that changed is told by so many of its cells that did not."""
WHAT = {Change.APPEARED: "Erbij", Change.DISAPPEARED: "Weg", Change.CHANGED: "Gewijzigd"}


_UNBROKEN = "\ue000"
"""Stands for a hyphen at which a line is not broken; no visible text has it."""


def _say(text: str, indent: int = 0, style: str = "", handle: str = "") -> None:
    """Print a paragraph, with the handle of its act behind it where there is one."""
    margin = " " * indent
    marked = f" [{visible(handle).replace('-', _UNBROKEN)}]" if handle else ""
    width = max(out.width, indent + NARROWEST)
    wrapped = fill(visible(shortened(text)) + marked, width, initial_indent=margin, subsequent_indent=margin)
    out.print(wrapped.replace(_UNBROKEN, "-"), style=style, soft_wrap=True)


def print_narrative(
    story: Narrative,
    known_on: date | datetime | None,
    entered_on: date | datetime | None = None,
    *,
    handles: bool = True,
) -> None:
    """Print a story: a heading per day, a line per sentence with the handle of its act, and how it came on record."""
    from rso_core.comparison.moments import known_in_dutch

    _say(story.title, style="bold")
    if known_on is not None or entered_on is not None:
        _say(capital(f"{known_in_dutch(known_on, entered_on)}."))
    if not story.days:
        _say("Op dit moment is hierover niets bekend.")
    for day in story.days:
        out.print()
        _say(day.title, style="bold")
        for paragraph in day.paragraphs:
            for sentence, handle in zip_longest(
                paragraph.sentences, paragraph.handles if handles else (), fillvalue=""
            ):
                _say(sentence, 2, handle=handle)
            _say(paragraph.recorded, 4, "dim")
            for text in paragraph.corrected:
                _say(text, 4)
    for note in story.notes:
        out.print()
        _say(note, style="dim")


def print_elsewhere(stream: str, acts: int) -> None:
    """Say that a story is that of one subject alone, and how many other acts name it."""
    out.print()
    _say(f"Dit is alleen wat onder {stream} zelf is vastgelegd.")
    if acts:
        named = f"{counted(acts, 'andere handeling noemt', 'andere handelingen noemen')} het ook"
        _say(capital(f"{named}: rso about {stream}"))


def print_account(account: Account) -> None:
    """Print an account: a heading per day, the sentences of each act, and how it came on record."""
    _say(account.title, style="bold")
    for sentence in (*account.scope, account.summary):
        _say(sentence)
    for day, entries in groupby(account.entries, key=lambda entry: entry.on):
        out.print()
        _say(in_words(day), style="bold")
        for entry in entries:
            for sentence in entry.sentences:
                _say(sentence, 2)
            for remark in entry.remarks:
                _say(remark, 4, "bold")
            _say(f"{entry.recorded} {sources(entry)}", 4, "dim")


def print_differences(found: Differences, *, summary: bool, handles: bool = True) -> None:
    """Print what differs: per register a count, then every row, then the acts that it follows from."""
    _say("Wat er verschilt", style="bold")
    _say(f"vroeger  {found.earlier.in_dutch()}", 2)
    _say(f"later    {found.later.in_dutch()}", 2)
    if found.nothing:
        _say("Er is geen verschil.")
        return
    out.print()
    differing = [register for register in found.registers if register.changes]
    for register in differing:
        _say(f"{register.title} ({register.name}): {_counts(register)}", 2)
    for register in found.registers:
        for untold in register.untold:
            _say(f"{register.title} ({register.name}): niet te vergelijken: {untold}", 2)
    same = sum(not register.changes and not register.untold for register in found.registers)
    if same:
        _say(f"gelijk {'is' if same == 1 else 'zijn'} {counted(same, 'register', 'registers')}", 2)
    acts = len(found.acts)
    _say(f"ertussen {'ligt' if acts == 1 else 'liggen'} {counted(acts, 'handeling', 'handelingen')}", 2)
    if summary:
        return
    numbers = {act.correlation: number for number, act in enumerate(found.acts, start=1)}
    passed = found.earlier.valid_on != found.later.valid_on
    for register in differing:
        out.print()
        _say(f"{register.title} ({register.name})", style="bold")
        for change in register.changes:
            _print_change(register, change, numbers, days_passed=passed)
    changing = [act for act in found.acts if act not in found.apart]
    _print_acts("De handelingen", changing, numbers, handles=handles)
    _print_acts("Handelingen die in geen van deze registers iets veranderden", found.apart, numbers, handles=handles)


def _counts(register: RegisterDifference) -> str:
    numbers = ((sum(c.change is change for c in register.changes), word.lower()) for change, word in WHAT.items())
    return ", ".join(f"{number} {word}" for number, word in numbers if number)


def _print_change(
    register: RegisterDifference, change: RowChange, numbers: Mapping[str, int], *, days_passed: bool
) -> None:
    cells = {cell.key for cell in change.cells}
    row = change.new or change.old or {}
    same = [text for key, title in register.columns if key not in cells and (text := _cell(row, key, title))]
    _say(f"{WHAT[change.change]}: {'; '.join(same[:TELLING_CELLS] if cells else same)}", 2)
    for text in _cells_told(change.cells) if change.cells else ():
        _say(text, 4)
    acts = [numbers[act] for act in change.acts]
    if acts:
        by = "door" if change.named else "in verband met"
        _say(f"{by} {'handeling' if len(acts) == 1 else 'handelingen'} {listed(map(str, acts))}", 4, "dim")
    else:
        why = "het verstrijken van de dagen" if days_passed else "wat elders veranderde"
        _say(f"geen handeling noemt dit; het volgt uit {why}", 4, "dim")


def _cell(row: Row, key: str, title: str) -> str:
    value = shown(row.get(key))
    return f"{title}: {value}" if value else ""


def _cells_told(cells: Sequence[CellChange]) -> list[str]:
    """The cells that readers see; where only others changed, those that have a Dutch name."""
    told = [cell for cell in cells if cell.shown] or [cell for cell in cells if cell.key in FACTS]
    return [f"{cell.title}: {shown(cell.old) or '(leeg)'} → {shown(cell.new) or '(leeg)'}" for cell in told] or [
        "een gegeven dat dit register niet laat zien"
    ]


def _print_acts(title: str, acts: Sequence[ActBetween], numbers: Mapping[str, int], *, handles: bool) -> None:
    if not acts:
        return
    out.print()
    _say(title, style="bold")
    for act in acts:
        told = f"{numbers[act.correlation]}. {capital(act.when)} {act.by_whom}."
        _say(told, 2, handle=act.handle if handles else "")
        holds = f"geldt vanaf {listed(map(in_words, act.holds_from))}"
        gone = "" if act.counts_later else "; telt op het latere moment niet mee"
        _say(capital(f"{holds}{gone}."), 5)
        for sentence in act.told[:LONG_LIST]:
            _say(sentence, 5)
        if len(act.told) > LONG_LIST:
            _say(f"En nog {len(act.told) - LONG_LIST} andere gevolgen.", 5)


def print_late(days: int, entries: Sequence[LateEntry], notes: Sequence[str] = ()) -> None:
    """Print what was entered late: per act how late, what happened, and how it came on record."""
    _say(f"Meer dan {counted(days, 'dag', 'dagen')} na zijn dag ingevoerd: {len(entries)}", style="bold")
    for note in notes:
        _say(note, style="dim")
    for entry in entries:
        out.print()
        _say(entry.in_dutch(), style="bold")
        for sentence in entry.told[:LONG_LIST]:
            _say(sentence, 2)
        if len(entry.told) > LONG_LIST:
            _say(f"En nog {len(entry.told) - LONG_LIST} andere gevolgen.", 2)
        _say(entry.recorded, 4, "dim")


def shown(value: Any) -> str:
    """A value of a register as a Dutch reader writes it; empty for nothing."""
    match value:
        case None:
            return ""
        case list() | tuple():
            return f"{len(value)}×" if len(value) > LONG_LIST else listed(map(shown, value))
    return value_in_dutch(value) or dutch(str(value))


def print_correction(title: str, correction: RecordedCorrection, names: NameIndex) -> None:
    """Print a correction by itself: what it put right, an act at a time."""
    from rso_core.narrative.corrected import correction_in_words

    _say(title, style="bold")
    for text in correction_in_words(correction, names):
        out.print()
        _say(text, 2)


def print_said(
    act: Act | None, reasons: Mapping[str, str], *, as_performed: bool | None, title: str = "Wat er is ingevuld"
) -> None:
    """Print what was filled in of an act: each field by its Dutch name and as it is typed, and its value.

    Args:
        act: as it is given back; None where it is not.
        reasons: by field, why it is not.
        as_performed: whether its fingerprint says that it is as it was typed; None where there is none.
        title: of what is printed.
    """
    out.print()
    _say(title, style="bold")
    for field in () if act is None else type(act).__attrs_attrs__:
        value = getattr(act, field.name)
        if value != field.default:
            _say(f"{field_in_dutch(field.name)} ({field.name}): {_filled_in(value)}", 2)
    if as_performed is False:
        _say("De release waarmee dit is vastgelegd bewaarde niet elk woord; wat hier staat leidt tot hetzelfde.", 2)
    for name, reason in reasons.items():
        _say(f"niet terug te geven: {field_in_dutch(name)} ({name}): {reason}", 2)


def _filled_in(value: Any) -> str:
    """A value of an act, all of it."""
    if isinstance(value, list | tuple):
        return "; ".join(map(_filled_in, value)) or "(leeg)"
    if attrs.has(type(value)):
        parts = ((field.name, getattr(value, field.name)) for field in attrs.fields(type(value)))
        return ", ".join(
            f"{field_in_dutch(name)} {_filled_in(part)}" for name, part in parts if part not in (None, "", ())
        )
    return shown(value) or "(leeg)"


def differences_json(found: Differences) -> dict[str, Any]:
    """What differs, as `--json` gives it."""
    apart = {act.correlation for act in found.apart}
    return {
        "earlier": _moment_json(found.earlier),
        "later": _moment_json(found.later),
        "registers": {
            register.name: {
                "title": register.title,
                "changes": [_change_json(change) for change in register.changes],
                **untold_json(register.untold),
            }
            for register in found.registers
        },
        "failed": found.failed,
        "acts": [{**attrs.asdict(act), "changed_a_row": act.correlation not in apart} for act in found.acts],
    }


def _moment_json(moment: Moment) -> dict[str, Any]:
    return {
        "valid_on": moment.valid_on,
        "known_on": moment.known_on,
        "entered_on": moment.entered_on,
        "in_dutch": moment.in_dutch(),
    }


def _change_json(change: RowChange) -> dict[str, Any]:
    return {
        "change": change.change,
        "key": change.key,
        "row": change.new or change.old,
        "cells": [{"column": c.key, "title": c.title, "old": c.old, "new": c.new} for c in change.cells],
        "acts": change.acts,
        "acts_name_the_row": change.named,
    }


def change_json(change: ActChange) -> dict[str, Any]:
    """What became of an act by a correction, as `--json` gives it."""
    meta = change.correction
    return {
        "became": change.became,
        "act": change.act,
        "handle": change.handle,
        "now": handle_of(change.after[0][1].meta.correlation) if change.after else None,
        "reason": change.reason,
        "recorded_at": meta.recorded_at,
        "actor": meta.actor,
        "source": meta.source,
        "correction": handle_of(meta.correlation),
        "fields": {
            each.field: {
                "before": plain(msgspec.to_builtins(each.before)),
                "now": plain(msgspec.to_builtins(each.after)),
            }
            for each in change.fields
        },
    }


def event_json(recorded: RecordedEvent) -> dict[str, Any]:
    """An event as `--json` gives it."""
    name, version = recorded.event.event_name, recorded.event.event_version
    data = attrs.asdict(recorded.event)
    return {
        "id": recorded.id,
        "name": name,
        "version": version,
        "handle": handle_of(recorded.meta.correlation),
        **plain(attrs.asdict(recorded.meta)),
        "data": plain(data),
    }


def print_events(title: str, events: Sequence[RecordedEvent], withdrawn: Collection[str] = ()) -> None:
    """Print events as a table; of those that no longer hold, given by their ids, it says so."""
    rows = [
        (
            e.meta.recorded_at.astimezone(AMSTERDAM).replace(tzinfo=None).isoformat(" ", "minutes"),
            e.meta.effective,
            f"{e.event.event_name} (no longer holds)" if e.id in withdrawn else e.event.event_name,
            _told(e),
            e.meta.actor,
            e.meta.source or "",
        )
        for e in events
    ]
    print_table(title, ["RecordedEvent", "Holds from", "What", "Facts", "Actor", "Source"], rows)


def _told(recorded: RecordedEvent) -> str:
    data = plain(attrs.asdict(recorded.event))
    told = ((name, _in_short(value)) for name, value in data.items() if value not in (None, "", [], False))
    return "; ".join(f"{name}: {value}" for name, value in told)


def _in_short(value: Any) -> str:
    if isinstance(value, list):
        return f"{len(value)}×" if len(value) > LONG_LIST else ", ".join(map(_in_short, value))
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items() if v not in (None, "") and not isinstance(v, list))
    return str(value)
