"""Steps about plugins that fail, and what everybody else is told meanwhile."""

import time
from datetime import date

import pytest
from pytest_bdd import given, parsers, then, when

from models_to_try import counting_parties
from rso_core.guard import WATCH
from rso_core.hooks import DueItem, Plugins, hookimpl
from rso_core.projection import Projector
from steps.world import World


@given("een uitbreiding met een register van partijen dat is bijgewerkt")
def plugin_up_to_date(world: World) -> None:
    world.broken = [counting_parties("lijst", lambda: None)]
    projector = Projector(world.application.store, world.broken)
    assert projector.catch_up() == []
    projector.close()


@when("er een nieuwe versie van dat register komt die vastloopt")
def newer_version_fails(world: World) -> None:
    def fails() -> None:
        raise RuntimeError("vastgelopen")

    world.broken = [counting_parties("lijst", fails, 2)]


@then(
    parsers.re(
        r'^vertelt het register over de partijen "(?P<een>[^"]+)", "(?P<twee>[^"]+)" en "(?P<drie>[^"]+)" '
        r"zoals de vorige versie deed$"
    )
)
def older_version_tells(world: World, een: str, twee: str, drie: str) -> None:
    projector = Projector(world.application.store, world.broken)
    projector.catch_up()
    assert {row["party"] for row in projector.register("lijst").rows} == {een, twee, drie}
    projector.close()


@then("is gezegd dat de nieuwe versie niet lukte")
def newer_version_told(world: World) -> None:
    projector = Projector(world.application.store, world.broken)
    (failed,) = projector.catch_up()
    assert failed.error == ("version 2 could not be built, and version 1 stands as it was: RuntimeError: vastgelopen")
    projector.close()


@given(parsers.re(r'^een uitbreiding "(?P<naam>[^"]+)" die nooit zegt wat er te doen is$'))
def never_answers(world: World, naam: str) -> None:
    class Never:
        @hookimpl
        def rso_due(self) -> list[DueItem]:
            while True:
                time.sleep(0.05)

    class Answers:
        @hookimpl
        def rso_due(self, on: date) -> list[DueItem]:
            return [DueItem(on=on, what="iets", who="iemand", rule="daarom")]

    world.plugins = Plugins(load_entry_points=False, extra=[(naam, Never()), ("vlot", Answers())])


@when("wordt gevraagd wat er te doen is")
def due_asked(world: World) -> None:
    projector = Projector(world.application.store, ())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WATCH, "limit", 0.3)
        world.due = world.plugins.due(projector.register, date(2026, 1, 1))
    projector.close()


@then(parsers.re(r'^is de uitbreiding "(?P<naam>[^"]+)" genoemd als een die niet op tijd antwoordde$'))
def named_as_late(world: World, naam: str) -> None:
    failures = {info.name: info.failure for info in world.plugins.infos() if info.failure}
    assert list(failures) == [naam]
    assert "did not answer within 0.3 seconds" in failures[naam]


@then("is gezegd wat er volgens de andere uitbreidingen te doen is")
def others_told_due(world: World) -> None:
    assert [item.what for item in world.due] == ["iets"]
