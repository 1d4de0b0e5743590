"""Voting: quorum, who votes, whose votes are missing, and what they come to."""

from datetime import date
from typing import Any

import pytest

from acts_of_a_region import PEOPLE, START, mandate
from domain.deciding import Edge, Trial, record_of, table
from domain.edges.meeting_acts import MET, held, planned, votes
from domain.trials import DAY, REGION
from rso_core import Act, acts
from rso_core.events import Attendee, Choice, DecisionKind, DecisionRule, DecisionTaken, Level, PartyKind, Vote

QUORUM = "decision.quorum"
VOTE = "decision.vote"
COMPLETE = "decision.votes_complete"
REPRESENTED = "party.represented"
LATER_STANDS = "record.later_stands"
KNOWN = "record.known"

ALL = ("prov", "gem-a", "gem-b")


def at(
    *parties: str, rules: tuple[DecisionRule, ...] = (), quorum: str = "2/3", guests: tuple[Attendee, ...] = ()
) -> tuple[Act, ...]:
    """A held meeting of a body of three, with these parties present."""
    hold = acts.HoldMeeting(meeting="v", held_on=MET, attendance=(*held("v", MET, parties).attendance, *guests))
    more = acts.RepositionBody(body="vrij", since=START, quorum=quorum, rules=rules)
    body = acts.SetUpBody(
        body="vrij", name="Vrij", kind="overleg", level=Level.TACTICAL, place=2, members=ALL, on=START,
        mandate=tuple(DecisionKind), unanimity=(DecisionKind.AGREE,),
    )  # fmt: skip
    return (*REGION, body, more, planned("v", MET, "vrij"), hold)


def deciding(*parties: str, **more: Any) -> Trial:
    act = acts.Decide(decision="d", meeting="v", kind=DecisionKind.DECIDE, title="T", unanimous=True)
    return Trial(at(*parties, **more), act)


def rule(kind: DecisionKind = DecisionKind.DECIDE, **more: Any) -> tuple[DecisionRule, ...]:
    return (DecisionRule(kind=kind, **more),)


PERSON: tuple[Act, ...] = (acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=START), mandate("gem-a", "p-4"))
THERE = deciding(*ALL)
TWO = deciding("prov", "gem-a")
FOR_ALL = votes(prov="for", gem_a="for", gem_b="for")


def voting(*choices: Vote) -> dict[str, object]:
    return {"votes": choices, "unanimous": False}


def vote(party: str, person: str | None = None, choice: Choice = Choice.FOR) -> Vote:
    return Vote(party=party, person=person or PEOPLE[party], choice=choice)


WRITING = Trial(
    (*at(*ALL, quorum="2/3", rules=rule(written=True)), *PERSON),
    acts.DecideInWriting(
        decision="d", body="vrij", kind=DecisionKind.DECIDE, title="T", asked_on=MET, closed_on=MET, votes=FOR_ALL
    ),
)
WITHDRAWN = acts.WithdrawMandate(party="gem-b", mandate="m-p-3", last_day=MET - DAY)

EDGES = [
    TWO.allowed(QUORUM, "two of three is two thirds", facts={"absent": ("gem-b",)}),
    deciding("prov").refused(
        QUORUM, "one of three is not two thirds", facts={"parties_present": 1, "members": 3, "quorum": "2/3"},
    ),
    deciding(*ALL, quorum="1").allowed(QUORUM, "all of three is all", facts={"absent": ()}),
    deciding("prov", "gem-a", quorum="1").refused(QUORUM, "two of three is not all"),
    deciding("prov", quorum="0").allowed(QUORUM, "one is there where no quorum is asked"),
    deciding(quorum="0").refused(
        QUORUM, "nobody decides nothing, also where no quorum is asked", facts={"parties_present": 0},
    ),
    deciding("prov", quorum="1", rules=rule(quorum="1/3")).allowed(QUORUM, "a kind has a quorum of its own"),
    deciding("prov", quorum="1", rules=rule(DecisionKind.AGREE, quorum="1/3")).refused(
        QUORUM, "the quorum of one kind is not that of another",
    ),
    deciding("prov", rules=rule(takes_part=("prov",))).allowed(
        QUORUM, "only those who take part count for the quorum", facts={"absent": ()},
    ),
    deciding("prov", "gem-a", rules=rule(takes_part=("gem-b",))).refused(
        QUORUM, "who takes no part does not count for the quorum",
    ),
    deciding(
        guests=(Attendee(person="p-1", party="prov", guest=True), Attendee(person="p-2", party="gem-a", guest=True)),
    ).refused(
        QUORUM, "guests do not count for the quorum",
    ),
    WRITING.allowed(QUORUM, "two of three answer", votes=FOR_ALL[:2], facts={"absent": ("gem-b",)}),
    WRITING.refused(QUORUM, "one of three answers", votes=FOR_ALL[:1], facts={"parties_present": 1}),
    WRITING.refused(QUORUM, "who answers twice counts once", votes=(FOR_ALL[0], FOR_ALL[0])),
    WRITING.refused(VOTE, "who answers twice voted twice", votes=(*FOR_ALL, FOR_ALL[0])),
    THERE.allowed(VOTE, "each party present votes", **voting(*FOR_ALL)),
    THERE.refused(VOTE, "a party votes once", **voting(*FOR_ALL, FOR_ALL[0])),
    TWO.refused(VOTE, "who is absent does not vote", **voting(*FOR_ALL), facts={"party": "gem-b"}),
    TWO.refused(VOTE, "who votes is there for that party", **voting(vote("prov", "p-2"), vote("gem-a"))),
    Trial((*REGION, *PERSON, *THERE.given[len(REGION):]), THERE.act).refused(
        VOTE, "who is not there does not vote for a party that is",
        **voting(vote("prov"), vote("gem-a", "p-4"), vote("gem-b")),
    ),
    deciding("prov", "gem-a", rules=rule(takes_part=("prov",))).refused(
        VOTE, "who takes no part does not vote", **voting(vote("prov"), vote("gem-a")),
    ),
    deciding("prov", "gem-a", guests=(Attendee(person="p-3", party="gem-b", guest=True),)).refused(
        VOTE, "a guest does not vote", **voting(*FOR_ALL),
    ),
    WRITING.refused(
        VOTE, "in writing too only members vote", votes=(*FOR_ALL, vote("gem-c", "p-3")),
        after=[acts.RegisterParty(party="gem-c", name="C", kind=PartyKind.MUNICIPALITY, on=START)],
    ),
    Trial(THERE.given, WITHDRAWN).refused(LATER_STANDS, "who was there represented the party on that day"),
    THERE.allowed(
        REPRESENTED, "who votes represents the party on the last day", **voting(*FOR_ALL),
        after=[acts.WithdrawMandate(party="gem-b", mandate="m-p-3", last_day=MET)],
    ),
    WRITING.refused(REPRESENTED, "who answers represents the party", votes=(FOR_ALL[0], vote("gem-a", "p-3"))),
    WRITING.allowed(
        REPRESENTED, "in writing anybody answers who represents the party", votes=(FOR_ALL[0], vote("gem-a", "p-4")),
    ),
    WRITING.refused(KNOWN, "who answers is a known party", votes=(*FOR_ALL, vote("gem-x", "p-1"))),
    THERE.refused(
        COMPLETE, "each party present votes or abstains", **voting(*FOR_ALL[:2]), facts={"without_vote": ["gem-b"]},
    ),
    THERE.refused(COMPLETE, "no votes are not all votes", **voting()),
    THERE.allowed(COMPLETE, "an abstention is a vote", **voting(*FOR_ALL[:2], vote("gem-b", choice=Choice.ABSTAIN))),
    THERE.allowed(COMPLETE, "unanimous stands for the votes of all", facts={"votes": FOR_ALL, "unanimous": True}),
    TWO.allowed(COMPLETE, "unanimous stands for the votes of all present", facts={"votes": FOR_ALL[:2]}),
    deciding(*ALL, rules=rule(takes_part=("gem-a",))).allowed(
        COMPLETE, "unanimous stands for the votes of those who take part", facts={"votes": FOR_ALL[1:2], "absent": ()},
    ),
    THERE.allowed(
        COMPLETE, "votes that are given go before unanimous", unanimous=True,
        votes=(*FOR_ALL[:2], vote("gem-b", choice=Choice.AGAINST)), facts={"unanimous": False},
    ),
    THERE.allowed(
        COMPLETE, "a consultation has no votes", kind=DecisionKind.CONSULT, facts={"votes": (), "unanimous": False},
    ),
    THERE.refused(COMPLETE, "a consultation with votes is none", kind=DecisionKind.CONSULT, **voting(*FOR_ALL)),
    WRITING.refused(
        COMPLETE, "a consultation in writing has no votes", kind=DecisionKind.CONSULT,
        after=[acts.RepositionBody(body="vrij", since=MET, rules=rule(DecisionKind.CONSULT, written=True))],
    ),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()


F, A, O = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN  # noqa: E741 - for, against, abstain


@pytest.mark.parametrize(
    ("majority", "choices", "outcome"),
    [
        ("1/2", (F, A, O), "rejected"), ("1/2", (F, O, O), "adopted"), ("1/2", (F, F, A), "adopted"),
        ("1/2", (O, O, O), "rejected"), ("1/3", (F, A, O), "rejected"), ("1/3", (F, A, A), "rejected"),
        ("2/3", (F, F, A), "adopted"), ("2/3", (F, A, O), "rejected"), ("2/3", (F, O, O), "adopted"),
        ("2/3", (O, O, O), "rejected"), ("3/4", (F, F, A), "rejected"), ("3/4", (F, F, O), "adopted"),
        ("1", (F, F, F), "adopted"), ("1", (F, F, O), "rejected"), ("1", (F, F, A), "rejected"),
    ],
)  # fmt: skip
def test_what_the_votes_come_to(majority: str, choices: tuple[Choice, ...], outcome: str) -> None:
    given = at(*ALL, rules=rule(majority=majority))
    cast_votes = tuple(vote(party, choice=choice) for party, choice in zip(ALL, choices, strict=True))
    act = acts.Decide(decision="d", meeting="v", kind=DecisionKind.DECIDE, title="T", votes=cast_votes)
    event = record_of(given).perform(act)[0].event
    assert isinstance(event, DecisionTaken)
    assert event.outcome == outcome
    assert event.unanimous is (choices == (F, F, F))


@pytest.mark.parametrize(("kind", "outcome"), [("agree", "rejected"), ("decide", "adopted"), ("advise", "adopted")])
def test_a_kind_that_asks_unanimity_needs_every_vote(kind: str, outcome: str) -> None:
    choices = votes(prov="for", gem_a="for", gem_b="abstain")
    act = acts.Decide(decision="d", meeting="v", kind=DecisionKind(kind), title="T", votes=choices)
    event = record_of(at(*ALL)).perform(act)[0].event
    assert isinstance(event, DecisionTaken)
    assert event.outcome == outcome


def test_a_consultation_is_heard_and_its_day_is_that_of_the_meeting() -> None:
    act = acts.Decide(decision="d", meeting="v", kind=DecisionKind.CONSULT, title="T")
    effect = record_of(at(*ALL)).perform(act, date(2026, 5, 1))[0]
    assert isinstance(effect.event, DecisionTaken)
    assert (effect.event.outcome, effect.event.taken_on, effect.effective) == ("heard", MET, MET)


def test_the_first_person_of_a_party_speaks_for_it() -> None:
    second = Attendee(person="p-4", party="gem-a")
    given = at(*ALL)
    extra = (*REGION, *PERSON, *given[len(REGION) : -1])
    hold = acts.HoldMeeting(meeting="v", held_on=MET, attendance=(*held("v").attendance, second))
    act = acts.Decide(decision="d", meeting="v", kind=DecisionKind.DECIDE, title="T", unanimous=True)
    event = record_of((*extra, hold)).perform(act)[0].event
    assert isinstance(event, DecisionTaken)
    assert [v.person for v in event.votes] == ["p-1", "p-2", "p-3"]
