"""The adapter's own read model: under which address the site knows a person."""

from datetime import date

import sqlalchemy as sa

from rso_core.events import PersonCorrected, PersonErased, PersonRegistered, Recorded
from rso_core.projection import Column, ReadModel, Register, Rows

PEOPLE = sa.Table(
    "pleio_people_addresses",
    sa.MetaData(),
    sa.Column("person", sa.String, primary_key=True, comment="identifier of the person"),
    sa.Column("name", sa.String, nullable=False, comment="name as last recorded"),
    sa.Column("email", sa.String, comment="address under which the site knows the person"),
    comment="a row per person",
)


def _known(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, PersonRegistered | PersonCorrected)
    # An event of a person who was erased later no longer tells name or address.
    if event.name is not None:
        rows.put(PEOPLE, {"person": event.person, "name": event.name, "email": event.email})


def _erased(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, PersonErased)
    rows.remove(PEOPLE, {"person": event.person})


def _register(connection: sa.Connection, valid_on: date) -> Register:
    found = connection.execute(sa.select(PEOPLE).order_by(PEOPLE.c.person)).mappings()
    columns = (Column("person", "Kenmerk"), Column("name", "Naam"), Column("email", "Adres in Pleio"))
    return Register(title=ADDRESSES.title, columns=columns, rows=tuple(dict(row) for row in found))


ADDRESSES = ReadModel(
    name="pleio_people",
    version=1,
    title="Adressen in Pleio",
    tables=(PEOPLE,),
    handlers={PersonRegistered: _known, PersonCorrected: _known, PersonErased: _erased},
    register=_register,
)
