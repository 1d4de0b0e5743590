"""A plan that release 0.2 kept in a file is read as it stands; what is no such plan is refused with its remedy."""

import json
from pathlib import Path
from typing import Any

import pytest

from pleio.planning import group, in_step, pages
from rso_pleio.errors import SetupError
from rso_pleio.ledger_entry import What
from rso_pleio.model import DesiredItem, DesiredMember, DesiredSite
from rso_pleio.plan import Plan, SafetyBlock
from rso_pleio.plan_file import keep_plan, read_plan

TEXT = json.dumps({"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Tekst."}]}]})
STEP: dict[str, Any] = {
    "kind": "create", "group_key": "body-x", "differences": [], "reason": "", "guid": None, "does": [], "quiet": False,
}  # fmt: skip
KEPT_BY_0_2: dict[str, Any] = {
    "format": "rso-pleio-plan/1",
    "site": "https://samenwerken.example",
    "account": "g-us",
    "made_at": "2026-03-12T11:00:00+00:00",
    "position": 7,
    "groups": {"body-x": None},
    "steps": [
        {
            **STEP,
            "what": "item",
            "key": "page-1",
            "label": "Titel",
            "desired": {
                "key": "page-1", "kind": "wiki", "title": "Titel", "text": TEXT, "parent": None, "starts": None,
                "ends": None, "location": "", "state": None, "file": None, "archived": False, "gathers": False,
                "is": "DesiredItem",
            },
        },
        {
            **STEP,
            "what": "member",
            "key": "p-1",
            "label": "p-1 (lid)",
            "desired": {"person": "p-1", "role": "member", "choice": "add", "is": "DesiredMember"},
        },
    ],
    "sendings": [{"group_key": "body-x", "kind": "invitation", "number": 1, "told": "1 persoon krijgt een uitnodiging"}],
    "holds": [{"group_key": "body-x", "told": "4 items worden voorgoed verwijderd"}],
}  # fmt: skip


def in_file(folder: Path, content: dict[str, Any]) -> Path:
    path = folder / "plan.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_it_is_read_with_what_asks_for_a_confirmation(tmp_path: Path) -> None:
    kept = read_plan(in_file(tmp_path, KEPT_BY_0_2), {"p-1": ("p-1@x.example", "A. Voorbeeld")})
    assert kept.safety_blocks == (SafetyBlock(group_key="body-x", told="4 items worden voorgoed verwijderd"),)
    item, member = (step.desired for step in kept.steps)
    assert [step.what for step in kept.steps] == [What.ITEM, What.MEMBER]
    assert isinstance(item, DesiredItem)
    assert isinstance(member, DesiredMember)
    assert (item.title, member.email, member.name) == ("Titel", "p-1@x.example", "A. Voorbeeld")


def test_what_is_kept_today_has_the_same_names(tmp_path: Path) -> None:
    case = in_step(group(*pages(1)))
    made = case.drop("page-1").plan()
    blocks = (SafetyBlock(group_key="body-x", told="veel"),)
    path = tmp_path / "plan.json"
    keep_plan(
        path,
        Plan(made.steps, made.seen, made.sendings, blocks, position=7),
        DesiredSite(groups=(case.wanted,)),
        "https://samenwerken.example",
    )
    content = json.loads(path.read_text(encoding="utf-8"))
    assert set(content) == set(KEPT_BY_0_2)
    assert set(content["steps"][0]) == set(KEPT_BY_0_2["steps"][0])
    assert (content["holds"], content["steps"][0]["what"]) == ([{"group_key": "body-x", "told": "veel"}], "item")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "rso-pleio-plan/2"}, "is no plan of this version"),
        ({"holds": None}, "is not a whole plan"),
        ({"steps": [{**KEPT_BY_0_2["steps"][0], "what": "iets anders"}]}, "is not a whole plan"),
    ],
)
def test_any_other_is_refused_and_made_anew(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(SetupError, match=f"{said}; make it anew with 'rso pleio plan --out"):
        read_plan(in_file(tmp_path, {**KEPT_BY_0_2, **change}), {})
