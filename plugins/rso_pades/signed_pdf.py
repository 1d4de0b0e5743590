"""Reading a signed PDF: each signature in it, what is wrong with it, and the text that it covers.

A signature covers the file as it was when it was set: the revision that brought it. The texts that are signed by it are
that revision, and those around it from which only signatures and what proves them set it apart.
"""

import io
import logging
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.crypt import AuthStatus, StandardSecurityHandler
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from rso_pades.certificates import authority_of, certificates_in, fingerprint, name_of
from rso_pades.covered_bytes import not_covered
from rso_pades.errors import UnreadablePdfError
from rso_pades.file_revisions import FileRevisions
from rso_pades.findings import (
    BYTES_CHANGED,
    BYTES_NOT_NAMED,
    MARK_TOO_LARGE,
    OTHER_TEXT,
    SIGNATURE_INVALID,
    SIGNED_ELSEWHERE,
    TEXT_SWAPPED,
    UNREADABLE,
    VISIBLE_MARK,
    Finding,
    in_one_line,
)
from rso_pades.found_signatures import FoundSignature, reason_of, signatures_of
from rso_pades.later_changes import Changes, Permissions
from rso_pades.pages import marks_of
from rso_pades.pdf_values import raw
from rso_pades.trust import Evidence, Judge, Reliance, Root

LARGEST_FILE = 128_000_000
MOST_REVISIONS = 500


@attrs.frozen(kw_only=True)
class PdfSignature:
    """One signature in a PDF, or a time stamp of the whole document, which is evidence and no person's.

    Attributes:
        number: its place in the file, in the order of signing, from 1.
        field: name of the field in which it stands.
        is_time_stamp: whether it is a time stamp of the document.
        signer, issuer: names in the certificate.
        authority: name of the issuer, where that cannot be the name of a natural person.
        certificate: fingerprint (SHA-256) of the certificate; empty where it cannot be read.
        signed_at: moment of signing (aware), where something says it.
        stamped: whether that is the moment of a trusted time stamp, and not the signer's own word.
        trusted: whether the certificate leads to one of the roots given; None when none was given.
        root: the root to which it leads.
        faults: what makes it fall; a signature without any is sound.
        remarks: what the reader should know.
        texts: SHA-256 of every state of the file that shows the text it covers.
        passed_by: SHA-256 of the states that show another text, which was in the file before.
        swapped: what set the text that it covers apart from those.
    """

    number: int
    field: str
    is_time_stamp: bool = False
    signer: str = "?"
    issuer: str = "?"
    authority: str | None = None
    certificate: str = ""
    signed_at: datetime | None = None
    stamped: bool = False
    trusted: bool | None = None
    root: Root | None = None
    faults: tuple[Finding, ...] = ()
    remarks: tuple[Finding, ...] = ()
    texts: tuple[str, ...] = ()
    passed_by: tuple[str, ...] = ()
    swapped: Finding | None = None

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.faults

    def text_among(self, on_record: Collection[str]) -> str | None:
        """The text that it signs of those on record, by SHA-256; None where it signs another."""
        return next((text for text in self.texts if text in on_record), None)

    def other_text(self, on_record: Collection[str]) -> Finding | None:
        """That it signs no text of those on record, and what became of the one that is in the file."""
        if self.text_among(on_record) is not None:
            return None
        if self.swapped is not None and any(text in on_record for text in self.passed_by):
            return TEXT_SWAPPED(why_nl=self.swapped.nl, why_en=self.swapped.en)
        return OTHER_TEXT()


@attrs.frozen(kw_only=True)
class SignedPdf:
    """What a PDF says: its signatures and time stamps, in the order of signing."""

    signatures: tuple[PdfSignature, ...]

    @property
    def of_persons(self) -> tuple[PdfSignature, ...]:
        """The signatures, without the time stamps."""
        return tuple(each for each in self.signatures if not each.is_time_stamp)

    @property
    def is_sound(self) -> bool:
        """Whether there is a signature, and nothing is wrong with any of them, nor with a time stamp."""
        return bool(self.of_persons) and all(each.is_sound for each in self.signatures)


def read_signed(path: Path, roots: Sequence[Path] = (), *, now: datetime) -> SignedPdf:
    """Read and check a signed PDF; nothing is fetched from the network.

    A hostile file can keep this busy for long: `rso_pades.in_time` sets bounds to it.

    Args:
        path: the PDF.
        roots: files with certificates to trust, such as those of PKIoverheid; trust is left open without any.
        now: the present moment (aware).

    Raises:
        UnreadablePdfError: no PDF, no signature in it, or no certificates in a file of roots.
    """
    trusted = certificates_in(roots) if roots else None
    content = _content(path)
    # pyHanko logs what it cannot trust, with a traceback; here that is an answer, not an error.
    for library in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    try:
        reader = _opened(path, content)
        signatures = tuple(_SignedFile(reader, content).judged(trusted, now))
    except UnreadablePdfError:
        raise
    except MemoryError:
        raise UnreadablePdfError(f"{path} is no PDF that can be read: reading it asks for too much memory") from None
    except Exception as error:
        raise UnreadablePdfError(f"{path} is no PDF that can be read: {reason_of(error)}") from None
    if not any(not each.is_time_stamp for each in signatures):
        raise UnreadablePdfError(f"{path} carries no signature; ask for the file as it came out of signing")
    return SignedPdf(signatures=signatures)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UnreadablePdfError(f"{path} cannot be read: {error.strerror}") from None
    if len(content) > LARGEST_FILE:
        raise UnreadablePdfError(f"{path} is larger than {LARGEST_FILE // 1_000_000} MB; no text that is signed is")
    return content


def _opened(path: Path, content: bytes) -> PdfFileReader:
    reader = _Reader(io.BytesIO(content))
    if reader.xrefs.total_revisions > MOST_REVISIONS:
        raise UnreadablePdfError(
            f"{path} was changed more than {MOST_REVISIONS} times; ask for the file as it was signed"
        )
    trailers = [reader.trailer.flatten(number) for number in range(reader.xrefs.total_revisions)]
    # The first part of a file that was written for the web names no document, and no settings of one.
    settings = [raw(trailer, "/Encrypt") for trailer in trailers if raw(trailer, "/Root") is not None]
    if any(each != settings[0] for each in settings):
        raise UnreadablePdfError(
            f"{path} was encrypted otherwise after it was made; ask for the file as it came out of signing"
        )
    if reader.encrypted:
        standard = isinstance(reader.security_handler, StandardSecurityHandler)
        # A file that only limits what may be done with it opens without a password.
        if not standard or reader.decrypt(b"").status is AuthStatus.FAILED:
            raise UnreadablePdfError(
                f"{path} is locked and asks for a password to be opened; ask for the file without it. What was signed "
                "with the lock on it cannot be unlocked afterwards without breaking the signature"
            )
    return reader


class _Reader(PdfFileReader):
    """Reads a reference to what is not there as nothing (ISO 32000-2, 7.3.10), and is strict in everything else."""

    def _read_object(self, ref: generic.Reference, marker: Any, *given: Any, **named: Any) -> Any:
        if marker is None:
            nothing = generic.NullObject()
            nothing.container_ref = ref
            return nothing
        return super()._read_object(ref, marker, *given, **named)


class _SignedFile:
    """A file whose signatures are judged.

    Args:
        reader: of the file, unlocked.
        content: all its bytes.
    """

    def __init__(self, reader: PdfFileReader, content: bytes) -> None:
        self._reader, self._content = reader, content
        self._revisions = FileRevisions(reader, content)
        whole = {number for number, each in enumerate(self._revisions.all) if each.end is not None}
        self._found, self._broken = signatures_of(reader, min(whole, default=0))
        self._changes = Changes(reader, whole)

    def judged(self, roots: Any, now: datetime) -> Iterator[PdfSignature]:
        """Every signature and time stamp, in the order of signing; those that cannot be read last."""
        judge = Judge(roots, Evidence.of(self._reader, [each.signature for each in self._found]), now)
        level: MDPPerm | None = None
        first: dict[tuple[Any, int], int] = {}
        for number, found in enumerate(self._found, 1):
            try:
                level = min(filter(None, (level, found.signature.docmdp_level)), default=None)
                judged = self._one(number, found, judge, Permissions(level, found.signature.fieldmdp))
            except Exception as error:  # what one signature does to its reader does not keep the others away
                judged = PdfSignature(
                    number=number,
                    field=in_one_line(found.signature.fq_name),
                    faults=(UNREADABLE(why=reason_of(error)),),
                )
            earlier = first.setdefault((found.value, found.revision), number)
            if earlier != number:
                judged = attrs.evolve(judged, faults=(SIGNED_ELSEWHERE(number=earlier), *judged.faults))
            yield judged
        for number, (field, why) in enumerate(self._broken, len(self._found) + 1):
            yield PdfSignature(number=number, field=in_one_line(field), faults=(why,))

    def _one(self, number: int, found: FoundSignature, judge: Judge, allows: Permissions) -> PdfSignature:
        signature = found.signature
        known = PdfSignature(
            number=number,
            field=in_one_line(signature.fq_name),
            is_time_stamp=found.is_time_stamp,
            signer=name_of(signature.signer_cert.subject),
            issuer=name_of(signature.signer_cert.issuer),
            authority=authority_of(signature.signer_cert.issuer),
            certificate=fingerprint(signature.signer_cert),
        )
        covered = self._covered(found)
        if any(each.code == BYTES_NOT_NAMED.code for each in covered):
            return attrs.evolve(known, faults=tuple(covered))
        rely = judge.rely_on_stamp(signature) if known.is_time_stamp else judge.rely(signature)
        faults = [*covered, *_broken(rely), *rely.faults]
        remarks = [*rely.remarks]
        known = attrs.evolve(
            known,
            signed_at=rely.moment,
            stamped=rely.stamped,
            trusted=None if judge.leaves_open else rely.root is not None,
            root=rely.root,
        )
        if not covered:
            later, allowed = self._changes.after(found.revision, allows)
            window = self._changes.same_text(found.revision)
            large, small = self._marks(found, window)
            faults, remarks = [*faults, *later, *large], [*remarks, *allowed, *small]
            known = attrs.evolve(
                known,
                texts=self._hashes(window),
                passed_by=self._hashes(range(window.start)),
                swapped=self._changes.set_apart(window),
            )
        return attrs.evolve(known, faults=tuple(faults), remarks=tuple(remarks))

    def _covered(self, found: FoundSignature) -> list[Finding]:
        """What is wrong with what it covers, and with what the file holds besides."""
        signature = found.signature
        wrong = not_covered(
            self._content, signature.byte_range, signature.pkcs7_content, found.revision, self._revisions
        )
        if wrong is not None:
            return [wrong]
        besides = (self._revisions.outside(), self._revisions.passed_over(found.revision), self._revisions.ahead())
        return [each for each in besides if each is not None]

    def _marks(self, found: FoundSignature, window: range) -> tuple[list[Finding], list[Finding]]:
        """Visible marks that are not in the text: those too large, and the others."""
        if self._reader.xrefs.get_historical_ref(found.field, window.start) is not None:
            return [], []
        marks = list(marks_of(found.field, self._reader.get_historical_resolver(found.revision)))
        large = [MARK_TOO_LARGE(page=mark.page, share=mark.share) for mark in marks if mark.too_large]
        return large, [VISIBLE_MARK(page=mark.page, share=mark.share) for mark in marks if not mark.too_large]

    def _hashes(self, revisions: range) -> tuple[str, ...]:
        return tuple(each for revision in revisions for each in self._revisions.all[revision].hashes)


def _broken(rely: Reliance) -> list[Finding]:
    if not rely.intact:
        return [BYTES_CHANGED()]
    return [] if rely.valid else [SIGNATURE_INVALID()]
