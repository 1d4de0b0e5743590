"""Sealing: what names a person is encrypted under the key of that person, and opened where the key still exists.

AES-256-GCM with a nonce of its own per event. The associated data is the header of the event (stream, version, kind),
so that sealed bytes that are moved to another event cannot be opened there.
"""

import base64
import binascii
import secrets
from collections.abc import Mapping
from typing import Any

import msgspec

from rso_core.store.stored import StoredRow, header

NONCE_BYTES = 12
KEY_BYTES = 32
PADDED_TO = 64
"""Bytes to whose multiple the plain text is filled up: otherwise the length would tell how long a name is."""


class SealBrokenError(ValueError):
    """Sealed bytes that cannot be opened with the key: they were altered, moved, or sealed with another key."""


def new_key() -> bytes:
    """A fresh key of a person, 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, stream: str, version: int, topic: str, fields: Mapping[str, Any]) -> str:
    """Fields of an event as sealed text (base64)."""
    # Most runs of the command seal nothing, nor open what is sealed.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    plain = msgspec.json.encode(fields)
    plain += b" " * (-len(plain) % PADDED_TO)
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, plain, header(stream, version, topic))
    return base64.b64encode(nonce + sealed).decode("ascii")


def unseal(key: bytes, stream: str, version: int, topic: str, sealed: object) -> dict[str, Any]:
    """The fields again.

    Raises:
        SealBrokenError: altered, moved to another event, or another key.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        data = base64.b64decode(str(sealed), validate=True)
        plain = AESGCM(key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], header(stream, version, topic))
        return msgspec.json.decode(plain, type=dict[str, Any])
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise SealBrokenError("what is sealed in it was altered, or its key is another one") from error


def person_of(stream: str) -> str:
    """The person whose stream it is, under whose key what names the person in it is sealed."""
    return stream.partition(":")[2]


def opens(key: bytes, row: StoredRow) -> bool:
    """Whether a key opens what is sealed in a stored event."""
    try:
        sealed = msgspec.json.decode(row.state, type=_Stored).data.sealed
        unseal(key, row.stream, row.version, row.topic, sealed)
    except (SealBrokenError, msgspec.MsgspecError):
        return False
    return True


class _Data(msgspec.Struct):
    sealed: str


class _Stored(msgspec.Struct):
    data: _Data
