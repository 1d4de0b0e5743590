"""Chains of decisions: every step says where it belongs, and whether it stays among the members."""

from typing import Any

from rso_core.projection import Register
from rso_decisions.chains import chain_of


def a_register(*rows: dict[str, Any]) -> Register:
    return Register(title="R", columns=(), rows=rows)


def test_an_action_item_of_a_confidential_decision_is_confidential_too() -> None:
    decisions = a_register(
        {
            "decision": "d0",
            "meeting": "m0",
            "item": None,
            "body": "b",
            "confidential": False,
            "followed_by": ["decision:d1"],
        },
        {
            "decision": "d1",
            "meeting": "m1",
            "item": "i1",
            "body": "b",
            "confidential": True,
            "follows": ["decision:d0"],
            "followed_by": ["action:a1"],
        },
    )
    actions = a_register({"action": "a1", "decision": "d1", "meeting": "m1", "body": "b", "follows": ["decision:d1"]})
    told = [
        (row["subject"], row["decision"], row["meeting"], row["item"], row["confidential"])
        for row in chain_of(decisions, actions, "d1")
    ]
    assert told == [
        ("decision:d0", "d0", "m0", None, False),
        ("decision:d1", "d1", "m1", "i1", True),
        ("action:a1", "d1", "m1", None, True),
    ]
