"""Sentences about signals, projects and networks, and the policy cycle."""

from rso_core.domain.cycle import MomentLinked, MomentMoved, MomentSet, Needs
from rso_core.domain.names import NameIndex
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import because, quoted, told
from rso_core.narrative.sentences import narrates


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
