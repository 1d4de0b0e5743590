"""The signature under an archive covers everything in it."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from acts_of_a_region import NOW, by
from archive_of_a_region import export, region_with_text
from rso_core import acts
from rso_core.archive import (
    manifest_signer,
)
from rso_core.archive.bag import SIGNATURE
from rso_core.proof.checkpoint import Checkpoint, signed
from rso_core.proof.checkpoint_signing import KeyPlace
from rso_core.proof.errors import NoteError
from rso_core.proof.manifest_note import read_manifest_note, sign_manifest
from rso_core.proof.merkle import EMPTY_ROOT
from rso_core.proof.note import Note, SigningKey, sign
from signed_archives import (
    ALL_OF_IT,
    REGISTERS,
    alone,
    checked,
    key_of,
    made,
    remade,
    without_signature,
)


@pytest.mark.parametrize(
    "name", ["data/documents/documenten.csv", "LEESMIJ.md", "bag-info.txt", "mdto/archief.informatieobject.mdto.xml"]
)
def test_any_other_file_is_covered_by_the_signature(archive: Path, name: str) -> None:
    path = archive / name
    path.write_bytes(path.read_bytes() + b"Vals: x\n")
    remade(archive)
    assert "tagmanifest-sha256.txt: is niet de lijst die is ondertekend" in checked(archive).problems
    assert alone(archive).returncode == 9


def test_a_signature_that_was_taken_away_is_missed(archive: Path) -> None:
    (archive / SIGNATURE).unlink()
    assert f"{SIGNATURE}: is weggehaald" in checked(archive).problems


def test_an_archive_of_before_is_told_to_be_covered_for_its_events_only(tmp_path: Path) -> None:
    with region_with_text(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        export(application.store, tmp_path / "a", REGISTERS, made_at=datetime.now(UTC))
    report = checked(tmp_path / "a")
    assert report.problems == ()
    (check,) = [check for check in report.checks if check.what == ALL_OF_IT]
    assert check.skipped is not None
    assert "ondertekend zijn hoogstens de gebeurtenissen" in check.skipped


def test_with_the_key_of_another_it_is_not_signed(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "k").write_text(SigningKey.generate("rso/test").verifier_key.encode())
    assert any(SIGNATURE in each for each in checked(archive, log_key=tmp_path / "k").problems)
    done = alone(archive, "--key", (tmp_path / "k").read_text())
    assert done.returncode == 9
    assert "tagmanifest-sha256.note: is niet ondertekend met de sleutel" in done.stdout


def test_the_signature_of_another_archive_does_not_do(archive: Path, whole: Path, tmp_path: Path) -> None:
    other = made(tmp_path, "b", keys={})
    shutil.copy(other / SIGNATURE, archive / SIGNATURE)
    shutil.copy(other / "data/proof/log-key.txt", tmp_path / "k")
    assert any(
        "is niet de lijst die is ondertekend" in each for each in checked(archive, log_key=tmp_path / "k").problems
    )


def test_who_trusts_a_key_misses_the_signature_that_was_taken_away_with_its_name(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "k").write_text(key_of(archive))
    without_signature(archive)
    assert checked(archive).problems == ()
    wrong = f"{SIGNATURE}: is er niet, terwijl dit dossier zijn archieven met deze sleutel ondertekent"
    assert checked(archive, log_key=tmp_path / "k").problems == (wrong,)
    assert alone(archive).returncode == 0
    assert wrong in alone(archive, "--key", key_of(archive)).stdout


def test_the_program_alone_misses_a_signature_that_was_taken_away(archive: Path) -> None:
    (archive / SIGNATURE).unlink()
    assert f"{SIGNATURE}: is weggehaald" in alone(archive).stdout


KEY = SigningKey("rso/test", b"\7" * 32)


def test_neither_signature_can_be_taken_for_the_other() -> None:
    note = sign_manifest(KEY, b"lijst", 0, EMPTY_ROOT, NOW)
    assert read_manifest_note(note.render(), [KEY.verifier_key]).text == note.text
    with pytest.raises(NoteError):
        Checkpoint.parse(note.text)
    with pytest.raises(NoteError):
        note.verified_by([KEY.verifier_key])
    checkpoint = signed(Checkpoint("rso/test", 0, EMPTY_ROOT), KEY)
    with pytest.raises(NoteError):
        read_manifest_note(checkpoint.render(), [KEY.verifier_key])
    as_archive = SigningKey("rso/test/archive", KEY.seed)
    with pytest.raises(NoteError, match="no signature under an archive"):
        read_manifest_note(sign(checkpoint.text, as_archive).render(), [KEY.verifier_key])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("rso-archive/1", "rso-archive/2", "of the form"),
        ("rso/test\n", "rso/ander\n", "whose key did not sign it"),
        ("12:00:00Z", "25:00:00Z", "the moment of the signature is none"),
        ("sha256 ", "SHA256 ", "of the form"),
    ],
)
def test_a_signature_of_another_form_is_refused(old: str, new: str, reason: str) -> None:
    text = sign_manifest(KEY, b"lijst", 0, EMPTY_ROOT, NOW).text
    assert old in text
    other = sign(text.replace(old, new), SigningKey("rso/test/archive", KEY.seed))
    with pytest.raises(NoteError, match=reason):
        read_manifest_note(other.render(), [KEY.verifier_key])


def test_a_record_without_a_key_signs_no_archive(tmp_path: Path) -> None:
    with region_with_text(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        assert manifest_signer(application.store, KeyPlace(tmp_path / "k.key"), NOW) is None
        application.perform(acts.NameTheme(theme="t", name="T", on=NOW.date()), by())


def test_the_note_is_strict(whole: Path) -> None:
    text = (whole / SIGNATURE).read_text(encoding="utf-8")
    assert Note.parse(text).render() == text
