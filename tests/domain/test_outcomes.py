"""What acts lead to is, word for word, what it was."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.outcomes import EVENTS, FACTS, SENTENCES, events_of_every_act, facts_of_refusals, sentences_of_events


@pytest.mark.parametrize(
    ("kept", "now"),
    [(EVENTS, events_of_every_act), (FACTS, facts_of_refusals), (SENTENCES, sentences_of_events)],
    ids=["events", "facts", "sentences"],
)
def test_it_is_what_it_was(kept: Path, now: Callable[[], Iterator[str]]) -> None:
    assert list(now()) == kept.read_text(encoding="utf-8").splitlines()
