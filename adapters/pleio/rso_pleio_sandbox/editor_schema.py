"""The texts that the editor of the site can open: TipTap with its standard extensions, and what the site adds to it.

The real site stores whatever it is sent, and a text that does not fit is damaged by the first letter that somebody types
in it. The sandbox refuses such a text at once, because there nobody types.
"""

import json
from functools import cache
from typing import Any

from graphql import GraphQLError
from prosemirror.model import Node, Schema
from prosemirror.model.schema import NodeSpec, SchemaSpec

_CELL: NodeSpec = {
    "content": "block+",
    "attrs": {"colspan": {"default": 1}, "rowspan": {"default": 1}, "colwidth": {"default": None}},
}
_EMBEDDED = ("src", "alt", "title", "size", "caption", "url", "mimeType", "name", "guid", "platform")
_SPECIFICATION: SchemaSpec[Any, Any] = {
    "nodes": {
        "doc": {"content": "block+"},
        "paragraph": {"content": "inline*", "group": "block"},
        "heading": {"content": "inline*", "group": "block", "attrs": {"level": {"default": 1}}},
        "blockquote": {"content": "block+", "group": "block"},
        "bulletList": {"content": "listItem+", "group": "block list"},
        "orderedList": {
            "content": "listItem+",
            "group": "block list",
            "attrs": {"order": {"default": 1}, "start": {"default": 1}, "type": {"default": None}},
        },
        "listItem": {"content": "paragraph block*"},
        "table": {"content": "tableRow+", "group": "block"},
        "tableRow": {"content": "(tableCell | tableHeader)*"},
        "tableHeader": _CELL,
        "tableCell": _CELL,
        **{
            name: {"group": "block", "attrs": {each: {"default": None} for each in _EMBEDDED}}
            for name in ("image", "figure", "file", "video")
        },
        "mention": {
            "group": "inline",
            "inline": True,
            "attrs": {name: {"default": None} for name in ("id", "label", "href")},
        },
        "hardBreak": {"group": "inline", "inline": True},
        "text": {"group": "inline"},
    },
    "marks": {
        "bold": {},
        "italic": {},
        "underline": {},
        "link": {"attrs": {name: {"default": None} for name in ("href", "title", "target", "rel", "class")}},
    },
}


@cache
def _schema() -> Schema[Any, Any]:
    return Schema(_SPECIFICATION)


def damaged_by(stored: str) -> str | None:
    """What the editor stumbles over in a stored text; None where it can open it, or where it is no document at all."""
    try:
        found = json.loads(stored)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    try:
        Node.from_json(_schema(), found).check()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return str(error) or type(error).__name__
    return None


def require_openable(stored: str) -> None:
    """Raises GraphQLError: the editor cannot open the text."""
    if (why := damaged_by(stored)) is not None:
        raise GraphQLError(f"the editor cannot open this text: {why}")
