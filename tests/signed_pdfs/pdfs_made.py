"""PDFs made by hand, object by object, so that each attack can be written as who attacks would; and signing them."""

import io
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pyhanko.pdf_utils.crypt import StandardSecurityHandler, StandardSecuritySettingsRevision
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, fields
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signed_pdfs.certificates_made import Holder, person, stamper

Objects = Mapping[int, bytes]


def stream(text: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(text), extra, text)


def shows(text: bytes) -> bytes:
    """A content stream that shows a line of text."""
    return stream(b"BT /F1 14 Tf 40 200 Td (%s) Tj ET" % text)


TEXT = b"Convenant: bijdrage 100 euro"
OTHER_TEXT = b"Convenant: bijdrage 999000 euro"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> %s >>"
)
PLAIN: Objects = {
    1: b"<< /Type /Catalog /Pages 2 0 R >>",
    2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    3: PAGE % b"",
    4: shows(TEXT),
    5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
}
FIELD = (
    b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (bedrag) /V (100) /Rect [200 190 300 215] /P 3 0 R /DA (/F1 14 Tf) "
    b"/AP << /N 7 0 R >> >>"
)
LOOK = b"/Type /XObject /Subtype /Form /BBox [0 0 100 25] /Resources << /Font << /F1 5 0 R >> >>"
WITH_FIELD: Objects = {
    **PLAIN,
    1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /DA (/F1 0 Tf) /DR << /Font << /F1 5 0 R >> >> >> >>",
    3: PAGE % b"/Annots [6 0 R]",
    6: FIELD,
    7: stream(b"BT /F1 14 Tf 2 5 Td (100) Tj ET", LOOK),
}
"""A text with a field to fill in, as an overlay upon it."""


def written(objects: Objects, *, trailer: bytes = b"", header: bytes = b"%PDF-1.7\n") -> bytes:
    """A PDF of these objects."""
    return header + _section(objects, len(header), b"/Root 1 0 R " + trailer, {0: b"0000000000 65535 f \n"})


def updated(
    before: bytes,
    objects: Objects,
    *,
    freed: Iterable[int] = (),
    placed: Mapping[int, int] | None = None,
    root: int | None = None,
    trailer: bytes = b"",
    size: int = 0,
) -> bytes:
    """The PDF with an incremental update: objects that are new or replaced, freed, or said to stand elsewhere."""
    reader = PdfFileReader(io.BytesIO(before))
    root = root if root is not None else reader.root_ref.idnum
    tail = b"/Root %d 0 R /Prev %d %s" % (root, last_table(before), trailer)
    entries = dict.fromkeys(freed, b"0000000000 00001 f \n")
    entries |= {number: b"%010d 00000 n \n" % at for number, at in (placed or {}).items()}
    glue = b"" if before.endswith(b"\n") else b"\n"
    known = max(int(reader.trailer_view["/Size"]), size)
    return before + glue + _section(objects, len(before) + len(glue), tail, entries, known)


def _section(objects: Objects, at: int, trailer: bytes, entries: Mapping[int, bytes], known: int = 0) -> bytes:
    body, lines = b"", dict(entries)
    for number, content in objects.items():
        lines[number] = b"%010d 00000 n \n" % (at + len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = (
        b"xref\n"
        + b"".join(b"%d 1\n%s" % (number, lines[number]) for number in sorted(lines))
        + (b"" if lines else b"0 0\n")
    )
    size = max(known, max(lines, default=0) + 1)
    end = b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, at + len(body))
    return body + table + end


def signed(
    pdf: bytes,
    by: Holder | None = None,
    *,
    field: str = "Ondertekening",
    box: tuple[int, int, int, int] | None = None,
    stamped: Any = None,
    **metadata: Any,
) -> bytes:
    """The PDF with a signature (PAdES)."""
    spec = fields.SigFieldSpec(field, box=box) if box else None
    described = PdfSignatureMetadata(
        **{"field_name": field, "subfilter": fields.SigSeedSubFilter.PADES, "md_algorithm": "sha256", **metadata}
    )
    signer = PdfSigner(described, (by or person()).signer, timestamper=stamped, new_field_spec=spec)
    reader = PdfFileReader(io.BytesIO(pdf))
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    if reader.encrypted:
        writer.encrypt("")
    return bytes(signer.sign_pdf(writer).getbuffer())


def document_stamped(pdf: bytes) -> bytes:
    """The PDF with a time stamp of the whole document, as PAdES-B-LTA has it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return bytes(PdfTimeStamper(stamper()).timestamp_pdf(writer, "sha256").getbuffer())


def with_evidence(
    pdf: bytes, *, certificates: Iterable[Any] = (), crls: Iterable[Any] = (), ocsps: Iterable[Any] = ()
) -> bytes:
    """The PDF with a document security store."""
    out = io.BytesIO(pdf)
    reader = PdfFileReader(io.BytesIO(pdf))
    contents = reader.embedded_signatures[0].pkcs7_content.hex().encode()
    DocumentSecurityStore.add_dss(out, contents, certs=list(certificates), crls=list(crls), ocsps=list(ocsps))
    return out.getvalue()


@cache
def encrypted(pdf: bytes, user: str = "", *, secure: bool = True) -> bytes:
    """The PDF with limits on what may be done with it, set by an owner's password; and a password to open it."""
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf)))
    if secure:
        writer.encrypt("geheim", user)
    else:
        revision = StandardSecuritySettingsRevision.RC4_OR_AES128
        first = writer.document_id[0]
        handler = StandardSecurityHandler.build_from_pw_legacy(
            revision, first, "geheim", user, keylen_bytes=16, use_aes128=True
        )
        writer._assign_security_handler(handler)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def number_of(pdf: bytes, pattern: bytes) -> int:
    """The number of the last object whose text matches."""
    found = [
        int(each[1]) for each in re.finditer(rb"(\d+) 0 obj(.*?)endobj", pdf, re.DOTALL) if re.search(pattern, each[2])
    ]
    return found[-1]


def object_of(pdf: bytes, number: int) -> bytes:
    """The text of an object, as it was last written."""
    return bytes(re.findall(rb"\n%d 0 obj\n(.*?)\nendobj" % number, pdf, re.DOTALL)[-1])


def next_number(pdf: bytes) -> int:
    """A number that no object has."""
    return int(PdfFileReader(io.BytesIO(pdf)).trailer_view["/Size"])


def last_table(pdf: bytes) -> int:
    """Where the table of the last revision stands."""
    return int(pdf.rpartition(b"startxref\n")[2].split()[0])
