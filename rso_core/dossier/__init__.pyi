from .importing import ImportReport, import_dossier
from .lines import BadLine, DossierLine, UnreadableFileError, read_lines
from .schema import dossier_schema

__all__ = [
    "BadLine",
    "DossierLine",
    "ImportReport",
    "UnreadableFileError",
    "dossier_schema",
    "import_dossier",
    "read_lines",
]
