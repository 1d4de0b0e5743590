"""The records that are made at random are ones that the store can hold; otherwise what they show is nothing."""

import random
from collections import Counter

import pytest

from records_at_random import events_of_every_act, record_at_random
from rso_core import EventStore
from rso_core.events import PersonRegistered


@pytest.mark.parametrize("disorder", [0, 5, 500])
def test_every_event_is_there_once_and_its_stream_has_no_gaps(disorder: int) -> None:
    for seed in range(50):
        made = record_at_random(seed, disorder)
        assert Counter(repr(each.event) for each in made) == Counter(repr(each.event) for each in events_of_every_act())
        for stream in {each.originator_id for each in made}:
            versions = [each.originator_version for each in made if each.originator_id == stream]
            assert versions == list(range(1, len(versions) + 1))


@pytest.mark.parametrize("disorder", [5, 500])
def test_what_needs_the_key_of_a_person_comes_between_the_registration_and_the_erasure(disorder: int) -> None:
    for seed in [752, *range(200)]:
        made, erased = record_at_random(seed, disorder), set()
        for each in made:
            if each.event.sealed:
                assert each.originator_id not in erased, (seed, each)
                assert (each.originator_version == 1) == isinstance(each.event, PersonRegistered), (seed, each)
            if each.event.erases:
                assert each.originator_version > 1, (seed, each)
                erased.add(each.originator_id)
        assert erased


def test_with_much_disorder_other_streams_stand_in_another_order_than_they_were_made_in() -> None:
    made = [each.event for each in record_at_random(752, 500) if not each.originator_id.startswith("person:")]
    assert made != [each.event for each in events_of_every_act() if not each.originator_id.startswith("person:")]


@pytest.mark.parametrize("seed", [752, 1, 2, 3])
def test_the_store_takes_it_in_two_parts(store_url: str, seed: int) -> None:
    made = record_at_random(seed, 500)
    first = random.Random(seed).randint(1, len(made) - 1)
    with EventStore.open(store_url) as store:
        store.append(made[:first])
        store.append(made[first:])
        assert [each.id for _, each in store.read(limit=len(made) + 1)] == [each.id for each in made]
