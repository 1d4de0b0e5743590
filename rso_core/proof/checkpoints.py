"""Checkpoints of a record: signed, kept in the store and beside the signing key, cosigned by witnesses.

The one beside the key stands outside the store, so that a store that was put back to an earlier state is noticed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import attrs
import sqlalchemy as sa

from rso_core.atomic_write import FOR_ALL, write_whole
from rso_core.database import engine_for, insert_into
from rso_core.proof.bundle import CheckpointBundle
from rso_core.proof.checkpoint import Checkpoint, signed
from rso_core.proof.checkpoint_extraction import find_note
from rso_core.proof.checkpoint_signing import KeyPlace, keys_of, usable_key
from rso_core.proof.errors import LostEndError, NoteError, ProofError
from rso_core.proof.log_tree import LogTree
from rso_core.proof.lost_end import lost_ends_in
from rso_core.proof.note import Note
from rso_core.proof.proofs import EventProof, ProvenEvent
from rso_core.store.event_store import EventStore
from rso_core.store.stored import StoredRow
from rso_core.store.tables import CHECKPOINTS


@attrs.frozen
class KeptCheckpoint:
    """A checkpoint as the store keeps it: number of events, verifier key, and the note with all its signatures."""

    size: int
    key: str
    note: str


def kept_checkpoints(url: str) -> list[KeptCheckpoint]:
    """The checkpoints in a store, the oldest first; as they stand there, nothing is checked."""
    with _connected(url) as connection:
        rows = connection.execute(sa.select(CHECKPOINTS).order_by(CHECKPOINTS.c.size, CHECKPOINTS.c.key))
        return [KeptCheckpoint(row.size, row.key, row.note) for row in rows]


def newest_checkpoint(url: str) -> Note | None:
    """The newest checkpoint in a store; None when there is none."""
    return _note(url, sa.select(CHECKPOINTS.c.note).order_by(CHECKPOINTS.c.size.desc()).limit(1))


def sign_checkpoint(store: EventStore, place: KeyPlace, now: datetime | None = None) -> Note | None:
    """Sign the record as it is now, unless that was done before; keep it in the store and beside the key.

    Nothing is signed that does not continue what was signed before: a store that was put back to an earlier state, or
    rewritten, gets no new signature.

    Args:
        store: the open record.
        place: where the key is.
        now: the moment (aware) that the checkpoint says; that of this computer when left out.

    Returns:
        The note, with the cosignatures it had; None when the record is empty or has no signing key.

    Raises:
        ProofError: the key is not that of the record, or the record does not continue the last checkpoint.
    """
    key = usable_key(store, place)
    with LogTree(store.url) as tree:
        size = tree.size()
        if key is None or size == 0:
            return None
        public = key.verifier_key.encode()
        before = _to_continue(store, place)
        if not before:
            # Nothing tells whether the kept subtrees are right, and what is signed is signed for good.
            tree.forget_kept()
        for note in before:
            _continues(tree, note, key.verifier_key.name)
        known = _find(store.url, size, public)
        checkpoint = Checkpoint(key.name, size, tree.root(size))
        if known is not None and _says_the_same(known, checkpoint):
            return known
        note = signed(checkpoint.signed_at(now or datetime.now(UTC)), key)
    _put(store.url, size, public, note)
    _write(place.checkpoint, note)
    return note


def not_continued(store: EventStore, place: KeyPlace) -> Note | None:
    """The checkpoint that was signed before, here or in the store, and that the record does not continue; None for none.

    Raises:
        ProofError: the checkpoint beside the key is damaged.
    """
    with LogTree(store.url, keep=False) as tree:
        return next((note for note in _to_continue(store, place) if not _is_continued(tree, note)), None)


def require_continuing(store: EventStore, place: KeyPlace) -> None:
    """Refuse to go on with a record that lacks what was signed before.

    A checkpoint of another record beside the key, or what is damaged, says nothing of it; signing tells that.

    Raises:
        LostEndError: it does.
    """
    try:
        current, note = keys_of(store).current, not_continued(store, place)
    except ProofError:
        return
    if note is not None and current is not None and Checkpoint.parse(note.text).origin == current.name:
        raise LostEndError(_LOST.format(checkpoint=Checkpoint.parse(note.text)))


_LOST = (
    "the record does not continue what was signed before ({checkpoint}); nothing was recorded or signed. 'rso audit verify' tells "
    "more: restore a backup that has it, or say on record that it goes on without: rso audit go-on --reason TEXT"
)


def _to_continue(store: EventStore, place: KeyPlace) -> list[Note]:
    """The newest checkpoints that were signed here and in the store, without an end that was given up on record."""
    notes = [note for note in (_beside(place), newest_checkpoint(store.url)) if note is not None]
    given_up = lost_ends_in(keys_of(store).keys)
    return [note for note in notes if not any(end.is_of(Checkpoint.parse(note.text)) for end in given_up)]


def _is_continued(tree: LogTree, note: Note) -> bool:
    before = Checkpoint.parse(note.text)
    return before.size <= tree.size() and tree.root(before.size) == before.root


def _says_the_same(known: Note, checkpoint: Checkpoint) -> bool:
    """Whether a checkpoint that was signed before is of this log at this size and root, at whatever moment."""
    before = Checkpoint.parse(known.text)
    return (before.origin, before.size, before.root) == (checkpoint.origin, checkpoint.size, checkpoint.root)


def _beside(place: KeyPlace) -> Note | None:
    try:
        return read_checkpoint(place.checkpoint) if place.checkpoint.exists() else None
    except ProofError as error:
        raise ProofError(
            f"nothing is signed, for the checkpoint beside the key is damaged ({error}); verify the record with a checkpoint "
            f"that others hold, and then remove {place.checkpoint}"
        ) from error


def _continues(tree: LogTree, last: Note, origin: str) -> None:
    before = Checkpoint.parse(last.text)
    if before.origin != origin:
        raise ProofError(f"the last checkpoint is of the log {before.origin!r}, not of {origin!r}")
    if not _is_continued(tree, last):
        raise LostEndError(_LOST.format(checkpoint=before))


def add_cosignatures(store: EventStore, note: Note) -> list[str]:
    """Take up the cosignatures of recognised witnesses on a checkpoint of this record.

    Returns:
        The parties whose cosignature holds.

    Raises:
        ProofError: no checkpoint of this record, or no recognised witness signed it.
    """
    keys = keys_of(store)
    checkpoint = Checkpoint.parse(note.text)
    witnesses = dict(keys.witnesses)
    found = {seen.key: witnesses[seen.key] for seen in note.verified_by(witnesses)} if witnesses else {}
    if not found:
        raise ProofError("no witness of this record signed it; recognise the witness first (rso recognise-witness)")
    for key in keys.verifiers():
        known = _find(store.url, checkpoint.size, key.encode())
        if known is not None and known.text == note.text:
            for signature in note.signatures:
                if any(witness.signed(signature) for witness in found):
                    known = known.with_signature(signature)
            _put(store.url, checkpoint.size, key.encode(), known)
            return sorted(found.values())
    raise ProofError(f"this is no checkpoint that the record signed: {checkpoint}")


def bundle_since(store: EventStore, place: KeyPlace, old_size: int) -> CheckpointBundle:
    """The newest checkpoint, with the proof that the log only grew since a size, for a witness.

    Raises:
        ProofError: nothing can be signed, or the log never had that size.
    """
    note, current = sign_checkpoint(store, place), keys_of(store).current
    if note is None or current is None:
        raise ProofError(_NOTHING_SIGNED)
    size = Checkpoint.parse(note.text).size
    with LogTree(store.url) as tree:
        growth = tree.consistency(old_size, size)
    return CheckpointBundle(checkpoint=note, log_key=current, old_size=old_size, consistency=growth)


def prove_event(store: EventStore, event: str) -> EventProof:
    """The proof that an event stands in the record, under the newest checkpoint.

    Args:
        store: the open record.
        event: its id, such as ``party:gm0344@1``.

    Raises:
        ProofError: there is no such event, or no checkpoint covers it yet.
    """
    note = newest_checkpoint(store.url)
    if note is None:
        raise ProofError(_NOTHING_SIGNED)
    return prove_under(store, event, note)


def prove_under(store: EventStore, event: str, note: Note) -> EventProof:
    """The proof that an event stands in the record, under a checkpoint that the record signed.

    Raises:
        ProofError: there is no such event, or the checkpoint does not cover it or is not of this record.
    """
    checkpoint = Checkpoint.parse(note.text)
    with LogTree(store.url) as tree:
        index = tree.index_of(event)
        if index >= checkpoint.size:
            raise ProofError(f"event {event} was recorded after the newest checkpoint; make one: rso audit checkpoint")
        path = tree.inclusion(index, checkpoint.size)
    key = next((key for key in keys_of(store).verifiers() if any(map(key.signed, note.signatures))), None)
    if key is None:
        raise ProofError("the newest checkpoint is not signed by a key of this record; 'rso audit verify' tells more")
    proof = EventProof(
        event=_proven(store.stored_event(event)),
        index=index,
        size=checkpoint.size,
        inclusion=path,
        checkpoint=note,
        log_key=key,
    )
    proof.check(key)
    return proof


_NOTHING_SIGNED = "nothing of this record was signed yet; it needs a signing key (rso audit key) and a checkpoint"


def copy_checkpoints(from_store: EventStore, to_store: EventStore, size: int) -> None:
    """Copy the checkpoints of the first so many events to another store that holds them."""
    for kept in kept_checkpoints(from_store.url):
        if kept.size <= size:
            _put(to_store.url, kept.size, kept.key, Note.parse(kept.note))


def take_up_checkpoint(store: EventStore, text: str) -> None:
    """Keep a checkpoint that a key of this record signed, such as the one that came with an archive of it.

    Raises:
        ProofError: it is no checkpoint, or no key of this record signed it.
    """
    note = find_note(text)
    size = Checkpoint.parse(note.text).size
    signers = note.verified_by(keys_of(store).verifiers())
    _put(store.url, size, signers[0].key.encode(), note)


def read_checkpoint(path: Path) -> Note:
    """A checkpoint from a file, also when it was copied from a page with other text around it.

    Raises:
        ProofError: the file cannot be read, or holds no checkpoint.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ProofError(f"{path} cannot be read: {error}") from error
    try:
        note = find_note(text)
        Checkpoint.parse(note.text)
    except NoteError as error:
        raise ProofError(f"{path} holds no checkpoint: {error}") from error
    return note


def _find(url: str, size: int, key: str) -> Note | None:
    return _note(url, sa.select(CHECKPOINTS.c.note).where(CHECKPOINTS.c.size == size, CHECKPOINTS.c.key == key))


def _note(url: str, query: "sa.Select[str]") -> Note | None:
    with _connected(url) as connection:
        text = connection.scalar(query)
    return None if text is None else Note.parse(text)


def _put(url: str, size: int, key: str, note: Note) -> None:
    row = {"size": size, "key": key, "note": note.render()}
    with _connected(url) as connection, connection.begin():
        statement = insert_into(connection.dialect.name, CHECKPOINTS).values(row)
        connection.execute(statement.on_conflict_do_update(index_elements=["size", "key"], set_={"note": row["note"]}))


@contextmanager
def _connected(url: str) -> Iterator[sa.Connection]:
    engine = engine_for(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _write(path: Path, note: Note) -> None:
    try:
        write_whole(path, note.render(), FOR_ALL)
    except OSError as error:
        raise ProofError(f"the checkpoint cannot be kept in {path}: {error.strerror}") from error


def _proven(row: StoredRow) -> ProvenEvent:
    return ProvenEvent(row.stream, row.version, row.topic, row.state)
