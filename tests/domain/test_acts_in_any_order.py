"""What holds does not depend on the order of typing: acts that are accepted in several orders lead to the same states.

Of every kind of act two variations, on other days and in other words, are typed in both orders, and each beside the acts
that follow it in the cooperation; all on the record as it stood when that act was performed.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, permutations
from typing import Any

import pytest

from domain.deciding import Record, record_of
from domain.trials import EVERY
from rso_core import Act, Refused
from rso_core.acts import replace
from rso_core.domain.act import EFFECTIVE, NEW_ID
from rso_core.domain.concept import follows_recording
from rso_core.domain.references import field_types

NEIGHBOURS = 6
"""So many acts that follow in the cooperation are tried beside each."""
ON_WHAT_WAS_KNOWN = ("answer-signal", "propose-amendment")
"""Kinds of act that settle something for others by what was known when they were typed; docs/order.md has the reasons."""


def variation(act: Act, number: int) -> Act:
    """The act some days later, in other words, about something new where it brings something new."""
    changes: dict[str, Any] = {}
    types = field_types(type(act))
    for field in type(act).__attrs_attrs__:
        value, kind = getattr(act, field.name), types[field.name]
        if NEW_ID in field.metadata:
            changes[field.name] = f"{value}-{number}"
        elif isinstance(value, date):
            changes[field.name] = value + timedelta(days=7 * number)
        elif isinstance(value, str) and value and kind.plain is str and kind.reference is None and not kind.marks[1:]:
            changes[field.name] = f"{value} {number}"
    return replace(act, **changes)


def outcome(place: int, acts: tuple[Act, ...]) -> dict[str, Any] | None:
    """The states after these acts on the cooperation so far; None where one of them is refused."""
    record: Record = record_of(EVERY[:place])
    try:
        for act in acts:
            record.perform(act)
    except Refused:
        return None
    return {name: state for name, state in record.states().items() if not follows_recording(name)}


def trials(place: int) -> Iterator[Act]:
    yield from (variation(EVERY[place], number) for number in (0, 1, 2))
    yield from EVERY[place + 1 : place + 1 + NEIGHBOURS]


def orders(place: int, together: Sequence[Act]) -> list[dict[str, Any]]:
    """The states after these acts, for every order in which they are accepted."""
    found = (outcome(place, typed) for typed in permutations(together))
    return [states for states in found if states is not None]


def kinds(together: Sequence[Act]) -> set[str]:
    return {act.act_name for act in together}


@pytest.mark.parametrize("place", range(len(EVERY)), ids=lambda n: f"{n}-{EVERY[n].act_name}")
def test_acts_that_are_accepted_in_several_orders_lead_to_the_same(place: int) -> None:
    alone = [act for act in trials(place) if outcome(place, (act,)) is not None]
    for together in (*combinations(alone, 2), *combinations(alone[:5], 3)):
        if _of_one_day(together) or not kinds(together).isdisjoint(ON_WHAT_WAS_KNOWN):
            continue
        first, *others = orders(place, together) or [{}]
        for other in others:
            assert {k: v for k, v in first.items() if v != other[k]} == {}, "\n".join(map(str, together))


@pytest.mark.parametrize("kind", ON_WHAT_WAS_KNOWN)
def test_what_is_settled_for_others_depends_on_what_was_known(kind: str) -> None:
    differing = False
    for place, act in enumerate(EVERY):
        near = EVERY[place + 1 : place + 1 + NEIGHBOURS]
        for other in near if act.act_name == kind or kind in kinds(near) else ():
            if kind in kinds((act, other)) and len(found := orders(place, (act, other))) == 2:
                differing = differing or found[0] != found[1]
    assert differing, "then it is no exception any more"


def _of_one_day(together: Sequence[Act]) -> bool:
    """Of two from the same day the one recorded later holds, so that their order counts."""
    return len({_day(act) for act in together}) < len(together)


def _day(act: Act) -> date | None:
    field = next((f.name for f in type(act).__attrs_attrs__ if EFFECTIVE in f.metadata), None)
    return getattr(act, field) if field else None
