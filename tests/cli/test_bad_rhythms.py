"""A record that a release before gave a rhythm with which nobody can reckon: it opens, every reader marks it, and a good one mends it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from acts_of_a_cooperation import every_act
from acts_of_a_region import by, set_up
from commands_in_process import asked, rso
from rso_core import Application, EventStore, acts
from rso_core.acts import replace
from rso_core.events import Level
from without_the_door import without_the_door

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BAD = "FREQ=MONTHLY;INTERVAL=-1"
MARK = f"volgens een regel die niet te lezen is: {BAD}"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A cooperation in small, with a body and a covenant of which the rhythm is no rhythm."""
    (tmp_path / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    with (
        Application(EventStore.open(f"sqlite:///{tmp_path / 'rso.db'}"), lambda: NOW) as application,
        without_the_door(),
    ):
        for act in every_act():
            if act.act_name in ("introduce-record-key", "recognise-witness", "dismiss-witness"):
                continue  # keys of nobody, with which nothing is proven
            is_draft = isinstance(act, acts.DraftCovenant)
            application.perform(replace(act, evaluation_rhythm=BAD) if is_draft else act, by())
        body = set_up("ontregeld", name="Ontregeld overleg", rhythm=BAD, on=date(2026, 1, 1), level=Level.TACTICAL)
        application.perform(body, by(key="ontregeld"))
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "marked"),
    [
        (("show", "rhythm", "--json"), True),
        (("show", "rhythm"), False),
        (("show", "bodies", "--json"), True),
        (("show", "evaluation_cycle", "--json"), True),
        (("show", "monitoring"), False),
        (("show", "rhythm", "--on", "2026-06-01", "--known-on", "2026-11-24", "--json"), True),
        (("dates", "--body", "ontregeld", "--json"), True),
        (("due",), False),
        (("due", "--ics", "te-doen.ics"), False),
        (("replay", "--on", "2026-06-01"), False),
        (("rebuild", "--all"), False),
        (("history", "body:ontregeld"), True),
        (("history", "--all"), True),
        (("about", "body:ontregeld"), True),
        (("diff", "--valid-on", "2025-12-31", "--valid-on", "2026-06-01", "--known-on", "2026-11-24"), True),
        (("search", "ontregeld"), False),
        (("act", "body:ontregeld@1"), True),
        (("export-dossier", "dossier.jsonl"), False),
        (("archive", "export", "--to", "archief"), False),
        (("audit", "verify"), False),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else None,
)
def test_every_reader_goes_on_with_a_mark_in_its_place(record: Path, arguments: tuple[str, ...], marked: bool) -> None:
    done = rso(record, *arguments)
    assert done.returncode == 0, done.stderr
    assert "unexpected" not in done.stderr
    told = " ".join(done.stdout.split())
    assert (BAD if arguments[0] == "act" else MARK) in told or not marked, told


def test_the_row_of_the_body_tells_what_is_on_record_and_no_dates(record: Path) -> None:
    (row,) = (row for row in asked(record, "show", "rhythm")["rows"] if row["body"] == "ontregeld")
    assert (row["rhythm"], row["rhythm_nl"], row["dates"], row["next"]) == (BAD, MARK, [], None)
    monitored = asked(record, "show", "monitoring")["rows"]
    assert not any(row["figure"] == "meetings_held" and "ontregeld" in row.values() for row in monitored)


def test_no_release_records_it_anew(record: Path) -> None:
    done = rso(record, "reposition-body", "--body", "ontregeld", "--since", "2026-03-01", "--rhythm", BAD)
    assert done.returncode == 3
    assert "part: INTERVAL=-1; accepted: INTERVAL=1…1000" in done.stderr


def test_what_is_not_its_rhythm_is_recorded_and_corrected_as_ever(record: Path) -> None:
    since = ("--since", "2026-03-01")
    assert rso(record, "rename-body", "--body", "ontregeld", "--name", "Hernoemd", *since).returncode == 0
    assert rso(record, "reposition-body", "--body", "ontregeld", "--place", "9", *since).returncode == 0
    done = rso(record, "correct", "ontregeld", "--set", "kind=beraad", "--reason", "soort")
    assert done.returncode == 0, done.stderr
    # What comes in late is judged by what is recorded for later days.
    early = ("--since", "2026-02-01")
    assert rso(record, "reposition-body", "--body", "ontregeld", "--place", "8", *early).returncode == 0


def test_a_later_good_rhythm_mends_it(record: Path) -> None:
    good = ("reposition-body", "--body", "ontregeld", "--since", "2026-10-01", "--rhythm", "FREQ=MONTHLY;BYDAY=2TH")
    assert rso(record, *good).returncode == 0
    (row,) = (
        row for row in asked(record, "show", "rhythm", "--on", "2026-11-24")["rows"] if row["body"] == "ontregeld"
    )
    assert (row["rhythm_nl"], row["next"]) == ("elke maand, op de tweede donderdag", "2026-12-10")
    assert row["dates"][0] == "2026-10-08"
    dates = asked(record, "dates", "--body", "ontregeld", "--from", "2026-10-01", "--until", "2026-12-31")
    assert [each["on"] for each in dates["rows"]] == ["2026-10-08", "2026-11-12", "2026-12-10"]


def test_a_correction_mends_it_as_if_it_had_said_so_at_once(record: Path) -> None:
    done = rso(record, "correct", "ontregeld", "--set", "rhythm=FREQ=MONTHLY", "--reason", "tikfout")
    assert done.returncode == 0, done.stderr
    (row,) = (row for row in asked(record, "show", "rhythm")["rows"] if row["body"] == "ontregeld")
    assert row["dates"][0] == "2026-02-02"


def test_a_rhythm_that_hung_is_refused_at_once(record: Path) -> None:
    for rule in ("FREQ=MONTHLY;INTERVAL=0", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=SECONDLY"):
        change = ("reposition-body", "--body", "ontregeld", "--since", "2026-03-01", "--rhythm", rule)
        assert rso(record, *change).returncode == 3
        line = {"act": "reposition-body", "body": "ontregeld", "since": "2026-03-01", "rhythm": rule}
        (record / "ritme.jsonl").write_text(json.dumps(line) + "\n")
        done = rso(record, "import", "ritme.jsonl")
        assert (done.returncode, "body.rhythm" in done.stderr + done.stdout) == (4, True)
