"""Whether a certificate could be relied on when it signed: in force, not revoked, and by whom it was given out.

Everything that is asked is in the file, or in the files of certificates to trust; nothing is fetched. The moment of
signing is that of a time stamp that leads to one of the roots, and what the signer says otherwise. Where it is only the
signer's word, a certificate that was revoked at any moment counts as revoked: whoever holds it can write any moment.
"""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import attrs
from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.general import MultivaluedAttributeError, NonexistentAttributeError, find_unique_cms_attribute
from pyhanko.sign.validation.generic_cms import collect_timing_info, extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus, TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import AuthorityWithCert
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule
from pyhanko_certvalidator.registry import SimpleTrustManager

from rso_core.time_zone import AMSTERDAM
from rso_pades.certificates import authority_of, fingerprint
from rso_pades.findings import (
    CHAIN_REVOKED,
    EXPIRED_SINCE,
    EXPIRED_WHEN_SIGNED,
    NO_MOMENT,
    NOT_TRUSTED,
    NOT_YET_VALID,
    REVOKED,
    REVOKED_SINCE,
    STAMP_DIFFERS,
    STAMP_NOT_COUNTED,
    STILL_TO_COME,
    WEAK_HASH,
    WEAK_KEY,
    Finding,
)
from rso_pades.pdf_values import each_of, value

STRONG_HASHES = frozenset({"sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
FEWEST_BITS = {"rsa": 1900, "rsassa_pss": 1900, "dsa": 1900, "ec": 224}
"""Shorter keys are not trusted for signatures (ETSI TS 119 312, 8.3)."""
_UNKNOWN = {"why_nl": "de uitgever is onbekend", "why_en": "its issuer is unknown"}
_OPEN = {"why_nl": "er zijn geen wortelcertificaten opgegeven", "why_en": "no roots were given"}
_BROKEN = {"why_nl": "het is beschadigd", "why_en": "it is broken"}
_OTHER = {"why_nl": "de keten van certificaten klopt niet", "why_en": "the chain of certificates is not right"}
_WEAK_CHAIN = {"why_nl": "de keten rust op zwakke algoritmen", "why_en": "the chain rests on weak algorithms"}
_WHY = {
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: _UNKNOWN,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: {
        "why_nl": "het is niet bedoeld om mee te ondertekenen",
        "why_en": "it is not meant for signing",
    },
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: _WEAK_CHAIN,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: _WEAK_CHAIN,
}


def _policy(signer: RevocationCheckingRule, authorities: RevocationCheckingRule) -> CertRevTrustPolicy:
    return CertRevTrustPolicy(
        RevocationCheckingPolicy(ee_certificate_rule=signer, intermediate_ca_cert_rule=authorities),
        # A list of a later day tells of an earlier one as well: of what was revoked it says since when.
        retroactive_revinfo=True,
    )


_IF_TOLD, _IN_ANY_CASE, _NOT = (
    RevocationCheckingRule.CHECK_IF_DECLARED_SOFT,
    RevocationCheckingRule.CRL_OR_OCSP_REQUIRED,
    RevocationCheckingRule.NO_CHECK,
)
_WHERE_TOLD = _policy(_IF_TOLD, _IF_TOLD)
"""Certificates that say that they may be revoked are held against what the file tells of those that were."""
_OF_THE_SIGNER, _OF_AUTHORITIES = _policy(_IN_ANY_CASE, _NOT), _policy(_NOT, _IN_ANY_CASE)
"""Also those that do not say so; one at a time, since the first of which nothing is told ends the question."""
_SECOND = timedelta(seconds=1)
_MOST_MOMENTS = 5


@attrs.frozen(kw_only=True)
class Root:
    """The root to which a certificate led.

    Attributes:
        fingerprint: SHA-256 of its certificate.
        name: what it is called; None where that may be the name of a natural person.
    """

    fingerprint: str
    name: str | None


@attrs.frozen(kw_only=True)
class Reliance:
    """What a signature's certificate is worth.

    Attributes:
        moment: of signing (aware); None where nothing says it.
        stamped: whether that is the moment of a time stamp that counts, and not the signer's own word.
        intact: whether the signed bytes are as they were.
        valid: whether the signature was set with the certificate.
        root: to which the certificate leads; None where it leads to none, or no roots were given.
        faults: why it cannot be relied on.
        remarks: what the reader should know.
    """

    moment: datetime | None
    stamped: bool
    intact: bool
    valid: bool
    root: Root | None
    faults: tuple[Finding, ...]
    remarks: tuple[Finding, ...]


@attrs.frozen
class Evidence:
    """What a file brings along to judge its signatures by: certificates, and lists of those that were revoked."""

    certificates: tuple[x509.Certificate, ...]
    crls: tuple[crl.CertificateList, ...]
    ocsps: tuple[ocsp.OCSPResponse, ...]

    @classmethod
    def of(cls, reader: PdfFileReader, signatures: Sequence[EmbeddedPdfSignature]) -> "Evidence":
        """All that stands in the document security store and in the signatures; what cannot be read is left out."""
        store = value(reader.root, "/DSS")
        certificates = list(_loaded(store, "/Certs", x509.Certificate))
        crls = list(_loaded(store, "/CRLs", crl.CertificateList))
        ocsps = list(_loaded(store, "/OCSPs", ocsp.OCSPResponse))
        for each in signatures:
            certificates += [each.signer_cert, *each.other_embedded_certs]
            own = _archived(each)
            crls += own.get("crl") or ()
            ocsps += own.get("ocsp") or ()
        answered = (each for each in ocsps if each["response_status"].native == "successful")
        return cls(tuple(certificates), tuple(crls), tuple(answered))


def _loaded(store: Any, key: str, kind: Any) -> Iterator[Any]:
    for stream in each_of(store, key):
        try:
            loaded = kind.load(stream.get_object().data, strict=True)
            loaded.native  # noqa: B018 - reads all of it, so that it is known to be one
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
        yield loaded


def _archived(signature: EmbeddedPdfSignature) -> Any:
    """What Adobe's software keeps in the signature itself on certificates that were revoked."""
    try:
        return find_unique_cms_attribute(signature.signer_info["signed_attrs"], "adobe_revocation_info_archival")
    except (NonexistentAttributeError, MultivaluedAttributeError):
        return {}


class Judge:
    """Judges the certificates of the signatures and time stamps of one file.

    Args:
        roots: certificates to trust; None to leave trust open.
        evidence: what the file brings along.
        now: the present moment (aware).
    """

    def __init__(self, roots: Sequence[x509.Certificate] | None, evidence: Evidence, now: datetime) -> None:
        self._roots, self._evidence, self._now = roots, evidence, now

    @property
    def leaves_open(self) -> bool:
        """Whether no roots were given, so that nothing is said of trust."""
        return self._roots is None

    def rely(self, signature: EmbeddedPdfSignature) -> Reliance:
        """What the certificate of a person's signature is worth.

        Raises:
            SignatureValidationError: it cannot be judged at all.
        """
        certificate = signature.signer_cert
        stamp, remarks = self._stamp(signature)
        claimed = _aware(signature.self_reported_timestamp)
        moment = stamp or claimed
        status = self._validated(signature, moment or self._now)
        faults = [*_weak(signature, status), *_out_of_force(certificate, moment)]
        if moment is None:
            faults.append(NO_MOMENT())
        elif _day(moment) > _day(self._now):  # not by the minute: clocks differ
            faults.append(STILL_TO_COME(signed_on=_day(moment)))
        revoked = self._revoked(signature, moment, stamped=stamp is not None)
        if revoked is not None:
            (remarks if revoked.code == REVOKED_SINCE.code else faults).append(revoked)
        root = self._root(status) if not faults else None
        whole = status.intact and status.valid
        if self._roots is not None and whole and root is None and (not faults or _has_no_chain(status)):
            why = _UNKNOWN if _of_itself(certificate) else _why(status)
            faults.append(NOT_TRUSTED(**why))
        if stamp and claimed and _day(stamp) != _day(claimed):
            remarks.append(STAMP_DIFFERS(claimed=_day(claimed), stamped=_day(stamp)))
        if not stamp and not faults and certificate.not_valid_after < self._now:
            remarks.append(EXPIRED_SINCE(until=_day(certificate.not_valid_after)))
        return Reliance(
            moment=moment,
            stamped=stamp is not None,
            intact=bool(status.intact),
            valid=bool(status.valid),
            root=root,
            faults=tuple(faults),
            remarks=tuple(remarks),
        )

    def rely_on_stamp(self, stamp: EmbeddedPdfSignature) -> Reliance:
        """What a time stamp of the whole document is worth: one that leads to no root is told, and is no fault.

        Raises:
            SignatureValidationError: it cannot be judged at all.
        """
        moment: datetime = stamp.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
        context = self._context(moment, self._roots_for(stamp.signer_cert))
        status = asyncio.run(async_validate_pdf_timestamp(stamp, context, skip_diff=True))
        root = self._root(status)
        remarks = [] if root else [STAMP_NOT_COUNTED(on=_day(moment), **(_OPEN if self._roots is None else _UNKNOWN))]
        return Reliance(
            moment=moment,
            stamped=True,
            intact=bool(status.intact),
            valid=bool(status.valid),
            root=root,
            faults=(),
            remarks=tuple(remarks),
        )

    def _stamp(self, signature: EmbeddedPdfSignature) -> tuple[datetime | None, list[Finding]]:
        """The moment of the time stamp in a signature, where it counts; and what is said of one that does not."""
        remarks = []
        for token in extract_tst_data_iter(signature.signer_info, signed=False):
            moment = token["encap_content_info"]["content"].parsed["gen_time"].native
            context = self._context(moment, self._roots or ())
            timing = collect_timing_info(signature.signer_info, context, signature.compute_digest)
            status: TimestampSignatureStatus = asyncio.run(timing)["timestamp_validity"]
            whole = status.intact and status.valid
            if self._roots is not None and whole and status.trusted:
                return status.timestamp, []
            remarks.append(
                STAMP_NOT_COUNTED(
                    on=_day(moment), **(_BROKEN if not whole else _OPEN if self._roots is None else _UNKNOWN)
                )
            )
        return None, remarks

    def _revoked(self, signature: EmbeddedPdfSignature, moment: datetime | None, *, stamped: bool) -> Finding | None:
        """That the certificate, or that of its issuer, was revoked, where the file tells so."""
        certificate = signature.signer_cert
        moments = self._moments_told(certificate, moment or self._now)
        for at, policy in product(moments, (_OF_THE_SIGNER, _OF_AUTHORITIES)):
            details = self._validated(signature, at, policy).revocation_details
            if details is None:
                continue
            on = _day(details.revocation_date)
            if stamped and moment is not None and details.revocation_date > moment:
                return REVOKED_SINCE(on=on)
            return CHAIN_REVOKED(on=on) if details.ca_revoked else REVOKED(on=on)
        return None

    def _moments_told(self, certificate: x509.Certificate, moment: datetime) -> list[datetime]:
        """When to ask whether a certificate was revoked: at the end, and when what the file tells of it was drawn up."""
        until = min(self._now, certificate.not_valid_after)
        told = [each["tbs_cert_list"]["this_update"].native for each in self._evidence.crls]
        told += [
            answer["this_update"].native for each in self._evidence.ocsps for answer in each.response_data["responses"]
        ]
        # A moment in between is a second later: a list counts from the moment itself.
        within = {at for each in told if certificate.not_valid_before < (at := each + _SECOND) < until}
        return [until, *sorted(within, reverse=True)[:_MOST_MOMENTS], moment] if told else []

    def _validated(
        self, signature: EmbeddedPdfSignature, moment: datetime, policy: CertRevTrustPolicy | None = None
    ) -> PdfSignatureStatus:
        context = self._context(moment, self._roots_for(signature.signer_cert), policy)
        return asyncio.run(async_validate_pdf_signature(signature, context, skip_diff=True))

    def _roots_for(self, certificate: x509.Certificate) -> Sequence[x509.Certificate]:
        """The roots; where trust is left open the authorities in the file, so that it is seen what they revoked."""
        if self._roots is not None:
            return self._roots
        authorities = [each for each in self._evidence.certificates if each.ca]
        known = {each.subject.hashable for each in authorities}
        return [each for each in authorities if _of_itself(each) or each.issuer.hashable not in known] or [certificate]

    def _root(self, status: PdfSignatureStatus | DocumentTimestampStatus) -> Root | None:
        if self._roots is None or not status.trusted or status.validation_path is None:
            return None
        authority = status.validation_path.trust_anchor.authority
        if not isinstance(authority, AuthorityWithCert):
            return None
        anchor = authority.certificate
        return Root(fingerprint=fingerprint(anchor), name=authority_of(anchor.subject))

    def _context(
        self, moment: datetime, roots: Sequence[x509.Certificate], policy: CertRevTrustPolicy | None = None
    ) -> ValidationContext:
        return ValidationContext(
            trust_manager=SimpleTrustManager.build(list(roots)),
            other_certs=self._evidence.certificates,
            crls=self._evidence.crls,
            ocsps=self._evidence.ocsps,
            moment=moment,
            revinfo_policy=policy or _WHERE_TOLD,
        )


def _weak(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> Iterator[Finding]:
    key = signature.signer_cert.public_key
    for algorithm in dict.fromkeys((status.md_algorithm, _hash_of_signature(signature))):
        if algorithm is not None and algorithm not in STRONG_HASHES:
            yield WEAK_HASH(algorithm=algorithm.upper())
    if key.bit_size < FEWEST_BITS.get(key.algorithm, 0):
        yield WEAK_KEY(bits=key.bit_size)


def _hash_of_signature(signature: EmbeddedPdfSignature) -> str | None:
    """The hash in the algorithm of the signature itself, where that names one."""
    try:
        return str(signature.signer_info["signature_algorithm"].hash_algo)
    except ValueError:
        return None


def _out_of_force(certificate: x509.Certificate, moment: datetime | None) -> Iterator[Finding]:
    if moment is not None and moment > certificate.not_valid_after:
        yield EXPIRED_WHEN_SIGNED(signed_on=_day(moment), until=_day(certificate.not_valid_after))
    if moment is not None and moment < certificate.not_valid_before:
        yield NOT_YET_VALID(signed_on=_day(moment), since=_day(certificate.not_valid_before))


def _has_no_chain(status: PdfSignatureStatus) -> bool:
    return status.trust_problem_indic is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND


def _why(status: PdfSignatureStatus) -> dict[str, str]:
    problem = status.trust_problem_indic
    return _WHY.get(problem, _OTHER) if isinstance(problem, AdESIndeterminate) else _OTHER


def _of_itself(certificate: x509.Certificate) -> bool:
    return bool(certificate.issuer == certificate.subject)


def _aware(moment: datetime | None) -> datetime | None:
    """The moment; one without an offset is taken for the time here."""
    return moment if moment is None or moment.tzinfo is not None else moment.replace(tzinfo=AMSTERDAM)


def _day(moment: datetime) -> str:
    return moment.astimezone(AMSTERDAM).date().isoformat()
