"""What a project or knowledge network is: whose it is, where it is in its life, and its milestones."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import attrs

from rso_core.domain.concept import concept
from rso_core.domain.docket import Docket, Matter, MatterClosed, MatterKind
from rso_core.domain.references import BodyId, MilestoneId, PartyId, ProjectId
from rso_core.domain.refusal import Rule
from rso_core.domain.values import require_happened

PROJECT_STATE = Rule(
    id="project.state",
    source="S9",
    en="A project is proposed, runs, may be paused and resumed, and is finished or stopped; dates rise.",
    nl="Een project wordt voorgesteld, loopt, kan pauzeren en hervatten, en wordt afgerond of gestopt; data lopen op.",
    remedy_en="Record the step before first, or correct the date.",
    remedy_nl="Leg eerst de vorige stap vast, of verbeter de datum.",
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

    id: ProjectId
    kind: ProjectKind
    body: BodyId
    owner: PartyId
    state: ProjectState
    since: date
    milestones: Mapping[MilestoneId, date | None] = attrs.field(factory=dict)

    def in_state(self, state: ProjectState, since: date) -> "Project":
        """The project in another part of its life."""
        return attrs.evolve(self, state=state, since=since)

    def under(self, body: BodyId) -> "Project":
        """The project under another body."""
        return attrs.evolve(self, body=body)

    def require_step(self, before: tuple[ProjectState, ...], on: date, today: date) -> None:
        """Refuse a step that does not follow on where the project is, or lies after the day of recording.

        Raises:
            Refused: PROJECT_STATE, RECORD_NOT_YET.
        """
        require_happened(on, today, "project")
        if self.state not in before or on < self.since:
            raise PROJECT_STATE.refused(project=self.id, state=self.state, since=self.since, date=on)

    def require_not_over(self, on: date) -> None:
        """Refuse to change what was finished or stopped.

        Raises:
            Refused: PROJECT_STATE.
        """
        PROJECT_STATE.unless(self.state not in OVER, project=self.id, state=self.state, since=self.since, date=on)

    def matter(self, kind: MatterKind) -> Matter:
        """The project, or its place of the portfolio, as a matter of its body."""
        return Matter(kind=kind, id=self.id)

    def frees_place(self, docket: Docket | None) -> list[MatterClosed]:
        """The place of the portfolio that it has, no longer open; a network has none."""
        has_place = docket is not None and self.id in docket.of_kind(MatterKind.PLACE)
        return [MatterClosed(body=self.body, matter=self.matter(MatterKind.PLACE))] if has_place else []
