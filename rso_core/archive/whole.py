"""What is checked of an archive beside its events: that all of it is signed, and that its registers follow from the events."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rso_core.archive.bag import LAST_LIST, SIGNATURE
from rso_core.archive.checks import Check
from rso_core.archive.errors import ArchiveError
from rso_core.archive.made_again import MadeAgain, made_again
from rso_core.archive.proofs import ReadManifest
from rso_core.projection import ReadModel
from rso_core.proof.merkle import root_of
from rso_core.store.errors import StoreError
from rso_core.store.stored import StoredRow
from rso_core.time_zone import AMSTERDAM

_WHOLE = "Alles wat in het archief ligt is ondertekend"
_ONLY_EVENTS = (
    "er ligt geen handtekening onder het geheel, zoals bij een archief van release 0.2 of van een dossier zonder sleutel: ondertekend "
    "zijn hoogstens de gebeurtenissen; registers, stukken en metagegevens kan wie het archief heeft opnieuw maken"
)
_REGISTERS = "De registers zijn wat uit de gebeurtenissen volgt"
_UNNAMED = "Registers met namen van personen"
_SEALED = (
    "niet nagegaan, want die namen zijn verzegeld in de gebeurtenissen en het archief heeft geen register van personen"
)
_OTHER_RELEASE = "zij zijn gemaakt door {theirs}, en {ours} maakt ze anders; beoordeel zelf of dat aan de release ligt"
_OTHERS = "Registers van plugins die hier niet zijn"
_MOMENT = re.compile(r"^\s*time \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\s*$", re.MULTILINE)
"""The line of a checkpoint that says when it was signed; releases that write it sign archives as a whole."""


def whole_check(
    folder: Path,
    leaves: Sequence[bytes],
    read: ReadManifest,
    log_key: Path | None,
    checkpoints: Sequence[Path] = (),
) -> Check:
    """Whether the signature under an archive is there, holds, and is of this archive.

    Args:
        folder: of the archive.
        leaves: of its events.
        read: checks the signature.
        log_key: a file with the public keys of the log, as somebody knows them; else those in the archive.
        checkpoints: files that somebody keeps apart.
    """
    signature = folder / SIGNATURE
    if not signature.is_file():
        return _unsigned(folder, log_key, checkpoints)
    key = log_key or folder / "data/proof/log-key.txt"
    try:
        digest, size, root, at = read(_text(signature), _text(key))
    except ValueError as error:
        return Check(what=_WHOLE, problems=(f"{SIGNATURE}: de handtekening klopt niet, of dit is er geen: {error}",))
    if digest != hashlib.sha256((folder / LAST_LIST).read_bytes()).digest():
        return Check(what=_WHOLE, problems=(f"{LAST_LIST}: is niet de lijst die is ondertekend",))
    if (size, root) != (len(leaves), root_of(leaves)):
        return Check(what=_WHOLE, problems=(f"{SIGNATURE}: noemt andere gebeurtenissen dan die erin liggen",))
    return Check(what=f"{_WHOLE}, op {at.astimezone(AMSTERDAM):%d-%m-%Y om %H.%M} uur")


def _unsigned(folder: Path, log_key: Path | None, checkpoints: Sequence[Path]) -> Check:
    if SIGNATURE in _fields(folder, "Signed-Manifest"):
        return Check(what=_WHOLE, problems=(f"{SIGNATURE}: is weggehaald",))
    known = (folder / "data/proof/checkpoint.txt", *checkpoints)
    # Who trusts a key expects its signature; of archives of before there are no checkpoints that say when.
    if log_key is not None and any(_MOMENT.search(_text(path)) for path in known):
        told = f"{SIGNATURE}: is er niet, terwijl dit dossier zijn archieven met deze sleutel ondertekent"
        return Check(what=_WHOLE, problems=(told,))
    return Check(what=_WHOLE, skipped=_ONLY_EVENTS)


def register_checks(folder: Path, rows: Sequence[StoredRow], models: Sequence[ReadModel]) -> Iterator[Check]:
    """Whether the registers are what follows from the events, as far as something here makes them."""
    try:
        on = date.fromisoformat(" ".join(_fields(folder, "Bagging-Date")))
        found = made_again(folder, rows, models, on)
    except (ValueError, OSError, ArchiveError, StoreError, RecursionError) as error:
        yield Check(what=_REGISTERS, skipped=f"zij zijn niet opnieuw te maken: {error}")
        return
    yield _register_check(folder, found)
    if found.left_out:
        yield Check(what=_OTHERS, skipped=f"niet nagegaan: {', '.join(found.left_out)}")
    if found.unnamed:
        yield Check(what=_UNNAMED, skipped=f"{_SEALED}: {', '.join(found.unnamed)}")


def _register_check(folder: Path, found: MadeAgain) -> Check:
    ours, theirs = f"rso {_version()}", " ".join(_fields(folder, "Bag-Software-Agent"))
    if found.problems and theirs != ours:
        # Another release may have told the same otherwise: what differs is shown, and is no fault by itself.
        why = _OTHER_RELEASE.format(theirs=theirs or "een ander programma", ours=ours)
        return Check(what=_REGISTERS, skipped="\n".join((why, *found.problems)))
    return Check(what=f"{_REGISTERS}{_names(found)}", problems=found.problems)


def _names(found: MadeAgain) -> str:
    told = f" ({found.registers} in getal"
    if found.names:
        told += f"; hoe {found.names} personen heten staat verzegeld in de gebeurtenissen, en is niet nagegaan"
    return f"{told})"


def _fields(folder: Path, name: str) -> list[str]:
    """The values of a field of ``bag-info.txt``; its size was looked at before."""
    lines = _text(folder / "bag-info.txt").splitlines()
    return [value.strip() for label, _, value in (line.partition(":") for line in lines) if label == name]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _version() -> str:
    try:
        return version("rso-core")
    except PackageNotFoundError:  # a source tree that was not installed
        return "(onbekende versie)"
