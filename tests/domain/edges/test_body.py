"""Bodies: the days on which they act, their numbers and shares, and how they go up into another."""

from datetime import date
from itertools import permutations
from typing import Any

import attrs
import pytest

from acts_of_a_region import START, set_up
from domain.deciding import Edge, Record, Trial, record_of, table
from domain.trials import DAY, REGION
from rso_core import Act, Refused, acts
from rso_core.domain.body.profile import Profile
from rso_core.domain.body.state import Body
from rso_core.domain.concept import fold
from rso_core.events import BodyMergedIn, DecisionKind, DecisionRule, SeatTaken

OPEN = "body.open"
CHAIR = "body.chair_is_member"
SHARE = "body.quorum"
NUMBERS = "body.numbers"
RHYTHM = "body.rhythm"
CONFIDENTIAL = "body.confidential"
KNOWN = "record.known"
LOST = "docket.nothing_lost"
TEXT = "record.text_given"

CLOSED = date(2026, 6, 1)
CHANGED = date(2026, 3, 1)


def body(identifier: str, on: date = START, **more: Any) -> acts.SetUpBody:
    return set_up(identifier, **{"place": 2, "chair": None, "on": on, **more})


def repositioned(identifier: str, since: date, **more: Any) -> acts.RepositionBody:
    return acts.RepositionBody(body=identifier, since=since, **more)


OLD, NEW_BODY = body("oud", members=("gem-a", "gem-b")), body("breed", members=("prov",))
GIVEN: tuple[Act, ...] = (*REGION, OLD, NEW_BODY)
SETTING_UP = Trial(REGION, body("nieuw"))
CLOSING = Trial(GIVEN, acts.CloseBody(body="oud", on=CLOSED, reason="Klaar"))
MERGING = Trial(GIVEN, acts.MergeBody(body="oud", into="breed", on=CLOSED, reason="Minder overleg"))
CLOSING_INTO = Trial(GIVEN, acts.CloseBody(body="oud", on=CLOSED, reason="Klaar", merged_into="breed"))
CLOSE = acts.CloseBody(body="oud", on=CLOSED, reason="Klaar")
MERGE = acts.MergeBody(body="oud", into="breed", on=CLOSED, reason="Minder overleg")
SINCE: list[tuple[str, Act]] = [
    ("is repositioned", repositioned("oud", START, place=3)),
    ("is renamed", acts.RenameBody(body="oud", name="Anders", since=START)),
    ("is rescoped", acts.RescopeBody(body="oud", scope=("VTH",), since=START)),
    ("gets themes", acts.SetBodyThemes(body="oud", themes=(), since=START)),
    ("gets a member", acts.JoinBody(body="oud", party="prov", since=START)),
    ("loses a member", acts.LeaveBody(body="oud", party="gem-b", since=START)),
]

EDGES: list[Edge] = []
for what, changing in SINCE:
    change = Trial(GIVEN, changing)
    EDGES += [
        change.allowed(OPEN, f"a body {what} on the day on which it is set up"),
        change.refused(OPEN, f"no body {what} the day before", since=START - DAY, facts={"set_up_on": START}),
        change.allowed(OPEN, f"a body {what} the day before it closes", after=[CLOSE], since=CLOSED - DAY),
        change.refused(
            OPEN, f"no body {what} on the day on which it closes", after=[CLOSE], since=CLOSED,
            facts={"closed_on": CLOSED},
        ),
    ]  # fmt: skip

EDGES += [
    CLOSING.allowed(OPEN, "a body closes on the day on which it was set up", on=START),
    CLOSING.refused(OPEN, "a body does not close before it was set up", on=START - DAY),
    CLOSING.refused(OPEN, "a body closes once", after=[CLOSE], on=CLOSED - DAY),
    CLOSING.allowed(OPEN, "a body closes on the day of its last change", after=[repositioned("oud", CLOSED, place=3)]),
    CLOSING.refused(
        OPEN, "a body does not close before its last change", after=[repositioned("oud", CLOSED + DAY, place=3)],
        facts={"changed_on": CLOSED + DAY},
    ),
    CLOSING.refused(
        OPEN, "the last of its changes counts, not the last recorded",
        after=[repositioned("oud", CLOSED + DAY, place=3), repositioned("oud", CHANGED, place=4)],
    ),
    CLOSING_INTO.refused(
        OPEN, "a body does not go up into one that closes",
        after=[acts.CloseBody(body="breed", on=CLOSED + DAY, reason="R")],
    ),
    CLOSING_INTO.refused(
        OPEN, "a body does not go up into one that starts later", merged_into="laat",
        after=[body("laat", CLOSED + DAY)],
    ),
    CLOSING_INTO.allowed(
        OPEN, "a body goes up into one that starts that day", merged_into="laat", after=[body("laat", CLOSED)],
    ),
    CLOSING_INTO.refused(KNOWN, "a body does not go up into itself", merged_into="oud"),
    MERGING.refused(KNOWN, "a body does not merge into itself", into="oud"),
    MERGING.allowed(
        OPEN, "a body merges on the day on which the other is set up", into="laat", after=[body("laat", CLOSED)],
    ),
    MERGING.refused(
        OPEN, "a body does not merge into one that starts later", into="laat", after=[body("laat", CLOSED + DAY)],
    ),
    MERGING.refused(OPEN, "a body merges once", after=[MERGE]),
    MERGING.refused(
        OPEN, "no body merges into one that went up already", after=[MERGE, body("derde")], body="derde", into="oud",
        on=CLOSED,
    ),
    SETTING_UP.allowed(CHAIR, "a member is chair", chair="gem-b"),
    SETTING_UP.refused(CHAIR, "who is no member is no chair", members=("prov", "gem-a"), chair="gem-b"),
    SETTING_UP.allowed(CHAIR, "a body needs no chair", chair=None),
    Trial(GIVEN, repositioned("oud", CHANGED, chair="prov")).refused(CHAIR, "who is no member does not become chair"),
    Trial(GIVEN, repositioned("oud", CHANGED, chair="gem-a")).allowed(CHAIR, "a member becomes chair"),
    Trial(GIVEN, repositioned("overleg", CHANGED, members=("gem-a",))).refused(
        CHAIR, "the chair does not drop out of the members",
    ),
    SETTING_UP.refused(RHYTHM, "a rhythm gives days", rhythm="FREQ=HOURLY"),
    SETTING_UP.allowed(RHYTHM, "a rhythm of quarters", rhythm="FREQ=MONTHLY;INTERVAL=3"),
    MERGING.refused(RHYTHM, "the rhythm after merging gives days", rhythm="elke maand"),
    SETTING_UP.refused(TEXT, "a body has a name", name=" "),
]  # fmt: skip
for field, least in (("portfolio_limit", 0), ("signal_answer_days", 1), ("place", 1)):
    EDGES += [
        SETTING_UP.allowed(NUMBERS, f"{field} may be {least}", **{field: least}),
        SETTING_UP.refused(NUMBERS, f"{field} is not {least - 1}", facts={field: least - 1}, **{field: least - 1}),
        Trial(GIVEN, repositioned("oud", CHANGED, **{field: least - 1})).refused(
            NUMBERS, f"{field} does not become {least - 1}",
        ),
        Trial(GIVEN, repositioned("oud", CHANGED, **{field: least})).allowed(NUMBERS, f"{field} may become {least}"),
    ]  # fmt: skip
for share, fits in (
    ("0", True),
    ("1", True),
    ("2/3", True),
    ("-1/9", False),
    ("10/9", False),
    ("1/0", False),
    ("half", False),
):
    row = SETTING_UP.allowed if fits else SETTING_UP.refused
    verb = "may be" if fits else "is not"
    for what, more in (
        ("the quorum", {"quorum": share}),
        ("the quorum of a kind", {"rules": (DecisionRule(kind=DecisionKind.DECIDE, quorum=share),)}),
        ("the majority of a kind", {"rules": (DecisionRule(kind=DecisionKind.AGREE, majority=share),)}),
    ):
        EDGES.append(row(SHARE, f"{what} {verb} {share}", **more))
EDGES += [
    SETTING_UP.refused(
        SHARE, "the rule of each kind is looked at",
        rules=(DecisionRule(kind=DecisionKind.AGREE), DecisionRule(kind=DecisionKind.DECIDE, majority="2")),
        facts={"body": "Overleg nieuw", "majority_to_decide": "2"},
    ),
    SETTING_UP.refused(
        SHARE, "the quorum of the body is looked at where a kind has one",
        quorum="2", rules=(DecisionRule(kind=DecisionKind.DECIDE, quorum="1/2"),), facts={"quorum": "2"},
    ),
]  # fmt: skip

OPENLY, SECRETLY = body("open"), body("dicht", confidential=True)
INTO: list[tuple[bool, bool, bool]] = [
    (True, True, True),
    (True, False, False),
    (False, True, True),
    (False, False, True),
]
for mine, theirs, fits in INTO:
    given = [body("mijn", confidential=mine), body("hun", confidential=theirs)]
    words = f"{'a confidential' if mine else 'an open'} body into {'a confidential' if theirs else 'an open'} one"
    for how, into_one in (
        ("merges", Trial((*REGION, *given), acts.MergeBody(body="mijn", into="hun", on=CLOSED, reason="R"))),
        ("closes", Trial((*REGION, *given), acts.CloseBody(body="mijn", merged_into="hun", on=CLOSED, reason="R"))),
    ):
        judged = into_one.allowed if fits else into_one.refused
        EDGES.append(judged(CONFIDENTIAL, f"{how} {words}"))
SECRET_MERGE = Trial(
    (*REGION, SECRETLY, OPENLY), acts.CloseBody(body="dicht", merged_into="open", on=CLOSED, reason="R")
)
EDGES += [
    SECRET_MERGE.allowed(
        CONFIDENTIAL, "confidential from that day on is in time",
        after=[repositioned("open", CLOSED, confidential=True)],
    ),
    SECRET_MERGE.refused(
        CONFIDENTIAL, "confidential from the day after is too late",
        after=[repositioned("open", CLOSED + DAY, confidential=True)],
    ),
    SECRET_MERGE.allowed(
        CONFIDENTIAL, "open from that day on may go up", after=[repositioned("dicht", CLOSED, confidential=False)],
    ),
]  # fmt: skip

MATTER = acts.AgreeAction(action="a", body="oud", title="T", party="gem-a", on=START, due=CLOSED)
EDGES += [
    CLOSING.refused(LOST, "a body does not close with an open matter", after=[MATTER]),
    CLOSING.allowed(
        LOST, "a body closes when its matters are closed",
        after=[MATTER, acts.DropAction(action="a", on=START, reason="R")],
    ),
    CLOSING_INTO.allowed(LOST, "a body goes up into another with an open matter", after=[MATTER]),
    Trial((*GIVEN, CLOSE), MATTER).refused(LOST, "a body that closed for good gets no new matter"),
    Trial((*GIVEN, MERGE), MATTER).allowed(LOST, "a body that went up gets a matter of an earlier day"),
    Trial((*GIVEN, MERGE, acts.CloseBody(body="breed", on=CLOSED + DAY, reason="R")), MATTER).refused(
        LOST, "where the body that took over closed too, nobody would keep it",
    ),
]  # fmt: skip


@table(EDGES)
def test_edge(edge: Edge) -> None:
    edge.check()


def merged(*given: Act, **more: Any) -> tuple[BodyMergedIn, Profile]:
    """What is said of the body that takes the other in, and its profile from then on."""
    act = acts.MergeBody(body="oud", into="breed", on=CLOSED, reason="R", **more)
    record = record_of((*GIVEN, *given))
    event = record.perform(act)[0].event
    assert isinstance(event, BodyMergedIn)
    return event, body_of(record, "breed").profile_on(CLOSED)


def body_of(record: Record, body: str) -> Body:
    state: Any = None
    for each in record.recorded:
        if each.originator_id == f"body:{body}":
            state = fold(state, each.event)
    assert isinstance(state, Body)
    return state


def test_members_come_along_save_those_who_stay_out() -> None:
    def members(both: tuple[BodyMergedIn, Profile]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return both[0].change.joined, both[1].members

    assert members(merged()) == (("gem-a", "gem-b"), ("prov", "gem-a", "gem-b"))
    assert members(merged(staying_out=("gem-b",))) == (("gem-a",), ("prov", "gem-a"))
    already = merged(repositioned("breed", CHANGED, members=("gem-b", "prov")))
    assert members(already) == (("gem-a",), ("gem-b", "prov", "gem-a"))


def test_the_rhythm_is_the_one_named_else_our_own_else_theirs() -> None:
    monthly, yearly, weekly = "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=WEEKLY"
    theirs = repositioned("oud", CHANGED, rhythm=monthly, rhythm_start=date(2026, 3, 5))
    ours = repositioned("breed", CHANGED, rhythm=yearly, rhythm_start=date(2026, 3, 6))

    def rhythm(both: tuple[BodyMergedIn, Profile]) -> tuple[str | None, date | None]:
        return both[1].rhythm, both[1].rhythm_start

    assert rhythm(merged()) == (None, None)
    assert rhythm(merged(theirs)) == (monthly, None)
    assert rhythm(merged(theirs, ours)) == (yearly, date(2026, 3, 6))
    assert rhythm(merged(theirs, ours, rhythm=weekly)) == (weekly, None)
    assert rhythm(merged(repositioned("breed", CHANGED, rhythm_start=date(2026, 3, 6)), theirs)) == (monthly, None)


def seat(identifier: str, person: str, start: date = START, **more: Any) -> acts.TakeSeat:
    return acts.TakeSeat(body="oud", seat=identifier, party="gem-a", person=person, start=start, **more)


def moved_seats(*given: Act, **more: Any) -> dict[str, tuple[str, date, date | None, str | None]]:
    act = acts.MergeBody(body="oud", into="breed", on=CLOSED, reason="R", **more)
    effects = record_of((*GIVEN, *given)).perform(act)
    seats = [effect.event for effect in effects if isinstance(effect.event, SeatTaken)]
    return {s.seat: (s.person, s.start, s.until, s.deputy_of) for s in seats}


def test_seats_that_run_on_that_day_come_along() -> None:
    assert moved_seats(seat("z", "p-2")) == {"z": ("p-2", CLOSED, None, None)}
    assert moved_seats(seat("z", "p-2", until=CLOSED)) == {"z": ("p-2", CLOSED, CLOSED, None)}
    assert moved_seats(seat("z", "p-2", until=CLOSED - DAY)) == {}
    with pytest.raises(Refused) as refused:
        moved_seats(seat("z", "p-2", start=CLOSED + DAY))
    assert refused.value.rule.id == "record.later_stands", "a seat that is taken later is taken in a body that is there"
    assert moved_seats(seat("z", "p-2"), staying_out=("gem-a",)) == {}


def test_a_seat_that_is_taken_there_gets_the_name_of_where_it_came_from() -> None:
    there = acts.TakeSeat(body="breed", seat="z", party="prov", person="p-1", start=START)
    other = acts.RegisterPerson(person="p-4", name="D. Voorbeeld", on=START)
    other_mandate = acts.GrantMandate(party="gem-a", mandate="m4", person="p-4", start=START, ground="G")
    deputy = seat("y", "p-4", deputy_of="z")
    moved = moved_seats(there, other, other_mandate, seat("z", "p-2"), deputy)
    assert moved == {"oud-z": ("p-2", CLOSED, None, None), "y": ("p-4", CLOSED, None, "oud-z")}


def test_who_has_a_seat_there_already_does_not_get_another() -> None:
    join = acts.JoinBody(body="breed", party="gem-a", since=START)
    here = seat("z", "p-2")

    def there(until: date | None) -> acts.TakeSeat:
        return acts.TakeSeat(body="breed", seat="q", party="gem-a", person="p-2", start=START, until=until)

    assert moved_seats(join, there(None), here) == {}
    assert moved_seats(join, there(CLOSED), here) == {}
    assert set(moved_seats(join, there(CLOSED - DAY), here)) == {"z"}


def test_what_held_from_an_earlier_day_holds_until_the_later() -> None:
    given = (*GIVEN, repositioned("oud", CHANGED, place=5), repositioned("oud", START + DAY, place=7))
    for day, place in ((START, 2), (START + DAY, 7), (CHANGED - DAY, 7), (CHANGED, 5)):
        assert body_of(record_of(given), "oud").profile_on(day).place == place


def test_what_a_change_leaves_out_stays_as_it_was_on_its_day_in_whatever_order_they_are_recorded() -> None:
    half = date(2026, 2, 1)
    changes = (
        repositioned("oud", CHANGED, place=5, chair="gem-b"),
        repositioned("oud", half, place=7, rhythm="FREQ=YEARLY"),
        acts.RenameBody(body="oud", name="Ander", since=half + DAY),
        acts.RescopeBody(body="oud", scope=("RO",), since=half),
        acts.JoinBody(body="oud", party="prov", since=half),
        acts.LeaveBody(body="oud", party="gem-a", since=CHANGED + DAY),
    )
    bodies = [body_of(record_of((*GIVEN, *order)), "oud") for order in permutations(changes)]
    held = {tuple(each.profile_on(day) for day in (START, half, half + DAY, CHANGED, CHANGED + DAY)) for each in bodies}
    ((first, changed, renamed, chaired, left),) = held
    assert first.members == ("gem-a", "gem-b")
    assert (changed.place, changed.scope, changed.members) == (7, ("RO",), ("gem-a", "gem-b", "prov"))
    assert renamed == attrs.evolve(changed, name="Ander")
    assert chaired == attrs.evolve(renamed, place=5, chair="gem-b")
    assert left == attrs.evolve(chaired, members=("gem-b", "prov"))
