"""Text of the record as a terminal, a page or a file shows it: what steers a terminal, or cannot be seen, is named.

A name may hold what an earlier release let in: escape sequences that write elsewhere on the screen, characters that turn
the direction of reading round, others without width that make two names look the same. None of it reaches a reader as it is.
"""

import re

LONGEST = 20_000
"""So many characters of a text, or of what is told in a paragraph, are shown; JSON, and what is written to a file, has all."""
_UNSEEN = (
    "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f"  # controls, all but tab and line end
    "\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180e"  # marks and fillers without width
    "\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f"  # zero width, ends of lines and paragraphs, direction
    "\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\ufffe\\uffff\\ufdd0-\\ufdef"
    "\\ud800-\\udfff\\ue000-\\uf8ff"  # halves of pairs, and what means something to one font only
    "\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U0010ffff"  # the same in higher planes
    + "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(1, 14))
)
"""Unicode: the general categories Cc, Cs, Co and (without what is shown in Arabic or Syriac) Cf, Zl and Zp, what is
Default_Ignorable_Code_Point (but the variation selectors of emoji), and the noncharacters."""
_UNSEEN_ONE = re.compile(f"[{_UNSEEN}]")
_NO_ASCII = re.compile("[^\n -~]")


def visible(text: str) -> str:
    """A text with the name of each character that steers or cannot be seen in its place: ``<U+001B>``, ``<U+202E>``.

    Tabs and line ends stay. A text that was made visible stays as it is.
    """
    return _UNSEEN_ONE.sub(_named, text)


def visible_in_a_line(text: str) -> str:
    """The same for what stands on a line with other things: a line end in it is named too, so that it adds no line."""
    return visible(text).replace("\n", "<U+000A>")


def shortened(text: str, longest: int = LONGEST) -> str:
    """A text that a person reads on a screen, with a mark in place of what is too long to be read there."""
    if len(text) <= longest:
        return text
    return f"{text[:longest]}… (nog {len(text) - longest} tekens)"


def visible_json(text: str, *, ascii_only: bool = False) -> str:
    """JSON with those characters escaped as JSON does; they can only stand within its texts, so it means the same.

    Args:
        text: the JSON.
        ascii_only: for who cannot write other letters: these are escaped as well.
    """
    return (_NO_ASCII if ascii_only else _UNSEEN_ONE).sub(_escaped, text)


def _named(found: re.Match[str]) -> str:
    return f"<U+{ord(found[0]):04X}>"


def _escaped(found: re.Match[str]) -> str:
    number = ord(found[0])
    if number < 0x10000:
        return f"\\u{number:04x}"
    high, low = divmod(number - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
