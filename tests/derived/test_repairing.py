"""What is derived is made anew on record: whatever was done to it with SQL, afterwards all follows from the record again."""

from datetime import date

import pytest
import sqlalchemy as sa

from acts_of_a_region import by
from derived.tampering import POSTGRES, SQLITE, Record, trigger
from rso_core import Application, EventStore, Refused, acts
from rso_core.database import engine_for
from rso_core.derived.repairing import Repair, repair
from rso_core.domain.record_upkeep import DerivedRepaired
from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_core.proof.errors import ProofError

ON = date(2026, 11, 24)
OF_THE_SITE = {
    "a body that the site should not have",
    "a member whom nobody knows",
    "one thing on the site for two",
    "a site that is ahead",
}
"""Only the site can tell what stands on it."""


def repaired(record: Record, reason: str = "Gevonden bij de controle", *, dry_run: bool = False) -> Repair:
    with Application(EventStore.open(record.url)) as application:
        return repair(application, Plugins(only_bundled=True), reason, ON, by(), dry_run=dry_run)


def events(record: Record) -> int:
    with EventStore.open(record.url) as store:
        return len(store.read(limit=10_000))


@pytest.mark.parametrize("kind", sorted(SQLITE.keys() - OF_THE_SITE))
def test_what_was_done_with_sql_is_undone_and_stands_on_record(record: Record, kind: str) -> None:
    record.sql(*SQLITE[kind][0])
    done = repaired(record)
    assert done.found
    assert done.left == ()
    assert record.wrong() == []
    with EventStore.open(record.url) as store:
        event = store.stream("record-upkeep:record")[-1]
        assert event.id == done.event
        assert isinstance(event.event, DerivedRepaired)
        assert event.event.repaired == done.repaired
        assert event.event.repaired
        assert event.event.reason == "Gevonden bij de controle"
        assert event.meta.actor == "office:secretariaat"
        said = b"".join(row.state for _, row in store.stored(limit=10_000) if row.stream == "record-upkeep:record")
        assert b"vals" not in said.lower(), "nothing of what somebody had put there stands there for good"
        projector = Projector(store, Plugins().read_models())
        assert projector.catch_up() == []
        assert [row["title"] for row in projector.register("decisions", ON).rows] == ["Programma"]
        projector.close()


@pytest.mark.postgres
@pytest.mark.parametrize("kind", sorted(POSTGRES.keys() - OF_THE_SITE))
def test_so_it_is_on_postgresql(on_postgres: Record, kind: str) -> None:
    of = "calendar" if "calendar_" in POSTGRES[kind][0] else "decisions"
    on_postgres.sql(POSTGRES[kind][0].replace("__g1", f"__g{generation(on_postgres, of)}"))
    done = repaired(on_postgres)
    assert done.found
    assert done.left == ()
    assert on_postgres.wrong() == []
    on_postgres.sql("DROP TABLE IF EXISTS erbij", "DROP TABLE IF EXISTS nogmaals", "DROP VIEW IF EXISTS elders")


def generation(record: Record, model: str) -> int:
    engine = engine_for(record.url)
    with engine.connect() as connection:
        query = sa.text("SELECT generation FROM rso_read_models WHERE name = :name")
        found = connection.scalar(query, {"name": model})
    engine.dispose()
    return int(found or 0)


def test_where_nothing_is_wrong_nothing_is_recorded(record: Record) -> None:
    before = events(record)
    done = repaired(record)
    assert (done.found, done.event, events(record)) == ((), None, before)


def test_a_trial_tells_what_would_be_done_and_does_nothing(record: Record) -> None:
    record.sql("UPDATE decisions_register__g1 SET title = 'Vals'", trigger("weg", "rso_events"))
    before, wrong = events(record), record.wrong()
    done = repaired(record, dry_run=True)
    assert done.repaired == ("trigger weg op rso_events weggehaald", "register decisions (1 plaats)")
    assert (events(record), record.wrong()) == (before, wrong)


def test_it_takes_a_reason(record: Record) -> None:
    record.sql("UPDATE decisions_register__g1 SET title = 'Vals'")
    wrong = record.wrong()
    with pytest.raises(Refused) as refused:
        repaired(record, " ")
    assert refused.value.rule.id == "record.text_given"
    assert record.wrong() == wrong


def test_nothing_is_made_from_events_that_are_not_what_was_recorded(record: Record) -> None:
    record.sql(
        "UPDATE rso_events SET state = CAST(CAST(state AS TEXT) || ' ' AS BLOB) WHERE rowid = 3",
        "DELETE FROM parties_register__g1",
    )
    before = events(record)
    with pytest.raises(ProofError, match="the events themselves are not what was recorded"):
        repaired(record)
    assert events(record) == before


def test_a_name_that_is_no_plain_one_is_not_repeated_for_good(record: Record) -> None:
    record.sql(trigger('"Jan; de Vries\n"', "rso_events"))
    done = repaired(record)
    assert done.repaired == ("trigger (een naam die hier niet wordt herhaald) op rso_events weggehaald",)
    assert done.left == ()


def test_what_others_have_in_the_database_stays(record: Record) -> None:
    record.sql(
        "CREATE VIEW rapport AS SELECT title FROM decisions_register",
        "CREATE TABLE van_ons (x)",
        trigger("van_ons_trigger", "van_ons"),
        "UPDATE decisions_register__g1 SET title = 'Vals'",
    )
    assert repaired(record).left == ()
    with EventStore.open(record.url):
        record.sql("SELECT * FROM rapport", "INSERT INTO van_ons VALUES (1)")


@pytest.mark.postgres
def test_a_view_of_others_on_a_register_is_put_back(on_postgres: Record) -> None:
    number = generation(on_postgres, "decisions")
    on_postgres.sql(
        "CREATE VIEW rapport AS SELECT title FROM decisions_register",
        "CREATE VIEW rapport_over_rapport AS SELECT * FROM rapport",
        f"UPDATE decisions_register__g{number} SET title = 'Vals'",
    )
    assert repaired(on_postgres).left == ()
    engine = engine_for(on_postgres.url)
    with engine.connect() as connection:
        assert connection.scalars(sa.text("SELECT title FROM rapport")).all() == ["Programma"]
    engine.dispose()
    on_postgres.sql("DROP VIEW rapport CASCADE")


def test_what_only_the_site_can_tell_is_left_and_told(record: Record) -> None:
    record.sql("UPDATE rso_pleio_progress SET position = position + 1")
    done = repaired(record)
    assert (done.event, done.repaired) == (None, ())
    assert len(done.left) == 1


def test_a_table_of_the_record_itself_is_left_and_told(record: Record) -> None:
    record.sql(
        "ALTER TABLE rso_checkpoints RENAME TO weg",
        "CREATE TABLE rso_checkpoints (size INTEGER, key TEXT, note TEXT, PRIMARY KEY (size, key) ON CONFLICT IGNORE)",
    )
    done = repaired(record)
    assert done.event is None
    assert [finding.found for finding in done.left] == [
        "tabel rso_checkpoints: is geen gewone tabel meer, of ontbreekt"
    ]


def test_acts_go_on_under_keys_that_were_made_anew(record: Record) -> None:
    record.sql("DELETE FROM rso_act_keys", "INSERT INTO rso_act_keys VALUES ('brief-9', '', 'c', 'theme:wonen@1', 1)")
    repaired(record)
    on = date(2026, 1, 1)
    with Application(EventStore.open(record.url)) as application:
        again = application.perform(acts.NameTheme(theme="wonen", name="Wonen", on=on), by(key="brief-1"))
        assert again.repeated
        new = application.perform(acts.NameTheme(theme="water", name="Water", on=on), by(key="brief-9"))
        assert not new.repeated
