"""Objects of MDTO as we write them: information objects and files, and their XML."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal

import attrs
from lxml import etree

from rso_core.archive.mdto.rules import NAMESPACE
from rso_core.html_page import legible

_SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATION = f"{NAMESPACE} {NAMESPACE}/MDTO-XML1.0.1.xsd"
SOURCE = "rso"
"""Where the identifiers of the objects come from."""
Node = str | Sequence[tuple[str, "Node"]]
"""Content of an element: its text, or its elements in order."""


@attrs.frozen
class Concept:
    """A concept from a list of concepts, with its code where it has one."""

    label: str
    in_list: str
    code: str | None = None

    def node(self) -> Node:
        """Its content."""
        code: list[tuple[str, Node]] = [("begripCode", self.code)] if self.code else []
        return [("begripLabel", self.label), *code, ("begripBegrippenlijst", [("verwijzingNaam", self.in_list)])]


@attrs.frozen
class Reference:
    """A reference to something by name, and by identifier where it has one."""

    name: str
    id: str | None = None

    def node(self) -> Node:
        """Its content."""
        identified: list[tuple[str, Node]] = [("verwijzingIdentificatie", _identifier(self.id))] if self.id else []
        return [("verwijzingNaam", self.name), *identified]


@attrs.frozen(kw_only=True)
class Checksum:
    """A SHA-256 checksum and when it was taken (aware)."""

    value: str
    taken_at: datetime

    def node(self) -> Node:
        """Its content."""
        return [
            ("checksumAlgoritme", Concept("SHA-256", "Begrippenlijst ChecksumAlgoritme MDTO").node()),
            ("checksumWaarde", self.value),
            ("checksumDatum", moment(self.taken_at)),
        ]


@attrs.frozen(kw_only=True)
class File:
    """A file that represents an information object.

    Attributes:
        id, name: by which it is known.
        size: in bytes.
        format: from PRONOM where that has it.
        represents: the information object.
    """

    id: str
    name: str
    size: int
    format: Concept
    checksum: Checksum
    represents: Reference

    def content(self) -> Node:
        """Its elements, in the order of the standard."""
        return [
            ("identificatie", _identifier(self.id)),
            ("naam", self.name),
            ("omvang", str(self.size)),
            ("bestandsformaat", self.format.node()),
            ("checksum", self.checksum.node()),
            ("isRepresentatieVan", self.represents.node()),
        ]


@attrs.frozen(kw_only=True)
class InformationObject:
    """A whole of information: the archive, or a part of it.

    Attributes:
        id, name, described: by which it is known, and what it is (Dutch).
        level: Archief, Serie, Dossier or Archiefstuk.
        covers: first and last day that it is about.
        events: what was done with it: kind (of the list of MDTO), when (aware), and what came of it.
        appraisal: B (kept for good), V (kept for a time) or N (to be decided).
        retention: how long it is kept (ISO 8601, such as P20Y); only when the appraisal is V.
        category: of the selection list that the appraisal rests on, where that is known.
        part_of, parts, files: how it hangs together with the others.
        creators: the organisations that made or received it.
        restriction: what stands in the way of its use: a label of the list of MDTO, and why.
    """

    id: str
    name: str
    described: str
    level: str
    covers: tuple[date, date]
    events: tuple[tuple[str, datetime, str], ...]
    appraisal: Literal["B", "V", "N"]
    retention: str | None = None
    category: Concept | None = None
    part_of: Reference | None = None
    parts: tuple[Reference, ...] = ()
    files: tuple[Reference, ...] = ()
    creators: tuple[str, ...]
    restriction: tuple[str, str]

    def content(self) -> Node:
        """Its elements, in the order of the standard."""
        label, why = self.restriction
        kind = Concept(label, "Begrippenlijst BeperkingGebruikTypeLijst MDTO").node()
        return [
            ("identificatie", _identifier(self.id)),
            ("naam", self.name),
            ("aggregatieniveau", Concept(self.level, "Begrippenlijst Aggregatieniveaus MDTO").node()),
            ("omschrijving", self.described),
            ("dekkingInTijd", self._coverage()),
            ("taal", "nl"),
            *(("event", _event(*event)) for event in self.events),
            (
                "waardering",
                Concept(_APPRAISALS[self.appraisal], "Begrippenlijst Waarderingen MDTO", self.appraisal).node(),
            ),
            *([("bewaartermijn", [("termijnLooptijd", self.retention)])] if self.retention else []),
            *([("informatiecategorie", self.category.node())] if self.category else []),
            *([("isOnderdeelVan", self.part_of.node())] if self.part_of else []),
            *(("bevatOnderdeel", part.node()) for part in self.parts),
            *(("heeftRepresentatie", file.node()) for file in self.files),
            *(("archiefvormer", Reference(creator).node()) for creator in self.creators),
            ("beperkingGebruik", [("beperkingGebruikType", kind), ("beperkingGebruikNadereBeschrijving", why)]),
        ]

    def _coverage(self) -> Node:
        first, last = self.covers
        return [
            ("dekkingInTijdType", Concept("Periode waarin het vastgelegde geldt", "Begrippen van rso").node()),
            ("dekkingInTijdBegindatum", first.isoformat()),
            ("dekkingInTijdEinddatum", last.isoformat()),
        ]


_APPRAISALS = {"B": "Blijvend te bewaren", "V": "Tijdelijk te bewaren", "N": "Nader te bepalen"}


def moment(at: datetime) -> str:
    """A moment as XML writes it, in UTC to the second, with four figures for the year."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def to_xml(thing: InformationObject | File) -> bytes:
    """The MDTO document of one object."""
    root = etree.Element(f"{{{NAMESPACE}}}MDTO", nsmap={None: NAMESPACE, "xsi": _SCHEMA_INSTANCE})
    root.set(f"{{{_SCHEMA_INSTANCE}}}schemaLocation", _LOCATION)
    _add(root, "bestand" if isinstance(thing, File) else "informatieobject", thing.content())
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _add(parent: Any, name: str, content: Node) -> None:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if isinstance(content, str):
        element.text = legible(content)
        return
    for child, inner in content:
        _add(element, child, inner)


def _identifier(kenmerk: str) -> Node:
    return [("identificatieKenmerk", kenmerk), ("identificatieBron", SOURCE)]


def _event(kind: str, at: datetime, result: str) -> Node:
    return [
        ("eventType", Concept(kind, "Begrippenlijst EventTypeLijst MDTO").node()),
        ("eventTijd", moment(at)),
        ("eventResultaat", result),
    ]
