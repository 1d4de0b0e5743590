"""Pages that a plugin of somebody else brings: isolated, without secrets, and never in place of ours."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from acts_of_a_region import by, open_region, record_a_year
from rso_core import acts
from rso_core.events import DecisionKind
from rso_core.hooks import Plugins, hookimpl
from rso_core.projection import Projector
from rso_pleio.documents import doc, paragraph
from rso_pleio.model import DesiredItem, Registers, Row
from rso_pleio.sync import Sync, open_sync
from sandbox_sites import site_of_a_test

SECRET = "Geheime kwestie"


def page(key: str, title: str = "Pagina") -> DesiredItem:
    return DesiredItem(key=key, kind="wiki", title=title, text=doc(paragraph("Tekst")))


@contextmanager
def with_plugin(url: str, plugin: object) -> Iterator[Sync]:
    """A sync with a further plugin, over a record that holds secrets."""
    plugins = Plugins(extra=[("aardig", plugin)])
    with site_of_a_test() as site, open_region(url) as application:
        record_a_year(application)
        about: dict[str, Any] = {"decision": "b9", "meeting": "v1", "kind": DecisionKind.DECIDE, "unanimous": True}
        application.perform(acts.Decide(title=SECRET, confidential=True, **about), by())
        day = date(2026, 4, 1)
        agreed = acts.AgreeAction(
            action="a9", body="overleg", title=SECRET, party="gem-a", on=day, due=day, decision="b9"
        )
        application.perform(agreed, by())
        projector = Projector(application.store, plugins.read_models())
        projector.catch_up()
        with open_sync(projector, plugins, site.url, site.admin_session) as sync:
            yield sync
        projector.close()


def titles(sync: Sync) -> set[str]:
    return {item.title for group in sync.desired().groups for item in group.items}


class Lists:
    """Shows whatever it finds."""

    @hookimpl
    def rso_pleio_pages(self, body: Row, registers: Registers) -> Iterable[DesiredItem]:
        for name, key in (("decisions", "decision"), ("actions", "action")):
            for row in registers(name).rows:
                yield page(f"mine-{row[key]}", f"Mijn {row['title']}")
            for row in registers.earlier(name, date(2026, 11, 24)).rows:
                yield page(f"toen-{row[key]}", f"Toen {row['title']}")


def test_a_plugin_that_shows_whatever_it_finds_shows_no_secret(sqlite_url: str) -> None:
    with with_plugin(sqlite_url, Lists()) as sync:
        shown = titles(sync)
    assert {"Mijn Programma", "Toen Programma"} <= shown
    assert not any(SECRET in title for title in shown)


class Asks:
    """Asks for everything, and decides itself."""

    @hookimpl
    def rso_pleio_pages(self, body: Row, registers: Any) -> Iterable[DesiredItem]:
        known = len(registers.everything("decisions").rows)
        yield page("mine-number", f"{known} besluiten, ook de vertrouwelijke")


def test_a_plugin_that_decides_itself_can_ask_for_everything(sqlite_url: str) -> None:
    with with_plugin(sqlite_url, Asks()) as sync:
        assert "2 besluiten, ook de vertrouwelijke" in titles(sync)


class Takes:
    """Takes a key of ours."""

    @hookimpl
    def rso_pleio_pages(self, body: Row, registers: Registers) -> Iterable[DesiredItem]:
        yield page("decision-b1", "Gekaapt")


def test_a_plugin_does_not_take_the_place_of_a_page_of_ours(sqlite_url: str) -> None:
    with with_plugin(sqlite_url, Takes()) as sync:
        shown = titles(sync)
    assert "Gekaapt" not in shown
    assert "Programma" in shown


class Wrong:
    """Brings what no site can hold."""

    def __init__(self, **fields: Any) -> None:
        self.fields = fields

    @hookimpl
    def rso_pleio_pages(self, body: Row, registers: Registers) -> Iterable[DesiredItem]:
        good: dict[str, Any] = {"key": "mine-1", "kind": "wiki", "title": "Goed", "text": doc(paragraph("Tekst"))}
        yield DesiredItem(**{**good, **self.fields})


@pytest.mark.parametrize(
    "fields", [{"kind": "nonsens"}, {"title": "x" * 257}, {"title": ""}, {"text": "los"}, {"key": ""}]
)
def test_a_plugin_that_brings_what_no_site_holds_is_named_and_nothing_is_put_away(
    sqlite_url: str, fields: dict[str, Any]
) -> None:
    with with_plugin(sqlite_url, Wrong(**fields)) as sync:
        assert "Programma" in titles(sync)
        failed = {info.name for info in sync.plugins.infos() if info.failure}
        sync.apply()
        assert [step for step in sync.plan().steps if step.kind == "archive"] == []
    assert failed == {"aardig"}
