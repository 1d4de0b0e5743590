"""Certificates: whose they are, who gave them out, and reading those that are to be trusted from files."""

import hashlib
from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

from asn1crypto import pem, x509

from rso_core.dutch.spelling import folded
from rso_pades.errors import UnreadablePdfError
from rso_pades.findings import in_one_line

_OF_A_PERSON = frozenset({"given_name", "surname", "pseudonym", "email_address", "title", "initials"})
"""Attributes that a name of an authority does not have."""
_MOST_WORDS = 6


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of a certificate, in hexadecimal."""
    return hashlib.sha256(certificate.dump()).hexdigest()


def name_of(name: x509.Name) -> str:
    """How a name in a certificate reads: its common name where it has one, in one line without marks of control."""
    native = name.native or {}
    found = native.get("common_name") or name.human_friendly
    text = found[0] if isinstance(found, list) else str(found)
    return in_one_line(text) or "?"


def authority_of(name: x509.Name) -> str | None:
    """The name of an authority, that may stand in the open; None where it may be the name of a natural person.

    An authority names its organisation (ETSI EN 319 412-2, 4.2.3) and has no attributes of a person.
    """
    native = name.native or {}
    if "organization_name" not in native or _OF_A_PERSON & native.keys():
        return None
    return name_of(name)


def certificates_in(paths: Iterable[Path]) -> tuple[x509.Certificate, ...]:
    """The certificates of files, in PEM or DER form.

    Raises:
        UnreadablePdfError: a file cannot be read, or holds no certificate.
    """
    found = []
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UnreadablePdfError(f"{path} cannot be read: {error.strerror}") from None
        try:
            parts = [der for _, _, der in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
            of_file = [x509.Certificate.load(der, strict=True) for der in parts]
            for certificate in of_file:
                fingerprint(certificate)
                name_of(certificate.subject)
        except (ValueError, TypeError, KeyError):
            of_file = []
        if not of_file:
            raise UnreadablePdfError(f"{path} holds no certificates in PEM or DER form")
        found += of_file
    return tuple(found)


def same_person(one: str, other: str) -> bool:
    """Whether two names can be of one person: the words of the shorter stand in the longer, initials for names."""
    words, others = sorted((_words(one), _words(other)), key=len)
    if not words or not any(len(word) > 1 and word in others for word in words):
        return False
    if len(words) > _MOST_WORDS or len(others) > _MOST_WORDS:
        return set(words) <= set(others)
    return any(
        all(_alike(mine, theirs) for mine, theirs in zip(words, order, strict=True))
        for order in permutations(others, len(words))
    )


def _words(name: str) -> list[str]:
    return folded(name).replace(".", " ").replace(",", " ").split()


def _alike(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return one == other
