"""An import brings the checkpoint of the archive with it, so that nobody is accused of having taken it away."""

from pathlib import Path

import pytest

from acts_of_a_region import NOW, by
from archive_of_a_region import region_with_text
from rso_core import EventStore, acts
from rso_core.archive import (
    import_archive,
    signed_checkpoint,
)
from rso_core.proof.checkpoint import Checkpoint, signed
from rso_core.proof.checkpoint_signing import KeyPlace, introduce_key
from rso_core.proof.checkpoints import kept_checkpoints, read_checkpoint, sign_checkpoint, take_up_checkpoint
from rso_core.proof.errors import ProofError
from rso_core.proof.note import SigningKey
from rso_core.proof.verification import HeldCheckpoint, verify


def test_an_import_brings_its_checkpoint_so_that_nobody_is_accused(archive: Path, store_url: str) -> None:
    beside = HeldCheckpoint("naast de sleutel", read_checkpoint(archive / "data/proof/checkpoint.txt"))
    with EventStore.open(store_url) as store:
        import_archive(archive, store, signed_checkpoint, along=take_up_checkpoint)
        assert len(kept_checkpoints(store.url)) == 1
        result = verify(store, [beside])
        assert result.ok, result.findings


def test_an_import_without_a_checkpoint_is_told_and_not_accused(archive: Path, store_url: str) -> None:
    beside = HeldCheckpoint("naast de sleutel", read_checkpoint(archive / "data/proof/checkpoint.txt"))
    with EventStore.open(store_url) as store:
        import_archive(archive, store, signed_checkpoint)
        result = verify(store, [beside])
        assert result.ok, result.findings
        assert any("teruggezet uit a" in finding.found for finding in result.findings)


def test_a_checkpoint_of_another_record_is_not_taken_up(archive: Path, sqlite_url: str) -> None:
    other = signed(Checkpoint("rso/test", 3, b"\1" * 32), SigningKey.generate("rso/test"))
    with EventStore.open(sqlite_url) as store:
        import_archive(archive, store, signed_checkpoint)
        with pytest.raises(ProofError):
            take_up_checkpoint(store, other.render())
        assert kept_checkpoints(store.url) == []


def test_a_checkpoint_that_was_signed_after_it_was_put_back_and_is_gone_is_missed(
    archive: Path, store_url: str, tmp_path: Path
) -> None:
    place = KeyPlace(tmp_path / "k.key")
    with region_with_text(f"sqlite:///{tmp_path / 'langer.db'}") as application:
        introduce_key(application, place, "rso/test", NOW.date(), by())
        application.perform(acts.NameTheme(theme="meer", name="Meer", on=NOW.date()), by())
        longer = sign_checkpoint(application.store, place, NOW)
    with EventStore.open(store_url) as store:
        import_archive(archive, store, signed_checkpoint)
        findings = verify(store, [HeldCheckpoint("naast de sleutel", longer)]).findings
        assert any(each.ok is False and "zij zijn weggehaald" in each.found for each in findings)
