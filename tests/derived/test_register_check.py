"""Registers against the record: what came in whatever order agrees with it, and a place where one does not is named."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from models_to_try import START, nosy, tame, told
from quick import examples
from records_at_random import record_at_random, with_corrections
from rso_core import EventStore
from rso_core.database import engine_for
from rso_core.derived.deviation import KEPT, Deviation
from rso_core.derived.register_check import RegisterCheck, RegisterChecked
from rso_core.domain.correction import EventsWithdrawn
from rso_core.events import PersonCorrected, PersonRegistered
from rso_core.hooks import Plugins
from rso_core.projection import Projector, ReadModel

DAY = START.date()


@contextmanager
def projecting(url: str, *models: ReadModel) -> Iterator[Projector]:
    with EventStore.open(url) as store:
        projector = Projector(store, models)
        try:
            yield projector
        finally:
            projector.close()


def checked(projector: Projector) -> list[RegisterChecked]:
    return RegisterCheck(projector.store, projector.engine, projector.read_models).run()


def deviations(projector: Projector) -> list[Deviation]:
    return [each for found in checked(projector) for each in found.deviations]


def sql(url: str, *statements: str, **values: object) -> None:
    engine = engine_for(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement), values)
    engine.dispose()


def check_random_record(url: str, seed: int, disorder: int, corrections: int, steps: int) -> None:
    events = with_corrections(record_at_random(seed, disorder), seed, corrections)
    cuts = sorted(random.Random(seed).sample(range(1, len(events)), steps))
    with projecting(url, *Plugins().read_models()) as projector:
        for first, last in pairwise([0, *cuts, len(events)]):
            projector.store.append(events[first:last])
            assert projector.catch_up() == []
            assert deviations(projector) == []
        projector.rebuild()
        assert deviations(projector) == []


@pytest.mark.slow
@settings(max_examples=examples(5), deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0, 5, 500]), st.sampled_from([0, 12]), st.sampled_from([3, 20]))
def test_registers_kept_up_in_any_order_agree_with_the_record(
    seed: int, disorder: int, corrections: int, steps: int
) -> None:
    with TemporaryDirectory() as folder:
        check_random_record(f"sqlite:///{Path(folder) / 'rso.db'}", seed, disorder, corrections, steps)


@pytest.mark.postgres
def test_so_they_do_on_postgresql(postgres_url: str) -> None:
    check_random_record(postgres_url, 7, 5, 12, 4)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from([PersonRegistered, PersonCorrected]),
        st.sampled_from("pqr"),
        st.sampled_from("ABC"),
        st.integers(0, 9),
        st.integers(-3, 12),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=examples(40), deadline=None)
@given(EVENTS, EVENTS)
def test_so_does_whatever_handlers_make_of_it(before: list[Any], after: list[Any]) -> None:
    number = 0
    with TemporaryDirectory() as folder, projecting(f"sqlite:///{folder}/r.db", tame(), nosy()) as projector:
        for some in (before, after):
            for kind, person, name, known, day in some:
                event = kind(person=person, name=name)
                made = told(number, event, START + timedelta(days=known), (START + timedelta(days=day)).date())
                projector.store.append([made])
                number += 1
            projector.catch_up()
            assert deviations(projector) == []


def people(projector: Projector, *numbers: int, since: date = DAY) -> None:
    events = [PersonRegistered(person=f"p-{n}", name=f"P. Fictief {n}") for n in numbers]
    made = [told(n, event, START, since) for n, event in zip(numbers, events, strict=True)]
    projector.store.append(made)
    projector.catch_up()


def test_bookkeeping_that_was_touched_is_named(store_url: str) -> None:
    with projecting(store_url, tame()) as projector:
        people(projector, 1, 2, 3)
        before = checked(projector)
        assert [(each.rows, each.note, each.deviations) for each in before] == [(6, None, ())]
        for statement, wrong in (
            ("UPDATE tame_rso_events__g1 SET day = day + 1 WHERE position = 2", "rij position=2, kolom day"),
            ("UPDATE tame_rso_events__g1 SET settled_at = 9 WHERE position = 2", "kolom settled_at: er staat 9"),
            ("UPDATE tame_rso_events__g1 SET rso_component = 1 WHERE position = 2", "kolom rso_component"),
            ("DELETE FROM tame_rso_events__g1 WHERE position = 2", "rij position=2: ontbreekt"),
            ("UPDATE tame_people__g1 SET rso_component = 1 WHERE person = 'p-2'", "person=p-2, kolom rso_component"),
            (
                "INSERT INTO tame_rso_absent__g1 VALUES ('tame_people', '[\"p-2\"]', 2)",
                "noemt een rij weg die er is",
            ),
            (
                "INSERT INTO tame_rso_events__g1 SELECT 77, rso_component, holds, day, waited, said, place, "
                "recorded_at, settled_at, settled_on FROM tame_rso_events__g1 WHERE position = 1",
                "rij position=77: hoort er niet te staan",
            ),
        ):
            projector.rebuild()
            generation = projector.status()[0].generation
            sql(store_url, statement.replace("__g1", f"__g{generation}"))
            found = deviations(projector)
            assert found, statement
            assert wrong in found[0].told
            assert found[0].of == "tame"
        projector.rebuild()
        assert deviations(projector) == []


def test_what_no_longer_holds_is_kept_too_for_an_earlier_moment_knew_it(store_url: str) -> None:
    with projecting(store_url, tame()) as projector:
        people(projector, 1, 2)
        withdrawn = EventsWithdrawn(
            withdrawn_from="person:2", versions=(1,), corrected_act="person:2@1", reason="Vergissing"
        )
        projector.store.append([attrs.evolve(told(2, withdrawn, START + timedelta(days=1), DAY), originator_version=2)])
        projector.catch_up()
        assert deviations(projector) == []
        sql(store_url, "DELETE FROM tame_rso_events__g1 WHERE position = 2")
        assert [(each.row, each.event) for each in deviations(projector)] == [({"position": 2}, "person:2@1")]


def test_where_a_register_says_to_stand(store_url: str) -> None:
    with projecting(store_url, tame()) as projector:
        assert [each.note for each in checked(projector)] == ["is er nog niet"]
        people(projector, 1, 2)
        head = projector.store.head()
        for position, wrong in ((head, False), (head + 1, True), (-1, True), (head - 1, True)):
            sql(store_url, "UPDATE rso_read_models SET position = :position", position=position)
            assert bool(deviations(projector)) is wrong, position
        sql(store_url, "UPDATE rso_read_models SET position = :position", position=head)
        for latest, wrong in ((DAY, False), (DAY - timedelta(days=1), True), (DAY + timedelta(days=1), True)):
            sql(store_url, "UPDATE rso_read_models SET latest_effective = :day", day=latest.isoformat())
            assert [each.column for each in deviations(projector)] == (["latest_effective"] if wrong else [])
        sql(store_url, "UPDATE rso_read_models SET latest_effective = NULL")
        assert [each.column for each in deviations(projector)] == ["latest_effective"]


def test_a_register_behind_is_held_to_where_it_stands(sqlite_url: str) -> None:
    with projecting(sqlite_url, tame()) as projector:
        people(projector, 1)
        projector.store.append([told(2, PersonRegistered(person="p-2", name="P. Fictief 2"), START, DAY)])
        (found,) = checked(projector)
        assert found.note is not None
        assert "loopt achter" in found.note
        assert found.deviations == ()


def test_a_register_of_an_older_version_is_made_anew_anyway(sqlite_url: str) -> None:
    with projecting(sqlite_url, tame()) as projector:
        people(projector, 1)
        (found,) = RegisterCheck(projector.store, projector.engine, [tame(version=2)]).run()
        assert found.note is not None
        assert "opnieuw gemaakt" in found.note


def test_a_register_that_cannot_be_made_anew_says_so(sqlite_url: str) -> None:
    with projecting(sqlite_url, tame()) as projector:
        people(projector, 1)
        broken = tame()
        object.__setattr__(broken, "handlers", {PersonRegistered: _raises})
        (found,) = RegisterCheck(projector.store, projector.engine, [broken]).run()
        assert found.note is not None
        assert "is niet na te rekenen" in found.note


def _raises(*_: object) -> None:
    raise ValueError("cannot")


def test_a_million_rows_put_in_are_not_all_told(sqlite_url: str) -> None:
    with projecting(sqlite_url, tame()) as projector:
        people(projector, 1)
        sql(
            sqlite_url,
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
            "INSERT INTO tame_people__g1 SELECT 'vals-' || i, 'Vals', 1, 1 FROM n",
        )
        (found,) = checked(projector)
        assert (len(found.deviations), found.more) == (KEPT, 1_000 - KEPT)


def test_what_the_database_makes_of_another_type_is_no_difference(store_url: str) -> None:
    known = tame()

    def counted(rows: Any, recorded: Any) -> None:
        # A number where the column holds a text, as a handler of somebody else may well do.
        row = {"person": recorded.event.person, "name": 7 if sqlite else "7", "times": True if sqlite else 1}
        rows.put(known.tables[0], row)

    sqlite = store_url.startswith("sqlite")
    object.__setattr__(known, "handlers", {PersonRegistered: counted})
    with projecting(store_url, known) as projector:
        people(projector, 1)
        assert deviations(projector) == []
        sql(store_url, "UPDATE tame_people__g1 SET name = '8'")
        (found,) = deviations(projector)
        assert (found.column, found.found, found.expected) == ("name", "8", "7")
