"""The adapter's own read model: under which address the site knows a person."""

from datetime import date

import sqlalchemy as sa

from rso_core.events import PersonCorrected, PersonErased, PersonRegistered, RecordedEvent
from rso_core.projection import ReadModel, Register, Rows, unreadable_name
from rso_core.projection.declaring import found, patch, table_of
from rso_core.projection.register_row import RegisterRow, column, told_register


class AddressRow(RegisterRow):
    """A person with an address."""

    person: str = column("identifier of the person", heading="Kenmerk", key=True)
    name: str = column("name as last recorded", heading="Naam")
    email: str | None = column("address under which the site knows the person", heading="Adres in Pleio")


PEOPLE = table_of(AddressRow, "pleio_people_addresses", sa.MetaData(), "a row per person")


def _known(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, PersonRegistered)
    # An event of a person who was erased later no longer tells name or address. Of one whose key is not the right one, or
    # not here, nothing can be told now; that is no reason to take anybody out of a group.
    if event.name is not None or recorded.unreadable:
        name = event.name or unreadable_name(event.person)
        rows.put(PEOPLE, {"person": event.person, "name": name, "email": event.email})


def _erased(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, PersonErased)
    rows.remove(PEOPLE, {"person": event.person})


def _register(connection: sa.Connection, valid_on: date) -> Register:
    people = found(connection, sa.select(PEOPLE).order_by(PEOPLE.c.person))
    return told_register(AddressRow, ADDRESSES.title, people, lambda row: AddressRow(**row))


ADDRESSES = ReadModel(
    name="pleio_people",
    version=1,
    title="Adressen in Pleio",
    tables=(PEOPLE,),
    handlers={PersonRegistered: _known, PersonCorrected: patch(PEOPLE), PersonErased: _erased},
    register=_register,
)
