"""Corrections in a dossier: by key or by handle, all or nothing, twice as good as once, and every bad one named."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from acts_of_a_region import by, open_region, plan
from rso_core import Application, Refused
from rso_core.act_handles import handle_of
from rso_core.corrections import Correction, correct
from rso_core.domain.concept import fold
from rso_core.dossier import dossier_schema, import_dossier
from rso_core.dossier.importing import ImportReport
from rso_core.store.recorded import EntryKind

FOUNDED = datetime(2026, 11, 2, tzinfo=UTC)
OFFICE = "office:secretariaat"
AGREED: dict[str, Any] = {
    "act": "agree-action",
    "action": "x",
    "body": "overleg",
    "title": "Brief",
    "party": "gem-a",
    "on": "2026-03-12",
    "due": "2026-04-01",
    "key": "actie-x",
}
PUT_OFF = {
    "act": "put-off-action",
    "action": "x",
    "due": "2026-06-01",
    "on": "2026-03-20",
    "reason": "Druk",
    "key": "uitstel",
}
TO_MAY = {"correct": "actie-x", "set": {"due": "01-05-2026"}, "reason": "verkeerd gelezen"}


@pytest.fixture
def application(sqlite_url: str) -> Iterator[Application]:
    with open_region(sqlite_url, founded_at=FOUNDED) as application:
        yield application


def imported(application: Application, folder: Path, *lines: object, **options: Any) -> ImportReport:
    path = folder / "dossier.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return import_dossier(application, path, actor=OFFICE, **options)


def due(application: Application) -> date | None:
    action: Any = application.store.load("action:x", fold).state
    return None if action is None else action.due


def test_a_line_corrects_an_earlier_line_of_the_same_file_once(application: Application, tmp_path: Path) -> None:
    lines = {**AGREED, "recorded": "2026-11-19"}, {**TO_MAY, "source": "Brief 7", "recorded": "2026-11-20"}
    head = application.store.head()
    assert imported(application, tmp_path, *lines, dry_run=True).accepted
    assert application.store.head() == head
    report = imported(application, tmp_path, *lines)
    assert (report.recorded, report.bad_lines) == (2, [])
    assert due(application) == date(2026, 5, 1)
    last = application.store.read(limit=1_000)[-1][1].meta
    assert (last.source, last.came_in, last.recorded_at.isoformat()) == (
        "Brief 7",
        EntryKind.IMPORTED,
        "2026-11-20T00:00:00+01:00",
    )
    head = application.store.head()
    again = imported(application, tmp_path, *lines)
    assert (again.recorded, again.repeated, application.store.head()) == (0, 2, head)


def test_what_was_recorded_earlier_is_corrected_by_key_or_handle(application: Application, tmp_path: Path) -> None:
    imported(application, tmp_path, AGREED)
    imported(application, tmp_path, TO_MAY)
    handle = handle_of(application.store.stream("action:x")[0].meta.correlation)
    report = imported(application, tmp_path, {"correct": handle, "set": {"due": "2026-05-02"}, "reason": "nogmaals"})
    assert report.bad_lines == []
    assert due(application) == date(2026, 5, 2)


def test_what_rests_on_it_goes_along_in_one_line_or_nothing_goes(application: Application, tmp_path: Path) -> None:
    aside = {"set-aside": "actie-x", "reason": "dubbel"}
    report = imported(application, tmp_path, AGREED, PUT_OFF, aside)
    assert "put-off-action" in report.bad_lines[0].reason
    assert due(application) is None
    report = imported(application, tmp_path, AGREED, PUT_OFF, {**aside, "with": [{"set-aside": "uitstel"}]})
    assert report.bad_lines == []
    assert due(application) is None
    assert len(application.store.stream("action:x")) == 3


def test_lines_that_build_on_a_correction_see_it(application: Application, tmp_path: Path) -> None:
    back = {**AGREED, "key": "weer", "due": "2026-09-01"}
    report = imported(application, tmp_path, AGREED, {"set-aside": "actie-x", "reason": "x"}, back, PUT_OFF)
    assert report.bad_lines == []
    assert due(application) == date(2026, 6, 1)


def test_the_same_key_with_another_correction_is_refused(application: Application, tmp_path: Path) -> None:
    imported(application, tmp_path, AGREED, {**TO_MAY, "key": "v1"})
    other = {**TO_MAY, "set": {"due": "2026-05-09"}, "key": "v1"}
    assert "record.key_reused" in imported(application, tmp_path, other).bad_lines[0].reason
    assert imported(application, tmp_path, {**TO_MAY, "key": "v1"}).repeated == 1
    assert due(application) == date(2026, 5, 1)


def test_a_correction_stays_what_it_was_when_its_act_was_set_aside_later(
    application: Application, tmp_path: Path
) -> None:
    lines = AGREED, TO_MAY, {"set-aside": "actie-x", "reason": "toch niet"}
    assert imported(application, tmp_path, *lines).bad_lines == []
    assert imported(application, tmp_path, *lines).repeated == 3


BAD: list[tuple[dict[str, Any], str]] = [
    ({"correct": "actie-x", "set": {"due": "2026-05-01"}}, "reason: a correction says why"),
    ({**TO_MAY, "reason": " "}, "reason: a correction says why"),
    ({"correct": "actie-x", "reason": "x"}, "set: give the values by field"),
    ({**TO_MAY, "set": {}}, "set: give the values by field"),
    ({**TO_MAY, "set": {"due": "31-02-2026"}}, "due: '31-02-2026' is not a day that exists"),
    ({**TO_MAY, "set": {"due": None}}, "due: it cannot be left empty"),
    ({**TO_MAY, "set": {"title": 5}}, "title: 5 is not a text"),
    ({**TO_MAY, "set": {"duedate": "2026-05-01"}}, "correction.field"),
    ({**TO_MAY, "set": {"due": "2026-04-01"}}, "correction.changes"),
    ({**TO_MAY, "correct": "nergens"}, "'nergens' is no handle of an act"),
    ({**TO_MAY, "correct": "K3M7-QX2P"}, "no act has the handle 'K3M7-QX2P'"),
    ({**TO_MAY, "correct": 7}, "correct: 7 is not the handle of an act"),
    ({**TO_MAY, "set-aside": "actie-x"}, "is not {"),
    ({**TO_MAY, "sett": {}}, "unknown field 'sett' of a correction"),
    ({"set-aside": "actie-x", "reason": "x", "with": [{"act": "actie-x"}]}, "with[0]: "),
    ({"set-aside": "actie-x", "reason": "x", "with": "actie-x"}, "is not a list of corrections"),
    ({"set-aside": "actie-x", "reason": "x", "with": [{"set-aside": "actie-x"}]}, "correction.once"),
    ({**TO_MAY, "recorded": "2026-11-03"}, "correction.known_after"),
]


@pytest.mark.parametrize(("line", "said"), BAD)
def test_a_line_that_cannot_be_is_named_and_nothing_recorded(
    application: Application, tmp_path: Path, line: dict[str, Any], said: str
) -> None:
    head = application.store.head()
    report = imported(application, tmp_path, AGREED, line)
    assert [bad.number for bad in report.bad_lines] == [2]
    assert said in report.bad_lines[0].reason
    assert application.store.head() == head


def test_the_key_of_one_act_and_the_handle_of_another_are_told_apart(application: Application, tmp_path: Path) -> None:
    handle = handle_of(plan(application).correlation)
    imported(application, tmp_path, {**AGREED, "key": handle})
    report = imported(application, tmp_path, {**TO_MAY, "correct": handle})
    assert "is the key of action:x@1 and the handle of meeting:v1@1" in report.bad_lines[0].reason
    assert imported(application, tmp_path, {**TO_MAY, "correct": "action:x@1"}).bad_lines == []


def test_what_is_written_over_a_name_lets_nobody_guess_it(application: Application, tmp_path: Path) -> None:
    line = {"correct": "person:p-1@1", "set": {"name": "A. Voorbeeld"}, "reason": "typefout"}
    assert imported(application, tmp_path, line).bad_lines == []
    stored = [row.state for _, row in application.store.stored(limit=1_000)]
    assert not any(b"A. Voorbeeld" in state for state in stored)
    person: Any = application.store.load("person:p-1", fold).state
    assert person.name == "A. Voorbeeld"


def test_a_program_repeats_a_correction_under_its_key(application: Application, tmp_path: Path) -> None:
    imported(application, tmp_path, AGREED)
    wanted = [Correction("actie-x", {"due": date(2026, 5, 1)})]
    first = correct(application, wanted, "gelezen", by(key="k1"))
    assert not first.repeated
    again = correct(application, wanted, "gelezen", by(key="k1"))
    assert again.repeated
    assert again.correlation == first.correlation
    assert again.events[0] == first.events[0]
    with pytest.raises(Refused, match="key_reused"):
        correct(application, wanted, "anders", by(key="k1"))


def test_the_schema_knows_corrections() -> None:
    validator = jsonschema.Draft202012Validator(dossier_schema())
    together = {"set-aside": "a", "reason": "x", "with": [{"correct": "b", "set": {"title": "T"}}]}
    for good in (TO_MAY, together, {**TO_MAY, "key": "k", "source": "s", "recorded": "2026-01-01"}):
        validator.validate(good)
    for bad in ({**TO_MAY, "reason": ""}, {**TO_MAY, "act": "sign"}, {**together, "set": {"a": "b"}}, {"correct": "a"}):
        with pytest.raises(jsonschema.ValidationError):
            validator.validate(bad)
