"""A register that cannot be told, or not whole: what rests on it stays on the site as it is, and all else goes on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from acts_of_a_region import by, open_region, record_a_year
from rso_core import Application, acts
from rso_core.events import DecisionKind, ItemKind
from rso_core.hooks import Plugins, hookimpl
from rso_core.projection import IncompleteRegisterError, Projector, ReadModel, Register, RegisterFailedError, UntoldRow
from rso_pleio.sync import Sync, open_sync
from sandbox_sites import site_of_a_test

DAY = date(2026, 4, 1)


class Registers:
    """Read models of which a register can be made to fail, or to lack its last row."""

    def __init__(self) -> None:
        self.failing: set[str] = set()
        self.lacking: set[str] = set()

    def read_models(self) -> list[ReadModel]:
        return [attrs.evolve(model, register=self._reader(model)) for model in Plugins().read_models()]

    def _reader(self, model: ReadModel) -> Callable[[sa.Connection, date], Register]:
        def read(connection: sa.Connection, on: date) -> Register:
            whole = model.register(connection, on)
            if model.name in self.failing:
                raise ValueError("stuk")
            if model.name not in self.lacking:
                return whole
            *rows, last = whole.rows
            key = next(iter(last))
            return attrs.evolve(whole, rows=rows, untold=(UntoldRow({key: last[key]}, "ValueError: stuk"),))

        return read


@contextmanager
def syncing(url: str, registers: Registers, plugin: object) -> Iterator[tuple[Sync, Application]]:
    plugins = Plugins(extra=[("mijn", plugin)])
    with site_of_a_test() as site, open_region(url) as application:
        record_a_year(application)
        agreed: dict[str, Any] = {"body": "overleg", "party": "gem-a", "on": DAY, "due": DAY}
        for number in (1, 2):
            application.perform(acts.AgreeAction(action=f"a{number}", title=f"Actie {number}", **agreed), by())
        projector = Projector(application.store, registers.read_models())
        projector.catch_up()
        with open_sync(projector, plugins, site.url, site.admin_session) as sync:
            yield sync, application
        projector.close()


def keys(sync: Sync) -> set[str]:
    return {item.key for group in sync.desired(DAY).groups for item in group.items}


def decide(application: Application) -> None:
    about: dict[str, Any] = {"decision": "b8", "meeting": "v1", "kind": DecisionKind.DECIDE, "unanimous": True}
    application.perform(acts.Decide(title="Een nieuw besluit", **about), by())


@pytest.mark.parametrize("how", ["failing", "lacking"])
def test_pages_of_a_register_that_cannot_be_told_stay_and_the_others_are_written(sqlite_url: str, how: str) -> None:
    registers = Registers()
    with syncing(sqlite_url, registers, object()) as (sync, application):
        sync.apply(DAY, confirm=lambda _: True)
        whole = keys(sync)
        assert "action-a2" in whole
        decide(application)
        sync.projector.catch_up()
        getattr(registers, how).add("cycle")
        getattr(registers, how).add("actions")
        wanted = sync.desired(DAY)
        assert whole - keys(sync) == {key for key in whole if key.startswith(("action", "overview"))}
        assert "decision-b8" in keys(sync)
        plan, _ = sync.apply(DAY, confirm=lambda _: True)
        assert [step.key for step in plan.to_do if step.kind == "create"] == ["decision-b8"]
        assert not [step for step in plan.to_do if step.kind in ("archive", "delete", "remove")]
        assert plan.untold == wanted.untold
        assert all("'actions'" in said or "'cycle'" in said for said in plan.untold)
        assert plan.untold
        getattr(registers, how).clear()
        after, _ = sync.apply(DAY, confirm=lambda _: True)
        assert keys(sync) == whole | {"decision-b8"}
        assert not after.untold


@pytest.mark.parametrize("register", ["bodies", "roles", "pleio_people"])
def test_without_what_says_who_takes_part_nothing_is_changed(sqlite_url: str, register: str) -> None:
    registers = Registers()
    with syncing(sqlite_url, registers, object()) as (sync, _):
        registers.failing.add(register)
        with pytest.raises(RegisterFailedError, match=f"'{register}' of plugin"):
            sync.plan(DAY)
        registers.failing.clear()
        registers.lacking.add(register)
        with pytest.raises(IncompleteRegisterError, match=f"'{register}' cannot be told whole"):
            sync.plan(DAY)


class Copies:
    """Shows what it finds among the decisions."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    @hookimpl
    def rso_pleio_pages(self, body: Any, registers: Any) -> Any:
        self.seen = [row["decision"] for row in registers("decisions").rows]
        return []


def test_a_plugin_sees_nothing_of_what_may_be_confidential(sqlite_url: str) -> None:
    registers, copies = Registers(), Copies()
    with syncing(sqlite_url, registers, copies) as (sync, application):
        item = acts.AddAgendaItem(meeting="v2", item="i1", place=1, kind=ItemKind.INFORM, title="Personeel", on=DAY)
        application.perform(item, by())
        about: dict[str, Any] = {"decision": "b9", "meeting": "v1", "kind": DecisionKind.DECIDE, "unanimous": True}
        application.perform(acts.Decide(title="Geheime kwestie", confidential=True, **about), by())
        sync.projector.catch_up()
        sync.desired(DAY)
        assert "b1" in copies.seen
        assert "b9" not in copies.seen
        copies.seen.clear()
        registers.lacking.add("agenda")
        shown = {item.title for group in sync.desired(DAY).groups for item in group.items}
        assert copies.seen == []
        assert not any("Geheime" in title for title in shown)
        assert any(info.failure and "agenda" in info.failure for info in sync.plugins.infos())
