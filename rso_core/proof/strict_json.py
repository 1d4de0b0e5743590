"""Strict reading of what others hand in: one spelling per value, a limit on every length, a reason for every refusal."""

import base64
import binascii
import json
from typing import Any, TypeVar

import msgspec

from rso_core.proof.errors import ProofError

T = TypeVar("T")
_LONGEST_REASON = 300  # the reason may quote the file


def to_base64(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648, section 4)."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str, what: str, error: type[ProofError] = ProofError) -> bytes:
    """The bytes of a base64 text, which must be spelled in the one canonical way.

    Args:
        text: standard base64 with padding.
        what: what it is, for the message.
        error: the error to raise.

    Raises:
        ProofError: (or `error`) another alphabet, missing padding, or unused bits that are not zero.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise error(f"{what} is not base64") from None
    if to_base64(data) != text:
        raise error(f"{what} is not canonical base64")
    return data


def utf8(text: str, what: str, error: type[ProofError] = ProofError) -> bytes:
    """The UTF-8 of a text; `error` when it holds half a surrogate pair, which has none."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise error(f"{what} holds a character that UTF-8 cannot say") from None


def read_json(data: bytes, wire: type[T], what: str, limit: int) -> T:
    """A JSON object of exactly the fields and types of a msgspec struct.

    Args:
        data: the file.
        wire: a struct that forbids unknown fields.
        what: what the file is, for the messages.
        limit: the longest it may be, in bytes.

    Raises:
        ProofError: too long, not JSON, a field missing, unknown, given twice, or of another type.
    """
    if len(data) > limit:
        raise ProofError(f"{what} is {len(data)} bytes long; at most {limit} are read")
    try:
        value = msgspec.json.decode(data, type=wire)
    except UnicodeDecodeError:
        raise ProofError(f"{what} is not UTF-8") from None
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ProofError(f"{what} cannot be read: {str(error)[:_LONGEST_REASON]}") from None
    json.loads(data, object_pairs_hook=lambda pairs: _each_once(pairs, what))
    return value


def write_json(value: msgspec.Struct) -> bytes:
    """The file of such an object: UTF-8, indented by two, a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def _each_once(pairs: list[tuple[str, Any]], what: str) -> dict[str, Any]:
    # Readers differ in which of two equal names they take; what one checks, another could then show differently.
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ProofError(f"{what} gives the field {name!r} twice")
        found[name] = value
    return found
