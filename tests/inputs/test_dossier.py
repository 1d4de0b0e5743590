"""Dossiers: all or nothing, twice as good as once, and every bad line named."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import papers
from acts_of_a_region import by, open_region
from forked_processes import forked_processes
from rso_core import Application, ConflictError, acts
from rso_core.dossier import UnreadableFileError, dossier_schema, import_dossier
from rso_core.dossier import importing as importing_

REPO = Path(__file__).parents[2]
UTRECHT = REPO / "examples" / "utrecht"
OFFICE = "office:secretariaat"


def person(number: int, **more: Any) -> dict[str, Any]:
    return {"act": "register-person", "person": f"q-{number}", "name": "Q. Fictief", "on": "2026-01-01", **more}


def dossier(folder: Path, *lines: object, name: str = "dossier.jsonl") -> Path:
    path = folder / name
    path.write_text(
        "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), encoding="utf-8"
    )
    return path


def test_a_file_is_recorded_once_however_often_it_is_imported(store_url: str, tmp_path: Path) -> None:
    path = dossier(tmp_path, "# toelichting", "", person(1), person(2, key="k"))
    with open_region(store_url) as application:
        first = import_dossier(application, path, actor=OFFICE)
        assert (first.recorded, first.repeated, first.bad_lines) == (2, 0, [])
        head = application.store.head()
        again = import_dossier(application, path, actor=OFFICE)
        assert (again.recorded, again.repeated, application.store.head()) == (0, 2, head)


BAD: list[tuple[object, str]] = [
    ("{nee", "not valid JSON"),
    ("[1]", "an act is an object"),
    ({"act": "fly"}, "unknown act 'fly'"),
    ({"name": "x"}, "no act is named; say which in 'act'"),
    (person(9, on="31-02-2026"), "on: '31-02-2026' is not a day that exists"),
    (person(9, on="gisteren"), "on: 'gisteren' is not a date"),
    (person(9, nmae="x"), "unknown field 'nmae'"),
    ({"act": "register-person", "person": "q"}, "the field 'name' is missing"),
    (person(9, recorded="2026-01-01T10:00"), "recorded: '2026-01-01T10:00' is not a date, nor a moment"),
    (person(9, recorded="2099-01-01"), "What has not happened yet"),
    (person(1, key="k1"), "the key 'k1' stands on line 1 too"),
    (
        {
            "act": "grant-mandate",
            "party": "nergens",
            "mandate": "m",
            "person": "p-1",
            "start": "2026-01-01",
            "ground": "g",
        },
        "unknown party: nergens",
    ),
    (
        {"act": "register-party", "party": "x", "name": "X", "kind": "gemeente", "on": "2026-01-01"},
        "is not one of: province",
    ),
    (person(9, name=5), "name: 5 is not a text"),
    ("{" + "a" * 1_100_000, "longer than 1,000,000 bytes"),
]


@pytest.mark.parametrize(("line", "said"), BAD)
def test_one_bad_line_keeps_the_whole_file_out_and_is_named(
    sqlite_url: str, tmp_path: Path, line: object, said: str
) -> None:
    path = dossier(tmp_path, person(1, key="k1"), line, person(2, key="k2"))
    with open_region(sqlite_url) as application:
        head = application.store.head()
        report = import_dossier(application, path, actor=OFFICE)
        assert [bad.number for bad in report.bad_lines] == [2]
        assert said in report.bad_lines[0].reason
        assert (report.recorded, application.store.head()) == (0, head)
        kept = import_dossier(application, path, actor=OFFICE, keep_going=True)
        assert (kept.recorded, len(kept.bad_lines)) == (2, 1)


def test_binary_garbage_is_refused_by_line_and_looked_at_no_further_than_sense(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "garbage.jsonl"
    path.write_bytes(bytes(range(256)) * 20_000)
    with open_region(sqlite_url) as application:
        report = import_dossier(application, path, actor=OFFICE)
        assert report.gave_up
        assert len(report.bad_lines) == importing_.MOST_BAD_LINES
        assert "not a text file" in report.bad_lines[0].reason
        assert any("not UTF-8" in bad.reason for bad in report.bad_lines)


def test_a_line_may_build_on_the_lines_before_it(sqlite_url: str, tmp_path: Path) -> None:
    mandate = {"act": "grant-mandate", "party": "gem-a", "mandate": "m9", "person": "q-1", "start": "2026-01-01"}
    path = dossier(tmp_path, person(1), {**mandate, "ground": "Besluit"})
    with open_region(sqlite_url) as application:
        assert import_dossier(application, path, actor=OFFICE).recorded == 2


def test_a_file_that_is_not_there_is_named(sqlite_url: str, tmp_path: Path) -> None:
    with open_region(sqlite_url) as application:
        with pytest.raises(UnreadableFileError, match=r"nee\.jsonl cannot be read"):
            import_dossier(application, tmp_path / "nee.jsonl", actor=OFFICE)
        with pytest.raises(UnreadableFileError, match="is a folder"):
            import_dossier(application, tmp_path, actor=OFFICE)


def test_a_spreadsheet_with_semicolons_and_dutch_dates(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "mandaten.csv"
    path.write_text(
        "party;mandate;person;scopes;start;until;ground;example\n"
        "gem-a;m8;p-1;sign;01-02-2026;;Besluit 3;ja\n;;;;;;;\ngem-b;m8;p-1;sign;2026-02-01;31-12-2026;Besluit 4;ja\n",
        encoding="utf-8-sig",
    )
    with open_region(sqlite_url) as application:
        report = import_dossier(application, path, actor=OFFICE, act="grant-mandate")
        assert (report.recorded, report.bad_lines) == (2, [])
        event = application.history("party:gem-b")[-1].event
        assert event.until == date(2026, 12, 31)  # type: ignore[attr-defined]


def test_attendance_in_a_spreadsheet(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "vergadering.csv"
    path.write_text(
        "act,meeting,body,on,starts,ends,held_on,chair,attendance,decision,kind,title,votes\n"
        "plan-meeting,v1,overleg,2026-03-12,10:00,12:00,,,,,,,\n"
        "hold-meeting,v1,,,,,2026-03-12,p-1,p-1@prov; p-2@gem-a,,,,\n"
        "decide,v1,,,,,,,,b1,decide,Titel,p-1@prov=for;p-2@gem-a=against\n"
    )
    with open_region(sqlite_url) as application:
        report = import_dossier(application, path, actor=OFFICE)
        assert report.bad_lines == []
        assert application.history("decision:b1")


def test_the_published_schema_is_that_of_the_acts_and_fits_the_utrecht_dossier() -> None:
    published = json.loads((REPO / "docs" / "dossier.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(dossier_schema())), "write it anew: rso schema > docs/dossier.schema.json"
    validator = jsonschema.Draft202012Validator(published)
    lines = (UTRECHT / "dossier.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines[2::25]:
        validator.validate(json.loads(line))
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(person(1, nmae="x"))


def test_the_utrecht_dossier_comes_out_of_its_script_and_imports(sqlite_url: str, tmp_path: Path) -> None:
    pytest.importorskip("holidays", reason="package holidays is missing")
    made = subprocess.run(
        [sys.executable, str(UTRECHT / "make_dossier.py")], capture_output=True, check=True, text=True, encoding="utf-8"
    )
    assert made.stdout == (UTRECHT / "dossier.jsonl").read_text(encoding="utf-8")


def test_the_documents_of_the_example_are_those_of_which_the_dossier_holds_the_hash() -> None:
    dossier_text = (UTRECHT / "dossier.jsonl").read_text(encoding="utf-8")
    for version in papers.TEXTS:
        assert papers.file_of(version).read_bytes() == papers.paper(version)
        assert papers.hash_of(version) in dossier_text


def everything(application: Application) -> list[tuple[str, str]]:
    """What stands in the record, but for what differs each time: the ids of acts, and keys that stand for a name."""
    return [(recorded.id, repr(recorded.event)) for _, recorded in application.store.read(limit=100_000)]


def test_what_does_not_fit_in_memory_at_once_is_recorded_the_same(
    store_url: str, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = dossier(tmp_path, *(person(n, key=f"k{n}") for n in range(25)), {"act": "none"}, *map(person, range(25, 60)))
    with open_region(store_url) as application:
        at_once = import_dossier(application, path, actor=OFFICE, keep_going=True)
        whole = everything(application)
    monkeypatch.setattr(importing_, "MOST_AT_ONCE", 10)
    monkeypatch.setattr(importing_, "BATCH", 7)
    with open_region(f"{sqlite_url}.lots") as application:
        assert import_dossier(application, path, actor=OFFICE).events == 0
        in_lots = import_dossier(application, path, actor=OFFICE, keep_going=True)
        assert everything(application) == whole
        assert in_lots == at_once
        assert (at_once.recorded, at_once.repeated, [bad.number for bad in at_once.bad_lines]) == (60, 0, [26])
        again = import_dossier(application, path, actor=OFFICE, keep_going=True)
        assert (again.recorded, again.repeated, again.events) == (0, 60, 0)


def counting(name: str, call: Callable[..., Any], asked: list[str]) -> Callable[..., Any]:
    def counted(*given: Any, **more: Any) -> Any:
        asked.append(name)
        return call(*given, **more)

    return counted


def test_a_file_goes_in_in_one_transaction_and_asks_little(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = dossier(tmp_path, *map(person, range(700)))
    with open_region(store_url) as application:
        asked: list[str] = []
        recorder = application.store._log.recorder
        for name in ("insert_events", "select_events", "select_raw_streams", "find_keys"):
            monkeypatch.setattr(recorder, name, counting(name, getattr(recorder, name), asked))
        assert import_dossier(application, path, actor=OFFICE).recorded == 700
        assert Counter(asked) == {"insert_events": 1, "select_raw_streams": 2, "find_keys": 2}


def test_a_file_that_meets_another_writer_is_decided_upon_anew(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = dossier(tmp_path, person(1), person(2), person(3))
    with open_region(store_url) as application, open_region(store_url) as other:
        append = application.store.append
        met: list[object] = []

        def late(*given: Any, **more: Any) -> Any:
            if not met:
                met.append(other.perform(acts.RegisterPerson(person="q-2", name="Q", on=date(2026, 1, 1)), by()))
            return append(*given, **more)

        monkeypatch.setattr(application.store, "append", late)
        head = application.store.head()
        refused = import_dossier(application, path, actor=OFFICE)
        assert (refused.recorded, [bad.number for bad in refused.bad_lines]) == (0, [2])
        assert application.store.head() == head + 1, "nothing of the file, which is not right any more"
        report = import_dossier(application, path, actor=OFFICE, keep_going=True)
        assert (report.recorded, [bad.number for bad in report.bad_lines]) == (2, [2])


def test_where_other_writers_keep_being_first_a_file_is_recorded_in_lots(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = dossier(tmp_path, *map(person, range(6)))
    monkeypatch.setattr(importing_, "BATCH", 2)
    with open_region(store_url) as application:
        append = application.store.append
        lots: list[int] = []

        def busy(events: Any, **more: Any) -> Any:
            lots.append(len(events))
            if len(events) > 2:
                raise ConflictError("another writer was first")
            return append(events, **more)

        monkeypatch.setattr(application.store, "append", busy)
        assert import_dossier(application, path, actor=OFFICE).recorded == 6
        assert lots == [6] * importing_.ATTEMPTS + [2, 2, 2]


def _import(url: str, path: Path) -> None:
    importing_.BATCH, importing_.MOST_AT_ONCE = 20, 40
    with open_region(url) as application:
        import_dossier(application, path, actor=OFFICE)


@pytest.mark.slow
def test_killed_while_importing_the_next_import_goes_on(store_url: str, tmp_path: Path) -> None:
    number = 1500
    path = dossier(tmp_path, *(person(n, key=f"k{n}") for n in range(number)))
    with open_region(store_url) as application:
        start = len(application.store.read(limit=100_000))
        context = forked_processes()
        killed_midway = 0
        for _ in range(4):
            before = application.store.head()
            process = context.Process(target=_import, args=(store_url, path))
            process.start()
            while process.is_alive() and application.store.head() == before:
                time.sleep(0.002)
            if process.is_alive() and process.pid is not None:
                os.kill(process.pid, signal.SIGKILL)
            process.join()
            killed_midway += process.exitcode != 0
        assert killed_midway, "no process was killed in the middle; make the file longer"
        report = import_dossier(application, path, actor=OFFICE)
        assert (report.recorded + report.repeated, report.bad_lines) == (number, [])
        events = [event.originator_id for _, event in application.store.read(limit=100_000)]
        assert len(events) - start == number
        assert len(set(events[start:])) == number
