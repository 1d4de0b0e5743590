"""A rule is found by the first search of somebody who reads a refusal: its constant is its id, and it stands once."""

import re
from pathlib import Path

import rso_core

RULE = re.compile(r'^(\w+) = Rule\(\s*id="([^"]+)"', re.MULTILINE)
SOURCES = {path: path.read_text(encoding="utf-8") for path in Path(rso_core.__file__).parent.rglob("*.py")}


def test_the_constant_of_a_rule_is_its_id() -> None:
    found = [rule for source in SOURCES.values() for rule in RULE.findall(source)]
    assert len(found) > 80
    assert [constant for constant, _ in found] == [id_.upper().replace(".", "_") for _, id_ in found]
    assert len({id_ for _, id_ in found}) == len(found)


def test_every_rule_is_written_so_that_it_is_found() -> None:
    written = sum(len(RULE.findall(source)) for source in SOURCES.values())
    made = sum(len(re.findall(r"(?<!\w)Rule\(\s*id=", source)) for source in SOURCES.values())
    assert made == written
