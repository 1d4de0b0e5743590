"""MDTO as the Nationaal Archief publishes it: our exports are valid by its schema, and its own examples can be read."""

from pathlib import Path

import pytest

from archive_of_a_region import export, papers, region_with_text
from rso_core.archive import Held, verify_archive
from rso_core.archive.mdto import problems_by_schema, read_object

PUBLISHED = Path(__file__).parents[3] / "shared" / "mdto"
SCHEMA = PUBLISHED / "MDTO-XML1.0.1.xsd"
as_published = pytest.mark.skipif(not SCHEMA.is_file(), reason="the published schema and examples of MDTO are absent")


@as_published
def test_an_export_is_valid_by_the_published_schema(tmp_path: Path) -> None:
    with region_with_text(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        export(application.store, tmp_path / "a", documents=papers(tmp_path / "stukken"))
    report = verify_archive(tmp_path / "a", held=Held(mdto_schema=SCHEMA))
    assert report.problems == ()
    (check,) = [check for check in report.checks if "schema van het Nationaal Archief" in check.what]
    assert check.skipped is None
    path = next((tmp_path / "a" / "mdto").rglob("*.bestand.mdto.xml"))
    path.write_text(path.read_text(encoding="utf-8").replace("omvang>", "grootte>"), encoding="utf-8")
    assert problems_by_schema([path], SCHEMA)


@as_published
def test_the_published_examples_can_be_read() -> None:
    examples = sorted(PUBLISHED.glob("*Voorbeeld*.xml"))
    read = [read_object(path) for path in examples]
    assert [found for found in read if isinstance(found, list)] == []
    files = [found.file for found in read if not isinstance(found, list) and found.file is not None]
    assert files
    assert all(len(digest) == 64 for file in files for digest in file.sha256)
    assert all(file.sha256 for file in files)


@pytest.mark.parametrize(
    ("label", "known"), [("SHA-256", True), ("SHA256", True), ("sha256", True), ("SHA-512", False), ("MD5", False)]
)
def test_a_checksum_is_known_by_every_spelling_of_its_name(label: str, known: bool, tmp_path: Path) -> None:
    with region_with_text(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        export(application.store, tmp_path / "a")
    path = next((tmp_path / "a" / "mdto").rglob("events.jsonl.bestand.mdto.xml"))
    text = path.read_text(encoding="utf-8")
    assert text.count("SHA-256") == 1
    path.write_text(text.replace("SHA-256", label), encoding="utf-8")
    found = read_object(path)
    assert not isinstance(found, list)
    assert found.file is not None
    assert bool(found.file.sha256) is known
