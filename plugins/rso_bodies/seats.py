"""Deelnemersregister: which persons take part in which body, for which party, and who stands in for them (S3)."""

from datetime import date

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import BodyClosed, SeatLeft, SeatTaken
from rso_core.projection import Column, Names, ReadModel, Register, merge_handlers
from rso_core.projection.declaring import day, found, key, of, patch, put, table, text

_METADATA = sa.MetaData()
SEATS = table(
    "seats_register",
    _METADATA,
    "a row per seat of a person in a body",
    key("body", "identifier of the body"),
    key("seat", "identifier of the seat"),
    text("party", "party that the person takes part for"),
    text("person", "identifier of the person"),
    text("rank", "board or official"),
    text("deputy_of", "seat that a deputy stands in for"),
    day("start", "first day"),
    day("until", "last day"),
)
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
        sa.select(
            SEATS,
            NAMES.of("body", SEATS.c.body).label("body_name"),
            NAMES.of("party", SEATS.c.party).label("party_name"),
            NAMES.of("person", SEATS.c.person).label("person_name"),
        )
        .outerjoin(CLOSED, CLOSED.c.body == SEATS.c.body)
        .where(SEATS.c.start <= valid_on)
        .where(sa.or_(SEATS.c.until.is_(None), SEATS.c.until >= valid_on))
        .where(sa.or_(CLOSED.c.closed_on.is_(None), CLOSED.c.closed_on > valid_on))
        .order_by(SEATS.c.body, SEATS.c.party, SEATS.c.deputy_of.is_not(None), SEATS.c.seat)
    )
    rows = found(connection, query)
    holder = {(row["body"], row["seat"]): row["person_name"] for row in rows}
    for row in rows:
        stands_in = holder.get((row["body"], row["deputy_of"]), row["deputy_of"])
        row["rank_nl"] = dutch(row["rank"] or "")
        row["part_nl"] = f"plaatsvervanger van {stands_in}" if row["deputy_of"] else "deelnemer"
    return Register(title=SEATS_REGISTER.title, columns=_COLUMNS, rows=tuple(rows))


_COLUMNS = (
    Column("body_name", "Overleg"),
    Column("party_name", "Partij"),
    Column("person_name", "Persoon"),
    Column("rank_nl", "Als"),
    Column("part_nl", "Deelname"),
    Column("start", "Vanaf"),
    Column("until", "Tot en met"),
)
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
