"""Reading MDTO documents back, to hold them against the files that they describe."""

from pathlib import Path
from typing import Any

import attrs
from lxml import etree

from rso_core.archive.errors import ArchiveError
from rso_core.archive.mdto.rules import NAMESPACE, problems_of

_NAMESPACES = {"m": NAMESPACE}


@attrs.frozen(kw_only=True)
class FileEntry:
    """What a document says of a file: size in bytes, checksums in SHA-256, and the id of what it represents."""

    size: int
    sha256: tuple[str, ...]
    represents: str


@attrs.frozen(kw_only=True)
class ReadObject:
    """An MDTO document: the id of its object, the ids of its parts and files, and what it says when it is of a file."""

    id: str
    names: tuple[str, ...]
    file: FileEntry | None


def _parsed(path: Path) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.parse(str(path), parser).getroot()


def read_object(path: Path) -> ReadObject | list[str]:
    """What an MDTO document says; or what is wrong with it, by our own rendering of the rules."""
    try:
        root = _parsed(path)
    except (etree.XMLSyntaxError, OSError) as error:
        return [f"it is no XML: {error}"]
    problems = problems_of(root)
    if problems:
        return problems
    thing = root[0]
    names = _texts(thing, "m:bevatOnderdeel//m:identificatieKenmerk | m:heeftRepresentatie//m:identificatieKenmerk")
    is_file = thing.tag == f"{{{NAMESPACE}}}bestand"
    return ReadObject(
        id=_texts(thing, "m:identificatie/m:identificatieKenmerk")[0],
        names=names,
        file=_file(thing) if is_file else None,
    )


_IS_SHA256 = "translate(m:checksumAlgoritme/m:begripLabel, 'sha -', 'SHA') = 'SHA256'"
"""The Nationaal Archief writes SHA256 in its examples, and others SHA-256 or sha256."""


def _file(thing: Any) -> FileEntry:
    represents = _texts(thing, "m:isRepresentatieVan//m:identificatieKenmerk")
    return FileEntry(
        size=int(_texts(thing, "m:omvang")[0]),
        sha256=tuple(text.lower() for text in _texts(thing, f"m:checksum[{_IS_SHA256}]/m:checksumWaarde")),
        represents=represents[0] if represents else "",
    )


def _texts(thing: Any, path: str) -> tuple[str, ...]:
    return tuple(found.text or "" for found in thing.xpath(path, namespaces=_NAMESPACES))


def problems_by_schema(paths: list[Path], schema: Path) -> dict[Path, str]:
    """What the schema of the Nationaal Archief says of documents, for those that it refuses.

    Args:
        paths: the documents.
        schema: ``MDTO-XML1.0.1.xsd``, as the Nationaal Archief publishes it.

    Raises:
        ArchiveError: the schema cannot be read.
    """
    try:
        judge = etree.XMLSchema(_parsed(schema))
    except (etree.XMLSyntaxError, etree.XMLSchemaParseError, OSError) as error:
        raise ArchiveError(f"{schema} cannot be used as a schema: {error}") from error
    refused = {}
    for path in paths:
        try:
            if not judge.validate(_parsed(path)):
                refused[path] = str(judge.error_log.last_error.message)
        except (etree.XMLSyntaxError, OSError) as error:
            refused[path] = f"it is no XML: {error}"
    return refused
