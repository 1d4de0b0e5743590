"""Tables and handlers of the signing register: a row per covenant and party from the draft on."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.events import (
    CommitmentGiven,
    CovenantDrafted,
    CovenantEnded,
    CovenantEnteredIntoForce,
    CovenantOpenedForSigning,
    CovenantSigned,
    Recorded,
)
from rso_core.projection import Column, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.dutch import dutch

_METADATA = sa.MetaData()
REGISTER = sa.Table(
    "signatures_register",
    _METADATA,
    sa.Column("covenant", sa.String, primary_key=True),
    sa.Column("party", sa.String, primary_key=True),
    sa.Column("committed_on", sa.Date),
    sa.Column("commitment_ground", sa.String),
    sa.Column("signed_on", sa.Date),
    sa.Column("person", sa.String),
    sa.Column("ground", sa.String),
    sa.Column("document", sa.String),
)
COVENANTS = sa.Table(
    "signatures_covenants",
    _METADATA,
    sa.Column("covenant", sa.String, primary_key=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("stage", sa.String, nullable=False),
    sa.Column("stage_since", sa.Date, nullable=False),
    sa.Column("deadline", sa.Date),
)
NAMES = Names("signatures", _METADATA)


def _drafted(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, CovenantDrafted)
    rows.put(
        COVENANTS,
        {
            "covenant": event.covenant,
            "title": event.title,
            "stage": "drafted",
            "stage_since": event.drafted_on,
            "deadline": event.signing_deadline,
        },
    )
    for party in event.parties:
        rows.put(REGISTER, {"covenant": event.covenant, "party": party})


def _opened(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, CovenantOpenedForSigning)
    rows.patch(COVENANTS, {"covenant": event.covenant}, stage="open_for_signing", stage_since=event.opened_on)


def _in_force(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, CovenantEnteredIntoForce)
    rows.patch(COVENANTS, {"covenant": event.covenant}, stage="in_force", stage_since=event.in_force_on)


def _ended(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, CovenantEnded)
    rows.patch(COVENANTS, {"covenant": event.covenant}, stage="ended", stage_since=event.last_day)


def _committed(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, CommitmentGiven)
    key = {"covenant": event.covenant, "party": event.party}
    rows.patch(REGISTER, key, committed_on=event.given_on, commitment_ground=event.ground)


def _signed(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, CovenantSigned)
    rows.patch(
        REGISTER,
        {"covenant": event.covenant, "party": event.party},
        signed_on=event.signed_on,
        person=event.person,
        ground=event.ground.kind.value,
        document=event.ground.document,
    )


def _state(signed_on: date | None, deadline: date | None) -> str:
    if signed_on is None:
        return "open"
    return "signed_late" if deadline is not None and signed_on > deadline else "signed"


def _register(connection: sa.Connection, valid_on: date) -> Register:
    query = (
        sa.select(
            REGISTER,
            COVENANTS.c.title,
            COVENANTS.c.stage,
            COVENANTS.c.deadline,
            NAMES.of("party", REGISTER.c.party).label("party_name"),
            NAMES.of("person", REGISTER.c.person).label("person_name"),
        )
        .join(COVENANTS, COVENANTS.c.covenant == REGISTER.c.covenant)
        .order_by(COVENANTS.c.covenant, REGISTER.c.signed_on.is_(None), REGISTER.c.signed_on, REGISTER.c.party)
    )
    rows: list[dict[str, Any]] = []
    for row in connection.execute(query).mappings():
        state = _state(row["signed_on"], row["deadline"])
        rows.append({**row, "state": state, "state_nl": dutch(state), "ground_nl": dutch(row["ground"] or "")})
    return Register(title=SIGNATURES.title, columns=_COLUMNS, rows=tuple(rows))


_COLUMNS = (
    Column("party_name", "Partij"),
    Column("committed_on", "Toezegging"),
    Column("signed_on", "Ondertekend op"),
    Column("person_name", "Door"),
    Column("ground_nl", "Grond"),
    Column("document", "Stuk"),
    Column("state_nl", "Stand"),
)
SIGNATURES = ReadModel(
    name="signatures",
    version=1,
    title="Ondertekeningsregister",
    tables=(REGISTER, COVENANTS, NAMES.table),
    handlers=merge_handlers(
        {
            CovenantDrafted: _drafted,
            CovenantOpenedForSigning: _opened,
            CovenantEnteredIntoForce: _in_force,
            CovenantEnded: _ended,
            CommitmentGiven: _committed,
            CovenantSigned: _signed,
        },
        NAMES.handlers,
    ),
    register=_register,
)
