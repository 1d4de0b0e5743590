"""Projects and knowledge networks (S9)."""

from datetime import date

from rso_core import acts
from rso_core.domain import project, theme
from rso_core.domain.docket import MatterKind
from rso_core.domain.project import ProjectKind
from rso_core.use_cases.dockets import close_matter, open_matter
from rso_core.use_cases.facts import BODY, DECISION, DOCKET, PARTY, PROJECT, THEME, Facts, arguments, records


@records(acts.ProposeProject)
def propose_project(facts: Facts, act: acts.ProposeProject, today: date) -> None:
    """A known party proposes a project to a body, on themes that run."""
    facts.get(PARTY, act.owner)
    theme.require_running(facts.all(THEME, act.themes).values(), act.on)
    event = project.propose(facts.find(PROJECT, act.project), facts.get(BODY, act.body), **arguments(act, "body"))
    facts.record(PROJECT, act.project, event, act.on)
    open_matter(facts, act.body, MatterKind.PROJECT, act.project, act.on)


@records(acts.StartProject)
def start_project(facts: Facts, act: acts.StartProject, today: date) -> None:
    """A project starts and takes a place of the portfolio; a network takes none."""
    state = facts.get(PROJECT, act.project)
    event = project.start(
        state,
        facts.get(BODY, state.body),
        facts.find(DOCKET, state.body),
        on=act.on,
        over_limit=facts.get(DECISION, act.over_limit) if act.over_limit else None,
        motive=act.motive,
        today=today,
    )
    facts.record(PROJECT, act.project, event, act.on)
    if state.kind is ProjectKind.PROJECT:
        open_matter(facts, state.body, MatterKind.PLACE, act.project, act.on)


@records(acts.PauseProject)
def pause_project(facts: Facts, act: acts.PauseProject, today: date) -> None:
    """A project rests and frees its place."""
    state = facts.get(PROJECT, act.project)
    facts.record(PROJECT, act.project, project.pause(state, today=today, **arguments(act, "project")), act.on)
    _free_place(facts, state, act.on)


@records(acts.FinishProject)
def finish_project(facts: Facts, act: acts.FinishProject, today: date) -> None:
    """A project reached its end."""
    state = facts.get(PROJECT, act.project)
    facts.record(PROJECT, act.project, project.finish(state, today=today, **arguments(act, "project")), act.on)
    close_matter(facts, state.body, MatterKind.PROJECT, act.project, act.on)
    _free_place(facts, state, act.on)


@records(acts.StopProject)
def stop_project(facts: Facts, act: acts.StopProject, today: date) -> None:
    """A project ends before its goal."""
    state = facts.get(PROJECT, act.project)
    facts.record(PROJECT, act.project, project.stop(state, today=today, **arguments(act, "project")), act.on)
    close_matter(facts, state.body, MatterKind.PROJECT, act.project, act.on)
    _free_place(facts, state, act.on)


@records(acts.ChangeOwner)
def change_owner(facts: Facts, act: acts.ChangeOwner, today: date) -> None:
    """Another known party answers for a project."""
    facts.get(PARTY, act.owner)
    event = project.change_owner(facts.get(PROJECT, act.project), owner=act.owner, since=act.since)
    facts.record(PROJECT, act.project, event, act.since)


@records(acts.SetProjectThemes)
def set_project_themes(facts: Facts, act: acts.SetProjectThemes, today: date) -> None:
    """Themes that run hang on a project."""
    theme.require_running(facts.all(THEME, act.themes).values(), act.since)
    event = project.set_themes(facts.get(PROJECT, act.project), themes=act.themes, since=act.since)
    facts.record(PROJECT, act.project, event, act.since)


@records(acts.SetMilestone)
def set_milestone(facts: Facts, act: acts.SetMilestone, today: date) -> None:
    """A project will have reached something before a day."""
    event = project.set_milestone(facts.get(PROJECT, act.project), **arguments(act, "project", "on"))
    facts.record(PROJECT, act.project, event, act.on)


@records(acts.ReachMilestone)
def reach_milestone(facts: Facts, act: acts.ReachMilestone, today: date) -> None:
    """A milestone is reached."""
    event = project.reach_milestone(facts.get(PROJECT, act.project), today=today, **arguments(act, "project"))
    facts.record(PROJECT, act.project, event, act.on)


def _free_place(facts: Facts, state: project.Project, on: date) -> None:
    known = facts.find(DOCKET, state.body)
    if known is not None and state.id in known.of_kind(MatterKind.PLACE):
        close_matter(facts, state.body, MatterKind.PLACE, state.id, on)
