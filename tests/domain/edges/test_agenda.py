"""The agenda of a meeting: places, minutes, and the overview first."""

from typing import Any

from domain.deciding import Edge, Trial, table
from domain.edges.meeting_acts import MET, held, planned
from domain.trials import DAY, REGION
from rso_core import Act, acts
from rso_core.events import ItemKind

NUMBERS = "agenda.numbers"
OVERVIEW = "meeting.overview_first"
OPEN = "meeting.open"
NEW = "record.new"
KNOWN = "record.known"


def item(identifier: str = "i1", place: int = 1, kind: ItemKind = ItemKind.INFORM, **more: Any) -> acts.AddAgendaItem:
    return acts.AddAgendaItem(meeting="v1", item=identifier, place=place, kind=kind, title="Punt", on=MET, **more)


REMOVE = acts.RemoveAgendaItem(meeting="v1", item="i1", on=MET, reason="Geen nieuws")
PLANNED: tuple[Act, ...] = (*REGION, planned("v1"))
ADDING, REMOVING = Trial(PLANNED, item()), Trial((*PLANNED, item()), REMOVE)
ASKED = Trial((*PLANNED, acts.RepositionBody(body="overleg", since=MET, overview_first=True)), item())

EDGES = [
    ADDING.allowed(NUMBERS, "the first place is 1"),
    ADDING.refused(NUMBERS, "there is no place 0", place=0, facts={"place": 0, "taken_by": []}),
    ADDING.refused(NUMBERS, "a place is for one item", after=[item("i2")], facts={"taken_by": ["Punt"]}),
    ADDING.allowed(NUMBERS, "another place is free", after=[item("i2", 2)]),
    ADDING.allowed(
        NUMBERS, "a place that was given up is free",
        after=[item("i2"), acts.RemoveAgendaItem(meeting="v1", item="i2", on=MET, reason="R")],
    ),
    ADDING.allowed(NUMBERS, "an item lasts a minute", minutes=1),
    ADDING.refused(NUMBERS, "an item does not last no minutes", minutes=0),
    ADDING.allowed(NUMBERS, "an item need not say how long it lasts", minutes=None),
    ADDING.refused(NEW, "an item has a name of its own", after=[item("i1", 2)]),
    ADDING.allowed(NEW, "a name that was given up may be used again", after=[item("i1", 2), REMOVE]),
    ADDING.allowed(OPEN, "an item of a planned meeting"),
    ADDING.refused(OPEN, "no item of a meeting that was held", after=[held("v1")]),
    ADDING.refused(
        OPEN, "no item of a meeting that was cancelled", after=[acts.CancelMeeting(meeting="v1", on=MET, reason="R")],
    ),
    ADDING.allowed(OVERVIEW, "where no overview is asked any item is first"),
    ASKED.refused(OVERVIEW, "where an overview is asked no other item is first", facts={"first_item": "Punt"}),
    ASKED.allowed(OVERVIEW, "where an overview is asked it is first", kind=ItemKind.OVERVIEW),
    ASKED.allowed(OVERVIEW, "where an overview is asked another is second", place=2),
    ASKED.allowed(
        OVERVIEW, "for a meeting of the day before none was asked", meeting="v0", after=[planned("v0", MET - DAY)],
    ),
    REMOVING.allowed(KNOWN, "an item is taken off"),
    REMOVING.refused(KNOWN, "an item is taken off once", after=[REMOVE]),
    REMOVING.allowed(KNOWN, "an item beside others is taken off", after=[item("i2", 2)]),
    REMOVING.refused(OPEN, "no item is taken off a meeting that was held", after=[held("v1")]),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
