"""Tables and handlers of the decision register: decisions, votes, and the chains that link them."""

from collections import Counter
from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    ActionAgreed,
    ConditionFulfilled,
    DecisionRevoked,
    DecisionSuperseded,
    DecisionTaken,
    Recorded,
    SignalAnswered,
    SignalRanked,
)
from rso_core.projection import Column, Handler, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import day, flag, found, key, number, of, patch, put, table, text

_METADATA = sa.MetaData()
REGISTER = table(
    "decisions_register",
    _METADATA,
    "a row per decision",
    key("decision", "identifier of the decision"),
    text("body", "body that decided"),
    text("meeting", "meeting in which; empty for a decision in writing"),
    text("item", "item of the agenda under which it was taken"),
    text("kind", "consult, advise, agree or decide"),
    text("title", "title"),
    text("text", "what was decided"),
    day("taken_on", "day of the decision"),
    day("asked_on", "first day of a written procedure"),
    text("outcome", "heard, adopted or rejected"),
    flag("unanimous", "whether every vote was in favour"),
    number("votes_for", "votes in favour"),
    number("votes_against", "votes against"),
    number("abstentions", "abstentions"),
    number("absent", "parties that may take part and did not"),
    text("condition", "condition under which it was taken"),
    day("condition_due", "day before which the condition is fulfilled"),
    day("fulfilled_on", "day on which the condition was fulfilled"),
    text("standing", "stands, superseded or revoked"),
    day("ended_on", "day from which it no longer stands"),
    text("ended_by", "decision that superseded or revoked it"),
    flag("confidential", "whether it stays among the members of the body"),
    text("source", "document it rests on"),
)
VOTES = table(
    "decisions_votes",
    _METADATA,
    "a row per party that may take part in a decision",
    key("decision", "identifier of the decision"),
    key("party", "party"),
    text("person", "person who acted for it"),
    text("choice", "for, against, abstain or absent"),
    text("statement", "what it wanted recorded with its vote"),
)
LINKS = table(
    "decisions_links",
    _METADATA,
    "a row per link of a chain: from what came first to what followed",
    key("earlier", "kind and identifier of what came first"),
    key("later", "kind and identifier of what followed"),
    text("how", "builds_on, supersedes, revokes, carried_out_by or answers"),
    text("title", "title of what followed, where it is no decision"),
)
NAMES = Names("decisions", _METADATA)


def _taken(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, DecisionTaken)
    votes = Counter(vote.choice.value for vote in event.votes)
    put(
        REGISTER,
        votes_for=votes["for"],
        votes_against=votes["against"],
        abstentions=votes["abstain"],
        absent=len(event.absent),
        standing="stands",
        source=recorded.meta.source,
    )(rows, recorded)
    for vote in event.votes:
        row = {"party": vote.party, "person": vote.person, "choice": vote.choice.value, "statement": vote.statement}
        rows.put(VOTES, {"decision": event.decision, **row})
    for party in event.absent:
        rows.put(VOTES, {"decision": event.decision, "party": party, "choice": "absent"})
    for earlier in event.follows:
        _link(rows, f"decision:{earlier}", f"decision:{event.decision}", "builds_on")


def _link(rows: Rows, earlier: str, later: str, how: str, title: str = "") -> None:
    rows.put(LINKS, {"earlier": earlier, "later": later, "how": how, "title": title})


def _ended(standing: str, how: str) -> Handler:
    def handler(rows: Rows, recorded: Recorded) -> None:
        event: Any = recorded.event
        patch(REGISTER, standing=standing, ended_on=event.since, ended_by=event.by)(rows, recorded)
        _link(rows, f"decision:{event.decision}", f"decision:{event.by}", how)

    return handler


def _carried_out(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, ActionAgreed)
    if event.decision is not None:
        _link(rows, f"decision:{event.decision}", f"action:{event.action}", "carried_out_by", event.title)


def _answers(rows: Rows, recorded: Recorded) -> None:
    event = recorded.event
    assert isinstance(event, SignalAnswered | SignalRanked)
    if event.decision is not None:
        _link(rows, f"signal:{event.signal}", f"decision:{event.decision}", "answers")


def _register(connection: sa.Connection, valid_on: date) -> Register:
    votes = _votes(connection)
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for link in found(connection, sa.select(LINKS).order_by(LINKS.c.earlier, LINKS.c.later)):
        before.setdefault(link["later"], []).append(link["earlier"])
        after.setdefault(link["earlier"], []).append(link["later"])
    rows = found(
        connection,
        sa.select(REGISTER, NAMES.of("body", REGISTER.c.body).label("body_name"))
        .where(REGISTER.c.taken_on <= valid_on)
        .order_by(REGISTER.c.taken_on, REGISTER.c.decision),
    )
    for row in rows:
        here = f"decision:{row['decision']}"
        row |= {"follows": before.get(here, []), "followed_by": after.get(here, [])}
        _tell(row, votes.get(row["decision"], []))
    return Register(title=DECISIONS.title, columns=_COLUMNS, rows=tuple(rows))


def _votes(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
    """The votes on each decision. There are many of them, so the names are looked up once, not per vote."""
    of_parties = sa.select(NAMES.table.c.id, NAMES.table.c.name).where(NAMES.table.c.kind == "party")
    names: dict[str, str] = {row.id: row.name for row in connection.execute(of_parties)}
    votes: dict[str, list[dict[str, Any]]] = {}
    columns = (VOTES.c.decision, VOTES.c.party, VOTES.c.person, VOTES.c.choice, VOTES.c.statement)
    for decision, party, person, choice, statement in connection.execute(
        sa.select(*columns).order_by(VOTES.c.party)
    ).all():
        vote = {
            "party": party,
            "party_name": names.get(party, party),
            "person": person,
            "choice": choice,
            "statement": statement,
        }
        votes.setdefault(decision, []).append(vote)
    return votes


def _tell(row: dict[str, Any], votes: list[dict[str, Any]]) -> None:
    standing = row["standing"]
    if standing == "stands" and row["outcome"] != "adopted":
        standing = ""
    elif standing == "stands" and row["condition"] and row["fulfilled_on"] is None:
        standing = "conditional_open"
    row |= {
        "votes": votes,
        "kind_nl": dutch(row["kind"]),
        "outcome_nl": dutch(row["outcome"]) + (" (unaniem)" if row["unanimous"] else ""),
        "standing_nl": dutch(standing) + (f" per {row['ended_on']}" if row["ended_on"] else ""),
        "dissent": ", ".join(v["party_name"] for v in votes if v["choice"] == "against"),
    }


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
    Column("standing_nl", "Stand"),
)
DECISIONS = ReadModel(
    name="decisions",
    version=3,
    title="Besluitenregister",
    tables=(REGISTER, VOTES, LINKS, NAMES.table),
    handlers=merge_handlers(
        {
            DecisionTaken: _taken,
            ConditionFulfilled: patch(REGISTER, fulfilled_on=of("fulfilled_on")),
            DecisionSuperseded: _ended("superseded", "supersedes"),
            DecisionRevoked: _ended("revoked", "revokes"),
            ActionAgreed: _carried_out,
            SignalAnswered: _answers,
            SignalRanked: _answers,
        },
        NAMES.handlers,
    ),
    register=_register,
)
