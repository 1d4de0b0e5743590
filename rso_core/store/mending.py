"""Stored bytes that hold what no reader can take, as bytes that say the same with a mark in place of it.

An earlier release let U+0000 in, which PostgreSQL keeps in no text, and a store that was put back may hold halves of
pairs, or bytes that are not UTF-8. What is stored stays as it is, and is what is proven; only who reads it reads this.
"""

import json
import re
from typing import Any

from rso_core.visible_text import visible

NUL = b"\\u0000"
"""How U+0000 is written in JSON; as it is, it cannot stand there."""
_UNTAKEABLE = re.compile("[\x00\ud800-\udfff]+")


def mended(state: bytes) -> bytes:
    """The bytes of an event with the names of characters (``<U+0000>``) in place of those that no text can hold.

    Raises:
        ValueError: they are no JSON.
    """
    try:
        return json.dumps(in_texts(json.loads(state.decode("utf-8", "surrogateescape"), strict=False))).encode()
    except RecursionError:
        raise ValueError("one thing stands in another too often to be read") from None


def in_texts(value: Any) -> Any:
    """Plain data with those names in its texts."""
    if isinstance(value, str):
        return _UNTAKEABLE.sub(lambda found: visible(found[0]), value)
    if isinstance(value, dict):
        return {in_texts(name): in_texts(part) for name, part in value.items()}
    return [in_texts(part) for part in value] if isinstance(value, list) else value
