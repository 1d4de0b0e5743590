"""The newest checkpoint as a file for whoever holds an older one: with the proof that the log only grew since."""

from typing import Literal

import attrs
import msgspec

from rso_core.proof.checkpoint import Checkpoint
from rso_core.proof.errors import ProofError
from rso_core.proof.merkle import verify_consistency
from rso_core.proof.note import Note, VerifierKey
from rso_core.proof.proofs import Count, checked_checkpoint, hashes_of
from rso_core.proof.strict_json import read_json, to_base64, write_json

MAX_FILE = 512 * 1024
"""The longest bundle that is read, in bytes."""
MAX_PROOF = 127
"""More hashes than any proof of consistency between logs below 2**63 events has."""


class _Wire(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["rso-checkpoint/1"]
    checkpoint: str
    log_key: str
    old_size: Count
    consistency: list[str]


@attrs.frozen(kw_only=True)
class CheckpointBundle:
    """A signed checkpoint, and the proof that its log begins with an older state of it.

    Attributes:
        checkpoint: the newest signed checkpoint.
        log_key: the key of the log, as the file states it.
        old_size: the size from which growth is proven; 0 when there is nothing older.
        consistency: the proof; empty when `old_size` is 0 or the size of the checkpoint.
    """

    checkpoint: Note
    log_key: VerifierKey
    old_size: int = 0
    consistency: tuple[bytes, ...] = ()

    @classmethod
    def parse(cls, data: bytes) -> "CheckpointBundle":
        """The bundle in a file; well-formed, not checked.

        Raises:
            ProofError: too long, not JSON, or any field missing, unknown, given twice or malformed.
        """
        wire = read_json(data, _Wire, "the bundle", MAX_FILE)
        if len(wire.consistency) > MAX_PROOF:
            raise ProofError(f"consistency has {len(wire.consistency)} hashes; a proof has {MAX_PROOF} at most")
        return cls(
            checkpoint=Note.parse(wire.checkpoint),
            log_key=VerifierKey.decode(wire.log_key),
            old_size=wire.old_size,
            consistency=hashes_of(wire.consistency, "consistency"),
        )

    def render(self) -> bytes:
        """The file: JSON in UTF-8."""
        return write_json(
            _Wire(
                format="rso-checkpoint/1",
                checkpoint=self.checkpoint.render(),
                log_key=self.log_key.encode(),
                old_size=self.old_size,
                consistency=[to_base64(step) for step in self.consistency],
            )
        )

    def check(self, trusted: VerifierKey | None = None) -> Checkpoint:
        """The checkpoint, once the log's signature holds; says nothing about older states yet.

        Args:
            trusted: the key of the log as the reader got it from elsewhere; without it anybody can have signed.

        Raises:
            ProofError: the signature does not hold, or is of another key or log.
        """
        return checked_checkpoint(self.checkpoint, self.log_key, trusted)

    def check_growth(self, old: Checkpoint, trusted: VerifierKey | None = None) -> Checkpoint:
        """The checkpoint, once it is shown that the log begins with an older state of it.

        Args:
            old: the older state, as the reader holds it.
            trusted: the key of the log as the reader got it from elsewhere.

        Raises:
            ProofError: as `check`; another log, a proof from another size, or growth that is not shown.
        """
        new = self.check(trusted)
        if new.origin != old.origin:
            raise ProofError(f"the bundle is of the log {new.origin!r}, the older checkpoint of {old.origin!r}")
        if self.old_size != old.size:
            raise ProofError(
                f"the bundle shows growth from {self.old_size} events, the older checkpoint has {old.size}"
            )
        verify_consistency(old.size, new.size, old.root, new.root, self.consistency)
        return new
