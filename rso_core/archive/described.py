"""How an archive is described by MDTO: the whole, its parts, and each of its files."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import attrs

from rso_core.archive.contents import Contents
from rso_core.archive.errors import ArchiveError
from rso_core.archive.mdto import Checksum, Concept, File, InformationObject, Reference, to_xml
from rso_core.archive.mdto.formats import format_of
from rso_core.archive.mdto.rules import VALUES

FOLDER = "mdto"
OBJECT_SUFFIX = ".informatieobject.mdto.xml"
FILE_SUFFIX = ".bestand.mdto.xml"
Appraisal = Literal["B", "V", "N"]


@attrs.frozen(kw_only=True)
class Description:
    """What the metadata say that the record does not.

    Attributes:
        creators: the organisations that made the record; the parties when empty.
        appraisal: B (kept for good), V (kept for a time) or N (to be decided).
        retention: how long it is kept when the appraisal is V (ISO 8601, such as P20Y).
        category: of the selection list by which it was appraised.
    """

    creators: tuple[str, ...] = ()
    appraisal: Appraisal = "N"
    retention: str | None = None
    category: Concept | None = None

    def checked(self) -> "Description":
        """Itself.

        Raises:
            ArchiveError: a retention period that MDTO does not allow here, or that is none.
        """
        if self.appraisal not in ("B", "V", "N"):
            raise ArchiveError(f"the appraisal {self.appraisal!r} is none of MDTO; choose B, V or N")
        if self.retention is not None and self.appraisal != "V":
            raise ArchiveError(
                "a retention period belongs to the appraisal V only; choose --appraisal V or leave it out"
            )
        if self.retention is not None and not VALUES["duration"](self.retention):
            raise ArchiveError(f"the retention period {self.retention!r} is not of ISO 8601; write such as P20Y")
        return self


@attrs.frozen(kw_only=True)
class Part:
    """A part of the archive: where its files lie within the payload, and what stands in the way of its use."""

    key: str
    name: str
    described: str
    folders: tuple[str, ...]
    restriction: tuple[str, str]


@attrs.frozen(kw_only=True)
class Whole:
    """The archive as a whole.

    Attributes:
        id: by which it is known; the same for the same events.
        result: what the export came to (Dutch).
    """

    id: str
    title: str
    contents: Contents
    description: Description
    creators: tuple[str, ...]
    made_at: datetime
    result: str
    parts: tuple[Part, ...]


def parts_of(*, sealed: bool, keys: bool) -> tuple[Part, ...]:
    """The parts of every archive, with what the law on personal data means for each."""
    read = "Namen en adressen van personen staan er leesbaar in (AVG)."
    if sealed and keys:
        read = "Namen en adressen van personen staan er versleuteld in; de sleutels liggen ernaast (AVG)."
    elif sealed:
        read = "Namen en adressen van personen staan er versleuteld in; de sleutels liggen niet in dit archief (AVG)."
    return (
        Part(
            key="registratie",
            name="Registratie van gebeurtenissen",
            described="Alle vastgelegde gebeurtenissen, hoe zij eruitzien en het bewijs dat zij ongewijzigd zijn.",
            folders=("data/events.jsonl", "data/schemas/", "data/proof/", "data/persons/"),
            restriction=("Overig", read),
        ),
        Part(
            key="registers",
            name="Registers bij de export",
            described="De registers die uit de gebeurtenissen zijn afgeleid, zoals zij bij de export stonden.",
            folders=("data/registers/",),
            restriction=("Overig", "Noemt personen bij naam en adres (AVG)."),
        ),
        Part(
            key="stukken",
            name="Stukken bij de registratie",
            described="Stukken waarvan de registratie de hash noemt, voor zover bij de export voorhanden.",
            folders=("data/documents/",),
            restriction=("Nader te bepalen", "Kan namen en handtekeningen bevatten (AVG)."),
        ),
    )


def write_description(folder: Path, whole: Whole, hashes: Mapping[str, str]) -> int:
    """Write the MDTO documents beside the payload.

    Args:
        folder: of the bag.
        whole: what it is.
        hashes: SHA-256 of every file of the payload, by path.

    Returns:
        The number of documents.

    """
    whole_reference = Reference(whole.title, whole.id)
    files: dict[str, list[str]] = {part.key: [] for part in whole.parts}
    for path in sorted(hashes):
        files[_part_of(whole.parts, path).key].append(path)
    documents: dict[str, InformationObject | File] = {}
    for part in whole.parts:
        mine = [Reference(Path(path).name, f"{whole.id}/{path}") for path in files[part.key]]
        information = _information(
            whole, f"{whole.id}/{part.key}", part.name, part.described, "Dossier", part.restriction
        )
        documents[f"{part.key}{OBJECT_SUFFIX}"] = attrs.evolve(information, part_of=whole_reference, files=tuple(mine))
        for path in files[part.key]:
            reference = Reference(part.name, f"{whole.id}/{part.key}")
            documents[f"bestanden/{path}{FILE_SUFFIX}"] = _file(folder, whole, path, hashes[path], reference)
    parts = tuple(Reference(part.name, f"{whole.id}/{part.key}") for part in whole.parts)
    described = "Het volledige dossier van een regionale samenwerking: registratie, registers en stukken."
    restriction = ("Overig", "Bevat persoonsgegevens (AVG); zie de delen.")
    archive = _information(whole, whole.id, whole.title, described, "Archief", restriction)
    documents[f"archief{OBJECT_SUFFIX}"] = attrs.evolve(archive, parts=parts)
    for name, thing in documents.items():
        _write(folder / FOLDER / name, thing)
    return len(documents)


def _write(path: Path, thing: InformationObject | File) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_xml(thing))


def _part_of(parts: Sequence[Part], path: str) -> Part:
    return next(part for part in parts if path.startswith(part.folders))


def _information(
    whole: Whole, identifier: str, name: str, described: str, level: str, restriction: tuple[str, str]
) -> InformationObject:
    contents, description = whole.contents, whole.description
    return InformationObject(
        id=identifier,
        name=name,
        described=described,
        level=level,
        covers=(contents.first_day, contents.last_day),
        events=(
            ("Creatie", contents.first_recorded, "De eerste gebeurtenis is vastgelegd."),
            ("Export", whole.made_at, whole.result),
        ),
        appraisal=description.appraisal,
        retention=description.retention,
        category=description.category,
        creators=whole.creators,
        restriction=restriction,
    )


def _file(folder: Path, whole: Whole, path: str, sha256: str, represents: Reference) -> File:
    return File(
        id=f"{whole.id}/{path}",
        name=Path(path).name,
        size=(folder / path).stat().st_size,
        format=format_of(folder / path),
        checksum=Checksum(value=sha256, taken_at=whole.made_at),
        represents=represents,
    )
