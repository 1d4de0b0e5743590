"""Composition: members as the covenant says, and who takes a seat for them."""

from datetime import date
from typing import Any

from acts_of_a_region import START, mandate, set_up
from domain.deciding import Edge, Trial, table
from domain.trials import DAY, REGION
from rso_core import Act, acts
from rso_core.events import PartyKind, Rank

COMPOSED = "body.composition"
MEMBER = "body.member_party"
LATER_STANDS = "record.later_stands"
SEAT = "body.seat"
RUNS = "body.seat_runs"
REPRESENTED = "party.represented"
NEW = "record.new"

PEOPLE: tuple[Act, ...] = (
    acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=START), mandate("gem-a", "p-4"),
    mandate("gem-b", "p-4", mandate="m-p-4b"),
)  # fmt: skip
SINCE = date(2026, 1, 1)
UNTIL = date(2026, 6, 30)


def body(**more: Any) -> acts.SetUpBody:
    return set_up("raad", **{"place": 2, "chair": None, **more})


def composed(**more: Any) -> Trial:
    return Trial(REGION, body(**more))


MUNICIPAL = (PartyKind.MUNICIPALITY,)
TWO = ("gem-a", "gem-b")
JOINING = Trial((*REGION, body(members=TWO)), acts.JoinBody(body="raad", party="prov", since=SINCE))
LEAVING = Trial((*REGION, body(chair="prov")), acts.LeaveBody(body="raad", party="gem-b", since=SINCE))


def taken(seat: str = "z1", person: str = "p-2", **more: Any) -> acts.TakeSeat:
    fields = {"party": "gem-a", "start": SINCE, **more}
    return acts.TakeSeat(body="raad", seat=seat, person=person, **fields)


SEATED = Trial((*REGION, *PEOPLE, body()), taken(until=UNTIL))
RANKED = Trial((*REGION, *PEOPLE, body(rank=Rank.BOARD)), taken())
MERGING = Trial(
    (*REGION, body(members=("prov",)), set_up("oud", place=3, chair=None, members=TWO)),
    acts.MergeBody(body="oud", into="raad", on=SINCE, reason="R"),
)
DEPUTY = Trial((*REGION, *PEOPLE, body(), taken(until=UNTIL)), taken("z2", "p-4", deputy_of="z1"))
LEFT = Trial(
    (*REGION, *PEOPLE, body(), taken(until=UNTIL)),
    acts.LeaveSeat(body="raad", seat="z1", last_day=UNTIL, reason="Andere taak"),
)

EDGES = [
    composed(required_members=("prov",)).allowed(COMPOSED, "who must be a member is one"),
    composed(members=TWO, required_members=("prov",)).refused(
        COMPOSED, "who must be a member is missing", facts={"must_be_member": ["prov"]},
    ),
    composed(members=TWO, members_from=MUNICIPAL).allowed(COMPOSED, "all members are of the kind that is asked"),
    composed(members_from=MUNICIPAL).refused(
        COMPOSED, "a member is of another kind", facts={"of_another_kind": ["prov"]},
    ),
    composed(members_from=(*MUNICIPAL, PartyKind.PROVINCE)).allowed(COMPOSED, "all members are of one of the kinds"),
    composed(fewest_members=3).allowed(COMPOSED, "there are just enough members"),
    composed(fewest_members=4).refused(COMPOSED, "there is a member too few", facts={"members": 3, "fewest": 4}),
    composed(most_members=3).allowed(COMPOSED, "there are no more members than may be"),
    composed(most_members=2).refused(COMPOSED, "there is a member too many", facts={"members": 3, "most": 2}),
    composed(members=(), fewest_members=0).allowed(COMPOSED, "no members where none are asked"),
    JOINING.allowed(
        COMPOSED, "a party joins up to the largest number",
        after=[acts.RepositionBody(body="raad", since=START, most_members=3)],
    ),
    JOINING.refused(
        COMPOSED, "a party does not join beyond the largest number",
        after=[acts.RepositionBody(body="raad", since=START, most_members=2)],
    ),
    JOINING.refused(
        COMPOSED, "a party of another kind does not join",
        after=[acts.RepositionBody(body="raad", since=START, members_from=MUNICIPAL)],
    ),
    LEAVING.allowed(
        COMPOSED, "a party leaves down to the least number",
        after=[acts.RepositionBody(body="raad", since=START, fewest_members=2)],
    ),
    LEAVING.refused(
        COMPOSED, "a party does not leave below the least number",
        after=[acts.RepositionBody(body="raad", since=START, fewest_members=3)],
    ),
    LEAVING.refused(
        COMPOSED, "who must be a member does not leave",
        after=[acts.RepositionBody(body="raad", since=START, required_members=("gem-b",))],
    ),
    Trial((*REGION, body()), acts.RepositionBody(body="raad", since=SINCE, members=TWO)).refused(
        COMPOSED, "a repositioned body keeps who must be a member", after=[
            acts.RepositionBody(body="raad", since=START, required_members=("prov",)),
        ]
    ),
    MERGING.allowed(
        COMPOSED, "members come along up to the largest number", after=[
            acts.RepositionBody(body="raad", since=START, most_members=3),
        ]
    ),
    MERGING.refused(
        COMPOSED, "members do not come along beyond the largest number", after=[
            acts.RepositionBody(body="raad", since=START, most_members=2),
        ]
    ),
    JOINING.allowed(MEMBER, "a party joins"),
    JOINING.refused(MEMBER, "a member does not join", party="gem-a"),
    JOINING.refused(MEMBER, "a party joins once", after=[JOINING.act]),
    JOINING.refused(
        LATER_STANDS, "a party that joins later does not join the day before", after=[JOINING.act], since=SINCE - DAY,
    ),
    LEAVING.allowed(MEMBER, "a member leaves"),
    LEAVING.refused(MEMBER, "who is no member does not leave", after=[LEAVING.act]),
    LEAVING.refused(MEMBER, "the chair does not leave", party="prov", facts={"chair": "prov"}),
    LEAVING.allowed(
        MEMBER, "the chair before leaves", party="prov",
        after=[acts.RepositionBody(body="raad", since=SINCE, chair="gem-a")],
    ),
    SEATED.allowed(MEMBER, "a member takes a seat"),
    SEATED.refused(
        MEMBER, "who is no member takes no seat", after=[acts.LeaveBody(body="raad", party="gem-a", since=SINCE)],
    ),
    SEATED.allowed(
        MEMBER, "a member takes a seat on its last day",
        after=[acts.LeaveBody(body="raad", party="gem-a", since=SINCE + DAY)],
    ),
    SEATED.refused(NEW, "a seat is taken once", after=[taken(until=UNTIL)], person="p-4"),
    SEATED.allowed(SEAT, "a person takes a seat"),
    SEATED.refused(
        SEAT, "a person does not take two seats on one day", after=[taken("z0", start=UNTIL)],
        facts={"seats_at_the_same_time": ["z0"]},
    ),
    SEATED.allowed(SEAT, "a person takes a seat the day after the other ended", after=[taken("z0", start=UNTIL + DAY)]),
    SEATED.refused(
        SEAT, "a person takes no seat on the last day of another", after=[taken("z0", start=START, until=SINCE)],
    ),
    SEATED.allowed(
        SEAT, "a person takes a seat when the other is over", after=[taken("z0", start=START, until=SINCE - DAY)],
    ),
    SEATED.allowed(SEAT, "another person takes a seat beside it", after=[taken("z0", "p-4")]),
    SEATED.allowed(
        SEAT, "a person takes a seat after leaving another",
        after=[taken("z0", start=START), acts.LeaveSeat(body="raad", seat="z0", last_day=SINCE - DAY, reason="R")],
    ),
    SEATED.refused(
        SEAT, "a person takes no seat on the day on which another is left",
        after=[taken("z0", start=START), acts.LeaveSeat(body="raad", seat="z0", last_day=SINCE, reason="R")],
    ),
    SEATED.allowed(SEAT, "where no rank is asked none is given", facts={"rank": None}),
    SEATED.allowed(SEAT, "where no rank is asked one may be given", rank=Rank.OFFICIAL, facts={"rank": Rank.OFFICIAL}),
    RANKED.allowed(SEAT, "a seat is of the rank that is asked", facts={"rank": Rank.BOARD}),
    RANKED.allowed(SEAT, "a seat of that very rank", rank=Rank.BOARD),
    RANKED.refused(SEAT, "no seat of another rank", rank=Rank.OFFICIAL, facts={"rank_asked": Rank.BOARD}),
    DEPUTY.allowed(SEAT, "a deputy stands in for a seat", facts={"deputy_of": "z1"}),
    DEPUTY.refused(SEAT, "a deputy stands in for a seat that is known", deputy_of="z9"),
    DEPUTY.refused(SEAT, "a deputy is of the same party", party="gem-b"),
    DEPUTY.allowed(SEAT, "a deputy stands in on the last day of the seat", start=UNTIL),
    DEPUTY.refused(SEAT, "a deputy does not stand in for a seat that is over", start=UNTIL + DAY),
    DEPUTY.refused(SEAT, "a deputy does not stand in before the seat begins", start=SINCE - DAY),
    Trial((*DEPUTY.given, DEPUTY.act), taken("z3", "p-5", deputy_of="z2")).refused(
        SEAT, "a deputy does not stand in for a deputy",
        after=[acts.RegisterPerson(person="p-5", name="E. Voorbeeld", on=START), mandate("gem-a", "p-5")],
    ),
    SEATED.refused(REPRESENTED, "a seat is for who represents the party", person="p-3"),
    SEATED.allowed(REPRESENTED, "a seat for who represents the party"),
    LEFT.allowed(RUNS, "a seat is left on its last day"),
    LEFT.refused(RUNS, "a seat is not left after its last day", last_day=UNTIL + DAY),
    LEFT.allowed(RUNS, "a seat is left on its first day", last_day=SINCE),
    LEFT.refused(RUNS, "a seat is not left before its first day", last_day=SINCE - DAY),
    LEFT.refused(RUNS, "a seat that is unknown is not left", seat="z9", facts={"period": None}),
    LEFT.refused(RUNS, "a seat is left once", after=[LEFT.act], last_day=SINCE),
    LEFT.allowed(RUNS, "leaving one seat leaves the other", seat="z2", after=[taken("z2", "p-4"), LEFT.act]),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()
