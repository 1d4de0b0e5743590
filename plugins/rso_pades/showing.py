"""How the signatures of a PDF are shown: as a table with what was found, and as data."""

from collections.abc import Mapping
from typing import Any

from rso_core.cli.session import out, print_table
from rso_core.time_zone import AMSTERDAM
from rso_pades.findings import OF_THE_CERTIFICATE, Finding, Language
from rso_pades.signed_pdf import PdfSignature, SignedPdf

_TRUST = {None: "niet nagegaan", True: "ja", False: "nee"}


def print_signatures(signed: SignedPdf, on_record: Mapping[str, str], language: Language) -> None:
    """Print every signature and time stamp, which text it signs, and what was found, for a person."""
    rows = [
        (
            each.number,
            "tijdstempel" if each.is_time_stamp else "handtekening",
            each.signer,
            each.issuer,
            _moment(each),
            "in orde" if each.is_sound else "NIET in orde",
            _TRUST[each.trusted],
            f"{each.certificate[:16]}…" if each.certificate else "",
        )
        for each in signed.signatures
    ]
    headings = ["Nr.", "Wat", "Wie", "Uitgever", "Wanneer", "Oordeel", "Vertrouwd", "Certificaat"]
    print_table("Handtekeningen", headings, rows)
    for each in signed.signatures:
        for finding in (*each.faults, *_told_of_text(each, on_record), *each.remarks):
            out.print(f"{each.number}. {finding.said(language)}", markup=False, soft_wrap=True)
    for number, title in ((each.number, _title(each, on_record)) for each in signed.of_persons):
        out.print(f"{number}. Tekst: {title or 'geen die in het dossier is vastgelegd'}", markup=False, soft_wrap=True)


def as_data(signed: SignedPdf, on_record: Mapping[str, str], language: Language) -> dict[str, Any]:
    """The same as data. ``text_of`` and ``hashes`` are of what all signatures of persons sign; nothing where they differ."""
    titles = {_title(each, on_record) for each in signed.of_persons}
    common = set.intersection(*(set(each.texts) for each in signed.of_persons))
    return {
        "signatures": [_data(each, on_record, language) for each in signed.signatures],
        "text_of": titles.pop() if len(titles) == 1 else None,
        "hashes": sorted(common),
    }


def _data(signature: PdfSignature, on_record: Mapping[str, str], language: Language) -> dict[str, Any]:
    faults = [*signature.faults, *_told_of_text(signature, on_record)]
    return {
        "number": signature.number,
        "kind": "time_stamp" if signature.is_time_stamp else "signature",
        "field": signature.field,
        "signer": signature.signer,
        "issuer": signature.issuer,
        "certificate": signature.certificate or None,
        "signed_at": signature.signed_at,
        "day_from": None if signature.signed_at is None else "time_stamp" if signature.stamped else "claimed",
        "intact": all(each.code in OF_THE_CERTIFICATE for each in signature.faults),
        "trusted": signature.trusted,
        "root": signature.root and {"certificate": signature.root.fingerprint, "name": signature.root.name},
        "sound": signature.is_sound,
        "faults": [_finding(each, language) for each in faults],
        "remarks": [_finding(each, language) for each in signature.remarks],
        "text_of": _title(signature, on_record),
    }


def _finding(finding: Finding, language: Language) -> dict[str, str]:
    return {"code": finding.code, "text": finding.said(language)}


def _told_of_text(signature: PdfSignature, on_record: Mapping[str, str]) -> list[Finding]:
    """That a sound signature of a person signs another text; of one that is not sound, that says enough."""
    if signature.is_time_stamp or not signature.texts:
        return []
    found = signature.other_text(on_record)
    return [] if found is None else [found]


def _title(signature: PdfSignature, on_record: Mapping[str, str]) -> str | None:
    text = signature.text_among(on_record)
    return None if text is None else on_record[text]


def _moment(signature: PdfSignature) -> str:
    if signature.signed_at is None:
        return "niet vermeld"
    moment = signature.signed_at.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M")
    if signature.is_time_stamp:
        return moment
    return f"{moment} ({'tijdstempel' if signature.stamped else 'zelf opgegeven'})"
