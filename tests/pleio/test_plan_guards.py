"""What guards against a large change: shares that are just met and just passed, and who is told what."""

from typing import Any

import attrs
import pytest

from pleio.faults.site_by_hand import KEY, item, member
from pleio.planning import (
    Case,
    account,
    group,
    in_step,
    lines,
    of_people,
    pages,
    people,
    renamed,
    seen,
    url,
)
from rso_pleio.ledger_entry import State
from rso_pleio.plan import Choices, Plan
from rso_pleio.plan.guards import QUIET_FROM, SAFE_SHARE

TEN = in_step(group(*pages(10)))


def names(number: int) -> tuple[str, ...]:
    return tuple(f"page-{n}" for n in range(1, number + 1))


def told(plan: Plan) -> list[str]:
    assert {hold.group_key for hold in plan.safety_blocks} <= {KEY}
    return [hold.told for hold in plan.safety_blocks]


def test_a_site_in_step_has_nothing_to_do() -> None:
    plan = TEN.plan(position=7)
    assert (plan.steps, plan.safety_blocks, plan.sendings, plan.notes, plan.forgotten, plan.position) == (
        (),
        (),
        (),
        (),
        (),
        7,
    )


@pytest.mark.parametrize(("changed", "held"), [(3, False), (4, True)])
def test_three_of_ten_may_change_and_four_may_not(changed: int, held: bool) -> None:
    assert SAFE_SHARE == 0.3
    plan = renamed(TEN, *names(changed)).plan()
    assert len(plan.changes) == changed
    assert told(plan) == (
        [f"{changed} van de 10 items veranderen of gaan naar het archief (meer dan 30%)"] if held else []
    )


@pytest.mark.parametrize(("share", "held"), [(0.4, False), (0.39, True), (0.0, True), (1.0, False)])
def test_the_share_may_be_another(share: float, held: bool) -> None:
    plan = renamed(TEN, *names(4)).plan(Choices(safe_share=share))
    assert bool(plan.safety_blocks) is held
    assert all(f"(meer dan {share:.0%})" in words for words in told(plan))


@pytest.mark.parametrize(
    ("number", "changed", "held"),
    [(1, 1, False), (2, 1, False), (2, 2, True), (6, 2, True), (7, 2, False)],
)
def test_one_item_is_never_much(number: int, changed: int, held: bool) -> None:
    plan = renamed(in_step(group(*pages(number))), *names(changed)).plan()
    assert bool(plan.safety_blocks) is held


def test_what_goes_to_the_archive_counts_with_what_changes() -> None:
    assert told(renamed(TEN, "page-1", "page-2").drop("page-3").plan()) == []
    held = renamed(TEN, "page-1", "page-2").drop("page-3", "page-4").plan()
    assert told(held) == ["4 van de 10 items veranderen of gaan naar het archief (meer dan 30%)"]


def test_what_is_new_does_not_count_and_neither_does_what_people_made() -> None:
    more = TEN.want(*(item(f"new-{n}", "wiki") for n in range(9))).beside(of_people())
    assert told(more.plan()) == []
    assert told(renamed(more, *names(4)).plan()) == [
        "4 van de 10 items veranderen of gaan naar het archief (meer dan 30%)"
    ]


def test_what_ended_before_does_not_count() -> None:
    ended = in_step(group(*pages(6), *(item(f"old-{n}", "wiki", archived=True) for n in range(9))))
    assert told(renamed(ended, *names(2)).plan()) == [
        "2 van de 6 items veranderen of gaan naar het archief (meer dan 30%)"
    ]


def test_pages_that_gather_count_on_neither_side() -> None:
    gathering = in_step(group(*pages(6), *(item(f"list-{n}", "wiki", gathers=True) for n in range(4))))
    assert told(renamed(gathering, "list-0", "list-1", "list-2", "list-3").plan()) == []
    assert told(renamed(gathering, "page-1", "list-0").plan()) == []
    assert told(renamed(gathering, "page-1", "page-2").plan()) == [
        "2 van de 6 items veranderen of gaan naar het archief (meer dan 30%)"
    ]


def test_the_group_and_its_members_do_not_count() -> None:
    case = in_step(group(*pages(2), members=(member("p-1"), member("p-2"))))
    changed = case.want(name="Anders", members=(member("p-1", "admin"), member("p-2", "admin")))
    plan = changed.plan()
    assert len(plan.changes) == 3
    assert told(plan) == []


@pytest.mark.parametrize("state", ["intended", "hidden"])
def test_what_is_still_being_made_does_not_count(state: Any) -> None:
    case = TEN
    for key in names(5):
        case = case.noted("item", key, state=State(state)).shown(key, content={"title": "Half"})
    plan = case.plan()
    assert len(plan.changes) == 5
    assert told(plan) == []


def test_links_to_what_is_made_do_not_count() -> None:
    wanted = [item(f"page-{n}", "wiki", "Tekst.", "new") for n in range(1, 6)]
    plan = in_step(group(*wanted)).want(item("new", "wiki")).plan()
    assert lines(plan) == [("create", "new", ""), *(("change", f"page-{n}", "edit+link") for n in range(1, 6))]
    assert told(plan) == []


@pytest.mark.parametrize("number", [1, 2])
def test_deleting_is_held_however_little(number: int) -> None:
    plan = TEN.drop(*names(number)).plan(Choices(delete=True))
    assert [step.kind for step in plan.steps] == ["delete"] * number
    assert told(plan) == [f"{number} items worden voorgoed verwijderd"]
    assert [hold.group_key for hold in plan.safety_blocks] == ["body-x"]


def test_a_group_that_is_not_there_is_not_held() -> None:
    case = attrs.evolve(TEN, there=None, entries={})
    plan = case.plan()
    assert {step.kind for step in plan.steps} == {"create"}
    assert told(plan) == []


READERS = in_step(group(*pages(2), members=(member("p-1"), member("p-2"))))


def new(number: int, kind: str = "wiki") -> list[Any]:
    return [item(f"new-{n}", kind, **({"state": "NEW"} if kind == "task" else {})) for n in range(number)]


def quiet(plan: Plan) -> set[bool]:
    return {step.quiet for step in plan.steps if step.kind == "create" and step.what == "item"}


@pytest.mark.parametrize(("number", "is_quiet"), [(QUIET_FROM - 1, False), (QUIET_FROM, True)])
def test_from_six_new_pages_on_they_come_without_messages(number: int, is_quiet: bool) -> None:
    plan = READERS.want(*new(number)).plan()
    assert quiet(plan) == {is_quiet}
    sent = [(sending.kind, sending.number) for sending in plan.sendings]
    assert sent == ([] if is_quiet else [("notification", number * 2)])


@pytest.mark.parametrize(("from_number", "is_quiet"), [(3, True), (4, False)])
def test_the_number_may_be_another(from_number: int, is_quiet: bool) -> None:
    assert quiet(READERS.want(*new(3)).plan(Choices(quiet_from=from_number))) == {is_quiet}


def test_only_what_leads_to_messages_counts_and_comes_quietly() -> None:
    plan = READERS.want(*new(5), *(attrs.evolve(i, key=f"task-{i.key}") for i in new(3, "task"))).plan()
    assert quiet(plan) == {False}
    assert [sending.number for sending in plan.sendings] == [10]
    many = READERS.want(*new(6), *(attrs.evolve(i, key=f"task-{i.key}") for i in new(1, "task"))).plan()
    assert {step.key: step.quiet for step in many.steps} == {
        **{f"new-{n}": True for n in range(6)},
        "task-new-0": False,
    }


@pytest.mark.parametrize("kind", ["event", "wiki", "blog"])
def test_of_each_of_these_kinds_the_members_get_a_message(kind: str) -> None:
    (sending,) = READERS.want(item("new", kind)).plan().sendings
    assert (sending.kind, sending.number, sending.group_key) == ("notification", 2, "body-x")
    assert "nieuwe pagina's en bijeenkomsten: 1;" in sending.told
    assert "hoogstens 2" in sending.told


def test_without_readers_nobody_gets_a_message() -> None:
    alone = in_step(group(*pages(2)))
    plan = alone.want(*new(QUIET_FROM)).plan()
    assert (quiet(plan), plan.sendings) == ({False}, ())
    not_inside = in_step(group(*pages(1)), members=(), member_count=1).want(*new(1)).plan()
    assert [sending.number for sending in not_inside.sendings] == [1]


def test_a_group_that_is_made_is_filled_before_anybody_reads_it() -> None:
    plan = attrs.evolve(READERS, there=None, entries={}).want(*new(QUIET_FROM)).plan()
    assert (quiet(plan), plan.sendings) == ({False}, ())


def test_the_number_of_members_that_the_site_tells_counts_where_it_is_larger() -> None:
    case = in_step(group(*pages(1)), member_count=5)
    assert [sending.number for sending in case.want(*new(1)).plan().sendings] == [4]
    fewer = in_step(group(members=(member("p-1"), member("p-2"))), member_count=0)
    assert [sending.number for sending in fewer.want(*new(1)).plan().sendings] == [2]


def test_the_rest_of_a_load_that_was_stopped_is_as_quiet_as_its_beginning() -> None:
    hidden = READERS.noted("item", "page-1", state=State.HIDDEN).want(*new(1)).plan()
    assert quiet(hidden) == {True}
    meant = READERS.noted("item", "page-1", state=State.INTENDED, quiet=True).want(*new(1)).plan()
    assert quiet(meant) == {True}


def sent(case: Case, **choices: Any) -> list[tuple[str, int, str]]:
    sendings = case.plan(Choices(**choices)).sendings
    assert {sending.group_key for sending in sendings} <= {KEY}
    return [(s.kind, s.number, s.told) for s in sendings]


def test_who_is_invited_accepted_or_welcomed_is_told() -> None:
    invited = in_step(people()).want(members=(member("p-1", choice="invite"),))
    ordinary = invited.seen_by(attrs.evolve(invited.site.viewer, is_admin=False))
    assert sent(ordinary) == [("invitation", 1, "1 persoon krijgt een uitnodiging per mail, eenmalig")]
    two = ordinary.want(members=(member("p-1", choice="invite"), member("p-2", choice="invite")))
    assert sent(two) == [("invitation", 2, "2 personen krijgen een uitnodiging per mail, eenmalig")]
    added = ordinary.want(members=(member("p-1", choice="add"),)).seen_by(ordinary.site.viewer, p_1=account("p-1"))
    assert sent(added) == [("acceptance", 1, "1 persoon krijgt bericht van de opname in de groep")]
    assert sent(added.on_site(welcomes=True)) == [
        ("acceptance", 1, "1 persoon krijgt bericht van de opname in de groep"),
        ("welcome", 1, "1 persoon krijgt het welkomstbericht van de groep"),
    ]
    assert sent(ordinary.on_site(welcomes=True)) == [
        ("invitation", 1, "1 persoon krijgt een uitnodiging per mail, eenmalig")
    ]


def test_an_administrator_lets_people_in_without_a_message_where_there_is_no_welcome() -> None:
    brought = (
        in_step(people())
        .want(members=(member("p-1"),))
        .seen_by(
            in_step(people()).site.viewer,
            p_1=account("p-1"),
        )
    )
    assert sent(brought) == []
    assert sent(brought.on_site(welcomes=True)) == [("welcome", 1, "1 persoon krijgt het welkomstbericht van de groep")]
    assert sent(attrs.evolve(brought, there=None, entries={})) == []
    unknown = in_step(people(), welcomes=True).want(members=(member("p-1"),))
    assert [step.kind for step in unknown.plan().steps] == ["cannot"]
    assert sent(unknown) == []


def test_what_stands_on_the_site_is_found_by_its_address() -> None:
    assert seen(item("page-1", "wiki"), {}).content.url == url("page-1")  # type: ignore[union-attr]
