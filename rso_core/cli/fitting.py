"""Which columns of a table there is room for, so that no word and no date is broken in the middle."""

from collections.abc import Sequence

import attrs

BORDER = 3
"""What each column takes besides what stands in it; the table itself takes one more."""
COMFORTABLE = 20
"""Text that is wrapped gets a line of so many characters at least."""
LONGEST_WORD = 40
"""A longer word (a hash, an address of a page) is broken rather than given all the room there is."""


@attrs.frozen
class Fitting:
    """The columns that fit.

    Attributes:
        shown: their places, in the order in which they stand.
        narrowest: how wide each of those is at least, in characters.
        left_out: the places of the others in which something stands.
        width: how wide a table of all columns is in which nothing is wrapped.
    """

    shown: tuple[int, ...]
    narrowest: tuple[int, ...]
    left_out: tuple[int, ...]
    width: int


def fitting(titles: Sequence[str], rows: Sequence[Sequence[str]], width: int, first: Sequence[int] = ()) -> Fitting:
    """The columns for which there is room: those that matter most, of the others as many as fit.

    The first column is always shown. Columns in which nothing stands give way to all others.

    Args:
        titles: of the columns.
        rows: what stands in them, as it is shown.
        width: how many characters there are on a line.
        first: places of the columns that matter most, after the first; then they matter in their order.
    """
    columns = range(len(titles))
    cells = [[titles[place], *(row[place] for row in rows)] for place in columns]
    wide = [max(len(line) for text in column for line in text.splitlines() or [""]) for column in cells]
    words = [max(map(_longest_word, column)) for column in cells]
    narrow = [max(word, min(COMFORTABLE, most)) for word, most in zip(words, wide, strict=True)]
    empty = {place for place in columns if rows and not any(cells[place][1:])}
    order = sorted(columns, key=lambda place: (place != 0, place in empty, place not in first, place))
    room, shown = width - 1, set[int]()
    for place in order:
        if (taken := narrow[place] + BORDER) <= room or not shown:
            shown.add(place)
            room -= taken
    left_out = tuple(place for place in columns if place not in shown and place not in empty)
    several = tuple(sorted(shown))
    return Fitting(several, tuple(narrow[place] for place in several), left_out, sum(wide) + BORDER * len(wide) + 1)


def _longest_word(text: str) -> int:
    return min(LONGEST_WORD, max(map(len, text.split()), default=0))
