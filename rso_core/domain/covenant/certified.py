"""The certificate of a digital signature: which one, whether it was held against roots, and what the day rests on (S2).

The name in a certificate is that of a natural person and stands sealed, in an event of that person
(`rso_core.domain.certificate`). What stands here names authorities, and the certificate by its fingerprint.
"""

from enum import StrEnum
from typing import Any

from rso_core.domain.refusal import Rule
from rso_core.dutch.sentences import quoted

SIGNING_CERTIFICATE = Rule(
    id="signing.certificate",
    source="S2",
    en="A certificate belongs to a digital signature; issuer, root and what the day rests on belong to a certificate, "
    "the name of a root and a time stamp that counts to a root.",
    nl="Een certificaat hoort bij een digitale handtekening; uitgever, wortelcertificaat en waarop de dag rust horen bij "
    "een certificaat, de naam van een wortelcertificaat en een tijdstempel dat telt bij een wortelcertificaat.",
    remedy_en="Give the fingerprint (SHA-256) of the certificate and of the root, or leave out what belongs to them.",
    remedy_nl="Geef de vingerafdruk (SHA-256) van het certificaat en van het wortelcertificaat, of laat weg wat daarbij hoort.",
)
_SHOWN = 16
"""So many digits of a fingerprint tell a reader which certificate it is; the record holds all of them."""


class DayFrom(StrEnum):
    """What the day of a digital signature rests on: the signer's own word, or a time stamp of a trusted authority."""

    CLAIMED = "claimed"
    TIME_STAMP = "time_stamp"


def require_certificate(
    *,
    digital: bool,
    certificate: str | None,
    issuer: str | None,
    trusted_root: str | None,
    root_name: str | None,
    day_from: DayFrom | None,
) -> None:
    """Refuse what is said of a certificate that is not named, or of one where nothing was signed with it.

    Raises:
        Refused: SIGNING_CERTIFICATE.
    """
    said: dict[str, Any] = {"issuer": issuer, "trusted_root": trusted_root, "day_from": day_from}
    without = [name for name, value in said.items() if value is not None and certificate is None]
    if without or (certificate is not None and not digital):
        raise SIGNING_CERTIFICATE.refused(certificate=certificate, **{name: said[name] for name in without})
    if trusted_root is None and (root_name is not None or day_from is DayFrom.TIME_STAMP):
        raise SIGNING_CERTIFICATE.refused(certificate=certificate, root_name=root_name, day_from=day_from)


def trust_told(
    certificate: str | None,
    issuer: str | None,
    trusted_root: str | None,
    root_name: str | None,
    day_from: DayFrom | None,
) -> str:
    """What is on record of the certificate of a signature, in a Dutch sentence; empty where none is."""
    if certificate is None:
        return ""
    by = f", uitgegeven door {quoted(issuer)}" if issuer else ""
    which = f"het certificaat ({short(certificate)}{by})"
    if trusted_root is None:
        checked = f"of {which} te vertrouwen is, is niet nagegaan"
    else:
        to = f"{quoted(root_name)} ({short(trusted_root)})" if root_name else short(trusted_root)
        checked = f"{which} leidt naar het vertrouwde wortelcertificaat {to}"
    return f"{checked}; {_DAY[day_from]}" if day_from else checked


_DAY = {
    DayFrom.CLAIMED: "de dag is die van de ondertekenaar zelf",
    DayFrom.TIME_STAMP: "de dag is die van een vertrouwd tijdstempel",
}


def short(fingerprint: str) -> str:
    """A fingerprint as readers see it."""
    return f"{fingerprint[:_SHOWN]}…"
