"""Live tables and earlier moments: whatever came in whatever order, a register tells what the long way tells."""

import itertools
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brute_force import held_at, told_by, with_tables
from models_to_try import START, nosy, tame, told
from quick import examples
from records_at_random import DAYS, FIRST, record_at_random, with_corrections
from rso_core import EventStore
from rso_core.events import PersonCorrected, PersonRegistered
from rso_core.hooks import Plugins
from rso_core.projection import AsOf, HandlerFailedError, Projector, ReadModel, Register, Rows
from rso_core.projection.knowledge import Knowledge
from rso_core.projection.live_moments import LiveMoments, NoAnswerError
from rso_core.projection.moment import Asked
from rso_core.store import RecordedEvent

DAY = START.date()
LATER_THAN_ALL = date(2099, 1, 1)
Moment = tuple[date, datetime | None]
MOMENTS = st.tuples(
    st.integers(-10, DAYS + 400).map(lambda n: (FIRST + timedelta(days=n)).date()),
    st.none() | st.integers(0, DAYS + 10).map(lambda n: FIRST + timedelta(days=n)),
)


def bundled() -> list[ReadModel]:
    return [with_tables(model) for model in Plugins().read_models()]


@contextmanager
def projecting(url: str, models: list[ReadModel]) -> Iterator[Projector]:
    with EventStore.open(url) as store:
        projector = Projector(store, models, live_from=0)
        try:
            yield projector
        finally:
            projector.close()


def live(projector: Projector) -> LiveMoments:
    return projector._live


def at(model: ReadModel, projector: Projector, valid_on: date, known_on: datetime | None = None) -> Register:
    """What the live tables tell of a moment; they may not pass the question on."""
    return live(projector).register(model, Asked(valid_on, Knowledge(known_on), projector.store.head()), valid_on)


def assert_all_tell_the_same(projector: Projector, moments: Sequence[Moment]) -> None:
    """Live tables today and at each moment, and the replay, are what the long way tells, for every register."""
    events = projector.store.read(limit=100_000)
    assert projector.catch_up() == []
    for valid_on, known_on in [(LATER_THAN_ALL, None), *moments]:
        held = held_at(events, valid_on, known_on)
        with AsOf(projector.store, projector.read_models, valid_on, known_on) as replayed:
            for model in projector.read_models:
                expected = told_by(model, held, valid_on)
                assert replayed.register(model.name) == expected, (model.name, valid_on, known_on)
                assert at(model, projector, valid_on, known_on) == expected, (model.name, valid_on, known_on)
    held = held_at(events, None, None)
    for model in projector.read_models:
        expected = told_by(model, held, LATER_THAN_ALL)
        assert projector.register(model.name, LATER_THAN_ALL) == expected, model.name


def check_random_record(url: str, seed: int, disorder: int, moments: list[Moment], corrections: int) -> None:
    events = with_corrections(record_at_random(seed, disorder), seed, corrections)
    chance = random.Random(seed)
    cuts = sorted(chance.sample(range(1, len(events)), 3))
    with projecting(url, bundled()) as projector:
        for first, last in itertools.pairwise([0, *cuts, len(events)]):
            projector.store.append(events[first:last])
            assert_all_tell_the_same(projector, moments if last == len(events) else moments[:1])
        projector.rebuild()
        assert_all_tell_the_same(projector, moments)


@pytest.mark.slow
@settings(max_examples=examples(4), deadline=None)
@given(
    st.integers(0, 10**6),
    st.sampled_from([0, 5, 500]),
    st.lists(MOMENTS, min_size=2, max_size=2),
    st.sampled_from([0, 1, 12]),
)
@example(752, 500, [(date(2026, 1, 10), None)], 0)  # once a name came after the erasure, which no store holds
@example(7, 5, [(date(2026, 1, 10), datetime(2026, 1, 20, tzinfo=UTC))], 12)
def test_all_registers_tell_what_the_long_way_tells(
    seed: int, disorder: int, moments: list[Moment], corrections: int
) -> None:
    with TemporaryDirectory() as folder:
        check_random_record(f"sqlite:///{Path(folder) / 'rso.db'}", seed, disorder, moments, corrections)


@pytest.mark.postgres
def test_so_they_do_on_postgresql(postgres_url: str) -> None:
    middle = (date(2026, 1, 10), datetime(2026, 1, 20, tzinfo=UTC))
    check_random_record(postgres_url, 7, 5, [middle, (date(2025, 11, 1), None)], 12)


EVENTS = st.lists(
    st.builds(
        lambda kind, person, name, known, effective: (
            kind(person=person, name=name),
            START + timedelta(days=known),
            (START + timedelta(days=effective)).date(),
        ),
        st.sampled_from([PersonRegistered, PersonCorrected]),
        st.sampled_from(["p", "q", "r"]),
        st.sampled_from(["A", "B", "C"]),
        st.integers(0, 9),
        st.integers(-3, 12),
    ),
    min_size=1,
    max_size=14,
)
DAYS_AROUND = st.tuples(
    st.integers(-4, 13).map(lambda n: (START + timedelta(days=n)).date()),
    st.none() | st.integers(-1, 10).map(lambda n: START + timedelta(days=n)),
)


@settings(max_examples=examples(25), deadline=None)
@given(EVENTS, EVENTS, st.lists(DAYS_AROUND, min_size=1, max_size=3), st.randoms())
def test_whatever_handlers_do_it_is_what_the_long_way_tells(
    before: list[Any], after: list[Any], moments: list[Moment], chance: random.Random
) -> None:
    numbers = itertools.count()
    with TemporaryDirectory() as folder, small_steps(), projecting(f"sqlite:///{folder}/r.db", [tame(), nosy()]) as p:
        for events in (before, after):
            p.store.append([told(next(numbers), *event) for event in events])
            recorded = p.store.read(limit=1_000)
            assert p.catch_up() == []
            for model in p.read_models:
                expected = told_by(model, held_at(recorded, None, None), LATER_THAN_ALL)
                assert p.register(model.name, LATER_THAN_ALL) == expected
            for valid_on, known_on in moments:
                with p.as_of(valid_on, known_on) as asked:
                    for model in p.read_models:
                        expected = told_by(model, held_at(recorded, valid_on, known_on), valid_on)
                        assert asked.register(model.name) == expected
        for valid_on, known_on in moments:
            until, _ = chance.choice(recorded)
            upto = [item for item in recorded if item[0] <= until]
            # Without a replay to fall back on: which rows the tame one touches is said by the events alone.
            found = live(p).register(p.read_models[1], Asked(valid_on, Knowledge(known_on), until), valid_on)
            assert found == told_by(tame(), held_at(upto, valid_on, known_on), valid_on)


@contextmanager
def small_steps() -> Iterator[None]:
    """A few events at a time, so that components meet that were written down before."""
    with (
        patch("rso_core.projection.projector.BATCH", 3),
        patch("rso_core.projection.taking_up.AT_ONCE", 2),
        patch("rso_core.projection.live_moments.READ_AT_ONCE", 2),
        patch("rso_core.projection.live_rows.LOOKED_UP", 2),
    ):
        yield


@settings(max_examples=examples(15), deadline=None)
@given(EVENTS, st.lists(DAYS_AROUND, min_size=1, max_size=2), st.integers(0, 8))
def test_a_build_that_has_to_write_before_it_is_done_tells_the_same(
    events: list[Any], moments: list[Moment], bound: int
) -> None:
    numbers = itertools.count()
    with TemporaryDirectory() as folder, projecting(f"sqlite:///{folder}/r.db", [tame(), nosy()]) as p:
        p.store.append([told(next(numbers), *event) for event in events])
        with (
            patch("rso_core.projection.build.ROWS_IN_MEMORY", bound),
            patch("rso_core.projection.build.READ_AT_ONCE", 2),
            patch("rso_core.projection.build.ROWS_AT_ONCE", 3),
        ):
            p.rebuild()
        recorded = p.store.read(limit=1_000)
        for valid_on, known_on in [(LATER_THAN_ALL, None), *moments]:
            with p.as_of(valid_on, known_on) as asked:
                for model in p.read_models:
                    expected = told_by(model, held_at(recorded, valid_on, known_on), valid_on)
                    assert asked.register(model.name) == expected
            assert at(p.read_models[1], p, valid_on, known_on) == told_by(
                tame(), held_at(recorded, valid_on, known_on), valid_on
            )


@pytest.mark.parametrize("others", [["X", "C", "Y"], ["X", "not yet", "C", "Y"]], ids=["its row", "nobody's row"])
def test_a_handler_that_looks_first_is_replayed_where_it_would_touch_the_rows_of_another(
    sqlite_url: str, others: list[str]
) -> None:
    # Without what is not yet known the handler counts one less, and both persons meet in the name C.
    names = [("p", name) for name in ("A", "B, not yet", "C", "D")] + [("r", name) for name in others]
    events = [PersonCorrected(person=person, name=name) for person, name in names]
    with projecting(sqlite_url, [nosy()]) as projector:
        known = [START + timedelta(days=9 * ("not yet" in name)) for _, name in names]
        projector.store.append([told(n, event, known[n], DAY) for n, event in enumerate(events)])
        with pytest.raises(NoAnswerError, match="'nosy' touches other rows"):
            at(nosy(), projector, DAY, START)
        with projector.as_of(DAY, START) as asked:
            expected = told_by(nosy(), held_at(projector.store.read(), DAY, START), DAY)
            assert asked.register("nosy") == expected
        counted = {row["name"]: row["times"] for row in expected.rows if "since" in row}
        assert counted == {"C": 2}


def people(store: EventStore, *numbers: int, since: date = DAY) -> None:
    events = [PersonRegistered(person=f"p-{n}", name=f"P. Fictief {n}") for n in numbers]
    store.append([told(n, event, START, since) for n, event in zip(numbers, events, strict=True)])


def times(projector: Projector, on: date = DAY) -> list[int]:
    """What the tame read model counted, as the live tables tell of a day."""
    found = at(projector.read_models[0], projector, on)
    return [row["times"] for row in found.rows if row["table"] == "tame_people"]


def test_a_new_version_is_built_before_it_answers(store_url: str) -> None:
    with projecting(store_url, [tame()]) as projector:
        people(projector.store, 1, 2)
        assert times(projector) == [1, 1]
        people(projector.store, 3)
        assert times(projector) == [1, 1, 1]
    with projecting(store_url, [tame(version=2)]) as projector:
        assert times(projector) == [2, 2, 2]


def test_a_question_leaves_no_table_that_a_later_one_would_find(store_url: str) -> None:
    with projecting(store_url, [tame()]) as projector:
        people(projector.store, 1, 2)
        projector.catch_up()
        assert times(projector, date(2020, 1, 1)) == []
        assert len(projector.register("tame").rows) == 4


def test_a_handler_that_refuses_an_event_is_replayed_until_it_is_mended(sqlite_url: str) -> None:
    known = tame()
    cannot = True

    def refuses(rows: Rows, recorded: RecordedEvent) -> None:
        if cannot and recorded.originator_id == "person:2":
            raise ValueError("cannot")
        known.handlers[PersonRegistered](rows, recorded)

    with projecting(sqlite_url, [attrs.evolve(known, handlers={PersonRegistered: refuses})]) as projector:
        people(projector.store, 1)
        people(projector.store, 2, since=DAY + timedelta(days=1))
        with projector.as_of(DAY) as asked:
            assert len(asked.register("tame").rows) == 2, "what the handler can do, it does"
        with projector.as_of(DAY + timedelta(days=1)) as asked, pytest.raises(HandlerFailedError, match="person:2@1"):
            asked.register("tame")
        cannot = False
        with pytest.raises(NoAnswerError):
            times(projector)
        projector.retry("tame")
        assert times(projector, DAY + timedelta(days=1)) == [1, 1]


def test_what_comes_into_the_record_meanwhile_does_not_count(sqlite_url: str) -> None:
    with projecting(sqlite_url, [tame(), nosy()]) as projector:
        people(projector.store, 1)
        with projector.as_of(DAY) as asked:
            people(projector.store, 2)
            with projector.as_of(DAY) as later:
                assert len(later.register("tame").rows) == 4
            assert len(asked.register("tame").rows) == 2
            assert len(asked.register("nosy").rows) == 1


def test_a_register_on_several_days_is_the_same_from_live_tables(sqlite_url: str) -> None:
    days = [DAY + timedelta(days=n) for n in (-1, 0, 3)]
    with projecting(sqlite_url, [tame()]) as projector:
        people(projector.store, 1)
        people(projector.store, 2, since=days[2])
        replayed = Projector(projector.store, [tame()])
        assert projector.registers_on("tame", days) == replayed.registers_on("tame", days)
        assert len(projector.registers_on("tame", days)[days[2]].rows) == 4
        replayed.close()
