"""What is said of a project while it goes: its owner, its themes and its milestones (S9)."""

from collections.abc import Mapping
from datetime import date

import attrs

from rso_core.domain.act import Act, act, effective, field
from rso_core.domain.checked_types import Title
from rso_core.domain.event import Event, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.project.state import OVER, Project
from rso_core.domain.references import MilestoneId, PartyId, ProjectId, ThemeId
from rso_core.domain.refusal import Rule
from rso_core.domain.theme import Theme, require_running
from rso_core.domain.values import RECORD_KNOWN, require_happened, require_id
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import in_sentences, quoted

PROJECT_MILESTONE = Rule(
    id="project.milestone",
    source="S9",
    en="A milestone is reached once, of a project that is not over.",
    nl="Een mijlpaal wordt één keer bereikt, van een project dat niet voorbij is.",
    remedy_en="Name a milestone of the project that is open.",
    remedy_nl="Noem een mijlpaal van het project die openstaat.",
)


@event("project.owner_changed")
class OwnerChanged(Event):
    """Another party answers for it."""

    project: ProjectId = subject()
    owner: PartyId
    since: date
    sentence = "{owner} is nu verantwoordelijk voor {project}."

    def apply(self, state: Project) -> Project:
        """A project of another party."""
        return attrs.evolve(state, owner=self.owner)


@act("change-owner", source="S9")
class ChangeOwner(Act):
    """Let another party answer for a project."""

    project: ProjectId = field("identifier of the project or network")
    owner: PartyId = field("party from then on")
    since: date = effective("day from which it holds")

    def decide(self, project: Project) -> OwnerChanged:
        """While it is not over."""
        project.require_not_over(self.since)
        return OwnerChanged(project=self.project, owner=self.owner, since=self.since)


@event("project.themes_set")
class ProjectThemesSet(Event):
    """From a day on these content themes hang on it."""

    project: ProjectId = subject()
    themes: tuple[ThemeId, ...]
    since: date

    def apply(self, state: Project) -> Project:
        """No rule looks back at them."""
        return state

    def sentence(self, names: NameIndex) -> str:
        """Themes hang on it."""
        return in_sentences(f"{names.project(self.project)} hoort bij {names.themes(self.themes) or 'geen thema meer'}")


@act("set-project-themes", source="S9")
class SetProjectThemes(Act):
    """Say which content themes hang on a project."""

    project: ProjectId = field("identifier of the project or network")
    themes: tuple[ThemeId, ...] = field("all themes from then on")
    since: date = effective("day from which they hold")

    def decide(self, project: Project, themes: Mapping[str, Theme]) -> ProjectThemesSet:
        """Themes that run, each once."""
        require_running(themes.values(), self.since)
        project.require_not_over(self.since)
        return ProjectThemesSet(project=self.project, themes=tuple(dict.fromkeys(self.themes)), since=self.since)


@event("project.milestone_set")
class MilestoneSet(Event):
    """It will have reached something before a day."""

    project: ProjectId = subject()
    milestone: MilestoneId
    title: str
    due: date

    def apply(self, state: Project) -> Project:
        """A milestone that is open."""
        return attrs.evolve(state, milestones={**state.milestones, self.milestone: None})

    def sentence(self, names: NameIndex) -> str:
        """What it will have reached."""
        return in_sentences(
            f"{names.project(self.project)} kreeg de mijlpaal {quoted(self.title)}, te bereiken uiterlijk op "
            f"{in_words(self.due)}"
        )


@act("set-milestone", source="S9")
class SetMilestone(Act):
    """Set a milestone of a project, or move one that is open."""

    project: ProjectId = field("identifier of the project or network")
    milestone: MilestoneId = field("identifier of the milestone, unique within the project")
    title: Title = field("what is reached then")
    due: date = field("day before which")
    on: date = effective("day on which this was agreed")

    def decide(self, project: Project) -> MilestoneSet:
        """An open one gets another title or day; one that was reached stays as it was."""
        require_id(self.milestone, "milestone")
        project.require_not_over(self.due)
        _require_open(project, self.milestone)
        return MilestoneSet(project=self.project, milestone=self.milestone, title=self.title, due=self.due)


@event("project.milestone_reached")
class MilestoneReached(Event):
    """A milestone is reached."""

    project: ProjectId = subject()
    milestone: MilestoneId
    reached_on: date
    sentence = "{project} bereikte de mijlpaal {milestone}."

    def apply(self, state: Project) -> Project:
        """A milestone that is reached."""
        return attrs.evolve(state, milestones={**state.milestones, self.milestone: self.reached_on})


@act("reach-milestone", source="S9")
class ReachMilestone(Act):
    """Record that a milestone is reached."""

    project: ProjectId = field("identifier of the project or network")
    milestone: MilestoneId = field("identifier of the milestone")
    on: date = effective("day")

    def decide(self, project: Project, today: date) -> MilestoneReached:
        """Once, of a project that is not over."""
        require_happened(self.on, today, "milestone")
        if self.milestone not in project.milestones:
            raise RECORD_KNOWN.refused(unknown_milestone=self.milestone, milestones=list(project.milestones))
        _require_open(project, self.milestone, over=project.state in OVER)
        return MilestoneReached(project=self.project, milestone=self.milestone, reached_on=self.on)


def _require_open(project: Project, milestone: MilestoneId, *, over: bool = False) -> None:
    reached_on = project.milestones.get(milestone)
    PROJECT_MILESTONE.unless(
        reached_on is None and not over,
        project=project.id,
        milestone=milestone,
        reached_on=reached_on,
        state=project.state,
    )
