"""A record with all that is derived from it, and what somebody with SQL does to that, with the words in which it is told."""

from datetime import date

import attrs
import sqlalchemy as sa

from acts_of_a_region import by, open_region, record_a_year
from rso_core import EventStore, acts
from rso_core.database import engine_for
from rso_core.derived.checking import DerivedFinding, check_derived
from rso_core.hooks import Plugins
from rso_core.projection import Projector
from rso_core.search.index import SearchIndex
from rso_pleio.ledger import Entry, Ledger, State, What

SITE = "https://site.example"
LIVE = "decisions_register__g1"
NO_TRIGGER = "hoort er niet te zijn"


@attrs.frozen
class Record:
    """A record with everything that is derived from it."""

    url: str

    def sql(self, *statements: str) -> None:
        engine = engine_for(self.url)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))
        engine.dispose()

    def findings(self) -> list[DerivedFinding]:
        with EventStore.open(self.url) as store:
            return check_derived(store, Plugins(only_bundled=True))

    def wrong(self) -> list[str]:
        """What is not in order, in words."""
        return [finding.found for finding in self.findings() if finding.ok is False]


def made(url: str) -> Record:
    with open_region(url) as application:
        record_a_year(application)
        application.perform(acts.NameTheme(theme="wonen", name="Wonen", on=date(2026, 1, 1)), by(key="brief-1"))
        application.perform(acts.NameTheme(theme="energie", name="Energie", on=date(2026, 1, 1)), by(key="brief-2"))
        projector = Projector(application.store, Plugins().read_models())
        assert projector.catch_up() == []
        projector.close()
        with SearchIndex(application.store) as index:
            index.catch_up()
        ledger = Ledger(url, SITE)
        ledger.write(
            [
                Entry(group_key="body-overleg", what=What.GROUP, key="body-overleg", state=State.MADE, guid="1"),
                Entry(group_key="body-overleg", what=What.ITEM, key="decision-b1", state=State.MADE, guid="2"),
                Entry(group_key="body-overleg", what=What.MEMBER, key="p-1", state=State.MADE, guid="3"),
            ]
        )
        ledger.note_progress(application.store.head(), "in_step")
        ledger.close()
    record = Record(url)
    assert record.wrong() == []
    return record


def trigger(name: str, on: str, does: str = "SELECT RAISE(IGNORE)", when: str = "BEFORE INSERT") -> str:
    return f"CREATE TRIGGER {name} {when} ON {on} BEGIN {does}; END"


VIEW_OF_DECISIONS = "CREATE VIEW decisions_register AS SELECT * FROM decisions_register__g1 WHERE 0"
AT = "tabel decisions_register, rij decision=b1"
SQLITE: dict[str, tuple[tuple[str, ...], str]] = {
    "a column of a register": (
        (f"UPDATE {LIVE} SET title = 'VERVALST BESLUIT'",),
        f"{AT}, kolom title: er staat 'VERVALST BESLUIT', het moet 'Programma' zijn (volgt uit gebeurtenis decision:b1@1)",
    ),
    "a column emptied": (
        (f"UPDATE {LIVE} SET title = NULL",),
        f"{AT}, kolom title: er staat niets, het moet 'Programma' zijn (volgt uit gebeurtenis decision:b1@1)",
    ),
    "a day of a register": (
        ("UPDATE calendar_meetings__g1 SET \"on\" = '2026-03-13' WHERE meeting = 'v1'",),
        "tabel calendar_meetings, rij meeting=v1, kolom on: er staat '2026-03-13', het moet '2026-03-12' zijn",
    ),
    "a row taken away": ((f"DELETE FROM {LIVE}",), f"{AT}: ontbreekt (volgt uit gebeurtenis decision:b1@1)"),
    "a row put in": (
        (f"INSERT INTO {LIVE} (decision, title, rso_component) VALUES ('vals', 'Vals', 1)",),
        "tabel decisions_register, rij decision=vals: hoort er niet te staan (geen gebeurtenis leidt ertoe)",
    ),
    "a name": (
        ("UPDATE decisions_names__g1 SET name = 'Vals' WHERE kind = 'body'",),
        "tabel decisions_names, rij kind=body, id=overleg, kolom name: er staat 'Vals', het moet 'Overleg overleg' zijn "
        "(volgt uit gebeurtenis body:overleg@1)",
    ),
    "an address of a person": (
        ("UPDATE pleio_people_addresses__g1 SET email = 'vals@x.example' WHERE person = 'p-1'",),
        "tabel pleio_people_addresses, rij person=p-1, kolom email: er staat 'vals@x.example'",
    ),
    "bytes in place of a text": ((f"UPDATE {LIVE} SET title = x'00ff'",), f"{AT}, kolom title: er staat b'\\x00\\xff'"),
    "a text that is none": (
        (f"UPDATE {LIVE} SET title = CAST(x'c328' AS TEXT)",),
        f"{AT}, kolom title: er staat '\\\\xc3(', het moet 'Programma' zijn",
    ),
    "which rows hang together": (
        (f"UPDATE {LIVE} SET rso_component = 1",),
        f"{AT}, kolom rso_component: er staat 1, het moet",
    ),
    "when an event holds": (
        ("UPDATE decisions_rso_events__g1 SET day = day + 400 WHERE holds",),
        "kolom day: er staat",
    ),
    "when an event was known": (
        ("UPDATE decisions_rso_events__g1 SET settled_on = settled_on - 1",),
        "kolom settled_on: er staat",
    ),
    "an event of a register": (
        ("DELETE FROM decisions_rso_events__g1 WHERE position = (SELECT max(position) FROM decisions_rso_events__g1)",),
        "ontbreekt (hoort bij gebeurtenis theme:energie@1)",
    ),
    "a register dropped": ((f"DROP TABLE {LIVE}",), "tabel decisions_register: is niet te lezen"),
    "a position moved on": (
        ("UPDATE rso_read_models SET position = position + 1 WHERE name = 'decisions'",),
        "register decisions: staat op",
    ),
    "a position put back": (
        ("UPDATE rso_read_models SET position = 1 WHERE name = 'decisions'",),
        f"{AT}: hoort er niet te staan (geen gebeurtenis leidt ertoe)",
    ),
    "the last day of a register": (
        ("UPDATE rso_read_models SET latest_effective = '2020-01-01' WHERE name = 'decisions'",),
        "register decisions: de laatste dag waarop iets ingaat zou 2020-01-01 zijn; uit het dossier volgt",
    ),
    "another generation": (
        ("UPDATE rso_read_models SET generation = 2 WHERE name = 'decisions'",),
        "weergave decisions_register: toont iets anders dan tabel decisions_register__g2",
    ),
    "a view redefined": (
        ("DROP VIEW decisions_register", VIEW_OF_DECISIONS),
        "weergave decisions_register: toont iets anders dan tabel decisions_register__g1: 'CREATE VIEW "
        "decisions_register AS SELECT * FROM decisions_register__g1 WHERE 0'",
    ),
    "a view taken away": (
        ("DROP VIEW decisions_register",),
        "weergave decisions_register: ontbreekt; zij hoort te tonen wat in decisions_register__g1 staat",
    ),
    "a table in the place of a view": (
        ("DROP VIEW decisions_register", "CREATE TABLE decisions_register AS SELECT * FROM decisions_register__g1"),
        "weergave decisions_register: ontbreekt",
    ),
    "a trigger that swallows events": (
        (trigger("weg", "rso_events"), trigger("weg2", "RSO_LOG")),
        f"trigger weg op rso_events: {NO_TRIGGER}",
    ),
    "a trigger that alters a register": (
        (trigger("anders", LIVE, f"UPDATE {LIVE} SET title = 'Vals'", "AFTER INSERT"),),
        f"trigger anders op {LIVE}: {NO_TRIGGER}",
    ),
    "a trigger on a view": (
        (trigger("schijn", "decisions_register", "SELECT 1", "INSTEAD OF INSERT"),),
        f"trigger schijn op decisions_register: {NO_TRIGGER}",
    ),
    "a table that forgets what is twice": (
        (
            "DROP TABLE rso_act_keys",
            "CREATE TABLE rso_act_keys (key TEXT PRIMARY KEY ON CONFLICT IGNORE, digest TEXT NOT NULL, correlation TEXT "
            "NOT NULL, first_event TEXT NOT NULL, events INTEGER NOT NULL)",
        ),
        "tabel rso_act_keys: is geen gewone tabel meer, of ontbreekt",
    ),
    "a key of an act put in": (
        ("INSERT INTO rso_act_keys VALUES ('brief-3', '', 'c', 'theme:wonen@1', 1)",),
        "tabel rso_act_keys, rij key=brief-3: hoort er niet te staan (geen handeling in het dossier draagt deze sleutel)",
    ),
    "a key of an act taken away": (
        ("DELETE FROM rso_act_keys WHERE key = 'brief-1'",),
        "tabel rso_act_keys, rij key=brief-1: ontbreekt (hoort bij gebeurtenis theme:wonen@1)",
    ),
    "a key of an act that stands for another": (
        ("UPDATE rso_act_keys SET first_event = 'theme:wonen@1' WHERE key = 'brief-2'",),
        "tabel rso_act_keys, rij key=brief-2, kolom first_event: er staat 'theme:wonen@1', het moet 'theme:energie@1' zijn",
    ),
    "another fingerprint of an act": (
        ("UPDATE rso_act_keys SET digest = 'x' WHERE key = 'brief-2'",),
        "tabel rso_act_keys, rij key=brief-2, kolom digest: er staat 'x'",
    ),
    "words of the index": (
        ("DROP TABLE rso_search_words",
         "CREATE VIRTUAL TABLE rso_search_words USING fts5(names, texts, content='', tokenize='unicode61 remove_diacritics 2')",
         "INSERT INTO rso_search_words (rowid, names, texts) VALUES (1, 'vals', 'vals')"),
        "tabel rso_search_words, rij position=1: de woorden zijn andere dan die van de gebeurtenis (gebeurtenis party:prov@1)",
    ),
    "an event of the index": (
        ("UPDATE rso_search_entries SET thing = 'party:gem-b' WHERE thing = 'party:prov'",),
        "kolom thing: er staat 'party:gem-b', het moet 'party:prov' zijn (gebeurtenis party:prov@1)",
    ),
    "an event left out of the index": (
        ("DELETE FROM rso_search_entries WHERE thing = 'party:prov'",),
        "tabel rso_search_entries, rij position=1: ontbreekt (gebeurtenis party:prov@1)",
    ),
    "a body that the site should not have": (
        ("UPDATE rso_pleio_ledger SET group_key = 'body-vals'",),
        "dit overleg staat niet in het dossier",
    ),
    "a member whom nobody knows": (
        ("UPDATE rso_pleio_ledger SET key = 'p-vals' WHERE what = 'member'",),
        "deze persoon staat niet in het dossier",
    ),
    "one thing on the site for two": (
        ("UPDATE rso_pleio_ledger SET guid = '1' WHERE what = 'item'",),
        "kolom guid: 1 staat er voor meer dan één ding",
    ),
    "a site that is ahead": (
        ("UPDATE rso_pleio_progress SET position = position + 1",),
        "tabel rso_pleio_progress, rij site=https://site.example, kolom position",
    ),
}  # fmt: skip


def swallows(name: str, on: str) -> tuple[str, str, str]:
    made = f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
    return (
        f"{made}; CREATE TRIGGER {name} BEFORE INSERT ON {on} FOR EACH ROW EXECUTE FUNCTION {name}()",
        f"DROP TRIGGER {name} ON {on}; DROP FUNCTION {name}()",
        f"trigger {name} op {on}: {NO_TRIGGER}",
    )


OF_VIEW = "CREATE OR REPLACE VIEW decisions_register AS SELECT {} FROM decisions_register__g1"
POSTGRES: dict[str, tuple[str, str, str]] = {
    "a column of a register": (
        f"UPDATE {LIVE} SET title = 'VERVALST'", f"UPDATE {LIVE} SET title = 'Programma'",
        f"{AT}, kolom title: er staat 'VERVALST', het moet 'Programma' zijn (volgt uit gebeurtenis decision:b1@1)",
    ),
    "a day of a register": (
        "UPDATE calendar_meetings__g1 SET \"on\" = '2026-03-13' WHERE meeting = 'v1'",
        "UPDATE calendar_meetings__g1 SET \"on\" = '2026-03-12' WHERE meeting = 'v1'",
        "tabel calendar_meetings, rij meeting=v1, kolom on: er staat 2026-03-13, het moet 2026-03-12 zijn",
    ),
    "a key of an act": (
        "INSERT INTO rso_act_keys VALUES ('brief-3', '', 'c', 'theme:wonen@1', 1)",
        "DELETE FROM rso_act_keys WHERE key = 'brief-3'", "tabel rso_act_keys, rij key=brief-3: hoort er niet te staan",
    ),
    "a trigger that swallows events": swallows("weg", "rso_events"),
    "a trigger that swallows rows": swallows("weg_rij", LIVE),
    "a rule": (
        "CREATE RULE stil AS ON INSERT TO rso_log DO INSTEAD NOTHING", "DROP RULE stil ON rso_log",
        f"regel stil op rso_log: {NO_TRIGGER}",
    ),
    "a policy": (
        f"CREATE POLICY blind ON {LIVE} USING (false)", f"DROP POLICY blind ON {LIVE}",
        f"toegangsregel blind op {LIVE}: {NO_TRIGGER}",
    ),
    "rows kept from somebody": (
        f"ALTER TABLE {LIVE} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {LIVE} DISABLE ROW LEVEL SECURITY",
        f"toegang per rij {LIVE} op {LIVE}: {NO_TRIGGER}",
    ),
    "rows beside a register": (
        f"CREATE TABLE erbij () INHERITS ({LIVE})", "DROP TABLE erbij",
        f"tabel die meetelt erbij op {LIVE}: {NO_TRIGGER}",
    ),
    "the same row again": (
        f"CREATE TABLE nogmaals () INHERITS ({LIVE}); INSERT INTO nogmaals SELECT * FROM ONLY {LIVE}",
        "DROP TABLE nogmaals", f"{AT}: staat er meer dan eens",
    ),
    "a view taken away": (
        "ALTER VIEW decisions_register RENAME TO elders", "ALTER VIEW elders RENAME TO decisions_register",
        "weergave decisions_register: ontbreekt",
    ),
    "words of the index": (
        "UPDATE rso_search_words SET words = words || 'vals:1'::tsvector WHERE position = 1",
        "UPDATE rso_search_words SET words = ts_delete(words, 'vals') WHERE position = 1",
        "tabel rso_search_words, rij position=1: de woorden zijn andere",
    ),
    "a site that is ahead": (
        "UPDATE rso_pleio_progress SET position = position + 1", "UPDATE rso_pleio_progress SET position = position - 1",
        "tabel rso_pleio_progress",
    ),
}  # fmt: skip
