"""Tables and handlers of the decision register: a row per decision, and a row per party's vote."""

from collections import Counter
from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.events import DecisionTaken, Recorded
from rso_core.projection import Column, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.dutch import dutch

_METADATA = sa.MetaData()
REGISTER = sa.Table(
    "decisions_register",
    _METADATA,
    sa.Column("decision", sa.String, primary_key=True),
    sa.Column("body", sa.String, nullable=False),
    sa.Column("meeting", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("taken_on", sa.Date, nullable=False),
    sa.Column("outcome", sa.String, nullable=False),
    sa.Column("unanimous", sa.Boolean, nullable=False),
    sa.Column("votes_for", sa.Integer, nullable=False),
    sa.Column("votes_against", sa.Integer, nullable=False),
    sa.Column("abstentions", sa.Integer, nullable=False),
    sa.Column("absent", sa.Integer, nullable=False),
    sa.Column("source", sa.String),
)
VOTES = sa.Table(
    "decisions_votes",
    _METADATA,
    sa.Column("decision", sa.String, primary_key=True),
    sa.Column("party", sa.String, primary_key=True),
    sa.Column("person", sa.String),
    sa.Column("choice", sa.String, nullable=False),
)
NAMES = Names("decisions", _METADATA)


def _taken(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, DecisionTaken)
    votes = Counter(vote.choice.value for vote in event.votes)
    rows.put(
        REGISTER,
        {
            "decision": event.decision,
            "body": event.body,
            "meeting": event.meeting,
            "kind": event.kind.value,
            "title": event.title,
            "text": event.text,
            "taken_on": event.taken_on,
            "outcome": event.outcome.value,
            "unanimous": event.unanimous,
            "votes_for": votes["for"],
            "votes_against": votes["against"],
            "abstentions": votes["abstain"],
            "absent": len(event.absent),
            "source": recorded.meta.source,
        },
    )
    for vote in event.votes:
        rows.put(
            VOTES,
            {"decision": event.decision, "party": vote.party, "person": vote.person, "choice": vote.choice.value},
        )
    for party in event.absent:
        rows.put(VOTES, {"decision": event.decision, "party": party, "choice": "absent"})


def _register(connection: sa.Connection, valid_on: date) -> Register:
    dissent: dict[str, list[str]] = {}
    against = sa.select(VOTES.c.decision, NAMES.of("party", VOTES.c.party).label("party_name")).where(
        VOTES.c.choice == "against"
    )
    for vote in connection.execute(against.order_by(VOTES.c.decision, VOTES.c.party)):
        dissent.setdefault(vote.decision, []).append(vote.party_name)
    query = (
        sa.select(REGISTER, NAMES.of("body", REGISTER.c.body).label("body_name"))
        .where(REGISTER.c.taken_on <= valid_on)
        .order_by(REGISTER.c.taken_on, REGISTER.c.decision)
    )
    rows: list[dict[str, Any]] = [
        {
            **row,
            "kind_nl": dutch(row["kind"]),
            "outcome_nl": dutch(row["outcome"]) + (" (unaniem)" if row["unanimous"] else ""),
            "dissent": ", ".join(dissent.get(row["decision"], [])),
        }
        for row in connection.execute(query).mappings()
    ]
    return Register(title=DECISIONS.title, columns=_COLUMNS, rows=tuple(rows))


_COLUMNS = (
    Column("taken_on", "Datum"),
    Column("body_name", "Overleg"),
    Column("kind_nl", "Soort"),
    Column("title", "Besluit"),
    Column("outcome_nl", "Uitkomst"),
    Column("votes_for", "Voor"),
    Column("votes_against", "Tegen"),
    Column("abstentions", "Onthouding"),
    Column("absent", "Afwezig"),
)
DECISIONS = ReadModel(
    name="decisions",
    version=1,
    title="Besluitenregister",
    tables=(REGISTER, VOTES, NAMES.table),
    handlers=merge_handlers({DecisionTaken: _taken}, NAMES.handlers),
    register=_register,
)
