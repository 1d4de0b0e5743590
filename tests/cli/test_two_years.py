"""The Utrecht dossier of two years, asked what a secretary asks of it."""

import json
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from commands_in_process import asked, rso
from rso_core import Provenance, open_application
from rso_core.definition import apply_definition, load_definition
from rso_core.dossier import import_dossier

UTRECHT = Path(__file__).parents[2] / "examples" / "utrecht"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("utrecht")
    (folder / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n[record]\nlanguage = "nl"\n')
    with open_application(f"sqlite:///{folder / 'rso.db'}") as application:
        by = Provenance(actor="office:secretariaat")
        apply_definition(application, load_definition(UTRECHT / "definition.toml"), by)
        assert import_dossier(application, UTRECHT / "dossier.jsonl", actor="office:secretariaat").accepted
    return folder


def test_what_is_due_names_what_who_and_why_and_goes_into_a_calendar(record: Path) -> None:
    items = asked(record, "due", "--on", "2026-03-01", "--ics", "te-doen.ics")
    told = {(item["what"], item["who"]) for item in items}
    assert ("Ondertekenen: Convenant Regionale Samenwerking", "Gemeente Renswoude") in told
    assert ("Rol invullen: Secretaris B-PSO", "Bestuurlijk PSO VTH & RO") in told
    assert ("Inzet toezeggen: 500 uur voor Tactisch-operationeel coördinator", "Omgevingsdienst Utrecht") in told
    assert all(item["rule"].startswith("S") for item in items)
    assert [item["on"] for item in items] == sorted(item["on"] for item in items)
    calendar = Calendar.from_ical((record / "te-doen.ics").read_bytes())
    events = list(calendar.walk("VEVENT"))
    assert len(events) == len(items)
    assert len({str(event["uid"]) for event in events}) == len(items)


def test_what_was_due_then_as_known_then(record: Path) -> None:
    late = {"what": "Ondertekenen: Convenant Regionale Samenwerking", "who": "Gemeente Rhenen"}

    def due(known: str) -> bool:
        items = asked(record, "due", "--on", "2026-01-25", "--known-on", known)
        return any(late.items() <= item.items() for item in items)

    signature = next(
        json.loads(line)
        for line in (UTRECHT / "dossier.jsonl").read_text().splitlines()
        if '"handtekening-gm0340"' in line
    )
    assert signature["signed_on"] == "2026-01-20"
    assert due("2026-01-20")
    assert not due(signature["recorded"])


def test_the_progress_overview_of_a_body_before_its_next_meeting(record: Path) -> None:
    arguments = ("show", "progress", "--body", "B-PSO", "--on", "2026-06-15", "--known-on", "2026-06-20")
    rows = asked(record, *arguments)["rows"]
    assert {row["body"] for row in rows} == {"b-pso"}
    assert {(row["since"], row["next_on"]) for row in rows} == {("2026-03-19", "2026-06-18")}
    decided = [row["title"] for row in rows if row["section"] == "1. Besloten"]
    assert "Inzet van de ODU voor energietoezicht" in decided
    assert all(row["on"] < "2026-06-18" for row in rows if row["section"] == "3. Te laat")
    later = asked(record, "show", "progress", "--body", "b-pso", "--on", "2026-07-10")["rows"]
    assert {row["since"] for row in later} == {"2026-06-18"}


def test_a_correction_of_a_month_later_shows_only_once_it_was_known(record: Path) -> None:
    def present(known: str) -> int:
        replayed = asked(record, "replay", "--on", "2026-04-01", "--known-on", known, "--register", "calendar")
        rows = replayed["registers"]["calendar"]["rows"]
        return next(int(row["parties_present"]) for row in rows if row["meeting"] == "b-pso-2026-03-19")

    assert present("2026-04-28") == present("2026-04-27") + 1


def test_the_order_of_bodies_before_and_after_the_restructure(record: Path) -> None:
    before = [row["drawn"] for row in asked(record, "show", "order", "--on", "2025-12-31")["rows"]]
    after = [row["drawn"] for row in asked(record, "show", "order", "--on", "2026-01-01")["rows"]]
    assert before == [
        "Stuurgroep RHBO",
        "└─ Bestuurlijk PSO-VTH",
        "   └─ Ambtelijk PSO-VTH",
        "      └─ Overleg Leidinggevenden",
    ]
    assert after == [
        "Stuurgroep Regionale Samenwerking",
        "├─ Coördinatieoverleg",
        "│  └─ Ambtelijk PSO VTH & RO",
        "└─ Bestuurlijk PSO VTH & RO",
    ]


def test_members_and_open_matters_moved_along_and_the_old_name_finds_its_history(record: Path) -> None:
    history = asked(record, "history", "Overleg Leidinggevenden")
    assert history[-1]["data"]["merged_into"] == "a-pso"
    items = asked(record, "show", "actions", "--on", "2026-01-01")["rows"]
    moved = [row for row in items if row["from_body"] == "leidinggevendenoverleg"]
    assert moved
    assert {row["body"] for row in moved} == {"a-pso"}
    seats = asked(record, "show", "seats", "--on", "2026-01-01", "--body", "a-pso")["rows"]
    assert len([row for row in seats if row["part_nl"] == "deelnemer"]) == 28


def test_each_party_tells_what_it_chose_about_the_shared_platform(record: Path) -> None:
    rows = {row["party"]: row for row in asked(record, "show", "parties", "--on", "2026-06-01")["rows"]}
    assert {row["platform_choice"] for row in rows.values()} == {"none", "invite", "add"}
    assert all(row["platform_ground"] for row in rows.values() if row["platform_choice"] == "add")
    assert (rows["gm0339"]["platform_choice_nl"], rows["odu"]["platform_choice_nl"]) == ("niet", "toevoegen")
    assert rows["gm0344"]["kind_nl"] == "gemeente"
    bodies = {row["body"]: row for row in asked(record, "show", "bodies", "--on", "2026-06-01")["rows"]}
    assert {body for body, row in bodies.items() if row["votes_shown"] == "parties"} == {"stuurgroep", "b-pso"}
    assert not any(row["confidential"] for row in bodies.values())


def test_rows_carry_the_identifiers_that_a_reader_of_registers_needs(record: Path) -> None:
    """What shows registers elsewhere finds the person, party, body, meeting, item and decision by these keys."""
    wanted = {
        "roles": {"role", "body", "party", "person", "deputy"},
        "seats": {"body", "seat", "party", "person", "deputy_of"},
        "agenda": {"meeting", "item", "body", "confidential"},
        "decisions": {"decision", "meeting", "item", "body", "confidential"},
    }
    for name, keys in wanted.items():
        rows = asked(record, "show", name, "--on", "2026-06-01")["rows"]
        assert rows
        assert all(keys <= set(row) for row in rows), name
    chain = asked(record, "chain", "stuurgroep-2026-02-12-3", "--on", "2026-06-01")["rows"]
    assert chain
    assert all({"decision", "meeting", "item", "body", "confidential"} <= set(row) for row in chain)
    held = [row for row in asked(record, "show", "roles", "--on", "2026-06-01")["rows"] if row["person"]]
    assert all(row["party"] for row in held)
    assert any(row["deputy"] for row in held)


def test_gaps_in_roles_come_and_go(record: Path) -> None:
    def gap(on: str) -> set[str]:
        rows = asked(record, "roles", "gaps", "--on", on)["rows"]
        return {row["gap"] for row in rows if row["role"] == "secretaris-b-pso"}

    assert gap("2026-03-31") == {"vacant"}
    assert gap("2026-05-01") == {"geen plaatsvervanger"}
    assert gap("2026-11-01") == set()


def test_a_project_over_the_limit_by_a_decision_and_the_load_it_gives(record: Path) -> None:
    rows = asked(record, "show", "portfolio", "--on", "2026-06-01", "--body", "a-pso")["rows"]
    over = next(row for row in rows if row["project"] == "geluid")
    assert (over["decision"], over["load"], over["limit"]) == ("a-pso-schriftelijk-2026-1", 5, 4)
    figures = asked(record, "show", "monitoring", "--on", "2026-06-01", "--body", "a-pso")["rows"]
    assert next((f["value"], f["out_of"]) for f in figures if f["figure"] == "portfolio_load") == (5, 4)


def test_a_stuck_signal_stays_due_and_a_revoked_decision_says_by_what(record: Path) -> None:
    due = asked(record, "due", "--on", "2026-11-20")
    assert any("Capaciteit voor energietoezicht loopt achter" in item["what"] for item in due)
    chain = asked(record, "chain", "stuurgroep-2026-02-12-3", "--on", "2026-06-01")["rows"]
    assert chain
    assert any(row["subject"] == "decision:stuurgroep-2026-05-15-8" and row["steps"] == 1 for row in chain)
    decisions = asked(record, "show", "decisions", "--on", "2026-06-01")["rows"]
    revoked = next(row for row in decisions if row["decision"] == "stuurgroep-2026-02-12-3")
    assert revoked["standing_nl"] == "ingetrokken per 2026-05-15"


def test_dates_of_a_rhythm_step_aside_for_holidays(record: Path) -> None:
    rows = asked(record, "dates", "--body", "stuurgroep", "--from", "2026-01-01", "--until", "2026-12-31")["rows"]
    # The second Thursday of May 2026 is Ascension Day.
    assert [row["on"] for row in rows] == ["2026-02-12", "2026-05-15", "2026-09-10", "2026-11-12"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("show", "progress", "--body", "niets"), 2, "'niets' is not a body on"),
        (("show", "themes"), 2, "there is no register 'themes'"),
        (("show", "resources", "--body", "b-pso"), 2, "not kept per body"),
        (("chain", "niets"), 2, "no decision 'niets' is known"),
        (("due", "--on", "morgen"), 2, "not a date"),
        (("due", "--ics", "geen/map/x.ics"), 5, "cannot be written"),
        (("start-project", "--project", "geluid", "--on", "2026-11-20"), 3, "Feiten: project: geluid; stand: loopt"),
    ],
)
def test_what_goes_wrong_is_told(arguments: tuple[str, ...], code: int, told: str, record: Path) -> None:
    done = rso(record, *arguments)
    assert done.returncode == code, done.stderr
    assert told in " ".join(done.stderr.replace("│", " ").split())


def test_every_day_of_two_years_has_an_answer(record: Path) -> None:
    for on in (date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 11, 20), date(2028, 1, 1)):
        done = rso(record, "due", "--on", str(on), "--json")
        assert (done.returncode, done.stderr) == (0, ""), (on, done.stderr)
