"""The checkpoint that goes with an archive, the proof of its first event, and reading both back."""

from datetime import datetime
from importlib.resources import files

from rso_core.archive.proofs import ProofFiles, Prove, SignManifest
from rso_core.proof.checkpoint import Checkpoint
from rso_core.proof.checkpoint_extraction import find_note
from rso_core.proof.checkpoint_signing import KeyPlace, keys_of, usable_key
from rso_core.proof.checkpoints import kept_checkpoints, prove_under
from rso_core.proof.errors import ProofError
from rso_core.proof.manifest_note import read_manifest_note, sign_manifest
from rso_core.proof.note import Note, VerifierKey
from rso_core.store.event_store import EventStore


def proof_of(store: EventStore) -> Prove:
    """What proves an archive of this record: the newest checkpoint that covers no more than what is in it."""

    def prove(size: int, _root: bytes) -> ProofFiles | None:
        kept = [checkpoint for checkpoint in kept_checkpoints(store.url) if checkpoint.size <= size]
        if not kept:
            return None
        note = Note.parse(kept[-1].note)
        (_, first), *_ = store.stored(limit=1)
        return ProofFiles(
            checkpoint=note.render(),
            log_key="".join(f"{key.encode()}\n" for key in keys_of(store).verifiers()),
            event_proof=prove_under(store, first.id, note).render().decode("utf-8"),
            verifier=files("rso_core.proof").joinpath("check_proof.py").read_text(encoding="utf-8"),
        )

    return prove


def manifest_signer(store: EventStore, place: KeyPlace, at: datetime) -> SignManifest | None:
    """What signs an archive of this record with its signing key at a moment (aware); None where it has none.

    Raises:
        ProofError: the key that is there is another one.
    """
    key = usable_key(store, place)
    if key is None:
        return None

    def sign(manifest: bytes, size: int, root: bytes) -> str:
        return sign_manifest(key, manifest, size, root, at).render()

    return sign


def signed_manifest(text: str, keys: str) -> tuple[bytes, int, bytes, datetime]:
    """What was signed of an archive, where it is signed with one of these keys.

    Args:
        text: the signature that lies in it.
        keys: public keys of the log, one a line.

    Returns:
        The hash of its last list, the number of events in it, their root, and the moment (aware, UTC).

    Raises:
        ValueError: it is not signed with one of them, or is no such signature.
    """
    try:
        found = read_manifest_note(text, _keys(keys))
    except ProofError as error:
        raise ValueError(str(error)) from error
    return found.digest, found.size, found.root, found.at


def _keys(text: str) -> list[VerifierKey]:
    known = [VerifierKey.decode(line.strip()) for line in text.splitlines() if line.strip()]
    if not known:
        raise ValueError("in het bestand met de sleutel staat geen sleutel")
    return known


def signed_checkpoint(text: str, keys: str) -> tuple[int, bytes]:
    """Number of events and root of a checkpoint that is signed with one of these keys.

    Args:
        text: the checkpoint, also with other text around it.
        keys: public keys of the log, one a line.

    Raises:
        ValueError: it is not signed with one of them, or is no checkpoint.
    """
    try:
        note = find_note(text)
        note.verified_by(_keys(keys))
        checkpoint = Checkpoint.parse(note.text)
    except ProofError as error:
        raise ValueError(str(error)) from error
    return checkpoint.size, checkpoint.root
