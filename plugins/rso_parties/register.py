"""Tables and handlers of the register of parties."""

from datetime import date
from typing import Any

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
    RecordedEvent,
)
from rso_core.projection import ReadModel, Register, Rows
from rso_core.projection.declaring import day, day_key, found, key, of, patch, put, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, told_register

_METADATA = sa.MetaData()


class PartyRow(RegisterRow, columns="name kind_nl code since platform_choice_nl platform_ground left_on"):
    """A party of the cooperation."""

    party: str = column("identifier of the party", key=True)
    name: str = column("name", heading="Partij")
    kind: str = column("what kind of government it is")
    code: str | None = column("TOOI code, where it has one", heading="Code")
    since: date = column("day from which it takes part", heading="Sinds")
    kind_nl: str = derived("its kind, in words", heading="Soort")
    platform_choice: str = derived("its choice about the shared platform: none, invite or add")
    platform_choice_nl: str = derived("its choice about the shared platform, in words", heading="Gezamenlijke omgeving")
    platform_ground: str | None = derived("document on which the choice rests", heading="Op grond van")
    platform_since: date | None = derived("day from which the choice holds")
    left_on: date | None = derived("last day as a party, where no covenant binds it any longer", heading="Uitgetreden")


REGISTER = table_of(PartyRow, "parties_register", _METADATA, "a row per party of the cooperation")
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


def _registered(rows: Rows, recorded: RecordedEvent) -> None:
    put(REGISTER, since=recorded.meta.effective)(rows, recorded)


def _drafted(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, CovenantDrafted)
    for party in event.parties:
        rows.put(BOUND, {"covenant": event.covenant, "party": party})


def _register(connection: sa.Connection, valid_on: date) -> Register:
    # The latest to start comes last, and so is the one that holds.
    query = sa.select(CHOICES).where(CHOICES.c.since <= valid_on).order_by(CHOICES.c.since)
    choices = {row["party"]: row for row in found(connection, query)}
    left = _left(connection, valid_on)
    query = (
        sa.select(REGISTER)
        .where(REGISTER.c.since <= valid_on)
        .order_by(REGISTER.c.kind, REGISTER.c.name, REGISTER.c.party)
    )

    def tell(row: dict[str, Any]) -> PartyRow:
        chosen = choices.get(row["party"], {})
        choice = chosen.get("choice", PlatformChoice.NONE.value)
        return PartyRow(
            **row,
            kind_nl=dutch(row["kind"]),
            platform_choice=choice,
            platform_choice_nl=dutch(choice),
            platform_ground=chosen.get("ground"),
            platform_since=chosen.get("since"),
            left_on=left.get(row["party"]),
        )

    return told_register(PartyRow, PARTIES.title, found(connection, query), tell)


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
