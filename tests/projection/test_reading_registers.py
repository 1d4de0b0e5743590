"""A register that cannot be read is named with its plugin; one of its rows that cannot be told is named, and the rest is told."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from acts_of_a_cooperation import every_act
from acts_of_a_region import by, open_region
from models_to_try import tame
from rso_core import Application
from rso_core.hooks import Plugins, hookimpl
from rso_core.projection import (
    Column,
    IncompleteRegisterError,
    Projector,
    ReadModel,
    Register,
    RegisterError,
    RegisterFailedError,
    RegisterRow,
    RegistersRead,
    UntoldRow,
    column,
    derived,
    told_register,
)
from rso_core.projection.declaring import day, found, key, table, text

DAY = date(2026, 12, 31)


class Task(RegisterRow, columns="task title due"):
    """A row of a list of tasks."""

    task: str = column("identifier", heading="Taak", key=True)
    title: str = column("what is done", heading="Wat")
    due: date | None = column("day before which", heading="Voor", default=None)
    words: int = derived("how many words", default=0)


def tell(row: dict[str, Any]) -> Task:
    return Task(**row, words=1 // len(row["title"]))


def test_a_row_that_cannot_be_told_is_named_by_its_key_and_the_others_are_told() -> None:
    given = [{"task": "a", "title": "Een"}, {"task": "b", "title": ""}, {"task": "c", "title": "Drie"}]
    register = told_register(Task, "Taken", given, tell)
    assert [row["task"] for row in register.rows] == ["a", "c"]
    assert register.columns == Task.register_columns
    (untold,) = register.untold
    assert untold == UntoldRow({"task": "b"}, untold.why)
    assert str(untold) == "task b: ZeroDivisionError: integer division or modulo by zero"
    assert untold.cells(register.columns) == ["b", f"NIET TE VERTELLEN: {untold}", None]
    assert untold.is_of({"task": "b", "title": "x"})
    assert not untold.is_of({"task": "a", "title": "x"})
    assert not untold.is_of({"title": "x"})


def test_of_what_gives_several_rows_none_is_told_where_one_cannot_be() -> None:
    def several(row: dict[str, Any]) -> Iterator[Task]:
        yield Task(**row)
        yield tell(row)

    register = told_register(Task, "Taken", [{"task": "a", "title": "Een"}, {"task": "b", "title": ""}], several)
    assert [row["task"] for row in register.rows] == ["a", "a"]
    assert [untold.record for untold in register.untold] == [{"task": "b"}]


def test_a_row_without_a_key_is_known_by_the_first_text_that_it_holds_or_by_nothing() -> None:
    register = told_register(Task, "Taken", [{"number": 3, "about": "iets"}, {"number": 4}], tell)
    assert [untold.record for untold in register.untold] == [{"about": "iets"}, {}]
    assert str(register.untold[1]).startswith("?: KeyError")
    assert not register.untold[1].is_of({"task": "a"}), "what nothing is known of, is of no row"


TASKS = table("t_tasks", sa.MetaData(), "a row per task", key("task", "identifier"), text("title", ""), day("due", ""))


@pytest.fixture
def tasks() -> Iterator[sa.Connection]:
    with sa.create_engine("sqlite://").begin() as connection:
        TASKS.create(connection)
        for number, due in enumerate(("2026-01-02", "2026-13-45", None)):
            connection.exec_driver_sql("insert into t_tasks values (?, 'Iets', ?)", (f"t{number}", due))
        yield connection


def test_a_row_whose_day_does_not_exist_is_one_row(tasks: sa.Connection) -> None:
    rows = found(tasks, sa.select(TASKS).order_by(TASKS.c.task))
    assert rows[0] == {"task": "t0", "title": "Iets", "due": date(2026, 1, 2)}
    assert rows[2]["due"] is None
    assert rows[1]["task"] == "t1"
    with pytest.raises(ValueError, match="'due' holds '2026-13-45'"):
        rows[1]["due"]
    with pytest.raises(ValueError, match="'due' holds '2026-13-45'"):
        rows[1].get("due")
    with pytest.raises(ValueError, match="'due' holds '2026-13-45'"):
        dict(**rows[1])
    with pytest.raises(KeyError, match="nothing"):
        rows[1]["nothing"]
    assert rows[1].get("nothing", "-") == "-"
    # The class has a default for it, which is not what stands there.
    register = told_register(Task, "Taken", rows, lambda row: Task(**row))
    assert [row["task"] for row in register.rows] == ["t0", "t2"]
    assert [untold.record for untold in register.untold] == [{"task": "t1"}]
    assert "2026-13-45" in register.untold[0].why


def reading(register: Any, **more: Any) -> ReadModel:
    return attrs.evolve(tame(), register=register, **more)


@pytest.mark.parametrize(
    "register",
    [
        lambda c, d: {}[d],
        lambda c, d: None,
        lambda c, d: Register(title="", columns=(), rows=({"a": 1 // n} for n in (1, 0))),
        lambda c, d: c.exec_driver_sql("select nothing from nowhere"),
        lambda c, d: d - date.min - "a day",
    ],
)
def test_a_register_that_cannot_be_read_is_named_with_its_plugin(tasks: sa.Connection, register: Any) -> None:
    with pytest.raises(RegisterFailedError, match="register 'tame' of plugin 'verjaardagen' cannot be read") as failed:
        reading(register, plugin="verjaardagen").register(tasks, DAY)
    assert failed.value.__cause__ is not None
    assert (failed.value.register, failed.value.plugin) == ("tame", "verjaardagen")


def test_the_plugin_is_the_package_of_the_register_unless_somebody_says() -> None:
    assert tame().plugin == "models_to_try"
    assert {m.name: m.plugin for m in Plugins().read_models()}["rhythm"] == "calendar"


def test_a_database_that_does_not_answer_is_no_fault_of_a_register(tmp_path: Any) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    with sa.create_engine(url).begin() as other:
        other.exec_driver_sql("create table t (n)")
        engine = sa.create_engine(url, connect_args={"timeout": 0})
        other.exec_driver_sql("insert into t values (1)")
        with engine.connect() as connection, pytest.raises(sa.exc.OperationalError, match="locked"):
            reading(lambda c, d: c.exec_driver_sql("insert into t values (1)")).register(connection, DAY)


ROWS_OF_ONE = 12
"""At most so many rows tell of one thing: the figures of a body, the matters of an overview."""


def cells_to_spoil(model: ReadModel) -> list[tuple[sa.Table, str]]:
    return [(t, c.name) for t in model.tables for c in t.columns if isinstance(c.type, sa.Date)]


@pytest.fixture(scope="module")
def cooperation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    from rso_core import EventStore

    with Application(EventStore.open(f"sqlite:///{tmp_path_factory.mktemp('record') / 'rso.db'}")) as application:
        for act in every_act():
            application.perform(act, by())
        yield application


@pytest.mark.parametrize("name", sorted(m.name for m in Plugins().read_models() if cells_to_spoil(m)))
def test_whatever_day_is_spoilt_in_a_table_its_register_says_so_and_no_other(
    cooperation: Application, name: str
) -> None:
    projector = Projector(cooperation.store, Plugins().read_models())
    projector.catch_up()
    (model,) = (m for m in projector.read_models if m.name == name)
    whole = projector.register(name, DAY)
    assert not whole.untold
    partly = 0
    with projector.engine.connect() as connection:
        for spoilt, day_ in cells_to_spoil(model):
            held = sa.table(f"{spoilt.name}__g1", *(sa.column(c.name, c.type) for c in spoilt.columns))
            for row in connection.execute(sa.select(spoilt).where(spoilt.c[day_].is_not(None))).mappings().all():
                keys = [held.c[c.name] == row[c.name] for c in spoilt.primary_key.columns]
                change = sa.update(held).where(*keys).values({day_: sa.literal("2024-13-45")})
                assert connection.execute(change).rowcount == 1
                try:
                    register = model.register(connection, DAY)
                except RegisterError as error:
                    assert f"register {name!r} of plugin" in str(error), (spoilt.name, day_)
                else:
                    assert all("2024-13-45" in untold.why and untold.record for untold in register.untold)
                    assert len(register.rows) >= len(whole.rows) - ROWS_OF_ONE
                    partly += bool(register.untold)
                connection.rollback()
    projector.close()
    assert partly or name == "order", "what one row says is not told, and the rest is; a tree with a hole is not drawn"


def test_who_reads_registers_remembers_what_could_not_be_told() -> None:
    whole = Register(title="A", columns=(), rows=({"a": 1},))
    partly = attrs.evolve(whole, untold=(UntoldRow({"b": "b1"}, "stuk"),))

    def register(name: str) -> Register:
        if name == "stuk":
            raise RegisterFailedError(name, "p", ValueError("x"))
        return partly if name == "half" else whole

    read = RegistersRead(register)
    assert read("heel") is whole
    assert read("half") is read("half") is partly
    with pytest.raises(RegisterFailedError):
        read("stuk")
    assert read.problems == (
        "register 'half' cannot tell of b b1: stuk",
        "register 'stuk' of plugin 'p' cannot be read: ValueError: x",
    )
    assert str(IncompleteRegisterError("half", partly.untold)) == "register 'half' cannot be told whole: b b1: stuk"


def test_what_is_due_by_others_is_told_and_the_plugin_of_the_register_is_the_one_that_failed(sqlite_url: str) -> None:
    class Asks:
        @hookimpl
        def rso_due(self, register: Any, on: date) -> Any:
            return register("tame").rows

    class Brings:
        @hookimpl
        def rso_read_models(self) -> Any:
            return [reading(lambda c, d: {}[d])]

    plugins = Plugins(extra=[("asks", Asks()), ("brings", Brings())])
    with open_region(sqlite_url) as application:
        projector = Projector(application.store, plugins.read_models())
        projector.catch_up()
        expected = Plugins().due(lambda name: projector.register(name, DAY), DAY)
        read = RegistersRead(lambda name: projector.register(name, DAY))
        assert plugins.due(read, DAY) == expected
        assert expected
        projector.close()
    assert {info.name for info in plugins.infos() if info.failure} == {"brings"}
    assert read.problems == (
        "register 'tame' of plugin 'brings' cannot be read: KeyError: datetime.date(2026, 12, 31)",
    )


def test_columns_of_a_mark_are_those_that_a_reader_sees() -> None:
    untold = UntoldRow({"hidden": "h", "task": "t"}, "stuk")
    assert untold.cells([Column("title", "Wat"), Column("task", "Taak")]) == [f"NIET TE VERTELLEN: {untold}", "t"]
    assert untold.cells([Column("task", "Taak")]) == ["t"]
