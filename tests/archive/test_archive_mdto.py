"""Metadata by MDTO: what must stand in them, and that our rendering of the rules refuses what breaks them."""

import copy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from archive_of_a_region import export, papers, region_with_text
from rso_core.archive import Concept, Description
from rso_core.archive.mdto import problems_of, read_object
from rso_core.archive.mdto.formats import format_of
from rso_core.archive.mdto.rules import NAMESPACE, VALUES

M = {"m": NAMESPACE}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mdto")
    said = Description(
        creators=("Secretariaat",),
        appraisal="V",
        retention="P20Y",
        category=Concept("Samenwerking", "Selectielijst 2026", "1.2"),
    )
    with region_with_text(f"sqlite:///{folder / 'rso.db'}") as application:
        export(application.store, folder / "a", documents=papers(folder / "stukken"), description=said)
    return folder / "a"


def root(path: Path) -> Any:
    return etree.parse(str(path)).getroot()


def texts(element: Any, path: str) -> list[str]:
    return [found.text for found in element.xpath(path, namespaces=M)]


def test_the_whole_is_described_with_what_was_said(archive: Path) -> None:
    whole = root(archive / "mdto/archief.informatieobject.mdto.xml")
    assert problems_of(whole) == []
    assert texts(whole, "//m:aggregatieniveau/m:begripLabel") == ["Archief"]
    assert texts(whole, "//m:archiefvormer/m:verwijzingNaam") == ["Secretariaat"]
    assert texts(whole, "//m:waardering/m:begripCode") == ["V"]
    assert texts(whole, "//m:bewaartermijn/m:termijnLooptijd") == ["P20Y"]
    assert texts(whole, "//m:informatiecategorie/m:begripCode") == ["1.2"]
    assert texts(whole, "//m:event/m:eventType/m:begripLabel") == ["Creatie", "Export"]
    assert texts(whole, "//m:dekkingInTijdBegindatum") == ["2025-01-01"]
    assert "AVG" in texts(whole, "//m:beperkingGebruikNadereBeschrijving")[0]
    assert len(texts(whole, "//m:bevatOnderdeel/m:verwijzingNaam")) == 3


def test_the_parties_made_the_record_when_nothing_else_is_said(tmp_path: Path) -> None:
    with region_with_text(f"sqlite:///{tmp_path / 'rso.db'}") as application:
        export(application.store, tmp_path / "a")
    whole = root(tmp_path / "a/mdto/archief.informatieobject.mdto.xml")
    assert texts(whole, "//m:archiefvormer/m:verwijzingNaam") == ["Partij prov", "Partij gem-a", "Partij gem-b"]
    assert texts(whole, "//m:waardering/m:begripCode") == ["N"]
    assert texts(whole, "//m:naam") == ["Dossier Convenant"]


def test_every_file_is_described_by_size_checksum_and_format(archive: Path) -> None:
    import hashlib

    files = [path for path in (archive / "data").rglob("*") if path.is_file()]
    for path in files:
        described = archive / "mdto/bestanden" / f"{path.relative_to(archive).as_posix()}.bestand.mdto.xml"
        read = read_object(described)
        assert not isinstance(read, list)
        assert read.file is not None
        assert read.file.size == path.stat().st_size
        assert read.file.sha256 == (hashlib.sha256(path.read_bytes()).hexdigest(),)
    assert len(list((archive / "mdto").rglob("*.xml"))) == len(files) + 4


def test_formats_are_those_of_pronom(archive: Path, tmp_path: Path) -> None:
    (pdf,) = (archive / "data/documents").glob("*.pdf")
    assert format_of(pdf).code == "fmt/276"
    assert format_of(archive / "data/registers/parties.csv").code == "x-fmt/18"
    assert format_of(archive / "data/registers/parties.html").code == "fmt/471"
    assert format_of(archive / "data/events.jsonl").code is None
    for name, raw in (("geen.pdf", b"iets"), ("x.odt", b""), ("zonder", b"")):
        (tmp_path / name).write_bytes(raw)
        assert format_of(tmp_path / name).code is None


@pytest.mark.parametrize("name", ["archief.informatieobject", "bestanden/data/events.jsonl.bestand"])
def test_any_element_that_must_be_there_is_missed(archive: Path, name: str) -> None:
    whole = root(archive / f"mdto/{name}.mdto.xml")
    required = ["identificatie", "naam", "begripLabel", "begripBegrippenlijst", "identificatieBron", "verwijzingNaam"]
    required += (
        ["waardering", "beperkingGebruik", "beperkingGebruikType"] if "archief" in name else ["omvang", "checksum"]
    )
    for tag in required:
        broken = copy.deepcopy(whole)
        found = broken.xpath(f"//m:{tag}", namespaces=M)[0]
        found.getparent().remove(found)
        assert any(tag in problem for problem in problems_of(broken)), tag


def test_order_number_and_strangers_are_looked_at(archive: Path) -> None:
    file = root(archive / "mdto/bestanden/data/events.jsonl.bestand.mdto.xml")[0]

    def broken(change: Any) -> list[str]:
        other = copy.deepcopy(file.getparent())
        change(other[0])
        return problems_of(other)

    assert broken(lambda bestand: bestand.append(bestand[0]))
    assert broken(lambda bestand: bestand.append(copy.deepcopy(bestand.find(f"{{{NAMESPACE}}}omvang"))))
    assert broken(lambda bestand: etree.SubElement(bestand, "vreemd"))
    assert broken(lambda bestand: setattr(bestand.find(f"{{{NAMESPACE}}}omvang"), "text", "veel"))
    assert broken(lambda bestand: setattr(bestand, "tag", f"{{{NAMESPACE}}}map"))
    assert broken(lambda _: None) == []


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("day", ["2026", "2026-02", "2026-02-28"], ["2026-13", "26", "2026-02-30T00:00:00", ""]),
        ("moment", ["2026-02-28T23:59:59Z", "2026-02-28T00:00:00.5+01:00"], ["2026-02-28", "2026-02-28T24:30:00"]),
        ("duration", ["P20Y", "P1Y6M", "PT1H", "P1DT1.5S"], ["P", "PT", "20Y", "P1Y ", "P1H"]),
        ("integer", ["0", "-5", "+12"], ["1.0", "", "٣"]),
        ("language", ["nl", "nl-NL"], ["nl_NL", "", "nederlands"]),
    ],
)
def test_values_are_of_their_kind(kind: str, good: list[str], bad: list[str]) -> None:
    assert [text for text in good if not VALUES[kind](text)] == []
    assert [text for text in bad if VALUES[kind](text)] == []


def test_characters_that_xml_does_not_take_are_marked() -> None:
    from acts_of_a_region import NOW
    from rso_core.archive.mdto.objects import Checksum, File, Reference, to_xml

    thing = File(
        id="x",
        name="be\x00l\x1f",
        size=1,
        format=Concept("f", "l"),
        checksum=Checksum(value="0", taken_at=NOW),
        represents=Reference("y"),
    )
    assert texts(etree.fromstring(to_xml(thing)), "//m:naam") == ["be\ufffdl\ufffd"]


def test_an_entity_of_another_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "geheim").write_text("geheim")
    path = tmp_path / "x.xml"
    path.write_text(
        f'<!DOCTYPE MDTO [<!ENTITY e SYSTEM "file://{tmp_path}/geheim">]><MDTO xmlns="{NAMESPACE}"><bestand>&e;</bestand></MDTO>'
    )
    read = read_object(path)
    assert isinstance(read, list)
    assert "geheim" not in " ".join(read)
