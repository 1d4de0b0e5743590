"""Where words stand: found however they are spelled, on both databases, and never the name of who was erased."""

import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from acts_of_a_region import START, by, open_region, set_up
from commands_in_process import asked, rso
from every_plugin import few_plugins
from privacy.record_with_person import DAY, PARTS, WHO, open_with_person
from privacy.traces import in_files, in_tables
from rso_core import Application, StoreError, acts
from rso_core.database import engine_for
from rso_core.events import PartyKind
from rso_core.privacy.erasure import erase_person
from rso_core.projection import Projector
from rso_core.search import SearchIndex, forget, search
from rso_core.search import index as index_module
from rso_core.search.index import ENTRIES, STATE, WORDS
from rso_core.search.texts import texts_of

NAMES = {"gm1900": "Gemeente Súdwest-Fryslân", "gm0796": "Gemeente ’s-Hertogenbosch"}


def fill(application: Application) -> None:
    for party, name in NAMES.items():
        application.perform(acts.RegisterParty(party=party, name=name, kind=PartyKind.MUNICIPALITY, on=START), by())
    for number in (1, 2, 3):
        on = date(2026, number, 1)
        action = acts.AgreeAction(
            action=f"a{number}",
            body="overleg",
            party="gem-a",
            title=f"Windmolens tellen, ronde {number}",
            on=on,
            due=on,
        )
        application.perform(action, by(source=f"Verslag {number}"))
    application.perform(acts.DropAction(action="a3", on=date(2026, 3, 2), reason="De windmolens zijn geteld"), by())


@pytest.fixture
def application(store_url: str) -> Iterator[Application]:
    with open_region(store_url) as application:
        fill(application)
        yield application


def things(application: Application, words: str, **asked: Any) -> list[str]:
    return [match.written for match in search(application.store, words, **asked).matches]


@pytest.mark.parametrize(
    "words",
    [
        "Súdwest",
        unicodedata.normalize("NFD", "Súdwest-Fryslân"),
        "SUDWEST fryslan",
        "súdwest–fryslân gemeente",
        "sudw",
        "gm1900",
    ],
)
def test_spelling_makes_no_difference(application: Application, words: str) -> None:
    assert things(application, words) == ["party:gm1900"]


def test_apostrophes_make_no_difference(application: Application) -> None:
    for words in ("'s-Hertogenbosch", "’s hertogenbosch", "s hertog"):
        assert things(application, words) == ["party:gm0796"]


def test_names_texts_reasons_and_documents_are_searched(application: Application) -> None:
    assert sorted(things(application, "windmolens")) == ["action:a1", "action:a2", "action:a3"]
    (match,) = search(application.store, "geteld").matches
    assert (match.written, match.name, [hit.field for hit in match.hits]) == (
        "action:a3",
        "Windmolens tellen, ronde 3",
        ["reason"],
    )
    (match,) = search(application.store, "verslag 2").matches
    assert [(hit.field, hit.text) for hit in match.hits] == [("source", "Verslag 2")]
    assert things(application, "windmolens ronde 2") == ["action:a2"]
    assert things(application, "windmolens nergens") == []


def test_a_name_goes_before_what_mentions_it(application: Application) -> None:
    application.perform(acts.NameTheme(theme="windmolens", name="Windmolens", on=START), by())
    assert things(application, "windmolens")[0] == "theme:windmolens"


def test_by_kind_and_by_days(application: Application) -> None:
    assert things(application, "windmolens", kinds=["decision"]) == []
    assert len(things(application, "windmolens", kinds=["decision", "action"])) == 3
    assert things(application, "mandaatregeling", kinds=["party"]) == things(
        application, "mandaatregeling", kinds=["mandate"]
    )
    assert things(application, "windmolens", first_day=date(2026, 2, 1), last_day=date(2026, 2, 1)) == ["action:a2"]
    assert things(application, "windmolens", last_day=date(2026, 1, 31)) == ["action:a1"]
    some = search(application.store, "windmolens", most=2)
    assert (len(some.matches), some.things) == (2, 3)


def test_what_is_recorded_later_is_found_at_once(application: Application) -> None:
    assert things(application, "getijden") == []
    application.perform(acts.NameTheme(theme="t", name="Getijdenenergie", on=START), by())
    assert things(application, "getijden") == ["theme:t"]


def test_nothing_to_search_for_is_said(application: Application) -> None:
    for words in ("", "  ", "!?", "'"):
        with pytest.raises(ValueError, match="there is no word to search for"):
            search(application.store, words)


@pytest.mark.parametrize("words", ['q"', "a AND", "x OR y*", "a:b", "NEAR(x", "q & | ! <->", "q % _ \\", "'q'); DROP"])
def test_what_a_database_would_take_for_an_instruction_is_a_word(application: Application, words: str) -> None:
    assert things(application, words) == []
    assert things(application, f"windmolens {words}") == []
    assert len(things(application, 'windmolens" * ( )')) == 3


@pytest.mark.postgres
def test_dutch_stems_where_the_database_knows_them(postgres_url: str) -> None:
    with open_region(postgres_url) as application:
        fill(application)
        assert len(things(application, "windmolen")) == 3
        assert things(application, "gemeenten sudwest") == ["party:gm1900"]


def test_what_is_confidential_is_marked_and_left_out_when_asked(application: Application) -> None:
    application.perform(set_up("geheim", confidential=True, name="Windmolens in stilte"), by())
    everything = search(application.store, "windmolens", kinds=["body"])
    assert [hit.confidential for match in everything.matches for hit in match.hits] == [True]
    public = search(application.store, "windmolens", public=True)
    assert ("body:geheim" in {match.written for match in public.matches}, public.left_out, public.things) == (
        False,
        1,
        3,
    )


def test_every_text_of_every_event_is_found(application: Application) -> None:
    """A search through every event for its own words finds it."""
    for _, recorded in application.store.read(limit=1_000):
        texts = texts_of(recorded)
        for _, text in texts.all() if texts else ():
            found = search(application.store, text, most=1_000)
            assert recorded.id in {hit.recorded.id for match in found.matches for hit in match.hits}, text


def rows(url: str) -> tuple[int, list[int]]:
    engine = engine_for(url)
    with engine.connect() as connection:
        position = connection.scalar(sa.select(STATE.c.position)) or 0
        positions = list(connection.scalars(sa.select(ENTRIES.c.position).order_by(ENTRIES.c.position)))
        key = "rowid" if connection.dialect.name == "sqlite" else "position"
        words = list(connection.scalars(sa.text(f"SELECT {key} FROM {WORDS} ORDER BY {key}")))
    engine.dispose()
    assert words == positions
    return position, positions


def test_an_index_that_is_missing_or_of_another_version_is_made_anew(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, store = application.store.url, application.store
    before = things(application, "windmolens")
    whole = rows(url)
    engine = engine_for(url)
    for table in (WORDS, ENTRIES.name, STATE.name):
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP TABLE {table}")
        assert things(application, "windmolens") == before
        assert rows(url) == whole
    monkeypatch.setattr(index_module, "VERSION", 99)
    assert things(application, "windmolens") == before
    with engine.begin() as connection:
        assert connection.scalar(sa.select(STATE.c.version)) == 99
        connection.execute(sa.update(STATE).values(position=store.head() + 10))
    assert things(application, "windmolens") == before, "a record that was put back to before is indexed anew"
    assert rows(url) == whole
    forget(engine)
    engine.dispose()
    with pytest.raises(sa.exc.DBAPIError):
        rows(url)


def test_several_that_keep_it_up_at_once_index_every_event_once(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "BATCH", 3)

    def keep_up(_: int) -> None:
        with SearchIndex(application.store) as index:
            index.catch_up()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep_up, range(8)))
    expected = [p for p, recorded in application.store.read(limit=1_000) if texts_of(recorded) is not None]
    assert rows(application.store.url) == (application.store.head(), expected)


def test_who_was_overtaken_changes_nothing_and_goes_on(application: Application) -> None:
    with SearchIndex(application.store) as one, SearchIndex(application.store) as other:
        token, position = one._begin()
        batch = application.store.read(limit=5)
        assert other._take_in(token, position, batch) is True
        assert one._take_in(token, position, batch) is False
        forget(one.engine)
        assert other._take_in(token, batch[-1][0], application.store.read(batch[-1][0], 5)) is False
        newer, _ = one._begin()
        assert newer != token
        assert other._begin() == (newer, 0), "one that was begun meanwhile is taken as it is"
        assert other._take_in(token, 0, batch) is False, "an index that was begun anew takes nothing of before"
        other.catch_up()
    assert rows(application.store.url)[0] == application.store.head()


def test_an_index_that_is_taken_away_under_a_question_is_asked_anew(application: Application) -> None:
    taken: list[bool] = []

    def question(connection: sa.Connection) -> int:
        if not taken:
            taken.append(True)
            connection.rollback()
            forget(connection.engine)
        return connection.scalar(sa.select(sa.func.count()).select_from(ENTRIES)) or 0

    with SearchIndex(application.store) as index:
        assert index.ask(question) == len(rows(application.store.url)[1]) > 0


def test_who_keeps_being_overtaken_says_so(application: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SearchIndex, "_take_in", lambda *_: False)
    with pytest.raises(StoreError, match="other programs kept moving the search index"):
        search(application.store, "windmolens")


def test_an_sqlite_without_full_text_search_is_told(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "FTS5", index_module.FTS5.replace("USING fts5", "USING fts5_not_here"))
    with open_region(sqlite_url) as application, pytest.raises(StoreError, match="no full text search"):
        search(application.store, "woord")


def test_the_name_of_an_erased_person_leaves_the_index(store_url: str, tmp_path: Path) -> None:
    with open_with_person(store_url) as application:
        plugins = few_plugins()
        projector = Projector(application.store, plugins.read_models())
        projector.catch_up()
        for part in PARTS:
            assert WHO in {match.thing[-1] for match in search(application.store, part).matches}, part
        assert in_tables(store_url, PARTS)
        erase_person(
            application,
            projector,
            WHO,
            ground="Verzoek 7",
            on=DAY,
            circumstances=by(),
            still_in_office=True,
            plugins=plugins,
        )
        projector.close()

        def nothing_left() -> None:
            assert in_tables(store_url, PARTS) == set()
            if store_url.startswith("sqlite"):
                assert in_files(tmp_path, PARTS) == set()

        nothing_left()
        for part in PARTS:
            assert WHO not in {match.thing[-1] for match in search(application.store, part).matches}, part
        assert "overleg" in {match.thing[-1] for match in search(application.store, "overleg").matches}
        nothing_left()


def test_a_name_that_was_indexed_before_its_key_was_lost_is_not_found(sqlite_url: str) -> None:
    with open_with_person(sqlite_url) as application:
        assert search(application.store, PARTS[0]).matches
        application.store.keys.destroy(WHO)
        assert WHO not in {match.thing[-1] for match in search(application.store, PARTS[0]).matches}


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        fill(application)
        application.perform(set_up("geheim", confidential=True, name="Windmolens in stilte"), by())
    done = rso(tmp_path, "search", "windmolens", "ronde")
    assert (done.returncode, done.stderr) == (0, "")
    assert "actiepunt action:a1: Windmolens tellen, ronde 1\n  1 januari 2026, naam: Windmolens tellen" in done.stdout
    found = asked(tmp_path, "search", "windmolens", "--kind", "action", "--from", "2026-02-01", "--most", "1")
    assert (found["things"], len(found["matches"])) == (2, 1)
    assert {"event", "name", "effective", "field", "text", "confidential"} == set(found["matches"][0]["hits"][0])
    assert (
        "1 van 2 onderwerpen"
        in rso(tmp_path, "search", "windmolens", "--from", "2026-02-01", "--kind", "action", "--most", "1").stdout
    )
    assert "(vertrouwelijk)" in rso(tmp_path, "search", "stilte").stdout
    hidden = rso(tmp_path, "search", "stilte", "--public").stdout
    assert hidden.splitlines() == ["Niets gevonden.", "Weggelaten: één vertrouwelijke vindplaats."]
    nearest = rso(tmp_path, "search", "Gemente", "Sudwest", "Frieslan").stdout
    assert "Niets gevonden.\nLijkt op: party:gm1900 (Gemeente Súdwest-Fryslân)" in nearest
    for arguments, told in (
        (("x", "--kind", "besluit"), "there is no kind 'besluit'; did you mean 'decision'? kinds are"),
        (("!",), "there is no word to search for in '!'"),
        (("x", "--from", "2026-02-01", "--until", "2026-01-01"), "2026-01-01 comes before 2026-02-01"),
        (("x", "--from", "ooit"), "'ooit' is not a date"),
    ):
        wrong = rso(tmp_path, "search", *arguments)
        assert (wrong.returncode, told in " ".join(wrong.stderr.replace("│", " ").split())) == (2, True), wrong.stderr
