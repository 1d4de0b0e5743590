"""The portfolio: the steps of a project, its milestones, and how many may run at a time."""

from datetime import date
from typing import Any

from acts_of_a_region import START, set_up
from domain.deciding import Edge, Trial, table
from domain.edges.meeting_acts import REJECTED, taken
from domain.trials import DAY, REGION
from rso_core import Act, acts
from rso_core.events import ProjectKind

LIMIT = "project.limit"
STATE = "project.state"
MILESTONE = "project.milestone"
IN_FORCE = "decision.in_force"
KNOWN = "record.known"
TEXT = "record.text_given"
BODY = "body.open"

PROPOSED = date(2026, 3, 1)
P: dict[str, Any] = {"project": "p"}


def proposed(project: str = "p", on: date = PROPOSED, **more: Any) -> acts.ProposeProject:
    fields = {"body": "overleg", **more}
    return acts.ProposeProject(project=project, name=project, owner="gem-a", on=on, **fields)


def started(project: str = "p", on: date = PROPOSED, **more: Any) -> acts.StartProject:
    return acts.StartProject(project=project, on=on, **more)


GIVEN: tuple[Act, ...] = (*REGION, proposed())
START_IT = Trial(GIVEN, started())
PAUSE = acts.PauseProject(**P, on=PROPOSED, reason="Wacht")
FINISH = acts.FinishProject(**P, on=PROPOSED, result="Kaart")
STOP = acts.StopProject(**P, on=PROPOSED, reason="Geen geld")
STEPS: dict[str, Act] = {"start": started(), "pause": PAUSE, "finish": FINISH, "stop": STOP}
BEFORE: dict[str, tuple[Act, ...]] = {
    "proposed": (), "running": (started(),), "paused": (started(), PAUSE), "finished": (started(), FINISH),
    "stopped": (STOP,),
}  # fmt: skip
MAY: dict[str, set[str]] = {
    "start": {"proposed", "paused"}, "pause": {"running"}, "finish": {"running"},
    "stop": {"proposed", "running", "paused"},
}  # fmt: skip

EDGES: list[Edge] = []
for step, act in STEPS.items():
    for state, before in BEFORE.items():
        tried = Trial((*GIVEN, *before), act)
        if state in MAY[step]:
            EDGES.append(tried.allowed(STATE, f"{step} a {state} project on the day of its last step"))
            EDGES.append(tried.refused(STATE, f"do not {step} a {state} project the day before", on=PROPOSED - DAY))
        else:
            EDGES.append(tried.refused(STATE, f"do not {step} a {state} project", facts={"state": state}))
LATER: list[tuple[str, Act]] = [
    ("gets another owner", acts.ChangeOwner(**P, owner="gem-b", since=PROPOSED)),
    ("gets themes", acts.SetProjectThemes(**P, themes=(), since=PROPOSED)),
    ("gets a milestone", acts.SetMilestone(**P, milestone="m", title="Fase 1", due=date(2026, 9, 1), on=PROPOSED)),
]  # fmt: skip
for what, act in LATER:
    for state, before in BEFORE.items():
        tried = Trial((*GIVEN, *before), act)
        if state in ("finished", "stopped"):
            EDGES.append(tried.refused(STATE, f"no {state} project {what}", facts={"state": state}))
        else:
            EDGES.append(tried.allowed(STATE, f"a {state} project {what}"))

SET = acts.SetMilestone(**P, milestone="m", title="Fase 1", due=date(2026, 9, 1), on=PROPOSED)
REACH = acts.ReachMilestone(**P, milestone="m", on=PROPOSED)
REACHING, SETTING = Trial((*GIVEN, SET), REACH), Trial((*GIVEN, SET), SET)
EDGES += [
    REACHING.allowed(MILESTONE, "a milestone is reached"),
    REACHING.refused(MILESTONE, "a milestone is reached once", after=[REACH], facts={"reached_on": PROPOSED}),
    REACHING.refused(
        MILESTONE, "no milestone of a finished project", after=[started(), FINISH], facts={"state": "finished"},
    ),
    REACHING.refused(MILESTONE, "no milestone of a stopped project", after=[STOP]),
    REACHING.allowed(MILESTONE, "a milestone of a paused project", after=[started(), PAUSE]),
    REACHING.refused(KNOWN, "a milestone that is unknown", milestone="n"),
    SETTING.allowed(MILESTONE, "an open milestone moves", due=date(2026, 10, 1)),
    SETTING.refused(MILESTONE, "a reached milestone does not move", after=[REACH], facts={"reached_on": PROPOSED}),
    SETTING.allowed(MILESTONE, "another milestone beside a reached one", after=[REACH], milestone="n"),
    REACHING.allowed(
        MILESTONE, "a milestone beside a reached one is reached",
        after=[REACH, acts.SetMilestone(**P, milestone="n", title="Fase 2", due=PROPOSED, on=PROPOSED)], milestone="n",
    ),
    Trial(REGION, proposed()).allowed(BODY, "a project on the day on which the body is set up", on=START),
    Trial(REGION, proposed()).refused(BODY, "no project the day before", on=START - DAY),
]  # fmt: skip


def limited(limit: int, *running: Act, since: date = PROPOSED) -> Trial:
    """A body where so many projects may run, and these do."""
    least = acts.RepositionBody(body="overleg", since=since, portfolio_limit=limit)
    return Trial((*REGION, least, proposed(), *running), started())


ONE: tuple[Act, ...] = (proposed("q"), started("q"))
TWO: tuple[Act, ...] = (*ONE, proposed("r"), started("r"))
ELSEWHERE: tuple[Act, ...] = (set_up("ander", place=2, chair=None), proposed("q", body="ander"), started("q"))
NETWORK: tuple[Act, ...] = (proposed("q", kind=ProjectKind.NETWORK), started("q"))
ALLOWS: dict[str, Any] = {"over_limit": ("p",)}
OVER: dict[str, Any] = {"over_limit": "d", "motive": "Haast"}
EDGES += [
    limited(1).allowed(LIMIT, "the first of one runs", facts={"decision": None}),
    limited(1, *ONE).refused(
        LIMIT, "the second of one does not", facts={"limit": 1, "running": ("q",), "decision": None},
    ),
    limited(2, *ONE).allowed(LIMIT, "the second of two runs"),
    limited(2, *TWO).refused(LIMIT, "the third of two does not"),
    limited(0).refused(LIMIT, "where none may run none runs"),
    START_IT.allowed(LIMIT, "without a limit any number runs", after=TWO),
    limited(0, since=PROPOSED + DAY).allowed(LIMIT, "a limit of the day after does not hold yet"),
    limited(1, *ONE, acts.PauseProject(project="q", on=PROPOSED, reason="R")).allowed(
        LIMIT, "a paused project frees its place",
    ),
    limited(1, *ONE, acts.FinishProject(project="q", on=PROPOSED, result="R")).allowed(
        LIMIT, "a finished project frees its place",
    ),
    limited(1, *ONE, acts.StopProject(project="q", on=PROPOSED, reason="R")).allowed(
        LIMIT, "a stopped project frees its place",
    ),
    limited(1, proposed("q")).allowed(LIMIT, "a proposed project takes no place"),
    limited(1, *ELSEWHERE).allowed(LIMIT, "a project of another body takes no place"),
    limited(1, *NETWORK).allowed(LIMIT, "a network takes no place"),
    Trial(
        (
            *REGION, acts.RepositionBody(body="overleg", since=PROPOSED, portfolio_limit=1), *ONE,
            proposed("n", kind=ProjectKind.NETWORK),
        ),
        started("n"),
    ).allowed(
        LIMIT, "a network runs beside a full portfolio",
    ),
    limited(1, *ONE, *taken("d", PROPOSED, **ALLOWS)).allowed(
        LIMIT, "a decision of that day lets it run over the limit", **OVER, facts={"decision": "d", "motive": "Haast"},
    ),
    limited(1, *ONE, *taken("d", PROPOSED + DAY, **ALLOWS)).refused(
        LIMIT, "a decision of the day after does not", **OVER,
    ),
    limited(1, *ONE, *taken("d", PROPOSED, over_limit=("q",))).refused(
        LIMIT, "a decision about another project does not", **OVER, facts={"decision": "d"},
    ),
    limited(1, *ONE, *taken("d", PROPOSED, **ALLOWS, **REJECTED)).refused(
        IN_FORCE, "a rejected decision lets nothing run", **OVER,
    ),
    limited(1, *ONE, *taken("d", PROPOSED, **ALLOWS)).refused(TEXT, "over the limit asks a motive", over_limit="d"),
    limited(1, *ONE, *taken("d", PROPOSED, **ALLOWS)).refused(
        TEXT, "a motive for going over the limit says something", over_limit="d", motive=" ",
    ),
    limited(1, *taken("d", PROPOSED, **ALLOWS)).allowed(
        LIMIT, "within the limit a decision asks no motive", over_limit="d", facts={"decision": "d", "motive": None},
    ),
    limited(1, *taken("d", PROPOSED, **ALLOWS, **REJECTED)).refused(
        IN_FORCE, "also within the limit a decision that is named is in force", over_limit="d",
    ),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
