"""The published attacks on signed PDFs, each as a file that is made here; and what else an attacker may think of.

Sources: Mladenov, Mainka e.a., "1 Trillion Dollar Refund: How To Spoof PDF Signatures" (CCS 2019: signature forgery,
incremental saving, signature wrapping); Mainka e.a., "Shadow Attacks" (NDSS 2021: hide, replace, hide-and-replace);
Rohlmann e.a., "Breaking the Specification: PDF Certification" (S&P 2021: permissions of certified documents).
"""

import io
import re
from functools import cache
from unittest.mock import patch

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec

from signed_pdfs.certificates_made import anybody, person
from signed_pdfs.pdfs_made import (
    FIELD,
    LOOK,
    OTHER_TEXT,
    PAGE,
    PLAIN,
    TEXT,
    WITH_FIELD,
    Objects,
    encrypted,
    last_table,
    next_number,
    number_of,
    object_of,
    shows,
    signed,
    stream,
    updated,
    written,
)


def text() -> bytes:
    """The text on record."""
    return written(PLAIN)


def form() -> bytes:
    """A text on record with a field to fill in."""
    return written(WITH_FIELD)


# Between the text on record and the signature.
def swapped_before_signing() -> bytes:
    return signed(updated(text(), {4: shows(OTHER_TEXT)}), anybody())


def page_added_before_signing() -> bytes:
    more = {2: b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>", 6: PAGE % b""}
    return signed(updated(text(), more))


def _with_layers(pdf: bytes) -> bytes:
    layers = b"/OCProperties << /OCGs [40 0 R] /D << /OFF [40 0 R] >> >> /OpenAction << /S /JavaScript /JS (x) >>"
    catalog = object_of(pdf, 1).removesuffix(b">>") + layers + b" >>"
    return updated(pdf, {1: catalog, 40: b"<< /Type /OCG /Name (laag) >>"})


def layers_switched_before_signing() -> bytes:
    """Which layers are shown is said before signing, and a script runs when the document is opened."""
    return signed(_with_layers(text()))


def layers_switched_after() -> bytes:
    """The same after it was signed."""
    return _with_layers(signed(text()))


def text_with_language() -> bytes:
    return written({**PLAIN, 1: PLAIN[1].replace(b">>", b"/Lang (nl) >>")})


def language_changed_after() -> bytes:
    pdf = signed(text_with_language())
    return updated(pdf, {1: object_of(pdf, 1).replace(b"(nl)", b"(en)")})


def filled_in_before_signing() -> bytes:
    return signed(filled_in(form(), b"999000"))


def form_that_holds_more() -> bytes:
    """The field shows 100 and holds 999000."""
    return written({**WITH_FIELD, 6: FIELD.replace(b"(100)", b"(999000)")})


def signing_shows_fields_anew() -> bytes:
    """Before it is signed, readers are told to draw the fields anew."""
    catalog = WITH_FIELD[1].replace(b"/AcroForm <<", b"/AcroForm << /NeedAppearances true")
    return signed(updated(form_that_holds_more(), {1: catalog}))


def form_filled_by_signing() -> bytes:
    """With the form of the signature comes a field that shows another text."""
    catalog = PLAIN[1].replace(b">>", b"/AcroForm << /Fields [6 0 R] >> >>")
    field = {3: PAGE % b"/Annots [6 0 R]", 6: FIELD, 7: WITH_FIELD[7]}
    return signed(updated(text(), {1: catalog, **field}))


def signing_that_acts() -> bytes:
    """The field of the signature, which came before it, runs a script when its page is opened."""
    catalog = PLAIN[1].replace(b">>", b"/AcroForm << /Fields [6 0 R] /SigFlags 3 >> >>")
    script = b"/AA << /PO << /S /JavaScript /JS (x) >> >>"
    field = b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Ondertekening) /Rect [0 0 0 0] /P 3 0 R %s >>" % script
    return signed(updated(text(), {1: catalog, 3: PAGE % b"/Annots [6 0 R]", 6: field}))


def text_that_waits() -> bytes:
    """The text on record refers to content that is not there."""
    return written({**PLAIN, 3: (PAGE % b"").replace(b"4 0 R", b"[4 0 R 40 0 R]")})


def waited_for_before_signing() -> bytes:
    return signed(updated(text_that_waits(), {40: shows(OTHER_TEXT)}))


def _points_ahead(space: bytes) -> bytes:
    pdf = written({**PLAIN, 3: (PAGE % b"").replace(b"4 0 R", b"[4 0 R 6 0 R]"), 6: b"null"}).rstrip() + space
    at = pdf.index(b"6 0 obj")
    return pdf.replace(b"%010d 00000 n" % at, b"%010d 00000 n" % len(pdf))


def _filled_ahead(pdf: bytes) -> bytes:
    return signed(pdf + b"6 0 obj\n" + shows(OTHER_TEXT) + b"\nendobj\n")


def text_that_points_ahead() -> bytes:
    """The table of the text on record says that object 6 stands where the file has ended."""
    return _points_ahead(b"\n")


def pointed_ahead() -> bytes:
    return _filled_ahead(text_that_points_ahead())


def text_that_points_to_its_end() -> bytes:
    """The same, of a file with nothing behind its end mark."""
    return _points_ahead(b"")


def pointed_to_the_end() -> bytes:
    return _filled_ahead(text_that_points_to_its_end())


# Shadow attacks: what was prepared before signing, and comes out after it.
HIDING: Objects = {
    **PLAIN,
    3: PAGE.replace(b"/Font <<", b"/XObject << /X 6 0 R >> /Font <<") % b"",
    4: stream(b"BT /F1 14 Tf 40 200 Td (%s) Tj ET /X Do" % OTHER_TEXT),
    6: stream(b"1 g 30 190 300 40 re f BT /F1 14 Tf 40 200 Td (%s) Tj ET" % TEXT, LOOK),
}
"""What is agreed lies under a form that shows another text."""


def shadow_hide() -> bytes:
    """The form on top is taken away."""
    return updated(signed(written(HIDING)), {6: stream(b"", LOOK)})


def shadow_hide_by_freeing() -> bytes:
    """The form on top is said to be no object any more."""
    return updated(signed(written(HIDING)), {}, freed=[6])


def shadow_replace_font() -> bytes:
    """The font is replaced by one in which the same letters look otherwise."""
    return updated(signed(text()), {5: b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] >>"})


def shadow_replace_overlay() -> bytes:
    """A field that lay over the text gets another value."""
    return filled_in(signed(form()), b"999000")


TWO_DOCUMENTS: Objects = {
    **PLAIN,
    6: b"<< /Type /Catalog /Pages 7 0 R >>",
    7: b"<< /Type /Pages /Kids [8 0 R] /Count 1 >>",
    8: (PAGE % b"").replace(b"/Parent 2 0 R", b"/Parent 7 0 R").replace(b"4 0 R", b"9 0 R"),
    9: shows(OTHER_TEXT),
}


def shadow_hide_and_replace() -> bytes:
    """A second document stands in the file from the start; after signing it is the one that is shown."""
    return updated(signed(written(TWO_DOCUMENTS)), {}, root=6)


def text_with_hidden_content() -> bytes:
    """A stream holds what reads as an object."""
    return written({**PLAIN, 6: stream(b"\n4 0 obj\n" + shows(OTHER_TEXT) + b"\nendobj\n")})


def shadow_hide_and_replace_by_table() -> bytes:
    """The hidden content stands in a stream; after signing the table says that it is that of the page."""
    pdf = signed(text_with_hidden_content())
    return updated(pdf, {}, placed={4: pdf.index(b"4 0 obj\n" + shows(OTHER_TEXT))})


# Incremental saving attack.
def saved_after() -> bytes:
    return updated(signed(text()), {4: shows(OTHER_TEXT)})


def saved_after_and_signed_again() -> bytes:
    """Whoever changed it signs after it as well."""
    return signed(saved_after(), anybody(), field="Tweede")


def saved_after_without_table() -> bytes:
    """Objects alone: readers that mend files by looking for objects show them."""
    return signed(text()) + b"4 0 obj\n" + shows(OTHER_TEXT) + b"\nendobj\n"


def saved_after_with_table_of_before() -> bytes:
    """Objects and an end mark that names the table of before."""
    pdf = signed(text())
    end = b"startxref\n%d\n%%%%EOF\n" % last_table(pdf)
    return pdf + b"4 0 obj\n" + shows(OTHER_TEXT) + b"\nendobj\n" + end


def passed_over() -> bytes:
    """A revision that the one after it does not know of."""
    pdf = signed(text())
    hidden = updated(pdf, {4: shows(OTHER_TEXT)})
    after = updated(hidden, {next_number(pdf): b"null"})
    return after.replace(b"/Prev %d" % last_table(hidden), b"/Prev %d" % last_table(pdf))


# Universal signature forgery, and bytes that are not covered.
def _with_range(pdf: bytes, numbers: bytes) -> bytes:
    """The signature says that it covers other bytes; the file keeps its length."""
    found = re.search(rb"/ByteRange \[[^\]]*\] *", pdf)
    assert found is not None
    return pdf[: found.start()] + numbers.ljust(len(found[0])) + pdf[found.end() :]


def _range(pdf: bytes) -> tuple[int, int, int, int]:
    found = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", pdf)
    assert found is not None
    return int(found[1]), int(found[2]), int(found[3]), int(found[4])


def range_missing() -> bytes:
    return _with_range(signed(text()), b"")


def range_nothing() -> bytes:
    return _with_range(signed(text()), b"/ByteRange null")


def range_negative() -> bytes:
    return _with_range(signed(text()), b"/ByteRange [0 -1 -1 -1]")


def range_of_words() -> bytes:
    return _with_range(signed(text()), b"/ByteRange [(0) /a 2 3]")


def range_of_six() -> bytes:
    pdf = signed(text())
    return _with_range(pdf, b"/ByteRange [%d %d %d %d 0 0]" % _range(pdf))


def range_starts_later() -> bytes:
    pdf = signed(text())
    _, length, second, rest = _range(pdf)
    return _with_range(pdf, b"/ByteRange [9 %d %d %d]" % (length - 9, second, rest))


def range_one_byte_later() -> bytes:
    """It leaves out the first byte, and takes the first of the place of the signature instead."""
    pdf = signed(text())
    _, length, second, rest = _range(pdf)
    return _with_range(pdf, b"/ByteRange [1 %d %d %d]" % (length, second, rest))


def range_overlaps() -> bytes:
    pdf = signed(text())
    _, length, _, rest = _range(pdf)
    return _with_range(pdf, b"/ByteRange [0 %d %d %d]" % (length, length - 10, rest))


def range_ends_early() -> bytes:
    pdf = signed(text())
    _, length, second, rest = _range(pdf)
    return _with_range(pdf, b"/ByteRange [0 %d %d %d]" % (length, second, rest - 20))


def range_reaches_further() -> bytes:
    """It says that it covers what was written after it as well."""
    pdf = saved_after()
    _, length, second, _ = _range(pdf)
    return _with_range(pdf, b"/ByteRange [0 %d %d %d]" % (length, second, len(pdf) - second))


def range_past_the_end() -> bytes:
    pdf = signed(text())
    _, length, second, rest = _range(pdf)
    return _with_range(pdf, b"/ByteRange [0 %d %d %d]" % (length, second, rest + 20))


def contents_missing() -> bytes:
    return re.sub(rb"/Contents <", b"/Contentz <", signed(text()))


def contents_empty() -> bytes:
    return re.sub(
        rb"/Contents <([0-9a-fA-F]+)>", lambda found: b"/Contents <" + b"0" * len(found[1]) + b">", signed(text())
    )


# Signature wrapping.
def wrapped() -> bytes:
    """The second signed part is moved behind content of the attacker; both parts still have the signed bytes.

    What ends the file names the place of the table; there the attacker's table is put. It gives the signature in a
    dictionary of the attacker, which says where the second part now stands.
    """
    pdf = signed(text())
    _, length, second, rest = _range(pdf)
    reader = PdfFileReader(io.BytesIO(pdf))
    dictionary = number_of(pdf, rb"/ByteRange")
    placed = {number: at for number, (_, at) in reader.xrefs.get_xref_data(1).standard_xrefs.items() if at < length}
    head = pdf[:second].ljust(last_table(pdf))
    signature = b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:20260101120000Z) /ByteRange [0 %d %010d %d] /Contents %s >>"

    def rewritten(moved_to: int) -> bytes:
        return b"%d 0 obj\n%s\nendobj\n" % (dictionary, signature % (length, moved_to, rest, pdf[length:second]))

    replaced = b"4 0 obj\n" + shows(OTHER_TEXT) + b"\nendobj\n"
    first = reader.xrefs.get_startxref_for_revision(0)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Prev %d >>\n" % (next_number(pdf), first)
    at = (
        len(head)
        + len(b"xref\n")
        + sum(len(b"%d 1\n" % number) + 20 for number in {*placed, 4, dictionary})
        + len(trailer)
    )
    placed |= {4: at, dictionary: at + len(replaced)}
    table = b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % each for each in sorted(placed.items()))
    moved_to = at + len(replaced) + len(rewritten(0))
    return head + table + trailer + replaced + rewritten(moved_to) + pdf[second:]


# Certification permissions.
def certified(pdf: bytes, level: MDPPerm) -> bytes:
    return signed(pdf, certify=True, docmdp_permissions=level)


def signed_where_nothing_may_change() -> bytes:
    # pyHanko does not sign such a file; who attacks does.
    with patch("pyhanko.sign.validation.read_certification_data", return_value=None):
        return signed(certified(text(), MDPPerm.NO_CHANGES), person("Q. Voorbeeld"), field="Tweede")


def filled_in_where_nothing_may_change() -> bytes:
    return filled_in(certified(form(), MDPPerm.NO_CHANGES), b"999000")


def annotated_where_filling_in_is_allowed() -> bytes:
    return annotated(certified(text(), MDPPerm.FILL_FORMS))


def annotated_where_annotating_is_allowed() -> bytes:
    """Evil annotation attack: an annotation is allowed, and covers the text."""
    return annotated(certified(text(), MDPPerm.ANNOTATE))


def signed_over_the_text() -> bytes:
    """Sneaky signature attack: a further signature is allowed, and its mark covers the text."""
    before = prepared(text(), "Tweede", (0, 0, 400, 290))
    return signed(certified(before, MDPPerm.FILL_FORMS), person("Q. Voorbeeld"), field="Tweede")


def visible_field_after_certifying() -> bytes:
    second = person("Q. Voorbeeld")
    return signed(certified(text(), MDPPerm.FILL_FORMS), second, field="Tweede", box=(10, 10, 110, 40))


def locked(pdf: bytes, *names: str) -> bytes:
    """Signed in a field that locks others, or all where none is named, in a document that may be filled in."""
    spec = FieldMDPSpec(FieldMDPAction.INCLUDE if names else FieldMDPAction.ALL, fields=list(names) or None)
    out = io.BytesIO(pdf)
    writer = IncrementalPdfFileWriter(out)
    fields.append_signature_field(
        writer, SigFieldSpec("Ondertekening", field_mdp_spec=spec, doc_mdp_update_value=MDPPerm.FILL_FORMS)
    )
    writer.write_in_place()
    return signed(out.getvalue())


def filled_in_where_locked() -> bytes:
    return filled_in(locked(form(), "bedrag"), b"999000")


def filled_in_where_all_is_locked() -> bytes:
    return filled_in(locked(form()), b"999000")


@cache
def prepared(pdf: bytes, name: str, box: tuple[int, int, int, int]) -> bytes:
    out = io.BytesIO(pdf)
    writer = IncrementalPdfFileWriter(out)
    fields.append_signature_field(writer, SigFieldSpec(name, box=box))
    writer.write_in_place()
    return out.getvalue()


# Overlays.
def filled_in(pdf: bytes, amount: bytes) -> bytes:
    """Another amount in the field, as it is shown and as it is kept."""
    number = next_number(pdf)
    field = FIELD.replace(b"(100)", b"(%s)" % amount).replace(b"7 0 R", b"%d 0 R" % number)
    return updated(pdf, {6: field, number: stream(b"BT /F1 14 Tf 2 5 Td (%s) Tj ET" % amount, LOOK)})


def annotated(pdf: bytes) -> bytes:
    """A note lies over the text of the page."""
    number = next_number(pdf)
    page = object_of(pdf, 3)
    note = NOTE % OTHER_TEXT
    found = re.search(rb"/Annots \[([^\]]*)\]", page)
    if found:
        page = page.replace(found[0], b"/Annots [%s %d 0 R]" % (found[1], number))
    else:
        page = page[:-2] + b"/Annots [%d 0 R] >>" % number
    return updated(pdf, {3: page, number: note})


def annotated_after() -> bytes:
    return annotated(signed(text()))


NOTE = b"<< /Type /Annot /Subtype /FreeText /Rect [30 190 330 220] /Contents (%s) /DA (/F1 14 Tf) >>"


def text_with_note() -> bytes:
    """A text with a note upon it."""
    return written({**PLAIN, 3: PAGE % b"/Annots [6 0 R]", 6: NOTE % TEXT})


def annotation_changed_after() -> bytes:
    return updated(signed(text_with_note()), {6: NOTE % OTHER_TEXT})


def fields_shown_anew_after() -> bytes:
    pdf = signed(form_that_holds_more())
    catalog, form = object_of(pdf, 1), number_of(pdf, rb"/SigFlags")
    if form != 1:
        return updated(pdf, {form: object_of(pdf, form)[:-2] + b" /NeedAppearances true >>"})
    return updated(pdf, {1: catalog.replace(b"/SigFlags", b"/NeedAppearances true /SigFlags")})


def field_added_after() -> bytes:
    pdf = signed(form())
    number, holder = next_number(pdf), number_of(pdf, rb"/SigFlags")
    added = FIELD.replace(b"(bedrag)", b"(meer)")
    changed = re.sub(rb"/Fields \[", b"/Fields [ %d 0 R " % number, object_of(pdf, holder))
    return updated(pdf, {holder: changed, number: added})


def waited_for_after() -> bytes:
    return updated(signed(text_that_waits()), {40: shows(OTHER_TEXT)})


def mark_over_the_text() -> bytes:
    return signed(text(), box=(0, 0, 400, 290))


# One signature for another.
def signature_replaced() -> bytes:
    """The signature of another is put in the place of the first."""
    pdf = signed(text())
    number = number_of(pdf, rb"/T \(Ondertekening\)")
    emptied = re.sub(rb"/V \d+ 0 R", b"", object_of(pdf, number))
    return signed(updated(pdf, {number: emptied}), anybody())


def signature_shown_twice() -> bytes:
    """A second field refers to the first signature, as if two had signed."""
    pdf = signed(text())
    number, holder = next_number(pdf), number_of(pdf, rb"/SigFlags")
    first = number_of(pdf, rb"/T \(Ondertekening\)")
    copied = object_of(pdf, first).replace(b"(Ondertekening)", b"(Tweede)")
    fields_of = re.sub(rb"/Fields \[", b"/Fields [ %d 0 R " % number, object_of(pdf, holder))
    return updated(pdf, {holder: fields_of, number: copied})


def encrypted_otherwise_after() -> bytes:
    """The last revision names other settings of encryption, which happen to be the same."""
    pdf = signed(encrypted(text(), secure=False))
    number = number_of(pdf, rb"/Filter /Standard")
    return updated(pdf, {40: object_of(pdf, number)}, trailer=b"/Encrypt 40 0 R")


def byte_changed() -> bytes:
    return signed(text()).replace(TEXT, TEXT.replace(b"100", b"900"))
