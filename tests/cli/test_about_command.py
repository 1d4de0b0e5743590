"""``rso about``: its forms, its days and moments, and what it says when nothing is found."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from acts_of_a_cooperation import every_act
from acts_of_a_region import by
from commands_in_process import asked, rso
from rso_core import Application, EventStore, acts

EARLY = datetime(2026, 11, 20, 9, tzinfo=UTC)
LATE = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cooperation in small, known on 20 November 2026, of which a theme got its name on the 24th."""
    folder = tmp_path_factory.mktemp("record")
    (folder / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    clock = [EARLY]
    with Application(EventStore.open(f"sqlite:///{folder / 'rso.db'}"), lambda: clock[-1]) as application:
        for act in every_act():
            application.perform(act, by())
        clock.append(LATE)
        application.perform(acts.NameTheme(theme="late", name="Laat thema", on=LATE.date()), by(source="Brief 9"))
    return folder


def lines(text: str) -> str:
    return " ".join(text.split())


def test_all_that_names_a_party_is_told(record: Path) -> None:
    told = rso(record, "about", "party:gem-a")
    assert (told.returncode, told.stderr) == (0, "")
    text = lines(told.stdout)
    assert text.startswith("Alles over Partij gem-a (party:gem-a)")
    found = asked(record, "about", "Partij gem-a")
    assert (found["thing"], found["left_out"]) == ("party:gem-a", 0)
    streams = {event["id"].partition(":")[0] for act in found["acts"] for event in act["events"]}
    assert streams >= {"party", "covenant", "body", "meeting", "decision", "project", "signal"}
    for act in found["acts"]:
        assert all(sentence in text for sentence in act["told"])
        assert all(event["id"] in text for event in act["events"])
        assert {"on", "act", "how", "confidential", "recorded_at", "actor", "source"} <= set(act)


def test_days_and_moments(record: Path) -> None:
    some = asked(record, "about", "gem-a", "--from", "2026-06-01", "--until", "2026-06-30")
    assert {act["on"][:7] for act in some["acts"]} == {"2026-06"}
    assert some["scope"] == ["Alleen wat geldt vanaf 1 juni 2026 tot en met 30 juni 2026."]
    late = ("about", "theme:late")
    assert len(asked(record, *late)["acts"]) == 1
    assert asked(record, *late, "--known-on", "2026-11-23")["acts"] == []
    assert asked(record, *late, "--valid-on", "2026-11-23")["acts"] == []
    then = asked(record, *late, "--known-on", "2026-11-24T13:00+01:00", "--valid-on", "2026-11-24")
    assert then["scope"] == ["Zoals het gold op 24 november 2026.", "Zoals bekend op 24 november 2026 om 13.00 uur."]
    nothing = rso(record, *late, "--until", "2020-01-01").stdout
    assert "Er is niets over vastgelegd." in nothing


def test_each_form_goes_to_the_screen_or_to_a_file(record: Path, tmp_path: Path) -> None:
    markdown = rso(record, "about", "theme:late", "--markdown").stdout
    assert markdown.startswith("# Alles over het thema “Laat thema” (theme:late)\n")
    assert "“Brief 9”" in markdown
    html = rso(record, "about", "theme:late", "--html").stdout
    assert html.startswith("<!DOCTYPE html>")
    for options, name, wanted in (
        (("--html",), "a.txt", html),
        ((), "a.html", html),
        ((), "a.md", markdown),
        (("--markdown",), "b.html", markdown),
    ):
        done = rso(record, "about", "theme:late", *options, "--out", str(tmp_path / name))
        assert (done.returncode, done.stdout) == (0, "")
        assert (tmp_path / name).read_text() == wanted
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
    rso(record, "about", "theme:late", "--json", "--out", str(tmp_path / "a.json"))
    assert json.loads((tmp_path / "a.json").read_text()) == asked(record, "about", "theme:late")


def test_what_is_confidential_is_marked_and_left_out_of_what_is_public(record: Path) -> None:
    everything = asked(record, "about", "gem-a")
    public = asked(record, "about", "gem-a", "--public")
    secret = [act for act in everything["acts"] if act["confidential"]]
    assert public["acts"] == [act for act in everything["acts"] if act not in secret]
    assert public["left_out"] == len({act["correlation"] for act in secret}) > 0
    assert "Vertrouwelijk." in rso(record, "about", "gem-a").stdout
    assert "Weggelaten" in lines(rso(record, "about", "gem-a", "--public").stdout)


def test_the_report_to_a_person_is_one_of_its_forms(record: Path, tmp_path: Path) -> None:
    report = rso(record, "person", "report", "p-2")
    form = rso(record, "about", "p-2", "--to-person")
    assert form.stdout == report.stdout
    assert form.stdout.startswith("# Wat het dossier over u bevat (p-2)")
    assert asked(record, "about", "p-2", "--to-person")["involvement"]
    rso(record, "about", "p-2", "--to-person", "--out", str(tmp_path / "p-2.md"))
    assert (tmp_path / "p-2.md").read_text() == report.stdout
    told = {event["id"] for act in asked(record, "about", "p-2")["acts"] for event in act["events"]}
    involved = {each["event"] for each in asked(record, "person", "report", "p-2")["involvement"]}
    assert involved == {event for event in told if not event.startswith(("person:", "docket:"))}


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("niemand",), 2, "nothing clear is recorded under 'niemand'"),
        (("partij:gem-a",), 2, "there is no kind 'partij'; did you mean 'party'?"),
        (("party:gem-c",), 2, "nearest are party:gem-b (Partij gem-b), party:gem-a (Partij gem-a)"),
        (("",), 2, "no subject was given"),
        (("gem-a", "--from", "ooit"), 2, "'ooit' is not a date"),
        (("gem-a", "--from", "2026-02-01", "--until", "2026-01-01"), 2, "2026-01-01 comes before 2026-02-01"),
        (("gem-a", "--known-on", "2026-01-01T10:00"), 2, "says no offset from UTC"),
        (("gem-a", "--html", "--json"), 2, "choose one of --markdown, --html and --json"),
        (("gem-a", "--to-person"), 2, "party:gem-a is no person"),
        (("p-2", "--to-person", "--public"), 2, "a person is told everything"),
        (("gem-a", "--out", "/no/such/folder/a.md"), 5, "/no/such/folder/a.md cannot be written"),
    ],
)
def test_what_is_asked_wrongly_is_told(record: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
    done = rso(record, "about", *arguments)
    assert done.returncode == code, done.stderr
    assert told in lines(done.stderr.replace("│", " "))


def test_history_says_that_it_is_a_part(record: Path) -> None:
    everything = {act["correlation"] for act in asked(record, "about", "gem-a")["acts"]}
    own = {event["correlation"] for event in asked(record, "history", "gem-a")}
    others = len(everything - own)
    story = lines(rso(record, "history", "gem-a").stdout)
    assert "Dit is alleen wat onder party:gem-a zelf is vastgelegd." in story
    assert story.endswith(f"{others} andere handelingen noemen het ook: rso about party:gem-a")
    for form in ("--table", "--json"):
        done = rso(record, "history", "gem-a", form)
        assert lines(done.stderr) == f"{others} other acts name party:gem-a; see them with: rso about party:gem-a"
    alone = lines(rso(record, "history", "theme:late").stdout)
    assert alone.endswith("Dit is alleen wat onder theme:late zelf is vastgelegd.")
    assert "zelf is vastgelegd" not in rso(record, "history", "--all").stdout
