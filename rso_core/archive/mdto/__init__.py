"""Metadata by MDTO 1.0.1, the standard of the Nationaal Archief for metadata of government information.

The schema of the Nationaal Archief (``MDTO-XML1.0.1.xsd``) is not part of this software. `rules` is our own rendering of
what it asks: which elements there are, in which order, how often, and of which kind. Whoever has the schema hands it to
`problems_by_schema`, which then judges.
"""

from rso_core.archive.mdto.objects import (
    Checksum,
    Concept,
    File,
    InformationObject,
    Reference,
    to_xml,
)
from rso_core.archive.mdto.reading import FileEntry, ReadObject, problems_by_schema, read_object
from rso_core.archive.mdto.rules import problems_of

__all__ = [
    "Checksum",
    "Concept",
    "File",
    "FileEntry",
    "InformationObject",
    "ReadObject",
    "Reference",
    "problems_by_schema",
    "problems_of",
    "read_object",
    "to_xml",
]
