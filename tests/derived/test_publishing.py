"""What goes out is held to the record first."""

from datetime import date
from pathlib import Path

import attrs
import pytest

from acts_of_a_region import by
from derived.tampering import Record, trigger
from rso_core import Application, EventStore, Refused, acts
from rso_core.derived.publishing import Guard, UnprovenError, let_out
from rso_core.domain.record_upkeep import PublishedUnproven
from rso_core.hooks import Plugins
from rso_core.projection import ReadModel
from rso_core.proof.checkpoint_signing import KeyPlace, introduce_key
from rso_core.proof.checkpoints import sign_checkpoint

ON = date(2026, 11, 24)
FORGED = "UPDATE decisions_register__g1 SET title = 'Vals'"


def models(*names: str) -> list[ReadModel]:
    return [model for model in Plugins().read_models() if not names or model.name in names]


def problems(record: Record, *names: str, place: KeyPlace | None = None) -> list[str]:
    with EventStore.open(record.url) as store:
        return Guard(store=store, models=models(*names), place=place).problems()


def test_only_what_goes_out_is_looked_at(record: Record) -> None:
    assert problems(record) == []
    record.sql(FORGED)
    assert len(problems(record)) == 1
    assert len(problems(record, "decisions")) == 1
    assert problems(record, "parties") == []
    with EventStore.open(record.url) as store:
        assert Guard(store=store).problems() == [], "what is told from the events alone follows from them"


def test_events_that_are_not_those_of_the_log_are_a_problem_of_all(record: Record) -> None:
    record.sql("UPDATE rso_events SET state = CAST(CAST(state AS TEXT) || ' ' AS BLOB) WHERE rowid = 2")
    with EventStore.open(record.url) as store:
        (problem,) = Guard(store=store).problems()
    assert "is veranderd sinds zij werd vastgelegd" in problem


def test_a_trigger_is_a_problem_of_every_register(record: Record) -> None:
    record.sql(trigger("weg", "rso_events"))
    assert problems(record, "parties") == ["trigger weg op rso_events: hoort er niet te zijn"]


def test_a_record_that_was_put_back_is_held_to_what_is_kept_beside_the_key(record: Record, tmp_path: Path) -> None:
    place = KeyPlace(tmp_path / "sleutel.key")
    with Application(EventStore.open(record.url)) as application:
        introduce_key(application, place, "log.example/regio", ON, by())
        application.perform(acts.NameTheme(theme="water", name="Water", on=ON), by())
        sign_checkpoint(application.store, place)
    assert problems(record, "parties", place=place) == []
    last = "(SELECT max(rowid) FROM rso_events)"
    record.sql(
        "DELETE FROM rso_log WHERE idx = (SELECT max(idx) FROM rso_log)", f"DELETE FROM rso_events WHERE rowid = {last}"
    )
    assert any("het einde ontbreekt" in each for each in problems(record, "parties", place=place))


def test_it_is_told_how_many_more_there_are(record: Record) -> None:
    record.sql("UPDATE decisions_names__g1 SET name = 'Vals'")
    number = len(problems(record, "decisions"))
    assert number > 4
    with EventStore.open(record.url) as store, pytest.raises(UnprovenError) as refused:
        Guard(store=store, models=models("decisions")).require("een lijst")
    assert f"and {number - 3} more" in str(refused.value)
    assert len(refused.value.problems) == number


def test_it_goes_out_with_a_reason_that_says_something(record: Record) -> None:
    record.sql(FORGED)
    with Application(EventStore.open(record.url)) as application:
        guard = Guard(store=application.store, models=models("decisions"))
        head = application.store.head()
        with pytest.raises(UnprovenError, match="nothing went out"):
            let_out(application, guard, "een lijst", None, by(), ON)
        with pytest.raises(Refused):
            let_out(application, guard, "een lijst", " ", by(), ON)
        assert application.store.head() == head
        told = let_out(application, guard, "een lijst", "De rechter vraagt het", by(), ON)
        assert len(told) == 1
        (recorded,) = application.store.stream("record-upkeep:record")
        assert isinstance(recorded.event, PublishedUnproven)
        assert attrs.asdict(recorded.event) == {"published": "een lijst", "reason": "De rechter vraagt het"}
        assert let_out(application, attrs.evolve(guard, models=models("parties")), "een lijst", "X", by(), ON) == ()
        assert len(application.store.stream("record-upkeep:record")) == 1, "what follows takes no reason"
