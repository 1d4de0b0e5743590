"""Events as lines: one JSON object a line, from which the stored bytes can be rebuilt exactly."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from typing import Annotated, BinaryIO

import msgspec

from rso_core.archive.errors import LineError
from rso_core.store.stored import StoredRow

LONGEST_LINE = 32_000_000
"""Bytes; a line beyond this is no event, and is not read into memory."""
_Place = Annotated[int, msgspec.Meta(ge=0, le=2**62)]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000, pattern=r"^[^\x00-\x1f\x7f]+$")]
_Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


class EventLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One event of the record.

    Attributes:
        index: place in the record, from 0.
        stream: what the event is about, ``<concept>:<id>``.
        version: place in its stream, from 1.
        topic: name and version of the kind of event.
        leaf: SHA-256 by which the event counts in the root hash, 64 hexadecimal digits (RFC 9162: of a zero byte, and
            then stream, version and topic as a JSON list, a newline, and the bytes of the state).
        state: the bytes as they are stored, as UTF-8 text.
        state_base64: the bytes as they are stored, in place of ``state`` when they are not UTF-8.
    """

    index: _Place
    stream: _Name
    version: _Place
    topic: _Name
    leaf: _Hash
    state: str | msgspec.UnsetType = msgspec.UNSET
    state_base64: str | msgspec.UnsetType = msgspec.UNSET


_DECODER = msgspec.json.Decoder(EventLine)


def line_of(index: int, row: StoredRow) -> bytes:
    """The line of an event, with its newline."""
    try:
        state: dict[str, str] = {"state": row.state.decode()}
    except UnicodeDecodeError:
        state = {"state_base64": base64.b64encode(row.state).decode()}
    leaf = row.leaf_hash().hex()
    line = EventLine(index=index, stream=row.stream, version=row.version, topic=row.topic, leaf=leaf, **state)
    return msgspec.json.encode(line) + b"\n"


def read_lines(file: BinaryIO) -> Iterator[StoredRow]:
    """The events of a file of lines, in order; each is held to its own hash and to its place.

    Raises:
        LineError: at the first line that is not right.
    """
    versions: dict[str, int] = {}
    for index, raw in enumerate(_raw_lines(file)):
        row = _row(index, raw)
        if row.version != versions.get(row.stream, 0) + 1:
            reason = f"{row.stream} goes from place {versions.get(row.stream, 0)} to place {row.version}"
            raise LineError(index + 1, f"{reason}; events were taken away, put in or swapped")
        versions[row.stream] = row.version
        yield row


def _raw_lines(file: BinaryIO) -> Iterable[bytes]:
    number = 0
    while raw := file.readline(LONGEST_LINE):
        number += 1
        if not raw.endswith(b"\n"):
            raise LineError(number, "it does not end in a newline; the file was cut off, or this is no event")
        yield raw


def _row(index: int, raw: bytes) -> StoredRow:
    number = index + 1
    try:
        line = _DECODER.decode(raw)
        state = _state(line)
    except (msgspec.MsgspecError, ValueError) as error:
        raise LineError(number, str(error)) from error
    row = StoredRow(line.stream, line.version, line.topic, state)
    if row.leaf_hash().hex() != line.leaf:
        raise LineError(number, f"{row.id} is not the event whose hash stands beside it; it was altered")
    if line.index != index:
        raise LineError(number, f"it says that it is number {line.index}, counted from 0, and stands at {index}")
    return row


def _state(line: EventLine) -> bytes:
    if (line.state is msgspec.UNSET) == (line.state_base64 is msgspec.UNSET):
        raise ValueError("it must hold either 'state' or 'state_base64'")
    if isinstance(line.state, str):
        return line.state.encode()
    assert isinstance(line.state_base64, str)
    try:
        state = base64.b64decode(line.state_base64, validate=True)
    except binascii.Error as error:
        raise ValueError(f"'state_base64' is not base64: {error}") from error
    try:
        state.decode("utf-8")
    except UnicodeDecodeError:
        return state
    raise ValueError("'state_base64' is UTF-8; that is given as 'state'")
