"""Sentences about meetings, their agendas and their minutes."""

from rso_core.domain.meeting_events import (
    AgendaItemAdded,
    AgendaItemRemoved,
    ItemKind,
    MeetingCancelled,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    MeetingSkipped,
    MinutesApproved,
    MinutesCorrected,
    MinutesDrawnUp,
)
from rso_core.domain.names import NameIndex
from rso_core.dutch.days import clock, in_words
from rso_core.dutch.sentences import because, counted, listed, quoted, said, told
from rso_core.narrative.sentences import narrates

ASKED = {
    ItemKind.OVERVIEW: "het voortgangsoverzicht",
    ItemKind.INFORM: "ter informatie",
    ItemKind.DISCUSS: "ter bespreking",
    ItemKind.ADVISE: "om advies",
    ItemKind.DECIDE: "ter besluitvorming",
}


@narrates(MeetingPlanned)
def planned(event: MeetingPlanned, names: NameIndex) -> str:
    """A meeting is planned."""
    kind = "extra vergadering" if event.extra else "vergadering"
    place = f", in {event.place}" if event.place.strip() else ""
    return told(
        f"{names.body(event.body)} plande de {kind} {quoted(event.title)} op {in_words(event.on)}, van "
        f"{clock(event.starts)} tot {clock(event.ends)}{place}"
    )


@narrates(MeetingMoved)
def moved(event: MeetingMoved, names: NameIndex) -> str:
    """A meeting moved."""
    titled = names.get("meeting", event.meeting)
    which = names.meeting(event.meeting) if names.own or not titled else f"de vergadering {quoted(titled)}"
    day = f" van {in_words(event.former_day)} naar {in_words(event.on)}" if event.on != event.former_day else ""
    times = " ".join(
        filter(
            None,
            (f"van {clock(event.starts)}" if event.starts else "", f"tot {clock(event.ends)}" if event.ends else ""),
        )
    )
    more = "; zij is nu " + ", ".join(filter(None, (times, f"in {event.place}" if event.place else "")))
    more = more if times or event.place else ""
    return told(f"{which} werd verzet{day}{more}", because(event.reason))


@narrates(MeetingSkipped)
def skipped(event: MeetingSkipped, names: NameIndex) -> str:
    """A meeting of the rhythm is left out."""
    return told(
        f"{names.body(event.body)} slaat de vergadering van rond {in_words(event.on)} over", because(event.reason)
    )


@narrates(MeetingCancelled)
def cancelled(event: MeetingCancelled, names: NameIndex) -> str:
    """A meeting will not be held."""
    return told(f"{names.meeting(event.meeting)} gaat niet door", because(event.reason))


@narrates(MeetingHeld)
def held(event: MeetingHeld, names: NameIndex) -> str:
    """A meeting was held."""
    members = [(who.person, who.party) for who in event.attendance if not who.guest]
    guests = [(who.person, who.party) for who in event.attendance if who.guest]
    chair = f" onder voorzitterschap van {names.person(event.chair)}" if event.chair else ""
    were = f"{'was' if len(members) == 1 else 'waren'} {counted(len(members), 'deelnemer', 'deelnemers')}"
    opened = "zij opende met het voortgangsoverzicht" if event.opened_with_overview else ""
    return told(
        f"{names.meeting(event.meeting)} werd gehouden{chair}",
        opened or said("zij opende zonder voortgangsoverzicht", event.without_overview),
        f"aanwezig {were}: {names.persons(members)}" if members else "er waren geen deelnemers aanwezig",
        f"te gast {'was' if len(guests) == 1 else 'waren'} {names.persons(guests)}" if guests else "",
    )


@narrates(AgendaItemAdded)
def item_added(event: AgendaItemAdded, names: NameIndex) -> str:
    """An item on the agenda."""
    item = event.item
    title = "" if item.kind is ItemKind.OVERVIEW and "voortgang" in item.title.casefold() else ASKED[item.kind]
    extra = ", ".join(
        filter(
            None,
            (title, f"{item.minutes} minuten" if item.minutes else "", "vertrouwelijk" if item.confidential else ""),
        )
    )
    return told(
        f"punt {item.place} op de agenda van {names.meeting(event.meeting)} is {quoted(item.title)}"
        + (f" ({extra})" if extra else ""),
        f"Stukken: {listed(map(quoted, item.papers))}" if item.papers else "",
    )


@narrates(AgendaItemRemoved)
def item_removed(event: AgendaItemRemoved, names: NameIndex) -> str:
    """An item is taken off."""
    item = names.part("item", event.meeting, event.item)
    return told(f"het punt {item} ging van de agenda van {names.meeting(event.meeting)} af", because(event.reason))


@narrates(MinutesDrawnUp)
def drawn_up(event: MinutesDrawnUp, names: NameIndex) -> str:
    """Draft minutes."""
    return told(f"het conceptverslag van {names.meeting(event.meeting)} was gereed: {quoted(event.document)}")


@narrates(MinutesApproved)
def approved(event: MinutesApproved, names: NameIndex) -> str:
    """Minutes approved."""
    return told(
        f"het verslag van {names.meeting(event.meeting)} werd vastgesteld, in {names.meeting(event.approved_in)}"
    )


@narrates(MinutesCorrected)
def corrected(event: MinutesCorrected, names: NameIndex) -> str:
    """Minutes corrected."""
    missed = [(who.person, who.party) for who in event.missed]
    return told(
        f"het verslag van {names.meeting(event.meeting)} werd verbeterd: {quoted(event.correction)}",
        f"ook aanwezig {'was' if len(missed) == 1 else 'waren'} {names.persons(missed)}" if missed else "",
        said("verbeterd stuk", event.document),
    )
