"""Erasing names the files of this machine that still hold the name: what rso made, wherever it lies in these folders."""

import json
from base64 import b64encode
from pathlib import Path

import pytest

from acts_of_a_region import NOW, by
from cli.test_persons_command import prepared, rso
from privacy.record_with_person import WHO, open_with_person
from rso_core import Application, EventStore, acts
from rso_core.privacy import files_with_name as searching
from rso_core.privacy.files_with_name import FilesWithName, Sought, files_with_name

NAME, ADDRESS = "Xanthippe Quastenberg", "x.quastenberg@fictiefdorp.example"
BEFORE = "Xanthippe Zwartewaal"
ERASE = ("person", "erase", WHO, "--ground", "Verzoek 7", "--on", "2026-11-20", "--yes", "--json")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    store, keys = prepared(tmp_path)
    with open_with_person(store, keys=keys):
        pass
    return tmp_path


def search(folder: Path, *texts: str) -> FilesWithName:
    return files_with_name([folder], Sought(tuple(text.encode() for text in texts), by_name=True), [folder / "rso.db"])


@pytest.mark.slow
def test_what_rso_made_before_is_named_by_the_erasure(record: Path) -> None:
    kept = record / "bewaard"
    kept.mkdir()
    for arguments in (
        ("backup", "--to", "b.db", "--keys-to", "bewaard/k.json"),
        ("backup", "--to", "zonder.db"),
        ("person", "report", WHO, "--out", "bewaard/rapport.md"),
        ("person", "report", "p-1", "--out", "bewaard/ander.md"),
        ("about", WHO, "--out", "bewaard/over.md", "--markdown"),
        ("export-dossier", "dossier.jsonl"),
        ("archive", "export", "--to", "arc"),
    ):
        assert rso(record, *arguments).returncode == 0, arguments
    (record / "plan.json").write_text(json.dumps({"steps": [{"text": f"Lid: {NAME}"}]}))
    (record / "oud-sleutels.db").write_bytes((record / "sleutels" / "k.db").read_bytes())
    done = json.loads(rso(record, *ERASE).stdout)
    assert {str(Path(path).relative_to(record)) for path in done["files"]} == {
        "arc",
        "bewaard/k.json",
        "bewaard/over.md",
        "bewaard/rapport.md",
        "dossier.jsonl",
        "oud-sleutels.db",
        "plan.json",
    }
    assert f"an address or the key stands in {record / 'plan.json'}: destroy it, or make it anew" in str(done)
    for path in done["files"]:
        Path(path).rename(f"{path}.weg") if Path(path).is_dir() else Path(path).unlink()
    again = rso(record, *ERASE)
    assert any("is mentioned, and may be named, in" in said for said in json.loads(again.stdout)["left_to_do"])


@pytest.mark.parametrize(
    "written",
    [
        NAME,
        f"<td>{BEFORE}</td>",
        f'{{"email": "{ADDRESS}"}}',
        "KEY",
        "KEY64",
    ],
)
def test_every_name_address_and_the_key_is_looked_for(record: Path, written: str) -> None:
    store, keys = f"sqlite:///{record / 'rso.db'}", f"sqlite:///{record / 'sleutels/k.db'}"
    with open_with_person(store, keys=keys) as application:
        key = application.store.keys.get(WHO)
        assert key is not None
        text = {"KEY": key, "KEY64": b64encode(key)}.get(written, written.encode())
        (record / "x.bin").write_bytes(b"\0" * 100 + text + b"\0")
        sought = Sought.of(application, [WHO])
        assert sought.by_name
        assert files_with_name([record], sought, [record / "rso.db", record / "sleutels/k.db"]).found == (
            record / "x.bin",
        )


def test_a_name_is_found_in_the_spelling_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps("Zoë d'Ésprit & Zn"))
    (tmp_path / "b.html").write_text("Zoë d&#x27;Ésprit &amp; Zn")
    (tmp_path / "c.txt").write_text("Zoë d'Ésprit & Zn")
    (tmp_path / "d.txt").write_text("Zoe d'Esprit")
    texts = tuple(searching._spelled("Zoë d'Ésprit & Zn"))
    found = files_with_name([tmp_path, tmp_path], Sought(texts, by_name=True), []).found
    assert [path.name for path in found] == ["a.json", "b.html", "c.txt"]


def test_what_stands_across_two_blocks_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "_AT_ONCE", 8)
    for before in range(9):
        (tmp_path / f"{before}").write_text("x" * before + NAME)
        (tmp_path / f"{before}-niet").write_text("x" * before + NAME[:-1])
    assert len(search(tmp_path, NAME).found) == 9


def test_the_record_itself_is_passed_over_and_so_is_what_is_no_file_of_ours(tmp_path: Path) -> None:
    for name in ("rso.db", "rso.db-wal", ".git/x", "omgeving/pyvenv.cfg", "omgeving/lib/x", "map/x"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(NAME)
    (tmp_path / "link").symlink_to(tmp_path / "rso.db")
    assert search(tmp_path, NAME).found == (tmp_path / "map" / "x",)


@pytest.mark.parametrize(("limit", "whole"), [("MOST_FILES", 2), ("MOST_BYTES", 2 * len(NAME))])
def test_that_not_everything_was_looked_at_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, whole: int
) -> None:
    (tmp_path / "a").write_text(NAME)
    (tmp_path / "b").write_text(NAME)
    monkeypatch.setattr(searching, limit, whole)
    assert (search(tmp_path, NAME).whole, len(search(tmp_path, NAME).found)) == (True, 2)
    monkeypatch.setattr(searching, limit, whole - 1)
    assert (search(tmp_path, NAME).whole, len(search(tmp_path, NAME).found)) == (False, 1)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text(NAME)

    def refused(*_: object) -> bool:
        raise PermissionError

    monkeypatch.setattr(searching, "_holds", refused)
    assert search(tmp_path, NAME).unread == (tmp_path / "a",)


@pytest.mark.parametrize(("name", "looked_for"), [("A. B", True), ("A.B", False)])
def test_a_name_that_stands_in_every_file_says_nothing(tmp_path: Path, name: str, *, looked_for: bool) -> None:
    with Application(EventStore.open(f"sqlite:///{tmp_path / 'rso.db'}"), lambda: NOW) as application:
        application.perform(acts.RegisterPerson(person="p-1", name=name, on=NOW.date()), by())
        sought = Sought.of(application, ["p-1"])
    assert sought.by_name is looked_for
    assert (name.encode() in sought.texts) is looked_for


def test_where_the_name_was_typed_in_a_text_is_told(record: Path) -> None:
    for arguments in (
        ("name-theme", "--theme", "thema-q", "--name", f"Vragen van {NAME}", "--on", "2026-01-01"),
        ("name-theme", "--theme", "thema-r", "--name", "Vragen van Xanthippe", "--on", "2026-01-01"),
    ):
        assert rso(record, *arguments).returncode == 0
    done = json.loads(rso(record, *ERASE).stdout)
    assert done["typed_in"] == ["theme:thema-q@1"]
    assert any("stays there: theme:thema-q@1." in said for said in done["left_to_do"])
