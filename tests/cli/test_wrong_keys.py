"""A key that is wrong, or not there, keeps nobody from the rest of the record: a mark stands in place of that name."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa

from acts_of_a_region import NOW
from cli.test_persons_command import prepared, rso
from privacy.record_with_person import WHO, open_with_person
from rso_core.store.keys_place import KEYS, KeysPlace

MARK = "(naam onleesbaar)"
TOLD = "cannot be read, and is shown as 'naam onleesbaar'"
NAME = "Xanthippe Quastenberg"
ERASE = ("person", "erase", WHO, "--ground", "Verzoek 7", "--on", "2026-11-20", "--yes")


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region")
    store, keys = prepared(folder)
    with open_with_person(store, keys=keys):
        pass
    return folder


@pytest.fixture
def record(region: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(region, tmp_path / "copy"))


def keys_of(record: Path) -> KeysPlace:
    return KeysPlace(f"sqlite:///{record / 'sleutels' / 'k.db'}")


def kept(record: Path) -> dict[str, bytes | None]:
    place = keys_of(record)
    found = {row.person: row.key for row in place.select(sa.select(KEYS))}
    place.close()
    return found


def put(record: Path, keys: Mapping[str, bytes | None]) -> None:
    place = keys_of(record)
    with place.changing() as connection:
        for person, key in keys.items():
            connection.execute(sa.delete(KEYS).where(KEYS.c.person == person))
            if key is not None:
                connection.execute(sa.insert(KEYS).values(person=person, key=key, made_at=NOW))
    place.close()


def make_wrong(record: Path, how: str) -> None:
    keys = kept(record)
    wrong: dict[str, dict[str, bytes | None]] = {
        "swapped": {WHO: keys["p-1"], "p-1": keys[WHO]},
        "garbage": {WHO: b"\x07" * 32},
        "short": {WHO: b"kort"},
        "gone": {WHO: None},
    }
    put(record, wrong[how])


@pytest.mark.slow
@pytest.mark.parametrize("how", ["swapped", "garbage", "short", "gone"])
def test_everything_goes_on_with_a_mark_in_place_of_the_name(record: Path, how: str) -> None:
    assert NAME in rso(record, "history", f"person:{WHO}", "--json").stdout
    make_wrong(record, how)
    for arguments, marked in (
        (("rebuild", "--all"), None),
        (("show", "seats", "--on", "2026-02-01", "--json"), MARK),
        (("show", "seats", "--on", "2026-02-01", "--known-on", "2026-11-24", "--json"), MARK),
        (("replay", "--on", "2026-02-01", "--known-on", "2026-11-24", "--json"), MARK),
        (("history", f"person:{WHO}"), "de naam is onleesbaar"),
        (("history", "--all"), f"({WHO}; naam onleesbaar)"),
        (("about", WHO), f"({WHO}; naam onleesbaar)"),
        (("search", "Lijst"), None),
        (("diff", "--known-on", "2026-01-01", "--summary"), None),
        (("person", "list", "--json"), MARK),
        (("person", "report", WHO), "niet leesbaar: de sleutel van deze naam is hier niet"),
        (("archive", "export", "--to", "arc"), None),
        (("backup", "--to", "b.db"), None),
    ):
        done = rso(record, *arguments)
        assert done.returncode == 0, (arguments, done.stderr)
        assert NAME not in done.stdout
        assert marked is None or marked in " ".join(done.stdout.split()), arguments
        if marked is not None and arguments[0] == "history":
            assert f"{WHO} {TOLD}" in " ".join(done.stderr.split()), arguments
            assert "'rso keys mend'" in done.stderr
    dossier = rso(record, "export-dossier", "terug.jsonl")
    assert (dossier.returncode, "it cannot be read: no key at hand opens it" in dossier.stderr) == (4, True)
    assert not (record / "terug.jsonl").exists(), "no line with something else in place of the name"


@pytest.mark.parametrize("how", ["swapped", "garbage", "gone"])
def test_that_very_person_is_erased_and_nobody_else_loses_a_name(record: Path, how: str) -> None:
    before = kept(record)
    make_wrong(record, how)
    done = rso(record, *ERASE, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["had_key"] is (how != "gone")
    assert kept(record) == {**before, WHO: None}
    told = rso(record, "history", f"person:{WHO}")
    assert (told.returncode, told.stderr) == (0, "")
    assert "de naam is gewist" in " ".join(told.stdout.split())
    assert "E. Voorbeeld" in rso(record, "history", "person:p-1").stdout


def test_who_never_had_a_key_is_told_so(record: Path) -> None:
    make_wrong(record, "gone")
    done = rso(record, *ERASE)
    assert "No key of this person was kept here, so none was destroyed" in " ".join(done.stdout.split())
    again = rso(record, *ERASE)
    assert "Nothing was left to do" in again.stdout


def test_who_had_one_is_told_that_nothing_opens_the_name(record: Path) -> None:
    assert "no key that is kept here opens the name" in " ".join(rso(record, *ERASE).stdout.split())
