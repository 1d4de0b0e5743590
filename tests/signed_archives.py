"""Archives that are signed as a whole, and what somebody does to them who covers it up."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from acts_of_a_region import NOW, by
from archive_of_a_region import export, papers, read_models, region_with_text
from rso_core.archive import (
    Held,
    manifest_signer,
    proof_of,
    signed_checkpoint,
    signed_manifest,
    verify_archive,
)
from rso_core.archive.bag import SIGNATURE, seal_bag
from rso_core.archive.verify import VerifyReport
from rso_core.proof.checkpoint_signing import KeyPlace, introduce_key
from rso_core.proof.checkpoints import sign_checkpoint

REGISTERS = ("parties", "decisions", "persons", "pleio_people", "signatures")
ALL_OF_IT = "Alles wat in het archief ligt is ondertekend"
FOLLOWS = "De registers zijn wat uit de gebeurtenissen volgt"


def made(folder: Path, name: str, **more: object) -> Path:
    with region_with_text(f"sqlite:///{folder / 'rso.db'}") as application:
        place = KeyPlace(folder / "k.key")
        introduce_key(application, place, "rso/test", NOW.date(), by())
        sign_checkpoint(application.store, place)
        export(
            application.store,
            folder / name,
            REGISTERS,
            made_at=datetime.now(UTC),
            documents=papers(folder / "stukken"),
            prove=proof_of(application.store),
            sign=manifest_signer(application.store, place, NOW),
            **more,
        )
    return folder / name


def checked(folder: Path, log_key: Path | None = None) -> VerifyReport:
    return verify_archive(
        folder, signed_checkpoint, Held(log_key=log_key), read_manifest=signed_manifest, models=read_models()
    )


def remade(folder: Path) -> None:
    """Lists that fit the files again, as somebody makes them who covers a change up; metadata too."""
    import bagit

    bagit.Bag(str(folder)).save(manifests=True)
    seal_bag(folder)


def key_of(folder: Path) -> str:
    return (folder / "data/proof/log-key.txt").read_text().split()[-1]


def alone(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = folder / "data/proof/check_archive.py"
    return subprocess.run([sys.executable, "-I", program, *options], capture_output=True, text=True, check=False)


def forged(folder: Path) -> None:
    path = folder / "data/registers/parties.csv"
    path.write_bytes(path.read_bytes().replace(b"Partij gem-a", b"Partij vals!"))


def called_after_another_release(folder: Path) -> None:
    info = folder / "bag-info.txt"
    info.write_text(info.read_text().replace("Bag-Software-Agent: rso ", "Bag-Software-Agent: rso 0.0."))


def without_signature(folder: Path) -> None:
    (folder / SIGNATURE).unlink()
    info = folder / "bag-info.txt"
    info.write_text("".join(line for line in info.read_text().splitlines(True) if not line.startswith("Signed")))
    remade(folder)
