"""The commands that look back: `rso history`, `rso diff` and `rso replay`."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from acts_of_a_cooperation import every_act
from acts_of_a_region import PEOPLE, by
from commands_in_process import asked, rso
from rso_core import Application, EventStore, acts
from rso_core.hooks import Plugins
from rso_core.projection import ReadModel

EARLY = datetime(2026, 11, 20, 9, tzinfo=UTC)
LATE = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cooperation in small, known on 20 November 2026, of which a name was corrected on the 24th."""
    folder = tmp_path_factory.mktemp("record")
    (folder / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    clock = [EARLY]
    with Application(EventStore.open(f"sqlite:///{folder / 'rso.db'}"), lambda: clock[-1]) as application:
        for act in every_act():
            application.perform(act, by())
        clock.append(LATE)
        corrected = acts.CorrectPerson(person=PEOPLE["gem-a"], name="F. Verbeterd", on=LATE.date())
        application.perform(corrected, by(source="Brief 9"))
    return folder


def lines(text: str) -> str:
    """What is printed, on one line."""
    return " ".join(text.split())


def test_history_is_a_story_in_dutch(record: Path) -> None:
    done = rso(record, "history", "person:p-2", "--no-handles")
    assert (done.returncode, done.stderr) == (0, "")
    told = lines(done.stdout)
    assert told.startswith("De geschiedenis van F. Verbeterd (person:p-2)")
    assert (
        "24 november 2026 2. Voorbeeld staat voortaan in het dossier als F. Verbeterd. "
        "Dezelfde dag vastgelegd door het secretariaat, op grond van “Brief 9”."
    ) in told


def test_history_shows_the_handle_of_each_act(record: Path) -> None:
    events = asked(record, "history", "person:p-2")
    told = lines(rso(record, "history", "person:p-2").stdout)
    assert f"in het dossier als F. Verbeterd. [{events[-1]['handle']}] Dezelfde dag" in told
    assert len({event["handle"] for event in events}) == len(events) == told.count("[")
    narrow = rso(record, "history", "person:p-2", COLUMNS="30").stdout
    assert all(event["handle"] in narrow for event in events), "no line ends within a handle"


def test_a_story_is_told_as_known_then_and_as_valid_then(record: Path) -> None:
    then = lines(rso(record, "history", "person:p-2", "--known-on", "2026-11-23").stdout)
    assert then.startswith("De geschiedenis van 2. Voorbeeld (person:p-2) Zoals bekend op 23 november 2026.")
    assert "F. Verbeterd" not in then
    moment = lines(rso(record, "history", "p-2", "--known-on", "2026-11-24T13:00:00+01:00").stdout)
    assert "Zoals bekend op 24 november 2026 om 13.00 uur." in moment
    assert "F. Verbeterd" in moment
    assert "24 november" not in rso(record, "history", "p-2", "--valid-on", "2026-11-23").stdout
    assert "Op dit moment is hierover niets bekend." in rso(record, "history", "p-2", "--known-on", "1-1-2020").stdout


def test_history_in_json_and_as_a_table_are_about_the_same_events(record: Path) -> None:
    events = asked(record, "history", "p-2")
    assert [event["name"] for event in events] == ["person.registered", "person.corrected"]
    assert {"id", "name", "version", "recorded_at", "effective", "actor", "source", "data"} <= set(events[0])
    assert [e["name"] for e in asked(record, "history", "p-2", "--known-on", "2026-11-23")] == ["person.registered"]
    table = rso(record, "history", "p-2", "--table").stdout
    assert "History of person:p-2 (2)" in table


@pytest.mark.parametrize("name", ["Overleg Overleg", "algemeen bestuur", "body:overleg", "overleg"])
def test_a_subject_is_found_by_any_name_it_has_had(record: Path, name: str) -> None:
    assert {event["data"].get("body") for event in asked(record, "history", name)} == {"overleg"}


def test_the_history_of_everything_between_two_days(record: Path) -> None:
    done = rso(record, "history", "--all", "--from", "2026-06-01", "--until", "2026-06-30")
    told = lines(done.stdout)
    assert told.startswith("Alles wat in het dossier is vastgelegd 1 juni 2026")
    assert "Het Algemeen bestuur nam het besluit “Besluit”" in told
    assert "juli 2026 " not in told.split("Alles wat")[1].split("11 juni 2026")[0]
    events = asked(record, "history", "--all", "--from", "2026-06-01", "--until", "2026-06-30")
    assert {event["effective"][:7] for event in events} == {"2026-06"}
    assert not [event for event in events if event["id"].startswith("docket:")]
    assert len(asked(record, "history", "--all")) > len(events)


def test_diff_tells_what_changed_and_by_which_act(record: Path) -> None:
    between = ("diff", "--known-on", "2026-11-24", "--known-on", "2026-11-23", "--valid-on", "2026-11-24")
    done = rso(record, *between, "--register", "pleio_people")
    assert (done.returncode, done.stderr) == (0, "")
    told = lines(done.stdout)
    assert "vroeger geldig op 24 november 2026, zoals bekend op 23 november 2026" in told
    assert "Naam: 2. Voorbeeld → F. Verbeterd" in told
    assert "door handeling 1" in told
    assert "1. Vastgelegd op 24 november 2026 door het secretariaat, op grond van “Brief 9”." in told
    found = asked(record, *between, "--register", "pleio_people", "--register", "order")
    assert [act["act"] for act in found["acts"]] == ["correct-person"]
    assert [act["changed_a_row"] for act in found["acts"]] == [True]
    (change,) = found["registers"]["pleio_people"]["changes"]
    assert (change["change"], change["key"]) == ("changed", {"person": "p-2"})
    assert change["acts"] == [found["acts"][0]["correlation"]]
    assert found["earlier"]["known_on"] == "2026-11-23"
    assert found["registers"]["order"]["changes"] == []
    summed = lines(rso(record, *between, "--summary").stdout)
    assert "Ondertekeningsregister (signatures): 2 gewijzigd" in summed
    assert "ertussen ligt één handeling" in summed
    assert "F. Verbeterd" not in summed


def test_one_moment_is_compared_with_now_and_no_difference_is_said(record: Path) -> None:
    same = rso(record, "diff", "--known-on", "2026-11-24", "--valid-on", "2026-11-24")
    assert (same.returncode, lines(same.stdout).endswith("Er is geen verschil.")) == (0, True)
    assert "F. Verbeterd" in rso(record, "diff", "--known-on", "2026-11-23", "--register", "seats").stdout


def test_two_days_are_compared_by_what_is_known_of_both(record: Path) -> None:
    found = asked(record, "diff", "--valid-on", "2026-01-01", "--valid-on", "2025-10-15", "--register", "bodies")
    assert [found[which]["valid_on"] for which in ("earlier", "later")] == ["2025-10-15", "2026-01-01"]
    told = {(c["key"]["body"], cell["title"]) for c in found["registers"]["bodies"]["changes"] for cell in c["cells"]}
    assert ("oud", "Stand") in told
    assert all(c["acts"] for c in found["registers"]["bodies"]["changes"])


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("diff",), 2, "give --known-on or --entered-on once or twice, or --valid-on twice"),
        (("diff", "--valid-on", "2026-01-01"), 2, "give --known-on or --entered-on once or twice, or --valid-on twice"),
        (("diff", *("--known-on", "2026-01-01") * 3), 2, "two moments are compared: give it at most twice"),
        (("diff", "--known-on", "ooit"), 2, "'ooit' is not a date; write it like 2026-03-12 or 12-03-2026, or with"),
        (("diff", "--known-on", "2026-01-01T10:00"), 2, "'2026-01-01T10:00' says no offset from UTC"),
        (("diff", "--known-on", "2026-01-01", "--register", "nee"), 2, "there is no register 'nee'"),
        (("show", "roles", "--known-on", "2026-01-01T10:00"), 2, "says no offset from UTC"),
        (("replay", "--on", "2026-01-01T10:00+01:00"), 2, "holds a time of day too, and a date is expected"),
        (("replay", "--on", "2026-01-01", "--register", "nee"), 2, "there is no register 'nee'"),
        (("history",), 2, "name a subject, or use --all"),
        (("history", "p-1", "--all"), 2, "name a subject, or use --all"),
        (("history", "niemand"), 2, "nothing clear is recorded under 'niemand'"),
        (("history", "p-1", "--from", "ooit"), 2, "is not a date"),
    ],
)
def test_a_wrong_moment_or_subject_is_told(record: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
    done = rso(record, *arguments)
    assert done.returncode == code, done.stderr
    assert told in lines(done.stderr.replace("│", " "))


@pytest.mark.parametrize(
    ("valid_on", "known_on", "filled"),
    [
        ("2026-11-24", "2026-11-24", True),
        ("2099-01-01", "2026-11-20T10:00:00+01:00", True),
        ("2026-11-24", "2026-11-20T09:59:59+01:00", False),
        ("2026-11-24", "2020-01-01", False),
        ("2020-01-01", "2026-11-24", False),
    ],
)
def test_replay_answers_for_the_whole_cooperation(record: Path, valid_on: str, known_on: str, filled: bool) -> None:
    found = asked(record, "replay", "--valid-on", valid_on, "--known-on", known_on)
    assert set(found["registers"]) == {model.name for model in Plugins().read_models()}
    assert bool(found["registers"]["parties"]["rows"]) is filled
    assert (found["failed"], bool(found["events"])) == ({}, filled)


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "parties", "--on", "2026-11-24", "--known-on"),
        ("due", "--on", "2026-11-24", "--known-on"),
        ("roles", "gaps", "--on", "2026-11-24", "--known-on"),
        ("chain", "d2", "--on", "2026-11-24", "--known-on"),
    ],
)
def test_a_moment_with_offset_does_wherever_something_is_asked(record: Path, arguments: tuple[str, ...]) -> None:
    assert asked(record, *arguments, "2026-11-24T13:00+01:00") == asked(record, *arguments, "2026-11-24")
    by_entry = [*arguments[:-1], "--entered-on"]
    assert asked(record, *by_entry, "2026-11-24T13:00+01:00") == asked(record, *by_entry, "2026-11-24")


def test_replay_tells_of_a_register_that_fails_and_shows_the_others(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models: Callable[[Plugins], tuple[ReadModel, ...]] = Plugins.read_models

    def with_a_broken_one(plugins: Plugins) -> list[ReadModel]:
        def fails(*_: Any) -> Any:
            raise RuntimeError("vastgelopen")

        return [model if model.name != "roles" else attrs.evolve(model, register=fails) for model in models(plugins)]

    monkeypatch.setattr(Plugins, "read_models", with_a_broken_one)
    done = rso(record, "replay", "--on", "2026-11-24", "--last", "1")
    assert done.returncode == 8
    why = "register 'roles' of plugin 'roles' cannot be read: RuntimeError: vastgelopen"
    assert f"Warning: register 'roles' is left out: {why}" in done.stderr
    assert "Overlegregister" in done.stdout
    alone = rso(record, "replay", "--on", "2026-11-24", "--register", "roles")
    assert (alone.returncode, "RuntimeError: vastgelopen" in alone.stderr) == (8, True)
    diff = rso(record, "diff", "--known-on", "2026-11-23", "--valid-on", "2026-11-24")
    assert (diff.returncode, "'roles' is left out" in diff.stderr) == (8, True)
    assert "F. Verbeterd" in diff.stdout


ASKING = [
    ("show", "parties", "--on"),
    ("show", "parties", "--known-on"),
    ("show", "parties", "--entered-on"),
    ("due", "--on"),
    ("replay", "--on"),
    ("diff", "--known-on"),
    ("diff", "--entered-on"),
    ("history", "--all", "--from"),
    ("history", "--all", "--until"),
    ("about", "p-1", "--from"),
    ("about", "p-1", "--until"),
    ("search", "overleg", "--until"),
    ("dates", "--body", "overleg", "--from"),
    ("dates", "--body", "overleg", "--until"),
    ("roles", "gaps", "--on"),
    ("chain", "d2", "--on"),
    ("person", "list", "--on"),
]
"""Commands that ask about a day, up to that day."""


@pytest.mark.parametrize("arguments", ASKING, ids=" ".join)
def test_a_question_looks_no_further_than_acts_do(record: Path, arguments: tuple[str, ...]) -> None:
    for day in ("1899-12-31", "2200-01-01", "0001-01-01", "9999-12-31"):
        done = rso(record, *arguments, day)
        assert done.returncode == 2, done.stdout
        assert "A day lies from 1900-01-01 up to and including 2199-12-31" in lines(done.stderr.replace("│", " "))
    for day in ("1900-01-01", "2199-12-31"):
        done = rso(record, *arguments, day)
        assert "unexpected" not in done.stderr
        assert done.returncode in (0, 2), done.stderr


def test_a_moment_at_the_edge_of_the_calendar_is_no_moment(record: Path) -> None:
    for moment in ("0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00"):
        done = rso(record, "show", "parties", "--known-on", moment)
        assert (done.returncode, "A day lies from" in done.stderr) == (2, True)
