"""Reading a signed PDF: its signatures, and the hashes of the text that was signed.

A signature is added to a PDF behind the bytes that were there. The text that a party received is therefore still in
the file, as its beginning up to an end mark; its hash tells whether it is the text on record.
"""

import hashlib
import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import attrs
from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from rso_pades.errors import UnreadablePdfError

END_MARK = b"%%EOF"


@attrs.frozen(kw_only=True)
class PdfSignature:
    """One signature in a PDF.

    Attributes:
        signer: name in the certificate.
        issuer: who gave out the certificate.
        signed_at: moment that the signer's software gives (aware), where it does.
        intact: whether the signed bytes are as they were, and nothing was changed afterwards but further signatures.
        trusted: whether the certificate leads to one of the roots given; None when none was given.
    """

    signer: str
    issuer: str
    signed_at: datetime | None
    intact: bool
    trusted: bool | None


@attrs.frozen(kw_only=True)
class SignedPdf:
    """What a PDF says: its signatures, and the SHA-256 of every state that the file has had."""

    signatures: tuple[PdfSignature, ...]
    hashes: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Whether there is a signature and all of them are intact."""
        return bool(self.signatures) and all(signature.intact for signature in self.signatures)


def read_signed(path: Path, roots: Path | None = None) -> SignedPdf:
    """Read and check a signed PDF; nothing is fetched from the network.

    Args:
        path: the PDF.
        roots: PEM file with certificates to trust, such as those of PKIoverheid.

    Raises:
        UnreadablePdfError: no PDF, no signature in it, or no certificates in the PEM file.
    """
    trust = list(_certificates(roots)) if roots is not None else []
    context = ValidationContext(trust_roots=trust, allow_fetching=False)
    # pyHanko logs what it cannot trust, with a traceback; here that is an answer, not an error.
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        with path.open("rb") as file:
            embedded = PdfFileReader(file).embedded_signatures
            found = tuple(_signature(each, context, with_roots=roots is not None) for each in embedded)
        content = path.read_bytes()
    except OSError as error:
        raise UnreadablePdfError(f"{path} cannot be read: {error.strerror}") from None
    except (PdfError, SignatureValidationError, ValueError) as error:
        raise UnreadablePdfError(f"{path} is no PDF that can be read: {error}") from None
    if not found:
        raise UnreadablePdfError(f"{path} carries no signature; ask for the file as it came out of signing")
    return SignedPdf(signatures=found, hashes=tuple(_states(content)))


def _signature(embedded: EmbeddedPdfSignature, context: ValidationContext, *, with_roots: bool) -> PdfSignature:
    status = validate_pdf_signature(embedded, signer_validation_context=context)
    untouched = status.docmdp_ok is not False
    return PdfSignature(
        signer=str(status.signing_cert.subject.native.get("common_name", status.signing_cert.subject.human_friendly)),
        issuer=str(status.signing_cert.issuer.native.get("common_name", status.signing_cert.issuer.human_friendly)),
        signed_at=status.signer_reported_dt,
        intact=bool(status.intact and status.valid and untouched),
        trusted=bool(status.trusted) if with_roots else None,
    )


def _states(content: bytes) -> Iterator[str]:
    """The hash of the file up to each end mark, with and without the line end behind it."""
    at = content.find(END_MARK)
    while at != -1:
        end = at + len(END_MARK)
        for line_end in (b"", b"\r", b"\n", b"\r\n"):
            if content[end:].startswith(line_end):
                yield hashlib.sha256(content[: end + len(line_end)]).hexdigest()
        at = content.find(END_MARK, end)


def _certificates(path: Path) -> Iterator[x509.Certificate]:
    try:
        content = path.read_bytes()
        for _, _, der in pem.unarmor(content, multiple=True):
            yield x509.Certificate.load(der)
    except OSError as error:
        raise UnreadablePdfError(f"{path} cannot be read: {error.strerror}") from None
    except ValueError:
        raise UnreadablePdfError(f"{path} holds no certificates in PEM form") from None
