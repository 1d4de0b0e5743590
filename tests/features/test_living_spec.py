"""The features run, and are what a board secretary can read."""

import re
from pathlib import Path

import pytest
from pytest_bdd import scenarios

from refusal_reasons import REASONS
from rules_of_the_domain import all_rules

FEATURES = Path(__file__).parents[2] / "features"
ELSEWHERE = {"pleio.feature", "ondertekende-pdf.feature"}
"""Features with steps of their own, beside this test: they ask for a site, or for an extra."""
FILES = sorted(path for path in FEATURES.glob("*.feature") if path.name not in ELSEWHERE)
TAGS = {*(f"S{n}" for n in range(1, 16)), *(f"U{n}" for n in range(1, 5))}
for file in FILES:
    scenarios(file.name)


@pytest.mark.parametrize("path", sorted(FEATURES.glob("*.feature")), ids=lambda path: path.stem)
def test_a_feature_is_dutch_tagged_and_speaks_of_acts_and_rules(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# language: nl\n")
    lines = [line.strip() for line in text.splitlines()]
    for number, line in enumerate(lines):
        if line.startswith(("Scenario:", "Abstract Scenario:")):
            tags = lines[number - 1].split()
            assert tags, line
            assert all(tag.startswith("@") and tag[1:] in TAGS for tag in tags), line
    assert not re.search(r"\b(tabel|table|json|http|event|database|sql)\b", text, re.IGNORECASE)


def test_every_rule_is_refused_in_some_scenario() -> None:
    told = set()
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        told |= {rule for reason, rule in REASONS.items() if reason in text}
    assert {rule.id for rule in all_rules()} == told
