"""The feature of the members' platform, on the sandbox site."""

from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from acts_of_a_region import open_region, record_a_year
from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_pleio.client import Change
from rso_pleio.plan import Plan
from rso_pleio.sandbox import SandboxServer
from rso_pleio.sync import Sync, open_sync

scenarios("pleio.feature")


@attrs.define
class Platform:
    """The site, and how the record is brought to it."""

    site: SandboxServer
    sync: Sync
    plan: Plan | None = None
    sent: int = 0

    def update(self) -> None:
        before = self.sync.client.counts.mutations
        self.plan, _ = self.sync.apply()
        self.sent = self.sync.client.counts.mutations - before

    def titles(self) -> set[str]:
        return {item.title for item in self.site.state.items.values()}


@pytest.fixture
def platform(sqlite_url: str) -> Iterator[Platform]:
    plugins = Plugins()
    with SandboxServer() as site, open_region(sqlite_url) as application:
        for number in (1, 2, 3):
            site.state.add_user(f"p-{number}@x.example", f"{number}. Voorbeeld")
        record_a_year(application)
        projector = Projector(application.store, plugins.read_models())
        projector.catch_up()
        with open_sync(projector, plugins, site.url, site.admin_session) as sync:
            yield Platform(site, sync)
        projector.close()


@given("een lege site en een overleg met een voorzitter, een vergadering en een besluit")
def start(platform: Platform) -> None:
    assert platform.site.state.groups == {}


@given("de site is bijgewerkt")
@when("de site wordt bijgewerkt")
def updated(platform: Platform) -> None:
    platform.update()


@then(parsers.parse('heeft de site een besloten groep "{naam}"'))
def has_group(platform: Platform, naam: str) -> None:
    assert [(group.name, group.is_closed) for group in platform.site.state.groups.values()] == [(naam, True)]


@then(parsers.parse('is "{naam}" beheerder van de groep'))
def is_admin(platform: Platform, naam: str) -> None:
    group = next(iter(platform.site.state.groups.values()))
    assert naam in {platform.site.state.users[guid].name for guid, role in group.members.items() if role == "admin"}


@then(parsers.parse('staan in de groep de bijeenkomst "{bijeenkomst}" en de pagina\'s "{een}" en "{twee}"'))
def has_content(platform: Platform, bijeenkomst: str, een: str, twee: str) -> None:
    assert {bijeenkomst, een, twee} <= platform.titles()


@then("is er niets gewijzigd")
def nothing(platform: Platform) -> None:
    assert (platform.sent, platform.plan and platform.plan.steps) == (0, ())


@given(parsers.parse('een lid verandert de titel van het besluit in "{titel}"'))
def edited(platform: Platform, titel: str) -> None:
    guid = next(item.guid for item in platform.site.state.items.values() if item.title == "Programma")
    answer: Any = platform.sync.client.change([Change("editEntity", {"guid": guid, "title": titel})])[0]
    assert answer["entity"]["guid"] == guid


@then("wordt de wijziging gemeld")
def reported(platform: Platform) -> None:
    assert platform.plan is not None
    assert [step.kind for step in platform.plan.steps] == ["drift"]


@then(parsers.parse('heet de pagina "{titel}"'))
def still_called(platform: Platform, titel: str) -> None:
    assert titel in platform.titles()
