"""Rows: what is gathered and flushed equals writing each thing at once, wherever the flushes fall."""

from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from rso_core.projection import ProjectionError, Rows

TABLE = sa.Table(
    "t_rows",
    sa.MetaData(),
    sa.Column("k", sa.Integer, primary_key=True),
    sa.Column("x", sa.Integer),
    sa.Column("y", sa.String),
)
KEYS = st.integers(0, 3)
STEPS = st.one_of(
    st.tuples(st.just("put"), KEYS, st.integers(), st.text(max_size=3)),
    st.tuples(st.just("patch"), KEYS, st.integers(), st.none()),
    st.tuples(st.just("remove"), KEYS, st.none(), st.none()),
    st.tuples(st.just("get"), KEYS, st.none(), st.none()),
    st.tuples(st.just("flush"), KEYS, st.none(), st.none()),
)


@settings(deadline=None)
@given(st.lists(STEPS, max_size=30))
def test_any_sequence_equals_a_plain_dictionary(steps: list[tuple[str, int, Any, Any]]) -> None:
    engine = sa.create_engine("sqlite://")
    expected: dict[int, dict[str, Any]] = {}
    with engine.begin() as connection:
        TABLE.create(connection)
        rows = Rows(connection, {"t_rows": TABLE})
        for kind, key, x, y in steps:
            if kind == "put":
                rows.put(TABLE, {"k": key, "x": x % 1000, "y": y})
                expected[key] = {"k": key, "x": x % 1000, "y": y}
            elif kind == "patch":
                rows.patch(TABLE, {"k": key}, x=x % 1000)
                if key in expected:
                    expected[key] = {**expected[key], "x": x % 1000}
            elif kind == "remove":
                rows.remove(TABLE, {"k": key})
                expected.pop(key, None)
            elif kind == "get":
                assert rows.get(TABLE, {"k": key}) == expected.get(key)
            else:
                rows.flush()
        rows.flush()
        found = {row["k"]: dict(row) for row in connection.execute(sa.select(TABLE)).mappings()}
    assert found == expected


def test_a_row_without_its_key_is_named() -> None:
    with sa.create_engine("sqlite://").begin() as connection:
        rows = Rows(connection, {"t_rows": TABLE})
        with pytest.raises(ProjectionError, match=r"'t_rows' lacks its key column 'k'"):
            rows.put(TABLE, {"x": 1})
