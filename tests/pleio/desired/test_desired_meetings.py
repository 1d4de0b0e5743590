"""Meetings as events, and the overviews that they opened with."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from pleio.desired.registers_by_hand import DAY, ByHand, group_of, item_of, keys_of, site_of, told
from pleio.desired.rows_by_hand import Rows, action, agenda_item, body, decision, meeting, progress
from rso_core.time_zone import AMSTERDAM
from rso_pleio.desired import desired_site
from rso_pleio.model import DesiredItem
from rso_pleio.texts import pages

MARCH = date(2026, 3, 12)


def event_of(*agenda: Any, decisions: Any = (), **given: Any) -> DesiredItem:
    tables: dict[str, Rows] = {
        "bodies": [body()],
        "calendar": [meeting("v1", **given)],
        "agenda": agenda,
        "decisions": decisions,
    }
    return item_of(site_of(tables), "meeting-v1")


def test_when_and_where() -> None:
    event = event_of(state="planned", place="Zaal\x01 1")
    assert event.starts is not None
    assert event.ends is not None
    assert event.starts.tzinfo is AMSTERDAM
    assert (event.starts.isoformat(), event.ends.isoformat()) == (
        "2026-03-12T10:00:00+01:00",
        "2026-03-12T12:00:00+01:00",
    )
    assert (event.kind, event.location, event.title) == ("event", "Zaal 1", "Overleg a")
    assert "Wanneer: donderdag 12 maart 2026, 10.00–12.00 uur" in told(event.text)
    assert "Stand: gepland" in told(event.text)


@pytest.mark.parametrize(
    ("starts", "ends", "at", "until", "said"),
    [
        (None, None, "09:00", "10:00", "tijd nog niet bekend"),
        (time(14), None, "14:00", "15:00", "vanaf 14.00 uur"),
        (None, time(8), "08:00", "08:00", "tot 08.00 uur"),
        (time(22), time(1), "22:00", "01:00", "22.00–01.00 uur"),
    ],
)
def test_times_that_are_not_known(starts: time | None, ends: time | None, at: str, until: str, said: str) -> None:
    event = event_of(starts=starts, ends=ends)
    assert event.starts is not None
    assert event.ends is not None
    assert (f"{event.starts:%H:%M}", f"{event.ends:%H:%M}") == (at, until)
    assert event.ends >= event.starts
    assert said in told(event.text)


def test_moved_while_planned_and_after() -> None:
    planned = event_of(state="planned", former_day=date(2026, 3, 5), reason="Zaal bezet")
    held = event_of(state="held", former_day=date(2026, 3, 5))
    assert planned.title == "Verplaatst: Overleg a"
    assert held.title == "Overleg a"
    for event in (planned, held):
        assert "Verplaatst van: donderdag 5 maart 2026" in told(event.text)
    assert "Reden: Zaal bezet" in told(planned.text)


def test_cancelled_and_skipped() -> None:
    cancelled = event_of(state="cancelled", reason="Ziekte", former_day=date(2026, 3, 5))
    assert cancelled.title == "Geannuleerd: Overleg a"
    assert "Reden: Ziekte" in told(cancelled.text)
    site = site_of({"bodies": [body()], "calendar": [meeting("v1", state="skipped")]})
    assert keys_of(site) == []


def test_the_agenda_numbers_what_is_shown_and_keeps_its_times() -> None:
    event = event_of(
        agenda_item("i1", "v1", title="Opening", papers="nota.pdf"),
        agenda_item("i2", "v1", title="Personele zaken", confidential=True, papers="dossier.pdf"),
        agenda_item("i3", "v1", title="Rondvraag", at=time(10, 45)),
        agenda_item("i4", "v2", title="Van elders"),
    )
    text = told(event.text)
    assert "1 | 10.00 | Opening | ter bespreking | nota.pdf" in text
    assert "2 | 10.45 | Rondvraag | ter bespreking | " in text
    for hidden in ("Personele", "dossier.pdf", "Van elders"):
        assert hidden not in text


def test_no_agenda_yet_is_told_for_what_is_to_come_only() -> None:
    assert "Er zijn nog geen agendapunten." in told(event_of(state="planned").text)
    assert "agendapunten" not in told(event_of(state="held").text)


def test_after_the_meeting() -> None:
    decisions = [
        decision("b1", meeting="v1"),
        decision("b2", meeting="v1", confidential=True, title="Geheim"),
        decision("b3", meeting="v2", title="Van een ander"),
    ]
    event = event_of(
        decisions=decisions,
        minutes="verslag.pdf",
        minutes_on=date(2026, 3, 20),
        approved_in="v1",
        correction="Ook aanwezig: X.",
        chair="p1",
        chair_name="P. Een",
        opened_with_overview=True,
    )
    text = told(event.text)
    for said in (
        "Aanwezig: 2 partijen (3 personen)",
        "Document: verslag.pdf",
        "Stand: vastgesteld",
        "Opgemaakt op: 20 maart 2026",
        "Vastgesteld in: Overleg a van 12 maart 2026",
        "Correctie: Ook aanwezig: X.",
        "Voorzitter: P. Een",
        "Besluit b1",
    ):
        assert said in text
    assert "Geheim" not in text
    assert "Van een ander" not in text
    assert event.text.references == {"decision-b1", "overview-v1", "meeting-v1"}


def test_a_decision_under_a_confidential_item_is_confidential_too() -> None:
    decisions = [decision("b1", meeting="v1", item="i1"), decision("b2", meeting="v1", item="i2")]
    event = event_of(agenda_item("i1", "v1", confidential=True), decisions=decisions)
    assert event.text.references == {"decision-b2"}
    # Without the agenda nobody can tell.
    tables: dict[str, Rows] = {"bodies": [body()], "decisions": [*decisions, decision("b3")]}
    assert [key for key in keys_of(site_of(tables)) if key.startswith("decision-")] == ["decision-b3"]


def test_an_overview_as_it_is_and_as_it_lay_before_each_meeting() -> None:
    calendar = [
        meeting("v1", opened_with_overview=True, title="Voorjaarsoverleg"),
        meeting("v2", on=date(2026, 4, 9), without_overview="Geen tijd"),
        meeting("v3", on=date(2026, 9, 10), state="planned"),
    ]
    now = [
        progress("decision:b1", next_meeting="v3"),
        progress("action:c1", section="3. Te laat", on=DAY - timedelta(days=1)),
        progress("action:c2", section="3. Te laat", on=DAY),
    ]
    then = {
        ("progress", MARCH): [
            progress("action:c1", title="Zoals het toen heette", section="2. Gereed", state_nl="toen")
        ],
        ("decisions", MARCH): [],
    }
    registers = ByHand(
        {
            "bodies": [body()],
            "calendar": calendar,
            "progress": now,
            "decisions": [decision("b1")],
            "actions": [action("c1"), action("c2")],
        },
        then=then,
    )
    site = desired_site(registers, pages)
    overview, at_meeting = item_of(site, "overview-a"), item_of(site, "overview-v1")
    assert (overview.title, overview.gathers, overview.parent) == ("Voortgangsoverzicht", True, None)
    assert at_meeting.title == "Voortgangsoverzicht bij Voorjaarsoverleg van 12 maart 2026"
    assert (at_meeting.parent, at_meeting.gathers) == ("overview-a", False)
    text = told(overview.text)
    assert "sinds de vergadering van 8 januari 2026, voor Overleg a van 10 september 2026." in text
    for heading in ("\nBesloten\n", "\nTe laat\n", "\nGereed voor de volgende vergadering\n"):
        assert heading in text
    assert overview.text.references == {"decision-b1", "action-c1", "action-c2", "overview-v1", "meeting-v3"}
    assert "Zoals het toen heette" in told(at_meeting.text)
    assert "overview-v2" not in keys_of(site)
    assert "Geen tijd" in told(item_of(site, "meeting-v2").text)
    assert set(registers.asked) == {("progress", MARCH), ("decisions", MARCH)}


def test_what_is_confidential_now_or_was_then_is_in_no_overview() -> None:
    rows = [progress(f"{kind}:{n}", title=f"Titel {kind} {n}") for kind in ("decision", "action") for n in range(4)]
    rows += [progress("iets:1", title="Titel iets"), progress("signal:s", title="Titel signaal")]
    decisions = [decision("0"), decision("1", confidential=True), decision("2"), decision("3")]
    tables: dict[str, Rows] = {
        "bodies": [body()],
        "calendar": [meeting("v1", opened_with_overview=True)],
        "progress": rows,
        "decisions": decisions,
        "actions": [action("0", decision="0"), action("1", decision="1"), action("2", decision="onbekend")],
    }
    then = {("decisions", MARCH): [decision("2", confidential=True)]}
    site = site_of(tables, then=then)
    now, before = told(item_of(site, "overview-a").text), told(item_of(site, "overview-v1").text)
    assert {n for n in range(4) if f"Titel decision {n}" in now} == {0, 2, 3}
    assert {n for n in range(4) if f"Titel decision {n}" in before} == {0, 3}
    for text in (now, before):
        assert {n for n in range(4) if f"Titel action {n}" in text} == {0}
        assert "Titel signaal" in text
        assert "Titel iets" not in text


def test_without_the_register_that_tells_what_is_confidential_there_is_no_overview() -> None:
    tables: dict[str, Rows] = {
        "bodies": [body()],
        "progress": [progress("decision:b1")],
        "actions": [action("c1", decision="b1")],
    }
    assert keys_of(site_of(tables)) == []


def test_a_long_title_leaves_the_day_of_the_meeting_readable() -> None:
    calendar = [meeting("v1", title="x" * 5000, opened_with_overview=True)]
    tables: dict[str, Rows] = {"bodies": [body()], "calendar": calendar, "progress": [], "decisions": [], "actions": []}
    title = item_of(site_of(tables), "overview-v1").title
    assert len(title) == 256
    assert title.endswith("… van 12 maart 2026")


def test_an_overview_with_nothing_in_it_says_so() -> None:
    tables: dict[str, Rows] = {"bodies": [body(overview_first=True)], "progress": [], "decisions": [], "actions": []}
    assert told(item_of(site_of(tables), "overview-a").text).endswith("Er is niets te melden.")
    assert keys_of(site_of({**tables, "bodies": [body()]})) == []
    assert group_of(site_of(tables)).key == "body-a"
