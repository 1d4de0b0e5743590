"""Rich text as Pleio stores it: TipTap documents, built so that the site can show every part.

The site stores what it gets without looking at it, and stumbles later over a node it does not know. So texts are
only made here, from the nodes and marks that the site knows, and a text from elsewhere is checked by `parse`.

    doc(heading("Besluit"), paragraph("Aangenomen met ", bold("unanimiteit"), ".")).to_json()
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Self, TypeAlias
from urllib.parse import urlsplit

import attrs

JsonObject: TypeAlias = dict[str, Any]

HEADING_LEVELS = range(2, 7)
"""Levels of headings inside a text; level 1 is the title of the page itself."""

MARKS: Mapping[str, frozenset[str]] = {
    "bold": frozenset(),
    "italic": frozenset(),
    "underline": frozenset(),
    "link": frozenset({"href", "title", "target"}),
}
"""The marks that the site knows, with their attributes."""
REFERENCE = "reference"
"""Mark of a stretch that names another item of ours by key; it never reaches the site (see `Document.resolved`)."""

_BLOCKS = frozenset({"paragraph", "heading", "blockquote", "bulletList", "orderedList", "table"})
INLINE = frozenset({"text", "hardBreak"})
CHILDREN: Mapping[str, frozenset[str]] = {
    "doc": _BLOCKS,
    "paragraph": INLINE,
    "heading": INLINE,
    "blockquote": _BLOCKS,
    "bulletList": frozenset({"listItem"}),
    "orderedList": frozenset({"listItem"}),
    "listItem": _BLOCKS,
    "table": frozenset({"tableRow"}),
    "tableRow": frozenset({"tableHeader", "tableCell"}),
    "tableHeader": _BLOCKS,
    "tableCell": _BLOCKS,
    "hardBreak": frozenset(),
    "text": frozenset(),
}
"""Which node may stand in which, as in every editor of TipTap: a table is rows, and a row is header cells and cells."""

ATTRIBUTES: Mapping[str, frozenset[str]] = {"heading": frozenset({"level"}), "orderedList": frozenset({"order"})}
NEEDS_PARAGRAPH = frozenset({"listItem", "tableHeader", "tableCell"})
NEEDS_CONTENT = frozenset({"doc", "blockquote", "bulletList", "orderedList", "table", "tableRow"}) | NEEDS_PARAGRAPH
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SCHEMES = frozenset({"http", "https", "mailto"})


class DocumentError(ValueError):
    """A text cannot be a document that the site shows; the message names the place and what is wrong."""


@attrs.frozen
class Inline:
    """A stretch of text with its marks, or a line break when `text` is None."""

    text: str | None
    marks: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    def __attrs_post_init__(self) -> None:
        if any(name not in MARKS and name != REFERENCE for name, _ in self.marks):
            raise DocumentError(f"The site knows the marks {sorted(MARKS)} only.")

    def to_node(self) -> JsonObject:
        """The TipTap node of this stretch."""
        if self.text is None:
            return {"type": "hardBreak"}
        node: JsonObject = {"type": "text", "text": self.text}
        if self.marks:
            node["marks"] = [
                {"type": name, "attrs": dict(values)} if values else {"type": name} for name, values in self.marks
            ]
        return node


@attrs.frozen
class Block:
    """A node that stands on its own, such as a paragraph or a table; made by the functions of this module."""

    type: str
    content: tuple["Block | Inline", ...] = ()
    attributes: tuple[tuple[str, int], ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.type not in CHILDREN:
            raise DocumentError(f"The site does not know the node {self.type!r}.")

    def to_node(self) -> JsonObject:
        """The TipTap node of this block and all that is in it."""
        node: JsonObject = {"type": self.type}
        if self.attributes:
            node["attrs"] = dict(self.attributes)
        if self.content:
            node["content"] = [part.to_node() for part in self.content]
        return node


@attrs.frozen
class Document:
    """A whole text. Two documents are equal when they hold the same nodes."""

    content: tuple[Block, ...]

    def resolved(self, addresses: Mapping[str, str]) -> "Document":
        """The document with its references as links; one to what is not on the site (yet) becomes plain text.

        Args:
            addresses: address on the site by key of an item.
        """
        if not self.references:
            return self
        content = tuple(_resolved(block, addresses) for block in self.content)
        unchanged = all(new is old for new, old in zip(content, self.content, strict=True))
        return self if unchanged else Document(content)

    @staticmethod
    def plain(node: Any) -> str:
        """The words of a stored node and all that is in it, a line per paragraph."""
        if not isinstance(node, dict):
            return ""
        if node.get("type") == "text":
            return str(node.get("text", ""))
        if node.get("type") == "hardBreak":
            return "\n"
        inner = "".join(map(Document.plain, node.get("content") or []))
        return f"{inner}\n" if node.get("type") in ("paragraph", "heading") else inner

    @cached_property
    def references(self) -> frozenset[str]:
        """Keys of the items that the text refers to."""
        return frozenset(_references(self.content))

    def to_json(self) -> str:
        """The string that the site stores; the same document always gives the same string. Resolve it first."""
        return self._stored

    @cached_property
    def _stored(self) -> str:
        node = {"type": "doc", "content": [block.to_node() for block in self.content]}
        return json.dumps(node, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, stored: str, *, references: bool = False) -> Self:
        """The document in a stored string.

        Args:
            stored: the JSON text of a TipTap document.
            references: whether it may hold references that are not resolved yet; no text on a site does.

        Raises:
            DocumentError: when the string is no JSON, or has a node, mark or attribute that the site cannot show.
        """
        from rso_pleio.document_reading import read_blocks  # noqa: PLC0415 - it stands on this module

        return cls(read_blocks(stored, references=references))


def _resolved(block: Block, addresses: Mapping[str, str]) -> Block:
    content = tuple(
        _resolved(part, addresses) if isinstance(part, Block) else _linked(part, addresses) for part in block.content
    )
    # Most of a text holds no reference, and stays the very same.
    unchanged = all(new is old for new, old in zip(content, block.content, strict=True))
    return block if unchanged else attrs.evolve(block, content=content)


def _linked(part: Inline, addresses: Mapping[str, str]) -> Inline:
    if not part.marks:
        return part
    key = next((dict(values)["key"] for name, values in part.marks if name == REFERENCE), None)
    if key is None:
        return part
    plain = attrs.evolve(part, marks=tuple(mark for mark in part.marks if mark[0] != REFERENCE))
    return link(plain, addresses[key]) if key in addresses else plain


def _references(content: Sequence["Block | Inline"]) -> Iterator[str]:
    for part in content:
        if isinstance(part, Block):
            yield from _references(part.content)
        else:
            yield from (dict(values)["key"] for name, values in part.marks if name == REFERENCE)


Part: TypeAlias = str | Inline
"""What a paragraph is made of: plain strings and marked stretches; an empty string falls away."""

Item: TypeAlias = str | Inline | Block | Sequence[str | Inline | Block]
"""A list item or table cell: a string, a stretch, a block, or several of them."""


def checked_text(text: str) -> str:
    """The text, when it holds nothing that a document cannot. Raises DocumentError otherwise."""
    bad = _CONTROL.search(text)
    if bad is not None:
        raise DocumentError(f"The text {text[:40]!r} holds the control character {bad.group()!r}; leave it out.")
    return text


def checked_href(href: str) -> str:
    """The address, when a link may point to it. Raises DocumentError otherwise."""
    try:
        scheme = urlsplit(href).scheme
    except ValueError:
        scheme = "?"
    inside = href.startswith("/") and not href.startswith("//")
    if (not inside and scheme not in _SCHEMES) or re.search(r"[\s\\]", href) or _CONTROL.search(href):
        raise DocumentError(f"The link {href[:80]!r} is not a http(s), mailto or site address ('/...').")
    return href


def _inlines(parts: Sequence[Part]) -> tuple[Inline, ...]:
    """Strings as stretches: empty ones fall away, a newline becomes a line break."""
    found: list[Inline] = []
    for part in parts:
        if isinstance(part, Inline) and part.text is None:
            found.append(part)
            continue
        source = Inline(part) if isinstance(part, str) else part
        for number, line in enumerate(checked_text(source.text or "").splitlines() or [""]):
            found.extend([Inline(None)] if number else [])
            found.extend([attrs.evolve(source, text=line)] if line else [])
    return tuple(found)


def text(value: str) -> Inline:
    """A plain stretch of text."""
    return Inline(checked_text(value))


def hard_break() -> Inline:
    """A line break inside a paragraph."""
    return Inline(None)


def _marked(part: Part, name: str, values: tuple[tuple[str, str], ...] = ()) -> Inline:
    source = text(part) if isinstance(part, str) else part
    if source.text is None:
        raise DocumentError("A line break cannot carry a mark.")
    kept = tuple(mark for mark in source.marks if mark[0] != name)
    return attrs.evolve(source, marks=(*kept, (name, values)))


def bold(part: Part) -> Inline:
    """The stretch in bold."""
    return _marked(part, "bold")


def italic(part: Part) -> Inline:
    """The stretch in italics."""
    return _marked(part, "italic")


def underline(part: Part) -> Inline:
    """The stretch underlined."""
    return _marked(part, "underline")


def link(part: Part, href: str, *, title: str = "") -> Inline:
    """The stretch as a link.

    Args:
        part: what the reader sees.
        href: a http(s) or mailto address, or a path on the site itself that starts with `/`.
        title: text for who wants to know more about the link; left out when empty.

    Raises:
        DocumentError: when `href` is something else.
    """
    values = (("href", checked_href(href)), *([("title", checked_text(title))] if title else []))
    return _marked(part, "link", values)


def refer(part: Part, key: str) -> Inline:
    """The stretch as a link to another item of ours, by its key; see `Document.resolved`."""
    return _marked(part, REFERENCE, (("key", key),))


def paragraph(*parts: Part) -> Block:
    """A paragraph; without text it is an empty line."""
    return Block("paragraph", _inlines(parts))


def heading(*parts: Part, level: int = 2) -> Block:
    """A heading of level 2 to 6; level 1 is the title of the page.

    Raises:
        DocumentError: when the level is another, or the heading has no text.
    """
    if level not in HEADING_LEVELS:
        raise DocumentError(f"A heading has level 2 to 6, not {level}.")
    content = _inlines(parts)
    if not content:
        raise DocumentError("A heading needs text.")
    return Block("heading", content, (("level", level),))


def _cell(kind: str, item: Item) -> Block:
    """A list item or table cell: it starts with a paragraph, also when it is empty or starts with a list."""
    parts: Sequence[str | Inline | Block] = [item] if isinstance(item, str | Inline | Block) else item
    blocks: list[Block] = []
    run: list[Part] = []
    for part in parts:
        if isinstance(part, Block):
            blocks.extend([paragraph(*run)] if run else [])
            run = []
            blocks.append(part)
        else:
            run.append(part)
    if run or not blocks:
        blocks.append(paragraph(*run))
    if blocks[0].type != "paragraph":
        blocks.insert(0, paragraph())
    return Block(kind, tuple(_own_blocks(kind, blocks)))


def _own_blocks(parent: str, blocks: Sequence[Block]) -> Sequence[Block]:
    for block in blocks:
        if block.type not in CHILDREN[parent]:
            raise DocumentError(f"A {block.type} cannot stand directly in a {parent}.")
    return blocks


def bullet_list(*items: Item) -> Block:
    """A list with bullets. Raises DocumentError when it is empty."""
    if not items:
        raise DocumentError("A list needs at least one item.")
    return Block("bulletList", tuple(_cell("listItem", item) for item in items))


def ordered_list(*items: Item, start: int = 1) -> Block:
    """A numbered list that starts counting at `start`. Raises DocumentError when it is empty."""
    if not items:
        raise DocumentError("A list needs at least one item.")
    return Block("orderedList", tuple(_cell("listItem", item) for item in items), (("order", start),))


def blockquote(*blocks: Block) -> Block:
    """A quotation. Raises DocumentError when it is empty."""
    if not blocks:
        raise DocumentError("A quotation needs at least one block.")
    return Block("blockquote", tuple(_own_blocks("blockquote", blocks)))


def table(headers: Sequence[Item], rows: Sequence[Sequence[Item]]) -> Block:
    """A table with a header.

    Args:
        headers: the header cells, at least one.
        rows: one or more rows, each with as many cells as there are headers.

    Raises:
        DocumentError: when there is no header or row, or a row has another number of cells.
    """
    if not headers or not rows:
        raise DocumentError("A table needs at least one header cell and one row.")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(headers):
            raise DocumentError(f"Row {number} of the table has {len(row)} cells; its header has {len(headers)}.")
    head = Block("tableRow", tuple(_cell("tableHeader", item) for item in headers))
    body = tuple(Block("tableRow", tuple(_cell("tableCell", item) for item in row)) for row in rows)
    return Block("table", (head, *body))


def doc(*blocks: Block) -> Document:
    """A whole text; without blocks it is one empty paragraph, the way an empty text is stored.

    Raises:
        DocumentError: when a block cannot stand at the top, such as a single list item.
    """
    return Document(tuple(_own_blocks("doc", blocks)) or (paragraph(),))


def parse(stored: str) -> Document:
    """The document in a stored string; see `Document.from_json`."""
    return Document.from_json(stored)
