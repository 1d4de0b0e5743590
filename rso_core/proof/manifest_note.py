"""The signature under an archive: a note that names the hash of its last list, and so of every file in it.

The same signed-note format as a checkpoint, and another text and key name, so that neither can be taken for the other: the second line of
a checkpoint is a number, and here it is a name; and the key is called after the log with ``/archive`` behind it.

    rso-archive/1
    <name of the log>
    sha256 <hash of tagmanifest-sha256.txt, hexadecimal>
    <number of events> <root over them, base64>
    <moment, UTC>
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime

import attrs

from rso_core.proof.errors import NoteError
from rso_core.proof.note import Note, SigningKey, VerifierKey, sign
from rso_core.proof.strict_json import from_base64, to_base64

FORMAT = "rso-archive/1"
_SUFFIX = "/archive"
_TEXT = re.compile(
    r"rso-archive/1\n(?P<log>[^\n]+)\nsha256 (?P<digest>[0-9a-f]{64})\n(?P<size>0|[1-9][0-9]{0,18}) (?P<root>\S{44})\n"
    r"(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\n"
)


@attrs.frozen(kw_only=True)
class SignedManifest:
    """What was signed of an archive.

    Attributes:
        log: name of the log whose key signed.
        digest: SHA-256 of the last list of the archive (32 bytes).
        size, root: number of events in it, and the root over them (32 bytes).
        at: when it was signed (aware, UTC; whole seconds).
    """

    log: str
    digest: bytes
    size: int
    root: bytes
    at: datetime

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = (FORMAT, self.log, f"sha256 {self.digest.hex()}", f"{self.size} {to_base64(self.root)}")
        return "\n".join([*lines, f"{self.at:%Y-%m-%dT%H:%M:%SZ}"]) + "\n"


def sign_manifest(key: SigningKey, manifest: bytes, size: int, root: bytes, at: datetime) -> Note:
    """Sign the last list of an archive with the key of a log, under the name that it has for archives.

    Args:
        key: of the log.
        manifest: the list, in which the hash of every other list stands.
        size, root: number of events, and the root over them.
        at: the moment (aware).
    """
    told = SignedManifest(
        log=key.name, digest=hashlib.sha256(manifest).digest(), size=size, root=root, at=at.astimezone(UTC)
    )
    return sign(told.text, SigningKey(key.name + _SUFFIX, key.seed))


def read_manifest_note(data: bytes | str, keys: Iterable[VerifierKey]) -> SignedManifest:
    """What was signed, where one of these keys of a log signed it.

    Raises:
        NoteError: none of them did, or this is no signature under an archive.
    """
    note = Note.parse(data)
    for_archives = {VerifierKey(key.name + _SUFFIX, key.public): key for key in keys}
    signers = note.verified_by(for_archives)
    found = _TEXT.fullmatch(note.text)
    if found is None:
        raise NoteError(f"this is no signature under an archive of the form {FORMAT}")
    if not any(for_archives[signer.key].name == found["log"] for signer in signers):
        raise NoteError(f"it says to be of the log {found['log']!r}, whose key did not sign it")
    try:
        at = datetime.strptime(found["at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise NoteError(f"the moment of the signature is none: {error}") from None
    root = from_base64(found["root"], "the root in the signature", NoteError)
    digest = bytes.fromhex(found["digest"])
    return SignedManifest(log=found["log"], digest=digest, size=int(found["size"]), root=root, at=at)
