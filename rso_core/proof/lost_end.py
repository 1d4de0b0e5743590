"""A lost end that was given up on record: 'the record goes on after event N'.

It stands as the reason of a next key of the record, for which the key before vouches: the key that signed what was lost. So it is
recorded, motivated and signed, and everybody who holds the checkpoint that is not continued can see that, and why.
"""

import re
from collections.abc import Iterable

import attrs

from rso_core.proof.checkpoint import Checkpoint
from rso_core.proof.checkpoint_signing import RecordedKey

_REASON = "Het dossier gaat verder na gebeurtenis {kept}; het controlepunt bij {lost} gebeurtenissen met wortel {root} wordt niet vervolgd. {motive}"
_WRITTEN = re.compile(
    re.escape(_REASON)
    .replace(r"\{kept\}", r"(?P<kept>\d+)")
    .replace(r"\{lost\}", r"(?P<lost>\d+)")
    .replace(r"\{root\}", r"(?P<root>[0-9a-f]{64})")
    .replace(r"\{motive\}", r"(?P<motive>.+)"),
    re.DOTALL,
)


@attrs.frozen(kw_only=True)
class LostEnd:
    """What was signed and is no longer there, and that the record goes on without it.

    Attributes:
        kept: number of events after which the record goes on.
        lost: number of events of the checkpoint that is not continued.
        root: its root.
        motive: why it is gone.
        event: id of the event that says so; empty while it is not recorded.
    """

    kept: int
    lost: int
    root: bytes
    motive: str
    event: str = ""

    @property
    def reason(self) -> str:
        """The reason of the next key, as it is recorded (Dutch)."""
        return _REASON.format(kept=self.kept, lost=self.lost, root=self.root.hex(), motive=self.motive)

    def is_of(self, checkpoint: Checkpoint) -> bool:
        """Whether this is the checkpoint that is not continued."""
        return (checkpoint.size, checkpoint.root) == (self.lost, self.root)


def lost_ends_in(keys: Iterable[RecordedKey]) -> tuple[LostEnd, ...]:
    """The ends that were given up with these keys; only where the key before vouches for the next does it count."""
    found = ((_WRITTEN.fullmatch(known.reason), known) for known in keys if known.vouched)
    return tuple(
        LostEnd(
            kept=int(said["kept"]),
            lost=int(said["lost"]),
            root=bytes.fromhex(said["root"]),
            motive=said["motive"],
            event=known.event,
        )
        for said, known in found
        if said is not None
    )
