"""The commands by which a person is registered once: `rso register-person` asks, `rso merge-person` makes one of two."""

import json
from pathlib import Path

import pytest

from acts_of_a_region import MEETING_DAY, START, mandate, plan, present
from commands_in_process import asked, rso
from region_to_mend import ACTION, region_to_mend
from rso_core import acts
from rso_core.acts import replace
from rso_core.cli import asking_doubles
from rso_core.events import Attendee, Scope

REGISTER = ("register-person", "--person", "p-22", "--name", "2. voorbeeld", "--on", "2025-01-01")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    (tmp_path / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    with region_to_mend(f"sqlite:///{tmp_path / 'rso.db'}"):
        pass
    return tmp_path


def persons(record: Path) -> set[str]:
    return {row["person"] for row in asked(record, "show", "persons")["rows"]}


def test_where_nobody_is_there_it_warns_and_goes_on(record: Path) -> None:
    done = rso(record, *REGISTER)
    assert done.returncode == 0
    assert "Warning: p-2 has the same name." in " ".join(done.stderr.split())
    assert "rso merge-person p-22 --into p-2 --reason" in " ".join(done.stderr.split())
    assert "p-22" in persons(record)


def test_who_said_that_it_is_another_is_not_warned(record: Path) -> None:
    done = rso(record, *REGISTER, "--unlike", "p-2")
    assert (done.returncode, done.stderr) == (0, "")
    handle = done.stdout.split()[-1]
    assert asked(record, "act", handle)["line"]["unlike"] == ["p-2"]
    assert rso(record, "register-person", "--person", "p-23", "--name", "Q. Q", "--on", "2025-01-01").stderr == ""


@pytest.mark.parametrize(("answer", "there"), [("y", True), ("n", False), ("", False)])
def test_who_is_there_is_asked(record: Path, monkeypatch: pytest.MonkeyPatch, answer: str, there: bool) -> None:
    monkeypatch.setattr(asking_doubles, "_somebody_is_there", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda question, **_: "p-22" in question and answer == "y")
    done = rso(record, *REGISTER)
    assert done.returncode == 0
    assert "p-2 has the same name" in done.stderr
    assert ("p-22" in persons(record)) is there
    if there:
        assert asked(record, "act", "person:p-22@1")["line"]["unlike"] == ["p-2"]
    else:
        assert "Nothing was recorded." in done.stderr


def test_the_same_command_again_with_its_key_asks_nothing(record: Path) -> None:
    assert rso(record, *REGISTER, "--unlike", "p-2", "--key", "k").returncode == 0
    again = rso(record, *REGISTER, "--unlike", "p-2", "--key", "k")
    assert (again.returncode, "Warning" in again.stderr) == (0, False)


@pytest.fixture
def twice(record: Path) -> Path:
    """The record with somebody twice in it, who acted under both identifiers."""
    with region_to_mend(f"sqlite:///{record / 'rso.db'}") as region:
        region.perform(acts.RegisterPerson(person="p-22", name="2. Voorbeeld", on=START))
        region.perform(mandate("gem-b", "p-22", mandate="m-22", scopes=(Scope.REPRESENT,)))
        plan(region.application)
        listed = (*present("prov", "gem-a"), Attendee(person="p-22", party="gem-b"))
        region.perform(acts.HoldMeeting(meeting="v1", held_on=MEETING_DAY, chair="p-1", attendance=listed))
        region.perform(replace(ACTION, party="gem-b", person="p-22"))
    return record


COMMAND = ("merge-person", "p-22", "--into", "p-2", "--reason", "dubbel geregistreerd")


def test_what_stands_in_the_way_is_listed(twice: Path) -> None:
    handle = asked(twice, "act", "meeting:v1@2")["handle"]
    refused = rso(twice, *COMMAND)
    assert refused.returncode == 3
    assert f"in the way: hold-meeting {handle} [" in " ".join(refused.stderr.split())
    assert "p-22" in persons(twice)


def test_two_become_one_with_what_is_put_right_in_the_same_go(twice: Path) -> None:
    attendance = [{"person": "p-1", "party": "prov"}, {"person": "p-2", "party": "gem-b"}]
    line = {"correct": "meeting:v1@2", "set": {"attendance": attendance}}
    (twice / "mee.jsonl").write_text(json.dumps(line) + "\n")
    rehearsed = rso(twice, *COMMAND, "--with", "mee.jsonl", "--dry-run")
    assert rehearsed.stdout.splitlines()[-1] == "Nothing recorded (--dry-run)"
    assert "p-22" in persons(twice)
    done = asked(twice, *COMMAND, "--with", "mee.jsonl")
    assert [each["act"] for each in done["corrections"]] == [
        "register-person",
        "register-person",
        "grant-mandate",
        "hold-meeting",
        "agree-action",
    ]
    assert "p-22" not in persons(twice)
    assert asked(twice, "show", "actions")["rows"][0]["person"] == "p-2"
    assert "omdat “dubbel geregistreerd”" in " ".join(rso(twice, "about", "person:p-2").stdout.split())
    again = rso(twice, *COMMAND)
    assert (again.returncode, "unknown person: p-22" in " ".join(again.stderr.split())) == (3, True)


def test_a_person_is_not_merged_into_the_same(twice: Path) -> None:
    refused = rso(twice, "merge-person", "p-22", "--into", "p-22", "--reason", "x")
    assert (refused.returncode, "person.another" in refused.stderr) == (3, True)
