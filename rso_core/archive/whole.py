"""What is checked of an archive beside its events: that all of it is signed."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from rso_core.archive.bag import LAST_LIST, SIGNATURE
from rso_core.archive.checks import Check
from rso_core.archive.proofs import ReadManifest
from rso_core.proof.merkle import root_of
from rso_core.time_zone import AMSTERDAM

_WHOLE = "Alles wat in het archief ligt is ondertekend"
_ONLY_EVENTS = (
    "er ligt geen handtekening onder het geheel, zoals bij een archief van release 0.2 of van een dossier zonder sleutel: ondertekend "
    "zijn hoogstens de gebeurtenissen; registers, stukken en metagegevens kan wie het archief heeft opnieuw maken"
)
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


def _fields(folder: Path, name: str) -> list[str]:
    """The values of a field of ``bag-info.txt``; its size was looked at before."""
    lines = _text(folder / "bag-info.txt").splitlines()
    return [value.strip() for label, _, value in (line.partition(":") for line in lines) if label == name]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
