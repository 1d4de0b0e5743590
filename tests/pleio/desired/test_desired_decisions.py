"""Decisions as pages per year, with votes and chains; and action items as tasks."""

from datetime import date
from typing import Any

import pytest

from pleio.desired.registers_by_hand import item_of, keys_of, site_of, told
from pleio.desired.rows_by_hand import Rows, action, body, decision, meeting, signal, vote

VOTES: dict[str, Any] = {
    "votes_for": 2,
    "votes_against": 1,
    "absent": 1,
    "votes": [vote("prov", "for"), vote("gem", "against", "Te duur."), vote("odu", "absent")],
    "dissent": "Gem",
}


def decided(*rows: Any, **tables: Any) -> str:
    site = site_of({"bodies": [body(), body("b", place=2)], "decisions": rows, **tables})
    return told(item_of(site, "decision-b1").text)


def test_a_page_per_decision_below_its_year() -> None:
    rows = [decision("b1", taken_on=date(2025, 11, 3)), decision("b2"), decision("b3", title="")]
    site = site_of({"bodies": [body()], "decisions": rows})
    assert keys_of(site) == [
        "decisions-a",
        "decisions-a-2026",
        "decisions-a-2025",
        "decision-b1",
        "decision-b2",
        "decision-b3",
    ]
    first, year = item_of(site, "decisions-a"), item_of(site, "decisions-a-2026")
    assert (first.title, first.gathers, year.title, year.gathers, year.parent) == (
        "Besluiten",
        True,
        "2026",
        True,
        "decisions-a",
    )
    assert "2026: 2 besluiten" in told(first.text)
    assert "2025: 1 besluit" in told(first.text)
    assert item_of(site, "decision-b1").parent == "decisions-a-2025"
    assert item_of(site, "decision-b3").title == "b3"


def test_no_pages_where_nothing_may_be_shown() -> None:
    assert keys_of(site_of({"bodies": [body()], "decisions": [decision("b1", confidential=True)]})) == []


def test_what_a_decision_says() -> None:
    text = decided(
        decision(
            "b1",
            meeting="v1",
            text="Wij besluiten.\nTwee regels.",
            source="nota.pdf",
            condition="Mits er geld is.",
            condition_due=date(2026, 9, 1),
        ),
        calendar=[meeting("v1")],
    )
    for said in (
        "Genomen op: 12 maart 2026",
        "Vergadering: Overleg a van 12 maart 2026",
        "Soort: besluit",
        "Uitkomst: aangenomen",
        "Stand: voorwaarde open",
        "Bron: nota.pdf",
        "Wij besluiten.\nTwee regels.",
        "Mits er geld is.\nTe vervullen voor: 1 september 2026\nStand: nog niet vervuld",
    ):
        assert said in text


def test_a_decision_in_writing_and_a_fulfilled_condition() -> None:
    text = decided(
        decision("b1", asked_on=date(2026, 3, 1), condition="Mits.", fulfilled_on=date(2026, 4, 2), outcome="adopted")
    )
    assert "Procedure: schriftelijk, gevraagd op 1 maart 2026" in text
    assert "Stand: vervuld op 2 april 2026" in text
    assert "Stand: geldt" in text


@pytest.mark.parametrize(
    ("shown", "said", "hidden"),
    [
        ("none", ("Uitkomst: aangenomen",), ("2 | 1 | 0 | 1", "Te duur", "Gem", "Stemmen")),
        ("counts", ("2 | 1 | 0 | 1",), ("Te duur", "Gem", "Per partij")),
        ("parties", ("2 | 1 | 0 | 1", "Gem | tegen | Te duur.", "Odu | afwezig", "Tegen stemden: Gem"), ()),
        ("iets nieuws", ("Uitkomst: aangenomen",), ("2 | 1 | 0 | 1", "Te duur", "Gem")),
    ],
)
def test_votes_as_far_as_the_body_lets_them_be_seen(shown: str, said: tuple[str, ...], hidden: tuple[str, ...]) -> None:
    text = decided(decision("b1", **VOTES), bodies=[body(votes_shown=shown)])
    assert all(one in text for one in said)
    assert not any(one in text for one in hidden)


def test_unanimity_is_a_vote_too() -> None:
    row = decision("b1", unanimous=True)
    assert "(unaniem)" in decided(row)
    assert "(unaniem)" not in decided(row, bodies=[body(votes_shown="none")])


def test_the_chain_with_links_within_the_group_only() -> None:
    rows = [
        decision("b0", body="b", title="Advies"),
        decision("b1", follows=["decision:b0", "signal:s1"], followed_by=["action:c1", "action:c2", "decision:b2"]),
        decision("b2", title="Vervolg", follows=["decision:b1"]),
    ]
    actions = [action("c1", decision="b1", state="busy"), action("c2", body="b", decision="b1")]
    site = site_of(
        {
            "bodies": [body(), body("b", place=2)],
            "decisions": rows,
            "actions": actions,
            "signals": [signal("s1", body="b")],
        }
    )
    item = item_of(site, "decision-b1")
    text = told(item.text)
    for said in (
        "Bouwt voort op:\nAdvies (Overleg b)",
        "Antwoord op signaal:\nSignaal s1 (Overleg b)",
        "Actiepunten:\nActie c1 (bezig)\nActie c2 (Overleg b) (nieuw)",
        "Hierop bouwt voort:\nVervolg",
    ):
        assert said in text
    assert item.text.references == {"action-c1", "decision-b2"}


def test_superseded_and_revoked_both_ways() -> None:
    old = decision("b1", standing="superseded", ended_on=date(2026, 5, 1), ended_by="b2", followed_by=["decision:b2"])
    new = decision("b2", follows=["decision:b1"])
    site = site_of({"bodies": [body()], "decisions": [old, new]})
    assert "Stand: vervangen per 1 mei 2026" in told(item_of(site, "decision-b1").text)
    assert "Vervangen door:\nBesluit b2" in told(item_of(site, "decision-b1").text)
    assert "Hierop bouwt voort" not in told(item_of(site, "decision-b1").text)
    assert "Vervangt:\nBesluit b1" in told(item_of(site, "decision-b2").text)
    hidden = site_of({"bodies": [body()], "decisions": [old, {**new, "confidential": True}]})
    text = told(item_of(hidden, "decision-b1").text)
    assert "Stand: vervangen per 1 mei 2026" in text
    assert "b2" not in text


def test_an_action_item_as_a_task() -> None:
    row = action(
        "c1", person="p1", person_name="P. Een", meeting="v1", decision="b1", state="busy", overdue=True, from_body="b"
    )
    tables: dict[str, Rows] = {
        "bodies": [body(), body("b", place=2, closed=True)],
        "actions": [row],
        "decisions": [decision("b1")],
        "calendar": [meeting("v1")],
    }
    item = item_of(site_of(tables), "action-c1")
    assert (item.kind, item.title, item.state, item.archived) == ("task", "Actie c1", "BUSY", False)
    assert item.text.references == {"meeting-v1", "decision-b1"}
    for said in (
        "Wie: P. Een (Gemeente)",
        "Gereed voor: 1 mei 2026",
        "Stand: bezig, te laat",
        "Overgekomen van: Overleg b",
        "Afgesproken op: 12 maart 2026",
    ):
        assert said in told(item.text)


@pytest.mark.parametrize(
    ("state", "shown", "archived", "prefix"),
    [("new", "NEW", False, ""), ("done", "DONE", False, ""), ("dropped", "DONE", True, "Vervallen: ")],
)
def test_states_of_a_task(state: str, shown: str, archived: bool, prefix: str) -> None:
    row = action("c1", state=state, ended_on=date(2020, 1, 1), result="Gelukt")
    item = item_of(site_of({"bodies": [body()], "actions": [row]}), "action-c1")
    assert (item.state, item.archived, item.title) == (shown, archived, f"{prefix}Actie c1")
    assert "Gelukt" in told(item.text)
    assert ("op 1 januari 2020" in told(item.text)) is (state != "new")


@pytest.mark.parametrize("of", [{"confidential": True}, {"body": "x"}])
def test_what_carries_out_a_confidential_decision_is_not_shown(of: dict[str, Any]) -> None:
    bodies = [body(), body("x", place=2, confidential=True)]
    tables: dict[str, Rows] = {
        "bodies": bodies,
        "decisions": [decision("b1", **of)],
        "actions": [action("c1", decision="b1")],
    }
    assert keys_of(site_of(tables)) == []


def test_a_meeting_of_a_confidential_body_is_not_named_in_a_task() -> None:
    bodies = [body(), body("x", place=2, confidential=True)]
    calendar = [meeting("v1", body="x", title="Achterkamer")]
    site = site_of({"bodies": bodies, "calendar": calendar, "actions": [action("c1", meeting="v1", from_body="x")]})
    assert "Achterkamer" not in told(item_of(site, "action-c1").text)
    assert "Overleg x" not in told(item_of(site, "action-c1").text)
