"""Everything about somebody or something: nothing that is recorded is missing, and what is confidential is known."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

from acts_of_a_cooperation import every_act
from acts_of_a_region import MEETING_DAY, NOW, PARTIES, PEOPLE, START, by, open_region, present, set_up
from rso_core import Act, Application, EventStore, Provenance, RecordedEvent, acts, open_application
from rso_core.about import Confidentiality, How, acts_about, other_acts
from rso_core.about.mentions import located_mentions_of, names
from rso_core.definition import apply_definition, load_definition
from rso_core.domain.act import replace
from rso_core.domain.correction import EventsWithdrawn
from rso_core.domain.meeting.state import ItemKind
from rso_core.domain.references import Thing
from rso_core.domain.signal.state import SignalKind
from rso_core.dossier import import_dossier
from rso_core.events import DecisionKind
from rso_core.narrative.account import account_of
from rso_core.narrative.account_text import as_html, as_markdown
from rso_core.store.naming import things_of

HOURS: dict[str, Any] = {"starts": time(9), "ends": time(11), "place": "Zaal"}
TODAY = NOW.date()
UTRECHT = Path(__file__).parents[2] / "examples" / "utrecht"


@pytest.fixture(scope="module")
def utrecht(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    with open_application(f"sqlite:///{tmp_path_factory.mktemp('utrecht') / 'rso.db'}") as application:
        apply_definition(application, load_definition(UTRECHT / "definition.toml"), by())
        assert import_dossier(application, UTRECHT / "dossier.jsonl", actor="office:secretariaat").accepted
        yield application


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """Every act once."""
    url = f"sqlite:///{tmp_path_factory.mktemp('small') / 'rso.db'}"
    with Application(EventStore.open(url), lambda: NOW) as application:
        for act in every_act():
            application.perform(act, by())
        yield application


def events_about(store: EventStore, thing: Thing, tells: Confidentiality) -> set[int]:
    return {event.position for act in acts_about(store, thing, confidentiality=tells).acts for event in act.events}


@pytest.mark.slow
def test_nothing_in_the_example_that_a_raw_search_finds_is_missing(utrecht: Application) -> None:
    """Every stored event in which an identifier stands between quotes is in what is told about a thing of that name."""
    store = utrecht.store
    stored = store.stored(limit=100_000)
    things = {thing for _, recorded in store.read(limit=100_000) for thing in things_of(recorded)}
    by_identifier: dict[str, set[Thing]] = defaultdict(set)
    for thing in things:
        by_identifier[thing[-1]].add(thing)
    raw: dict[str, set[int]] = defaultdict(set)
    quoted = re.compile(rb'"(?:[a-z-]+[: ])?([A-Za-z0-9][A-Za-z0-9._-]*)"')
    for position, row in stored:
        for text in {*quoted.findall(row.state), row.stream.partition(":")[2].encode()}:
            raw[text.decode()].add(position)
    assert len(by_identifier) > 1_000
    tells = Confidentiality(store)
    for identifier, alike in by_identifier.items():
        told = {position for thing in alike for position in events_about(store, thing, tells)}
        assert raw[identifier] <= told, identifier
        # More than that is told of persons only: what ends something that they held.
        assert told == raw[identifier] or {thing[0] for thing in alike} == {"person"}, identifier


def test_a_municipality_is_told_whole_while_its_history_is_a_part(utrecht: Application) -> None:
    found = acts_about(utrecht.store, ("party", "gm0344"))
    own = {r.meta.correlation for r in utrecht.history("party:gm0344")}
    everything = {act.meta.correlation for act in found.acts}
    assert own < everything
    assert other_acts(found) == len(everything - own)
    kinds = {event.recorded.event.event_name for act in found.acts for event in act.events}
    assert kinds >= {
        *("covenant.signed", "covenant.consultation_answered", "decision.taken", "meeting.held"),
        *("body.seat_taken", "project.proposed", "body.set_up"),
    }


def test_acts_come_in_order_of_days_and_then_of_recording(small: Application) -> None:
    for thing in (("party", "gem-a"), ("body", "overleg"), ("person", "p-2")):
        found = acts_about(small.store, thing).acts
        places = [(act.on, act.events[0].position) for act in found]
        assert places == sorted(places)
        assert len({(act.on, act.meta.correlation) for act in found}) == len(found)
        for act in found:
            positions = [event.position for event in act.events]
            assert positions == sorted(positions)
            assert {event.recorded.meta.correlation for event in act.events} == {act.meta.correlation}


def test_every_kind_of_thing_and_part_can_be_told(small: Application) -> None:
    told = set()
    for thing in {thing for _, r in small.store.read(limit=100_000) for thing in things_of(r)}:
        account = account_of(small.store, thing)
        assert account.entries, thing
        assert all(entry.sentences and entry.recorded for entry in account.entries), thing
        assert account.thing in account.title
        told.add(thing[0])
    assert told >= {"milestone", "seat", "mandate", "item", "commitment", "finding", "theme", "handover", "retention"}


def test_a_person_is_told_what_was_held_and_what_was_recorded(small: Application) -> None:
    store = small.store
    for person in [*PEOPLE.values(), "p-9"]:
        mentions = [m for _, m in located_mentions_of(store, person)]
        held: set[Any] = set()
        for event in (event for act in acts_about(store, ("person", person)).acts for event in act.events):
            held.add(event.how)
            assert (event.how is How.RECORDED) is False
            if event.how in (How.NAMED, How.OWN):
                assert names(event.recorded.event, person)
        found = {event.recorded.id for act in acts_about(store, ("person", person)).acts for event in act.events}
        assert found == {mention.recorded.id for mention in mentions}
    assert any(event.how is How.HELD for act in acts_about(store, ("person", "p-2")).acts for event in act.events), (
        "a mandate that was withdrawn names its mandate only"
    )


def test_what_a_person_or_party_only_recorded_is_told_as_such(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        theme = acts.NameTheme(theme="wonen", name="Wonen", on=START)
        application.perform(theme, Provenance(actor="person:p-2"))
        application.perform(replace(theme, theme="water", name="Water"), Provenance(actor="party:gem-b"))
        for thing, own in ((("person", "p-2"), "theme:wonen@1"), (("party", "gem-b"), "theme:water@1")):
            (act,) = (act for act in acts_about(application.store, thing).acts if act.how is How.RECORDED)
            assert [event.recorded.id for event in act.events] == [own]
            account = account_of(application.store, thing)
            remarks = [entry.remarks for entry in account.entries if entry.act.how is How.RECORDED]
            assert remarks == [("Alleen vastgelegd door deze persoon of partij.",)]


def test_what_was_taken_back_since_is_told_with_what_took_it_back(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        on = date(2026, 2, 1)
        action = acts.AgreeAction(action="a", body="overleg", party="gem-a", title="T", on=on, due=on)
        (agreed, *_) = application.perform(action, by()).events
        meta = attrs.evolve(agreed.meta, act="set-aside", correlation="later", recorded_at=NOW + timedelta(days=1))
        back = EventsWithdrawn(
            withdrawn_from="action:a", versions=(1,), corrected_act=agreed.meta.correlation, reason="Dubbel"
        )
        application.store.append([RecordedEvent("action:a", 2, meta, back)])

        def told(known_on: date | None = None) -> list[tuple[str, bool]]:
            found = acts_about(application.store, ("party", "gem-a"), first_day=on, known_on=known_on)
            return [(act.meta.act, act.holds) for act in found.acts]

        assert told() == [("agree-action", False), ("set-aside", True)], "it names the event, and not the party"
        assert told(known_on=TODAY) == [("agree-action", True)]
        (entry,) = account_of(application.store, ("party", "gem-a"), first_day=on).entries
        assert entry.sentences[:2] == (
            "Opzijgezet op 25 november 2026 door het secretariaat, omdat “Dubbel”.",
            "Hier stond:",
        )
        assert [event.recorded.id for act in entry.earlier for event in act.events] == ["action:a@2"]


def test_only_some_days_and_only_what_was_known(sqlite_url: str) -> None:
    early, late = datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 3, 5, 9, tzinfo=UTC)
    clock = [early]
    with open_region(sqlite_url, lambda: clock[-1], founded_at=early) as application:
        clock.append(late)
        for day in (1, 2, 3):
            on = date(2026, 2, day)
            action = acts.AgreeAction(action=f"a{day}", body="overleg", party="gem-a", title="T", on=on, due=on)
            application.perform(action, by())
        store, thing = application.store, ("party", "gem-a")

        def days(**asked: Any) -> list[int]:
            return [act.on.day for act in acts_about(store, thing, **asked).acts if act.on >= date(2026, 2, 1)]

        assert days() == [1, 2, 3]
        assert days(first_day=date(2026, 2, 2)) == [2, 3]
        assert days(last_day=date(2026, 2, 2)) == [1, 2]
        assert days(first_day=date(2026, 2, 2), last_day=date(2026, 2, 2)) == [2]
        assert days(known_on=date(2026, 3, 4)) == []
        assert days(known_on=date(2026, 3, 5)) == [1, 2, 3]
        assert days(known_on=late) == [1, 2, 3]
        assert days(known_on=early) == []


def test_names_are_those_of_the_day_that_is_asked_for(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        rename = acts.RenameBody(body="overleg", name="Nieuw overleg", since=date(2026, 2, 1))
        application.perform(rename, by())
        titles = [
            account_of(application.store, ("body", "overleg"), valid_on=day).title
            for day in (None, date(2026, 2, 1), date(2026, 1, 31))
        ]
        assert ["Nieuw overleg" in title for title in titles] == [True, True, False]
        until = account_of(application.store, ("body", "overleg"), last_day=date(2026, 1, 31))
        assert "Nieuw overleg" in until.title
        assert until.scope == ("Alleen wat geldt tot en met 31 januari 2026.",)


def confidential_ids(application: Application, *, today: date = TODAY) -> set[str]:
    tells = Confidentiality(application.store, today)
    return {r.id for _, r in application.store.read(limit=100_000) if tells.is_confidential(r)}


def test_what_came_from_a_confidential_body_is_confidential(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        made: list[Act] = [
            set_up("geheim", confidential=True),
            set_up("open", reports_to="geheim"),
            acts.PlanMeeting(meeting="m", body="geheim", title="V", on=MEETING_DAY, **HOURS),
            acts.RaiseSignal(
                signal="s",
                body="geheim",
                party="gem-a",
                kind=SignalKind.OPPORTUNITY,
                title="S",
                text="T",
                on=MEETING_DAY,
            ),
            acts.AgreeAction(action="a", body="open", party="gem-a", title="A", on=MEETING_DAY, due=MEETING_DAY),
        ]
        for act in made:
            application.perform(act, by())
        found = confidential_ids(application)
        streams = {event.partition("@")[0] for event in found}
        assert {"body:geheim", "meeting:m", "signal:s", "docket:geheim"} <= streams
        assert not {"action:a", "party:gem-a", "covenant:conv", "docket:open"} & streams
        # The body that reports to it names it, and so does not stand apart from it in what is handed to others.
        assert {event for event in found if event.startswith("body:open")} == {"body:open@1"}


def test_a_body_is_confidential_from_its_day_and_what_it_did_then_stays_so(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        days = {"voor": date(2026, 1, 1), "toen": date(2026, 3, 1), "na": date(2026, 6, 1)}

        def reposition(day: date, *, confidential: bool) -> Act:
            return acts.RepositionBody(body="overleg", since=day, confidential=confidential)

        def agree(action: str, day: date) -> None:
            act = acts.AgreeAction(action=action, body="overleg", party="gem-a", title=action, on=day, due=day)
            application.perform(act, by())

        def actions(today: date) -> set[str]:
            return {event for event in confidential_ids(application, today=today) if event.startswith("action:")}

        agree("voor", days["voor"])
        application.perform(reposition(date(2026, 2, 1), confidential=True), by())
        agree("toen", days["toen"])
        assert actions(date(2026, 4, 1)) == {"action:voor@1", "action:toen@1"}
        assert actions(date(2026, 1, 15)) == {"action:toen@1"}, "it is not confidential yet, but was when that holds"
        application.perform(reposition(date(2026, 5, 1), confidential=False), by())
        agree("na", days["na"])
        assert actions(TODAY) == {"action:toen@1"}


def test_a_confidential_item_and_decision_hide_what_comes_of_them(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        meeting: dict[str, Any] = {"meeting": "m"}
        made: list[Act] = [
            acts.PlanMeeting(**meeting, body="overleg", title="V", on=MEETING_DAY, **HOURS),
            acts.AddAgendaItem(
                **meeting, item="i1", place=1, kind=ItemKind.DECIDE, title="Geheim", on=START, confidential=True
            ),
            acts.AddAgendaItem(**meeting, item="i2", place=2, kind=ItemKind.DECIDE, title="Open", on=START),
        ]
        for act in made:
            application.perform(act, by())
        application.perform(
            acts.HoldMeeting(
                meeting="m",
                held_on=MEETING_DAY,
                attendance=present(*PARTIES),
                chair=PEOPLE["prov"],
                without_overview="Geen",
            ),
            by(),
        )
        decide = acts.Decide(decision="d", meeting="m", kind=DecisionKind.DECIDE, title="D", unanimous=True)
        for decision, more in (("di", {"item": "i1"}), ("ds", {"confidential": True}), ("do", {"item": "i2"})):
            application.perform(replace(decide, decision=decision, **more), by())
            action = acts.AgreeAction(
                action=f"a-{decision}",
                body="overleg",
                party="gem-a",
                title="A",
                on=MEETING_DAY,
                due=MEETING_DAY,
                decision=decision,
            )
            application.perform(action, by())
        streams = {event.partition("@")[0] for event in confidential_ids(application)} - {"meeting:m"}
        assert streams == {"decision:di", "decision:ds", "action:a-di", "action:a-ds", "docket:overleg"}
        assert {e for e in confidential_ids(application) if e.startswith("meeting:")} == {"meeting:m@2"}
        public = account_of(application.store, ("decision", "di"), public=True)
        assert (public.entries, "D" in public.title.replace("Alles", ""), public.left_out > 0) == ((), False, True)
        everything = as_markdown(account_of(application.store, ("party", "gem-a")))
        assert "**Vertrouwelijk.**" in everything
        told = as_markdown(account_of(application.store, ("party", "gem-a"), public=True))
        assert "Vertrouwelijk" not in told
        assert re.search(r"Weggelaten zijn \d+ vertrouwelijke handelingen\.", told)


def test_the_forms_hold_the_same_acts(small: Application) -> None:
    account = account_of(small.store, ("party", "gem-a"), first_day=date(2026, 1, 1))
    markdown, html = as_markdown(account), as_html(account)
    for entry in account.entries:
        for event in entry.act.events:
            assert event.recorded.id in html
            assert event.recorded.id.replace("_", "\\_") in markdown
    assert markdown.count("\n- ") == html.count("<li>") == len(account.entries)
    assert html.count("<h2>") == markdown.count("\n## ") == len({entry.on for entry in account.entries})


def test_text_of_others_is_no_markup(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        evil = "<script>alert(1)</script> *vet* [link](x) &amp;"
        application.perform(acts.NameTheme(theme="t", name=evil, on=START), by(source=evil))
        account = account_of(application.store, ("theme", "t"))
        html, markdown = as_html(account), as_markdown(account)
        assert "<script>" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; *vet* [link](x) &amp;amp;" in html
        assert "\\<script\\>alert(1)\\</script\\> \\*vet\\* \\[link\\](x)" in markdown


def test_what_is_not_on_record_is_told_as_nothing(small: Application) -> None:
    account = account_of(small.store, ("party", "niemand"))
    assert (account.entries, account.summary) == ((), "Er is niets over vastgelegd.")
