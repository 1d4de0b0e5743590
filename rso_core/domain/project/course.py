"""The course of a project: proposed, started, paused, finished or stopped (S9)."""

from collections.abc import Mapping
from datetime import date

from rso_core.domain.act import Act, act, effective, field, needed, new
from rso_core.domain.body.state import Body
from rso_core.domain.checked_types import Name, Remark, Text
from rso_core.domain.decision.state import Decision, require_in_force
from rso_core.domain.docket import Docket, MatterClosed, MatterKind, MatterOpened
from rso_core.domain.event import Event, context, event, subject
from rso_core.domain.names import NameIndex
from rso_core.domain.project.state import Project, ProjectKind, ProjectState
from rso_core.domain.references import BodyId, DecisionId, PartyId, ProjectId, ThemeId
from rso_core.domain.refusal import Rule
from rso_core.domain.theme import Theme, require_running
from rso_core.domain.values import require_text
from rso_core.dutch.sentences import in_sentences, labelled, quoted

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

    def apply(self, state: Project | None) -> Project:
        """A project that is proposed."""
        return Project(
            id=self.project,
            kind=self.kind,
            body=self.body,
            owner=self.owner,
            state=ProjectState.PROPOSED,
            since=self.proposed_on,
        )

    def sentence(self, names: NameIndex) -> str:
        """A project or network."""
        kind = "het kennisnetwerk" if self.kind is ProjectKind.NETWORK else "het project"
        themes = f", rond {names.themes(self.themes)}" if self.themes else ""
        return in_sentences(
            f"{names.party(self.owner)} stelde aan {names.body(self.body)} {kind} {quoted(self.name)} voor{themes}",
            labelled("doel", self.goal),
        )


@act("propose-project", source="S9")
class ProposeProject(Act):
    """Propose a project or a knowledge network to a body."""

    project: ProjectId = new("identifier of the project or network")
    name: Name = field("name")
    body: BodyId = field("body it falls under")
    owner: PartyId = field("party that answers for it")
    on: date = effective("day of the proposal")
    kind: ProjectKind = field("project or network", default=ProjectKind.PROJECT)
    goal: Remark = field("what it is for", default="")
    themes: tuple[ThemeId, ...] = field("content themes", default=())

    def decide(self, body: Body, themes: Mapping[str, Theme]) -> tuple[ProjectProposed, MatterOpened]:
        """It falls under a body that is there, and on themes that run."""
        require_running(themes.values(), self.on)
        body.profile_on(self.on)
        proposed = ProjectProposed(
            project=self.project,
            kind=self.kind,
            name=self.name,
            goal=self.goal,
            body=self.body,
            owner=self.owner,
            themes=self.themes,
            proposed_on=self.on,
        )
        project = proposed.apply(None)
        return proposed, MatterOpened(body=self.body, matter=project.matter(MatterKind.PROJECT))


@event("project.started")
class ProjectStarted(Event):
    """It runs; ``decision`` and ``motive`` are filled in when it runs over the limit of the portfolio."""

    project: ProjectId = subject()
    body: BodyId = context()
    started_on: date
    decision: DecisionId | None
    motive: str | None

    def apply(self, state: Project) -> Project:
        """A project that runs."""
        return state.in_state(ProjectState.RUNNING, self.started_on)

    def sentence(self, names: NameIndex) -> str:
        """It runs."""
        over = f", boven het maximum, met {names.decision(self.decision)}" if self.decision else ""
        return in_sentences(f"{names.project(self.project)} loopt{over}", labelled("motivering", self.motive))


@act("start-project", source="S9")
class StartProject(Act):
    """Start a project or network, or resume a paused one."""

    project: ProjectId = field("identifier of the project or network")
    on: date = effective("day on which it starts")
    over_limit: DecisionId | None = field("decision that lets it run over the limit", default=None, told="decision")
    motive: Remark | None = field("why it goes over the limit", default=None)

    def decide(
        self,
        project: Project,
        over_limit: Decision | None,
        today: date,
        body: Body = needed(lambda project: project.body),
        docket: Docket | None = needed(lambda project: project.body),
    ) -> list[ProjectStarted | MatterOpened]:
        """A project takes a place of the portfolio; a network takes none."""
        project.require_step((ProjectState.PROPOSED, ProjectState.PAUSED), self.on, today)
        if over_limit is not None:
            require_in_force(over_limit)
        self._require_place(project, over_limit, body, docket)
        started = ProjectStarted(
            project=self.project,
            body=project.body,
            started_on=self.on,
            decision=self.over_limit,
            motive=self.motive,
        )
        if project.kind is ProjectKind.NETWORK:
            return [started]
        return [started, MatterOpened(body=project.body, matter=project.matter(MatterKind.PLACE))]

    def _require_place(self, project: Project, over_limit: Decision | None, body: Body, docket: Docket | None) -> None:
        """Refuse to go over the limit without a decision of before that names this project, and a motive."""
        limit = body.profile_on(self.on).portfolio_limit
        taken = docket.of_kind(MatterKind.PLACE) if docket else ()
        if project.kind is ProjectKind.NETWORK or limit is None or len(taken) < limit:
            return
        if over_limit is None or project.id not in over_limit.over_limit or over_limit.taken_on > self.on:
            raise PROJECT_LIMIT.refused(
                project=project.id, body=body.id, limit=limit, running=taken, decision=self.over_limit
            )
        require_text(self.motive or "", "motive for going over the limit")


@event("project.paused")
class ProjectPaused(Event):
    """It rests, and frees its place."""

    project: ProjectId = subject()
    body: BodyId = context()
    paused_on: date
    reason: str
    sentence = "{project} werd gepauzeerd. Reden: {reason}."

    def apply(self, state: Project) -> Project:
        """A project that rests."""
        return state.in_state(ProjectState.PAUSED, self.paused_on)


@act("pause-project", source="S9")
class PauseProject(Act):
    """Pause a running project; that frees its place."""

    project: ProjectId = field("identifier of the project or network")
    on: date = effective("day")
    reason: Text = field("why")

    def decide(
        self, project: Project, today: date, docket: Docket | None = needed(lambda project: project.body)
    ) -> list[ProjectPaused | MatterClosed]:
        """Only what runs is paused."""
        project.require_step((ProjectState.RUNNING,), self.on, today)
        paused = ProjectPaused(project=self.project, body=project.body, paused_on=self.on, reason=self.reason)
        return [paused, *project.frees_place(docket)]


@event("project.finished")
class ProjectFinished(Event):
    """It reached its end."""

    project: ProjectId = subject()
    body: BodyId = context()
    finished_on: date
    result: str
    sentence = "{project} werd afgerond. Resultaat: {result}."

    def apply(self, state: Project) -> Project:
        """A project that is over."""
        return state.in_state(ProjectState.FINISHED, self.finished_on)


@act("finish-project", source="S9")
class FinishProject(Act):
    """Finish a running project."""

    project: ProjectId = field("identifier of the project or network")
    on: date = effective("day")
    result: Text = field("what came of it")

    def decide(
        self, project: Project, today: date, docket: Docket | None = needed(lambda project: project.body)
    ) -> list[ProjectFinished | MatterClosed]:
        """Only what runs is finished."""
        project.require_step((ProjectState.RUNNING,), self.on, today)
        finished = ProjectFinished(project=self.project, body=project.body, finished_on=self.on, result=self.result)
        closed = MatterClosed(body=project.body, matter=project.matter(MatterKind.PROJECT))
        return [finished, closed, *project.frees_place(docket)]


@event("project.stopped")
class ProjectStopped(Event):
    """It ends before its goal."""

    project: ProjectId = subject()
    body: BodyId = context()
    stopped_on: date
    reason: str
    sentence = "{project} werd voortijdig gestopt. Reden: {reason}."

    def apply(self, state: Project) -> Project:
        """A project that is over."""
        return state.in_state(ProjectState.STOPPED, self.stopped_on)


@act("stop-project", source="S9")
class StopProject(Act):
    """Stop a project before its goal; that frees its place."""

    project: ProjectId = field("identifier of the project or network")
    on: date = effective("day")
    reason: Text = field("why")

    def decide(
        self, project: Project, today: date, docket: Docket | None = needed(lambda project: project.body)
    ) -> list[ProjectStopped | MatterClosed]:
        """Whatever is not over yet can be stopped."""
        project.require_step((ProjectState.PROPOSED, ProjectState.RUNNING, ProjectState.PAUSED), self.on, today)
        stopped = ProjectStopped(project=self.project, body=project.body, stopped_on=self.on, reason=self.reason)
        closed = MatterClosed(body=project.body, matter=project.matter(MatterKind.PROJECT))
        return [stopped, closed, *project.frees_place(docket)]


@event("project.moved_along")
class ProjectMovedAlong(Event):
    """Its body went up into another, which takes it over."""

    project: ProjectId = subject()
    from_body: BodyId
    body: BodyId
    since: date
    sentence = "{project} ging mee van {from_body} naar {body}."

    def apply(self, state: Project) -> Project:
        """It falls under another body; unless it lay elsewhere by then, which may be told later."""
        return state.under(self.body) if state.body == self.from_body else state
