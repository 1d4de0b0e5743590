"""Texts that the editor of the site cannot open are refused by the sandbox; what is no document is stored as it is."""

import json
from typing import Any

import pytest

from pleio.sandbox.asking_the_sandbox import Asker
from rso_pleio.documents import (
    blockquote,
    bold,
    bullet_list,
    doc,
    hard_break,
    heading,
    link,
    ordered_list,
    paragraph,
    table,
)
from rso_pleio_sandbox.editor_schema import damaged_by

WORDS = {"type": "paragraph", "content": [{"type": "text", "text": "a"}]}
HEAD = {"type": "tableHeader", "content": [WORDS]}
CELL = {"type": "tableCell", "content": [WORDS]}


def row(*cells: Any) -> Any:
    return {"type": "tableRow", "content": list(cells)}


def text_of(*nodes: Any) -> str:
    return json.dumps({"type": "doc", "content": list(nodes)})


DAMAGED = {
    "header cells loose in a table": {"type": "table", "content": [HEAD, row(CELL)]},
    "a table without rows": {"type": "table"},
    "words straight in a cell": {"type": "table", "content": [row({"type": "tableCell", "content": WORDS["content"]})]},
    "a cell without a row": CELL,
    "a list item without a list": {"type": "listItem", "content": [WORDS]},
    "a list item that starts with a list": {
        "type": "bulletList",
        "content": [{"type": "listItem", "content": [{"type": "bulletList", "content": []}]}],
    },
    "an empty stretch": {"type": "paragraph", "content": [{"type": "text", "text": ""}]},
    "an unknown node": {"type": "codeBlock"},
    "an unknown mark": {"type": "paragraph", "content": [{"type": "text", "text": "a", "marks": [{"type": "strike"}]}]},
    "marks that are none": {"type": "paragraph", "content": [{"type": "text", "text": "a", "marks": 3}]},
}


@pytest.mark.parametrize("node", DAMAGED.values(), ids=DAMAGED)
def test_a_text_that_the_editor_cannot_open_is_refused(leader: Asker, group: str, node: Any) -> None:
    assert damaged_by(text_of(node))
    given = {"subtype": "wiki", "containerGuid": group, "title": "Een", "richDescription": text_of(node)}
    assert "the editor cannot open this text" in leader.refusal("addEntity", **given)
    assert "the editor cannot open this text" in leader.refusal("editGroup", guid=group, richDescription=text_of(node))
    guid = leader.add("wiki", group)
    assert "the editor cannot open this text" in leader.refusal("editEntity", guid=guid, richDescription=text_of(node))


@pytest.mark.parametrize("stored", ["", "geen document", "[1]", '"a"'])
def test_what_is_no_document_is_stored_as_it_is(leader: Asker, group: str, stored: str) -> None:
    guid = leader.add("wiki", group, richDescription=stored)
    assert leader.site.state.items[guid].rich_description == stored


def test_all_that_we_can_write_can_be_opened() -> None:
    everything = doc(
        heading("Kop", level=3),
        paragraph("Tekst ", bold("vet"), hard_break(), link("hier", "https://x.example", title="Daar")),
        paragraph(),
        blockquote(paragraph("Citaat"), bullet_list("een", [bullet_list("twee")])),
        ordered_list("een", start=3),
        table(["A", bold("B")], [["1", ""], [bullet_list("x"), ["a", paragraph("b")]]]),
    )
    assert damaged_by(everything.to_json()) is None
