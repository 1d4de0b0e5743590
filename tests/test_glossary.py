"""The glossary speaks of what the library gives, and of every concept of the covenant."""

import re
from pathlib import Path

import pytest

import rso_core
from rso_core import acts, catalogue, events
from rso_core.domain.concept import concepts

GLOSSARY = Path(__file__).parents[1] / "docs" / "glossary.md"
NAMES = [
    name
    for row in re.findall(r"^\|[^|]*\| (`[^|]*) \|", GLOSSARY.read_text(), re.M)
    for name in re.findall(r"`(\w+)`", row)
]


def sources() -> str:
    root = Path(__file__).parents[1]
    return "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("rso_core", "adapters/pleio/rso_pleio")
        for path in (root / folder).rglob("*.py")
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_word_of_the_glossary_is_a_name_of_the_library(name: str) -> None:
    public = set(dir(acts)) | set(dir(events)) | set(dir(rso_core))
    assert name in public or re.search(rf"^class {name}\b", sources(), re.M), name


def test_every_concept_is_explained() -> None:
    for definition in catalogue.definitions():
        definition.load()
    assert {state.__name__ for state in concepts().values()} - set(NAMES) <= {"Person"}
