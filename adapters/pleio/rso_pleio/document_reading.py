"""Reading stored documents: only what the site can show is taken, and what is wrong is told with its place."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from rso_pleio.documents import (
    ATTRIBUTES,
    CHILDREN,
    HEADING_LEVELS,
    INLINE,
    MARKS,
    NEEDS_CONTENT,
    NEEDS_PARAGRAPH,
    REFERENCE,
    Block,
    DocumentError,
    Inline,
    JsonObject,
    checked_href,
    checked_text,
)
from rso_pleio.stored_text import straightened

Marks: TypeAlias = Mapping[str, frozenset[str]]


def read_blocks(stored: str, *, references: bool) -> tuple[Block, ...]:
    """The blocks of a stored document; see `Document.from_json`."""
    try:
        node = straightened(json.loads(stored))
    except (ValueError, RecursionError):
        raise DocumentError("The text is not the JSON of a document.") from None
    marks = {**MARKS, REFERENCE: frozenset({"key"})} if references else MARKS
    return _parse_block(node, "doc", frozenset({"doc"}), marks).content  # type: ignore[return-value]


def _parse_block(node: Any, path: str, allowed: frozenset[str], marks: Marks) -> Block:
    kind = node.get("type") if isinstance(node, dict) else None
    if not isinstance(kind, str) or kind not in allowed:
        raise DocumentError(f"{path}: {kind!r} cannot stand here; the site knows {sorted(allowed)} here.")
    values = node.get("attrs") or {}
    known = ATTRIBUTES.get(kind, frozenset())
    if not isinstance(values, dict) or not set(values) <= known or not all(isinstance(v, int) for v in values.values()):
        raise DocumentError(f"{path}: {kind} has attributes {values!r}; the site knows {sorted(known)}.")
    if "level" in values and values["level"] not in HEADING_LEVELS:
        raise DocumentError(f"{path}: a heading has level 2 to 6, not {values['level']}.")
    children = node.get("content") or []
    if not isinstance(children, list) or (not children and kind in NEEDS_CONTENT):
        raise DocumentError(f"{path}: {kind} needs content.")
    parsed = tuple(_parse_child(child, f"{path}/{kind}[{n}]", kind, marks) for n, child in enumerate(children))
    _check_order(kind, parsed, path)
    return Block(kind, parsed, tuple(values.items()))


def _parse_child(node: Any, path: str, parent: str, marks: Marks) -> Block | Inline:
    if isinstance(node, dict) and node.get("type") in INLINE and CHILDREN[parent] == INLINE:
        return Inline(None) if node["type"] == "hardBreak" else _parse_text(node, path, marks)
    return _parse_block(node, path, CHILDREN[parent], marks)


def _parse_text(node: JsonObject, path: str, known: Marks) -> Inline:
    value, marks = node.get("text"), node.get("marks") or []
    if not isinstance(value, str) or not value or not isinstance(marks, list):
        raise DocumentError(f"{path}: a text node needs text.")
    found = []
    for mark in marks:
        name = mark.get("type") if isinstance(mark, dict) else None
        values = (mark.get("attrs") or {}) if isinstance(mark, dict) else {}
        if not isinstance(name, str) or name not in known or not isinstance(values, dict):
            raise DocumentError(f"{path}: the site does not know the mark {name!r}.")
        given = {key: value for key, value in values.items() if value is not None}
        if not set(given) <= known[name] or not all(isinstance(v, str) for v in given.values()):
            raise DocumentError(f"{path}: the mark {name} has attributes {sorted(values)}.")
        if name == "link":
            checked_href(given.get("href", ""))
        found.append((name, tuple(given.items())))
    return Inline(checked_text(value), tuple(found))


def _check_order(kind: str, content: Sequence[Block | Inline], path: str) -> None:
    types = [part.type if isinstance(part, Block) else "text" for part in content]
    if kind in NEEDS_PARAGRAPH and types[0] != "paragraph":
        raise DocumentError(f"{path}: a {kind} starts with a paragraph.")
