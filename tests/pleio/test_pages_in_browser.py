"""The sandbox's pages in a real browser."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from acts_of_a_region import by, open_region, record_a_year
from rso_core import acts
from rso_core.events import VotesShown
from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_pleio.client import Change, PleioClient
from rso_pleio.documents import doc, heading, paragraph, table
from rso_pleio.sync import open_sync
from rso_pleio_sandbox import SandboxServer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing on this machine")
def test_a_page_shows_its_text_and_escapes_what_is_no_markup(tmp_path: Path) -> None:
    with SandboxServer() as site:
        client = PleioClient(site.url, site.admin_session)
        made = client.change([Change("addGroup", {"name": "Overleg <b>één</b>"})])[0]
        assert isinstance(made, dict)
        text = doc(heading("Kop"), paragraph("Alles & <script>"), table(["Partij"], [["Gemeente"]])).to_json()
        container = made["group"]["guid"]
        fields = {"subtype": "wiki", "title": "Besluiten", "richDescription": text, "accessId": 4}
        answer = client.change([Change("addEntity", {**fields, "containerGuid": container})])[0]
        assert isinstance(answer, dict)
        address = f"{site.url}/wiki/view/{answer['entity']['guid']}"
        dom = subprocess.run(
            [str(CHROMIUM), *FLAGS, f"--user-data-dir={tmp_path}", "--dump-dom", address],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
    assert '<html lang="nl">' in dom
    assert dom.count("<h1>") == 1
    assert "<h1>Besluiten</h1>" in dom
    assert "<h2>Kop</h2>" in dom
    assert '<th scope="col">Partij</th>' in dom
    assert "Alles &amp; &lt;script&gt;" in dom
    assert "Overleg &lt;b&gt;één&lt;/b&gt;" in dom


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxServer]:
    """A site that the adapter filled: a group with members, meetings, decisions, tasks and an overview."""
    plugins = Plugins()
    with (
        SandboxServer() as site,
        open_region(f"sqlite:///{tmp_path_factory.mktemp('pages') / 'rso.db'}") as application,
    ):
        for number in (1, 2, 3):
            site.state.add_user(f"p-{number}@x.example", f"{number}. Voorbeeld")
        record_a_year(application)
        shown = acts.RepositionBody(body="overleg", since=date(2026, 1, 1), votes_shown=VotesShown.PARTIES)
        application.perform(shown, by())
        agree = acts.AgreeAction(
            action="a1", body="overleg", title="Rondsturen", party="gem-a", on=date(2026, 4, 1), due=date(2026, 6, 1)
        )
        application.perform(agree, by())
        projector = Projector(application.store, plugins.read_models())
        projector.catch_up()
        with open_sync(projector, plugins, site.url, site.admin_session) as sync:
            sync.apply()
        projector.close()
        yield site


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS[1:])
        yield browser.new_page()
        browser.close()


PAGES = ("", "Overleg overleg", "Programma", "Besluiten", "Voortgangsoverzicht", "Rondsturen", "Ondertekeningsregister")


def address(site: SandboxServer, title: str) -> str:
    """Where something stands; a group and its events share a name, so the group is sought first."""
    group = next((g for g in site.state.groups.values() if g.name == title), None)
    if group is not None:
        return f"{site.url}/groups/view/{group.guid}"
    item = next(i for i in site.state.items.values() if i.title == title)
    return f"{site.url}/{'tasks' if item.subtype == 'task' else item.subtype}/view/{item.guid}"


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing on this machine")
@pytest.mark.parametrize("width", [1200, 320])
@pytest.mark.parametrize("title", PAGES)
def test_what_the_members_see_is_accessible(
    filled: SandboxServer, page: Page, tmp_path: Path, title: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    answer = page.goto(address(filled, title) if title else filled.url)
    assert answer is not None
    assert answer.status == 200
    page.screenshot(path=tmp_path / "page.png", full_page=True)
    assert page.locator("h1").count() == 1
    # Nothing runs out of a narrow screen but tables, which scroll by themselves.
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found] == []


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing on this machine")
def test_a_meeting_is_shown_and_leads_to_its_decision(filled: SandboxServer, page: Page) -> None:
    event = next(i for i in filled.state.items.values() if i.subtype == "event" and (i.start_date or "") < "2026-06")
    page.goto(f"{filled.url}/events/view/{event.guid}")
    assert "donderdag 12 maart 2026, 10.00–12.00 uur" in page.inner_text("main")
    page.click("main >> text=Programma")
    assert page.inner_text("h1") == "Programma"
    assert "Gemeente" in page.inner_text("main") or "Partij gem-a" in page.inner_text("main")
