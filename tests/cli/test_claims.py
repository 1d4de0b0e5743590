"""A moment claimed on the command line: what it asks for, and what becomes of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from acts_of_a_region import open_region
from commands_in_process import asked, rso
from rso_core import Application
from rso_core.store import EventStore

FOUNDED = datetime(2025, 1, 1, 12, tzinfo=UTC)
THEME = ("name-theme", "--theme", "wonen", "--name", "Wonen", "--on", "2026-01-01")
CLAIM = ("--recorded", "2026-01-08", "--source", "Brief 7")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Folder with a region that was known, and entered, at the beginning of 2025."""
    open_region(f"sqlite:///{tmp_path / 'rso.db'}", lambda: FOUNDED).store.close()
    return tmp_path


def test_a_claim_without_a_document_is_refused_and_nothing_is_recorded(record: Path) -> None:
    refused = rso(record, *THEME, "--recorded", "2026-01-08")
    assert (refused.returncode, "[record.claim_without_source, S14]" in refused.stderr) == (3, True)
    assert "--source" in refused.stderr
    assert asked(record, "show", "parties", "--known-on", "2026-01-08")["rows"]
    assert rso(record, "history", "theme:wonen").returncode == 2


def test_a_claim_is_asked_by_either_moment_and_its_reason_is_told(record: Path) -> None:
    assert rso(record, *THEME, *CLAIM).returncode == 0
    other = ("name-theme", "--theme", "energie", "--name", "Energie", "--on", "2026-01-01", "--source", "Brief 7")
    earlier = (*other, "--recorded", "2026-01-07")
    assert "[record.claim_before_earlier_claim, S14]" in rso(record, *earlier).stderr
    assert rso(record, *earlier, "--because", "Het eerste blad kwam eerder").returncode == 0
    story = " ".join(rso(record, "history", "theme:energie").stdout.split())
    assert "Bekend sinds 7 januari 2026 volgens opgave; ingevoerd op " in story
    assert "reden: “Het eerste blad kwam eerder”" in story
    day = ("history", "theme:energie")
    assert len(asked(record, *day, "--known-on", "2026-01-07")) == 1
    assert asked(record, *day, "--known-on", "2026-01-07", "--entered-on", "2026-01-07") == []


def test_what_was_only_claimed_is_told_by_comparing_the_two(record: Path) -> None:
    assert rso(record, *THEME, *CLAIM).returncode == 0
    both = ("--known-on", "2026-01-08", "--entered-on", "2026-01-08", "--valid-on", "2026-01-08")
    found = asked(record, "diff", *both)
    assert [act["act"] for act in found["acts"]] == ["name-theme"]
    assert (found["earlier"]["entered_on"], found["later"]["known_on"]) == ("2026-01-08", "2026-01-08")
    assert rso(record, "diff", *both, "--known-on", "2026-01-08").returncode == 2


def test_show_marks_what_was_entered_later(record: Path) -> None:
    neighbour = ("register-party", "--party", "buur", "--name", "Buur", "--kind", "municipality", "--on", "2026-01-01")
    assert rso(record, *neighbour, *CLAIM).returncode == 0
    rows = asked(record, "show", "parties", "--on", "2026-01-08", "--known-on", "2026-01-08")["rows"]
    assert {row["party"] for row in rows if row["entered_later"]} == {"buur"}
    now = asked(record, "show", "parties", "--on", "2026-01-08")["rows"]
    assert not any("entered_later" in row for row in now)


def test_show_tells_the_act_behind_each_row_and_how_late_it_was(record: Path) -> None:
    neighbour = ("register-party", "--party", "buur", "--name", "Buur", "--kind", "municipality", "--on", "2026-01-01")
    assert rso(record, *neighbour, *CLAIM).returncode == 0
    (row,) = (row for row in asked(record, "show", "parties", "--handles")["rows"] if row["party"] == "buur")
    assert '"Buur"' in rso(record, "act", row["handle"], "--json").stdout
    assert (row["claimed"], row["days_late"] > 300) == (True, True)
    shown = rso(record, "show", "parties").stdout
    assert row["handle"] in shown
    assert f"{row['days_late']} dagen (opgave)" in " ".join(shown.split())
    plain = rso(record, "show", "parties", "--no-handles").stdout
    assert row["handle"] not in plain
    assert "Later ingevoerd" not in plain


def test_a_long_record_is_run_again_only_where_that_is_asked(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Application(EventStore.open(f"sqlite:///{record / 'rso.db'}")) as application:
        events = application.store.head()

    def handles(*options: str) -> bool:
        return "Handeling" in rso(record, "show", "parties", *options, COLUMNS="200").stdout

    monkeypatch.setattr("rso_core.cli.registers.LONG", events)
    assert (handles(), handles("--handles")) == (False, True)
    monkeypatch.setattr("rso_core.cli.registers.LONG", events + 1)
    assert (handles(), handles("--no-handles")) == (True, False)
    assert "handle" not in asked(record, "show", "parties")["rows"][0]
