"""A record in which something was put right, given back as a dossier: what holds, and by an earlier moment what held then."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from acts_of_a_region import MEETING_DAY, NOW, hold, plan, present
from commands_in_process import asked, rso
from region_to_mend import ACTION, DECISION, MENDED, MENDED_AGAIN, TYPED, Mended, region_to_mend
from rso_core import Application, EventStore, acts
from rso_core.act_handles import handle_of
from rso_core.acts import replace
from rso_core.dossier import export_dossier, import_dossier
from rso_core.dossier.exporting import ExportReport
from rso_core.hooks import Plugins
from rso_core.projection import Projector

MODELS = Plugins().read_models()
DAYS = (date(2026, 3, 12), date(2026, 3, 20), date(2026, 11, 1))


@contextmanager
def region_put_right(folder: Path) -> Iterator[Mended]:
    """A meeting, a decision, a person and actions, some of which were put right, one of them twice."""
    (folder / "rso.toml").write_text('[store]\nurl = "sqlite:///rso.db"\n')
    with region_to_mend(f"sqlite:///{folder / 'rso.db'}") as region:
        plan(region.application)
        held = hold(region.application).events[0].id
        region.perform(DECISION)
        act, away = region.perform(ACTION), region.perform(replace(ACTION, action="y"))
        person = region.perform(acts.RegisterPerson(person="p-9", name="A. Voorbeld", on=TYPED))
        region.on(MENDED).put_right(held, attendance=present("prov", "gem-a"))
        region.put_right(act, title="Brief")
        region.put_right(person, name="A. Voorbeeld")
        region.perform(acts.FinishAction(action="x", on=MENDED, result="Klaar"))
        region.on(MENDED_AGAIN).put_right(act, "toch niet", due=date(2026, 8, 1))
        region.set_aside(away)
        yield region


def registers(store: EventStore, known_on: date | None = None) -> list[Any]:
    projector = Projector(store, MODELS)
    found = []
    for day in DAYS:
        with projector.as_of(day, known_on) as moment:
            found.append({model.name: list(map(dict, moment.register(model.name).rows)) for model in MODELS})
    projector.close()
    return found


def taken_in_anew(region: Mended, folder: Path, known_on: date | None = None) -> tuple[ExportReport, list[Any]]:
    report = export_dossier(region.application.store, folder / "terug.jsonl", known_on=known_on)
    with Application(EventStore.open(f"sqlite:///{folder / 'terug.db'}"), lambda: NOW) as application:
        taken_in = import_dossier(application, folder / "terug.jsonl", actor="office:x")
        assert taken_in.accepted, taken_in.bad_lines
        return report, registers(application.store)


@pytest.mark.parametrize("known_on", [None, MENDED_AGAIN, MENDED, TYPED])
def test_what_holds_comes_back(tmp_path: Path, known_on: date | None) -> None:
    with region_put_right(tmp_path) as region:
        _, anew = taken_in_anew(region, tmp_path, known_on)
        assert anew == registers(region.application.store, known_on)


def test_what_was_put_right_is_named_and_stands_where_it_was_first_recorded(tmp_path: Path) -> None:
    with region_put_right(tmp_path) as region:
        first = region.application.store.stream("action:x")[0].meta
        away = region.application.store.stream("action:y")[0].meta
        report, _ = taken_in_anew(region, tmp_path)
    assert handle_of(first.correlation) in report.corrected
    assert len(report.corrected) == 4, "the meeting, the decision that rests on it, the action and the person"
    assert report.set_aside == [handle_of(away.correlation)]
    lines = [json.loads(line) for line in (tmp_path / "terug.jsonl").read_text(encoding="utf-8").splitlines()]
    (line,) = (line for line in lines if line["act"] == "agree-action")
    assert (line["title"], line["due"], line["on"]) == ("Brief", "2026-08-01", MEETING_DAY.isoformat())
    assert line["recorded"].startswith("2026-03-13")
    assert line["key"] == f"act:{handle_of(first.correlation, 16)}"
    assert "caused_by" not in line
    assert "Voorbeld" not in json.dumps(lines)


def test_the_command_says_what_was_put_right(tmp_path: Path) -> None:
    with region_put_right(tmp_path):
        pass
    done = rso(tmp_path, "export-dossier", "uit.jsonl")
    assert done.returncode == 0
    assert "corrected since, given as they hold and not as they were known before: " in done.stderr
    assert "set aside since, left out: " in done.stderr
    found = asked(tmp_path, "export-dossier", "nogmaals.jsonl")
    assert (len(found["corrected"]), len(found["set_aside"])) == (4, 1)
    assert "since" not in rso(tmp_path, "export-dossier", "toen.jsonl", "--known-on", TYPED.isoformat()).stderr
