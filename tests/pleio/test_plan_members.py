"""What becomes of a person in a group, and of its subgroups."""

from typing import Any

import attrs
import pytest

from pleio.faults.site_by_hand import member
from pleio.planning import (
    NO_ADMIN,
    OURSELVES,
    Case,
    account,
    guid,
    in_step,
    known_account,
    lines,
    only,
    people,
    subgroup,
)
from rso_pleio.ledger_entry import Origin, fingerprint
from rso_pleio.model import DesiredSubgroup
from rso_pleio.plan import Choices, Policy, Step
from rso_pleio.plan.subgroups import sent_members
from rso_pleio.seen import SeenMember, SeenSubgroup

P1 = member("p-1")
INSIDE = in_step(people("p-1", "p-2"))
EMPTY = in_step(people())


def choices(policy: Policy = "report", **more: Any) -> Choices:
    return Choices(policies={"member": policy}, **more)


def role(case: Case, person: str, given: str | None) -> Case:
    """Somebody has another role on the site, or none."""
    assert case.there is not None
    kept = tuple(m for m in case.there.members if m.guid != guid(person))
    now = (SeenMember(guid=guid(person), role=given, email=f"{person}@x.example"),) if given else ()
    return case.on_site(members=(*kept, *now))


def wants(case: Case, *members: Any, **more: Any) -> Case:
    return case.want(members=tuple(member(m) if isinstance(m, str) else m for m in members), **more)


def told(case: Case, policy: Policy = "report", **more: Any) -> list[tuple[str, str, str, str]]:
    return [(s.kind, s.key, "+".join(s.does), s.reason) for s in case.plan(choices(policy, **more)).steps]


NEW = wants(EMPTY, "p-1")
ORDINARY = NEW.seen_by(NO_ADMIN)
TAKEN_OUT = "door iemand uit de groep gehaald"
UNKNOWN = "niet bekend op de site; laat een sitebeheerder het account maken"
NO_CHOICE = "de organisatie heeft niet gekozen voor uitnodigen of toevoegen (platform_choice)"
NO_ROLE = "heeft geen rol meer in dit overleg"


def chosen(choice: Any) -> Case:
    return wants(ORDINARY, member("p-1", choice=choice))


CELLS: dict[str, tuple[Case, list[Any]]] = {
    "inside as they should be": (INSIDE, []),
    "an administrator adds who is known": (NEW.seen_by(OURSELVES, p_1=account("p-1")), [("create", "p-1", "", "")]),
    "an administrator does not know who it is": (NEW, [("cannot", "p-1", "", UNKNOWN)]),
    "an administrator adds by what the ledger knows no more": (
        known_account(NEW, "p-1"), [("cannot", "p-1", "", UNKNOWN)],
    ),
    "an account that is blocked": (
        NEW.seen_by(OURSELVES, p_1=account("p-1", banned=True)),
        [("cannot", "p-1", "", "het account is op de site geblokkeerd")],
    ),
    "no choice": (chosen("none"), [("cannot", "p-1", "", NO_CHOICE)]),
    "a choice to invite": (chosen("invite"), [("create", "p-1", "invite", "")]),
    "a choice to add of who is not known": (chosen("add"), [("create", "p-1", "invite", "")]),
    "a choice to add of who is found": (
        chosen("add").seen_by(NO_ADMIN, p_1=account("p-1")), [("create", "p-1", "accept", "")],
    ),
    "a choice to add of whom the ledger knows": (
        known_account(chosen("add"), "p-1"), [("create", "p-1", "accept", "")],
    ),
    "a choice to add, the address was another": (
        known_account(chosen("add"), "p-1", address_hash="x"), [("create", "p-1", "invite", "")],
    ),
    "a choice to invite of who is found": (
        chosen("invite").seen_by(NO_ADMIN, p_1=account("p-1")), [("create", "p-1", "invite", "")],
    ),
    "asked already, by address": (
        chosen("invite").on_site(invited=frozenset({"p-1@x.example"})),
        [("leave", "p-1", "", "is uitgenodigd; wacht op antwoord")],
    ),
    "asked already, by account": (
        known_account(chosen("invite"), "p-1").on_site(invited=frozenset({guid("p-1")})),
        [("leave", "p-1", "", "is uitgenodigd; wacht op antwoord")],
    ),
    "another was asked": (
        chosen("invite").on_site(invited=frozenset({"p-2@x.example"})), [("create", "p-1", "invite", "")],
    ),
    "asked by the ledger": (
        chosen("invite").noted("member", "p-1", state="invited"),
        [("leave", "p-1", "", "is uitgenodigd; wacht op antwoord")],
    ),
    "came on an invitation and left": (
        chosen("invite").noted("member", "p-1", origin=Origin.INVITED, guid="g-old").seen_by(NO_ADMIN, p_1=account("p-1")),
        [("leave", "p-1", "", "was uitgenodigd en is er niet meer; wij nodigen één keer uit")],
    ),
    "taken out by a person": (
        role(INSIDE, "p-1", None).seen_by(OURSELVES, p_1=account("p-1")), [("drift", "p-1", "", TAKEN_OUT)],
    ),
    "taken out, the account is not found": (role(INSIDE, "p-1", None), [("drift", "p-1", "", TAKEN_OUT)]),
    "a request of one's own is no membership": (
        role(INSIDE, "p-1", "pending").seen_by(OURSELVES, p_1=account("p-1")), [("drift", "p-1", "", TAKEN_OUT)],
    ),
    "another account than before": (
        role(INSIDE, "p-1", None).noted("member", "p-1", guid="g-old").seen_by(OURSELVES, p_1=account("p-1")),
        [("create", "p-1", "", "")],
    ),
    "let in by people": (INSIDE.forgot("member", "p-1"), []),
    "let in by people in too small a role": (
        wants(INSIDE, member("p-1", "admin"), "p-2").forgot("member", "p-1"), [("change", "p-1", "role", "")],
    ),
    "let in by people in a larger role": (role(INSIDE, "p-1", "admin").forgot("member", "p-1"), []),
    "the owner": (role(INSIDE, "p-1", "owner"), []),
    "made more by people": (role(INSIDE, "p-1", "admin"), []),
    "becomes an administrator": (wants(INSIDE, member("p-1", "admin"), "p-2"), [("change", "p-1", "role", "")]),
    "is one no more": (
        wants(role(INSIDE, "p-1", "admin").noted("member", "p-1", role="admin"), "p-1", "p-2"),
        [("change", "p-1", "role", "")],
    ),
    "was made less by people": (
        wants(INSIDE, member("p-1", "admin"), "p-2").noted("member", "p-1", role="admin"),
        [("drift", "p-1", "", "rol door iemand gewijzigd")],
    ),
    "was asked and came in": (INSIDE.noted("member", "p-1", state="invited", guid=None), [("adopt", "p-1", "", "")]),
    "is inside under another account": (INSIDE.noted("member", "p-1", guid="g-old"), [("adopt", "p-1", "", "")]),
    "no part any more": (wants(INSIDE, "p-2"), [("remove", "p-1", "", NO_ROLE)]),
    "no part, and owner": (wants(role(INSIDE, "p-1", "owner"), "p-2"), []),
    "no part, was there before us": (wants(INSIDE, "p-2").noted("member", "p-1", origin=Origin.FOUND), []),
    "no part, was there before us and was made administrator": (
        wants(role(INSIDE, "p-1", "admin"), "p-2").noted("member", "p-1", origin=Origin.FOUND, role="admin"),
        [("change", "p-1", "role", "heeft geen rol meer in dit overleg; blijft lid, want was dat al")],
    ),
    "no part, administrator by people": (
        wants(role(INSIDE, "p-1", "admin"), "p-2").noted("member", "p-1", origin=Origin.FOUND, role="member"), [],
    ),
    "no part, and gone already": (wants(role(INSIDE, "p-1", None), "p-2"), []),
    "no part, meant and never added": (wants(INSIDE, "p-2").noted("member", "p-1", state="intended"), []),
    "no address": (EMPTY.want(without_address=("p-7",)), [("cannot", "p-7", "", "geen adres in Pleio bekend")]),
    "an invitation that was accepted, no part any more": (
        wants(INSIDE, "p-2").noted("member", "p-1", guid=None, address_hash=fingerprint("p-1", "p-1@x.example")), [
            ("remove", "p-1", "", NO_ROLE),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("cell", CELLS)
def test_what_becomes_of_a_person(cell: str) -> None:
    case, steps = CELLS[cell]
    assert told(case) == steps


def test_whose_address_cannot_be_read_just_now_stays_where_he_is() -> None:
    lost = wants(INSIDE, "p-2", without_address=("p-1",))
    assert told(lost) == [("cannot", "p-1", "", "geen adres in Pleio bekend"), ("remove", "p-1", "", NO_ROLE)]
    unreadable = wants(INSIDE, "p-2", without_address=("p-1",), unreadable=("p-1",))
    assert told(unreadable) == [("cannot", "p-1", "", "het adres is nu niet te lezen")]


RESTORED: dict[str, list[Any]] = {
    "taken out by a person": [("create", "p-1", "", "")],
    "taken out, the account is not found": [("cannot", "p-1", "", UNKNOWN)],
    "a request of one's own is no membership": [("create", "p-1", "", "")],
    "was made less by people": [("change", "p-1", "role", "teruggezet")],
    "becomes an administrator": [("change", "p-1", "role", "")],
}
ACCEPTED = (
    "taken out by a person",
    "taken out, the account is not found",
    "a request of one's own is no membership",
    "was made less by people",
)


@pytest.mark.parametrize("cell", CELLS)
def test_what_is_restored_or_accepted(cell: str) -> None:
    case, steps = CELLS[cell]
    assert told(case, "restore") == RESTORED.get(cell, steps)
    assert told(case, "accept") == ([] if cell in ACCEPTED else steps)


@pytest.mark.parametrize(
    ("case", "choice", "does"),
    [(NEW, "add", "account"), (NEW, "invite", None), (ORDINARY, "add", "account"), (ORDINARY, "invite", "invite")],
    ids=["administrator adds", "administrator invites", "ordinary adds", "ordinary invites"],
)
def test_an_account_is_made_where_that_may_be_done(case: Case, choice: Any, does: str | None) -> None:
    step = only(wants(case, member("p-1", choice=choice)).plan(choices(may_make_people=True)).steps)
    assert (step.kind, "+".join(step.does)) == (("create", does) if does else ("cannot", ""))
    assert step.reason == {"account": "het account wordt gemaakt", "invite": "", None: UNKNOWN}[does]
    assert step.guid is None


def test_a_step_names_who_it_is_about() -> None:
    step = only(wants(EMPTY, member("p-1", "admin")).seen_by(OURSELVES, p_1=account("p-1")).plan().steps)
    assert (step.label, step.guid, step.what, step.desired) == (
        "p-1 (beheerder)",
        guid("p-1"),
        "member",
        member("p-1", "admin"),
    )
    assert only(NEW.plan().steps).label == "p-1 (lid)"
    changed = only(wants(INSIDE, member("p-1", "admin"), "p-2").plan().steps)
    assert changed.differences == (("rol", "member", "admin"),)


def test_rows_of_the_ledger_that_are_of_no_use_go() -> None:
    def forgotten(cell: str) -> list[str]:
        return [entry.key for entry in CELLS[cell][0].plan().forgotten]

    assert forgotten("no part, and owner") == ["p-1"]
    assert forgotten("no part, was there before us") == ["p-1"]
    assert forgotten("no part, and gone already") == ["p-1"]
    assert forgotten("no part, meant and never added") == ["p-1"]
    assert forgotten("no part any more") == []
    assert forgotten("inside as they should be") == []


def test_somebody_who_has_another_account_now_loses_the_old_one() -> None:
    old = SeenMember(guid="g-old", role="member", email=None)
    case = INSIDE.noted("member", "p-1", guid="g-old")
    assert case.there is not None
    both = case.on_site(members=(*case.there.members, old))
    assert told(both) == [("adopt", "p-1", "", ""), ("remove", "p-1", "", "heeft op de site een ander account dan dit")]
    found = both.noted("member", "p-1", origin=Origin.FOUND)
    assert told(found) == [("adopt", "p-1", "", "")]
    assert found.plan().forgotten == ()


def test_an_address_is_found_whatever_its_letters() -> None:
    shouted = attrs.evolve(P1, email="P-1@X.example")
    assert told(wants(INSIDE, shouted, "p-2")) == []
    assert told(wants(EMPTY, shouted).seen_by(OURSELVES, p_1=account("p-1"))) == [("create", "p-1", "", "")]


CHAIRS = subgroup("voorzitters", "p-1")
DIVIDED = in_step(people("p-1", "p-2", subgroups=(CHAIRS,)))
BOTH = subgroup("voorzitters", "p-1", "p-2")


def inside(case: Case, *guids: str) -> Case:
    return case.on_site(subgroups=(SeenSubgroup(id=1, name="voorzitters", members=frozenset(guids)),))


def division(case: Case, policy: Policy = "report") -> list[tuple[str, tuple[list[str], list[str]] | str]]:
    """Per step of a subgroup its kind, and whom is sent and kept as ours, or the reason."""
    steps = [step for step in case.plan(choices(policy)).steps if step.what == "subgroup"]
    return [(s.kind, _sent(s) if s.kind in ("create", "change") else s.reason) for s in steps]


def _sent(step: Step) -> tuple[list[str], list[str]]:
    assert isinstance(step.desired, DesiredSubgroup)
    return sent_members(step.desired)


def test_what_becomes_of_a_subgroup() -> None:
    one, two = guid("p-1"), guid("p-2")
    assert division(DIVIDED) == []
    empty = DIVIDED.want(subgroups=(subgroup("voorzitters"),), without_address=("p-1",))
    assert division(empty) == [("change", ([], []))]
    assert division(empty.want(unreadable=("p-1",))) == [], "who is in it cannot be told"
    assert division(DIVIDED.want(subgroups=(BOTH,))) == [("change", ([one, two], [one, two]))]
    assert division(inside(DIVIDED, one, "g-x").want(subgroups=(BOTH,))) == [
        ("change", ([one, two, "g-x"], [one, two])),
    ]
    assert division(inside(DIVIDED, one, "g-x")) == []
    assert division(DIVIDED.want(subgroups=(subgroup("voorzitters"),))) == [("change", ([], []))]
    assert division(INSIDE.want(subgroups=(CHAIRS,))) == [("create", ([one], [one]))]
    assert division(INSIDE.want(subgroups=(subgroup("voorzitters"),))) == []
    assert division(DIVIDED.on_site(subgroups=())) == [("drift", "door iemand verwijderd")]
    assert division(DIVIDED.on_site(subgroups=()).noted("subgroup", CHAIRS.key, state="intended")) == [
        ("create", ([one], [one])),
    ]
    assert division(DIVIDED.on_site(subgroups=()).noted("subgroup", CHAIRS.key, guid=None)) == [
        ("create", ([one], [one])),
    ]


def test_whom_people_took_out_of_a_subgroup_stays_out_until_it_is_asked_back() -> None:
    one, two = guid("p-1"), guid("p-2")
    out = inside(DIVIDED)
    assert division(out) == [("drift", "1 van ons door iemand uit de subgroep gehaald")]
    assert division(out, "accept") == []
    assert division(out, "restore") == [("change", ([one], [one]))]
    more = out.want(subgroups=(BOTH,))
    assert division(more) == [
        ("drift", "1 van ons door iemand uit de subgroep gehaald"),
        ("change", ([two], [two, one])),
    ]
    assert division(more, "restore") == [("change", ([one, two], [one, two]))]


def test_a_subgroup_is_found_by_its_number_first_and_its_name_otherwise() -> None:
    renamed = DIVIDED.on_site(subgroups=(SeenSubgroup(id=1, name="anders", members=frozenset({guid("p-1")})),))
    assert division(renamed) == []
    unknown = DIVIDED.forgot("subgroup", CHAIRS.key)
    assert division(unknown) == []
    (note,) = unknown.plan().notes
    assert (note.what, note.key, note.guid, note.state) == ("subgroup", CHAIRS.key, "1", "made")
    assert note.members == {guid("p-1")}
    moved = DIVIDED.noted("subgroup", CHAIRS.key, guid="9")
    assert [note.guid for note in moved.plan().notes] == ["1"]
    other = DIVIDED.noted("subgroup", CHAIRS.key, members=frozenset())
    assert [note.members for note in other.plan().notes] == [{guid("p-1")}]


def test_only_who_is_in_the_group_comes_into_a_subgroup() -> None:
    one, two = guid("p-1"), guid("p-2")
    brought = wants(in_step(people("p-1")), "p-1", "p-2", subgroups=(BOTH,)).seen_by(OURSELVES, p_2=account("p-2"))
    assert division(brought) == [("create", ([one, two], [one, two]))]
    invited = wants(in_step(people("p-1")), "p-1", member("p-2", choice="invite"), subgroups=(BOTH,)).seen_by(
        NO_ADMIN,
        p_2=account("p-2"),
    )
    assert division(invited) == [("create", ([one], [one]))]
    leaves = wants(in_step(people("p-1", "p-2", subgroups=(BOTH,))), "p-1", subgroups=(CHAIRS,))
    assert division(leaves) == [("change", ([one], [one]))]
    pending = role(INSIDE, "p-2", "pending").want(subgroups=(BOTH,))
    assert division(pending) == [("create", ([one], [one]))]


@pytest.mark.parametrize(("number", "words"), [(0, "0 leden"), (1, "1 lid"), (2, "2 leden")])
def test_how_many_are_in_a_subgroup_is_told(number: int, words: str) -> None:
    named = tuple(f"p-{n}" for n in range(1, number + 1))
    start = ("p-1", "p-2", "p-3")
    case = in_step(people(*start, subgroups=(subgroup("s", *start),))).want(subgroups=(subgroup("s", *named),))
    step = only(case.plan().steps)
    assert step.differences == (("leden", "3 leden", words),)
    assert (step.label, step.guid) == ("s", "1")


def test_lines_are_in_the_order_in_which_they_are_carried_out() -> None:
    case = wants(EMPTY, "p-1", name="Anders", subgroups=(CHAIRS,)).seen_by(OURSELVES, p_1=account("p-1"))
    assert [kind for kind, _, _ in lines(case.plan())] == ["change", "create", "create"]
    assert [step.what for step in case.plan().steps] == ["group", "member", "subgroup"]
