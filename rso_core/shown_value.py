"""What stands in an input, as a message about it shows it: whole where it is short, and never more than a line."""

from typing import Any

MOST = 60


def shown(value: Any, most: int = MOST) -> str:
    """A value in quotes, where it is a text, with what cannot be seen escaped, and cut off where it is long.

    Args:
        value: as it was given.
        most: characters that are shown of it.
    """
    if isinstance(value, str) and len(value) > most:
        return f"{value[:most]!r}…"
    told = repr(value)
    return told if len(told) <= most or isinstance(value, str) else f"{told[:most]}…"
