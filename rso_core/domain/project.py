"""The portfolio: projects and knowledge networks of a body, and how many projects may run at a time (S9)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import assert_never

import attrs

from rso_core.domain.body import Body
from rso_core.domain.concept import concept
from rso_core.domain.decision import Decision, require_in_force
from rso_core.domain.docket import Docket, MatterKind
from rso_core.domain.event import Event, event, subject
from rso_core.domain.references import BodyId, DecisionId, MilestoneId, PartyId, ProjectId, ThemeId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import RECORD_KNOWN, RECORD_NEW, require_happened, require_id, require_text

PROJECT_LIMIT = Rule(
    id="project.limit",
    source="S9",
    en="No more projects of a body run at a time than the covenant allows, unless a decision lets this one run over the "
    "limit. Knowledge networks do not count.",
    nl="Er lopen niet meer projecten van een overleg tegelijk dan het convenant toestaat, tenzij een besluit dit project "
    "daarbuiten laat lopen. Kennisnetwerken tellen niet mee.",
    remedy_en="Stop or pause another project, or record a decision that names this project as going over the limit "
    "('decide --over-limit').",
    remedy_nl="Stop of pauzeer een ander project, of leg een besluit vast dat dit project boven het maximum toestaat.",
)
PROJECT_STATE = Rule(
    id="project.state",
    source="S9",
    en="A project is proposed, runs, may be paused and resumed, and is finished or stopped; dates rise.",
    nl="Een project wordt voorgesteld, loopt, kan pauzeren en hervatten, en wordt afgerond of gestopt; data lopen op.",
    remedy_en="Record the step before first, or correct the date.",
    remedy_nl="Leg eerst de vorige stap vast, of verbeter de datum.",
)
PROJECT_MILESTONE = Rule(
    id="project.milestone",
    source="S9",
    en="A milestone is reached once, of a project that is not over.",
    nl="Een mijlpaal wordt één keer bereikt, van een project dat niet voorbij is.",
    remedy_en="Name a milestone of the project that is open.",
    remedy_nl="Noem een mijlpaal van het project die openstaat.",
)


class ProjectKind(StrEnum):
    """A project takes a place of the portfolio while it runs; a network does not."""

    PROJECT = "project"
    NETWORK = "network"


class ProjectState(StrEnum):
    """Where the project is in its life."""

    PROPOSED = "proposed"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"


OVER = (ProjectState.FINISHED, ProjectState.STOPPED)


@concept("project")
@attrs.frozen(kw_only=True)
class Project:
    """State of one project or network; ``body`` follows it when bodies merge."""

    id: str
    kind: ProjectKind
    body: str
    owner: str
    state: ProjectState
    since: date
    milestones: Mapping[str, date | None] = attrs.field(factory=dict)


@event("project.proposed")
class ProjectProposed(Event):
    """A party proposes a project or network to a body."""

    project: ProjectId = subject()
    kind: ProjectKind
    name: str
    goal: str
    body: BodyId
    owner: PartyId
    themes: tuple[ThemeId, ...]
    proposed_on: date


@event("project.started")
class ProjectStarted(Event):
    """It runs; ``decision`` and ``motive`` are filled in when it runs over the limit of the portfolio."""

    project: ProjectId = subject()
    body: BodyId
    started_on: date
    decision: DecisionId | None
    motive: str | None


@event("project.paused")
class ProjectPaused(Event):
    """It rests, and frees its place."""

    project: ProjectId = subject()
    body: BodyId
    paused_on: date
    reason: str


@event("project.finished")
class ProjectFinished(Event):
    """It reached its end."""

    project: ProjectId = subject()
    body: BodyId
    finished_on: date
    result: str


@event("project.stopped")
class ProjectStopped(Event):
    """It ends before its goal."""

    project: ProjectId = subject()
    body: BodyId
    stopped_on: date
    reason: str


@event("project.owner_changed")
class OwnerChanged(Event):
    """Another party answers for it."""

    project: ProjectId = subject()
    owner: PartyId
    since: date


@event("project.themes_set")
class ProjectThemesSet(Event):
    """From a day on these content themes hang on it."""

    project: ProjectId = subject()
    themes: tuple[ThemeId, ...]
    since: date


@event("project.milestone_set")
class MilestoneSet(Event):
    """It will have reached something before a day."""

    project: ProjectId = subject()
    milestone: MilestoneId
    title: str
    due: date


@event("project.milestone_reached")
class MilestoneReached(Event):
    """A milestone is reached."""

    project: ProjectId = subject()
    milestone: MilestoneId
    reached_on: date


@event("project.moved_along")
class ProjectMovedAlong(Event):
    """Its body went up into another, which takes it over."""

    project: ProjectId = subject()
    from_body: BodyId
    body: BodyId
    since: date


ProjectEvent = (
    ProjectProposed
    | ProjectStarted
    | ProjectPaused
    | ProjectFinished
    | ProjectStopped
    | OwnerChanged
    | ProjectThemesSet
    | MilestoneSet
    | MilestoneReached
    | ProjectMovedAlong
)


def evolve(state: Project | None, event: ProjectEvent) -> Project:
    """Fold one event into the project."""
    if isinstance(event, ProjectProposed):
        return Project(
            id=event.project,
            kind=event.kind,
            body=event.body,
            owner=event.owner,
            state=ProjectState.PROPOSED,
            since=event.proposed_on,
        )
    assert state is not None
    match event:
        case ProjectStarted():
            return attrs.evolve(state, state=ProjectState.RUNNING, since=event.started_on)
        case ProjectPaused():
            return attrs.evolve(state, state=ProjectState.PAUSED, since=event.paused_on)
        case ProjectFinished():
            return attrs.evolve(state, state=ProjectState.FINISHED, since=event.finished_on)
        case ProjectStopped():
            return attrs.evolve(state, state=ProjectState.STOPPED, since=event.stopped_on)
        case OwnerChanged():
            return attrs.evolve(state, owner=event.owner)
        case MilestoneSet():
            return attrs.evolve(state, milestones={**state.milestones, event.milestone: None})
        case MilestoneReached():
            return attrs.evolve(state, milestones={**state.milestones, event.milestone: event.reached_on})
        case ProjectMovedAlong():
            return attrs.evolve(state, body=event.body)
        case ProjectThemesSet():
            return state
        case _:
            assert_never(event)


def propose(
    state: Project | None,
    body: Body,
    *,
    project: str,
    kind: ProjectKind,
    name: str,
    goal: str,
    owner: str,
    themes: tuple[str, ...],
    on: date,
) -> ProjectProposed:
    """Propose a project or network to a body (S9)."""
    require_id(project, "project")
    require_text(name, "name of the project")
    if state is not None:
        raise RECORD_NEW.refused(project=project)
    body.profile_on(on)
    return ProjectProposed(
        project=project, kind=kind, name=name, goal=goal, body=body.id, owner=owner, themes=themes, proposed_on=on
    )


def start(
    state: Project,
    body: Body,
    docket: Docket | None,
    *,
    on: date,
    over_limit: Decision | None,
    motive: str | None,
    today: date,
) -> ProjectStarted:
    """Start a proposed project, or resume a paused one (S9).

    Facts: the body with its limit, its docket with the places that are taken, and the decision that lets this
    project run over the limit, where one is named. Going over the limit also needs a motive.
    """
    _require_step(state, (ProjectState.PROPOSED, ProjectState.PAUSED), on, today)
    limit = body.profile_on(on).portfolio_limit
    taken = docket.of_kind(MatterKind.PLACE) if docket else ()
    full = state.kind is ProjectKind.PROJECT and limit is not None and len(taken) >= limit
    if over_limit is not None:
        require_in_force(over_limit)
    if full and (over_limit is None or state.id not in over_limit.over_limit or over_limit.taken_on > on):
        raise PROJECT_LIMIT.refused(
            project=state.id, body=body.id, limit=limit, running=taken, decision=over_limit and over_limit.id
        )
    if full:
        require_text(motive or "", "motive for going over the limit")
    return ProjectStarted(
        project=state.id,
        body=state.body,
        started_on=on,
        decision=over_limit.id if over_limit else None,
        motive=motive,
    )


def pause(state: Project, *, on: date, reason: str, today: date) -> ProjectPaused:
    """Pause a running project; that frees its place (S9)."""
    require_text(reason, "reason of the pause")
    _require_step(state, (ProjectState.RUNNING,), on, today)
    return ProjectPaused(project=state.id, body=state.body, paused_on=on, reason=reason)


def finish(state: Project, *, on: date, result: str, today: date) -> ProjectFinished:
    """Finish a running project (S9)."""
    require_text(result, "result of the project")
    _require_step(state, (ProjectState.RUNNING,), on, today)
    return ProjectFinished(project=state.id, body=state.body, finished_on=on, result=result)


def stop(state: Project, *, on: date, reason: str, today: date) -> ProjectStopped:
    """Stop a project before its goal; that frees its place (S9)."""
    require_text(reason, "reason of the stop")
    _require_step(state, (ProjectState.PROPOSED, ProjectState.RUNNING, ProjectState.PAUSED), on, today)
    return ProjectStopped(project=state.id, body=state.body, stopped_on=on, reason=reason)


def change_owner(state: Project, *, owner: str, since: date) -> OwnerChanged:
    """Let another party answer for a project (S9)."""
    _require_not_over(state, since)
    return OwnerChanged(project=state.id, owner=owner, since=since)


def set_themes(state: Project, *, themes: tuple[str, ...], since: date) -> ProjectThemesSet:
    """Say which content themes hang on a project (S1)."""
    _require_not_over(state, since)
    return ProjectThemesSet(project=state.id, themes=tuple(dict.fromkeys(themes)), since=since)


def set_milestone(state: Project, *, milestone: str, title: str, due: date) -> MilestoneSet:
    """Set a milestone, or give an open one another title or day (S9)."""
    require_id(milestone, "milestone")
    require_text(title, "title of the milestone")
    _require_not_over(state, due)
    if state.milestones.get(milestone) is not None:
        raise PROJECT_MILESTONE.refused(
            project=state.id, milestone=milestone, reached_on=state.milestones[milestone], state=state.state
        )
    return MilestoneSet(project=state.id, milestone=milestone, title=title, due=due)


def reach_milestone(state: Project, *, milestone: str, on: date, today: date) -> MilestoneReached:
    """Record that a milestone is reached (S9)."""
    require_happened(on, today, "milestone")
    if milestone not in state.milestones:
        raise RECORD_KNOWN.refused(unknown_milestone=milestone, milestones=list(state.milestones))
    if state.milestones[milestone] is not None or state.state in OVER:
        raise PROJECT_MILESTONE.refused(
            project=state.id, milestone=milestone, reached_on=state.milestones[milestone], state=state.state
        )
    return MilestoneReached(project=state.id, milestone=milestone, reached_on=on)


def _require_step(state: Project, before: tuple[ProjectState, ...], on: date, today: date) -> None:
    require_happened(on, today, "project")
    if state.state not in before or on < state.since:
        raise PROJECT_STATE.refused(project=state.id, state=state.state, since=state.since, date=on)


def _require_not_over(state: Project, on: date) -> None:
    if state.state in OVER:
        raise PROJECT_STATE.refused(project=state.id, state=state.state, since=state.since, date=on)
