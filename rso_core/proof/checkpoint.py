"""Checkpoints of a log (C2SP, https://c2sp.org/tlog-checkpoint): which log, how many events, which root."""

import re
from datetime import UTC, datetime

import attrs

from rso_core.proof.errors import NoteError
from rso_core.proof.merkle import EMPTY_ROOT, HASH_SIZE
from rso_core.proof.note import Note, SigningKey, sign
from rso_core.proof.strict_json import from_base64, to_base64, utf8

MAX_SIZE = 2**63
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_MAX_LINE = 1024
_MAX_EXTENSIONS = 16
_FEWEST_LINES = 3
_TIME = "time "
"""How the line begins that says when it was signed."""


def _is_line(_: object, field: "attrs.Attribute[str]", line: str) -> None:
    length = len(utf8(line, f"{field.name} of the checkpoint", NoteError))
    if not 0 < length <= _MAX_LINE or any(char < " " for char in line):
        raise NoteError(f"{field.name} of a checkpoint is one line of 1 to {_MAX_LINE} bytes")


def _are_lines(checkpoint: object, field: "attrs.Attribute[tuple[str, ...]]", lines: tuple[str, ...]) -> None:
    if len(lines) > _MAX_EXTENSIONS:
        raise NoteError(f"a checkpoint has at most {_MAX_EXTENSIONS} extension lines, not {len(lines)}")
    for line in lines:
        _is_line(checkpoint, field, line)  # type: ignore[arg-type]  # only the name of the field is used


def _is_size(_: object, __: object, size: int) -> None:
    if not 0 <= size < MAX_SIZE:
        raise NoteError(f"the size of a log is not negative and below 2**63, not {size}")


def _is_root(checkpoint: "Checkpoint", _: object, root: bytes) -> None:
    if len(root) != HASH_SIZE:
        raise NoteError(f"the root of a log is {HASH_SIZE} bytes long, not {len(root)}")
    if checkpoint.size == 0 and root != EMPTY_ROOT:
        raise NoteError("a log without events has the root of the empty tree, not this one")


@attrs.frozen
class Checkpoint:
    """The state of a log: all that a log says about itself in a few lines.

    Attributes:
        origin: the log, as a URL without scheme (``record.example.org/region``).
        size: number of events in the log.
        root: root of the Merkle tree over them (32 bytes).
        extensions: further lines; none are needed.

    Raises:
        NoteError: values that a checkpoint cannot have.
    """

    origin: str = attrs.field(validator=_is_line)
    size: int = attrs.field(validator=_is_size)
    root: bytes = attrs.field(validator=_is_root)
    extensions: tuple[str, ...] = attrs.field(default=(), validator=_are_lines)

    @property
    def at(self) -> datetime | None:
        """When it was signed, as it says (aware, UTC, whole seconds); None of one of before 0.3, which names no moment."""
        for line in self.extensions:
            if line.startswith(_TIME):
                try:
                    return datetime.strptime(line, f"{_TIME}%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
                except ValueError:
                    return None
        return None

    def signed_at(self, moment: datetime) -> "Checkpoint":
        """The same, with the moment (aware) at which it is signed: a line of its own, which other readers pass over."""
        line = f"{_TIME}{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        return attrs.evolve(self, extensions=(*self.extensions, line))

    @property
    def text(self) -> str:
        """The text that is signed."""
        return "\n".join((self.origin, str(self.size), to_base64(self.root), *self.extensions)) + "\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """The checkpoint of the text of a note.

        Raises:
            NoteError: anything that is not the one spelling of a checkpoint; the message says which line.
        """
        if not text.endswith("\n"):
            raise NoteError("a checkpoint ends in a newline")
        lines = text[:-1].split("\n")
        if len(lines) < _FEWEST_LINES:
            raise NoteError("a checkpoint has three lines at least: origin, size and root")
        origin, size, root, *extensions = lines
        if not _SIZE.fullmatch(size):
            raise NoteError(f"line 2 of the checkpoint is not a size: {size[:40]!r}")
        return cls(origin, int(size), from_base64(root, "line 3 of the checkpoint", NoteError), tuple(extensions))

    def __str__(self) -> str:
        """The log, its size and its root, to name this checkpoint in a message."""
        return f"{self.origin} @ {self.size} ({to_base64(self.root)})"


def signed(checkpoint: Checkpoint, key: SigningKey) -> Note:
    """The note of a checkpoint, signed by its log.

    Raises:
        NoteError: the key is of another name than the log, or of a witness.
    """
    if key.name != checkpoint.origin:
        raise NoteError(f"the key {key.name!r} does not sign for the log {checkpoint.origin!r}: their names differ")
    return sign(checkpoint.text, key)
