"""Which signature of a file is meant: by its number, by the name in its certificate, or by the certificate itself."""

import re
from collections.abc import Sequence

from rso_core.dutch.spelling import folded
from rso_core.time_zone import AMSTERDAM
from rso_pades.errors import NoSuchSignatureError
from rso_pades.signed_pdf import PdfSignature

_NUMBER = re.compile(r"\d{1,4}")
_FINGERPRINT = re.compile(r"[0-9a-f]{8,64}")


def chosen(signatures: Sequence[PdfSignature], which: str | None) -> PdfSignature:
    """The signature that is meant; the only one, where none is named.

    Args:
        signatures: those of persons; a time stamp is nobody's.
        which: its number, the beginning (8 digits or more) of the fingerprint of its certificate, or the name in it, or
            words of that name.

    Raises:
        NoSuchSignatureError: none is like that, or more than one is.
    """
    found = list(signatures) if which is None else _like(signatures, which.strip())
    if len(found) == 1:
        return found[0]
    if which is None:
        problem = f"there are {len(found)} signatures in the file; say with --signature which one is meant"
    elif found:
        problem = f"{which!r} is more than one signature; name it by its number"
    else:
        problem = f"no signature in the file is {which!r}"
    raise NoSuchSignatureError("\n".join([f"{problem}:", *(_line(each) for each in found or signatures)]))


def _like(signatures: Sequence[PdfSignature], which: str) -> list[PdfSignature]:
    if _NUMBER.fullmatch(which):
        return [each for each in signatures if each.number == int(which)]
    digits = which.lower().replace(":", "").replace(" ", "")
    if _FINGERPRINT.fullmatch(digits) and (found := [s for s in signatures if s.certificate.startswith(digits)]):
        return found
    wanted = folded(which)
    exactly = [each for each in signatures if folded(each.signer) == wanted]
    words = set(wanted.split())
    return exactly or [each for each in signatures if words and words <= set(folded(each.signer).split())]


def _line(signature: PdfSignature) -> str:
    """Number, name, issuer, day and verdict, as who has to choose needs them."""
    day = signature.signed_at.astimezone(AMSTERDAM).date().isoformat() if signature.signed_at else "no day"
    verdict = "sound" if signature.is_sound else "not sound: " + "; ".join(fault.en for fault in signature.faults)
    shown = f"{signature.certificate[:16]}…" if signature.certificate else "no certificate"
    return f"  {signature.number}. {signature.signer}, certificate {shown} of {signature.issuer}, {day}, {verdict}"
