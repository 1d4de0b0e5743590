"""Keys that sign notes, and what they sign: C2SP signed-note (https://c2sp.org/signed-note) with Ed25519.

Two kinds of signature are known: of a log over a text (0x01), and of a witness that saw a checkpoint at a moment
(0x04, cosignature/v1 of https://c2sp.org/tlog-cosignature). Keys are written as Go's sumdb writes them:
``name+hash+base64`` for who verifies, ``PRIVATE+KEY+name+hash+base64`` for who signs.
"""

import hashlib
import os
import re
from datetime import UTC, datetime
from typing import Literal

import attrs
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rso_core.proof.errors import NoteError
from rso_core.proof.strict_json import from_base64, to_base64, utf8

Algorithm = Literal[0x01, 0x04]
ED25519: Literal[0x01] = 0x01
COSIGNATURE: Literal[0x04] = 0x04

_PRIVATE = "PRIVATE+KEY+"
_KEY_SIZE = 32
_SIGNATURE_SIZE = 64
_MAX_NAME = 255
_ID_SIZE = 4
_ID = re.compile(r"[0-9a-f]{8}")


def check_name(name: str) -> str:
    """The name, when it can name a key: not empty, no space, no plus, no control character, at most 255 bytes.

    Raises:
        NoteError: it cannot.
    """
    length = len(utf8(name, "the name of the key", NoteError))
    if not 0 < length <= _MAX_NAME or any(char.isspace() or char < " " or char == "+" for char in name):
        raise NoteError(f"{name[:_MAX_NAME]!r} cannot name a key: 1 to {_MAX_NAME} bytes, no spaces and no plus")
    return name


def _valid_name(_: object, __: object, name: str) -> None:
    check_name(name)


def _key_id(name: str, algorithm: int, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:_ID_SIZE]


def _parts(text: str, what: str) -> tuple[str, Algorithm, bytes, bytes]:
    # name, kind, key material, and the id that the text states
    name, plus, rest = text.partition("+")
    stated, second_plus, material = rest.partition("+")
    if not (plus and second_plus and _ID.fullmatch(stated)):
        raise NoteError(f"{what} does not read name+hash+key, with a hash of 8 hexadecimal digits in lower case")
    raw = from_base64(material, what, NoteError)
    if len(raw) != 1 + _KEY_SIZE or raw[0] not in {ED25519, COSIGNATURE}:
        raise NoteError(f"{what} is not an Ed25519 key for notes (0x01) or cosignatures (0x04)")
    return check_name(name), raw[0], raw[1:], bytes.fromhex(stated)


@attrs.frozen
class Signature:
    """One signature line of a note.

    Attributes:
        name: name of the key that is said to have signed.
        key_id: its 4-byte id.
        payload: the signature itself; its form depends on the key.

    Raises:
        NoteError: a name, an id or a payload that cannot be.
    """

    name: str = attrs.field(validator=_valid_name)
    key_id: bytes
    payload: bytes

    def __attrs_post_init__(self) -> None:
        if len(self.key_id) != _ID_SIZE or not self.payload:
            raise NoteError(f"the signature of {self.name!r} is too short")

    @property
    def line(self) -> str:
        """The line as it stands in a note, without its newline."""
        return f"— {self.name} {to_base64(self.key_id + self.payload)}"


def _of_key_size(_: object, field: "attrs.Attribute[bytes]", value: bytes) -> None:
    if len(value) != _KEY_SIZE:
        raise NoteError(f"{field.name} of an Ed25519 key is {_KEY_SIZE} bytes long, not {len(value)}")


@attrs.frozen
class VerifierKey:
    """The public half of a key.

    Attributes:
        name: name of the key; that of a log is the origin of the log.
        public: 32 bytes, Ed25519 (RFC 8032).
        algorithm: what it signs: notes (`ED25519`) or, as a witness, checkpoints at a moment (`COSIGNATURE`).

    Raises:
        NoteError: a name or a size that cannot be.
    """

    name: str = attrs.field(validator=_valid_name)
    public: bytes = attrs.field(validator=_of_key_size)
    algorithm: Algorithm = ED25519

    @property
    def key_id(self) -> bytes:
        """The 4 bytes that a signature names this key with, next to its name."""
        return _key_id(self.name, self.algorithm, self.public)

    def encode(self) -> str:
        """``name+hash+base64``: what a party keeps, and what is published."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.algorithm]) + self.public)}"

    @classmethod
    def decode(cls, text: str) -> "VerifierKey":
        """The key of such a text.

        Raises:
            NoteError: malformed, of an algorithm that is not known, or with a hash of another key.
        """
        name, algorithm, public, stated = _parts(text, "the verifier key")
        key = cls(name, public, algorithm)
        if key.key_id != stated:
            raise NoteError(f"the hash in the verifier key of {name!r} is that of another key: a character was changed")
        return key

    def signed(self, signature: Signature) -> bool:
        """Whether the signature says to be of this key (its name and id)."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)

    def verify(self, text: str, signature: Signature) -> datetime | None:
        """Check a signature of this key over a text.

        Returns:
            When the witness saw it (UTC, whole seconds) for a cosignature; None for the signature of a log.

        Raises:
            NoteError: the signature does not hold.
        """
        payload, moment, message = signature.payload, None, utf8(text, "the text", NoteError)
        if self.algorithm == COSIGNATURE:
            seconds, payload = int.from_bytes(payload[:8], "big"), payload[8:]
            moment, message = _moment(seconds), _cosigned(seconds, message)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(payload, message)
        except (InvalidSignature, ValueError):
            raise NoteError(f"the signature of {self.name!r} does not belong to this text") from None
        return moment


@attrs.frozen
class SigningKey:
    """The private half of a key; it never shows itself in messages.

    Attributes:
        name: name of the key.
        seed: 32 bytes, the private key of RFC 8032.
        algorithm: what it signs.

    Raises:
        NoteError: a name or a size that cannot be.
    """

    name: str = attrs.field(validator=_valid_name)
    seed: bytes = attrs.field(validator=_of_key_size, repr=False)
    algorithm: Algorithm = ED25519

    @classmethod
    def generate(cls, name: str, algorithm: Algorithm = ED25519) -> "SigningKey":
        """A new key from the randomness of the system; `COSIGNATURE` for a witness."""
        return cls(name, os.urandom(_KEY_SIZE), algorithm)

    @property
    def verifier_key(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self._private().public_key().public_bytes_raw(), self.algorithm)

    def encode(self) -> str:
        """``PRIVATE+KEY+name+hash+base64``: a secret."""
        material = to_base64(bytes([self.algorithm]) + self.seed)
        return f"{_PRIVATE}{self.name}+{self.verifier_key.key_id.hex()}+{material}"

    @classmethod
    def decode(cls, text: str) -> "SigningKey":
        """The key of such a text.

        Raises:
            NoteError: malformed, of an algorithm that is not known, or with a hash of another key.
        """
        if not text.startswith(_PRIVATE):
            raise NoteError(f"the signing key does not begin with {_PRIVATE}")
        name, algorithm, seed, stated = _parts(text.removeprefix(_PRIVATE), "the signing key")
        key = cls(name, seed, algorithm)
        if key.verifier_key.key_id != stated:
            raise NoteError(f"the hash in the signing key of {name!r} is that of another key: a character was changed")
        return key

    def signature(self, text: str) -> Signature:
        """The signature of a log over a text.

        Raises:
            NoteError: this is the key of a witness.
        """
        if self.algorithm != ED25519:
            raise NoteError(f"{self.name!r} is the key of a witness; it signs checkpoints at a moment, not texts")
        return self._signed(self._private().sign(utf8(text, "the text", NoteError)))

    def cosignature(self, text: str, moment: datetime) -> Signature:
        """The signature of a witness over the text of a checkpoint, as it saw it at a moment (aware; whole seconds count).

        Raises:
            NoteError: this is the key of a log, or a moment without time zone or before 1970.
        """
        if self.algorithm != COSIGNATURE:
            raise NoteError(
                f"{self.name!r} is the key of a log; a witness signs with a key of its own (algorithm 0x04)"
            )
        if moment.tzinfo is None or moment.timestamp() < 0:
            raise NoteError(f"{moment.isoformat()} is not a moment to sign at: it needs a time zone, and 1970 or later")
        seconds = int(moment.timestamp())
        signed = self._private().sign(_cosigned(seconds, utf8(text, "the text", NoteError)))
        return self._signed(seconds.to_bytes(8, "big") + signed)

    def _signed(self, payload: bytes) -> Signature:
        return Signature(self.name, self.verifier_key.key_id, payload)

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def _cosigned(seconds: int, message: bytes) -> bytes:
    return b"cosignature/v1\ntime %d\n" % seconds + message


def _moment(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        raise NoteError("the cosignature names a moment that no calendar has") from None
