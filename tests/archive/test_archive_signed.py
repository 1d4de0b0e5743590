"""The signed checkpoint that goes with an archive, checked by rso and by the two programs that go with it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from acts_of_a_region import NOW, by, open_region
from archive_of_a_region import export
from rso_core import EventStore
from rso_core.archive import Held, import_archive, proof_of, signed_checkpoint, verify_archive
from rso_core.archive.backup import back_up, restore
from rso_core.proof.checkpoint_signing import KeyPlace, introduce_key, keys_of
from rso_core.proof.checkpoints import copy_checkpoints, kept_checkpoints, sign_checkpoint
from rso_core.proof.note import SigningKey


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archief")
    with open_region(f"sqlite:///{folder / 'rso.db'}") as application:
        place = KeyPlace(folder / "k.key")
        introduce_key(application, place, "rso/test", NOW.date(), by())
        sign_checkpoint(application.store, place)
        export(application.store, folder / "a", prove=proof_of(application.store))
        back_up(application.store, folder / "b.db", along=copy_checkpoints)
    return folder / "a"


def test_it_holds_and_the_key_of_another_does_not(whole: Path, tmp_path: Path) -> None:
    report = verify_archive(whole, signed_checkpoint)
    assert report.problems == ()
    assert [check.what for check in report.checks if check.skipped] == [
        "De metagegevens voldoen aan het schema van het Nationaal Archief"
    ]
    (tmp_path / "k").write_text(SigningKey.generate("rso/test").verifier_key.encode())
    assert (
        "de handtekening klopt niet"
        in verify_archive(whole, signed_checkpoint, Held(log_key=tmp_path / "k")).problems[0]
    )


def test_the_programs_in_it_check_it_without_rso(whole: Path, tmp_path: Path) -> None:
    archive = shutil.copytree(whole, tmp_path / "a")
    proof = archive / "data/proof"
    key = (proof / "log-key.txt").read_text().split()[-1]
    commands = (
        ["data/proof/check_archive.py"],
        [
            "data/proof/check_proof.py",
            "data/proof/first-event.json",
            "--checkpoint",
            "data/proof/checkpoint.txt",
            "--key",
            key,
        ],
    )

    def run(command: list[str]) -> int:
        # -I: nothing of rso can be found, only Python and its installed packages.
        return subprocess.run(
            [sys.executable, "-I", *command], cwd=archive, capture_output=True, check=False
        ).returncode

    assert [run(command) for command in commands] == [0, 0]
    lines = (archive / "data/events.jsonl").read_bytes().splitlines(keepends=True)
    (archive / "data/events.jsonl").write_bytes(b"".join(lines[:-1]))
    (proof / "checkpoint.txt").write_text((proof / "checkpoint.txt").read_text().replace("\n1", "\n2", 1))
    assert [run(command) for command in commands] == [9, 1]


def test_checkpoints_go_along_with_a_backup_and_come_back(whole: Path, store_url: str) -> None:
    with EventStore.open(store_url) as store:
        restore(whole.parent / "b.db", store, along=copy_checkpoints)
        back = kept_checkpoints(store.url)
        assert len(back) == 1
        assert back == kept_checkpoints(f"sqlite:///{whole.parent / 'rso.db'}")


def test_an_import_has_the_keys_of_the_log_and_holds_to_the_checkpoint(whole: Path, store_url: str) -> None:
    with EventStore.open(store_url) as store:
        import_archive(whole, store, signed_checkpoint)
        assert [key.encode() for key in keys_of(store).verifiers()] == (
            whole / "data/proof/log-key.txt"
        ).read_text().split()
