"""A person reads what was put right in what is recorded, and what stood there, without the names of others."""

from collections.abc import Iterator

import pytest

from acts_of_a_region import MEETING_DAY, PEOPLE, hold, plan, present
from region_to_mend import ACTION, MENDED, MENDED_AGAIN, TYPED, Mended, region_to_mend
from rso_core import acts
from rso_core.hooks import Plugins
from rso_core.privacy.personal_report import PersonalReport, report_on
from rso_core.privacy.personal_report_text import as_data, as_markdown
from rso_core.projection import Projector


@pytest.fixture
def region(sqlite_url: str) -> Iterator[Mended]:
    with region_to_mend(sqlite_url) as region:
        yield region


def report(region: Mended, person: str) -> PersonalReport:
    projector = Projector(region.application.store, Plugins().read_models())
    try:
        projector.catch_up()
        return report_on(region.application, projector, person, on=MENDED_AGAIN)
    finally:
        projector.close()


def test_a_name_that_was_typed_wrongly_is_told_with_the_one_that_holds(region: Mended) -> None:
    act = region.perform(acts.RegisterPerson(person="p-9", name="A. Voorbeld", on=TYPED, email="a@x.example"))
    region.perform(acts.CorrectPerson(person="p-9", email="av@x.example", on=MENDED))
    region.on(MENDED).put_right(act, name="A. Voorbeeld")
    gone, *held = report(region, "p-9").names
    assert (gone.name, gone.until) == ("A. Voorbeld", None)
    assert gone.remark.startswith("Dit geldt niet meer. Verbeterd op 3 april 2026 door")
    assert [(name.name, name.email, name.since, name.until) for name in held] == [
        ("A. Voorbeeld", "a@x.example", TYPED, MENDED),
        ("A. Voorbeeld", "av@x.example", MENDED, None),
    ]
    assert "Er stond: naam “A. Voorbeld”, nu “A. Voorbeeld”." in held[0].remark
    assert not held[1].remark


def test_who_was_taken_from_a_list_reads_that_it_stood_there_and_names_of_others_do_not(region: Mended) -> None:
    plan(region.application)
    held = hold(region.application).events[0].id
    region.on(MENDED).put_right(held, "2. Voorbeeld was er niet, 3. Voorbeeld wel", attendance=present("prov", "gem-b"))
    (absent,) = (i for i in report(region, "p-2").involvement if i.on == MEETING_DAY)
    assert absent.remark.startswith("Dit geldt niet meer. Verbeterd op 3 april 2026")
    assert "omdat “2. Voorbeeld was er niet, een ander wel”" in absent.remark
    assert "Er stond iets anders bij: aanwezigen." in absent.remark
    before, now = (i for i in report(region, "p-3").involvement if i.on == MEETING_DAY)
    assert before.remark.startswith("Dit geldt niet meer.")
    assert now.remark.startswith("Verbeterd op 3 april 2026")
    text = as_markdown(report(region, "p-3"))
    assert not [name for name in ("1. Voorbeeld", "2. Voorbeeld") if name in text]
    assert "Er stond iets anders bij: aanwezigen." in text


def test_a_value_that_names_another_is_told_without_the_name(region: Mended) -> None:
    act = region.perform(ACTION)
    region.on(MENDED).put_right(act, party="gem-b", person="p-3")
    (gone,) = (i for i in report(region, "p-2").involvement if i.kind == "Actiepunten")
    assert "Er stond: partij Partij gem-a, nu Partij gem-b; persoon u, nu een ander." in gone.remark
    data = as_data(report(region, "p-2"))["involvement"]
    assert [each["kind"] for each in data if "remark" in each] == ["Actiepunten"], (
        "what was not put right is told as before"
    )


def test_what_was_set_aside_gives_no_place_in_a_body(region: Mended) -> None:
    seat = acts.TakeSeat(body="overleg", seat="z", party="gem-a", person=PEOPLE["gem-a"], start=TYPED)
    act = region.perform(seat)
    assert [body.body for body in report(region, "p-2").bodies] == ["overleg"]
    region.on(MENDED).set_aside(act)
    found = report(region, "p-2")
    assert not found.bodies
    (taken,) = (i for i in found.involvement if i.kind == "Deelname aan overleggen")
    assert taken.remark == ("Dit geldt niet meer. Opzijgezet op 3 april 2026 door secretariaat, omdat “per abuis”.")
