"""Sentences about signals, projects and networks, and the policy cycle."""

from rso_core.domain.cycle import MomentLinked, MomentMoved, MomentSet, Needs
from rso_core.domain.names import NameIndex
from rso_core.domain.project import (
    MilestoneReached,
    MilestoneSet,
    OwnerChanged,
    ProjectFinished,
    ProjectKind,
    ProjectMovedAlong,
    ProjectPaused,
    ProjectProposed,
    ProjectStarted,
    ProjectStopped,
    ProjectThemesSet,
)
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import because, quoted, said, told
from rso_core.narrative.sentences import narrates


@narrates(ProjectProposed)
def proposed(event: ProjectProposed, names: NameIndex) -> str:
    """A project or network."""
    kind = "het kennisnetwerk" if event.kind is ProjectKind.NETWORK else "het project"
    themes = f", rond {names.themes(event.themes)}" if event.themes else ""
    return told(
        f"{names.party(event.owner)} stelde aan {names.body(event.body)} {kind} {quoted(event.name)} voor{themes}",
        said("doel", event.goal),
    )


@narrates(ProjectStarted)
def project_started(event: ProjectStarted, names: NameIndex) -> str:
    """It runs."""
    over = f", boven het maximum, met {names.decision(event.decision)}" if event.decision else ""
    return told(f"{names.project(event.project)} loopt{over}", said("motivering", event.motive))


@narrates(ProjectPaused)
def project_paused(event: ProjectPaused, names: NameIndex) -> str:
    """It rests."""
    return told(f"{names.project(event.project)} werd gepauzeerd", because(event.reason))


@narrates(ProjectFinished)
def project_finished(event: ProjectFinished, names: NameIndex) -> str:
    """It is finished."""
    return told(f"{names.project(event.project)} werd afgerond", said("resultaat", event.result))


@narrates(ProjectStopped)
def project_stopped(event: ProjectStopped, names: NameIndex) -> str:
    """It ends early."""
    return told(f"{names.project(event.project)} werd voortijdig gestopt", because(event.reason))


@narrates(OwnerChanged)
def owner_changed(event: OwnerChanged, names: NameIndex) -> str:
    """Another party answers for it."""
    return told(f"{names.party(event.owner)} is nu verantwoordelijk voor {names.project(event.project)}")


@narrates(ProjectThemesSet)
def project_themes_set(event: ProjectThemesSet, names: NameIndex) -> str:
    """Themes hang on it."""
    return told(f"{names.project(event.project)} hoort bij {names.themes(event.themes) or 'geen thema meer'}")


@narrates(MilestoneSet)
def milestone_set(event: MilestoneSet, names: NameIndex) -> str:
    """What it will have reached."""
    return told(
        f"{names.project(event.project)} kreeg de mijlpaal {quoted(event.title)}, te bereiken uiterlijk op "
        f"{in_words(event.due)}"
    )


@narrates(MilestoneReached)
def milestone_reached(event: MilestoneReached, names: NameIndex) -> str:
    """It reached that."""
    milestone = names.part("milestone", event.project, event.milestone)
    return told(f"{names.project(event.project)} bereikte de mijlpaal {milestone}")


@narrates(ProjectMovedAlong)
def project_moved_along(event: ProjectMovedAlong, names: NameIndex) -> str:
    """It went along to another body."""
    return told(
        f"{names.project(event.project)} ging mee van {names.body(event.from_body)} naar {names.body(event.body)}"
    )


@narrates(MomentSet)
def moment_set(event: MomentSet, names: NameIndex) -> str:
    """A moment of the cycle."""
    needs = "een vergadering" if event.needs is Needs.MEETING else "een besluit"
    return told(
        f"in {names.cycle(event.cycle)} staat het moment {quoted(event.name)}, van {in_words(event.opens)} tot en met "
        f"{in_words(event.closes)}; dat vraagt {needs} van {names.body(event.body)}"
    )


@narrates(MomentMoved)
def moment_moved(event: MomentMoved, names: NameIndex) -> str:
    """Another window."""
    moment = names.part("moment", event.cycle, event.moment)
    return told(
        f"het moment {moment} in {names.cycle(event.cycle)} loopt nu van {in_words(event.opens)} tot en met "
        f"{in_words(event.closes)}",
        because(event.reason),
    )


@narrates(MomentLinked)
def moment_linked(event: MomentLinked, names: NameIndex) -> str:
    """It was served."""
    moment = names.part("moment", event.cycle, event.moment)
    by = names.meeting(event.meeting) if event.meeting else ""
    by = by or (names.decision(event.decision) if event.decision else "een vergadering of besluit")
    return told(f"het moment {moment} in {names.cycle(event.cycle)} kreeg zijn invulling met {by}")
