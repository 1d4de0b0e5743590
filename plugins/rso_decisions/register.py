"""Tables and handlers of the decision register: decisions, votes, and the chains that link them."""

from collections import Counter
from datetime import date
from typing import Any, TypedDict

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    ActionAgreed,
    ConditionFulfilled,
    DecisionRevoked,
    DecisionSuperseded,
    DecisionTaken,
    RecordedEvent,
    SignalAnswered,
    SignalRanked,
)
from rso_core.projection import Handler, Names, ReadModel, Register, Rows, merge_handlers
from rso_core.projection.declaring import found, key, of, patch, put, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, named, told_register

_METADATA = sa.MetaData()


class Vote(TypedDict):
    """The vote of a party, or that it was absent."""

    party: str
    party_name: str
    person: str | None
    choice: str
    statement: str | None


class DecisionRow(
    RegisterRow,
    columns="taken_on body_name kind_nl title outcome_nl votes_for votes_against abstentions absent standing_nl",
):
    """A decision."""

    decision: str = column("identifier of the decision", key=True)
    body: str = column("body that decided")
    meeting: str | None = column("meeting in which; empty for a decision in writing")
    item: str | None = column("item of the agenda under which it was taken")
    kind: str = column("consult, advise, agree or decide")
    title: str = column("title", heading="Besluit")
    text: str = column("what was decided")
    taken_on: date = column("day of the decision", heading="Datum")
    asked_on: date | None = column("first day of a written procedure")
    outcome: str = column("heard, adopted or rejected")
    unanimous: bool = column("whether every vote was in favour")
    votes_for: int = column("votes in favour", heading="Voor")
    votes_against: int = column("votes against", heading="Tegen")
    abstentions: int = column("abstentions", heading="Onthouding")
    absent: int = column("parties that may take part and did not", heading="Afwezig")
    condition: str | None = column("condition under which it was taken")
    condition_due: date | None = column("day before which the condition is fulfilled")
    fulfilled_on: date | None = column("day on which the condition was fulfilled")
    standing: str = column("stands, superseded or revoked")
    ended_on: date | None = column("day from which it no longer stands")
    ended_by: str | None = column("decision that superseded or revoked it")
    confidential: bool = column("whether it stays among the members of the body")
    source: str | None = column("document it rests on")
    body_name: str = named("body", heading="Overleg")
    follows: list[str] = derived("what came before it, by kind and identifier")
    followed_by: list[str] = derived("what came of it, by kind and identifier")
    votes: list[Vote] = derived("the votes on it, with those of absent parties")
    kind_nl: str = derived("its kind, in words", heading="Soort")
    outcome_nl: str = derived("the outcome, in words", heading="Uitkomst")
    standing_nl: str = derived("whether it stands, in words", heading="Stand")
    dissent: str = derived("names of the parties that voted against")


REGISTER = table_of(DecisionRow, "decisions_register", _METADATA, "a row per decision")
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


def _taken(rows: Rows, recorded: RecordedEvent) -> None:
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
    def handler(rows: Rows, recorded: RecordedEvent) -> None:
        event: Any = recorded.event
        patch(REGISTER, standing=standing, ended_on=event.since, ended_by=event.by)(rows, recorded)
        _link(rows, f"decision:{event.decision}", f"decision:{event.by}", how)

    return handler


def _carried_out(rows: Rows, recorded: RecordedEvent) -> None:
    event = recorded.event
    assert isinstance(event, ActionAgreed)
    if event.decision is not None:
        _link(rows, f"decision:{event.decision}", f"action:{event.action}", "carried_out_by", event.title)


def _answers(rows: Rows, recorded: RecordedEvent) -> None:
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
    query = (
        sa.select(REGISTER, *NAMES.columns(DecisionRow, REGISTER))
        .where(REGISTER.c.taken_on <= valid_on)
        .order_by(REGISTER.c.taken_on, REGISTER.c.decision)
    )

    def tell(row: dict[str, Any]) -> DecisionRow:
        here, mine = f"decision:{row['decision']}", votes.get(row["decision"], [])
        return DecisionRow(
            **row,
            follows=before.get(here, []),
            followed_by=after.get(here, []),
            votes=mine,
            kind_nl=dutch(row["kind"]),
            outcome_nl=dutch(row["outcome"]) + (" (unaniem)" if row["unanimous"] else ""),
            standing_nl=dutch(_standing(row)) + (f" per {row['ended_on']}" if row["ended_on"] else ""),
            dissent=", ".join(vote["party_name"] for vote in mine if vote["choice"] == "against"),
        )

    return told_register(DecisionRow, DECISIONS.title, found(connection, query), tell)


def _votes(connection: sa.Connection) -> dict[str, list[Vote]]:
    """The votes on each decision. There are many of them, so the names are looked up once, not per vote."""
    of_parties = sa.select(NAMES.table.c.id, NAMES.table.c.name).where(NAMES.table.c.kind == "party")
    names: dict[str, str] = {row.id: row.name for row in connection.execute(of_parties)}
    votes: dict[str, list[Vote]] = {}
    columns = (VOTES.c.decision, VOTES.c.party, VOTES.c.person, VOTES.c.choice, VOTES.c.statement)
    for decision, party, person, choice, statement in connection.execute(
        sa.select(*columns).order_by(VOTES.c.party)
    ).all():
        vote = Vote(party=party, party_name=names.get(party, party), person=person, choice=choice, statement=statement)
        votes.setdefault(decision, []).append(vote)
    return votes


def _standing(row: dict[str, Any]) -> str:
    """Whether it stands, for a reader: what was not adopted has nothing to stand for."""
    if row["standing"] == "stands" and row["outcome"] != "adopted":
        return ""
    if row["standing"] == "stands" and row["condition"] and row["fulfilled_on"] is None:
        return "conditional_open"
    return str(row["standing"])


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
