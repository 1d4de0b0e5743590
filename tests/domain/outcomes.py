"""What acts lead to, word for word, kept as data: the events of every act, and the facts of every refusal.

Where one of the two changes on purpose, write it anew and look at what changed:
``PYTHONPATH=.:tests python -m domain.outcomes``.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from domain.deciding import Record
from domain.edges.test_every_rule import every_edge
from domain.trials import EVERY
from rso_core import Refused

DATA = Path(__file__).parent / "data"
EVENTS = DATA / "events_of_every_act.jsonl"
FACTS = DATA / "facts_of_refusals.jsonl"


def events_of_every_act() -> Iterator[str]:
    """A line per event: act, stream, day from which it holds, name, version, fields."""
    record = Record()
    for act in EVERY:
        for effect in record.perform(act):
            event = effect.event
            line = [act.act_name, effect.stream, effect.effective, event.event_name, event.event_version, event]
            yield _line(line)


def facts_of_refusals() -> Iterator[str]:
    """A line per row that is refused: table, sentence, rule, facts."""
    for table, edge in every_edge():
        outcome = edge.outcome()
        if isinstance(outcome, Refused):
            yield _line([table.removeprefix("test_"), edge.sentence, outcome.rule.id, outcome.facts])


def _line(value: Any) -> str:
    return msgspec.json.encode(value, order="sorted", enc_hook=str).decode()


if __name__ == "__main__":
    for path, lines in ((EVENTS, events_of_every_act()), (FACTS, facts_of_refusals())):
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
