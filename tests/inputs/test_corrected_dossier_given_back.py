"""A record in which something was put right, given back as a dossier: the same at every moment of knowing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from acts_of_a_region import NOW, by, hold, plan, present
from commands_in_process import asked, rso
from region_to_mend import ACTION, DECISION, MENDED, MENDED_AGAIN, TYPED, Mended, region_to_mend
from rso_core import Application, EventStore, acts
from rso_core.act_handles import handle_of
from rso_core.acts import replace
from rso_core.corrections import Correction, correct
from rso_core.dossier import export_dossier, import_dossier
from rso_core.dossier.exporting import ExportReport
from rso_core.hooks import Plugins
from rso_core.privacy.erasure import erase_person
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


@contextmanager
def taken_in_anew(store: EventStore, folder: Path, **how: Any) -> Iterator[tuple[ExportReport, EventStore]]:
    report = export_dossier(store, folder / "terug.jsonl", **how)
    with Application(EventStore.open(f"sqlite:///{folder / 'terug.db'}"), lambda: NOW) as application:
        taken_in = import_dossier(application, folder / "terug.jsonl", actor="office:x")
        assert taken_in.accepted, taken_in.bad_lines
        yield report, application.store


def lines_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "terug.jsonl").read_text(encoding="utf-8").splitlines()]


def test_at_every_moment_of_knowing_it_comes_back_the_same(tmp_path: Path) -> None:
    with region_put_right(tmp_path) as region, taken_in_anew(region.application.store, tmp_path) as (report, anew):
        store = region.application.store
        for known_on in (None, MENDED_AGAIN, MENDED, date(2026, 4, 2), TYPED, date(2026, 2, 1)):
            assert registers(anew, known_on) == registers(store, known_on)
        assert (report.corrected, report.set_aside, report.left_out) == ([], [], [])
        told = [[(r.id, r.event, r.meta.effective) for _, r in each.read(limit=1_000)] for each in (store, anew)]
        assert told[0] == told[1]
        again = export_dossier(anew, tmp_path / "nogmaals.jsonl")
        assert again.acts == report.acts
    assert (tmp_path / "nogmaals.jsonl").read_bytes() == (tmp_path / "terug.jsonl").read_bytes()


@pytest.mark.parametrize("known_on", [MENDED, TYPED])
def test_what_was_known_at_a_moment_comes_back(tmp_path: Path, known_on: date) -> None:
    with (
        region_put_right(tmp_path) as region,
        taken_in_anew(region.application.store, tmp_path, known_on=known_on) as (_, anew),
    ):
        assert registers(anew) == registers(region.application.store, known_on)


def test_a_correction_is_a_line_and_what_was_judged_anew_is_not(tmp_path: Path) -> None:
    with region_put_right(tmp_path) as region:
        first = region.application.store.stream("action:x")[0].meta
        export_dossier(region.application.store, tmp_path / "terug.jsonl")
    lines = lines_of(tmp_path)
    key = f"act:{handle_of(first.correlation, 16)}"
    agreed = next(line for line in lines if line.get("act") == "agree-action" and line["action"] == "x")
    assert (agreed["title"], agreed["key"], agreed["recorded"][:10]) == ("Breif", key, "2026-03-13")
    meeting, one, person, other, aside = (line for line in lines if "act" not in line)
    assert meeting["set"].keys() == {"attendance"}
    assert (one["correct"], one["set"], one["reason"], one["recorded"][:10]) == (
        key,
        {"title": "Brief"},
        "verkeerd getypt",
        "2026-04-03",
    )
    assert person["set"] == {"name": "A. Voorbeeld"}
    assert (other["correct"], other["set"], other["reason"]) == (key, {"due": "2026-08-01"}, "toch niet")
    assert aside.keys() == {"set-aside", "reason", "key", "recorded", "actor"}
    assert "with" not in meeting, "the decision that rests on it is judged anew by who takes it in"


def test_acts_that_were_put_right_in_one_go_are_one_line(tmp_path: Path) -> None:
    with region_put_right(tmp_path) as region:
        done = [Correction("action:x@1", {"title": "Brieven"}), Correction("person:p-9@1", {"name": "B. Voorbeeld"})]
        correct(region.application, done, "beide", by(source="Brief 7"))
        with taken_in_anew(region.application.store, tmp_path) as (_, anew):
            assert registers(anew) == registers(region.application.store)
    line = lines_of(tmp_path)[-1]
    assert (line["set"], line["source"]) == ({"title": "Brieven"}, "Brief 7")
    (more,) = line["with"]
    assert more["set"] == {"name": "B. Voorbeeld"}


def test_of_who_was_erased_it_stands_as_it_holds(tmp_path: Path) -> None:
    with region_put_right(tmp_path) as region:
        projector = Projector(region.application.store, MODELS)
        erase_person(region.application, projector, "p-9", ground="Verzoek", on=MENDED_AGAIN, circumstances=by())
        projector.close()
        first = region.application.store.stream("person:p-9")[0].meta
        with taken_in_anew(region.application.store, tmp_path) as (report, _):
            assert report.corrected == [handle_of(first.correlation)]
            assert report.erased == ["p-9"]
    (line,) = (
        line for line in lines_of(tmp_path) if line.get("person") == "p-9" and line.get("act") == "register-person"
    )
    assert line["name"] == "p-9"
    assert "A. Voorbe" not in json.dumps(lines_of(tmp_path), ensure_ascii=False)
    done = rso(tmp_path, "export-dossier", "uit.jsonl")
    assert done.returncode == 0
    assert "corrected since, given as they hold, for what stood there cannot be said: " in done.stderr
    assert len(asked(tmp_path, "export-dossier", "nogmaals.jsonl")["corrected"]) == 1
