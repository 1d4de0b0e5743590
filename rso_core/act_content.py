"""What an act says, as plain data: held to the types of its fields, and its fingerprint."""

import hashlib
import unicodedata
from typing import Any, TypeVar

import msgspec

from rso_core.acts import Act, said
from rso_core.provenance import Provenance

A = TypeVar("A", bound=Act)


class InvalidActError(ValueError):
    """A field of an act is not of its type: a choice that does not exist, a text where a date belongs."""


def checked(act: A) -> A:
    """The act with every field of its declared type (a choice may be given as its text).

    Raises:
        InvalidActError: a field is something else; what would be stored could not be read again.
    """
    try:
        return msgspec.convert(msgspec.to_builtins(act), type(act))
    except (msgspec.ValidationError, TypeError, AttributeError) as error:
        raise InvalidActError(f"{act.act_name}: {error}") from None


def fingerprint(act: Act, circumstances: Provenance) -> str:
    """Fingerprint of what an act says, to tell a repetition from another act under the same key."""
    content = [act.act_name, said(act), circumstances.actor, circumstances.source]
    return digest_of(content)


def digest_of(content: Any) -> str:
    """Fingerprint of plain data: 32 hexadecimal digits, the same for the same data in later releases.

    Raises:
        UnicodeEncodeError: there is something in a text that is no character.
    """
    return _hash(msgspec.json.encode(content, order="sorted"))


def digests_of(content: Any) -> tuple[str, ...]:
    """Fingerprint of plain data however its letters are composed; then that of it as it is written, where that differs.

    The second was kept by releases that recorded letters as they were typed.

    Raises:
        UnicodeEncodeError: as `digest_of`.
    """
    # What no act takes is refused later, as that.
    written = msgspec.json.encode(content, enc_hook=float, order="sorted")
    composed = written if written.isascii() else unicodedata.normalize("NFC", written.decode()).encode()
    return tuple(map(_hash, dict.fromkeys((composed, written))))


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
