"""Erasing a person: nowhere a name any more, nothing else changed, whenever it is stopped."""

import base64
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from acts_of_a_region import by
from every_plugin import every_plugin, few_plugins
from privacy.record_with_person import DAY, PARTS, WHO, open_with_person
from privacy.traces import (
    KilledError,
    coded_spellings,
    in_bytes,
    in_files,
    in_tables,
    in_value,
    killed,
    open_spellings,
    registers_at,
)
from rso_core import Application, EventStore, Refused, acts
from rso_core.database import engine_for
from rso_core.events import PersonErased, PersonRegistered, RecordedEvent
from rso_core.hooks import Plugins, hookimpl
from rso_core.privacy import erasure
from rso_core.privacy.erasure import Erasure, StillInOfficeError, erase_person, finish_erasures
from rso_core.privacy.unfinished_erasures import (
    CLEANED,
    Stage,
    Unfinished,
    note_cleaned,
    note_uncleaned,
    unfinished_erasures,
)
from rso_core.projection import Column, Projector, ReadModel, Register, Rows, generation
from rso_core.store.keys_place import keys_url
from rso_core.store.tables import EVENTS, LOG
from rso_pleio.desired import desired_site
from rso_pleio.ledger import Entry, Ledger, State, What
from rso_pleio.plan.members import same_person
from rso_pleio.registers import Earlier, registers_of
from rso_pleio.texts import pages

MOMENTS = [(DAY, None), (date(2026, 3, 1), None), (date(2026, 3, 1), date(2026, 11, 24)), (date(2025, 3, 1), None)]
SITE = "https://pleio.example"


def stubborn(name: str = "copied", failing: str | None = None) -> ReadModel:
    """A read model of a third party that copies names, and knows nothing of erasing."""
    table = sa.Table(
        f"{name}_people",
        sa.MetaData(),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("called", sa.String),
    )

    def known(rows: Rows, recorded: RecordedEvent) -> None:
        event = recorded.event
        assert isinstance(event, PersonRegistered)
        rows.put(table, {"person": event.person, "called": str(event.name)})
        if event.person == failing:
            raise ValueError(f"cannot do with {event.name}")

    def register(connection: sa.Connection, _: date) -> Register:
        rows = connection.execute(sa.select(table)).mappings()
        return Register(title="Kopie", columns=(Column("called", "Naam"),), rows=tuple(map(dict, rows)))

    return ReadModel(
        name=name, version=1, title="Kopie", tables=(table,), handlers={PersonRegistered: known}, register=register
    )


class ThirdParty:
    """A plugin with read models of its own, and something beside them."""

    def __init__(self, *models: ReadModel) -> None:
        self.models = models
        self.told: list[str] = []
        self.fails = False

    @hookimpl
    def rso_read_models(self) -> list[ReadModel]:
        return list(self.models)

    @hookimpl
    def rso_person_erased(self, person: str) -> list[str]:
        if self.fails:
            raise OSError("the file is not there")
        self.told.append(person)
        return ["look in the cabinet"]


@attrs.frozen
class Opened:
    """A record with its read models and plugins."""

    application: Application
    projector: Projector
    plugins: Plugins

    def erase(self, **more: Any) -> Erasure:
        fields: dict[str, Any] = {"ground": "Verzoek 7", "on": DAY, "circumstances": by(), "plugins": self.plugins}
        return erase_person(self.application, self.projector, WHO, **{**fields, **more})

    def unfinished(self) -> list[Unfinished]:
        return unfinished_erasures(self.application.store, self.projector.engine)


@contextmanager
def opened(
    url: str, *extra: tuple[str, Any], plugged: Callable[..., Plugins] = few_plugins, **more: Any
) -> Iterator[Opened]:
    plugins = plugged(*extra)
    with open_with_person(url, **more) as application:
        projector = Projector(application.store, plugins.read_models())
        projector.catch_up()
        try:
            yield Opened(application, projector, plugins)
        finally:
            projector.close()


def stored(url: str) -> tuple[list[Any], list[Any]]:
    """The rows of the events and of the log."""
    engine = engine_for(url)
    with engine.connect() as connection:
        order: sa.ColumnElement[int] = sa.literal_column(
            "rowid" if connection.dialect.name == "sqlite" else "notification_id"
        )
        events = [tuple(map(_plain, row)) for row in connection.execute(sa.select(order, EVENTS).order_by(order))]
        log = [tuple(map(_plain, row)) for row in connection.execute(sa.select(LOG).order_by(LOG.c.idx))]
    engine.dispose()
    return events, log


def _plain(cell: object) -> object:
    return bytes(cell) if isinstance(cell, memoryview) else cell


def states_in_memory(application: Application) -> object:
    cache: Any = application.store._log.repository.cache
    return [cache.get(key) for key in list(cache.cache)]


def test_what_looks_for_a_name_finds_it() -> None:
    for text in ("Xanthippe", "zwartewaal", "ZWARTEWAAL"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert in_bytes(b"\0" + text.encode(encoding), PARTS)
    for before in ("", "1", "12", "123"):
        coded = base64.b64encode(f'{before}"name":"Xanthippe Zwartewaal"'.encode())
        assert in_bytes(coded, ("Xanthippe",)), before
    assert min(map(len, open_spellings(PARTS) | coded_spellings(PARTS))) > 6


def test_nothing_is_left_of_the_name_and_nothing_else_changed(store_url: str, tmp_path: Path) -> None:
    other = ThirdParty(stubborn(), stubborn("breaks", WHO))
    gone = ThirdParty(stubborn("gone"))
    with opened(store_url, ("other", other), ("gone", gone)):
        pass
    with opened(store_url, ("other", other), plugged=every_plugin) as record:
        application, projector = record.application, record.projector
        earlier = Earlier(projector)
        before = stored(store_url)
        ledger = ledger_with_person(store_url)
        for valid_on, known_on in MOMENTS[:2]:
            assert in_value(registers_at(projector, valid_on, known_on, broken=["breaks"]), PARTS), "it was there"
        assert in_value(desired(projector, earlier), PARTS)
        with projector.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE rso_snapshots_left_by_0_2 (name VARCHAR)")
            connection.exec_driver_sql(f"INSERT INTO rso_snapshots_left_by_0_2 VALUES ('{PARTS[0]}')")
        assert {name for name, _ in in_tables(store_url, PARTS)} >= {
            "gone_people__g1",
            "copied_people__g1",
            "rso_read_models",
            "pleio_people_addresses__g1",
            "signatures_certificates__g1",
        }
        done = record.erase()
        assert (done.already, done.finished, record.unfinished()) == (False, True, [])
        assert set(done.cleaning.dropped) == {"gone", "breaks"}
        assert {"copied", "roles", "persons", "pleio_people"} <= set(done.cleaning.rebuilt)
        assert other.told == [WHO]
        assert done.cleaning.elsewhere[0] == "look in the cabinet"
        assert any("rso pleio apply" in sentence for sentence in done.cleaning.elsewhere)
        assert in_tables(store_url, PARTS) == set()
        assert in_files(tmp_path, PARTS) == set() if store_url.startswith("sqlite") else True
        for valid_on, known_on in MOMENTS:
            assert in_value(registers_at(projector, valid_on, known_on, broken=["breaks"]), PARTS) == set()
        assert in_value(desired(projector, earlier), PARTS) == set()
        assert in_value(states_in_memory(application), PARTS) == set()
        assert in_value([e for _, e in application.store.read(limit=10_000)], PARTS) == set()
        assert fingerprints(ledger) == set()
        ledger.close()
        row = next(row for row in projector.register("persons", DAY).rows if row["person"] == WHO)
        assert (row["name"], row["name_nl"], row["erased_on"], row["ground"]) == (None, "gewist", DAY, "Verzoek 7")
    after = stored(store_url)
    for rows, were in zip(after, before, strict=True):
        assert rows[: len(were)] == were
        assert len(rows) == len(were) + 1
    assert in_files(tmp_path, PARTS) == set() if store_url.startswith("sqlite") else True


def desired(projector: Projector, earlier: Earlier) -> object:
    """What the site of the members should show, with the overviews as they were on earlier days."""
    with registers_of(projector, earlier, DAY) as registers:
        found = desired_site(registers, pages)
        return found, registers.earlier("seats", date(2026, 6, 11)), registers.earlier("actions", date(2026, 6, 30))


def entry(group: str, what: What, person: str, guid: str, address: str) -> Entry:
    return Entry(group_key=group, what=what, key=person, state=State.MADE, guid=guid, address_hash=address)


def ledger_with_person(url: str) -> Ledger:
    ledger = Ledger(url, SITE)
    email = "x.quastenberg@fictiefdorp.example"
    ledger.write(
        [
            entry("body-breed", What.MEMBER, WHO, "g", same_person(WHO, email)),
            entry("", What.PERSON, WHO, "g", same_person("g", email)),
            entry("", What.PERSON, "p-1", "h", "f"),
        ]
    )
    return ledger


def fingerprints(ledger: Ledger) -> set[str | None]:
    """What the ledger keeps of the address of the person; which account it is stays, to take it out of the groups."""
    entries = ledger.entries()
    assert entries["body-breed", What.MEMBER, WHO].guid == "g"
    assert ("", What.PERSON, "p-1") in entries
    own = [entry for entry in entries.values() if entry.key == WHO]
    return {entry.address_hash for entry in own if entry.address_hash}


def test_keys_of_a_store_on_a_server_may_be_kept_in_a_file(postgres_url: str, tmp_path: Path) -> None:
    keys = f"sqlite:///{tmp_path / 'keys.db'}"
    with opened(postgres_url, keys=keys) as record:
        assert record.erase().finished
        assert in_tables(postgres_url, PARTS) == set()
    assert "rso_person_keys" not in sa.inspect(engine_for(postgres_url)).get_table_names()
    with EventStore.open(postgres_url, keys) as store:
        kept = store.keys.exported()
    assert WHO not in kept
    assert "p-1" in kept


def kill_at_recording(record: Opened, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(record.application.store._log.recorder, "insert_events", dying)


def kill_at_key(record: Opened, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(record.application.store.keys, "destroy", dying)


def kill_at_rebuild(record: Opened, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Projector, "rebuild", dying)


def kill_at_swap(record: Opened, patch: pytest.MonkeyPatch) -> None:
    swap, swapped = generation.point_views, []

    def some(connection: sa.Connection, tables: Any) -> None:
        swapped.append(tables)
        if len(swapped) > 2:
            raise KilledError
        swap(connection, tables)

    patch.setattr(generation, "point_views", some)


def kill_at_drop(record: Opened, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Projector, "drop", dying)


def kill_at_plugins(record: Opened, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Plugins, "call", dying)


def kill_at_scrubbing(record: Opened, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(erasure, "scrub", dying)


def kill_at_noting(record: Opened, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(erasure, "note_cleaned", dying)


def dying(*_: Any, **__: Any) -> None:
    raise KilledError


KILLS = [
    kill_at_recording,
    kill_at_key,
    kill_at_rebuild,
    kill_at_swap,
    kill_at_drop,
    kill_at_plugins,
    kill_at_scrubbing,
    kill_at_noting,
]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("record")
    with opened(f"sqlite:///{folder / 'rso.db'}", ("other", ThirdParty(stubborn()))):
        pass
    return folder


@pytest.fixture
def copied(template: Path, tmp_path: Path) -> Path:
    """A folder with the record."""
    return Path(shutil.copytree(template, tmp_path / "copy"))


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'rso.db'}"


@pytest.mark.parametrize("again", ["same process", "another process"])
@pytest.mark.parametrize("kill", KILLS, ids=lambda kill: kill.__name__)
def test_killed_at_any_step_the_next_run_finishes_it(
    copied: Path, kill: Callable[[Opened, pytest.MonkeyPatch], None], again: str
) -> None:
    url = url_of(copied)
    other = ThirdParty(stubborn())
    with opened(url, ("other", other)) as record:
        head = record.application.store.head()
        with pytest.MonkeyPatch.context() as patch:
            kill(record, patch)
            with killed():
                record.erase()
        recorded = record.application.store.head() - head
        stage = Stage.BEGUN if not recorded else Stage.RECORDED if kill is kill_at_key else Stage.KEY_GONE
        assert record.unfinished() == [Unfinished(WHO, stage)]
        if again == "same process":
            record.erase()
            assert not in_value(states_in_memory(record.application), PARTS)
    with opened(url, ("other", other)) as record:
        if again == "another process":
            open_ = finish_erasures(record.application, record.projector, plugins=record.plugins).open
            assert open_ == (() if recorded else (Unfinished(WHO, Stage.BEGUN),))
        done = record.erase()
        assert (done.finished, record.unfinished()) == (True, [])
        assert record.application.store.head() == head + 1
        assert in_tables(url, PARTS) == in_tables(keys_url(url), PARTS) == set()
        assert in_value(registers_at(record.projector, DAY), PARTS) == set()
    assert in_files(copied, PARTS) == set()


def test_again_records_nothing_and_does_nothing(copied: Path) -> None:
    other = ThirdParty(stubborn())
    with opened(url_of(copied), ("other", other)) as record:
        record.erase()
        head = record.application.store.head()
        done = record.erase(ground="Een andere grond", on=date(2026, 11, 23))
        assert (done.already, done.finished, done.cleaning.rebuilt) == (True, True, ())
        assert isinstance(done.event.event, PersonErased)
        assert (done.event.event.ground, done.event.meta.effective) == ("Verzoek 7", DAY)
        assert record.application.store.head() == head
        assert other.told == [WHO]


def test_a_plugin_that_fails_leaves_it_unfinished_and_the_rest_is_done(copied: Path) -> None:
    other = ThirdParty(stubborn())
    other.fails = True
    with opened(url_of(copied), ("other", other)) as record:
        done = record.erase()
        assert (done.finished, done.cleaning.missed) == (False, ("other",))
        assert in_files(copied, PARTS) == set()
        other.fails = False
        again = record.erase()
        assert (again.finished, again.cleaning.missed, other.told) == (True, (), [WHO])


def test_a_backup_of_the_record_without_keys_shows_no_name(copied: Path, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    with EventStore.open(url_of(copied)) as store:
        rows = [row for _, row in store.stored(limit=10_000)]
    url = url_of(tmp_path / "backup")
    with EventStore.open(url) as store:
        store.put_stored(rows)
    with opened(url, ("other", ThirdParty(stubborn()))) as record:
        for valid_on, known_on in MOMENTS:
            assert in_value(registers_at(record.projector, valid_on, known_on), PARTS) == set()
    assert in_files(tmp_path / "backup", PARTS) == set()


def test_a_backup_of_before_put_back_is_found_out_and_cleaned(copied: Path, tmp_path: Path) -> None:
    backup = Path(shutil.copytree(copied, tmp_path / "backup"))
    other = ThirdParty(stubborn())
    with opened(url_of(copied), ("other", other)) as record:
        record.erase()
    shutil.copy(backup / "rso.db", copied / "rso.db")
    with opened(url_of(copied), ("other", other)) as record:
        assert record.unfinished() == [Unfinished(WHO, Stage.LOST)]
        finish_erasures(record.application, record.projector, plugins=record.plugins)
        assert record.unfinished() == [Unfinished(WHO, Stage.LOST)], "its ground has to be given again"
        assert record.erase().finished
    assert in_files(copied, PARTS) == set()


def test_a_key_that_comes_back_with_a_backup_of_keys_is_destroyed_again(copied: Path, tmp_path: Path) -> None:
    backup = Path(shutil.copytree(copied, tmp_path / "backup"))
    with opened(url_of(copied)) as record:
        record.erase()
    shutil.copy(backup / "rso-keys.db", copied / "rso-keys.db")
    with opened(url_of(copied)) as record:
        record.projector.rebuild(["roles"])
        assert record.unfinished() == [Unfinished(WHO, Stage.RECORDED)]
        assert finish_erasures(record.application, record.projector, plugins=record.plugins).open == ()
    assert in_files(copied, PARTS) == set()


def test_who_is_in_office_is_not_erased_unless_it_is_said(sqlite_url: str) -> None:
    with opened(sqlite_url, ended=False) as record:
        head = record.application.store.head()
        with pytest.raises(StillInOfficeError) as refused:
            record.erase(on=DAY)
        assert refused.value.running == (
            "actiepunt (aq)",
            "mandaat (gem-a/m-q)",
            "deelname (breed/zq)",
            "rol Archivaris (archivaris/tq)",
        ), "also what begins later"
        assert record.application.store.head() == head
        assert record.unfinished() == []
        assert record.erase(still_in_office=True).finished
        roles = record.projector.register("roles", date(2026, 12, 1)).rows
        assert any((row["person"], row["person_name"]) == (WHO, WHO) for row in roles), "the act stays"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"ground": " "}, "record.text_given"),
        ({"on": date(2026, 12, 1)}, "record.not_yet"),
        ({"on": date(1900, 1, 1)}, "period.end_after_start"),
    ],
)
def test_what_is_refused_is_not_begun(copied: Path, change: dict[str, Any], rule: str) -> None:
    with opened(url_of(copied)) as record:
        with pytest.raises(Refused) as refused:
            record.erase(**change)
        assert refused.value.rule.id == rule
        assert record.unfinished() == []

        def no() -> None:
            raise KilledError

        with killed():
            record.erase(confirm=no)
        assert record.unfinished() == []


def test_two_persons_are_cleaned_together_and_others_keep_their_name(copied: Path) -> None:
    with opened(url_of(copied)) as record:
        act = acts.ErasePerson(person="p-4", ground="Verzoek 8", on=DAY)
        record.application.perform(act, by())
        assert record.unfinished() == [Unfinished("p-4", Stage.KEY_GONE)]
        assert record.erase().cleaning.open == ()
        names = {row["person"]: row["name"] for row in record.projector.register("persons", DAY).rows}
        assert (names["p-1"], names["p-4"], names[WHO]) == ("E. Voorbeeld", None, None)


def test_the_place_where_cleaning_is_noted_may_be_noted_twice(copied: Path) -> None:
    with opened(url_of(copied)) as record:
        engine = record.projector.engine
        for _ in range(2):
            note_cleaned(engine, [WHO])
            assert noted_as_cleaned(engine) == [WHO]
        note_uncleaned(engine, WHO)
        assert noted_as_cleaned(engine) == []
        note_cleaned(engine, [])
        assert noted_as_cleaned(engine) == []


def noted_as_cleaned(engine: sa.Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(CLEANED.c.person)))
