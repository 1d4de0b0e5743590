"""What a plugin writes wrongly is refused where it stands: columns, fields of events, types, names."""

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from acts_of_a_region import open_region
from models_to_try import counting_parties
from rso_core.events import PartyRegistered, PersonRegistered
from rso_core.projection import AsOf, Column, ProjectionError, Projector, ReadModel, Register, RegisterFailedError
from rso_core.projection.declaring import in_turn, of, patch, put, remove, where
from rso_core.projection.read_model import merge_handlers

TABLE = sa.Table(
    "p_parties",
    sa.MetaData(),
    sa.Column("party", sa.String, primary_key=True),
    sa.Column("name", sa.String),
    sa.Column("state", sa.String),
)


def nothing(connection: sa.Connection, on: date) -> Register:
    return Register(title="P", columns=(), rows=())


def declared(**given: Any) -> ReadModel:
    all_of: dict[str, Any] = {
        "name": "p",
        "version": 1,
        "title": "P",
        "tables": (TABLE,),
        "handlers": {PartyRegistered: put(TABLE, state="in")},
        "register": nothing,
    }
    return ReadModel(**{**all_of, **given})


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: put(TABLE, sate="in"),
        lambda: patch(TABLE, sate="in"),
        lambda: remove(TABLE, partij=of("party")),
        lambda: where(TABLE, "sate", of("name"), put(TABLE)),
        lambda: where(TABLE, "state", of("name"), put(TABLE), partij=of("party")),
    ],
)
def test_a_column_that_is_written_wrongly_is_refused_where_it_is_written(wrong: Callable[[], Any]) -> None:
    with pytest.raises(
        ProjectionError, match=r"'p_parties' has no columns \['(sate|partij)'\]; its columns are party, name"
    ):
        wrong()


def straight(write: Callable[[Any], None]) -> ReadModel:
    def handler(rows: Any, recorded: Any) -> None:
        write(rows)

    return declared(handlers={PartyRegistered: handler})


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda rows: rows.put(TABLE, {"party": "a", "sate": "in"}), r"no columns \['sate'\]"),
        (lambda rows: rows.patch(TABLE, {"party": "a"}, sate="in"), r"no columns \['sate'\]"),
        (lambda rows: rows.patch(TABLE, {"party": "gem-a"}, party="b"), "part of its key"),
        (lambda rows: rows.put(TABLE, {"name": "a"}), "lacks its key column"),
        (lambda rows: rows.put(TABLE, {"party": "a", "name": object()}), "p_parties|not supported|adapt"),
    ],
)
@pytest.mark.parametrize("many", [False, True])
def test_the_same_rule_holds_for_few_events_many_and_a_replay(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, write: Callable[[Any], None], said: str, many: bool
) -> None:
    monkeypatch.setattr("rso_core.projection.projector.BUILT_FROM", 0 if many else 500)
    model = straight(write)
    with open_region(sqlite_url) as application:
        projector = Projector(application.store, [model, counting_parties("good", lambda: None)])
        (failed,) = projector.catch_up()
        assert failed.failed_event is not None
        _found(said, str(failed.error))
        assert set(projector.rebuild_each()) == {"p"}
        with pytest.raises((ProjectionError,)), AsOf(application.store, [model], date(2026, 1, 1)) as moment:
            moment.register("p")
        with projector.registers(date(2025, 12, 31), date(2026, 1, 1)) as register:
            assert register("good").title == "good"
        projector.close()


def _found(wanted: str, said: str) -> None:
    import re

    assert re.search(wanted, said), said


@pytest.mark.parametrize(
    ("handlers", "said"),
    [
        ({PartyRegistered: put(TABLE, state=of("naam"))}, r"takes \['naam'\] from it"),
        ({PartyRegistered: patch(TABLE, name=of("naam"))}, r"takes \['naam'\]"),
        ({PersonRegistered: put(TABLE)}, r"PersonRegistered in read model 'p' takes \['party'\]"),
        ({PartyRegistered: where(TABLE, "state", of("naam"), put(TABLE))}, r"takes \['naam'\]"),
        ({PartyRegistered: in_turn(put(TABLE), patch(TABLE, name=of("naam")))}, r"takes \['naam'\]"),
        (
            merge_handlers({PartyRegistered: put(TABLE)}, {PartyRegistered: patch(TABLE, name=of("naam"))}),
            r"takes \['naam'\]",
        ),
        ({str: put(TABLE)}, "no event of the record"),
        ({"party.registered": put(TABLE)}, "no event of the record"),
        ({PartyRegistered: 5}, "cannot be called"),
        ([], "no mapping"),
    ],
)
def test_handlers_are_held_to_the_events_when_they_are_declared(handlers: Any, said: str) -> None:
    with pytest.raises(ProjectionError, match=said):
        declared(handlers=handlers)


@pytest.mark.parametrize("kind", [JSONB, sa.JSON, sa.ARRAY(sa.String), sa.Enum("a", "b", name="e")])
def test_a_type_that_not_both_databases_keep_alike_is_refused(kind: Any) -> None:
    table = sa.Table("p_x", sa.MetaData(), sa.Column("k", sa.String, primary_key=True), sa.Column("v", kind))
    with pytest.raises(ProjectionError, match="column 'v' of 'p_x' is of type"):
        declared(tables=(table,), handlers={})


@pytest.mark.parametrize("version", [0, -1, 1_000_000, "1", True, 1.0])
def test_a_version_is_a_number_that_can_be_counted(version: Any) -> None:
    with pytest.raises(ProjectionError, match="whole number from 1 to 999999"):
        declared(version=version)
    assert declared(version=999_999).version == 999_999


def test_a_table_beside_the_rows_has_no_name_of_ours() -> None:
    table = sa.Table("p_rso_events", sa.MetaData(), sa.Column("k", sa.String, primary_key=True))
    with pytest.raises(ProjectionError, match="is kept for"):
        declared(tables=(table,), handlers={})


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"title": 5}, "no text"),
        ({"rows": (1,)}, "among its rows is a int"),
        ({"columns": ("x",)}, "among its columns is a str"),
        ({"untold": ("x",)}, "among its untold is a str"),
    ],
)
def test_a_register_that_is_none_is_named(sqlite_url: str, found: dict[str, Any], said: str) -> None:
    good = Register(title="P", columns=(Column("party", "Partij"),), rows=({"party": "a"},))
    model = declared(register=lambda connection, on: attrs.evolve(good, **found))
    with open_region(sqlite_url) as application:
        projector = Projector(application.store, [model])
        projector.catch_up()
        with pytest.raises(RegisterFailedError, match=said):
            projector.register("p")
        projector.close()


def test_who_gave_a_row_cannot_change_it_afterwards(sqlite_url: str) -> None:
    row = {"party": "a"}
    model = declared(register=lambda connection, on: Register(title="P", columns=(), rows=(row,)))
    with open_region(sqlite_url) as application:
        projector = Projector(application.store, [model])
        projector.catch_up()
        found = projector.register("p")
        row["party"] = "b"
        assert found.rows == ({"party": "a"},)
        projector.close()
