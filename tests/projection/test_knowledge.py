"""Known on, asked by what is claimed and by what was entered: registers, stories and differences."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

from acts_of_a_region import PARTIES, START, open_region
from every_plugin import every_plugin
from rso_core import Application, Meta, Provenance, acts
from rso_core.comparison.entered_later import ENTERED_LATER, marked_register
from rso_core.comparison.moment_diff import differences
from rso_core.comparison.moments import Moment, known_in_dutch
from rso_core.events import PartyKind
from rso_core.narrative import narrative_of
from rso_core.projection import Knowledge, Projector, events_as_of

CLAIMED = datetime(2026, 1, 8, 9, tzinfo=UTC)
ENTERED = datetime(2026, 3, 2, 9, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
META = Meta(
    recorded_at=CLAIMED, imported_at=ENTERED, effective=START, actor="a", act="a", correlation="c", causation="c"
)


@pytest.mark.parametrize(
    ("known", "entered", "included"),
    [
        (None, None, True),
        (CLAIMED, None, True),
        (CLAIMED - MOMENT, None, False),
        (None, ENTERED, True),
        (None, ENTERED - MOMENT, False),
        (CLAIMED, ENTERED, True),
        (CLAIMED - MOMENT, ENTERED, False),
        (CLAIMED, ENTERED - MOMENT, False),
    ],
)
def test_what_counts_as_known(known: datetime | None, entered: datetime | None, included: bool) -> None:
    assert Knowledge(known, entered).includes(META) is included
    assert Moment(START, known, entered).sees(META) is included
    assert not Moment(START - timedelta(days=1), known, entered).sees(META)


def test_what_was_typed_live_was_entered_when_it_was_known() -> None:
    live = attrs.evolve(META, imported_at=None)
    assert Knowledge(entered=CLAIMED).includes(live)
    assert not Knowledge(entered=CLAIMED - MOMENT).includes(live)


def test_moments_are_told_and_ordered_by_either() -> None:
    day = date(2026, 1, 8)
    assert known_in_dutch(None, day) == "zoals ingevoerd op 8 januari 2026"
    assert known_in_dutch(day, day) == "zoals bekend op 8 januari 2026 en ingevoerd op 8 januari 2026"
    entered, known, later = Moment(START, None, day), Moment(START, day), Moment(START)
    assert sorted((later, known, entered), key=lambda moment: moment.order) == [entered, known, later]


def claimed_party(url: str) -> Application:
    """A region in which a party is entered in March that is said to have been known since January."""
    now = [datetime(2025, 1, 2, tzinfo=UTC)]
    application = open_region(url, lambda: now[0])
    now[0] = ENTERED
    act = acts.RegisterParty(party="buur", name="Buurgemeente", kind=PartyKind.MUNICIPALITY, on=START)
    application.perform(act, Provenance(actor="office:secretariaat", source="Brief 7", recorded_at=CLAIMED))
    return application


@pytest.mark.parametrize("live_from", [None, 0])
def test_registers_answer_by_either_with_and_without_live_tables(store_url: str, live_from: int | None) -> None:
    with claimed_party(store_url) as application:
        long: dict[str, Any] = {} if live_from is None else {"live_from": live_from}
        projector = Projector(application.store, every_plugin().read_models(), **long)
        projector.catch_up()
        before, after = ENTERED - MOMENT, ENTERED

        def known(known_on: datetime | None, entered_on: datetime | None) -> bool:
            alone = projector.register("parties", START, known_on, entered_on)
            with projector.registers(START, known_on, entered_on) as register:
                assert register("parties") == alone
            with projector.as_of(START, known_on, entered_on) as moment:
                assert moment.register("parties") == alone
            return "buur" in {row["party"] for row in alone.rows}

        assert known(CLAIMED, None)
        assert not known(CLAIMED - MOMENT, None)
        assert not known(None, before)
        assert known(None, after)
        assert not known(CLAIMED, before)
        assert not known(CLAIMED - MOMENT, after)
        projector.close()


def test_a_story_and_differences_tell_what_was_only_claimed(sqlite_url: str) -> None:
    with claimed_party(sqlite_url) as application:
        day = date(2026, 1, 8)
        assert narrative_of(application.store, "party:buur", known_on=day).days
        assert not narrative_of(application.store, "party:buur", entered_on=day).days
        assert [r.id for _, r in events_as_of(application.store, None, day) if r.meta.claimed] == ["party:buur@1"]
        assert [r.id for _, r in events_as_of(application.store, None, day, day) if r.meta.claimed] == []
        projector = Projector(application.store, every_plugin().read_models())
        found = differences(projector, Moment(day, day), Moment(day, None, day), ["parties"])
        assert (found.earlier.entered_on, found.later.known_on) == (day, day)
        (change,) = found.registers[0].changes
        assert (change.key, [act.act for act in found.acts]) == ({"party": "buur"}, ["register-party"])
        projector.close()


def test_rows_that_rest_on_what_was_entered_later_are_marked(store_url: str) -> None:
    with claimed_party(store_url) as application:
        application.perform(
            acts.CorrectPerson(person="p-2", name="F. Verbeterd", on=START),
            Provenance(actor="office:secretariaat", source="Brief 8", recorded_at=CLAIMED),
        )
        projector = Projector(application.store, every_plugin().read_models())

        def marked(register: str, known_on: datetime) -> set[object]:
            rows = marked_register(projector, register, START, known_on).rows
            return {row[KEYS[register]] for row in rows if row.get(ENTERED_LATER.key)}

        assert (marked("parties", CLAIMED), marked("pleio_people", CLAIMED)) == ({"buur"}, {"p-2"})
        # Once it is entered, or before it is said to be known, there is nothing to mark.
        for moment in (ENTERED, CLAIMED - MOMENT):
            plain = projector.register("parties", START, moment)
            assert marked_register(projector, "parties", START, moment) == plain
            assert ENTERED_LATER not in plain.columns
        unmarked = {row["party"] for row in marked_register(projector, "parties", START, CLAIMED).rows} - {"buur"}
        assert unmarked == set(PARTIES)
        projector.close()


KEYS = {"parties": "party", "pleio_people": "person"}
