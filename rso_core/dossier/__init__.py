"""Dossiers: files of acts, one a line, that are imported into the record."""

from rso_core.dossier.importing import ImportReport, import_dossier
from rso_core.dossier.lines import BadLine, DossierLine, UnreadableFileError, read_lines
from rso_core.dossier.schema import dossier_schema

__all__ = [
    "BadLine",
    "DossierLine",
    "ImportReport",
    "UnreadableFileError",
    "dossier_schema",
    "import_dossier",
    "read_lines",
]
