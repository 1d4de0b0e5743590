"""Tables and handlers of the signing register: a row per covenant (or amendment) and party from the draft on."""

from datetime import date
from typing import Any

import attrs
import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    AmendmentEnteredIntoForce,
    AmendmentProposed,
    CertificateRecorded,
    CollegeDecided,
    CommitmentGiven,
    CovenantDrafted,
    CovenantEnded,
    CovenantEnteredIntoForce,
    CovenantOpenedForSigning,
    CovenantSigned,
    PartyAcceded,
    PartyWithdrew,
    RecordedEvent,
    ReservationLifted,
    SignatureWithdrawn,
    SigningRefused,
)
from rso_core.projection import Column, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, found, key, of, patch, put, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()
ITSELF = ""
"""In the column `amendment`: the covenant itself."""


class SignatureRow(
    RegisterRow,
    columns="title party_name committed_on college_on signed_on person_name ground_nl document reservation state_nl",
):
    """A party that signs a covenant or an amendment."""

    covenant: str = column("identifier of the covenant", key=True)
    amendment: str = column("identifier of the amendment; empty for the covenant itself", key=True)
    party: str = column("party that signs", key=True)
    committed_on: date | None = column("day on which it gave its word", heading="Toezegging")
    commitment_ground: str | None = column("where it did so")
    college_on: date | None = column("day on which its board decided", heading="Collegebesluit")
    college: str | None = column("in_favour or against")
    signed_on: date | None = column("day of the signature that stands", heading="Ondertekend op")
    person: str | None = column("person who signed")
    ground: str | None = column("mandate or college_decision")
    document: str | None = column("regulation or decision it rests on", heading="Grondslag")
    medium: str | None = column("paper or digital")
    certificate: str | None = column("fingerprint (SHA-256) of the certificate of a digital signature")
    issuer: str | None = column("authority that gave it out; nothing where that may be a natural person")
    trusted_root: str | None = column(
        "fingerprint of the trusted root to which it leads; nothing where that was not checked"
    )
    root_name: str | None = column("what that root is called")
    day_from: str | None = column("claimed or time_stamp: what the day of a digital signature rests on")
    reservation: str | None = column("condition of the signature", heading="Voorbehoud")
    lifted_on: date | None = column("day on which the condition was fulfilled")
    refused_on: date | None = column("day on which the party said it will not sign")
    reason: str | None = column("why it refused or withdrew")
    withdrawn_on: date | None = column("day on which a signature was withdrawn")
    left_on: date | None = column("last day as a party")
    title: str = derived("title of the covenant or amendment", heading="Stuk")
    stage: str = derived("how far that is: drafted, open_for_signing, in_force or ended")
    deadline: date | None = derived("last day on which a signature is in time")
    party_name: str = named("party", heading="Partij")
    person_name: str | None = named("person", heading="Door")
    state: str = derived("unsigned, refused, withdrawn, conditional, signed, signed_late or left")
    state_nl: str = derived("how it stands, in words", heading="Stand")
    ground_nl: str = derived("the ground of the signature, in words", heading="Grond")
    trust: str | None = derived(
        "checked, not_checked or not_recorded: whether the certificate of a digital signature was held against trusted roots",
        default=None,
    )
    signer: str | None = derived("name in the certificate; nothing once the person is erased", default=None)
    certificate_nl: str | None = derived("the certificate, in words", default=None)


REGISTER = table_of(
    SignatureRow, "signatures_register", _METADATA, "a row per party that signs a covenant or an amendment"
)
SUBJECTS = table(
    "signatures_subjects",
    _METADATA,
    "a row per covenant or amendment that is signed",
    key("covenant", "identifier of the covenant"),
    key("amendment", "identifier of the amendment; empty for the covenant itself"),
    text("title", "title"),
    text("stage", "drafted, open_for_signing, in_force or ended"),
    day("stage_since", "day from which it is so"),
    day("deadline", "last day on which a signature is in time"),
)
NAMES = Names("signatures", _METADATA)
CERTIFICATES = table(
    "signatures_certificates",
    _METADATA,
    "a row per person and certificate with which the person signs",
    key("person", "identifier of the person"),
    key("certificate", "fingerprint of the certificate"),
    text("signer", "name in the certificate"),
    text("issuer", "who gave it out, as it says"),
)
CERTIFICATE_TOLD = Column("certificate_nl", "Certificaat")
"""Shown where a certificate is on record, so that a record without any is shown as it always was."""


def _signers(rows: Rows, covenant: str, amendment: str, parties: tuple[str, ...]) -> None:
    for party in parties:
        rows.put(REGISTER, {"covenant": covenant, "amendment": amendment, "party": party})


def _drafted(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, CovenantDrafted)
    put(SUBJECTS, amendment=ITSELF, stage="drafted", stage_since=event.drafted_on, deadline=event.signing_deadline)(
        rows, recorded
    )
    _signers(rows, event.covenant, ITSELF, event.parties)


def _proposed(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, AmendmentProposed)
    put(SUBJECTS, stage="open_for_signing", stage_since=event.proposed_on)(rows, recorded)
    _signers(rows, event.covenant, event.amendment, event.signers)


def _acceded(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, PartyAcceded)
    _signers(rows, event.covenant, ITSELF, (event.party,))


def _on_row(rows: Rows, recorded: RecordedEvent, **values: Any) -> None:
    """Change the row of the party under what the event is about."""
    event: Any = recorded.event
    at = {"covenant": event.covenant, "amendment": event.amendment or ITSELF, "party": event.party}
    rows.patch(REGISTER, at, **values)


def _signed(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, CovenantSigned)
    _on_row(
        rows,
        recorded,
        signed_on=event.signed_on,
        person=event.person,
        ground=event.ground.kind.value,
        document=event.ground.document,
        medium=event.medium.value,
        certificate=event.certificate,
        issuer=event.issuer,
        trusted_root=event.trusted_root,
        root_name=event.root_name,
        day_from=event.day_from and event.day_from.value,
        reservation=event.reservation,
        lifted_on=None,
        refused_on=None,
        withdrawn_on=None,
        reason=None,
    )


def _certificate(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, CertificateRecorded)
    # An event of a person who was erased later no longer tells a name.
    if event.signer is not None:
        put(CERTIFICATES)(rows, recorded)


def _lifted(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, ReservationLifted)
    _on_row(rows, recorded, lifted_on=event.lifted_on)


def _refused(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, SigningRefused)
    _on_row(rows, recorded, refused_on=event.refused_on, reason=event.reason)


def _withdrawn(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, SignatureWithdrawn)
    gone = dict.fromkeys(("signed_on", "person", "certificate", "issuer", "trusted_root", "root_name", "day_from"))
    _on_row(rows, recorded, **gone, withdrawn_on=event.withdrawn_on, reason=event.reason)


def _committed(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, CommitmentGiven)
    at = {"covenant": event.covenant, "amendment": ITSELF, "party": event.party}
    rows.patch(REGISTER, at, committed_on=event.given_on, commitment_ground=event.ground)


def _college(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, CollegeDecided)
    at = {"covenant": event.covenant, "amendment": ITSELF, "party": event.party}
    rows.patch(REGISTER, at, college_on=event.decided_on, college="in_favour" if event.in_favour else "against")


def _state(row: dict[str, Any], on: date) -> str:
    if row["left_on"] is not None and row["left_on"] < on:
        return "left"
    if row["signed_on"] is None:
        return "refused" if row["refused_on"] else "withdrawn" if row["withdrawn_on"] else "unsigned"
    if row["reservation"] is not None and row["lifted_on"] is None:
        return "conditional"
    counted = row["lifted_on"] or row["signed_on"]
    return "signed_late" if row["deadline"] is not None and counted > row["deadline"] else "signed"


def _trust(row: dict[str, Any]) -> str | None:
    if row["signed_on"] is None or row["medium"] != "digital":
        return None
    if row["certificate"] is None:
        return "not_recorded"
    return "checked" if row["trusted_root"] else "not_checked"


def _told_of_certificate(row: dict[str, Any]) -> str:
    """Whose it is, who gave it out, whether that was checked, and what the day rests on; in words."""
    if row["certificate"] is None:
        return "geen certificaat vastgelegd" if _trust(row) else ""
    issuer = row["issuer"] or row["issuer_said"]
    whose = [f"op naam van {row['signer']}"] if row["signer"] else []
    # Who gives out a certificate to himself is named once.
    by = [f"uitgegeven door {issuer}"] if issuer and issuer != row["signer"] else []
    own = ["zelf uitgegeven"] if row["signer"] and issuer == row["signer"] else []
    root = row["root_name"] or row["trusted_root"]
    checked = f"nagegaan tot {root}" if root else "vertrouwen niet nagegaan"
    rests = [dutch(row["day_from"])] if row["day_from"] else []
    return "; ".join([", ".join([*whose, *by, *own]) or f"vingerafdruk {row['certificate']}", checked, *rests])


def _register(connection: sa.Connection, valid_on: date) -> Register:
    query = (
        sa.select(
            REGISTER,
            SUBJECTS.c.title,
            SUBJECTS.c.stage,
            SUBJECTS.c.deadline,
            CERTIFICATES.c.signer,
            CERTIFICATES.c.issuer.label("issuer_said"),
            *NAMES.columns(SignatureRow, REGISTER),
        )
        .join(
            SUBJECTS,
            sa.and_(SUBJECTS.c.covenant == REGISTER.c.covenant, SUBJECTS.c.amendment == REGISTER.c.amendment),
        )
        .outerjoin(
            CERTIFICATES,
            sa.and_(CERTIFICATES.c.person == REGISTER.c.person, CERTIFICATES.c.certificate == REGISTER.c.certificate),
        )
        .order_by(
            REGISTER.c.covenant,
            REGISTER.c.amendment,
            REGISTER.c.signed_on.is_(None),
            REGISTER.c.signed_on,
            REGISTER.c.party,
        )
    )

    def tell(row: dict[str, Any]) -> SignatureRow:
        state = _state(row, valid_on)
        certificate_nl = _told_of_certificate(row)
        told = {name: value for name, value in row.items() if name != "issuer_said"}
        return SignatureRow(
            **told,
            state=state,
            state_nl=dutch(state),
            ground_nl=dutch(row["ground"] or ""),
            trust=_trust(row),
            certificate_nl=certificate_nl,
        )

    register = told_register(SignatureRow, SIGNATURES.title, found(connection, query), tell)
    if any(row["certificate"] for row in register.rows):
        return attrs.evolve(register, columns=(*register.columns, CERTIFICATE_TOLD))
    return register


SIGNATURES = ReadModel(
    name="signatures",
    version=3,
    title="Ondertekeningsregister",
    tables=(REGISTER, SUBJECTS, CERTIFICATES, NAMES.table),
    handlers=merge_handlers(
        {
            CovenantDrafted: _drafted,
            CovenantOpenedForSigning: patch(
                SUBJECTS, amendment=ITSELF, stage="open_for_signing", stage_since=of("opened_on")
            ),
            CovenantEnteredIntoForce: patch(
                SUBJECTS, amendment=ITSELF, stage="in_force", stage_since=of("in_force_on")
            ),
            CovenantEnded: patch(SUBJECTS, amendment=ITSELF, stage="ended", stage_since=of("last_day")),
            CommitmentGiven: _committed,
            CollegeDecided: _college,
            CovenantSigned: _signed,
            CertificateRecorded: _certificate,
            ReservationLifted: _lifted,
            SigningRefused: _refused,
            SignatureWithdrawn: _withdrawn,
            PartyAcceded: _acceded,
            PartyWithdrew: patch(REGISTER, amendment=ITSELF, left_on=of("last_day")),
            AmendmentProposed: _proposed,
            AmendmentEnteredIntoForce: patch(SUBJECTS, stage="in_force", stage_since=of("in_force_on")),
        },
        NAMES.handlers,
    ),
    register=_register,
)
