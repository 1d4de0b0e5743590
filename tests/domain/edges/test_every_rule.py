"""Every rule of the domain is met in these tables: by what it refuses, and by what it lets pass."""

import importlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from domain.deciding import Edge
from domain.trials import EVERY
from rules_of_the_domain import all_rules

BY_OTHER_MEANS = {
    "record.key_reused",
    "record.claim_before_known",
    "record.claim_before_happened",
    "record.claim_without_source",
    "record.claim_before_earlier_claim",
    "record.clock_behind",
    "record.actor",
    "correction.rest_stands",
    "correction.standing_act",
    "correction.changes",
    "correction.field",
    "correction.once",
    "correction.given_back",
    "correction.irrevocable",
    "correction.known_after",
    "person.merged",
    "person.another",
    "person.registered_once",
}
"""Rules about the recording of an act and not its content; see `tests/application` and `tests/corrections`."""


def every_edge() -> Iterator[tuple[str, Edge]]:
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        for edge in getattr(importlib.import_module(f"domain.edges.{path.stem}"), "EDGES", []):
            yield path.stem, edge


def test_every_rule_refuses_and_lets_pass_on_its_edges() -> None:
    edges = [edge for _, edge in every_edge()]
    rules = {rule.id for rule in all_rules()} - BY_OTHER_MEANS
    assert {edge.rule for edge in edges if edge.refused} == rules
    assert {edge.rule for edge in edges if not edge.refused} == rules


def test_every_act_is_refused_somewhere_and_allowed_somewhere() -> None:
    edges = [edge for _, edge in every_edge()]
    names = {act.act_name for act in EVERY}
    assert {edge.act.act_name for edge in edges if edge.refused} == names
    assert {edge.act.act_name for edge in edges if not edge.refused} == names


def test_every_row_has_a_sentence_of_its_own() -> None:
    sentences = Counter((module, edge.sentence) for module, edge in every_edge())
    assert [sentence for sentence, times in sentences.items() if times > 1] == []
