"""The act that led to some events, given back from them: what it said, whether it was typed, imported or restored.

Most of what an act says stands in its events under the same name. Where a name differs, the field of the act says where
its value is told (``told=`` of `rso_core.domain.act.field`); what takes more than a name is worked out by ``told_by``
of the act. What its events do not tell as the act said it stands in the metadata of the first of them
(`rso_core.store.recorded.Meta.said`); `besides_its_events` says what that is. Events of releases before 0.3 have none
of that: what they do not tell of an act is then at its default, or cannot be had.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, get_type_hints

import attrs
import msgspec

from rso_core.acts import Act, act_classes
from rso_core.domain.act import EFFECTIVE, TOLD
from rso_core.domain.event import CONTEXT, Event
from rso_core.domain.references import FieldType, field_types
from rso_core.store.recorded import RecordedEvent


class ActNotGivenBackError(ValueError):
    """The record does not hold all that an act said.

    Attributes:
        act_name, event: of the act, and the identifier of its first event.
        reasons: why, by field; ``act`` where no field can be given back.
    """

    def __init__(self, act_name: str, event: str, reasons: Mapping[str, str]) -> None:
        self.act_name, self.event, self.reasons = act_name, event, dict(reasons)
        told = "; ".join(f"{field}: {reason}" for field, reason in reasons.items())
        super().__init__(f"the act {act_name!r} of {event} cannot be given back from the record: {told}")


ABSENT: Any = object()
"""A field of which the events tell nothing."""
Getter = Callable[[Sequence[Event]], Any]
"""Gives what the events of one act tell of a field, or `ABSENT`."""


@attrs.frozen
class _Plan:
    """How the fields of an act are had from events of certain classes.

    Attributes:
        day: the field with the day from which the act holds; empty where it has none.
        getters: per other field, what may tell it, the first first.
        computed: what the act works out by itself, where it does.
    """

    day: str
    getters: tuple[tuple[str, tuple[Getter, ...]], ...]
    computed: Callable[[Sequence[Event]], Mapping[str, Any]] | None

    def told(self, events: Sequence[Event], effective: date) -> dict[str, Any]:
        """What the events tell, by field of the act; fields of which they tell nothing are left out."""
        told: dict[str, Any] = {self.day: effective} if self.day else {}
        for name, getters in self.getters:
            for getter in getters:
                value = getter(events)
                if value is not ABSENT:
                    told[name] = value
                    break
        if self.computed is not None:
            told.update(self.computed(events))
        return told


_PLANS: dict[tuple[type[Act], tuple[type[Event], ...]], _Plan] = {}
_MOST_PLANS = 2_000
"""Acts that lead to any number of events would otherwise fill the memory of a long import."""


def _plan(cls: type[Act], events: Sequence[Event]) -> _Plan:
    key = cls, tuple(map(type, events))
    plan = _PLANS.get(key)
    if plan is None:
        if len(_PLANS) >= _MOST_PLANS:
            _PLANS.clear()
        plan = _PLANS[key] = _planned(*key)
    return plan


def _planned(cls: type[Act], events: tuple[type[Event], ...]) -> _Plan:
    types = field_types(cls)
    fields = {field.name: field for field in cls.__attrs_attrs__}
    day = next((name for name, field in fields.items() if EFFECTIVE in field.metadata), "")
    getters = []
    for name, field in fields.items():
        told = field.metadata.get(TOLD)
        found = _told_at(told, types[name], events) if told else _told_by_name(name, types[name], events)
        if name != day:
            getters.append((name, tuple(found)))
    computed = cls.told_by if cls.told_by.__func__ is not Act.told_by.__func__ else None  # type: ignore[attr-defined]
    return _Plan(day, tuple(getters), computed)


def _told_by_name(name: str, kind: FieldType, events: Sequence[type[Event]]) -> Iterator[Getter]:
    """A field of an event with that name and type; then one of a value in an event; then what an event only copied."""
    nested, copied = [], []
    for cls in dict.fromkeys(events):
        place = events.index(cls)
        for field in cls.__attrs_attrs__:
            theirs = field_types(cls)[field.name]
            if field.name == name and _same(kind, theirs):
                getter = _getter(place, (name,), kind)
                if CONTEXT in field.metadata:
                    copied.append(getter)
                else:
                    yield getter
            elif not theirs.many and attrs.has(theirs.plain):
                inner = field_types(theirs.plain).get(name)
                if inner is not None and _same(kind, inner):
                    nested.append(_getter(place, (field.name, name), kind))
    yield from nested
    yield from copied


def _told_at(told: str, kind: FieldType, events: Sequence[type[Event]]) -> Iterator[Getter]:
    """Where a field says that it is told: ``field``, ``field.of_its_value``, or ``event.name:field``."""
    event_name, _, path = told.rpartition(":")
    parts = tuple(path.split("."))
    for cls in dict.fromkeys(events):
        theirs = field_types(cls).get(parts[0])
        if theirs is None or event_name not in ("", cls.event_name):
            continue
        if kind.many and not theirs.many:
            yield _each_getter([place for place, each in enumerate(events) if each is cls], attrgetter(path))
        else:
            yield _getter(events.index(cls), parts, kind)


def _same(one: FieldType, other: FieldType) -> bool:
    return one.plain == other.plain and one.many == other.many


def _getter(place: int, path: tuple[str, ...], kind: FieldType) -> Getter:
    """The value at a path in the event at this place; what would stand in a value that is not there is absent."""
    if len(path) == 1 and kind.optional:
        only = attrgetter(*path)
        return lambda events: only(events[place])

    def value(events: Sequence[Event]) -> Any:
        found: Any = events[place]
        for name in path[:-1]:
            found = getattr(found, name)
            if found is None:
                return ABSENT
        found = getattr(found, path[-1])
        return ABSENT if found is None and not kind.optional else found

    return value


def _each_getter(places: Sequence[int], part: Callable[[Event], Any]) -> Getter:
    return lambda events: tuple(part(events[place]) for place in places)


def recorded_act(events: Sequence[RecordedEvent], known_before: Mapping[str, Any] | None = None) -> Act:
    """The act that led to these events.

    Args:
        events: all events of one correlation, in recorded order.
        known_before: of an act of a release before 0.3, what follows from what was known before it (see
            `rso_core.older_acts`).

    Returns:
        The act as it was performed: with its fields of their types, and its values as they are recorded (a hash in
        lower case). Of an act of a release before 0.3, what its events tell of it.

    Raises:
        ActNotGivenBackError: nothing tells a field that the act must have, or this release does not know the act.
        ValueError: there are no events.
    """
    if not events:
        raise ValueError("an act is given back from its events; there are none")
    first = events[0]
    name = first.meta.act
    cls = act_classes().get(name)
    if cls is None:
        raise ActNotGivenBackError(name, first.id, {"act": "this release does not know an act of that name"})
    if unreadable := next((each for each in events if each.unreadable), None):
        raise ActNotGivenBackError(name, first.id, dict.fromkeys(unreadable.event.sealed, UNREADABLE))
    decided = [each.event for each in events]
    values = _plan(cls, decided).told(decided, first.meta.effective)
    if first.meta.said is not None:
        values.update(_as_typed(cls, first.meta.said, first))
    values.update(known_before or {})
    lacking = {
        field.name: _why_lacking(field.name, decided)
        for field in cls.__attrs_attrs__
        if field.name not in values and field.default is attrs.NOTHING
    }
    if lacking:
        raise ActNotGivenBackError(name, first.id, lacking)
    return cls(**values)


UNREADABLE = "it cannot be read: no key at hand opens it ('rso keys show')"


def _why_lacking(name: str, events: Sequence[Event]) -> str:
    if any(name in event.sealed for event in events):
        return "the person was erased"
    return "no event tells it, and the release that recorded the act did not keep it besides"


def _as_typed(cls: type[Act], said: Mapping[str, Any], first: RecordedEvent) -> dict[str, Any]:
    """What stands in the metadata, of the types of the act."""
    hints = _hints(cls)
    unknown = dict.fromkeys(said.keys() - hints, f"this release does not know such a field of {cls.act_name!r}")
    if unknown:
        raise ActNotGivenBackError(cls.act_name, first.id, unknown)
    typed, wrong = {}, {}
    for name, value in said.items():
        try:
            typed[name] = msgspec.convert(value, hints[name])
        except msgspec.ValidationError as error:
            wrong[name] = str(error)
    if wrong:
        raise ActNotGivenBackError(cls.act_name, first.id, wrong)
    return typed


_HINTS: dict[type[Act], dict[str, Any]] = {}


def _hints(cls: type[Act]) -> dict[str, Any]:
    found = _HINTS.get(cls)
    if found is None:
        found = _HINTS[cls] = get_type_hints(cls)
    return found


def besides_its_events(act: Act, events: Sequence[Event], effective: date) -> dict[str, Any] | None:
    """What an act says that `recorded_act` would not have from its events alone.

    Args:
        act: as it is recorded (see `rso_core.unit_of_work.UnitOfWork.decide`).
        events: what it led to, in recorded order.
        effective: the day from which the first of them holds.

    Returns:
        Plain data by field; None where the events tell everything, as they do for most acts. Words of an act that names
        a person are never among it, only that they were left out: names stand sealed in the event, or nowhere.
    """
    if not events:
        return None
    cls = type(act)
    told = _plan(cls, events).told(events, effective)
    besides = {}
    for field in cls.__attrs_attrs__:
        value = getattr(act, field.name)
        if told.get(field.name, field.default) != value and not _may_name(cls, field.name, value):
            besides[field.name] = value
    if besides or is_told_before(cls):
        # Also where it is nothing: so it is not taken for an act of before anything was kept besides.
        return msgspec.json.decode(msgspec.json.encode(besides))  # type: ignore[no-any-return]
    return None


def is_told_before(cls: type[Act]) -> bool:
    """Whether acts of a class say, in records of releases before 0.3, something that only stands in what was known."""
    return cls.told_before.__func__ is not Act.told_before.__func__  # type: ignore[attr-defined]


def _may_name(cls: type[Act], name: str, value: Any) -> bool:
    """Whether it could be a name or address of a person: any words of an act that holds one."""
    kind = field_types(cls)[name]
    return cls.names_a_person and bool(value) and kind.reference is None and kind.plain is str
