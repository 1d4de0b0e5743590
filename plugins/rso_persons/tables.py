"""Tables of the register of persons: what each person did and until when, and the terms that hold."""

from datetime import date
from typing import TypedDict

import sqlalchemy as sa

from rso_core.projection import Names
from rso_core.projection.declaring import day, day_key, key, number, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived

METADATA = sa.MetaData()


class Involvement(TypedDict):
    """How often a person did things of a kind, and the last day; None while something of that kind runs."""

    kind: str
    number: int
    running: bool
    last_day: date | None


class PersonRow(RegisterRow, columns="person name_nl known_since involvement_nl term over_on state_nl"):
    """A person whom the record knows."""

    person: str = column("identifier of the person", heading="Kenmerk", key=True)
    known_since: date = column("day from which the person is known", heading="Bekend sinds")
    erased_on: date | None = column("day of the decision to erase name and address")
    ground: str | None = column("request or retention term on which they were erased")
    name: str | None = derived("name, until it was erased")
    name_nl: str = derived("name, or that it was erased", heading="Naam")
    involvement: list[Involvement] = derived("what ties the person to the cooperation, a row per kind")
    involvement_nl: str = derived("what ties the person to the cooperation, in words", heading="Betrokken")
    running: list[str] = derived("what still runs")
    term: str = derived("the retention term, in words", heading="Bewaartermijn")
    over_on: date | None = derived("day until which name and address are kept", heading="Bewaard tot")
    over: bool = derived("whether that day is past")
    state_nl: str = derived("how it stands, in words", heading="Stand")


REGISTER = table_of(PersonRow, "persons_register", METADATA, "a row per person")
INVOLVED = table(
    "persons_involvement",
    METADATA,
    "a row per person and thing that the person did or does",
    key("person", "identifier of the person"),
    key("kind", "mandate, role, deputy, seat, attendance, vote, signature, handover, action or signal"),
    key("subject", "what it is about: the mandate, assignment, seat, meeting, decision, covenant and so on"),
    text("role", "role whose retention term applies; empty for the general term"),
    text("party", "party that the person acted for"),
    text("body", "body in which the person took part, for a seat"),
    day("start", "first day"),
    day("until", "last day; empty while it runs"),
)
HELD = table(
    "persons_held",
    METADATA,
    "a row per thing that one person holds, to find who that is when it ends",
    key("kind", "kind of involvement"),
    key("subject", "what is held"),
    text("person", "identifier of the person"),
)
MEETINGS = table(
    "persons_meetings",
    METADATA,
    "a row per meeting that was held",
    key("meeting", "identifier of the meeting"),
    day("held_on", "day on which it was held"),
)
RECORDED = table(
    "persons_recorded",
    METADATA,
    "a row per event that a person recorded",
    key("person", "identifier of the person"),
    key("event", "identifier of the event"),
    day("on", "day on which it was recorded"),
)
LEFT = table(
    "persons_left",
    METADATA,
    "a row per person and day on which the person left an organisation",
    key("party", "party that the person acted for"),
    key("person", "identifier of the person"),
    day_key("last_day", "last day in the organisation"),
)
CLOSED = table(
    "persons_closed_bodies",
    METADATA,
    "a row per body that no longer exists",
    key("body", "identifier of the body"),
    day("closed_on", "first day on which it no longer exists"),
)
TERMS = table(
    "persons_terms",
    METADATA,
    "a row per retention term and day from which it holds",
    key("role", "role it is about; empty for everything without a term of its own"),
    day_key("since", "day from which it holds"),
    number("years", "whole years after the last day"),
    text("ground", "document on which it rests"),
)
NAMES = Names("persons", METADATA)
