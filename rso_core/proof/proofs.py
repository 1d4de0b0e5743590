"""The proof of one event as a small file: the event, its place in the log, the path to the root, the signed checkpoint.

Whoever has the file and the key of the log needs nothing else: `EventProof.check` here, or ``check_proof.py`` without this library.
"""

import json
from typing import Annotated, Literal

import attrs
import msgspec

from rso_core.proof.checkpoint import Checkpoint
from rso_core.proof.errors import ProofError
from rso_core.proof.merkle import HASH_SIZE, leaf_hash, verify_inclusion
from rso_core.proof.note import Note, VerifierKey
from rso_core.proof.strict_json import from_base64, read_json, to_base64, utf8, write_json

MAX_FILE = 8 * 1024 * 1024
"""The longest proof file that is read, in bytes."""
MAX_PATH = 63
"""The longest path: a log has fewer than 2**63 events."""

Count = Annotated[int, msgspec.Meta(ge=0)]
Hashes = Annotated[list[str], msgspec.Meta(max_length=MAX_PATH + 1)]


class _WireEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    stream: str
    version: Annotated[int, msgspec.Meta(ge=1)]
    topic: str
    # Left out, and never null: an absent field has one spelling.
    state: str | msgspec.UnsetType = msgspec.UNSET
    state_base64: str | msgspec.UnsetType = msgspec.UNSET


class _Wire(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["rso-proof/1"]
    event: _WireEvent
    index: Count
    size: Count
    inclusion: Hashes
    checkpoint: str
    log_key: str


def leaf_of(stream: str, version: int, topic: str, state: bytes) -> bytes:
    """The bytes of a stored event that go into the log: where it stands and what it is called, a newline, what is stored."""
    head = json.dumps([stream, version, topic], ensure_ascii=False, separators=(",", ":"))
    return utf8(head, "stream or topic of the event") + b"\n" + state


@attrs.frozen
class ProvenEvent:
    """An event in its stored form.

    Attributes:
        stream: ``<concept>:<id>``.
        version: place in the stream, from 1.
        topic: name and version of the kind of event (``covenant.signed/2``).
        state: the stored bytes.
    """

    stream: str
    version: int
    topic: str
    state: bytes

    @property
    def leaf(self) -> bytes:
        """The bytes that stand in the log for this event."""
        return leaf_of(self.stream, self.version, self.topic, self.state)


@attrs.frozen(kw_only=True)
class EventProof:
    """That an event stands in a log, under a checkpoint the log signed.

    Attributes:
        event: the event.
        index: its place in the log, from 0.
        size: number of events in the log, as the checkpoint says.
        inclusion: hashes from the event up to the root.
        checkpoint: the signed checkpoint.
        log_key: the key of the log, as the file states it; `check` tells whether it is the one that is trusted.
    """

    event: ProvenEvent
    index: int
    size: int
    inclusion: tuple[bytes, ...]
    checkpoint: Note
    log_key: VerifierKey

    @classmethod
    def parse(cls, data: bytes) -> "EventProof":
        """The proof in a file; well-formed, not checked.

        Raises:
            ProofError: too long, not JSON, or any field missing, unknown, given twice or malformed.
        """
        wire = read_json(data, _Wire, "the proof", MAX_FILE)
        return cls(
            event=ProvenEvent(wire.event.stream, wire.event.version, wire.event.topic, _state_of(wire.event)),
            index=wire.index,
            size=wire.size,
            inclusion=hashes_of(wire.inclusion, "inclusion"),
            checkpoint=Note.parse(wire.checkpoint),
            log_key=VerifierKey.decode(wire.log_key),
        )

    def render(self) -> bytes:
        """The file: JSON in UTF-8; a state that is not UTF-8 goes in as base64."""
        try:
            spelled = {"state": self.event.state.decode("utf-8")}
        except UnicodeDecodeError:
            spelled = {"state_base64": to_base64(self.event.state)}
        return write_json(
            _Wire(
                format="rso-proof/1",
                event=_WireEvent(self.event.stream, self.event.version, self.event.topic, **spelled),
                index=self.index,
                size=self.size,
                inclusion=[to_base64(step) for step in self.inclusion],
                checkpoint=self.checkpoint.render(),
                log_key=self.log_key.encode(),
            )
        )

    def check(self, trusted: VerifierKey | None = None) -> Checkpoint:
        """Check that the event stands in the log at this place, under this checkpoint.

        Args:
            trusted: the key of the log as the reader got it from elsewhere. Without it the proof only agrees with itself:
                anybody can make a log of their own and sign it.

        Returns:
            The checkpoint under which it is proven, to compare with one that is held.

        Raises:
            ProofError: it is not proven; the message says why.
        """
        checkpoint = checked_checkpoint(self.checkpoint, self.log_key, trusted)
        if checkpoint.size != self.size:
            raise ProofError(f"the proof is for a log of {self.size} events; its checkpoint says {checkpoint.size}")
        verify_inclusion(leaf_hash(self.event.leaf), self.index, self.size, self.inclusion, checkpoint.root)
        return checkpoint


def checked_checkpoint(note: Note, log_key: VerifierKey, trusted: VerifierKey | None) -> Checkpoint:
    """The checkpoint in a note, once its signature by the log holds.

    Args:
        note: the signed checkpoint.
        log_key: the key that is stated next to it.
        trusted: the key that the reader trusts; None to take the stated one.

    Raises:
        ProofError: another key than the trusted one, a signature that does not hold, or another log than that of the key.
    """
    if trusted is not None and trusted != log_key:
        raise ProofError(f"signed by the key {log_key.encode()}, which is not the trusted {trusted.encode()}")
    note.verified_by([log_key])
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != log_key.name:
        raise ProofError(f"the key of {log_key.name!r} signed a checkpoint of another log, {checkpoint.origin!r}")
    return checkpoint


def hashes_of(texts: list[str], field: str) -> tuple[bytes, ...]:
    """The hashes of a list of base64 texts.

    Raises:
        ProofError: one that is not base64 of 32 bytes; the message says which.
    """
    found = tuple(from_base64(text, f"{field}[{number}]") for number, text in enumerate(texts))
    for number, value in enumerate(found):
        if len(value) != HASH_SIZE:
            raise ProofError(f"{field}[{number}] is {len(value)} bytes long; a hash has {HASH_SIZE}")
    return found


def _state_of(event: _WireEvent) -> bytes:
    if (event.state is msgspec.UNSET) == (event.state_base64 is msgspec.UNSET):
        raise ProofError("the event gives its state once: as `state`, or as `state_base64` when it is not UTF-8")
    if isinstance(event.state, str):
        return utf8(event.state, "state of the event")
    assert isinstance(event.state_base64, str)
    state = from_base64(event.state_base64, "state_base64 of the event")
    try:
        state.decode("utf-8")
    except UnicodeDecodeError:
        return state
    raise ProofError("state_base64 of the event is UTF-8; it is given as `state` then")
