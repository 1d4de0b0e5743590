"""Stored texts in one form, whoever wrote them: so that what they say is compared, and not how it was written down."""

import json
import re
from collections.abc import Callable, Mapping
from itertools import takewhile
from typing import Any

from rso_pleio.documents import Document, JsonObject

_ADDRESS = re.compile(r'("href": ")[^"]*(view/[0-9a-fA-F-]{36})(?:/[^"/]*)?"')
_BY_ITSELF: Mapping[str, Any] = {"colspan": 1, "rowspan": 1}
"""What an editor writes of a cell that nobody widened, and we leave out."""


def canonical(text: str) -> str:
    """A stored text in one form, however its JSON is written; a text that is none stays as it is.

    The readable parts of an address of the site follow titles, so links are compared by what they point to. What an
    editor adds by itself to a text that somebody opens and saves says nothing.
    """
    return _written(text, lambda node: node)


def straight(text: str) -> str:
    """A stored text in one form, with its tables as every editor knows them; see `straightened`."""
    return _written(text, straightened)


def straightened(node: Any) -> Any:
    """A node in which the header cells of each table stand in a row of their own.

    Until release 0.2 they stood loose in the table, which no editor of TipTap can open without damage.
    """
    if not isinstance(node, dict) or not isinstance(node.get("content"), list):
        return node
    content = [straightened(child) for child in node["content"]]
    if node.get("type") == "table":
        loose = list(takewhile(_is_header, content))
        content = [*([{"type": "tableRow", "content": loose}] if loose else []), *content[len(loose) :]]
    return {**node, "content": content}


def readable(text: str) -> str:
    """The words of a stored text, for a person who compares."""
    try:
        return Document.plain(json.loads(text))
    except (ValueError, RecursionError):
        return text


def _is_header(node: Any) -> bool:
    return isinstance(node, dict) and node.get("type") == "tableHeader"


def _written(text: str, shaped: Callable[[Any], Any]) -> str:
    try:
        node = shaped(json.loads(text, object_hook=_said))
        return _ADDRESS.sub(r'\1\2"', json.dumps(node, sort_keys=True))
    except (ValueError, RecursionError):
        return text


def _said(node: JsonObject) -> JsonObject:
    """A node without attributes that say nothing."""
    attributes = node.get("attrs")
    if not isinstance(attributes, dict):
        return node
    said = {name: value for name, value in attributes.items() if value is not None and _BY_ITSELF.get(name) != value}
    if len(said) == len(attributes) and attributes:
        return node
    return {**node, "attrs": said} if said else {name: value for name, value in node.items() if name != "attrs"}
