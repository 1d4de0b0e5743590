"""One rule for every text of an act: what may stand in it, how long it is, and how it is recorded.

A record only grows, so a character that some reader cannot take stays in its way for good. What is recorded is what
somebody sees: in composed form (NFC), without characters that are invisible or turn the reading order round, and with line
ends only where a text has lines.
"""

import re
import unicodedata
from functools import cache
from typing import NoReturn

import attrs

from rso_core.domain.refusal import Refused, Rule

RECORD_TEXT_CHARACTERS = Rule(
    id="record.text_characters",
    source="S14",
    en="A text holds what a reader sees; line ends stand only where it has lines.",
    nl="In een tekst staat wat een lezer ziet; regeleinden staan alleen waar een tekst uit regels bestaat.",
    remedy_en="Leave that character out, or type the text anew; it often comes along when a text is copied.",
    remedy_nl="Laat dat teken weg, of typ de tekst opnieuw; het komt vaak mee als een tekst wordt gekopieerd.",
)
RECORD_TEXT_LENGTH = Rule(
    id="record.text_length",
    source="S14",
    en="A name or title fits on a line, and a text on some pages; what is longer is a document.",
    nl="Een naam of titel past op een regel en een tekst op enkele bladzijden; wat langer is, is een stuk.",
    remedy_en="Make it shorter, or name the document in which it stands.",
    remedy_nl="Maak hem korter, of noem het stuk waarin het staat.",
)


@attrs.frozen
class TextKind:
    """What a text of some kind may be.

    Attributes:
        longest: the most characters it may have, as recorded.
        lines: whether it has lines. Such a text may also hold what joins letters and directs them unseen, as some scripts
            and copied texts do; in a name nothing is invisible, or two names would look the same and not be.
    """

    longest: int
    lines: bool = False


NAME = TextKind(200)
"""What somebody or something is called."""
LINE = TextKind(500)
"""A title, the name of a document, anything else on one line; also identifiers, in place of which a name may be typed."""
MAIL = TextKind(254)
"""An address of mail: the most that is ever delivered to (RFC 5321)."""
SHORT = TextKind(40)
"""A share, such as ``1/2``."""
TEXT = TextKind(50_000, lines=True)
"""What is said at length."""
MOST_MARKS = 30
"""Accents that may stand on one letter: the bound of Stream-Safe Text (Unicode Standard Annex 15)."""

_NEVER = (
    r"\x00-\x09\x0b-\x1f\x7f-\x9f"  # control characters; line ends are looked at apart
    r"\u2028\u2029"  # separators that only some readers take for line ends
    r"\u202a-\u202e\u2066-\u2069"  # embeddings, overrides and isolates of direction
    r"\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffc"  # no width, or in place of something that is not there
    r"\u034f\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0"  # letters and marks that show nothing
    r"\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + r"\U00013430-\U0001345f\U0001bca0-\U0001bcaf\U0001d173-\U0001d17a"  # formats of hieroglyphs, shorthand, music
    r"\U000e0000-\U000e0fff"  # tags, and variants of what is told by other characters
)
_NOT_IN_A_NAME = (
    r"\n\xad\u061c\u180b-\u180d\u180f\u200c-\u200f\ufe00-\ufe0f"  # joiners, marks of direction, variants, soft hyphens
    r"\u2800\ue000-\uf8ff\U000f0000-\U0010ffff"  # blank, or without a meaning that others share
)
_CALLED = {0: "NULL", 7: "BELL", 9: "TAB", 10: "LINE FEED", 13: "CARRIAGE RETURN", 27: "ESCAPE", 127: "DELETE"}
_KINDS = {"Cc": "CONTROL CHARACTER", "Cs": "SURROGATE", "Co": "PRIVATE USE", "Cn": "NONCHARACTER"}
_MOST_RAW = 4
"""Times as long as what is recorded a text may be typed: so much does composing it save at most."""
_SHOWN = 60


def text_as_recorded(text: str, kind: TextKind, field: str) -> str:
    """A text as it is recorded: composed (NFC), with line ends as ``\\n``; what is nothing but white space, as nothing.

    Args:
        text: as it was typed.
        kind: what it may be.
        field: name of its field, for the refusal.

    Raises:
        Refused: RECORD_TEXT_CHARACTERS, RECORD_TEXT_LENGTH.
    """
    if text.isascii() and text.isprintable():
        return text if len(text) <= kind.longest else _too_long(text, kind, field)
    if len(text) > _MOST_RAW * kind.longest:
        _too_long(text, kind, field)
    if kind.lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    bad = _bad(kind.lines).search(text)
    if bad is not None:
        if text.isspace():
            return ""
        raise _refused(text, bad.start(), field)
    _require_marks(text, field)
    text = unicodedata.normalize("NFC", text)
    return text if len(text) <= kind.longest else _too_long(text, kind, field)


def can_be_recorded(text: str) -> bool:
    """Whether a text on one line can stand in a record, and so be asked of a database."""
    try:
        text_as_recorded(text, LINE, "")
    except Refused:
        return False
    return True


def says_something(text: str) -> bool:
    """Whether a text holds more than white space and what cannot be seen."""
    return bool(text.strip()) and (text.isascii() or bool(_bad(False).sub("", text).strip()))


def code_point(character: str) -> str:
    """A character by its number and name, to show what cannot be shown: ``U+202E RIGHT-TO-LEFT OVERRIDE``."""
    kind = _KINDS.get(unicodedata.category(character), "")
    name = _CALLED.get(ord(character)) or unicodedata.name(character, kind)
    return f"U+{ord(character):04X} {name}".rstrip()


def visible(text: str, most: int = _SHOWN) -> str:
    """A text of which everything can be seen: what cannot is told by its number, ``⟨U+202E⟩``, and what is long is cut."""
    cut = text if len(text) <= most else f"{text[:most]}…"
    return _bad(False).sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", cut)


def _refused(text: str, place: int, field: str) -> Refused:
    start = max(0, place - _SHOWN // 2)
    around = f"{'…' if start else ''}{visible(text[start:])}"
    return RECORD_TEXT_CHARACTERS.refused(field=field, character=code_point(text[place]), at=place + 1, text=around)


def _too_long(text: str, kind: TextKind, field: str) -> NoReturn:
    raise RECORD_TEXT_LENGTH.refused(field=field, characters=len(text), most=kind.longest, text=visible(text))


def _require_marks(text: str, field: str) -> None:
    """Refuse more accents on a letter than any script has; composing them would take time by their number squared."""
    if _may_hold_marks().search(text) is None:
        return
    marks = 0
    for place, character in enumerate(text):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > MOST_MARKS:
            raise _refused(text, place, field)


# Compiled when something else than plain letters is seen first: most commands need none of them.
@cache
def _bad(lines: bool) -> re.Pattern[str]:
    return re.compile(f"[{_NEVER}{'' if lines else _NOT_IN_A_NAME}]")


@cache
def _may_hold_marks() -> re.Pattern[str]:
    """Finds what is neither Latin letters nor signs; only there marks stand that could be many."""
    return re.compile(r"[^\x00-\u02ff\u1e00-\u1fff\u2010-\u20cf\u2100-\u2bff]")
