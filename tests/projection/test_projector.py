"""Read models: exactly once, isolated, rebuilt beside, and the same at any moment however it is asked."""

import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from acts_of_a_region import NOW, by, hold, open_region, plan
from forked_processes import forked_processes
from rso_core import Application, EventStore, acts
from rso_core.database import engine_for
from rso_core.events import PersonRegistered, RecordedEvent
from rso_core.hooks import Plugins, hookimpl
from rso_core.projection import (
    Column,
    HandlerFailedError,
    ProjectionError,
    Projector,
    ReadModel,
    Register,
    Rows,
    UnknownReadModelError,
)


def counting(
    name: str = "count", version: int = 1, broken: Callable[[RecordedEvent], bool] = lambda _: False
) -> ReadModel:
    """A read model that counts persons, one row each, and how often each was written."""
    table = sa.Table(
        f"{name}_seen",
        sa.MetaData(),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
    )

    def seen(rows: Rows, recorded: RecordedEvent) -> None:
        if broken(recorded):
            raise ValueError("cannot")
        assert isinstance(recorded.event, PersonRegistered)
        row = rows.get(table, {"person": recorded.event.person})
        rows.put(table, {"person": recorded.event.person, "times": version + (row["times"] if row else 0)})

    def register(connection: sa.Connection, _: date) -> Register:
        rows = connection.execute(sa.select(table).order_by(table.c.person)).mappings()
        return Register(title="Geteld", columns=(Column("person", "Wie"),), rows=tuple(map(dict, rows)))

    return ReadModel(
        name=name,
        version=version,
        title="Geteld",
        tables=(table,),
        handlers={PersonRegistered: seen},
        register=register,
    )


def add_people(application: Application, *numbers: int) -> None:
    with application.batch() as batch:
        for number in numbers:
            act = acts.RegisterPerson(person=f"q-{number}", name=f"Q. Fictief {number}", on=date(2026, 1, 1))
            batch.perform(act, by())


def times(projector: Projector, name: str = "count") -> dict[str, int]:
    return {row["person"]: row["times"] for row in projector.register(name).rows}


def test_every_event_is_handled_once_however_often_it_is_asked(store_url: str) -> None:
    with open_region(store_url) as application:
        projector = Projector(application.store, [counting()])
        add_people(application, *range(1200))
        projector.catch_up()
        projector.catch_up()
        add_people(application, 1200)
        Projector(application.store, [counting()]).catch_up()
        assert set(times(projector).values()) == {1}
        assert len(times(projector)) == 3 + 1201
        assert projector.status()[0].position == application.store.head()
        projector.close()


def test_one_that_fails_stops_alone_is_named_and_can_go_on(store_url: str) -> None:
    with open_region(store_url) as application:
        add_people(application, 1, 2, 3)
        bad = counting("bad", broken=lambda r: getattr(r.event, "person", "") == "q-2")
        projector = Projector(application.store, [bad, counting()])
        failed = projector.catch_up()
        assert [status.name for status in failed] == ["bad"]
        assert failed[0].failed_event == "person:q-2@1"
        assert failed[0].error == "ValueError: cannot"
        assert "raise ValueError" in (failed[0].traceback or "")
        assert "q-1" in times(projector, "bad"), "what came before the failing event is kept"
        assert len(times(projector)) == 6
        assert projector.catch_up()[0].position == failed[0].position, "a failed one waits to be retried"
        mended = Projector(application.store, [counting("bad"), counting()])
        assert mended.retry("bad") == []
        assert set(times(mended, "bad").values()) == {1}
        assert len(times(mended, "bad")) == 6
        for used in (projector, mended):
            used.close()


def test_rows_that_the_database_refuses_are_traced_to_their_event(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        add_people(application, 1)
        model = counting()

        def empty(rows: Rows, recorded: RecordedEvent) -> None:
            rows.put(model.tables[0], {"person": recorded.originator_id, "times": None})

        projector = Projector(
            application.store,
            [
                ReadModel(
                    name="count",
                    version=1,
                    title="T",
                    tables=model.tables,
                    handlers={PersonRegistered: empty},
                    register=model.register,
                )
            ],
        )
        assert projector.catch_up()[0].failed_event == "person:p-1@1"
        projector.close()


def test_a_rebuild_is_made_beside_and_readers_see_the_old_rows_until_the_swap(store_url: str) -> None:
    with open_region(store_url) as application:
        add_people(application, *range(700))
        projector = Projector(application.store, [counting()])
        projector.catch_up()
        reader = engine_for(store_url)
        seen: list[int] = []

        def look(_done: int, _total: int) -> None:
            with reader.connect() as connection:
                seen.append(connection.scalar(sa.text("SELECT count(*) FROM count_seen")) or 0)

        projector.rebuild(["count"], look)
        assert seen
        assert set(seen) == {703}
        status = projector.status()[0]
        assert (status.generation, status.rows) == (2, 703)
        with reader.connect() as connection:
            assert "count_seen__g1" not in sa.inspect(connection).get_table_names()
        reader.dispose()
        projector.close()


def test_a_rebuild_that_fails_leaves_the_live_rows(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        Projector(application.store, [counting()]).catch_up()
        broken = Projector(application.store, [counting(broken=lambda _: True)])
        with pytest.raises(HandlerFailedError, match="person:p-1@1"):
            broken.rebuild()
        assert (broken.status()[0].status, len(times(broken))) == ("running", 3)
        broken.close()


def test_a_new_version_is_built_beside_and_swapped_by_itself(store_url: str) -> None:
    with open_region(store_url) as application:
        Projector(application.store, [counting()]).catch_up()
        newer = Projector(application.store, [counting(version=2)])
        newer.catch_up()
        assert (newer.status()[0].version, newer.status()[0].generation) == (2, 2)
        assert set(times(newer).values()) == {2}
        newer.close()


def test_names_and_tables_are_checked_when_declared() -> None:
    stray = sa.Table("other", sa.MetaData(), sa.Column("k", sa.Integer, primary_key=True))
    with pytest.raises(ProjectionError, match="must be called 'count_"):
        ReadModel(
            name="count",
            version=1,
            title="T",
            tables=(stray,),
            handlers={},
            register=lambda c, d: Register(title="", columns=(), rows=()),
        )


def test_an_unknown_register_names_the_known_ones(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application, pytest.raises(UnknownReadModelError, match="the registers are: count"):
        Projector(application.store, [counting()]).register("nope")


def rows_of(register: Register) -> list[dict[str, Any]]:
    return [dict(row) for row in register.rows]


@pytest.mark.parametrize("name", ["bodies", "calendar", "decisions", "roles", "signatures"])
def test_the_live_register_equals_the_replayed_one(store_url: str, name: str) -> None:
    with open_region(store_url) as application:
        fill(application)
        projector = Projector(application.store, Plugins().read_models())
        projector.catch_up()
        day = date(2026, 11, 24)
        with projector.as_of(day) as moment:
            assert rows_of(projector.register(name, day)) == rows_of(moment.register(name))
        projector.close()


def fill(application: Application) -> None:
    """A little of everything."""
    plan(application)
    hold(application)
    for act in (
        acts.Decide(decision="b1", meeting="v1", kind="agree", title="Programma", unanimous=True),  # type: ignore[arg-type]
        acts.OpenSigning(covenant="conv", on=date(2025, 11, 1)),
        acts.Sign(covenant="conv", party="gem-b", person="p-3", signed_on=date(2025, 12, 1)),
        acts.AssignRole(role="vz", assignment="t1", party="prov", person="p-1", start=date(2026, 1, 1)),
        acts.EndAssignment(role="vz", assignment="t1", last_day=date(2026, 6, 1), reason="Vertrek"),
        acts.RescopeBody(body="overleg", scope=("VTH", "RO"), since=date(2026, 6, 1)),
    ):
        application.perform(act, by())


def test_valid_on_and_known_on_are_two_questions(sqlite_url: str) -> None:
    with open_region(sqlite_url, founded_at=datetime(2025, 1, 2, tzinfo=UTC)) as application:
        plan(application)
        late = acts.OpenSigning(covenant="conv", on=date(2025, 11, 1))
        known = datetime.fromisoformat("2025-11-01T09:00:00+01:00")
        application.perform(late, by(recorded_at=known, source="Besluit"))
        sign = acts.Sign(covenant="conv", party="gem-a", person="p-2", signed_on=date(2025, 12, 20))
        known = datetime.fromisoformat("2026-01-08T09:00:00+01:00")
        application.perform(sign, by(recorded_at=known, source="Brief"))
    with open_region(sqlite_url) as application:
        events = [event for _, event in application.store.read(limit=1000)]
        known_first = max(e.meta.recorded_at for e in events)
        projector = Projector(application.store, Plugins().read_models())

        def signed(valid: date, known: datetime | None) -> int:
            return sum(row["signed_on"] is not None for row in projector.register("signatures", valid, known).rows)

        before = datetime.fromisoformat("2026-01-08T08:59:59+01:00")
        assert signed(date(2025, 12, 31), known_first) == 1
        assert signed(date(2025, 12, 19), known_first) == 0
        assert signed(date(2025, 12, 31), before) == 0
        projector.close()


def test_what_only_holds_later_is_not_shown_today(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        projector = Projector(application.store, Plugins().read_models())
        application.perform(acts.RescopeBody(body="overleg", scope=("RO",), since=date(2099, 1, 1)), by())
        projector.catch_up()
        assert projector.register("bodies").rows[0]["scope"] == ""
        assert projector.register("bodies", date(2099, 1, 1)).rows[0]["scope"] == "RO"
        projector.close()


def _project_slowly(url: str) -> None:
    def slow(recorded: RecordedEvent) -> bool:
        time.sleep(0.002)
        return False

    with open_region(url) as application:
        Projector(application.store, [counting(broken=slow)]).catch_up()


@pytest.mark.slow
def test_killed_while_projecting_nothing_is_lost_or_doubled(store_url: str) -> None:
    with open_region(store_url) as application:
        add_people(application, *range(1500))
        context = forked_processes()
        for wait in (0.3, 1.5, 2.0):
            process = context.Process(target=_project_slowly, args=(store_url,))
            process.start()
            time.sleep(wait)
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
            process.join()
            assert process.exitcode == -signal.SIGKILL, "it was killed in the middle of its work"
        projector = Projector(application.store, [counting()])
        projector.catch_up()
        assert len(times(projector)) == 1503
        assert set(times(projector).values()) == {1}
        projector.close()


@pytest.mark.slow
def test_two_processes_catching_up_at_once_apply_everything_once(store_url: str) -> None:
    with open_region(store_url) as application:
        add_people(application, *range(1200))
        context = forked_processes()
        both = [context.Process(target=_project_slowly, args=(store_url,)) for _ in range(2)]
        for process in both:
            process.start()
        for process in both:
            process.join(timeout=120)
        assert [process.exitcode for process in both] == [0, 0]
        projector = Projector(application.store, [counting()])
        assert projector.catch_up() == []
        assert set(times(projector).values()) == {1}
        assert len(times(projector)) == 1203
        projector.close()


class _Plugin:
    def __init__(self, *, fail: bool = False) -> None:
        self.fail = fail
        self.started: list[str] = []

    @hookimpl
    def rso_read_models(self) -> list[ReadModel]:
        if self.fail:
            raise RuntimeError("no read models today")
        return [counting("extra")]

    @hookimpl
    def rso_startup(self, application: Application) -> None:
        self.started.append(application.store.url)


def test_a_plugin_that_raises_is_listed_and_the_others_go_on(sqlite_url: str) -> None:
    good, bad = _Plugin(), _Plugin(fail=True)
    plugins = Plugins(load_entry_points=False, extra=[("bad", bad), ("good", good)])
    assert [model.name for model in plugins.read_models()] == ["extra"]
    failures = {info.name: info.failure for info in plugins.infos()}
    assert failures == {"bad": "RuntimeError: no read models today", "good": None}
    with open_region(sqlite_url) as application:
        plugins.call("rso_startup", application=application)
    assert good.started == [sqlite_url]


def test_plugins_can_be_kept_out_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RSO_BLOCK_PLUGINS", "pleio, roles")
    names = {info.name for info in Plugins().infos()}
    assert names >= {"bodies", "calendar", "decisions", "signatures"}
    assert not names & {"pleio", "roles"}


def test_registers_of_one_moment_are_replayed_together_and_equal_those_asked_alone(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_region(store_url) as application:
        fill(application)
        projector = Projector(application.store, Plugins().read_models())
        projector.catch_up()
        past = date(2025, 12, 31)
        names = [model.name for model in projector.read_models]
        alone = {name: projector.register(name, past, past) for name in names}
        reads: list[int | None] = []
        entries = EventStore.entries

        def counted(store: EventStore, until: int | None = None) -> Any:
            reads.append(until)
            return entries(store, until)

        monkeypatch.setattr(EventStore, "entries", counted)
        with projector.registers(past, past) as register:
            assert {name: register(name) for name in names} == alone
        assert reads == [application.store.head()], "the record was read once for all of them"
        projector.close()


def test_a_read_model_that_cannot_be_replayed_does_not_keep_the_others_from_answering(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        add_people(application, 1, 2)
        later = counting("later", broken=lambda _: replaying)
        projector = Projector(application.store, [counting("good"), later])
        replaying = False
        projector.catch_up()
        replaying = True
        with projector.registers(NOW.date(), NOW) as register:
            assert register("good").rows
            with pytest.raises(HandlerFailedError):
                register("later")
        projector.close()
