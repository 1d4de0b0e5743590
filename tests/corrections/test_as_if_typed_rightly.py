"""A record that was put right is the record in which all had been typed rightly at once; what was known before stays."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acts_of_a_cooperation import every_act
from acts_of_a_region import NOW, by
from corrections.test_every_act_corrected import another_value, states
from every_plugin import every_plugin
from quick import examples
from rso_core import Act, Application, EventStore, Refused
from rso_core.acts import replace
from rso_core.corrections import Correction, correct
from rso_core.projection import AsOf
from varied_acts import varied

LATER = NOW + timedelta(days=1)
DAYS = (date(2025, 12, 31), date(2026, 3, 13), date(2026, 8, 1), date(2026, 12, 1))
REFUSED_FOR_WHAT_IT_IS = {"correction.given_back", "correction.changes", "correction.irrevocable"}
"""A name that was erased; a hash in capitals, which is the same hash; the key of the record."""


@attrs.frozen
class Case:
    """Acts in almost any order, some of which were typed otherwise at first."""

    right: tuple[Act, ...]
    wrong: tuple[Act, ...]
    together: bool

    @property
    def mistakes(self) -> list[int]:
        """Places of the acts that were typed wrongly."""
        return [n for n, (one, other) in enumerate(zip(self.right, self.wrong, strict=True)) if one != other]

    @classmethod
    def of(cls, seed: int) -> "Case":
        """A case at random."""
        chance = random.Random(seed)
        disorder = chance.choice((0, 0, 3, 10, 30))
        right = [
            act for _, act in sorted(enumerate(every_act()), key=lambda item: item[0] + chance.uniform(0, disorder))
        ]
        wrong = list(right)
        for n in chance.sample(range(len(right)), chance.choice((1, 1, 2, 3))):
            change = another_value(right[n]) if chance.random() < 0.5 else None
            wrong[n] = replace(right[n], **dict([change])) if change else varied(right[n], chance, 0.4)
        return cls(tuple(right), tuple(wrong), chance.random() < 0.5)


def recorded(acts: Sequence[Act], path: Path) -> tuple[Application, list[str | None]]:
    """A record of those of the acts that are allowed, and the first event of each."""
    application = Application(EventStore.open(f"sqlite:///{path}"), lambda: NOW)
    firsts: list[str | None] = []
    with application.batch() as batch:
        for act in acts:
            try:
                firsts.append(batch.perform(act, by()).events[0].id)
            except (Refused, ValueError):  # a rule, or a field that is not of its type
                firsts.append(None)
    return application, firsts


def put_right(application: Application, case: Case, firsts: Sequence[str | None]) -> bool:
    """Correct the mistakes, at once or one by one; False where what is corrected cannot be for what it is."""
    corrections = []
    for n in case.mistakes:
        right, wrong, first = case.right[n], case.wrong[n], firsts[n]
        assert first is not None
        names = [field.name for field in type(right).__attrs_attrs__]
        differing = {name: getattr(right, name) for name in names if getattr(right, name) != getattr(wrong, name)}
        corrections.append(Correction(first, differing))
    application.clock = lambda: LATER
    try:
        for some in [corrections] if case.together else [[each] for each in corrections]:
            correct(application, some, "verkeerd getypt", by())
    except Refused as refused:
        assert refused.rule.id in REFUSED_FOR_WHAT_IT_IS, refused
        return False
    return True


def unordered(value: Any) -> Any:
    """A state in which parts that were recorded in another order are the same."""
    if isinstance(value, tuple):
        parts = [unordered(each) for each in value]
        return sorted(parts, key=repr) if value and attrs.has(type(value[0])) else parts
    if attrs.has(type(value)):
        names = [field.name for field in attrs.fields(type(value))]
        return type(value).__name__, {name: unordered(getattr(value, name)) for name in names}
    return value


def registers(application: Application, known: Any = None) -> dict[tuple[date, str], Any]:
    found = {}
    models = every_plugin().read_models()
    for day in DAYS:
        with AsOf(application.store, models, day, known) as moment:
            for model in models:
                rows = moment.register(model.name).rows
                found[day, model.name] = sorted((sorted(row.items(), key=repr) for row in rows), key=repr)
    return found


def tried(seed: int, folder: Path, *, with_registers: bool) -> bool:
    """Whether both records could be made, and the one put right."""
    case = Case.of(seed)
    right, right_firsts = recorded(case.right, folder / "right.db")
    wrong, wrong_firsts = recorded(case.wrong, folder / "wrong.db")
    with right, wrong:
        allowed = [first is not None for first in right_firsts] == [first is not None for first in wrong_firsts]
        if not allowed or not case.mistakes or not all(wrong_firsts[n] for n in case.mistakes):
            return False
        before = registers(wrong) if with_registers else {}
        if not put_right(wrong, case, wrong_firsts):
            return False
        should, are = states(right), states(wrong)
        for stream in should | are:
            assert unordered(are.get(stream)) == unordered(should.get(stream)), stream
        if with_registers:
            now, wanted = registers(wrong), registers(right)
            for each in wanted:
                assert now[each] == wanted[each], each
            assert registers(wrong, NOW) == before
    return True


@pytest.mark.slow
@settings(max_examples=examples(150), deadline=None)
@given(seed=st.integers(0, 100_000))
def test_states_are_those_of_a_record_that_was_typed_rightly(seed: int) -> None:
    with TemporaryDirectory() as folder:
        tried(seed, Path(folder), with_registers=False)


@pytest.mark.slow
def test_registers_are_those_of_a_record_that_was_typed_rightly(tmp_path: Path) -> None:
    made = 0
    for seed in range(examples(24)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        made += tried(seed, folder, with_registers=True)
    assert made >= examples(24) // 4, "most of what is made at random comes out"
