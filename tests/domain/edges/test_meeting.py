"""Meetings: planned, moved, skipped, held with attendance and chair, cancelled."""

from datetime import date, time
from typing import Any

from acts_of_a_region import PARTIES, START, mandate, present, set_up
from domain.deciding import Edge, Trial, record_of, table
from domain.edges.meeting_acts import MET, held, planned
from domain.trials import DAY, REGION
from rso_core import Act, acts
from rso_core.events import Attendee, DecisionKind, ItemKind, PartyKind

OPEN = "meeting.open"
TIMES = "meeting.times_in_order"
BELONGS = "meeting.attendee_belongs"
CHAIR = "meeting.chair"
OVERVIEW = "meeting.overview_first"
BODY = "body.open"
NEW = "record.new"
KNOWN = "record.known"
REPRESENTED = "party.represented"
TEXT = "record.text_given"

CLOSES = acts.CloseBody(body="overleg", on=MET + DAY, reason="Klaar")
PLANNING = Trial(REGION, planned("v1"))
PLANNED: tuple[Act, ...] = (*REGION, planned("v1"))


def move(to: date) -> acts.MoveMeeting:
    return acts.MoveMeeting(meeting="v1", to=to, on=date(2026, 2, 1), reason="Verhinderd")


MOVING = Trial(PLANNED, move(MET))
SKIPPING = Trial(REGION, acts.SkipMeeting(meeting="v2", body="overleg", day=MET, on=date(2026, 2, 1), reason="Zomer"))
HOLDING = Trial(PLANNED, held("v1"))
CANCELLING = Trial(PLANNED, acts.CancelMeeting(meeting="v1", on=MET, reason="Geen stukken"))
PEOPLE: tuple[Act, ...] = (
    acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=START), mandate("gem-a", "p-4"),
    acts.RegisterParty(party="gem-c", name="C", kind=PartyKind.MUNICIPALITY, on=START),
    acts.RegisterPerson(person="p-9", name="Z. Voorbeeld", on=START), mandate("gem-c", "p-9"),
)  # fmt: skip
WITH_MORE = Trial((*PLANNED, *PEOPLE), held("v1"))
SEAT = acts.TakeSeat(body="overleg", seat="z", party="gem-a", person="p-2", start=MET, until=MET)


def attended(*more: Attendee, parties: tuple[str, ...] = PARTIES) -> tuple[Attendee, ...]:
    return (*present(*parties), *more)


def guest(person: str, party: str) -> Attendee:
    return Attendee(person=person, party=party, guest=True)


def one(person: str, party: str) -> Attendee:
    return Attendee(person=person, party=party)


def item(place: int, kind: ItemKind, name: str = "i") -> acts.AddAgendaItem:
    return acts.AddAgendaItem(meeting="v1", item=f"{name}{place}", place=place, kind=kind, title="Punt", on=MET)


ASKS_OVERVIEW = acts.RepositionBody(body="overleg", since=MET, overview_first=True)
ASKED = Trial((*PLANNED, ASKS_OVERVIEW), held("v1"))
DONE: list[tuple[str, Act]] = [
    ("was held", held("v1")),
    ("was cancelled", acts.CancelMeeting(meeting="v1", on=MET, reason="R")),
]

EDGES = [
    PLANNING.allowed(TIMES, "a meeting ends a minute after it starts", ends=time(10, 1)),
    PLANNING.refused(TIMES, "a meeting does not end when it starts", ends=time(10)),
    PLANNING.refused(TIMES, "a meeting does not end before it starts", ends=time(9, 59)),
    PLANNING.allowed(BODY, "a meeting on the day on which the body is set up", on=START),
    PLANNING.refused(BODY, "no meeting the day before", on=START - DAY),
    PLANNING.allowed(BODY, "a meeting the day before the body closes", after=[CLOSES]),
    PLANNING.refused(BODY, "no meeting on the day on which the body closes", after=[CLOSES], on=MET + DAY),
    PLANNING.refused(NEW, "a meeting is planned once", after=[planned("v1")]),
    PLANNING.refused(NEW, "a meeting that was skipped is not planned", meeting="v2", after=[SKIPPING.act]),
    PLANNING.allowed(
        NEW, "a meeting is named after its body, or by itself", title=" ", facts={"title": "Overleg overleg"},
    ),
    PLANNING.allowed(
        NEW, "a title is kept without the white space around it", title=" Extra ", facts={"title": "Extra"},
    ),
    MOVING.allowed(TIMES, "times that are left out stay", facts={"starts": None, "ends": None, "former_day": MET}),
    MOVING.allowed(TIMES, "a moved meeting ends a minute after it starts", starts=time(9), ends=time(9, 1)),
    MOVING.refused(TIMES, "a moved meeting does not end when it starts", starts=time(9), ends=time(9)),
    MOVING.refused(TIMES, "a start alone says no end", starts=time(9)),
    MOVING.refused(TIMES, "an end alone says no start", ends=time(9)),
    MOVING.allowed(BODY, "a meeting moves to the day on which the body is set up", to=START),
    MOVING.refused(BODY, "a meeting does not move to before the body", to=START - DAY),
    MOVING.refused(BODY, "a meeting does not move to after the body", after=[CLOSES], to=MET + DAY),
    MOVING.allowed(BODY, "a meeting moves within the body", after=[CLOSES], to=MET),
    SKIPPING.refused(NEW, "a meeting is skipped once", after=[SKIPPING.act]),
    SKIPPING.refused(NEW, "a planned meeting is not skipped under its name", meeting="v1", after=[planned("v1")]),
    SKIPPING.allowed(BODY, "a meeting of the first day is skipped", day=START),
    SKIPPING.refused(BODY, "no meeting before the first day is skipped", day=START - DAY),
    HOLDING.allowed(OPEN, "a planned meeting is held"),
    HOLDING.allowed(BODY, "a meeting is held the day before the body closes", after=[CLOSES]),
    HOLDING.refused(
        BODY, "a meeting is not held on the day on which the body closes", after=[CLOSES], held_on=MET + DAY,
    ),
    CANCELLING.allowed(OPEN, "a planned meeting is cancelled"),
    MOVING.allowed(OPEN, "a planned meeting is moved"),
    MOVING.allowed(
        OPEN, "a moved meeting is moved again", after=[move(MET + DAY)],
        facts={"former_day": MET + DAY},
    ),
    *(
        tried.refused(OPEN, f"a meeting that {what} is not {verb}", after=[act], **on)
        for what, act in DONE
        for tried, verb, on in ((HOLDING, "held", {}), (MOVING, "moved", {"on": MET}), (CANCELLING, "cancelled", {}))
    ),
    Trial((*REGION, SKIPPING.act), held("v2")).refused(OPEN, "a meeting that was skipped is not held"),
    WITH_MORE.allowed(BELONGS, "all members attend"),
    WITH_MORE.allowed(CHAIR, "nobody else needs to be there", attendance=present("prov")),
    WITH_MORE.refused(BELONGS, "a person attends once", attendance=attended(one("p-1", "prov"))),
    WITH_MORE.refused(BELONGS, "a person attends once, also as a guest", attendance=attended(guest("p-1", "prov"))),
    WITH_MORE.refused(BELONGS, "who is no member sends guests", attendance=attended(one("p-9", "gem-c"))),
    WITH_MORE.allowed(BELONGS, "a guest of another party attends", attendance=attended(guest("p-9", "gem-c"))),
    WITH_MORE.allowed(BELONGS, "two persons attend for one party", attendance=attended(one("p-4", "gem-a"))),
    WITH_MORE.refused(
        BELONGS, "a party with a seat is represented by who has it", attendance=attended(one("p-4", "gem-a")),
        after=[SEAT], facts={"seats": ["p-2"]},
    ),
    WITH_MORE.allowed(BELONGS, "a party with a seat is represented by its holder", after=[SEAT]),
    WITH_MORE.allowed(
        BELONGS, "beside the holder of a seat others are guests", attendance=attended(guest("p-4", "gem-a")),
        after=[SEAT],
    ),
    WITH_MORE.allowed(
        BELONGS, "a seat that was over binds no more", attendance=attended(one("p-4", "gem-a")), after=[SEAT],
        held_on=MET + DAY,
    ),
    WITH_MORE.allowed(
        BELONGS, "a seat that has yet to begin does not bind", attendance=attended(one("p-4", "gem-a")), after=[SEAT],
        held_on=MET - DAY,
    ),
    WITH_MORE.allowed(
        BELONGS, "the seat of one party does not bind another", attendance=present("prov", "gem-b"), after=[SEAT],
    ),
    WITH_MORE.refused(
        BELONGS, "a member attends until it leaves", after=[acts.LeaveBody(body="overleg", party="gem-b", since=MET)],
    ),
    WITH_MORE.allowed(
        BELONGS, "a member attends on its last day",
        after=[acts.LeaveBody(body="overleg", party="gem-b", since=MET + DAY)],
    ),
    WITH_MORE.refused(REPRESENTED, "who attends represents the party", attendance=attended(one("p-4", "gem-b"))),
    WITH_MORE.refused(REPRESENTED, "a guest represents the party too", attendance=attended(guest("p-4", "gem-b"))),
    WITH_MORE.allowed(
        REPRESENTED, "on the last day of a mandate one attends",
        after=[acts.WithdrawMandate(party="gem-b", mandate="m-p-3", last_day=MET)],
    ),
    WITH_MORE.refused(
        REPRESENTED, "after the last day of a mandate one does not attend",
        after=[acts.WithdrawMandate(party="gem-b", mandate="m-p-3", last_day=MET - DAY)],
    ),
    WITH_MORE.refused(KNOWN, "who attends is known", attendance=attended(one("p-8", "gem-a"))),
    WITH_MORE.refused(KNOWN, "for whom one attends is known", attendance=attended(guest("p-4", "gem-x"))),
    HOLDING.allowed(CHAIR, "the chair is of the party that the covenant names"),
    HOLDING.refused(
        CHAIR, "another party does not chair", chair="p-2",
        facts={"chair_present_for": "gem-a", "chair_party": "prov"},
    ),
    HOLDING.refused(CHAIR, "where the covenant names a chair there is one", chair=None),
    HOLDING.refused(CHAIR, "who chairs is present", attendance=present("gem-a", "gem-b")),
    HOLDING.refused(CHAIR, "a guest does not chair", attendance=(guest("p-1", "prov"), *present("gem-a"))),
    HOLDING.refused(CHAIR, "who is unknown does not chair", chair="p-8"),
    Trial((*REGION, set_up("vrij", place=2, chair=None), planned("v1", body="vrij")), held("v1")).allowed(
        CHAIR, "where no chair is named anybody present chairs", chair="p-3",
    ),
    Trial((*REGION, set_up("vrij", place=2, chair=None), planned("v1", body="vrij")), held("v1")).allowed(
        CHAIR, "where no chair is named there need not be one", chair=None,
    ),
    Trial((*REGION, set_up("vrij", place=2, chair=None), planned("v1", body="vrij")), held("v1")).refused(
        CHAIR, "who chairs is present also where none is named", chair="p-3", attendance=present("gem-a"),
    ),
    HOLDING.allowed(OVERVIEW, "a body that does not ask for an overview meets without"),
    ASKED.refused(OVERVIEW, "a body that asks for an overview does not meet without"),
    ASKED.allowed(
        OVERVIEW, "a motive stands in for the overview", without_overview="Cijfers te laat",
        facts={"opened_with_overview": False},
    ),
    ASKED.refused(TEXT, "a motive says something", without_overview=" "),
    ASKED.allowed(
        OVERVIEW, "the overview comes first", after=[item(1, ItemKind.OVERVIEW)], facts={"opened_with_overview": True},
    ),
    ASKED.allowed(
        OVERVIEW, "the item with the lowest place is first",
        after=[item(3, ItemKind.INFORM), item(2, ItemKind.OVERVIEW)], facts={"opened_with_overview": True},
    ),
    ASKED.refused(
        OVERVIEW, "an overview that comes second is not first",
        after=[item(2, ItemKind.INFORM), item(3, ItemKind.OVERVIEW)],
    ),
    ASKED.refused(
        OVERVIEW, "an overview that was taken off is not there",
        after=[item(1, ItemKind.OVERVIEW), acts.RemoveAgendaItem(meeting="v1", item="i1", on=MET, reason="R")],
    ),
    ASKED.allowed(
        OVERVIEW, "with a motive the meeting did not open with the overview", after=[item(1, ItemKind.OVERVIEW)],
        without_overview="Cijfers te laat", facts={"opened_with_overview": False},
    ),
    ASKED.allowed(
        OVERVIEW, "the day before, the body did not ask for it", held_on=MET - DAY,
        facts={"opened_with_overview": False},
    ),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()


def test_a_plan_holds_from_the_day_of_recording_or_from_the_meeting_if_that_was_earlier() -> None:
    def effective(recorded_on: date) -> date:
        return record_of(REGION).perform(planned("v1"), recorded_on)[0].effective

    assert effective(MET - DAY) == MET - DAY
    assert effective(MET) == MET
    assert effective(MET + DAY) == MET


def test_whoever_was_missed_in_the_minutes_counts_as_present() -> None:
    def parties(*more: Act, **fields: Any) -> tuple[str, ...]:
        act = acts.Decide(
            decision="d",
            meeting="v1",
            kind=DecisionKind.AGREE,
            title="T",
            unanimous=True,
            **fields,
        )
        event = record_of((*PLANNED, held("v1", parties=("prov", "gem-a")), *more)).perform(act)[0].event
        return tuple(vote.party for vote in event.votes)  # type: ignore[attr-defined]

    minutes = acts.DrawUpMinutes(meeting="v1", document="v.pdf", on=MET)
    missed = acts.CorrectMinutes(meeting="v1", correction="Vergeten", missed=(one("p-3", "gem-b"),))
    assert parties() == ("prov", "gem-a")
    assert parties(minutes, missed) == ("prov", "gem-a", "gem-b")
