"""`rso correct` and `rso set-aside`: what they show first, record, and refuse with which exit code."""

import json
from pathlib import Path
from typing import Any

import pytest

from acts_of_a_region import open_region
from commands_in_process import asked, rso
from rso_core import EventStore
from rso_core.domain.concept import fold

AGREE = ("--action", "x", "--body", "overleg", "--title", "Breif", "--party", "gem-a", "--due", "2026-04-01")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n[record]\nactor = "office:secretariaat"\n')
    open_region(f"sqlite:///{tmp_path / 'rso.db'}").store.close()
    done(tmp_path, "agree-action", *AGREE, "--on", "2026-03-12", "--person", "p-2")
    return tmp_path


def done(folder: Path, *arguments: str) -> str:
    result = rso(folder, *arguments)
    assert result.returncode == 0, result.stderr
    return result.stdout


def refused(folder: Path, *arguments: str) -> tuple[int, str]:
    before = head(folder)
    result = rso(folder, *arguments)
    assert head(folder) == before, "nothing is recorded"
    return result.returncode, " ".join(result.stderr.split())


def head(folder: Path) -> int:
    with EventStore.open(f"sqlite:///{folder / 'rso.db'}") as store:
        return store.head()


def action(folder: Path) -> Any:
    with EventStore.open(f"sqlite:///{folder / 'rso.db'}") as store:
        return store.load("action:x", fold).state


def said(folder: Path) -> Any:
    """What the act that was typed last says, as a line of a dossier."""
    return asked(folder, "act", "--last")["line"]


def handle(folder: Path) -> str:
    return str(asked(folder, "act", "--last")["handle"])


def test_what_changes_is_shown_before_it_is_recorded(folder: Path) -> None:
    first = handle(folder)
    before = head(folder)
    dry = done(
        folder, "correct", first, "--set", "title=Brief", "--set", "due=01-05-2026", "--reason", "x", "--dry-run"
    )
    assert dry.splitlines() == [
        f"agree-action {first} is corrected",
        "  title: Breif -> Brief",
        "  due: 2026-04-01 -> 2026-05-01",
        "Nothing recorded (--dry-run)",
    ]
    assert (head(folder), said(folder)["title"]) == (before, "Breif")
    told = done(folder, "correct", "--last", "--set", "title=Brief", "--reason", "typefout").splitlines()
    assert told[:2] == [f"agree-action {first} is corrected", "  title: Breif -> Brief"]
    assert told[2] == f"agree-action {first} stands from now on as {handle(folder)}"
    assert said(folder)["title"] == "Brief"
    assert first != handle(folder)


def test_a_name_stands_for_an_identifier_and_nothing_empties_a_field(folder: Path) -> None:
    done(folder, "correct", "--last", "--set", "party=Partij gem-b", "--set", "person=", "--reason", "x")
    assert (action(folder).party, "person" in said(folder)) == ("gem-b", False)


def test_lists_are_typed_as_in_the_act_or_as_json(folder: Path) -> None:
    meeting = ("--meeting", "v1", "--body", "overleg", "--on", "2026-03-12", "--starts", "10:00", "--ends", "12:00")
    done(folder, "plan-meeting", *meeting)
    there = "p-1@prov;p-2@gem-a;p-3@gem-b"
    done(folder, "hold-meeting", "--meeting", "v1", "--held-on", "2026-03-12", "--chair", "p-1", "--attendance", there)
    held = handle(folder)
    kind = ("--kind", "agree", "--title", "Programma", "--unanimous")
    done(folder, "decide", "--decision", "b1", "--meeting", "v1", *kind)
    plan = asked(folder, "correct", held, "--set", "attendance=p-1@prov;p-2@gem-a", "--reason", "afwezig", "--dry-run")
    (change,) = plan["corrections"][0]["changes"]
    assert (change["field"], len(change["before"]), len(change["after"])) == ("attendance", 3, 2)
    (anew,) = plan["judged_anew"]
    assert anew["act"] == "decide"
    assert {"field": "decision.taken: absent", "before": [], "after": ["gem-b"]} in anew["changes"]
    people = [{"person": "p-1", "party": "prov"}, {"person": "p-3", "party": "gem-b"}]
    told = done(folder, "correct", held, "--set", f"attendance={json.dumps(people)}", "--reason", "afwezig")
    assert "Judged anew, and comes out otherwise:" in told
    assert "  decision.taken: absent: - -> gem-a" in told.splitlines()


def test_what_rests_on_it_is_named_and_goes_along_with_a_file(folder: Path) -> None:
    first = handle(folder)
    done(folder, "put-off-action", "--action", "x", "--due", "2026-06-01", "--on", "2026-03-20", "--reason", "Druk")
    put_off = handle(folder)
    code, told = refused(folder, "set-aside", first, "--reason", "dubbel")
    assert code == 3
    assert f"put-off-action {put_off} [record.known]" in told
    along = folder / "mee.jsonl"
    along.write_text(f'# mee\n{{"set-aside": "{put_off}"}}\n')
    told = done(folder, "set-aside", first, "--reason", "dubbel", "--with", str(along))
    assert f"put-off-action {put_off} is set aside; it said" in told
    assert action(folder) is None
    code, told = refused(folder, "set-aside", first, "--reason", "dubbel")
    assert (code, "correction.standing_act" in told) == (3, True)


def test_a_file_alone_and_what_is_wrong_in_it(folder: Path) -> None:
    along = folder / "mee.jsonl"
    along.write_text(f'{{"correct": "{handle(folder)}", "set": {{"title": "Brief"}}}}\n')
    done(folder, "correct", "--with", str(along), "--reason", "typefout")
    assert said(folder)["title"] == "Brief"
    along.write_text('{"correct": "x"}\n{nee\n{"set-aside": 7}\n')
    code, told = refused(folder, "correct", "--with", str(along), "--reason", "x")
    assert code == 2
    for place in ("mee.jsonl:1: set: give the values", "mee.jsonl:2: not valid JSON", "mee.jsonl:3: set-aside: 7 is"):
        assert place in told
    along.write_text("")
    assert refused(folder, "set-aside", "--with", str(along), "--reason", "x")[0] == 2
    assert refused(folder, "set-aside", "--with", str(folder / "weg.jsonl"), "--reason", "x")[0] == 4


def test_the_same_key_again_changes_nothing(folder: Path) -> None:
    once = (
        "correct",
        handle(folder),
        "--set",
        "title=Brief",
        "--reason",
        "typefout",
        "--key",
        "k1",
        "--source",
        "Mail 3",
    )
    done(folder, *once)
    before = head(folder)
    again = rso(folder, *once)
    assert (again.returncode, "nothing was changed" in again.stderr, head(folder)) == (0, True, before)
    assert asked(folder, *once)["repeated"] is True
    assert asked(folder, "act", "--last")["events"][0]["source"] == "Mail 3"


WRONG: list[tuple[tuple[str, ...], int, str]] = [
    (("correct", "--last", "--set", "title=Brief", "--reason", " "), 3, "record.text_given"),
    (
        ("correct", "--last", "--set", "due=31-02-2026", "--reason", "x"),
        2,
        "due: '31-02-2026' is not a day that exists",
    ),
    (("correct", "--last", "--set", "due=", "--reason", "x"), 2, "due: it cannot be left empty"),
    (("correct", "--last", "--set", "title", "--reason", "x"), 2, "write it as field=value"),
    (("correct", "--last", "--set", "title=a", "--set", "title=b", "--reason", "x"), 2, "title: given twice"),
    (("correct", "--last", "--set", "titel=Brief", "--reason", "x"), 3, "correction.field"),
    (("correct", "--last", "--set", "title=Breif", "--reason", "x"), 3, "correction.changes"),
    (("correct", "--last", "--set", "body=nergens", "--reason", "x"), 3, "record.known"),
    (("correct", "--last", "--reason", "x"), 2, "--set"),
    (("correct", "--set", "title=Brief", "--reason", "x"), 2, "--set"),
    (("correct", "ZZZZ-ZZZZ", "--set", "title=Brief", "--reason", "x"), 2, "no act has the handle 'ZZZZ-ZZZZ'"),
    (("correct", "brief", "--set", "title=Brief", "--reason", "x"), 2, "'brief' is no handle of an act"),
    (("set-aside", "--reason", "x"), 2, "give the handle of an act, --last, or --with a file"),
    (("set-aside", "ZZZZ-ZZZZ", "--last", "--reason", "x"), 2, "give the handle of an act, or --last"),
    (("set-aside", "--last", "--actor", "person:p-1", "--reason", "x"), 2, "person:p-1 typed no act in this record"),
    (("set-aside", "--last", "--reason", "x", "--recorded", "2026-03-12"), 3, "record.claim_without_source"),
    (
        ("set-aside", "--last", "--reason", "x", "--recorded", "2026-03-12", "--source", "s"),
        3,
        "correction.known_after",
    ),
]


@pytest.mark.parametrize(("arguments", "code", "said"), WRONG)
def test_what_cannot_be_is_refused_with_a_reason(
    folder: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    found, told = refused(folder, *arguments)
    assert (found, said in told) == (code, True), told


def test_a_handle_that_two_acts_begin_with_asks_for_more(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rso_core.act_handles.handle_of", lambda correlation, length=8: "0000-0000-0000-0000"[:length])
    found, told = refused(folder, "set-aside", "0000-0000", "--reason", "x")
    assert found == 2
    assert "write more of it" in told
