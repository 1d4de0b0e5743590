"""Stored documents as HTML, for the pages of the sandbox, and as plain text, for the API."""

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import attrs

_TAGS = {
    "paragraph": "p",
    "bulletList": "ul",
    "listItem": "li",
    "blockquote": "blockquote",
    "tableCell": "td",
}
_MARKS = {"bold": "strong", "italic": "em", "underline": "u"}
_SCHEMES = ("", "http", "https", "mailto")
_BLOCKS = frozenset({"paragraph", "heading", "listItem", "tableCell", "tableHeader", "hardBreak"})
Node = Mapping[str, Any]


def to_html(stored: str) -> str:
    """A stored document as HTML, escaped; a text that is no document is shown as it is."""
    document = _document(stored)
    if document is None:
        return f"<p>{html.escape(stored)}</p>" if stored else ""
    return _Renderer().node(document)


def to_text(stored: str) -> str:
    """A stored document as plain text; a text that is no document is given as it is."""
    document = _document(stored)
    return stored if document is None else "".join(_pieces(document)).strip()


def nodes_of(stored: str) -> Iterator[Node]:
    """All nodes of a stored document, from the top down; none when it is no document."""
    waiting = [document] if (document := _document(stored)) is not None else []
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(_children(node))


def outer_nodes(stored: str) -> list[Node]:
    """The nodes that stand directly in a stored document."""
    document = _document(stored)
    return [] if document is None else _children(document)


def attributes_of(node: Node) -> Node:
    """The attributes of a node; the site stores anything, so that they may be missing or no attributes at all."""
    found = node.get("attrs")
    return found if isinstance(found, dict) else {}


def _number(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise


def _document(stored: str) -> Node | None:
    try:
        parsed = json.loads(stored)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None


def _children(node: Node) -> list[Node]:
    content = node.get("content") or []
    return [child for child in content if isinstance(child, dict)] if isinstance(content, list) else []


def _pieces(node: Node) -> Iterator[str]:
    if node.get("type") == "text":
        yield str(node.get("text", ""))
    for child in _children(node):
        yield from _pieces(child)
    if node.get("type") in _BLOCKS:
        yield "\n"


def _address(href: object) -> str | None:
    # A script in an address would run on a page that shows what anyone stored.
    text = str(href or "").strip()
    try:
        return text if text and urlsplit(text).scheme.lower() in _SCHEMES else None
    except ValueError:
        return None


@attrs.define
class _Renderer:
    """Renders one document. Headings never skip a level: a page has its title at level 1, a text starts at 2."""

    level: int = 1
    tables: int = 0

    def node(self, node: Node) -> str:
        kind = str(node.get("type"))
        if kind == "text":
            return self.text(node)
        if kind == "table":
            return self.table(node)
        if kind in ("image", "figure", "file"):
            return self.embedded(node)
        inner = "".join(map(self.node, _children(node)))
        if kind == "heading":
            return self.heading(node, inner)
        if kind == "orderedList":
            return f'<ol start="{_number(attributes_of(node).get("order"), 1)}">{inner}</ol>'
        if kind == "hardBreak":
            return "<br>"
        if kind == "mention":
            return html.escape(str(attributes_of(node).get("label", "")))
        tag = _TAGS.get(kind)
        return f"<{tag}>{inner}</{tag}>" if tag else inner

    def heading(self, node: Node, inner: str) -> str:
        wanted = max(_number(attributes_of(node).get("level"), 2), 2)
        self.level = min(wanted, self.level + 1, 6)
        return f"<h{self.level}>{inner}</h{self.level}>"

    def text(self, node: Node) -> str:
        text = html.escape(str(node.get("text", "")))
        marks = node.get("marks")
        for mark in marks if isinstance(marks, list) else []:
            if not isinstance(mark, dict):
                continue
            address = _address(attributes_of(mark).get("href")) if mark.get("type") == "link" else None
            if address is not None:
                text = f'<a href="{html.escape(address)}">{text}</a>'
            elif mark.get("type") in _MARKS:
                text = f"<{_MARKS[mark['type']]}>{text}</{_MARKS[mark['type']]}>"
        return text

    def embedded(self, node: Node) -> str:
        values = attributes_of(node)
        address = _address(values.get("src") or values.get("url"))
        if address is None:
            return ""
        if node.get("type") == "file":
            return f'<p><a href="{html.escape(address)}">{html.escape(str(values.get("name") or address))}</a></p>'
        return f'<img src="{html.escape(address)}" alt="{html.escape(str(values.get("alt") or ""))}">'

    def table(self, node: Node) -> str:
        parts = _children(node)
        loose = [part for part in parts if part.get("type") == "tableHeader"]
        rows = [_children(part) for part in parts if part.get("type") == "tableRow"]
        # The site keeps header cells loose in the table; the editor of a browser may put them in a first row.
        if not loose and rows and all(cell.get("type") == "tableHeader" for cell in rows[0]):
            loose = rows.pop(0)
        heads = "".join(f'<th scope="col">{self.cell(cell)}</th>' for cell in loose)
        head = f"<thead><tr>{heads}</tr></thead>" if heads else ""
        body = "".join(f"<tr>{''.join(map(self.body_cell, row))}</tr>" for row in rows)
        table = f"<table>{head}<tbody>{body}</tbody></table>"
        # Each region has a name of its own, by which a screen reader tells them apart.
        self.tables += 1
        return f'<div class="scroll" tabindex="0" role="region" aria-label="Tabel {self.tables}">{table}</div>'

    def body_cell(self, cell: Node) -> str:
        if cell.get("type") == "tableHeader":
            return f'<th scope="row">{self.cell(cell)}</th>'
        return self.node(cell)

    def cell(self, node: Node) -> str:
        inner = "".join(map(self.node, _children(node)))
        return inner.removeprefix("<p>").removesuffix("</p>") if inner.count("<p>") == 1 else inner
