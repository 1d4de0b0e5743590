"""The one use case of nearly every act: load what its ``decide`` asks for, check what its fields say, record what it gives."""

import inspect
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args, get_origin, get_type_hints

import attrs

from rso_core.domain.act import EFFECTIVE, NEW_ID, Act, Needed, replace
from rso_core.domain.checked_types import Check
from rso_core.domain.event import Effective, Event
from rso_core.domain.references import NotChecked, field_types
from rso_core.domain.values import RECORD_NEW, require_id
from rso_core.use_cases.facts import Concept, Facts, concept_named


@attrs.frozen
class _Asked:
    """A parameter of ``decide``: the concept whose state it is (None for the day of recording), and how it is asked for.

    Attributes:
        through: names of what is handed to `needed`.
    """

    name: str
    concept: str | None
    optional: bool
    many: bool
    needed: Needed | None
    through: tuple[str, ...] = ()


@attrs.frozen
class _Plan:
    """What an act needs, taken from its declaration once.

    Attributes:
        named: fields that point to something with a stream of its own, the kind of that, and whether there are several.
        unknown: those of them that may be new too: ``decide`` takes None for a thing that the field always names.
        new: fields that name something new.
        checks: fields whose type checks itself.
        optional: fields that may be left out; an empty text is the same as nothing there.
        asked: the parameters of ``decide``.
        effective: field with the day from which its events hold; None where each event says so itself.
    """

    named: tuple[tuple[str, str, bool], ...]
    unknown: frozenset[str]
    new: tuple[tuple[str, str], ...]
    checks: tuple[tuple[str, Check, bool], ...]
    optional: tuple[str, ...]
    asked: tuple[_Asked, ...]
    effective: str | None


_PLANS: dict[type[Act], _Plan] = {}


def decide(facts: Facts, act: Act, today: date) -> None:
    """Let an act decide, and record its events.

    Args:
        facts: of which is loaded what the act names and asks for.
        act: what happened.
        today: the day of recording (Europe/Amsterdam).

    Raises:
        Refused: RECORD_KNOWN for what is not known, RECORD_NEW and RECORD_VALID_ID for what should be new, the rules of types that check
            themselves, in this order; then what ``decide`` refuses.
    """
    plan = _PLANS.get(type(act)) or _PLANS.setdefault(type(act), _plan_of(type(act)))
    empty = {field: None for field in plan.optional if getattr(act, field) == ""}
    act = replace(act, **empty) if empty else act
    states: dict[str, Any] = {}
    for field, concept, many in plan.named:
        named = getattr(act, field)
        if many:
            states[field] = facts.all(concept_named(concept), named or ())
        else:
            load = facts.find if field in plan.unknown else facts.get
            states[field] = None if named is None else load(concept_named(concept), named)
    for field, concept in plan.new:
        identifier = require_id(getattr(act, field), field)
        if facts.find(concept_named(concept), identifier) is not None:
            raise RECORD_NEW.refused(**{field: identifier})
    act = _checked(act, plan)
    found: dict[str, Any] = {"act": act}
    for asked in plan.asked:
        if asked.needed is not None:
            found[asked.name] = _reached(facts, asked, found)
        else:
            found[asked.name] = today if asked.concept is None else states[asked.name]
    del found["act"]
    decided = act.decide(**found)  # type: ignore[attr-defined]
    for each in (decided,) if isinstance(decided, Event | Effective) else decided:
        if isinstance(each, Effective):
            facts.record_event(each.event, each.on)
        else:
            facts.record_event(each, getattr(act, plan.effective or ""))


def _checked(act: Act, plan: _Plan) -> Act:
    """The act with its values as they are recorded."""
    changed = {}
    for field, check, many in plan.checks:
        value = getattr(act, field)
        if value is not None:
            checked = tuple(check.checked(one, field) for one in value) if many else check.checked(value, field)
            if checked != value:
                changed[field] = checked
    return replace(act, **changed) if changed else act


def _reached(facts: Facts, asked: _Asked, found: Mapping[str, Any]) -> Any:
    assert asked.needed is not None
    assert asked.concept is not None
    through = asked.needed.identifiers
    named = through(**{name: found[name] for name in asked.through})
    concept: Concept[Any] = concept_named(asked.concept)
    if asked.many:
        return facts.all(concept, named)
    if named is None:
        return None
    return facts.find(concept, named) if asked.optional else facts.get(concept, named)


def _plan_of(cls: type[Act]) -> _Plan:
    types, fields = field_types(cls), {field.name: field for field in cls.__attrs_attrs__}
    streams = [
        (name, kind.reference.kind, kind.many)
        for name, kind in types.items()
        if kind.reference is not None and kind.reference.within is None and NotChecked() not in kind.marks
    ]
    asked = tuple(_parameters(cls))
    return _Plan(
        named=tuple(each for each in streams if NEW_ID not in fields[each[0]].metadata),
        unknown=frozenset(
            each.name for each in asked if each.optional and each.needed is None and not types[each.name].optional
        ),
        new=tuple((name, kind) for name, kind, _ in streams if NEW_ID in fields[name].metadata),
        checks=tuple(
            (name, mark, kind.many) for name, kind in types.items() for mark in kind.marks if isinstance(mark, Check)
        ),
        optional=tuple(name for name, kind in types.items() if kind.optional and not kind.many and kind.marks),
        asked=asked,
        effective=next((name for name, field in fields.items() if EFFECTIVE in field.metadata), None),
    )


def _parameters(cls: type[Act]) -> list[_Asked]:
    decide_of: Any = cls.decide  # type: ignore[attr-defined]
    hints = get_type_hints(decide_of)
    asked = []
    for parameter in list(inspect.signature(decide_of).parameters.values())[1:]:
        hint, default = hints[parameter.name], parameter.default
        parts = get_args(hint)
        optional = type(None) in parts
        many = isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping)
        state = next(part for part in parts if part not in (str, type(None))) if optional or many else hint
        concept = None if hint is date else state.concept
        needed = default if isinstance(default, Needed) else None
        through = tuple(inspect.signature(needed.identifiers).parameters) if needed else ()
        asked.append(_Asked(parameter.name, concept, optional, many, needed, through))
    return asked
