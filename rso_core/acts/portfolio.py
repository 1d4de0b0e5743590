"""Projects and knowledge networks (S9)."""

from datetime import date

import attrs

from rso_core.acts.base import Act, field, named
from rso_core.domain.project import ProjectKind


@named("propose-project")
@attrs.frozen(kw_only=True)
class ProposeProject(Act):
    """Propose a project or a knowledge network to a body."""

    project: str = field("identifier of the project or network")
    name: str = field("name")
    body: str = field("body it falls under")
    owner: str = field("party that answers for it")
    on: date = field("day of the proposal")
    kind: ProjectKind = field("project or network", default=ProjectKind.PROJECT)
    goal: str = field("what it is for", default="")
    themes: tuple[str, ...] = field("content themes", default=())


@named("start-project")
@attrs.frozen(kw_only=True)
class StartProject(Act):
    """Start a project or network, or resume a paused one."""

    project: str = field("identifier of the project or network")
    on: date = field("day on which it starts")
    over_limit: str | None = field("decision that lets it run over the limit", default=None)
    motive: str | None = field("why it goes over the limit", default=None)


@named("pause-project")
@attrs.frozen(kw_only=True)
class PauseProject(Act):
    """Pause a running project; that frees its place."""

    project: str = field("identifier of the project or network")
    on: date = field("day")
    reason: str = field("why")


@named("finish-project")
@attrs.frozen(kw_only=True)
class FinishProject(Act):
    """Finish a running project."""

    project: str = field("identifier of the project or network")
    on: date = field("day")
    result: str = field("what came of it")


@named("stop-project")
@attrs.frozen(kw_only=True)
class StopProject(Act):
    """Stop a project before its goal; that frees its place."""

    project: str = field("identifier of the project or network")
    on: date = field("day")
    reason: str = field("why")


@named("change-owner")
@attrs.frozen(kw_only=True)
class ChangeOwner(Act):
    """Let another party answer for a project."""

    project: str = field("identifier of the project or network")
    owner: str = field("party from then on")
    since: date = field("day from which it holds")


@named("set-project-themes")
@attrs.frozen(kw_only=True)
class SetProjectThemes(Act):
    """Say which content themes hang on a project."""

    project: str = field("identifier of the project or network")
    themes: tuple[str, ...] = field("all themes from then on")
    since: date = field("day from which they hold")


@named("set-milestone")
@attrs.frozen(kw_only=True)
class SetMilestone(Act):
    """Set a milestone of a project, or move one that is open."""

    project: str = field("identifier of the project or network")
    milestone: str = field("identifier of the milestone, unique within the project")
    title: str = field("what is reached then")
    due: date = field("day before which")
    on: date = field("day on which this was agreed")


@named("reach-milestone")
@attrs.frozen(kw_only=True)
class ReachMilestone(Act):
    """Record that a milestone is reached."""

    project: str = field("identifier of the project or network")
    milestone: str = field("identifier of the milestone")
    on: date = field("day")
