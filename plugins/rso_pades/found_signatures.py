"""The signatures that a PDF holds, in every revision: also one that a later revision shows no more, or puts another for."""

import attrs
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, extract_contents

from rso_pades.findings import BYTES_NOT_NAMED, NOTHING_SIGNED, UNREADABLE, Finding, in_one_line
from rso_pades.pdf_values import raw

_TIME_STAMP = "/DocTimeStamp"


@attrs.frozen
class FoundSignature:
    """A signature as it stands in the file.

    Attributes:
        signature: as pyHanko reads it.
        field: the field that bears it.
        value: what that field refers to as its signature.
        revision: that brought it, from 0.
    """

    signature: EmbeddedPdfSignature
    field: generic.Reference
    value: generic.Reference
    revision: int

    @property
    def is_time_stamp(self) -> bool:
        """Whether it is a time stamp of the document."""
        return bool(self.signature.sig_object_type == _TIME_STAMP)


def signatures_of(reader: PdfFileReader, first: int) -> tuple[list[FoundSignature], list[tuple[str, Finding]]]:
    """The signatures in the order of the revisions that brought them; and the fields with what is none, and why not.

    Args:
        reader: of the file.
        first: the first revision that was a file by itself, from 0; what comes before is a part of it.

    Raises:
        PdfError: the form of a revision cannot be read.
    """
    found: list[FoundSignature] = []
    broken: dict[str, Finding] = {}
    seen = set()
    for number in range(first, reader.xrefs.total_revisions):
        view = reader.get_historical_resolver(number)
        for name, value, field in enumerate_sig_fields(view, filled_status=True):
            if not isinstance(value, generic.IndirectObject):
                broken[name] = NOTHING_SIGNED()
                continue
            place = field.reference, value.reference, reader.xrefs.get_historical_ref(value.reference, number)
            if place in seen:
                continue
            seen.add(place)
            if (lacking := _lacking(value.get_object())) is not None:
                broken[name] = lacking
                continue
            try:
                found.append(_found(reader, name, value.reference, field, number))
            except Exception as error:
                # Whatever a malformed signature does to its reader, the others are read.
                broken[name] = UNREADABLE(why=reason_of(error))
    return sorted(found, key=lambda each: each.revision), list(broken.items())


def _found(
    reader: PdfFileReader, name: str, value: generic.Reference, field: generic.IndirectObject, number: int
) -> FoundSignature:
    signature = EmbeddedPdfSignature(reader, field.get_object(), name)
    signature.signer_cert.public_key  # noqa: B018 - reads it, so that it is known to be one
    changed = (each for each in range(number, -1, -1) if value in reader.xrefs.explicit_refs_in_revision(each))
    # pyHanko takes the last change of the object, which may be another signature by then.
    signature.signed_revision = next(changed, number)
    return FoundSignature(signature, field.reference, value, signature.signed_revision)


def _lacking(signature: object) -> Finding | None:
    """What a dictionary lacks to be a signature at all."""
    if not isinstance(signature, generic.DictionaryObject):
        return NOTHING_SIGNED()
    try:
        contents = extract_contents(signature)
    except PdfError:
        return NOTHING_SIGNED()
    if not contents.strip(b"\x00"):
        return NOTHING_SIGNED()
    return BYTES_NOT_NAMED() if raw(signature, "/ByteRange") is None else None


def reason_of(error: Exception) -> str:
    """What an error says, in one line: a library for PDFs says much, and some of its errors nothing."""
    text = in_one_line(str(error)) if isinstance(error, PdfError | ValueError) else ""
    return text or f"it is malformed ({type(error).__name__})"
