"""What a person may see: everything of that person, nobody else by name."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acts_of_a_region import NOW, by, open_region
from every_plugin import every_plugin
from privacy.record_with_person import DAY, PARTS, WHO, open_with_person
from privacy.traces import in_value
from quick import examples
from rso_core import Application, Provenance, Refused, acts
from rso_core.about.mentions import mentions_of, names
from rso_core.cli.session import plain
from rso_core.events import Attendee, MeetingHeld, PartyKind
from rso_core.privacy.personal_report import PersonalReport, report_on
from rso_core.privacy.personal_report_text import as_data, as_markdown
from rso_core.privacy.personal_words import HEADINGS
from rso_core.projection import Projector


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Application, Projector]]:
    url = f"sqlite:///{tmp_path_factory.mktemp('record') / 'rso.db'}"
    with open_with_person(url, ended=False) as application:
        projector = Projector(application.store, every_plugin().read_models())
        projector.catch_up()
        yield application, projector
        projector.close()


def report(record: tuple[Application, Projector], person: str, **more: Any) -> PersonalReport:
    return report_on(*record, person, on=DAY, **more)


def test_every_name_with_when_it_held_and_when_it_was_known(record: tuple[Application, Projector]) -> None:
    first, second = report(record, WHO).names
    assert (first.name, first.email, first.since, first.until) == (
        "Xanthippe Zwartewaal",
        "x.zwartewaal@fictiefdorp.example",
        date(2025, 1, 1),
        date(2025, 6, 1),
    )
    assert (second.name, second.until, second.recorded_at, second.by) == (
        "Xanthippe Quastenberg",
        None,
        NOW,
        "secretariaat",
    )


@pytest.mark.parametrize("person", ["p-1", "p-2", "p-3", "p-4", WHO])
def test_everything_about_the_person_is_told_and_nobody_else_is_named(
    record: tuple[Application, Projector], person: str
) -> None:
    made = report(record, person)
    text, data = as_markdown(made), json.dumps(plain(as_data(made)), ensure_ascii=False)
    told = {i.event for i in made.involvement}
    for _, recorded in record[0].store.read(limit=10_000):
        mine = recorded.originator_id in (f"person:{person}",) or recorded.originator_id.startswith("docket:")
        if names(recorded.event, person) and not mine:
            assert recorded.id in told
    assert {i.kind for i in made.involvement} <= set(HEADINGS)
    for i in made.involvement:
        assert i.text.startswith(("U ", "Uw ", "De overdracht", "Het actiepunt"))
        assert all(word not in i.text for word in ("None", "person:", "{"))
    others = {"p-1": "E. Voorbeeld", "p-2": "2. Voorbeeld", "p-3": "3. Voorbeeld", "p-4": "D. Voorbeeld"}
    for other, name in others.items():
        for shown in (text, data):
            assert (name in shown) == (other == person)
    assert bool(in_value(text, PARTS)) == bool(in_value(data, PARTS)) == (person == WHO)
    assert "## Hoe lang het wordt bewaard" in text


def test_the_words_per_kind_of_involvement(record: tuple[Application, Projector]) -> None:
    told = {i.event: i.text for person in ("p-1", "p-2", "p-3", "p-4", WHO) for i in report(record, person).involvement}
    for text in (
        "U kreeg van Partij gem-a een mandaat (ondertekenen en vertegenwoordigen) vanaf 1 januari 2025, "
        "grond: Regeling.",
        "U neemt deel aan Overleg breed namens Partij gem-a (ambtelijk), vanaf 2 januari 2026.",
        "U stemde voor namens Partij gem-a bij het besluit „Vervolg” van Algemeen bestuur.",
        "U kreeg het actiepunt „Lijst” namens Partij gem-a.",
        "U vertrok bij Partij gem-a; laatste dag 10 november 2026, reden: Andere baan.",
        "U bracht namens Partij gem-b het signaal „Samen inkopen” in.",
    ):
        assert text in told.values(), text
    handover = [i.text for i in report(record, "p-2").involvement if "overdracht" in i.text or "draagt" in i.text]
    assert handover == [
        "U draagt de rol Secretaris per 1 mei 2026 over aan een ander, reden: Andere functie.",
        "De overdracht van de rol Secretaris werd aanvaard op 20 april 2026.",
        "De overdracht van de rol Secretaris werd afgeblazen op 5 oktober 2026, reden: Toch niet.",
    ]


def test_the_bodies_that_can_see_it_and_which_are_confidential(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        for body, confidential in (("open", False), ("dicht", True)):
            application.perform(
                acts.SetUpBody(
                    body=body, name=f"Overleg {body}", kind="overleg", level="tactical",  # type: ignore[arg-type]
                    place=3, members=("gem-a",), on=date(2025, 1, 1), confidential=confidential,
                ),
                by(),
            )  # fmt: skip
            application.perform(
                acts.TakeSeat(body=body, seat="z", party="gem-a", person="p-2", start=date(2025, 2, 1)), by()
            )
        projector = Projector(application.store, ())
        made = report_on(application, projector, "p-2", on=DAY)
        projector.close()
    assert [(b.name, b.confidential) for b in made.bodies] == [("Overleg dicht", True), ("Overleg open", False)]
    assert "- Overleg dicht: vertrouwelijk" in as_markdown(made)
    assert (made.term, made.over_on) == (None, None)
    assert "Er is geen bewaartermijn vastgelegd." in as_markdown(made)


def test_what_the_person_recorded_and_texts_that_name_others(sqlite_url: str) -> None:
    with open_region(sqlite_url) as application:
        me = Provenance(actor="person:p-2", source="Brief van 3. voorbeeld (p-3@x.example)")
        application.perform(
            acts.RegisterParty(party="buur", name="Buurdorp", kind=PartyKind.MUNICIPALITY, on=date(2026, 1, 1)), me
        )
        application.perform(acts.CorrectPerson(person="p-1", name="Z. Voorbeeld", on=date(2026, 1, 1)), me)
        projector = Projector(application.store, every_plugin().read_models())
        projector.catch_up()
        made = report_on(application, projector, "p-2", on=DAY)
        projector.close()
    own = [i for i in made.involvement if i.kind == "Wat u zelf hebt vastgelegd"]
    assert [i.text for i in own] == ["U legde iets vast over partij Buurdorp.", "U legde iets vast over een ander."]
    assert {i.source for i in own} == {"Brief van een ander (een ander)"}
    assert {i.by for i in own} == {"uzelf"}


def test_a_better_teller_is_asked_first(record: tuple[Application, Projector]) -> None:
    made = report(record, "p-1", sentence=lambda r, _: "Zin." if r.event.event_name == "meeting.held" else None)
    texts = {i.text for i in made.involvement}
    assert "Zin." in texts
    assert any(text.startswith("U ondertekende") for text in texts)


def test_of_an_erased_person_what_is_left_is_told_without_a_name(sqlite_url: str) -> None:
    with open_with_person(sqlite_url) as application:
        before = len(list(mentions_of(application.store, WHO)))
        application.perform(acts.ErasePerson(person=WHO, ground="Verzoek van E. Voorbeeld", on=DAY), by())
        projector = Projector(application.store, every_plugin().read_models())
        projector.catch_up()
        made = report_on(application, projector, WHO, on=DAY)
        projector.close()
    assert (made.erased_on, made.ground) == (DAY, "Verzoek van een ander")
    text = as_markdown(made)
    assert "Uw naam en adres zijn gewist per 20 november 2026, op grond van: Verzoek van een ander." in text
    assert len(made.involvement) == before - 2
    assert in_value((text, as_data(made)), PARTS) == set()


def test_who_is_not_known_is_refused(record: tuple[Application, Projector]) -> None:
    with pytest.raises(Refused, match=r"record\.known"):
        report(record, "niemand")


NAMES = st.text(
    st.characters(categories=("Lu", "Ll", "Nd"), include_characters=" .-'"), min_size=2, max_size=20
).filter(lambda text: len(text.strip()) > 1 and text.strip() == text)


@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NAMES, min_size=2, max_size=5, unique_by=str.casefold), st.data())
def test_no_free_text_names_another(tmp_path_factory: pytest.TempPathFactory, people: list[str], data: Any) -> None:
    """Also where a name is part of another, or stands in a text in other capitals."""
    folder: Path = tmp_path_factory.mktemp("names")
    with open_region(f"sqlite:///{folder / 'rso.db'}") as application:
        for number, name in enumerate(people):
            application.perform(acts.RegisterPerson(person=f"q-{number}", name=name, on=date(2025, 1, 1)), by())
        about = data.draw(st.sampled_from(people[1:]))
        ground = f"Brief van <{about}> en <{about.upper()}>"
        act = acts.GrantMandate(party="prov", mandate="m", person="q-0", start=date(2025, 1, 1), ground=ground)
        application.perform(act, by())
        projector = Projector(application.store, ())
        (only,) = report_on(application, projector, "q-0", on=DAY).involvement
        projector.close()
    told = only.text.partition("grond: ")[2]
    assert f"<{about}>" not in told
    assert "<een ander>" in told


def test_an_identifier_that_something_else_bears_too_is_not_a_mention() -> None:
    held = MeetingHeld(
        meeting="m", body="x-1", held_on=DAY, chair=None, attendance=(Attendee(person="p-1", party="x-1"),)
    )
    assert names(held, "p-1")
    assert not names(held, "x-1")
