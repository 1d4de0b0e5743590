"""What is proved of an archive, and by what: the root hash of its events, and a signed checkpoint of the log."""

from collections.abc import Callable

import attrs


@attrs.frozen(kw_only=True)
class ProofFiles:
    """What goes with the events to prove them without this software.

    Attributes:
        checkpoint: the signed checkpoint, as text.
        log_key: the public key of the log, as text.
        verifier: the source text of a program that checks a proof by itself.
    """

    checkpoint: str
    log_key: str
    verifier: str


Prove = Callable[[int, bytes], ProofFiles | None]
"""Gives the proof of a record of so many events with this root; None when the log has no key to sign with."""
ReadCheckpoint = Callable[[str, str], tuple[int, bytes]]
"""Gives number of events and root of a checkpoint, from its text and the key of the log.

Raises ValueError when it is not signed with that key, or is no checkpoint.
"""
