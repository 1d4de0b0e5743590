"""Rows of a register as frozen classes: attributes for who knows the class, a mapping for everyone else."""

import copy
import csv
import io
import json
import pickle
import warnings
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from rso_core.projection import (
    Column,
    MissingColumnError,
    Names,
    Register,
    RegisterRow,
    UnknownColumnWarning,
    column,
    derived,
    named,
    typed_register,
    typed_rows,
)
from rso_core.projection.declaring import ExactDecimal, found, table_of


class Task(RegisterRow, columns="due title"):
    """A row with everything that a row can have."""

    task: str = column("identifier", key=True)
    title: str = column("what is done", heading="Taak")
    due: date | None = column("day before which", heading="Voor")
    late: bool = derived("whether its day is past")
    note: str | None = derived("what is noted", default=None)


ROW: dict[str, Any] = {"task": "t", "title": "Schrijven", "due": date(2026, 1, 2), "late": False, "note": None}


def task(**changes: Any) -> Task:
    return Task(**{**ROW, **changes})


def test_a_row_is_read_by_attribute_and_as_a_mapping_in_the_order_of_its_class() -> None:
    row = Task(late=True, due=None, title="Schrijven", task="t")
    assert (row.task, row.title, row.due, row.late, row.note) == ("t", "Schrijven", None, True, None)
    assert dict(row) == {"task": "t", "title": "Schrijven", "due": None, "late": True, "note": None}
    assert list(row) == list(ROW)
    assert list({**row, "more": 1}) == [*ROW, "more"]
    assert (row["title"], row.get("title"), row.get("titel", "-"), len(row)) == ("Schrijven", "Schrijven", "-", 5)
    assert "title" in row
    assert "titel" not in row
    assert row == {**ROW, "due": None, "late": True}
    assert json.loads(json.dumps(dict(row)))["title"] == "Schrijven"
    file = io.StringIO()
    csv.DictWriter(file, list(row)).writerow(row)
    assert file.getvalue() == "t,Schrijven,,True,\r\n"
    assert copy.deepcopy(row) == pickle.loads(pickle.dumps(row)) == row
    assert repr(row).startswith("Task(task='t', title='Schrijven', due=None")


def test_a_name_that_is_no_column_is_an_error_or_warned_of() -> None:
    row = task()
    with pytest.raises(AttributeError, match="titel"):
        _ = row.titel  # type: ignore[attr-defined]
    with pytest.raises(KeyError, match="titel"):
        _ = row["titel"]
    with pytest.warns(UnknownColumnWarning, match="Task has no column 'titel'"):
        assert row.get("titel") is None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert row.get("titel", None) is None
        assert row.get("note") is None


def test_a_row_is_frozen_and_made_of_exactly_its_columns() -> None:
    row = task()
    with pytest.raises(AttributeError, match="frozen"):
        row.title = "Anders"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del row.title
    with pytest.raises(TypeError, match="made without 'late'"):
        Task(task="t", title="x", due=None)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="no column 'lates'"):
        Task(task="t", title="x", due=None, late=True, lates=True)  # type: ignore[call-arg]


def test_a_class_of_which_the_columns_cannot_be_is_refused() -> None:
    with pytest.raises(TypeError, match="title"):

        class Unheaded(RegisterRow, columns="title due"):
            title: str = column("x")
            due: date = column("y", heading="Voor")

    with pytest.raises(TypeError, match="due"):

        class Unnamed(RegisterRow, columns="title"):
            title: str = column("x", heading="Taak")
            due: date = column("y", heading="Voor")

    with pytest.raises(TypeError, match="'items'"):

        class Shadowing(RegisterRow):
            items: str = column("x")  # type: ignore[assignment]


def test_the_columns_of_a_register_follow_from_the_class_of_its_rows_without_any_row() -> None:
    assert typed_register(Task, "Taken", []) == Register(
        title="Taken", columns=(Column("due", "Voor"), Column("title", "Taak")), rows=()
    )

    class More(Task):
        """A class of rows may go on with the columns of another."""

        extra: int = column("how much", heading="Meer")

    assert [each.key for each in More.register_columns] == ["title", "due", "extra"]
    assert More(**ROW, extra=3).extra == 3


def test_the_main_table_follows_from_what_is_stored() -> None:
    class Everything(Task):
        """A column of every type."""

        at: time | None = column("when")
        number: int = column("how many")
        done: bool = column("whether it is done")
        amount: Decimal = column("how much")

    table = table_of(Everything, "tasks_all", sa.MetaData(), "a row per task")
    assert [(c.name, type(c.type), c.primary_key, c.comment) for c in table.columns] == [
        ("task", sa.String, True, "identifier"),
        ("title", sa.String, False, "what is done"),
        ("due", sa.Date, False, "day before which"),
        ("at", sa.Time, False, "when"),
        ("number", sa.Integer, False, "how many"),
        ("done", sa.Boolean, False, "whether it is done"),
        ("amount", ExactDecimal, False, "how much"),
    ]
    assert table.comment == "a row per task"

    class Unstorable(RegisterRow):
        what: list[str] = column("x")

    with pytest.raises(KeyError):
        table_of(Unstorable, "tasks_no", sa.MetaData(), "a row")


def test_names_are_selected_for_the_identifiers_that_a_class_of_rows_says_it_names() -> None:
    class Seat(RegisterRow):
        seat: str = column("identifier", key=True)
        party: str = column("party")
        holder: str | None = column("person who sits")
        party_name: str = named("party", heading="Partij")
        holder_name: str | None = named("person", "name of who sits", of="holder")
        body_name: str = named("body", default="")

    assert [each.meaning for each in Seat.declared.values()][3:] == [
        "name of the party",
        "name of who sits",
        "name of the body",
    ]
    metadata = sa.MetaData()
    table, names = table_of(Seat, "seats_all", metadata, "a row per seat"), Names("seats", metadata)
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(
            names.table.insert(),
            [
                {"kind": "party", "id": "p", "name": "Gemeente"},
                {"kind": "person", "id": "p", "name": "A. Voorbeeld"},
            ],
        )
        connection.execute(
            table.insert(),
            [
                {"seat": "1", "party": "p", "holder": "p"},
                {"seat": "2", "party": "q", "holder": None},
            ],
        )
        query = sa.select(table, *names.columns(Seat, table)).order_by(table.c.seat)
        rows = [Seat(**row) for row in found(connection, query)]
    assert [(row.party_name, row.holder_name, row.body_name) for row in rows] == [
        ("Gemeente", "A. Voorbeeld", ""),
        ("q", None, ""),
    ]


def test_rows_that_another_plugin_gives_as_dicts_are_read_in_the_same_way() -> None:
    foreign = Register(title="Taken", columns=(), rows=({"task": "t", "title": "Schrijven", "own": 1}, task()))
    first, second = typed_rows(Task, foreign, {"late": False})
    assert second is foreign.rows[1]
    assert (first.task, first["own"], first.late, first.note) == ("t", 1, False, None)
    assert (dict(first), len(first)) == (foreign.rows[0], 3)
    assert copy.copy(first) == first
    with pytest.raises(MissingColumnError, match="register 'Taken' has no column 'due'"):
        _ = first.due


def test_rows_of_another_class_may_lack_what_is_said_to_be_absent() -> None:
    class Other(RegisterRow):
        task: str = column("identifier")

    (row,) = typed_rows(Task, typed_register(Other, "Anders", [Other(task="t")]), {"late": True})
    assert (row.task, row.late) == ("t", True)
