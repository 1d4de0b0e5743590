"""What can be wrong with a proof, a signed note, a checkpoint or a bundle."""


class ProofError(Exception):
    """Something that was offered as proof does not prove it; the message says what is wrong, and where."""


class NoteError(ProofError):
    """A signed note, a key or a checkpoint is malformed, or a signature does not hold."""


class LostEndError(ProofError):
    """The record lacks events that were signed before; nothing is recorded or signed until it is said on record how it goes on."""

    exit_code = 10
