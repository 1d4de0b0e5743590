"""What the commands say of a register that cannot be read, and of a row that cannot be told: by name, and not with exit code 0."""

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from acts_of_a_cooperation import every_act
from acts_of_a_region import by, open_region
from commands_in_process import asked, rso
from rso_core import Application, EventStore
from rso_core.hooks import Plugins
from rso_core.projection import ReadModel

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A cooperation in small, of which one day in the list of action items does not exist."""
    (tmp_path / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    with Application(EventStore.open(f"sqlite:///{tmp_path / 'rso.db'}"), lambda: NOW) as application:
        for act in every_act():
            application.perform(act, by())
    return tmp_path


def spoil(record: Path, statement: str) -> None:
    rso(record, "show")
    connection = sqlite3.connect(record / "rso.db")
    with connection:
        assert connection.execute(statement).rowcount > 0
    connection.close()


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def breaks(name: str) -> None:
        models: Callable[[Plugins], tuple[ReadModel, ...]] = Plugins.read_models

        def fails(*_: Any) -> Any:
            raise ValueError("stuk")

        def read_models(plugins: Plugins) -> list[ReadModel]:
            return [m if m.name != name else attrs.evolve(m, register=fails) for m in models(plugins)]

        monkeypatch.setattr(Plugins, "read_models", read_models)

    return breaks


def test_a_row_that_cannot_be_told_is_shown_with_a_mark_and_the_others_as_they_are(record: Path) -> None:
    whole = asked(record, "show", "actions")["rows"]
    assert len(whole) > 1
    spoilt = whole[0]["action"]
    spoil(record, f"update actions_items__g1 set due = '2026-13-45' where action = '{spoilt}'")
    shown = rso(record, "show", "actions")
    assert shown.returncode == 8
    assert "NIET" in shown.stdout  # a narrow table breaks the rest of the mark off anywhere
    assert f"Warning: register 'actions' cannot tell of action {spoilt}: " in shown.stderr
    refused = rso(record, "show", "actions", "--json")
    assert refused.returncode == 9, "what was done to it with SQL does not follow from the record"
    data = rso(record, "show", "actions", "--json", "--unproven", "Om te zien wat er staat")
    assert data.returncode == 8
    told = json.loads(data.stdout)
    assert told["rows"] == whole[1:]
    assert [untold["record"] for untold in told["untold"]] == [{"action": spoilt}]
    assert "2026-13-45" in told["untold"][0]["why"]
    assert rso(record, "show", "decisions").returncode == 0


def test_what_is_due_elsewhere_is_told(record: Path, broken: Callable[[str], None]) -> None:
    on = ("--on", "2027-01-15")
    before = asked(record, "due", *on)
    broken("actions")
    due = rso(record, "due", *on, "--json")
    assert due.returncode == 8
    left = json.loads(due.stdout)
    assert left
    assert [item for item in before if item not in left] == [item for item in before if "ctiepunt" in item["rule"]]
    assert "register 'actions' of plugin 'actions' cannot be read: ValueError: stuk" in due.stderr


def test_an_archive_is_made_of_the_rest(tmp_path: Path, broken: Callable[[str], None]) -> None:
    record = tmp_path
    (record / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    with open_region(f"sqlite:///{record / 'rso.db'}"):
        pass
    broken("monitoring")
    done = rso(record, "archive", "export", "--to", "archief", "--json")
    assert done.returncode == 8
    assert "monitoring" not in json.loads(done.stdout)["registers"]
    assert "Warning: a register is not in it: monitoring: register 'monitoring' of plugin 'monitoring'" in done.stderr
    assert rso(record, "archive", "verify", "archief").returncode == 0


def test_a_register_that_cannot_be_read_is_named_by_the_command_that_shows_it(
    record: Path, broken: Callable[[str], None]
) -> None:
    broken("monitoring")
    done = rso(record, "show", "monitoring")
    assert done.returncode == 8
    assert done.stderr.startswith(
        "Error: register 'monitoring' of plugin 'monitoring' cannot be read: ValueError: stuk"
    )


def test_a_report_on_a_person_is_made_without_the_term(record: Path, broken: Callable[[str], None]) -> None:
    broken("persons")
    done = rso(record, "person", "report", "p-2")
    assert done.returncode == 8
    assert "De bewaartermijn is nu niet te vertellen" in done.stdout
    assert "2. Voorbeeld" in done.stdout
    refused = rso(record, "person", "erase", "p-2", "--ground", "verzoek", "--yes")
    assert (refused.returncode, "register 'persons' of plugin 'persons'" in refused.stderr) == (8, True)


def test_nobody_is_erased_of_whom_it_cannot_be_told_what_runs_on(record: Path) -> None:
    spoil(record, "update persons_register__g1 set known_since = '2026-13-45' where person = 'p-2'")
    listed = rso(record, "person", "list")
    assert (listed.returncode, "cannot tell of person p-2" in listed.stderr) == (8, True)
    refused = rso(record, "person", "erase", "p-2", "--ground", "verzoek", "--yes")
    assert (refused.returncode, "cannot be told whole: person p-2" in refused.stderr) == (8, True)
    assert "2. Voorbeeld" in rso(record, "history", "p-2").stdout
