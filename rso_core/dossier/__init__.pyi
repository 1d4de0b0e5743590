from .exporting import DossierNotWholeError, ExportReport, LeftOut, dossier_line, export_dossier
from .importing import ImportReport, import_dossier
from .json_lines import UnreadableFileError
from .lines import BadLine, DossierLine
from .reading import read_lines
from .schema import dossier_schema

__all__ = [
    "BadLine",
    "DossierLine",
    "DossierNotWholeError",
    "ExportReport",
    "ImportReport",
    "LeftOut",
    "UnreadableFileError",
    "dossier_line",
    "dossier_schema",
    "export_dossier",
    "import_dossier",
    "read_lines",
]
