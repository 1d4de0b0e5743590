"""Formats of files by PRONOM, the register of formats of The National Archives (UK)."""

import re
from pathlib import Path

from rso_core.archive.mdto.objects import Concept

_PRONOM = "PRONOM-register"
_OWN = "Bestandsformaten van rso"
_BY_SUFFIX = {
    ".csv": ("Comma Separated Values (met puntkomma's, UTF-8)", "x-fmt/18"),
    ".html": ("Hypertext Markup Language 5", "fmt/471"),
    ".json": ("JSON Data Interchange Format", "fmt/817"),
    ".md": ("Markdown", "fmt/1149"),
    ".txt": ("Plain Text File", "x-fmt/111"),
    ".docx": ("Microsoft Word for Windows 2007 onwards", "fmt/412"),
}
_PDF = {
    "1.0": "fmt/14",
    "1.1": "fmt/15",
    "1.2": "fmt/16",
    "1.3": "fmt/17",
    "1.4": "fmt/18",
    "1.5": "fmt/19",
    "1.6": "fmt/20",
    "1.7": "fmt/276",
    "2.0": "fmt/1129",
}
_PDF_HEADER = re.compile(rb"%PDF-(\d\.\d)")


def format_of(path: Path) -> Concept:
    """The format of a file: from PRONOM by its ending, a PDF by its version; else told by its ending.

    Whether a PDF is also PDF/A is not looked at. JSON Lines has no identifier of PRONOM that we could find.
    """
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        with path.open("rb") as file:
            found = _PDF_HEADER.search(file.read(1024))
        version = found.group(1).decode() if found else ""
        if version in _PDF:
            return Concept(f"Acrobat PDF {version} - Portable Document Format", _PRONOM, _PDF[version])
    if suffix == ".jsonl":
        return Concept("JSON Lines: één JSON-object per regel, UTF-8", _OWN)
    if suffix == ".py":
        return Concept("Python-programma, platte tekst in UTF-8", _OWN)
    label, code = _BY_SUFFIX.get(suffix, ("", ""))
    return Concept(label, _PRONOM, code) if code else Concept(f"bestand dat eindigt op {suffix or 'niets'}", _OWN)
