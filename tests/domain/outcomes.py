"""What acts lead to, word for word, kept as data: the events of every act, their sentences, and the facts of refusals.

Where one of these changes on purpose, write it anew and look at what changed:
``PYTHONPATH=.:tests python -m domain.outcomes``.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from domain.deciding import TODAY, Record, record_of
from domain.edges.test_every_rule import every_edge
from domain.trials import EVERY
from rso_core import Refused
from rso_core.domain.names import NameIndex
from rso_core.narrative.sentences import sentence

DATA = Path(__file__).parent / "data"
EVENTS = DATA / "events_of_every_act.jsonl"
FACTS = DATA / "facts_of_refusals.jsonl"
SENTENCES = DATA / "sentences_of_events.jsonl"


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


def sentences_of_events() -> Iterator[str]:
    """What every event is told as, once per wording: of every act, and of every row that passes."""
    told: dict[str, None] = {}
    for given, act, recorded_on in [
        *((EVERY[:place], act, TODAY) for place, act in enumerate(EVERY)),
        *((edge.given, edge.act, edge.recorded_on) for _, edge in every_edge() if not edge.refused),
    ]:
        record = record_of(given)
        names = NameIndex()
        effects = record.perform(act, recorded_on)
        for recorded in record.recorded:
            names.learn(recorded.event)
        told |= {_line([effect.event.event_name, sentence(effect.event, names)]): None for effect in effects}
    yield from told


def _line(value: Any) -> str:
    return msgspec.json.encode(value, order="sorted", enc_hook=str).decode()


if __name__ == "__main__":
    for path, lines in (
        (EVENTS, events_of_every_act()),
        (FACTS, facts_of_refusals()),
        (SENTENCES, sentences_of_events()),
    ):
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
