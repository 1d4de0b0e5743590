"""Action items: from the day on which they are agreed, until they are done or dropped."""

from datetime import date
from typing import Any

from domain.deciding import Edge, Trial, table
from domain.trials import DAY, REGION
from rso_core import Act, acts
from rso_core.events import Level

OPEN = "action.open"
DUE = "action.due"
BODY = "body.open"

AGREED = date(2026, 3, 12)
DUE_ON = date(2026, 6, 1)
A: dict[str, Any] = {"action": "a"}
AGREE = acts.AgreeAction(**A, body="overleg", title="Lijst", party="gem-a", on=AGREED, due=DUE_ON)
GIVEN: tuple[Act, ...] = (*REGION, AGREE)
AGREEING = Trial(REGION, AGREE)
PUT_OFF = Trial(GIVEN, acts.PutOffAction(**A, due=date(2026, 9, 1), on=AGREED, reason="Vakantie"))
DONE = acts.FinishAction(**A, on=AGREED)
DROPPED = acts.DropAction(**A, on=AGREED, reason="Overbodig")
STARTED = acts.StartAction(**A, on=AGREED)
STEPS: list[tuple[str, Act, str]] = [
    ("started", STARTED, "on"),
    ("put off", PUT_OFF.act, "on"),
    ("handed on", acts.HandOnAction(**A, party="gem-b", since=AGREED), "since"),
    ("finished", DONE, "on"),
    ("dropped", DROPPED, "on"),
]

EDGES = [
    AGREEING.allowed(DUE, "an action item is due on the day on which it is agreed", due=AGREED),
    AGREEING.refused(
        DUE, "an action item is not due before it is agreed", due=AGREED - DAY, facts={"agreed_on": AGREED},
    ),
    PUT_OFF.allowed(
        DUE, "an action item is put off to the day on which it was agreed", due=AGREED, facts={"former_due": DUE_ON},
    ),
    PUT_OFF.refused(DUE, "an action item is not put off to before it was agreed", due=AGREED - DAY),
    AGREEING.allowed(BODY, "an action item on the day on which the body is set up", on=date(2025, 1, 1)),
    AGREEING.refused(BODY, "no action item the day before", on=date(2024, 12, 31)),
    AGREEING.allowed(
        BODY, "an action item the day before the body closes",
        after=[
            acts.CloseBody(body="overleg", on=AGREED + DAY, reason="R"),
            acts.SetUpBody(body="x", name="X", kind="k", level=Level.TACTICAL, place=2, members=(), on=AGREED),
        ],
        body="x",
    ),
    AGREEING.refused(
        BODY, "no action item on the day on which the body closes",
        after=[acts.CloseBody(body="overleg", on=AGREED, reason="R")],
    ),
]  # fmt: skip
for what, act, day in STEPS:
    step = Trial(GIVEN, act)
    EDGES += [
        step.allowed(OPEN, f"an action item is {what} on the day on which it was agreed"),
        step.refused(OPEN, f"an action item is not {what} the day before", **{day: AGREED - DAY}),
        step.allowed(OPEN, f"a busy action item is {what}", after=[STARTED]),
        step.refused(OPEN, f"an action item that is done is not {what}", after=[DONE], facts={"state": "done"}),
        step.refused(
            OPEN, f"an action item that was dropped is not {what}", after=[DROPPED], facts={"state": "dropped"},
        ),
        step.allowed(OPEN, f"an action item that was put off is {what}", after=[PUT_OFF.act]),
    ]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
