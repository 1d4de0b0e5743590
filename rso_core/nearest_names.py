"""What somebody may have meant who typed a name that is not known."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from rso_core.dutch.spelling import folded

ALIKE = 0.6
"""How much a name resembles what was typed before it is proposed, from 0 to 1 (see `difflib`)."""
MOST = 3
MORE = 2
"""So many more that have a word of it in them."""
_LONGEST = 80
"""Characters of what was typed that are compared; no name is longer."""
_SHORTEST_WORD = 4
"""Letters of a word by which a name is proposed that has that word in it."""


def nearest(typed: str, known: Iterable[str], also: Mapping[str, str] | None = None, most: int = MOST) -> list[str]:
    """The known names that resemble what was typed, the nearest first, and some that have a word of it in them.

    Capitals, accents and dashes do not count.

    Args:
        typed: what is no known name.
        known: the names there are.
        also: other ways to write some of them, such as in Dutch, each with the name it stands for.
        most: how many that resemble it are given.
    """
    names = {folded(way): str(name) for way, name in (also or {}).items()} | {folded(n): str(n) for n in known}
    wanted = folded(typed[:_LONGEST])
    alike = [names[each] for each in get_close_matches(wanted, names, 2 * most, ALIKE)]
    words = [word for word in wanted.split() if len(word) >= _SHORTEST_WORD]
    having = [name for written, name in names.items() if any(word in written.split() for word in words)]
    return list(dict.fromkeys([*dict.fromkeys(alike)][:most] + having))[: most + MORE]


def did_you_mean(near: Iterable[str]) -> str:
    """``; did you mean 'sign', or 'assign'?``; empty where nothing is near."""
    told = ", or ".join(map(repr, near))
    return f"; did you mean {told}?" if told else ""
