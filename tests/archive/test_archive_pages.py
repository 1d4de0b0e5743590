"""The pages of the registers: in a real browser, on a wide and a narrow screen, for everybody."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from acts_of_a_region import NOW
from archive_of_a_region import export, region_with_text
from rso_core.archive.pages import register_page
from rso_core.archive.registers import shown
from rso_core.projection import Column, Register

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def test_what_is_no_markup_is_escaped() -> None:
    register = Register(title="A & <b>", columns=(Column("k", "Kop <i>"),), rows=())
    page = register_page(register, [["<script>x</script>\x00"]], date(2026, 1, 2), NOW)
    assert "<title>A &amp; &lt;b&gt;</title>" in page
    assert '<th scope="col">Kop &lt;i&gt;</th>' in page
    assert "<td>&lt;script&gt;x&lt;/script&gt;\ufffd</td>" in page
    assert "stand op 2 januari 2026, 1 rij" in page


def test_values_are_written_as_a_reader_knows_them() -> None:
    assert [shown(v) for v in (None, True, False, date(2026, 1, 2), ["a", None, 3], 1.5)] == [
        "", "ja", "nee", "2026-01-02", "a, , 3", "1.5",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("paginas")
    with region_with_text(f"sqlite:///{folder / 'rso.db'}") as application:
        export(application.store, folder / "a", ["bodies", "signatures", "decisions", "evaluations"])
    return folder / "a/data/registers"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page()
        browser.close()


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing on this machine")
@pytest.mark.parametrize("width", [1200, 320])
@pytest.mark.parametrize("name", ["index", "bodies", "signatures", "evaluations"])
def test_every_page_is_accessible(registers: Path, page: Page, tmp_path: Path, name: str, width: int) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((registers / f"{name}.html").as_uri())
    page.screenshot(path=tmp_path / "page.png", full_page=True)
    assert page.locator("h1").count() == 1
    assert page.locator("table caption").count() == 1
    assert page.locator("thead th[scope=col]").count() == page.locator("thead th").count() > 0
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert {url.partition(":")[0] for url in asked} == {"file"}
    found = Axe().run(page).response["violations"]
    assert [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found] == []


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing on this machine")
def test_from_the_list_to_a_register_and_onto_paper(registers: Path, page: Page) -> None:
    page.set_viewport_size({"width": 1200, "height": 900})
    page.goto((registers / "index.html").as_uri())
    page.click("text=Besluitenregister")
    assert page.inner_text("h1") == "Besluitenregister"
    assert "Programma" in page.inner_text("main")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    page.emulate_media(media="screen")
