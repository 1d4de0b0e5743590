"""Tables and handlers of the evaluations: a row per recommendation, with what became of it."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from rso_core.dutch.vocabulary import dutch
from rso_core.events import (
    EvaluationClosed,
    EvaluationOpened,
    FindingMade,
    InputGiven,
    RecommendationDone,
    Recommended,
    Responded,
)
from rso_core.projection import Column, ReadModel, Register
from rso_core.projection.declaring import day, found, key, of, patch, put, table, text

_METADATA = sa.MetaData()
RECOMMENDATIONS = table(
    "evaluations_recommendations",
    _METADATA,
    "a row per recommendation of an evaluation",
    key("evaluation", "identifier of the evaluation"),
    key("recommendation", "identifier of the recommendation"),
    text("text", "what is recommended"),
    day("recommended_on", "day of the recommendation"),
    text("findings", "findings it rests on"),
    text("response", "adopted, rejected, decision, action or amendment"),
    day("responded_on", "day of the response"),
    text("motive", "why"),
    text("result", "decision, action item or amendment that it became"),
    day("due", "day before which it is carried out"),
    day("done_on", "day on which it was carried out"),
    text("how", "how it was carried out"),
)
EVALUATIONS_TABLE = table(
    "evaluations_evaluations",
    _METADATA,
    "a row per evaluation",
    key("evaluation", "identifier of the evaluation"),
    text("covenant", "covenant that is evaluated"),
    text("title", "title"),
    text("evaluator", "who carries it out"),
    day("opened_on", "day on which it opened"),
    day("closed_on", "day on which it was closed"),
    text("conclusion", "conclusion"),
)
INPUTS = table(
    "evaluations_inputs",
    _METADATA,
    "a row per input of an evaluation",
    key("evaluation", "identifier of the evaluation"),
    key("input", "identifier of the input"),
    text("kind", "session, interview, questionnaire or document"),
    text("title", "what it is"),
    day("on", "day"),
    text("parties", "parties that took part"),
)
FINDINGS = table(
    "evaluations_findings",
    _METADATA,
    "a row per finding of an evaluation",
    key("evaluation", "identifier of the evaluation"),
    key("finding", "identifier of the finding"),
    text("text", "what was found"),
    day("on", "day"),
    text("inputs", "inputs it rests on"),
)


def _register(connection: sa.Connection, valid_on: date) -> Register:
    recommendations: dict[str, list[dict[str, Any]]] = {}
    query = sa.select(RECOMMENDATIONS).order_by(RECOMMENDATIONS.c.recommendation)
    for row in found(connection, query):
        recommendations.setdefault(row["evaluation"], []).append(row)
    counts = {what.name: _count(connection, what) for what in (INPUTS, FINDINGS)}
    rows: list[dict[str, Any]] = []
    evaluations = sa.select(EVALUATIONS_TABLE).order_by(EVALUATIONS_TABLE.c.opened_on, EVALUATIONS_TABLE.c.evaluation)
    for evaluation in found(connection, evaluations):
        facts = {
            **evaluation,
            "inputs": counts[INPUTS.name].get(evaluation["evaluation"], 0),
            "findings_made": counts[FINDINGS.name].get(evaluation["evaluation"], 0),
        }
        known = recommendations.get(evaluation["evaluation"], [])
        rows += [{**_state(row, valid_on), **row, **facts} for row in known]
        if not known:
            empty = dict.fromkeys(c.name for c in RECOMMENDATIONS.columns)
            rows.append({**empty, **facts, "open": False, "overdue": False, "state_nl": "nog geen aanbevelingen"})
    return Register(title=EVALUATIONS.title, columns=_COLUMNS, rows=tuple(rows))


def _count(connection: sa.Connection, what: sa.Table) -> dict[str, int]:
    query = sa.select(what.c.evaluation, sa.func.count().label("number")).group_by(what.c.evaluation)
    return {row["evaluation"]: row["number"] for row in found(connection, query)}


def _state(row: dict[str, Any], on: date) -> dict[str, Any]:
    open_ = row["done_on"] is None and row["response"] != "rejected"
    overdue = open_ and row["due"] is not None and row["due"] < on
    if row["done_on"] is not None:
        told = f"afgerond op {row['done_on']}"
    elif row["response"] is None:
        told = "wacht op antwoord"
    elif row["response"] == "rejected":
        told = "niet overgenomen"
    else:
        told = {"adopted": "overgenomen"}.get(row["response"], f"uitgewerkt als {dutch(row['response'])}")
    return {"open": open_, "overdue": overdue, "state_nl": f"{told}, te laat" if overdue else told}


_COLUMNS = (
    Column("title", "Evaluatie"),
    Column("recommendation", "Nr"),
    Column("text", "Aanbeveling"),
    Column("state_nl", "Stand"),
    Column("result", "Werd"),
    Column("due", "Voor"),
    Column("done_on", "Gereed"),
    Column("motive", "Motivering"),
)
EVALUATIONS = ReadModel(
    name="evaluations",
    version=1,
    title="Evaluatieregister",
    tables=(RECOMMENDATIONS, EVALUATIONS_TABLE, INPUTS, FINDINGS),
    handlers={
        EvaluationOpened: put(EVALUATIONS_TABLE),
        EvaluationClosed: patch(EVALUATIONS_TABLE),
        InputGiven: put(INPUTS),
        FindingMade: put(FINDINGS),
        Recommended: put(RECOMMENDATIONS, recommended_on=of("on")),
        Responded: patch(RECOMMENDATIONS, responded_on=of("on")),
        RecommendationDone: patch(RECOMMENDATIONS),
    },
    register=_register,
)
