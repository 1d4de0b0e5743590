"""The commands about keys: what they open, and every way back where a record and its keys are apart."""

import json
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from cli.test_persons_command import prepared, rso
from privacy.record_with_person import WHO, open_with_person
from rso_core.store.keys_place import FACTS, KEYS, KeysPlace

NAME = "Xanthippe Quastenberg"


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region")
    store, keys = prepared(folder)
    with open_with_person(store, keys=keys):
        pass
    assert rso(folder, "backup", "--to", "b.db", "--keys-to", "k.json").returncode == 0
    return folder


@pytest.fixture
def record(region: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(region, tmp_path / "copy"))


def change(record: Path, *statements: sa.Executable) -> None:
    place = KeysPlace(f"sqlite:///{record / 'sleutels' / 'k.db'}")
    with place.changing() as connection:
        for statement in statements:
            connection.execute(statement)
    place.close()


def knows(record: Path) -> bool:
    return NAME in rso(record, "history", f"person:{WHO}", "--json").stdout


def shows(record: Path) -> bool:
    return NAME in rso(record, "show", "seats", "--on", "2026-02-01", "--json").stdout


def test_keys_are_shown_without_a_name(record: Path) -> None:
    done = rso(record, "keys", "show")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 persons were erased" in done.stdout
    told = json.loads(rso(record, "keys", "show", "--json").stdout)
    assert (told["opened"], told["wrong"], told["without_keys"]) == (5, [], False)
    assert NAME not in done.stdout
    change(record, sa.delete(KEYS).where(KEYS.c.person == WHO))
    done = rso(record, "keys", "show")
    assert (done.returncode, f"{WHO}: not here ('rso keys restore FILE')" in done.stdout) == (9, True)


def test_keys_that_are_gone_come_back_from_their_backup_and_names_are_shown(record: Path) -> None:
    assert shows(record)
    (record / "sleutels" / "k.db").unlink()
    refused = rso(record, "rebuild", "--all")
    assert (refused.returncode, "'rso keys restore FILE'" in refused.stderr) == (5, True)
    assert not rso(record, "history", f"person:{WHO}").stdout
    for _ in range(2):
        done = rso(record, "keys", "restore", "k.json")
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("5 keys of k.json open the name of their person")
        assert knows(record)
        assert shows(record)
    assert json.loads(rso(record, "keys", "show", "--json").stdout)["missing"] == []


def test_a_record_goes_without_its_keys_when_that_is_said(record: Path) -> None:
    assert shows(record)
    assert "it needs none; nothing was changed" in rso(record, "keys", "without", "--yes").stderr
    (record / "sleutels" / "k.db").rename(record / "weg.db")
    assert rso(record, "keys", "without").returncode == 2, "nobody is there to confirm it"
    assert rso(record, "show", "seats").returncode == 5
    assert rso(record, "keys", "without", "--yes").returncode == 0
    assert rso(record, "rebuild", "--all").returncode == 0
    assert not shows(record)
    done = rso(record, "keys", "restore", "weg.db")
    assert (done.returncode, knows(record), shows(record)) == (0, True, True), "a file of keys as rso keeps them"


def test_who_was_erased_stays_away_and_a_wrong_key_gives_way(record: Path) -> None:
    assert rso(record, "person", "erase", WHO, "--ground", "Verzoek", "--yes").returncode == 0
    change(record, sa.update(KEYS).where(KEYS.c.person == "p-1").values(key=b"\1" * 32))
    done = rso(record, "keys", "restore", "k.json", "--json")
    told = json.loads(done.stdout)
    assert (told["keys"], told["erased"], told["not_opening"], told["unknown"]) == (4, [WHO], [], [])
    assert "E. Voorbeeld" in rso(record, "history", "person:p-1").stdout
    assert not knows(record)


def test_keys_of_another_record_are_not_taken(record: Path, tmp_path: Path) -> None:
    other = tmp_path / "ander"
    other.mkdir()
    store, keys = prepared(other)
    with open_with_person(store, keys=keys):
        pass
    before = (other / "sleutels" / "k.db").read_bytes()
    done = rso(other, "keys", "restore", str(record / "k.json"))
    assert (done.returncode, "open none of the names in this record" in done.stderr) == (5, True)
    assert (other / "sleutels" / "k.db").read_bytes() == before
    shutil.copy(record / "sleutels" / "k.db", other / "sleutels" / "k.db")
    for arguments in (("show",), ("keys", "restore", str(record / "k.json")), ("keys", "without", "--yes")):
        refused = rso(other, *arguments)
        assert refused.returncode == 5, arguments
    assert "belong to another record" in rso(other, "show").stderr
    done = rso(other, "keys", "bind", "--yes")
    assert (done.returncode, "open none of the names" in done.stderr) == (5, True)


@pytest.mark.parametrize("how", ["of before", "another identity"])
def test_keys_are_bound_on_purpose_where_they_open_names(record: Path, how: str) -> None:
    if how == "of before":
        change(record, sa.delete(FACTS), sa.delete(KEYS).where(KEYS.c.person == "p-1"))
    else:
        change(record, sa.update(FACTS).values(value="0123456789abcdef" * 2))
    assert rso(record, "show").returncode == 5
    assert rso(record, "keys", "bind").returncode == 2, "nobody is there to confirm it"
    assert rso(record, "show").returncode == 5
    told = json.loads(rso(record, "keys", "bind", "--yes", "--json").stdout)
    assert WHO in told["opened"]
    assert told["missing"] == (["p-1"] if how == "of before" else [])
    assert (told["identity"] == "0123456789abcdef" * 2) is (how != "of before")
    assert knows(record)
    assert rso(record, "keys", "bind", "--yes").returncode == 0, "again"


def test_no_keys_can_be_bound_where_there_are_none(record: Path) -> None:
    (record / "sleutels" / "k.db").unlink()
    done = rso(record, "keys", "bind", "--yes")
    assert (done.returncode, "there are no keys at" in done.stderr) == (5, True)


def test_keys_under_the_wrong_person_are_put_right(record: Path) -> None:
    place = KeysPlace(f"sqlite:///{record / 'sleutels' / 'k.db'}")
    kept = {row.person: row.key for row in place.select(sa.select(KEYS))}
    place.close()
    for person, other in ((WHO, "p-1"), ("p-1", WHO)):
        change(record, sa.update(KEYS).where(KEYS.c.person == person).values(key=kept[other]))
    assert rso(record, "rebuild", "--all").returncode == 0
    assert not shows(record)
    told = json.loads(rso(record, "keys", "mend", "--json").stdout)
    assert told["mended"] == ["p-1", WHO]
    assert shows(record)
    assert json.loads(rso(record, "keys", "mend", "--json").stdout)["mended"] == []


@pytest.mark.parametrize(
    ("content", "said"), [("{", "is no file of keys"), ("SQLite format 3\0nee", "is no file of keys")]
)
def test_what_is_no_file_of_keys(record: Path, content: str, said: str) -> None:
    (record / "x").write_text(content)
    done = rso(record, "keys", "restore", "x")
    assert (done.returncode, said in done.stderr) == (4, True)
