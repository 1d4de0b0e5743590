"""Sentences about handovers."""

from rso_core.domain.handover import (
    HandoverAccepted,
    HandoverAnnounced,
    HandoverCalledOff,
    HandoverStarted,
    MatterHandedOver,
)
from rso_core.domain.names import NameIndex
from rso_core.dutch.days import in_words
from rso_core.dutch.sentences import because, said, told
from rso_core.narrative.sentences import narrates


@narrates(HandoverAnnounced)
def announced(event: HandoverAnnounced, names: NameIndex) -> str:
    """A succession."""
    return told(
        f"aangekondigd werd dat {names.person(event.successor)} vanaf {in_words(event.takes_over_on)} namens "
        f"{names.party(event.party)} {names.role(event.role)} overneemt van {names.person(event.holder)}",
        because(event.reason),
    )


@narrates(HandoverStarted)
def started(event: HandoverStarted, names: NameIndex) -> str:
    """The checklist."""
    matters = names.matters(_matter(matter) for matter in event.checklist)
    over = f"over te dragen: {matters}" if matters else "er zijn geen openstaande zaken over te dragen"
    return told(f"{names.handover(event.handover, event.role)} begon", over)


def _matter(matter: str) -> tuple[str, str]:
    kind, _, identifier = matter.partition(" ")
    return (kind, identifier) if kind in ("action", "signal", "project", "place") and identifier else ("", matter)


@narrates(MatterHandedOver)
def matter_handed_over(event: MatterHandedOver, names: NameIndex) -> str:
    """A matter of the checklist."""
    own = names.own == f"handover:{event.handover}"
    where = "" if own else f", bij {names.handover(event.handover, event.role)}"
    return told(f"overgedragen werd {names.matter(*_matter(event.matter))}{where}", said("toelichting", event.note))


@narrates(HandoverAccepted)
def accepted(event: HandoverAccepted, names: NameIndex) -> str:
    """The successor accepts."""
    return told(f"{names.handover(event.handover, event.role)} werd aanvaard door de opvolger")


@narrates(HandoverCalledOff)
def called_off(event: HandoverCalledOff, names: NameIndex) -> str:
    """It will not happen."""
    return told(f"{names.handover(event.handover, event.role)} gaat niet door; de houder blijft", because(event.reason))
