"""Snapshots: an as-of question answered from one equals the full replay, at any moment and whatever happened to it."""

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
import sqlalchemy as sa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forked_processes import forked_processes
from quick import examples
from records_at_random import DAYS, FIRST, record_at_random
from rso_core import EventStore
from rso_core.events import PersonCorrected, PersonRegistered
from rso_core.hooks import Plugins
from rso_core.projection import (
    AsOf,
    HandlerFailedError,
    Projector,
    ReadModel,
    Register,
    Rows,
)
from rso_core.projection.snapshots import NoAnswerError, Question, forget
from rso_core.store import RecordedEvent
from snapshot_models import START, nosy, tame, told

DAY = START.date()
Moment = tuple[date, datetime | None]
MOMENTS = st.tuples(
    st.integers(-10, DAYS + 400).map(lambda n: (FIRST + timedelta(days=n)).date()),
    st.none() | st.integers(0, DAYS + 10).map(lambda n: FIRST + timedelta(days=n)),
)


def with_tables(model: ReadModel) -> ReadModel:
    """The read model, with every row of its tables shown beside the register itself."""

    def register(connection: sa.Connection, valid_on: date) -> Register:
        shown: list[dict[str, Any]] = []
        for table in model.tables:
            rows = connection.execute(sa.select(table).order_by(*table.primary_key.columns)).mappings()
            shown += [{"table": table.name, **row} for row in rows]
        shown += map(dict, model.register(connection, valid_on).rows)
        return Register(title=model.title, columns=(), rows=tuple(shown))

    return attrs.evolve(model, register=register)


def bundled() -> list[ReadModel]:
    return [with_tables(model) for model in Plugins().read_models()]


def assert_equal_to_replay(projector: Projector, moments: Sequence[Moment]) -> None:
    """Every register at each moment is what the full replay says; and no snapshot gives it up."""
    head = projector.store.head()
    for valid_on, known_on in moments:
        with AsOf(projector.store, projector.read_models, valid_on, known_on) as replayed:
            for model in projector.read_models:
                found = projector.snapshots.register(model, Question(valid_on, known_on, head))
                assert found == replayed.register(model.name), (model.name, valid_on, known_on)


def test_a_register_that_crashes_for_a_moment_is_equal_to_nothing(sqlite_url: str) -> None:
    def crashes(connection: sa.Connection, valid_on: date) -> Register:
        raise TypeError("cannot")

    with projecting(sqlite_url, [with_tables(attrs.evolve(tame(), register=crashes))]) as projector:
        people(projector.store, 1)
        with pytest.raises(TypeError, match="cannot"):
            assert_equal_to_replay(projector, [(DAY, None)])


@contextmanager
def projecting(url: str, models: list[ReadModel]) -> Iterator[Projector]:
    with EventStore.open(url) as store:
        projector = Projector(store, models, snapshots_from=0)
        try:
            yield projector
        finally:
            projector.close()


def check_random_record(url: str, seed: int, disorder: int, moments: list[Moment]) -> None:
    events = record_at_random(seed, disorder)
    first = random.Random(seed).randint(1, len(events) - 1)
    with projecting(url, bundled()) as projector:
        projector.store.append(events[:first])
        assert_equal_to_replay(projector, moments)
        projector.store.append(events[first:])
        assert_equal_to_replay(projector, moments)


@pytest.mark.slow
@settings(max_examples=examples(4), deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0, 5, 500]), st.lists(MOMENTS, min_size=2, max_size=2))
@example(752, 500, [(date(2026, 1, 10), None)])  # once a name came after the erasure, which no store holds
def test_all_registers_at_random_moments_equal_the_full_replay(seed: int, disorder: int, moments: list[Moment]) -> None:
    with TemporaryDirectory() as folder:
        check_random_record(f"sqlite:///{Path(folder) / 'rso.db'}", seed, disorder, moments)


@pytest.mark.postgres
def test_on_postgresql_they_equal_the_full_replay_too(postgres_url: str) -> None:
    middle = (date(2026, 1, 10), datetime(2026, 1, 20, tzinfo=UTC))
    check_random_record(postgres_url, 7, 5, [middle, (date(2025, 11, 1), None)])


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
def test_whatever_handlers_do_the_answer_is_that_of_the_replay(
    before: list[Any], after: list[Any], moments: list[Moment], chance: random.Random
) -> None:
    numbers = itertools.count()
    with TemporaryDirectory() as folder, small_steps(), projecting(f"sqlite:///{folder}/r.db", [tame(), nosy()]) as p:
        for events in (before, after):
            p.store.append([told(next(numbers), *event) for event in events])
            for valid_on, known_on in moments:
                with (
                    AsOf(p.store, p.read_models, valid_on, known_on) as replayed,
                    p.as_of(valid_on, known_on) as asked,
                ):
                    for name in ("tame", "nosy"):
                        assert asked.register(name) == replayed.register(name)
        everything = p.store.read(limit=1_000)
        for valid_on, known_on in moments:
            until, _ = chance.choice(everything)
            upto = [item for item in everything if item[0] <= until]
            with AsOf(p.store, [tame()], valid_on, known_on, events=upto) as replayed:
                # Without a replay to fall back on: which rows the tame one touches is said by the events alone.
                found = p.snapshots.register(p.read_models[1], Question(valid_on, known_on, until))
                assert found == replayed.register("tame")


@contextmanager
def small_steps() -> Iterator[None]:
    """A few events at a time, so that components meet that were written down before."""
    with (
        patch("rso_core.projection.snapshots.keeper.BATCH", 3),
        patch("rso_core.projection.snapshots.asking.READ_AT_ONCE", 2),
        patch("rso_core.projection.snapshots.rows.LOOKED_UP", 2),
    ):
        yield


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
            projector.snapshots.register(nosy(), Question(DAY, START, projector.store.head()))
        with projector.as_of(DAY, START) as asked, AsOf(projector.store, [nosy()], DAY, START) as replayed:
            assert asked.register("nosy") == replayed.register("nosy")
            counted = {row["name"]: row["times"] for row in replayed.register("nosy").rows if "since" in row}
        assert counted == {"C": 2}


def people(store: EventStore, *numbers: int, since: date = DAY) -> None:
    events = [PersonRegistered(person=f"p-{n}", name=f"P. Fictief {n}") for n in numbers]
    store.append([told(n, event, START, since) for n, event in zip(numbers, events, strict=True)])


def times(projector: Projector, on: date = DAY) -> list[int]:
    """What the tame read model counted, as a snapshot tells it."""
    found = projector.snapshots.register(projector.read_models[0], Question(on, None, projector.store.head()))
    return [row["times"] for row in found.rows if row["table"] == "tame_people"]


def number(projector: Projector) -> Any:
    """Which snapshot there is, and how far it is."""
    with projector.engine.connect() as connection:
        return connection.execute(sa.text("SELECT snapshot, position FROM rso_snapshots")).one()


def test_a_snapshot_grows_and_begins_anew_for_a_new_version_only(store_url: str) -> None:
    with projecting(store_url, [tame()]) as projector:
        people(projector.store, 1, 2)
        assert times(projector) == [1, 1]
        first = number(projector)
        people(projector.store, 3)
        assert times(projector) == [1, 1, 1]
        assert (number(projector).snapshot, number(projector).position) == (first.snapshot, projector.store.head())
    with projecting(store_url, [tame(version=2)]) as projector:
        assert times(projector) == [2, 2, 2]
        assert number(projector).snapshot != first.snapshot


@pytest.mark.parametrize("after", [(), (4,), (4, 5), (4, 5, 6)])
def test_a_record_that_was_put_back_begins_anew(sqlite_url: str, after: tuple[int, ...]) -> None:
    with projecting(sqlite_url, [tame()]) as projector:
        people(projector.store, 1, 2, 3)
        assert times(projector) == [1, 1, 1]
        # What an older copy of the record, put back, would leave; and what was recorded on it since.
        with projector.engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM rso_events WHERE originator_id <> 'person:1'"))
        if after:
            people(projector.store, *after)
        found = projector.snapshots.register(projector.read_models[0], Question(DAY, None, projector.store.head()))
        persons = {row["person"] for row in found.rows}
        assert persons == {f"p-{number}" for number in (1, *after)}


def test_tables_that_were_dropped_are_made_again(store_url: str) -> None:
    with projecting(store_url, [tame()]) as projector:
        people(projector.store, 1, 2)
        for dropped in ("rso_snapshots_tame_people", "rso_snapshots_components", "rso_snapshots"):
            assert times(projector) == [1, 1]
            with projector.engine.begin() as connection:
                connection.execute(sa.text(f"DROP TABLE {dropped}"))
        assert times(projector) == [1, 1]


def test_forgetting_leaves_no_name_behind(store_url: str) -> None:
    with projecting(store_url, [tame(), nosy()]) as projector:
        people(projector.store, 1, 2)
        projector.snapshots.bring_up(projector.read_models)
        forget(projector.engine)
        tables = sa.inspect(projector.engine).get_table_names()
        assert not [name for name in tables if name.startswith("rso_snapshots")]
        forget(projector.engine)
        projector.snapshots.bring_up(projector.read_models)
        assert sa.inspect(projector.engine).has_table("rso_snapshots_nosy_people")


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


def test_a_rebuild_drops_the_snapshot(sqlite_url: str) -> None:
    with projecting(sqlite_url, [tame()]) as projector:
        people(projector.store, 1)
        assert times(projector) == [1]
        first = number(projector)
        projector.rebuild(["tame"])
        assert times(projector) == [1]
        assert number(projector).snapshot != first.snapshot


def test_what_comes_into_the_record_meanwhile_does_not_count(sqlite_url: str) -> None:
    with projecting(sqlite_url, [tame(), nosy()]) as projector:
        people(projector.store, 1)
        with projector.as_of(DAY) as asked:
            people(projector.store, 2)
            with projector.as_of(DAY) as later:
                assert len(later.register("tame").rows) == 4
            assert len(asked.register("tame").rows) == 2
            assert len(asked.register("nosy").rows) == 1


def test_a_short_record_needs_no_snapshot(sqlite_url: str) -> None:
    with EventStore.open(sqlite_url) as store:
        projector = Projector(store, [tame()])
        people(store, 1)
        with projector.as_of(DAY) as asked:
            assert asked.register("tame").rows
        assert projector.registers_on("tame", [DAY])
        assert not sa.inspect(projector.engine).has_table("rso_snapshots")
        projector.close()


def test_a_register_on_several_days_is_the_same_from_a_snapshot(sqlite_url: str) -> None:
    days = [DAY + timedelta(days=n) for n in (-1, 0, 3)]
    with projecting(sqlite_url, [tame()]) as projector:
        people(projector.store, 1)
        people(projector.store, 2, since=days[2])
        replayed = Projector(projector.store, [tame()])
        assert projector.registers_on("tame", days) == replayed.registers_on("tame", days)
        assert len(projector.registers_on("tame", days)[days[2]].rows) == 4
        replayed.close()


def _bring_up(url: str, barrier: Any) -> None:
    with projecting(url, [tame()]) as projector, small_steps():
        barrier.wait()
        assert times(projector) == [1] * 30


@pytest.mark.slow
def test_several_processes_that_build_at_once_count_everything_once(store_url: str) -> None:
    with projecting(store_url, [tame()]) as projector:
        people(projector.store, *range(30))
        context = forked_processes()
        barrier = context.Barrier(3)
        builders = [context.Process(target=_bring_up, args=(store_url, barrier)) for _ in range(3)]
        for process in builders:
            process.start()
        for process in builders:
            process.join(timeout=120)
        assert [process.exitcode for process in builders] == [0, 0, 0]
        assert times(projector) == [1] * 30
        with projector.engine.connect() as connection:
            counts = [
                connection.scalar(sa.text(f"SELECT count(*) FROM rso_snapshots_{t}")) for t in ("events", "components")
            ]
        assert counts == [30, 30]
