"""Groups of bodies, who is in them, and what they say about the body."""

from datetime import date

import pytest

from pleio.desired.registers_by_hand import ByHand, group_of, keys_of, site_of, told
from pleio.desired.rows_by_hand import Rows, body, person, role, seat, step
from rso_core.projection import UnknownReadModelError
from rso_pleio.desired import desired_site
from rso_pleio.documents import doc
from rso_pleio.model import LONGEST_NAME, DesiredItem
from rso_pleio.texts import pages

PEOPLE = [person(f"p{number}") for number in range(1, 6)]


def test_a_group_per_open_body_in_order_and_the_others_closed() -> None:
    bodies = [body("c", place=3), body("a"), body("b", place=2, closed=True), body("d", place=4, confidential=True)]
    site = site_of({"bodies": bodies})
    assert [group.key for group in site.groups] == ["body-a", "body-c"]
    assert (site.closed, site.confidential) == (("body-b",), ("body-d",))


def test_name_and_introduction_are_plain_and_fit() -> None:
    group = group_of(site_of({"bodies": [body(name="Stuur\x00groep\n" + "x" * 300)]}))
    assert group.name.startswith("Stuur groep x")
    assert len(group.name) == LONGEST_NAME
    assert group.introduction.startswith("Algemeen bestuur op strategisch niveau, over VTH.")


def test_what_the_group_says_about_its_body() -> None:
    bodies = [
        body("a", themes="Wonen", signal_answer_days=1, portfolio_limit=3),
        body("b", place=2, reports_to="a"),
        body("x", place=3, reports_to="a", confidential=True, name="Besloten kamer"),
    ]
    roles = [role("voorzitter-a"), role("secretaris-a", person="p2", person_name="P. Twee", deputy="p3")]
    covenant = [step("concept", "Convenant", date(2025, 9, 1))]
    site = site_of({"bodies": bodies, "roles": roles, "covenants": covenant, "seats": [seat("s1", "p4")]})
    text = told(group_of(site).text)
    for said in (
        "Aan dit overleg rapporteert: Overleg b\n",
        "Thema's: Wonen",
        "Vergadert: elke 3 maanden",
        "Voorzittende partij: Provincie",
        "Voorzitter: P. Een (Provincie)",
        "Secretaris: P. Twee (Provincie)",
        "binnen 1 dag",
        "ten hoogste 3",
        "P. p4 (bestuurlijk)",
        "2 partijen zijn lid",
    ):
        assert said in text
    assert "Besloten" not in text
    assert "Rapporteert aan: Overleg a" in told(group_of(site, "b").text)
    assert group_of(site, "b").text.references == {"covenant-conv"}


def test_members_are_holders_deputies_and_seats_each_once() -> None:
    roles = [
        role("Voorzitter-x", role_name="Leiding", person="p1", deputy="p2"),
        role("lid", person="p2", role_name="Lid"),
        role("lid", body="elders", person="p5"),
        role("vacant", person=None, person_name=None, party=None),
    ]
    seats = [seat("s1", "p3"), seat("s2", "p4", deputy_of="s1"), seat("s3", "p1")]
    group = group_of(site_of({"bodies": [body()], "roles": roles, "seats": seats, "pleio_people": PEOPLE}))
    assert [(m.person, m.role) for m in group.members] == [
        ("p1", "admin"),
        ("p2", "member"),
        ("p3", "member"),
        ("p4", "member"),
    ]
    assert [(s.key, s.name, s.persons) for s in group.subgroups] == [
        ("body-a/voorzitters", "Voorzitters", ("p1",)),
        ("body-a/plaatsvervangers", "Plaatsvervangers", ("p2", "p4")),
        ("body-a/secretariaat", "Secretariaat", ()),
    ]
    assert group.members[0].name == "P. p1"


def test_secretariat_and_own_admin_roles() -> None:
    roles = [role("x", role_name="SECRETARIAAT bureau", person="p1"), role("griffier", person="p2")]
    registers = ByHand({"bodies": [body()], "roles": roles, "pleio_people": PEOPLE})
    group = group_of(desired_site(registers, pages, ("Griffi*",)))
    assert [(m.person, m.role) for m in group.members] == [("p1", "member"), ("p2", "admin")]
    assert group.subgroups[2].persons == ("p1",)


def test_who_has_no_address_is_no_member_and_in_no_subgroup() -> None:
    roles = [role("voorzitter", person="p1", deputy="p2"), role("lid", person="p3")]
    people = [person("p1", email=None), person("p2", email=" ")]
    group = group_of(site_of({"bodies": [body()], "roles": roles, "pleio_people": people}))
    assert group.members == ()
    assert group.without_address == ("p1", "p2", "p3")
    assert {subgroup.persons for subgroup in group.subgroups} == {()}


@pytest.mark.parametrize(
    ("choices", "chosen"), [(("invite", "add"), "add"), (("none", "invite"), "invite"), ((), "none")]
)
def test_the_most_generous_choice_of_the_parties_holds(choices: tuple[str, ...], chosen: str) -> None:
    roles = [role("lid", party="een"), role("lid2", party="twee")]
    parties = [{"party": p, "platform_choice": c} for p, c in zip(("een", "twee"), choices, strict=False)]
    tables: dict[str, Rows] = {"bodies": [body()], "roles": roles, "pleio_people": PEOPLE, "parties": parties}
    assert group_of(site_of(tables)).members[0].choice == chosen


def test_a_person_whose_name_no_key_opens_is_shown_with_a_mark_and_stays_where_he_is() -> None:
    roles = [role("voorzitter", person="p9", person_name="p9 (naam onleesbaar)"), role("lid", person="p3")]
    people = [person("p9", name="p9 (naam onleesbaar)", email=None), person("p3", email=None)]
    group = group_of(site_of({"bodies": [body()], "roles": roles, "pleio_people": people}))
    assert (group.members, group.without_address, group.unreadable) == ((), ("p3", "p9"), ("p9",))
    text = told(group.text)
    assert "Voorzitter: (naam nu niet te lezen) (Provincie)" in text
    assert "p9" not in text


def test_an_erased_person_is_shown_without_name_and_is_no_member() -> None:
    roles = [role("voorzitter", person="p9", person_name=None, deputy="p8", deputy_name="p8")]
    group = group_of(
        site_of({"bodies": [body()], "roles": roles, "pleio_people": [person("p9", name=None, email=None)]})
    )
    assert group.members == ()
    text = told(group.text)
    assert "Voorzitter: (naam verwijderd) (Provincie)" in text
    assert "p8" not in text


@pytest.mark.parametrize("missing", ["bodies", "roles", "pleio_people"])
def test_without_bodies_or_people_there_is_no_site_at_all(missing: str) -> None:
    registers = ByHand({"bodies": [body()]})
    del registers.tables[missing]
    with pytest.raises(UnknownReadModelError):
        desired_site(registers, pages)


def test_a_missing_register_takes_only_its_own_pages_along() -> None:
    assert keys_of(site_of({"bodies": [body(overview_first=True)]})) == []


def test_pages_of_plugins_stand_beside_ours_and_wrong_ones_fall_away() -> None:
    def brought(row: object, registers: object) -> list[DesiredItem]:
        one = DesiredItem(key="x", kind="wiki", title="X", text=doc())
        return [one, one, DesiredItem(key="y", kind="wiki", title="Y", text=doc(), parent="absent")]

    site = desired_site(ByHand({"bodies": [body()]}), brought)
    assert keys_of(site) == ["x"]
