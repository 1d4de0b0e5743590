"""Which bytes of the file a signature covers: all of its revision, but for the place where the signature itself stands."""

from collections.abc import Sequence
from typing import Any

from asn1crypto.parser import parse
from pyhanko.pdf_utils import generic

from rso_pades.file_revisions import FileRevisions
from rso_pades.findings import BYTES_LEFT_OUT, BYTES_NOT_NAMED, REVISION_NOT_COVERED, Finding

_HEX = frozenset(b"0123456789abcdefABCDEF\t\n\x0c\r \x00")


def not_covered(
    content: bytes, byte_range: Any, signature: bytes, revision: int, revisions: FileRevisions
) -> Finding | None:
    """What is wrong with the bytes that a signature covers; None where it covers its whole revision.

    Args:
        content: of the file.
        byte_range: as the signature says it.
        signature: the signature itself, as it was read from the file.
        revision: number of the revision that it belongs to, from 0.
        revisions: of the file.
    """
    numbers = _numbers(byte_range)
    if numbers is None:
        return BYTES_NOT_NAMED()
    start, length, second, rest = numbers
    end = second + rest
    if start != 0 or length <= 0 or rest <= 0 or second <= length or end > len(content):
        return BYTES_LEFT_OUT(start=length, end=second)
    place = content[length:second]
    # Nothing but the signature in hexadecimal may stand in the gap; anything else would be shown and not be signed.
    if not (place[:1] == b"<" and place[-1:] == b">" and _HEX.issuperset(place[1:-1])):
        return BYTES_LEFT_OUT(start=length, end=second)
    if bytes.fromhex(_even(place[1:-1].translate(None, b"\t\n\x0c\r \x00")).decode("ascii")) != signature:
        return BYTES_LEFT_OUT(start=length, end=second)
    # Room that was kept for the signature and not needed is filled with zeros (ISO 32000-2, 12.8.3.3.1).
    if signature[_length(signature) :].strip(b"\x00"):
        return BYTES_LEFT_OUT(start=length, end=second)
    of_it = revisions.all[revision]
    if of_it.end is None or not of_it.end <= end <= of_it.end + of_it.space:
        return REVISION_NOT_COVERED()
    return None


def _length(signature: bytes) -> int:
    """How long the signature is, by what stands first in it."""
    *_, header, content, trailer = parse(signature, strict=False)
    return len(header) + len(content) + len(trailer)


def _numbers(byte_range: Any) -> tuple[int, int, int, int] | None:
    if not isinstance(byte_range, generic.ArrayObject) or len(byte_range) != 4:
        return None
    found: Sequence[int] = [part for part in byte_range if isinstance(part, int) and part >= 0]
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else None


def _even(digits: bytes) -> bytes:
    """A last digit that stands alone is followed by a zero (ISO 32000-2, 7.3.4.3)."""
    return digits if len(digits) % 2 == 0 else digits + b"0"
