"""What may stand in a text: every kind of character that no reader can take is refused, and letters are composed."""

import sys
import time
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quick import examples
from rso_core.domain.refusal import Refused
from rso_core.domain.text_rule import (
    LINE,
    MOST_MARKS,
    NAME,
    RECORD_TEXT_CHARACTERS,
    RECORD_TEXT_LENGTH,
    TEXT,
    TextKind,
    can_be_recorded,
    code_point,
    says_something,
    text_as_recorded,
    visible,
)

EVERYWHERE = {
    "\0": "U+0000 NULL",
    "\x1b": "U+001B ESCAPE",
    "\x07": "U+0007 BELL",
    "\t": "U+0009 TAB",
    "\x0b": "U+000B CONTROL CHARACTER",
    "\x7f": "U+007F DELETE",
    "\x85": "U+0085 CONTROL CHARACTER",
    "\x9b": "U+009B CONTROL CHARACTER",
    "\u2028": "U+2028 LINE SEPARATOR",
    "\u2029": "U+2029 PARAGRAPH SEPARATOR",
    "\u202a": "U+202A LEFT-TO-RIGHT EMBEDDING",
    "\u202e": "U+202E RIGHT-TO-LEFT OVERRIDE",
    "\u2066": "U+2066 LEFT-TO-RIGHT ISOLATE",
    "\u2069": "U+2069 POP DIRECTIONAL ISOLATE",
    "\u200b": "U+200B ZERO WIDTH SPACE",
    "\u2060": "U+2060 WORD JOINER",
    "\ufeff": "U+FEFF ZERO WIDTH NO-BREAK SPACE",
    "\u034f": "U+034F COMBINING GRAPHEME JOINER",
    "\u3164": "U+3164 HANGUL FILLER",
    "\ufdd0": "U+FDD0 NONCHARACTER",
    "\ufffe": "U+FFFE NONCHARACTER",
    "\U0001ffff": "U+1FFFF NONCHARACTER",
    "\U0010ffff": "U+10FFFF NONCHARACTER",
    chr(0xD800): "U+D800 SURROGATE",
    chr(0xDCFF): "U+DCFF SURROGATE",
    "\U000e0041": "U+E0041 TAG LATIN CAPITAL LETTER A",
}
"""Characters that stand in no text, and how a refusal shows them."""
IN_A_NAME = {
    "\n": "U+000A LINE FEED",
    "\r": "U+000D CARRIAGE RETURN",
    "\xad": "U+00AD SOFT HYPHEN",
    "\u200c": "U+200C ZERO WIDTH NON-JOINER",
    "\u200d": "U+200D ZERO WIDTH JOINER",
    "\u200f": "U+200F RIGHT-TO-LEFT MARK",
    "\u061c": "U+061C ARABIC LETTER MARK",
    "\ufe0f": "U+FE0F VARIATION SELECTOR-16",
    "\u2800": "U+2800 BRAILLE PATTERN BLANK",
    "\ue000": "U+E000 PRIVATE USE",
}
"""Characters that a text of several lines may hold, and a name or title may not."""
SEEN_THOUGH_FORMAT = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Signs that stand before Arabic, Syriac and Kaithi numbers: Unicode calls them format, and readers see them."""


def refused(text: str, kind: TextKind) -> Refused:
    with pytest.raises(Refused) as found:
        text_as_recorded(text, kind, "title")
    return found.value


@pytest.mark.parametrize(("character", "shown"), EVERYWHERE.items(), ids=EVERYWHERE.values())
@pytest.mark.parametrize("kind", [NAME, LINE, TEXT], ids=["name", "line", "text"])
def test_what_nobody_sees_is_refused_and_shown(kind: TextKind, character: str, shown: str) -> None:
    refusal = refused(f"Gem{character}eente é", kind)
    assert refusal.rule is RECORD_TEXT_CHARACTERS
    assert refusal.facts == {
        "field": "title", "character": shown, "at": 4, "text": f"Gem⟨{shown.split(maxsplit=1)[0]}⟩eente é",
    }  # fmt: skip
    assert character not in refusal.message("en") + refusal.message("nl")


@pytest.mark.parametrize(("character", "shown"), IN_A_NAME.items(), ids=IN_A_NAME.values())
def test_what_only_a_longer_text_may_hold(character: str, shown: str) -> None:
    assert refused(f"Gem{character}eente", NAME).facts["character"] == shown
    kept = text_as_recorded(f"Gem{character}eente", TEXT, "reason")
    assert kept == f"Gem{character}eente".replace("\r", "\n")


def test_every_character_that_is_not_seen_is_decided_on() -> None:
    seen, joining = set(), set()
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") or (number & 0xFFFE) == 0xFFFE
        if hidden and can_be_recorded(f"a{character}a"):
            seen.add(character)
        elif hidden and character not in "\n\r":
            with suppress(Refused):
                joining.add(text_as_recorded(f"a{character}a", TEXT, "")[1])
    assert seen == set(SEEN_THOUGH_FORMAT)
    assert joining == set("\xad\u061c\u200c\u200d\u200e\u200f")


@pytest.mark.parametrize(
    "name",
    ["Gemeente Súdwest-Fryslân", "بلدية أوترخت", "עיריית אוטרכט", "IJsselstein – ‘Noord’", "東京都", "Ελλάδα", "x²"],
)
def test_letters_of_every_script_are_names(name: str) -> None:
    assert text_as_recorded(name, NAME, "name") == name


def test_letters_are_composed_and_line_ends_are_one_kind() -> None:
    assert text_as_recorded("Súdwest", NAME, "name") == "Súdwest"
    assert text_as_recorded("eén\r\ntwee\rdrie\n", TEXT, "reason") == "eén\ntwee\ndrie\n"


@pytest.mark.parametrize("kind", [NAME, LINE, TEXT], ids=["name", "line", "text"])
@pytest.mark.parametrize("letter", ["a", "é", "e\u0301"], ids=["ascii", "composed", "typed apart"])
def test_the_longest_text_is_kept_and_one_letter_more_is_not(kind: TextKind, letter: str) -> None:
    assert len(text_as_recorded(letter * kind.longest, kind, "title")) == kind.longest
    refusal = refused(letter * (kind.longest + 1), kind)
    assert refusal.rule is RECORD_TEXT_LENGTH
    assert (refusal.facts["characters"], refusal.facts["most"]) == (kind.longest + 1, kind.longest)


def test_a_very_long_text_is_refused_at_once_and_shown_in_part() -> None:
    began = time.perf_counter()
    for letter in ("x", "é", "e\u0301\u0323", "\0"):
        refusal = refused(letter * 900_000, NAME)
        assert refusal.rule is RECORD_TEXT_LENGTH
        assert len(refusal.message()) < 1_000
    assert time.perf_counter() - began < 1


def test_more_accents_than_any_script_has_are_refused_before_they_are_put_in_order() -> None:
    marks = "\u0301\u0323" * (MOST_MARKS // 2)
    assert text_as_recorded(f"e{marks}f", NAME, "name")
    assert refused(f"e{marks}\u0301f", NAME).rule is RECORD_TEXT_CHARACTERS
    began = time.perf_counter()
    assert refused("e" + "\u0301\u0323" * 20_000, TEXT).rule is RECORD_TEXT_CHARACTERS
    assert time.perf_counter() - began < 1


@settings(max_examples=examples(500))
@given(st.text(max_size=40), st.sampled_from([NAME, LINE, TEXT]))
def test_what_is_recorded_is_recorded_so_again(text: str, kind: TextKind) -> None:
    try:
        recorded = text_as_recorded(text, kind, "title")
    except Refused as refusal:
        assert visible(refusal.message("nl"), 1_000) == refusal.message("nl")
        return
    assert text_as_recorded(recorded, kind, "title") == recorded
    assert unicodedata.is_normalized("NFC", recorded)
    assert text_as_recorded(unicodedata.normalize("NFD", text), kind, "title") == recorded


def test_nothing_but_white_space_says_nothing() -> None:
    assert text_as_recorded(" \t\r\n", NAME, "name") == text_as_recorded("\t \x85", TEXT, "reason") == ""
    assert text_as_recorded("  ", NAME, "name") == "  "
    for nothing in ("", " \n", "\u200d\u200d", "\xad \ufe0f"):
        assert not says_something(nothing)
    assert says_something("é")
    assert says_something("x")


def test_what_cannot_be_shown_is_told_by_its_number() -> None:
    assert visible("a\x1b[2Jb\u202ec") == "a⟨U+001B⟩[2Jb⟨U+202E⟩c"
    assert visible("x" * 60) == "x" * 60
    assert visible("x" * 61) == "x" * 60 + "…"
    assert code_point("é") == "U+00E9 LATIN SMALL LETTER E WITH ACUTE"
    far = refused("x" * 100 + "\0" + "y" * 100, NAME)
    assert far.facts["at"] == 101
    assert far.facts["text"] == "…" + "x" * 30 + "⟨U+0000⟩" + "y" * 29 + "…"
