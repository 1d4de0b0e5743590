"""The invented documents of the example: one page each, that says so; the dossier holds their hash.

python examples/utrecht/papers.py        writes them to examples/utrecht/documenten/
"""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).with_name("documenten")
COVENANT = "Convenant Regionale Samenwerking"
TEXTS = {
    "concept-1": (f"{COVENANT}, concept-1", "Eerste concept, voor de consultatie van september 2025."),
    "concept-2": (f"{COVENANT}, concept-2", "Tweede concept, zoals het is vastgesteld en ondertekend."),
    "wijziging-1": ("Wijziging 1 convenant", "Inzet per rol als bijlage bij het convenant."),
}
"""Per version the title and the text of its page."""


def paper(version: str) -> bytes:
    """A PDF of one page; the same bytes every time."""
    title, text = TEXTS[version]
    lines = [title, text, "Verzonnen voorbeeld: dit is niet de tekst van een echt convenant."]
    shown = " ".join(f"({line}) Tj 0 -24 Td" for line in lines)
    stream = f"BT /F1 14 Tf 72 760 Td {shown} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return content + table + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(content)


def hash_of(version: str) -> str:
    """The hash by which the dossier knows a document."""
    return hashlib.sha256(paper(version)).hexdigest()


def file_of(version: str) -> Path:
    """Where a document stands."""
    return FOLDER / f"{TEXTS[version][0]}.pdf"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for version in TEXTS:
        file_of(version).write_bytes(paper(version))
