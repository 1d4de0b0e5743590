"""The register of persons: what each did, until when, and which term keeps the name."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acts_of_a_cooperation import every_act
from acts_of_a_region import PEOPLE, START, by, hold, mandate, open_region, plan, present
from every_plugin import every_plugin
from privacy.record_with_person import WHO, open_with_person
from rso_core import Application, Provenance, acts
from rso_core.privacy.personal_report import report_on
from rso_core.projection import Projector
from rso_persons.register import KINDS
from rso_persons.terms import LASTING, kept, over_on, terms_on

D = date
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def region(sqlite_url: str) -> Iterator[Application]:
    with open_region(sqlite_url) as application:
        yield application


@pytest.fixture
def ask(region: Application) -> Iterator[Ask]:
    """Gives the row of a person at a moment."""
    plugins = every_plugin()
    projector = Projector(region.store, plugins.read_models())

    def row(person: str, on: date, known_on: date | None = None) -> dict[str, Any]:
        projector.catch_up()
        return next(dict(r) for r in projector.register("persons", on, known_on).rows if r["person"] == person)

    yield row
    projector.close()


def record(application: Application, *made: acts.Act) -> None:
    for act in made:
        application.perform(act, by())


def term(years: int, role: str | None = None, on: date = START) -> acts.SetRetention:
    return acts.SetRetention(years=years, role=role, ground="Selectielijst", on=on)


def last_days(row: dict[str, Any]) -> dict[str, date | None]:
    return {kind["kind"]: kind["last_day"] for kind in row["involvement"]}


def test_who_was_missed_in_the_minutes_was_there_on_the_day_of_the_meeting(region: Application, ask: Ask) -> None:
    met = D(2026, 3, 12)
    plan(region, "v", met)
    hold(region, "v", met, "prov", "gem-a")
    record(
        region,
        acts.DrawUpMinutes(meeting="v", document="verslag.pdf", on=D(2026, 3, 16)),
        acts.CorrectMinutes(meeting="v", correction="Aanwezige vergeten", missed=present("gem-b")),
    )
    assert last_days(ask(PEOPLE["gem-b"], D(2026, 4, 1)))["attendance"] == met


@pytest.mark.parametrize("turned", [False, True])
def test_a_correction_of_the_name_leaves_a_correction_of_the_address(region: Application, *, turned: bool) -> None:
    corrections = [
        acts.CorrectPerson(person="p-2", on=D(2026, 5, 1), name="B. Voorbeeld"),
        acts.CorrectPerson(person="p-2", on=D(2026, 4, 1), email="b@x.example"),
    ]
    record(region, *(reversed(corrections) if turned else corrections))
    projector = Projector(region.store, every_plugin().read_models())
    projector.catch_up()
    (known,) = [row for row in projector.register("pleio_people", D(2026, 6, 1)).rows if row["person"] == "p-2"]
    told = report_on(region, projector, "p-2", on=D(2026, 6, 1)).names
    projector.close()
    assert (known["name"], known["email"]) == ("B. Voorbeeld", "b@x.example")
    assert [(held.name, held.email, held.since) for held in told] == [
        ("2. Voorbeeld", "p-2@x.example", START),
        ("2. Voorbeeld", "b@x.example", D(2026, 4, 1)),
        ("B. Voorbeeld", "b@x.example", D(2026, 5, 1)),
    ]


def test_everything_that_a_person_does_is_told_per_kind(sqlite_url: str) -> None:
    with open_with_person(sqlite_url, ended=False) as application:
        projector = Projector(application.store, every_plugin().read_models())
        projector.catch_up()
        rows = {row["person"]: row for row in projector.register("persons", D(2026, 11, 24)).rows}
        told = {person: last_days(dict(row)) for person, row in rows.items()}
        projector.close()
    assert set().union(*told.values()) == KINDS.keys() - {"recording"}
    assert told["p-1"]["signature"] == D(2026, 6, 20)
    assert told["p-1"]["attendance"] == D(2026, 6, 11)
    assert told["p-1"]["role"] == D(2026, 10, 31)
    assert told["p-1"]["mandate"] is None
    assert told["p-2"]["action"] == D(2026, 9, 20)
    assert told["p-3"]["handover"] == D(2026, 10, 5)
    assert told["p-3"]["signal"] == D(2026, 2, 1)
    assert told["p-3"]["attendance"] == D(2026, 6, 11), "left out of the minutes at first"
    assert told["p-4"] == {"mandate": D(2026, 11, 10), "deputy": D(2026, 4, 30), "seat": None}
    assert told[WHO]["vote"] == D(2026, 8, 14)


def test_a_seat_ends_with_its_body_and_goes_on_where_it_went_up_into(sqlite_url: str) -> None:
    with open_with_person(sqlite_url) as application:
        projector = Projector(application.store, every_plugin().read_models())
        projector.catch_up()
        rows = {row["person"]: row for row in projector.register("persons", D(2026, 11, 24)).rows}
        projector.close()
    assert [text for text in rows["p-2"]["running"] if text.startswith("deelname")] == ["deelname (breed/z1)"]
    assert last_days(dict(rows["p-3"]))["seat"] == D(2025, 11, 30)


def test_a_term_per_role_goes_before_the_general_one(region: Application, ask: Ask) -> None:
    record(
        region,
        acts.AssignRole(
            role="vz", assignment="t", party="prov", person="p-1", start=D(2025, 1, 1), until=D(2025, 6, 30)
        ),
        acts.WithdrawMandate(party="prov", mandate="m-p-1", last_day=D(2026, 1, 31), reason="Weg"),
    )
    on = D(2026, 3, 1)
    assert (ask("p-1", on)["term"], ask("p-1", on)["over_on"]) == ("geen termijn", None)
    record(region, term(10, "vz", D(2026, 2, 1)))
    assert ask("p-1", on)["term"] == "geen termijn", "the mandate has none"
    record(region, term(2, on=D(2026, 2, 1)))
    row = ask("p-1", on)
    assert (row["term"], row["over_on"]) == ("10 jaar na de rol Voorzitter (Selectielijst)", D(2035, 7, 1))
    assert (ask("p-1", D(2035, 6, 30))["over"], ask("p-1", D(2035, 7, 1))["over"]) == (False, True)
    record(region, term(1, "vz", D(2026, 4, 1)))
    row = ask("p-1", D(2026, 4, 1))
    assert (row["term"], row["over_on"]) == ("2 jaar (Selectielijst)", D(2028, 2, 1)), "counts for everyone"
    assert ask("p-1", on)["over_on"] == D(2035, 7, 1), "and before its day it did not"


def test_whoever_never_did_anything_is_kept_from_the_day_known(region: Application, ask: Ask) -> None:
    record(region, acts.RegisterPerson(person="q-1", name="Q. Fictief", on=D(2026, 2, 1)), term(0))
    assert ask("q-1", D(2026, 2, 1))["over_on"] == D(2026, 2, 2)
    assert ask("q-1", D(2026, 2, 1))["over"] is False


def test_what_runs_has_no_end_until_it_ended(region: Application, ask: Ask) -> None:
    record(region, term(1))
    row = ask("p-2", D(2030, 1, 1))
    assert (row["term"], row["over_on"], row["running"]) == ("loopt nog", None, ["mandaat (gem-a/m-p-2)"])
    record(
        region, acts.PersonLeaves(party="gem-a", person="p-2", last_day=D(2026, 2, 28), reason="Andere baan"),
        mandate("gem-a", "p-2", mandate="terug", start=D(2026, 5, 1), until=D(2026, 5, 31)),
    )  # fmt: skip
    assert ask("p-2", D(2026, 4, 1))["over_on"] == D(2027, 3, 1)
    assert ask("p-2", D(2026, 5, 15))["running"] == ["mandaat (gem-a/terug), tot en met 2026-05-31"]
    assert ask("p-2", D(2026, 6, 1))["over_on"] == D(2027, 6, 1)


def test_whoever_records_is_involved_on_that_day(region: Application, ask: Ask) -> None:
    record(region, acts.RegisterPerson(person="q-1", name="Q. Fictief", on=D(2026, 2, 1)), term(1))
    act = acts.NameTheme(theme="water", name="Water", on=D(2026, 3, 1))
    region.perform(act, Provenance(actor="person:q-1"))
    row = ask("q-1", D(2026, 11, 24))
    assert (last_days(row), row["over_on"], row["running"]) == (
        {"recording": D(2026, 11, 24)},
        D(2027, 11, 25),
        [],
    )


def test_a_deputy_and_an_action_that_went_to_another_end(region: Application, ask: Ask) -> None:
    for person in ("q-1", "q-2"):
        record(
            region,
            acts.RegisterPerson(person=person, name="Q. Fictief", on=D(2025, 1, 1)),
            mandate("prov", person, until=D(2025, 12, 31)),
        )
    record(
        region,
        acts.AssignRole(
            role="vz",
            assignment="t",
            party="prov",
            person="p-1",
            start=D(2025, 2, 1),
            deputy="q-1",
            until=D(2027, 1, 1),
        ),
        acts.NameDeputy(role="vz", assignment="t", deputy="q-2", since=D(2025, 8, 1)),
        acts.AgreeAction(
            action="a", body="overleg", title="Doen", party="prov", on=D(2025, 3, 1), due=D(2025, 9, 1), person="q-1"
        ),
        acts.HandOnAction(action="a", party="gem-a", since=D(2025, 4, 1)),
    )
    first, second = ask("q-1", D(2026, 1, 1)), ask("q-2", D(2026, 1, 1))
    assert last_days(first) == {"mandate": D(2025, 12, 31), "deputy": D(2025, 7, 31), "action": D(2025, 4, 1)}
    assert second["running"] == ["plaatsvervanging Voorzitter (vz/t), tot en met 2027-01-01"]


def test_what_is_due_names_nobody(region: Application) -> None:
    plan(region, "v1", D(2025, 3, 1))
    hold(region, "v1", D(2025, 3, 1))
    for party, person in PEOPLE.items():
        record(
            region,
            acts.WithdrawMandate(party=party, mandate=f"m-{person}", last_day=D(2025, 12, 31), reason="Weg"),
        )
    record(region, term(0), acts.ErasePerson(person="p-3", ground="Termijn", on=D(2026, 1, 5)))
    plugins = every_plugin()
    projector = Projector(region.store, plugins.read_models())
    projector.catch_up()
    on = D(2026, 1, 10)
    items = [item for item in plugins.due(lambda name: projector.register(name, on), on) if "gewist" in item.what]
    projector.close()
    assert [(item.what, item.on) for item in items] == [
        ("Gegevens van p-1 kunnen worden gewist", D(2026, 1, 1)),
        ("Gegevens van p-2 kunnen worden gewist", D(2026, 1, 1)),
    ], "who was erased is not among them"
    assert all(item.rule.startswith("S13") for item in items)
    assert "Voorbeeld" not in str(items)


DAYS = st.dates(D(2000, 1, 1), D(2060, 12, 31))
ROLES = st.sampled_from(["", "a", "b"])
INVOLVED = st.fixed_dictionaries(
    {"kind": st.sampled_from(sorted(KINDS)), "role": ROLES, "until": DAYS | st.none()}
).map(lambda row: row if row["kind"] in LASTING or row["until"] else {**row, "until": D(2020, 1, 1)})
TERMS = st.lists(
    st.fixed_dictionaries({"role": ROLES, "since": DAYS, "years": st.integers(0, 100), "ground": st.just("g")})
)


@given(DAYS, st.integers(0, 100))
def test_a_term_is_over_the_day_after_as_many_years(last_day: date, years: int) -> None:
    over = over_on(last_day, years)
    before = over - timedelta(days=1)
    assert before.year - last_day.year == years
    assert (before.month, before.day) == (last_day.month, last_day.day) or (last_day.month, last_day.day) == (2, 29)


@given(st.lists(INVOLVED), DAYS, TERMS, DAYS)
def test_a_name_is_kept_as_long_as_anything_asks(
    involved: list[dict[str, Any]], known: date, terms: list[dict[str, Any]], day: date
) -> None:
    hold_now = terms_on(terms, day)
    assert all(term["since"] <= day for term in hold_now.values())
    together = kept(involved, known, hold_now, day)
    apart = [kept([row], known, hold_now, day) for row in involved] or [kept([], known, hold_now, day)]
    ends = [part.over_on for part in apart if part.over_on is not None]
    assert together.over_on == (max(ends) if len(ends) == len(apart) else None)
    assert together.running == any(part.running for part in apart)


def test_every_act_leads_to_a_register_without_failure(sqlite_url: str) -> None:
    with open_with_person(sqlite_url) as application:
        assert len(every_act()) > 100
        projector = Projector(application.store, every_plugin().read_models())
        assert projector.catch_up() == []
        projector.close()
