"""The archive as it goes out: what lies in it, that it is the record itself, and that it is never half."""

import csv
import json
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import attrs
import bagit
import jsonschema
import pytest
import sqlalchemy as sa

from acts_of_a_region import NOW, by, open_region
from archive_of_a_region import (
    PAPER,
    export,
    keys_of,
    papers,
    payload,
    read_models,
    region_with_text,
    root_at,
    unsigned_proof,
)
from rso_core import EventStore, acts
from rso_core.archive import ArchiveError, Description, export_archive, signed_checkpoint, verify_archive
from rso_core.archive.keys_file import read_keys
from rso_core.archive.stored_rows import rows_until
from rso_core.events import PartyKind
from rso_core.projection import Register, UntoldRow


def test_the_events_in_it_are_the_record_byte_for_byte(store_url: str, tmp_path: Path) -> None:
    with region_with_text(store_url) as application:
        report = export(application.store, tmp_path / "a")
        stored = [row for _, row in rows_until(application.store, application.store.head())]
        root = root_at(application.store)
    lines = [
        json.loads(line) for line in (tmp_path / "a/data/events.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    ]
    assert [(line["index"], line["stream"], line["version"], line["topic"]) for line in lines] == [
        (index, row.stream, row.version, row.topic) for index, row in enumerate(stored)
    ]
    assert [line["state"].encode() for line in lines] == [row.state for row in stored]
    assert (report.events, report.root) == (len(stored), root)
    assert (tmp_path / "a/data/proof/root.txt").read_text() == f"{len(stored)}\n{root}\n"


def test_lines_and_states_are_as_their_schemas_say(sqlite_url: str, tmp_path: Path) -> None:
    with region_with_text(sqlite_url) as application:
        export(application.store, tmp_path / "a")
    schemas = tmp_path / "a/data/schemas"
    line_schema, states = (json.loads((schemas / f"{name}.schema.json").read_text()) for name in ("line", "states"))
    for schema in (line_schema, states):
        jsonschema.Draft202012Validator.check_schema(schema)
    one = jsonschema.Draft202012Validator(line_schema)
    kinds: dict[str, jsonschema.Draft202012Validator] = {}
    for raw in (tmp_path / "a/data/events.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        event = json.loads(raw)
        topic = event["topic"]
        if topic not in kinds:
            kinds[topic] = jsonschema.Draft202012Validator({**states, "$ref": f"#/$defs/{topic.replace('/', '~1')}"})
        assert one.is_valid(event)
        assert kinds[topic].is_valid(json.loads(event["state"]))
    assert not any(kind.is_valid({"meta": {}, "data": 3}) for kind in kinds.values())


def test_an_event_of_an_earlier_release_goes_out_as_it_was_stored(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parents[1] / "store/data/store-0.1.0.db", tmp_path / "old.db")
    with EventStore.open(f"sqlite:///{tmp_path / 'old.db'}") as store:
        export(store, tmp_path / "a")
    topics = {json.loads(line)["topic"] for line in (tmp_path / "a/data/events.jsonl").read_bytes().splitlines()}
    assert "covenant.signed/1" in topics
    states = json.loads((tmp_path / "a/data/schemas/states.schema.json").read_text())
    assert "earlier form" in states["$defs"]["covenant.signed/1"]["description"]
    assert "covenant.signed/2" in states["$defs"]


def test_every_register_is_there_as_a_table_and_as_a_page(sqlite_url: str, tmp_path: Path) -> None:
    with region_with_text(sqlite_url) as application:
        report = export(application.store, tmp_path / "a", [model.name for model in read_models()])
    folder = tmp_path / "a/data/registers"
    assert set(report.registers) == {model.name for model in read_models()}
    assert report.failed == ()
    index = (folder / "index.html").read_text(encoding="utf-8")
    for name in report.registers:
        raw = (folder / f"{name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))
        described = json.loads((folder / f"{name}.csv-metadata.json").read_text(encoding="utf-8"))
        assert [column["titles"] for column in described["tableSchema"]["columns"]] == rows[0]
        assert all(len(row) == len(rows[0]) for row in rows)
        assert f'href="{name}.html"' in index
        assert f"{len(rows) - 1} rij" in (folder / f"{name}.html").read_text(encoding="utf-8")
    decisions = (folder / "decisions.csv").read_text(encoding="utf-8-sig")
    assert "Programma" in decisions


def test_a_register_that_cannot_be_made_is_named_and_the_others_are_there(sqlite_url: str, tmp_path: Path) -> None:
    def broken(*_: object) -> None:
        raise ValueError("stuk")

    found = {model.name: model for model in read_models()}
    bodies = attrs.evolve(found["bodies"], handlers=dict.fromkeys(found["bodies"].handlers, broken))
    models = [bodies, found["decisions"]]
    with region_with_text(sqlite_url) as application:
        report = export_archive(application.store, models, tmp_path / "a", NOW)
    assert report.registers == ("decisions",)
    assert "bodies" in report.failed[0]
    assert "Niet gemaakt" in (tmp_path / "a/LEESMIJ.md").read_text(encoding="utf-8")


def test_a_register_that_cannot_be_read_is_named_and_a_row_that_cannot_be_told_is_marked(
    sqlite_url: str, tmp_path: Path
) -> None:
    def unreadable(*_: object) -> Register:
        raise ValueError("stuk")

    def partly(connection: sa.Connection, on: date) -> Register:
        whole = found["parties"].register(connection, on)
        first, *others = whole.rows
        return attrs.evolve(whole, rows=others, untold=(UntoldRow({"party": first["party"]}, "ValueError: <stuk>"),))

    found = {model.name: model for model in read_models()}
    models = [
        attrs.evolve(found["bodies"], register=unreadable),
        found["decisions"],
        attrs.evolve(found["parties"], register=partly),
    ]
    with region_with_text(sqlite_url) as application:
        whole = export_archive(application.store, [found["parties"]], tmp_path / "whole", NOW)
        report = export_archive(application.store, models, tmp_path / "a", NOW)
    assert (whole.untold, whole.failed) == ((), ())
    assert report.registers == ("decisions", "parties")
    assert report.failed == ("bodies: register 'bodies' of plugin 'bodies' cannot be read: ValueError: stuk",)
    (said,) = report.untold
    assert said.startswith("parties: party ")
    table = (tmp_path / "a/data/registers/parties.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(table) == len(
        (tmp_path / "whole/data/registers/parties.csv").read_text(encoding="utf-8-sig").splitlines()
    )
    assert "NIET TE VERTELLEN: party" in table[-1]
    page = (tmp_path / "a/data/registers/parties.html").read_text(encoding="utf-8")
    assert "ValueError: &lt;stuk&gt;" in page
    readme = (tmp_path / "a/LEESMIJ.md").read_text(encoding="utf-8")
    assert f"Niet te vertellen, en in het register zo gemerkt: {said}." in readme
    assert f"Niet gemaakt, omdat het programma erop vastliep: {report.failed[0]}." in readme
    assert bagit.Bag(str(tmp_path / "a")).info["Not-Told"] == [report.failed[0], said]
    assert "Not-Told" not in bagit.Bag(str(tmp_path / "whole")).info
    assert not verify_archive(tmp_path / "a", signed_checkpoint).problems


def test_documents_go_with_it_by_their_hash_and_what_is_not_there_is_named(sqlite_url: str, tmp_path: Path) -> None:
    with region_with_text(sqlite_url) as application:
        without = export(application.store, tmp_path / "zonder")
        report = export(application.store, tmp_path / "met", documents=papers(tmp_path / "stukken"))
        with pytest.raises(ArchiveError, match="is not there"):
            export(application.store, tmp_path / "c", documents=tmp_path / "nergens")
    assert [each.document.name for each in without.missing] == ["convenant.pdf"]
    assert "convenant.pdf (SHA-256" in (tmp_path / "zonder/LEESMIJ.md").read_text(encoding="utf-8")
    assert report.missing == ()
    (copied,) = report.documents
    assert copied.file is not None
    assert (tmp_path / "met/data/documents" / copied.file).read_bytes() == PAPER
    assert copied.file.endswith("convenant.pdf")
    assert copied.document.named_in == ("covenant:conv@2",)
    assert not (tmp_path / "c").exists()


def test_it_is_a_bag_that_others_can_check(sqlite_url: str, tmp_path: Path) -> None:
    with region_with_text(sqlite_url) as application:
        export(application.store, tmp_path / "a", documents=papers(tmp_path / "stukken"), prove=unsigned_proof)
    assert bagit.Bag(str(tmp_path / "a")).validate()
    by_itself = subprocess.run(
        [sys.executable, "data/proof/check_archive.py"], cwd=tmp_path / "a", capture_output=True, text=True, check=False
    )
    # What stands for a checkpoint here is none, which the program must say of it and of nothing else.
    assert by_itself.returncode != 0
    (tmp_path / "a/data/proof/checkpoint.txt").unlink()
    again = subprocess.run(
        [sys.executable, "data/proof/check_archive.py"], cwd=tmp_path / "a", capture_output=True, text=True, check=False
    )
    assert [line for line in again.stdout.splitlines() if line.startswith("FOUT")] == [
        "FOUT  data/proof/checkpoint.txt: is er niet"
    ]


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is missing on this machine")
def test_plain_sha256sum_checks_both_lists(sqlite_url: str, tmp_path: Path) -> None:
    with region_with_text(sqlite_url) as application:
        export(application.store, tmp_path / "a", documents=papers(tmp_path / "stukken"))

    def check() -> int:
        lists = ("manifest-sha256.txt", "tagmanifest-sha256.txt")
        command = ["sha256sum", "--strict", "--quiet", "-c", *lists]
        return subprocess.run(command, cwd=tmp_path / "a", capture_output=True, check=False).returncode

    assert check() == 0
    (tmp_path / "a/LEESMIJ.md").write_text("iets anders")
    assert check() != 0


def test_keys_of_persons_go_with_it_only_when_asked(sqlite_url: str, tmp_path: Path) -> None:
    with region_with_text(sqlite_url) as application:
        keys = keys_of(application.store)
        export(application.store, tmp_path / "zonder")
        export(application.store, tmp_path / "met", keys=keys)
    assert not (tmp_path / "zonder/data/persons").exists()
    file = tmp_path / "met/data/persons/keys.json"
    assert read_keys(file) == keys
    assert file.stat().st_mode & 0o077 == 0


def test_the_text_to_read_first_tells_truly_whether_names_can_be_read(sqlite_url: str, tmp_path: Path) -> None:
    with region_with_text(sqlite_url) as application:
        export(application.store, tmp_path / "a")
        export(application.store, tmp_path / "b", keys=keys_of(application.store))
    readable = "1. Voorbeeld" in (tmp_path / "a/data/events.jsonl").read_text(encoding="utf-8")
    texts = [(tmp_path / name / "LEESMIJ.md").read_text(encoding="utf-8") for name in "ab"]
    assert all(("namen en adressen van personen leesbaar" in text) == readable for text in texts)
    assert ["De sleutels liggen NIET in dit pakket" in text for text in texts] == [not readable, False]
    assert ["De sleutels liggen WEL in dit pakket" in text for text in texts] == [False, not readable]
    part = (tmp_path / "a/mdto/registratie.informatieobject.mdto.xml").read_text(encoding="utf-8")
    assert ("staan er leesbaar in" in part) == readable


def test_the_same_record_gives_the_same_payload_but_for_the_moment(store_url: str, tmp_path: Path) -> None:
    later = NOW + timedelta(hours=2)
    with region_with_text(store_url) as application:
        for name, at in (("a", NOW), ("b", NOW), ("c", later)):
            export(application.store, tmp_path / name, made_at=at)
    first, second, third = (payload(tmp_path / name) for name in "abc")
    assert first == second
    assert set(first) == set(third)
    assert {path for path in first if first[path] != third[path]} == {p for p in first if p.endswith(".html")}
    for name in ("LEESMIJ.md", "bag-info.txt", "tagmanifest-sha256.txt"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_it_goes_into_a_new_or_empty_folder_and_is_never_half(sqlite_url: str, tmp_path: Path) -> None:
    def stops(_size: int, _root: bytes) -> None:
        raise KeyboardInterrupt

    (tmp_path / "leeg").mkdir()
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol/iets").touch()
    with region_with_text(sqlite_url) as application:
        before = {path.name for path in tmp_path.iterdir()}
        with pytest.raises(KeyboardInterrupt):
            export(application.store, tmp_path / "half", prove=stops)
        with pytest.raises(ArchiveError, match="no empty folder"):
            export(application.store, tmp_path / "vol")
        assert {path.name for path in tmp_path.iterdir()} == before
        export(application.store, tmp_path / "leeg")
    assert (tmp_path / "leeg/LEESMIJ.md").is_file()


def test_what_cannot_be_exported_says_so(sqlite_url: str, tmp_path: Path) -> None:
    with EventStore.open(sqlite_url) as store, pytest.raises(ArchiveError, match="is empty"):
        export(store, tmp_path / "a")
    with open_region(sqlite_url) as application:
        for wrong in ({"retention": "P20Y"}, {"appraisal": "V", "retention": "20 jaar"}, {"appraisal": "X"}):
            with pytest.raises(ArchiveError):
                export(application.store, tmp_path / "a", description=Description(**wrong))  # type: ignore[arg-type]
    assert not (tmp_path / "a").exists()


def test_what_is_recorded_during_the_export_is_not_in_it(sqlite_url: str, tmp_path: Path) -> None:
    with region_with_text(sqlite_url) as application:
        size = application.store.head()
        number = iter(range(1_000))

        def meanwhile(*_: object) -> None:
            new = f"laat-{next(number)}"
            act = acts.RegisterParty(party=new, name="Gemeente Laat", kind=PartyKind.MUNICIPALITY, on=NOW.date())
            application.perform(act, by())

        report = export(application.store, tmp_path / "a", progress=meanwhile)
        assert application.store.head() > size
    assert report.events == size
    assert "Gemeente Laat" not in (tmp_path / "a/data/registers/parties.csv").read_text(encoding="utf-8-sig")
