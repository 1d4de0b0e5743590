"""Tables and handlers of the evaluations: a row per recommendation, with what became of it."""

from collections.abc import Iterator
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
from rso_core.projection import ReadModel, Register
from rso_core.projection.declaring import day, found, key, of, patch, put, table, table_of, text
from rso_core.projection.register_row import RegisterRow, column, derived, told_register

_METADATA = sa.MetaData()


class RecommendationRow(RegisterRow, columns="title recommendation text state_nl result due done_on motive"):
    """A recommendation of an evaluation; or an evaluation that has none yet."""

    open: bool = derived("whether it is still to be done")
    overdue: bool = derived("whether its day is past")
    state_nl: str = derived("how it stands, in words", heading="Stand")
    evaluation: str = column("identifier of the evaluation", key=True)
    recommendation: str | None = column("identifier of the recommendation", heading="Nr", key=True)
    text: str | None = column("what is recommended", heading="Aanbeveling")
    recommended_on: date | None = column("day of the recommendation")
    findings: str | None = column("findings it rests on")
    response: str | None = column("adopted, rejected, decision, action or amendment")
    responded_on: date | None = column("day of the response")
    motive: str | None = column("why", heading="Motivering")
    result: str | None = column("decision, action item or amendment that it became", heading="Werd")
    due: date | None = column("day before which it is carried out", heading="Voor")
    done_on: date | None = column("day on which it was carried out", heading="Gereed")
    how: str | None = column("how it was carried out")
    covenant: str = derived("covenant that is evaluated")
    title: str = derived("title of the evaluation", heading="Evaluatie")
    evaluator: str = derived("who carries it out")
    opened_on: date = derived("day on which it opened")
    closed_on: date | None = derived("day on which it was closed")
    conclusion: str | None = derived("conclusion")
    inputs: int = derived("how many inputs it has")
    findings_made: int = derived("how many findings were made")


RECOMMENDATIONS = table_of(
    RecommendationRow, "evaluations_recommendations", _METADATA, "a row per recommendation of an evaluation"
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
    evaluations = sa.select(EVALUATIONS_TABLE).order_by(EVALUATIONS_TABLE.c.opened_on, EVALUATIONS_TABLE.c.evaluation)

    def tell(evaluation: dict[str, Any]) -> Iterator[RecommendationRow]:
        facts = {
            **evaluation,
            "inputs": counts[INPUTS.name].get(evaluation["evaluation"], 0),
            "findings_made": counts[FINDINGS.name].get(evaluation["evaluation"], 0),
        }
        known = recommendations.get(evaluation["evaluation"], [])
        yield from (_row({**row, **facts}, valid_on) for row in known)
        if not known:
            empty = {**dict.fromkeys(c.name for c in RECOMMENDATIONS.columns), **facts}
            yield RecommendationRow(**empty, open=False, overdue=False, state_nl="nog geen aanbevelingen")

    return told_register(RecommendationRow, EVALUATIONS.title, found(connection, evaluations), tell)


def _count(connection: sa.Connection, what: sa.Table) -> dict[str, int]:
    query = sa.select(what.c.evaluation, sa.func.count().label("number")).group_by(what.c.evaluation)
    return {row["evaluation"]: row["number"] for row in found(connection, query)}


def _row(row: dict[str, Any], on: date) -> RecommendationRow:
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
    return RecommendationRow(**row, open=open_, overdue=overdue, state_nl=f"{told}, te laat" if overdue else told)


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
