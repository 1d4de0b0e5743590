"""Tables and handlers of the register of parties."""

from datetime import date

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    CovenantDrafted,
    CovenantEnded,
    PartyAcceded,
    PartyRegistered,
    PartyWithdrew,
    PlatformChoice,
    PlatformChosen,
    Recorded,
)
from rso_core.projection import Column, ReadModel, Register, Rows
from rso_core.projection.declaring import day, day_key, found, key, of, patch, put, table, text

_METADATA = sa.MetaData()
REGISTER = table(
    "parties_register",
    _METADATA,
    "a row per party of the cooperation",
    key("party", "identifier of the party"),
    text("name", "name"),
    text("kind", "what kind of government it is"),
    text("code", "TOOI code, where it has one"),
    day("since", "day from which it takes part"),
)
CHOICES = table(
    "parties_choices",
    _METADATA,
    "a row per party and day on which its choice about the shared platform changed; without one the choice is none",
    key("party", "identifier of the party"),
    day_key("since", "day from which the choice holds"),
    text("choice", "none, invite or add"),
    text("ground", "document on which the choice rests"),
)
BOUND = table(
    "parties_bound",
    _METADATA,
    "a row per covenant and party that is, or was, bound by it",
    key("covenant", "identifier of the covenant"),
    key("party", "identifier of the party"),
    day("left_on", "last day as a party"),
)
ENDED = table(
    "parties_ended_covenants",
    _METADATA,
    "a row per covenant that ended",
    key("covenant", "identifier of the covenant"),
    day("last_day", "last day on which it was in force"),
)


def _registered(rows: Rows, recorded: Recorded) -> None:
    put(REGISTER, since=recorded.meta.effective)(rows, recorded)


def _drafted(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, CovenantDrafted)
    for party in event.parties:
        rows.put(BOUND, {"covenant": event.covenant, "party": party})


def _register(connection: sa.Connection, valid_on: date) -> Register:
    # The latest to start comes last, and so is the one that holds.
    query = sa.select(CHOICES).where(CHOICES.c.since <= valid_on).order_by(CHOICES.c.since)
    choices = {row["party"]: row for row in found(connection, query)}
    left = _left(connection, valid_on)
    rows = found(
        connection,
        sa.select(REGISTER)
        .where(REGISTER.c.since <= valid_on)
        .order_by(REGISTER.c.kind, REGISTER.c.name, REGISTER.c.party),
    )
    for row in rows:
        chosen = choices.get(row["party"], {})
        choice = chosen.get("choice", PlatformChoice.NONE.value)
        row |= {
            "kind_nl": dutch(row["kind"]),
            "platform_choice": choice,
            "platform_choice_nl": dutch(choice),
            "platform_ground": chosen.get("ground"),
            "platform_since": chosen.get("since"),
            "left_on": left.get(row["party"]),
        }
    return Register(title=PARTIES.title, columns=_COLUMNS, rows=tuple(rows))


def _left(connection: sa.Connection, valid_on: date) -> dict[str, date]:
    """Per party that is bound by no covenant any longer because it left: its last day as a party."""
    query = sa.select(BOUND, ENDED.c.last_day).outerjoin(ENDED, ENDED.c.covenant == BOUND.c.covenant)
    left: dict[str, date] = {}
    stays: set[str] = set()
    for row in found(connection, query):
        party: str = row["party"]
        if row["left_on"] is not None and row["left_on"] < valid_on:
            left[party] = max(row["left_on"], left.get(party, row["left_on"]))
        elif row["last_day"] is None or row["last_day"] >= valid_on:
            stays.add(party)
    return {party: day_ for party, day_ in left.items() if party not in stays}


_COLUMNS = (
    Column("name", "Partij"),
    Column("kind_nl", "Soort"),
    Column("code", "Code"),
    Column("since", "Sinds"),
    Column("platform_choice_nl", "Gezamenlijke omgeving"),
    Column("platform_ground", "Op grond van"),
    Column("left_on", "Uitgetreden"),
)
PARTIES = ReadModel(
    name="parties",
    version=1,
    title="Partijenregister",
    tables=(REGISTER, CHOICES, BOUND, ENDED),
    handlers={
        PartyRegistered: _registered,
        PlatformChosen: put(CHOICES),
        CovenantDrafted: _drafted,
        PartyAcceded: put(BOUND),
        PartyWithdrew: patch(BOUND, left_on=of("last_day")),
        CovenantEnded: put(ENDED),
    },
    register=_register,
)
