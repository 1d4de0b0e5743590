"""Sentences about roles and handovers."""

from rso_core.domain.handover import (
    HandoverAccepted,
    HandoverAnnounced,
    HandoverCalledOff,
    HandoverStarted,
    MatterHandedOver,
)
from rso_core.domain.names import NameIndex
from rso_core.domain.role import DeputyNamed, RoleAssigned, RoleAssignmentEnded, RoleEstablished
from rso_core.dutch.days import in_words, until_words
from rso_core.dutch.sentences import because, quoted, said, told
from rso_core.narrative.sentences import narrates


@narrates(RoleEstablished)
def established(event: RoleEstablished, names: NameIndex) -> str:
    """A role."""
    body = f" bij {names.body(event.body)}" if event.body else ""
    holders = f"; zij kan door {event.holders} personen tegelijk worden vervuld" if event.holders > 1 else ""
    return told(
        f"de rol {quoted(event.name)}{body} werd ingesteld{holders}",
        f"alleen {names.parties(event.parties)} {_may(event.parties)} haar vervullen" if event.parties else "",
    )


def _may(parties: tuple[str, ...]) -> str:
    return "kan" if len(parties) == 1 else "kunnen"


@narrates(RoleAssigned)
def assigned(event: RoleAssigned, names: NameIndex) -> str:
    """Someone holds it."""
    return told(
        f"{names.person(event.person)} vervult {names.role(event.role)} namens {names.party(event.party)}{until_words(event.until)}",
        f"plaatsvervanger is {names.person(event.deputy)}" if event.deputy else "",
    )


@narrates(DeputyNamed)
def deputy_named(event: DeputyNamed, names: NameIndex) -> str:
    """Someone stands in."""
    held: RoleAssigned | None = names.first("assignment", event.role, event.assignment)
    holder = f" van {names.person(held.person)}" if held else ""
    return told(f"{names.person(event.deputy)} is plaatsvervanger{holder} in {names.role(event.role)}")


@narrates(RoleAssignmentEnded)
def assignment_ended(event: RoleAssignmentEnded, names: NameIndex) -> str:
    """Someone holds it no longer."""
    held: RoleAssigned | None = names.first("assignment", event.role, event.assignment)
    who = (
        f"{names.person(held.person)} ({names.party_alone(held.party)})" if held else f"de houder ({event.assignment})"
    )
    return told(
        f"{who} vervulde {names.role(event.role)} tot en met {in_words(event.last_day)}",
        _why(event.reason, names),
    )


def _why(reason: str, names: NameIndex) -> str:
    """The record names a handover by its identifier, which a reader does not know."""
    kind, _, handover = reason.partition(" ")
    return (
        "dat volgde uit de overdracht"
        if kind == "Overdracht" and names.first("handover", handover)
        else because(reason)
    )


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
