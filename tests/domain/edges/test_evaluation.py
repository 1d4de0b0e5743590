"""Evaluations: inputs, findings and recommendations while they are open, responses, and what is carried out."""

from datetime import date
from typing import Any

from domain.deciding import Edge, Trial, table
from domain.edges.covenant_acts import AMENDMENT, RUNNING
from domain.edges.meeting_acts import taken
from domain.trials import DAY
from rso_core import Act, acts
from rso_core.events import InputKind, Response

OPEN = "evaluation.open"
RESPONSE = "evaluation.response"
TRACKED = "evaluation.tracked"
ANSWERED = "evaluation.answered_all"
KNOWN, NEW = "record.known", "record.new"

OPENED = date(2026, 9, 1)
E: dict[str, Any] = {"evaluation": "e"}
BEGIN = acts.OpenEvaluation(**E, covenant="conv", title="Evaluatie", on=OPENED)
INPUT = acts.GiveInput(**E, input="sessie", kind=InputKind.SESSION, title="Sessie", on=OPENED, parties=("gem-a",))
FINDING = acts.RecordFinding(**E, finding="b1", text="Het werkt", on=OPENED, inputs=("sessie",))
RECOMMENDED = acts.Recommend(**E, recommendation="r1", text="Ga door", on=OPENED, findings=("b1",))
ADOPTED = acts.Respond(**E, recommendation="r1", response=Response.ADOPTED, on=OPENED)
REJECTED = acts.Respond(**E, recommendation="r1", response=Response.REJECTED, on=OPENED, motive="Te duur")
DONE = acts.FinishRecommendation(**E, recommendation="r1", on=OPENED, how="Gedaan")
CLOSE = acts.CloseEvaluation(**E, on=OPENED, conclusion="Voortzetten")

STARTED: tuple[Act, ...] = (*RUNNING, AMENDMENT, *taken("d"), BEGIN)
FOUND: tuple[Act, ...] = (*STARTED, INPUT, FINDING)
GIVEN: tuple[Act, ...] = (*FOUND, RECOMMENDED)
ACTION = acts.AgreeAction(action="a", body="overleg", title="T", party="gem-a", on=OPENED, due=OPENED)
WHILE_OPEN: list[tuple[str, tuple[Act, ...], Act]] = [
    ("an input", STARTED, INPUT), ("a finding", (*STARTED, INPUT), FINDING),
    ("a recommendation", FOUND, RECOMMENDED), ("the closing", STARTED, CLOSE),
]  # fmt: skip
RESPONDING = Trial((*GIVEN, ACTION), ADOPTED)
FINISHING = Trial((*GIVEN, ADOPTED), DONE)
CLOSING = Trial(GIVEN, CLOSE)

EDGES: list[Edge] = []
for what, before, act in WHILE_OPEN:
    step = Trial(before, act)
    EDGES += [
        step.allowed(OPEN, f"{what} is of the day on which the evaluation opens"),
        step.refused(OPEN, f"{what} is not of the day before", on=OPENED - DAY, facts={"opened_on": OPENED}),
        step.refused(OPEN, f"{what} does not come after the closing", after=[CLOSE], facts={"closed_on": OPENED}),
    ]
EDGES += [
    Trial(STARTED, INPUT).refused(NEW, "an input is given once", after=[INPUT]),
    Trial((*STARTED, INPUT), FINDING).refused(NEW, "a finding is made once", after=[FINDING]),
    Trial(FOUND, RECOMMENDED).refused(NEW, "a recommendation is made once", after=[RECOMMENDED]),
    Trial((*STARTED, INPUT), FINDING).allowed(KNOWN, "a finding may rest on nothing that was given", inputs=()),
    Trial((*STARTED, INPUT), FINDING).refused(
        KNOWN, "a finding rests on inputs that are known", inputs=("sessie", "x", "y"),
        facts={"unknown_inputs": ["x", "y"]},
    ),
    Trial(STARTED, FINDING).refused(KNOWN, "a finding does not come before its input"),
    Trial(FOUND, RECOMMENDED).allowed(KNOWN, "a recommendation may rest on no finding", findings=()),
    Trial(FOUND, RECOMMENDED).refused(
        KNOWN, "a recommendation rests on findings, not on inputs", findings=("sessie",),
        facts={"unknown_findings": ["sessie"]},
    ),
    Trial((*STARTED, INPUT), RECOMMENDED).refused(KNOWN, "a recommendation does not come before its finding"),
    RESPONDING.allowed(RESPONSE, "a response is of the day on which the evaluation opens"),
    RESPONDING.refused(RESPONSE, "a response is not of the day before", on=OPENED - DAY),
    RESPONDING.refused(
        RESPONSE, "a recommendation gets one response", after=[ADOPTED], facts={"response_before": Response.ADOPTED},
    ),
    RESPONDING.refused(
        RESPONSE, "a rejection is a response too", after=[REJECTED], facts={"response_before": Response.REJECTED},
    ),
    RESPONDING.allowed(RESPONSE, "a rejection has a motive", response=Response.REJECTED, motive="x"),
    RESPONDING.refused(
        RESPONSE, "a rejection has a motive that is not empty", response=Response.REJECTED, motive="",
        facts={"motive": None},
    ),
    RESPONDING.refused(RESPONSE, "white space is no motive", response=Response.REJECTED, motive=" \n"),
    RESPONDING.allowed(RESPONSE, "an adoption needs no motive", motive=" "),
    *(
        RESPONDING.refused(RESPONSE, f"what became {response} is named", response=response)
        for response in (Response.DECISION, Response.ACTION, Response.AMENDMENT)
    ),
    *(
        RESPONDING.allowed(RESPONSE, f"what became {response} needs no motive", response=response, result=result)
        for response, result in ((Response.DECISION, "d"), (Response.ACTION, "a"), (Response.AMENDMENT, "w1"))
    ),
    FINISHING.allowed(TRACKED, "an adopted recommendation is carried out"),
    FINISHING.refused(TRACKED, "a recommendation is carried out once", after=[DONE], facts={"done_on": OPENED}),
    Trial(GIVEN, DONE).refused(
        TRACKED, "a recommendation without response is not carried out", facts={"response": None},
    ),
    Trial((*GIVEN, REJECTED), DONE).refused(TRACKED, "a rejected recommendation is not carried out"),
    FINISHING.allowed(TRACKED, "a recommendation is carried out after the closing", after=[CLOSE]),
    CLOSING.refused(ANSWERED, "an evaluation does not close without a response", facts={"without_response": ["r1"]}),
    CLOSING.allowed(ANSWERED, "an evaluation closes when all have a response", after=[ADOPTED]),
    CLOSING.allowed(ANSWERED, "an evaluation closes with a rejection", after=[REJECTED]),
    CLOSING.refused(
        ANSWERED, "one response is missing",
        after=[ADOPTED, acts.Recommend(**E, recommendation="r2", text="T", on=OPENED)],
        facts={"without_response": ["r2"]},
    ),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
