"""Spelling: when two ways of writing a name or a word are the same to who searches for it."""

import unicodedata

_MARKS = "'’‘‛ʼʹ`´′\"“”„‟«»″"
_DASHES = "-‐‑‒–—―−_/"
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
_ALIKE = str.maketrans({**dict.fromkeys(_MARKS, ""), **dict.fromkeys(_DASHES, " "), **_LETTERS})


def folded(text: str) -> str:
    """A text without what spelling may differ in: capitals, accents, apostrophes, quotes, dashes, spaces, Unicode form.

    ``Gemeente Súdwest-Fryslân`` is ``gemeente sudwest fryslan``, whether its accents are letters of their own or not;
    ``’s-Hertogenbosch`` is ``s hertogenbosch``.
    """
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE))
    plain = "".join(character for character in parts if not unicodedata.combining(character))
    return " ".join(plain.casefold().translate(_ALIKE).split())
