"""Somebody with SQL and without the signing key changes what people look at: verification names each place.

What is done to the events and the log themselves stands in ``tests/proof/test_tampering.py``.
"""

import pytest
import sqlalchemy as sa

from acts_of_a_region import open_region
from derived.tampering import NO_TRIGGER, POSTGRES, SQLITE, Record, trigger
from rso_core.database import engine_for


@pytest.mark.parametrize("kind", SQLITE)
def test_what_was_done_with_sql_is_named(record: Record, kind: str) -> None:
    statements, wrong = SQLITE[kind]
    record.sql(*statements)
    told = "\n".join(record.wrong())
    assert wrong in told


@pytest.mark.postgres
@pytest.mark.parametrize("kind", POSTGRES)
def test_so_it_is_on_postgresql(on_postgres: Record, kind: str) -> None:
    do, undo, wrong = POSTGRES[kind]
    on_postgres.sql(do)
    try:
        assert wrong in "\n".join(on_postgres.wrong())
    finally:
        on_postgres.sql(undo)
    assert on_postgres.wrong() == []


@pytest.mark.postgres
def test_a_view_that_shows_something_else_is_named_on_postgresql(on_postgres: Record) -> None:
    engine = engine_for(on_postgres.url)
    with engine.begin() as connection:
        shown = connection.scalar(sa.text("SELECT pg_get_viewdef('decisions_register'::regclass)"))
    on_postgres.sql(f"CREATE OR REPLACE VIEW decisions_register AS {str(shown).rstrip(';')} WHERE false")
    (told,) = on_postgres.wrong()
    assert "weergave decisions_register: toont iets anders dan tabel decisions_register__g1" in told
    on_postgres.sql(f"CREATE OR REPLACE VIEW decisions_register AS {shown}")
    assert on_postgres.wrong() == []
    engine.dispose()


def test_what_others_have_in_the_database_is_told_and_not_blamed(record: Record) -> None:
    record.sql(
        "CREATE VIEW rapport AS SELECT title FROM decisions_register",
        "CREATE TABLE van_ons (x)",
        trigger("van_ons_trigger", "van_ons"),
    )
    assert record.wrong() == []
    told = [finding.found for finding in record.findings() if finding.ok is None]
    assert told == ["niet van dit programma, en niet op wat daarvan is: trigger van_ons_trigger, weergave rapport"]


def test_a_trigger_on_the_keys_of_persons_is_named(record: Record) -> None:
    keys = Record(record.url.replace("rso.db", "rso-keys.db"))
    keys.sql(trigger("bewaar", "rso_person_keys", when="BEFORE UPDATE"))
    (told,) = record.wrong()
    assert told == f"trigger bewaar op rso_person_keys, bij de sleutels van personen: {NO_TRIGGER}"


def test_events_that_cannot_be_read_do_not_end_the_check(record: Record) -> None:
    record.sql("UPDATE rso_events SET state = 'geen gebeurtenis' WHERE rowid = 3")
    found = {finding.check: finding for finding in record.findings()}
    assert found["Elk register is zoals het uit het dossier volgt"].ok is False
    assert "niet na te rekenen" in found["Elk register is zoals het uit het dossier volgt"].found


def test_a_record_without_registers_has_none_to_check(sqlite_url: str) -> None:
    with open_region(sqlite_url):
        pass
    record = Record(sqlite_url)
    assert record.wrong() == []
    told = [finding.found for finding in record.findings() if finding.ok is None]
    assert len(told) == 1
    assert "decisions is er nog niet" in told[0]
