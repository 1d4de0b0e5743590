"""How much is asked of a site, on the example of Utrecht: as little as was agreed, and nothing when nothing changed."""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

from rso_core import Act, Application, Provenance, acts, open_application
from rso_core.definition import apply_definition, load_definition
from rso_core.dossier import import_dossier
from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_pleio.documents_folder import DocumentsFolder
from rso_pleio.plan import Choices, Plan
from rso_pleio.sync import Sync, open_sync
from rso_pleio.watch import Watcher
from rso_pleio_sandbox import SandboxServer
from rso_pleio_sandbox.editor_schema import damaged_by

pytestmark = pytest.mark.slow

EDITOR = Path(__file__).parents[1] / "editor"
UTRECHT = Path(__file__).parents[3] / "examples" / "utrecht"
OFFICE = Provenance(actor="office:secretariaat")
DAY = date(2026, 11, 24)


@attrs.frozen
class Utrecht:
    """The example on a site, and what its first load took."""

    application: Application
    sync: Sync
    site: SandboxServer
    first: Plan
    requests: int

    def asked(self) -> tuple[int, int]:
        """Requests and mutations so far, as the site counts them."""
        return self.site.traffic.requests, self.site.traffic.mutations

    def texts(self) -> list[str]:
        """Every text on the site."""
        state = self.site.state
        items = [item.rich_description for item in state.items.values()]
        return items + [group.rich_description for group in state.groups.values()]

    def record(self, act: Act) -> None:
        """Record an act, and let the registers follow."""
        self.application.perform(act, OFFICE)
        self.sync.projector.catch_up()


@pytest.fixture(scope="module")
def utrecht(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Utrecht]:
    url = f"sqlite:///{tmp_path_factory.mktemp('utrecht') / 'rso.db'}"
    plugins = Plugins()
    with open_application(url) as application, SandboxServer() as site:
        apply_definition(application, load_definition(UTRECHT / "definition.toml"), OFFICE)
        assert import_dossier(application, UTRECHT / "dossier.jsonl", actor=OFFICE.actor).accepted
        projector = Projector(application.store, plugins.read_models())
        projector.catch_up()
        for row in projector.register("pleio_people").rows:
            if row["email"]:
                site.state.add_user(row["email"], row["name"])
        documents = DocumentsFolder(UTRECHT / "documenten")
        with open_sync(projector, plugins, site.url, site.admin_session, documents=documents) as sync:
            first, report = sync.apply(DAY)
            assert (report.refused, report.moved) == ([], [])
            yield Utrecht(application, sync, site, first, site.traffic.requests)
        projector.close()


def cost(utrecht: Utrecht, **more: Any) -> tuple[int, int, Counter[str]]:
    requests, mutations = utrecht.asked()
    _, report = utrecht.sync.apply(DAY, **more)
    after = utrecht.asked()
    return after[0] - requests, after[1] - mutations, report.done


def test_a_first_load_brings_many_items_with_each_request_and_tells_nobody(utrecht: Utrecht) -> None:
    items = len(utrecht.site.state.items)
    assert items > 100
    assert items / utrecht.requests >= 25
    assert utrecht.site.state.notifications == []
    assert {step.kind for step in utrecht.first.steps if step.what != "member"} <= {"create", "cannot"}
    assert {item.status for item in utrecht.site.state.items.values()} == {"published"}


def test_nothing_changed_asks_little_and_changes_nothing(utrecht: Utrecht) -> None:
    cost(utrecht)
    requests, mutations, done = cost(utrecht)
    assert (mutations, done) == (0, Counter())
    assert requests <= 2 * len(utrecht.site.state.groups)


def test_one_changed_decision_takes_three_requests(utrecht: Utrecht) -> None:
    cost(utrecht)
    rows = utrecht.sync.projector.register("decisions", DAY).rows
    taken = [
        r for r in rows if r["standing"] == "stands" and r["outcome"] == "adopted" and r["decision"] in _shown(utrecht)
    ]
    row, later = next(
        (one, two) for one in taken for two in taken if one["body"] == two["body"] and one["taken_on"] < two["taken_on"]
    )
    utrecht.record(acts.RevokeDecision(decision=row["decision"], by=later["decision"], reason="Ingehaald"))
    with utrecht.sync.ledger.alone():
        made = utrecht.sync.plan(DAY, diffs=False)
    assert any(step.key == f"decision-{row['decision']}" for step in made.changes)
    requests, mutations, done = cost(utrecht, confirm=lambda _: True)
    assert requests <= 3
    assert mutations == sum(done.values()) > 0
    assert cost(utrecht)[1:] == (0, Counter())


def _shown(utrecht: Utrecht) -> set[str]:
    keys = {step.key for step in utrecht.first.steps if step.what == "item"}
    return {key.removeprefix("decision-") for key in keys if key.startswith("decision-")}


def test_a_watch_on_a_quiet_record_asks_nothing_at_all(utrecht: Utrecht) -> None:
    follows = Watcher(sync=attrs.evolve(utrecht.sync, choices=Choices(safe_share=1.0)), log=_Silent())
    follows.round()
    before = utrecht.asked()
    for _ in range(5):
        follows.round()
    assert utrecht.asked() == before


class _Silent:
    def info(self, *_: Any, **__: Any) -> None:
        """Say nothing."""

    warning = error = info


def test_the_editor_can_open_every_text(utrecht: Utrecht) -> None:
    found = {text: damaged_by(text) for text in utrecht.texts()}
    assert sum('"table"' in text for text in found) > 100
    assert {text: why for text, why in found.items() if why} == {}


@pytest.mark.skipif(shutil.which("npm") is None, reason="needs Node with npm")
def test_who_types_in_the_real_editor_damages_no_text(utrecht: Utrecht, tmp_path: Path) -> None:
    shutil.copytree(EDITOR, tmp_path, dirs_exist_ok=True)
    fetched = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    if (done := subprocess.run(fetched, cwd=tmp_path, capture_output=True, text=True, check=False)).returncode:
        pytest.skip(f"the editor could not be fetched: {done.stderr[-200:]}")
    loose = json.dumps({"type": "doc", "content": [{"type": "table", "content": [CELL, ROW]}]})
    asked = json.dumps([loose, *utrecht.texts()])
    told = subprocess.run(
        ["node", "type_in_it.mjs"], cwd=tmp_path, input=asked, capture_output=True, text=True, check=True
    )
    first, *ours = json.loads(told.stdout)
    assert first.startswith("Invalid content for node table"), "the editor is asked in earnest"
    assert set(ours) == {None}


CELL = {"type": "tableHeader", "content": [{"type": "paragraph"}]}
ROW = {"type": "tableRow", "content": [{"type": "tableCell", "content": [{"type": "paragraph"}]}]}
