"""The signing key of a record: where it is kept, how it is made, and how it is followed by another.

The file holds one line, ``PRIVATE+KEY+name+hash+base64`` (C2SP signed-note, as Go's sumdb writes keys), and only its owner
may read it. In its place the environment variable RSO_SIGNING_KEY may hold that line.
"""

import base64
import os
import secrets
import stat
from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from pathlib import Path

import attrs

from rso_core import acts
from rso_core.application import Application, Provenance
from rso_core.atomic_write import sync_folder, write_whole
from rso_core.domain.record_key import RECORD_KEYS_STREAM, RecordKeyIntroduced, WitnessDismissed, WitnessRecognised
from rso_core.proof.errors import NoteError, ProofError
from rso_core.proof.note import SigningKey, VerifierKey
from rso_core.store.event_store import EventStore

ENVIRONMENT = "RSO_SIGNING_KEY"
_NEXT = ".next"


@attrs.frozen
class KeyPlace:
    """Where the signing key of a record is kept.

    Attributes:
        path: the file; the newest checkpoint that was signed is kept beside it, outside the store.
        environment: name of the variable that may hold the key instead; None for none.
    """

    path: Path
    environment: str | None = ENVIRONMENT

    @property
    def given(self) -> str | None:
        """The key as the environment gives it."""
        return os.environ.get(self.environment) if self.environment else None

    @property
    def checkpoint(self) -> Path:
        """The file with the newest checkpoint that was signed here."""
        return self.path.with_suffix(".checkpoint")

    def read(self) -> SigningKey | None:
        """The key, from the environment or the file; None when there is none.

        Raises:
            ProofError: it cannot be read, others may read it, or it is no key.
        """
        if self.given:
            return _decoded(self.given.strip(), f"the key in {self.environment}")
        try:
            mode = self.path.stat().st_mode
            text = self.path.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise ProofError(f"the signing key {self.path} cannot be read: {error}") from error
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            raise ProofError(f"others may read the signing key {self.path}; say: chmod 600 {self.path}")
        return _decoded(text, str(self.path))

    def write(self, key: SigningKey) -> None:
        """Keep a key, in place of the one before.

        Raises:
            ProofError: the file cannot be written.
        """
        try:
            write_whole(self.path, key.encode() + "\n")
        except OSError as error:
            raise ProofError(f"the signing key {self.path} cannot be written: {error.strerror}") from error

    @property
    def next(self) -> "KeyPlace":
        """Where the next key waits until the record knows it."""
        return KeyPlace(self.path.with_name(self.path.name + _NEXT), environment=None)


def _decoded(text: str, where: str) -> SigningKey:
    try:
        return SigningKey.decode(text)
    except NoteError as error:
        raise ProofError(f"{where} is no signing key: {error}") from error


@attrs.frozen(kw_only=True)
class RecordedKey:
    """A key as the record introduces it.

    Attributes:
        key: for checking.
        vouched: whether the key before signed for it; None for the first.
        event: id of the event.
        reason: why the key before is no longer used.
    """

    key: VerifierKey
    vouched: bool | None
    event: str
    reason: str


@attrs.frozen(kw_only=True)
class KeysOfRecord:
    """The keys that a record names, in order.

    Attributes:
        keys: of the record; the last is in use.
        witnesses: verifier key of a witness and the party that holds it, for those recognised now.
    """

    keys: tuple[RecordedKey, ...] = ()
    witnesses: tuple[tuple[VerifierKey, str], ...] = ()

    @property
    def current(self) -> VerifierKey | None:
        """The key in use."""
        return self.keys[-1].key if self.keys else None

    def verifiers(self, trusted: VerifierKey | None = None) -> Sequence[VerifierKey]:
        """Every key the record ever had; or those that hang together with a key that is trusted.

        Args:
            trusted: of the keys before and after it, those count that it reaches by one vouching for the next.
        """
        keys = [known.key for known in self.keys]
        if trusted is None:
            return keys
        if trusted not in keys:
            return []
        at = keys.index(trusted)
        after = takewhile(lambda known: known.vouched, self.keys[at + 1 :])
        # A key vouches for the next, so those before hang on until one was not vouched for by the one before it.
        first = max((n for n in range(at + 1) if not self.keys[n].vouched), default=0)
        return [*keys[first : at + 1], *(known.key for known in after)]


def keys_of(store: EventStore) -> KeysOfRecord:
    """The keys that the record names.

    Raises:
        NoteError: a key in the record is malformed.
    """
    keys: list[RecordedKey] = []
    witnesses: dict[str, str] = {}
    for recorded in store.stream(RECORD_KEYS_STREAM):
        match recorded.event:
            case RecordKeyIntroduced() as event:
                key = VerifierKey.decode(event.public_key)
                vouched = _vouched(keys[-1].key, event) if keys else None
                keys.append(RecordedKey(key=key, vouched=vouched, event=recorded.id, reason=event.reason))
            case WitnessRecognised() as event:
                witnesses[event.public_key] = event.party
            case WitnessDismissed() as event:
                witnesses.pop(event.public_key, None)
    return KeysOfRecord(
        keys=tuple(keys), witnesses=tuple((VerifierKey.decode(key), party) for key, party in witnesses.items())
    )


def _vouched(before: VerifierKey, event: RecordKeyIntroduced) -> bool:
    if event.vouched is None:
        return False
    try:
        payload = base64.b64decode(event.vouched, validate=True)
        signature = attrs.evolve(_SOME_SIGNATURE, name=before.name, key_id=before.key_id, payload=payload)
        before.verify(_vouching(event.public_key), signature)
    except (ValueError, NoteError):
        return False
    return True


def _vouching(public_key: str) -> str:
    return f"rso record key\n{public_key}\n"


_SOME_SIGNATURE = SigningKey("x", bytes(32)).signature("x\n")


def log_name(covenant: str | None = None) -> str:
    """A name for a log that nobody else has: the covenant, where there is one, and some random digits."""
    return f"{covenant or 'rso'}/{secrets.token_hex(4)}"


def introduce_key(
    application: Application, place: KeyPlace, name: str, on: date, circumstances: Provenance
) -> SigningKey | None:
    """Give a record its first key: the one that is there, or one that is made.

    Args:
        application: the open record.
        place: where the key is kept.
        name: of the log, and so of the key; see `log_name`.
        on: day from which it is used.
        circumstances: of the act.

    Returns:
        The key; None when the record has one already.

    Raises:
        ProofError: the file cannot be read or written.
        Refused: the record refuses the key.
    """
    if keys_of(application.store).keys:
        return None
    key = place.read()
    if key is None:
        key = SigningKey.generate(name)
        place.write(key)
    act = acts.IntroduceRecordKey(public_key=key.verifier_key.encode(), on=on)
    application.perform(act, circumstances)
    return key


def rotate_key(
    application: Application,
    place: KeyPlace,
    on: date,
    circumstances: Provenance,
    *,
    reason: str,
    lost: bool = False,
    after_loss: bool = False,
) -> SigningKey:
    """Make a next key, let the key before sign for it, and record that.

    Args:
        application: the open record.
        place: where the key is kept.
        on: day from which the next key is used.
        circumstances: of the act.
        reason: why.
        lost: the key before is no longer there; then nothing vouches for the next one, which everyone can see.
        after_loss: the reason says that the record goes on without its end (`rso_core.proof.going_on`).

    Raises:
        LostEndError: the record lacks events that were signed, and the reason says nothing of it.
        ProofError: there is no key before and it is not said to be lost, or the file cannot be written.
        Refused: no reason was given.
    """
    if place.given:
        raise ProofError(
            f"the signing key is given in {place.environment}, where a next one cannot be put; put the key in {place.path}, "
            f"unset {place.environment}, and try again"
        )
    if not after_loss:
        from rso_core.proof.checkpoints import require_continuing  # noqa: PLC0415 - which signs with the keys of this module

        require_continuing(application.store, place)
    current = keys_of(application.store).current
    before = None if lost else usable_key(application.store, place)
    if before is None and not lost:
        raise ProofError(f"there is no signing key at {place.path}; if it is lost for good, say so (--lost)")
    following = SigningKey.generate(current.name if current else log_name())
    public = following.verifier_key.encode()
    vouched = base64.b64encode(before.signature(_vouching(public)).payload).decode("ascii") if before else None
    act = acts.IntroduceRecordKey(public_key=public, on=on, vouched=vouched, reason=reason)
    application.batch().perform(act, circumstances)  # never committed: refuses what would be refused
    # The next key is kept before the record names it: a run that is killed in between leaves no key without its half.
    place.next.write(following)
    application.perform(act, circumstances)
    _take_next(place)
    return following


def usable_key(store: EventStore, place: KeyPlace) -> SigningKey | None:
    """The signing key, when it is there and is the one in use.

    Raises:
        ProofError: the key that is there is another one.
    """
    current, key = keys_of(store).current, place.read()
    if current is not None and (key is None or key.verifier_key != current):
        waiting = None if place.given else place.next.read()
        if waiting is not None and waiting.verifier_key == current:
            _take_next(place)
            return waiting
    if key is not None and key.verifier_key != current:
        raise ProofError(
            f"the signing key {key.verifier_key.encode()} is not the one of this record "
            f"({current.encode() if current else 'it has none'}); put the right one "
            f"{f'in {place.environment}' if place.given else f'at {place.path}'}, or see 'rso audit key'"
        )
    return key


def _take_next(place: KeyPlace) -> None:
    try:
        place.next.path.replace(place.path)
        sync_folder(place.path.absolute().parent)
    except OSError as error:
        raise ProofError(f"the signing key {place.path} cannot be written: {error.strerror}") from error
