"""What becomes of a group as a whole, of groups that are not kept up, and of links to what is made."""

from typing import Any

import attrs
import pytest

from pleio.faults.site_by_hand import KEY, item
from pleio.planning import NO_ADMIN, Case, group, guid, in_step, lines, only, pages, seen, url
from pleio.test_plan_items import BASE, NOTHING, PAGE, PEOPLE_EDITED, POLICIES, choices, does, outcome, reasons
from rso_pleio.documents import doc, paragraph, refer
from rso_pleio.ledger_entry import State, What
from rso_pleio.model import DesiredGroup
from rso_pleio.rendered_item import PLUGINS

GROUP_CELLS: dict[str, tuple[Case, list[Any], list[Any], list[Any]]] = {
    "wanted otherwise": (
        BASE.want(name="Bestuur X"), does("change", "edit", KEY), does("change", "edit", KEY),
        does("change", "edit", KEY),
    ),
    "edited by a person": (
        BASE.on_site(name="Door een mens"), does("drift", key=KEY), does("change", "edit", KEY), NOTHING,
    ),
    "made open by a person": (BASE.on_site(closed=False), does("drift", key=KEY), does("change", "edit", KEY), NOTHING),
    "with parts switched off": (
        BASE.on_site(plugins=("events",)), does("drift", key=KEY), does("change", "edit", KEY), NOTHING,
    ),
    "with more parts than we need": (
        BASE.on_site(plugins=(*PLUGINS, "polls")), NOTHING, NOTHING, NOTHING,
    ),
    "unknown to the ledger": (
        BASE.forgot("group", KEY), does("adopt", key=KEY), does("adopt", key=KEY), does("adopt", key=KEY),
    ),
    "unknown to the ledger and otherwise": (
        BASE.forgot("group", KEY).on_site(name="X"), does("change", "edit", KEY), does("change", "edit", KEY),
        does("change", "edit", KEY),
    ),
    "taken into use and never written": (
        BASE.noted("group", KEY, content_hash=None, desired_hash=None).on_site(name="X"), does("change", "edit", KEY),
        does("change", "edit", KEY), does("change", "edit", KEY),
    ),
    "intended": (
        BASE.noted("group", KEY, state="intended"), does("adopt", key=KEY), does("adopt", key=KEY),
        does("adopt", key=KEY),
    ),
    "another group under our key": (
        BASE.noted("group", KEY, guid="g-old"), does("adopt", key=KEY), does("adopt", key=KEY), does("adopt", key=KEY),
    ),
    "edited into what is wanted": (
        BASE.want(name="B").on_site(name="B"), does("adopt", key=KEY), does("adopt", key=KEY), does("adopt", key=KEY),
    ),
    "the mark taken off": (
        BASE.on_site(categories=()), does("change", "mark", KEY), does("change", "mark", KEY),
        does("change", "mark", KEY),
    ),
    "managed by others": (
        BASE.on_site(can_edit=False), does("cannot", key=KEY), does("cannot", key=KEY), does("cannot", key=KEY),
    ),
}  # fmt: skip


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("cell", GROUP_CELLS)
def test_what_becomes_of_the_group(cell: str, policy: Any) -> None:
    case, *by_policy = GROUP_CELLS[cell]
    assert outcome(case, policy) == by_policy[POLICIES.index(policy)]


def test_each_difference_of_a_group_is_told() -> None:
    def differences(case: Case) -> tuple[tuple[str, str, str], ...]:
        return only(case.plan().steps).differences

    assert differences(BASE.want(name="B")) == (("naam", "Overleg X", "B"),)
    assert differences(BASE.want(introduction="I")) == (("introductie", "Wie wij zijn", "I"),)
    assert differences(BASE.want(text=doc(paragraph("T")))) == (("beschrijving", "Welkom\n", "T\n"),)
    assert differences(BASE.on_site(closed=False)) == (("besloten", "nee", "ja"),)
    assert differences(BASE.on_site(plugins=("wiki", "polls"))) == (
        ("onderdelen", "wiki, polls", "wiki, polls, events, tasks, files, blog, members"),
    )
    assert differences(BASE.on_site(categories=())) == (("kenmerk", "", KEY),)
    assert reasons(BASE.on_site(name="M")) == ["door iemand gewijzigd; --restore zet het terug"]
    assert reasons(BASE.on_site(name="M"), "restore") == ["teruggezet"]
    assert reasons(BASE.on_site(can_edit=False)) == [
        "dit account beheert de groep niet; laat een beheerder het account groepsbeheerder maken"
    ]


def test_a_group_that_is_not_there() -> None:
    gone = attrs.evolve(BASE, there=None)
    assert [(s.kind, s.reason) for s in gone.plan().steps] == [("drift", "door iemand verwijderd, of niet zichtbaar")]
    new = attrs.evolve(gone, entries={})
    assert lines(new.plan())[0] == ("create", KEY, "")
    assert {step.kind for step in new.plan().steps} == {"create"}
    intended = new.noted("group", KEY, state="intended")
    assert lines(intended.plan())[0] == ("create", KEY, "")
    ordinary = new.seen_by(NO_ADMIN)
    step = only(ordinary.plan().steps)
    assert step.kind == "cannot"
    assert step.reason.endswith("draai dan 'rso pleio adopt GROEP x'")


def test_groups_that_are_not_kept_up_are_told() -> None:
    closed = in_step(group(*pages(1)))
    states: tuple[tuple[State, bool], ...] = ((State.MADE, True), (State.INTENDED, False))
    for state, told in states:
        case = attrs.evolve(closed, closed=("body-y",), confidential=("body-z", "body-unknown"))
        for name in ("body-y", "body-z"):
            entry = attrs.evolve(
                closed.entries[(KEY, What.GROUP, KEY)], group_key=name, key=name, state=state, guid=name
            )
            case = attrs.evolve(case, entries={**case.entries, entry.at: entry})
        steps = [(s.kind, s.key, s.guid, s.what, s.reason[:24]) for s in case.plan().steps]
        assert steps == (
            [
                ("leave", "body-y", "body-y", "group", "het overleg bestaat niet"),
                ("cannot", "body-z", "body-z", "group", "het overleg is vertrouwe"),
            ]
            if told
            else []
        )


REFERRING = in_step(group(item("page-1", "wiki", "Tekst.", "other"), item("other", "wiki")))


def test_links_come_in_what_is_there_once_what_they_refer_to_is_made() -> None:
    wanted = REFERRING.wanted
    before = in_step(attrs.evolve(wanted, items=wanted.items[:1]))
    plan = attrs.evolve(before, wanted=wanted).plan()
    assert lines(plan) == [("create", "other", ""), ("change", "page-1", "edit+link")]
    assert plan.steps[1].reason == "krijgt koppelingen naar wat nieuw is"
    of_group: DesiredGroup = group(PAGE, text=doc(paragraph("Zie ", refer("het", "other"))))
    whole = in_step(of_group).want(item("other", "wiki"))
    assert lines(whole.plan()) == [("create", "other", ""), ("change", KEY, "edit+link")]


def test_links_do_not_come_over_what_a_person_wrote_and_was_accepted() -> None:
    wanted = REFERRING.wanted
    before = in_step(attrs.evolve(wanted, items=wanted.items[:1]))
    (note,) = before.shown("page-1", content=PEOPLE_EDITED).plan(choices("accept")).notes
    accepted = before.shown("page-1", content=PEOPLE_EDITED).noted(
        "item",
        "page-1",
        content_hash=note.content_hash,
        desired_hash=note.desired_hash,
    )
    assert lines(attrs.evolve(accepted, wanted=wanted).plan(choices("accept"))) == [("create", "other", "")]
    ended = attrs.evolve(wanted, items=(attrs.evolve(wanted.items[0], archived=True), wanted.items[1]))
    assert lines(attrs.evolve(in_step(attrs.evolve(ended, items=ended.items[:1])), wanted=ended).plan()) == [
        ("create", "other", ""),
    ]


def test_what_differs_in_links_alone_gets_them() -> None:
    wanted = REFERRING.wanted
    alone = in_step(attrs.evolve(wanted, items=wanted.items[:1]))
    both = attrs.evolve(alone.beside(seen(wanted.items[1], {})), wanted=wanted).noted(
        "item", "other", guid=guid("other"), url=url("other")
    )
    step = next(step for step in both.plan().steps if step.key == "page-1")
    assert (step.kind, step.does, step.reason) == ("change", ("edit", "link"), "krijgt koppelingen naar wat er nu is")
