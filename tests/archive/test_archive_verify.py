"""The check of an archive: whatever was done to it, the check says so, and where."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_of_a_region import export, keys_of, papers, read_unsigned, region_with_text, unsigned_proof
from quick import examples
from rso_core.archive import ArchiveError, DamagedArchiveError, Held, verify_archive
from rso_core.archive.bag import seal_bag


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with everything in it."""
    folder = tmp_path_factory.mktemp("archief")
    with region_with_text(f"sqlite:///{folder / 'rso.db'}") as application:
        export(
            application.store,
            folder / "a",
            documents=papers(folder / "stukken"),
            prove=unsigned_proof,
            keys=keys_of(application.store),
        )
    return folder / "a"


@pytest.fixture
def archive(whole: Path, tmp_path: Path) -> Path:
    """A copy of it to do things to."""
    return Path(shutil.copytree(whole, tmp_path / "a"))


def problems(folder: Path) -> tuple[str, ...]:
    return verify_archive(folder, read_unsigned).problems


def remade(folder: Path) -> None:
    """Lists that fit the files again, as somebody would make them who covers a change up."""
    import bagit

    bagit.Bag(str(folder)).save(manifests=True)
    seal_bag(folder)


def test_an_archive_as_it_was_made_holds(archive: Path) -> None:
    report = verify_archive(archive, read_unsigned)
    assert report.problems == ()
    assert [check.what for check in report.checks if check.skipped] == [
        "De metagegevens voldoen aan het schema van het Nationaal Archief"
    ]
    assert report.events == len((archive / "data/events.jsonl").read_bytes().splitlines())
    assert f"{report.events}\n{report.root}\n" == (archive / "data/proof/root.txt").read_text()


FILES = (
    "data/events.jsonl",
    "data/schemas/states.schema.json",
    "data/registers/parties.csv",
    "data/registers/parties.csv-metadata.json",
    "data/registers/parties.html",
    "data/documents/documenten.csv",
    "data/proof/checkpoint.txt",
    "data/proof/root.txt",
    "data/proof/check_archive.py",
    "data/persons/keys.json",
    "mdto/archief.informatieobject.mdto.xml",
    "mdto/bestanden/data/events.jsonl.bestand.mdto.xml",
    "LEESMIJ.md",
    "bag-info.txt",
    "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
)


@pytest.mark.parametrize("name", FILES)
def test_one_byte_in_any_kind_of_file_is_found(archive: Path, name: str) -> None:
    file = archive / name
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 0x01
    file.write_bytes(raw)
    assert problems(archive)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_taken_away_is_found(archive: Path, name: str) -> None:
    (archive / name).unlink()
    try:
        assert problems(archive)
    except DamagedArchiveError as error:
        assert name == "manifest-sha256.txt"
        assert "manifest-sha256.txt" in str(error)


@pytest.mark.parametrize("name", ["data/erbij.txt", "erbij.txt", "mdto/erbij.txt", "data/documents/erbij.pdf"])
def test_a_file_that_is_put_in_is_found(archive: Path, name: str) -> None:
    (archive / name).write_text("erbij")
    assert problems(archive) == (f"{name}: is er wel, maar staat op geen lijst",)


def lines_of(archive: Path) -> list[bytes]:
    return (archive / "data/events.jsonl").read_bytes().splitlines(keepends=True)


def put_lines(archive: Path, lines: list[bytes]) -> None:
    (archive / "data/events.jsonl").write_bytes(b"".join(lines))
    remade(archive)


@pytest.mark.parametrize(
    ("change", "number"),
    [
        (lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]], 4),
        (lambda lines: [*lines[:5], *lines[6:]], 6),
        (lambda lines: [*lines[:7], lines[6], *lines[7:]], 8),
        (lambda lines: [*lines[:8], lines[8].replace(b"office:", b"office-"), *lines[9:]], 9),
        (lambda lines: [*lines[:-1], lines[-1][:-1]], -1),
        (lambda lines: [*lines[:2], b"\n", *lines[2:]], 3),
        (lambda lines: [*lines[:2], b"[]\n", *lines[3:]], 3),
    ],
    ids=["swapped", "taken away", "put in twice", "altered", "cut off", "empty line", "no event"],
)
def test_the_first_line_that_is_wrong_is_named_even_if_the_lists_were_made_to_fit(
    archive: Path, change: Callable[[list[bytes]], list[bytes]], number: int
) -> None:
    lines = change(lines_of(archive))
    put_lines(archive, lines)
    expected = number if number > 0 else len(lines)
    found = [problem for problem in problems(archive) if "regel" in problem]
    assert len(found) == 1
    assert found[0].startswith(f"data/events.jsonl: regel {expected} klopt niet")


def test_who_remakes_hashes_and_lists_still_meets_the_checkpoint(archive: Path) -> None:
    import hashlib

    from rso_core.archive.lines import line_of, read_lines
    from rso_core.proof.merkle import root_of
    from rso_core.store.stored import StoredRow

    with (archive / "data/events.jsonl").open("rb") as file:
        rows = list(read_lines(file))
    forged = rows[8]
    rows[8] = StoredRow(forged.stream, forged.version, forged.topic, forged.state.replace(b"office:", b"office-"))
    (archive / "data/proof/root.txt").write_text(f"{len(rows)}\n{root_of([r.leaf_hash() for r in rows]).hex()}\n")
    put_lines(archive, [line_of(index, row) for index, row in enumerate(rows)])
    for path in (archive / "mdto").rglob("*.bestand.mdto.xml"):
        described = archive / path.relative_to(archive / "mdto/bestanden").as_posix().removesuffix(".bestand.mdto.xml")
        digest = hashlib.sha256(described.read_bytes()).hexdigest()
        import re

        text = re.sub("<checksumWaarde>[0-9a-f]+", f"<checksumWaarde>{digest}", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
    remade(archive)
    assert problems(archive) == (f"de eerste {len(rows)} gebeurtenissen zijn niet die van toen",)


def test_a_checkpoint_that_a_party_kept_is_held_to_the_events(archive: Path, tmp_path: Path) -> None:
    from rso_core.archive.lines import read_lines
    from rso_core.proof.merkle import root_of

    with (archive / "data/events.jsonl").open("rb") as file:
        leaves = [row.leaf_hash() for row in read_lines(file)]
    kept, other, longer = tmp_path / "kept", tmp_path / "other", tmp_path / "longer"
    kept.write_text(f"5 {root_of(leaves[:5]).hex()} getekend")
    other.write_text(f"5 {root_of(leaves[1:6]).hex()} getekend")
    longer.write_text(f"{len(leaves) + 1} {root_of(leaves).hex()} getekend")

    def found(*paths: Path, key: Path | None = None) -> tuple[str, ...]:
        return verify_archive(archive, read_unsigned, Held(checkpoints=paths, log_key=key)).problems

    assert found(kept) == ()
    seen = verify_archive(archive, read_unsigned, Held(checkpoints=(kept,))).checks
    assert any(check.what.endswith(f"controlepunt kept (de eerste 5 van {len(leaves)})") for check in seen)
    assert found(other) == ("de eerste 5 gebeurtenissen zijn niet die van toen",)
    assert "er zijn er weg" in found(longer)[0]
    assert "is er niet" in found(tmp_path / "nergens")[0]
    (tmp_path / "key").write_text("een andere")
    assert "de handtekening klopt niet" in found(key=tmp_path / "key")[0]


def test_metadata_and_files_belong_together_both_ways(archive: Path) -> None:
    described = archive / "mdto/bestanden/data/registers"
    (described / "parties.csv.bestand.mdto.xml").rename(described / "weg.csv.bestand.mdto.xml")
    part = archive / "mdto/registers.informatieobject.mdto.xml"
    text = part.read_text(encoding="utf-8")
    part.write_text(text.replace("/data/registers/decisions.csv<", "/data/registers/elders.csv<"), encoding="utf-8")
    remade(archive)
    found = problems(archive)
    assert (
        "mdto/bestanden/data/registers/weg.csv.bestand.mdto.xml: beschrijft data/registers/weg.csv, dat er niet is"
        in found
    )
    assert "data/registers/parties.csv: heeft geen metagegevens" in found
    assert any("verwijst naar" in problem and "elders.csv" in problem for problem in found)


def test_what_is_no_archive_says_so(tmp_path: Path) -> None:
    with pytest.raises(DamagedArchiveError, match="no archive"):
        verify_archive(tmp_path / "nergens")
    (tmp_path / "bagit.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(DamagedArchiveError, match="no archive"):
        verify_archive(tmp_path)


def test_a_schema_at_hand_judges_the_metadata(archive: Path, tmp_path: Path) -> None:
    schema = tmp_path / "mdto.xsd"
    schema.write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="https://www.nationaalarchief.nl/mdto" '
        'elementFormDefault="qualified"><xs:element name="MDTO"><xs:complexType><xs:sequence>'
        '<xs:element name="bestand"/></xs:sequence></xs:complexType></xs:element></xs:schema>'
    )
    found = verify_archive(archive, read_unsigned, Held(mdto_schema=schema)).problems
    assert {problem.split(":")[0] for problem in found} == {
        f"mdto/{name}.informatieobject.mdto.xml" for name in ("archief", "registratie", "registers", "stukken")
    }
    with pytest.raises(ArchiveError, match="cannot be used as a schema"):
        verify_archive(archive, read_unsigned, Held(mdto_schema=tmp_path / "nergens"))


@settings(deadline=None, max_examples=examples(25))
@given(data=st.data())
def test_any_byte_of_the_events_is_found(whole: Path, data: st.DataObject) -> None:
    from io import BytesIO

    from rso_core.archive.errors import LineError
    from rso_core.archive.lines import read_lines

    raw = bytearray((whole / "data/events.jsonl").read_bytes())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    before = [json.loads(line) for line in (whole / "data/events.jsonl").read_bytes().splitlines()]
    try:
        rows = list(read_lines(BytesIO(bytes(raw))))
    except LineError:
        return
    # What reads the same is the same event, written in another way (such as an escape).
    assert [(row.stream, row.version, row.topic, row.state.decode()) for row in rows] == [
        (line["stream"], line["version"], line["topic"], line["state"]) for line in before
    ]
