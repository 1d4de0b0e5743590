"""Going on after a lost end: the recorded way back to recording and signing, after a failover that lost acts."""

from datetime import date

from rso_core.application import Application, Provenance
from rso_core.proof.checkpoint import Checkpoint
from rso_core.proof.checkpoint_signing import KeyPlace, keys_of, rotate_key
from rso_core.proof.checkpoints import newest_checkpoint, not_continued, sign_checkpoint
from rso_core.proof.errors import ProofError
from rso_core.proof.log_verification import compare
from rso_core.proof.lost_end import LostEnd


def go_on(application: Application, place: KeyPlace, on: date, circumstances: Provenance, *, motive: str) -> LostEnd:
    """Record that the record goes on where it ends now, and sign it.

    Args:
        application: the open record.
        place: where the signing key is; the checkpoint beside it tells what is lost.
        on: day from which the next key is used.
        circumstances: of the act.
        motive: how the end was lost.

    Raises:
        ProofError: nothing is lost; no motive is given; more than the end is not as it was signed; the key is not there.
        Refused: by a rule of keys.
    """
    if not motive.strip():
        raise ProofError("say how the end of the record was lost (--reason); it is recorded")
    store = application.store
    note = not_continued(store, place)
    if note is None:
        raise ProofError("nothing is lost: the record continues what was signed before")
    try:
        note.verified_by(keys_of(store).verifiers())
    except ProofError as error:
        raise ProofError(
            f"the checkpoint beside the key is not of this record ({error}); nothing was recorded"
        ) from error
    last = newest_checkpoint(store.url)
    sizes = [Checkpoint.parse(last.text).size] if last is not None else []
    comparison = compare(store.url, sizes)
    fits = last is None or comparison.roots.get(sizes[0]) == Checkpoint.parse(last.text).root
    if comparison.difference is not None or not fits:
        raise ProofError(
            "more than the end is not as it was signed: this is no honest loss; 'rso audit verify' tells more, restore a backup"
        )
    lost = Checkpoint.parse(note.text)
    given_up = LostEnd(kept=comparison.events, lost=lost.size, root=lost.root, motive=motive.strip())
    rotate_key(application, place, on, circumstances, reason=given_up.reason, after_loss=True)
    sign_checkpoint(store, place)
    return given_up
