"""What was written is read back before anybody is told that it was recorded: a database may swallow it in silence."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from acts_of_a_region import by, open_region
from rso_core import Application, EventStore, StoreError, acts
from rso_core.database import engine_for
from rso_core.store.errors import NotKeptError
from rso_core.store.tables import ACT_KEYS, EVENTS, LOG

ON = date(2026, 1, 1)
SWALLOWED = "nothing was recorded, for the database did not keep what was written"


def sql(url: str, *statements: str) -> None:
    engine = engine_for(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def counted(url: str) -> tuple[int, ...]:
    engine = engine_for(url)
    with engine.connect() as connection:
        tables = (EVENTS, LOG, ACT_KEYS)
        found = tuple(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in tables)
    engine.dispose()
    return found


def on_sqlite(on: str, when: str, does: str) -> list[str]:
    return [f"CREATE TRIGGER dief {when} INSERT ON {on} BEGIN {does}; END"]


def on_postgres(on: str, when: str, does: str, *, deferred: bool = False) -> list[str]:
    kind = "CONSTRAINT TRIGGER" if deferred else "TRIGGER"
    put_off = "DEFERRABLE INITIALLY DEFERRED" if deferred else ""
    return [
        f"CREATE FUNCTION dief() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS 'BEGIN {does} END'",
        f"CREATE {kind} dief {when} INSERT ON {on} {put_off} FOR EACH ROW EXECUTE FUNCTION dief()",
    ]


LAST = "(SELECT max(rowid) FROM rso_events)"
SQLITE = {
    "events swallowed": on_sqlite("rso_events", "BEFORE", "SELECT RAISE(IGNORE)"),
    "events and log swallowed": [
        *on_sqlite("rso_events", "BEFORE", "SELECT RAISE(IGNORE)"),
        "CREATE TRIGGER dief2 BEFORE INSERT ON rso_log BEGIN SELECT RAISE(IGNORE); END",
    ],
    "lines of the log swallowed": on_sqlite("RSO_LOG", "BEFORE", "SELECT RAISE(IGNORE)"),
    "keys swallowed": on_sqlite("rso_act_keys", "BEFORE", "SELECT RAISE(IGNORE)"),
    "events taken away again": on_sqlite("rso_events", "AFTER", f"DELETE FROM rso_events WHERE rowid = {LAST}"),
    "events altered": on_sqlite(
        "rso_events", "AFTER", f"UPDATE rso_events SET state = state || ' ' WHERE rowid = {LAST}"
    ),
    "a line of the log altered": on_sqlite(
        "rso_log", "AFTER", "UPDATE rso_log SET hash = zeroblob(32) WHERE idx = (SELECT max(idx) FROM rso_log)"
    ),
    "a key altered": on_sqlite("rso_act_keys", "AFTER", "UPDATE rso_act_keys SET digest = 'x'"),
    "an event put in beside": on_sqlite(
        "rso_log", "AFTER", "INSERT INTO rso_events VALUES ('theme:vals-' || new.idx, 1, 'theme.named/1', x'7b7d', 2)"
    ),
    "a table that ignores what it has": [
        "ALTER TABLE rso_log RENAME TO weg",
        "CREATE TABLE rso_log (idx INTEGER PRIMARY KEY, event TEXT UNIQUE ON CONFLICT IGNORE, hash BLOB)",
        "INSERT INTO rso_log SELECT * FROM weg",
        "INSERT INTO rso_log VALUES (-1, 'theme:t0@1', x'00')",
    ],
}
DELETES = "DELETE FROM rso_events WHERE notification_id = NEW.notification_id; RETURN NULL;"
POSTGRES = {
    "events swallowed": on_postgres("rso_events", "BEFORE", "RETURN NULL;"),
    "lines of the log swallowed": on_postgres("rso_log", "BEFORE", "RETURN NULL;"),
    "keys swallowed": on_postgres("rso_act_keys", "BEFORE", "RETURN NULL;"),
    "events taken away again": on_postgres("rso_events", "AFTER", DELETES),
    "events taken away at the commit": on_postgres("rso_events", "AFTER", DELETES, deferred=True),
    "events altered": on_postgres("rso_events", "BEFORE", "NEW.state = NEW.state || ''x''::bytea; RETURN NEW;"),
    "a rule": ["CREATE RULE stil AS ON INSERT TO rso_log DO INSTEAD NOTHING"],
}


def name_themes(application: Application, *names: str) -> None:
    with application.batch() as batch:
        for name in names:
            batch.perform(acts.NameTheme(theme=name, name=name.title(), on=ON), by(key=f"brief-{name}"))


def refused(url: str, statements: list[str], number: int) -> None:
    with open_region(url) as application:
        name_themes(application, "wonen")
        sql(url, *statements)
        before = counted(url)
        with pytest.raises(StoreError) as caught:
            name_themes(application, *(f"t{n}" for n in range(number)))
        # PostgreSQL itself refuses to tell what a rule made of an insert.
        if "CREATE RULE" not in statements[0]:
            assert isinstance(caught.value, NotKeptError)
            assert SWALLOWED in str(caught.value)
            assert "rso audit verify" in str(caught.value)
        assert counted(url) == before, "nothing was recorded"


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("kind", SQLITE)
def test_what_the_database_does_not_keep_is_not_acknowledged(sqlite_url: str, kind: str, number: int) -> None:
    refused(sqlite_url, SQLITE[kind], number)


@pytest.mark.postgres
@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("kind", POSTGRES)
def test_nor_is_it_on_postgresql(postgres_url: str, kind: str, number: int) -> None:
    refused(postgres_url, POSTGRES[kind], number)


def test_a_large_batch_is_read_back_too(store_url: str) -> None:
    with open_region(store_url) as application:
        name_themes(application, *(f"t{n}" for n in range(1_200)))
        more = counted(store_url)
        does = "UPDATE rso_log SET hash = ''x''::bytea WHERE idx = NEW.idx; RETURN NULL;"
        last = "(SELECT max(idx) FROM rso_log)"
        trigger = (
            on_sqlite("rso_log", "AFTER", f"UPDATE rso_log SET hash = x'00' WHERE idx = {last} AND idx % 700 = 0")
            if store_url.startswith("sqlite")
            else on_postgres("rso_log", "AFTER", f"IF NEW.idx % 700 = 0 THEN {does} END IF; RETURN NULL;")
        )
        sql(store_url, *trigger)
        with pytest.raises(NotKeptError, match="the line in the log of event theme:u"):
            name_themes(application, *(f"u{n}" for n in range(1_200)))
        assert counted(store_url) == more


def test_a_trigger_that_does_something_else_stops_nobody(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        sql(sqlite_url, "CREATE TABLE van_ons (x)", *on_sqlite("rso_events", "AFTER", "INSERT INTO van_ons VALUES (1)"))
        name_themes(application, "wonen")
        name_themes(application, "energie", "water")


def test_an_archive_is_put_back_into_no_database_that_swallows(sqlite_url: str, tmp_path: Path) -> None:
    with open_region(sqlite_url) as application:
        rows = [row for _, row in application.store.stored()]
    other = f"sqlite:///{tmp_path / 'terug.db'}"
    with EventStore.open(other) as store:
        sql(other, *on_sqlite("rso_events", "BEFORE", "SELECT RAISE(IGNORE)"))
        with pytest.raises(NotKeptError):
            store.put_stored(rows)
