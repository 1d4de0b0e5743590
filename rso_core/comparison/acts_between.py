"""The acts that count at one moment and not at another, and which of them a changed row follows from."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

import attrs

from rso_core.act_handles import handle_of
from rso_core.comparison.corrections_between import CorrectionsBetween
from rso_core.comparison.moments import Moment
from rso_core.comparison.row_changes import RowChange
from rso_core.domain.docket import BOOKKEEPING
from rso_core.domain.event import Event
from rso_core.narrative import NameIndex, sentence
from rso_core.narrative.composing import by_whom, names_of, recorded_when
from rso_core.narrative.corrected import correction_in_words
from rso_core.projection import ReadModel
from rso_core.store.holding import Known
from rso_core.store.recorded import RecordedEvent

_DAY = re.compile(r"\d{4}-\d\d-\d\d$")


@attrs.frozen(kw_only=True)
class ActBetween:
    """An act that counts at one of two moments only; a correction is one, with all that it put right.

    Attributes:
        correlation: id of the act; all its events carry it.
        handle: what a person calls it by (`rso_core.act_handles`).
        act: its name (``sign``).
        recorded_at: since when it is said to have been known (aware).
        entered_at: when it was entered, by the store's own clock (aware).
        actor, source: who recorded it, on what ground.
        counts_later: whether it is the later moment at which it counts.
        holds_from: the days from which its events hold, the earliest first.
        told: what happened, in Dutch sentences.
        when: ``vastgelegd op 5 januari 2026``, or since when it is said to be known and when it was entered, in Dutch.
        by_whom: who recorded it and on what ground, in Dutch.
        events: ids of its events that count at one moment only.
    """

    correlation: str
    handle: str
    act: str
    recorded_at: datetime
    entered_at: datetime
    actor: str
    source: str | None
    counts_later: bool
    holds_from: tuple[date, ...]
    told: tuple[str, ...]
    when: str
    by_whom: str
    events: tuple[str, ...]


@attrs.define
class Between:
    """Events that count at one moment and not at the other, found by the identifiers they name."""

    _events: list[RecordedEvent]
    _names: NameIndex
    _later: Moment
    _days_passed: bool
    _corrections: CorrectionsBetween
    _naming: dict[str, set[int]]
    _own: dict[str, set[int]]
    _acts: list[str] = attrs.field(factory=list)

    @classmethod
    def of(cls, known: Iterable[Known], earlier: Moment, later: Moment, corrections: CorrectionsBetween) -> "Between":
        """Go through the whole record once, in recorded order.

        Args:
            known: all events, with their positions.
            earlier, later: the two moments.
            corrections: what was put right, at each of them.
        """
        seen: list[Known] = []
        between = cls([], NameIndex(), later, earlier.valid_on != later.valid_on, corrections, {}, {})
        for item in known:
            recorded = item[1]
            before, after = earlier.sees(recorded.meta), later.sees(recorded.meta)
            if before or after:
                seen.append(item)
            if (before and corrections.counts_earlier(recorded)) is not (after and corrections.counts_later(recorded)):
                between._take(recorded)
        between._names = names_of(seen)
        return between

    def _take(self, recorded: RecordedEvent) -> None:
        number = len(self._events)
        self._events.append(recorded)
        self._acts.append(self._corrections.led_to(recorded))
        own = recorded.originator_id.partition(":")[2]
        for name in (own, recorded.originator_id):
            self._own.setdefault(name, set()).add(number)
        for text in {own, recorded.originator_id, *texts_in(attrs.asdict(recorded.event))}:
            self._naming.setdefault(text, set()).add(number)

    def acts(self, classes: set[type[Event]] | None = None) -> tuple[ActBetween, ...]:
        """The acts, in recorded order; with ``classes``, those that led to an event of one of these."""
        found: dict[str, list[RecordedEvent]] = {}
        first: dict[str, int] = {}
        for number, (recorded, act) in enumerate(zip(self._events, self._acts, strict=True)):
            found.setdefault(act, []).append(recorded)
            if recorded.meta.correlation == act:  # and not what a correction withdrew, which was recorded long before
                first.setdefault(act, number)
        return tuple(
            self._act(act, events)
            for act, events in sorted(found.items(), key=lambda item: first.get(item[0], 0))
            if classes is None or any(type(recorded.event) in classes for recorded in events)
        )

    def _act(self, act: str, events: list[RecordedEvent]) -> ActBetween:
        correction = self._corrections.between.get(act)
        meta = events[0].meta if correction is None else correction.meta
        told = [r for r in events if not r.originator_id.startswith(BOOKKEEPING)] or events
        return ActBetween(
            correlation=meta.correlation,
            handle=handle_of(meta.correlation),
            act=meta.act,
            recorded_at=meta.recorded_at,
            entered_at=meta.entered_at,
            actor=meta.actor,
            source=meta.source,
            counts_later=self._later.sees(meta),
            holds_from=tuple(sorted({recorded.meta.effective for recorded in told})),
            told=tuple(sentence(recorded.event, self._names) for recorded in told)
            if correction is None
            else correction_in_words(correction, self._names),
            when=recorded_when(meta),
            by_whom=by_whom(meta, self._names),
            events=tuple(recorded.id for recorded in events),
        )

    def explained(self, change: RowChange, model: ReadModel) -> RowChange:
        """The change with the acts it follows from.

        Only events that the register takes in count. Those that name all that the row is known by are it: those of that
        subject itself where there are any, with those about a subject in the row that name what is new there (a person
        whose name was corrected). Where none name the row, it is the events that have most in common with what is new,
        and then with the row; those of another row last.
        """
        taken_in = {number for number, recorded in enumerate(self._events) if type(recorded.event) in model.handlers}
        row = set(texts_in([change.old or {}, change.new or {}]))
        new = set(texts_in([cell.new for cell in change.cells])) - set(texts_in([cell.old for cell in change.cells]))
        # An identifier has no spaces; what has is a title or a heading by which rows are told apart.
        key = [value for value in change.key.values() if isinstance(value, str) and value and " " not in value]
        if whole := set.intersection(*map(self._naming_subject, key)) & taken_in if key else set():
            about = self._about(row) & taken_in
            said = {text for text in new if not _DAY.match(text)}
            news = {number for number in about if self._counted({number}, said)[number]}
            return self._with(change, (whole & self._about(key) or whole) | news, named=True)
        # Passing days change rows too, without any act: then only what names something new is to blame.
        changed_by_days = self._days_passed and change.cells
        new |= {name for name in self._naming if " " in name and any(name in text for text in new)}
        touching = set().union(*map(self._naming_subject, {*key, *new, *(() if changed_by_days else row)})) & taken_in
        own = {number for number in touching if not self._of_another_row(number, change.key)} or touching
        return self._with(change, self._most_alike(self._most_alike(own, new), row), named=False)

    def _about(self, texts: Iterable[str]) -> set[int]:
        """Events of the subjects that are named."""
        return set().union(*(self._own.get(text, set()) for text in texts))

    def _naming_subject(self, text: str) -> set[int]:
        """Events that name an identifier, also where it is written with its kind (``action:a-1``)."""
        kind, _, identifier = text.partition(":")
        return self._naming.get(text, set()) | (self._naming.get(identifier, set()) if kind.isidentifier() else set())

    def _of_another_row(self, number: int, key: Mapping[str, Any]) -> bool:
        """Whether an event has a field of which the value is another than that column of the key."""
        event = self._events[number].event
        return any(value and getattr(event, name, value) != value for name, value in key.items())

    def _counted(self, numbers: set[int], texts: set[str]) -> dict[int, int]:
        return {number: sum(number in self._naming_subject(text) for text in texts) for number in numbers}

    def _most_alike(self, numbers: set[int], texts: set[str]) -> set[int]:
        alike = self._counted(numbers, texts)
        return {number for number, count in alike.items() if count == max(alike.values())}

    def _with(self, change: RowChange, numbers: set[int], *, named: bool) -> RowChange:
        acts = dict.fromkeys(self._acts[number] for number in sorted(numbers))
        return attrs.evolve(change, acts=tuple(acts), named=named)


def texts_in(value: Any) -> Iterable[str]:
    """Every text and day (ISO) in a value, however deep."""
    match value:
        case Enum() | None:
            return
        case str() if value:
            yield value
        case date():
            yield value.isoformat()
        case Mapping():
            for part in value.values():
                yield from texts_in(part)
        case list() | tuple() | set() | frozenset():
            for part in value:
                yield from texts_in(part)
