"""Signed notes (C2SP, https://c2sp.org/signed-note): a text, an empty line, and a line per signature.

Parsing is strict, so that a note has one spelling only: what is read and rendered again is the same bytes.
"""

import re
from collections.abc import Iterable
from datetime import datetime

import attrs

from rso_core.proof.errors import NoteError
from rso_core.proof.note_keys import (
    COSIGNATURE,
    ED25519,
    Algorithm,
    Signature,
    SigningKey,
    VerifierKey,
)
from rso_core.proof.strict_json import from_base64, utf8

__all__ = [
    "COSIGNATURE",
    "ED25519",
    "MAX_NOTE",
    "MAX_SIGNATURES",
    "Algorithm",
    "Note",
    "Signature",
    "SigningKey",
    "Verified",
    "VerifierKey",
    "sign",
]

MAX_NOTE = 256 * 1024
"""The longest note that is read, in bytes; sixteen signatures of a few kilobytes each, which readers must accept, fit in it."""
MAX_SIGNATURES = 100

_KEY_ID_SIZE = 4
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@attrs.frozen
class Verified:
    """A signature that holds.

    Attributes:
        key: whose it is.
        at: when the witness saw the text (UTC); None for a log, whose signature names no moment.
    """

    key: VerifierKey
    at: datetime | None


def _is_text(_: object, __: object, text: str) -> None:
    utf8(text, "the note", NoteError)
    if not text.endswith("\n"):
        raise NoteError("the text of a note ends in a newline")
    if found := _CONTROL.search(text):
        raise NoteError(f"the note holds the control character {found.group()!r} at position {found.start()}")


def _some(_: object, __: object, signatures: tuple[Signature, ...]) -> None:
    if not 0 < len(signatures) <= MAX_SIGNATURES:
        raise NoteError(f"a note has 1 to {MAX_SIGNATURES} signatures, not {len(signatures)}")


@attrs.frozen
class Note:
    """A text with its signatures, which nobody has verified yet: ask `verified_by`.

    Attributes:
        text: what is signed, with its last newline.
        signatures: in the order of their lines.

    Raises:
        NoteError: a text or a number of signatures that a note cannot have.
    """

    text: str = attrs.field(validator=_is_text)
    signatures: tuple[Signature, ...] = attrs.field(validator=_some)

    @classmethod
    def parse(cls, data: bytes | str) -> "Note":
        """The note of these bytes (UTF-8) or this text.

        Raises:
            NoteError: malformed, too long, or too many signatures; the message says where.
        """
        raw = utf8(data, "the note", NoteError) if isinstance(data, str) else data
        if len(raw) > MAX_NOTE:
            raise NoteError(f"the note is {len(raw)} bytes long; at most {MAX_NOTE} are read")
        try:
            whole = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise NoteError(f"the note is not UTF-8 at byte {error.start}") from None
        text, empty, lines = whole.rpartition("\n\n")
        if not empty or not lines.endswith("\n"):
            raise NoteError("a note is a text, an empty line, and signature lines that each end in a newline")
        if lines.count("\n") > MAX_SIGNATURES:
            raise NoteError(f"the note has more than {MAX_SIGNATURES} signatures")
        return cls(text + "\n", tuple(_signature(line) for line in lines[:-1].split("\n")))

    def render(self) -> str:
        """The note as text; its file is the UTF-8 of this."""
        return self.text + "\n" + "".join(signature.line + "\n" for signature in self.signatures)

    def with_signature(self, signature: Signature) -> "Note":
        """This note with one signature more, in the place of an earlier one by the same key."""
        same = (signature.name, signature.key_id)
        others = (known for known in self.signatures if (known.name, known.key_id) != same)
        return Note(self.text, (*others, signature))

    def verified_by(self, verifiers: Iterable[VerifierKey]) -> tuple[Verified, ...]:
        """Which of these keys signed the text; signatures of other keys are passed over.

        Args:
            verifiers: the keys that are trusted; each counts once, in the order of the signature lines.

        Raises:
            NoteError: a signature that says to be of one of these keys does not hold, or none of them signed,
                or two of them cannot be told apart.
        """
        known: dict[tuple[str, bytes], VerifierKey] = {}
        for verifier in verifiers:
            if known.setdefault((verifier.name, verifier.key_id), verifier) != verifier:
                raise NoteError(f"two keys are called {verifier.name}+{verifier.key_id.hex()}")
        found: dict[VerifierKey, Verified] = {}
        for signature in self.signatures:
            key = known.get((signature.name, signature.key_id))
            if key:
                found.setdefault(key, Verified(key, key.verify(self.text, signature)))
        if not found:
            names = ", ".join(f"{name}+{key_id.hex()}" for name, key_id in known) or "no key"
            raise NoteError(f"the note is not signed by {names}")
        return tuple(found.values())


def sign(text: str, *keys: SigningKey) -> Note:
    """The note of a text, signed by one or more keys of logs.

    Raises:
        NoteError: a text that a note cannot have, no key, or the key of a witness.
    """
    return Note(text, tuple(key.signature(text) for key in keys))


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, material = rest.partition(" ")
    if dash != "—":
        raise NoteError(f"{line[:80]!r} is not a signature line: an em dash, a name, base64")
    raw = from_base64(material, f"the signature of {name[:80]!r}", NoteError)
    return Signature(name, raw[:_KEY_ID_SIZE], raw[_KEY_ID_SIZE:])
