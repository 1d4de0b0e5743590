"""Recording a signature from a PDF: the act that signs, and with it whose name stands in the certificate."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from rso_core import Application, Outcome, Provenance, acts, retrying
from rso_core.events import CertificateRecorded, DayFrom, Medium, PersonCorrected, PersonRegistered
from rso_core.projection import Projector
from rso_core.time_zone import AMSTERDAM
from rso_pades.certificates import same_person
from rso_pades.findings import ANOTHER_NAME, NOT_CHECKED, OWN_WORD, SAME_CERTIFICATE, Finding
from rso_pades.signed_pdf import PdfSignature


def texts_on_record(projector: Projector, covenant: str, amendment: str | None) -> dict[str, str]:
    """The texts on record, titles by hash: the amendment, or the versions of the covenant."""
    wanted = "versie" if amendment is None else "wijziging"
    return {
        row["sha256"]: row["title"]
        for row in projector.register("covenants").rows
        if row["covenant"] == covenant
        and row["kind"] == wanted
        and (amendment is None or row["step"] == f"wijziging:{amendment}")
    }


def signed_on(signature: PdfSignature) -> date:
    """The day of a signature (Europe/Amsterdam); one that is sound has a moment."""
    assert signature.signed_at is not None
    return signature.signed_at.astimezone(AMSTERDAM).date()


def act_of(signature: PdfSignature, on_record: Mapping[str, str], **said: Any) -> acts.Sign:
    """The act that records a signature: its day, the text, the certificate, and whether that was checked.

    Args:
        signature: a sound one.
        on_record: the texts that it may sign, by hash.
        said: the other fields of the act: who signs what, for whom and on what ground.
    """
    return acts.Sign(
        **said,
        signed_on=signed_on(signature),
        medium=Medium.DIGITAL,
        # A text that is not on record is left to the rule of the domain to refuse, with what would mend it.
        sha256=signature.text_among(on_record) or signature.texts[0],
        certificate=signature.certificate,
        issuer=signature.authority,
        trusted_root=signature.root.fingerprint if signature.root else None,
        root_name=signature.root.name if signature.root else None,
        day_from=DayFrom.TIME_STAMP if signature.stamped else DayFrom.CLAIMED,
    )


def record(application: Application, act: acts.Sign, signature: PdfSignature, circumstances: Provenance) -> Outcome:
    """Record the act, and whose name stands in the certificate where that is not known; both or nothing.

    Raises:
        Refused: a rule stands in the way.
        ConflictError: other writers kept being first.
    """

    def attempt() -> Outcome:
        with application.batch() as batch:
            if not _is_known(application, act.person, signature.certificate):
                certificate = acts.RecordCertificate(
                    person=act.person,
                    certificate=signature.certificate,
                    signer=signature.signer,
                    issuer=signature.issuer,
                    on=act.signed_on,
                )
                batch.perform(certificate, Provenance(actor=circumstances.actor, source=circumstances.source))
            return batch.perform(act, circumstances)

    return retrying(attempt)


def _is_known(application: Application, person: str, certificate: str) -> bool:
    events = (recorded.event for recorded in application.history(f"person:{person}"))
    return any(isinstance(event, CertificateRecorded) and event.certificate == certificate for event in events)


def to_be_told(
    application: Application, projector: Projector, act: acts.Sign, signature: PdfSignature
) -> Iterator[Finding]:
    """What who records a signature should know, and is no reason to refuse it."""
    names = _names(application, act.person)
    if names and not any(same_person(name, signature.signer) for name in names):
        yield ANOTHER_NAME(signer=signature.signer, name=names[-1])
    if signature.trusted is None:
        yield NOT_CHECKED()
    if not signature.stamped:
        yield OWN_WORD()
    yield from signature.remarks
    same = (
        row["party_name"]
        for row in projector.register("signatures").rows
        if row["covenant"] == act.covenant
        and row["amendment"] == (act.amendment or "")
        and row["certificate"] == signature.certificate
        and row["party"] != act.party
    )
    yield from (SAME_CERTIFICATE(party=str(party)) for party in same)


def _names(application: Application, person: str) -> list[str]:
    """The names of a person on record, the last one last; none once erased."""
    events = (recorded.event for recorded in application.history(f"person:{person}"))
    return [each.name for each in events if isinstance(each, PersonRegistered | PersonCorrected) and each.name]
