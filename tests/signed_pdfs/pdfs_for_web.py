"""PDFs in the form in which they are put on the web (ISO 32000-2, annex F): the first page stands first in the file."""

import io
import re

from pyhanko.pdf_utils.reader import PdfFileReader

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\b\s*(.*?)\s*endobj", re.DOTALL)
_TABLE = re.compile(rb"/Type\s*/XRef")


def for_web(pdf: bytes, *, root_in_both: bool = False) -> bytes:
    """The PDF in two parts with a table each, of which the first has the objects of the catalog and the pages.

    The table of the second part is read first, and its trailer names no document, unless ``root_in_both``.
    """
    trailer = PdfFileReader(io.BytesIO(pdf)).trailer_view
    objects = {int(number): body for number, body in _OBJECT.findall(pdf) if not _TABLE.search(body)}
    size = max(objects) + 1
    root = trailer.raw_get("/Root").idnum
    same = _same(trailer)
    first, second = {root: objects.pop(root)}, objects
    out = io.BytesIO()
    out.write(pdf[: pdf.index(b"\n") + 1])
    entries = _written(out, first)
    first_table = out.tell()
    named = b"/Root %d 0 R " % root
    out.write(_table(entries) + b"trailer\n<< /Size %d %s%s/Prev " % (size, named, same))
    place = out.tell()
    out.write(b"0000000000 >>\nstartxref\n0\n%%EOF\n")
    entries = {0: b"0000000000 65535 f \n", **_written(out, second)}
    second_table = out.tell()
    of_second = b"%s%s" % (named, same) if root_in_both else b""
    out.write(_table(entries) + b"trailer\n<< /Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, of_second, first_table))
    out.seek(place)
    out.write(b"%010d" % second_table)
    return out.getvalue()


def _same(trailer: object) -> bytes:
    """What the trailer says besides: how the file is encrypted, and its identifiers."""
    out = io.BytesIO()
    for key in ("/Encrypt", "/ID"):
        if key in trailer:  # type: ignore[operator]
            out.write(key.encode() + b" ")
            trailer.raw_get(key).write_to_stream(out)  # type: ignore[attr-defined]
            out.write(b" ")
    return out.getvalue()


def _written(out: io.BytesIO, objects: dict[int, bytes]) -> dict[int, bytes]:
    entries = {}
    for number, body in objects.items():
        entries[number] = b"%010d 00000 n \n" % out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    return entries


def _table(entries: dict[int, bytes]) -> bytes:
    return b"xref\n" + b"".join(b"%d 1\n%s" % (number, entries[number]) for number in sorted(entries))
