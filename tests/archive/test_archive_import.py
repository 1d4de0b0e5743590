"""The way back: the same record from the archive, or nothing at all."""

import base64
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acts_of_a_region import NOW, by
from archive_of_a_region import export, keys_of, read_unsigned, region_with_text, root_at, unsigned_proof
from rso_core import Application, ConflictError, EventStore, acts
from rso_core.archive import ArchiveError, DamagedArchiveError, LineError, import_archive
from rso_core.archive.bag import seal_bag
from rso_core.archive.importing import readable_rows
from rso_core.archive.keys_file import read_keys
from rso_core.archive.lines import line_of, read_lines
from rso_core.archive.stored_rows import NotEmptyError, rows_until
from rso_core.events import PartyKind
from rso_core.store.stored import StoredRow


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a record in which acts had keys."""
    folder = tmp_path_factory.mktemp("archief")
    with region_with_text(f"sqlite:///{folder / 'rso.db'}") as application:
        application.perform(neighbour(), by(key="brief-7"))
        export(application.store, folder / "a", prove=unsigned_proof, keys=keys_of(application.store))
    return folder / "a"


def neighbour() -> acts.RegisterParty:
    return acts.RegisterParty(party="buur", name="Gemeente Buur", kind=PartyKind.MUNICIPALITY, on=NOW.date())


@pytest.fixture
def empty(store_url: str) -> Iterator[EventStore]:
    with EventStore.open(store_url) as store:
        yield store


def test_an_empty_store_gets_the_same_root_hash_and_goes_on_as_before(whole: Path, empty: EventStore) -> None:
    report = import_archive(whole, empty, read_unsigned)
    assert report.root == root_at(empty) == (whole / "data/proof/root.txt").read_text().split()[1]
    assert report.events == len([*rows_until(empty, empty.head())])
    assert empty.keys.exported() == read_keys(whole / "data/persons/keys.json") != {}
    application = Application(empty, lambda: NOW)
    again = application.perform(neighbour(), by(key="brief-7"))
    assert again.repeated
    assert [event.id for event in again.events] == ["party:buur@1"]
    assert application.history("party:buur") == list(again.events)


def test_an_archive_of_an_import_has_the_same_events(whole: Path, empty: EventStore, tmp_path: Path) -> None:
    import_archive(whole, empty, read_unsigned)
    export(empty, tmp_path / "b")
    for name in ("data/events.jsonl", "data/proof/root.txt", "data/registers/decisions.csv"):
        assert (tmp_path / "b" / name).read_bytes() == (whole / name).read_bytes()


def test_a_store_with_events_is_left_alone(whole: Path, empty: EventStore) -> None:
    Application(empty, lambda: NOW).perform(neighbour(), by())
    with pytest.raises(NotEmptyError, match="empty store"):
        import_archive(whole, empty, read_unsigned)
    assert empty.head() == 1


def test_a_damaged_archive_is_not_put_in(whole: Path, empty: EventStore, tmp_path: Path) -> None:
    archive = Path(shutil.copytree(whole, tmp_path / "a"))
    (archive / "LEESMIJ.md").write_text("anders")
    with pytest.raises(DamagedArchiveError, match=r"LEESMIJ\.md"):
        import_archive(archive, empty, read_unsigned)
    assert empty.head() == 0


def test_what_this_release_does_not_know_is_not_put_in(whole: Path, empty: EventStore, tmp_path: Path) -> None:
    with (whole / "data/events.jsonl").open("rb") as file:
        rows = list(read_lines(file))
    for changed, said in (
        (("party:buur", 1, "party.registered/9", rows[-1].state), "newer release"),
        (("party:buur", 1, "party.registered/1", b"{}"), "its content is not that of"),
        (("party:buur", 1, "party.registered/1", b"\xff"), "its content is not that of"),
    ):
        lines = b"".join(line_of(index, row) for index, row in enumerate([*rows[:-1], StoredRow(*changed)]))
        with pytest.raises(LineError, match=said) as caught:
            readable_rows(io.BytesIO(lines), len(rows))
        assert caught.value.number == len(rows)
    assert empty.head() == 0


def test_when_the_database_refuses_nothing_is_put_in(whole: Path, empty: EventStore) -> None:
    with (whole / "data/events.jsonl").open("rb") as file:
        rows = list(read_lines(file))
    with pytest.raises(ConflictError):
        empty.put_stored([*rows, rows[3]])
    assert empty.head() == 0


@pytest.mark.parametrize("keys", ['{"p-1": "geen base64"}', '{"p-1": 3}', "niets"])
def test_a_file_of_keys_that_is_none_stops_the_import(
    whole: Path, empty: EventStore, tmp_path: Path, keys: str
) -> None:
    import bagit

    archive = Path(shutil.copytree(whole, tmp_path / "a"))
    (archive / "data/persons/keys.json").write_text(keys)
    described = archive / "mdto/bestanden/data/persons/keys.json.bestand.mdto.xml"
    described.unlink()
    part = archive / "mdto/registratie.informatieobject.mdto.xml"
    bagit.Bag(str(archive)).save(manifests=True)
    seal_bag(archive)
    assert part.is_file()
    with pytest.raises(ArchiveError):
        import_archive(archive, empty, read_unsigned)
    assert empty.head() == 0


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
ROWS = st.builds(
    StoredRow,
    st.sampled_from(["party:a", "person:b", "covenant:c"]),
    st.integers(1, 3),
    st.sampled_from(["party.registered/1", "covenant.signed/1", "x/1"]),
    st.one_of(st.binary(max_size=30), TEXTS.map(str.encode)),
)


@given(rows=st.lists(ROWS, max_size=6))
def test_lines_give_back_the_bytes_whatever_they_are(rows: list[StoredRow]) -> None:
    versions: dict[str, int] = {}
    placed = []
    for row in rows:
        versions[row.stream] = versions.get(row.stream, 0) + 1
        placed.append(StoredRow(row.stream, versions[row.stream], row.topic, row.state))
    raw = b"".join(line_of(index, row) for index, row in enumerate(placed))
    assert list(read_lines(io.BytesIO(raw))) == placed
    assert raw.count(b"\n") == len(placed)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "index": JSON | st.just(0),
        "stream": JSON | st.just("party:a"),
        "version": JSON | st.just(1),
        "topic": JSON | st.just("party.registered/1"),
        "leaf": JSON | st.just("0" * 64),
        "state": JSON | st.just("{}"),
        "state_base64": JSON | st.just("e30="),
        "meer": JSON,
    },
)


@settings(deadline=None, max_examples=300)
@given(raw=st.one_of(st.binary(max_size=200), FIELDS.map(lambda fields: json.dumps(fields).encode() + b"\n")))
def test_whatever_stands_in_a_file_is_read_or_refused_by_its_line(raw: bytes) -> None:
    try:
        rows = readable_rows(io.BytesIO(raw), 1)
    except LineError as error:
        assert error.number >= 1
        assert error.reason
    else:
        assert len(rows) == raw.count(b"\n")


STATES = st.one_of(
    st.binary(max_size=60),
    st.fixed_dictionaries({"meta": JSON, "data": JSON}).map(lambda state: json.dumps(state).encode()),
)


@settings(deadline=None, max_examples=200)
@given(
    state=STATES,
    stream=st.sampled_from(["party:a", "person:p-1", "covenant:c"]),
    topic=st.sampled_from(
        ["party.registered/1", "person.registered/1", "covenant.signed/1", "covenant.signed/2", "x", "x/²"]
    ),
)
def test_a_line_that_fits_its_hash_is_still_held_to_its_kind_of_event(state: bytes, stream: str, topic: str) -> None:
    raw = line_of(0, StoredRow(stream, 1, topic, state))
    with pytest.raises(LineError):
        readable_rows(io.BytesIO(raw), 1)


def test_a_state_that_is_no_utf8_goes_as_base64() -> None:
    row = StoredRow("party:a", 1, "party.registered/1", b"\xff\x00")
    line = msgspec.json.decode(line_of(0, row))
    assert base64.b64decode(line["state_base64"]) == row.state
    assert "state" not in line
