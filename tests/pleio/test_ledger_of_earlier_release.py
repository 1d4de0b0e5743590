"""A ledger as release 0.2 wrote it is read once into the fields of today, and nothing of it is lost."""

from typing import Any

import pytest
import sqlalchemy as sa

from rso_core.database import engine_for
from rso_pleio.ledger import Ledger
from rso_pleio.ledger_entry import Entry, FileContent, Origin, State, What
from rso_pleio.ledger_erasure import forget_person

SITE, OTHER_SITE = "https://samenwerken.example", "https://elders.example"
SHA, NEXT_SHA = "a" * 64, "b" * 64
MADE_BY_0_2 = """
CREATE TABLE rso_pleio_ledger (
    site VARCHAR NOT NULL, group_key VARCHAR NOT NULL, what VARCHAR NOT NULL, "key" VARCHAR NOT NULL,
    state VARCHAR NOT NULL, guid VARCHAR, fingerprint VARCHAR, time_updated VARCHAR, wanted VARCHAR, url VARCHAR,
    note VARCHAR, sent VARCHAR, written_at {moment} NOT NULL, PRIMARY KEY (site, group_key, what, "key"))
"""
ROWS = f"""
INSERT INTO rso_pleio_ledger VALUES
('{SITE}', 'body-x', 'group', 'body-x', 'made', 'g-x', 'f1', NULL, 'w1', NULL, NULL, 's1', '2026-03-12 11:00:00'),
('{SITE}', 'body-x', 'item', 'page-1', 'made', 'g-1', 'f2', 't2', 'w2/l2', '/v/1', 'g-above', NULL, '2026-03-12 11:00:00'),
('{SITE}', 'body-x', 'item', 'page-2', 'made', 'g-2', 'f3', 't3', NULL, '/v/2', '', 's3|', '2026-03-12 11:00:00'),
('{SITE}', 'body-x', 'item', 'page-3', 'intended', NULL, NULL, NULL, NULL, NULL, 'quiet', NULL, '2026-03-12 11:00:00'),
('{SITE}', 'body-x', 'item', 'page-4', 'intended', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-12 11:00:00'),
('{SITE}', 'body-x', 'item', 'page-5', 'ended', 'g-5', '', NULL, '', '/v/5', 'g-above', 's5|g-above', '2026-03-12 11:00:00'),
('{SITE}', 'body-x', 'item', 'page-6', 'hidden', 'g-6', 'f6', 't6', NULL, '/v/6', '', 's6|quiet', '2026-03-12 11:00:00'),
('{SITE}', 'body-x', 'item', 'file-1', 'made', 'g-7', 'f7', 't7', 'w7/l7', '/v/7', '{SHA}:18', 's7|{NEXT_SHA}:20', '2026-03-12 11:00:00'),
('{SITE}', 'body-x', 'item', 'file-2', 'made', 'g-8', 'f8', 't8', 'w8/l8', '/v/8', '{SHA}:None', NULL, '2026-03-12 11:00:00'),
('{SITE}', 'body-x', 'member', 'p-1', 'made', 'g-p1', 'admin', NULL, 'h1', NULL, 'added', NULL, '2026-03-12 11:00:00'),
('{SITE}', 'body-x', 'member', 'p-2', 'invited', NULL, 'member', NULL, 'h2', NULL, 'invited', NULL, '2026-03-12 11:00:00'),
('{SITE}', 'body-x', 'member', 'p-3', 'made', 'g-p3', 'member', NULL, NULL, NULL, 'found', NULL, '2026-03-12 11:00:00'),
('{SITE}', 'body-x', 'subgroup', 'body-x/a', 'made', '7', NULL, NULL, NULL, NULL, 'g-p1,g-p3', NULL, '2026-03-12 11:00:00'),
('{SITE}', 'body-x', 'subgroup', 'body-x/b', 'made', '8', NULL, NULL, NULL, NULL, '', NULL, '2026-03-12 11:00:00'),
('{SITE}', '', 'person', 'p-1', 'made', 'g-p1', 'a1', NULL, NULL, NULL, NULL, NULL, '2026-03-12 11:00:00'),
('{OTHER_SITE}', 'body-x', 'item', 'page-1', 'made', 'g-9', 'f9', 't9', 'w9/l9', '/v/9', NULL, NULL, '2026-03-12 11:00:00')
"""  # fmt: skip


def entry(what: What, key: str, state: State = State.MADE, *, group_key: str = "body-x", **more: Any) -> Entry:
    return Entry(group_key=group_key, what=what, key=key, state=state, **more)


TODAY = [
    entry(What.GROUP, "body-x", guid="g-x", content_hash="f1", desired_hash="w1", sent_hash="s1"),
    entry(
        What.ITEM, "page-1", guid="g-1", content_hash="f2", time_updated="t2", desired_hash="w2/l2", url="/v/1",
        parent="g-above",
    ),
    entry(What.ITEM, "page-2", guid="g-2", content_hash="f3", time_updated="t3", url="/v/2", parent="", sent_hash="s3"),
    entry(What.ITEM, "page-3", State.INTENDED, quiet=True),
    entry(What.ITEM, "page-4", State.INTENDED),
    entry(
        What.ITEM, "page-5", State.ENDED, guid="g-5", content_hash="", desired_hash="", url="/v/5", parent="g-above",
        sent_hash="s5",
    ),
    entry(
        What.ITEM, "page-6", State.HIDDEN, guid="g-6", content_hash="f6", time_updated="t6", url="/v/6", parent="",
        sent_hash="s6",
    ),
    entry(
        What.ITEM, "file-1", guid="g-7", content_hash="f7", time_updated="t7", desired_hash="w7/l7", url="/v/7",
        file=FileContent(SHA, 18), sent_hash="s7", sent_file=FileContent(NEXT_SHA, 20),
    ),
    entry(
        What.ITEM, "file-2", guid="g-8", content_hash="f8", time_updated="t8", desired_hash="w8/l8", url="/v/8",
        file=FileContent(SHA, None),
    ),
    entry(What.MEMBER, "p-1", guid="g-p1", role="admin", origin=Origin.ADDED, address_hash="h1"),
    entry(What.MEMBER, "p-2", State.INVITED, role="member", origin=Origin.INVITED, address_hash="h2"),
    entry(What.MEMBER, "p-3", guid="g-p3", role="member", origin=Origin.FOUND),
    entry(What.SUBGROUP, "body-x/a", guid="7", members=frozenset({"g-p1", "g-p3"})),
    entry(What.SUBGROUP, "body-x/b", guid="8"),
    entry(What.PERSON, "p-1", group_key="", guid="g-p1", address_hash="a1"),
]  # fmt: skip


def execute(url: str, *statements: str) -> None:
    engine = engine_for(url)
    moment = "DATETIME" if engine.dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for statement in statements:
            connection.execute(sa.text(statement.replace("{moment}", moment)))
    engine.dispose()


def entries(url: str, site: str = SITE) -> list[Entry]:
    ledger = Ledger(url, site)
    try:
        return list(ledger.entries().values())
    finally:
        ledger.close()


@pytest.fixture
def url(store_url: str) -> str:
    """A store with a ledger of release 0.2."""
    execute(store_url, MADE_BY_0_2, ROWS)
    return store_url


def test_every_meaning_of_a_note_has_a_field_of_its_own(url: str) -> None:
    assert sorted(entries(url), key=repr) == sorted(TODAY, key=repr)
    assert [entry.guid for entry in entries(url, OTHER_SITE)] == ["g-9"]


def test_it_is_read_once_and_then_written_as_today(url: str) -> None:
    entries(url)
    ledger = Ledger(url, SITE)
    changed = entry(What.MEMBER, "p-3", State.ENDED, guid="g-p3", role="admin", origin=Origin.FOUND)
    ledger.write([changed])
    ledger.forget([("body-x", What.SUBGROUP, "body-x/b")])
    ledger.close()
    kept = [e for e in TODAY if e.at not in (changed.at, ("body-x", What.SUBGROUP, "body-x/b"))]
    assert sorted(entries(url), key=repr) == sorted([*kept, changed], key=repr)


def test_what_is_read_is_what_was_written(sqlite_url: str) -> None:
    ledger = Ledger(sqlite_url, SITE)
    ledger.write(TODAY)
    ledger.close()
    assert sorted(entries(sqlite_url), key=repr) == sorted(TODAY, key=repr)


def test_a_person_is_erased_from_a_ledger_that_nobody_opened_since(url: str) -> None:
    engine = engine_for(url)
    left = list(forget_person(engine, "p-2"))
    left += list(forget_person(engine, "p-1"))
    engine.dispose()
    assert sum("withdraw the invitation of p-2" in sentence for sentence in left) == 1
    assert not [e for e in entries(url) if e.what == What.PERSON]
    hashes = {e.key: e.address_hash for e in entries(url) if e.what == What.MEMBER}
    assert hashes == {"p-1": None, "p-2": None, "p-3": None}


def test_an_empty_ledger_and_one_of_release_0_1_are_read_too(sqlite_url: str) -> None:
    of_0_1 = MADE_BY_0_2.replace("note VARCHAR, sent VARCHAR,", "note VARCHAR,")
    execute(sqlite_url, of_0_1)
    assert entries(sqlite_url) == []
    execute(sqlite_url, "DROP TABLE rso_pleio_ledger", of_0_1, *_without_sent())
    assert {e.key: e.file for e in entries(sqlite_url) if e.file} == {
        "file-1": FileContent(SHA, 18),
        "file-2": FileContent(SHA, None),
    }
    assert {e.sent_hash for e in entries(sqlite_url)} == {None}


def _without_sent() -> list[str]:
    columns = 'site, group_key, what, "key", state, guid, fingerprint, time_updated, wanted, url, note, written_at'
    moved = f"INSERT INTO rso_pleio_ledger SELECT {columns} FROM whole"
    whole = MADE_BY_0_2.replace("rso_pleio_ledger", "whole")
    return [whole, ROWS.replace("rso_pleio_ledger", "whole"), moved, "DROP TABLE whole"]


def test_a_store_without_a_ledger_has_nothing_to_forget(sqlite_url: str) -> None:
    engine = engine_for(sqlite_url)
    assert list(forget_person(engine, "p-1")) == []
    assert not sa.inspect(engine).has_table("rso_pleio_ledger")
    engine.dispose()
