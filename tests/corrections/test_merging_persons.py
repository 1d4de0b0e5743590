"""A person who was registered twice becomes one, with everything that names the double."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

from acts_of_a_cooperation import every_act
from acts_of_a_region import MEETING_DAY, NOW, by, plan
from privacy.traces import in_files, in_value
from region_to_mend import ACTION, MENDED, MENDED_AGAIN, TYPED, Mended, region_to_mend
from rso_core import Application, EventStore, Refused, acts
from rso_core.about import How, acts_about
from rso_core.acts import replace
from rso_core.corrections import Correction
from rso_core.dossier import export_dossier, import_dossier
from rso_core.events import Attendee, CertificateRecorded, Choice, DecisionKind, Scope, Vote
from rso_core.hooks import Plugins
from rso_core.merging_persons import merge_person
from rso_core.narrative import narrative_of
from rso_core.privacy.erasure import Erasure, erase_person
from rso_core.projection import Projector
from rso_core.proof.verification import verify
from rso_core.recorded_corrections import doubles_of

MODELS = Plugins().read_models()
DOUBLE, OTHER = "p-22", "p-2"
REGISTERED = acts.RegisterPerson(person=DOUBLE, name="2. Voorbeeld", on=date(2025, 1, 1), email="p-2@x.example")
MANDATED = acts.GrantMandate(
    party="gem-a",
    mandate="m-22",
    person=DOUBLE,
    start=date(2025, 1, 1),
    ground="Besluit",
    scopes=(Scope.SIGN, Scope.REPRESENT),
)


@pytest.fixture
def region(sqlite_url: str) -> Iterator[Mended]:
    with region_to_mend(sqlite_url) as region:
        region.perform(REGISTERED)
        region.perform(MANDATED)
        yield region


def registers(application: Application, known_on: date | None = None) -> dict[str, Any]:
    projector = Projector(application.store, MODELS)
    try:
        projector.catch_up()
        with projector.registers(MENDED_AGAIN, known_on) as register:
            return {model.name: list(map(dict, register(model.name).rows)) for model in MODELS}
    finally:
        projector.close()


def merged(region: Mended, *more: Correction, **how: Any) -> Any:
    return merge_person(region.application, DOUBLE, OTHER, "dubbel geregistreerd", by(), more, **how)


def holding(application: Application, person: str) -> list[str]:
    """Ids of the events that hold and name a person."""
    found = acts_about(application.store, ("person", person)).acts
    withdrawn = application.store.withdrawn()
    return [
        event.recorded.id
        for act in found
        for event in act.events
        if event.how in (How.OWN, How.NAMED)
        and event.recorded.id not in withdrawn
        and event.recorded.event.event_name != "record.withdrawn"
    ]


def test_everything_that_named_the_double_names_the_other(region: Mended) -> None:
    plan(region.application)
    attendance = (Attendee(person="p-1", party="prov"), Attendee(person=DOUBLE, party="gem-a"))
    region.perform(acts.HoldMeeting(meeting="v1", held_on=MEETING_DAY, chair="p-1", attendance=attendance))
    votes = tuple(Vote(party=a.party, person=a.person, choice=Choice.FOR) for a in attendance)
    region.perform(acts.Decide(decision="b1", meeting="v1", kind=DecisionKind.DECIDE, title="P", votes=votes))
    region.perform(replace(ACTION, person=DOUBLE))
    region.perform(acts.TakeSeat(body="overleg", seat="z", party="gem-a", person=DOUBLE, start=TYPED))
    region.perform(acts.RaiseSignal(signal="s", kind="opportunity", title="S", party="gem-a", body="overleg", on=TYPED))  # type: ignore[arg-type]
    before = registers(region.application)
    region.on(MENDED)
    merged(region)
    after = registers(region.application)
    assert not holding(region.application, DOUBLE)
    assert not [row for rows in after.values() for row in rows if DOUBLE in map(str, row.values())]
    assert registers(region.application, TYPED) == before
    (meeting,) = (row for row in region.application.store.stream("meeting:v1") if row.meta.instead_of)
    assert [each.person for each in meeting.event.attendance] == ["p-1", OTHER]  # type: ignore[attr-defined]
    assert [row["person"] for row in after["actions"]] == [OTHER]
    assert [row["person"] for row in after["seats"]] == [OTHER]
    assert all(finding.ok is not False for finding in verify(region.application.store).findings)


def test_the_certificate_of_the_double_is_that_of_the_other(region: Mended) -> None:
    """It tells what the person signed with, and not who the person is."""
    region.perform(
        acts.RecordCertificate(person=DOUBLE, certificate="c" * 64, signer="Bé Wijsneus", issuer="CA", on=TYPED)
    )
    region.on(MENDED)
    merged(region)
    held = [each.event for each in region.application.history(f"person:{OTHER}")]
    (recorded,) = (each for each in held if isinstance(each, CertificateRecorded))
    assert (recorded.person, recorded.signer, recorded.issuer) == (OTHER, "Bé Wijsneus", "CA")
    assert not holding(region.application, DOUBLE)


def test_it_is_told_as_one_correction_per_act(region: Mended) -> None:
    region.on(MENDED)
    outcome = merged(region)
    told = narrative_of(region.application.store, None).text()
    assert told.count("omdat “dubbel geregistreerd”") == 3, "both registrations, and the mandate"
    assert "Er stond: persoon een persoon (p-22)" in told or "Er stond: persoon 2. Voorbeeld" in told
    assert {event.meta.act for event in outcome.events} == {"merge-person", "register-person", "grant-mandate"}


def test_a_double_corrected_since_is_set_aside_with_its_corrections(region: Mended) -> None:
    region.perform(acts.CorrectPerson(person=DOUBLE, name="T. Voorbeeld", on=TYPED))
    region.on(MENDED)
    merged(region)
    assert not holding(region.application, DOUBLE)
    assert [row["name"] for row in registers(region.application)["persons"] if row["person"] == OTHER] == [
        "2. Voorbeeld"
    ]


def test_who_was_known_later_is_known_from_the_day_of_the_double(region: Mended) -> None:
    region.perform(acts.RegisterPerson(person="p-23", name="2. Voorbeeld", on=date(2026, 2, 1)))
    region.on(MENDED)
    merge_person(region.application, DOUBLE, "p-23", "dubbel", by())
    assert not holding(region.application, DOUBLE)
    (row,) = (row for row in registers(region.application)["persons"] if row["person"] == "p-23")
    assert row["known_since"] == date(2025, 1, 1)


def test_who_stood_twice_in_a_list_stands_in_it_once(region: Mended) -> None:
    plan(region.application)
    attendance = tuple(Attendee(person=p, party=q) for p, q in (("p-1", "prov"), (OTHER, "gem-a"), (DOUBLE, "gem-a")))
    region.perform(acts.HoldMeeting(meeting="v1", held_on=MEETING_DAY, chair="p-1", attendance=attendance))
    region.on(MENDED)
    merged(region)
    held = region.application.store.stream("meeting:v1")[-1].event
    assert [each.person for each in held.attendance] == ["p-1", OTHER]  # type: ignore[attr-defined]


def in_both(region: Mended) -> str:
    """A meeting at which the double was for one party and the other for another, and two seats in one body."""
    mandate = replace(MANDATED, party="gem-b", mandate="m-b")
    region.perform(mandate)
    plan(region.application)
    attendance = (Attendee(person=OTHER, party="gem-a"), Attendee(person=DOUBLE, party="gem-b"))
    return region.perform(
        acts.HoldMeeting(
            meeting="v1",
            held_on=MEETING_DAY,
            chair="p-1",
            attendance=(Attendee(person="p-1", party="prov"), *attendance),
        )
    )


def test_what_stands_in_the_way_is_listed_and_can_be_solved_in_one_go(region: Mended) -> None:
    act = in_both(region)
    head = region.application.store.head()
    with pytest.raises(Refused) as refused:
        merged(region)
    assert refused.value.rule.id == "person.merged"
    (way,) = refused.value.facts["in_the_way"]
    assert way.startswith("hold-meeting ")
    assert way.endswith("]")
    assert region.application.store.head() == head
    present = (Attendee(person="p-1", party="prov"), Attendee(person=OTHER, party="gem-a"))
    merged(region, Correction(act, {"attendance": present}))
    assert not holding(region.application, DOUBLE)


def test_a_rehearsal_records_nothing(region: Mended) -> None:
    head, planned = region.application.store.head(), list[Any]()
    merged(region, dry_run=True, planned=planned.extend)
    assert [each.before.name for each in planned] == ["register-person", "register-person", "grant-mandate"]
    assert region.application.store.head() == head


@pytest.mark.parametrize(
    ("person", "into", "rule"),
    [
        (DOUBLE, DOUBLE, "person.another"),
        ("p-99", OTHER, "record.known"),
        (DOUBLE, "p-99", "record.known"),
        (DOUBLE, "p-3", "person.not_erased"),
        ("p-3", DOUBLE, "person.not_erased"),
    ],
)
def test_who_cannot_be_merged(region: Mended, person: str, into: str, rule: str) -> None:
    region.perform(acts.ErasePerson(person="p-3", ground="Verzoek", on=TYPED))
    with pytest.raises(Refused) as refused:
        merge_person(region.application, person, into, "dubbel", by())
    assert refused.value.rule.id == rule
    with pytest.raises(ValueError, match="no key"):
        merge_person(region.application, DOUBLE, OTHER, "dubbel", by(key="k"))


def test_once_merged_there_is_no_double_any_more(region: Mended) -> None:
    region.on(MENDED)
    merged(region)
    with pytest.raises(Refused, match="unknown person: p-22"):
        merged(region)
    region.on(MENDED_AGAIN).perform(replace(REGISTERED, person=DOUBLE, on=MENDED))
    assert registers(region.application)["persons"]


def test_who_was_said_to_be_another_may_turn_out_not_to_be(region: Mended) -> None:
    region.perform(acts.RegisterPerson(person="p-23", name="2. Voorbeeld", on=TYPED, unlike=(DOUBLE,)))
    region.perform(acts.RegisterPerson(person="p-24", name="2. Voorbeeld", on=TYPED, unlike=(DOUBLE, "p-23")))
    region.on(MENDED)
    merge_person(region.application, DOUBLE, "p-23", "toch dezelfde", by())
    assert not holding(region.application, DOUBLE)
    said = [region.application.store.stream(f"person:{p}")[-1].meta.said for p in ("p-23", "p-24")]
    assert said == [None, {"unlike": ["p-23"]}]
    (row,) = (row for row in registers(region.application)["persons"] if row["person"] == "p-23")
    assert (row["name"], row["known_since"]) == ("2. Voorbeeld", date(2025, 1, 1))


def test_of_everything_that_may_name_a_person_nothing_names_the_double_afterwards(tmp_path: Path) -> None:
    """The person of a whole cooperation who does most becomes somebody who does nothing yet."""
    with Application(EventStore.open(f"sqlite:///{tmp_path / 'rso.db'}"), lambda: NOW) as application:
        with application.batch() as batch:
            for act in every_act():
                batch.perform(act, by())
            batch.perform(acts.RegisterPerson(person="q-1", name="Q. Voorbeeld", on=date(2026, 11, 1)), by())
        before = registers(application)
        for double in ("p-2", "p-1", "p-3"):
            assert len(holding(application, double)) > 10
            into = f"q-{double}"
            application.perform(acts.RegisterPerson(person=into, name=f"{double} X", on=date(2026, 11, 2)), by())
            merge_person(application, double, into, "dubbel", by())
            assert not holding(application, double)
        after = registers(application)
        assert {name: len(rows) for name, rows in after.items() if name not in ("persons", "pleio_people")} == {
            name: len(rows) for name, rows in before.items() if name not in ("persons", "pleio_people")
        }
        export_dossier(application.store, tmp_path / "uit.jsonl")
        with Application(EventStore.open(f"sqlite:///{tmp_path / 'terug.db'}"), lambda: NOW) as anew:
            assert import_dossier(anew, tmp_path / "uit.jsonl", actor="office:x").accepted


def test_a_field_of_the_act_that_is_given_goes_before_what_merging_does(region: Mended) -> None:
    act = region.perform(replace(ACTION, person=DOUBLE))
    region.on(MENDED)
    merged(region, Correction(act, {"person": None}))
    agreed = region.application.store.stream("action:x")[-1].event
    assert attrs.asdict(agreed)["person"] is None


def erased(application: Application, person: str) -> Erasure:
    projector = Projector(application.store, MODELS)
    try:
        return erase_person(
            application,
            projector,
            person,
            ground="Verzoek",
            on=MENDED_AGAIN,
            circumstances=by(),
            still_in_office=True,
        )
    finally:
        projector.close()


@pytest.mark.parametrize("later", [False, True], ids=["the double came later", "the double came first"])
def test_who_is_erased_is_erased_under_every_identifier(tmp_path: Path, later: bool) -> None:
    names = ("Xanthippe", "Quastenberg")
    url = f"sqlite:///{tmp_path / 'rso.db'}"
    with region_to_mend(url) as region:
        for number, person in enumerate(("q-3", "q-1", "q-2") if later else ("q-1", "q-2", "q-3")):
            name = f"Xanthippe Quastenberg {number}"
            region.perform(acts.RegisterPerson(person=person, name=name, on=date(2026, 1, 1 + number)))
        region.on(MENDED)
        merge_person(region.application, "q-3", "q-2", "dubbel", by())
        merge_person(region.application, "q-2", "q-1", "dubbel", by())
        assert doubles_of(region.application.store, "q-1") == ("q-3", "q-2")
        region.on(MENDED_AGAIN)
        assert in_value(registers(region.application, TYPED), names)
        done = erased(region.application, "q-1")
        assert (done.doubles, done.finished) == (("q-3", "q-2"), True)
        assert in_value(registers(region.application), names) == set()
        assert in_value(registers(region.application, TYPED), names) == set()
        assert in_value(narrative_of(region.application.store, None).text(), names) == set()
        again = erased(region.application, "q-1")
        assert (again.already, again.doubles) == (True, ("q-3", "q-2"))
        assert all(finding.ok is not False for finding in verify(region.application.store).findings)
    assert in_files(tmp_path, names) == set()


def test_a_registration_that_was_set_aside_can_be_erased(region: Mended, tmp_path: Path) -> None:
    act = region.perform(acts.RegisterPerson(person="q-1", name="Xanthippe", on=TYPED))
    region.on(MENDED).set_aside(act)
    region.on(MENDED_AGAIN)
    assert erased(region.application, "q-1").finished
    assert in_value([r for _, r in region.application.store.read(limit=1_000)], ("Xanthippe",)) == set()
    with pytest.raises(Refused, match="unknown person: q-2"):
        erased(region.application, "q-2")
    with pytest.raises(Refused, match="unknown person: q-2"):
        region.perform(acts.ErasePerson(person="q-2", ground="Verzoek", on=TYPED))


def test_it_is_told_of_both_registrations(region: Mended) -> None:
    region.on(MENDED)
    merged(region)
    stays, gone = (narrative_of(region.application.store, f"person:{p}").text() for p in (OTHER, DOUBLE))
    assert "Samengevoegd met een dubbele registratie op 3 april 2026" in stays
    assert "Opzijgezet als dubbele registratie op 3 april 2026" in gone
