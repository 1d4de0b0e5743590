"""Finding a signed checkpoint in text that a person copied from a page, a message or a document.

Pages and mail programs add spaces, empty lines, quote marks and line breaks, and turn plain spaces into others. That is forgiven here,
and only here: what is found is a `Note` in its one strict spelling, and the signature decides whether it was understood well.
"""

import re
from collections.abc import Iterator, Sequence

from rso_core.proof.checkpoint import Checkpoint
from rso_core.proof.errors import NoteError
from rso_core.proof.note import Note

MAX_COPIED = 2 * 1024 * 1024
"""The longest text that is searched, in characters."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_DASHES = frozenset("—–―-") | {"--"}
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_ROOT = re.compile(r"[A-Za-z0-9+/]{43}=")
_PIECE = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_MAX_EXTENSIONS = 16


def find_notes(text: str) -> tuple[Note, ...]:
    """All signed checkpoints in a copied text, in their order, each once.

    Raises:
        NoteError: the text is too long to search.
    """
    if len(text) > MAX_COPIED:
        raise NoteError(
            f"the text is {len(text)} characters long; at most {MAX_COPIED} are searched: copy less of the page"
        )
    lines = [" ".join(line.split()).lstrip("> ") for line in _BREAKS.split(_INVISIBLE.sub("", text))]
    return tuple(dict.fromkeys(_candidates([line for line in lines if line])))


def find_note(text: str) -> Note:
    """The one signed checkpoint in a copied text.

    Args:
        text: what a person copied, with words, spaces and lines around it.

    Returns:
        The note, not verified yet.

    Raises:
        NoteError: there is none, or there are several; the message says what to copy.
    """
    found = find_notes(text)
    if not found:
        raise NoteError(
            "there is no signed checkpoint in this text; copy from the line with the name of the log "
            "up to and including the last line that begins with a dash (—)"
        )
    if len(found) > 1:
        sizes = ", ".join(note.text.split("\n")[1] for note in found)
        raise NoteError(f"there are {len(found)} signed checkpoints in this text (of {sizes} events); copy one of them")
    return found[0]


def _candidates(lines: Sequence[str]) -> Iterator[Note]:
    for at in range(1, len(lines) - 2):
        if _SIZE.fullmatch(lines[at]) and _ROOT.fullmatch(lines[at + 1]):
            note = _note_at(lines, at - 1)
            if note:
                yield note


def _note_at(lines: Sequence[str], start: int) -> Note | None:
    first = next(
        (n for n in range(start + 3, min(len(lines), start + 4 + _MAX_EXTENSIONS)) if _is_signature(lines[n])), None
    )
    if first is None:
        return None
    signatures = list(_signatures(" ".join(lines[first:]).split(" ")))
    body = [_origin(lines[start], signatures), *lines[start + 1 : first]]
    text = "\n".join(body) + "\n"
    try:
        Checkpoint.parse(text)
        return Note.parse(text + "\n" + "".join(f"— {name} {material}\n" for name, material in signatures))
    except NoteError:
        return None


def _is_signature(line: str) -> bool:
    return line.split(" ", 1)[0] in _DASHES


def _origin(line: str, signatures: Sequence[tuple[str, str]]) -> str:
    # Words may stand before the name on its line ("Controlepunt: example.org/log"); a log signs under its own name.
    return next((name for name, _ in signatures if line.endswith(" " + name)), line)


def _signatures(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    at = 0
    while at + 2 < len(words) and words[at] in _DASHES:
        pieces = _pieces(words, at + 2)
        if not pieces:
            return
        yield words[at + 1], "".join(pieces)
        at += 2 + len(pieces)


def _pieces(words: Sequence[str], start: int) -> Sequence[str]:
    # A mail program may have broken the long base64 of a signature; its padding tells where it ends.
    end = start
    while end < len(words) and _PIECE.fullmatch(words[end]):
        end += 1
        if words[end - 1].endswith("="):
            return words[start:end]
    return words[start : min(end, start + 1)]
