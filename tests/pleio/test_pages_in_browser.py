"""The sandbox's pages in a real browser."""

import shutil
import subprocess
from pathlib import Path

import pytest

from rso_pleio.client import Change, PleioClient
from rso_pleio.documents import doc, heading, paragraph, table
from rso_pleio.sandbox import SandboxServer

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
