"""Acts that are written as JSON writes them are read at once, and are the same as when they are taken field by field."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acts_of_a_cooperation import every_act
from rso_core import Act
from rso_core.acts import acts_by_hand
from rso_core.dossier.lines import About
from rso_core.structuring import InputError, as_written, structure

UTRECHT = Path(__file__).parents[2] / "examples" / "utrecht" / "dossier.jsonl"
ACTS = {act.act_name: json.loads(msgspec.json.encode(act)) for act in every_act() if act.act_name in acts_by_hand()}


def slowly(fields: dict[str, Any], cls: type[Any]) -> Any:
    try:
        return structure(fields, cls)
    except InputError:
        return None


def test_what_is_read_at_once_is_what_is_read_field_by_field() -> None:
    fast: Counter[bool] = Counter()
    lines = UTRECHT.read_text(encoding="utf-8").splitlines()
    for line in (line for line in lines if line.startswith("{")):
        row = {name: value for name, value in json.loads(line).items() if name not in attrs.fields_dict(About)}
        cls = acts_by_hand()[row.pop("act")]
        made = as_written(row, cls)
        fast[made is not None] += 1
        assert made is None or made == structure(row, cls)
    assert fast[True] > 20 * fast[False], "nearly all of a dossier is written so"


@pytest.mark.parametrize("name", ACTS)
def test_every_act_is_the_same_read_either_way(name: str) -> None:
    cls = acts_by_hand()[name]
    made = as_written(ACTS[name], cls)
    assert made is None or made == structure(ACTS[name], cls)


STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from(
        [1.0, 2.5, "", " ", "1", "true", "2026-01-02", "2026-01-02 ", "20260102", "2026-W01-2", "02-01-2026"]
    ),
    st.sampled_from(
        ["2026-01-02T00:00:00", "2026-01-02T00:00:00Z", "2026-02-30", "10:00", "decide", "prov", [], {}, [[]]]
    ),
    st.sampled_from(
        [["a"], ["a", 1], [None], {"person": "p"}, [{"person": "p", "party": "q", "more": 1}], [{"person": 1}]]
    ),
)


@given(st.sampled_from(sorted(ACTS)), st.data())
def test_what_is_wrong_or_written_otherwise_is_never_taken_for_something(name: str, data: st.DataObject) -> None:
    cls, fields = acts_by_hand()[name], dict(ACTS[name])
    for _ in range(data.draw(st.integers(1, 2))):
        place = data.draw(st.sampled_from([*fields, "unknown"]))
        if data.draw(st.booleans()) and place in fields:
            fields[place] = _changed(fields[place], data)
        else:
            fields[place] = data.draw(STRANGE)
    made = as_written(fields, cls)
    assert made is None or made == slowly(fields, cls), fields


def _changed(value: Any, data: st.DataObject) -> Any:
    """The value with something strange in one of its parts."""
    if isinstance(value, list) and value:
        place = data.draw(st.integers(0, len(value) - 1))
        return [_changed(each, data) if n == place else each for n, each in enumerate(value)]
    if isinstance(value, dict):
        return {**value, data.draw(st.sampled_from([*value, "unknown"])): data.draw(STRANGE)}
    return data.draw(STRANGE)


@attrs.frozen(kw_only=True)
class Counted(Act):
    """An act with a whole number and a day."""

    act_name = "counted"
    number: int
    since: date


@pytest.mark.parametrize("number", [1.0, True, "1", None])
def test_a_whole_number_is_written_as_one(number: Any) -> None:
    assert as_written({"number": 1, "since": "2026-01-02"}, Counted) == Counted(number=1, since=date(2026, 1, 2))
    assert as_written({"number": number, "since": "2026-01-02"}, Counted) is None
    assert as_written({"number": 1}, Counted) is None
