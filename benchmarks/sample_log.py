"""A small log in memory, with the same keys every time: to measure on, and to make valid files that are then broken."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import attrs

from rso_core.proof.bundle import CheckpointBundle
from rso_core.proof.checkpoint import Checkpoint, signed
from rso_core.proof.merkle import consistency_proof, inclusion_proof, leaf_hash, node_hash, root_at
from rso_core.proof.note import COSIGNATURE, Note, SigningKey
from rso_core.proof.proofs import EventProof, ProvenEvent

LOG_KEY = SigningKey("verslag.voorbeeld.example/regio", bytes(range(32)))
OTHER_LOG_KEY = SigningKey(LOG_KEY.name, bytes(range(1, 33)))
WITNESS_KEY = SigningKey("getuige.voorbeeld.example/gemeente", bytes(range(2, 34)), COSIGNATURE)
MOMENT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@attrs.frozen
class SampleLog:
    """A log over events; `levels[n][i]` is the hash of the complete subtree of ``2**n`` events that begins at ``i * 2**n``."""

    events: Sequence[ProvenEvent]
    key: SigningKey
    levels: Sequence[Sequence[bytes]]

    @classmethod
    def of(cls, events: Sequence[ProvenEvent], key: SigningKey = LOG_KEY) -> "SampleLog":
        """The log of these events."""
        levels = [[leaf_hash(event.leaf) for event in events]]
        while len(levels[-1]) > 1:
            below = levels[-1]
            levels.append([node_hash(below[n], below[n + 1]) for n in range(0, len(below) - 1, 2)])
        return cls(events, key, levels)

    def nodes(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree."""
        return self.levels[level][index]

    def checkpoint(self, size: int) -> Note:
        """The signed checkpoint at a size."""
        return signed(Checkpoint(self.key.name, size, root_at(size, self.nodes)), self.key)

    def cosigned(self, size: int) -> Note:
        """The same, seen by a witness."""
        note = self.checkpoint(size)
        return note.with_signature(WITNESS_KEY.cosignature(note.text, MOMENT))

    def proof(self, index: int, size: int) -> EventProof:
        """The proof of one event."""
        return EventProof(
            event=self.events[index],
            index=index,
            size=size,
            inclusion=inclusion_proof(index, size, self.nodes),
            checkpoint=self.cosigned(size),
            log_key=self.key.verifier_key,
        )

    def bundle(self, old: int, new: int) -> CheckpointBundle:
        """The checkpoint at a size with the growth since an older one."""
        proof = consistency_proof(old, new, self.nodes)
        note = self.cosigned(new)
        return CheckpointBundle(checkpoint=note, log_key=self.key.verifier_key, old_size=old, consistency=proof)


def sample_events(count: int) -> list[ProvenEvent]:
    """Events as they are stored, of some 350 bytes; every seventh is not UTF-8, as an encrypted one may be."""
    return [_event(number) for number in range(count)]


def _event(number: int) -> ProvenEvent:
    meta = {
        "recorded_at": f"2026-02-{number % 28 + 1:02d}T10:{number % 60:02d}:00Z",
        "effective": f"2026-02-{number % 28 + 1:02d}",
        "actor": "office:secretariaat",
        "act": "grant-mandate",
        "correlation": f"c-{number:08d}",
        "causation": f"c-{number:08d}",
        "source": "Mandaatbesluit " + str(number),
    }
    data = {
        "mandate": f"m-{number}",
        "person": f"p-{number % 97}",
        "scopes": ["sign", "represent"],
        "ground": "Regeling é",
    }
    state = json.dumps({"meta": meta, "data": data}, ensure_ascii=False, separators=(",", ":")).encode()
    if number % 7 == 6:
        state = bytes(byte ^ 0xA5 for byte in state)
    return ProvenEvent(f"party:gm{number % 30:04d}", number // 30 + 1, "party.mandate_granted/1", state)
