"""Projects and knowledge networks (S9)."""

from datetime import date

from rso_core.domain.act import Act, act, field
from rso_core.domain.project import ProjectKind
from rso_core.domain.references import BodyId, DecisionId, MilestoneId, PartyId, ProjectId, ThemeId


@act("propose-project", source="S9")
class ProposeProject(Act):
    """Propose a project or a knowledge network to a body."""

    project: ProjectId = field("identifier of the project or network")
    name: str = field("name")
    body: BodyId = field("body it falls under")
    owner: PartyId = field("party that answers for it")
    on: date = field("day of the proposal")
    kind: ProjectKind = field("project or network", default=ProjectKind.PROJECT)
    goal: str = field("what it is for", default="")
    themes: tuple[ThemeId, ...] = field("content themes", default=())


@act("start-project", source="S9")
class StartProject(Act):
    """Start a project or network, or resume a paused one."""

    project: ProjectId = field("identifier of the project or network")
    on: date = field("day on which it starts")
    over_limit: DecisionId | None = field("decision that lets it run over the limit", default=None)
    motive: str | None = field("why it goes over the limit", default=None)


@act("pause-project", source="S9")
class PauseProject(Act):
    """Pause a running project; that frees its place."""

    project: ProjectId = field("identifier of the project or network")
    on: date = field("day")
    reason: str = field("why")


@act("finish-project", source="S9")
class FinishProject(Act):
    """Finish a running project."""

    project: ProjectId = field("identifier of the project or network")
    on: date = field("day")
    result: str = field("what came of it")


@act("stop-project", source="S9")
class StopProject(Act):
    """Stop a project before its goal; that frees its place."""

    project: ProjectId = field("identifier of the project or network")
    on: date = field("day")
    reason: str = field("why")


@act("change-owner", source="S9")
class ChangeOwner(Act):
    """Let another party answer for a project."""

    project: ProjectId = field("identifier of the project or network")
    owner: PartyId = field("party from then on")
    since: date = field("day from which it holds")


@act("set-project-themes", source="S9")
class SetProjectThemes(Act):
    """Say which content themes hang on a project."""

    project: ProjectId = field("identifier of the project or network")
    themes: tuple[ThemeId, ...] = field("all themes from then on")
    since: date = field("day from which they hold")


@act("set-milestone", source="S9")
class SetMilestone(Act):
    """Set a milestone of a project, or move one that is open."""

    project: ProjectId = field("identifier of the project or network")
    milestone: MilestoneId = field("identifier of the milestone, unique within the project")
    title: str = field("what is reached then")
    due: date = field("day before which")
    on: date = field("day on which this was agreed")


@act("reach-milestone", source="S9")
class ReachMilestone(Act):
    """Record that a milestone is reached."""

    project: ProjectId = field("identifier of the project or network")
    milestone: MilestoneId = field("identifier of the milestone")
    on: date = field("day")
