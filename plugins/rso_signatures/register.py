"""Tables and handlers of the signing register: a row per covenant (or amendment) and party from the draft on."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    AmendmentEnteredIntoForce,
    AmendmentProposed,
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
from rso_core.projection import Names, ReadModel, Register, Rows, merge_handlers
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
        reservation=event.reservation,
        lifted_on=None,
        refused_on=None,
        withdrawn_on=None,
        reason=None,
    )


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
    _on_row(rows, recorded, signed_on=None, person=None, withdrawn_on=event.withdrawn_on, reason=event.reason)


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


def _register(connection: sa.Connection, valid_on: date) -> Register:
    query = (
        sa.select(
            REGISTER, SUBJECTS.c.title, SUBJECTS.c.stage, SUBJECTS.c.deadline, *NAMES.columns(SignatureRow, REGISTER)
        )
        .join(
            SUBJECTS,
            sa.and_(SUBJECTS.c.covenant == REGISTER.c.covenant, SUBJECTS.c.amendment == REGISTER.c.amendment),
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
        return SignatureRow(**row, state=state, state_nl=dutch(state), ground_nl=dutch(row["ground"] or ""))

    return told_register(SignatureRow, SIGNATURES.title, found(connection, query), tell)


SIGNATURES = ReadModel(
    name="signatures",
    version=2,
    title="Ondertekeningsregister",
    tables=(REGISTER, SUBJECTS, NAMES.table),
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
