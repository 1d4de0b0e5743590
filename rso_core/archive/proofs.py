"""What is proved of an archive, and by what: the root hash of its events, and a signed checkpoint of the log."""

from collections.abc import Callable
from datetime import datetime

import attrs


@attrs.frozen(kw_only=True)
class ProofFiles:
    """What goes with the events to prove them without this software.

    Attributes:
        checkpoint: the signed checkpoint, as text.
        log_key: the public keys of the log, as text: one a line, the last in use.
        event_proof: the proof of the first event under that checkpoint, as text: what the program checks.
        verifier: the source text of a program that checks such a proof by itself, signature and all.
    """

    checkpoint: str
    log_key: str
    event_proof: str
    verifier: str


Prove = Callable[[int, bytes], ProofFiles | None]
"""Gives the proof of a record of so many events with this root; None when the log has no key to sign with.

The checkpoint may be of fewer events, when others went on recording after it was signed; never of more.
"""
SignManifest = Callable[[bytes, int, bytes], str]
"""Gives the signature under an archive, from its last list, the number of events in it and their root."""
ReadManifest = Callable[[str, str], tuple[bytes, int, bytes, datetime]]
"""Gives what was signed of an archive, from the signature and the keys of the log (one a line): the hash of its last list, number of
events, their root, and the moment (aware, UTC).

Raises ValueError when it is not signed with one of them, or is no such signature.
"""
ReadCheckpoint = Callable[[str, str], tuple[int, bytes]]
"""Gives number of events and root of a checkpoint, from its text and the keys of the log (one a line).

Raises ValueError when it is not signed with one of them, or is no checkpoint.
"""
