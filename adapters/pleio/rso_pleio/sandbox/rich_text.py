"""Stored documents as HTML, for the pages of the sandbox."""

import html
import json
from collections.abc import Mapping
from typing import Any

_TAGS = {
    "paragraph": "p",
    "bulletList": "ul",
    "orderedList": "ol",
    "listItem": "li",
    "blockquote": "blockquote",
    "tableRow": "tr",
    "tableCell": "td",
}
_MARKS = {"bold": "strong", "italic": "em", "underline": "u"}


def to_html(stored: str) -> str:
    """A stored document as HTML, escaped; a text that is no document is shown as it is."""
    try:
        parsed = json.loads(stored)
    except ValueError:
        return f"<p>{html.escape(stored)}</p>" if stored else ""
    return _html(parsed) if isinstance(parsed, dict) else ""


def _html(node: Mapping[str, Any]) -> str:
    kind = str(node.get("type"))
    if kind == "text":
        return _text(node)
    if kind == "table":
        return _table(node)
    inner = "".join(map(_html, node.get("content", [])))
    if kind == "heading":
        level = min(max(int(node.get("attrs", {}).get("level", 2)), 2), 6)
        return f"<h{level}>{inner}</h{level}>"
    if kind == "hardBreak":
        return "<br>"
    tag = _TAGS.get(kind)
    return f"<{tag}>{inner}</{tag}>" if tag else inner


def _text(node: Mapping[str, Any]) -> str:
    text = html.escape(str(node.get("text", "")))
    for mark in node.get("marks", []):
        if mark["type"] == "link":
            text = f'<a href="{html.escape(mark["attrs"]["href"])}">{text}</a>'
        elif mark["type"] in _MARKS:
            text = f"<{_MARKS[mark['type']]}>{text}</{_MARKS[mark['type']]}>"
    return text


def _table(node: Mapping[str, Any]) -> str:
    parts = node.get("content", [])
    heads = "".join(f'<th scope="col">{_cell(part)}</th>' for part in parts if part.get("type") == "tableHeader")
    rows = "".join(_html(part) for part in parts if part.get("type") == "tableRow")
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div class="scroll" tabindex="0" role="region" aria-label="Tabel">{table}</div>'


def _cell(node: Mapping[str, Any]) -> str:
    return "".join(map(_html, node.get("content", []))).removeprefix("<p>").removesuffix("</p>")
