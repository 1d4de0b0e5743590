"""Deelnemersregister: which persons take part in which body, for which party, and who stands in for them (S3)."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import BodyClosed, SeatLeft, SeatTaken
from rso_core.projection import Names, ReadModel, Register, merge_handlers
from rso_core.projection.declaring import day, found, key, of, patch, put, table, table_of
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()


class SeatRow(RegisterRow, columns="body_name party_name person_name rank_nl part_nl start until"):
    """A seat of a person in a body."""

    body: str = column("identifier of the body", key=True)
    seat: str = column("identifier of the seat", key=True)
    party: str = column("party that the person takes part for")
    person: str = column("identifier of the person")
    rank: str | None = column("board or official")
    deputy_of: str | None = column("seat that a deputy stands in for")
    start: date = column("first day", heading="Vanaf")
    until: date | None = column("last day", heading="Tot en met")
    body_name: str = named("body", heading="Overleg")
    party_name: str = named("party", heading="Partij")
    person_name: str = named("person", heading="Persoon")
    rank_nl: str = derived("board or official, in words", heading="Als")
    part_nl: str = derived("whether the person takes part or stands in, in words", heading="Deelname")


SEATS = table_of(SeatRow, "seats_register", _METADATA, "a row per seat of a person in a body")
CLOSED = table(
    "seats_closed",
    _METADATA,
    "a row per body that no longer exists",
    key("body", "identifier of the body"),
    day("closed_on", "first day on which it no longer exists"),
)
NAMES = Names("seats", _METADATA)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    query = (
        sa.select(SEATS, *NAMES.columns(SeatRow, SEATS))
        .outerjoin(CLOSED, CLOSED.c.body == SEATS.c.body)
        .where(SEATS.c.start <= valid_on)
        .where(sa.or_(SEATS.c.until.is_(None), SEATS.c.until >= valid_on))
        .where(sa.or_(CLOSED.c.closed_on.is_(None), CLOSED.c.closed_on > valid_on))
        .order_by(SEATS.c.body, SEATS.c.party, SEATS.c.deputy_of.is_not(None), SEATS.c.seat)
    )
    seats = found(connection, query)
    holder = {(row["body"], row["seat"]): row["person_name"] for row in seats}

    def tell(row: dict[str, Any]) -> SeatRow:
        stands_in = holder.get((row["body"], row["deputy_of"]), row["deputy_of"])
        part = f"plaatsvervanger van {stands_in}" if row["deputy_of"] else "deelnemer"
        return SeatRow(**row, rank_nl=dutch(row["rank"] or ""), part_nl=part)

    return told_register(SeatRow, SEATS_REGISTER.title, seats, tell)


SEATS_REGISTER = ReadModel(
    name="seats",
    version=1,
    title="Deelnemersregister",
    tables=(SEATS, CLOSED, NAMES.table),
    handlers=merge_handlers(
        {SeatTaken: put(SEATS), SeatLeft: patch(SEATS, until=of("last_day")), BodyClosed: put(CLOSED)},
        NAMES.handlers,
    ),
    register=_register,
)
