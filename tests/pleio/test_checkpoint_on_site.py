"""The newest checkpoint of the record on the members' platform: published by each sync, and good to copy from the page."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import attrs
import pytest

from acts_of_a_region import NOW, by, open_region, record_a_year
from rso_core import acts
from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_core.proof.checkpoint import Checkpoint
from rso_core.proof.checkpoint_signing import KeyPlace, introduce_key
from rso_core.proof.checkpoints import read_checkpoint
from rso_core.proof.errors import ProofError
from rso_core.proof.verification import HeldCheckpoint, verify
from rso_pleio.documents import Document
from rso_pleio.sync import open_sync
from rso_pleio.texts.proof import TITLE
from rso_pleio_sandbox import SandboxServer

DAY = date(2026, 4, 1)


def copied(rich: str) -> str:
    """What a reader gets who copies the page: its text, with a line for each break and an empty one between blocks."""
    return "Van de pagina:\n" + Document.plain(json.loads(rich))


def test_each_sync_publishes_the_newest_checkpoint_once(sqlite_url: str, tmp_path: Path) -> None:
    place, plugins = KeyPlace(tmp_path / "sleutel.key"), Plugins()
    # A checkpoint says when it was signed, and what is entered after it is not from before it.
    with SandboxServer() as site, open_region(sqlite_url, lambda: datetime.now(UTC), founded_at=NOW) as application:
        record_a_year(application)
        introduce_key(application, place, "log.example/regio", DAY, by())
        projector = Projector(application.store, plugins.read_models())
        projector.catch_up()
        with open_sync(projector, plugins, site.url, site.admin_session, signing=place) as sync:
            sync.apply(confirm=lambda _: True)
            [page] = [item for item in site.state.items.values() if item.title == TITLE]
            before = sync.client.counts.mutations
            sync.apply()
            assert sync.client.counts.mutations == before, "nothing was recorded, so nothing is published"
            (tmp_path / "controlepunt.txt").write_text(copied(page.rich_description), encoding="utf-8")
            kept = read_checkpoint(tmp_path / "controlepunt.txt")
            assert Checkpoint.parse(kept.text).size == application.store.head()

            application.perform(acts.NameTheme(theme="wonen", name="Wonen", on=DAY), by())
            projector.catch_up()
            sync.apply()
            [page] = [item for item in site.state.items.values() if item.title == TITLE]
            (tmp_path / "later.txt").write_text(copied(page.rich_description), encoding="utf-8")
            later = read_checkpoint(tmp_path / "later.txt")
            assert Checkpoint.parse(later.text).size == application.store.head()
            held = [HeldCheckpoint("van Pleio", note) for note in (kept, later)]
            assert [f for f in verify(application.store, held).findings if f.ok is False] == []
        projector.close()


def test_a_record_that_contradicts_what_was_signed_is_not_published(sqlite_url: str, tmp_path: Path) -> None:
    place, plugins = KeyPlace(tmp_path / "sleutel.key"), Plugins()
    with SandboxServer() as site, open_region(sqlite_url) as application:
        record_a_year(application)
        introduce_key(application, place, "log.example/regio", DAY, by())
        projector = Projector(application.store, plugins.read_models())
        projector.catch_up()
        with open_sync(projector, plugins, site.url, site.admin_session, signing=place) as sync:
            sync.desired()
            note = read_checkpoint(place.checkpoint)
            more = attrs.evolve(note, text=note.text.replace(str(application.store.head()), "999999"))
            place.checkpoint.write_text(more.render(), encoding="utf-8")
            with pytest.raises(ProofError, match="does not continue"):
                sync.apply()
            assert not site.state.groups
        projector.close()
