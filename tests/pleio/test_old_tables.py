"""Tables as releases up to 0.2 wrote them are put right once, and are nobody's change."""

import json
from typing import Any

import attrs
import pytest

from pleio.faults.site_by_hand import item
from pleio.planning import Case, group, in_step, only
from rso_pleio.documents import doc, paragraph, parse, table
from rso_pleio.ledger_entry import NO_LONGER_KNOWN
from rso_pleio.plan import Choices
from rso_pleio.plan.item_differences import OLD_TABLES
from rso_pleio.rendered_item import content_hash, group_content_hash
from rso_pleio.stored_text import canonical, straight, straightened

TEXT = doc(paragraph("Voor"), table(["A", "B"], [["1", "2"]]), paragraph("Na"))
PAGE = item("page", "wiki")


def loosened(text: str, words: str = "") -> str:
    """The text as a release up to 0.2 wrote it, with other words where they are given."""
    node = json.loads(text)
    for each in node["content"]:
        if each["type"] == "table":
            head, *rows = each["content"]
            each["content"] = [*head["content"], *rows]
    if words:
        node["content"][0]["content"][0]["text"] = words
    return json.dumps(node)


def old_site(words: str = "", *, known: bool = True) -> Case:
    """A site on which a page and the group stand with loose header cells, and a ledger of what was wanted then."""
    case = in_step(group(attrs.evolve(PAGE, text=TEXT), text=TEXT))
    case = case.shown("page", content={"text": loosened(TEXT.to_json())}).on_site(text=loosened(TEXT.to_json()))
    content, there = case.item("page").content, case.there
    assert content is not None
    assert there is not None
    case = case.noted("item", "page", content_hash=content_hash(content), desired_hash="a/b")
    case = case.noted("group", case.wanted.key, content_hash=group_content_hash(there), desired_hash="c")
    if not known:
        case = case.forgot("item", "page").noted("group", case.wanted.key, content_hash=NO_LONGER_KNOWN)
    if words:
        case = case.shown("page", content={"text": loosened(TEXT.to_json(), words)})
        case = case.on_site(text=loosened(TEXT.to_json(), words))
    return case


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("policy", ["report", "restore", "accept"])
def test_they_are_put_right_and_said_to_be_nothing_else(known: bool, policy: Any) -> None:
    plan = old_site(known=known).plan(Choices(policies={"wiki": policy, "group": policy}))
    assert {(step.kind, step.key, step.differences) for step in plan.steps} == {
        ("change", "page", (OLD_TABLES,)),
        ("change", "body-x", (OLD_TABLES,)),
    }


def test_the_words_of_a_person_stay_theirs() -> None:
    kinds = {step.key: step.kind for step in old_site("Door een mens").plan().steps}
    assert kinds == {"page": "drift", "body-x": "drift"}


def test_what_was_being_made_is_finished_first() -> None:
    case = old_site().noted("item", "page", state="intended")
    step = only(step for step in case.plan().steps if step.key == "page")
    assert "finish" in step.does


def test_a_kept_text_in_the_old_form_is_read_in_the_new() -> None:
    assert parse(loosened(TEXT.to_json())) == TEXT
    assert straight(loosened(TEXT.to_json())) == canonical(TEXT.to_json())


def test_only_what_stands_before_the_rows_is_their_head() -> None:
    cell: Any = {"type": "tableHeader", "content": [{"type": "paragraph"}]}
    row: Any = {"type": "tableRow", "content": [{"type": "tableCell", "content": [{"type": "paragraph"}]}]}
    assert straightened({"type": "table", "content": [cell, cell, row]})["content"] == [
        {"type": "tableRow", "content": [cell, cell]},
        row,
    ]
    for damaged in ([row, cell], [row, cell, row], [row]):
        assert straightened({"type": "table", "content": damaged})["content"] == damaged


def test_what_an_editor_adds_by_itself_says_nothing() -> None:
    node = json.loads(TEXT.to_json())
    for row in node["content"][1]["content"]:
        for cell in row["content"]:
            cell["attrs"] = {"colspan": 1, "rowspan": 1, "colwidth": None}
    node["content"][0]["attrs"] = {"textAlign": None}
    assert canonical(json.dumps(node)) == canonical(TEXT.to_json())
    node["content"][1]["content"][1]["content"][0]["attrs"]["colspan"] = None
    assert canonical(json.dumps(node)) == canonical(TEXT.to_json())
    node["content"][1]["content"][1]["content"][0]["attrs"]["colspan"] = 2
    assert canonical(json.dumps(node)) != canonical(TEXT.to_json())
