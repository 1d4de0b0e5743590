"""What a witness does: look whether the log only grew since the checkpoint it holds, and say so with its own signature."""

from datetime import datetime
from enum import Enum
from typing import Literal

from rso_core.proof.bundle import CheckpointBundle
from rso_core.proof.checkpoint import Checkpoint
from rso_core.proof.errors import ProofError
from rso_core.proof.note import Note, SigningKey, VerifierKey


class Refusal(Enum):
    """Why a witness does not sign: the sentence in English and in Dutch."""

    OTHER_LOG = (
        "the checkpoint shown is of another log than the one held",
        "het getoonde controlepunt is van een ander logboek dan het controlepunt dat u bewaart",
    )
    OTHER_START = (
        "the bundle does not start at the size of the checkpoint held; ask for one that does",
        "de bundel begint niet bij de omvang van het controlepunt dat u bewaart; vraag om een bundel die daar begint",
    )
    NOTHING_HELD = (
        "no checkpoint is held yet, so growth cannot be judged; ask for a bundle from size 0 and compare it with another party",
        "u bewaart nog geen controlepunt, dus groei is niet te beoordelen; vraag om een bundel vanaf omvang 0 en vergelijk die "
        "met een andere partij",
    )
    SMALLER = (
        "two histories were shown: a log only grows, and the checkpoint shown is smaller than the one held "
        "(unless somebody handed in an old one by mistake)",
        "er zijn twee geschiedenissen getoond: een logboek groeit alleen, en het getoonde controlepunt is kleiner dan het bewaarde "
        "(tenzij iemand bij vergissing een oud controlepunt aanleverde)",
    )
    DIFFERENT = (
        "two histories were shown: of the same size, with different content",
        "er zijn twee geschiedenissen getoond: even groot, maar met een andere inhoud",
    )
    NOT_GROWN = (
        "two histories were shown, or the bundle is damaged: it does not prove that the log shown begins with the log held",
        "er zijn twee geschiedenissen getoond, of de bundel is beschadigd: hij bewijst niet dat het getoonde logboek met het "
        "bewaarde begint",
    )

    def __init__(self, english: str, dutch: str) -> None:
        self.english = english
        self.dutch = dutch


_TWO_HISTORIES = frozenset({Refusal.SMALLER, Refusal.DIFFERENT, Refusal.NOT_GROWN})


class WitnessRefusedError(ProofError):
    """A witness does not sign; both checkpoints are kept, for they are the evidence.

    Attributes:
        refusal: why.
        shown: the checkpoint in the bundle, with a valid signature of the log.
        held: the checkpoint that the witness holds; None when it holds none.
    """

    def __init__(self, refusal: Refusal, shown: Checkpoint, held: Checkpoint | None) -> None:
        self.refusal = refusal
        self.shown = shown
        self.held = held
        super().__init__(self.message())

    @property
    def two_histories(self) -> bool:
        """Whether this is a matter between the parties: the log showed something else before."""
        return self.refusal in _TWO_HISTORIES

    def message(self, language: Literal["en", "nl"] = "en") -> str:
        """The reason, and both checkpoints by name, for the reader."""
        if language == "nl":
            return f"{self.refusal.dutch}. Getoond: {self.shown}. Bewaard: {self.held or 'niets'}."
        return f"{self.refusal.english}. Shown: {self.shown}. Held: {self.held or 'nothing'}."


def witness(bundle: CheckpointBundle, held: Note | None, log_key: VerifierKey, key: SigningKey, now: datetime) -> Note:
    """The checkpoint of a bundle with the witness's signature added, once it is shown that the log only grew.

    Args:
        bundle: what the log shows, with the proof of growth from the checkpoint held.
        held: the checkpoint the witness took last, from its own safe place; None the first time.
        log_key: the key of the log, as the witness got it once.
        key: the key of the witness (algorithm `COSIGNATURE`).
        now: the moment of seeing (aware); the signature states it in whole seconds.

    Returns:
        The note to hold from now on, and to hand back to the log.

    Raises:
        WitnessRefusedError: growth is not shown; names both checkpoints.
        ProofError: the log's signature does not hold or is of another key, or the witness's key is not one.
    """
    shown = bundle.check(log_key)
    refusal = _refusal(bundle, shown, Checkpoint.parse(held.text) if held else None)
    if refusal:
        raise refusal
    return bundle.checkpoint.with_signature(key.cosignature(bundle.checkpoint.text, now))


def _refusal(bundle: CheckpointBundle, shown: Checkpoint, held: Checkpoint | None) -> WitnessRefusedError | None:
    why = None
    if held is None:
        why = Refusal.NOTHING_HELD if bundle.old_size or bundle.consistency else None
    elif held.origin != shown.origin:
        why = Refusal.OTHER_LOG
    elif shown.size < held.size:
        why = Refusal.SMALLER
    elif shown.size == held.size:
        why = Refusal.DIFFERENT if shown.root != held.root else None
    elif bundle.old_size != held.size:
        why = Refusal.OTHER_START
    else:
        try:
            bundle.check_growth(held)
        except ProofError:
            why = Refusal.NOT_GROWN
    return WitnessRefusedError(why, shown, held) if why else None
