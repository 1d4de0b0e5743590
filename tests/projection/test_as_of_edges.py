"""As-of on its edges: the last day that counts, the last moment of a day, the last event of a batch."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import attrs
import pytest
import sqlalchemy as sa

from rso_core import EventStore
from rso_core.events import Event, Meta, PersonErased, PersonRegistered, RecordedEvent
from rso_core.projection import Column, Handler, ReadModel, Register, Rows, UnknownReadModelError
from rso_core.projection.as_of import BATCH, AsOf, events_as_of, registers_on
from rso_core.projection.knowledge import Knowledge, known_by
from rso_core.projection.live_moments import LiveMoments, NoAnswerError
from rso_core.projection.moment import Asked
from rso_core.store.holding import Entry

DAY = date(2026, 3, 12)
ONE_DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


class Log:
    """Stands in for a store of these events, each in a stream of its own; positions rise by two."""

    def __init__(self, events: Sequence[RecordedEvent]) -> None:
        self.events = [
            (2 * place, attrs.evolve(event, originator_id=f"person:{place}")) for place, event in enumerate(events, 1)
        ]
        self.reads: list[list[int]] = []

    def head(self) -> int:
        return self.events[-1][0] if self.events else 0

    def read(self, after: int = 0, limit: int = 500) -> list[tuple[int, RecordedEvent]]:
        return [item for item in self.events if item[0] > after][:limit]

    def read_at(self, positions: Sequence[int]) -> list[tuple[int, RecordedEvent]]:
        self.reads.append([*positions])
        return [item for item in self.events if item[0] in set(positions)]

    def entries(self, until: int | None = None) -> list[Entry]:
        return [Entry.of(*item) for item in self.events if until is None or item[0] <= until]

    def store(self) -> EventStore:
        return cast("EventStore", self)


def known(person: str = "p", on: date = DAY, at: datetime = NOON, name: str | None = "N") -> RecordedEvent:
    return recorded(PersonRegistered(person=person, name=name), on, at)


def recorded(event: Event, on: date = DAY, at: datetime = NOON) -> RecordedEvent:
    meta = Meta(recorded_at=at, effective=on, actor="office:tafel", act="a", correlation="c", causation="c")
    return RecordedEvent("person:p", 1, meta, event)


def names(model_name: str = "names") -> ReadModel:
    """A read model of persons by name, that says on which day it was asked."""
    table = sa.Table(
        f"{model_name}_persons", sa.MetaData(),
        sa.Column("person", sa.String, primary_key=True), sa.Column("name", sa.String),
    )  # fmt: skip

    def seen(rows: Rows, event: RecordedEvent) -> None:
        assert isinstance(event.event, PersonRegistered)
        rows.put(table, {"person": event.event.person, "name": event.event.name})

    def register(connection: sa.Connection, on: date) -> Register:
        rows = connection.execute(sa.select(table).order_by(table.c.person)).mappings()
        return Register(title=str(on), columns=(Column("person", "Wie"),), rows=tuple(map(dict, rows)))

    handlers: dict[type[Event], Handler] = {PersonRegistered: seen}
    return ReadModel(name=model_name, version=1, title="Namen", tables=(table,), handlers=handlers, register=register)


def persons(register: Register) -> list[str]:
    return [row["person"] for row in register.rows]


def counted(event: RecordedEvent, valid_on: date | None, known_on: date | datetime | None) -> bool:
    return [position for position, _ in events_as_of(Log([event]).store(), valid_on, known_on)] == [2]


@pytest.mark.parametrize(
    ("valid_on", "counts"),
    [(DAY - ONE_DAY, False), (DAY, True), (DAY + ONE_DAY, True), (None, True)],
)
def test_an_event_counts_from_the_day_from_which_it_holds(valid_on: date | None, counts: bool) -> None:
    assert counted(known(on=DAY), valid_on, None) is counts


@pytest.mark.parametrize(
    ("known_on", "counts"),
    [(NOON - INSTANT, False), (NOON, True), (NOON + INSTANT, True), (None, True)],
)
def test_an_event_counts_from_the_moment_at_which_it_is_known(known_on: datetime | None, counts: bool) -> None:
    assert counted(known(at=NOON), None, known_on) is counts


def test_both_the_day_and_the_moment_count() -> None:
    event = known(on=DAY, at=NOON)
    assert counted(event, DAY, NOON)
    assert not counted(event, DAY, NOON - INSTANT)
    assert not counted(event, DAY - ONE_DAY, NOON)


ENDS_OF_DAYS = {
    "in winter": (date(2026, 1, 15), datetime(2026, 1, 15, 23, tzinfo=UTC)),
    "in summer": (date(2026, 7, 15), datetime(2026, 7, 15, 22, tzinfo=UTC)),
    "the day before summer time": (date(2026, 3, 28), datetime(2026, 3, 28, 23, tzinfo=UTC)),
    "the first day of summer time": (date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC)),
    "the day before winter time": (date(2026, 10, 24), datetime(2026, 10, 24, 22, tzinfo=UTC)),
    "the first day of winter time": (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),
    "the last day of a year": (date(2026, 12, 31), datetime(2026, 12, 31, 23, tzinfo=UTC)),
}


@pytest.mark.parametrize(("day", "midnight"), ENDS_OF_DAYS.values(), ids=list(ENDS_OF_DAYS))
def test_a_day_is_known_until_midnight_in_amsterdam(day: date, midnight: datetime) -> None:
    moment = known_by(day)
    assert moment is not None
    assert (moment, moment.tzinfo) == (midnight - INSTANT, UTC)
    assert counted(known(at=midnight - INSTANT), None, day)
    assert not counted(known(at=midnight), None, day)


def test_a_moment_is_itself_and_the_last_of_all_days_has_no_end() -> None:
    assert known_by(NOON) is NOON
    assert known_by(None) is None
    assert known_by(date.max) is None
    assert known_by(date.max - ONE_DAY) == datetime(9999, 12, 30, 23, tzinfo=UTC) - INSTANT


@pytest.mark.parametrize("number", [0, 1, BATCH - 1, BATCH, BATCH + 1, 2 * BATCH + 1])
def test_every_event_is_read_whatever_their_number(number: int) -> None:
    log = Log([known(f"p-{place:05}") for place in range(number)])
    assert list(events_as_of(log.store(), None, None)) == log.events
    with AsOf(log.store(), [names()], DAY) as moment:
        assert persons(moment.register("names")) == [f"p-{place:05}" for place in range(number)]
    assert all(0 < len(positions) <= BATCH for positions in log.reads)
    assert sum(map(len, log.reads)) == number


def test_a_register_is_of_the_day_and_of_what_is_known() -> None:
    events = [known("a"), known("b", on=DAY + ONE_DAY), known("c", at=NOON + ONE_DAY)]
    with AsOf(Log(events).store(), [names()], DAY) as moment:
        assert (moment.valid_on, moment.register("names").title) == (DAY, "2026-03-12")
        assert persons(moment.register("names")) == ["a", "c"]
    with AsOf(Log(events).store(), [names()], DAY, DAY) as moment:
        assert persons(moment.register("names")) == ["a"]
    with AsOf(Log(events).store(), [names()], DAY + ONE_DAY, DAY) as moment:
        assert persons(moment.register("names")) == ["a", "b"]


@pytest.mark.parametrize("typed", [("1", "2", "3"), ("3", "2", "1"), ("2", "3", "1")])
def test_of_two_that_speak_of_the_same_the_one_of_the_later_day_wins(typed: tuple[str, ...]) -> None:
    events = [known(name=f"Dag {day}", on=DAY + int(day) * ONE_DAY) for day in typed]
    for day in range(1, 4):
        with AsOf(Log(events).store(), [names()], DAY + day * ONE_DAY) as moment:
            assert [row["name"] for row in moment.register("names").rows] == [f"Dag {day}"]


def test_of_two_from_the_same_day_the_one_recorded_later_wins() -> None:
    events = [known(name="Eerst"), known(name="Later", at=NOON - ONE_DAY)]
    with AsOf(Log(events).store(), [names()], DAY) as moment:
        assert [row["name"] for row in moment.register("names").rows] == ["Later"]


def test_what_holds_before_its_subject_began_is_not_there_before_it_either() -> None:
    begun, before = known("a"), known("b", on=DAY - ONE_DAY)
    log = Log([begun, before])
    log.events = [(2, begun), (4, attrs.evolve(before, originator_version=2))]
    for day, found in ((DAY - ONE_DAY, []), (DAY, ["a", "b"])):
        with AsOf(log.store(), [names()], day) as moment:
            assert persons(moment.register("names")) == found


def test_events_that_were_read_already_are_not_read_again() -> None:
    log = Log([known("a")])
    with AsOf(log.store(), [names()], DAY, events=[(1, known("b")), (2, known("c", on=DAY + ONE_DAY))]) as moment:
        assert persons(moment.register("names")) == ["b"]
    with AsOf(log.store(), [names()], DAY, events=[]) as moment:
        assert persons(moment.register("names")) == []
    assert log.reads == []


def test_what_comes_into_the_record_meanwhile_does_not_count() -> None:
    log = Log([known("a")])
    with AsOf(log.store(), [names()], DAY) as moment:
        log.events.append((4, known("b")))
        assert persons(moment.register("names")) == ["a"]


def test_any_thread_may_ask() -> None:
    with AsOf(Log([known("a")]).store(), [names()], DAY) as moment, ThreadPoolExecutor(1) as others:
        assert persons(others.submit(moment.register, "names").result()) == ["a"]


def test_each_register_is_asked_by_its_name() -> None:
    with AsOf(Log([known("a")]).store(), [names(), names("others")], DAY) as moment:
        assert persons(moment.register("names")) == persons(moment.register("others")) == ["a"]
        with pytest.raises(UnknownReadModelError, match="anders"):
            moment.register("anders")


def test_several_days_are_each_known_by_their_own_end() -> None:
    events = [
        known("a", on=DAY, at=NOON), known("b", on=DAY, at=NOON + ONE_DAY), recorded(
            PersonErased(person="x", ground="G"),
        ),
    ]  # fmt: skip
    log = Log(events)
    found = registers_on(log.store(), names(), [DAY + ONE_DAY, DAY, DAY, DAY - ONE_DAY])
    assert {day: persons(register) for day, register in found.items()} == {
        DAY - ONE_DAY: [], DAY: ["a"], DAY + ONE_DAY: ["a", "b"]
    }  # fmt: skip
    assert list(found) == sorted(found)
    assert [register.title for register in found.values()] == ["2026-03-11", "2026-03-12", "2026-03-13"]
    assert log.reads == [[2, 4]], "the record is read once, and only what the register handles"


class Kept:
    """Stands in for live tables that answer with their question, or do not answer at all."""

    def __init__(self, from_events: int, answers: bool = True) -> None:
        self.from_events = from_events
        self.questions: list[Asked] = []
        self._answers = answers

    def register(self, model: ReadModel, asked: Asked, valid_on: date) -> Register:
        assert valid_on == asked.valid_on
        self.questions.append(asked)
        if not self._answers:
            raise NoAnswerError("not on this day")
        return Register(title=f"van {model.name}", columns=(), rows=())

    def live(self) -> LiveMoments:
        return cast("LiveMoments", self)


def test_live_tables_are_asked_from_so_many_events_on() -> None:
    log = Log([known("a"), known("b")])  # its head is at 4
    for from_events, asked in ((4, True), (5, False)):
        kept = Kept(from_events)
        with AsOf(log.store(), [names()], DAY, live=kept.live()) as moment:
            told = moment.register("names")
        assert (told.title, bool(kept.questions)) == (("van names", True) if asked else ("2026-03-12", False))
        kept = Kept(from_events)
        told = registers_on(log.store(), names(), [DAY], kept.live())[DAY]
        assert (told.title, bool(kept.questions)) == (("van names", True) if asked else ("2026-03-12", False))


def test_live_tables_are_asked_once_and_for_the_very_moment() -> None:
    log, kept = Log([known("a"), known("b")]), Kept(0)
    with AsOf(log.store(), [names(), names("others")], DAY, DAY, live=kept.live()) as moment:
        assert moment.register("names") is moment.register("names")
        assert moment.register("others").title == "van others"
    assert kept.questions == [Asked(DAY, Knowledge(known_by(DAY)), 4)] * 2
    assert log.reads == []


def test_where_live_tables_have_no_answer_only_the_events_of_the_register_are_replayed() -> None:
    events = [known("a"), recorded(PersonErased(person="x", ground="G")), known("b", on=DAY + ONE_DAY), known("c")]
    log, kept = Log([*events, known("e", at=NOON + INSTANT)]), Kept(0, answers=False)
    with AsOf(log.store(), [names()], DAY, NOON, live=kept.live()) as moment:
        log.events.append((12, known("d")))
        assert persons(moment.register("names")) == ["a", "c"]
        assert moment.register("names").title == "2026-03-12"
    assert log.reads == [[2, 8]]


@pytest.mark.parametrize("number", [BATCH, BATCH + 1])
def test_the_events_of_one_register_are_read_to_the_last(number: int) -> None:
    log, kept = Log([known(f"p-{place:05}") for place in range(number)]), Kept(0, answers=False)
    with AsOf(log.store(), [names()], DAY, live=kept.live()) as moment:
        assert len(persons(moment.register("names"))) == number


def test_a_register_of_no_events_reads_nothing() -> None:
    def nothing(*_: Any) -> Register:
        return Register(title="Leeg", columns=(), rows=())

    table = sa.Table("none_of", sa.MetaData(), sa.Column("id", sa.String, primary_key=True))
    model = ReadModel(name="none", version=1, title="Leeg", tables=(table,), handlers={}, register=nothing)
    log, kept = Log([known("a")]), Kept(0, answers=False)
    with AsOf(log.store(), [model], DAY, live=kept.live()) as moment:
        assert moment.register("none").title == "Leeg"
    assert log.reads == []
