"""A store carries its format: earlier releases write nothing in it, and this one writes nothing in a later one."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from acts_of_a_region import by
from rso_core import EventStore, StoreError, acts, open_application
from rso_core.cli.main import build_cli
from rso_core.cli.session import Session
from rso_core.database import engine_for
from rso_core.events import PartyKind
from rso_core.store.errors import NewerStoreError, OlderStoreError
from rso_core.store.recorders import FORMAT, MARK
from rso_core.store.store_format import format_of, format_since, raise_format

DATA = Path(__file__).parent / "data"
OF_0_1, OF_0_2 = DATA / "store-0.1.0.db", DATA / "store-0.2.0-proof.db"
JOINS = acts.RegisterParty(party="gm0001", name="Gemeente Voorbeeld", kind=PartyKind.MUNICIPALITY, on=date(2025, 1, 1))
LATER = "format_3_of_rso_0_4"

INSERTS_OF_EARLIER_RELEASES = {
    "sqlite": "INSERT INTO rso_events VALUES ('party:oud', 1, 'party.registered/1', x'7b7d')",
    "postgresql": "INSERT INTO rso_events AS t (originator_id, originator_version, topic, state) "
    "VALUES ('party:oud', 1, 'party.registered/1', '{}') RETURNING notification_id",
}
"""The statement of the library with which releases 0.1 and 0.2 insert; on PostgreSQL its rows come from an array."""


def sql(url: str, *statements: str) -> None:
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


def rename(url: str) -> None:
    """Give a store the format of a release that is not there yet."""
    sql(url, f"ALTER TABLE rso_events RENAME COLUMN {MARK} TO {LATER}")


@pytest.fixture
def old(tmp_path: Path) -> str:
    """A store of 0.2."""
    shutil.copy(OF_0_2, tmp_path / "rso.db")
    shutil.copy(DATA / "store-0.2.0-proof-keys.db", tmp_path / "rso-keys.db")
    return f"sqlite:///{tmp_path / 'rso.db'}"


def test_what_an_earlier_release_inserts_is_refused_by_the_database(store_url: str) -> None:
    with open_application(store_url) as application:
        application.perform(JOINS, by())
    insert = INSERTS_OF_EARLIER_RELEASES[sa.make_url(store_url).get_backend_name()]
    with pytest.raises(sa.exc.DBAPIError, match=r"5 columns but 4 values|format_2_of_rso_0_3"):
        sql(store_url, insert)
    with EventStore.open(store_url) as store:
        assert [row.stream for _, row in store.stored()] == ["party:gm0001"]


def test_a_store_of_a_later_release_is_refused_before_anything_is_written(store_url: str) -> None:
    with open_application(store_url) as application:
        application.perform(JOINS, by())
    rename(store_url)
    sql(store_url, "DROP TABLE rso_log_tiles")
    with pytest.raises(
        NewerStoreError, match=r"format 3, and this release knows no later than 2.*use release 0\.4 or later"
    ):
        EventStore.open(store_url)
    engine = engine_for(store_url)
    assert "rso_log_tiles" not in sa.inspect(engine).get_table_names()
    engine.dispose()


def test_a_program_that_has_the_store_open_writes_nothing_once_it_is_a_later_one(store_url: str) -> None:
    with open_application(store_url) as application:
        application.perform(JOINS, by())
        rename(store_url)
        with pytest.raises(StoreError, match="format of a later release meanwhile; nothing was recorded"):
            application.perform(acts.replace(JOINS, party="gm0002"), by())
        assert application.store.head() == 1
    sql(store_url, f"ALTER TABLE rso_events RENAME COLUMN {LATER} TO {MARK}")


@pytest.mark.parametrize("file", [OF_0_1, OF_0_2])
def test_a_store_of_an_earlier_release_is_read_as_it_is(file: Path, tmp_path: Path) -> None:
    shutil.copy(file, tmp_path / "rso.db")
    url = f"sqlite:///{tmp_path / 'rso.db'}"
    with EventStore.open(url, names=False, upgrade=False) as store:
        assert store.stored()
        assert format_of(url).number == 1
        with pytest.raises(OlderStoreError, match="rso upgrade --backup FILE"):
            store.put_stored([])
    assert format_of(url).number == 1


def test_it_gets_the_format_when_something_is_recorded(old: str) -> None:
    with open_application(old) as application:
        before = application.store.stored(limit=10_000)
        assert (format_of(old).number, format_since(old)) == (1, None)
        application.perform(JOINS, by())
        assert application.store.stored(limit=10_000)[: len(before)] == before
    assert format_of(old) == format_of(old).__class__(FORMAT, "0.3")
    assert format_since(old) is not None


def test_a_new_store_has_it_from_its_first_event(store_url: str) -> None:
    with EventStore.open(store_url, upgrade=False) as store:
        store.put_stored([])
    assert format_of(store_url).number == FORMAT
    raise_format(store_url, with_events=False)


@pytest.mark.postgres
def test_on_postgresql_questions_prepared_before_are_asked_anew(postgres_url: str) -> None:
    with open_application(postgres_url) as application:
        application.perform(JOINS, by())
        # As a release before 0.3 leaves it, with other connections at work.
        sql(postgres_url, f"ALTER TABLE rso_events DROP COLUMN {MARK}")
        with open_application(postgres_url) as other:
            for _ in range(7):
                other.store.stream("party:gm0001")
                other.store.read()
            other.perform(acts.replace(JOINS, party="gm0002"), by())
            assert [event.id for event in other.store.stream("party:gm0001")] == ["party:gm0001@1"]
            assert len(other.store.read()) == 2
        assert len(application.store.read()) == 2


class TestCommand:
    @pytest.fixture
    def rso(self, old: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
        monkeypatch.chdir(tmp_path)
        return lambda *words: CliRunner().invoke(build_cli(Session(store=old)), words, catch_exceptions=True)

    ACT = (
        "register-party",
        "--party",
        "gm0001",
        "--name",
        "Gemeente Voorbeeld",
        "--kind",
        "municipality",
        "--on",
        "2025-01-01",
    )

    def test_an_act_is_refused_until_there_is_a_backup(self, rso, old: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
        refused = rso(*self.ACT)
        assert isinstance(refused.exception, OlderStoreError), refused.output
        assert rso("upgrade").exit_code == 2
        assert rso("upgrade", "--backup", "b.db", "--without-backup").exit_code == 2
        assert format_of(old).number == 1
        made = rso("upgrade", "--backup", str(tmp_path / "b.db"))
        assert made.exit_code == 0, made.output
        with closing(sqlite3.connect(tmp_path / "b.db")) as backup:
            assert backup.execute("SELECT count(*) FROM rso_events").fetchone()[0] > 0
        assert rso(*self.ACT).exit_code == 0
        assert "nothing to do" in rso("upgrade").output

    def test_or_none_is_wanted(self, rso, old: str) -> None:  # type: ignore[no-untyped-def]
        assert rso("upgrade", "--without-backup").exit_code == 0
        assert format_of(old).number == FORMAT
