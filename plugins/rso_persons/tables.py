"""Tables of the register of persons: what each person did and until when, and the terms that hold."""

import sqlalchemy as sa

from rso_core.projection import Names
from rso_core.projection.declaring import day, day_key, key, number, table, text

METADATA = sa.MetaData()
REGISTER = table(
    "persons_register",
    METADATA,
    "a row per person",
    key("person", "identifier of the person"),
    day("known_since", "day from which the person is known"),
    day("erased_on", "day of the decision to erase name and address"),
    text("ground", "request or retention term on which they were erased"),
)
INVOLVED = table(
    "persons_involvement",
    METADATA,
    "a row per person and thing that the person did or does",
    key("person", "identifier of the person"),
    key("kind", "mandate, role, deputy, seat, attendance, vote, signature, handover, action, signal or recording"),
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
