"""What registers show does not depend on the order of typing: acts of every kind, in both orders, on every register."""

import random
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from acts_of_a_region import NOW, by
from domain.test_acts_in_any_order import ON_WHAT_WAS_KNOWN, _day, _of_one_day, kinds, orders, trials
from domain.trials import EVERY
from every_plugin import every_plugin
from rso_core import Act, Application, EventStore
from rso_core.projection import AsOf

PAIRS = 24
"""Drawn anew for each seed; a pair costs two records with all registers on three days."""


def pairs() -> list[tuple[int, Act, Act]]:
    """Pairs of acts that are accepted in both orders, each on the cooperation as it stood before some act."""
    chance, found = random.Random(7), []
    places = list(range(20, len(EVERY)))
    chance.shuffle(places)
    for place in places:
        together = [*combinations(trials(place), 2)]
        chance.shuffle(together)
        for one, other in together[:6]:
            pair = (one, other)
            settled = not kinds(pair).isdisjoint(ON_WHAT_WAS_KNOWN) or _of_one_day(pair)
            if not settled and _day(one) and _day(other) and len(orders(place, pair)) == 2:
                found.append((place, one, other))
                break
        if len(found) == PAIRS:
            break
    return found


def shown(folder: Path, place: int, typed: tuple[Act, Act], days: list[date]) -> dict[str, Any]:
    """All registers on these days."""
    folder.mkdir()
    with Application(EventStore.open(f"sqlite:///{folder / 'rso.db'}"), lambda: NOW) as application:
        with application.batch() as batch:
            for act in (*EVERY[:place], *typed):
                batch.perform(act, by())
        told: dict[str, Any] = {}
        models = every_plugin().read_models()
        for day in days:
            with AsOf(application.store, models, day) as moment:
                told |= {f"{m.name} on {day}": [dict(row) for row in moment.register(m.name).rows] for m in models}
        return told


@pytest.mark.slow
def test_every_register_shows_the_same_in_either_order(tmp_path: Path) -> None:
    drawn = pairs()
    assert len(drawn) == PAIRS
    for number, (place, one, other) in enumerate(drawn):
        held = [day for day in (_day(one), _day(other)) if day is not None]
        days = [*sorted(held), max(held) + timedelta(days=400)]
        there = shown(tmp_path / f"{number}-there", place, (one, other), days)
        back = shown(tmp_path / f"{number}-back", place, (other, one), days)
        assert {name for name, rows in there.items() if rows != back[name]} == set(), f"{one}\n{other}"
